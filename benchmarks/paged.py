"""How many pages of PDFs are read a second, and in how much memory: their text in order, and everything.

    python benchmarks/paged.py [FILE ...]

Without files, papers of its own making are read: single pages, columns, columns that were drawn line by line.
"""

from __future__ import annotations

import argparse
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from refcheck import formats
from refcheck.pdf import pages, printed

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from drawn_pdf import Drawn, column, pdf

RUNS = 5
PAGES = 300
LINES = 60  # of a column
LISTED = PAGES * 9 // 10  # … after which its list comes
SENTENCE = "Small things are tested in a house (Adams 2001), and in"
REFERENCE = ("Adams A, Brown B. Small things number {n} in the large", " rooms of a house. J Appl Test. 2001;{n}:3-9.")


def paper(columns: int, *, by_line: bool = False) -> bytes:
    """A paper of so many pages, the last of them its list."""
    made: list[list[Drawn]] = []
    for number in range(PAGES):
        lines = [line.format(n=i + number) for i in range(LINES * columns // 2) for line in REFERENCE]
        if number < LISTED:
            lines = [SENTENCE] * (LINES * columns)
        if number == LISTED - 1:
            lines[-1] = "References"
        page: list[Drawn] = []
        for i in range(columns):
            page += column(lines[i * LINES : (i + 1) * LINES], x=60 + 260 * i, hang=10)
        made.append(sorted(page, key=lambda d: (-d.y, d.x)) if by_line else page)
    return pdf(made)


def rate(count: int, work: Callable[[], object]) -> float:
    """The median of pages a second of processor time."""
    spent = []
    for _ in range(RUNS):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return count / statistics.median(spent)


def told(name: str, data: bytes) -> str:
    """A line of the table."""
    count, part = len(pages(data)), formats.named("pdf")
    ordered, whole = rate(count, lambda: printed(pages(data))), rate(count, lambda: part.read(data, name))
    references = len(part.read(data, name).references)
    return f"{name[-44:]:44} {count:6} {references:6} {ordered:8.0f} {whole:8.0f}"


def main() -> None:
    """Print a line for each file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    said = parser.parse_args()
    print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}; pages a second of one core"
    )
    print(f"{'':44} {'pages':>6} {'refs':>6} {'text':>8} {'all':>8}")
    for path in said.files:
        print(told(str(path), path.read_bytes()))
    if not said.files:
        print(told("one column", paper(1)))
        print(told("two columns", paper(2)))
        print(told("two columns, drawn line by line", paper(2, by_line=True)))
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
