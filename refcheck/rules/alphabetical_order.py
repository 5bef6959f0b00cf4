"""Reference out of its place in an alphabetical list.

What it checks: where nearly all of a list, numbered or not, is in the order of the first authors' names, the fewest
references that would have to move to put all of it in order; and works of the same authors that are not in the order
of their years, or of the letters behind the years. Whatever a manual of style accepts is in order: "van der Berg"
under V or under B, "McKay" as "Mackay", "Müller" as "Muller" or "Mueller", Nordic letters at the end, word by word or
letter by letter, groups with and without "The". What stands under one family name may be sorted by initials, years or
co-authors. Three or more neighbours out of place are a list of their own, and works without an author, or under
another script, may stand anywhere.

Why it matters: a reader who looks a name up does not find it.

What to do: move the reference to the place that is told; a numbered list has to be numbered anew.

Fix safety: there is no fix: citations by number in the text have to move too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from refcheck.contracts import ListRule, Needs, Slip
from refcheck.finding import Confidence, Severity
from refcheck.model import Case, Reference
from refcheck.parsing.collation import sorted_under
from refcheck.rules.lists import lists
from refcheck.rules.minority import ENOUGH, FEW, SURE
from refcheck.text import unbroken

SHORTEST = 8  # references, below which a list may be in order by chance
OUT = 0.1  # of a list may be out of place; where more is, it is in no such order
OWN_LIST = 3  # neighbours out of place that are a list of their own
LONGEST_SHOWN = 40  # letters of a name
MOST_SPLITS = 40  # places at which a list may be parted into two


@dataclass(frozen=True, slots=True)
class _Entry:
    """A reference with the ways in which it may be sorted; the first is the plainest."""

    case: Case
    under: tuple[str, ...]

    def __str__(self) -> str:
        return f'"{" ".join(filter(None, (_printed(self.case.reference), _year(self))))}"'


def check(cases: Sequence[Case]) -> Iterator[Slip]:
    """Each reference that is out of its place."""
    for one in lists(cases):
        entries = [_Entry(case, under) for case in one if (under := _under(case.reference))]
        for part in _alphabetical(entries):
            kept = _in_order(part)
            yield from _misplaced(part, kept)
            yield from _by_year([part[i] for i in kept])


def _under(reference: Reference) -> tuple[str, ...]:
    """The ways in which a reference may be sorted; none where it does not begin with an author that was read well."""
    field = next((f for f in reference.fields if f.name in ("author", "contributor")), None)
    if not field or field.confidence < SURE or not reference.work.author:
        return ()
    start = next((f.end for f in reference.fields if f.name == "citation-number"), 0)
    if any(c.isalnum() for c in reference.raw[start : field.start]):
        return ()
    return sorted_under(reference.work.author[0], field.text)


def _printed(reference: Reference) -> str:
    """The first author as printed."""
    text = unbroken(next(f.text for f in reference.fields if f.name in ("author", "contributor")))
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def _alphabetical(entries: Sequence[_Entry]) -> Iterator[Sequence[_Entry]]:
    """What is in alphabetical order: all the entries, or two lists of them, one after the other."""
    if _ordered(entries):
        yield entries
        return
    drops = [i + 1 for i, (a, b) in enumerate(pairwise(entries)) if min(a.under) > max(b.under)]
    parts = [(entries[:i], entries[i:]) for i in drops] if len(drops) <= MOST_SPLITS else []
    both = [p for p in parts if all(map(_ordered, p))]
    if both:
        yield from max(both, key=lambda p: sum(len(_in_order(part)) for part in p))


def _ordered(entries: Sequence[_Entry]) -> bool:
    out = len(entries) - len(_in_order(entries))
    return len(entries) >= SHORTEST and out <= max(1, OUT * len(entries))


def _in_order(entries: Sequence[_Entry]) -> list[int]:
    """The indices of the longest sequence that is in order, each sorted in whichever of its ways fits best."""
    keys: list[str] = []  # what the best sequence of each length ends with
    ends: list[int] = []  # and its last link
    links: list[tuple[int, int]] = []  # an entry, and the link before it
    for i, entry in enumerate(entries):
        places = [(key, at := bisect_right(keys, key), ends[at - 1] if at else -1) for key in entry.under]
        for key, at, before in places:
            if at == len(keys):
                keys.append(key)
                ends.append(len(links))
            elif key < keys[at]:
                keys[at], ends[at] = key, len(links)
            links.append((i, before))
    kept = []
    at = ends[-1] if ends else -1
    while at >= 0:
        i, at = links[at]
        kept.append(i)
    return kept[::-1]


def _misplaced(entries: Sequence[_Entry], kept: Sequence[int]) -> Iterator[Slip]:
    """The entries that are not in the order, but for those that are a list of their own."""
    for before, behind in pairwise([-1, *kept, len(entries)]):
        if behind - before - 1 >= OWN_LIST:
            continue
        for i in range(before + 1, behind):
            yield _slip(entries, kept, i)


def _slip(entries: Sequence[_Entry], kept: Sequence[int], i: int) -> Slip:
    entry, rest = entries[i], [entries[k] for k in kept]
    at = sum(other.under[0] <= entry.under[0] for other in rest)
    behind, before = rest[at - 1] if at else None, rest[at] if at < len(rest) else None
    place = (
        f"between {behind} and {before}" if behind and before else f"behind {behind}" if behind else f"before {before}"
    )
    stands = f"behind {entries[i - 1]}" if i else "at the beginning"
    message = f"{entry} stands {stands}; in the alphabet it belongs {place}"
    return Slip(case=entry.case, message=message, confidence=Confidence.MEDIUM, field="author")


def _by_year(entries: Sequence[_Entry]) -> Iterator[Slip]:
    """Works of the same authors that are in another order than those of others are: by year, and by letter."""
    same = [(a, b) for a, b in pairwise(entries) if _same_authors(a.case.reference, b.case.reference)]
    dated = [(a, b, _year(a), _year(b)) for a, b in same if _year(a) and _year(b)]
    wrong = [(a, b) for a, b, x, y in dated if x[:4] > y[:4]]
    letters = [(a, b) for a, b, x, y in dated if x[:4] == y[:4] and x[4:] and y[4:] and x > y]
    # where they are few, the newest may come first
    usual = len(dated) >= ENOUGH and len(wrong) <= FEW * len(dated)
    for a, b in sorted([*(wrong if usual else ()), *letters], key=lambda pair: pair[0].case.reference.n):
        x, y = _year(a), _year(b)
        message = f'"{_printed(b.case.reference)} {y}" stands behind "{x}" of the same authors'
        yield Slip(case=b.case, message=message, confidence=Confidence.MEDIUM, field="issued")


def _same_authors(a: Reference, b: Reference) -> bool:
    """Whether two references name the same authors, all of them."""
    cut = a.work.et_al or b.work.et_al
    return not cut and [f.text for f in a.fields if f.name == "author"] == [
        f.text for f in b.fields if f.name == "author"
    ]


def _year(entry: _Entry) -> str:
    """The year with its letter."""
    field = entry.case.reference.field("issued")
    text = field.text if field else ""
    return text if text[:4].isdecimal() and (len(text) == 4 or text[4:].isalpha()) else ""


RULE = ListRule(
    code="RC509", name="alphabetical-order", severity=Severity.WARNING, needs=Needs.PRINT, since="0.1.0", check=check
)
