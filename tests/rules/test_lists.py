"""Rules about a list as a whole: where findings stand, that fixing ends, which references are one list."""

from __future__ import annotations

import tomllib

import pytest
from conftest import ROOT, Told, record

from refcheck import api, rules
from refcheck.contracts import AnyRule
from refcheck.finding import Report

SEVEN = """\
Adams, B. C. (2001). Growth of young trees in cold and windy forests. Journal of Forest Biology, 31(6), 630–634.
Baker, E. F. (2002). Salt and oxygen in the deep water of northern lakes. Archives of Aquatic Sciences, 32(1), 101–109.
Carter, H. J. (2003). Nesting of birds on islands without trees. European Journal of Applied Ecology, 33(2), 212–218.
Davis, L. M. (2004). Wind and temperature in the mountains of the south. Annals of Climate Research, 34(3), 323–327.
Evans, O. P. (2005). How pigeons find their way home in the dark. Journal of Behavioral Science, 35(4), 434–439.
Fisher, R. S. (2006). Sleep of honey bees in the winter months. British Journal of Experimental Zoology, 36(5), 545–548.
Grant, T. U. (2007). Flight of honey bees in the summer months. British Journal of Experimental Zoology, 37(5), 555–558.
"""


def named(name: str) -> AnyRule:
    return next(r for r in rules.RULES if r.name == name)


def check(text: str, *names: str, kind: str = "lines") -> Report:
    return api.check([api.parse(text.encode(), "list.txt", kind)], [], [named(n) for n in names])


@pytest.mark.parametrize("name", ["mixed-page-ranges", "mixed-doi-forms"])
def test_what_was_put_right_is_right(name: str) -> None:
    cases = tomllib.loads((ROOT / "fixtures" / "rules" / f"{name}.toml").read_text(encoding="utf-8"))["fires"]
    fixed = [case["fixed"] for case in cases if "fixed" in case]
    assert len(fixed) >= 5
    for text in fixed:
        assert check(text, name).findings == ()


def test_a_finding_stands_at_the_field_that_is_odd() -> None:
    text = SEVEN.replace("323–327", "323-327")
    (found,) = check(text, "mixed-page-ranges").findings
    assert (found.n, text[found.span.start : found.span.end]) == (4, "323-327")


def test_a_reference_with_several_oddities_has_one_finding_of_a_rule() -> None:
    text = SEVEN.replace("33(2), 212", "33 (2): 212").replace("(2003)", "2003")
    (found,) = check(text, "mixed-punctuation").findings
    assert found.n == 3
    assert all(shown in found.message for shown in ('"33 (2)"', '"33 (2): 212–218"', '"2003 before the title"'))


def test_where_other_pages_are_recorded_the_range_is_not_put_right() -> None:

    text = SEVEN.replace("323–327", "323-327")
    known = record(
        type="article-journal", title="Wind and temperature in the mountains of the south", DOI="10.5555/wind",
        author=[{"family": "Davis", "given": "L M"}], container_title="Annals of Climate Research",
        volume="34", issue="3", page="323-329", issued={"date-parts": [[2004]]},
    )  # fmt: skip
    document = api.parse(text.encode(), "list.txt", "lines")
    found = api.check([document], [Told([known])], [named("mixed-page-ranges"), named("page-mismatch")]).findings
    assert [(f.name, bool(f.fix)) for f in found] == [("page-mismatch", True), ("mixed-page-ranges", False)]


def test_lists_with_text_between_them_may_cite_one_work() -> None:
    numbered = "".join(f"{i}. {line}\n" for i, line in enumerate(SEVEN.splitlines(), 1))
    lines = "".join(f"This is line {i} of a chapter, which is about trees, birds and bees.\n" for i in range(20))
    text = f"References\n\n{numbered}\nChapter 2\n\n{lines}\nReferences\n\n{numbered}"
    report = check(text, "duplicate-reference", "numbering", "alphabetical-order", kind="")
    assert (len(report.cases), report.findings) == (14, ())
    twice = check(SEVEN + SEVEN, "duplicate-reference")
    assert [f.n for f in twice.findings] == list(range(8, 15))
