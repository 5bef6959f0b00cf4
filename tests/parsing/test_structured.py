"""References that come in fields."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refcheck import api
from refcheck.errors import UnreadableDocument
from refcheck.model import Document
from refcheck.parsing import cited_item, references_by_line
from refcheck.parsing.structured import NOTHING, references_in_fields
from refcheck.reading import Places
from refcheck.reports import shape

ITEM = {
    "title": "A test of references in long lists of works",
    "author": [{"family": "Adams", "given": "B."}, {"literal": "The Testers"}],
    "container-title": "Journal of Test Studies",
    "issued": {"date-parts": [[2005]]},
    "volume": "35",
    "issue": "6",
    "page": "630-634",
    "DOI": "10.5555/one",
}
LINE = (
    "Adams B., The Testers. A test of references in long lists of works. Journal of Test Studies. "
    "2005;35(6):630-634. 10.5555/one"
)


def test_an_item_is_printed_as_one_line_with_its_fields() -> None:
    text, (reference,) = references_in_fields([ITEM])
    assert (text, reference.raw) == (f"{LINE}\n", LINE)
    assert all(reference.raw[f.start : f.end] == f.text for f in reference.fields)
    assert {f.name: f.text for f in reference.fields}["volume"] == "35"
    assert (reference.work.DOI, reference.work.volume, len(reference.work.author)) == ("10.5555/one", "35", 2)


@pytest.mark.parametrize("item", [{}, {"title": None}, {"volume": {"x": 1}}])
def test_an_item_without_anything_is_a_reference_still(item: dict[str, object]) -> None:
    _, (reference,) = references_in_fields([item])
    assert reference.raw == NOTHING


def test_what_parse_prints_is_read_as_it_was_printed() -> None:
    printed = "12. Adams B, Clark D. A test of references in long lists of works. J Test Stud 2005;35(6):630-4."
    (reference,) = references_by_line(printed)
    places = Places(Document(path="list.txt", format="lines", text=printed))
    line = json.loads(shape.written(shape.parsed(reference, "list.txt", places)))
    _, (again,) = references_in_fields([line])
    assert again.raw == reference.raw
    assert again.label == reference.label
    assert again.fields == reference.fields
    assert cited_item(again) == cited_item(reference)


def test_fields_that_do_not_stand_where_they_say_are_left_out() -> None:
    line = {
        "raw": "A test.",
        "csl": {"title": "A test"},
        "fields": [{"name": "title", "text": "A test", "start": 3}, 7],
    }
    _, (reference,) = references_in_fields([line])
    assert (reference.raw, reference.fields) == ("A test.", ())


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ITEM),
        json.dumps([ITEM]),
        json.dumps({"items": [ITEM]}),
        json.dumps(ITEM, indent=2),
        f"\n{json.dumps(ITEM)}\n\n",
    ],
    ids=["one", "list", "items", "indented", "lines"],
)
def test_every_way_of_writing_items_down(text: str) -> None:
    document = api.parse(text.encode(), "list.json", "fields")
    assert [r.raw for r in document.references] == [LINE]
    assert document.text[document.references[0].span.start : document.references[0].span.end] == LINE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1]", "list.json: line 1: no reference in fields"),
        ('{"a": 1}\n2', "list.json: line 2: no reference in fields"),
        ('{"a": 1}\n{"b"', "list.json: not JSON: line 2 column 5"),
        ("[" * 100_000, "list.json: not CSL-JSON: line 1"),
        ("nonsense", "list.json: not JSON: line 1 column 1"),
        ('[\n{"a": 1},\n{"b" 2}\n]', "list.json: not JSON: line 3 column 6"),
    ],
)
def test_what_is_no_item_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=re.escape(said)):
        api.parse(text.encode(), "list.json", "fields")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=10), inside, max_size=3),
    max_leaves=12,
)
NAMES = st.sampled_from([*ITEM, "csl", "raw", "fields", "label", "et-al", "relation"])


@given(st.lists(st.dictionaries(NAMES, JSON, max_size=6), max_size=3))
def test_no_item_is_too_odd(items: list[dict[str, object]]) -> None:
    text, found = references_in_fields(items)
    assert len(found) == len(items)
    for reference in found:
        assert text[reference.span.start : reference.span.end] == reference.raw
        assert reference.raw.strip()
        assert all(reference.raw[f.start : f.end] == f.text for f in reference.fields)


def test_a_file_of_fields_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl"
    path.write_text(f"{json.dumps(ITEM)}\n{json.dumps(ITEM)}\n", encoding="utf-8")
    assert len(api.read(str(path), "fields").references) == 2
