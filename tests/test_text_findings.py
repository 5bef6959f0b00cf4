"""Findings in the text, which belong to no reference: each report shows their place, and fixing goes on beside them."""

from __future__ import annotations

import json
import re

import pytest
from word_files import paragraph, word

from refcheck import api, reports, rules
from refcheck.allowances import Allowance
from refcheck.finding import Report
from refcheck.settings import Settings

PAPER = """Tests were made before [1,2].
Later ones \x1b[31mfailed, for reasons that nobody knows, and were made again [3,7], and again [5–4], at length.

References

1. Baker B. Test number one of many things. J Test Stud 2001;31:11-21.
2. Clark C. Test number two of many things. J Test Stud 2002;32:12-22. https://doi.org/10.5555/Test.2.
3. Dunn D. Test number three of many things. J Test Stud 2003;33:13-23.
4. Evans E. Test number four of many things. J Test Stud 2004;34:14-24.
5. Foster F. Test number five of many things. J Test Stud 2005;35:15-25.
6. Grant G. Test number six of many things. J Test Stud 2006;36:16-26.
"""


@pytest.fixture
def report() -> Report:
    return api.check([api.parse(PAPER.encode(), "paper.txt")], [])


def test_they_come_first_in_the_order_of_the_text(report: Report) -> None:
    told = [(f.code, f.n, f.message) for f in report.findings]
    assert told[:3] == [
        ("RC510", 0, "cited 7, the list ends with 6"),
        ("RC514", 0, "cited 5–4, a range that runs backwards"),
        ("RC511", 6, "not cited in the text"),
    ]
    assert PAPER[slice(*_span(report, 0))] == "7"
    assert PAPER[slice(*_span(report, 1))] == "5–4"


def _span(report: Report, i: int) -> tuple[int, int]:
    return report.findings[i].span.start, report.findings[i].span.end


def test_concise_gives_line_and_column(report: Report) -> None:
    lines = reports.named("concise").render(report, colour=False).splitlines()
    assert lines[0] == "paper.txt:2:79: RC510 undefined-citation: cited 7, the list ends with 6"


def test_full_shows_the_words_around_them_and_then_all_references(report: Report) -> None:
    shown = reports.named("full").render(report, colour=False)
    place, words, finding, blank = shown.splitlines()[:4]
    assert place == "paper.txt:2:79"
    assert "made again [3,7], and again" in words
    assert finding == "  RC510 undefined-citation cited 7, the list ends with 6"
    assert blank == ""
    assert "\x1b" not in shown
    assert len(re.findall(r"(?m)^paper\.txt:\d+:1: not-checked$", shown)) == 6


def test_json_gives_them_no_reference(report: Report) -> None:
    told = json.loads(reports.named("json").render(report, colour=False))
    assert [f["n"] for f in told["findings"]][:3] == [None, None, 6]
    assert told["findings"][0]["span"]["start"] == {"line": 2, "column": 79}
    assert len(told["documents"][0]["references"]) == 6
    assert told["documents"][0]["citations"] == 5
    assert told["summary"]["findings"] == len(told["findings"])


def test_fixing_goes_on_beside_them(report: Report) -> None:
    fixed = api.fix(report.checked[0], unsafe=True)
    left = api.remaining(report, [fixed])
    assert [f.code for f in left.findings][:3] == ["RC510", "RC514", "RC511"]
    assert fixed.document.citations == report.checked[0].document.citations


def test_a_document_that_is_not_understood_says_so() -> None:
    text = PAPER.replace("[1,2]", "[21,22]").replace("[3,7]", "[1–5], [23,24]")
    document = api.parse(text.encode(), "paper.txt")
    told = json.loads(reports.named("json").render(api.check([document], []), colour=False))
    note = "paper.txt: many of the numbers in square brackets are not in the list; text and list are not compared"
    assert told["documents"][0]["notes"] == [note]
    assert all(f["n"] for f in told["findings"])
    assert document.notes == ()  # who does not ask for citations is not told that there are none
    assert api.check([document], [], rules.named("RC2")).checked[0].document.notes == ()


@pytest.mark.parametrize("path", ["paper.md", "paper.rst", "paper.html", "paper.tex", "paper.docx"])
def test_no_format_tells_of_it_to_who_does_not_ask(path: str) -> None:
    text = PAPER.replace("[1,2]", "[21,22]").replace("[3,7]", "[1–5], [23,24]")
    lines = [line for line in text.replace("\x1b[31m", "").split("\n") if line.strip()]
    if path.endswith(".docx"):
        data = word(*map(paragraph, lines))
    else:
        data = "".join(f"<p>{line}</p>\n" if path.endswith(".html") else f"{line}\n\n" for line in lines).encode()
    document = api.parse(data, path)
    assert len(document.references) > 5
    assert document.notes == ()
    assert [note.rpartition("; ")[2] for note in document.uncompared] == ["text and list are not compared"]


def test_they_are_allowed_by_the_words_that_they_are_about(report: Report) -> None:
    kept = Allowance(rule="RC510", text="8", reason="another number")
    told, unused = api.allow(report, [Allowance(rule="RC514", text="5–4", reason="so printed"), kept])
    assert [(a.finding.code, a.finding.n, a.reason) for a in told.allowed] == [("RC514", 0, "so printed")]
    assert [f.code for f in told.findings][:2] == ["RC510", "RC511"]
    assert unused == (kept,)


def test_the_settings_say_how_severe_they_are() -> None:
    told = api.choose_rules(Settings(select=("RC510",), severity=(("RC510", "note"),)))
    found = api.check([api.parse(PAPER.encode(), "paper.txt")], [], told).findings
    assert {f.severity for f in found if not f.n} == {"note"}
