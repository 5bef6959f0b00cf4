"""ISSN that cannot be one.

What it checks: what is announced as an ISSN has eight digits, and the last of them (or the X) is the one that the
others make it. Whether it has its hyphen is no matter.

Why it matters: it tells journals of the same name apart.

What to do: look the journal up at portal.issn.org.

Fix safety: the number without the slip, for review, where one character explains it: a letter that looks like a
digit (O for 0), a digit that stands twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Severity
from refcheck.forms import issn
from refcheck.model import Case
from refcheck.rules.flaws import flawed


def check(case: Case) -> Iterator[Slip]:
    """An ISSN of another length, or with another check digit."""
    yield from flawed(case, "ISSN", "ISSN", issn)


RULE = Rule(
    code="RC107",
    name="issn-malformed",
    severity=Severity.WARNING,
    needs=Needs.TEXT,
    since="0.1.0",
    check=check,
)
