"""Split one reference into fields by rules; the only thing the rest knows of it is `split`."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from refcheck.model import Field
from refcheck.parsing.identifiers import identifiers, outside
from refcheck.parsing.names import Authors, authors, groups
from refcheck.text import CAPITAL, DASHES

LONGEST = 10_000  # code points; what is longer is no reference, and is kept whole without fields

_D = f"[{re.escape(DASHES)}]"
_YEAR = r"(?:1[4-9]\d\d|20\d\d)[a-z]?(?![\d\w])"
# a year in a place where only a year can stand, however it is spoilt: 2O05, 19994, 3005
_LOOSE_YEAR = r"\b[1-9lI][\dOolI]{2,4}[a-z]?"
_MONTH = (
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Spring|Summer|Autumn|Fall|Winter|Januar|Februar|M[aä]rz|Mai|Juni?|Juli?|Okt|Dez"
    r"|janv|f[eé]vr|mars|avr|juin|juil|ao[uû]t|d[eé]c)[a-zé]{0,6}\.?)"
)
_DATE = rf"(?:[\s,]+{_MONTH}(?:\s*[-/–]\s*{_MONTH})?(?:\s+\d{{1,2}})?)?"
_PAGE = rf"(?:[A-Z]{{1,4}}|[a-z]{{1,2}})?\d+[A-Za-z]?(?:\.e\d+)?(?:\s?{_D}{{1,2}}\s?[A-Za-z]{{0,4}}\d+[A-Za-z]?(?:\.e\d+)?)?(?!\w)|\d+[OolI]\d+\b|[ivxl]+{_D}[ivxl]+\b"
_VOLUME = (
    r"(?:\b[A-Za-z]{0,2}\d+[A-Za-z]{0,2}\d*(?:\s?[-/–]\s?\d+)?|\b[IVXLC]+\b)(?:\s?[Ss]uppl(?:ement)?\.?\s?\w{0,3})?"
)
_ISSUE = r"[^()\[\]]{1,30}?"
_PP = r"(?:(?:pp?|S|Seiten?|pages?)\.?\s*)?"

# How volume, issue, pages and year are printed together, the most telling first.
_NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (
        # 2005;35(6):630-4
        rf"(?P<issued>{_LOOSE_YEAR}){_DATE}\s*(?:;|(?<=\d\d\d\d):)\s*(?P<volume>{_VOLUME})?\s*(?:[(\[](?P<issue>{_ISSUE})[)\]])?\s*[:;,]\s*{_PP}(?P<page>{_PAGE})",
        # 2005;35(6)
        rf"(?P<issued>{_LOOSE_YEAR}){_DATE}\s*;\s*(?P<volume>{_VOLUME})(?:\s*[(\[](?P<issue>{_ISSUE})[)\]])?(?=\s*[.;:]|\s*$)",
        # vol. 35, no. 6, pp. 630-634
        rf"\b[Vv]ol(?:ume)?\.?\s*(?P<volume>{_VOLUME})(?:\s*,?\s*(?:\((?P<issue>\w{{1,8}})\)|(?:[Nn][ro]|[Ii]ss(?:ue)?|[Nn]umber)\.?\s*(?P<issue2>[\w–-]{{1,12}})))?"
        rf"(?:[\s,:;.]*(?:\((?P<issued>{_YEAR})\))?[^;\d]{{0,25}}?(?:\bpp?\.?\s*|:\s*)(?P<page>{_PAGE}))?",
        # 35, no. 6 (2005): 630-34
        rf"(?P<volume>{_VOLUME})\s*,?\s*(?:[Nn][ro]|[Ii]ssue)\.?\s*(?P<issue>[\w/–-]{{1,10}})(?:\s*\((?:{_MONTH}\s*)?(?P<issued>{_YEAR})\))?(?:\s*[:,]\s*{_PP}(?P<page>{_PAGE}))?",
        # 35(6) (2005) 630-634
        rf"(?P<volume>{_VOLUME})\s*\((?P<issue>{_ISSUE})\)\s*[,:]?\s*\((?P<issued>{_YEAR})\)\s*[,:]?\s*{_PP}(?P<page>{_PAGE})",
        # 35 (2005) 630-634
        rf"(?P<volume>{_VOLUME})\s*,?\s*\((?P<issued>{_YEAR})\)\s*[:,]?\s*{_PP}(?P<page>{_PAGE})",
        # 35(6), 630-634
        rf"(?P<volume>{_VOLUME})\s*\((?P<issue>{_ISSUE})\)\s*[,:]\s*{_PP}(?P<page>{_PAGE})",
        # 35, 630-634 (2005)
        rf"(?P<volume>{_VOLUME})\s*(?:\((?P<issue>{_ISSUE})\))?\s*[,:]\s*{_PP}(?P<page>{_PAGE})\s*,?\s*\((?P<issued>{_YEAR})\)",
        # 2005, 35 (6), 630-634
        rf"(?P<issued>\b{_YEAR})\s*,\s*(?P<volume>{_VOLUME})\s*(?:\((?P<issue>{_ISSUE})\))?\s*[,:]\s*{_PP}(?P<page>{_PAGE})",
        # 35: 630-634
        rf"(?<![:/.\d(])(?<!\(\w)(?!(?:19|20)\d\d\s*:)(?P<volume>{_VOLUME})\s*:\s*{_PP}(?P<page>{_PAGE})(?!\s*[)\w])",
        # 35, 630-634
        rf"(?<=[\s,])(?!(?:19|20)\d\d\s*,)(?P<volume>{_VOLUME})\s*,\s*{_PP}(?P<page>[A-Z]?\d+\s?{_D}\s?[A-Z]?\d+|e\d+)(?!\w)",
        # 35 630-634, at the end
        rf"(?<=\s)(?!(?:19|20)\d\d\s*,)(?P<volume>\d{{1,4}})(?:\s*\((?P<issue>{_ISSUE})\)|\s+(?P<issue2>\d{{1,4}})(?=\s))?[\s,]\s*(?P<page>[A-Z]?\d+\s?{_D}\s?[A-Z]?\d+|[eEA]\d+)[\s.]*$",
        # 2005 35 6 630 634, at the end
        r"\b(?P<issued>(?:19|20)\d\d)\s+(?P<volume>\d{1,4})\s+(?:(?P<issue>\d{1,3})\s+)?(?P<page>[A-Z]?\d+\s+[A-Z]?\d+|e\d+)[\s.]*$",
        # 35, 95, at the end
        r"(?<=[a-z.]\s)(?P<volume>\d{1,4})\s*,\s*(?P<page>\d{1,7})[\s.]*$",
        # pp. 630-634
        rf"\b(?:pp|[Pp]ages?|[Ss]eiten|p|S)\.?\s*(?P<page>{_PAGE})",
        # 35(6)
        r"(?<=\s)(?P<volume>\d{1,4})\s*\((?P<issue>\d{1,3})\)(?=\s*[.,]|\s*$)",
    )
)
_EARLY_YEAR = re.compile(
    rf"[\s,.:]*[(\[]?\s*(?P<issued>{_YEAR})(?:\s*[/–-]\s*(?:\d{{4}}|\d\d))?(?:,?\s*{_MONTH}[^)\]]{{0,14}})?\s*[)\]]?\s*[.,:;]*\s*"
)
_BRACKETED_YEAR = re.compile(rf"[(\[](?P<issued>(?=1[7-9]|20){_YEAR})(?:,[^)\]]{{0,25}})?[)\]]")
_LATE_YEAR = re.compile(rf"(?<![\w:/.\-])(?P<issued>{_YEAR})(?!\s*{_D}\s*\d{{4}})")
_QUOTED = re.compile(r"(?:[\"“„«]|``)\s*(?P<title>[^\"“”„«»]{6,400}?)\s*[,.]?\s*(?:[\"”“»]|'')(?P<stop>[.,]?)")
_EDITORS = re.compile(r"[\s,.]*[(\[]?\b(?:[Ee]d(?:s|itors?)?|[Hh]rsg|[Hh]g)\b\.?[)\]]?[\s.,:]*")
_IN = re.compile(r"(?:^|[.,?!]\s+)(?:In|in|IN)\s*[:\s]\s*(?=\S)")
_PUBLISHED = re.compile(
    rf"(?P<place>{CAPITAL}[\w.'’-]+(?:[ ,]+(?!Press){CAPITAL}[\w.'’-]*){{0,3}})\s*:\s*(?P<publisher>{CAPITAL}[^:;,\d]{{1,70}}?)\s*[,;.]*\s*$"
)
_ABBREVIATED = re.compile(
    r"(?:^|[\s(.])(?:[^\W\d_]|vs|cf|St|No|Vol|eds?|Eds?|Dr|al|Jr|spp?|ca|pp|var|subsp|ssp|i\.e|e\.g|Proc|Natl|Trans|Am|Ann|Int|Rev|Lett)$"
)
_STOP = re.compile(r"[.?!][\"”’)\]]?\s+(?=[^\W_]|[\"“‘(\[])")
_TRIM = " \t\r\n,.;:"


def split(raw: str, start: int = 0) -> tuple[Field, ...]:
    """The fields printed in a reference, in order, none overlapping another; `start` is where its label ends."""
    if len(raw) > LONGEST:
        return ()
    found = tuple(identifiers(raw))
    body = outside(raw, found)
    kept: list[Field] = []
    for field in (*found, *_split(body, start)):
        end = min((k.start for k in kept if field.start <= k.start < field.end), default=field.end)
        part = (
            _field(raw, field.name, field.start, end)
            if end < field.end
            else replace(field, text=raw[field.start : end])
        )
        if part.text and not any(k.start < part.end and part.start < k.end for k in kept):
            kept.append(part)
    return tuple(sorted(kept, key=lambda f: f.start))


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Volume, issue, page and year as fields, and the stretch they were read from."""

    fields: tuple[Field, ...] = ()
    start: int = -1
    end: int = -1


def _split(body: str, start: int) -> Iterator[Field]:
    quoted = _QUOTED.search(body, start)
    listed = _authors(body, start, quoted)
    after = listed.end if listed else start
    early = _EARLY_YEAR.match(body, after) if after > start else None
    if not listed and not quoted and (dated := _BRACKETED_YEAR.search(body, start, start + 200)):
        listed = _unusual_authors(body, start, dated.start())
        early = _EARLY_YEAR.match(body, dated.start()) if listed else None
    numbers = _numbers(body, quoted.end() if quoted else early.end() if early else after)
    if early and any(f.name == "issued" for f in numbers.fields):
        early = None
    if early:
        yield _field(body, "issued", *early.span("issued"))
        after = early.end()
    elif not any(f.name == "issued" for f in numbers.fields):
        late = _late_year(body, after, numbers)
        yield from late.fields
        numbers = _Numbers(numbers.fields, *_reach(numbers, late))
    yield from numbers.fields
    if listed:
        kind = "editor" if (eds := _EDITORS.match(body, listed.end)) and not early else "author"
        after = max(after, eds.end()) if eds and not early else after
        yield from (Field(kind, body[p.start : p.end], p.start, p.end) for p in listed.people)
    end = numbers.start if numbers.start > after else len(body)
    yield from (
        _quoted(body, quoted, end) if quoted and quoted.start() >= after - 2 else _unquoted(body, after, end, listed)
    )


def _field(body: str, name: str, start: int, end: int) -> Field:
    """The field of that stretch without the blanks and stops around it."""
    while start < end and body[start] in _TRIM:
        start += 1
    while end > start and body[end - 1] in _TRIM:
        end -= 1
    return Field(name, body[start:end], start, end)


def _authors(body: str, start: int, quoted: re.Match[str] | None) -> Authors | None:
    if quoted and quoted.start() - start > 3:
        return authors(body[: quoted.start()].rstrip(" ,."), start, full_names=True) or _unusual_authors(
            body, start, quoted.start()
        )
    return None if quoted and quoted.start() <= start + 1 else authors(body, start)


def _unusual_authors(body: str, start: int, end: int) -> Authors | None:
    """What stands where authors stand: full names, or a group."""
    named = authors(body[:end].rstrip(" ,.("), start, full_names=True)
    people = () if named else tuple(groups(body[start:end]))
    if people:
        shifted = tuple(type(p)(p.name, p.start + start, p.end + start) for p in people)
        return Authors(shifted, False, end)
    return named


def _numbers(body: str, start: int) -> _Numbers:
    for pattern in _NUMBERS:
        # the last one: titles hold numbers too
        if found := deque(pattern.finditer(body, start), maxlen=1):
            named = ((name.rstrip("2"), *found[0].span(name)) for name, value in found[0].groupdict().items() if value)
            return _Numbers(tuple(_field(body, *part) for part in named), *found[0].span())
    return _Numbers()


def _late_year(body: str, after: int, numbers: _Numbers) -> _Numbers:
    inside = {i for f in numbers.fields for i in range(f.start, f.end)}
    bracketed = list(_BRACKETED_YEAR.finditer(body, after))
    bare = [m for m in _LATE_YEAR.finditer(body, after) if m.start("issued") not in inside]
    if not (found := (bracketed or bare)[-1:]):
        return _Numbers()
    return _Numbers((_field(body, "issued", *found[0].span("issued")),), found[0].start(), found[0].end())


def _reach(a: _Numbers, b: _Numbers) -> tuple[int, int]:
    starts = [n.start for n in (a, b) if n.fields]
    return (min(starts), max(a.end, b.end)) if starts else (-1, -1)


def _quoted(body: str, quoted: re.Match[str], end: int) -> Iterator[Field]:
    yield _field(body, "title", *quoted.span("title"))
    start = quoted.end()
    if inside := re.match(r"[\s,.]*in\s*:?\s+", body[start:end], re.IGNORECASE):
        start += inside.end()
    yield from _container(body, start, end if end > start else len(body))


def _unquoted(body: str, start: int, end: int, listed: Authors | None) -> Iterator[Field]:
    if not listed:
        start, people = _leading_group(body, start, end)
        yield from people
    if (chapter := _IN.search(body, start, end)) and chapter.start() > start + 5:
        yield _field(body, "title", start, chapter.start())
        yield from _chapter(body, chapter.end(), end)
        return
    if month := _MONTH_TAIL.search(body[:end].rstrip(_TRIM), start):
        end = month.start() + 1
    parts = _sentences(body, start, end)
    if (
        not listed
        and len(parts) > 2
        and (person := authors(body[: parts[1][1]].rstrip(_TRIM), parts[1][0], full_names=True))
    ):
        yield from (Field("author", body[p.start : p.end], p.start, p.end) for p in person.people)
        yield _field(body, "title", *parts[0])
        yield from _container(body, parts[2][0], end)
        return
    at = _container_start(body, parts, end)
    yield _field(body, "title", start, at)
    yield from _container(body, at, end)


def _leading_group(body: str, start: int, end: int) -> tuple[int, list[Field]]:
    """A group before the title ("World Health Organization. Title …"), if the first sentence is one."""
    parts = _sentences(body, start, end)
    if len(parts) < 3 or parts[0][1] - parts[0][0] > 80:
        return start, []
    people = [
        Field("author", body[p.start + start : p.end + start], p.start + start, p.end + start)
        for p in groups(body[start : parts[0][1]])
    ]
    return (parts[1][0] if people else start), people


def _chapter(body: str, start: int, end: int) -> Iterator[Field]:
    """What follows "In": editors, then the book or proceedings."""
    editors = authors(body, start)
    if editors and (eds := _EDITORS.match(body, editors.end)):
        yield from (Field("editor", body[p.start : p.end], p.start, p.end) for p in editors.people)
        start = eds.end()
    parts = _sentences(body, start, end)
    yield from _container(body, start, parts[0][1] if len(parts) > 1 else end)
    if len(parts) > 1 and (published := _PUBLISHED.search(body[: parts[-1][1]].rstrip(_TRIM), parts[-1][0])):
        yield from _publisher(body, published)


def _sentences(body: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between full stops that end a sentence, not an initial or an abbreviation."""
    cuts = [start]
    for stop in _STOP.finditer(body, start, end):
        before = body[max(start, stop.start() - 12) : stop.start()]
        if body[stop.end()].islower() and body[stop.start()] == ".":
            continue
        if body[stop.start()] != "." or not _ABBREVIATED.search(before):
            cuts.append(stop.end())
    cuts = [c for c in cuts if body[c:end].strip(_TRIM)]
    return list(zip(cuts, [*cuts[1:], end], strict=True)) if cuts else []


# "Am " of "Am J Roentgenol", "J. Agric. " of "Aust. J. Agric. Res."
_SHORTENED = re.compile(rf"{CAPITAL}[^\W\d_]{{0,6}}[.]?\s*|(?:{CAPITAL}[^\W\d_]{{0,8}}\.[\s-]*){{1,5}}")


def _container_start(body: str, parts: list[tuple[int, int]], end: int) -> int:
    """Where the container begins: the last sentence, with the abbreviated words that stand before it."""
    if not parts:
        return end
    if len(parts) == 1:
        comma = body.rfind(", ", parts[0][0], len(body[:end].rstrip(_TRIM)))
        return comma + 1 if comma > parts[0][0] + 8 and end < len(body) else end
    last = len(parts) - 1
    while last > 1 and _SHORTENED.fullmatch(body[slice(*parts[last - 1])]):
        last -= 1
    return parts[last][0]


_MONTH_TAIL = re.compile(rf"[\s,.(]+(?:\d{{1,2}}\s+)?{_MONTH}(?:\s+\d{{1,2}})?[\s,]*$")


def _container(body: str, start: int, end: int) -> Iterator[Field]:
    stretch = body[start:end].rstrip(_TRIM + "([")
    if published := _PUBLISHED.search(stretch):
        yield from _publisher(body, published, start)
        stretch = stretch[: published.start()]
    if month := _MONTH_TAIL.search(stretch):
        stretch = stretch[: month.start()]
    yield _field(body, "container-title", start, start + len(stretch))


def _publisher(body: str, found: re.Match[str], shift: int = 0) -> Iterator[Field]:
    for group, name in (("place", "publisher-place"), ("publisher", "publisher")):
        yield _field(body, name, found.start(group) + shift, found.end(group) + shift)
