"""Each rule against its cases in fixtures/rules: what must fire, what must stay silent, and why."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from conftest import ROOT, Told

from refcheck import api, csl, rules
from refcheck.contracts import AnyRule
from refcheck.finding import Finding, Report
from refcheck.matching.witness import witnessed
from refcheck.model import Notice, Record, State

Case = dict[str, object]
CASES = ROOT / "fixtures" / "rules"


def load(rule: AnyRule) -> dict[str, list[Case]]:
    return tomllib.loads((CASES / f"{rule.name}.toml").read_text(encoding="utf-8"))


def cases(kind: str) -> list[object]:
    numbered = ((rule, i, case) for rule in rules.RULES for i, case in enumerate(load(rule).get(kind, [])))
    return [pytest.param(rule, case, id=f"{rule.name}-{kind}-{i}") for rule, i, case in numbered]


def record(item: dict[str, object]) -> Record:
    """The record of a case's item; `notices` is short for what registries say in `updated-by`."""
    notices = tuple(Notice(**n) for n in item.get("notices", ()))  # type: ignore[attr-defined]
    read = csl.record(item, "told")
    return replace(read, notices=read.notices + notices)


def run(rule: AnyRule, case: Case) -> Report:
    text = case.get("text") or "\n".join(case.get("references") or [case["reference"]])  # type: ignore[arg-type, list-item]
    path = str(case.get("path", "case.txt"))  # whose suffix tells the format
    document = api.parse(str(text).encode(), path, "" if "text" in case else "lines")
    own = [Record(source="Zotero", work=csl.work(item)) for item in case.get("own", ())]  # type: ignore[arg-type, attr-defined]
    document = replace(document, references=witnessed(document.references, own))
    source = Told(
        records=tuple(map(record, case.get("records", ()))),
        silent=str(case.get("silent", "")),
        agency=None if case.get("file") else case.get("agency", ""),  # a bibliography file knows of no agencies
        words=case.get("words"),
    )  # type: ignore[arg-type, call-overload]
    return api.check([document], [] if case.get("offline") else [source], [rule])


def findings(report: Report) -> tuple[Finding, ...]:
    assert all(c.state is not State.NOT_FOUND or not c.match for c in report.cases)
    return report.findings


@pytest.mark.parametrize(("rule", "case"), cases("fires"))
def test_the_rule_fires(rule: AnyRule, case: Case) -> None:
    report = run(rule, case)
    found = findings(report)
    assert [f.message for f in found] == case["messages"], case["why"]
    assert {f.code for f in found} == {rule.code}


@pytest.mark.parametrize(("rule", "case"), cases("fires"))
def test_the_fix_is_as_promised(rule: AnyRule, case: Case) -> None:
    report = run(rule, case)
    safety = {str(f.fix.safety) for f in report.findings if f.fix}
    assert safety == ({case["safety"]} if "safety" in case else set()), case["why"]
    fixed = api.fix(report.checked[0], unsafe=True)
    expected = case.get("fixed", report.checked[0].document.written)
    assert fixed.document.written == expected, case["why"]
    assert not fixed.refused


@pytest.mark.parametrize(("rule", "case"), cases("silent"))
def test_the_rule_stays_silent(rule: AnyRule, case: Case) -> None:
    assert [f.message for f in findings(run(rule, case))] == [], case["why"]


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda r: r.name)
def test_every_rule_has_cases_on_both_sides_with_reasons(rule: AnyRule) -> None:
    both = load(rule)
    assert len(both["fires"]) >= 2
    assert len(both["silent"]) >= 3
    assert all(case["why"] for case in both["fires"] + both["silent"])


@pytest.mark.parametrize(("rule", "case"), cases("fires"))
def test_a_rule_that_is_switched_off_is_missed(rule: AnyRule, case: Case) -> None:
    off = replace(rule, check=lambda *_: iter(()))  # type: ignore[arg-type]
    assert [f.message for f in findings(run(off, case))] != case["messages"]


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda r: r.name)
def test_the_page_has_its_sections_and_the_file_its_name(rule: AnyRule) -> None:
    page = rules.page(rule)
    assert all(f"\n{section}:" in page for section in ("What it checks", "Why it matters", "What to do", "Fix safety"))
    assert rule.check.__module__.rsplit(".", 1)[1] == rule.name.replace("-", "_")


def test_codes_and_names_are_given_once_and_never_again() -> None:
    given = (ROOT / "fixtures" / "codes.txt").read_text(encoding="utf-8").splitlines()
    now = [f"{r.code} {r.name}" for r in rules.RULES]
    assert len({r.code for r in rules.RULES}) == len({r.name for r in rules.RULES}) == len(rules.RULES)
    assert set(now) <= set(given), "a new rule's code goes into fixtures/codes.txt"
    assert {line.split()[0] for line in given} == {r.code for r in rules.RULES} | set(rules.RETIRED)
    assert not {r.code for r in rules.RULES} & set(rules.RETIRED)
