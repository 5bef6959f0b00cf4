"""Author who is not the recorded one.

What it checks: each cited author against the recorded author at the same place, the order, and whether anybody is
cited who is not recorded. Initials may be fewer than recorded (M for MZ), those of a nickname or of another script's
spelling; particles and parts of a compound family name may be missing; groups are left alone. A record that stops
where lists are cut (at one author, three, six or more), or names no more than half of those cited, is taken for an
incomplete one.

Why it matters: credit goes to somebody else, and author searches miss the work.

What to do: compare with the work itself. A given name taken for the family name is the usual slip.

Fix safety: the recorded name, written as the list writes its names, for review; where more than half of the
authors differ, it is shown and never applied. An author who is not recorded is only named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.people import Pair, contradicts, family_words, near_family, pairs, same_person
from refcheck.model import Case, Name
from refcheck.parsing.names import written_like
from refcheck.text import mentions

UNCUT = (2, 4, 5)  # authors: where a record ends with so many, it is not because somebody cuts lists there


def check(case: Case) -> Iterator[Slip]:
    """A matched reference with an author who is not recorded at that place."""
    cited, recorded = case.reference.work.author, case.recorded.author
    compared = pairs(cited, recorded)
    if not compared or any(_group(p.cited) or _group(p.recorded) for p in compared):
        return
    if _reordered(cited, recorded):
        yield _order(case, cited, recorded)
        return
    yield from (_surplus(case, name) for name in _unrecorded(case, cited, recorded))
    wrong = [(i, p) for i, p in enumerate(compared) if not p.same and not _elsewhere(case, p, cited, recorded)]
    for i, pair in wrong:
        yield _slip(case, i, pair, applied=2 * len(wrong) <= max(2, len(compared)))


def _group(name: Name) -> bool:
    """Whether a name is that of a group; registries also keep groups as family names."""
    return bool(name.literal) or (not name.given and len(name.family.split()) > 2)


def _elsewhere(case: Case, pair: Pair, cited: Sequence[Name], recorded: Sequence[Name]) -> bool:
    """Whether the two only stand at another place, or the recorded name is printed and was not understood."""
    if any(same_person(pair.cited, b) for b in recorded) or any(same_person(a, pair.recorded) for a in cited):
        return True
    if case.reference.work.et_al and len(recorded) == 1:
        return True  # the one recorded may be any of those left out
    family = " ".join(family_words(pair.recorded))
    return mentions(case.reference.raw, family) and not contradicts(pair.cited, pair.recorded)


def _reordered(cited: Sequence[Name], recorded: Sequence[Name]) -> bool:
    """Whether the cited authors are the recorded ones in another order."""
    places = [next((i for i, b in enumerate(recorded) if same_person(a, b)), -1) for a in cited]
    return -1 not in places and len(set(places)) == len(places) and places != sorted(places)


def _unrecorded(case: Case, cited: Sequence[Name], recorded: Sequence[Name]) -> list[Name]:
    """The cited authors who are nowhere in a record that names most of them, and is not cut short before they come."""
    surplus = len(cited) - len(recorded)
    if not 0 < surplus < len(recorded) or any(map(_group, (*cited, *recorded))):
        return []
    return [
        name
        for i, name in enumerate(cited)
        if (len(recorded) in UNCUT or any(same_person(a, recorded[-1]) for a in cited[i + 1 :]))
        and (i >= len(recorded) or any(same_person(a, recorded[i]) for a in cited))
        and _stranger(case, name, recorded)
    ][:surplus]


def _stranger(case: Case, name: Name, recorded: Sequence[Name]) -> bool:
    """Whether nothing in the record could be that name, in part or with a slip, nor the name a piece of the title."""
    family = family_words(name)
    known = {word for other in recorded for word in (*family_words(other), *family_words(Name(other.given)))}
    return (
        bool(name.given)
        and not known & set(family)
        and not any(near_family(name, other) for other in recorded)
        and not mentions(" ".join(case.recorded.titles), " ".join(family))
    )


def _surplus(case: Case, name: Name) -> Slip:
    printed = [f.text for f in case.reference.fields if f.name == "author"]
    shown = printed[case.reference.work.author.index(name)]
    return Slip(
        case=case,
        message=f"cited author {shown}, not among the {len(case.recorded.author)} recorded",
        confidence=Confidence.MEDIUM,
        field="author",
    )


def _order(case: Case, cited: Sequence[Name], recorded: Sequence[Name]) -> Slip:
    shown = [", ".join(n.known_as for n in names[: len(cited)]) for names in (cited, recorded)]
    return Slip(
        case=case,
        message=f"cited author order {shown[0]}, recorded {shown[1]}",
        confidence=Confidence.MEDIUM,
        field="author",
    )


def _slip(case: Case, place: int, pair: Pair, *, applied: bool) -> Slip:
    printed = [f for f in case.reference.fields if f.name == "author"][place]
    new = written_like(printed.text, pair.recorded)
    safety = Safety.REVIEW if applied else Safety.DISPLAY
    return Slip(
        case=case,
        message=f"cited author {printed.text}, recorded {new}",
        confidence=Confidence.HIGH if near_family(pair.cited, pair.recorded) or place else Confidence.MEDIUM,
        fix=Fix("put the recorded author", safety, (Change(case.reference.n, "author", printed.text, new),)),
        field="author",
    )


RULE = Rule(
    code="RC202",
    name="author-mismatch",
    severity=Severity.ERROR,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
