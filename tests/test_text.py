"""The pure string functions, as tables."""

from __future__ import annotations

import pytest

from refcheck import text


@pytest.mark.parametrize(
    ("printed", "pages"),
    [
        ("630-4", ("630", "634")),
        ("630–634", ("630", "634")),
        ("1419-20", ("1419", "1420")),
        ("S12-8", ("s12", "s18")),
        ("e1005", ("e1005", "")),
        ("pp. 12-15", ("12", "15")),
        ("99", ("99", "")),
        ("", ("", "")),
    ],
)
def test_page_ranges_are_written_out(printed: str, pages: tuple[str, str]) -> None:
    assert text.page_range(printed) == pages


@pytest.mark.parametrize(
    ("example", "page", "written"), [("630-4", "100-109", "100-9"), ("630–634", "100-109", "100–109")]
)
def test_pages_are_written_as_the_list_writes_them(example: str, page: str, written: str) -> None:
    assert text.page_like(example, page) == written


@pytest.mark.parametrize(
    ("printed", "folded"),
    [("Müller", "muller"), ("Straße", "strasse"), ("ﬁnd", "find"), ("ŁÓDŹ", "lodz"), ("β", "beta")],
)
def test_folding_is_blind_to_case_accents_and_typography(printed: str, folded: str) -> None:
    assert text.fold(printed) == folded


@pytest.mark.parametrize(
    ("british", "american"),
    [("haematopoiesis", "hematopoiesis"), ("tumour", "tumor"), ("centre", "center"), ("analyse", "analyze")],
)
def test_british_and_american_spellings_meet(british: str, american: str) -> None:
    assert text.spelling(british) == text.spelling(american)


@pytest.mark.parametrize(("a", "b"), [("house", "horse"), ("finding", "findings"), ("pathology", "pathologic")])
def test_other_words_do_not_meet(a: str, b: str) -> None:
    assert text.spelling(a) != text.spelling(b)


@pytest.mark.parametrize(
    ("printed", "number"), [("162", "162"), ("Vol. 35", "35"), ("XXXV", "35"), ("035", "35"), ("i62", "i62")]
)
def test_numbers_are_compared_without_their_words(printed: str, number: str) -> None:
    assert text.number(printed) == number


@pytest.mark.parametrize(("printed", "digits"), [("i62", "162"), ("l0", "10"), ("2O05", "2005"), ("3S", "35")])
def test_letters_are_read_as_the_digits_they_look_like(printed: str, digits: str) -> None:
    assert text.read_as_digits(printed) == digits


@pytest.mark.parametrize(
    "printed",
    ["10.1000/XYZ", "doi:10.1000/xyz", "https://doi.org/10.1000/xyz", "http://dx.doi.org/10.1000/xyz.", "10.1000/xyz"],
)
def test_a_doi_is_bare_and_small(printed: str) -> None:
    assert text.bare_doi(printed) == "10.1000/xyz"


def test_registry_text_is_made_plain() -> None:
    assert text.plain("A <i>big</i>\n test &amp;amp; more of H<sub>2</sub>O") == "A big test & more of H2O"


def test_places_are_told_in_lines_and_columns() -> None:
    lines = text.Lines.of("a\r\nbc\nd")
    assert [lines.position(i) for i in (0, 3, 4, 6)] == [(1, 1), (2, 1), (2, 2), (3, 1)]


def test_what_is_printed_cannot_steer_a_terminal() -> None:
    assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(text.printable("a\x1b[2J\x07\u202eb\x9b"))
