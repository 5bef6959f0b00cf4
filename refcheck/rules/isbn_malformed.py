"""ISBN that cannot be one.

What it checks: what is announced as an ISBN has 10 or 13 digits, those of 13 begin with 978 or 979, and the last digit
is the one that the others make it. How its parts are parted is no matter. Some books were printed with a wrong ISBN;
catalogues list them under it, and nothing is wrong with citing it then.

Why it matters: libraries and book shops look books up by it.

What to do: copy it again from the imprint of the book.

Fix safety: the number without the slip, for review, where one character explains it: a letter that looks like a
digit (O for 0), a digit that stands twice, the
978 put before ten digits without counting the last one anew, the zero that makes an ISBN of an old SBN.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Severity
from refcheck.forms import isbn
from refcheck.model import Case
from refcheck.rules.flaws import flawed


def check(case: Case) -> Iterator[Slip]:
    """An ISBN of another length, or with another check digit."""
    yield from flawed(case, "ISBN", "ISBN", isbn)


RULE = Rule(
    code="RC106",
    name="isbn-malformed",
    severity=Severity.WARNING,
    needs=Needs.TEXT,
    since="0.1.0",
    check=check,
)
