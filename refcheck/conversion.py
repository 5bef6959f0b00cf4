"""References as CSL-JSON items, printed in a style or written as a bibliography file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from refcheck import csl
from refcheck.journals import Table
from refcheck.matching.containers import conflicting
from refcheck.model import Case
from refcheck.parsing import cited_item
from refcheck.parsing.journal_names import Form, form
from refcheck.styles import bibtex, csljson, nbib, printed, ris
from refcheck.text import fold, pages, unbroken

Item = dict[str, object]
_LETTERS = re.compile(r"[^a-z0-9]+")


class To(StrEnum):
    """What references are converted to."""

    TEXT = printed.NAME
    BIBTEX = bibtex.NAME
    RIS = ris.NAME
    NBIB = nbib.NAME
    CSL_JSON = csljson.NAME


class JournalForm(StrEnum):
    """How the names of journals are to be written."""

    AS_CITED = "as-cited"
    FULL = "full"
    NLM = "nlm"
    ISO4 = "iso4"


@dataclass(frozen=True, slots=True)
class Converted:
    """References in another format or style, and the journals whose names are not known in the form asked for."""

    text: str
    unknown: tuple[str, ...] = ()


def convert(
    cases: Sequence[Case],
    to: str,
    *,
    style: str = "",
    locale: str = "",
    engine: str = "auto",
    journals: str = "as-cited",
    table: Table | None = None,
) -> Converted:
    """The references of the cases as "text" in a style, "bibtex", "ris", "nbib" or "csl-json".

    Raises BadSettings for a style that is not known, and where what prints it is missing.
    """
    made, unknown = items(cases, JournalForm(journals), table or Table())
    if to == printed.NAME:
        return Converted(printed.render(made, style, locale=locale, engine=engine) if made else "", tuple(unknown))
    return Converted(next(w for w in WRITERS if w.NAME == to).render(made), tuple(unknown))


WRITERS = (bibtex, ris, nbib, csljson)


def items(cases: Sequence[Case], wanted: JournalForm, table: Table) -> tuple[list[Item], list[str]]:
    """The references of the cases as items with ids of their own, and the journals that are not known in that form.

    Of a matched reference the record says what the work is; what it does not say stays as it is cited. What only
    points to another reference is no item.
    """
    made: list[Item] = []
    unknown: dict[str, None] = {}
    for case in cases:
        if case.reference.points:
            continue
        item = _item(case)
        name = str(item.get("container-title") or "")
        if name and item.get("type") in ("article-journal", ""):
            found = _journal(case, name, wanted, table)
            item["container-title"] = found or _as_cited(case, name)
            if not found:
                unknown[name] = None
        made.append(item)
    keyed = zip(_keys(cases, made), made, strict=True)
    return [{"id": key, **_written_out(item)} for key, item in keyed], list(unknown)


def _written_out(item: Item) -> Item:
    """The item with page ranges and initials in full, for a style or a program to shorten: "630-634", "S. S."."""
    first, last = pages(str(item.get("page") or ""))
    people = {role: [_initialled(p) for p in held] for role in ROLES if isinstance(held := item.get(role), list)}
    return {**item, **people, **({"page": f"{first}-{last}"} if last else {})}


ROLES = ("author", "editor", "translator")
_INITIALS = re.compile(r"[^\W\d_a-zß-öø-ÿ]{1,4}")


def _initialled(person: object) -> object:
    given = person.get("given") if isinstance(person, Mapping) else None
    if not isinstance(person, Mapping) or not isinstance(given, str) or not _INITIALS.fullmatch(given):
        return person
    return {**person, "given": " ".join(f"{letter}." for letter in given)}


def _item(case: Case) -> Item:
    cited = cited_item(case.reference)
    if not case.match:
        return cited | ({"et-al": True} if case.reference.work.et_al else {})
    recorded = csl.item(case.recorded)
    if set(case.reference.work.years) & set(case.recorded.years):
        recorded.pop("issued", None)  # a registry often knows several years; the one that is cited stays
    return cited | recorded


def _journal(case: Case, name: str, wanted: JournalForm, table: Table) -> str:
    """A journal's name in the form that is wanted: the record's, or that of a table; "" where neither has it."""
    known = (*case.recorded.container_titles, name) if case.match else (name,)
    if wanted is JournalForm.AS_CITED:
        return _as_cited(case, name)
    shown = {JournalForm.FULL: Form.FULL, JournalForm.NLM: Form.NO_STOPS, JournalForm.ISO4: Form.STOPS}[wanted]
    single = next((one for one in known if form(one) is None), "")
    own = next((one for one in known if form(one) is shown), "")
    if wanted is JournalForm.FULL and case.match and case.recorded.container_title:
        own = own or case.recorded.container_title
    return own or next((found for one in known if (found := table.named(one, wanted))), "") or single


def _as_cited(case: Case, name: str) -> str:
    """The journal as it is printed; as it is recorded, where another one is printed."""
    printed = case.reference.field("container-title")
    if not printed or (case.match and conflicting(printed.text, case.recorded.container_titles)):
        return name
    return unbroken(printed.text)


def _keys(cases: Sequence[Case], made: Sequence[Item]) -> list[str]:
    """A key for each item: its own, where the list has keys, else author and year with a letter if need be."""
    labels = [case.reference.label for case in cases if not case.reference.points]
    own = [label if re.fullmatch(r"[^\W\d][^\s,{}\"#%~\\]*", label) else "" for label in labels]
    bases = [label or _base(item) for label, item in zip(own, made, strict=True)]
    counts, seen, keys = Counter(bases), Counter[str](), dict[str, None]()
    for base in bases:
        key = base if counts[base] == 1 else ""
        while not key or key in keys or (key != base and key in counts):
            key = base + _letter(seen[base])
            seen[base] += 1
        keys[key] = None
    return list(keys)


def _letter(n: int) -> str:
    """ "a" to "z", then "aa"."""
    return (_letter(n // 26 - 1) if n > 25 else "") + chr(ord("a") + n % 26)


def _base(item: Item) -> str:
    work = csl.work(item)
    name = work.author[0].known_as if work.author else work.title or work.container_title
    first = _LETTERS.sub("", fold(name).split(" ")[0] if not work.author else fold(name)) or "ref"
    return f"{first}{work.years[0] if work.years else ''}"
