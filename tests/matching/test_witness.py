"""The author's own record of a reference: found, and of use where no DOI is printed."""

from __future__ import annotations

from conftest import STUDY, Told, record

from refcheck import api, pipeline
from refcheck.matching.witness import witnessed
from refcheck.model import Answer, Record, Reference, State

ENTRY = "Smith AB, Jones CD. A study of small things in large rooms. J Appl Test 2010;12:100-9."
OTHER = record(
    title="Rivers and lakes of the north",
    author=[{"family": "Smith", "given": "A"}],
    container_title="Journal of Water",
    volume="1",
    page="1-9",
    issued=2010,
)


def references(*texts: str) -> tuple[Reference, ...]:
    return api.parse("\n".join(texts).encode(), kind="lines").references


def own(references: tuple[Reference, ...], *records: Record) -> list[Record | None]:
    return [r.witness for r in witnessed(references, records)]


def test_each_reference_has_the_record_that_it_was_made_of() -> None:
    listed = references("Smith A. Rivers and lakes of the north. J Water 2010;1:1-9.", ENTRY, "Doe J. Other. 1999.")
    assert own(listed, STUDY, OTHER) == [OTHER, STUDY, None]
    assert own(listed) == [None, None, None]


def test_a_title_that_was_typed_anew_is_found_by_author_and_year() -> None:
    assert own(references(ENTRY.replace("A study", "A stduy")), OTHER, STUDY) == [STUDY]


class ByDoi(Told):
    """A source that knows works by their DOIs only."""

    def by_work(self, reference: Reference) -> Answer:
        return Told().by_work(reference)


def test_the_doi_of_the_authors_own_record_leads_to_the_work() -> None:
    (plain,), source = references(ENTRY), ByDoi([STUDY])
    assert pipeline.resolve(plain, [source]).state is State.NOT_FOUND
    (known,) = witnessed((plain,), [STUDY])
    case = pipeline.resolve(known, [source])
    assert (case.state, case.recorded.DOI) == (State.MATCHED, "10.5555/study")
    assert case.doi_answers == ()  # nobody has cited it


def test_a_wrong_doi_of_the_authors_own_record_leads_nowhere() -> None:
    (known,) = witnessed(references(ENTRY), [STUDY])
    rivers = record(title="Rivers and lakes of the north", DOI="10.5555/study", issued=1950)
    assert pipeline.resolve(known, [ByDoi([rivers])]).match is None
