"""The catalogue of rules: RULES is all there is to register; a code is given once and never again."""

from __future__ import annotations

import inspect
from collections.abc import Iterable

from refcheck.contracts import AnyRule, Needs
from refcheck.rules import (
    ambiguous_match,
    author_mismatch,
    author_order,
    author_unrecorded,
    authors_truncated,
    citation_order,
    citation_year,
    container_mismatch,
    doi_malformed,
    doi_mismatch,
    doi_missing,
    doi_of_another_work,
    doi_unresolved,
    duplicate_reference,
    et_al_needless,
    given_name_first,
    group_as_person,
    initials_mismatch,
    issue_mismatch,
    malformed_citation,
    malformed_page,
    malformed_volume,
    malformed_year,
    no_matching_record,
    numbering,
    page_mismatch,
    retracted_work,
    spelling,
    title_mismatch,
    uncited_reference,
    undefined_citation,
    volume_mismatch,
    year_mismatch,
)

RULES: tuple[AnyRule, ...] = (
    doi_malformed.RULE,
    doi_missing.RULE,
    doi_unresolved.RULE,
    doi_of_another_work.RULE,
    doi_mismatch.RULE,
    title_mismatch.RULE,
    author_mismatch.RULE,
    year_mismatch.RULE,
    volume_mismatch.RULE,
    issue_mismatch.RULE,
    page_mismatch.RULE,
    container_mismatch.RULE,
    authors_truncated.RULE,
    author_order.RULE,
    author_unrecorded.RULE,
    initials_mismatch.RULE,
    given_name_first.RULE,
    et_al_needless.RULE,
    group_as_person.RULE,
    no_matching_record.RULE,
    ambiguous_match.RULE,
    retracted_work.RULE,
    duplicate_reference.RULE,
    numbering.RULE,
    undefined_citation.RULE,
    uncited_reference.RULE,
    citation_order.RULE,
    citation_year.RULE,
    malformed_citation.RULE,
    malformed_volume.RULE,
    malformed_page.RULE,
    malformed_year.RULE,
    spelling.RULE,
)

RETIRED: tuple[str, ...] = ()  # codes that were given once and mean nothing now


def named(selector: str) -> tuple[AnyRule, ...]:
    """The rules that a code, the beginning of one ("RC2"), a name or "ALL" selects; none if it selects nothing."""
    if selector.upper() == "ALL":
        return RULES
    return tuple(r for r in RULES if r.name == selector or r.code.startswith(selector.upper()))


def chosen(select: Iterable[str], ignore: Iterable[str]) -> tuple[AnyRule, ...]:
    """The rules selected (all, where nothing is) and not ignored, in the catalogue's order."""
    wanted = {r.code for s in select for r in named(s)} or {r.code for r in RULES}
    unwanted = {r.code for s in ignore for r in named(s)}
    return tuple(r for r in RULES if r.code in wanted - unwanted)


def page(rule: AnyRule) -> str:
    """The rule's page as text: what its docstring says, under its code, name and what it needs."""
    offline = "yes" if rule.needs in (Needs.TEXT, Needs.LIST, Needs.DOCUMENT) else "with a file or the cache"
    facts = f"severity {rule.severity}; needs {rule.needs.value}; works offline: {offline}; since {rule.since}"
    return f"{rule.code} {rule.name}\n{facts}\n\n" + (inspect.getdoc(inspect.getmodule(rule.check)) or "") + "\n"
