"""Lists in the shapes that people have them in: every reference found whole, and nothing else."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT

from refcheck import api
from refcheck.model import State
from refcheck.parsing import references
from refcheck.parsing.locate import locate
from refcheck.parsing.parts import points
from refcheck.styles import own

LISTS = tomllib.loads((ROOT / "fixtures" / "parsing" / "lists.toml").read_text(encoding="utf-8"))["list"]
HEADINGS = (
    "References",
    "REFERENCES:",
    "5. References",
    "V. References",
    "References and Notes",
    "Supplementary references",
    "Further reading",
    "Works cited",
    "# References",
    "### **References**",
    "__Bibliography__",
    "\\section*{References}",
    "References (continued)",
    "References\n==========",
    "Literaturverzeichnis",
    "Список литературы",
    "参考文献",
)
A = "Smith AB, Jones CD. A study of small things in large rooms. J Appl Test. 2010;12(3):100-9."
B = "Brown E. Another study of other things. Ann Test Sci. 2011;13(4):200-12."


def found(text: str) -> list[str]:
    return [" ".join(text[e.start : e.end].split()) for e in locate(text)]


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case["why"])
def test_each_reference_of_a_list_is_found_whole_and_nothing_else(case: dict[str, object]) -> None:
    assert found(str(case["text"])) == case["references"]


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case["why"])
def test_a_list_printed_by_itself_has_the_same_references(case: dict[str, object]) -> None:
    listed = own.render(api.parse(str(case["text"]).encode()))
    assert found(listed) == case["references"]


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_announces_a_list_however_it_is_decorated(heading: str) -> None:
    assert found(f"We studied things.\n\n{heading}\n\n{A}\n{B}\n\nAppendix A\n\nMore things, of 2010.\n") == [A, B]


def test_a_heading_may_stand_on_the_line_of_the_first_reference() -> None:
    assert found(f"We studied things.\n\nReferences: {A}\n{B}\n") == [A, B]


def test_line_ends_of_every_kind_part_lines() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert found(end.join(["References", A, B, ""])) == [A, B]


def test_the_seeds_one_after_another_have_the_references_of_each(seeds: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(seeds.glob("*.txt"))]
    assert len(found("".join(texts))) == 14


@pytest.mark.parametrize(
    "text",
    [
        "x y\n" * 20_000,
        "References\n" * 20_000,
        "References\n" + "12\n\nA head\n\n" * 10_000,
        "References: " + "[1] " * 50_000,
        "References\n" + f"{A} " * 5_000,
        "(" * 1_000_000,
        "1" * 1_000_000,
        "A." * 500_000,
        " " * 1_000_000 + "x",
        "\n".join(f"{n}. x" for n in range(20_000)),
    ],
    ids=lambda text: text[:24].replace("\n", " "),
)
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    list(locate(text))
    assert time.process_time() - began < 20  # linear: seconds; quadratic: minutes


@pytest.mark.parametrize(
    ("broken", "rest"), [("https://doi.org/10.5555/j.jat.2019.02.", "011"), ("12(3), 100-", "109")]
)
def test_the_last_digits_of_what_a_line_end_breaks_are_no_page_number(broken: str, rest: str) -> None:
    first = "Smith, A. B., & Jones, C. D. (2010). A study of small things in large rooms. J Appl Test, "
    second = "White, G. (2011). Another study of other things. Ann Test Sci, 13(4), 200-212."
    found = references(f"References\n\n{first}{broken}\n   {rest}\n{second}\n")
    assert len(found) == 2
    assert found[0].raw.endswith(rest)


PARTED = """References

1. (a) Adams B, Clark D. A test of lists. J Test Stud 2005;35:630-4. (b) Dunn E. Another test. J Test Stud 2006;36:1-9.
2. Ibid., p. 632.
3. For reviews, see: (a) Evans, F. Test Rev. 2001, 101, 1234; (b) ref. 1; (c) Grant, H. Test Rev. 2003, 36, 99.
4. Mixing: (a) dissolve, (b) stir. Foster F. How to mix things well. J Test Stud 2007;37:11-19.
"""


def test_references_that_share_an_entry_are_references_each() -> None:
    found = references(PARTED)
    assert [(r.label, r.part, r.points) for r in found] == [
        ("1", "a", False),
        ("1", "b", False),
        ("2", "", True),
        ("3", "a", False),
        ("3", "b", True),
        ("3", "c", False),
        ("4", "", False),
    ]
    assert found[0].raw == "1. (a) Adams B, Clark D. A test of lists. J Test Stud 2005;35:630-4."
    assert found[4].raw == "(b) ref. 1"
    assert found[4].fields == ()
    assert [r.work.author[0].family for r in found if r.work.author][:4] == ["Adams", "Dunn", "Evans", "Grant"]


def test_an_entry_that_points_to_another_is_not_looked_for_and_no_finding() -> None:
    document = api.parse(PARTED.encode(), "list.txt")
    case = api.check([document], ()).checked[0].cases[2]
    assert (case.state, case.answers) == (State.NOT_CHECKABLE, ())
    assert own.render(document) == PARTED.partition("\n\n")[2]


@pytest.mark.parametrize(
    ("text", "pointing"),
    [
        ("Ibid.", True),
        ("Idem, pp. 44-46.", True),
        ("See note 14 above.", True),
        ("Ebd., S. 12 f.", False),
        ("Op. cit., p. 3", True),
        ("Ref. 7 and 8.", True),
        ("References to the past. New York: Springer; 2001.", False),
        ("Ibid. studies of birds. J Test Stud 2001;3:1-2.", False),
        ("Note 12. In: Adams B, editor. Tests. 2001.", False),
    ],
)
def test_what_only_points_to_another_reference(text: str, pointing: bool) -> None:
    assert points(text) is pointing
