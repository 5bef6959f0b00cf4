"""Which rules are on: who says so, which selector counts, for which files, how severe."""

from __future__ import annotations

from pathlib import Path

import pytest

from refcheck import api
from refcheck.errors import BadSettings
from refcheck.finding import Severity
from refcheck.rules import RULES, choice
from refcheck.settings import PerFile, Selection, Settings, load


def on(**said: object) -> set[str]:
    return {r.code for r in choice(Settings(**said), RULES).rules}  # type: ignore[arg-type]


def family(beginning: str) -> set[str]:
    return {r.code for r in RULES if r.code.startswith(beginning)}


EVERY = family("RC")


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({}, EVERY),
        ({"select": ("ALL",)}, EVERY),
        ({"ignore": ("ALL",)}, set()),
        ({"select": ("rc2",)}, family("RC2")),
        ({"select": ("RC2",), "ignore": ("RC203",)}, family("RC2") - {"RC203"}),
        ({"select": ("RC203",), "ignore": ("RC2",)}, {"RC203"}),
        ({"select": ("RC2",), "ignore": ("year-mismatch",)}, family("RC2") - {"RC203"}),
        ({"select": ("year-mismatch",), "ignore": ("RC2",)}, {"RC203"}),
        ({"select": ("year-mismatch",), "ignore": ("RC203",)}, set()),
        ({"select": ("RC2",), "ignore": ("RC2",)}, set()),
        ({"ignore": ("RC5",), "extend_select": ("numbering",)}, EVERY - family("RC5") | {"RC502"}),
        ({"select": ("RC1",), "extend_select": ("numbering",)}, family("RC1") | {"RC502"}),
        ({"select": ("ALL",), "ignore": ("R",)}, set()),
    ],
)
def test_the_longer_selector_counts_and_a_name_is_a_whole_code(said: dict[str, object], codes: set[str]) -> None:
    assert on(**said) == codes


@pytest.mark.parametrize(
    ("file", "flags", "codes"),
    [
        ({"select": ("RC1",), "ignore": ("RC101",)}, Selection(select=("RC1",)), family("RC1")),
        ({"ignore": ("RC101",)}, Selection(select=("RC1",)), family("RC1") - {"RC101"}),
        ({"select": ("RC1",), "extend_select": ("RC2",)}, Selection(select=("RC5",)), family("RC5")),
        ({"ignore": ("RC101",)}, Selection(extend_select=("RC101",)), EVERY),
        ({"select": ("RC101",)}, Selection(ignore=("RC1",)), set()),
        ({"select": ("RC1",), "ignore": ("RC101",)}, Selection(ignore=("RC102",)), family("RC1") - {"RC101", "RC102"}),
    ],
)
def test_flags_have_their_say_after_the_file(file: dict[str, object], flags: Selection, codes: set[str]) -> None:
    assert on(**file, flags=flags) == codes


@pytest.mark.parametrize(
    ("pattern", "path", "named"),
    [
        ("docs/*.md", "docs/a.md", True),
        ("docs/*.md", "docs/deep/a.md", True),
        ("docs/*.md", "docs/a.txt", False),
        ("docs/*.md", "other/docs/a.md", False),
        ("docs/**/*.md", "docs/a.md", True),
        ("**/a.md", "a.md", True),
        ("*.md", "docs/a.md", True),
        ("a.md", "docs/a.md", True),
        ("docs", "docs/a.md", False),
        ("docs/[ab].{md,txt}", "docs/b.txt", True),
        ("docs/[!ab].md", "docs/a.md", False),
        ("docs/?.md", "docs/ab.md", False),
        ("!docs/*", "a.md", True),
        ("!docs/*", "docs/a.md", False),
        ("a+b.md", "aab.md", False),
    ],
)
def test_patterns_name_files(pattern: str, path: str, named: bool, tmp_path: Path) -> None:
    spared = Settings(per_file_ignores=(PerFile(pattern, ("RC5",), str(tmp_path.resolve())),))
    rules = choice(spared, RULES).of(str(tmp_path / path))
    assert {r.code for r in rules} == (EVERY - family("RC5") if named else EVERY)


def test_what_a_pattern_spares_holds_for_its_files_only(tmp_path: Path) -> None:
    (tmp_path / "refcheck.toml").write_text('[per-file-ignores]\n"a.txt" = ["numbering"]\n')
    gap = b"1. Adams B. Of tests. J Test Stud 2005;35:630-4.\n3. Baker C. Of others. J Test Stud 2006;36:1-4.\n"
    documents = [api.parse(gap, str(tmp_path / name), "lines") for name in ("a.txt", "b.txt")]
    report = api.check(documents, [], api.choose_rules(load(tmp_path)))
    assert [[f.code for f in c.findings] for c in report.checked] == [[], ["RC502"]]


def test_severities_are_those_of_the_longest_selector_and_the_least_is_a_limit() -> None:
    told = (("RC5", "note"), ("duplicate-reference", "error"), ("ALL", "warning"))
    chosen = {r.code: r.configured for r in choice(Settings(severity=told), RULES).rules}
    assert (chosen["RC501"], chosen["RC502"], chosen["RC203"]) == ("error", "note", "warning")
    least = choice(Settings(min_severity="warning"), RULES)
    assert [s for s in Severity if least.worth(s)] == [Severity.ERROR, Severity.WARNING]


def test_a_configured_severity_goes_before_what_the_rule_says_of_one_finding() -> None:
    lists = api.parse(
        b"2. Adams B. Of tests. J Test Stud 2005;35:630-4.\n2. Baker C. Of it. J Stud 2006;6:1-4.\n", "a", "lines"
    )
    chosen = api.choose_rules(Settings(select=("RC502",), severity=(("numbering", "error"),)))
    assert [f.severity for f in api.check([lists], [], chosen).findings] == [Severity.ERROR]
    spared = api.choose_rules(Settings(severity=(("RC502", "note"),), min_severity="warning"))
    assert api.check([lists], [], spared).findings == ()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"select": ("RC-203",)}, "no rule 'RC-203'; did you mean 'RC203'"),
        ({"extend_select": ("year-mismach",)}, "did you mean 'year-mismatch'"),
        ({"ignore": ("",)}, "no rule ''"),
        ({"flags": Selection(ignore=("zzz",))}, "no rule 'zzz'; `refcheck rule --all`"),
        ({"per_file_ignores": (PerFile("*.md", ("RC8",), "/"),)}, "no rule 'RC8'"),
        ({"per_file_ignores": (PerFile("[z-a]", ("RC5",), "/"),)}, r"no pattern for files: '\[z-a\]'"),
        ({"severity": (("RC8", "note"),)}, "no rule 'RC8'"),
        ({"severity": (("RC5", "notes"),)}, r"no severity 'notes' \(RC5\); did you mean 'note'"),
        ({"min_severity": "fatal"}, r"no severity 'fatal' \(min-severity\); known are error, warning, note"),
    ],
)
def test_what_makes_no_sense_is_an_error_that_says_what_may_be_meant(said: dict[str, object], message: str) -> None:
    with pytest.raises(BadSettings, match=message):
        choice(Settings(**said), RULES)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('per-file-ignores = ["RC5"]', "'per-file-ignores' must be a table"),
        ('[per-file-ignores]\n"*.md" = "RC5"', r"'\*.md' must be a list of strings"),
        ("[severity]\nRC5 = 1", "'RC5' must be a string"),
        ("extend-selct = []", "unknown key 'extend-selct'; did you mean 'extend-select'"),
        ("flags = []", "unknown key 'flags'"),
    ],
)
def test_a_settings_file_is_read_strictly(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "refcheck.toml").write_text(text)
    with pytest.raises(BadSettings, match=message):
        load(tmp_path)
