"""The model card: what the tagger was trained on, under which licences, and how right it is on what it has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from refcheck.parsing.network import Network
from refcheck.parsing.tagger import read
from refcheck.parsing.train.calibrate import judged, truth
from refcheck.parsing.train.corpora import Example, key, rows, test_keys

SHOWN = "author title container-title issued volume issue page publisher publisher-place editor DOI URL".split()
CORE = SHOWN[:7]
SURE = 0.95  # the confidence from which a field counts as sure


class Learnt(Protocol):
    """What was learnt from, and what was held back."""

    @property
    def labelled(self) -> Sequence[Example]: ...
    @property
    def aligned(self) -> Sequence[Example]: ...
    @property
    def synthetic(self) -> Sequence[Example]: ...
    @property
    def styled(self) -> Sequence[Example]: ...
    @property
    def held(self) -> Sequence[Example]: ...


@dataclass(slots=True)
class Figures:
    """Counts over some references: of fields found right, found, and annotated; of references, and of whole ones."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)
    references: int = 0
    whole: int = 0
    sure: int = 0
    sure_and_whole: int = 0
    bins: dict[int, list[float]] = field(default_factory=dict)  # per tenth of confidence: count, sum, right

    def f1(self, *names: str) -> float:
        """The harmonic mean of precision and recall over these fields, in percent."""
        return 200 * sum(self.right[n] for n in names) / max(1, sum(self.found[n] + self.true[n] for n in names))

    def calibration_error(self) -> float:
        """The expected calibration error over ten bins: how far confidence is from the share that is right."""
        total = sum(count for count, _, _ in self.bins.values())
        return sum(abs(told - right) for _, told, right in self.bins.values()) / max(1.0, total)


def measure(network: Network, examples: Sequence[Example]) -> Figures:
    """How right the network is on annotated references; a field is right letter for letter."""
    figures = Figures()
    for example, found in zip(examples, read(network, [(e.text, 0) for e in examples]), strict=True):
        expected = {n: value for n, value in truth(example).items() if n in SHOWN and value}
        values = {r.field.name: right for r, right in judged(example, found) if r.field.name in SHOWN}
        figures.found.update(values.keys())
        figures.true.update(expected.keys())
        figures.right.update(n for n, right in values.items() if right)
        whole = all(values.get(n, n not in expected) for n in CORE)
        pairs = list(judged(example, found))
        told = network.confidences([(r.field.name, r.sure) for r, _ in pairs], found[0].least if found else 1.0)
        _binned(figures, told, [right for _, right in pairs])
        figures.references += 1
        figures.whole += whole
        if told and min(told) >= SURE:
            figures.sure += 1
            figures.sure_and_whole += whole
    return figures


def _binned(figures: Figures, told: Sequence[float], right: Sequence[bool]) -> None:
    for confidence, ok in zip(told, right, strict=True):
        one = figures.bins.setdefault(min(9, int(confidence * 10)), [0.0, 0.0, 0.0])
        one[0] += 1
        one[1] += confidence
        one[2] += ok


CARD = """# The tagger's model

`parser.npz`, read by `refcheck/parsing/network.py`. Rebuilt by `python -m refcheck.parsing.train --data DIR`; the random
draws are seeded, so that rebuilding gives the same figures within noise.

**What it is.** Embeddings of words, shapes, beginnings, ends and lexicon entries, {layers} residual convolutions that reach
{reach} tokens to either side, a summary of the whole reference, and a linear chain over {labels} labels; what the list agrees on weighs in. {words:,} words, {entries:,} lexicon entries.

**What it was trained on.** None of it is part of refcheck; what is kept are weights and counts.

| from | references | terms |
| --- | --- | --- |
| AnyStyle core, good and gold; GROBID citation corpus | {labelled:,} | BSD-2-Clause; Apache-2.0 |
| printed references that the record of their DOI explains | {aligned:,} | articles under CC BY, MIT, Apache-2.0; facts |
| synthetic references in drawn styles, from records and values of the first row | {synthetic:,} | facts |
| the like in styles of the [Citation Style Language](https://citationstyles.org), in thirteen locales | {styled:,} | facts; styles CC BY-SA 3.0 |
| held back, by article where the article is known | {held:,} | as the first row |

The lexicon counts words of {records:,} records. Faults of scanning and copying are drawn anew for every round.

**Contamination.** {tests:,} references are for testing only (EXcite, ParsCit); {clash} of them are among those learnt from,
compared by their letters and digits; the training stops if there is one.

**On the references held back** (F1, a field being right letter for letter; {count:,} references):

| {names} |
| {rule} |
| {values} |

Over these twelve {micro:.1f}; all of author, title, container, year, volume, issue and page right in {whole:.1f} %.
Expected calibration error {ece:.3f}. {sure:.0f} % of the references have confidence 0.95 or more in every field; {right:.1f} % of
those are wholly right.

**What it is not.** It has seen mostly English, then German, French, Spanish, Portuguese and Italian references. In other
scripts it finds years, volumes, pages and identifiers where they are digits; names and titles are not measured there.
Legal citations, archival sources and footnotes with several works in one are not what it was trained on.
"""


def write(network: Network, data: Path, learnt: Learnt) -> str:
    """The card of a network, with its figures on what was held back."""
    figures = measure(network, learnt.held)
    tests = test_keys(data)
    learnt_keys = (key(e.text) for e in (*learnt.labelled, *learnt.aligned, *learnt.synthetic, *learnt.styled))
    return CARD.format(
        layers=len(network.reaches),
        reach=sum(network.reaches),
        labels=len(network.weights["label.bias"]),
        words=len(network.vocabulary.words),
        entries=len(network.vocabulary.lexicon),
        labelled=len(learnt.labelled),
        aligned=len(learnt.aligned),
        synthetic=len(learnt.synthetic),
        styled=len(learnt.styled),
        held=len(learnt.held),
        records=sum(1 for _ in rows(data / "records.jsonl.gz")),
        tests=len(tests),
        clash=sum(text in tests for text in learnt_keys),
        count=figures.references,
        names=" | ".join(SHOWN),
        rule=" | ".join("---" for _ in SHOWN),
        values=" | ".join(f"{figures.f1(name):.1f}" for name in SHOWN),
        micro=figures.f1(*SHOWN),
        whole=100 * figures.whole / max(1, figures.references),
        ece=figures.calibration_error(),
        sure=100 * figures.sure / max(1, figures.references),
        right=100 * figures.sure_and_whole / max(1, figures.sure),
    )
