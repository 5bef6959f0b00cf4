"""Draw works, put them in reference lists, and make one slip in half of the references."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kinds import KINDS, Kind
from printing import STYLES, Style, listed

from refcheck.model import Work
from refcheck.text import fold, page_range

LENGTH = 20  # references of a list
TRIES = 20  # works to try, until one is found in which a slip of a kind can be made
HEADING = "References\n\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """A reference: its work, the slip made in it or None, and how it is printed with and without."""

    work: Work
    kind: Kind | None
    slipped: Work
    printed: str
    original: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list in one style."""

    style: Style
    entries: tuple[Entry, ...]

    @property
    def text(self) -> str:
        """The list as a document, with its slips."""
        return HEADING + "\n".join(e.printed for e in self.entries) + "\n"

    def spans(self) -> Iterator[tuple[int, int]]:
        """Where each entry stands in the text."""
        at = len(HEADING)
        for entry in self.entries:
            yield at, at + len(entry.printed)
            at += len(entry.printed) + 1


def suits(work: Work) -> bool:
    """Whether a work states all that slips are made in."""
    first, last = page_range(work.page)
    return (
        work.type in ("article-journal", "")
        and bool(work.DOI and work.years and work.volume.isdigit() and work.container_title)
        and re.fullmatch(r"\d+-\d+", work.page) is not None
        and int(first) < int(last)
        and len(first) == len(last)
        and 2 <= len(work.author) <= 8
        and all(n.family and n.given and not n.suffix and n.given[0].isalpha() for n in work.author)
        and len(work.title.split()) >= 5
        and not work.title.isupper()
        and 1900 <= work.years[0] <= 2026
    )


def sheets(works: Sequence[Work], count: int, dice: random.Random) -> Iterator[Sheet]:
    """So many lists, style by style, every second with DOIs; every kind of slip as often as any other."""
    left = list(works)
    dice.shuffle(left)
    due: list[Kind] = []
    for n in range(count):
        style = STYLES[n % len(STYLES)]
        doi = bool(n // len(STYLES) % 2)
        made: list[tuple[Work, Kind | None, Work]] = []
        if len(left) < 2 * LENGTH:  # a small world: its works are cited again in another list
            left = dice.sample(works, len(works))
        for i in range(LENGTH):
            if i % 2:
                work = left.pop()
                made.append((work, None, work))
                continue
            found = _slipped(left, due, works, style, dice, doi=doi)
            while found is None:  # what is still due cannot be seen in this style
                due += dice.sample(KINDS, len(KINDS))
                found = _slipped(left, due, works, style, dice, doi=doi)
            made.append(found)
        dice.shuffle(made)
        yield _sheet(style, made, doi=doi)


def _slipped(
    left: list[Work], due: list[Kind], works: Sequence[Work], style: Style, dice: random.Random, *, doi: bool
) -> tuple[Work, Kind, Work] | None:
    """A work and a slip in it of the first kind due that can be made and seen in this style."""
    for kind in list(due):
        for _ in range(TRIES):
            work = left[-1]
            others = [other for other in dice.sample(works, 6) if other.DOI != work.DOI][:5]
            slipped = kind.make(work, others, dice)
            left.insert(dice.randrange(len(left)), left.pop())
            printed = style.entry(slipped, doi) if slipped else ""
            seen = slipped is not None and fold(printed) != fold(style.entry(work, doi))
            if slipped and seen and _telling(kind, work, slipped, printed):
                left.remove(work)
                due.remove(kind)
                return work, kind, slipped
    return None


def _telling(kind: Kind, work: Work, slipped: Work, printed: str) -> bool:
    """Whether a slip makes another statement: the journal of nearly the same name is none, nor whom "et al." hides."""
    if kind.fields == ("container-title",):
        return work.container_title.split()[-1].casefold() != slipped.container_title.split()[-1].casefold()
    more = [n.family for n in slipped.author if n not in work.author]
    return all(family in printed for family in more) and len(set(work.author)) == len(work.author)


def _sheet(style: Style, made: Sequence[tuple[Work, Kind | None, Work]], *, doi: bool) -> Sheet:
    printed = listed([s for _, _, s in made], style, doi=doi)
    original = listed([w for w, _, _ in made], style, doi=doi)
    return Sheet(
        style,
        tuple(Entry(w, k, s, p, o) for (w, k, s), p, o in zip(made, printed, original, strict=True)),
    )


def in_fields(entry: Entry) -> Work:
    """What is cited, in fields, as the parser would give it if it never erred."""
    return replace(entry.slipped, other_titles=(), other_container_titles=(), type="")
