"""A style of printing references: one draw of each of the choices."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from refcheck.parsing.train.choices import (
    AFTER_AUTHORS,
    AFTER_EDITORS,
    AFTER_TITLE,
    AFTER_YEAR,
    AND,
    AT_MOST,
    BEFORE_LAST,
    BETWEEN,
    DASHES,
    DOIS,
    EDITED_BY,
    EDITORS,
    ENDS,
    ET_AL,
    IMPRINTS,
    IN,
    LANGUAGES,
    NAMES,
    NUMBERED,
    NUMBERS,
    NUMBERS_AND_YEAR,
    PAGES,
    QUOTES,
    VOLUMES,
    YEAR_EARLY,
    Pair,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One way of printing a list; what is "early" or "late" is the year, before the title or behind it."""

    language: str
    names: Pair
    comma: str  # between family name and initials
    stop: str  # behind an initial
    gap: str  # between initials
    capitals: bool  # family names in capitals
    between: str
    before_last: str
    at_most: int
    et_al: str
    late: bool
    title_first: bool  # the title before the authors, as web pages have it
    year: Pair
    after_year: str
    letter: bool  # 2010a
    month: bool
    after_authors: str
    quotes: Pair
    stop_inside: bool  # the stop of a title stands inside its quotes
    after_title: str
    within: str
    article_within: bool  # "In:" before a journal too
    editors: Pair
    editors_first: bool  # before the title of the book
    editor_names: str
    edited_by: str
    after_editors: str
    imprint: str
    pages: str
    dash: str
    short_pages: bool  # 630-4
    volume: Pair
    issues: bool
    numbers: str
    doi: str
    end: str
    numbered: str


def draw(dice: random.Random) -> Style:
    """A style, drawn from the choices."""
    language = _one(dice, LANGUAGES)
    names = _one(dice, NAMES)
    stop = "" if names[0] == "F I" and dice.random() < 0.75 else "."
    between = _one(dice, BETWEEN)
    last = _one(dice, BEFORE_LAST)
    title_first = dice.random() < 0.03
    late = title_first or dice.random() < 0.4
    return Style(
        language=language,
        names=names,
        comma=_one(dice, ((92, ", "), (5, ","), (3, " "))),
        stop=stop,
        gap=_one(dice, ((55, " "), (40, ""), (5, "-"))) if stop else "",
        capitals=dice.random() < 0.06,
        between=between,
        before_last={"": between, "word": AND[language]}.get(last, last),
        at_most=_one(dice, AT_MOST),
        et_al=_one(dice, ET_AL),
        late=late,
        title_first=title_first,
        year=_one(dice, YEAR_EARLY),
        after_year=_one(dice, AFTER_YEAR),
        letter=dice.random() < 0.04,
        month=dice.random() < 0.06,
        after_authors=_one(dice, AFTER_AUTHORS),
        quotes=_one(dice, QUOTES),
        stop_inside=dice.random() < 0.5,
        after_title=_one(dice, AFTER_TITLE),
        within=_one(dice, IN[language]),
        article_within=dice.random() < (0.5 if language == "de" else 0.05),
        editors=_one(dice, EDITORS[language]),
        editors_first=dice.random() < 0.7,
        editor_names=names[0] if dice.random() < 0.6 else ("I F" if "I" in names[0] else "G F"),
        edited_by=_one(dice, EDITED_BY[language]),
        after_editors=_one(dice, AFTER_EDITORS),
        imprint=_one(dice, IMPRINTS),
        pages=_one(dice, PAGES[language]),
        dash=_one(dice, DASHES),
        short_pages=dice.random() < 0.15,
        volume=_one(dice, VOLUMES),
        issues=dice.random() < 0.7,
        numbers=_one(dice, NUMBERS_AND_YEAR if late else NUMBERS),
        doi=_one(dice, DOIS),
        end=_one(dice, ENDS),
        numbered=_one(dice, NUMBERED),
    )


def _one(dice: random.Random, choices: Sequence[tuple[float, T]]) -> T:
    return dice.choices([c for _, c in choices], [w for w, _ in choices])[0]
