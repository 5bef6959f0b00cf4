"""Findings that the settings allow: which are meant, what becomes of them, and what settings may say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Told, record

from refcheck import api, settings
from refcheck.allowances import Allowance
from refcheck.errors import BadSettings
from refcheck.finding import Report
from refcheck.model import Notice
from refcheck.reports import full
from refcheck.reports import json as as_json
from refcheck.settings import Settings

ENTRIES = """\
Smith AB. A study of small things in large rooms. J Appl Test 2010;13:100-9. doi:10.5555/study
Jones CD. Growing beans on the moon without much
  light. J Appl Test 2011;14:1-9.
"""
WORKS = (
    record(
        title="A study of small things in large rooms",
        author=[{"family": "Smith", "given": "Ann B"}],
        container_title="Journal of Applied Tests",
        volume="13",
        page="100-109",
        issued={"date-parts": [[2010]]},
        DOI="10.5555/study",
    ),
    record(
        title="Growing beans on the moon without much light",
        author=[{"family": "Jones", "given": "Carl D"}],
        container_title="Journal of Applied Tests",
        volume="14",
        page="1-9",
        issued={"date-parts": [[2011]]},
        DOI="10.5555/beans",
    ),
)
RETRACTED = tuple(replace(w, notices=(Notice("retraction", "2012-01-01", "10.5555/n"),)) for w in WORKS)


@pytest.fixture
def report() -> Report:
    """Two retracted works are cited, one of them without its DOI."""
    text = f"References\n\n1. {ENTRIES}".replace("Jones", "2. Jones")
    found = api.check([api.parse(text.encode(), "list.txt")], [Told(RETRACTED)])
    assert [(f.code, f.n) for f in found.findings] == [("RC401", 1), ("RC102", 2), ("RC401", 2)]
    return found


@pytest.mark.parametrize("rule", ["RC401", "RC4", "rc401", "retracted-work", "ALL"])
@pytest.mark.parametrize(
    "reference",
    [{"doi": "10.5555/beans"}, {"text": "moon without much light. j appl"}],  # the recorded DOI; a line end within
)
def test_an_allowed_finding_is_set_apart_with_its_reason(report: Report, rule: str, reference: dict[str, str]) -> None:
    allowance = Allowance(rule=rule, reason="an example", **reference)
    told, unused = api.allow(report, [allowance])
    assert ("RC401", 2) not in [(f.code, f.n) for f in told.findings]
    assert ("RC401", 1) in [(f.code, f.n) for f in told.findings]
    assert ("RC401", 2, "an example") in [(a.finding.code, a.finding.n, a.reason) for a in told.allowed]
    assert len(told.findings) + len(told.allowed) == len(report.findings)
    assert not unused


def test_an_allowance_for_another_rule_or_work_is_not_used(report: Report) -> None:
    allowances = (
        Allowance(rule="RC402", doi="10.5555/study", reason="a"),
        Allowance(rule="RC401", doi="10.5555/stud", reason="b"),
        Allowance(rule="RC401", text="small beans", reason="c"),
    )
    assert api.allow(report, allowances) == (report, allowances)


def test_what_is_allowed_is_not_fixed(report: Report) -> None:
    told, _ = api.allow(report, [Allowance(rule="doi-missing", doi="10.5555/beans", reason="none wanted")])
    assert "10.5555/beans" in api.fix(report.checked[0]).document.text
    assert "10.5555/beans" not in api.fix(told.checked[0]).document.text


def test_reports_count_and_show_what_is_allowed(report: Report) -> None:
    told, _ = api.allow(report, [Allowance(rule="RC401", doi="10.5555/study", reason="an example")])
    *_, shown, counts = full.render(told, colour=False).splitlines()
    said = "RC401 retracted-work: the work was retracted on 2012-01-01, notice 10.5555/n"
    assert shown == f"list.txt:3:1: {said}; allowed: an example"
    assert counts.endswith("2 findings (1 fixable with --fix), 1 allowed")
    data = json.loads(as_json.render(told, colour=False))
    assert [(a["code"], a["n"], a["reason"]) for a in data["allowed"]] == [("RC401", 1, "an example")]
    assert (data["summary"]["findings"], data["summary"]["allowed"]) == (2, 1)
    assert [n["doi"] for n in data["documents"][0]["references"][0]["notices"]] == ["10.5555/n"]


# what settings may say


def loaded(folder: Path, text: str) -> Settings:
    (folder / "refcheck.toml").write_text(text, encoding="utf-8")
    return settings.load(folder)


@pytest.mark.parametrize(
    "text",
    [
        'allow = [{rule = "RC401", doi = "https://doi.org/10.5555/STUDY", reason = "an example"}]',
        '[[allow]]\nrule = "RC401"\ndoi = "10.5555/study"\nreason = " an example "',
    ],
)
def test_an_allowance_is_read(text: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, text).allow == (Allowance(rule="RC401", doi="10.5555/study", reason="an example"),)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('"RC401"', "'allow' must be a list of tables"),
        ('["RC401"]', "allow 1: must be a table"),
        ('[{rule = "RC401", doi = "10.5555/a"}]', "allow 1: 'reason' is missing"),
        ('[{doi = "10.5555/a", reason = "x"}]', "allow 1: 'rule' is missing"),
        ('[{rule = "RC401", doi = "10.5555/a", reason = " "}]', "allow 1: 'reason' must be a string that says"),
        ('[{rule = "RC401", doi = 10, reason = "x"}]', "allow 1: 'doi' must be a string that says"),
        ('[{rule = "RC401", reason = "x"}]', "allow 1: say which reference is meant"),
        ('[{rule = "RC401", doi = "10.5555/a", text = "a", reason = "x"}]', "allow 1: say which reference is meant"),
        ('[{rule = "RC401", doi = "study", reason = "x"}]', "allow 1: 'study' is no DOI"),
        ('[{rule = "RC401", DOI = "10.5555/a", reason = "x"}]', "allow 1: unknown key 'DOI'"),
        ('[{rule = "RC401", doi = "10.5555/a", reson = "x"}]', "unknown key 'reson'; did you mean 'reason'?"),
        (
            '[{rule = "RC401", text = "a", reason = "x"}, {rule = "RC401", text = "b", why = "x"}]',
            "allow 2: unknown key 'why'; known are rule, doi, text, reason",
        ),
    ],
)
def test_an_allowance_that_makes_no_sense_is_an_error(value: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as caught:
        loaded(tmp_path, f"allow = {value}\n")
    assert said in str(caught.value)
    assert str(tmp_path / "refcheck.toml") in str(caught.value)


def test_an_allowance_for_a_rule_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(BadSettings, match="no rule 'RC999'"):
        api.choose_rules(Settings(allow=(Allowance(rule="RC999", text="a", reason="x"),)))
