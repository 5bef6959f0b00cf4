"""What is learnt from: references whose work is known, as strings and in fields."""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from refcheck.model import Reference
from refcheck.parsing import references_by_line
from refcheck.parsing.structured import references_in_fields

Row = Mapping[str, object]
SEED = 1  # of what is drawn
A_JOURNAL = 40  # references that one journal printed
MOST = 3_000  # references of a set
WORKS = 1_000  # that are taken in all their styles
FIELDS = {
    "author": "author",
    "article-title": "title",
    "journal-title": "container-title",
    "volume": "volume",
    "issue": "issue",
    "first-page": "page",
    "year": "issued",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A reference with the DOI of its work; `group` is what must not be parted when some are held back."""

    set: str
    group: str
    reference: Reference
    DOI: str


def learnt(data: Path, seed: int) -> frozenset[str]:
    """The DOIs of the works whose references are learnt from: whoever measures must leave them out."""
    dice = random.Random(seed)  # noqa: S311  # nothing secret is drawn
    strings = [doi.lower() for _, found in _strings(data, dice) for text, doi, _ in found if text and doi]
    return frozenset((*strings, *(str(row["DOI"]).lower() for row in _deposited(data, dice))))


def asked(data: Path, seed: int) -> Iterator[Asked]:
    """The references of all sets, by set."""
    dice = random.Random(seed)  # noqa: S311  # nothing secret is drawn
    for name, found in _strings(data, dice):
        lines = [(" ".join(text.split()), doi.lower(), group) for text, doi, group in found if text and doi]
        references = references_by_line("\n".join(text for text, _, _ in lines))
        for reference, (_, doi, group) in zip(references, lines, strict=True):
            yield Asked(name, group or doi, reference, doi)
    chosen = _deposited(data, dice)
    _, in_fields = references_in_fields(map(deposited, chosen))
    for reference, row in zip(in_fields, chosen, strict=True):
        yield Asked("in fields", str(row["DOI"]).lower(), reference, str(row["DOI"]).lower())


def _deposited(data: Path, dice: random.Random) -> list[Row]:
    """References as publishers deposit them, in fields."""
    rows = [r for r in _rows(data, "deposited_refs") if r.get("DOI") and len(FIELDS.keys() & r.keys()) > 2]
    return dice.sample(rows, min(MOST, len(rows)))


def deposited(row: Row) -> Row:
    """The fields that a publisher deposited, as a CSL-JSON item; only the first author is among them."""
    item = {name: row[key] for key, name in FIELDS.items() if row.get(key)}
    if "author" in item:
        item["author"] = [_name(str(item["author"]))]
    title = row.get("volume-title") or row.get("series-title")
    if title and "container-title" not in item:
        item["container-title" if "title" in item else "title"] = title
    return {**item, "et-al": True}


def _name(text: str) -> Row:
    """A name of which the family name is given, with initials before or behind it or not."""
    family = max(text.replace(",", " ").split(), key=lambda w: (len(w.strip(".")) > 2, w.istitle()), default=text)
    return {"family": family, "given": " ".join(w for w in text.replace(",", " ").split() if w != family)}


def _strings(data: Path, dice: random.Random) -> Iterator[tuple[str, Sequence[tuple[str, str, str]]]]:
    """The printed references of each set: text, DOI and group."""
    journals: defaultdict[str, list[Row]] = defaultdict(list)
    for row in _rows(data, "refstrings_jats"):
        if row["independent_in_records"]:
            journals[str(row["journal_citing"])].append(row)
    chosen = [r for group in journals.values() for r in dice.sample(group, min(A_JOURNAL, len(group)))]
    yield "in journals", [(str(r["string"]), str(r["DOI"]), str(r["journal_citing"])) for r in chosen]
    yield "glutton", _some(((r["reference"], r["doi"]) for r in _rows(data, "glutton")), dice)
    for name in ("phylesystem", "crossref"):
        yield name, _some(((r["string"], r["DOI"]) for r in _rows(data, f"refstrings_{name}")), dice)
    styles: defaultdict[str, list[Row]] = defaultdict(list)
    for row in _rows(data, "crossref_styles"):
        styles[str(row["style"])].append(row)
    works = set(dice.sample(sorted({str(r["doi_true"]) for rows in styles.values() for r in rows}), WORKS))
    for style, rows in styles.items():
        yield style, [(str(r["reference"]), str(r["doi_true"]), "") for r in rows if r["doi_true"] in works]


def _some(found: Iterable[tuple[object, object]], dice: random.Random) -> list[tuple[str, str, str]]:
    told = [(str(text), str(doi), "") for text, doi in found if text and doi]
    return dice.sample(told, min(MOST, len(told)))


def _rows(data: Path, name: str) -> Iterator[Row]:
    with gzip.open(data / "matching" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
