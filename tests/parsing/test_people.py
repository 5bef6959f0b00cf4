"""Lists of names in the forms in which they are printed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refcheck.model import Name
from refcheck.parsing.people import named, people

LISTS = {
    "Koch BL, Bisset GS, Zimmer MB": [("Koch", "BL"), ("Bisset", "GS"), ("Zimmer", "MB")],
    "Sanei Taheri M, Birang SH": [("Sanei Taheri", "M"), ("Birang", "SH")],
    "Smith, A. B., & Jones, C. D.": [("Smith", "A. B."), ("Jones", "C. D.")],
    "Bourdieu, Pierre": [("Bourdieu", "Pierre")],
    "Doe, Jane, Roe, Max, and Poe, Ann": [("Doe", "Jane"), ("Roe", "Max"), ("Poe", "Ann")],
    "Cleves, Mario/Gould, William": [("Cleves", "Mario"), ("Gould", "William")],
    "HILLMANN, F. u. T. KRINGS": [("HILLMANN", "F."), ("KRINGS", "T.")],
    "Elder, Glen H. and Janet Z. Giele": [("Elder", "Glen H."), ("Giele", "Janet Z.")],
    "M. Kitsuregawa, H. Tanaka, and T. Moto-oka.": [("Kitsuregawa", "M."), ("Tanaka", "H."), ("Moto-oka", "T.")],
    "Van der Kolk, B. A., & Marmar, C. R.": [("Van der Kolk", "B. A."), ("Marmar", "C. R.")],
    "de la Torre J, Garcia Lorca F": [("de la Torre", "J"), ("Garcia Lorca", "F")],
    "J.-P. Collman et J. L. SESSLER": [("Collman", "J.-P."), ("SESSLER", "J. L.")],
    "Landau L D and Lifshitz E M": [("Landau", "L D"), ("Lifshitz", "E M")],
    "Samuels, Gary J., Sarah L. Dodd, and Walter Gams": [
        ("Samuels", "Gary J."),
        ("Dodd", "Sarah L."),
        ("Gams", "Walter"),
    ],
    "Silva, Nelson, Cristian A. Vargas, and B. H. Hameed": [
        ("Silva", "Nelson"),
        ("Vargas", "Cristian A."),
        ("Hameed", "B. H."),
    ],
    "de Oliveira JR, de Jesus D": [("de Oliveira", "JR"), ("de Jesus", "D")],
    "Smith J; van der Berg; Jones K": [("Smith", "J"), ("van der Berg", ""), ("Jones", "K")],
    "Plato, Alexander von": [("Plato", "Alexander von")],
    "Smith J Doe AB": [("Smith", "J"), ("Doe", "AB")],
    "Philipov, Dimiter; Kohler, Hans-Peter": [("Philipov", "Dimiter"), ("Kohler", "Hans-Peter")],
    "Rita Agarwala, MD": [("Agarwala", "Rita")],
    "García Márquez, Gabriel": [("García Márquez", "Gabriel")],
    "Ortega y Gasset, J.": [("Ortega y Gasset", "J.")],
    "García A y Pérez B": [("García", "A"), ("Pérez", "B")],
    "Ким А. А.": [("Ким", "А. А.")],
    "Press WH, Teukolsky SA": [("Press", "WH"), ("Teukolsky", "SA")],
    "王小明，李四": [("王小明", ""), ("李四", "")],
}


def names_in(text: str) -> list[Name]:
    return [named(text[start:end]) for start, end in people(text)]


@pytest.mark.parametrize("text", LISTS)
def test_names_of_every_form_are_parted(text: str) -> None:
    assert [(n.family, n.given) for n in names_in(text)] == LISTS[text]


def test_a_suffix_belongs_to_its_name() -> None:
    names = names_in("Attrep, Jr, M., Quintana, L.R. and O'Brien P III")
    assert [(n.family, n.given, n.suffix) for n in names] == [
        ("Attrep", "M.", "Jr"),
        ("Quintana", "L.R.", ""),
        ("O'Brien", "P", "III"),
    ]


def test_a_group_is_one_name() -> None:
    assert [n.literal for n in names_in("World Health Organization")] == ["World Health Organization"]


def test_a_stop_that_ends_the_list_is_no_part_of_the_last_name() -> None:
    assert [end for _, end in people("Kaya H, Sureyya S.")][-1] == len("Kaya H, Sureyya S")
    assert [end for _, end in people("Smith, J.")] == [len("Smith, J.")]


@pytest.mark.parametrize("text", ["Smith J, Doe A, et al.", "Smith, J., … Doe, K.", "Müller, H. u.a."])
def test_what_cuts_a_list_short_is_no_name(text: str) -> None:
    assert all("al" not in n.family for n in names_in(text))


def test_a_group_among_people_is_one_of_them() -> None:
    names = names_in("Smith J, Jones AB, CHARM Investigators")
    assert [n.known_as for n in names] == ["Smith", "Jones", "CHARM Investigators"]


PIECES = (
    "Jr",
    "III",
    ", ",
    "; ",
    " y ",
    " and ",
    "/",
    "Smith",
    "van der",
    "J.",
    "AB",
    "et al",
    "Press",
    "MD",
    ".",
    "李",
    "…",
)


@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)))
def test_no_text_is_too_odd_and_every_span_is_true(text: str) -> None:
    found = people(text)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
