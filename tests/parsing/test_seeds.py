"""The seed documents: every reference found, every field as it is printed, nothing else taken for one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT, SHARED

from refcheck import api
from refcheck.model import Reference

FIELDS = json.loads((ROOT / "fixtures" / "parsing" / "seeds.json").read_text(encoding="utf-8"))
DOCUMENTS = {"000": "000_e3d13ff7089b8056.txt", "001": "001_fc15d585d1d7f9e2.txt", "003": "003_6df73cbcf84d81d4.txt"}


def references(seeds: Path, document: str) -> tuple[Reference, ...]:
    return api.read(str(seeds / DOCUMENTS[document])).references


def told(reference: Reference) -> dict[str, object]:
    """A reference in the words of the fixture."""
    work = reference.work
    return {
        "authors": [f"{n.family} {n.given}" for n in work.author],
        "title": work.title,
        "journal": work.container_title,
        "year": work.years[0],
        "volume": work.volume,
        "pages": work.page,
    }


@pytest.mark.parametrize(("document", "count"), [("000", 12), ("001", 2), ("003", 0)])
def test_all_references_are_found_and_nothing_else(document: str, count: int, seeds: Path) -> None:
    assert len(references(seeds, document)) == count


@pytest.mark.parametrize("n", range(12))
def test_the_fields_of_the_numbered_list_are_as_printed(n: int, seeds: Path) -> None:
    reference = references(seeds, "000")[n]
    assert told(reference) == FIELDS["000"][n]
    assert reference.label == str(n + 1)


def test_the_fields_of_the_list_without_numbers_are_as_printed(seeds: Path) -> None:
    first, second = (told(r) for r in references(seeds, "001"))
    assert (first["title"], first["journal"]) == (FIELDS["001"][0]["title"], FIELDS["001"][0]["journal"])
    assert (first["year"], first["volume"], first["pages"]) == (1999, "341", "1702-1704")
    assert (second["authors"], second["year"]) == (["Agarwala Rita"], 2006)
    assert second["title"] == "Extramedullary hematopoiesis (EMH)"


def test_what_the_web_page_printed_after_each_entry_is_in_no_reference(seeds: Path) -> None:
    for reference in references(seeds, "000"):
        assert "Back to cited text" not in reference.raw
        assert "\u00a0" not in reference.raw


def test_the_fixture_is_what_is_known_of_the_seeds() -> None:
    truth = SHARED / "data" / "seed_truth.json"
    if not truth.is_file():
        pytest.skip("the truth of the seeds is not kept beside the project")
    known = json.loads(truth.read_text(encoding="utf-8"))["references"]
    assert [r["seed_fields"] for r in known] == [f for document in ("000", "001") for f in FIELDS[document]]
