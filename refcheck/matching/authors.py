"""Lay a cited author list beside the recorded one: who is whom, who was added, left out, or moved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from refcheck.matching.given import further_initials_differ, is_given_name, may_be_one
from refcheck.matching.people import family_words, near_family, same_family, same_person, strangers, turned
from refcheck.model import Match, Name, Work
from refcheck.text import folded

UNCUT = (2, 4, 5)  # authors: where a record ends with so many, it is not because somebody cuts lists there
NAMED = 3  # authors that a message names of a work that is not matched
MOST_WORDS = 5  # of a family name
LOOKED_FOR = 50  # of the authors who are missing, in what is printed
MOST = 40_000  # pairs of names to compare; longer lists are not


class Kin(StrEnum):
    """How a cited author relates to the recorded one beside whom it stands."""

    SAME = "same"
    TURNED = "given and family name changed places"
    NEAR = "a letter of the family name"
    INITIALS = "initials"
    OTHER = "another"
    ADDED = "added"  # nobody is recorded there
    LEFT_OUT = "left out"  # nobody is cited there


# the less alike, the dearer to lay side by side; leaving one out and adding another is dearest
_COST = {Kin.SAME: 0.0, Kin.TURNED: 0.3, Kin.NEAR: 0.4, Kin.INITIALS: 0.5, Kin.OTHER: 1.2}
_GAP = 1.0
_ET_AL = re.compile(r"\bet\.?\s+al\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Step:
    """A place in both lists: the index of the cited and of the recorded author, -1 where there is none."""

    cited: int
    recorded: int
    kin: Kin
    before: int = 0  # recorded authors who stand before it


def relate(cited: Name, recorded: Name) -> Kin:
    """How two names relate."""
    if turned(cited, recorded):
        return Kin.TURNED
    if same_person(cited, recorded):
        parted = family_words(cited) == family_words(recorded) and further_initials_differ(cited.given, recorded.given)
        return Kin.INITIALS if parted else Kin.SAME
    if same_family(cited, recorded):
        return Kin.INITIALS
    if near_family(cited, recorded) and same_person(Name(recorded.family, cited.given), recorded):
        return Kin.NEAR
    return Kin.OTHER


@lru_cache(maxsize=1_000)  # each rule about authors speaks of one kind of step
def aligned(cited: tuple[Name, ...], recorded: tuple[Name, ...]) -> tuple[Step, ...]:
    """The two lists side by side, with the least that must have been changed, added and left out.

    Of lists too long for that, only as far as they are the same.
    """
    head = 0
    while head < min(len(cited), len(recorded)) and relate(cited[head], recorded[head]) is Kin.SAME:
        head += 1
    same = tuple(Step(i, i, Kin.SAME) for i in range(head))
    return same + _between(cited[head:], recorded[head:], head)


def _between(cited: Sequence[Name], recorded: Sequence[Name], head: int) -> tuple[Step, ...]:
    """The rest of the lists, from their end backwards: cheapest sums first, then the way that they were come by."""
    if len(cited) * len(recorded) > MOST:
        return ()
    kins = [[relate(a, b) for b in recorded] for a in cited]
    sums = [
        [_GAP * (len(cited) - i + len(recorded) - j) for j in range(len(recorded) + 1)] for i in range(len(cited) + 1)
    ]
    for i in reversed(range(len(cited))):
        for j in reversed(range(len(recorded))):
            sums[i][j] = min(_COST[kins[i][j]] + sums[i + 1][j + 1], _GAP + sums[i + 1][j], _GAP + sums[i][j + 1])
    steps, i, j = list[Step](), 0, 0
    while i < len(cited) or j < len(recorded):
        if i < len(cited) and j < len(recorded) and sums[i][j] == _COST[kins[i][j]] + sums[i + 1][j + 1]:
            steps.append(Step(head + i, head + j, kins[i][j]))
            i, j = i + 1, j + 1
        elif i < len(cited) and (j == len(recorded) or sums[i][j] == _GAP + sums[i + 1][j]):
            steps.append(Step(head + i, -1, Kin.ADDED, head + j))
            i += 1
        else:
            steps.append(Step(-1, head + j, Kin.LEFT_OUT))
            j += 1
    return tuple(steps)


def reordered(cited: Sequence[Name], recorded: Sequence[Name]) -> list[int]:
    """The recorded places of the people cited, where they are recorded in another order; nothing where they are not."""
    if len(cited) * len(recorded) > MOST:
        return []
    # groups are named first, last, or not at all
    cited, recorded = ([name for name in names if not is_group(name)] for names in (cited, recorded))
    places: list[int] = []
    for i, name in enumerate(cited):
        free = [j for j, other in enumerate(recorded) if j not in places and same_person(name, other)]
        if not free:
            return []
        places.append(i if i in free else free[0])
    return places if places != sorted(places) else []


def first_left_out(cited: Work, recorded: Work) -> bool:
    """Whether a list that is cut short begins with recorded authors, and not with the first of them."""
    if (
        not (cited.et_al and cited.author and recorded.author)
        or is_group(cited.author[0])
        or is_group(recorded.author[0])
        or len(cited.author) * len(recorded.author) > MOST
    ):
        return False
    places = [next((j for j, b in enumerate(recorded.author) if same_person(a, b)), -1) for a in cited.author]
    return -1 not in places and 0 not in places


def differing(cited: Work, recorded: Work, raw: str) -> tuple[Step, ...]:
    """Where two author lists differ, but for what only looks so: groups, and names that were read or recorded badly.

    `raw` is the reference as printed: a recorded name that stands in it was not left out, however it was read.
    """
    if not cited.author or not recorded.author or reordered(cited.author, recorded.author):
        return ()
    apart = [s for s in aligned(cited.author, recorded.author) if s.kin is not Kin.SAME]
    # who stands beside himself stands at no other place
    moved = (
        tuple(cited.author[s.cited] for s in apart if s.cited >= 0),
        tuple(recorded.author[s.recorded] for s in apart if s.recorded >= 0),
    )
    return tuple(s for s in apart if _told(s, cited, recorded, raw) and not _moved(s, cited, recorded, moved))


def _moved(step: Step, cited: Work, recorded: Work, apart: tuple[Sequence[Name], Sequence[Name]]) -> bool:
    """Whether an author only stands at another place, among those who do not stand beside themselves."""
    if step.kin in (Kin.INITIALS, Kin.TURNED) or step.cited < 0 or step.recorded < 0:
        return False
    a, b = cited.author[step.cited], recorded.author[step.recorded]
    return any(same_person(a, other) for other in apart[1]) or any(same_person(other, b) for other in apart[0])


def of_others(match: Match) -> bool:
    """Whether a record has the title that is cited, and another first author."""
    return match.level("title") in ("same", "printed", "same-short") and match.level("author") == "different"


def names(work: Work) -> str:
    """The first authors of a work, as a message names them."""
    known = [name.known_as for name in work.author]
    return ", ".join(known[:NAMED]) + (" et al." if len(known) > NAMED else "")


def is_group(name: Name) -> bool:
    """Whether a name is that of a group; registries also keep groups as family names."""
    return bool(name.literal) or (not name.given and len(name.family.split()) > 2)


def printed_in(text: str, name: Name) -> bool:
    """Whether a family name stands in a text, in one word or in several."""
    wanted, words = "".join(family_words(name)), folded(text)
    return any(_joined(words[i : i + MOST_WORDS], wanted) for i, word in enumerate(words) if wanted.startswith(word))


def _joined(words: Sequence[str], wanted: str) -> bool:
    """Whether words make that one, the first of them or some."""
    return any("".join(words[:n]) == wanted for n in range(1, len(words) + 1))


def _stands_in(text: str, name: Name) -> bool:
    """Whether a name stands in a text whole, its given name first."""
    said, wanted = f" {' '.join(folded(text))} ", " ".join(folded(f"{name.given} {name.family}"))
    return len(name.given) > 1 and f" {wanted} " in said


def _told(step: Step, cited: Work, recorded: Work, raw: str) -> bool:
    a = cited.author[step.cited] if step.cited >= 0 else None
    b = recorded.author[step.recorded] if step.recorded >= 0 else None
    if any(name is not None and is_group(name) for name in (a, b)):
        return False
    if a is None or b is None:
        return True
    if step.kin is Kin.INITIALS:
        if family_words(a) != family_words(b):
            return False
        if may_be_one(a.given, b.given, alike=False) and not further_initials_differ(a.given, b.given):
            return False
        return not _stands_in(raw, b)  # "Ben Adams, Joan Clark" was read as one name
    if step.kin is Kin.TURNED:
        return is_given_name(a.family) or not is_given_name(b.family)  # else it is the record that turned them
    if step.kin is Kin.OTHER and b.given and not a.given:
        return False  # a word that was taken for a name
    if cited.et_al and len(recorded.author) == 1:
        return False  # the one recorded may be any of those left out
    return not _not_understood(raw, b, cited)


def left_out(cited: Work, recorded: Work, raw: str) -> tuple[Step, ...]:
    """The recorded authors who are not cited, where the reference does not say that it leaves any out."""
    if cited.et_al or len(cited.author) >= len(recorded.author):
        return ()
    steps = [s for s in aligned(cited.author, recorded.author) if s.kin is Kin.LEFT_OUT]
    missing = [recorded.author[s.recorded] for s in steps]
    if any(map(is_group, missing)) or _ET_AL.search(raw):
        return ()
    if len(strangers(tuple(missing), cited.author)) < len(missing):
        return ()
    # a name that is printed but was not understood is not missing
    if any(_not_understood(raw, name, cited) for name in missing[:LOOKED_FOR]):
        return ()
    return tuple(steps)


def _not_understood(raw: str, name: Name, cited: Work) -> bool:
    """Whether a family name is printed, and more often than the cited authors bear it."""
    known = [a for a in cited.author if family_words(a) == family_words(name)]
    return printed_in(raw, name) and (not known or folded(raw).count(family_words(name)[0]) > len(known))


def added(cited: Work, recorded: Work, raw: str) -> tuple[Step, ...]:
    """The cited authors who are not recorded, where the record names most of them."""
    steps = tuple(s for s in differing(cited, recorded, raw) if s.kin is Kin.ADDED)
    few = len(cited.author) - len(recorded.author) < len(recorded.author)
    if not few or any(map(is_group, (*cited.author, *recorded.author))):
        return ()
    return tuple(s for s in steps if _stranger(cited.author[s.cited], recorded))


def _stranger(name: Name, recorded: Work) -> bool:
    """Whether nothing in the record could be that name, in part or with a slip, nor the name a piece of the title."""
    family = family_words(name)
    known = {word for other in recorded.author for word in (*family_words(other), *family_words(Name(other.given)))}
    return (
        bool(name.given)
        and not known & set(family)
        and not any(near_family(name, other) for other in recorded.author)
        and not printed_in(" ".join(recorded.titles), name)
    )
