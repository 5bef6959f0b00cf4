"""What is asked about the words of a title, and what follows from the answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest
from conftest import Told, record

from refcheck import api, rules
from refcheck.matching.vocabulary import inflected, meant, neighbours, usage
from refcheck.text import words

TITLE = "The spatial structire of diversity in one forest"
WORDS = {"structure": 9_800, "spatial": 5_000, "diversity": 4_000, "forest": 6_000, "structure spatial": 230}


def asked(title: str, known: Mapping[str, int]) -> tuple[dict[str, int], list[int]]:
    """What is known of a title, and how many phrases each question held."""
    sizes: list[int] = []

    def ask(phrases: Collection[str]) -> Mapping[str, int]:
        sizes.append(len(phrases))
        return {p: known.get(p, 0) for p in phrases}

    return usage(title, ask), sizes


def rights(title: str, known: Mapping[str, int]) -> list[tuple[str, str]]:
    return [(m.word.text, m.right) for m in meant(title, asked(title, known)[0])]


def test_a_word_that_no_work_uses_is_taken_for_the_one_that_many_use_beside_the_same_words() -> None:
    assert rights(TITLE, WORDS) == [("structire", "structure")]


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"structire": 30}, "some works use it"),
        ({"structure": 29}, "too few use the other"),
        ({"structire": 10, "structure": 9_800}, "not often enough for one that is used"),
        ({"strictire": 1_000}, "another is one slip away too"),
        ({"structure spatial": 1}, "they are never used together"),
    ],
)
def test_it_takes_more_than_the_look_of_a_word(known: dict[str, int], why: str) -> None:
    assert rights(TITLE, WORDS | known) == [], why


def test_of_known_words_nothing_more_is_asked() -> None:
    counts, sizes = asked("The spatial diversity of one forest", WORDS)
    assert sizes == [len({"spatial", "diversity", "one", "forest"})]
    assert counts["spatial"] == WORDS["spatial"]


def test_of_a_source_that_cannot_tell_nothing_is_known() -> None:
    counts = usage(TITLE, lambda _phrases: {})
    assert counts == {}
    assert list(meant(TITLE, counts)) == []


def test_the_neighbours_of_a_word_are_one_slip_away() -> None:
    near = neighbours("tests")
    assert {"test", "ests", "tsets", "texts", "testes", "xtests"} <= near
    assert "tests" not in near
    assert all(abs(len(n) - len("tests")) <= 1 for n in near)


def test_words_that_end_as_words_do_are_no_slips_of_one_another() -> None:
    assert inflected("phosphite", "phosphate")
    assert inflected("targeter", "targeted")
    assert not inflected("structire", "structure")


def test_the_words_of_a_matched_title_are_not_asked_for() -> None:
    listed = f"Adams B. {TITLE}. J Test Stud 2005;35(6):630-4."
    known = record(
        title=TITLE, author=[{"family": "Adams"}], volume="35", page="630-634", issued={"date-parts": [[2005]]}
    )
    document = api.parse(listed.encode(), "list.txt", "lines")
    for records, wanted in (([known], False), ([], True)):
        report = api.check([document], [Told(records, words=WORDS)], rules.named("spelling"))
        assert bool(report.cases[0].match) is not wanted
        assert bool(report.cases[0].usage) is wanted


def test_no_word_is_asked_for_where_no_rule_wants_to_know() -> None:
    document = api.parse(f"Adams B. {TITLE}. J Test Stud 2005;35(6):630-4.".encode(), "list.txt", "lines")
    report = api.check([document], [Told([], words=WORDS)], rules.named("numbering"))
    assert not report.cases[0].usage


def test_every_word_of_a_title_is_counted() -> None:
    counts, _ = asked(TITLE, WORDS)
    assert {w.folded for w in words(TITLE)} - {"the", "of", "in"} <= counts.keys()
