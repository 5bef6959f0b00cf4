"""How well what was learnt does on references that were held back, and by which factor its bits come true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import log

from refcheck import model
from refcheck.matching.decide import ACCEPT, outweighed
from refcheck.matching.train.learn import Candidates

BINS = 10
NONE_MEANT = ("taken out", "chimeras")  # sets in which no candidate is the work
FACTORS = [0.5 + 0.02 * n for n in range(76)]
Scores = Sequence[Sequence[float]]


@dataclass(slots=True)
class Counts:
    """What became of the references of a set."""

    lists: int = 0
    found: int = 0  # the work is among the candidates
    right: int = 0
    wrong: int = 0
    told: list[tuple[float, bool]] = field(default_factory=list)  # probability of the best, and whether it is right


def best(found: Candidates, scores: Sequence[float]) -> tuple[float, bool]:
    """The probability of the best candidate, and whether it is of the work; (0, False) where there is none."""
    if not scores:
        return 0.0, False
    n = max(range(len(scores)), key=lambda i: scores[i])
    bits = scores[n] + outweighed(scores, found.works)[n]
    return model.probability(bits), found.right[n]


def scale(lists: Sequence[Candidates], scores: Scores) -> float:
    """The factor of all bits with which the probabilities of the best candidates are likeliest."""

    def loss(factor: float) -> float:
        told = ((c.weight, *best(c, [factor * s for s in of])) for c, of in zip(lists, scores, strict=True) if c.levels)
        return -sum(w * log(max(1e-9, p if ok else 1 - p)) for w, p, ok in told)

    return min(FACTORS, key=loss)


def table(lists: Sequence[Candidates], scores: Scores) -> Iterator[str]:
    """A line for each set, and the calibration: of all references, and of those whose record was left in."""
    sets: defaultdict[str, Counts] = defaultdict(Counts)
    for found, of in zip(lists, scores, strict=True):
        counts = sets[found.set]
        counts.lists += 1
        counts.found += any(found.right)
        probability, ok = best(found, of)
        if of:
            counts.told.append((probability, ok))
        counts.right += probability >= ACCEPT and ok
        counts.wrong += probability >= ACCEPT and not ok
    for name in sorted(sets, key=lambda name: (name.endswith(NONE_MEANT), name)):
        yield _line(name, sets[name])
    for said, left_out in (("all", ()), ("with their record", NONE_MEANT)):
        told = [t for name, c in sets.items() if not name.endswith(left_out or "\0") for t in c.told]
        sure = [ok for p, ok in told if p >= 0.99]
        share = 100 * sum(sure) / max(1, len(sure))
        yield f"{said}: calibration error {error(told):.4f}; stated 0.99 and more: {len(sure)}, right {share:.2f} %"


def _line(name: str, counts: Counts) -> str:
    n, accepted = counts.lists, max(1, counts.right + counts.wrong)
    if name.endswith(NONE_MEANT):
        return f"{name:48} {n:6}  accepted {100 * counts.wrong / n:5.2f} %"
    shares = f"among {100 * counts.found / n:5.1f} %  right {100 * counts.right / n:5.1f} %"
    return f"{name:48} {n:6}  {shares}  precision {100 * counts.right / accepted:5.1f} %"


def error(told: Iterable[tuple[float, bool]]) -> float:
    """The expected calibration error over ten bins of equal width."""
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    count = 0
    for probability, ok in told:
        bins[min(BINS - 1, int(probability * BINS))].append((probability, ok))
        count += 1
    return sum(abs(sum(p for p, _ in b) - sum(ok for _, ok in b)) for b in bins.values()) / max(1, count)
