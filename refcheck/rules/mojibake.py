"""Letters read in the wrong encoding.

What it checks: UTF-8 that was read as Latin-1 or Windows-1252, once or more often (GÃ¶ttingen, donâ€™t, Ã‚Â°), and
the replacement character (G�ttingen), which stands where a letter was lost. What the record prints so too is silent.

Why it matters: nobody finds the work by such a title or name.

What to do: import the reference again, as UTF-8; where a letter was lost, compare with the work itself.

Fix safety: the text read as UTF-8, for review, where all of it can be read so. A lost letter cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from refcheck.characters import decoded
from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Confidence, Fix, Safety, Severity
from refcheck.model import Case
from refcheck.rules.flaws import recorded_text, rewritten

LOST = "\ufffd"
_WORD = re.compile(r"[^ \t\r\n]+")
_TOLD = 3  # words that a message names


def check(case: Case) -> Iterator[Slip]:
    """Words that read as UTF-8 make sense, and words with a letter lost."""
    if case.reference.raw.isascii():
        return
    recorded = recorded_text(case)
    found = [w for w in dict.fromkeys(_WORD.findall(case.reference.raw)) if w.strip(".,;:()[]") not in recorded]
    misread = [f'"{w}" for "{decoded(w)}"' for w in found if decoded(w) != w]
    if misread:
        changes = rewritten(case, decoded)
        yield Slip(
            case=case,
            message=f"read in the wrong encoding: {_listed(misread)}",
            confidence=Confidence.HIGH,
            fix=Fix("read it as UTF-8", Safety.REVIEW, changes) if changes else None,
            field=changes[0].field if changes else "",
        )
    if lost := [f'"{w}"' for w in found if LOST in w]:
        message = f"a letter was lost when it was read: {_listed(lost)}"
        yield Slip(case=case, message=message, confidence=Confidence.HIGH)


def _listed(words: list[str]) -> str:
    return ", ".join(words[:_TOLD]) + (", …" if len(words) > _TOLD else "")


RULE = Rule(code="RC605", name="mojibake", severity=Severity.WARNING, needs=Needs.TEXT, since="0.1.0", check=check)
