"""Journal name that is shortened, or not, where the rest of the list does otherwise.

What it checks: whether the names of journals are abbreviated ("J Biol Chem") or in full ("Journal of Biological
Chemistry"), and whether abbreviations have stops ("J. Biol. Chem."). It is told where at least five references show
their way, and at most a fifth of them another one. Names of one word, and names without a word that is commonly
abbreviated, show nothing ("Nature", "The Lancet", "PLoS ONE").

Why it matters: journals ask for one form, and copy editors have to mend the others.

What to do: print the name as the rest of the list does; the NLM catalogue and the list of title word abbreviations
(ISO 4) have both forms.

Fix safety: there is no fix: neither form follows from the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from refcheck.contracts import ListRule, Slip
from refcheck.finding import Severity
from refcheck.model import Case
from refcheck.parsing.journal_names import BEGINNINGS
from refcheck.rules.minority import Seen, in_journal, odd, sure, told
from refcheck.text import fold, unbroken

CONTRACTED = ("natl", "jpn")  # some styles give no stop to what keeps the last letter of its word
_PUBLISHER = re.compile(
    r"\b(?:elsevier|springer|wiley|press|publish\w*|ltd|inc|b\.?v|oxford|routledge)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+\.?")


def check(cases: Sequence[Case]) -> Iterator[Slip]:
    """Each journal whose name is not printed as the others are."""
    yield from told(odd(seen for case in cases for seen in _forms(case)))


def _forms(case: Case) -> Iterator[Seen]:
    field = sure(case.reference, "container-title")
    if not field or not in_journal(case.reference) or _PUBLISHER.search(field.text):
        return
    name = unbroken(field.text)
    found = _WORD.findall(name)
    short = [w for w in found if fold(w).rstrip(".") in BEGINNINGS]
    full = [w for w in found if _in_full(fold(w).rstrip("."))]
    # one word is never abbreviated, and of a name that is half abbreviated nothing can be said
    if len(found) < 2 or bool(short) is bool(full):
        return
    form = "abbreviated" if short else "in full"
    yield Seen(case=case, of="journal", form=form, text=name, field="container-title")
    # the stop of the last word may be the list's
    stops = [
        word.endswith(".") for word, _ in pairwise(found) if word in short and fold(word).rstrip(".") not in CONTRACTED
    ]
    if stops:
        form = "stops" if all(stops) else "some" if any(stops) else "none"
        yield Seen(case=case, of="journal|stops", form=form, text=name, field="container-title")


def _in_full(word: str) -> bool:
    return any(word.startswith(full) and word != short for short, full in BEGINNINGS.items())


RULE = ListRule(code="RC505", name="mixed-journal-names", severity=Severity.NOTE, since="0.1.0", check=check)
