"""The benchmark of slips, on a small world: what it makes, what it counts, and that refcheck finds it."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import replace

import pytest
from conftest import ROOT

from refcheck import csl
from refcheck.bibliographies import csljson
from refcheck.finding import Checked
from refcheck.model import Work
from refcheck.sources.local import Local

sys.path.append(str(ROOT / "benchmarks" / "slips"))

import kinds
import lists
import printing
import scoring

RECORDS = ROOT / "fixtures" / "slips" / "records.json"
LISTS = 24  # three of each style


@pytest.fixture(scope="module")
def works() -> list[Work]:
    items = csljson.items(RECORDS.read_text("utf-8"), lines=False)
    return [csl.work(item) for _, item in items if isinstance(item, dict)]


@pytest.fixture(scope="module")
def sheets(works: Sequence[Work]) -> list[lists.Sheet]:
    return list(lists.sheets(works, LISTS, random.Random(1)))


@pytest.fixture(scope="module")
def score(sheets: Sequence[lists.Sheet]) -> scoring.Score:
    return scoring.scored(sheets, Local(str(RECORDS)), fields=False)


def test_half_of_the_references_have_one_slip_that_can_be_seen(sheets: Sequence[lists.Sheet]) -> None:
    entries = [e for sheet in sheets for e in sheet.entries]
    slipped = [e for e in entries if e.kind]
    assert 2 * len(slipped) == len(entries) == LISTS * lists.LENGTH
    assert all((e.printed != e.original) == bool(e.kind) for e in entries)
    assert {e.kind.letter for e in slipped if e.kind} == {k.letter for k in kinds.KINDS}
    assert {sheet.style.name for sheet in sheets} == {style.name for style in printing.STYLES}


def test_the_same_seed_makes_the_same_lists(works: Sequence[Work], sheets: Sequence[lists.Sheet]) -> None:
    again = list(lists.sheets(works, LISTS, random.Random(1)))
    assert [sheet.text for sheet in again] == [sheet.text for sheet in sheets]
    assert lists.sheets(works, 1, random.Random(2)).__next__().text != sheets[0].text


def test_nearly_all_slips_are_found_and_mended_and_nothing_else_is_touched(score: scoring.Score) -> None:
    to_mend = [score.kinds[k.letter] for k in kinds.KINDS if k.fields]
    made = sum(c.made for c in to_mend)
    assert sum(c.found for c in to_mend) >= 0.97 * made
    assert sum(c.ruled for c in to_mend) >= 0.97 * made
    assert sum(c.proposed for c in to_mend) >= 0.95 * sum(c.found for c in to_mend)
    assert sum(c.restored for c in to_mend) >= 0.93 * made
    assert (score.alarmed, score.broken, score.unread) == (0, 0, 0), score.alarms


def test_hybrids_and_invented_works_are_reported_and_never_matched(score: scoring.Score) -> None:
    none = [score.kinds[k.letter] for k in kinds.KINDS if not k.fields]
    assert sum(c.matched for c in none) == 0
    assert sum(c.found for c in none) == sum(c.made for c in none) > 0


def test_what_is_not_found_is_not_counted(sheets: Sequence[lists.Sheet], monkeypatch: pytest.MonkeyPatch) -> None:
    def silenced(checked: Checked) -> Checked:
        return replace(checked, findings=())

    found = scoring._checked
    monkeypatch.setattr(scoring, "_checked", lambda *args, **flags: silenced(found(*args, **flags)))
    score = scoring.scored(sheets[:2], Local(str(RECORDS)), fields=False)
    assert sum(c.found + c.proposed + c.restored for c in score.kinds.values()) == 0
    assert sum(c.made for c in score.kinds.values()) == lists.LENGTH
