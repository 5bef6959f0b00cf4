"""Citations in the text: each scheme, what is none, when refcheck abstains, and what holds for any text."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from refcheck import api, pipeline, rules
from refcheck.model import Case, Citation, Document, LabelCitation, NameCitation, Reference, Span, Work
from refcheck.parsing.citations import citations
from refcheck.parsing.names_cited import by_names

NUMBERED = "\n".join(
    f"{n}. {name} A. Test number {n} of many things. J Test Stud 20{n:02d};{n}:{n}1-{n}9."
    for n, name in enumerate(("Baker", "Clark", "Dunn", "Evans", "Foster", "Grant", "Hale", "Irving"), 1)
)
NAMED = "\n".join(
    f"{names} ({year}). Test number {n} of many things. Journal of Test Studies, {n}, {n}1–{n}9."
    for n, (names, year) in enumerate(
        (
            ("Baker, B., & Cole, D.", "2001"),
            ("Clark, C.", "2002"),
            ("Dunn, D., Ellis, E., & Ford, F.", "2003"),
            ("van der Berg, K.", "2004a"),
            ("van der Berg, K.", "2004b"),
            ("World Health Organization", "2010"),
        ),
        1,
    )
)


def parsed(body: str, listed: str) -> Document:
    return api.parse(f"{body}\n\nReferences\n\n{listed}\n".encode(), "paper.txt")


def shown(found: Citation) -> str:
    return " ".join(found.labels) if isinstance(found, LabelCitation) else found.shown


def numbered(body: str) -> list[str]:
    return [shown(c) for c in parsed(body, NUMBERED).citations]


def named(body: str) -> list[str]:
    return [shown(c) for c in parsed(body, NAMED).citations]


@pytest.mark.parametrize(
    ("body", "cited"),
    [
        ("Made [1], repeated [2,3] and [4; 5], again [6–8].", ["1", "2", "3", "4", "5", "6 7 8"]),
        ("Made [see 1], repeated [2, p. 34] and [e.g., 3, 4 and 5].", ["1", "2", "3", "4", "5"]),
        ("Made [1]–[3], repeated [4], [5] and [ 6 - 7 ].", ["1 2 3", "4", "5", "6 7"]),
        ("Made [1,\n2] and repeated [3-\n5].", ["1", "2", "3 4 5"]),
        ("Made¹ and repeated,²,³ again.⁴⁻⁶", ["1", "2", "3", "4 5 6"]),
        ("Made (1, 2), as is known (3). Some (4–6) fail (ref. 7).", ["1", "2", "3", "4 5 6", "7"]),
        ("Made.1,2 Others fail,3 as shown.4–6 Nobody knows.7", ["1", "2", "3", "4 5 6", "7"]),
        ("Made [1,2], repeated [3], see refs. 4 and 5.", ["1", "2", "3", "4", "5"]),
        ("Made [1,2], repeated [5–3].", ["1", "2", "5 3"]),
    ],
)
def test_numbers_are_read_in_every_scheme(body: str, cited: list[str]) -> None:
    assert numbered(body) == cited


@pytest.mark.parametrize(
    "other",
    [
        "Equation [7] and x[8]",
        "benzo[1,2]furan",
        "45 [6–8] years",
        "95% CI [6, 8]",
        "the edition of [1984]",
        "[0, 1]",
        "[0.5, 2]",
        "[S1]",
        "[M+H]",
        "Figure (1), Table (2) and n = 12 (3)",
        "(1) first, (2) second",
        "10⁻³ m²",
        "https://example.org/[7]",
    ],
)
def test_what_is_no_citation_is_not_read(other: str) -> None:
    assert numbered(f"Made [1,2] and {other} repeated [3–5].") == ["1", "2", "3 4 5"]


@pytest.mark.parametrize(
    ("body", "cited"),
    [
        ("(Baker & Cole, 2001; Clark, 2002)", ["Baker and Cole 2001", "Clark 2002"]),
        ("Baker and Cole (2001) and Clark (2002)", ["Baker and Cole 2001", "Clark 2002"]),
        ("(van der Berg 2004a, b)", ["van der Berg 2004a", "van der Berg 2004b"]),
        ("(van der Berg, 2004a–b)", ["van der Berg 2004a", "van der Berg 2004b"]),
        ("Van der Berg (2004a, 2004b)", ["Van der Berg 2004a", "Van der Berg 2004b"]),
        ("by Dunn et al. 2003", ["Dunn et al. 2003"]),
        ("(Dunn, Ellis, & Ford, 2003, p. 5)", ["Dunn, Ellis and Ford 2003"]),
        ("(e.g., D. Dunn, E. Ellis, & F. Ford, 2003)", ["Dunn, Ellis and Ford 2003"]),
        ("(see also Clark, in press; Dunn et al., n.d.)", ["Clark in press", "Dunn et al. n.d."]),
        ("(World Health Organization [WHO], 2010)", ["World Health Organization 2010"]),
        ("(WHO, 2010)", ["WHO 2010"]),
        ("(R Core Team, 2010)", ["R Core Team 2010"]),
        ("(J. Clark Group, 2002)", ["Clark Group 2002"]),
        ("[Clark 2002; Baker and Cole 2001]", ["Clark 2002", "Baker and Cole 2001"]),
        ("However, Clark (2002)", ["Clark 2002"]),
        ("In Brazil, Dunn et\nal. (2003)", ["Dunn et al. 2003"]),
        ("(Clark, 1952/2002)", ["Clark 2002"]),
        ("(as cited in Stone, 2001)", ["Stone 2001"]),
        ("that reinforcement matters (Stone, 1953)", ["Stone 1953"]),
        ("this. Social learning (Stone, 1954)", ["Stone 1954"]),
        ("that. Cognitive dissonance (Stone & Marsh, 1959)", ["Stone and Marsh 1959"]),
        ("that. Visual perception (Stone, 1950)", ["Stone 1950"]),
    ],
)
def test_authors_and_years_are_read_in_every_form(body: str, cited: list[str]) -> None:
    rest = "So do others (Baker & Cole, 2001; Clark, 2002; Dunn et al., 2003)."
    assert named(f"As is known, {body} say so. {rest}")[:-3] == cited


@pytest.mark.parametrize(
    "other",
    [
        "In May 2001 and spring 2002",
        "Table 2 (2001)",
        "X. oryzae (Ishiyama 1922)",
        "Panthera leo (Linnaeus, 1758)",
        "the ant Lasius niger (Linnaeus, 1758)",
        "Passer domesticus (Linnaeus, 1758)",
        "Drosophila melanogaster (Meigen, 1830)",
        "a NanoDrop 2000 (Windows 2000)",
        "the Test Act 1998 and Regulation (EU) 2016/679",
        "Brown v. Board of Education (1954)",
        "(L2001; Promega, L2001)",
        "© Stone 2001",
        "in London (2001) and from 1999 to 2001",
        "(J. Stone, personal communication, 2001)",
        "(Personal Communication, 2001)",
        "(J. Stone, Personal Communication, 2001)",
        "(Treaty of Rome, 1957)",
        "(born in Vienna, 1856)",
        "(he died at Marsh Hill, 1939)",
        "(Convention on Stones, 1957)",
        "doi:10.5555/Stone.2001",
    ],
)
def test_other_names_with_years_are_not_read(other: str) -> None:
    rest = "So do others (Baker & Cole, 2001; Clark, 2002; Dunn et al., 2003)."
    assert named(f"This is {other} as known. {rest}") == ["Baker and Cole 2001", "Clark 2002", "Dunn et al. 2003"]


def test_keys_are_read() -> None:
    keys = ("Bak01", "Cla02", "Dun03")
    listed = "\n".join(f"[{key}] Baker B. Test {key} of many. J Test Stud 20{key[-2:]};1:1-9." for key in keys)
    found = parsed("Tests [Bak01, Cla02] were repeated [Dun03].", listed).citations
    assert [shown(c) for c in found] == ["Bak01", "Cla02", "Dun03"]


def test_a_list_whose_numbers_are_lost_is_cited_by_place() -> None:
    listed = "\n".join(line.split(". ", 1)[1] for line in NUMBERED.splitlines())
    assert [shown(c) for c in parsed("Made [1–3], repeated [4,5].", listed).citations] == ["1 2 3", "4", "5"]


@pytest.mark.parametrize(
    ("body", "listed", "note"),
    [
        (
            "Made [1] by Baker (2001), repeated by Clark (2002) [2], Dunn (2003), Evans (2004) [3,4], Hale (2007) [5].",
            NUMBERED,
            "cited both by numbers in square brackets and by author and year",
        ),
        (
            "Made [11,12], repeated [13,14] and [15–18] by others [1–5].",
            NUMBERED,
            "many of the numbers in square brackets are not in the list",
        ),
        (
            "(Moss, 2001; Noble, 2002; Otis et al., 2003; Price, 2004; Quinn et al., 2005; Clark, 2002)",
            NAMED,
            "5 of 6 citations by author and year are not in the list",
        ),
    ],
)
def test_what_is_not_clear_is_not_guessed_but_said(body: str, listed: str, note: str) -> None:
    document = parsed(body, listed)
    assert document.citations == ()
    assert document.uncompared == (f"paper.txt: {note}; text and list are not compared",)


@pytest.mark.parametrize(
    "body",
    [
        "Nothing is cited here, in 2001 or later.",
        "One is cited [1].",
        "First (1) we did this, then (2) that, and (3) more of it.",
        "",
    ],
)
def test_a_text_that_hardly_cites_says_nothing(body: str) -> None:
    document = parsed(body, NUMBERED)
    assert (document.citations, document.uncompared) == ((), ())


@pytest.mark.parametrize("seed", sorted((ROOT / "seeds").glob("*.txt")), ids=lambda p: p.stem[:3])
def test_the_seeds_cite_nothing_and_have_no_fault_of_that_kind(seed) -> None:  # type: ignore[no-untyped-def]
    checked = api.check([api.read(str(seed))], [], rules.named("RC51")).checked[0]
    assert checked.document.citations == ()
    assert checked.document.uncompared == ()
    assert checked.findings == ()


PIECES = (
    *(
        "[1",
        "[2,3]",
        "–",
        "-5]",
        "(1)",
        "(2,",
        "¹",
        "²⁻⁴",
        ".1,2 ",
        " refs 1,2",
        "[Bak01]",
        "[",
        "]",
        "(",
        ")",
        ";",
        ", ",
    ),
    *(
        "Baker",
        " and ",
        " & ",
        " et al.",
        " van der ",
        "J. ",
        "Clark, ",
        "2001",
        "2002a",
        ", b",
        "/1953",
        " (2003)",
        "in press",
    ),
    *("\n", "\n\n", "\0", " ", "References\n", "https://", "n.d.", "Table 1", "WHO", "’", "\u2028", "Ä"),
)
texts = st.one_of(
    st.text(st.characters(exclude_characters="\0"), max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
)


@given(texts, st.sampled_from((NUMBERED, NAMED)))
def test_any_text_is_read_and_the_places_of_its_citations_are_true(body: str, listed: str) -> None:
    text = f"{body}\n\nMade [1,2], repeated [3] (Clark, 2002; Dunn et al., 2003).\n\n"
    whole = parsed("", listed)
    references = whole.references
    moved = api.parse((text + whole.text).encode("utf-8", "replace").replace(b"\0", b" "), "paper.txt")
    for found in (*citations(text, references).citations, *moved.citations):
        assert 0 <= found.within.start <= found.within.end
    for found in moved.citations:
        assert moved.text[found.span.start : found.span.end] == found.raw
        assert found.span.start < found.span.end
        assert isinstance(found, NameCitation) or found.labels
    assert all(a.span.start <= b.span.start for a, b in pairwise(moved.citations))
    checked = api.check([moved], [], rules.named("RC51")).checked[0]
    assert api.fix(checked, unsafe=True).data == api.fix(checked).data


@pytest.mark.parametrize(
    "piece",
    [
        "[1,",
        "(((((",
        "[1-",
        "[1]–",
        "[1–90]",
        "¹⁻",
        "refs 1,",
        "a.1,",
        "(Smith, 2001; ",
        "A. ",
        "Smith, J., & ",
        "of A ",
        "(2001",
    ],
)
def test_the_time_is_linear_in_the_text(piece: str) -> None:
    listed = parsed("", NUMBERED).references
    short, long = (_seconds(piece * (size // len(piece)), listed) for size in (30_000, 240_000))
    assert long < 8 * 5 * max(short, 0.02)  # quadratic would be 64 times


def _seconds(text: str, listed) -> float:  # type: ignore[no-untyped-def]
    begin = time.process_time()
    citations(f"{text}\n\n", listed)
    return time.process_time() - begin


def test_the_time_is_linear_in_a_list_of_one_author_and_year() -> None:
    short, long = (_compared(count) for count in (100, 800))
    assert long < 8 * 5 * max(short, 0.02)  # quadratic would be 64 times


def _compared(count: int) -> float:
    """The seconds that it takes to read and judge so many works of one author and year, each cited ten times."""
    text = "Tests differ (Baker, 2001). " * 10 * count + "So do others (Clark, 2002; Dunn, 2003).\n\n"
    lines = [
        *("Baker, B. (2001). Test of many." for _ in range(count)),
        "Clark, C. (2002). Test.",
        "Dunn, D. (2003). Test.",
    ]
    references = tuple(
        Reference(n=n, label="", span=Span(len(text) + n, len(text) + n), raw=line, work=Work(), fields=())
        for n, line in enumerate(lines, 1)
    )
    begin = time.process_time()
    found = citations(text, references).citations
    document = Document(path="paper.txt", format="plain", text=text, references=references, citations=found)
    pipeline.judge(document, [Case(reference=r) for r in references], rules.named("RC51"))
    assert len(found) == 10 * count + 2
    return time.process_time() - begin


def test_names_are_read_backwards_to_a_bracket_and_no_further() -> None:
    found = [r.citation.authors for r in by_names("(A study by the Smith group; see Jones and Brown, 2001)")]
    assert found == [("Jones", "Brown")]
