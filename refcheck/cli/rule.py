"""`refcheck rule`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from refcheck.errors import BadSettings


def rule(
    codes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="RULE...",
            help="Codes (RC204), beginnings of codes (RC2), or names (volume-mismatch).",
            show_default=False,
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="List every rule.")] = False,
) -> None:
    """Print what a rule checks, why it matters, what to do, and how safe its fix is."""
    from refcheck import rules

    if every or not codes:
        for known in rules.RULES:
            sys.stdout.write(f"{known.code}  {known.name:<22} {known.severity:<8} needs {known.needs.value}\n")
        return
    for code in codes:
        if not rules.named(code):
            raise BadSettings(rules.no_rule(code, rules.RULES))
    asked = {rule.code: rule for code in codes for rule in rules.named(code)}
    sys.stdout.write("\n\n".join(map(rules.page, asked.values())))
