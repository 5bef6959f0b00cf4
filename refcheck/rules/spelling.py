"""Word that is one slip away from a word the list uses often.

What it checks: a word of a title that stands there once, against words that the list (and the records matched to it)
use at least three times: one or two letters apart, the same beginning, and beside the same neighbour ("extramedullary
hematopoises" against "extramedullary hematopoiesis"). British and American spellings are one word, endings that
make a word of their own (-s, -ed, -ic, -ate, -ide …) are no slip. Where a record states the title,
title-mismatch speaks instead.

Why it matters: a misspelt title is hard to find, and nobody sees the slip in a long list.

What to do: compare with the work itself.

Fix safety: the word that the list uses, for review.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from refcheck.contracts import ListRule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.slips import apart
from refcheck.model import Case
from refcheck.text import Word, spelling, words

OFTEN = 3  # times a word must stand in the list to be taken for right
LONG = 8  # letters; among short words too many are one letter apart
HEAD = 4  # letters that must agree: hypertension and hypotension are two words
ENDINGS = frozenset(
    """
    s es is ed d ing al ic ics ical ly y ies ive ion ions or ors er ers ist ists ism ous a um us i ae e ate ide
    ite ine in ase ose ol yl an en ene ane one ant ent ance ence ity age able ible ment oma omas omata oses osis
    ses sis tic atic otic etic ar ary ory n m t
    """.split()
)


def check(cases: Sequence[Case]) -> Iterator[Slip]:
    """Each title word that is nearly a word used often beside the same neighbour."""
    vocabulary = _vocabulary(cases)
    for case in cases:
        title = case.reference.field("title")
        if title is None or case.recorded.title:
            continue
        for word, neighbours in _with_neighbours(words(title.text)):
            if right := vocabulary.meant(word, neighbours):
                yield _slip(case, title.text, word, right)


def _key(word: Word) -> str:
    return spelling(word.folded)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of a list: the forms in which each is printed, and how often two stand side by side."""

    forms: dict[str, Counter[str]]
    beside: Counter[tuple[str, str]]
    often: tuple[str, ...]

    def meant(self, word: Word, neighbours: tuple[str, str]) -> str:
        """The word that was meant, in the form that the list prints most, or ""."""
        if len(word.folded) < LONG or not word.folded.isalpha() or self.forms[_key(word)].total() > 1:
            return ""
        for key in self.often:
            right = self.forms[key].most_common(1)[0][0]
            if self._stands_beside(key, neighbours) and _one_slip(word.folded, right):
                return right
        return ""

    def _stands_beside(self, key: str, neighbours: tuple[str, str]) -> bool:
        return self.beside[neighbours[0], key] > 1 or self.beside[key, neighbours[1]] > 1


def _one_slip(word: str, right: str) -> bool:
    return right[:HEAD] == word[:HEAD] and 0 < apart(word, right) <= 2 and not _inflected(word, right)


def _vocabulary(cases: Sequence[Case]) -> _Vocabulary:
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    beside: Counter[tuple[str, str]] = Counter()
    for title in (t for case in cases for t in (case.reference.work.title, case.recorded.title) if t):
        found = words(title)
        for word in found:
            forms[_key(word)][word.text.casefold()] += 1
        beside.update(pairwise(map(_key, found)))
    return _Vocabulary(forms, beside, tuple(k for k, f in forms.items() if f.total() >= OFTEN and len(k) >= LONG))


def _with_neighbours(found: Sequence[Word]) -> Iterator[tuple[Word, tuple[str, str]]]:
    keys = ["", *(_key(w) for w in found), ""]
    yield from ((word, (keys[i], keys[i + 2])) for i, word in enumerate(found))


def _inflected(word: str, right: str) -> bool:
    """Whether two words only end differently, each in a way that words end."""
    same = next((i for i, (a, b) in enumerate(zip(word, right, strict=False)) if a != b), min(len(word), len(right)))
    return any({word[i:], right[i:]} <= ENDINGS | {""} for i in range(max(HEAD, same - 3), same + 1))


def _slip(case: Case, title: str, word: Word, right: str) -> Slip:
    new = title[: word.start] + (right.capitalize() if word.text[0].isupper() else right) + title[word.end :]
    return Slip(
        case=case,
        message=f'"{word.text}" looks like "{right}", which the list uses elsewhere',
        confidence=Confidence.MEDIUM,
        fix=Fix(f'write "{right}"', Safety.REVIEW, (Change(case.reference.n, "title", title, new),)),
        field="title",
    )


RULE = ListRule(code="RC604", name="spelling", severity=Severity.WARNING, since="0.1.0", check=check)
