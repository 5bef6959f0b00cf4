"""PDFs: the order of what they print, what pages add to it, and a list that is corrected without the file."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest
from conftest import Told
from drawn_pdf import Drawn, column, pdf, width

from refcheck import api, csl, formats
from refcheck.errors import UnreadableDocument
from refcheck.model import Document, Record
from refcheck.parsing.citations import citations
from refcheck.pdf import document as document_module
from refcheck.pdf import pages
from refcheck.pdf.addresses import goes_on
from refcheck.reading import Places, Unplaced
from refcheck.styles import own

# every line is as wide as a column is; " " at the beginning hangs
LEFT = [
    "References",
    "Adams A, Brown B. Small things in the large",
    " rooms of a house. J Appl Test. 2001;1(2):3-9.",
    "Clark C, Davis D. The selective mecha-",
    " nism of the N-domain-",
    " selective test in rats. J Appl Test. 2002;4:5-11.",
    "Evans E. How columns are laid out on pages",
    " of a paper. Ann Test. 2003;12(3):100-9.",
    "Foster F, Green G. A study that goes on in the",
]
RIGHT = [
    " other column of its page. J Appl Test. 2004;9:1-2.",
    "Harris H. What heads and numbers are for in",
    " printed journals. Ann Test. 2005;14(1):10-19.",
    "Irwin I, Jones J. Nothing but another reference",
    " of two lines. J Appl Test. 2006;11(2):200-8.",
]
BEGIN = ["Adams", "Clark", "Evans", "Foster", "Harris", "Irwin"]


def read(data: bytes) -> Document:
    document = api.parse(data, "paper.pdf")
    for reference in document.references:
        assert document.text[reference.span.start : reference.span.end] == reference.raw
        assert all(reference.raw[f.start : f.end] == f.text for f in reference.fields)
    return document


def begins(document: Document) -> list[str]:
    return [r.raw.split()[0].rstrip(",") for r in document.references]


def test_columns_are_read_one_after_the_other() -> None:
    document = read(pdf([column(LEFT, hang=10) + column(RIGHT, x=320, hang=10)]))
    assert begins(document) == BEGIN
    assert document.references[3].raw.endswith("2004;9:1-2.")


def test_columns_that_were_drawn_line_by_line_are_read_one_after_the_other() -> None:
    both = column(LEFT, hang=10) + column(RIGHT, x=320, hang=10)
    by_line = sorted(both, key=lambda drawn: (-drawn.y, drawn.x))
    assert begins(read(pdf([by_line]))) == BEGIN
    # the right one stands a little higher, and is drawn first
    shifted = sorted((d._replace(y=d.y + 1.5 * (d.x > 300)) for d in both), key=lambda drawn: (-drawn.y, drawn.x))
    assert begins(read(pdf([shifted]))) == BEGIN
    # lines that are not level take turns
    turns = sorted((d._replace(y=d.y + 6 * (d.x > 300)) for d in both), key=lambda drawn: (-drawn.y, drawn.x))
    assert begins(read(pdf([turns]))) == BEGIN


def test_what_stands_over_both_columns_parts_them() -> None:
    title = [Drawn(60, 800, "A title that is as wide as the page on which it stands, and an abstract", 14)]
    body = column(["Small things are tested in a house,", "and in other houses, too."] * 6, y=770) + column(
        ["It was found that they are small, as", "was thought before by others."] * 6, x=320, y=770
    )
    lists = column(LEFT, y=600, hang=10) + column(RIGHT, x=320, y=600, hang=10)
    across = Drawn(60, 620, "Figure 1. A figure with a legend that is printed over both of the columns of the page")
    by_line = sorted([*title, *body, across, *lists], key=lambda drawn: (-drawn.y, drawn.x))
    document = read(pdf([by_line]))
    assert begins(document) == BEGIN
    assert document.text.index("other houses") < document.text.index("It was found") < document.text.index("Figure 1")


def headed(n: int, lines: list[str]) -> list[Drawn]:
    """A page with a running head, which on every other page is another one, and a page number."""
    head = "Journal of Applied Tests 2020" if n % 2 else "Adams et al. Small things"
    return [*column(lines, y=760, hang=10), Drawn(60, 810, f"{head} {n}", 8), Drawn(290, 30, str(n))]


def test_references_go_on_over_pages_and_heads_and_numbers_are_no_part_of_them() -> None:
    body = ["Small things are tested in a house, and in others."] * 9
    document = read(pdf([headed(1, body), headed(2, body), headed(3, [*body, *LEFT]), headed(4, RIGHT)]))
    assert begins(document) == BEGIN
    assert document.references[3].raw.endswith("2004;9:1-2.")
    assert "Journal of Applied Tests 2020" not in document.text
    assert [mark.number for mark in document.landmarks] == [1, 2, 3, 4]
    _, end = Places(document).span(document.references[3].span)
    begin, _ = Places(document).span(document.references[0].span)
    assert [mark.number for mark in (*begin.landmarks, *end.landmarks)] == [3, 4]


@pytest.mark.parametrize("apart", [True, False], ids=["in a block", "before each line"])
@pytest.mark.parametrize("every", [1, 5])
def test_the_numbers_of_lines_are_no_part_of_them(*, apart: bool, every: int) -> None:
    body = ["Small things are tested in a house, and in others."] * 30
    made, n = [], 0
    for lines in (body, body, [*LEFT, *RIGHT]):
        text = column(lines, x=90, y=780, hang=10, lead=20)
        numbers = [Drawn(60, d.y, str(i), 8) for i, d in enumerate(text, n + 1) if i % every == 0]
        n += len(text)
        made.append([*text, *numbers] if apart else sorted([*text, *numbers], key=lambda d: (-d.y, d.x)))
    document = read(pdf(made))
    assert begins(document) == BEGIN
    assert not any(f" {i} " in document.text or f"\n{i} " in document.text for i in range(10, n))


def test_a_numbered_list_keeps_its_numbers() -> None:
    works = [f"{i} Adams A. Test of things. J Appl Test. {1980 + i};{i}:3-9." for i in range(1, 41)]
    assert [r.label for r in read(pdf([column(["References", *works])])).references] == [str(i) for i in range(1, 41)]
    body = column(["Small things are tested in a house, and in others."] * 30)
    document = read(pdf([body] * 5 + [column(["References", *works[:20]]), column(works[20:])]))
    assert [r.label for r in document.references] == [str(i) for i in range(1, 41)]


def test_what_runs_along_the_margin_is_left_out() -> None:
    stamp = Drawn(20, 300, "arXiv:2001.00001v1 [cs.DL] 1 Jan 2020", 16, turned=True)
    document = read(pdf([[stamp, *column(LEFT[:-1], hang=10)]]))
    assert "arXiv" not in document.text
    assert begins(document) == BEGIN[:3]


def test_accents_that_are_set_by_themselves_go_on_their_letters() -> None:
    lines = column(["References", "", "Adams A. A test. J Appl Test. 2001;1:2-3."])
    before = "Mart"
    x, y = lines[1].x, lines[1].y
    name = [
        Drawn(x, y, before),
        Drawn(x + 19.4, y, "´"),
        Drawn(x + 20, y, "inez B. Another test. J Appl Test. 2002;3:4-5."),
    ]
    text = read(pdf([[lines[0], *name, lines[2]]])).text
    assert "Martínez B. Another" in text


def test_the_record_says_which_hyphens_are_the_words_own() -> None:
    document = read(pdf([column(LEFT[:-1], hang=10)]))
    assert "mecha-\n" in document.text
    assert "N-domain-\n" in document.text
    title = "The selective mechanism of the N-domain-selective test in rats"
    lines = own.render(document, {2: csl.work({"title": title, "type": "article-journal"})}).splitlines()
    assert lines[1] == f"Clark C, Davis D. {title}. J Appl Test. 2002;4:5-11."
    assert "mechanism of the N-domainselective" in own.render(document)  # nobody knows
    said = replaced(LEFT, "large", "domain-selective")
    assert "mechanism of the N-domain-selective" in own.render(read(pdf([column(said[:-1], hang=10)])))


def replaced(lines: list[str], old: str, new: str) -> list[str]:
    return [line.replace(old, new) for line in lines]


RECORD = {
    "type": "article-journal",
    "title": "The selective mechanism of the N-domain-selective test in rats",
    "author": [{"family": "Clark", "given": "Carl"}, {"family": "Davis", "given": "Dora"}],
    "container-title": "Journal of Applied Testing",
    "container-title-short": "J Appl Test",
    "issued": {"date-parts": [[2002]]},
    "volume": "5",
    "page": "5-11",
    "DOI": "10.5555/clark",
}


def test_no_rule_takes_a_line_end_for_a_slip_and_the_list_is_corrected_without_the_file() -> None:
    data = pdf([column(LEFT[:-1], hang=10)])
    (checked,) = api.check([read(data)], [Told([Record(source="told", work=csl.work(RECORD))])]).checked
    found = [f for f in checked.findings if f.n == 2]
    assert [f.name for f in found if f.severity.value != "note"] == ["volume-mismatch"]
    assert not [f for f in found if "title" in f.name or "spelling" in f.name]
    fixed = api.fix(checked, unsafe=True)
    assert fixed.data == data
    recorded = {case.reference.n: case.recorded for case in checked.cases}
    line = own.render(fixed.document, recorded).splitlines()[1]
    assert line == (
        "Clark C, Davis D. The selective mechanism of the N-domain-selective test in rats. J Appl Test. 2002;5:5-11."
        " doi:10.5555/clark"
    )
    assert own.render(fixed.document).count("\n") == 3


def test_a_doi_that_only_a_link_holds_is_the_references_own() -> None:
    lines = column(["References", "Adams A. A test of things. J Appl Test. 2001;1:2-3."])
    link = Drawn(
        lines[1].x + width(lines[1].text, 10) + 4, lines[1].y, "[CrossRef]", target="https://doi.org/10.5555%2Fadams"
    )
    other = column(["Brown B. Another test of things. J Appl Test. 2002;3:4-5."], y=lines[1].y - 12)
    document = read(pdf([[*lines, link, *other]]))
    assert [r.work.DOI for r in document.references] == ["10.5555/adams", ""]
    work = csl.work({"type": "article-journal", "title": "A test of things", "DOI": "10.5555/adams", "volume": "1"})
    (checked,) = api.check([document], [Told([Record(source="told", work=work)])]).checked
    assert "doi-missing" not in {f.name for f in checked.findings if f.n == 1}


def test_a_pdf_is_never_edited(tmp_path: Path) -> None:
    data = pdf([column(replaced(LEFT[:-1], "2003;12(3)", "2O03;12(3)"), hang=10)])
    document = read(data)
    part = formats.named("pdf")
    assert part.rewrite(document, ()) == data
    (checked,) = api.check([document], []).checked
    changes = [change for f in checked.findings if f.fix for change in f.fix.changes]
    assert changes
    with pytest.raises(Unplaced):
        part.rewrite(document, changes)
    path = tmp_path / "paper.pdf"
    path.write_bytes(data)
    told = refcheck("fix", "-i", "--offline", str(path))
    assert told.returncode == 2
    assert f"`refcheck fix {path} -o list.txt` writes the corrected list" in " ".join(told.stderr.split())
    printed = refcheck("fix", "--offline", "--unsafe-fixes", str(path))
    assert "J Appl Test. 2002;4:5-11.\nEvans E. How columns are laid out on pages of a paper." in printed.stdout
    assert path.read_bytes() == data


def refcheck(*args: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-P", "-m", "refcheck", *args]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)


def test_what_is_encrypted_is_read_where_it_needs_no_password() -> None:
    drawn = [column(LEFT[:-1], hang=10)]
    assert begins(read(pdf(drawn, password=""))) == BEGIN[:3]
    with pytest.raises(UnreadableDocument, match=r"paper\.pdf: is encrypted; save it without its password"):
        read(pdf(drawn, password="secret"))


def test_a_page_is_no_text_where_it_is_a_picture() -> None:
    with pytest.raises(UnreadableDocument, match=r"has no text: it is scanned; .*ocrmypdf"):
        read(pdf([[], []]))
    document = read(pdf([column(LEFT[:-1], hang=10), [], []]))
    assert document.notes == (
        "paper.pdf: 2 of 3 pages have no text: if they are scanned, run ocrmypdf on the file first",
    )


def test_a_page_that_is_damaged_is_told_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf([column(LEFT, hang=10), column(RIGHT, hang=10)])
    whole = pypdfium2.PdfDocument.__getitem__

    def torn(document: pypdfium2.PdfDocument, page: int) -> pypdfium2.PdfPage:
        if page == 1:
            raise pypdfium2.PdfiumError("torn")
        return whole(document, page)

    monkeypatch.setattr(pypdfium2.PdfDocument, "__getitem__", torn)
    document = read(data)
    assert document.references
    assert document.notes == ("paper.pdf: page 2: damaged, nothing of it could be read",)


def test_what_cannot_be_read_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf([column(LEFT, hang=10)] * 3)
    for broken in (b"%PDF-1.5\n", data[: len(data) // 8], b"%PDF-1.7" + bytes(500)):
        with pytest.raises(UnreadableDocument, match="cannot be read as PDF; it is damaged, or no PDF"):
            read(broken)
    with pytest.raises(UnreadableDocument, match=r"no pages|cannot be read as PDF"):
        read(pdf([]))
    monkeypatch.setattr(document_module, "MOST_PAGES", 2)
    with pytest.raises(UnreadableDocument, match="has 3 pages, and refcheck reads up to 2; make a PDF of the pages"):
        read(data)
    monkeypatch.setattr(document_module, "MOST_PAGES", 3)
    monkeypatch.setattr(document_module, "LONGEST", 500)
    with pytest.raises(UnreadableDocument, match=r"more text than a manuscript has \(page 2\)"):
        read(data)


def test_pages_are_read_in_threads() -> None:
    data = pdf([column(LEFT, hang=10) + column(RIGHT, x=320, hang=10)] * 5)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(pages, [data] * 24))
    assert all(one == found[0] for one in found)


def test_a_citation_of_a_pdf_is_found_in_its_text() -> None:
    body = [
        "Small things are tested in a house (Adams and Brown",
        "2001), and in others (Clark and Davis 2002; Evans",
        "2003).",
    ]
    document = read(pdf([column([*body, "", *LEFT[:-1]], hang=10)]))
    assert len(document.citations) == 3
    assert document.citations == citations(document.text, document.references).citations


def test_references_that_begin_alike_at_the_head_of_two_pages_are_no_running_heads() -> None:
    works = [f"Adams A, Brown B, Clark C. Test number {n} of things. J Appl Test. 2001;{n}:3-9." for n in range(1, 81)]
    made = [column(["References", *works[:39]]), column(works[39:79]), column(works[79:])]
    assert len(read(pdf(made)).references) == 80


@pytest.mark.parametrize(
    ("row", "after", "leading", "read"),
    [
        ("https://doi.org/10.5281/", "zenodo.5546558", (), "https://doi.org/10.5281/zenodo.5546558"),
        ("Zenodo. https://doi.org/", "10.5555/a", (), "Zenodo. https://doi.org/10.5555/a"),
        ("doi: 10.", "5555/a.b", (), "doi: 10.5555/a.b"),
        ("doi:10.5555/journal.", "test.0074790", (), "doi:10.5555/journal.test.0074790"),
        ("https://a.org/x?id", "=12", (), "https://a.org/x?id=12"),
        ("https://a.org/publi", "cations/12.", ("https://a.org/publications/12",), "https://a.org/publications/12."),
        (
            "https://a.org/carnegieendow-",
            "ment",
            ("https://a.org/carnegieendowment",),
            "https://a.org/carnegieendowment",
        ),
        ("https://a.org/the-very-", "long-road/2", (), "https://a.org/the-very-long-road/2"),
        ("https://a.org/403913/", "Lelli, F. (2016).", (), None),
        ("https://a.org/403913/", "accessed 3 May 2020", (), None),
        ("https://a.org/403913.", "12. Adams A.", (), None),
        ("https://a.org/403913.", "doi:10.5555/a", (), None),
        ("doi:10.5555/jors.148", "adams A. 2012", (), None),
        ("vol. 10.", "2012 was", (), None),
        ("In vitro and/", "or in vivo-2", (), None),
    ],
)
def test_a_link_goes_on_in_the_next_row(row: str, after: str, leading: tuple[str, ...], read: str | None) -> None:
    found = goes_on(row, after, leading)
    assert (None if found is None else found + after) == read


def test_a_link_that_goes_on_in_the_next_column_is_read_as_one() -> None:
    left = ["References", "Adams A. A test of things. Zenodo. 2001. https://doi.org/10.5555/"]
    document = read(pdf([column(left) + column(["zenodo.5546558", "Brown B. Two tests. J Test. 2002;1:2-3."], x=380)]))
    assert [r.work.DOI for r in document.references] == ["10.5555/zenodo.5546558", ""]
    (checked,) = api.check([document], []).checked
    assert not checked.findings
