"""`refcheck rule`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from refcheck.errors import BadSettings


def rule(
    code: Annotated[
        str, typer.Argument(help="A code (RC204), the beginning of one (RC2), or a name (volume-mismatch).")
    ] = "",
    every: Annotated[bool, typer.Option("--all", help="List every rule.")] = False,
) -> None:
    """Print what a rule checks, why it matters, what to do, and how safe its fix is."""
    from refcheck import rules

    if every or not code:
        for known in rules.RULES:
            sys.stdout.write(f"{known.code}  {known.name:<22} {known.severity:<8} needs {known.needs.value}\n")
        return
    found = rules.named(code)
    if not found:
        raise BadSettings(f"no rule '{code}'; `refcheck rule --all` lists them")
    sys.stdout.write("\n\n".join(rules.page(known) for known in found))
