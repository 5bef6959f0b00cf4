"""The pages are true: generated ones are current, links lead somewhere, and what is shown is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT

import refcheck

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])


def page_name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_generated_pages_are_current() -> None:
    done = subprocess.run([sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)", page.read_text(encoding="utf-8")):
        linked = page.parent / target if target else page
        assert linked.exists(), f"{target} in {page_name(page)}"
        headings = re.findall(r"(?m)^#+ (.*)$", linked.read_text(encoding="utf-8"))
        assert not anchor or anchor in {re.sub(r"[^\w ]", "", h).lower().replace(" ", "-") for h in headings}


def test_the_readme_shows_what_the_seed_gives() -> None:
    shown = re.search(r"```text\n\$ .*?\n…\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert shown
    report = (ROOT / "fixtures" / "seed" / "full.txt").read_text(encoding="utf-8").splitlines()
    for line in shown[1].splitlines():
        begin = line.split("…)")[0].removesuffix("…").rstrip()
        assert any(told.startswith(begin) for told in report), line


def test_every_setting_is_told_with_an_example_that_is_read(tmp_path: Path) -> None:
    from refcheck import api
    from refcheck.settings import KEYS, load

    told = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert all(f"| `{key}` |" in told for key in KEYS)
    example = told.split("```toml\n")[1].split("```")[0]
    assert set(tomllib.loads(example)) == set(KEYS)
    (tmp_path / "refcheck.toml").write_text(example, encoding="utf-8")
    chosen = {r.code: r.configured for r in api.choose_rules(load(tmp_path)).rules}
    assert {"RC101", "RC204", "RC501", "RC604"} <= chosen.keys()
    assert not {"RC102", "RC301", "RC601"} & chosen.keys()
    assert chosen["RC501"] == "note"


def test_the_tree_in_the_architecture_page_is_the_tree() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    parts = {p.name + "/" * p.is_dir() for p in Path(refcheck.__file__).parent.glob("[a-z]*") if p.name != "py.typed"}
    assert all(f"  {part} " in told for part in parts), parts
