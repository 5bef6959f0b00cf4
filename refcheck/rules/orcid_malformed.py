"""ORCID iD that cannot be one.

What it checks: what is announced as an ORCID iD has sixteen digits, and the last of them (or the X) is the one that the
others make it.

Why it matters: it leads to another person or to nobody.

What to do: copy it again from the author's page at orcid.org.

Fix safety: the number without the slip, for review, where one character explains it: a letter that looks like a
digit (O for 0), a digit that stands twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Severity
from refcheck.forms import orcid
from refcheck.model import Case
from refcheck.rules.flaws import flawed


def check(case: Case) -> Iterator[Slip]:
    """An ORCID iD of another length, or with another check digit."""
    yield from flawed(case, "ORCID", "ORCID iD", orcid)


RULE = Rule(
    code="RC108",
    name="orcid-malformed",
    severity=Severity.WARNING,
    needs=Needs.TEXT,
    since="0.1.0",
    check=check,
)
