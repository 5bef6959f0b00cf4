"""Volume that no journal could have.

What it checks: a volume in which a letter stands where a digit must: i62, 1O4, l2. Letters that journals do use (A
to H, S, Suppl) and roman numbers are in order. Where a record states the volume, volume-mismatch speaks instead.

Why it matters: such a volume is a misread or mistyped number, and cannot be found.

What to do: compare with the work itself.

Fix safety: the number it was probably meant to be, for review: nothing but the look of the letters speaks for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Severity
from refcheck.model import Case
from refcheck.rules.flaws import misread_number


def check(case: Case) -> Iterator[Slip]:
    """A volume of digits and letters that look like digits."""
    if not case.recorded.volume:
        yield from misread_number(case, "volume")


RULE = Rule(
    code="RC601",
    name="malformed-volume",
    severity=Severity.WARNING,
    needs=Needs.TEXT,
    since="0.1.0",
    check=check,
)
