"""Compare two titles word by word: what differs, and what only looks as if it did."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from refcheck.text import Word, folded, letters, spelling, words

ARTICLES = frozenset(
    """
    a an the der die das ein eine le la les un une el los las il lo
    """.split()
)
_EQUAL_WORDS = {"&": "and", "und": "and", "versus": "vs"}
_AND = ("and", "und", "et")
# what may stand between two words that are compared: signs, and "and"
_GAP = re.compile(r"[\W_]+(?:(and|und|et)[\W_]+)?", re.IGNORECASE)
_STARS = re.compile(r"[*†‡§¶]+")


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the cited title, and what the record has in their place; either may be empty.

    `start` and `end` are offsets in the cited title; an insertion has start == end.
    """

    cited: str
    recorded: str
    start: int
    end: int

    @property
    def slight(self) -> bool:
        """Whether only articles differ."""
        return {w.folded for side in (self.cited, self.recorded) for w in words(side)} <= ARTICLES


@lru_cache(maxsize=20_000)  # a title is compared with each of its candidates
def keys(title: str) -> tuple[Word, ...]:
    """The words of a title; each `folded` is equal for spellings that count as equal."""
    return tuple(
        Word(w.text, _EQUAL_WORDS.get(w.folded, spelling(w.folded)), w.start, w.end)
        for w in words(_STARS.sub(lambda m: " " * len(m[0]), title.replace("’", "'")))
        if w.folded not in _AND
    )


@lru_cache(maxsize=50_000)
def folded_keys(title: str) -> tuple[str, ...]:
    """The words of a title as `keys` makes them equal, where nobody asks where they stand."""
    found = folded(_STARS.sub(" ", title.replace("’", "'")))
    return tuple(_EQUAL_WORDS.get(w, spelling(w)) for w in found if w not in _AND)


def similarity(cited: str, recorded: str) -> float:
    """How much two titles share, 0 to 1, blind to case, punctuation, hyphens and spelling convention."""
    a, b = _joined_keys(cited), _joined_keys(recorded)
    return Indel.normalized_similarity(a, b) if a and b else 0.0


@lru_cache(maxsize=50_000)
def _joined_keys(title: str) -> str:
    return "".join(folded_keys(title))


def same(cited: str, recorded: str) -> bool:
    """Whether two titles are the same but for case, punctuation, hyphens and spelling convention."""
    return similarity(cited, recorded) == 1.0


def appears(title: str, raw: str) -> bool:
    """Whether a title stands in a reference as printed, slips allowed; the parser may have cut it badly."""
    wanted = letters(title)
    return bool(wanted) and fuzz.partial_ratio(wanted, letters(raw)) >= 90


def differences(cited: str, recorded: str) -> list[Difference]:
    """Where two titles differ, in the words as printed."""
    a, b = keys(cited), keys(recorded)
    ops = [_Op(*op) for op in Levenshtein.opcodes([w.folded for w in a], [w.folded for w in b])]
    found = (
        _difference(
            cited,
            recorded,
            a[op.src_start : op.src_end],
            b[op.dest_start : op.dest_end],
            _at(a, op.src_start, cited),
        )
        for op in _merged(ops)
        if op.tag != "equal"
    )
    return [d for d in found if not _joined(d)]


@dataclass(frozen=True, slots=True)
class _Op:
    tag: str
    src_start: int
    src_end: int
    dest_start: int
    dest_end: int


def _merged(ops: list[_Op]) -> list[_Op]:
    """The operations, those that touch each other taken as one unless both replace word for word."""
    merged: list[_Op] = []
    for op in ops:
        last = merged[-1] if merged else None
        if last and op.tag != "equal" and last.tag != "equal" and not op.tag == last.tag == "replace":
            merged[-1] = _Op("replace", last.src_start, op.src_end, last.dest_start, op.dest_end)
        else:
            merged.append(_Op(op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end))
    return [part for op in merged for part in _word_for_word(op)]


def _word_for_word(op: _Op) -> list[_Op]:
    if op.tag != "replace" or op.src_end - op.src_start != op.dest_end - op.dest_start:
        return [op]
    return [
        _Op("replace", op.src_start + i, op.src_start + i + 1, op.dest_start + i, op.dest_start + i + 1)
        for i in range(op.src_end - op.src_start)
    ]


def _at(a: Sequence[Word], index: int, cited: str) -> int:
    return a[index].start if index < len(a) else len(cited)


def _difference(cited: str, recorded: str, a: Sequence[Word], b: Sequence[Word], at: int) -> Difference:
    until = b[-1].end if b else 0
    if not a and b:
        at, until = _inserted(cited, at, recorded, until)
    start, end = (a[0].start, a[-1].end) if a else (at, at)
    return Difference(cited[start:end], recorded[b[0].start : until] if b else "", start, end)


def _inserted(cited: str, at: int, recorded: str, until: int) -> tuple[int, int]:
    """Where missing words go that end at `until` in the record, and where what is missing really ends.

    In "chlorophyll and photosynthesis" what is missing before "photosynthesis" may have stood before "and", or was lost
    together with an "and" of its own.
    """
    gap = _GAP.match(recorded, until)
    if gap and gap[0] != " " and gap.end() < len(recorded) and cited[:at].endswith(gap[0]):
        return at - len(gap[0]), until
    return at, gap.end(1) if gap and gap[1] else until


def _joined(difference: Difference) -> bool:
    """Whether the two sides are one word parted differently: "meta-analysis", "meta analysis", "metaanalysis"."""
    return same(difference.cited, difference.recorded)


_NUMBERS = re.compile(r"^(?:\d+|[ivx]+|one|two|three|four|five|first|second|third)$")
# the first part is often cited, and recorded, before there was a second
_PARTS = ("part", "pt", "teil", "partie", "parte")
_LATER_PART = re.compile(rf"^(?:{'|'.join(_PARTS)}) (?!(?:1|i|one|a)$)(?:\d+|[ivx]+|two|three|four|five|[b-h])$")
_NOTICE = re.compile(
    r"^\W*(?:(?:author|publisher)(?:'s|s')?\s+correction|correction|corrigend(?:um|a)|errat(?:um|a)|retraction|retracted"
    r"|withdrawn|withdrawal|expression of concern|reply|response|comment(?:s|ary)?|letter|addendum|editorial|review|re)"
    r"\b\W*(?:to|on|of|for|by|the\s+authors?)?\b",
    re.IGNORECASE,
)


def numbered_apart(cited: str, recorded: str) -> bool:
    """Whether two titles name different parts of a series: "part I" and "part II", or none and "part II"."""
    figures = [[w.folded for w in words(title) if w.folded.isdigit()] for title in (cited, recorded)]
    if len(figures[0]) == len(figures[1]) and figures[0] != figures[1]:
        return True
    said = [_numbering(title) for title in (cited, recorded)]
    if not all(counts for counts, _ in said) and not any(parts for _, parts in said):
        return False  # known without comparing them word by word, which takes its time
    for d in differences(cited, recorded):
        a, b = ([w.folded for w in words(side)] for side in (d.cited, d.recorded))
        if a and b and all(_NUMBERS.match(w) for w in a + b):
            return True
        if not (a and b) and _LATER_PART.match(" ".join(a + b)):
            return True
    return False


@lru_cache(maxsize=50_000)
def _numbering(title: str) -> tuple[bool, bool]:
    """Whether a title holds a number, and a word for a part of a series."""
    folded = [w.folded for w in words(title)]
    return any(map(_NUMBERS.match, folded)), any(word in _PARTS for word in folded)


def notice(title: str) -> str:
    """The words by which a title says that it is about another work ("Correction to"), folded, or ""."""
    found = _NOTICE.match(title)
    return found[0].strip(" :").casefold() if found else ""
