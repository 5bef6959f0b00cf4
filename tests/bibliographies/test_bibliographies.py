"""Bibliography files as items: what each format says, what is broken in it, and any bytes at all."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refcheck import csl
from refcheck.bibliographies import KINDS, Entry, Unread, read, ris, stretches, tagged
from refcheck.model import Name, Notice, Record, Work

Reading = Callable[[str], list[Work]]


def found(kind: str, text: str | bytes) -> tuple[list[tuple[int, Record]], list[Unread]]:
    """The records with their lines, and what could not be read."""
    told = list(read(text if isinstance(text, bytes) else text.encode(), kind))
    entries = [(e.line, csl.record(e.item, "")) for e in told if isinstance(e, Entry)]
    return entries, [u for u in told if isinstance(u, Unread)]


def only(kind: str, text: str | bytes) -> Work:
    """The one work of a file in which nothing is broken."""
    ((_, record),), unread = found(kind, text)
    assert not unread
    return record.work


# any bytes

PIECES = st.sampled_from(
    """@article{ @string{ @comment{ author= title={ {\\"o} \\href{ \\verb \\begin{x} $ } ) " , # = jan and
    TY␣␣-␣JOUR TY␣-␣X ER AU␣␣-␣A,␣B UR␣␣-␣a;b <PubmedArticle> </PubmedArticle> <PubmedBookArticle> <Article> </Article>
    <MedlineCitation> <!DOCTYPE <!ENTITY &a; <![CDATA[ ]]> <!-- --> <Abstract> </Abstract> <DeleteCitation>
    <?xml \ufeff \0 é""".split()
).map(lambda piece: piece.replace("␣", " "))


@pytest.mark.parametrize("kind", (*KINDS.values(), "endnote"))
@given(data=st.binary())
def test_no_bytes_are_too_odd(kind: str, data: bytes) -> None:
    list(read(data, kind))


@pytest.mark.parametrize("kind", (*KINDS.values(), "endnote"))
@given(parts=st.lists(st.one_of(PIECES, st.sampled_from(["\n", " ", "x", "1"]), st.text(max_size=5)), max_size=40))
def test_no_file_is_too_broken(kind: str, parts: list[str]) -> None:
    data = "".join(parts).encode("utf-8", "surrogatepass")
    for each in read(data, kind, 7):
        assert 7 <= each.line <= 8 + data.count(b"\n") + data.count(b"\r")
        if isinstance(each, Entry):
            csl.record(each.item, "")


@given(value=st.text(alphabet="\\{}$%&#^_~-`'\"abhreftxmoi[] \n", max_size=60))
def test_no_latex_is_too_odd(value: str) -> None:
    list(read(f"@article{{a,\n title = {{{value}}}, author = {{{value} and {value}}}\n}}".encode(), "bibtex"))


@pytest.mark.parametrize("kind", (*KINDS.values(), "endnote"))
@pytest.mark.parametrize(
    "text",
    [
        "{" * 100_000,
        "@a{b,c={" + "{" * 20_000,
        "@article{a, title={\\'" + "{" * 15_000 + "}" * 15_000 + "}}",
        "@article{" * 20_000,
        "@" * 200_000,
        " \n" * 100_000 + "@x{",
        "TY  - JOUR\n" * 50_000,
        "TY  - JOUR\nAB  - " + "x\n" * 50_000,
        "<PubmedArticle>" * 20_000 + "</PubmedArticle>",
        "<PubmedArticle>" + "<a>" * 100_000 + "</a>" * 100_000 + "</PubmedArticle>",
        "<PubmedArticle>" + "<Abstract>" * 100_000 + "</PubmedArticle>",
        "<PubmedArticle></PubmedArticle>" * 10_000,
        "<records><record>" * 20_000,
        "<record>" + "<a>" * 100_000 + "</record>",
        "PMID- 1\n" * 50_000,
        "PMID- 1\nTI  - " + "x\n      " * 50_000,
    ],
    ids=lambda value: value[:12],
)
def test_no_file_takes_long(kind: str, text: str) -> None:
    begun = time.monotonic()
    assert list(read(text.encode(), kind))
    assert time.monotonic() - begun < 20


def test_no_library_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, refcheck.cli.check, refcheck.api, refcheck.index.digest, refcheck.sources.local\n"
        "print(*{'bibtexparser', 'pylatexenc', 'yaml', 'defusedxml'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "\n"


# BibTeX

ARTICLE = r"""
@string{jt = "Journal of " # {Things}}
@article{adams2001,
  author    = {Adams, Bo and M{\"u}ller, Jr, K. and Ana de la Cruz and {World Office of Things} and others},
  title     = {A {Study} of \textit{Small} Things --- and H$_2$O},
  journal   = jt,
  year      = 2001, month = jan,
  volume    = {12}, number = "3",
  pages     = {10--19},
  doi       = {https://doi.org/10.5555/A\_B.1},
  issn      = {1234-5679},
}
"""


def test_an_article_in_bibtex() -> None:
    ((line, record),), unread = found("bibtex", ARTICLE)
    assert (line, unread) == (3, [])
    assert record.work == Work(
        type="article-journal",
        title="A Study of Small Things — and H2O",
        author=(
            Name("Adams", "Bo"),
            Name("Müller", "K.", "Jr"),
            Name("de la Cruz", "Ana"),
            Name(literal="World Office of Things"),
        ),
        container_title="Journal of Things",
        years=(2001,),
        volume="12",
        issue="3",
        page="10-19",
        DOI="10.5555/a_b.1",
    )


@pytest.mark.parametrize(
    ("latex", "printed"),
    [
        (r"{\'E}tude {\o} \c{c}a {\ss}", "Étude ø ça ß"),
        (r"A \href{http://example.org}{link} and \url{x.org}", "A link and x.org"),
        (r"50\% of 20 % & more", "50% of 20 % & more"),
        (r"US\$ 5 and US$ 6", "US$ 5 and US$ 6"),
        (r"$\alpha$-Things~here", "α-Things here"),
        (r"The \mbox{X-ray} \unknown{thing}", "The X-ray thing"),
        ("Broken\n   over lines", "Broken over lines"),
        ("``Quoted''", "“Quoted”"),
    ],
)
def test_latex_is_printed(latex: str, printed: str) -> None:
    assert only("bibtex", f"@book{{a, title = {{{latex}}}}}") == Work(type="book", title=printed)


@pytest.mark.parametrize(
    ("entry", "field", "value"),
    [
        ("@inproceedings{a, title={T}, booktitle={Meeting}}", "container_title", "Meeting"),
        ("@incollection{a, title={T}, booktitle={Book}}", "type", "chapter"),
        ("@phdthesis{a, title={T}, school={S}}", "publisher", "S"),
        ("@article{a, title={T}, journaltitle={J}, date={2003-04-05}}", "years", (2003,)),
        ("@article{a, title={T}, eid={e123}}", "page", "e123"),
        ("@article{a, title={T}, title={U}}", "title", "T"),
        ("@ARTICLE(a, TITLE = {T (1)})", "title", "T (1)"),
        ("@article{a, title=undefined}", "title", "undefined"),
        ("@techreport{a, title={T}, number={7}}", "issue", ""),
        ("@article{a, title={T}, doi={10.5555/(x)1:2$<$3::aid-4$>$5.0}}", "DOI", "10.5555/(x)1:2<3::aid-4>5.0"),
        ("@article{a, title={T}, doi={10.5555/a--b~c}}", "DOI", "10.5555/a--b~c"),
        (b"@article{a, title={Caf\xc3\xa9}}", "title", "Café"),
        ("\ufeff@article{a, title={T}}", "title", "T"),
        ("@article{a, title={Ł}}".encode("utf-16"), "title", "Ł"),
    ],
)
def test_what_bibtex_says(entry: str | bytes, field: str, value: object) -> None:
    assert getattr(only("bibtex", entry), field) == value


def test_an_entry_takes_from_the_one_it_refers_to() -> None:
    text = "@inproceedings{a, title={T}, crossref={p}}\n@proceedings{P, title={Meeting}, year={2001}}"
    entries, _ = found("bibtex", text)
    assert (entries[0][1].work.container_title, entries[0][1].work.years) == ("Meeting", (2001,))


def test_a_broken_entry_is_told_with_its_line_and_the_rest_is_read() -> None:
    text = (
        "Notes.\n@article{good1, title={One}}\n@article{bad, title={Two\n@article{good2, title={Three}}\n"
        "@article nobracket, title={Four}\n@article{good1, title={Five}}\n@article{worse, title {Six}}\n"
        "@comment{jabref-meta: x}\nNotes.\n@book nobracket\n"
        "@article{more, title={Seven}},\n  year={2001}\n}\n@article{last, title={Eight}"
    )
    entries, unread = found("bibtex", text)
    titles = [(line, r.work.title) for line, r in entries]
    # of what lacks nothing but its last bracket nothing is lost
    assert titles == [(2, "One"), (4, "Three"), (6, "Five"), (11, "Seven"), (14, "Eight")]
    assert [u.line for u in unread] == [3, 5, 7, 10, 11, 14]
    assert [u.said.partition(": ")[0] for u in unread if u.line != 11] == ["a broken entry"] * 5
    assert "what follows an entry's last bracket is not read: , year={2001} }" in [u.said for u in unread]


def test_bytes_that_are_not_utf8_are_told_and_read() -> None:
    ((_, record),), (told,) = found("bibtex", b"@article{a,\n title = {Caf\xe9 \x96 and},\n note = {Caf\xc3\xa9}}")
    assert record.work.title == "Café – and"
    assert (told.line, told.said) == (2, "not UTF-8, read as Windows-1252")


# RIS

RECORD = """TY  - JOUR
AU  - Adams, Bo
A1  - Baker, C. D., Jr.
AU  - World Office of Things
TI  - A study of small
 things
T2  - Journal of Things
J2  - J Things
PY  - 2001/05/06/
VL  - 12
IS  - 3
SP  - 10
EP  - 19
DO  - https://doi.org/10.5555/A.1
SN  - 1234-5679
AB  - HT-29 cells
HT-29 again
ER  -
"""


def test_a_record_in_ris() -> None:
    assert only("ris", RECORD) == Work(
        type="article-journal",
        title="A study of small things",
        author=(Name("Adams", "Bo"), Name(literal="World Office of Things"), Name("Baker", "C. D.", "Jr.")),
        container_title="Journal of Things",
        other_container_titles=("J Things",),
        years=(2001,),
        volume="12",
        issue="3",
        page="10-19",
        DOI="10.5555/a.1",
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("  - ", " - "),
        lambda text: text.replace("  - ", "- "),
        lambda text: text.replace("  - ", "  -"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("ER  -\n", ""),
        lambda text: text.replace("ER  -\n", "ER\n"),
        lambda text: "Provider: Some database\nContent: text/plain\n\n" + text,
        lambda text: text.replace("\n", "\n\n"),
    ],
    ids=["one blank", "no blank", "no blank behind", "CRLF", "CR", "no ER", "bare ER", "preamble", "blank lines"],
)
def test_ris_as_it_comes(spoil: Callable[[str], str]) -> None:
    entries, unread = found("ris", spoil(RECORD) + "\n" + spoil(RECORD))
    assert [u for u in unread if "not UTF-8" in u.said] == unread == []
    assert [r.work for _, r in entries] == [only("ris", RECORD)] * 2


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        ("TY  - CHAP\nTI  - T\nBT  - Book", "container_title", "Book"),
        ("TY  - BOOK\nBT  - Book\nT2  - Series", "title", "Book"),
        ("TY  - BOOK\nTI  - Book\nT2  - Series", "container_title", ""),
        ("TY  - THES\nTI  - T\nPB  - School", "publisher", "School"),
        ("TY  - JOUR\nTI  - T\nUR  - https://doi.org/10.5555/b; http://x.org", "DOI", "10.5555/b"),
        ("TY  - JOUR\nTI  - T\nC7  - e12", "page", "e12"),
        ("TY  - JOUR\nTI  - T\nSP  - 3-9", "page", "3-9"),
        ("TY  - JOUR\nTI  - T\nY1  - 1999", "years", (1999,)),
        ("TY  - GEN\nTI  - T", "type", ""),
    ],
)
def test_what_ris_says(lines: str, field: str, value: object) -> None:
    assert getattr(only("ris", lines), field) == value


def test_what_stands_in_no_ris_record_is_told_with_its_line() -> None:
    entries, unread = found("ris", f"TI  - Lost\nAU  - A, B\n\n{RECORD}AU  - Stray, C\n{RECORD}")
    assert [line for line, _ in entries] == [4, 23]
    assert [u.line for u in unread] == [1, 22]
    assert found("ris", "nothing of the kind")[1] == [Unread(1, "no record in it; one begins with TY")]


def test_ris_is_read_as_a_library_reads_it() -> None:
    import rispy

    parser = rispy.RisParser(mapping={tag: tag for tag in ris.TAGS}, enforce_list_tags=False)
    (record,) = parser.parse(RECORD.replace("\n  ", " "))
    (draft,) = tagged.drafts(RECORD, ris.DIALECT)
    own = {tag: [t.text for t in said] for tag, said in draft.by_tag.items()}
    told = {tag: said if isinstance(said, list) else [said] for tag, said in record.items() if said}
    assert {tag: own[tag] for tag in told} == told


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("AU  - Adams, B; Baker, C", ["Adams", "Baker"]),
        ("AU  - Adams, B\nAU  - et al.", ["Adams"]),
        ("AU  - World Office,", ["World Office"]),
        ("KW  - one\nER\nAU  - Adams, B", ["Adams"]),
    ],
)
def test_authors_in_ris_as_they_come(text: str, authors: list[str]) -> None:
    assert [a.known_as for a in only("ris", f"TY  - JOUR\nTI  - T\n{text}\nER  - ").author] == authors


# MEDLINE


NBIB = """
PMID- 1
TI  - [A study of small things and
      large rooms].
FAU - Adams, Bo C Jr
AU  - Adams BC Jr
CN  - Office of Things
JT  - Journal of things
TA  - J Things
TT  - Une étude.
DP  - 2001 Dec
VI  - 12
IP  - 3
PG  - 10-9
AID - S1 [pii]
AID - 10.5555/A.1 [doi]
RIN - J Things. 2003 May;4(1):2. doi: 10.5555/R.9. PMID: 9
PT  - Retracted Publication
"""


def test_a_record_in_medline() -> None:
    ((line, record),), unread = found("nbib", NBIB)
    assert (line, unread) == (2, [])
    assert record.work == Work(
        type="article-journal",
        title="A study of small things and large rooms",
        other_titles=("Une étude",),
        author=(Name("Adams", "Bo C", "Jr"), Name(literal="Office of Things")),
        container_title="Journal of things",
        other_container_titles=("J Things",),
        years=(2001,),
        volume="12",
        issue="3",
        page="10-9",
        DOI="10.5555/a.1",
    )
    assert record.notices == (Notice("retraction", "2003", "10.5555/r.9"),)


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        ("TI  - Not Available.\nTT  - Une étude.", "title", "Une étude"),
        ("TI  - T\nAU  - Niven CF Jr", "author", (Name("Niven", "CF", "Jr"),)),
        ("TI  - T\nAU  - Office", "author", (Name(literal="Office"),)),
        ("TI  - T\nTA  - J Things", "container_title", "J Things"),
        ("TI  - T\nDEP - 20011205", "years", (2001,)),
        ("BTI - Things", "type", "book"),
        ("TI  - T\nBTI - Things", "container_title", "Things"),
        ("TI  - T\nPT  - Preprint", "type", "article"),
    ],
)
def test_what_medline_says(lines: str, field: str, value: object) -> None:
    assert getattr(only("nbib", f"PMID- 1\n{lines}\n"), field) == value


# EndNote


def test_a_record_of_endnote() -> None:
    text = (
        '<?xml version="1.0"?><xml><records>\n<record><ref-type name="Book Section">5</ref-type><contributors><authors>'
        "<author><style>Adams, Bo</style></author><author>Office of Things,</author></authors></contributors><titles>"
        "<title><style>A </style><style>small</style> study &amp;&#xD;more</title><secondary-title>"
        "Things</secondary-title></titles><pages>10-19</pages><publisher>Press</publisher><dates><year>2001</year></dates><urls><related-urls>"
        "<url>https://doi.org/10.5555/a</url></related-urls></urls></record></records></xml>"
    )
    ((line, record),), unread = found("endnote", text)
    assert (line, unread) == (2, [])
    assert record.work == Work(
        type="chapter",
        title="A small study & more",
        author=(Name("Adams", "Bo"), Name(literal="Office of Things")),
        container_title="Things",
        years=(2001,),
        page="10-19",
        publisher="Press",
        DOI="10.5555/a",
    )


def test_entities_that_endnote_declares_are_refused() -> None:
    text = '<!DOCTYPE x [<!ENTITY a "b">]><xml><records><record><title>&a;</title></record></records></xml>'
    assert found("endnote", text) == ([], [Unread(1, "the file declares entities; it is not read")])


# PubMed

PUBMED = """<PubmedArticle><MedlineCitation><PMID Version="1">1</PMID><Article PubModel="Print">
<Journal><ISSN IssnType="Print">1234-5679</ISSN><JournalIssue><Volume>12</Volume><Issue>3</Issue>
<PubDate><MedlineDate>2000 Dec-2001 Jan</MedlineDate></PubDate></JournalIssue>
<Title>Journal of things</Title><ISOAbbreviation>J. Things</ISOAbbreviation></Journal>
<ArticleTitle>[A study of <i>small</i> things &amp; H<sub>2</sub>O].</ArticleTitle>
<Pagination><MedlinePgn>10-9</MedlinePgn></Pagination><Abstract><AbstractText>Words.</AbstractText></Abstract>
<ELocationID EIdType="doi" ValidYN="Y">10.5555/E.1</ELocationID>
<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>Adams</LastName><ForeName>Bo C</ForeName>
<Initials>BC</Initials><Suffix>Jr</Suffix></Author><Author ValidYN="N"><LastName>Adans</LastName></Author>
<Author ValidYN="Y"><LastName>Baker</LastName><Initials>D</Initials></Author>
<Author ValidYN="Y"><CollectiveName>Office of Things</CollectiveName></Author></AuthorList>
<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList>
<VernacularTitle>Une \u00e9tude.</VernacularTitle><ArticleDate><Year>1999</Year></ArticleDate></Article>
<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>J Things. 2003 May;4(1):2.
doi: 10.5555/R.9</RefSource><PMID Version="1">9</PMID></CommentsCorrections>
<CommentsCorrections RefType="Cites"><RefSource>J Other. 2000</RefSource></CommentsCorrections>
</CommentsCorrectionsList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">1</ArticleId>IDS</ArticleIdList>
<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.5555/other</ArticleId></ArticleIdList></Reference>
<ReferenceList><Reference><Citation>x</Citation></Reference></ReferenceList></ReferenceList>
</PubmedData></PubmedArticle>
"""
OWN = '<ArticleId IdType="doi">10.5555/A.1</ArticleId>'
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE PubmedArticleSet SYSTEM "pubmed.dtd">\n<PubmedArticleSet>\n'


def test_an_article_in_pubmed() -> None:
    ((line, record),), unread = found("pubmed", f"{HEAD}{PUBMED.replace('IDS', OWN)}</PubmedArticleSet>\n")
    assert (line, unread) == (4, [])
    assert record.work == Work(
        type="article-journal",
        title="A study of small things & H2O",
        other_titles=("Une étude",),
        author=(Name("Adams", "Bo C", "Jr"), Name("Baker", "D"), Name(literal="Office of Things")),
        container_title="Journal of things",
        other_container_titles=("J. Things",),
        years=(2000, 1999),
        volume="12",
        issue="3",
        page="10-9",
        DOI="10.5555/a.1",
    )
    assert record.notices == (Notice("retraction", "2003", "10.5555/r.9"),)


def test_the_doi_of_a_reference_is_not_the_articles() -> None:
    bare = PUBMED.replace("IDS", "")
    assert only("pubmed", bare).DOI == "10.5555/e.1"
    assert only("pubmed", bare.replace('EIdType="doi"', 'EIdType="pii"')).DOI == ""


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("[A study of <i>small</i> things &amp; H<sub>2</sub>O].", "[Not Available].", "title", "Une étude"),
        ("Journal Article", "Preprint", "type", "article"),
        ("<MedlinePgn>10-9</MedlinePgn>", "<StartPage>10</StartPage><EndPage>19</EndPage>", "page", "10-19"),
        ("<Pagination><MedlinePgn>10-9</MedlinePgn></Pagination>", "", "page", ""),
        (
            "<Pagination><MedlinePgn>10-9</MedlinePgn></Pagination>",
            '<ELocationID EIdType="pii">e123</ELocationID>',
            "page",
            "e123",
        ),
    ],
)
def test_what_pubmed_says(old: str, new: str, field: str, value: object) -> None:
    assert getattr(only("pubmed", PUBMED.replace(old, new)), field) == value


def test_a_book_in_pubmed() -> None:
    text = """<PubmedBookArticle><BookDocument><PMID>3</PMID><Book><Publisher><PublisherName>Press</PublisherName>
    </Publisher><BookTitle>Book of things</BookTitle><PubDate><Year>2004</Year></PubDate></Book>
    <ArticleTitle>Small things.</ArticleTitle><AuthorList Type="authors"><Author><LastName>Adams</LastName></Author>
    </AuthorList></BookDocument></PubmedBookArticle>"""
    assert only("pubmed", text) == Work(
        type="chapter",
        title="Small things",
        author=(Name("Adams"),),
        container_title="Book of things",
        publisher="Press",
        years=(2004,),
    )


@pytest.mark.parametrize(
    ("spoilt", "line", "said"),
    [
        ("<PubmedArticle><a></b></PubmedArticle>", 2, "not XML: mismatched tag"),
        ("<PubmedArticle>\n&bomb;</PubmedArticle>", 3, "not XML: undefined entity"),
        ("<PubmedArticle>\n<Article>", 2, "an article without its end"),
        ("<PubmedArticle>\udc80</PubmedArticle>", 2, "not XML: not well-formed"),
    ],
)
def test_a_broken_article_is_told_with_its_line_and_the_rest_is_read(spoilt: str, line: int, said: str) -> None:
    text = f"<PubmedArticleSet>\n{spoilt}\n{PUBMED}{PUBMED}</PubmedArticleSet>".encode("utf-8", "surrogateescape")
    entries, (unread,) = found("pubmed", text)
    assert len(entries) == 2
    assert unread.line == line
    assert unread.said.startswith(said)


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12))


@pytest.mark.parametrize(
    "declared", [BOMB, '<!ENTITY a11 SYSTEM "file:///etc/passwd">', '<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;']
)
def test_no_entity_is_ever_resolved(declared: str) -> None:
    begun = time.monotonic()
    for text in (
        f"<!DOCTYPE PubmedArticleSet [{declared}]>\n<PubmedArticle>&a11;</PubmedArticle>",
        f"<PubmedArticle><!DOCTYPE x [{declared}]>&a11;</PubmedArticle>",
    ):
        entries, unread = found("pubmed", text)
        assert not entries
        assert unread
    assert time.monotonic() - begun < 5


def test_works_that_pubmed_deleted_are_told() -> None:
    text = f"{PUBMED}\n<DeleteCitation>\n<PMID>1</PMID><PMID>2</PMID></DeleteCitation></PubmedArticleSet>"
    _, (told,) = found("pubmed", text)
    assert told.said.startswith("2 works that PubMed deleted")


@pytest.mark.parametrize("size", [1, 7, 64, 1000, 10**6])
def test_stretches_are_the_file(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "ARTICLES", 2)
    data = (HEAD + PUBMED * 5 + "</PubmedArticleSet>\n").encode()
    cut = list(stretches.stretches(data[i : i + size] for i in range(0, len(data), size)))
    assert len(cut) == 3
    assert all(
        isinstance(c, stretches.Stretch) and c.line == 1 + data.count(b"\n", 0, data.index(c.data)) for c in cut[:1]
    )
    lines = [e.line for c in cut if isinstance(c, stretches.Stretch) for e in read(c.data, "pubmed", c.line)]
    assert lines == [e.line for e in read(data, "pubmed")]
    assert len(lines) == 5


def test_an_article_without_end_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "LONGEST", 10_000)
    data = f"{PUBMED}<PubmedArticle>{'x' * 99 * 1000}</PubmedArticle>\n{PUBMED}".encode()
    cut = list(stretches.stretches(data[i : i + 500] for i in range(0, len(data), 500)))
    told = [c for c in cut if isinstance(c, Unread)]
    assert len(told) == 1
    assert "passed over" in told[0].said
    entries = [
        e for c in cut if isinstance(c, stretches.Stretch) for e in read(c.data, "pubmed") if isinstance(e, Entry)
    ]
    assert len(entries) == 2


def test_macros_that_double_each_other_are_bounded() -> None:
    macros = "\n".join(f"@string{{a{n} = a{n - 1} # a{n - 1}}}" for n in range(1, 40))
    text = f'@string{{a0 = "abcdefgh"}}\n{macros}\n@article{{k, title = a39, author = {{Adams, B.}}}}'
    begun = time.monotonic()
    found = list(read(text.encode(), "bibtex"))
    assert len(found) == 1
    assert time.monotonic() - begun < 5


def test_a_comment_is_no_broken_entry() -> None:
    text = "@Comment Letters of\n@comment{old}\n@article{k, title = {A test}, author = {Adams, B.}}\n@article\n"
    found = list(read(text.encode(), "bibtex"))
    assert [type(f) for f in found] == [Entry, Unread]
    assert found[1].line == 4
