"""How long it takes to read a bibliography file, and how much memory: libraries of invented works.

python benchmarks/documents_speed.py [--entries N]
"""

from __future__ import annotations

import argparse
import random
import resource
import time

from refcheck.formats import bibtex

FAMILIES = ("Adams", "Baker", "García", 'M{\\"u}ller', "de la Cruz", "O'Brien", "Johansson", "Kowalski", "Nguyen")
WORDS = """analysis structure {DNA} large populations method estimating small effects selection under drift across
    many sites with from and \\emph{vivo} --- patterns""".split()
MEGABYTE = 1024  # kilobytes


def entry(n: int) -> str:
    """An entry as reference managers export them, with an abstract."""
    draw = random.Random(n)
    people = " and ".join(f"{draw.choice(FAMILIES)}, {draw.choice('ABCD')}. {draw.choice('EFGH')}." for _ in range(3))
    title = " ".join(draw.choices(WORDS, k=9))
    abstract = " ".join(draw.choices(WORDS, k=70))
    return f"""@article{{key{n},
  author    = {{{people}}},
  title     = {{{title}}},
  journal   = {{Journal of Applied Testing}},
  year      = {{{1980 + n % 40}}},
  volume    = {{{n % 90 + 1}}},
  number    = {{{n % 12 + 1}}},
  pages     = {{{n % 800 + 1}--{n % 800 + 11}}},
  doi       = {{10.5555/test.{n}}},
  url       = {{https://example.org/articles/{n}}},
  keywords  = {{one, two, three}},
  abstract  = {{{abstract}}}
}}
"""


def main() -> None:
    """Print the seconds and the peak memory of reading."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=5_000)
    count = parser.parse_args().entries
    data = "\n".join(map(entry, range(count))).encode()
    began = time.process_time()
    document = bibtex.read(data, "library.bib")
    seconds = time.process_time() - began
    assert len(document.references) == count
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    print(f"{count:,} entries, {len(data) / 1e6:.1f} MB: {seconds:.2f} s to read, {peak:.0f} MB at most")


if __name__ == "__main__":
    main()
