"""Look references up in a local index and decide: what is right, and what is accepted without its record.

    python benchmarks/matching.py --data DIR --index INDEX

INDEX is made by `python benchmarks/indexing.py --data DIR --keep INDEX`. A closed world, of development data; the works
whose references were learnt from are left out.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).parent))

import indexing

from refcheck import pipeline
from refcheck.index import Index
from refcheck.matching.decide import same
from refcheck.matching.train.measure import error
from refcheck.matching.train.strings import SEED, deposited, learnt
from refcheck.model import Answer, Answered, Record, Reference
from refcheck.parsing import references_by_line
from refcheck.parsing.structured import references_in_fields

SAMPLE = 1_000  # references of a set


@dataclass(frozen=True, slots=True)
class Asked:
    """A reference and the DOI of its work."""

    reference: Reference
    DOI: str


@dataclass(frozen=True, slots=True)
class Without:
    """An index as a source, without the records of one work."""

    index: Index
    work: Record | None = None
    name: str = "index"
    at_once: int = 1

    def registers(self, kind: str) -> bool:
        return True

    def by_doi(self, doi: str) -> Answer:
        return Answered(self.name)  # by their text alone

    def by_work(self, reference: Reference) -> Answer:
        return Answered(self.name, self._left(self.index.by_keys(reference.raw)))

    def further(self, reference: Reference) -> Answer:
        return Answered(self.name, self._left(self.index.by_words(reference.raw)))

    def usage(self, phrases: Collection[str]) -> dict[str, int]:
        return {}

    def _left(self, found: Sequence[Record]) -> tuple[Record, ...]:
        return tuple(r for r in found if self.work is None or not right(r, self.work))


@dataclass(slots=True)
class Counts:
    """What became of the references of a set."""

    references: int = 0
    among: int = 0  # the work is among the candidates
    right: int = 0
    wrong: int = 0
    ambiguous: int = 0
    absent: int = 0  # accepted although the record of their work was left out
    reading: float = 0.0  # seconds that the parser took
    spent: list[float] = field(default_factory=list)  # seconds that each search and decision took
    told: list[tuple[float, bool]] = field(default_factory=list)  # probability of the best, and whether it is right
    told_without: list[tuple[float, bool]] = field(default_factory=list)

    def line(self) -> str:
        """The figures in one line; F1 is also told as if as many references had no record."""
        n = max(1, self.references)
        recall, precision = (100 * self.right / max(1, m) for m in (n, self.right + self.wrong))
        halved = 100 * self.right / max(1, self.right + self.wrong + self.absent)
        mean, slow = sum(self.spent) / n, sorted(self.spent or [0.0])[len(self.spent) * 95 // 100]
        return (
            f"among {100 * self.among / n:5.1f} %  right {recall:5.1f} %  precision {precision:5.1f} %"
            f"  F1 {f1(recall, precision):5.1f}, half left out {f1(recall, halved):5.1f}"
            f"  ambiguous {100 * self.ambiguous / n:4.1f} %  left out, accepted {100 * self.absent / n:4.1f} %"
            f"  {1 / max(1e-9, mean):5.0f} a second, 95 of 100 within {1000 * slow:4.1f} ms"
            f", with reading {1 / max(1e-9, mean + self.reading / n):5.0f}"
        )

    def add(self, other: Counts) -> None:
        for name in ("references", "among", "right", "wrong", "ambiguous", "absent", "reading"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("spent", "told", "told_without"):
            getattr(self, name).extend(getattr(other, name))


def main() -> None:
    """Print a line for each set of references, and the calibration over all."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--data", type=Path, required=True)
    told.add_argument("--index", type=Path, required=True)
    told.add_argument("--most", type=int, default=SAMPLE, help="references of a set")
    given = told.parse_args()
    index = Index.open(given.index)
    print(f"{index.manifest.works:,} works; what is asked for in seconds is of one process")
    whole = Counts()
    for name, asked, reading in sets(given.data, index, given.most):
        counts = judged(index, asked)
        counts.reading = reading
        whole.add(counts)
        print(f"{name:36} {counts.references:5}  {counts.line()}", flush=True)
    print(f"{'all':36} {whole.references:5}  {whole.line()}")
    for said, of in (("with their record", whole.told), ("with and without", whole.told + whole.told_without)):
        sure = [ok for probability, ok in of if probability >= 0.99]
        print(f"{said}: calibration error {error(of):.3f}; stated 0.99 and more: {len(sure)}, right", end=" ")
        print(f"{100 * sum(sure) / max(1, len(sure)):.2f} %")
    strangers(given.data, index, given.most)
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, what is mapped included")


def sets(data: Path, index: Index, most: int) -> Iterator[tuple[str, list[Asked], float]]:
    """The references of each set whose work is in the index, and the seconds that reading them took.

    What was learnt from is left out, and all other references to the same works.
    """
    known = learnt(data, SEED)
    for name, found in indexing.sets(data):
        yield name, *read([(text, doi) for text, doi in found if doi.lower() not in known], index, most)
    rows = [r for r in indexing.rows(data / "matching" / "crossref_structured_valid.jsonl.gz") if r["doi"]]
    rows = [r for r in rows if str(r["doi"]).lower() not in known and index.by_doi(str(r["doi"]).lower())][:most]
    _, references = references_in_fields(deposited(r["fields"]) for r in rows if isinstance(r["fields"], dict))
    yield "in fields", [Asked(r, str(k["doi"]).lower()) for r, k in zip(references, rows, strict=True)], 0.0


def read(found: Sequence[tuple[str, str]], index: Index, most: int) -> tuple[list[Asked], float]:
    """The references whose work is in the index as the parser reads them, and the seconds that it took."""
    known = [(" ".join(text.split()), doi.lower()) for text, doi in found if doi and index.by_doi(doi.lower())][:most]
    begun = time.process_time()
    references = references_by_line("\n".join(text for text, _ in known))
    spent = time.process_time() - begun
    return [Asked(r, doi) for r, (_, doi) in zip(references, known, strict=True)], spent


def judged(index: Index, asked: Sequence[Asked]) -> Counts:
    """What becomes of references: with the record of their work, and with it left out."""
    counts = Counts(references=len(asked))
    for of in asked:
        true = index.by_doi(of.DOI)[0]
        begun = time.process_time()
        case = pipeline.resolve(of.reference, [Without(index)])
        counts.spent.append(time.process_time() - begun)
        candidates = [case.match, *case.rivals] if case.match else list(case.rivals)
        counts.among += any(right(m.record, true) for m in candidates)
        counts.ambiguous += case.state == "ambiguous"
        if candidates:
            counts.told.append((candidates[0].probability, right(candidates[0].record, true)))
        if case.match:
            counts.right += right(case.match.record, true)
            counts.wrong += not right(case.match.record, true)
        without = pipeline.resolve(of.reference, [Without(index, true)])
        counts.absent += bool(without.match)
        if best := without.match or next(iter(without.rivals), None):
            counts.told_without.append((best.probability, False))
    return counts


def strangers(data: Path, index: Index, most: int) -> None:
    """Print how many references to works that are in no record are accepted."""
    for name, text, doi in (("refstrings_jats", "string", "DOI"), ("crossref_styles_set1", "reference", "doi_true")):
        rows = indexing.shuffled(indexing.rows(data / "matching" / f"{name}.jsonl.gz"), random.Random(5))
        unknown = [r for r in rows if r[doi] and not index.by_doi(str(r[doi]).lower())][: 2 * most]
        references = references_by_line("\n".join(" ".join(str(r[text]).split()) for r in unknown))
        accepted = sum(bool(pipeline.resolve(r, [Without(index)]).match) for r in references)
        share = 100 * accepted / max(1, len(references))
        print(f"{name}: {len(references)} to works that are in no record, accepted {share:.2f} %")


def f1(recall: float, precision: float) -> float:
    """The harmonic mean."""
    return 2 * recall * precision / max(1.0, recall + precision)


def right(found: Record, true: Record) -> bool:
    """Whether a record is of the work, be it under another DOI."""
    return found.work.DOI == true.work.DOI or same(found, true)


if __name__ == "__main__":
    main()
