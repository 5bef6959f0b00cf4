"""The labelled references: AnyStyle's and GROBID's annotations as spans of the tagger's labels."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from refcheck.parsing.identifiers import identifiers
from refcheck.parsing.tags import OTHER
from refcheck.parsing.tokens import Tokens, tokens

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A stretch of a text with its label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Example:
    """A reference with the spans of its fields; `group` names where it is from, references of one list share it."""

    text: str
    spans: tuple[Labelled, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Corpora:
    """Examples to learn from, and examples held back by article to measure on."""

    train: tuple[Example, ...]
    held: tuple[Example, ...]


ANYSTYLE = {
    "container-title": "booktitle",
    "collection-title": "series",
    "pages": "page",
    "location": "place",
    "isbn": "number",
    **dict.fromkeys(("director", "producer", "medium", "source"), "note"),
}
GROBID = {
    "title:a": "title",
    "title:j": "journal",
    "title:s": "series",
    "bibliscope:page": "page",
    "pubplace": "place",
    "publishe": "publisher",
    "orgname": "institution",
    "orgname:collaboration": "collaboration",
    "ptr:web": "url",
    "notes": "note",
    "note:report": "genre",
    "idno:doi": "doi",
    **{f"biblscope:{scope}": scope for scope in ("volume", "issue", "page")},
    "biblscope:pages": "page",
}
_KEPT = frozenset(
    {"author", "editor", "translator", "title", "journal", "date", "volume", "issue", "page"}
) | frozenset(
    {"publisher", "place", "edition", "genre", "note", "url", "doi", "citation-number", "institution", "number"}
)
EVERY = 8  # of articles, one is held back


def key(text: str) -> str:
    """What two printings of one reference have in common: its letters and digits without the number in front."""
    return re.sub(r"^\d+", "", re.sub(r"[\W_]+", "", text.lower()))


def rows(path: Path) -> Iterator[Row]:
    """The JSON lines of a compressed file; none where it is not there."""
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines)


def load(data: Path) -> Corpora:
    """The labelled sets in DATA/parsing, without anything that a test set there holds, an eighth held back.

    GROBID's references are held back by article where the article is known, else by the reference.
    """
    folder = data / "parsing"
    tests = test_keys(data)
    held: list[Example] = []
    train: list[Example] = []
    for row in rows(folder / "train_grobid.jsonl.gz"):
        article = str(row["source"]) if "article" in str(row["group"]) or row["group"] == "header-reference" else ""
        example = Example(str(row["text"]), tuple(_grobid(row)), article or str(row["group"]))
        (held if _held(article or key(example.text)) else train).append(example)
    for name in ("core", "good", "gold"):
        for n, row in enumerate(rows(folder / f"train_anystyle_{name}.jsonl.gz")):
            example = Example(str(row["text"]), tuple(_anystyle(row)), f"{name}-{n // 20}")
            (held if _held(example.group) else train).append(example)
    learnt = {key(example.text) for example in train}
    kept = {key(example.text) for example in held} - learnt
    return Corpora(
        tuple(e for e in train if key(e.text) not in tests),
        tuple(e for e in held if key(e.text) in kept and key(e.text) not in tests),
    )


def test_keys(data: Path) -> frozenset[str]:
    """The keys of all references that are for testing only: none of them may be learnt from."""
    files = sorted((data / "parsing").glob("test_*.jsonl.gz"))
    return frozenset(key(str(row["text"])) for path in files for row in rows(path))


def _held(name: str) -> bool:
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % EVERY == 3


def _fields(row: Row) -> Iterator[tuple[str, int, int]]:
    fields = row["fields"]
    for field in fields if isinstance(fields, list) else ():
        yield str(field["label"]), int(field["start"]), int(field["end"])


def _grobid(row: Row) -> Iterator[Labelled]:
    """Spans of GROBID's labels: a monograph's title is the title where no article's is given, else the container's."""
    fields = [(label.lower(), start, end) for label, start, end in _fields(row)]
    article = any(label == "title:a" for label, _, _ in fields)
    for label, start, end in fields:
        if label == "title:m":
            yield Labelled(start, end, "booktitle" if article else "title")
        elif label.startswith("idno") and label not in GROBID:
            yield Labelled(start, end, "number")
        elif (known := GROBID.get(label, label)) in _KEPT or known in GROBID.values():
            yield Labelled(start, end, known)


def _anystyle(row: Row) -> Iterator[Labelled]:
    """Spans of AnyStyle's labels, which hold the punctuation and words round a field too."""
    text = str(row["text"])
    for label, start, end in _fields(row):
        if label == "volume":
            yield from _volume(text, start, end)
        elif span := _bare(text, start, end, label):
            yield Labelled(*span, ANYSTYLE.get(label, label))


_BEFORE = {
    "editor": re.compile(r"[\s\W_]*(?:\b(?:in|dans|edited|eds?|editors?|hrsg|hg|by|von)\b[\s:.,)\]]*)*", re.IGNORECASE),
    "journal": re.compile(r"[\s\W_]*(?:(?:in|dans)\b[\s:.,]*(?=\S))?", re.IGNORECASE),
    "title": re.compile(r"[\s,;:.\"“”„«‘'(\[]*"),
    "pages": re.compile(r"[\s\W_]*(?:(?:pp?|pages?|S|ss)\b[\s.:]*)?", re.IGNORECASE),
}
_BEFORE["container-title"] = _BEFORE["journal"]
_BEFORE_ANY = re.compile(r"[\s\W_]*")
_AFTER = {
    "editor": re.compile(
        r"(?:[\s,;(\[]*\b(?:eds?|editors?|hrsg|hg|dir|coord|éds?)\b[\s.,:)\]]*)+$|[\s,;:(\[\"“]+$", re.I
    )
}
_AFTER_NAMES = re.compile(r"[\s,;:(\[\"“]+$")  # a full stop may belong to an initial or an abbreviation
_AFTER_ANY = re.compile(r"[\s,;:.\-–—/(\[{«“\"'‘„»”’)\]}]+$")
_STOPPED = frozenset({"author", "translator", "title", "journal", "container-title"})


def _bare(text: str, start: int, end: int, label: str) -> tuple[int, int] | None:
    """The field without what the style prints round it."""
    lead = _BEFORE.get(label, _BEFORE_ANY).match(text, start, end)
    start = lead.end() if lead else start
    tail = _AFTER.get(label, _AFTER_NAMES if label in _STOPPED else _AFTER_ANY)
    rest = tail.search(text[start:end])
    end = start + rest.start() if rest else end
    return (start, end) if start < end else None


_YEAR_BEFORE = re.compile(r"\W*((?:1[4-9]|20)\d\d[a-z]?)\s*;\s*(?=\w)")
_V = r"(?P<volume>[A-Z]?\d+[A-Za-z]?|(?-i:[IVXLCDM]+))"
_VOL = r"\W*(?:vol(?:ume)?s?|v|bd|band|tome?|t|jg)?[\s.]*"
_NO = r"(?:nos?|nr|n°|nº|issue|iss|fasc|heft|h)"
# what AnyStyle calls a volume, the same way as the canonical form of the evaluation takes it apart
_VOLUMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_VOL}{_V}\s*[(\[]\s*(?:{_NO}\b[\s.]*)?(?P<issue>[^)\]]+?)\s*[)\]]\W*(?:pp?\.?)?\s*(?P<page>\d+\s*\W\s*\d+)?",
        rf"{_VOL}(?:{_V}(?:\.?\s*J(?:ahrgan)?g\.?)?[\W_]+)?{_NO}\b\.?\s*(?P<issue>.+)$",
        rf"\W*{_V}\s*:\s*(?P<page>\d+(?:\W\d+)?)",
        rf"\W*{_V}\s*[./]\s*(?P<issue>\d+)",
        r"\W*(?:vol(?:ume)?s?|v|bd|band|tome?|t|jg)\b[\s.]*(?P<volume>.+)$",
        r"(?P<volume>.*)$",
    )
)


def _volume(text: str, start: int, end: int) -> Iterator[Labelled]:
    """Volume, issue and pages within one of AnyStyle's volumes, and the year that stands before them without a blank."""
    if year := _YEAR_BEFORE.match(text, start, end):
        yield Labelled(year.start(1), year.end(1), "date")
        start = year.end()
    part = re.sub(r"[\s,;:]+(?:pp?|pages?|no|S)\.?\s*$", "", text[start:end].rstrip(), flags=re.IGNORECASE)
    start += len(part) - len(part.lstrip())
    found = next(m for pattern in _VOLUMES if (m := pattern.match(part.lstrip())))  # the last matches anything
    for label, value in found.groupdict().items():
        if value and (span := _bare(text, start + found.start(label), start + found.end(label), "volume")):
            yield Labelled(*span, label)


def tagged(example: Example) -> tuple[Tokens, list[str]]:
    """The tokens of an example and the label of each."""
    cut = tokens(example.text, tuple(identifiers(example.text)))
    labels = [OTHER] * len(cut)
    at = 0
    for span in sorted(example.spans, key=lambda s: (s.start, s.end)):
        while at < len(cut) and cut.ends[at] <= span.start:
            at += 1
        for i in range(at, len(cut)):
            if cut.starts[i] >= span.end:
                break
            within = cut.starts[i] >= span.start and cut.ends[i] <= span.end
            if within or cut.atoms[i] or cut.ends[i] - cut.starts[i] > 3:
                labels[i] = span.label
    return cut, _with_atoms(cut, labels)


def _with_atoms(cut: Tokens, labels: list[str]) -> list[str]:
    """An identifier is what it is, whatever the annotators called it, and what announces it is none of it."""
    for i, atom in enumerate(cut.atoms):
        if atom:
            labels[i] = {"arxiv": "number"}.get(atom, atom)
            before = i - 1
            while before >= 0 and labels[before] in ("doi", "url") and not cut.atoms[before]:
                labels[before] = OTHER
                before -= 1
    return labels
