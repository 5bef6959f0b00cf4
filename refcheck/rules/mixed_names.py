"""Names that are printed in another way than in the rest of the list.

What it checks: where the family name stands, and whether a comma follows it ("Smith J", "Smith, J.", "J. Smith"); stops
and blanks of the initials; given names in a list of initials; what stands before the last name ("and", "&"); and after
how many names a list is cut with "et al.". The first name and those behind it are looked at each by themselves: some
styles turn only the first. It is told where at least five references show their way, and at most a fifth of them
another one. Initials in a list of given names are no slip: there are authors who publish no more.

Why it matters: journals ask for one form, and copy editors have to mend the others.

What to do: print the names as the rest of the list does.

Fix safety: there is no fix: given names do not follow from initials, nor names from "et al.".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from refcheck.contracts import ListRule, Needs, Slip
from refcheck.finding import Severity
from refcheck.model import Case, Field
from refcheck.parsing.people import named
from refcheck.rules.minority import ENOUGH, FEW, Odd, Seen, odd, people, told

IN_FULL = "in full"
MANY = 10  # names; styles that print more do not cut their lists
AND = frozenset("and und et y e og en och i".split())
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.[\s‐‑-]*)+|[^\W\d_a-z]{1,4}(?:[\s‐‑-]+[^\W\d_a-z]{1,2})*")
_SPELT_OUT = re.compile(r"[^\W\d_a-z][^\W\d_A-Z]{2,}(?:[\s-][^\W\d_a-z][^\W\d_A-Z]*\.?)*")
_HYPHEN = re.compile(r"[-‐‑–]")
_STOPPED = re.compile(r"\w\.")


def check(cases: Sequence[Case]) -> Iterator[Slip]:
    """Each reference whose names are not printed as the others are."""
    seen = [one for case in cases for one in _forms(case)]
    # given names in full among initials are a slip, initials among given names are none
    usual = [o for o in odd(seen) if o.seen.of != "given names" or o.usual.form == "initials"]
    yield from told([*usual, *_never_cut(cases, seen)])


def _forms(case: Case) -> Iterator[Seen]:
    """How a reference prints its names, as far as it shows."""
    names = people(case.reference)
    for of, name in zip(("first author", "second author"), names, strict=False):
        if form := _order(name.text):
            yield Seen(case=case, of=of, form=form, text=_one_line(name.text), field="author")
    for of, forms in (("stops of initials", _stops), ("blanks of initials", _blanks), ("given names", _given)):
        found = {form: f.text for i, f in enumerate(names) if (form := forms(f.text, i == len(names) - 1))}
        if found:
            form = " and ".join(sorted(found))
            text = found.get(IN_FULL) or ", ".join(found[one] for one in sorted(found))
            yield Seen(case=case, of=of, form=form, text=_one_line(text), field="author")
    yield from _joined(case, names)
    if case.reference.work.et_al and names:
        text = f"{len(names)} names and et al."
        yield Seen(case=case, of="authors cut to", form=str(len(names)), text=text, field="author")


def _order(text: str) -> str:
    """Where the family name stands: before a comma, first, or last."""
    name = named(text)
    if not name.family or not name.given or _initials(name.family):
        return ""
    if not text.startswith(name.family):
        return "last" if _initials(name.given) else ""
    behind = text[len(name.family) :]
    if name.suffix:
        behind = re.sub(rf",\s*{re.escape(name.suffix)}", "", behind)
    return "comma" if "," in behind else "first"


def _initials(given: str) -> bool:
    return bool(_INITIALS.fullmatch(given.strip()))


def _stops(text: str, last: bool) -> str:
    """Whether initials have stops; a stop behind the last name may be the end of the sentence."""
    given = named(text).given.strip()
    if not _initials(given):
        return ""
    if len(re.findall(r"\w", given)) == 1 and last:
        return ""
    return "stops" if _STOPPED.search(given.rstrip(".") if last else given) else "none"


def _blanks(text: str, last: bool) -> str:
    """Whether initials stand apart; at the end of a line nobody can tell."""
    given = named(text).given.strip()
    if not _initials(given) or len(re.findall(r"\w", given)) < 2 or _HYPHEN.search(given) or "\n" in text:
        return ""
    return "apart" if " " in given else "together"


def _given(text: str, last: bool) -> str:
    """Whether given names are in full, which only a comma before them shows for certain: groups have two words too."""
    name = named(text)
    if not name.family or not name.given:
        return ""
    if _initials(name.given):
        return "initials"
    return IN_FULL if f"{name.family}," in text and _SPELT_OUT.fullmatch(name.given) else ""


def _joined(case: Case, names: Sequence[Field]) -> Iterator[Seen]:
    """The word or sign before the last name; two names may be joined in another way than more."""
    if len(names) < 2 or case.reference.work.et_al:
        return
    gap = case.reference.raw[names[-2].end : names[-1].start]
    word = gap.strip(" ,;\n").casefold()
    form = "and" if word in AND else word
    if form in ("", "&", "and"):
        of = f"last names joined by|{min(len(names), 3)}"
        yield Seen(case=case, of=of, form=form, text=" ".join(gap.split()), field="author")


def _never_cut(cases: Sequence[Case], seen: Sequence[Seen]) -> Iterator[Odd]:
    """The long lists of names that are printed whole, where the others are cut."""
    cut = [one for one in seen if one.of == "authors cut to"]
    whole = [c for c in cases if not c.reference.work.et_al and len(people(c.reference)) > MANY]
    total = len(cut) + len(whole)
    if len(cut) < ENOUGH or len(whole) > FEW * total or any(int(one.form) > MANY for one in cut):
        return
    for case in whole:
        text = f"{len(people(case.reference))} names"
        yield Odd(Seen(case=case, of="authors", form="", text=text, field="author"), cut[0], len(cut), total)


def _one_line(text: str) -> str:
    return " ".join(text.split())


RULE = ListRule(code="RC503", name="mixed-names", severity=Severity.NOTE, needs=Needs.PRINT, since="0.1.0", check=check)
