"""CSL-JSON to Work and back: every odd shape that registries deposit, and any JSON at all."""

from __future__ import annotations

import json

import pytest
from conftest import SHARED
from hypothesis import given
from hypothesis import strategies as st

from refcheck import csl
from refcheck.model import Name, Work

RECORDED = SHARED / "data" / "crossref_examples"
UNRECORDED = "the recorded Crossref answers are not kept beside the project"


@pytest.mark.parametrize(
    ("item", "title", "others"),
    [
        ({"title": "A test"}, "A test", ()),
        ({"title": ["A test"]}, "A test", ()),
        ({}, "", ()),
        ({"title": None}, "", ()),
        ({"title": []}, "", ()),
        ({"title": [""]}, "", ()),
        ({"title": ["", "A test"]}, "A test", ()),
        ({"title": 1984}, "1984", ()),
        ({"title": ["A test", "Ein Test"]}, "A test", ("Ein Test",)),
        ({"title": ["A test", "A test"]}, "A test", ()),
        ({"title": ["A test"], "subtitle": ["of references"]}, "A test", ("A test: of references",)),
        ({"title": ["A test"], "subtitle": [""]}, "A test", ()),
        ({"subtitle": ["of references"]}, "", ()),
        ({"title": ["A test"], "original-title": ["Ein Test"]}, "A test", ("Ein Test",)),
        ({"title": ["A  <i>test</i>\n of H<sub>2</sub>O"]}, "A test of H2O", ()),
        ({"title": ["Test &amp;amp; <scp>TRIAL</scp>"]}, "Test & TRIAL", ()),
        ({"title": ["half \ud800 a letter"]}, "half ? a letter", ()),
    ],
)
def test_titles_of_every_shape(item: dict[str, object], title: str, others: tuple[str, ...]) -> None:
    assert (csl.work(item).title, csl.work(item).other_titles) == (title, others)


@pytest.mark.parametrize(
    ("printed", "title", "notices"),
    [
        ("RETRACTED: A test", "A test", ["retraction"]),
        ("Retracted Article: A test", "A test", ["retraction"]),
        ("RETRACTED ARTICLE. A test", "A test", ["retraction"]),
        ("[Retracted] A test", "A test", ["retraction"]),
        ("WITHDRAWN: A test", "A test", ["withdrawal"]),
        ("Retracted articles and their tests", "Retracted articles and their tests", []),
        ("Withdrawn-drug tests", "Withdrawn-drug tests", []),
        ("Retracted:", "Retracted:", []),
        ("A test of RETRACTED: works", "A test of RETRACTED: works", []),
    ],
)
def test_a_retraction_in_the_title_is_read_and_is_no_part_of_it(printed: str, title: str, notices: list[str]) -> None:
    assert csl.work({"title": [printed]}).title == title
    assert list(csl.retracted({"title": [printed]})) == notices


def test_containers_of_every_shape() -> None:
    item = {
        "container-title": ["Tests &amp; Trials", "Series of Tests"],
        "short-container-title": ["T&amp;T", "Tests &amp; Trials"],
        "container-title-short": "Tests",
        "journalAbbreviation": "Tst.",
    }
    work = csl.work(item)
    assert work.container_title == "Tests & Trials"
    assert work.other_container_titles == ("Series of Tests", "T&T", "Tests", "Tst.")
    assert csl.work({"container-title": "Tests"}).container_titles == ("Tests",)
    assert csl.work({"container-title": []}).container_titles == ()


@pytest.mark.parametrize(
    ("item", "years"),
    [
        ({"issued": {"date-parts": [[2019, 3, 1]]}}, (2019,)),
        ({"issued": {"date-parts": [["2019", "3"]]}}, (2019,)),
        ({"issued": {"date-parts": [[None]]}}, ()),
        ({"issued": {"date-parts": []}}, ()),
        ({"issued": {"date-parts": [[]]}}, ()),
        ({"issued": {"date-parts": None}}, ()),
        ({"issued": {"date-parts": [2019, 3]}}, (2019,)),
        ({"issued": {"date-parts": [[2018, 12], [2019, 1]]}}, (2018, 2019)),
        ({"issued": {"raw": "2019-03-01"}}, (2019,)),
        ({"issued": {"literal": "May 2019"}}, (2019,)),
        ({"issued": {"literal": "in press"}}, ()),
        ({"issued": "2019"}, (2019,)),
        ({"issued": 2019}, (2019,)),
        ({"issued": 2019.0}, (2019,)),
        ({"issued": True}, ()),
        ({"issued": 20190301}, ()),
        (
            {
                "issued": {"date-parts": [[1991]]},
                "published": {"date-parts": [[1991]]},
                "published-print": {"date-parts": [[1991]]},
                "published-online": {"date-parts": [[2009]]},
            },
            (1991, 2009),
        ),
    ],
)
def test_years_of_every_shape(item: dict[str, object], years: tuple[int, ...]) -> None:
    assert csl.work(item).years == years


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ({"family": "Tester", "given": "Ann"}, Name("Tester", "Ann")),
        ({"family": "TESTER", "given": "A. B."}, Name("TESTER", "A. B.")),
        ({"family": "Tester", "suffix": "Jr."}, Name("Tester", "", "Jr.")),
        ({"family": "Tester, Jr."}, Name("Tester", "", "Jr.")),
        ({"family": "Tester III", "given": "Ann"}, Name("Tester", "Ann", "III")),
        ({"family": "Test", "non-dropping-particle": "van der"}, Name("van der Test")),
        ({"family": "Test", "dropping-particle": "de"}, Name("de Test")),
        ({"name": "The Test Group"}, Name(literal="The Test Group")),
        ({"literal": "The Test Group"}, Name(literal="The Test Group")),
        ({"given": "Mononym"}, Name(literal="Mononym")),
        ({"family": "Tester", "name": "Ann Tester"}, Name("Tester")),
    ],
)
def test_authors_of_every_shape(person: dict[str, object], name: Name) -> None:
    assert csl.work({"author": [person]}).author == (name,)


def test_authors_that_say_nothing_are_left_out() -> None:
    people = [{}, {"sequence": "first"}, {"family": ""}, {"family": None}, None, "Ann Tester", {"family": "Tester"}]
    assert csl.work({"author": people}).author == (Name("Tester"),)
    assert csl.work({"author": {"family": "Tester"}}).author == ()


@pytest.mark.parametrize(
    ("item", "volume", "issue", "page"),
    [
        ({"volume": 7, "issue": 2, "page": 11}, "7", "2", "11"),
        ({"volume": "null", "issue": "null", "page": "null"}, "", "", ""),
        ({"volume": "n° 95", "issue": "15_suppl", "page": "1308-1309.e1"}, "n° 95", "15_suppl", "1308-1309.e1"),
        ({"article-number": "e123"}, "", "", "e123"),
        ({"article-number": "e123", "page": "1-9"}, "", "", "1-9"),
        ({"type": "article-journal", "number": 123}, "", "", "123"),
        ({"type": "report", "number": 123}, "", "", ""),
        ({"volume": True, "issue": [], "page": {}}, "", "", ""),
        ({"volume": 7.0, "issue": 1e400, "page": 10**5000}, "7", "", ""),
    ],
)
def test_numbers_of_every_shape(item: dict[str, object], volume: str, issue: str, page: str) -> None:
    work = csl.work(item)
    assert (work.volume, work.issue, work.page) == (volume, issue, page)


@pytest.mark.parametrize(
    ("printed", "doi"),
    [
        ("10.5555/A", "10.5555/a"),
        ("https://doi.org/10.5555/A", "10.5555/a"),
        ("http://dx.doi.org/10.5555/A%3CB%3E", "10.5555/a<b>"),
        ("doi:10.5555/A", "10.5555/a"),
        ("10.5555/(TEST)1-2(1998)1:2<3::AID-TEST4>5.0.CO;6-7", "10.5555/(test)1-2(1998)1:2<3::aid-test4>5.0.co;6-7"),
        ("10.5555/a#b%c;d", "10.5555/a#b%c;d"),
        ("10.5555/a, accessed in May", "10.5555/a"),
        ("10.5555/a.", "10.5555/a"),
        ("none", ""),
        (10.5, ""),
    ],
)
def test_a_doi_in_its_own_field_is_read_whole(printed: object, doi: str) -> None:
    assert doi == csl.work({"DOI": printed}).DOI


@pytest.mark.parametrize(
    ("registered", "kind"),
    [
        ("journal-article", "article-journal"),
        ("proceedings-article", "paper-conference"),
        ("book-chapter", "chapter"),
        ("posted-content", "article"),
        ("monograph", "book"),
        ("edited-book", "book"),
        ("reference-book", "book"),
        ("book", "book"),
        ("dissertation", "thesis"),
        ("reference-entry", "entry-encyclopedia"),
        ("report", "report"),
        ("webpage", "webpage"),
    ],
)
def test_types_are_csl_types(registered: str, kind: str) -> None:
    assert csl.work({"type": registered}).type == kind


def test_an_item_says_only_what_is_stated() -> None:
    assert csl.item(Work()) == {}
    work = Work(type="article-journal", title="A test", author=(Name("Tester", "Ann"),), years=(2019, 2020), et_al=True)
    assert csl.item(work) == {
        "type": "article-journal",
        "title": "A test",
        "author": [{"family": "Tester", "given": "Ann"}],
        "issued": {"date-parts": [[2019]]},
    }


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
KNOWN = st.sampled_from(
    (
        "DOI title subtitle original-title author family given name literal suffix issued date-parts raw volume"
        " issue page article-number number container-title short-container-title type publisher published"
    ).split()
)
ITEMS = st.dictionaries(KNOWN, ANY | st.lists(st.dictionaries(KNOWN, ANY, max_size=4), max_size=3))


@given(ITEMS)
def test_any_json_object_gives_a_work(item: dict[str, object]) -> None:
    work = csl.work(item)
    assert isinstance(work, Work)
    json.dumps(csl.item(work)).encode()
    list(csl.retracted(item))


WORDS = st.from_regex(r"[a-zà-ö]{2,9}( [a-zà-ö]{3,9}){0,4}", fullmatch=True)
WORKS = st.builds(
    Work,
    type=st.sampled_from(("article-journal", "book", "chapter", "")),
    title=WORDS | st.just(""),
    author=st.lists(
        st.builds(Name, WORDS, WORDS, st.sampled_from(("", "Jr"))) | st.builds(Name, literal=WORDS), max_size=3
    ).map(tuple),
    container_title=WORDS | st.just(""),
    years=st.integers(1000, 2999).map(lambda year: (year,)) | st.just(()),
    volume=st.integers(1, 9999).map(str),
    issue=st.sampled_from(("", "3-4", "S1", "15_suppl")),
    page=st.sampled_from(("", "11-19", "e123", "i-ii")),
    publisher=WORDS | st.just(""),
    DOI=st.sampled_from(("", "10.5555/a", "10.5555/(a)1<b>;c")),
)


@given(WORKS)
def test_a_work_comes_back_from_its_item(work: Work) -> None:
    assert csl.work(json.loads(json.dumps(csl.item(work)))) == work


def recorded() -> list[tuple[str, dict[str, object]]]:
    """Every single work and every item of a list among the recorded answers."""
    found: list[tuple[str, dict[str, object]]] = []
    for path in sorted(RECORDED.glob("*.json")):
        answer = json.loads(path.read_text(encoding="utf-8"))
        message = answer.get("message") if isinstance(answer, dict) else None
        items = message.get("items", [message]) if isinstance(message, dict) else []
        found += [(path.stem, i) for i in items if isinstance(i, dict) and "agency" not in i]
    return found


@pytest.mark.skipif(not RECORDED.is_dir(), reason=UNRECORDED)
def test_recorded_answers_make_sensible_works() -> None:
    items = recorded()
    assert len(items) > 60
    for name, item in items:
        work = csl.work(item)
        assert str(item["DOI"]).lower() == work.DOI, name
        assert bool(work.title) == any(t.strip() for t in item.get("title") or []), name  # type: ignore[attr-defined]
        assert "<" not in work.title, name
        assert "&amp;" not in work.title + work.container_title, name
        assert all(1500 < year < 2100 for year in work.years), name
        assert all(person.known_as for person in work.author), name
        assert "null" not in (work.volume, work.issue, work.page), name


@pytest.mark.skipif(not RECORDED.is_dir(), reason=UNRECORDED)
@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("odd_volume_null", "volume", ""),
        ("odd_title_empty_list", "title", ""),
        ("odd_title_key_absent_component", "title", ""),
        ("odd_issued_null_chapter", "type", "chapter"),
    ],
)
def test_recorded_oddities_are_read_as_nothing_or_something(name: str, field: str, value: str) -> None:
    answer = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))
    assert getattr(csl.work(answer["message"]), field) == value


@pytest.mark.skipif(not RECORDED.is_dir(), reason=UNRECORDED)
def test_a_recorded_year_may_be_the_one_in_print_or_online() -> None:
    answer = json.loads((RECORDED / "odd_print_online_year_differ.json").read_text(encoding="utf-8"))
    assert len(csl.work(answer["message"]).years) == 2


@pytest.mark.skipif(not RECORDED.is_dir(), reason=UNRECORDED)
def test_a_recorded_subtitle_is_known_beside_the_title() -> None:
    work = csl.work(json.loads((RECORDED / "odd_subtitle_field.json").read_text(encoding="utf-8"))["message"])
    assert any(other.startswith(f"{work.title}: ") for other in work.other_titles)


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ({"family": "0001", "given": "Wei Adams"}, Name("Adams", "Wei")),
        ({"family": "Adams 0012", "given": "Wei"}, Name("Adams", "Wei")),
        ({"family": "Study Group 2004"}, Name("Study Group 2004")),
        ({"family": "Adams", "given": "Wei"}, Name("Adams", "Wei")),
    ],
)
def test_a_number_that_tells_namesakes_apart_is_no_name(person: dict[str, str], name: Name) -> None:
    assert csl.work({"author": [person]}).author == (name,)


def test_a_notice_may_name_its_work_by_a_link() -> None:
    item = {"DOI": "10.5555/n", "update-to": [{"type": "retraction", "DOI": "https://doi.org/10.5555/Study"}]}
    assert [u.of for u in csl.record(item, "told").updates] == ["10.5555/study"]
