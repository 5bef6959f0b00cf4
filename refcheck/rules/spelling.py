"""Word of a title that is one slip away from a word that is used often.

What it checks: the words of a title that no record states (of a matched one title-mismatch speaks), first by the list
itself and the records matched to it: a word that stands there once, against words that stand there at least three
times, one or two letters apart, with the same beginning, and beside the same neighbour ("extramedullary hematopoises"
against "extramedullary hematopoiesis"). Then by all works of a local index, if one is asked that holds 100,000: a word
that hardly any of them uses, against the one word that is one slip away, that at least thirty of them use, and that is
used together with a word near by. British and American spellings are one word; endings that make a word of their own
(-s, -ed, -ic, -ate, -ide …) are no slip. The index is not asked for names, species, acronyms, formulas, parts of
compounds, and titles in other languages than English.

Why it matters: a misspelt title is hard to find, and nobody sees the slip in a long list.

What to do: compare with the work itself.

Fix safety: the word that is used often, for review.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from refcheck.contracts import ListRule, Needs, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.slips import apart
from refcheck.matching.vocabulary import HEAD, inflected, meant
from refcheck.model import Case
from refcheck.text import Word, spelling, words

OFTEN = 3  # times a word must stand in the list to be taken for right
LONG = 8  # letters; among short words too many are one letter apart


def check(cases: Sequence[Case]) -> Iterator[Slip]:
    """Each title with words that are nearly other words, which are used often beside the same neighbours."""
    vocabulary = _vocabulary(cases)
    for case in cases:
        if case.recorded.title or not case.reference.field("title"):
            continue
        found = {one.printed: one for one in (*_by_index(case, vocabulary), *_by_list(case, vocabulary))}
        if found:
            yield _slip(case, list(found.values()))


@dataclass(frozen=True, slots=True)
class _Found:
    """A word as it is printed, what it was probably meant to be, and why."""

    printed: str
    right: str
    why: str


def _by_list(case: Case, vocabulary: _Vocabulary) -> Iterator[_Found]:
    for word, neighbours in _with_neighbours(words(case.reference.work.title)):
        if right := vocabulary.meant(word, neighbours):
            yield _Found(word.text, right, f'looks like "{right}", which the list uses elsewhere')


def _by_index(case: Case, vocabulary: _Vocabulary) -> Iterator[_Found]:
    for found in meant(case.reference.work.title, case.usage):
        if vocabulary.forms[_key(found.word)].total() < 2:  # what the list uses twice is meant
            works = f"{found.right_used:,} works use, and {found.used or 'none'} use it"
            yield _Found(found.word.text, found.right, f'looks like "{found.right}", which {works}')


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
    return right[:HEAD] == word[:HEAD] and 0 < apart(word, right) <= 2 and not inflected(word, right)


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


def _slip(case: Case, found: Sequence[_Found]) -> Slip:
    title = case.reference.field("title")
    old = new = title.text if title else ""
    for one in found:
        if old.count(one.printed) == 1:  # what a line end breaks is left to the reader
            new = new.replace(one.printed, one.right.capitalize() if one.printed[0].isupper() else one.right)
    written = ", ".join(f'"{one.right}"' for one in found)
    return Slip(
        case=case,
        message="; ".join(f'"{one.printed}" {one.why}' for one in found),
        confidence=Confidence.MEDIUM,
        fix=Fix(f"write {written}", Safety.REVIEW, (Change(case.reference.n, "title", old, new),))
        if new != old
        else None,
        field="title",
    )


RULE = ListRule(
    code="RC604",
    name="spelling",
    severity=Severity.WARNING,
    needs=Needs.USAGE,
    since="0.1.0",
    check=check,
)
