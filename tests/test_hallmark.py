"""The benchmark on HALLMARK counts rightly: a world of a few invented entries in HALLMARK's shape."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import ROOT

from refcheck.model import State

TITLES = (
    "A test of references in long lists of works",
    "Slow growth of silent orchards beside tidal rivers",
    "Counting lanterns in harbours without any moon",
    "Patience and its measurement in migrating herons",
)
PEOPLE = (
    "Beth Adams and Joan Clark and Rose Evans",
    "Karl Otter and Nina Wolf",
    "Ida Grant and Paul Heron",
    "Uma Finch",
)


@pytest.fixture(scope="module")
def hallmark() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("hallmark", ROOT / "benchmarks" / "hallmark.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["hallmark"] = module
    spec.loader.exec_module(module)
    return module


def row(n: int, kind: str = "", **fields: str) -> dict[str, Any]:
    """An entry of the work n; with a `kind` it is labelled HALLUCINATED."""
    own = {
        "title": TITLES[n],
        "author": PEOPLE[n],
        "booktitle": "AAAI",
        "year": f"201{n}",
        "doi": f"10.5555/hallmark.{n}",
    }
    return {
        "bibtex_key": f"key,{n}{kind}",
        "bibtex_type": "inproceedings",
        "fields": own | fields,
        "label": "HALLUCINATED" if kind else "VALID",
        "hallucination_type": kind or None,
        "generation_method": "perturbation" if kind else "scraped",
        "source": None,
    }


ROWS = [
    row(0) | {"bibtex_key": "__canary__test"},
    *(row(n) for n in range(3)),
    row(1, generation_method="llm", author="Karl Otter and Nina Wolf"),
    row(1, "wrong_venue", booktitle="ICLR"),
    row(0, "partial_author_list", author="Beth Adams and Rose Evans"),
    row(0, "placeholder_authors", author="Max Fox and Tom Lynx and Leo Stoat"),
    row(0, "future_date", year="2020"),
    row(1, "near_miss_title", title="Slow growth of silent gardens beside tidal rivers"),
    row(3, "plausible_fabrication", doi="10.5555/none", title="Teaching kites to read the evening papers"),
    row(3, "preprint_as_published", doi="", title="Nothing that is in any record of this world"),
    row(3, "wrong_venue", title="Withdrawn papers about lamps that never burned") | {"source": "biorxiv_withdrawn"},
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two files of HALLMARK, one of them a raw pool, and an index that knows one work, of another year."""
    folder = tmp_path_factory.mktemp("hallmark")
    (folder / "dev.jsonl").write_text("".join(json.dumps(r) + "\n" for r in ROWS), encoding="utf-8")
    cut = row(0, "swapped_authors", author="Beth Adams and Joan Clark and Ros{\\'e")
    given = {
        "bibtex": f"@article{{x,\n title={{{TITLES[3]}}},\n author={{{PEOPLE[3]}}},\n year=2013}}",
        "label": "VALID",
    }
    pool = [cut, {"bibtex_key": "x", "bibtex_type": "article"} | given]
    (folder / "llm_openai.jsonl").write_text("".join(json.dumps(r) + "\n" for r in pool), encoding="utf-8")
    item = {
        "title": TITLES[2],
        "author": [{"family": "Grant", "given": "Ida"}, {"family": "Heron", "given": "Paul"}],
        "issued": {"date-parts": [[2017]]},
        "DOI": "10.5555/hallmark.2",
        "container-title": "AAAI",
        "type": "paper-conference",
    }
    (folder / "index.json").write_text(json.dumps([item]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tables(hallmark: ModuleType, data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The counts, by form and table."""
    found = list(hallmark.entries(data))
    world = hallmark.World.of(found, [hallmark.opened(data / "index.json")], tmp_path_factory.mktemp("made"))
    judged = hallmark.Judged(world, frozenset())
    return {form: judged.counted(found, references) for form, references in hallmark.forms(found).items()}


FORMS = ("in fields", "printed, given names first", "printed, family names first")


@pytest.mark.parametrize("form", FORMS)
def test_real_entries_are_counted_by_where_their_record_is_from(tables: dict[str, Any], form: str) -> None:
    there = tables[form]["real, with their record"]
    assert {name: c.entries for name, c in there.items()} == {
        "valid, record of the index": 1,
        "valid, record of another entry": 1,
        "valid, record of the entry itself": 3,
        "withdrawn, record of the entry itself": 1,
    }
    assert there["valid, record of the index"].rules == {"RC203 year-mismatch": 1}
    assert there["valid, record of the index"].alarmed == 1
    assert there["valid, record of the entry itself"].alarmed == 0
    assert there["valid, record of the entry itself"].states == {State.MATCHED: 3}


@pytest.mark.parametrize("form", FORMS)
def test_without_its_record_a_real_entry_is_not_found_and_nothing_else_is_said(
    tables: dict[str, Any], form: str
) -> None:
    absent = tables[form]["real, with their record left out"]
    assert absent["valid"].states == {State.NOT_FOUND: 5}
    assert absent["withdrawn"].states == {State.NOT_FOUND: 1}
    assert (absent["valid"].alarmed, absent["valid"].accused) == (5, 0)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_miscited_differs_on_the_right_field(tables: dict[str, Any], form: str) -> None:
    others = tables[form]["labelled HALLUCINATED"]
    right = ("wrong_venue", "partial_author_list", "placeholder_authors", "future_date", "near_miss_title")
    for kind in right:
        counts = others[kind]
        assert (counts.entries, counts.there, counts.differs, counts.named) == (1, 1, 1, 1), kind
    assert others["wrong_venue"].rules == {"RC207 container-mismatch": 1}
    for kind in ("plausible_fabrication", "preprint_as_published"):
        assert others[kind].states == {State.NOT_FOUND: 1}, kind
        assert (others[kind].there, others[kind].differs) == (0, 0), kind
    assert set(others) == {*right, "plausible_fabrication", "preprint_as_published"}
    pools = tables[form]["the same, of raw pools labelled by a machine"]
    assert {name: c.entries for name, c in pools.items()} == {"swapped_authors": 1}


def test_it_prints_the_tables_and_calls_nothing_by_names_of_its_own(
    hallmark: ModuleType, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["hallmark.py", "--data", str(data), "--show", "valid"])
    hallmark.main()
    told = capsys.readouterr().out
    assert told.startswith("14 entries of 2 files; real ones with a record of the entry itself: 5, another entry: 1\n")
    assert [line for line in told.splitlines() if line.startswith("##")] == [f"## {form}" for form in FORMS]
    assert "fake" not in told.lower()
    assert "hallucinated" not in told.replace("labelled HALLUCINATED", "").lower()
