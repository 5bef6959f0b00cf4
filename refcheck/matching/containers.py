"""Compare journal names: full against abbreviated, with and without acronym, place and article."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile

from refcheck.text import fold

FEW, MOST = 3, 0.65  # words, and the share of them, from which two names are alike
_STOP = frozenset(
    """
    of the and in for on de la le les des du et der die das und fur für y e del di a an at to & part section
    """.split()
)
_GENERIC = frozenset(
    """
    journal annals archives international american european british national proceedings transactions bulletin
    acta review reviews research letters studies new
    """.split()
)
# two names of one journal that share too little to tell (NLM Catalog), folded, without small words
_ALIASES = {
    ("proc", "biol", "sci"): ("proc", "r", "soc", "b"),
    ("wires",): ("wiley", "interdisciplinary", "reviews"),
    ("ajp",): ("american", "journal", "physiology"),
}
_PLACES = frozenset(
    """
    united states kingdom america usa us uk england london lond new york paris berlin tokyo
    series ser section sect sec part
    january february march april may june july august september october november december
    """.split()
)  # and what is printed behind a name: "Lancet. November"
_SUBTITLE = re.compile(r"(?<=[a-z])\s*(?::|\s[-–—]\s).*$")  # none behind an acronym: "AJP: Lung Cellular …"
_PLACE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_TOKEN = re.compile(r"[^\W_]+")


class Kinship(StrEnum):
    """How two names of containers relate."""

    SAME = "same"
    ALIKE = "alike"  # most words of the shorter name stand in the other: one series of conferences, or one's section
    PART = "part"  # one says less than the other, or says it in letters that could mean it
    OTHER = "different"


def tokens(name: str) -> list[str]:
    """The words of a container's name that carry meaning, folded; places in brackets are left out."""
    bare = fold(_PLACE.sub(" ", name)).replace("'", "").replace("’", "")
    found = [t for t in _TOKEN.findall(bare) if t not in _STOP]
    for known, also in _ALIASES.items():
        if tuple(found[: len(known)]) == known:
            return [*also, *found[len(known) :]]
    return found


@lru_cache(maxsize=20_000)  # a list cites few journals, each of them often
def compare_containers(cited: str, recorded: tuple[str, ...]) -> Kinship:
    """The closest relation of a cited container to any of the recorded names."""
    kinships = {_compare(cited, name) for name in recorded}
    return next((k for k in (Kinship.SAME, Kinship.ALIKE, Kinship.PART) if k in kinships), Kinship.OTHER)


def _compare(cited: str, recorded: str) -> Kinship:
    a, b = tokens(cited), tokens(recorded)
    if not a or not b:
        return Kinship.PART
    for x, y in ((a, b), (b, a)):
        if _abbreviates(x, y) or _acronym(x, y) or (len(x) > 1 and _acronym(x[:1], x[1:]) and _abbreviates(x[1:], y)):
            return Kinship.SAME
    # "AJR Am J Roentgenol" against "American Journal of Roentgenology": the acronym of what follows it
    for x, y in ((a, b), (b, a)):
        if len(x) > 2 and _abbreviates(x[1:], y) and _initial_letters(y, x[0]):
            return Kinship.SAME
    if _mostly_shared(a, b):
        return Kinship.ALIKE
    return (
        Kinship.PART
        if _shares(a, b) or _could_be_acronym(cited, recorded) or _could_be_acronym(recorded, cited)
        else Kinship.OTHER
    )


def conflicting(cited: str, recorded: tuple[str, ...]) -> bool:
    """Whether a name is that of another journal than each recorded one, though it may share most of its words."""
    return bool(recorded) and not any(
        _could_be_acronym(cited, name)
        or _could_be_acronym(name, cited)
        or _compare(cited, name) is Kinship.SAME
        or not _conflict(_telling(cited), _telling(name))
        for name in recorded
    )


def _telling(name: str) -> list[str]:
    """The words of a name but for its subtitle, and what names a place or announces a section: written in every way."""
    words = tokens(_SUBTITLE.sub("", name))
    return ["journal" if w == "j" else w for w in words if w not in _PLACES]


def _conflict(a: list[str], b: list[str]) -> bool:
    """Whether each of two names has a word that the other lacks, or one has more than the other, and not at its end.

    "Psychological Bulletin" is not "Psychological Review", "Clinical Cancer Research" not "Cancer Research", and
    "Cancer Research" not "Cancer"; but "Acta Crystallogr D" is a section's, and "Plant J Cell Mol Biol" a subtitle's.
    """
    if not a or not b or _acronym(a[:1], b) or _acronym(b[:1], a):
        return False
    more, less = _unsaid(a, b), _unsaid(b, a)
    if more and less:
        return True
    short, long = (a, b) if less else (b, a)
    return (more or less) and not (len(short) > 1 and all(map(_akin, short, long)))


def _unsaid(a: list[str], b: list[str]) -> bool:
    """Whether a word of one name is not in the other, in full or shortened; single letters stand for anything."""
    return any(len(x) > 1 and not any(_akin(x, y) for y in b) for x in a if x != "journal" or len(b) == 1)


def _akin(x: str, y: str) -> bool:
    """Whether one word shortens the other, or both are one word in two languages: "ornithologie", "ornithology"."""
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(x, y, strict=False)))
    return _one(x, y) or alike >= max(5, STEM * len(max(x, y, key=len)))


def _one(x: str, y: str) -> bool:
    """Whether one word shortens the other."""
    return _shortens(x, y) or _shortens(y, x)


STEM = 0.7  # share of a word that it has in common with its form in another language


def _abbreviates(short: list[str], full: list[str]) -> bool:
    """Whether each short word shortens the full word at its place; single letters left over are a place ("U S A")."""
    rest = short[len(full) :]
    return len(short) >= len(full) and all(len(t) == 1 for t in rest) and all(map(_shortens, short, full))


def _shortens(short: str, full: str) -> bool:
    """Whether one word is an abbreviation of the other: a prefix, or its letters in order ("natl", "dtsch")."""
    if full.startswith(short):
        return True
    if short[0] != full[0] or len(short) < 2 or len(short) > len(full):
        return False
    letters = iter(full)
    # a contraction keeps the end or the head: "natl" is national, "neurol" is not neurophysiological
    return all(c in letters for c in short) and (full.endswith(short[-1]) or full[:3] == short[:3])


def _acronym(short: list[str], full: list[str]) -> bool:
    """Whether one word holds the initials of all the others: "jama", "pnas"."""
    return len(short) == 1 and len(full) > 1 and len(short[0]) > 1 and short[0] == "".join(t[0] for t in full)


def _initial_letters(full: list[str], acronym: str) -> bool:
    """Whether a short word is made of initials of the name: "ajr" of American Journal of Roentgenology."""
    return len(acronym) <= 5 and set(acronym) <= {t[0] for t in full}


def _could_be_acronym(short: str, full: str) -> bool:
    """Whether a name of capitals only could stand for the other: it cannot be proved different."""
    letters = "".join(c for c in _PLACE.sub("", short) if c.isalpha())
    return 1 < len(letters) <= 8 and letters.isupper() and letters[0].lower() == fold(full)[:1]


def _mostly_shared(a: list[str], b: list[str]) -> bool:
    """Whether most words of the shorter name stand in the longer, three of them at least, in full or shortened."""
    short, long = sorted((a, b), key=len)
    found = sum(len(x) > 2 and any(_akin(x, y) for y in long) for x in short)
    return found >= max(FEW, MOST * len(short))


def _shares(a: list[str], b: list[str]) -> bool:
    """Whether two names share a word that not every journal has: in full, shortened or, beside others, translated."""
    same = _one if 1 in (len(a), len(b)) else _akin  # Econometrica is not Econometrics
    return any(
        same(x, y) and min(len(x), len(y)) > 2 and not any(g.startswith(x) or g.startswith(y) for g in _GENERIC)
        for x in a
        for y in b
    )
