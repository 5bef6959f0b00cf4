"""Title with other capitals than the rest of the list.

What it checks: whether the titles of one kind of works (articles, books, chapters) are printed in sentence case ("A
test of long lists"), in title case ("A Test of Long Lists") or in capitals. It is told where at least five titles show
their way, and at most a fifth of them another one. Only titles in English of several long words show one: German nouns,
names, acronyms and words with digits do not count, and where half of the words have capitals nothing is said.

Why it matters: a list in which titles change their capitals looks like what it is, copied from several places.

What to do: print the title as the rest of the list does; what is a name keeps its capital.

Fix safety: there is no fix: which words are names must be known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from refcheck.contracts import ListRule, Needs, Slip
from refcheck.finding import Severity
from refcheck.model import Case
from refcheck.rules.minority import Seen, odd, sure, told
from refcheck.text import unbroken, words

LONG = 4  # letters: shorter words, and prepositions, are printed small in title case too
WORDS = 4  # long words that a title must have to show its case; the name of a project has as many with capitals
MOST, FEWEST = 0.85, 0.4  # of them with a capital, for title case and for sentence case
_SMALL = frozenset(
    """
    from with into over under between among during through without within against before after about across
    toward towards upon versus than that their when which using based via beyond around since until per
    """.split()
)
_ENGLISH = frozenset("of the in and for on to with from by an at is are as its".split())
_OTHER = frozenset(
    """
    der die das und von zur zum im ein eine einer des dem den für mit bei über nach de la le les el los las du une
    et y e il lo gli di della delle het een van voor och en av med og til
    """.split()
)
_AFTER_STOP = re.compile(r"[:.?!\-–—\"“‘(\[/]\s*$")


def check(cases: Sequence[Case]) -> Iterator[Slip]:
    """Each title whose capitals are not as in the others."""
    yield from told(odd(seen for case in cases if (seen := _case(case))))


def _case(case: Case) -> Seen | None:
    title = sure(case.reference, "title")
    text = unbroken(title.text) if title else ""
    found = {w.folded for w in words(text)}
    if len(found & _ENGLISH) <= len(found & _OTHER):
        return None
    form = _form(text)
    kind = case.reference.work.type
    return Seen(case=case, of=f"title|{kind}", form=form, text=_shown(text), field="title") if form else None


def _form(text: str) -> str:
    """Which case a title is printed in, "" where it does not show."""
    letters = [c for c in text if c.isalpha()]
    if sum(c.isupper() for c in letters) > 0.9 * len(letters):
        return "capitals" if len(words(text)) >= WORDS else ""
    telling = [
        w.text
        for i, w in enumerate(words(text))
        if i and len(w.text) >= LONG and w.folded not in _SMALL and not _AFTER_STOP.search(text[: w.start])
        # acronyms, names of genes and the like
        and w.text.isalpha() and w.text[1:].islower()
    ]  # fmt: skip
    if len(telling) < WORDS:
        return ""
    share = sum(w[0].isupper() for w in telling) / len(telling)
    if share >= MOST and len(telling) > WORDS:
        return "title case"
    return "sentence case" if share <= FEWEST else ""


def _shown(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


RULE = ListRule(
    code="RC508", name="mixed-title-case", severity=Severity.NOTE, needs=Needs.PRINT, since="0.1.0", check=check
)
