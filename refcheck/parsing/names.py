"""Recognise the list of names that a reference begins with, and write a name the way a list writes its names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from refcheck.model import Manner, Name
from refcheck.parsing.people import named
from refcheck.text import LOWER, UPPER, fold, unbroken

# Names are read in a copy of the text in which one letter stands for all capitals beyond ASCII and one for all small
# ones: patterns that list a thousand letters would take a tenth of a second to compile, at every start.
_CASES = {ord(c): "Ā" for c in UPPER if not c.isascii()} | {ord(c): "ā" for c in LOWER if not c.isascii()}
_U, _L = "[A-ZĀ]", "[a-zā]"
_PARTICLE = (
    r"(?:[Dd][ei]|[Dd]el|[Dd]ella|[Dd]ello|[Dd]al|[Dd]alla|[Dd]a|[Dd]o|[Dd]os|[Dd]as|[Dd]u|[Dd]es|[Vv][ao]n|[Vv]om|[Dd]e[rnt]|[Ll][aeo]s?"
    r"|[Tt]e[rn]|[Zz]u[rm]?|[Aa]f|[Aa]v|[Bb]in|[Ii]bn|[Bb]en|[Aa]l|[Ee]l|[Ss]t\.?|['’]t)"
)
_JOIN = r"[-‐‑'’]"
# each repetition opens with a joint or a capital, so that no string can be matched in two ways
_WORD = rf"(?:[dDlL]['’])?(?:(?:{_U}|al-|el-){_L}*+(?:(?:{_JOIN}{_U}?|{_U}){_L}++)*+|{_U}{{2,}}(?:{_JOIN}{_U}+)*+)"
_FAMILY = rf"(?:{_PARTICLE}\s+)*{_WORD}(?:\s+(?:{_PARTICLE}\s+)*{_WORD}){{0,2}}?"
_BLOCK = rf"{_U}{{1,4}}(?:[-‐‑]{_U}){{0,2}}"  # BL, J-P
_DOTTED = rf"(?:{_U}{_L}?\.[-\s‐‑]{{0,2}}){{0,4}}{_U}{_L}?\.(?!{_L})"  # B. L., J.-P., Yu.
_SUFFIX = r"(?:,?\s+(?:Jr|Sr|II|III|IV|2nd|3rd)\b\.?)"

_ET_AL = re.compile(
    r"[,;]?\s*(?:&\s*|and\s+)?(?:…\s*)?(?:et\s+al\b\.?|et\s+coll\b\.?|and\s+others\b|and\s+colleagues\b|u\.\s?a\.|и\s+др\.?)",
    re.IGNORECASE,
)
_ELLIPSIS = r"(?:\s*(?:…|\.\s?\.\s?\.)\s*)"
_SEPARATOR = re.compile(
    rf"\s*(?:[,;]{_ELLIPSIS}?\s*(?:(?:and|und|et|y|e|&)\s+|&\s*)?|\s(?:and|und|et|y|e|&)\s+|&\s*)\s*"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A name as printed: `text[start:end]`."""

    name: Name
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Form:
    """One way of writing a name: the pattern of the first in a list, and of those after it."""

    first: str
    later: str


def _form(first: str, later: str = "") -> _Form:
    return _Form(first, later or first)


_PARTS = ("family", "given", "suffix")
_compiled = cache(re.compile)  # when first used: compiling all of them would be felt at every start


_BLOCK_NAME = rf"(?P<family>{_FAMILY})\s+(?P<given>{_BLOCK})(?P<suffix>{_SUFFIX})?(?![A-ZĀa-zā])"
_INVERTED = rf"(?P<family>{_FAMILY}),\s*(?P<given>{_DOTTED})(?P<suffix>{_SUFFIX})?"
_DOTTED_AFTER = rf"(?P<family>{_FAMILY})\s+(?P<given>{_DOTTED})(?P<suffix>{_SUFFIX})?"
_FOLLOWS = r"(?=\s*(?:[,;.:&(\"“‘'\[]|(?:and|und|et|y|e)\s|\d|$))"
_NATURAL = rf"(?P<given>{_DOTTED})\s*(?P<family>{_FAMILY})(?P<suffix>{_SUFFIX})?{_FOLLOWS}"
_DEGREE = r"(?:MD|MS|MA|BA|BS|DO|RN|DDS|MPH|MSC|MBBS|DVM|FRCP|FRCS|PHD)\b"
_INVERTED_BLOCK = rf"(?P<family>{_FAMILY}),\s+(?!{_DEGREE})(?P<given>{_BLOCK})(?P<suffix>{_SUFFIX})?(?![A-ZĀa-zā])"

# From the least to the most permissive.
_FORMS = (
    _form(_BLOCK_NAME),
    _form(_INVERTED),
    _form(_INVERTED, _NATURAL),
    _form(_INVERTED_BLOCK),
    _form(_DOTTED_AFTER),
    _form(_NATURAL),
)


@dataclass(frozen=True, slots=True)
class Authors:
    """An author list as printed: its people, whether it ends in "et al.", and where it ends."""

    people: tuple[Person, ...]
    et_al: bool
    end: int


def authors(text: str, start: int = 0) -> Authors | None:
    """The author list that begins at `start`, or None; two capitalised words are none, for titles are such too."""
    cased = text.translate(_CASES)
    lists = [found for form in _FORMS if (found := _list(text, cased, start, form))]
    # a stop that one form counts in and another leaves out makes no difference; the stricter form comes first
    return max(lists, key=lambda found: found.end + text.startswith(".", found.end), default=None)


def _list(text: str, cased: str, start: int, form: _Form) -> Authors | None:
    people: list[Person] = []
    at, pattern = start, _compiled(form.first)
    while len(people) < 1000 and (found := pattern.match(cased, at)):
        people.append(_person(text, found))
        at, pattern = found.end(), _compiled(form.later)
        if cut := _ET_AL.match(text, at):
            return Authors(tuple(people), True, cut.end())
        if not (comma := _SEPARATOR.match(text, at)) or not pattern.match(cased, comma.end()):
            break
        at = comma.end()
    return (
        Authors(tuple(people), False, people[-1].end) if people and _ends(text, people[-1].end, len(people)) else None
    )


def _ends(text: str, at: int, count: int) -> bool:
    """Whether a list of so many authors can end here: a title that begins "Vitamin D and …" is none."""
    rest = text[at : at + 12].lstrip()
    if count > 1 and rest[:1].isupper():
        return True  # some journals print nothing between authors and title
    return text[at - 1] == "." or not rest or rest[0] in ".,;:(\"“'‘[" or rest[0].isdigit() or rest.startswith("et al")


def _person(text: str, found: re.Match[str]) -> Person:
    family, given, suffix = (unbroken(text[slice(*found.span(part))]).strip(" ,") for part in _PARTS)
    return Person(Name(family, given, suffix), found.start(), found.end())


def initials(given: str) -> str:
    """The initials of given names, folded: "Mary Zoe", "M. Z.", "MZ" and "M-Z" are all "mz"."""
    parts = re.findall(r"[^\W\d_]+", given)
    return fold("".join(p if p.isupper() and len(p) <= 4 else p[0] for p in parts))


def written_like(example: str, name: Name, manner: Manner | None = None, *, spelt: bool = False) -> str:
    """The name in the form of the example: family first or last, comma, stops and blanks of the initials.

    Where the example does not show whether blanks stand between initials, the `manner` of its list tells; `spelt` says
    that the names beside it have their given names spelt out.
    """
    if name.literal:
        return name.literal
    cited = named(example)
    family = cased_like(name.family, cited.family)
    letters = _letters(name.given)
    if not letters or not cited.given:
        return f"{family} {''.join(letters)}".strip()
    spelt_out = spelt or any(map(str.islower, cited.given))
    blank = bool(re.search(r"\.\s", cited.given)) or spelt_out or bool(manner and manner.initials == "A. B.")
    gap = " " if blank and not re.search(r"\.[^\W\d_]", cited.given) else ""
    if spelt_out and any(map(str.islower, name.given)):
        form = name.given
    else:
        form = gap.join(f"{c}." for c in letters) if "." in cited.given or spelt_out else "".join(letters)
    comma = "," in example
    suffix = f"{', ' if comma else ' '}{name.suffix}" if name.suffix else ""
    if not example.strip().startswith(cited.family):
        return f"{form} {family}{suffix}"
    return f"{family}{', ' if comma else ' '}{form}{suffix}"


def _letters(given: str) -> list[str]:
    """The initials of given names, as capitals, with their accents."""
    parts = re.findall(r"[^\W\d_]+", given)
    return [c.upper() for p in parts for c in (p if p.isupper() and len(p) <= 4 else p[0])]


def cased_like(family: str, cited: str) -> str:
    """A family name that is recorded in capitals, in small letters where the list writes its own so."""
    capitals = len(family) > 3 and family.isupper() and any(map(str.islower, cited))
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), family) if capitals else family
