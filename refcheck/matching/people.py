"""Compare author lists: order, particles, glued and missing initials, cut lists."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from refcheck.model import Name
from refcheck.parsing.names import initials
from refcheck.text import fold

_PARTICLES = frozenset(
    """
    de del della dello dal dalla da do dos das du des van von vom der den det la le los las lo ter ten zu zur
    zum af av bin ibn ben al el st t d l
    """.split()
)
_SUFFIX = re.compile(r"[\s,]+(?:jr|sr|ii|iii|iv|2nd|3rd)\.?$", re.IGNORECASE)
_initials = lru_cache(maxsize=50_000)(initials)  # a name is compared with those of every candidate
_LETTERS = re.compile(r"[^\W\d_]+")


def family_words(name: Name) -> tuple[str, ...]:
    """The words of a family name, folded, without particles, suffix and hyphens."""
    return _family_words(name.known_as)


@lru_cache(maxsize=50_000)
def _family_words(known_as: str) -> tuple[str, ...]:
    found = _LETTERS.findall(fold(_SUFFIX.sub("", known_as)).replace("'", "").replace("’", ""))
    return tuple(w for w in found if w not in _PARTICLES) or tuple(found)


def same_family(cited: Name, recorded: Name) -> bool:
    """Whether two names have one family name: particles and part of a compound may be missing."""
    a, b = family_words(cited), family_words(recorded)
    if "".join(a) == "".join(b):
        return True
    if _umlauted("".join(a)) == _umlauted("".join(b)):
        return True
    # "Sanei Taheri M" and "Taheri MS": what is missing went to the initials or was dropped
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    return bool(short) and (long[: len(short)] == short or long[-len(short) :] == short)


@lru_cache(maxsize=50_000)
def _umlauted(word: str) -> str:
    """A form in which "müller", "mueller" and "muller" are equal."""
    return re.sub(r"(?<=[aou])e", "", word)


def same_person(cited: Name, recorded: Name) -> bool:
    """Whether a cited name can be the recorded one: equal family, initials that do not contradict."""
    if cited.literal or recorded.literal or not recorded.family or not cited.family:
        return _same_words(cited, recorded)
    if same_family(cited, recorded):
        a, b = _initials(cited.given), _initials(recorded.given)
        return not a or not b or a[0] == b[0] or a.startswith(b) or b.startswith(a) or a[0] in b or b[0] in a
    return _turned(cited, recorded) or _same_words(cited, recorded)


def turned(cited: Name, recorded: Name) -> bool:
    """Whether given and family name changed places: "Sureyya C" for "Cerci S", and both are no one word."""
    a, b = fold(cited.family), fold(recorded.family)
    if not a or not b or not cited.given or not recorded.given or a == b:
        return False
    spelt = len(a) > 2 and a == fold(recorded.given) and fold(cited.given.strip("."))[:1] == b[:1]
    return spelt or _turned(cited, recorded)


def _turned(cited: Name, recorded: Name) -> bool:
    """Whether given and family name changed places in the record: "Rai M" and "Mahendra R"."""
    a, b = fold(cited.family), fold(recorded.family)
    if a == fold(recorded.given) and b == fold(cited.given):
        return True
    shortened = _initials(recorded.given) == a[:1] and len(recorded.given.strip(".")) == 1
    return shortened and _initials(cited.given)[:1] == b[:1] and a[:1] != b[:1]


def _same_words(cited: Name, recorded: Name) -> bool:
    """Whether two names hold the same words, however they were parted: mononyms, groups, whole names in `family`."""
    a, b = (_all_words(f"{n.given} {n.family} {n.literal}") for n in (cited, recorded))
    if a == b:
        return True
    if cited.literal and recorded.literal:
        return bool(set(a) & set(b)) and (set(a) <= set(b) or set(b) <= set(a))
    return _whole(cited, recorded) or _whole(recorded, cited)


@lru_cache(maxsize=50_000)
def _all_words(text: str) -> tuple[str, ...]:
    """The words of a text, folded, in alphabetical order."""
    return tuple(sorted(_LETTERS.findall(fold(text))))


def _whole(unparted: Name, parted: Name) -> bool:
    """Whether a name kept in one field ("Chun-Li Chang") is another that is parted ("Chang CL")."""
    if (unparted.given and not unparted.literal) or not parted.family:
        return False
    found = _LETTERS.findall(fold(unparted.known_as))
    family, letters = family_words(parted), initials(parted.given)
    rest = [w for w in found if w not in family]
    return set(family) <= set(found) and (not letters or any(w[0] == letters[0] for w in rest))


def near_family(cited: Name, recorded: Name) -> bool:
    """Whether two family names differ by one slip: a letter wrong, missing, added, or two swapped."""
    a, b = "".join(family_words(cited)), "".join(family_words(recorded))
    return min(len(a), len(b)) > 3 and DamerauLevenshtein.distance(a, b, score_cutoff=1) <= 1


def strangers(cited: tuple[Name, ...], recorded: tuple[Name, ...]) -> list[Name]:
    """The cited authors who are nowhere in the record."""
    # only who shares a word of a family name need be compared, or has it for a given name
    holders: dict[str, list[Name]] = {}
    for b in dict.fromkeys(recorded):
        for word in _spellings(b.known_as) | _spellings(b.given):
            holders.setdefault(word, []).append(b)
    known = {a: any(same_person(a, b) for w in _spellings(a.known_as) for b in holders.get(w, ())) for a in set(cited)}
    return [a for a in cited if not known[a]]


@lru_cache(maxsize=50_000)
def _spellings(text: str) -> frozenset[str]:
    """The words of a part of a name, also in one piece, with and without the e of an umlaut; no initials."""
    found = [word for word in _all_words(text) if len(word) > 1]
    joined = "".join(_family_words(text))
    return frozenset((*found, joined, *map(_umlauted, found), _umlauted(joined)))
