"""Word that stands twice.

What it checks: articles, prepositions and conjunctions that follow themselves in a title or container ("the the",
"of of", "und und"). Words that may well do so are left alone: "that that", "had had", "in in vitro", German "die die",
names (Baden Baden), species (Bison bison, Gorilla gorilla gorilla), "kinase kinase", "log log". What the record has
too is silent.

Why it matters: it is a slip of the hand, and a search for the title in quotation marks fails.

What to do: take one of the two out, after a look at the work itself.

Fix safety: one of the two taken out, for review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.model import Case, Field
from refcheck.rules.flaws import recorded_text
from refcheck.text import fold, unbroken, words

# none of them is a name, an abbreviation, a noun, or begins a phrase behind itself
_WORDS = "the of and for with from by to at an or its del los les du et und von mit für zur zum della dei dos".split()
_TWICE = re.compile(rf"(?<![\w'’.-])({'|'.join(_WORDS)})\s+(\1)(?![\w'’.-])", re.IGNORECASE)


def check(case: Case) -> Iterator[Slip]:
    """A title or container in which such a word follows itself."""
    recorded = {a.folded for a, b in pairwise(words(recorded_text(case))) if a.folded == b.folded}
    for name in ("title", "container-title"):
        if cited := case.reference.field(name):
            yield from _slips(case, cited, recorded)


def _slips(case: Case, cited: Field, recorded: set[str]) -> Iterator[Slip]:
    found = [m for m in _TWICE.finditer(cited.text) if m[2].islower() and not m[1].isupper()]
    found = [m for m in found if fold(m[2]) not in recorded]
    if not found:
        return
    new = cited.text
    for twice in reversed(found):
        new = new[: twice.end(1)] + new[twice.end(2) :]
    yield Slip(
        case=case,
        message=", ".join(f'"{unbroken(m[0])}" in the {cited.name.replace("-", " ")}' for m in found),
        confidence=Confidence.HIGH,
        fix=Fix("take one out", Safety.REVIEW, (Change(case.reference.n, cited.name, cited.text, new),)),
        field=cited.name,
    )


RULE = Rule(code="RC607", name="doubled-word", severity=Severity.WARNING, needs=Needs.TEXT, since="0.1.0", check=check)
