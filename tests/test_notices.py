"""What was published about a work: who is asked, what notices come to together, where a related DOI leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations

import pytest
from conftest import STUDY, Told, record
from conftest import Told as Source

from refcheck import api, csl, notices, rules
from refcheck.contracts import Needs
from refcheck.finding import Checked
from refcheck.model import Answer, Answered, Notice, Record, Relation, Silent, State, Update
from refcheck.model import Told as Answers

ENTRY = "Smith AB, Jones CD. A study of small things in large rooms. J Appl Test 2010;13:100-9. doi:10.5555/study"
WORK = STUDY
RETRACTION = Notice("retraction", "2012-01-01", "10.5555/r")
NOTICE = replace(
    record(title="Retraction notice", DOI="10.5555/r"), updates=(Update("10.5555/study", RETRACTION),), source="told"
)


def checked(sources: Sequence[Source], entry: str = ENTRY, select: Sequence[str] = ("RC4",)) -> Checked:
    chosen = tuple(r for s in select for r in rules.named(s)) if select else rules.RULES
    return api.check([api.parse(entry.encode(), "list.txt", "lines")], sources, chosen).checked[0]


def about(*told: tuple[str, str]) -> Record:
    """The work with notices of these kinds and dates, each with a DOI of its own."""
    return replace(WORK, notices=tuple(Notice(k, d, f"10.5555/{n}") for n, (k, d) in enumerate(told)))


# who is asked


@dataclass(frozen=True, slots=True)
class Counting(Told):
    """A source that notes for which works it was asked for notices."""

    asked: list[Sequence[str]] = field(default_factory=list)

    def notices(self, dois: Sequence[str]) -> Mapping[str, Answers]:
        self.asked.append(dois)
        return Told.notices(self, dois)


def test_notices_are_asked_for_once_a_document_and_once_a_work() -> None:
    source = Counting([WORK])
    checked([source], f"{ENTRY}\n{ENTRY}\nNobody N. Nothing of the kind. Nowhere 1999;1:1.")
    assert source.asked == [("10.5555/study",)]


def test_notices_are_asked_for_only_where_a_rule_wants_them() -> None:
    source = Counting([WORK])
    checked([source], select=["RC2"])
    assert not source.asked
    assert {r.name for r in rules.RULES if r.needs is Needs.NOTICES} == {
        "retracted-work",
        "expression-of-concern",
        "corrected-work",
    }


def test_every_source_is_asked_also_those_that_the_search_did_not_need() -> None:
    (found,) = checked([Told([WORK], name="library"), Told([NOTICE], name="registry")]).findings
    assert found.message == "the work was retracted on 2012-01-01, notice 10.5555/r"


def test_a_source_that_stays_silent_is_told_and_the_match_stays() -> None:
    told = checked([Told([WORK], name="library"), Told(silent="no answer", name="registry")])
    (case,) = told.cases
    assert case.state is State.MATCHED
    assert case.silences == (Silent("registry", "no answer (asked for retractions and corrections)"),)
    assert not told.findings


def test_a_work_without_a_doi_is_asked_for_nowhere() -> None:
    source = Counting([replace(WORK, work=replace(WORK.work, DOI=""))])
    assert checked([source], ENTRY.partition(" doi:")[0]).cases[0].match
    assert not source.asked


def test_of_a_record_without_a_doi_the_cited_one_is_asked_for() -> None:
    held = Told([replace(WORK, work=replace(WORK.work, DOI=""))], name="held")
    found = checked([held, Told([NOTICE], name="notices")])
    assert [f.code for f in found.findings] == ["RC401"]


# what they come to


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ((("retraction", "2011"), ("correction", "2017")), "retraction"),
        ((("retraction", "2011"), ("reinstatement", "2012")), ""),
        ((("retraction", "2011"), ("reinstatement", "2012"), ("removal", "2013-01-01")), "removal"),
        ((("retraction", "2011-02-03"), ("reinstatement", "2011-02-03")), "retraction"),
        ((("expression_of_concern", "2011"), ("correction", "2012")), ""),
        ((("reinstatement", "2012"),), ""),
        ((), ""),
    ],
)
def test_the_newest_decisive_notice_counts_in_any_order(told: Sequence[tuple[str, str]], kind: str) -> None:
    for order in permutations(told):
        newest = notices.withdrawn(about(*order))
        assert (newest.kind if newest else "") == kind


def test_a_notice_without_a_date_gives_way_to_one_with_a_date() -> None:
    assert notices.withdrawn(about(("retraction", ""), ("reinstatement", "2012"))) is None


def test_one_event_is_told_once_whoever_tells_of_it() -> None:
    told = [
        Notice("correction", "2010-01-02", "10.5555/c", "publisher"),
        Notice("erratum", "2010-01-01", "10.5555/c", "retraction-watch"),
        Notice("correction", "2010-01-02", "", "retraction-watch"),
        Notice("correction", "2011-01-01", "10.5555/d", "publisher"),
        Notice("correction", "2012-01-01", "", "retraction-watch"),
    ]
    for order in permutations(told):
        assert [n.date for n in notices.events(order)] == ["2010-01-01", "2011-01-01", "2012-01-01"]


# where a DOI that is not the work's own leads


def related(kind: str, title: str = WORK.work.title, type: str = "posted-content") -> Record:
    preprint = csl.record({"type": type, "title": title, "DOI": "10.5555/pre", "author": [{"family": "Smith"}]}, "told")
    return replace(preprint, relations=(Relation(kind, "10.5555/study"),))


@dataclass(frozen=True, slots=True)
class Registry(Told):
    """A source that can be asked for DOIs only."""

    def by_work(self, reference: object) -> Answer:
        return Answered(self.name)


@pytest.mark.parametrize(
    "leads",
    [
        related("is-preprint-of"),
        related("is-review-of", "Review of that study", "peer-review"),
        related("is-supplement-to", "Data"),
        replace(NOTICE, work=replace(NOTICE.work, DOI="10.5555/pre")),
    ],
)
def test_a_related_doi_leads_to_the_work_without_a_search(leads: Record) -> None:
    told = checked([Registry([leads, WORK])], ENTRY.replace("10.5555/study", "10.5555/pre"), ["RC1", "RC2"])
    (case,) = told.cases
    assert case.match
    assert case.match.record == WORK
    (found,) = told.findings
    assert (found.name, found.fix and found.fix.changes[0].new) == ("doi-of-related-work", "10.5555/study")


def test_what_is_no_work_is_never_the_work_cited() -> None:
    part = replace(WORK, work=replace(WORK.work, type="component"))
    (case,) = checked([Told([part])]).cases
    assert case.match is None
    assert case.doi_match is not None
    assert case.state is State.NOT_CHECKABLE
