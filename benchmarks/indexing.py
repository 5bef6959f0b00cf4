"""Build the local index of all known works and look the printed references up in it: rate, size, memory, recall, time.

    python benchmarks/indexing.py --data DIR [--works MILLIONS]

DIR holds records.jsonl.gz and matching/. A closed world: references are looked up among the works of those records.
With --works, as many recombined ones are added: titles, people, journals and numbers of real records, shuffled, so that
words and keys are as common as in life.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

RECORDS = ("matching/glutton_records", "matching/styles_records", "records")  # the later record of a DOI counts
SAMPLE = 1_000  # references of a set that are looked up
A_JOURNAL = 80  # references that one journal printed
Row = dict[str, object]


def main() -> None:
    """Print the tables."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--data", type=Path, required=True)
    told.add_argument("--works", type=float, default=0, help="millions of recombined works to add")
    told.add_argument("--keep", type=Path, help="a folder for the index; one that is there is used")
    given = told.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch) / "index"
        if not (folder / "index.json").exists():
            build(given.data, Path(scratch) / "works.jsonl", folder, round(given.works * 1e6))
        os.environ["OPENBLAS_NUM_THREADS"] = "1"
        look_up(given.data, folder)


def rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def build(data: Path, works: Path, folder: Path, more: int) -> None:
    """Write the works to a file and build the index with the command line, on one core and on all."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:  # its memory is none of the build's
        count = apart.submit(write, data, works, more).result()
    for jobs in (os.cpu_count() or 1,) if more else (1, os.cpu_count() or 1):
        begun = time.perf_counter()
        told = [str(works), "-o", str(folder), "--jobs", str(jobs)]
        command = [sys.executable, "-m", "refcheck", "index", "build", *told]
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(running.pid, 0)
        assert status == 0, "the build failed"
        spent, peak = time.perf_counter() - begun, used.ru_maxrss / 1024
        print(
            f"built with {jobs} jobs: {count:,} works, {count / spent:,.0f} a second, at most {peak:.0f} MB a process"
        )
    size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
    print(f"{size / 1e6:,.0f} MB, {size / count:.0f} bytes a work")


def write(data: Path, works: Path, more: int) -> int:
    """Write the works to a file, one a line, and count them."""
    count = 0
    with works.open("w", encoding="utf-8") as file:
        for row in world(data, more):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def world(data: Path, more: int) -> Iterator[Row]:
    """The known records as CSL-JSON, then the recombined ones."""
    known = []
    for name in RECORDS:
        for row in rows(data / f"{name}.jsonl.gz"):
            row.setdefault("issued", row.get("year"))
            row.setdefault("container-title", row.get("container"))
            yield row
            known.append(row)
    dice = random.Random(1)
    for n in range(more):
        a, b, c = dice.choice(known), dice.choice(known), dice.choice(known)
        title, other = str(a.get("title") or "").split(), str(b.get("title") or "").split()
        yield a | {
            "DOI": f"10.9999/{n}",
            "title": " ".join(title[: len(title) // 2] + other[len(other) // 2 :]),
            "author": b.get("author"),
            "page": str(dice.randint(1, 3000)),
            "volume": c.get("volume"),
        }


def sets(data: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The printed references with the DOI of their work, by set, in an order that is drawn."""
    dice = random.Random(7)
    folder = data / "matching"
    by_journal: dict[str, int] = defaultdict(int)
    chosen = []
    for row in shuffled(rows(folder / "refstrings_jats.jsonl.gz"), dice):
        if row["independent_in_records"] and by_journal[str(row["journal_citing"])] < A_JOURNAL:
            by_journal[str(row["journal_citing"])] += 1
            chosen.append((str(row["string"]), str(row["DOI"])))
    yield "printed in journals", chosen
    glutton = shuffled(rows(folder / "glutton.jsonl.gz"), dice)
    yield "glutton", [(str(r["reference"]), str(r["doi"])) for r in glutton]
    styles: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in shuffled(rows(folder / "crossref_styles.jsonl.gz"), dice):
        styles[str(row["style"])].append((str(row["reference"]), str(row["doi_true"])))
    yield from sorted(styles.items())


def shuffled(rows: Iterator[Row], dice: random.Random) -> list[Row]:
    found = list(rows)
    dice.shuffle(found)
    return found


def look_up(data: Path, folder: Path) -> None:
    """Recall and time of the candidates, a set a line."""
    from refcheck.index import Index

    begun = time.perf_counter()
    index = Index.open(folder)
    print(f"opened in {time.perf_counter() - begun:.3f} s: {index.manifest.works:,} works")
    for name, asked in sets(data):
        known = [(text, doi.lower()) for text, doi in asked if doi and index.by_doi(doi.lower())][:SAMPLE]
        first = by_keys = among = 0
        spent: dict[str, list[float]] = {"keys": [], "words": []}
        for text, doi in known:
            begun = time.perf_counter()
            filed = [record.work.DOI for record in index.by_keys(text)]
            between = time.perf_counter()
            worded = [record.work.DOI for record in index.by_words(text)]
            spent["keys"].append(between - begun)
            spent["words"].append(time.perf_counter() - between)
            first += filed[:1] == [doi]
            by_keys += doi in filed
            among += doi in filed or doi in worded
        shares = (100 * n / len(known) for n in (first, by_keys, among))
        print(
            f"{name:36} {len(known):5}",
            *(f"{said} {share:5.1f} %" for said, share in zip(("first", "by keys", "in all"), shares, strict=True)),
            *(f"{said}: {times(of)}" for said, of in spent.items()),
            sep="  ",
        )
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def times(spent: list[float]) -> str:
    """How long it took, in milliseconds."""
    middle, mean, slow = statistics.median(spent), statistics.mean(spent), sorted(spent)[len(spent) * 95 // 100]
    return f"median {1000 * middle:.2f} ms, mean {1000 * mean:.2f}, 95 of 100 within {1000 * slow:.2f}"


if __name__ == "__main__":
    main()
