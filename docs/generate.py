"""Write the generated pages, docs/rules/*.md and docs/cli.md; with --check, fail where one is stale."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import typer.main

from refcheck import csl, rules
from refcheck.cli import app
from refcheck.contracts import AnyRule

HERE = Path(__file__).resolve().parent
CASES = HERE.parent / "fixtures" / "rules"


def rule_page(rule: AnyRule) -> str:
    """A rule's page: its docstring, and its cases as examples."""
    title, facts, _, summary, *rest = rules.page(rule).split("\n")
    body = "\n".join(rest)
    for section in ("What it checks", "Why it matters", "What to do", "Fix safety"):
        body = body.replace(f"\n{section}: ", f"\n## {section}\n\n")
    body = re.sub(r"(?m)(^## .*\n\n)([a-z])", lambda m: m[1] + m[2].upper(), body)
    cases = tomllib.loads((CASES / f"{rule.name}.toml").read_text(encoding="utf-8"))
    examples = "\n".join([*_examples("Found", cases["fires"]), *_examples("Not found, and why", cases["silent"])])
    return f"# {title}\n\n{summary}\n\n*{facts[0].upper()}{facts[1:]}.*\n{body}\n{examples}"


def _examples(heading: str, cases: list[dict[str, object]]) -> Iterator[str]:
    yield f"## {heading}\n"
    for case in cases:
        references = case["text"].split("\n") if "text" in case else case.get("references", [case.get("reference")])
        yield f"{str(case['why'])[0].upper()}{str(case['why'])[1:]}:\n"
        yield "```text"
        yield from map(str, references if isinstance(references, list) else [references])
        records = case.get("records", [])
        yield from (f"recorded: {_told(record)}" for record in (records if isinstance(records, list) else []))
        messages = case.get("messages", [])
        yield from (f"→ {message}" for message in (messages if isinstance(messages, list) else []))
        yield "```\n"


def _told(record: dict[str, object]) -> str:
    """A record in one line."""
    work = csl.work(record)
    names = ", ".join(f"{n.family or n.literal} {n.given}".strip() for n in work.author)
    place = f"{'/'.join(map(str, work.years))};{work.volume}({work.issue}):{work.page}"
    return f"{names}. {work.title}. {work.container_title} {place}. {work.DOI}"


def cli_page() -> str:
    """The command line as its help tells it, whatever version of the library lays the help out."""
    parts = ["# The command line\n\nWhat the exit codes and the JSON mean is in [output](output.md).\n"]
    root = typer.main.get_command(app)
    parts.extend(_command("refcheck", root))
    return "\n".join(parts)


def _command(name: str, command: object) -> Iterator[str]:
    if not getattr(command, "hidden", False):
        yield f"## {name}\n\n{getattr(command, 'help', '') or ''}\n"
        rows = [row for p in getattr(command, "params", []) if (row := _parameter(p))]
        if rows:
            yield "| option | meaning |\n| --- | --- |\n" + "".join(rows)
        for child, below in getattr(command, "commands", {}).items():
            yield from _command(f"{name} {child}", below)


def _parameter(parameter: object) -> str:
    names = (
        [str(getattr(parameter, "metavar", ""))]
        if getattr(parameter, "param_type_name", "") == "argument"
        else getattr(parameter, "opts", [])
    )
    if "--help" in names:
        return ""
    choices = getattr(getattr(parameter, "type", None), "choices", ())
    shown = " ".join(f"`{n}`" for n in names) + (
        f" ({', '.join(str(getattr(c, 'value', c)) for c in choices)})" if choices else ""
    )
    variable = f" Also `{getattr(parameter, 'envvar', '')}`." if getattr(parameter, "envvar", None) else ""
    return f"| {shown.replace('|', chr(92) + '|')} | {getattr(parameter, 'help', '') or ''}{variable} |\n"


def index_page() -> str:
    """All rules in a table."""
    rows = "".join(f"| {r.code} | [{r.name}]({r.name}.md) | {r.severity} | {r.needs.value} |\n" for r in rules.RULES)
    return f"# Rules\n\n| code | name | severity | needs |\n| --- | --- | --- | --- |\n{rows}"


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    found = {HERE / "rules" / f"{rule.name}.md": rule_page(rule) for rule in rules.RULES}
    return found | {HERE / "rules" / "index.md": index_page(), HERE / "cli.md": cli_page()}


def main() -> None:
    """Write the pages, or check them."""
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        sys.exit("".join(f"{p.relative_to(HERE.parent)} is stale: run python docs/generate.py\n" for p in stale) or 0)
    for path in stale:
        path.write_text(pages()[path], encoding="utf-8")


if __name__ == "__main__":
    main()
