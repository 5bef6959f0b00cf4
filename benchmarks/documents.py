"""How well reference lists are read from real documents, per format: found whole, merged, split, invented, and fields.

    python benchmarks/documents.py --data DIR [--kind KIND] [--show]

DIR holds `docs/` with `INDEX.json`, and beside each document the truth of its list. A reference counts as found whole
where one that was read holds nine tenths of it (of its title, first author and year, where only fields are known) and
of no other.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from refcheck import api, csl
from refcheck.errors import UnreadableDocument
from refcheck.model import Reference
from refcheck.parsing import cited_item
from refcheck.text import bare_doi, letters, page_range

WHOLE = 0.9  # share of a reference that must have been read
OTHER = 0.8  # share from which one that was read holds another one, too
PART = 0.5  # share of what was read that is from a reference: less is invented
SIZE = 5  # letters of what is compared
# what is read of each kind of document, by the format that it counts for
FILES = {
    "jats": ("jats*/*/article.xml",),
    "text": ("*/*/article.txt", "*/*/references.txt", "docx_real/*/manuscript.txt"),
    "docx": ("docx*/*/*.docx",),
    "pdf": ("pdf*/*/article.pdf",),
    "markdown": ("markdown*/*/*.md", "markdown*/*/*.Rmd"),
    "latex": ("latex*/*/*.tex",),
    "bibtex": ("bib/*/*.bib",),
    "ris": ("ris/*/*.ris",),
}
PARTS = ("appendices.tex",)  # is taken in by another file
FIELDS = ("title", "container-title", "volume", "page", "year", "author", "DOI")


@dataclass
class Score:
    """What was read of some documents, beside what is in them."""

    documents: int = 0
    truths: int = 0
    read: int = 0
    found: int = 0
    merged: int = 0
    split: int = 0
    invented: int = 0
    seconds: float = 0.0
    fields: Counter[str] = field(default_factory=Counter)  # stated
    right: Counter[str] = field(default_factory=Counter)

    def add(self, other: Score) -> None:
        """Count another document in."""
        for name in ("documents", "truths", "read", "found", "merged", "split", "invented", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.fields += other.fields
        self.right += other.right


def grams(*texts: str) -> frozenset[str]:
    """Every run of so many letters and digits in each of the texts: blind to blanks, hyphens and stops."""
    found = [letters(text) for text in texts]
    return frozenset(whole[i : i + SIZE] for whole in found for i in range(max(1, len(whole) - SIZE + 1)))


def wanted(truth: dict[str, object]) -> tuple[str, ...]:
    """What must be found of a reference."""
    said = truth.get("fields")
    fields: dict[str, object] = said if isinstance(said, dict) else {}
    if "string" in truth and (truth.get("rendering", "printed") == "printed" or not fields.get("title")):
        return (str(truth["string"]),)
    if "author" in fields and isinstance(fields["author"], str):  # of a bibliography file
        return (str(fields.get("title", "")),)
    people = fields.get("author")
    first = people[0] if isinstance(people, list) and people and isinstance(people[0], dict) else {}
    return str(first.get("family", "")), str(fields.get("title", ""))


def shares(truths: Sequence[frozenset[str]], reads: Sequence[frozenset[str]]) -> Iterator[tuple[float, int, int]]:
    """How much of each truth stands in each that was read, the most first."""
    holders: dict[str, list[int]] = {}
    for j, read in enumerate(reads):
        for gram in read:
            holders.setdefault(gram, []).append(j)
    found = []
    for i, truth in enumerate(truths):
        counts = Counter(j for gram in truth for j in holders.get(gram, ()))
        found += [(n / max(1, len(truth)), i, j) for j, n in counts.items()]
    yield from sorted(found, key=lambda s: (-s[0], abs(s[1] - s[2])))


def compare(truths: Sequence[dict[str, object]], references: Sequence[Reference], *, show: bool) -> Score:
    """The references that were read beside those that are there."""
    wants, reads = [grams(*wanted(t)) for t in truths], [grams(r.raw) for r in references]
    pairs = dict(keyed(truths, references))
    taken = set(pairs.values())
    held: dict[int, float] = {}  # the most of a truth that stands anywhere
    for share, i, j in shares(wants, reads):
        held.setdefault(i, share)
        if share >= WHOLE and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    score = Score(documents=1, truths=len(truths), read=len(references))
    printed = [grams(*([str(t["string"])] if t.get("string") else wanted(t))) for t in truths]
    for i in range(len(truths)):
        if i in pairs:
            score.found += 1
        elif held.get(i, 0) >= OTHER:
            score.merged += 1
        if show and i not in pairs:
            print(f"  not found ({held.get(i, 0):.2f}): {' '.join(wanted(truths[i]))[:150]}")
    known = frozenset().union(*printed) if printed else frozenset()
    for j in sorted(set(range(len(references))) - taken):
        part = len(reads[j] & known) / max(1, len(reads[j]))
        score.split += part >= PART
        score.invented += part < PART
        if show:
            print(f"  {'split' if part >= PART else 'invented'} ({part:.2f}): {references[j].raw[:150]!r}")
    for i, j in pairs.items():
        count_fields(score, truths[i], references[j])
    return score


def keyed(truths: Sequence[dict[str, object]], references: Sequence[Reference]) -> Iterator[tuple[int, int]]:
    """What has the key of a truth, and its title, however it is printed elsewhere."""
    known = {reference.label: j for j, reference in enumerate(references) if reference.keyed}
    for i, truth in enumerate(truths):
        said, j = truth.get("fields"), known.get(str(truth.get("key", "")))
        title = letters(str(said.get("title", ""))) if isinstance(said, dict) else ""
        if j is not None and title and title in letters(references[j].raw):
            yield i, j


def count_fields(score: Score, truth: dict[str, object], reference: Reference) -> None:
    """Which of the fields that are known were read as they are."""
    said = truth.get("fields")
    if not isinstance(said, dict) or not said:
        return
    read, known = flat(cited_item(reference)), flat(said)
    for name in FIELDS:
        if known.get(name):
            score.fields[name] += 1
            score.right[name] += known[name] == read.get(name)


def flat(item: dict[str, object]) -> dict[str, str]:
    """Fields in a form in which they are equal where they mean the same."""
    work = csl.work(item) if not isinstance(item.get("author"), str) else csl.work({**item, "author": []})
    issued = str(item.get("year") or (work.years[0] if work.years else ""))
    first, last = page_range(work.page or str(item.get("pages") or item.get("page") or ""))
    container = work.container_title or str(item.get("journal") or item.get("source") or "")
    return {
        "title": letters(work.title),
        "container-title": letters(container),
        "volume": letters(work.volume),
        "page": f"{first}-{last}" if last else first,
        "year": issued[:4],
        "author": letters(work.author[0].known_as) if work.author else "",
        "DOI": work.DOI or bare_doi(str(item.get("doi") or "")),
    }


def scored(path: Path, *, show: bool) -> Score:
    """One document, with the files beside it that it calls for."""
    truths = json.loads((path.parent / "truth.json").read_text(encoding="utf-8"))["references"]
    begun = time.perf_counter()
    try:
        documents = api.joined((api.read(str(path)),))
    except UnreadableDocument as error:
        print(f"  {error}")
        documents = ()
    spent = time.perf_counter() - begun
    score = compare(truths, [r for d in documents for r in d.references], show=show)
    score.seconds = spent
    return score


def row(name: str, score: Score) -> str:
    """A line of the table."""
    every = max(1, score.truths)
    return (
        f"{name:44} {score.truths:5} {score.read:5} {score.found / every:7.1%} {score.merged:6} {score.split:5}"
        f" {score.invented:8} {score.invented / every:6.1%} {score.seconds:7.1f}"
    )


def main() -> None:
    """Print a table: each document, and each format as a whole."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--kind", action="append", choices=sorted(FILES))
    parser.add_argument("--show", action="store_true", help="print what was not found, split or invented")
    said = parser.parse_args()
    print(f"{'':44} there  read   found merged split invented          sec")
    for kind in said.kind or FILES:
        whole = Score()
        for path in sorted({p for pattern in FILES[kind] for p in (said.data / "docs").glob(pattern)}):
            if path.name in PARTS or ".nodoi." in path.name:
                continue
            score = scored(path, show=said.show)
            print(row(f"{path.parent.name}/{path.name}"[:44], score))
            whole.add(score)
        print(row(f"{kind}: {whole.documents} documents", whole))
        stated = (f"{name} {whole.right[name] / n:.1%}" for name, n in whole.fields.items())
        print(f"  fields: {', '.join(stated)}\n")


if __name__ == "__main__":
    main()
