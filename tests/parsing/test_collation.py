"""Under what a name may stand in an alphabetical list."""

from __future__ import annotations

import pytest

from refcheck.model import Name
from refcheck.parsing.collation import sorted_under
from refcheck.parsing.people import named


@pytest.mark.parametrize(
    ("printed", "under"),
    [
        ("van der Berg J", {"van der berg", "vanderberg", "berg"}),
        ("McKay J", {"mckay", "mackay"}),
        ("O'Brien J", {"obrien", "o brien", "brien"}),
        ("Müller K", {"muller", "mueller", "myller"}),
        ("St John A", {"st john", "saint john", "john"}),
        ("The Royal Society", {"the royal society", "royal society"}),
        ("Gabriel García Márquez", {"marquez", "garcia marquez"}),
        ("Fernandes Santos C", {"fernandes santos", "santos"}),
        ("Al-Shaeri K", {"alshaeri", "al shaeri", "shaeri"}),
    ],
)
def test_a_name_stands_under_what_manuals_accept(printed: str, under: set[str]) -> None:
    assert under <= set(sorted_under(named(printed), printed))


@pytest.mark.parametrize(
    "listed",
    [
        ("Zeller A", "Åberg A", "Ärling B", "Öberg C"),
        ("Zeller A", "Æbelø A", "Ørsted B", "Ångström C"),
        ("Zeller A", "Aagaard K"),
        ("Cvetko A", "Čech B"),
        ("Curie M", "Chávez C", "Dali S"),
    ],
)
def test_letters_may_stand_where_an_alphabet_has_them(listed: tuple[str, ...]) -> None:
    last = ""
    for printed in listed:
        possible = [key for key in sorted_under(named(printed), printed) if key >= last]
        assert possible, printed
        last = min(possible)


@pytest.mark.parametrize("printed", ["李伟", "Иванов А", "T, Behera SK"])
def test_what_has_no_place_in_this_alphabet_has_no_key(printed: str) -> None:
    assert sorted_under(named(printed), printed) == ()


def test_the_plainest_key_comes_first() -> None:
    assert sorted_under(Name(family="Müller", given="K"), "Müller K")[0] == "muller"
    # read the wrong way round
    assert sorted_under(Name(family="J-H.", given="Liu"), "Liu J-H.")[0].startswith("liu")
