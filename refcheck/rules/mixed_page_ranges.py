"""Page range that is printed in another way than the rest of the list.

What it checks: the sign between the pages ("630-634", "630–634"), and whether the last page is abbreviated, and how
("630-634", "630-34", "630-4"). It is told where at least five references show their way, and at most a fifth of
them another one. Ranges that every way would print alike ("99-102") show nothing.

Why it matters: journals ask for one form, and copy editors have to mend the others.

What to do: print the range as the rest of the list does.

Fix safety: safe; the same pages in the form that the list uses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from refcheck.contracts import ListRule, Needs, Slip
from refcheck.finding import Severity
from refcheck.model import Case
from refcheck.rules.minority import ENOUGH, FEW, Odd, Seen, odd, rewritten, sure
from refcheck.text import DASHES, page_range

SHORTEST = 3  # digits of a first page behind which the last is said to be abbreviated
_RANGE = re.compile(rf"([A-Za-z]?)(\d+)(\s*[{re.escape(DASHES)}]{{1,3}}\s*)([A-Za-z]?)(\d+)")


def check(cases: Sequence[Case]) -> Iterator[Slip]:
    """Each page range that is not printed as the others are."""
    ranges = {case.reference.n: (case, found) for case in cases if (found := _range(case))}
    signs = {o.seen.case.reference.n: o for o in odd(_sign(case, found) for case, found in ranges.values())}
    ways = {o.seen.case.reference.n: o for o in _other_ways(list(ranges.values()))}
    for n in sorted(signs.keys() | ways.keys()):
        case, found = ranges[n]
        sign = signs[n].usual.form if n in signs else found[3]
        last = ways[n].usual.form if n in ways else found[5]
        new = f"{found[1]}{found[2]}{sign}{found[4]}{last}"
        recorded = case.recorded.page
        # where other pages are recorded, they are another finding's matter
        sound = not recorded or page_range(recorded) == page_range(found[0])
        yield rewritten(ways.get(n) or signs[n], "page", found[0], new, safe=sound)


def _range(case: Case) -> re.Match[str] | None:
    """The printed range, if it is one: "e00127-20" is an article of 2020."""
    field = sure(case.reference, "page")
    found = _RANGE.fullmatch(field.text) if field else None
    return found if found and _last(found) else None


def _sign(case: Case, found: re.Match[str]) -> Seen:
    """The sign between the pages; where the line ends behind it, the blanks are the line's."""
    sign = found[3] if found[3].isprintable() else found[3].strip()
    return Seen(case=case, of="pages", form=sign, text=found[0], field="page")


def _other_ways(ranges: Sequence[tuple[Case, re.Match[str]]]) -> Iterator[Odd]:
    """The ranges whose last page is not written in the way in which most are, each with how it would be."""
    # a page with a letter is seldom abbreviated, and 12-5 may be page 5 of part 12
    plain = [(case, found) for case, found in ranges if not found[1] and not found[4] and len(found[2]) >= SHORTEST]
    shown = [(case, found, _last(found)) for case, found in plain]
    telling = [s for s in shown if len({way(s[1][2], s[2]) for way in WAYS}) > 1]
    fits = {way: [s for s in telling if way(s[1][2], s[2]) == s[1][5]] for way in WAYS}
    usual = max(WAYS, key=lambda way: len(fits[way]))
    if len(telling) < ENOUGH or len(telling) - len(fits[usual]) > FEW * len(telling):
        return
    for case, found, last in telling:
        if (new := usual(found[2], last)) != found[5]:
            own = [way for way in WAYS if way(found[2], last) == found[5]]
            # one that the odd one's way would print otherwise
            like = next(
                s for s in [*fits[usual], fits[usual][0]] if any(w(s[1][2], s[2]) != s[1][5] for w in own or WAYS)
            )
            seen = Seen(case=case, of="pages", form=found[5], text=found[0], field="page")
            usually = Seen(case=like[0], of="pages", form=new, text=like[1][0])
            yield Odd(seen, usually, len(fits[usual]), len(telling))


def _last(found: re.Match[str]) -> str:
    """The last page in full; "" where the range runs backwards, or a page begins with a zero."""
    first, last = found[2], found[5]
    if first.startswith("0") or (len(last) >= len(first) and last.startswith("0")):
        return ""
    full = first[: max(0, len(first) - len(last))] + last
    return full if int(full) > int(first) else ""


def _full(first: str, last: str) -> str:
    return last


def _shortest(first: str, last: str) -> str:
    """Only what changes: 630-4, as in Vancouver lists."""
    if len(first) != len(last):
        return last
    return last[next(i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b) :]


def _two_digits(first: str, last: str) -> str:
    """What changes, but two digits at least: 630-34, as the MLA has it."""
    return last[min(len(last) - len(_shortest(first, last)), max(0, len(last) - 2)) :]


def _chicago(first: str, last: str) -> str:
    """As the Chicago manual has it: 3-10, 100-104, 107-8, 321-28, 1496-500."""
    if len(first) < 3 or first.endswith("00"):
        return last
    return _shortest(first, last) if first[-2] == "0" else _two_digits(first, last)


WAYS: tuple[Callable[[str, str], str], ...] = (_full, _shortest, _two_digits, _chicago)

RULE = ListRule(
    code="RC504", name="mixed-page-ranges", severity=Severity.NOTE, needs=Needs.PRINT, since="0.1.0", check=check
)
