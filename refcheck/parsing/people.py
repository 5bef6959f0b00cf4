"""Take a printed list of names apart: "Smith, J. A., de la Torre M and World Health Organization"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from refcheck.model import Name
from refcheck.text import unbroken

Span = tuple[int, int]

PARTICLES = frozenset(
    "de del della dello dal dalla da do dos das du des der den di ter ten te la le los las lo van von vom zu zum zur af av bin ibn ben"
    " al el st st. 't y e".split()
)
GROUP = re.compile(
    r"\b(?:organi[sz]ations?|associations?|society|committee|group|consortium|collaborations?|institut[eo]?s?|council|agency|ministry|departments?"
    r"|cent(?:er|re)s?|federation|foundation|universit\w+|commission|network|investigators|academy|board|office|bureau|team|trialists|programme|program"
    r"|bundes\w+|gesellschaft|verband|ministerium|statistisches|kommission|inc|ltd|gmbh|corporation|company|press|administration|service)\b",
    re.IGNORECASE,
)
_INITIAL = r"(?:[^\W\d_a-zß-öø-ÿ][a-zß-öø-ÿ]?\.)"  # A. Yu.
_INITIALS = re.compile(
    rf"(?:{_INITIAL}[\s‐‑-]*)+(?:[^\W\d_a-z]\b)?|[^\W\d_a-z]{{1,4}}(?:[‐‑-][^\W\d_a-z]{{1,2}})*|(?:[^\W\d_a-z]\s+)+[^\W\d_a-z]"
)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|2nd|3rd|3d)\.?", re.IGNORECASE)
_DEGREE = re.compile(r"(?:MD|M\.D\.|Ph\.?\s?D\.?|MPH|MSc|MBBS|DVM|FRC[PS]|RN|DDS|BSc)")
_CUT_SHORT = re.compile(
    r"[\s,;(&]{0,9}(?:\band\s+)?(?:\bet\.?\s*al\b\.?|\bet\s+coll\b\.?|\band\s+others\b|\bothers\b|\band\s+colleagues\b|\bu\.\s?a\.|и\s+др\.?|…|\.\s?\.\s?\.)[\s,;.)]*",
    re.IGNORECASE,
)
# blanks round a sign are counted only as far as that takes no time; what is left of them is trimmed
_AND = r"\s(?:and|und|u\.|et|y|e|og|en|with)\s|\s?&"
_BETWEEN = (
    re.compile(rf";\s?(?:(?:and|und|et|y)\s|&)?|{_AND}"),
    re.compile(rf"/|{_AND}"),
    re.compile(rf",\s?(?:and|und|et|y|e)\s|,\s?&|{_AND}|\s[–—]\s"),
)
_WITHIN = re.compile(r"\s+[ye]\s+")
_COMMA = re.compile(r"[,、，]")
_IDEOGRAPHS = 0x2E80  # from here on names are written without blanks, family name first
_EDGES = " \t\r\n\u00a0,;:.&/()[]-–"
_RUN_ON = re.compile(r"(?<!\w)(?:[^\W\d_]{2,}\s+){1,2}?[^\W\d_a-z]{1,3}(?=\s|$)")  # "Smith J Doe AB"


def people(text: str) -> list[Span]:
    """Where the people and groups of a printed list of names stand, in order; degrees and "et al." are left out."""
    found: list[Span] = []
    for start, end in _stretches(text):
        found += _listed(text, start, end)
    return found


def named(text: str) -> Name:
    """The name of one person or group, printed as people() found it."""
    if "," not in text:
        return _one(unbroken(text))
    parts = _parts(text, 0, len(text), _COMMA)
    if not parts or GROUP.search(text):
        return Name(literal=unbroken(text))
    texts = [unbroken(text[a:b]) for a, b in parts]
    at = next((i for i, t in enumerate(texts) if i and _SUFFIX.fullmatch(t)), len(texts))
    suffix, rest = "".join(texts[at : at + 1]), texts[:at] + texts[at + 1 :]
    if len(rest) == 1:
        name = _one(rest[0])
        return Name(name.family, name.given, suffix, name.literal)
    return Name(rest[0], " ".join(rest[1:]), suffix)


def _stretches(text: str) -> Iterator[Span]:
    """The list without what says that names are left out."""
    at = 0
    for found in _CUT_SHORT.finditer(text):
        yield at, found.start()
        at = found.end()
    yield at, len(text)


def _parts(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[Span]:
    """The stretches between the matches of a pattern, without what stands at their edges."""
    cuts = [start]
    for found in pattern.finditer(text, start, end):
        cuts += [*found.span()]
    cuts.append(end)
    trimmed = (_trimmed(text, a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True))
    return [(a, b) for a, b in trimmed if a < b]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES and not (text[end - 1] == "." and _ends_initial(text, start, end)):
        end -= 1
    return start, end


def _ends_initial(text: str, start: int, end: int) -> bool:
    """Whether the full stop before `end` belongs to an initial or "Jr."."""
    return bool(re.search(r"(?:\b[^\W\d_][a-zß-öø-ÿ]?|\b[JS]r|\bSt)\.$", text[max(start, end - 4) : end]))


def _listed(text: str, start: int, end: int) -> Iterator[Span]:
    """The people between two ends of the list, by the sign that parts them."""
    stretch = text[start:end]
    pattern = _BETWEEN[0] if ";" in stretch else _BETWEEN[1] if "/" in stretch else _BETWEEN[2]
    for a, b in _joined(text, _parts(text, start, end, pattern)):
        yield from _by_commas(text, a, b)


def _joined(text: str, parts: Sequence[Span]) -> list[Span]:
    """The parts, those together again that "y" or "e" parts within a family name: "Ortega y Gasset, J."."""
    found: list[Span] = []
    for a, b in parts:
        before = text[slice(*found[-1])] if found else ""
        within = before and _WITHIN.fullmatch(text, found[-1][1], a) and "," not in before and " " not in before
        found[-1:] = [(found[-1][0], b)] if within else [*found[-1:], (a, b)]
    return found


def _by_commas(text: str, start: int, end: int) -> Iterator[Span]:
    """People parted by commas, each of whom may hold a comma between family and given names."""
    parts = _parts(text, start, end, _COMMA)
    if GROUP.search(text, start, end) and not any(_initialled(text[a:b]) for a, b in parts):
        yield start, end
        return
    at = 0
    inverted, first_only = _inverted(text, parts), _first_inverted(text, parts)
    while at < len(parts):
        size = 1
        follows = text[slice(*parts[at + 1])] if at + 1 < len(parts) else ""
        turned = inverted or (first_only and at == 0) or _is_initials(follows)
        if follows and turned and not _DEGREE.fullmatch(follows):
            size = 2
        while at + size < len(parts) and _SUFFIX.fullmatch(text[slice(*parts[at + size])]):
            size += 1
            # "Attrep, Jr, M."
            size += size == 2 and at + size < len(parts) and _is_initials(text[slice(*parts[at + size])])
        degrees = at + size
        while degrees < len(parts) and _DEGREE.fullmatch(text[slice(*parts[degrees])]):
            degrees += 1
        yield from _persons(text, parts[at : at + size])
        at = degrees


def _is_initials(part: str) -> bool:
    part = part.strip()
    return part[:1].isupper() and bool(_INITIALS.fullmatch(part)) and ("." in part or part.upper() == part)


def _inverted(text: str, parts: Sequence[Span]) -> bool:
    """Whether the parts are family and given names by turns: "Bourdieu, Pierre", "Doe, Jane, Roe, Max"."""
    texts = [text[a:b] for a, b in parts if not _SUFFIX.fullmatch(text[a:b])]
    if len(texts) < 2 or ord(texts[0][0]) > _IDEOGRAPHS or any(_is_initials(t) for t in texts[1::2]):
        return False
    if len(texts) == 2 and (len(texts) < len(parts) or len(texts[1].split()) == 1):
        return not _ends_in_initials(texts[0])  # "García Márquez, Gabriel", "Smith, John A., Jr."
    single = [_surname_like(t) for t in texts[::2]]
    return all(single) and len(texts) % 2 == 0 and not any(_ends_in_initials(t) for t in texts[::2])


def _first_inverted(text: str, parts: Sequence[Span]) -> bool:
    """Whether only the first name has the family name in front: "Samuels, Gary J., Sarah L. Dodd, Walter Gams"."""
    texts = [text[a:b] for a, b in parts if not _SUFFIX.fullmatch(text[a:b])]
    if len(texts) < 3 or not _surname_like(texts[0]) or _is_initials(texts[0]):
        return False
    return all(" " in t and not _ends_in_initials(t) for t in texts[2:])


def _surname_like(part: str) -> bool:
    words = [w for w in part.split() if w.lower() not in PARTICLES]
    return len(words) == 1


def _initialled(part: str) -> bool:
    """Whether a part is initials, or a name that begins or ends in some: no group is written so."""
    words = part.split() or [""]
    return _is_initials(words[-1]) or _is_initials(words[0])


def _ends_in_initials(part: str) -> bool:
    words = part.split()
    return len(words) > 1 and _is_initials(words[-1])


def _persons(text: str, parts: Sequence[Span]) -> Iterator[Span]:
    """The person that one, two or three parts make: family name, given names, suffix; or several run together."""
    start, end = parts[0][0], parts[-1][1]
    if len(parts) > 1:
        yield start, end
        return
    run = list(_RUN_ON.finditer(text, start, end))
    if len(run) > 1 and run[0].start() == start and run[-1].end() == end:
        yield from (m.span() for m in run)
    else:
        yield start, end - _stop_of_sentence(text, start, end)


def _stop_of_sentence(text: str, start: int, end: int) -> bool:
    """Whether the stop behind "Kaya H, Cerci S." ends the sentence: no other initial of the list has one."""
    return text[end - 1] == "." and "." not in text[: end - 1] and " " in text[start:end] and not text[end:].strip()


@lru_cache(maxsize=10_000)  # a list cites the same people again and again
def _one(text: str) -> Name:
    """One name without commas: initials behind or before the family name, or given names before it."""
    words = text.split()
    if len(words) > 5 or (GROUP.search(text) and not _initialled(text)):
        return Name(literal=text)
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) and not _are_initials(words) else ""
    behind = _count(list(reversed(words)))
    if 0 < behind < len(words):
        return Name(" ".join(words[:-behind]), " ".join(words[-behind:]), suffix)
    before = _count(words)
    if 0 < before < len(words):
        # "J. Smith", "J. Paul de la Torre"
        family = _family_start(words, before)
        return Name(" ".join(words[family:]), " ".join(words[:family]), suffix)
    if glued := re.fullmatch(rf"((?:{_INITIAL}[‐‑-]?)+)([^\W\d_].*)", text):
        return Name(glued[2], glued[1], suffix)
    if len(words) > 1:
        # "van der Berg" has no given name
        family = 0 if words[0].islower() and words[0] in PARTICLES else _family_start(words, 1)
        return Name(" ".join(words[family:]), " ".join(words[:family]), suffix)
    return Name(text) if words and words[0][:1].isalpha() else Name(literal=text)


def _are_initials(words: Sequence[str]) -> bool:
    """Whether a last "JR" or "SR" is initials: no other initials are there, and the family name has small letters."""
    bare = not any(map(_is_initials, words[:-1]))
    return words[-1] in ("JR", "SR") and bare and any(map(str.islower, words[-2]))


def _count(words: Sequence[str]) -> int:
    """How many words from the first on are initials."""
    return next((i for i, w in enumerate(words) if not _is_initials(w)), len(words))


def _family_start(words: Sequence[str], given: int) -> int:
    """Where the family name begins: at a particle, else with the last word."""
    particles = (i for i in range(given, len(words) - 1) if words[i].lower() in PARTICLES)
    return next(particles, len(words) - 1)
