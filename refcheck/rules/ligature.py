"""Ligatures and unseen characters, left over from copying.

What it checks: letters joined in one character (ﬁ, ﬂ, ﬀ, ﬃ, ﬄ), soft hyphens within a line, zero-width spaces and
joiners, byte order marks. They come with text copied from PDFs and web pages. A soft hyphen at a line end, and joiners
in the scripts that need them, are in order.

Why it matters: they look right and are not: a search for "definition" does not find "deﬁnition", and a link with a
zero-width space in it fails.

What to do: let refcheck put them right.

Fix safety: safe: the same letters, each as a character of its own, and nothing in place of what nobody sees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from refcheck.characters import LIGATURES, UNSEEN, decoded, residue, without_residue
from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Confidence, Fix, Safety, Severity
from refcheck.model import Case
from refcheck.rules.flaws import rewritten


def check(case: Case) -> Iterator[Slip]:
    """A reference that holds any of them."""
    raw = case.reference.raw
    found = Counter(residue(raw))
    if not found or decoded(raw) != raw:  # a soft hyphen may be half of a letter read in the wrong encoding
        return
    changes = rewritten(case, without_residue)
    yield Slip(
        case=case,
        message="left over from copying: " + ", ".join(_told(c, times) for c, times in found.items()),
        confidence=Confidence.HIGH,
        fix=Fix("write letters only", Safety.SAFE, changes) if changes else None,
        field=changes[0].field if changes else "",
    )


def _told(character: str, times: int) -> str:
    letters = LIGATURES.get(character)
    what = f'"{character}" for "{letters}"' if letters else UNSEEN[character]
    return what + (f" ({times} times)" if times > 1 else "")


RULE = Rule(code="RC606", name="ligature", severity=Severity.NOTE, needs=Needs.TEXT, since="0.1.0", check=check)
