"""Title whose letters lost their accents.

What it checks: words of the cited title that are those of the record but for an accent, an umlaut or another mark that
the record has and the reference lacks ("Muller cells" for "Müller cells"). The other way round is no finding:
registries lose marks too. A word that the list's encoding could not hold, and British or American spelling, are none
either.

Why it matters: the word is misspelt in its own language, and searches that know marks miss it.

What to do: put the mark back, unless the journal prints none.

Fix safety: the recorded letters, for review.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.model import Case
from refcheck.text import Word, unbroken, words

SHORTEST = 3  # letters of a word that is looked at


def check(case: Case) -> Iterator[Slip]:
    """A matched title in which recorded marks are missing."""
    cited = case.reference.field("title")
    if cited is None or not case.recorded.title.isprintable() or case.recorded.title.isascii():
        return
    recorded = words(case.recorded.title)
    # a title in two languages has the word both with and without
    bare = {w.folded for w in recorded if not _marked(w.text)}
    marked = {w.folded: w.text for w in recorded if len(w.text) >= SHORTEST and _marked(w.text)}
    lost = [w for w in words(cited.text) if w.text.isascii() and _same_letters(w, marked) and w.folded not in bare]
    if not lost:
        return
    new = cited.text
    for word in reversed(lost):
        new = new[: word.start] + _cased(marked[word.folded], word.text) + new[word.end :]
    shown = "; ".join(f'cited "{w.text}", recorded "{_cased(marked[w.folded], w.text)}"' for w in lost)
    change = Change(case.reference.n, "title", cited.text, new)
    yield Slip(
        case=case,
        message=shown,
        confidence=Confidence.HIGH,
        fix=Fix("put the marks back", Safety.REVIEW, (change,)) if unbroken(cited.text) == cited.text else None,
        field="title",
    )


def _marked(word: str) -> bool:
    """Whether a word holds a Latin letter with a mark; Greek letters are written out in many a style."""
    return any(unicodedata.decomposition(c) and unicodedata.name(c, "").startswith("LATIN") for c in word)


def _same_letters(word: Word, marked: dict[str, str]) -> bool:
    """Whether the marks are all that differs: "Muller" for "Müller", not "Mueller"."""
    if word.folded not in marked:
        return False
    bare = "".join(c for c in unicodedata.normalize("NFKD", marked[word.folded]) if not unicodedata.combining(c))
    return bare.casefold() == word.text.casefold()


def _cased(recorded: str, cited: str) -> str:
    """The recorded letters, each as large or small as the cited one; only marks differ."""
    if len(recorded) != len(cited):
        return recorded
    return "".join(a.upper() if b.isupper() else a.lower() for a, b in zip(recorded, cited, strict=True))


RULE = Rule(
    code="RC215",
    name="title-diacritics",
    severity=Severity.NOTE,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
