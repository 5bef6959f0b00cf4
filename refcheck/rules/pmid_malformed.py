"""PMID or PMCID that cannot be one.

What it checks: what is announced as a PMID has one to eight digits and nothing else, and what is announced as a PMCID
is "PMC" followed by one to eight digits.

Why it matters: a reader cannot follow it, and funders ask for the PMCID to see that the work is open.

What to do: look the work up in PubMed. Reference managers put the number of another database (WOS:…) there at times.

Fix safety: the number without the slip, for review, where one character explains it; of a PMCID, its "PMC" put
before it or put once.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Severity
from refcheck.forms import pmcid, pmid
from refcheck.model import Case
from refcheck.rules.flaws import flawed


def check(case: Case) -> Iterator[Slip]:
    """A number of PubMed or PubMed Central that has not their form."""
    yield from flawed(case, "PMID", "PMID", pmid)
    yield from flawed(case, "PMCID", "PMCID", pmcid)


RULE = Rule(
    code="RC110",
    name="pmid-malformed",
    severity=Severity.WARNING,
    needs=Needs.TEXT,
    since="0.1.0",
    check=check,
)
