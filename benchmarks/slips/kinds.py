"""The kinds of slips, a to z: each makes one in a work, and says on which field it must be found."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from refcheck.model import Name, Work
from refcheck.text import page_range

Slip = Callable[[Work, Sequence[Work], random.Random], Work | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of slip: `fields` are those on one of which it must be found; `make` gives None where it cannot be made.

    Of a hybrid or an invented work there is no field to mend: it must not be matched, and be reported.
    """

    letter: str
    name: str
    fields: tuple[str, ...]
    make: Slip
    rules: tuple[str, ...]  # that are right to speak: codes, or how they begin


_LONG_WORD = re.compile(r"[A-Za-z]{6,}")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_GLYPHS = {"0": "oO", "1": "lIi", "5": "S", "8": "B", "2": "Z", "6": "b", "9": "g"}


def _in_word(text: str, dice: random.Random, change: Callable[[str, int], str], pattern: re.Pattern[str]) -> str:
    """The text with one long word changed at one place behind its first letter."""
    found = list(pattern.finditer(text))
    if not found:
        return text
    word = dice.choice(found)
    return text[: word.start()] + change(word[0], dice.randrange(1, len(word[0]) - 1)) + text[word.end() :]


def _lost(word: str, at: int) -> str:
    return word[:at] + word[at + 1 :]


def _swapped(word: str, at: int) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _neighbour(dice: random.Random) -> Callable[[str, int], str]:
    """Put a letter in place of another that lies beside it on the keyboard."""

    def change(word: str, at: int) -> str:
        row = next((r for r in _KEYS if word[at].lower() in r), "")
        if not row:
            return word
        i = row.index(word[at].lower())
        return word[:at] + dice.choice(row[max(0, i - 1) : i] + row[i + 1 : i + 2]) + word[at + 1 :]

    return change


def _title_letter_lost(work: Work, _: Sequence[Work], dice: random.Random) -> Work:
    return replace(work, title=_in_word(work.title, dice, _lost, _LONG_WORD))


def _title_letter_wrong(work: Work, _: Sequence[Work], dice: random.Random) -> Work:
    return replace(work, title=_in_word(work.title, dice, _neighbour(dice), _LONG_WORD))


def _title_letters_swapped(work: Work, _: Sequence[Work], dice: random.Random) -> Work:
    return replace(work, title=_in_word(work.title, dice, _swapped, _LONG_WORD))


def _title_word_lost(work: Work, _: Sequence[Work], dice: random.Random) -> Work | None:
    words = work.title.split(" ")
    inner = [i for i, w in enumerate(words) if 0 < i < len(words) - 1 and w.isalpha() and len(w) > 3]
    if not inner:
        return None
    at = dice.choice(inner)
    return replace(work, title=" ".join(words[:at] + words[at + 1 :]))


def _title_word_wrong(work: Work, others: Sequence[Work], dice: random.Random) -> Work | None:
    words = work.title.split(" ")
    inner = [i for i, w in enumerate(words) if i and w.isalpha() and w.islower() and len(w) > 4]
    strange = [w for w in dice.choice(others).title.split() if w.isalpha() and w.islower() and len(w) > 4]
    if not inner or not strange:
        return None
    at = dice.choice(inner)
    return replace(work, title=" ".join([*words[:at], dice.choice(strange), *words[at + 1 :]]))


def _family_letter(work: Work, _: Sequence[Work], dice: random.Random) -> Work | None:
    at = dice.randrange(min(3, len(work.author)))
    change = dice.choice((_lost, _swapped, _neighbour(dice)))
    family = _in_word(work.author[at].family, dice, change, re.compile(r"[A-Za-z]{5,}"))
    return _with_author(work, at, replace(work.author[at], family=family))


def _with_author(work: Work, at: int, name: Name) -> Work:
    return replace(work, author=(*work.author[:at], name, *work.author[at + 1 :]))


def _authors_swapped(work: Work, _: Sequence[Work], dice: random.Random) -> Work:
    at = dice.randrange(min(3, len(work.author) - 1))
    names = list(work.author)
    names[at], names[at + 1] = names[at + 1], names[at]
    return replace(work, author=tuple(names))


def _author_added(work: Work, others: Sequence[Work], dice: random.Random) -> Work:
    at = dice.randrange(1, min(3, len(work.author)) + 1)
    name = dice.choice(dice.choice(others).author)
    return replace(work, author=(*work.author[:at], name, *work.author[at:]))


def _authors_left_out(work: Work, _: Sequence[Work], dice: random.Random) -> Work | None:
    if len(work.author) < 3 or len(work.author) > 5:
        return None
    at = dice.randrange(1, len(work.author))
    return replace(work, author=(*work.author[:at], *work.author[at + 1 :]))


def _initial_wrong(work: Work, _: Sequence[Work], dice: random.Random) -> Work:
    at = dice.randrange(min(3, len(work.author)))
    name = work.author[at]
    letter = dice.choice([c for c in "ABCDEFGHJKLMNPRSTVW" if c not in name.given.upper()])
    return _with_author(work, at, replace(name, given=letter + "."))


def _given_for_family(work: Work, _: Sequence[Work], dice: random.Random) -> Work | None:
    spelt = [i for i, n in enumerate(work.author[:3]) if re.fullmatch(r"[A-Z][a-z]{3,}", n.given)]
    if not spelt:
        return None
    at = dice.choice(spelt)
    name = work.author[at]
    return _with_author(work, at, Name(family=name.given, given=name.family))


def _year_off(work: Work, _: Sequence[Work], dice: random.Random) -> Work:
    return replace(work, years=(work.years[0] + dice.choice((-1, 1)),))


def _year_digit(work: Work, _: Sequence[Work], dice: random.Random) -> Work | None:
    year = str(work.years[0])
    wrong = year[:2] + dice.choice((year[3] + year[2], f"{(int(year[2]) + dice.choice((1, 9))) % 10}{year[3]}"))
    far = abs(int(wrong) - work.years[0]) > 1 and int(wrong) < 2026
    return replace(work, years=(int(wrong),)) if far else None


def _digit(number: str, dice: random.Random) -> str:
    at = dice.randrange(len(number))
    return number[:at] + dice.choice([c for c in "123456789" if c != number[at]]) + number[at + 1 :]


def _volume_digit(work: Work, _: Sequence[Work], dice: random.Random) -> Work:
    return replace(work, volume=_digit(work.volume, dice))


def _volume_swapped(work: Work, _: Sequence[Work], dice: random.Random) -> Work | None:
    if len(work.volume) < 2:
        return None
    at = dice.randrange(len(work.volume) - 1)
    swapped = work.volume[:at] + work.volume[at + 1] + work.volume[at] + work.volume[at + 2 :]
    return replace(work, volume=swapped) if swapped[0] != "0" else None


def _glyph(number: str, dice: random.Random) -> str:
    places = [i for i, c in enumerate(number) if c in _GLYPHS]
    if not places or len(number) < 2:
        return number
    at = dice.choice(places)
    return number[:at] + dice.choice(_GLYPHS[number[at]]) + number[at + 1 :]


def _volume_glyph(work: Work, _: Sequence[Work], dice: random.Random) -> Work:
    return replace(work, volume=_glyph(work.volume, dice))


def _volume_digit_lost(work: Work, _: Sequence[Work], dice: random.Random) -> Work | None:
    if len(work.volume) < 2:
        return None
    at = dice.randrange(len(work.volume))
    left = work.volume[:at] + work.volume[at + 1 :]
    return replace(work, volume=left) if left[0] != "0" else None


def _volume_and_issue(work: Work, _: Sequence[Work], __: random.Random) -> Work | None:
    return replace(work, volume=work.issue, issue=work.volume) if work.issue.isdigit() else None


def _issue_wrong(work: Work, _: Sequence[Work], dice: random.Random) -> Work | None:
    wrong = str(dice.choice([n for n in range(1, 13) if str(n) != work.issue]))
    return replace(work, issue=wrong) if work.issue.isdigit() else None


def _first_page(work: Work, change: Callable[[str], str]) -> Work | None:
    first, last = page_range(work.page)
    wrong = change(first)
    if wrong == first or wrong[0] == "0" or (wrong.isdigit() and int(wrong) > int(last)):
        return None
    return replace(work, page=f"{wrong}-{last}")


def _first_page_digit(work: Work, _: Sequence[Work], dice: random.Random) -> Work | None:
    return _first_page(work, lambda first: _digit(first, dice))


def _first_page_swapped(work: Work, _: Sequence[Work], dice: random.Random) -> Work | None:
    return _first_page(work, lambda first: first[:-2] + first[-1] + first[-2] if len(first) > 1 else first)


def _page_glyph(work: Work, _: Sequence[Work], dice: random.Random) -> Work | None:
    first, last = page_range(work.page)
    return replace(work, page=f"{_glyph(first, dice)}-{last}")


def _last_page(work: Work, _: Sequence[Work], dice: random.Random) -> Work | None:
    first, last = page_range(work.page)
    wrong = last[:-1] + dice.choice([c for c in "0123456789" if c != last[-1]])
    return replace(work, page=f"{first}-{wrong}") if int(wrong) > int(first) else None


def _pages_reversed(work: Work, _: Sequence[Work], __: random.Random) -> Work:
    first, last = page_range(work.page)
    return replace(work, page=f"{last}-{first}")


def _pages_expanded(work: Work, _: Sequence[Work], __: random.Random) -> Work | None:
    """An abbreviated range written out wrongly: 630-4 as 630-604, 1419-20 as 1419-1520."""
    first, last = page_range(work.page)
    kept = next((i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b), 0)
    if len(first) < 3 or kept < 1:
        return None
    digits = last[kept:]
    wrong = first[0] + "0" * (len(first) - 1 - len(digits)) + digits
    return replace(work, page=f"{first}-{wrong}") if wrong != last else None


def _another_journal(work: Work, others: Sequence[Work], dice: random.Random) -> Work:
    return replace(work, container_title=dice.choice(others).container_title)


def _another_doi(work: Work, others: Sequence[Work], dice: random.Random) -> Work:
    return replace(work, DOI=dice.choice(others).DOI)


def _doi_digit(work: Work, _: Sequence[Work], dice: random.Random) -> Work | None:
    head, slash, tail = work.DOI.partition("/")
    places = [i for i, c in enumerate(tail) if c.isdigit()]
    if not places:
        return None
    at = dice.choice(places)
    return replace(work, DOI=head + slash + tail[:at] + _digit(tail[at], dice) + tail[at + 1 :])


def _hybrid(work: Work, others: Sequence[Work], dice: random.Random) -> Work:
    other = dice.choice(others)
    return replace(work, title=other.title, DOI="")


def _invented(work: Work, others: Sequence[Work], dice: random.Random) -> Work:
    """Words, people and numbers of several works, put together as a language model does."""
    first, second, third = (dice.choice(others) for _ in range(3))
    head, tail = work.title.split(" "), first.title.split(" ")
    title = " ".join(head[: len(head) // 2 + 1] + tail[len(tail) // 2 :])
    start = dice.randrange(1, 900)
    return replace(
        work,
        title=title,
        author=tuple(dice.sample([*work.author, *second.author, *third.author], dice.randrange(2, 5))),
        container_title=dice.choice((first, second, third)).container_title,
        years=(dice.randrange(1998, 2022),),
        volume=str(dice.randrange(1, 90)),
        issue=str(dice.randrange(1, 12)),
        page=f"{start}-{start + dice.randrange(5, 25)}",
        DOI="",
    )


_TITLE, _AUTHOR, _PAGE = ("RC201",), ("RC202", "RC208", "RC209", "RC21"), ("RC206", "RC602")
KINDS = (
    Kind("a", "title: letter lost", ("title",), _title_letter_lost, _TITLE),
    Kind("b", "title: letter wrong", ("title",), _title_letter_wrong, _TITLE),
    Kind("c", "title: letters swapped", ("title",), _title_letters_swapped, _TITLE),
    Kind("d", "title: word lost", ("title",), _title_word_lost, _TITLE),
    Kind("e", "title: another word", ("title",), _title_word_wrong, _TITLE),
    Kind("f", "author: letter of the family name", ("author",), _family_letter, _AUTHOR),
    Kind("g", "author: two swapped", ("author",), _authors_swapped, _AUTHOR),
    Kind("h", "author: one added", ("author",), _author_added, _AUTHOR),
    Kind("i", "author: one left out", ("author",), _authors_left_out, _AUTHOR),
    Kind("j", "author: initials wrong", ("author",), _initial_wrong, _AUTHOR),
    Kind("k", "author: given name for family name", ("author",), _given_for_family, _AUTHOR),
    Kind("l", "year: off by one", ("issued",), _year_off, ("RC203",)),
    Kind("m", "year: digits", ("issued",), _year_digit, ("RC203", "RC603")),
    Kind("n", "volume: digit wrong", ("volume",), _volume_digit, ("RC204",)),
    Kind("o", "volume: digits swapped", ("volume",), _volume_swapped, ("RC204",)),
    Kind("p", "volume: glyph for digit", ("volume",), _volume_glyph, ("RC204", "RC601")),
    Kind("q", "volume: digit lost", ("volume",), _volume_digit_lost, ("RC204",)),
    Kind("r", "volume and issue swapped", ("volume", "issue"), _volume_and_issue, ("RC204", "RC205")),
    Kind("s", "issue: another", ("issue",), _issue_wrong, ("RC205",)),
    Kind("t", "first page: digit wrong", ("page",), _first_page_digit, _PAGE),
    Kind("u", "first page: digits swapped", ("page",), _first_page_swapped, _PAGE),
    Kind("v", "page: glyph for digit", ("page",), _page_glyph, _PAGE),
    Kind("w", "last page: another", ("page",), _last_page, _PAGE),
    Kind("x", "pages: reversed", ("page",), _pages_reversed, _PAGE),
    Kind("y", "pages: range written out wrongly", ("page",), _pages_expanded, _PAGE),
    Kind("z", "journal: another", ("container-title",), _another_journal, ("RC207",)),
    Kind("aa", "DOI: of another work", ("DOI",), _another_doi, ("RC104", "RC105", "RC112")),
    Kind("ab", "DOI: digit wrong", ("DOI",), _doi_digit, ("RC103", "RC104", "RC112")),
    Kind("ac", "hybrid of two works", (), _hybrid, ("RC3",)),
    Kind("ad", "invented work", (), _invented, ("RC3",)),
)
