"""What counts as the same, field by field, and what is accepted as the work."""

from __future__ import annotations

import time

import pytest
from conftest import record

from refcheck import csl
from refcheck.matching import printed
from refcheck.matching.compare import compare
from refcheck.matching.containers import Kinship, compare_containers
from refcheck.matching.decide import Decision, decide, doubt, same, same_work
from refcheck.matching.people import same_person, strangers
from refcheck.matching.titles import differences
from refcheck.model import Name, Record, Work
from refcheck.parsing import references_by_line
from refcheck.parsing.people import named

PRINTED = "Adams B, Clark D. A test of references in long lists of works. J Test Stud 2005;35(6):630-4."
OWN: dict[str, object] = {
    "title": "A test of references in long lists of works",
    "author": [{"family": "Adams", "given": "Beth"}, {"family": "Clark", "given": "D. E."}],
    "container_title": "Journal of Test Studies",
    "volume": "35",
    "issue": "6",
    "page": "630-634",
    "issued": {"date-parts": [[2005]]},
    "DOI": "10.5555/one",
}


def work(**fields: object) -> Work:
    return csl.work({name.replace("_", "-"): value for name, value in fields.items()})


def level(field: str, cited: Work, recorded: Work) -> str:
    return next((e.level for e in compare(cited, recorded) if e.field == field), "")


@pytest.mark.parametrize(
    ("cited", "recorded", "expected"),
    [
        ("Tumour haematology", "Tumor hematology", "same-short"),
        (
            "THE LARGE SPLENIC MASS OF EXTRAMEDULLARY TISSUES",
            "The large splenic mass of extramedullary tissues",
            "same",
        ),
        ("Slow uptake of H2O in forest plants", "Slow uptake of H<sub>2</sub>O in forest plants", "same-short"),
        ("Tests &amp; trials of several methods reviewed", "Tests and trials of several methods reviewed", "same"),
        ("Several methods reviewed carefully", "Several methods reviewed carefully: a systematic account", None),
        ("Long test of several methods, part I", "Long test of several methods, part II", "another-part"),
        ("Something about fishes in the northern sea", "Nothing like it concerns birds of southern lakes", "different"),
    ],
)
def test_titles(cited: str, recorded: str, expected: str | None) -> None:
    found = level("title", work(title=cited), work(title=recorded))
    assert found == expected if expected else found.startswith("without-subtitle")


@pytest.mark.parametrize(
    ("cited", "recorded", "expected"),
    [
        ("630-4", "630-634", "same"),
        ("630", "630-634", "same"),
        ("630-9", "630-634", "first"),
        ("e1005", "1005", "same"),
        ("603-4", "630-634", "slip"),
        ("1-9", "630-638", "incomparable"),
        ("12-19", "630-634", "different"),
    ],
)
def test_pages(cited: str, recorded: str, expected: str) -> None:
    assert level("page", work(page=cited), work(page=recorded)) == expected


@pytest.mark.parametrize(
    ("cited", "recorded", "expected"),
    [
        ("35", "XXXV", "same"),
        ("35-36", "36", "same"),
        ("i62", "162", "slip"),
        ("53", "35", "slip"),
        ("7", "35", "different"),
    ],
)
def test_volumes(cited: str, recorded: str, expected: str) -> None:
    assert level("volume", work(volume=cited), work(volume=recorded)) == expected


def test_print_and_online_years_both_count() -> None:
    recorded = work(published_print={"date-parts": [[2006]]}, published_online={"date-parts": [[2005]]})
    years = [level("issued", work(issued=y), recorded) for y in (2005, 2006, 2007, 2009)]
    assert years == ["same", "same", "near", "different"]


@pytest.mark.parametrize(
    ("cited", "recorded"),
    [
        ("Sureyya M", "Sureyya MZ"),
        ("Adams B", "Adams, Beth"),
        ("Adams JA", "Adams, J. A."),
        ("Sanei Taheri M", "Taheri MS"),
        ("van der Berg J", "Berg J"),
        ("Mueller H", "Müller H"),
        ("O’Brien P", "O'Brien P"),
    ],
)
def test_one_person_in_two_forms(cited: str, recorded: str) -> None:
    assert same_person(named(cited), named(recorded))


@pytest.mark.parametrize(("cited", "recorded"), [("Adams B", "Adams C"), ("Adams B", "Abrams B"), ("Lee J", "Li J")])
def test_two_persons(cited: str, recorded: str) -> None:
    assert not same_person(named(cited), named(recorded))


@pytest.mark.parametrize(
    ("cited", "recorded", "expected"),
    [
        (
            "Int J Radiat Oncol Biol Phys",
            "International Journal of Radiation Oncology*Biology*Physics",
            Kinship.SAME,
        ),
        ("AJR Am J Roentgenol", "American Journal of Roentgenology", Kinship.SAME),
        ("J. Test. Stud.", "Journal of Test Studies", Kinship.SAME),
        ("PNAS", "Proceedings of the National Academy of Sciences", Kinship.SAME),
        ("Nature", "Cell", Kinship.OTHER),
        ("J Neurol", "Journal of Nephrology", Kinship.OTHER),
    ],
)
def test_containers(cited: str, recorded: str, expected: Kinship) -> None:
    assert compare_containers(cited, (recorded,)) is expected


def test_what_differs_in_a_title_is_named_word_by_word() -> None:
    found = differences("MR finding with pathology correlation", "MR findings with pathologic correlation")
    assert [(d.cited, d.recorded) for d in found] == [("finding", "findings"), ("pathology", "pathologic")]


# deciding


def decided(*records: Record, printed: str = PRINTED) -> Decision:
    return decide(references_by_line(printed)[0], records)


def other(**fields: object) -> Record:
    return record(**(OWN | {"DOI": "10.5555/other"} | fields))


def test_the_score_is_the_sum_of_what_is_shown() -> None:
    match = decided(record(**OWN)).match
    assert match
    assert match.score == sum(e.bits for e in match.evidence)
    assert match.probability == 1 / (1 + 2**-match.score)


def test_a_cited_doi_by_itself_is_no_evidence() -> None:
    cited = f"{PRINTED} doi:10.5555/one"
    for title in ("Quite another matter altogether, in rivers and lakes", "A test of references"):
        without, with_doi = (decided(record(**(OWN | {"title": title})), printed=p) for p in (PRINTED, cited))
        found, vouched = (d.match or d.rivals[0] for d in (without, with_doi))
        assert found.evidence == vouched.evidence


def test_a_cited_doi_vouches_for_the_title_that_it_leads_to() -> None:
    match = decided(record(**OWN), printed=f"{PRINTED} doi:10.5555/one").match
    assert match
    assert match.level("DOI") == "leads to this title"
    others = {"author": [{"family": "Otter", "given": "Karl"}, {"family": "Wolf", "given": "Nina"}], "volume": "97"}
    found = record(**(OWN | others | {"page": "706-712"}))
    assert decided(found).match is None
    assert decided(found, printed=f"{PRINTED} doi:10.5555/one").match
    assert decided(found, printed=f"{PRINTED} doi:10.5555/two").match is None
    short = record(**(OWN | {"title": "Testing lists"} | {"author": others["author"]}))
    assert decided(short, printed="Adams B. Testing lists. J Test Stud 2005. doi:10.5555/one").match is None
    notice = record(**(OWN | {"title": "Correction to: A test of references in long lists of works"}))
    about = decided(notice, printed=f"{PRINTED} doi:10.5555/one")
    assert (about.match or about.rivals[0]).level("DOI") == ""


def test_another_title_under_another_doi_of_one_publisher_is_another_work() -> None:
    said = "Adams B, Clark D. Robust sound-picture sample discrimination. In: Proceedings of Tests; 2005."
    fields = {
        "title": "Sound-picture sample discrimination with crossed agreement",
        "container_title": "Proceedings of Tests",
    }
    found = record(**(OWN | fields | {"volume": "", "issue": "", "page": ""}))
    assert decided(found, printed=said).match
    assert decided(found, printed=f"{said} doi:10.5555/two").match is None
    assert decided(found, printed=f"{said} doi:10.9999/two").match


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "A test of references in long lists of works, part II", "page": "700-9", "volume": "36"},
        {"title": "Correction to: A test of references in long lists of works", "page": "900", "volume": "36"},
        {"title": "Quite another matter altogether, in rivers and lakes", "page": "12-20", "volume": "31"},
        {"author": [{"family": "Adams", "given": "Zoe"}], "title": "Tests of works", "volume": "2", "page": "1-2"},
        {"title": "Lists", "volume": "", "page": "", "issued": {"date-parts": [[1980]]}},
    ],
)
def test_what_only_looks_like_the_work_is_not_accepted(fields: dict[str, object]) -> None:
    assert decided(other(**fields)).match is None
    best = decided(other(**fields), record(**OWN)).match
    assert best
    assert best.record.work.DOI == "10.5555/one"


def test_two_works_that_fit_alike_are_left_to_a_person() -> None:
    short = "Adams B. Editorial notes on testing works. J Test Stud 2005."
    rivals = [
        other(title="Editorial notes on testing works", volume=v, page=p, DOI=f"10.5555/{v}", author=OWN["author"])
        for v, p in (("35", "1-2"), ("36", "900-1"))
    ]
    decision = decided(*rivals, printed=short)
    assert decision.match is None
    assert decision.ambiguous
    assert len(decision.rivals) == 2


def test_one_work_under_two_dois_is_one_work() -> None:
    mirrored = decided(record(**OWN), other()).match
    assert mirrored
    assert mirrored.record.work.DOI == "10.5555/one"


def against(raw: str, **recorded: object) -> dict[str, str]:
    """The levels that a printed reference reaches against a record."""
    (reference,) = references_by_line(raw)
    return {e.field: e.level for e in compare(reference.work, work(**(OWN | recorded)), reference.raw)}


TITLE = "A test of references in long lists of works"
IN_A_BOOK = f"Adams B. Wetlands and what they hold. In: Clark D, editor. {TITLE}. 2005. p. 1-9."
OF_OTHERS: dict[str, object] = {"title": "Birds", "author": [{"family": "Zeller"}], "container_title": "Auk"}


@pytest.mark.parametrize(
    ("raw", "recorded", "expected"),
    [
        (PRINTED.replace(TITLE, "Works of lists long in references of test a"), {}, {"title": "words"}),
        # the record is of the book that the cited chapter is in
        (IN_A_BOOK, {"container_title": ""}, {"title": "container"}),
        # no title is printed, and the name of the journal is no other title
        (
            "Adams B, Clark D. Journal of Test Studies 2005, 35, 630-634.",
            {},
            {"container-title": "same", "page": "same"},
        ),
        (PRINTED.replace("long lists", "short lists"), {"page": "77-81"}, {"title": "elsewhere", "page": "different"}),
        (PRINTED.replace("A test", "A test and list"), {"title": "In long lists of works"}, {"title": "within"}),
        (PRINTED, {"title": f"Corrigendum to {TITLE}"}, {"about": "a notice or reply"}),
        ("Ad ams B. J Test Stu d 2005, 35, 630.", {"author": [{"family": "Adamsen"}]}, {"page": "same"}),
        (PRINTED, {}, {"explained": "all"}),
        (PRINTED, OF_OTHERS, {"explained": "little"}),
    ],
    ids=["scrambled", "book", "no title", "series", "cut title", "notice", "noise", "explained", "unexplained"],
)
def test_what_is_printed_counts_wherever_it_was_put(
    raw: str, recorded: dict[str, object], expected: dict[str, str]
) -> None:
    found = against(raw, **recorded)
    assert {field: found.get(field) for field in expected} == expected


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        ("author", "BAdam son and D.Clark. Journal of Test Studies 35, 630 (2005)."),
        ("container-title", "Adamson B. Jour nal ofTesx Studies 35, 630 (2005)."),
        ("page", "B. Adamson, Uncommon Causes of Tests 482 (n.d.)."),
    ],
)
def test_what_the_parser_missed_is_found_in_the_text(field: str, raw: str) -> None:
    recorded = work(**(OWN | {"author": [{"family": "Adamson"}], "page": "482-488" if field == "page" else "630"}))
    stands, as_printed = printed.PRINTED[field], printed.seen(raw)
    assert stands(Work(), recorded, as_printed) == "printed"
    other = work(author=[{"family": "Zellweger"}], container_title="Birds of the North", page="77")
    assert stands(Work(), other, as_printed) == ""


def test_figures_tell_titles_apart() -> None:
    a = "Monomeric far-red protein crystallized at pH 2.0 in several solvents"
    assert level("title", work(title=a), work(title=a.replace("2.0", "4.2"))) == "another-part"


def test_page_labels_without_a_number_are_not_all_one() -> None:
    assert level("page", work(page="i"), work(page="IFC")) != "same"


def test_two_numbers_in_conflict_are_left_to_a_person() -> None:
    (reference,) = references_by_line(PRINTED)
    near = record(**(OWN | {"volume": "36"}))
    far = record(**(OWN | {"volume": "97", "page": "706-712"}))
    assert decide(reference, [near]).match
    decision = decide(reference, [far])
    assert decision.match is None
    assert decision.ambiguous


@pytest.mark.parametrize(
    ("fields", "same"),
    [
        ({"title": "A test of references in long lists of works (with Diana Clark)"}, True),
        ({"title": "A test of referenecs in long lists of works"}, True),
        ({"title": "A test of referenecs in long lists of works", "page": ""}, False),
        ({"title": "Another matter on the same page"}, False),
        ({"issued": {"date-parts": [[1990]]}}, False),
        ({"volume": "36"}, False),
    ],
)
def test_one_work_on_one_page_under_two_titles(fields: dict[str, object], same: bool) -> None:
    assert same_work(work(**OWN), work(**(OWN | {"DOI": "10.5555/two"} | fields))) is same


def test_a_number_that_another_field_states_is_no_other_field() -> None:
    raw = PRINTED.replace("2005;35(6):630-4", "1990;35(6):2005-9")
    assert against(raw, page="2005-2009")["issued"] == "different"
    assert against(PRINTED.replace("2005;", "1990; reprinted 2005;"))["issued"] in ("same", "printed")


# versions, titles, books


@pytest.mark.parametrize("kind", ["is-preprint-of", "has-preprint", "is-version-of", "is-identical-to"])
def test_what_a_registry_relates_is_one_work(kind: str) -> None:
    item = {
        "title": "Draft of a test",
        "DOI": "10.5555/draft",
        "relation": {kind: [{"id": "https://doi.org/10.5555/ONE"}]},
    }
    draft = csl.record(item, "told")
    assert draft.versions == ("10.5555/one",)
    assert same(draft, record(**OWN))
    assert not same(csl.record(item | {"relation": {"cites": [{"id": "10.5555/one"}]}}, "told"), record(**OWN))


@pytest.mark.parametrize(
    "relation", [None, [], {"is-preprint-of": None}, {"is-preprint-of": [7, {"id": None}, {"id": "nothing"}]}]
)
def test_an_odd_relation_is_none(relation: object) -> None:
    assert csl.record({"title": "A", "relation": relation}, "told").versions == ()


def test_of_one_work_the_published_and_the_publishers_record_is_preferred() -> None:
    preprint = record(**(OWN | {"DOI": "10.5555/preprint", "type": "posted-content"}))
    mirror = record(**(OWN | {"DOI": "10.2307/123"}))
    for records in ((preprint, mirror, record(**OWN)), (record(**OWN), mirror, preprint)):
        match = decided(*records).match
        assert match
        assert match.record.work.DOI == "10.5555/one"
    cited = decided(record(**OWN), mirror, printed=f"{PRINTED} doi:10.2307/123").match
    assert cited
    assert cited.record.work.DOI == "10.2307/123"


def test_rivals_take_their_share_and_it_is_told() -> None:
    short = "Adams B. Editorial notes on testing works. J Test Stud 2005."
    rivals = [
        other(title="Editorial notes on testing works", volume=v, page=p, DOI=f"10.5555/{v}", author=OWN["author"])
        for v, p in (("35", "1-2"), ("36", "900-1"))
    ]
    alone, beside = decided(rivals[0], printed=short), decided(*rivals, printed=short)
    best = alone.match or alone.rivals[0]
    assert best.level("rivals") == ""
    assert beside.rivals[0].level("rivals") == "other works fit too"
    assert beside.rivals[0].probability < best.probability
    assert sum(m.probability for m in beside.rivals) <= 1.0


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"title": "Quite another matter altogether, in rivers and lakes"}, "the record has another title"),
        ({"title": "A test of references in long lists of works, part II"}, "the record has another title"),
        ({"volume": "97", "page": "706-712"}, "volume and page are others"),
        ({"volume": "97"}, ""),
    ],
)
def test_some_conflicts_are_for_a_person_whatever_else_agrees(fields: dict[str, object], why: str) -> None:
    decision = decided(other(**fields))
    found = decision.match or decision.rivals[0]
    assert doubt(found) == why
    assert (decision.match is None) is bool(why)


@pytest.mark.parametrize(
    ("raw", "recorded", "expected"),
    [
        # registries cut titles at italics
        (PRINTED, {"title": "A test of references in"}, {"title": "beginning"}),
        # … and the beginning of one reference may stand before another
        (
            f"Zeller Q. Birds of the southern lakes. Auk 1998;12:77. Adamson B. {TITLE}. J Test Stud 2005;35:630-4.",
            {"author": [{"family": "Adamson"}]},
            {"author": "printed"},
        ),
        (PRINTED.replace("2005", "20o5"), {}, {"issued": "garbled"}),
        (PRINTED.replace("630-4", "6 30"), {}, {"page": "printed"}),
        (PRINTED.replace("630-4", "J30"), {"page": "130"}, {"page": "slip"}),
        (PRINTED, {"author": [{"family": "Adams"}] * 5}, {"author-count": "more recorded"}),
        (PRINTED.replace(TITLE, f"Erratum: {TITLE}"), {}, {"about": "the work that a notice is about"}),
        (
            "Adams B, Clark D. J Test Stud 2005;35:630-4.",
            {"title": f"Erratum: {TITLE}"},
            {"about": "a notice, of which nothing is said"},
        ),
        (PRINTED, {"container_title": "", "page": "", "type": "book"}, {"whole": "pages of it"}),
        (PRINTED, OF_OTHERS | {"page": "1"}, {"left over": "many in a row"}),
        (PRINTED, {"volume": "97", "page": "706-712"}, {"conflicts": "two numbers"}),
        # of what the record does not state it cannot be asked to explain anything
        (PRINTED, {"author": [], "volume": "", "issue": "", "page": "", "issued": None}, {"explained": "all"}),
        (
            PRINTED.replace("J Test Stud", "Annual Proceedings of the Society of Test Studies"),
            {"container_title": "Proceedings of the Yearly Meeting of the Society of Test Studies 2005"},
            {"container-title": "alike"},
        ),
    ],
)
def test_what_is_said_of_a_record(raw: str, recorded: dict[str, object], expected: dict[str, str]) -> None:
    found = against(raw, **recorded)
    assert {field: found.get(field) for field in expected} == expected


def test_reviews_of_one_author_on_one_page_are_one_work_under_many_titles() -> None:
    a, b = "Human Testing", "C. Clark Human Testing. 2004. Test Press, Testville, 350 p."
    one, two = (work(**(OWN | {"title": t, "DOI": f"10.5555/{n}"})) for n, t in enumerate((a, b)))
    assert same_work(one, two)
    assert not same_work(one, work(**(OWN | {"title": "Bird Testing", "DOI": "10.5555/3"})))


# what a second reading found


def test_a_second_record_of_the_work_does_not_undo_the_match() -> None:
    """Of one work the publisher's record is preferred only where it would be accepted by itself."""
    mirror = record(**(OWN | {"DOI": "10.2307/1"}))
    publisher = record(title=OWN["title"], issued=OWN["issued"], DOI="10.5555/bare")
    for records in ((mirror,), (mirror, publisher), (publisher, mirror)):
        match = decided(*records).match
        assert match
        assert match.probability >= 0.75
    ranked = decided(publisher, mirror, printed="Adams B. Quite another thing. J Test Stud 2005;35:630-4.").rivals
    assert [m.score for m in ranked] == sorted((m.score for m in ranked), reverse=True)


def test_of_two_records_of_one_doi_the_better_counts() -> None:
    poor = record(title="Test", DOI="10.5555/one")
    for records in ((poor, record(**OWN)), (record(**OWN), poor)):
        match = decided(*records).match
        assert match
        assert match.record.work.title == OWN["title"]


def test_short_titles_of_other_authors_are_other_works() -> None:
    editorial: dict[str, object] = {
        "title": "Editorial",
        "issued": OWN["issued"],
        "volume": "41",
        "container_title": "Auk",
    }
    smith, zorn = (work(**editorial, author=[{"family": f}], DOI=f"10.5555/{f}") for f in ("Smith", "Zorn"))
    assert not same_work(smith, zorn)
    assert not same_work(work(**editorial, DOI="10.5555/a"), work(**editorial, DOI="10.5555/b"))
    pages = editorial | {"page": "7"}
    assert same_work(work(**pages, DOI="10.5555/a"), work(**pages, DOI="10.5555/b"))
    rivals = [record(**editorial, author=[{"family": f}], DOI=f"10.5555/{f}") for f in ("Smith", "Zorn")]
    decision = decided(*rivals, printed="Editorial. Auk 2005;41.")
    assert decision.match is None


@pytest.mark.parametrize(
    ("raw", "author"),
    [
        (
            "Hernandez F. A study of winter birds in long lists. Auk 2005;35:630-4.",
            {"family": "Fernandes", "given": "Z"},
        ),
        ("Brown A. Parkinson disease and gait in old birds. Auk 2005;35:630-4.", {"family": "Parkinson", "given": "J"}),
    ],
)
def test_another_person_is_not_the_author_spoilt(raw: str, author: dict[str, str]) -> None:
    assert against(raw, author=[author])["author"] == "different"


@pytest.mark.parametrize(
    "raw", ["doi:10.5555/aa", "Personal communication, Norway.", "Unpublished data on works in Norway."]
)
def test_where_nothing_agrees_nobody_is_asked(raw: str) -> None:
    rivals = [
        record(title=f"{word} of the north in {word} winters", author=[{"family": word}], DOI=f"10.5555/{word}")
        for word in "lynx hare vole mole wren tern swan elk bear wolf crow rook lark finch stork".split()
    ]
    decision = decided(*rivals, printed=raw)
    assert (decision.match, decision.ambiguous) == (None, False)


@pytest.mark.parametrize(("cited", "recorded"), [("12-", "7-"), ("12/", "7/"), ("A-1", "B-1"), ("1-2", "2-3")])
def test_a_piece_of_a_number_is_not_the_number(cited: str, recorded: str) -> None:
    assert level("volume", work(volume=cited), work(volume=recorded)) != "same"


def test_thousands_of_authors_are_compared_in_time() -> None:
    letters = "abcdefghijklmno"
    names = tuple(Name(f"Fam{a}{b}{c}", "Wei") for a in letters for b in letters for c in letters)
    half = len(names) // 2
    begun = time.monotonic()
    assert len(strangers(names, names[half:])) == half
    assert len(strangers((Name("Li", "W"),) * 3_000, (Name("Li", "X"),) * 3_000)) == 3_000
    assert time.monotonic() - begun < 5
