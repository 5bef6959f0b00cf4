"""Under what a name may stand in an alphabetical list: whatever one manual of style or another accepts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from refcheck.model import Name
from refcheck.text import fold

LAST = "ʒ"  # a letter that sorts behind z, and is no other when folded
_APOSTROPHE = re.compile(r"['’‘`ʼ]")
_BLANKS = re.compile(r"[^\w]+")
_FIRST = re.compile(r"\w+(?:\s+|['’-])(?=\w)")
# letters that some alphabets have at their end, in an order of their own, or sort as two
_SWEDISH = str.maketrans(
    {"å": LAST + "a", "ä": LAST + "b", "æ": LAST + "b", "ö": LAST + "c", "ø": LAST + "c", "ü": "y"}
)
_DANISH = str.maketrans({"æ": LAST + "a", "ä": LAST + "a", "ø": LAST + "b", "ö": LAST + "b", "å": LAST + "c", "ü": "y"})
_AS_TWO = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_HEADS = (("mc", "mac"), ("m'", "mac"), ("st ", "saint "), ("st. ", "saint "), ("ste ", "sainte "), ("the ", ""))
_DIGRAPHS = (("aa", LAST + "c"), ("ch", "c" + LAST), ("ch", "h" + LAST), ("ll", "l" + LAST), ("ij", "y"))


@lru_cache(maxsize=5_000)
def sorted_under(name: Name, printed: str) -> tuple[str, ...]:
    """The keys under which an entry of that first author may be sorted, the plainest first; none for other scripts.

    `printed` is the name as the list has it. Keys are compared as strings.
    """
    # "Liu J-H." may have been read the wrong way round
    known_as = printed if "." in name.family else name.known_as
    whole = unicodedata.normalize("NFC", known_as).casefold().strip()
    written = (form for start in _starts(whole, name, printed) for form in _headed(start))
    keys = tuple(dict.fromkeys(key for form in written for key in _keys(form)))
    return keys if len(whole) > 1 and all("a" <= k[:1] <= LAST for k in keys) else ()


def _starts(whole: str, name: Name, printed: str) -> Iterator[str]:
    """The name from its first word on, and from each that follows: particles, compounds, names that were misread."""
    yield whole
    yield from _from_each_word(whole)
    words = _BLANKS.split(printed.casefold())
    if len(words[0]) > 1 or not name.given:
        yield " ".join(words)
    if not printed.casefold().startswith(whole[:3]):
        yield from _from_each_word(" ".join(w for w in words if len(w) > 1))


def _from_each_word(text: str) -> Iterator[str]:
    while found := _FIRST.match(text):
        text = text[found.end() :]
        yield text


def _headed(form: str) -> Iterator[str]:
    yield form
    yield from (new + form.removeprefix(old) for old, new in _HEADS if form.startswith(old))


def _keys(form: str) -> Iterator[str]:
    """The form letter by letter and word by word, in the alphabets that may be meant."""
    for spelt in (
        form,
        form.translate(_AS_TWO),
        form.translate(_SWEDISH),
        form.translate(_DANISH),
        _behind(form),
        *_with_digraphs(form),
    ):
        for parted in (_APOSTROPHE.sub("", spelt), _APOSTROPHE.sub(" ", spelt)):
            words = _BLANKS.sub(" ", fold(parted)).strip()
            yield words.replace(" ", "")
            yield words


def _behind(form: str) -> str:
    """The form with each letter that has a mark behind the bare one: "č" behind all of c."""
    return "".join(fold(c) + LAST if unicodedata.decomposition(c) or c in "łđ" else c for c in form)


def _with_digraphs(form: str) -> Iterator[str]:
    return (form.replace(old, new) for old, new in _DIGRAPHS if old in form)
