"""Look printed references up in a local index and decide: what is right, and what is accepted without its record.

    python benchmarks/matching.py --data DIR --index INDEX

INDEX is made by `python benchmarks/indexing.py --data DIR --keep INDEX`. A closed world, and development data: no
figure here is of strings that were never looked at.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).parent))

import indexing

from refcheck.index import Index
from refcheck.matching import decide
from refcheck.matching.decide import same_work
from refcheck.model import Record, Work
from refcheck.parsing import references_by_line

MOST = 20  # candidates
BINS = 10


@dataclass(slots=True)
class Counts:
    """What became of the references of a set."""

    references: int = 0
    right: int = 0
    wrong: int = 0
    ambiguous: int = 0
    absent: int = 0  # accepted although their work was taken out
    seconds: float = 0.0
    told: list[tuple[float, bool]] = field(default_factory=list)  # probability of the best, and whether it is right

    def line(self) -> str:
        """The figures in one line."""
        n, accepted = max(1, self.references), max(1, self.right + self.wrong)
        recall, precision = 100 * self.right / n, 100 * self.right / accepted
        f1 = 2 * recall * precision / max(1.0, recall + precision)
        return (
            f"right {recall:5.1f} %  precision {precision:5.1f} %  F1 {f1:5.1f}"
            f"  ambiguous {100 * self.ambiguous / n:4.1f} %  taken out, accepted {100 * self.absent / n:4.1f} %"
            f"  {n / self.seconds:4.0f} a second"
        )

    def add(self, other: Counts) -> None:
        self.references += other.references
        self.right += other.right
        self.wrong += other.wrong
        self.ambiguous += other.ambiguous
        self.absent += other.absent
        self.seconds += other.seconds
        self.told += other.told


def main() -> None:
    """Print a line for each set of references, and the calibration over all."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--data", type=Path, required=True)
    told.add_argument("--index", type=Path, required=True)
    told.add_argument("--most", type=int, default=1_000, help="references of a set")
    given = told.parse_args()
    index = Index.open(given.index)
    over_all = Counts()
    for name, asked in indexing.sets(given.data):
        counts = judged(index, asked[: given.most])
        over_all.add(counts)
        print(f"{name:36} {counts.references:5}  {counts.line()}", flush=True)
    print(f"{'all':36} {over_all.references:5}  {over_all.line()}")
    print(f"calibration error of the best candidate's probability: {error(over_all.told):.3f}")
    sure = [right for probability, right in over_all.told if probability >= 0.99]
    print(f"stated 0.99 and more: {len(sure)}, of these right {100 * sum(sure) / max(1, len(sure)):.2f} %")


def judged(index: Index, asked: Sequence[tuple[str, str]]) -> Counts:
    """What becomes of references whose work is in the index: with it, and with its record left out."""
    known = [(" ".join(text.split()), found) for text, doi in asked if doi and (found := index.by_doi(doi.lower()))]
    counts = Counts()
    begun = time.process_time()
    references = references_by_line("\n".join(text for text, _ in known))
    for reference, (true, *_) in zip(references, (records for _, records in known), strict=True):
        records = index.candidates(reference.raw, MOST)
        decision = decide(reference, records)
        counts.seconds += time.process_time() - begun
        counts.references += 1
        counts.ambiguous += decision.ambiguous
        if decision.match:
            ok = right(decision.match.record, true.work)
            counts.right += ok
            counts.wrong += not ok
        best = decision.match or next(iter(decision.rivals), None)
        if best:
            counts.told.append((best.probability, right(best.record, true.work)))
        without = decide(reference, [r for r in records if r.work.DOI != true.work.DOI])
        counts.absent += bool(without.match and not right(without.match.record, true.work))
        begun = time.process_time()
    return counts


def right(found: Record, true: Work) -> bool:
    """Whether a record is of the work, be it under another DOI."""
    return found.work.DOI == true.DOI or same_work(found.work, true)


def error(told: Sequence[tuple[float, bool]]) -> float:
    """The expected calibration error over ten bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for probability, ok in told:
        bins.setdefault(min(BINS - 1, int(probability * BINS)), []).append((probability, ok))
    return sum(abs(sum(p for p, _ in b) - sum(ok for _, ok in b)) for b in bins.values()) / max(1, len(told))


if __name__ == "__main__":
    main()
