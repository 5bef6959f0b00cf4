"""Citations by author and year: (Smith, 2001; Lee et al., 1999a, b), Smith and Jones (2001), van der Berg et al. 2010.

Every year is read backwards to the names before it, word by word, so that the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from refcheck.model import NameCitation
from refcheck.parsing.people import GROUP
from refcheck.parsing.running import Running, Token
from refcheck.parsing.species import EPITHET, GENUS
from refcheck.parsing.words_cited import (
    AND,
    LEADS,
    NO_NAMES,
    OTHERS,
    PARTICLES,
    SAID,
    UNDATED,
    UNPUBLISHED,
    WITHIN_GROUPS,
)

_YEAR = re.compile(r"(1[5-9]\d\d|20[0-4]\d)([a-k]?)")
_ENDS = frozenset({")", "]", ";", ",", ":", "p", "pp"})  # what may follow a year in a bracket
_BRACKETS = (("(", ")"), ("[", "]"))
MOST = 12  # names before one year, and words of one name


@dataclass(frozen=True, slots=True)
class Reading:
    """What may be a citation, with all the names that stand before the year, of which the first may be no authors.

    `least` is how many of them, counted from the last, there are at least; `sure` that nothing but a citation is
    printed so.
    """

    citation: NameCitation
    least: int
    sure: bool

    def of(self, count: int) -> NameCitation:
        """The citation with only so many of the names, the last ones."""
        return replace(self.citation, authors=self.citation.authors[-count:])


def by_names(text: str) -> Iterator[Reading]:
    """Every year with names before it, in the order of the text."""
    running = Running(text)
    last, reading = 0, None
    for year in _years(running):
        if reading and _goes_on(running, last, year.at):
            reading = _another(running, reading, year)
        else:
            reading = _reading(running, year)
        last = year.end
        if reading:
            yield reading
            letters = list(_letters(running, reading, year.end))
            yield from (further for _, further in letters)
            last = letters[-1][0] if letters else last


@dataclass(frozen=True, slots=True)
class _Year:
    """A year, or what stands for one: which tokens it is."""

    at: int
    end: int
    year: str
    suffix: str


def _years(running: Running) -> Iterator[_Year]:
    for i, token in enumerate(running.tokens):
        if token.kind == "number":
            if (found := _YEAR.fullmatch(token.text)) and not _part(running.text, token) and not _reprinted(running, i):
                yield _Year(i, i + 1, found[1], found[2])
            continue
        for words in UNDATED.get(token.folded, ()):
            if all(running.folded(i + k) == word for k, word in enumerate(words)):
                joint = "" if "." in words else " "
                yield _Year(i, i + len(words), joint.join(words), "")
                break


def _reprinted(running: Running, i: int) -> bool:
    """Whether a year is the first of 1900/1953: the list goes by the other."""
    return running.folded(i + 1) == "/" and _YEAR.fullmatch(running.folded(i + 2)) is not None


def _part(text: str, token: Token) -> bool:
    """Whether a number is part of a longer one, of a date, or of a name."""
    before, after = text[max(0, token.start - 5) : token.start], text[token.end : token.end + 2]
    glued = before[-1:] in tuple("/.-–#_$€£") and before[-2:-1].isalnum() and not _YEAR.fullmatch(before[:4])
    return glued or before[-1:].isalpha() or (after[:1] in tuple(".-_%°") and after[1:].isdigit())


def _goes_on(running: Running, end: int, at: int) -> bool:
    """Whether nothing but a sign stands between one year and the next, in one bracket."""
    signs = [running.folded(i) for i in range(end, min(at, end + 3))]
    there = signs in ([","], [";"], ["and"], ["&"], [",", "and"], [",", "&"])
    return there and running.within(end - 1) == running.within(at) is not None


def _another(running: Running, reading: Reading, year: _Year) -> Reading:
    """The reading of a year that shares the names of the one before it."""
    span = running.span(year.at, year.end)
    cited = replace(
        reading.citation, span=span, raw=running.text[span.start : span.end], year=year.year, suffix=year.suffix
    )
    return replace(reading, citation=cited)


def _letters(running: Running, reading: Reading, at: int) -> Iterator[tuple[int, Reading]]:
    """What letters behind a year with a letter cite: the b of "1999a, b", b and c of "1999a–c"."""
    last = reading.citation.suffix
    while last and running.folded(at) in (",", "and", "&", "-", "–"):
        letter = running.printed(at + 1)
        if len(letter) != 1 or not last < letter <= "k":
            return
        first = ord(last) + 1 if running.folded(at) in ("-", "–") else ord(letter)
        span = running.span(at + 1, at + 2)
        for code in range(first, ord(letter) + 1):
            cited = replace(reading.citation, span=span, raw=letter, suffix=chr(code))
            yield at + 2, replace(reading, citation=cited)
        at, last = at + 2, letter


def _reading(running: Running, year: _Year) -> Reading | None:
    """The names before a year."""
    narrative = running.folded(year.at - 1) in ("(", "[")  # Smith (2001)
    i = year.at - 2 if narrative else year.at - 1
    if running.folded(i) == "/" and _reprinted(running, i - 1):
        i -= 2
    i -= running.folded(i) == ","
    et_al, i = _et_al(running, i)
    names = _names(running, i, et_al)
    if not names.families or _disowned(running, names.begin):
        return None
    bracket = running.within(year.at)
    inside = (
        bracket is not None and not narrative and _begins(running, names.begin) and running.folded(year.end) in _ENDS
    )
    sure = et_al or inside or (names.joined and narrative)
    span = running.span(names.begin, year.end + (narrative and running.folded(year.end) in (")", "]")))
    cited = NameCitation(
        span=span,
        raw=running.text[span.start : span.end],
        authors=tuple(names.families),
        et_al=et_al,
        year=year.year,
        suffix=year.suffix,
        within=bracket or span,
    )
    least = 1 if et_al or not names.joined else len(names.families) if inside else 2
    return Reading(
        cited, least, sure and not _authority(running, names.begin, int(year.year) if year.year.isdigit() else 0)
    )


def _et_al(running: Running, i: int) -> tuple[bool, int]:
    """Whether "et al." ends there, and where what stands before it does."""
    j = i - (running.folded(i) == ".")
    if running.folded(j) not in OTHERS:
        return False, i
    j -= 1
    j -= running.folded(j) == "."  # "et. al."
    if running.folded(j) not in AND:
        return False, i
    return True, j - 1 - (running.folded(j - 1) == ",")


@dataclass(slots=True)
class _Names:
    """The names before a year, in the order of the text; `joined` by "and"."""

    families: list[str]
    begin: int
    joined: bool = False


def _names(running: Running, i: int, et_al: bool) -> _Names:
    found = _Names([], i + 1)
    joint = ""
    while len(found.families) < MOST and (name := _name(running, i)):
        family, begin = name
        found = _Names([family, *found.families], begin, found.joined or joint in AND)
        i = begin - 1
        joint = running.folded(i)
        if joint in AND:
            i -= 1
            i -= running.folded(i) == ","
        elif joint == "," and (found.joined or et_al):
            i -= 1
        else:
            break
    return found


def _name(running: Running, i: int) -> tuple[str, int] | None:
    """The name of one person or group that ends there, without initials, and the token it begins with."""
    if (running.folded(i - 2), running.folded(i)) in _BRACKETS and running.tokens[i - 1].capital:
        i -= 3  # World Health Organization [WHO]
    parts: list[Token] = []
    begin = i + 1
    while len(parts) < MOST and (token := running.token(i)):
        if token.kind == "word" and _belongs(running, i, parts):
            parts.insert(0, token)
            begin = i
        elif not (_joint(running, i, parts)):
            break
        i -= 1
    while parts and not parts[0].capital:
        begin += 1  # a particle, or a sign of the initials, needs none before it
        if parts[0].folded in PARTICLES and len(parts) > 1:
            begin -= 1
            break
        parts.pop(0)
    printed = running.text[parts[0].start : parts[-1].end] if parts else ""
    whole = GROUP.search(printed) and not set(".,") & set(printed)  # R Core Team
    family = parts if whole else [p for p in parts if not _initials(p, parts)]
    if not any(p.capital for p in family) or " ".join(p.folded for p in family) in UNPUBLISHED:
        return None
    return " ".join(p.text for p in family), begin


def _belongs(running: Running, i: int, parts: list[Token]) -> bool:
    """Whether a word can be part of the name whose later words are known."""
    token = running.tokens[i]
    if token.capital:
        led = token.folded in LEADS and not (token.text.isupper() and len(token.text) > 2)  # WHO is no "who"
        return len(token.text) == 1 or not (led or token.folded in NO_NAMES)
    if not parts:
        return False
    before = running.token(i - 1)
    inner = token.folded in WITHIN_GROUPS and before is not None and before.capital and len(before.text) > 2
    return inner or token.folded in PARTICLES


def _joint(running: Running, i: int, parts: list[Token]) -> bool:
    """Whether a sign stands within a name: the stop of an initial, the comma between family name and initials."""
    before = running.token(i - 1)
    if before is None or not before.capital:
        return False
    if running.folded(i) in ("'", "’"):
        return not parts  # Betro’
    if running.folded(i) == ".":
        return len(before.text) == 1
    return running.folded(i) == "," and bool(parts) and all(len(p.text) == 1 for p in parts)


def _initials(part: Token, parts: list[Token]) -> bool:
    """Whether a part of a name is initials: "J", or "JA" beside a longer word."""
    if len(part.text) == 1:
        return True
    longer = any(p is not part and p.capital and len(p.text) > 1 and not p.text.isupper() for p in parts)
    return len(part.text) < 4 and part.text.isupper() and longer


def _begins(running: Running, begin: int) -> bool:
    """Whether names begin right behind a bracket, a semicolon, or a word that leads in a citation."""
    before = running.folded(begin - 1)
    if before in ("in", "at", "on"):
        lead = running.folded(begin - 2)
        return lead in SAID or not lead.isalpha()
    if before in ("(", "[", ";") or before in LEADS:
        return True
    return before in (",", ".") and (running.folded(begin - 2) in LEADS or running.folded(begin - 2) == ".")


def _disowned(running: Running, begin: int) -> bool:
    """Whether names are those of a case at law, Brown v. Board of Education, or end what has a name: Treaty of Rome."""
    before, named = running.folded(begin - 1), running.token(begin - 2)
    if before in WITHIN_GROUPS and named and named.capital and named.folded in NO_NAMES:
        return True
    return {before, running.folded(begin - 2)} & {"v", "vs", "versus"} != set()


def _authority(running: Running, begin: int, year: int) -> bool:
    """Whether names and year are those of who named a species: X. oryzae (Ishiyama 1922)."""
    i = begin - 1 - (running.folded(begin - 1) in ("(", "["))
    epithet, genus = running.token(i), running.token(i - 1)
    if epithet is None or genus is None or len(epithet.text) < 3 or not EPITHET.fullmatch(epithet.text):
        return False
    if genus.text == ".":
        abbreviated = running.token(i - 2)
        return abbreviated is not None and abbreviated.capital and len(abbreviated.text) < 3
    # a sentence may begin so, but hardly with so old a work
    return GENUS.fullmatch(genus.text) is not None and (year < 1960 or running.folded(i - 2) not in (".", "", "?", "!"))
