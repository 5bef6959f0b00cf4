"""What the evidence is worth: learnt from lists of candidates, and kept in a file that names every level."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import pairwise
from math import log2

import numpy as np
import pytest

from refcheck.matching import compare, ladders, title_ladder
from refcheck.matching.decide import among, outweighed
from refcheck.matching.train import measure
from refcheck.matching.train.__main__ import BETTER, held_out, without_absurd, written
from refcheck.matching.train.learn import PRIOR, Candidates, learn, levels_of
from refcheck.matching.train.slips import chimera, slipped
from refcheck.matching.train.strings import deposited
from refcheck.model import Reference
from refcheck.parsing import references_by_line
from refcheck.parsing.structured import references_in_fields

PRINTED = "Adams B, Clark D, Evans F. A test of references in long lists of works. J Test Stud 2005;35(6):630-4."
OTHER = "Young Z. Birds of the southern lakes and what they eat in winter. Auk 1998;12:77-81."


def references(*texts: str) -> tuple[Reference, ...]:
    return references_by_line("\n".join(texts))


def drawn(lists: int, seed: int = 1) -> list[Candidates]:
    """Lists in which titles and pages agree as often as is said here, half of them without the work."""
    dice = random.Random(seed)

    def level(own: bool, share: float) -> str:
        return "same" if dice.random() < (share if own else 0.1) else "different"

    found = []
    for n in range(lists):
        own = [n % 2 == 0, *[False] * 4]
        dice.shuffle(own)
        told = tuple({"title": level(o, 0.9), "page": level(o, 0.6)} for o in own)
        found.append(Candidates("drawn", n % 5, 1.0, told, tuple(own), tuple(range(5))))
    return found


def test_levels_are_worth_how_much_likelier_they_are_with_the_work() -> None:
    lists = drawn(6_000)
    levels = levels_of(lists)
    bits = dict(zip(levels, learn(lists, levels).tolist(), strict=True))
    # what tells levels of one field apart is known; a constant may go from one field to the other, or to the prior
    title = bits["title", "same"] - bits["title", "different"]
    page = bits["page", "same"] - bits["page", "different"]
    assert title == pytest.approx(log2(0.9 / 0.1) - log2(0.1 / 0.9), abs=0.35)
    assert page == pytest.approx(log2(0.6 / 0.1) - log2(0.4 / 0.9), abs=0.35)
    whole = bits[PRIOR] + bits["title", "same"] + bits["page", "same"]
    # the work is in half of the lists, and any of five: the odds of one of them against "none" are one to five
    assert whole == pytest.approx(log2(0.2 * 0.9 * 0.6 / 0.01), abs=0.35)


def test_what_is_held_back_comes_true() -> None:
    lists = drawn(4_000, seed=2)
    scores = held_out(lists, levels_of(lists))
    factor = measure.scale(lists, scores)
    assert factor == pytest.approx(1.0, abs=0.1)
    assert measure.error([measure.best(c, s) for c, s in zip(lists, scores, strict=True)]) < 0.03
    told = "\n".join(measure.table(lists, scores))
    assert "drawn" in told
    assert "calibration error" in told


def test_a_fold_is_scored_by_what_was_learnt_without_it() -> None:
    lists = drawn(500)
    turned = [c if c.fold else Candidates(c.set, 0, 1.0, c.levels, c.right[::-1], c.works) for c in lists]
    levels = levels_of(lists)
    own, other = held_out(lists, levels), held_out(turned, levels)
    held = [(a, b) for a, b, c in zip(own, other, lists, strict=True) if c.fold == 0]
    assert all(a == b for a, b in held)


def test_the_file_names_every_level_and_no_other_field() -> None:
    known = compare.bits()
    assert set(known) >= {"prior", "title", "about", "explained", "left over", *ladders.LADDERS}
    assert known["title"].keys() >= {*title_ladder.RUNGS, "printed", "within", "words", "elsewhere", "container"}
    assert all(isinstance(bits, float) for levels in known.values() for bits in levels.values())


@pytest.mark.parametrize(
    ("field", "better"),
    [
        ("title", ("same", "near", "part", "different")),
        ("author", ("same", "among", "different")),
        ("issued", ("same", "near", "different")),
        ("container-title", ("same", "different")),
        ("volume", ("same", "slip", "different")),
        ("page", ("same", "slip", "different")),
        ("explained", ("all", "most")),
    ],
)
def test_what_agrees_more_is_worth_more(field: str, better: tuple[str, ...]) -> None:
    bits = compare.bits()[field]  # a level that is not there is worth nothing
    assert all(bits.get(a, 0.0) > bits.get(b, 0.0) for a, b in pairwise(better))


@pytest.mark.parametrize("field", BETTER)
def test_no_level_is_worth_more_than_a_better_one(field: str) -> None:
    bits = compare.bits()[field]
    assert all(bits[a] >= bits[b] for a, b in pairwise(level for level in BETTER[field] if level in bits))


def test_levels_that_come_out_absurd_are_tied_or_left_out() -> None:
    told = {
        PRIOR: -3.0,
        ("issue", "same"): -1.0,
        ("conflicts", "two numbers"): 0.5,
        ("author", "same"): 2.0,
        ("author", "printed"): 3.0,
        ("author", "garbled"): 4.0,
        ("author", "different"): -3.0,
    }
    levels = without_absurd({level: n for n, level in enumerate(told)}, np.array(list(told.values())))
    assert levels.keys() == {PRIOR, *(level for level in told if level[0] == "author")}
    assert levels["author", "same"] == levels["author", "printed"]
    again = without_absurd(levels, np.array([-3.0, 2.5, 4.0, -3.0]))
    assert again["author", "same"] == again["author", "printed"] == again["author", "garbled"]
    assert without_absurd(again, np.array([-3.0, 3.0, -3.0])) == again


def test_written_bits_are_those_that_were_learnt() -> None:
    told = [replace(c, levels=tuple({**lv, "explained": "half"} for lv in c.levels)) for c in drawn(200)]
    levels = levels_of(told)
    weights = learn(told, levels)
    again = json.loads(written(levels, weights))
    assert again["title"]["same"] == pytest.approx(weights[levels["title", "same"]], abs=0.006)
    # every candidate is on a rung of "explained": what that is worth goes into the prior
    assert again["explained"]["half"] == 0.0
    half, prior = weights[levels["explained", "half"]], weights[levels[PRIOR]]
    assert again["prior"]["one candidate of many"] == pytest.approx(prior + half, abs=0.006)


# rivals


@pytest.mark.parametrize(
    ("scores", "works", "shares"),
    [
        ([3.0], [0], [8 / 9]),
        ([3.0, 3.0], [0, 1], [8 / 17, 8 / 17]),
        # one work under two DOIs takes nothing from itself
        ([3.0, 3.0], [0, 0], [8 / 9, 8 / 9]),
        ([3.0, 1.0, 3.0], [0, 1, 0], [8 / 11, 2 / 11, 8 / 11]),
        ([1000.0, 1000.0], [0, 1], [0.5, 0.5]),
    ],
)
def test_exactly_one_work_is_meant_or_none(scores: list[float], works: list[int], shares: list[float]) -> None:
    found = [1 / (1 + 2 ** -max(-60.0, s + b)) for s, b in zip(scores, outweighed(scores, works), strict=True)]
    if max(scores) < 100:
        assert found == pytest.approx(shares)
        by_work = dict(zip(works, found, strict=True))
        assert among(scores, works) == pytest.approx(sum(by_work.values()))
    else:
        assert outweighed(scores, works)[0] < -90


# slips


def test_a_slip_changes_one_field_and_nothing_else() -> None:
    (reference,) = references(PRINTED)
    seen = set()
    for seed in range(300):
        changed = slipped(reference, random.Random(seed))
        if not changed:
            continue
        ends = [
            f
            for f in reference.fields
            if changed.startswith(PRINTED[: f.start]) and changed.endswith(PRINTED[f.end :]) and changed != PRINTED
        ]
        assert ends, changed
        seen.add(ends[0].name)
    assert seen >= {"author", "title", "container-title", "issued", "volume", "issue", "page"}


def test_a_chimera_has_the_title_of_another() -> None:
    one, two = references(PRINTED, OTHER)
    assert chimera(one, two) == PRINTED.replace(one.work.title, two.work.title)
    (bare,) = references("Adams B. J Test Stud 2005;35:630.")
    assert chimera(bare, two) == ""


def test_deposited_fields_are_an_item() -> None:
    row = {"author": "Luga R", "volume": "151", "first-page": "1542", "year": "2012", "journal-title": "Cell"}
    _, (reference,) = references_in_fields([deposited(row)])
    work = reference.work
    assert (work.author[0].family, work.author[0].given, work.et_al) == ("Luga", "R", True)
    assert (work.container_title, work.volume, work.page, work.years) == ("Cell", "151", "1542", (2012,))
