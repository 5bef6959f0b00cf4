"""Label printed references by the records of the works they cite: real typography, no annotator.

A reference is taken only where the record explains all of it: title, year, volume and first page as recorded, what
stands before is the authors, what stands between title and numbers is a form of the container's name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from refcheck.parsing.identifiers import identifiers
from refcheck.parsing.tokens import Tokens, tokens
from refcheck.parsing.train.corpora import Example, Labelled, Row, rows

# file, the key of the printed reference, of its DOI, of the list it is from
PRINTED = (
    ("refstrings_jats", "string", "DOI", "doc"),
    ("glutton", "reference", "doi", ""),
    ("refstrings_phylesystem", "string", "DOI", ""),
    ("refstrings_crossref", "string", "DOI", ""),
    ("crossref_styles", "reference", "doi_true", ""),
)
RECORDS = ("records.jsonl.gz", "matching/styles_records.jsonl.gz", "matching/glutton_records.jsonl.gz")
SHORTEST_TITLE = 12  # letters; a shorter one is found where it is not meant
ALIKE = 90.0  # percent that a title may differ by slips
MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())
UNLABELLED = frozenset(
    "doi pmid pmcid pmc vol volume no nr issue pp p page pages in and available from pubmed crossref google scholar id article epub"
    " ahead of print ed the suppl supplement s https http org www n january february march april june july august september sept october"
    " november december".split()
) | MONTHS  # fmt: skip
DASHES = frozenset("-–—‐−‑")


def examples(data: Path) -> Iterator[Example]:
    """The references in DATA/matching that a record explains."""
    known = {str(r["DOI"]).lower(): r for name in reversed(RECORDS) for r in rows(data / name)}
    for name, text, doi, group in PRINTED:
        for n, row in enumerate(rows(data / "matching" / f"{name}.jsonl.gz")):
            record = known.get(str(row[doi] or "").lower())
            if record and row[text] and (spans := explain(" ".join(str(row[text]).split()), record)):
                yield Example(" ".join(str(row[text]).split()), spans, f"{name}-{row[group] if group else n // 20}")


@dataclass(slots=True)
class _Reading:
    """A reference being explained: its tokens, and what each was found to be."""

    cut: Tokens
    labels: list[str]

    def free(self, start: int = 0, end: int | None = None) -> Iterator[int]:
        """The tokens of a stretch that nothing explains yet."""
        return (i for i in range(start, len(self.labels) if end is None else end) if not self.labels[i])

    def take(self, start: int, end: int, label: str) -> None:
        self.labels[start:end] = [label] * (end - start)


def explain(text: str, record: Row) -> tuple[Labelled, ...]:
    """The fields of a printed reference as its record explains them, or none where anything is left over."""
    cut = tokens(text, tuple(identifiers(text)))
    if not 8 <= len(cut) <= 250:
        return ()
    reading = _Reading(cut, ["" for _ in cut.texts])
    for i, atom in enumerate(cut.atoms):
        if atom:
            reading.labels[i] = {"arxiv": "number"}.get(atom, atom)
    if not all(step(reading, text, record) for step in (_title, _numbers, _container, _authors, _rest)):
        return ()
    return tuple(_runs(reading))


def _runs(reading: _Reading) -> Iterator[Labelled]:
    start = 0
    for i in range(1, len(reading.labels) + 1):
        if i == len(reading.labels) or reading.labels[i] != reading.labels[start]:
            if reading.labels[start]:
                yield Labelled(reading.cut.starts[start], reading.cut.ends[i - 1], reading.labels[start])
            start = i


def letters(text: str) -> tuple[str, list[int]]:
    """The folded letters and digits of a text, and where each of them stands."""
    found = [
        (d, i)
        for i, c in enumerate(text)
        for d in unicodedata.normalize("NFKD", c.lower())
        if d.isalnum() and not unicodedata.combining(d)
    ]
    return "".join(d for d, _ in found), [i for _, i in found]


def _title(reading: _Reading, text: str, record: Row) -> bool:
    """Find the title; a reference may do without one, but where it begins and ends must be a sentence's or a quote's."""
    wanted, _ = letters(re.sub(r"<[^>]+>", "", str(record.get("title") or "")))
    printed, at = letters(text)
    if not SHORTEST_TITLE <= len(wanted) <= len(printed):
        return True
    start = printed.find(wanted)
    end = start + len(wanted)
    if start < 0:
        near = fuzz.partial_ratio_alignment(wanted, printed, score_cutoff=ALIKE)
        if not near:
            return True
        start, end = near.dest_start, near.dest_end
    a, b = at[start], at[min(end, len(at)) - 1] + 1
    on = [i for i in range(len(reading.cut)) if reading.cut.ends[i] > a and reading.cut.starts[i] < b]
    before = reading.cut.texts[on[0] - 1] if on[0] else "."
    last, after = reading.cut.texts[on[-1]], "".join(reading.cut.texts[on[-1] + 1 : on[-1] + 2])
    reading.take(on[0], on[-1] + 1, "title")
    return (before in ".,:;)\"“‘'”’«„]?" or before.isdigit()) and (after in ".,?!;\"”’'»([" or last in ".?!")


def _numbers(reading: _Reading, text: str, record: Row) -> bool:
    """Find year, volume, issue and pages as recorded, in that order behind the title."""
    texts = reading.cut.texts
    after = max((i for i, label in enumerate(reading.labels) if label == "title"), default=-1)
    wanted = str(record.get("issued") or record.get("year") or "")
    years = [i for i in reading.free() if re.fullmatch(r"(?:1[89]|20)\d\d", texts[i])]
    year = next((i for i in years if texts[i] == wanted), years[0] if len(years) == 1 else -1)
    page = _page(reading, str(record.get("page") or ""), after, year)
    volume = str(record.get("volume") or "")
    places = [i for i in reading.free(after + 1, page if page >= 0 else None) if texts[i] == volume and i != year]
    if year < 0 or page == _MISSING or (volume and not places) or (page < 0 and not places):
        return False
    reading.labels[year] = "date"
    if places:
        reading.labels[places[-1]] = "volume"
        _issue(reading, places[-1])
    return True


_NOT_RECORDED, _MISSING = -1, -2


def _page(reading: _Reading, recorded: str, after: int, year: int) -> int:
    """Where the first page stands; its label and the last page's are set."""
    first = re.match(r"[A-Za-z]?\d+", recorded)
    if not first:
        return _NOT_RECORDED
    texts = reading.cut.texts
    for at in reversed([i for i in reading.free(after + 1) if i != year]):
        size = 1 if texts[at] == first[0] else 2 if "".join(texts[at : at + 2]) == first[0] else 0
        if size:
            reading.take(at, at + size, "page")
            rest = texts[at + size : at + size + 3]
            if len(rest) > 1 and rest[0] in DASHES and rest[1].isdigit():
                reading.take(at + size, at + size + 2, "page")
            elif len(rest) > 2 and rest[0] in DASHES and rest[2].isdigit():
                reading.take(at + size, at + size + 3, "page")
            return at
    return _MISSING


def _issue(reading: _Reading, volume: int) -> None:
    """An issue in brackets behind the volume."""
    texts = reading.cut.texts
    at = volume + 1 + (texts[volume + 1 : volume + 2] == (",",))
    closing = next((i for i in range(at, min(at + 8, len(texts))) if texts[i] in ")]"), -1)
    inside = range(at + 1, closing)
    if at < len(texts) and texts[at] in "([" and any(texts[i].isdigit() for i in inside):
        for i in inside:
            if not reading.labels[i] and texts[i].lower() not in ("no", "nr", "issue", "."):
                reading.labels[i] = "issue"


def _container(reading: _Reading, text: str, record: Row) -> bool:
    """Between title and numbers stands a form of the container's name, and nothing else."""
    named = str(record.get("container-title") or record.get("container") or "")
    labels, texts = reading.labels, reading.cut.texts
    after = max((i for i, label in enumerate(labels) if label == "title"), default=-1)
    start = after + 1
    end = next((i for i in range(start, len(labels)) if labels[i] in ("date", "volume", "page") and i > 3), len(labels))
    if after < 0:  # without a title, only the name in full can be told from the authors
        start = next((i for i in range(end) if letters("".join(texts[i:end]))[0] == letters(named)[0]), end)
    while start < end and (not texts[start][0].isalnum() or texts[start].lower() == "in"):
        start += 1
    while end > start and not texts[end - 1][0].isalnum() and texts[end - 1] not in ").":
        end -= 1
    if not 0 < end - start <= 30 or any(labels[start:end]) or not short_for(texts[start:end], named):
        return False
    reading.take(start, end, "journal")
    return True


def short_for(printed: Sequence[str], named: str) -> bool:
    """Whether most of the printed words begin words of the name, in its order."""
    words = [letters(w)[0] for w in printed if w[0].isalpha()]
    full = [letters(w)[0] for w in re.findall(r"[^\W\d_]+", named)]
    at = met = 0
    for word in words:
        found = next((i for i in range(at, len(full)) if full[i].startswith(word[:2]) and word[:1]), -1)
        if found >= 0:
            at, met = found + 1, met + 1
    return bool(words) and met >= 0.6 * len(words) and (met >= 2 or len(words) == 1)


def _authors(reading: _Reading, text: str, record: Row) -> bool:
    """What stands before title, year and container is the authors, and the first of them is the recorded one."""
    texts, labels = reading.cut.texts, reading.labels
    start = 0
    if len(texts) > 3 and texts[0] in "[(" and texts[1].isdigit() and texts[2] in "])":
        start, labels[1] = 3, "citation-number"
    elif texts[0].isdigit():
        start, labels[0] = 1 + (texts[1] in ".)"), "citation-number"
    end = next((i for i in range(start, len(labels)) if labels[i]), len(labels))
    while start < end and not texts[start][0].isalnum():
        start += 1
    while end > start and not (texts[end - 1][0].isalnum() or texts[end - 1] == "."):
        end -= 1
    people = record.get("author")
    first = people[0] if isinstance(people, list) and people and isinstance(people[0], Mapping) else {}
    family = letters(str(first.get("family") or first.get("name") or ""))[0]
    wordy = sum(t.islower() and len(t) > 3 for t in texts[start:end])
    if not family or wordy > 2 or family not in letters("".join(texts[start : min(start + 9, end)]))[0]:
        return False
    reading.take(start, end, "author")
    return True


def _rest(reading: _Reading, text: str, record: Row) -> bool:
    """What is left is what a style prints round fields; a number that nothing explains means that something is wrong."""
    texts, labels = reading.cut.texts, reading.labels
    issue = str(record.get("issue") or "")
    for i in reading.free():
        around = {t[:3].lower() for t in texts[max(0, i - 1) : i + 2]}
        if (
            texts[i].isdigit()
            and texts[i] == issue
            and {"volume", "page"} <= set(labels) - {"issue"}
            and "volume" in labels[:i]
        ):
            labels[i] = "issue"
        elif texts[i].isdigit() and {"pmi", "pmc"} & {t[:3].lower() for t in texts[max(0, i - 2) : i]}:
            labels[i] = "number"
        elif texts[i].isdigit() and not around & MONTHS:
            return False
    left = [texts[i].lower() for i in reading.free() if texts[i][0].isalpha()]
    return sum(word not in UNLABELLED for word in left) <= 1 and len(left) <= 6
