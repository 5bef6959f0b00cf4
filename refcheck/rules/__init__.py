"""The catalogue of rules: RULES is all there is to register; a code is given once and never again."""

from __future__ import annotations

import inspect

from refcheck.contracts import AnyRule, Needs
from refcheck.rules import (
    alphabetical_order,
    ambiguous_match,
    arxiv_malformed,
    author_mismatch,
    author_order,
    author_unrecorded,
    authors_truncated,
    citation_order,
    citation_year,
    container_mismatch,
    corrected_work,
    doi_malformed,
    doi_mismatch,
    doi_missing,
    doi_of_another_work,
    doi_of_related_work,
    doi_unresolved,
    doubled_word,
    duplicate_reference,
    et_al_needless,
    expression_of_concern,
    given_name_first,
    group_as_person,
    initials_mismatch,
    isbn_malformed,
    issn_malformed,
    issue_mismatch,
    ligature,
    malformed_citation,
    malformed_issue,
    malformed_page,
    malformed_volume,
    malformed_year,
    manager_differs,
    mixed_doi_forms,
    mixed_journal_names,
    mixed_names,
    mixed_page_ranges,
    mixed_punctuation,
    mixed_title_case,
    mojibake,
    no_matching_record,
    numbering,
    obsolete_container,
    orcid_malformed,
    page_mismatch,
    pmid_malformed,
    retracted_work,
    spelling,
    superseded_preprint,
    title_diacritics,
    title_mismatch,
    unbalanced_bracket,
    uncited_reference,
    undefined_citation,
    unread_reference,
    url_malformed,
    volume_mismatch,
    year_mismatch,
)
from refcheck.rules.choice import Choice, choice, no_rule, selects

__all__ = ["RETIRED", "RULES", "Choice", "choice", "named", "no_rule", "page"]

RULES: tuple[AnyRule, ...] = (
    doi_malformed.RULE,
    doi_missing.RULE,
    doi_unresolved.RULE,
    doi_of_another_work.RULE,
    doi_of_related_work.RULE,
    isbn_malformed.RULE,
    issn_malformed.RULE,
    orcid_malformed.RULE,
    arxiv_malformed.RULE,
    pmid_malformed.RULE,
    url_malformed.RULE,
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
    title_diacritics.RULE,
    obsolete_container.RULE,
    no_matching_record.RULE,
    ambiguous_match.RULE,
    retracted_work.RULE,
    expression_of_concern.RULE,
    corrected_work.RULE,
    superseded_preprint.RULE,
    duplicate_reference.RULE,
    numbering.RULE,
    mixed_names.RULE,
    mixed_page_ranges.RULE,
    mixed_journal_names.RULE,
    mixed_punctuation.RULE,
    mixed_doi_forms.RULE,
    mixed_title_case.RULE,
    alphabetical_order.RULE,
    undefined_citation.RULE,
    uncited_reference.RULE,
    citation_order.RULE,
    citation_year.RULE,
    malformed_citation.RULE,
    manager_differs.RULE,
    malformed_volume.RULE,
    malformed_page.RULE,
    malformed_year.RULE,
    spelling.RULE,
    mojibake.RULE,
    ligature.RULE,
    doubled_word.RULE,
    unbalanced_bracket.RULE,
    malformed_issue.RULE,
    unread_reference.RULE,
)

RETIRED: tuple[str, ...] = ()  # codes that were given once and mean nothing now


def named(selector: str) -> tuple[AnyRule, ...]:
    """The rules that a code, the beginning of one ("RC2"), a name or "ALL" selects; none if it selects nothing."""
    return tuple(r for r in RULES if selects(selector, r))


def page(rule: AnyRule) -> str:
    """The rule's page as text: what its docstring says, under its code, name and what it needs."""
    alone = (Needs.TEXT, Needs.LIST, Needs.PRINT, Needs.USAGE, Needs.DOCUMENT)
    offline = "yes" if rule.needs in alone else "with a file or the cache"
    facts = f"severity {rule.severity}; needs {rule.needs.value}; works offline: {offline}; since {rule.since}"
    return f"{rule.code} {rule.name}\n{facts}\n\n" + (inspect.getdoc(inspect.getmodule(rule.check)) or "") + "\n"
