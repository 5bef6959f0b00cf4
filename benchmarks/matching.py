"""How often a printed reference is matched to its own record, and how often to another when its own is not there."""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from refcheck import api
from refcheck.contracts import Source
from refcheck.model import Answer, Answered, Reference
from refcheck.sources.local import Local

A_JOURNAL = 25  # strings: half of the data comes from two publishers
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Without:
    """A source from which one record is taken out."""

    source: Source
    doi: str
    name: str = "records"
    at_once: int = 1

    def registers(self, kind: str) -> bool:
        """As the source says."""
        return self.source.registers(kind)

    def by_doi(self, doi: str) -> Answer:
        """A cited DOI is not asked for: the strings are to be matched, not their identifiers."""
        return Answered(self.name)

    def by_work(self, reference: Reference) -> Answer:
        """What the source finds, one record less."""
        found = self.source.by_work(reference)
        if not isinstance(found, Answered):
            return found
        return replace(found, records=tuple(r for r in found.records if r.work.DOI != self.doi))


def rows(path: Path) -> Iterator[Row]:
    """The objects of a file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def sample(path: Path, size: int, seed: int) -> list[Row]:
    """Strings whose record is known from elsewhere, at most so many of one citing journal."""
    found = [r for r in rows(path) if r["independent_in_records"]]
    random.Random(seed).shuffle(found)
    taken: Counter[object] = Counter()
    kept = []
    for row in found:
        taken[row["journal_citing"]] += 1
        if taken[row["journal_citing"]] <= A_JOURNAL:
            kept.append(row)
    return kept[:size]


def index(path: Path, wanted: set[object], others: int, seed: int) -> Local:
    """The records of the strings among others, drawn evenly from the file, as one source."""
    share = random.Random(seed)
    total = sum(1 for _ in rows(path))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for row in rows(path):
            if row["DOI"] in wanted or share.random() < others / total:
                file.write(json.dumps(row) + "\n")
        file.flush()
        return Local(file.name)


def outcomes(strings: Sequence[Row], source: Local, *, absent: bool) -> tuple[Counter[str], float]:
    """What became of the strings, and references a second."""
    counts: Counter[str] = Counter()
    began = time.perf_counter()
    for row in strings:
        document = api.parse(str(row["string"]).replace("\n", " ").encode(), lines=True)
        doi = str(row["DOI"]).lower()
        (case,) = api.match(document.references[:1], [Without(source, doi if absent else "")])
        if case.match:
            counts["right" if case.recorded.DOI == doi else "wrong"] += 1
        else:
            counts[str(case.state)] += 1
    return counts, len(strings) / (time.perf_counter() - began)


def main() -> None:
    """Print the table."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--data", type=Path, required=True)
    given.add_argument("--size", type=int, default=1500, help="strings")
    given.add_argument("--others", type=int, default=50_000, help="records beside those of the strings")
    given.add_argument("--seed", type=int, default=1)
    options = given.parse_args()
    strings = sample(options.data / "matching" / "refstrings_jats.jsonl.gz", options.size, options.seed)
    source = index(options.data / "records.jsonl.gz", {r["DOI"] for r in strings}, options.others, options.seed)
    for absent in (False, True):
        counts, speed = outcomes(strings, source, absent=absent)
        told = ", ".join(f"{state} {100 * n / len(strings):.2f} %" for state, n in counts.most_common())
        print(f"{'record taken out' if absent else 'record present'}: {told}; {speed:.0f} references a second")


if __name__ == "__main__":
    main()
