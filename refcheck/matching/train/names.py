"""Count which words are given names rather than family names, and keep those that are.

    python -m refcheck.matching.train.names --data DIR

DIR holds records.jsonl.gz: works with `author`, each with `family` and `given`. Only words are kept, and nothing of any
person.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from refcheck.matching import given
from refcheck.text import fold

OFTEN = 4  # people who have a name, from which it is kept
RATHER = 3  # times as often given name as family name
LETTERS = 3  # of the shortest name; two letters may be initials
_WORD = re.compile(r"[^\W\d_]+")


def main() -> None:
    """Write the list into the package."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--data", type=Path, required=True)
    with gzip.open(told.parse_args().data / "records.jsonl.gz", "rt", encoding="utf-8") as lines:
        names = given_names(author for line in lines for author in json.loads(line).get("author") or ())
    Path(given.__file__).with_name(given.NAMES).write_text("\n".join(names) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(names)} given names\n")


def given_names(authors: Iterable[Mapping[str, str]]) -> list[str]:
    """The words, folded and in order, by which people are called much rather than by their family names."""
    people = {(author.get("family", ""), author.get("given", "")) for author in authors}
    family = Counter(word for name, _ in people for word in _WORD.findall(fold(name)))
    first = Counter(word for _, name in people for word in _WORD.findall(fold(name))[:1] if len(word) >= LETTERS)
    return sorted(word for word, n in first.items() if n >= OFTEN and n >= RATHER * family[word])


if __name__ == "__main__":
    main()
