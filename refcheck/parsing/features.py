"""What the tagger sees of a token: its word, shape, beginning, end and lexicon entry, and where it stands."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from refcheck.parsing.tokens import Tokens

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

BUCKETS = 4096  # of beginnings and ends of words
SIGNS = {c: sign for sign, row in enumerate(("([{", ")]}", '"', "“„«‘", "”»’"), 1) for c in row}
PLACES = 16  # how far a token stands from an end of the reference: exactly up to 7, then by doublings
CONTEXTS = (8, PLACES, PLACES)  # sizes of the three codes of a token's surroundings
_LONGEST = 1 << 15
_PLACE = np.array([i if i < 8 else min(PLACES - 1, 8 + (i - 7).bit_length() - 1) for i in range(_LONGEST)])
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")


def form(token: str, atom: str) -> str:
    """The word a token is looked up as: folded, numbers by their length and first digits."""
    if atom:
        return f"<{atom}>"
    if not token.isascii():
        token = unicodedata.normalize("NFKC", token)
    if token[:1].isdigit():
        return f"#{token}" if len(token) <= 2 else f"#{shape(token)}{token[:3] if len(token) == 4 else ''}"
    return token.lower()


def shape(token: str) -> str:
    """The kind of signs a token is made of: Y19 a year, D3 digits, Aaa capitalised, aa short, A one capital."""
    if not token.isascii():
        token = unicodedata.normalize("NFKC", token)
    first = token[:1]
    if first.isdigit():
        return f"Y{token[:2]}" if _YEAR.fullmatch(token) else f"D{min(len(token), 8)}"
    if not first.isalpha():
        return token
    return _letters(token) + _script(first)


def kind(token: str, atom: str) -> str:
    """What a token is to the style of a list: a sign or short small word itself, else its shape; years and numbers alike."""
    if atom:
        return f"<{atom}>"
    if not token[0].isalnum() or (token.islower() and len(token) < 5):
        return token
    of = shape(token)
    return of[0] if token[0].isdigit() else of


def _letters(token: str) -> str:
    length = len(token)
    if token.isupper():
        return "A" * min(length, 3) if length < 4 else "AAA+"
    if token.islower():
        return "a" * min(length, 3) if length < 4 else "aaa+"
    if token[1:].islower():
        return "Aa" if length < 4 else "Aaa"
    return "x"


def _script(first: str) -> str:
    """Where a letter is from, as far as that tells names and titles apart."""
    if ord(first) > 0x2E80:
        return "cjk"
    return "cyr" if 0x400 <= ord(first) < 0x530 else ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words, shapes and lexicon entries that have a row of their own; row 0 is for all that have none."""

    words: Mapping[str, int]
    shapes: Mapping[str, int]
    lexicon: Mapping[str, int]

    def ids(self, token: str, atom: str) -> tuple[int, int, int, int, int]:
        """The rows of a token: word, shape, beginning, end, lexicon."""
        word = form(token, atom)
        return (
            self.words.get(word, 0),
            self.shapes.get(atom or shape(token), 0),
            _bucket(word[:3]),
            _bucket(word[-3:]),
            self.lexicon.get(word, 0),
        )


def _bucket(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "replace")) % BUCKETS


@dataclass(frozen=True, slots=True)
class Layout:
    """References side by side, each a row of tokens filled up with nothing: [references, tokens] throughout."""

    present: Flags
    context: tuple[Ints, Ints, Ints]


def layout(references: Sequence[Tokens]) -> Layout:
    """Where the tokens of some references stand: brackets, quotes and blanks round them, how far from either end."""
    lengths = np.array([len(r) for r in references])
    steps = np.arange(lengths.max(initial=1))
    present = steps < lengths[:, None]
    signs = np.zeros(present.shape, np.int64)
    gaps = np.zeros(present.shape, np.int64)
    for i, r in enumerate(references):
        signs[i, : len(r)] = [SIGNS.get(t, 0) for t in r.texts]
        gaps[i, 1 : len(r)] = np.array(r.starts[1:]) > np.array(r.ends[:-1])
    around = gaps + 2 * _inside(signs, 1, 2) + 4 * (_inside(signs, 4, 5) | _odd(signs == 3))
    from_end = np.maximum(lengths[:, None] - 1 - steps, 0)
    return Layout(present, (around, np.broadcast_to(_place(steps), present.shape), _place(from_end)))


def _place(distance: Ints) -> Ints:
    return _PLACE[np.minimum(distance, _LONGEST - 1)]


def _inside(signs: Ints, opening: int, closing: int) -> Flags:
    """Whether a token stands between a sign that opens and the one that closes; what was never opened closes nothing."""
    depth = (signs == opening).cumsum(1) - (signs == closing).cumsum(1)
    inside: Flags = depth > np.minimum(np.minimum.accumulate(depth, axis=1), 0)
    return inside


def _odd(marks: Flags) -> Flags:
    odd: Flags = marks.cumsum(1) % 2 == 1
    return odd
