"""Learn the bits of the evidence from references whose work is known: `python -m refcheck.matching.train`."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from refcheck.index import Index
from refcheck.matching import compare
from refcheck.matching.decide import numbered, same
from refcheck.matching.train import measure
from refcheck.matching.train.learn import PRIOR, Candidates, Floats, Level, learn, levels_of
from refcheck.matching.train.slips import chimera, slipped
from refcheck.matching.train.strings import SEED, Asked, asked
from refcheck.parsing import references_by_line

FOLDS = 5
TAKEN_OUT = 0.3  # how much a reference counts whose record is taken out, beside the same with it
SLIPPED, CHIMERAS = 0.35, 0.3  # of the references, of which a copy with a slip, with another title is learnt from
# of glutton's labels one in a hundred is wrong; what is not named counts 1
WEIGHTS = {"in journals": 2.0, "glutton": 0.5, "chimeras": 0.5}
# levels of a field from the better to the worse: by themselves the worse may come out higher
BETTER = {
    "author": ("same", "printed", "garbled", "near", "among", "different"),
    "issued": ("same", "printed", "garbled", "near", "different"),
    "container-title": ("same", "printed", "alike", "part", "different"),
    "page": ("same", "printed", "first", "slip", "different"),
    "title": ("same", "near", "printed", "words", "same-short", "without-subtitle-short", "near-short", "within"),
    "explained": ("all", "most", "half", "little"),
}
NEITHER: Level = ("explained", "half")  # speaks neither for nor against
HERE = Path(compare.__file__).with_name("bits.json")


def main() -> None:
    """Learn, calibrate and write; a table on standard output of what is held back, fold by fold."""
    told = argparse.ArgumentParser(prog="python -m refcheck.matching.train", description=__doc__)
    told.add_argument("--data", type=Path, required=True, help="folder of matching/")
    told.add_argument("--index", type=Path, required=True, help="an index that holds the works")
    told.add_argument("--out", type=Path, default=HERE)
    told.add_argument("--seed", type=int, default=SEED)
    given = told.parse_args()
    dice = random.Random(given.seed)  # noqa: S311  # nothing secret is drawn
    index = Index.open(given.index)
    found = [a for a in asked(given.data, given.seed) if index.by_doi(a.DOI)]
    say(f"{len(found)} references whose work is in the index")
    lists = [c for a in found for c in both(index, a)]
    lists += [c for a in changed(found, dice) for c in both(index, a)]
    levels = sensible(lists)
    scores = held_out(lists, levels)
    scale = measure.scale(lists, scores)
    sys.stdout.writelines(f"{line}\n" for line in measure.table(lists, [[scale * s for s in of] for of in scores]))
    given.out.write_text(written(levels, scale * learn(lists, levels)), encoding="utf-8")
    say(f"wrote {given.out}")


def both(index: Index, of: Asked) -> Iterator[Candidates]:
    """The candidates for a reference, and those that are left without the record of its work."""
    true = index.by_doi(of.DOI)[0] if of.DOI else None
    records = index.candidates(of.reference.raw)
    right = [bool(true and (r.work.DOI == of.DOI or same(r, true))) for r in records]
    fold = int(hashlib.md5(of.group.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS
    whole = Candidates(
        set=of.set,
        fold=fold,
        weight=WEIGHTS.get(of.set, 1.0),
        levels=tuple(compare.levels(of.reference.work, r.work, of.reference.raw) for r in records),
        right=tuple(right),
        works=tuple(numbered(records)),
    )
    yield whole
    if true:
        left = [n for n, ok in enumerate(right) if not ok]
        yield replace(
            whole,
            set=f"{of.set}, taken out",
            weight=TAKEN_OUT * whole.weight,
            levels=tuple(whole.levels[n] for n in left),
            right=(False,) * len(left),
            works=tuple(whole.works[n] for n in left),
        )


def changed(found: Sequence[Asked], dice: random.Random) -> Iterator[Asked]:
    """Copies of some references with a slip, and of some with the title of another, which cite no work."""
    copies: list[tuple[str, Asked]] = []
    for of in found:
        if of.set == "in fields":
            continue
        if dice.random() < SLIPPED and (text := slipped(of.reference, dice)):
            copies.append((text, replace(of, set="with a slip")))
        if dice.random() < CHIMERAS and (text := chimera(of.reference, dice.choice(found).reference)):
            copies.append((text, replace(of, set="chimeras", DOI="")))
    references = references_by_line("\n".join(" ".join(text.split()) for text, _ in copies))
    yield from (replace(of, reference=reference) for reference, (_, of) in zip(references, copies, strict=True))


def sensible(lists: Sequence[Candidates]) -> dict[Level, int]:
    """The levels to learn, numbered; those of one number are worth the same.

    Where the issue is the same the volume is too, and the two share what they are worth: one may come out below 0. And
    some levels are met mostly where the parser failed, which says more than they do. So agreement that would speak
    against a record, and its absence that would speak for it, are worth nothing, and no level more than a better one.
    """
    levels = levels_of(lists)
    while (fewer := without_absurd(levels, learn(lists, levels))) != levels:
        levels = fewer
    return levels


def without_absurd(levels: Mapping[Level, int], weights: Floats) -> dict[Level, int]:
    """The levels without those that came out absurd, those tied that came out in the wrong order, numbered anew."""
    bits = {level: float(weights[n]) for level, n in levels.items()}
    numbers = {level: n for level, n in levels.items() if not _absurd(level, bits[level])}
    for field, order in BETTER.items():
        for better, worse in pairwise((field, level) for level in order):
            if better in numbers and worse in numbers and bits[worse] > bits[better]:
                numbers |= dict.fromkeys((lv for lv, n in numbers.items() if n == numbers[worse]), numbers[better])
    places = {n: place for place, n in enumerate(sorted(set(numbers.values())))}
    return {level: places[n] for level, n in numbers.items()}


def _absurd(level: Level, bits: float) -> bool:
    """Whether agreement speaks against, or disagreement for."""
    return bits <= 0 if level[1] == "same" else bits >= 0 if level[0] == "conflicts" else False


def held_out(lists: Sequence[Candidates], levels: Mapping[Level, int]) -> list[list[float]]:
    """The scores of all candidates, each list scored by what was learnt without its fold."""
    found: list[list[float]] = [[] for _ in lists]
    for fold in range(FOLDS):
        weights = learn([c for c in lists if c.fold != fold], levels)
        for n, c in enumerate(lists):
            if c.fold == fold:
                found[n] = [score(levels, weights, candidate) for candidate in c.levels]
    return found


def score(levels: Mapping[Level, int], weights: Floats, candidate: Mapping[str, str]) -> float:
    """The prior and what the levels of a candidate are worth."""
    return float(weights[levels[PRIOR]] + sum(weights[levels[level]] for level in candidate.items() if level in levels))


def written(levels: Mapping[Level, int], weights: Floats) -> str:
    """The text of the file: the levels of each field with their bits.

    Every candidate is on some rung of "explained", so what all rungs have in common is put into the prior.
    """
    if NEITHER in levels:
        weights = weights.copy()
        weights[levels[PRIOR]] += weights[levels[NEITHER]]
        weights[[n for (field, _), n in levels.items() if field == NEITHER[0]]] -= weights[levels[NEITHER]]
    fields: dict[str, dict[str, float]] = {}
    for (field, level), n in levels.items():
        fields.setdefault(field, {})[level] = round(float(weights[n]), 2)
    return json.dumps(fields, indent=1, ensure_ascii=False) + "\n"


def say(text: str) -> None:
    """A step, told on standard error."""
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
