"""Judge the words of real titles by a local index: what is found in them, and what of slips that were put in.

    python benchmarks/spelling.py --data DIR --index INDEX

INDEX is made by `python benchmarks/indexing.py --data DIR --keep INDEX`. Every title is judged as if its own work were
not in the index. What is found in titles as printed is listed: most of it is really misspelt; a reader has to count.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

os.environ["OPENBLAS_NUM_THREADS"] = "1"

from refcheck.index import Index
from refcheck.index.terms import beside_titles, terms
from refcheck.matching.vocabulary import LONG, Ask, meant, usage
from refcheck.model import Record
from refcheck.parsing import references_by_line
from refcheck.text import fold, words

SEED = 1
TOGETHER = 500  # references that are parsed at once
SLIPS = ("lost", "put in", "another", "swapped")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it was read from a reference, and the records of its work."""

    text: str
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Slipped:
    """A title with a slip in one of its words, that word as it was, and as it is now."""

    text: str
    right: str
    wrong: str


def titles(path: Path, index: Index, most: int) -> Iterator[Title]:
    """The titles of references drawn from a file of JSON lines, each once."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    random.Random(SEED).shuffle(rows)
    seen: set[str] = set()
    for at in range(0, most, TOGETHER):
        some = rows[at : min(most, at + TOGETHER)]
        listed = references_by_line("\n".join(" ".join(row["string"].split()) for row in some))
        for row, reference in zip(some, listed, strict=True):
            if reference.work.title and reference.work.title not in seen:
                seen.add(reference.work.title)
                yield Title(reference.work.title, tuple(index.by_doi((row["DOI"] or "").lower())))


def without(index: Index, title: Title) -> Ask:
    """Asks the index as if the work were not in it."""
    own = [{*terms(" ".join(r.work.titles)), *beside_titles(r.work)} for r in title.records]

    def ask(phrases: Collection[str]) -> Mapping[str, int]:
        counts = index.usage(phrases)
        return {p: max(0, n - sum(own_words >= set(p.split()) for own_words in own)) for p, n in counts.items()}

    return ask


def slipped(title: str, rng: random.Random) -> Slipped | None:
    """The title with one slip behind the first letter of one of its long words; None where it has none."""
    long = [w for w in words(title) if len(w.text) >= LONG and w.text.isascii() and w.text.isalpha()]
    if not long:
        return None
    word = rng.choice(long)
    i = rng.randrange(1, len(word.text))
    before, letter, behind = word.text[:i], word.text[i], word.text[i + 1 :]
    another = rng.choice(ascii_lowercase)
    wrong = {
        "lost": before + behind,
        "put in": before + another + letter + behind,
        "another": before + another + behind,
        "swapped": before + behind[:1] + letter + behind[1:],
    }[rng.choice(SLIPS)]
    return Slipped(title[: word.start] + wrong + title[word.end :], word.folded, fold(wrong))


def main() -> None:
    """Print what is found in titles as printed, then what of slips."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--references", type=int, default=10_000)
    told = parser.parse_args()
    index = Index.open(told.index)
    drawn = list(titles(told.data / "matching" / "refstrings_jats.jsonl.gz", index, told.references))
    spoken = 0
    for title in drawn:
        found = list(meant(title.text, usage(title.text, without(index, title))))
        spoken += bool(found)
        for one in found:
            print(f"{one.word.text} ({one.used}): {one.right} ({one.right_used:,})? {title.text}")
    print(f"titles as printed: {len(drawn):,}, with a finding {spoken} ({100 * spoken / len(drawn):.2f} %)")
    rng = random.Random(SEED)
    slips = [(title, s) for title in drawn if (s := slipped(title.text, rng)) and s.wrong != s.right]
    hits = [
        one.right == s.right
        for title, s in slips
        for one in meant(s.text, usage(s.text, without(index, title)))
        if one.word.folded == s.wrong
    ]
    print(
        f"with a slip: {len(slips):,}, found {100 * len(hits) / len(slips):.1f} %,"
        f" and of those the right word {100 * sum(hits) / len(hits):.1f} %"
    )


if __name__ == "__main__":
    main()
