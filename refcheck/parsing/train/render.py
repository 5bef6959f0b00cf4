"""Print a work in a style, knowing which characters are which field."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from refcheck.parsing.train.choices import MONTHS
from refcheck.parsing.train.corpora import Example, Labelled
from refcheck.parsing.train.styles import Style

Piece = tuple[str, str]  # a text and its label, "" for what a style prints between fields
Person = tuple[str, str]  # family and given names; behind a tab, the given names may hold a suffix


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A work to print; "" and () are not printed. `kind`: article, book, chapter, thesis, report, web."""

    kind: str
    title: str
    year: str
    author: tuple[Person, ...] = ()
    group: str = ""
    editor: tuple[Person, ...] = ()
    translator: tuple[Person, ...] = ()
    journal: str = ""
    booktitle: str = ""
    series: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    edition: str = ""
    publisher: str = ""
    place: str = ""
    genre: str = ""
    number: str = ""
    doi: str = ""
    url: str = ""


def render(work: Cited, style: Style, dice: random.Random, group: str = "") -> Example:
    """The work as the style prints it."""
    return example(_pieces(work, style, dice), group)


def example(pieces: Iterable[Piece], group: str) -> Example:
    """The pieces in a row as one labelled reference; of two stops that meet, one is printed."""
    text, spans = "", list[Labelled]()
    for part, label in pieces:
        if not label and part[:1] in (".", ",") and text.rstrip()[-1:] in (part[0], "?", "!", "."):
            part = part[1:]
        if label and part:
            spans.append(Labelled(len(text), len(text) + len(part), label))
        text += part
    return Example(text, tuple(spans), group)


def _pieces(work: Cited, style: Style, dice: random.Random) -> Iterator[Piece]:
    if style.numbered:
        before, after = style.numbered.split("#")
        yield from ((before, ""), (str(dice.randint(1, 120)), "citation-number"), (after, ""))
    leading = tuple(_leading(work, style))
    early = bool(leading) and not style.late
    if style.title_first:
        yield from _title(work, style, dice)
    yield from leading
    if early:
        letter = dice.choice("abc") if style.letter else ""
        yield from ((style.year[0], ""), (work.year + letter, "date"), (style.year[1], ""), (style.after_year, ""))
    elif leading:
        yield style.after_authors, ""
    if not style.title_first:
        yield from _title(work, style, dice)
    month = dice.choice(MONTHS) + " " if style.month and not early else ""
    year: tuple[Piece, ...] = () if early else ((month, ""), (work.year, "date"))
    yield from {"article": _article, "chapter": _chapter}.get(work.kind, _whole)(work, style, dice, year)
    yield from _links(work, style, dice)
    yield style.end, ""


def _leading(work: Cited, style: Style) -> Iterator[Piece]:
    if work.author:
        yield people(work.author, style, *style.names), "author"
    elif work.group:
        yield work.group, "author"
    elif work.editor:
        yield people(work.editor, style, *style.names), "editor"
        yield style.editors[len(work.editor) == 1], ""


def people(names: Sequence[Person], style: Style, first: str, later: str) -> str:
    """A list of names; the first of them may be written another way than the others."""
    shown = [_person(n, style, later if i else first) for i, n in enumerate(names[: style.at_most])]
    if len(names) > len(shown):
        ending = _person(names[-1], style, later) if "…" in style.et_al else ""
        return style.between.join(shown) + style.et_al + ending
    if len(shown) == 1:
        return shown[0]
    return style.between.join(shown[:-1]) + style.before_last + shown[-1]


def _person(name: Person, style: Style, form: str) -> str:
    family = name[0].upper() if style.capitals else name[0]
    full, _, suffix = name[1].partition("\t")
    given = _initials(full, style) if "I" in form else full
    ending = f"{style.comma if ',' in form else ' '}{suffix}" if suffix else ""
    if not given:
        return family + ending
    if form[0] != "F":
        return f"{given} {family}{ending}"
    return f"{family}{style.comma if ',' in form else ' '}{given}{ending}"


def _initials(given: str, style: Style) -> str:
    parts = re.findall(r"[^\W\d_]+", given)[:3]
    if len(parts) == 1 and parts[0].isupper() and len(parts[0]) <= 3:
        parts = list(parts[0])
    return style.gap.join(part[0].upper() + style.stop for part in parts)


def _title(work: Cited, style: Style, dice: random.Random) -> Iterator[Piece]:
    opening, closing = style.quotes if work.kind != "book" or dice.random() < 0.1 else ("", "")
    after = style.after_title
    inside = after[0] if closing and style.stop_inside and after[0] in ".," else ""
    yield from ((opening, ""), (work.title.rstrip(".") if inside or after[0] == "." else work.title, "title"))
    yield from ((inside, ""), (closing, ""))
    if work.edition:
        o, c = dice.choice((("(", ")"), ("[", "]"), ("", "")))
        yield from ((f" {o}" if o else ", ", ""), (work.edition, "edition"), (c, ""))
    yield (after[1:] or " ") if inside else after, ""


def _pages(work: Cited, style: Style) -> tuple[Piece, ...]:
    parts = re.fullmatch(r"([A-Za-z]?)(\d+)\s*[-–]\s*([A-Za-z]?)(\d+)", work.page)
    if not work.page:
        return ()
    if not parts:
        return (style.pages, ""), (work.page, "page")
    first, last = parts[2], parts[4]
    if style.short_pages and len(first) == len(last):
        kept = next((i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b), len(last) - 1)
        last = last[kept:]
    return (style.pages, ""), (f"{parts[1]}{first}{style.dash}{parts[3]}{last}", "page")


def _filled(form: str, parts: dict[str, tuple[Piece, ...]]) -> Iterator[Piece]:
    """The form with its braces filled; an empty part takes along the signs before it."""
    for piece in re.findall(r"[^{}]*\{\w\}|[^{}]+$", form):
        before, _, name = piece.partition("{")
        filling = parts[name[0]] if name else ()
        if filling or not name:
            yield before, ""
            yield from filling


def _volume(work: Cited, style: Style) -> tuple[Piece, ...]:
    if not work.volume:
        return ()
    form = style.volume[0] if work.issue and style.issues else style.volume[1]
    return tuple(_filled(form, {"V": ((work.volume, "volume"),), "N": ((work.issue, "issue"),)}))


def _article(work: Cited, style: Style, dice: random.Random, year: tuple[Piece, ...]) -> Iterator[Piece]:
    if style.article_within or (style.quotes[0] and dice.random() < 0.15):
        yield style.within, ""
    yield work.journal, "journal"
    parts = {"v": _volume(work, style), "p": _pages(work, style), "y": year}
    form = style.numbers if "{y}" in style.numbers or not year else style.numbers + ", {y}"
    yield from _filled(form, parts)


def _chapter(work: Cited, style: Style, dice: random.Random, year: tuple[Piece, ...]) -> Iterator[Piece]:
    yield style.within, ""
    yield from _book(work, style, dice)
    yield from _part_of(work, dice)
    imprint, used = _imprint(work, style, year)
    pages = _pages(work, style)
    late = () if used or not year else ((dice.choice((", ", " ")), ""), *year)
    if pages and dice.random() < 0.4:
        opening, closing = dice.choice(((" (", ")"), (", ", ""), (", ", ""), (": ", ""), (". ", "")))
        yield from ((opening, ""), *pages, (closing, ""))
        yield from ((dice.choice((". ", ", ")), ""), *imprint) if imprint else ()
        yield from late
        return
    yield from ((dice.choice((". ", ", ", ", ", ": ")), ""), *imprint) if imprint else ()
    yield from late
    yield from ((dice.choice((", ", ", ", ". ", ": ", " ")), ""), *pages) if pages else ()


def _book(work: Cited, style: Style, dice: random.Random) -> Iterator[Piece]:
    """The book that a chapter is in, with its editors before or behind it."""
    names = people(work.editor, style, style.editor_names, style.editor_names) if work.editor else ""
    if names and style.editors_first:
        yield from ((names, "editor"), (style.editors[len(work.editor) == 1], ""), (style.after_editors, ""))
    yield work.booktitle, "booktitle"
    if names and not style.editors_first:
        yield from ((dice.choice((", ", ". ")), ""), (style.edited_by, ""), (names, "editor"))


def _part_of(work: Cited, dice: random.Random) -> Iterator[Piece]:
    if work.series:
        opening, closing = dice.choice(((" (", ")"), (", ", ""), (". ", "")))
        yield from ((opening, ""), (work.series, "series"))
        if work.volume:
            yield from ((dice.choice((", ", " ", ", vol. ", ", Bd. ")), ""), (work.volume, "volume"))
        yield closing, ""
    elif work.volume:
        yield from ((dice.choice((", vol. ", ", Vol. ", ", volume ", ", Bd. ")), ""), (work.volume, "volume"))


def _imprint(work: Cited, style: Style, year: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], bool]:
    """Place, publisher and perhaps the year; and whether the year was among them."""
    form = style.imprint
    if not work.place or not work.publisher:
        form = "B" if work.publisher else "P" if work.place else ""
    if not year:
        form = re.sub(r",? Y", "", form)
    filling = {"P": ((work.place, "place"),), "B": ((work.publisher, "publisher"),), "Y": year}
    pieces = [p for sign in form for p in filling.get(sign, ((sign, ""),))]
    return tuple(pieces), "Y" in form


def _whole(work: Cited, style: Style, dice: random.Random, year: tuple[Piece, ...]) -> Iterator[Piece]:
    """What is printed behind the title of a book, thesis, report or page."""
    if work.genre:
        opening, closing = dice.choice((("", ""), ("(", ")"), ("[", "]"), ("", "")))
        number = (
            ((dice.choice((" ", " No. ", " Nr. ", ", ", " #")), ""), (work.number, "number")) if work.number else ()
        )
        yield from ((opening, ""), (work.genre, "genre"), *number, (closing, ""), (dice.choice((", ", ". ", ": ")), ""))
    if work.series and dice.random() < 0.5:
        volume = ((dice.choice((" ", ", ", ", Bd. ", ", vol. ")), ""), (work.volume, "volume")) if work.volume else ()
        yield from (("(", ""), (work.series, "series"), *volume, (")", ""), (dice.choice((". ", ", ", " ")), ""))
    if work.translator:
        by = dice.choice(("translated by ", "Translated by ", "trans. ", "Übers. von ", "übersetzt von ", "trad. "))
        names = people(work.translator, style, style.editor_names, style.editor_names)
        yield from ((by, ""), (names, "translator"), (dice.choice((". ", ", ")), ""))
    imprint, used = _imprint(work, style, year)
    yield from imprint
    if year and not used:
        opening, closing = dice.choice(((", ", ""), (" ", ""), (" (", ")")))
        yield from ((opening if imprint else opening.lstrip(", "), ""), *year, (closing, ""))
    if work.page:
        yield from ((", ", ""), *_pages(work, style))


def _links(work: Cited, style: Style, dice: random.Random) -> Iterator[Piece]:
    if work.url:
        yield (
            dice.choice((". ", ", ", ". Available at ", " Retrieved from ", ". URL: ", ". Verfügbar unter: ", " <")),
            "",
        )
        yield work.url, "url"
        if dice.random() < 0.4:
            day, month, year = dice.randint(1, 28), dice.randint(1, 12), dice.randint(1998, 2022)
            dated = dice.choice((f"{day} {MONTHS[month - 1]} {year}", f"{day}.{month}.{year}"))
            forms = " (accessed {})|. Accessed {}| [Stand: {}]| ({})|, Zugriff am {}| [cited {}]| (abgerufen am {})"
            yield dice.choice(forms.split("|")).format(dated), ""
    elif work.doi and style.doi:
        yield from ((".", ""), (style.doi, ""), (work.doi, "doi"))
