"""BibTeX as a document: what is read, where it stands, and how a change is written."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from conftest import ROOT, SHARED, Told
from hypothesis import given
from hypothesis import strategies as st

from refcheck import api, csl
from refcheck.bibliographies import latex, people, scan
from refcheck.finding import Change
from refcheck.formats import bibtex
from refcheck.model import Document, Name, Span
from refcheck.reading import Places, Unplaced

SAMPLE = ROOT / "fixtures" / "formats" / "library.bib"
LIBRARIES = sorted((SHARED / "data" / "docs").glob("**/*.bib"))


def read(text: str | bytes) -> Document:
    return bibtex.read(text if isinstance(text, bytes) else text.encode(), "refs.bib")


def changed(text: str, *changes: tuple[str, str, str]) -> str:
    document = read(text)
    return bibtex.rewrite(document, [Change(1, *change) for change in changes]).decode()


def test_each_entry_is_a_reference_that_reads_as_it_would_be_printed() -> None:
    document = api.read(str(SAMPLE))
    assert (document.format, document.listing) == ("bibtex", True)
    assert [r.raw for r in document.references] == [
        "[adams2001] Adams, Bo and Müller, Jr, K. and World Office of Things and et al. A Study of Small Things — and "
        "H2O. Journal of Things. 2001;12(3):10–19. https://doi.org/10.5555/A_B.1. 1234-5679.",
        "[baker:book] Ana de la Cruz. Things: A history. Press; 2003-04. https://doi.org/10.5555/book. "
        "978-3-16-148410-0, 0-306-40615-2.",
        "[part] Clark, C. On parts. Things in parts. 2004. 7.",
        "[meeting] Things in parts. 2004. Editor, E.",
        "[preprint] Dole, D. A preprint. arXiv preprint. 2017. 1706.03762.",
    ]
    assert [r.label for r in document.references] == ["adams2001", "baker:book", "part", "meeting", "preprint"]
    first = document.references[0].work
    assert first.author == (Name("Adams", "Bo"), Name("Müller", "K.", "Jr"), Name(literal="World Office of Things"))
    assert (first.et_al, first.page, first.DOI) == (True, "10-19", "10.5555/a_b.1")


def test_every_field_knows_where_it_stands() -> None:
    document = api.read(str(SAMPLE))
    for_field = {
        (r.label, f.name): document.written[slice(*_located(document, r.span.start + f.start, r.span.start + f.end))]
        for r in document.references
        for f in reversed(r.fields)
    }
    assert for_field["adams2001", "citation-number"] == "adams2001"
    assert for_field["adams2001", "author"] == "Adams, Bo"
    assert for_field["adams2001", "title"] == r"A {Study} of \textit{Small} Things --- and H$_2$O"
    assert for_field["adams2001", "container-title"] == "jt"
    assert for_field["adams2001", "issued"] == "2001"
    assert for_field["adams2001", "page"] == "10--19"
    assert for_field["adams2001", "DOI"] == r"10.5555/A\_B.1"
    assert for_field["baker:book", "title"] == "Things},\n  subtitle = {A\n    history"
    assert for_field["baker:book", "issued"] == "2003"
    assert for_field["baker:book", "DOI"] == "10.5555/book"
    assert for_field["baker:book", "ISBN"] == "978-3-16-148410-0"
    start, _ = Places(document).span(document.references[1].span)
    assert (start.line, start.column) == (19, 7)


def _located(document: Document, start: int, end: int) -> tuple[int, int]:
    span = document.located(Span(start, end))
    return span.start, span.end


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_without_a_change_the_bytes_are_the_same(ends: str, encoding: str) -> None:
    text = SAMPLE.read_text(encoding="utf-8").replace("\n", ends).replace("Ana", "Aná")
    data = text.encode(encoding)
    document = read(data)
    assert len(document.references) == 5
    assert bibtex.rewrite(document, ()) == data


ENTRY = """@article{{key,
  author = {{Adams, B. and {{M{{\\"u}}ller}}, K.}},
  title  = {{A {{DNA}} study of
            \\emph{{small}} things}},
  journal = jt # {{ of Things}},
  year   = 2001, % a comment
  pages  = {{10--19}},
  note   = "A {{"}}quoted{{"}} note",{more}
}}
"""


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (("title", "A DNA study of small things", "A DNA study of tall things"), "small}", "tall}"),
        (("title", "A DNA study of small things", "A RNA study of small things"), "{DNA}", "{RNA}"),
        (("title", "A DNA study of small things", "A DNA study for small things"), "study of", "study for"),
        (("title", "A DNA study of small things", "A DNA study of small things & 5%"), "} things", r"} things \& 5\%"),
        (("issued", "2001", "2002"), "2001", "2002"),
        (("issued", "2001", "in press"), "2001", "{in press}"),
        (("page", "10–19", "10–21"), "10--19", "10--21"),
        (("page", "10–19", "e19"), "{10--19}", "{e19}"),
        (("page", "10–19", "1–9"), "{10--19}", "{1--9}"),
        (("author", "Müller, K.", "Möller, K."), r"{\"u}", r"{\"o}"),
        (("author", "Adams, B.", "Ådams, B."), "{Adams", r"{{\r{A}}dams"),
        (("author", "Adams, B. and Müller, K.", "Müller, K. and Adams, B."), None, None),
        (
            ("author", "Adams, B. and Müller, K.", "Adams, B. and Müller, K. and Clark, C."),
            ", K.}",
            ", K. and Clark, C.}",
        ),
        (("author", "Adams, B. and Müller, K.", "Adams, B. and et al"), None, None),
        (("container-title", "jt of Things", "Annals of Things"), "jt #", "{Annals} #"),
        (("note", 'A "quoted" note', 'A "quoted" word'), 'note"', 'word"'),
        (("note", 'A "quoted" note', 'A "quoted" "note"'), ' note"', ' {"}note{"}"'),
    ],
)
def test_a_change_touches_the_characters_it_names(
    change: tuple[str, str, str], old: str | None, new: str | None
) -> None:
    text = ENTRY.format(more="")
    after = changed(text, change)
    if old and new:
        assert after == text.replace(old, new, 1)
    (reference,) = read(after).references
    assert change[2] in reference.raw
    assert [f.text for f in reference.fields if f.name not in (change[0],)] == [
        f.text for f in read(text).references[0].fields if f.name not in (change[0],)
    ]


def test_letters_stay_letters_where_the_file_has_some() -> None:
    text = "@article{a, author = {Müller, K.}, pages = {1–2}, title = {A study}}"
    assert changed(text, ("title", "A study", "Ā study")) == text.replace("{A study", "{Ā study")
    assert changed(text, ("page", "1–2", "1–3")) == text.replace("1–2", "1–3")
    assert changed(text, ("page", "1–2", "11 – 3")) == text.replace("1–2", "11 – 3")


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("@article{a,\n  title = {T},\n  year = 2001\n}", ("2001\n", "2001,\n  doi = {10.5555/x}\n")),
        ("@article{a,\n  title = {T},\n  year = 2001,\n}", ("2001,\n", "2001,\n  doi = {10.5555/x},\n")),
        ('@article{a,\r\n\ttitle\t= "T"\r\n}', ('"T"', '"T",\r\n\tdoi\t= "10.5555/x"')),
        ("@article{a, title={T}, year=2001}", ("2001", "2001, doi={10.5555/x}")),
        ("@article{a,title={T},year={2001}}", ("{2001}", "{2001},doi={10.5555/x}")),
        ("@ARTICLE(a,\n  TITLE   = {T},\n  JOURNAL = {J})", ("{J}", "{J},\n  DOI     = {10.5555/x}")),
        ("@article{a,\nTitle =   {T},\nJournal = {J}}", ("{J}", "{J},\nDoi =     {10.5555/x}")),
        ("@article{a\n  , title = {T}\n  , year = {2001}\n  }", ("{2001}", "{2001}\n  , doi = {10.5555/x}")),
        ("@article{a,\n  title = {T}, year = 1 % c, d\n}", ("1 % c, d\n", "1, % c, d\n  doi = {10.5555/x}\n")),
        ("@article{a,\n  title = {T},\n  year = 1, % c\n}", ("% c\n", "% c\n  doi = {10.5555/x},\n")),
        ("@article{a,\n  title = {T},\n  doi = {},\n}", ("doi = {}", "doi = {10.5555/x}")),
        ("@article{a,\n  title = {T},\n  % c\n  year = {1}\n}", ("{1}", "{1},\n  doi = {10.5555/x}")),
        ("@article{a, title = {T} # {U}}", ("{U}", "{U}, doi = {10.5555/x}")),
        ("@article{a,\n  title = {T}\n", ("{T}", "{T},\n  doi = {10.5555/x}")),
    ],
)
def test_a_doi_is_added_in_the_layout_of_its_entry(text: str, added: tuple[str, str]) -> None:
    whole = f"% before\n{text}\n@misc{{after, title = {{U}}, year = 2002}}\n"
    after = changed(whole, ("DOI", "", "10.5555/x"))
    assert after == whole.replace(*added, 1)
    assert [r.work.DOI for r in read(after).references] == ["10.5555/x", ""]


def test_what_another_entry_says_is_not_changed_here() -> None:
    text = "@inproceedings{a, title = {T}, crossref = {p}}\n@proceedings{p, title = {Meeting}, year = 2001}\n"
    document = read(text)
    assert document.references[0].raw == "[a] T. Meeting. 2001."
    with pytest.raises(Unplaced):
        bibtex.rewrite(document, [Change(1, "issued", "2001", "2002")])
    assert bibtex.rewrite(document, [Change(2, "issued", "2001", "2002")]).decode() == text.replace("2001", "2002")
    with pytest.raises(Unplaced):
        bibtex.rewrite(document, [Change(1, "volume", "", "7")])


def test_what_is_broken_is_told_where_it_stands_and_the_rest_is_read() -> None:
    text = "@article{a, title={One}}\n@article{b, title={Two\n@article{c, title={Three}}\n"
    document = read(text)
    assert [r.label for r in document.references] == ["a", "c"]
    (unread,) = document.unread
    assert unread.said == "a broken entry: @article{b: a brace is not closed"
    assert Places(document).span(unread.span)[0][:2] == (2, 1)
    assert bibtex.rewrite(document, [Change(2, "title", "Three", "Four")]).decode() == text.replace("Three", "Four")


def test_what_says_nothing_of_a_work_is_no_reference() -> None:
    text = "@control{REVTEX41Control}\n@xdata{x, publisher={P}}\n@book{a, title={T}, xdata={x}}\n@comment{@book{b}}"
    (reference,) = read(text).references
    assert (reference.label, reference.work.publisher) == ("a", "P")


RECORD = {
    "type": "article-journal",
    "title": "A study of small effects in large populations of voles",
    "author": [
        {"family": "Adams", "given": "Bo"},
        {"family": "Baker", "given": "Cy"},
        {"family": "Clark", "given": "Di"},
    ],
    "container-title": "Journal of Effects",
    "issued": {"date-parts": [[1999]]},
    "volume": "7",
    "page": "1-20",
    "DOI": "10.5555/voles",
}
VOLES = """@article{voles,
  author  = {Adams, Bo and Clark, Di},
  title   = {A study of small effects in large populations of {Voles}},
  journal = {Journal of Effects},
  year    = {1998},
  volume  = 7,
  pages   = {1--20}
}
"""


def test_a_library_is_checked_and_mended_and_proved() -> None:
    (checked,) = api.check([read(VOLES)], [Told(records=(csl.record(RECORD, "told"),))]).checked
    assert {f.name for f in checked.findings} == {"doi-missing", "year-mismatch", "authors-truncated"}
    fixed = api.fix(checked, unsafe=True)
    assert not fixed.refused
    assert fixed.document.written == (
        VOLES.replace("Bo and Clark", "Bo and Baker, Cy and Clark")
        .replace("1998", "1999")
        .replace("{1--20}", "{1--20},\n  doi     = {10.5555/voles}")
    )


@pytest.mark.parametrize(
    ("head", "is_bibtex"),
    [
        (b"@article{a,", True),
        (b"\xef\xbb\xbf% Encoding: UTF-8\n\n@Book{a:1, ", True),
        (b"@string(x = 1)", True),
        (b"@dataset{a,\n", True),
        (b"@media (min-width: 1px) {", False),
        (b"@app.route('/a', b)", False),
        (b"1. @article{a, says", False),
        (b"", False),
    ],
)
def test_a_file_that_begins_with_an_entry_is_bibtex(head: bytes, is_bibtex: bool) -> None:
    assert bibtex.sniff(head) is is_bibtex


PIECES = """
    @article{ @article( @string{ @comment{ @misc{a, key, author= title= doi= crossref= year = { } {{ }} ( ) " , # % \\
    \\{ \\"{u} {\\'e} \\emph{ $ $x$ ~ -- `` and others , Jr 10.5555/x https://doi.org/ 2001 jan jt é –
""".split()
TEXTS = st.lists(
    st.one_of(st.sampled_from([*PIECES, "\n", "\r\n", " ", " and ", "% c\n"]), st.text(max_size=4)), max_size=50
).map("".join)


def sound(document: Document, written: str) -> None:
    assert document.written == written
    for reference in document.references:
        assert reference.raw == document.text[reference.span.start : reference.span.end]
        assert "\n" not in reference.raw
        for field in reference.fields:
            assert field.text
            assert reference.raw[field.start : field.end] == field.text
    for span in (*(r.span for r in document.references), *(u.span for u in document.unread)):
        place = document.located(span)
        assert 0 <= place.start <= place.end <= len(written)
    for stretch in document.origin.stretches if document.origin else ():
        assert not stretch.same or document.text[stretch.start : stretch.end] == written[stretch.at : stretch.until]


@given(TEXTS)
def test_no_library_is_too_odd(text: str) -> None:
    sane = text.encode("utf-8", "replace").decode()
    document = read(sane)
    sound(document, sane)
    assert bibtex.rewrite(document, ()) == sane.encode()


@given(TEXTS)
def test_what_a_library_alone_shows_is_mended_once(text: str) -> None:
    checked = api.check([read(text.encode("utf-8", "replace"))], []).checked[0]
    once = api.fix(checked, unsafe=True)
    assert len(once.document.references) == len(checked.document.references)
    assert api.fix(api.check([once.document], []).checked[0]).data == once.data


@given(TEXTS, st.sampled_from(["title", "author", "issued", "DOI", "page"]), st.text(max_size=8))
def test_a_change_is_made_as_promised_or_not_at_all(text: str, name: str, new: str) -> None:
    sane = f"@article{{a, title = {{A}}, author = {{B, C}}, year = 2001, pages = {{1--2}}}}\n{text}"
    sane = sane.encode("utf-8", "replace").decode()
    document = read(sane)
    field = document.references[0].field(name)
    wanted = " ".join(new.encode("utf-8", "replace").decode().split()) or "x"
    try:
        data = bibtex.rewrite(document, [Change(1, name, field.text if field else "", wanted)])
    except Unplaced:
        return
    after = read(data)
    assert after.text.startswith("[a] ")
    assert [r.raw for r in after.references[1:]] == [r.raw for r in document.references[1:]]


@given(st.text(alphabet="\\{}$%&#^_~-`'\"?!abreftxmoi[] \n", max_size=40))
def test_what_latex_prints_stands_where_it_says(value: str) -> None:
    at = 0
    for run in latex.runs(value):
        assert run.text
        assert at <= run.start < run.end <= len(value)
        assert not run.same or value[run.start : run.end] == run.text
        at = run.end
    text = "".join(run.text for run in latex.runs(value))
    assert text == latex.plain(value) == " ".join(text.split())


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Donald E. Knuth", ("Donald E.", "", "Knuth", "")),
        ("Knuth, Donald E.", ("Donald E.", "", "Knuth", "")),
        ("Ludwig van Beethoven", ("Ludwig", "van", "Beethoven", "")),
        ("van Gogh", ("", "van", "Gogh", "")),
        ("de la Vall{\\'e}e Poussin, Charles", ("Charles", "de la", "Vall{\\'e}e Poussin", "")),
        ("Beeblebrox, IV, Zaphod", ("Zaphod", "", "Beeblebrox", "IV")),
        ("{Barnes and Noble, Inc.}", ("", "", "{Barnes and Noble, Inc.}", "")),
        ("Smith,", ("", "", "Smith", "")),
        ("Jean~Paul {\\'e}tienne Sartre", ("Jean Paul", "{\\'e}tienne", "Sartre", "")),
        ("", ("", "", "", "")),
    ],
)
def test_a_name_has_its_parts(name: str, parts: tuple[str, str, str, str]) -> None:
    assert people.person(name)[:4] == parts


@pytest.mark.skipif(not LIBRARIES, reason="the shared data is not here")
@pytest.mark.parametrize("path", LIBRARIES, ids=lambda p: p.name)
def test_real_libraries_are_read_as_another_reader_reads_them(path: Path) -> None:
    entrypoint = pytest.importorskip("bibtexparser.entrypoint")
    text = path.read_text(encoding="utf-8", errors="replace")
    document = read(path.read_bytes())
    assert bibtex.rewrite(document, ()) == path.read_bytes()
    theirs = {e.key: e for e in entrypoint.parse_string(text, parse_stack=[]).entries}
    ours = {text[e.key.start : e.key.end]: e for e in scan.scan(text) if isinstance(e, scan.Entry)}
    assert theirs.keys() <= ours.keys()
    for key, entry in theirs.items():
        own = {f.name: text[f.pieces[0].outer[0] : f.pieces[-1].outer[1]] for f in reversed(ours[key].fields)}
        told = {f.key.lower(): str(f.value).strip() for f in reversed(entry.fields) if not f.key.startswith("%")}
        assert own == told, key


@pytest.mark.parametrize("piece", ["@comment{", "@comment("])
def test_comments_without_end_take_time_that_grows_with_the_file_and_hide_no_entry(piece: str) -> None:
    begun = time.process_time()
    document = read(piece * 30_000 + "\n@article{a, title={A test}}\n" + piece)
    assert [r.label for r in document.references] == ["a"]
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("typed", "said"),
    [(r"{\apj}", "ApJ"), (r"\mnras", "MNRAS"), (r"AND\slash OR", "AND/OR"), (r"Lan\-guage", "Language")],
)
def test_macros_of_journals_and_signs_are_read_as_in_manuscripts(typed: str, said: str) -> None:
    assert latex.plain(typed) == said
    assert read(f"@article{{a, journal={{{typed}}}, title={{A test}}}}").references[0].work.container_title == said
