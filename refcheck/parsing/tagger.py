"""Split references into fields: identifiers by their form, everything else as the trained network labels it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from refcheck.model import Field
from refcheck.parsing.identifiers import identifiers
from refcheck.parsing.network import TOGETHER, Labelling, Network, shipped
from refcheck.parsing.people import people
from refcheck.parsing.tags import FIELDS, LABELS, NAMES, OTHER
from refcheck.parsing.tokens import ATOMS, Tokens, tokens

LONGEST = 10_000  # code points; what is longer is no reference, and is kept whole without fields

# a field that is printed once: of several runs the first is it, the others are something else that looks alike
_ONCE = frozenset(FIELDS.values()) | {"title", "volume", "issue", "page", "publisher", "edition", "genre"} - {
    "contributor"
}
_EDGES = " \t\r\n\u00a0,.;:"
_LEADS = {
    "title": re.compile(r"[\s,;:.\"“”„«»‘'’`(\[–—-]+"),
    "volume": re.compile(r"\W*(?:(?:vol(?:ume)?s?|v|bd|band|tome?|t|jg|jahrgang|т|том)\b[\s.]*)?", re.IGNORECASE),
    "issue": re.compile(r"\W*(?:(?:nos?|nr|n°|nº|№|n|issue|iss|heft|h|number)\b[\s.°º]*(?=\w))?", re.IGNORECASE),
    "page": re.compile(r"\W*(?:(?:pp?|pages?|seiten?|s|с|стр)\b(?![-–])[\s.:]*)?", re.IGNORECASE),
    "container-title": re.compile(r"[\s\W_]*"),
}
# each begins where a stretch of such signs begins, so that none is looked at twice
_TAILS = {
    "title": re.compile(r"(?<![\s,;:.\"“”„«»'’`–—-])[\s,;:.\"“”„«»'’`–—-]+$"),
    "page": re.compile(r"(?<!\W)\W+(?:pp?\b\.?\W*)?$"),
    "volume": re.compile(r"(?<!\W)\W+$"),
    "issue": re.compile(r"(?<!\W)\W+$"),
}
_GLUED = re.compile(r"(?<![^\W_])[iIlLoOSBZbgqsz|!]$")
_YEAR_AND = re.compile(r"\W*((?:1[4-9]|20)\d\d[a-z]?|\d{4,5})\s*;\s*(?=\w)")
_COUNTRY = re.compile(r"\s+\(?(?:USA|U\.?\s?S\.?\s?A\.?|UK|U\.?\s?K\.?|[A-Z]{2,3})\)?\.?")
_SHUT = re.compile(r"([^()\[\]]{1,40}[)\]])[\s.,;:]*")
_ANNOUNCING = frozenset({"orcid", "orcid id", "isbn", "issn", "pmid", "pmcid"})  # identifiers, which follow
_AMONG_NAMES = frozenset({"collaboration", "institution", "note", "citation-number"})
_YEAR = re.compile(r"(?<!\w)(?:1[4-9]|20)\d\d[a-z]?(?!\w)|(?<!\w)[\doOlI]{4,5}[a-z]?(?!\w)")


@dataclass(frozen=True, slots=True)
class Read:
    """A field as the network reads it, and how sure it is of its tokens and their neighbours, and of the reference."""

    field: Field
    sure: float
    least: float


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring tokens of one label, and how sure the least sure of them and of their neighbours is."""

    label: str
    start: int
    end: int
    sure: float


def split(raw: str, start: int = 0) -> tuple[Field, ...]:
    """The fields printed in a reference, in order, none overlapping another; `start` is where its label ends."""
    return split_all([(raw, start)])[0]


def split_all(references: Sequence[tuple[str, int]]) -> list[tuple[Field, ...]]:
    """The fields of each reference of a list: its text, and where its label ends."""
    network = shipped()
    return [tuple(_sure(network, found)) for found in read(network, references)]


def _sure(network: Network, found: Sequence[Read]) -> Iterator[Field]:
    """The fields with their confidence."""
    told = network.confidences([(one.field.name, one.sure) for one in found], found[0].least if found else 1.0)
    for one, confidence in zip(found, told, strict=True):
        yield Field(one.field.name, one.field.text, one.field.start, one.field.end, confidence)


def read(network: Network, references: Sequence[tuple[str, int]]) -> Iterator[tuple[Read, ...]]:
    """What the network reads in each reference, identifiers included."""
    for at in range(0, len(references), TOGETHER):
        chosen = [(raw if len(raw) <= LONGEST else "", start) for raw, start in references[at : at + TOGETHER]]
        known = [tuple(identifiers(raw)) for raw, _ in chosen]
        cut = [tokens(raw, found, start) for (raw, start), found in zip(chosen, known, strict=True)]
        for (raw, _), found, c, labelling in zip(chosen, known, cut, network.label(cut), strict=True):
            yield _fields(raw, found, c, labelling)


def _fields(raw: str, known: tuple[Field, ...], cut: Tokens, labelling: Labelling) -> tuple[Read, ...]:
    """Identifiers first, longer where the network says that they go on; then what the network labels."""
    whole = _with_country(raw, _with_glyph(raw, _closed(raw, tuple(_runs(cut, labelling)))))
    runs = list(_one_list_of_names(whole))
    least = min(labelling.sure, default=1.0)
    by_form = [
        _whole(field, runs, raw, min((k.start for k in known if k.start > field.start), default=len(raw)))
        for field in known
    ]
    kept = [Read(field, 1.0, least) for field in by_form]
    kept += (Read(field, sure, least) for field, sure in _once(_printed(raw, _clear(raw, runs, by_form))))
    return tuple(sorted(kept, key=lambda r: r.field.start))


def _runs(cut: Tokens, labelling: Labelling) -> Iterator[_Run]:
    labels, sure = labelling.labels, labelling.sure
    start = 0
    for i in range(1, len(labels) + 1):
        if i == len(labels) or labels[i] != labels[start]:
            if (label := LABELS[labels[start]]) != OTHER:
                least = min(sure[max(0, start - 1) : i + 1])
                yield _Run(label, cut.starts[start], cut.ends[i - 1], least)
            start = i


def _closed(raw: str, runs: Sequence[_Run]) -> list[_Run]:
    """The runs, what a bracket holds on one side of a border: "… hematopoiesis (EMH). Rita Agarwala"."""
    found: list[_Run] = []
    for run in runs:
        before = found[-1] if found else None
        shut = _SHUT.match(raw, run.start, run.end)
        if before and shut and raw[before.end : run.start].strip() in ("(", "["):
            found[-1] = replace(before, end=shut.end(1))
            run = replace(run, start=shut.end())
        if run.start < run.end:
            found.append(run)
    return found


def _with_glyph(raw: str, runs: Sequence[_Run]) -> list[_Run]:
    """The runs, a letter that was printed for the first digit of the volume with it: "J Test Stud S7, 12"."""
    found: list[_Run] = []
    for run in runs:
        glued = (
            run.label == "volume" and raw[run.start].isdigit() and _GLUED.search(raw[max(0, run.start - 2) : run.start])
        )
        if glued and found and found[-1].end >= run.start - 1:
            found[-1] = replace(found[-1], end=min(found[-1].end, run.start - 1))
        found.append(replace(run, start=run.start - 1) if glued else run)
    return [run for run in found if run.start < run.end]


def _with_country(raw: str, runs: Sequence[_Run]) -> Iterator[_Run]:
    """The runs, a country that belongs to the name of a journal with it: "Proc Natl Acad Sci USA 99, 12"."""
    taken = -1
    for i, run in enumerate(runs):
        behind = runs[i + 1] if i + 1 < len(runs) else run
        if run.label == "journal" and behind.label == "place" and _COUNTRY.fullmatch(raw[run.end : behind.end]):
            yield replace(run, end=behind.end)
            taken = i + 1
        elif i != taken:
            yield run


def _one_list_of_names(runs: Iterable[_Run]) -> Iterator[_Run]:
    """The runs without what looks like authors behind another field: names stand together."""
    begun = ended = False
    for run in runs:
        if run.label == "author":
            if ended:
                continue
            begun = True
        elif begun and run.label not in _AMONG_NAMES:
            ended = True
        yield run


def _whole(field: Field, runs: Sequence[_Run], raw: str, most: int) -> Field:
    """An identifier with the rest of it behind a blank, where the network sees that it goes on; `most` ends it."""
    for run in runs:
        if run.label == ATOMS.get(field.name) and run.start <= field.start < field.end < run.end:
            end = run.start + len(raw[run.start : min(run.end, most)].rstrip(_EDGES))
            rest = raw[field.end : end]
            # some print the last part of a DOI once more behind it
            if re.fullmatch(r"\s+[\w.()/-]*\d[\w.()/-]*", rest) and rest.strip() not in field.text:
                return replace(field, text=raw[field.start : end], end=end)
    return field


def _clear(raw: str, runs: Sequence[_Run], taken: Sequence[Field]) -> Iterator[_Run]:
    """The runs up to where an identifier begins, or from where it ends; "[in German]" is left out brackets and all."""
    ends = [
        (max(raw.rfind("[", 0, f.start), raw.rfind("(", 0, f.start)), f.end + 1) for f in taken if f.name == "language"
    ]
    ends += [(f.start, f.end) for f in taken if f.name != "language"]
    if not ends:
        yield from runs
        return
    for run in runs:
        start, end = run.start, run.end
        for first, last in ends:
            if first <= start < last:
                start = min(last, end)
            elif start < first < end:
                end = first
        if start < end:
            yield replace(run, start=start, end=end)


def _printed(raw: str, runs: Iterable[_Run]) -> Iterator[tuple[Field, float]]:
    for run in runs:
        name = FIELDS.get(run.label, run.label)
        if run.label in NAMES:
            for a, b in people(raw[run.start : run.end]):
                start, end = run.start + a, run.start + b
                yield Field(name, raw[start:end], start, end), run.sure
        else:
            # "2010;12(3)": the network may take both for the volume
            if name == "volume" and (year := _YEAR_AND.match(raw, run.start, run.end)):
                yield Field("issued", year[1], *year.span(1)), run.sure
                run = replace(run, start=year.end())
            start, end = _bare(raw, name, run.start, run.end)
            text = raw[start:end]
            # "PMID" is no number, and "ORCID" no place
            if text and text.casefold() not in _ANNOUNCING and (name != "number" or re.search(r"\d", text)):
                yield Field(name, text, start, end), run.sure


def _bare(raw: str, name: str, start: int, end: int) -> tuple[int, int]:
    """The field without what its style prints round it."""
    if name == "issued" and (year := _YEAR.search(raw, start, end)):
        # with the letter behind it, wherever the network ends the date
        return (_YEAR.match(raw, year.start()) or year).span()
    if lead := _LEADS.get(name):
        found = lead.match(raw, start, end)
        start = found.end() if found and found.end() < end else start
    tail = _TAILS.get(name)
    part = raw[start:end]
    cut = tail.search(part) if tail else None
    part = part[: cut.start()] if cut else part.rstrip(_EDGES)
    start += len(part) - len(part.lstrip(_EDGES))
    end = start + len(part.strip(_EDGES))
    opened = [b for b, c in ("()", "[]") if raw.count(b, start, end) > raw.count(c, start, end)]
    return start, end + (raw[end : end + 1] in (")", "]") and bool(opened))


def _once(fields: Iterable[tuple[Field, float]]) -> Iterator[tuple[Field, float]]:
    seen: set[str] = set()
    for field, sure in fields:
        # a volume without a digit, roman or arabic, is the word "vol." of some language
        empty = field.name == "volume" and not re.search(r"\d|[IVXLCDM]", field.text, re.IGNORECASE)
        if not empty and (field.name not in _ONCE or field.name not in seen):
            seen.add(field.name)
            yield field, sure
