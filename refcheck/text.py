"""Pure string functions: folding, words, page ranges, volumes, DOIs, and positions in a text."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

UPPER = "".join(chr(c) for c in range(0x41, 0x530) if chr(c).isupper())
LOWER = "".join(chr(c) for c in range(0x61, 0x530) if chr(c).islower())
# for patterns: a letter that is not a common small one; to list all capitals would be felt when it is compiled
CAPITAL = r"[^\W\d_a-zß-öø-ÿα-ωа-ё]"
DASHES = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_DASH = re.compile(f"[{re.escape(DASHES)}]")
_SPELT = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
    | {
        "α": "alpha",
        "β": "beta",
        "γ": "gamma",
        "δ": "delta",
        "κ": "kappa",
        "λ": "lambda",
        "μ": "mu",
        "ω": "omega",
    }
    | {"µ": "mu", "ε": "epsilon"}
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BROKEN = re.compile(r"(?<=([^\W\d_]))[-\u00ad\u2010][ \t]*(?:\r\n|\r|\n)[ \t]*(?=([^\W\d_]))")


# words of references that tell no work from another
SILENT = frozenset(
    """
    the of and in a an for on with to by from at as et al der die das und von la le les de des du en el los y vol no pp
    doi http https org www press ed eds
    """.split()
)


@lru_cache(maxsize=100_000)  # names, years and common words come again and again
def fold(text: str) -> str:
    """The text without case, accents and typographic letters, for comparing, never for showing."""
    if text.isascii():
        return text.lower()
    spelt = text.casefold().translate(_SPELT)
    return "".join(c for c in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as printed, folded, and where it stands."""

    text: str
    folded: str
    start: int
    end: int


@lru_cache(maxsize=2_000)  # a reference is compared with each of its candidates
def words(text: str) -> tuple[Word, ...]:
    """The words of a text in order; hyphens part words, apostrophes do not."""
    return tuple(Word(m[0], fold(m[0]), m.start(), m.end()) for m in _WORD.finditer(text))


def folded(text: str) -> list[str]:
    """The words of a text in order, folded, where nobody asks where they stand."""
    return _WORD.findall(fold(text))


def plain(text: str) -> str:
    """Registry text without entities (they come doubly escaped), tags, and runs of blanks."""
    if text.isprintable() and "<" not in text and "&" not in text and "  " not in text:
        return text.strip()  # as most are
    untagged = _TAG.sub("", html.unescape(html.unescape(text)))
    return _BLANKS.sub(" ", untagged).strip()


def unbroken(text: str) -> str:
    """Printed text as one line: a word hyphenated over a line end is joined, blanks are single."""
    # what is printable holds no blank but spaces, and no soft hyphen
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text
    return _BLANKS.sub(" ", _BROKEN.sub(_mended, text).replace("\u00ad", "")).strip()


def _mended(broken: re.Match[str]) -> str:
    """Nothing in place of a hyphen between small letters; else it is the word's own."""
    return "" if broken[1].islower() and broken[2].islower() else broken[0]


# British and American spellings meet in one form; applied to both sides, so the form itself need not be English.
_SPELLINGS = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"(?<=.)ae|^ae(?=.{3})", "e"),
        (r"oe(?=[a-z]{2})", "e"),
        (r"our(?=s?$|ed$|ing$|al|it|ab|i[ms])", "or"),
        (r"(?<=[a-z]{3})is(?=e[drs]?$|ing$|ation)", "iz"),
        (r"ys(?=e[drs]?$|ing$)", "yz"),
        (r"(?<=[a-z]{2})re(?=s?$)", "er"),
        (r"ll(?=ed$|ing$|er$)", "l"),
        (r"ogue(?=s?$)", "og"),
        (r"sulph", "sulf"),
        (r"(?<=en)ce(?=s?$)", "se"),
        (r"mme(?=s?$)", "m"),
    )
)


@lru_cache(maxsize=100_000)
def spelling(word: str) -> str:
    """A form in which British and American spellings of a folded word are equal."""
    if len(word) < 5:
        return word
    for pattern, new in _SPELLINGS:
        word = pattern.sub(new, word)
    return word


@lru_cache(maxsize=20_000)
def letters(text: str) -> str:
    """The folded letters and digits of a text and nothing else: blind to blanks, hyphens and line ends."""
    return "".join(folded(text))


def mentions(text: str, phrase: str) -> bool:
    """Whether a text holds a phrase, however it is parted and spelt."""
    wanted = letters(phrase)
    return bool(wanted) and wanted in letters(text)


_PAGE = re.compile(
    rf"^\s*(?:(?:pp?|article)\.?\s*)?([^\s,;]+?)\s*(?:(?:[{re.escape(DASHES)}]+|\s)\s*([^\s,;]+?)\s*)?(?:[,;].*)?$"
)


@lru_cache(maxsize=50_000)  # a reference is compared with each of its candidates
def page_range(page: str) -> tuple[str, str]:
    """First and last page, the last written out in full: "630-4" is ("630", "634"); "" where not stated.

    A last page shorter than the first takes the missing digits from it, as NLM and Chicago abbreviate.
    """
    first, last = pages(page)
    return first.lower(), last.lower()


def pages(page: str) -> tuple[str, str]:
    """First and last page, the last written out in full, in the letters that are printed."""
    found = _PAGE.match(page)
    if not found:
        return _BLANKS.sub("", page), ""
    first, last = found[1], found[2] or ""
    head = re.match(r"^(\D*)(\d+)(\D*)$", first)
    tail = re.match(r"^(\D*)(\d+)(\D*)$", last)
    if head and tail and len(tail[2]) < len(head[2]):
        last = (tail[1] or head[1]) + head[2][: len(head[2]) - len(tail[2])] + tail[2] + tail[3]
    elif head and tail and head[1] and not tail[1]:
        last = head[1] + last
    return first, last


def page_like(example: str, page: str) -> str:
    """The page range written as the example is: with its dash, abbreviated to as many digits, or in full."""
    first, last = pages(page)
    shown = _PAGE.match(example)
    if not last or last == first:
        return first
    if shown and shown[2] and len(shown[2]) < len(shown[1]) and len(first) == len(last):
        two = len(shown[2]) > len(shown[1]) - _shared(shown[1], pages(example)[1])  # "321-28", as the MLA has it
        last = last[min(_shared(first, last), len(last) - (2 if two and len(last) > 1 else 1)) :]
    dash = _DASH.search(example)
    return f"{first}{dash[0] if dash else '-'}{last}"


def _shared(first: str, last: str) -> int:
    """How many letters two pages begin with in common."""
    return next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)


_ROMAN = re.compile(r"^m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@lru_cache(maxsize=50_000)
def number(text: str) -> str:
    """A volume or issue in one form: no "vol." or "n°", no leading zeros, one dash, roman as arabic."""
    bare = re.sub(r"^(volume|vol|v|number|no|nr|n°|nº|issue|iss|band|bd)[.\s]+", "", fold(text).strip())
    bare = re.sub(r"(?<=\d)[\s,(]*(?:suppl|part\b|pt\b|spec|si$).*$", "", bare)
    bare = _DASH.sub("-", _BLANKS.sub("", bare)).strip(".,;:()[]")
    if bare and _ROMAN.match(bare):
        values = [_ROMAN_VALUES[c] for c in bare]
        return str(sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True)))
    return re.sub(r"(?<!\d)0+(?=\d)", "", bare)


# One glyph read or typed as another: what OCR and neighbouring keys confuse with a digit.
LOOKALIKES = {
    "i": "1",
    "l": "1",
    "I": "1",
    "|": "1",
    "!": "1",
    "O": "0",
    "o": "0",
    "Q": "0",
    "S": "5",
    "s": "5",
}
LOOKALIKES |= {"B": "8", "Z": "2", "z": "2", "G": "6", "b": "6", "g": "9", "q": "9"}


def read_as_digits(text: str) -> str:
    """The text with every glyph that is often mistaken for a digit read as that digit, or "" if that gives none."""
    digits = "".join(LOOKALIKES.get(c, c) for c in text)
    return digits if digits.isdecimal() else ""


# A DOI ends before a blank, a quote or a bracket that it did not open; a final stop belongs to the sentence. Old ones
# hold the first page in angle brackets, and go on with a digit: 10.1577/1548-8659(1991)120<0166:scimsb>2.3.co;2.
ANGLED = r"<[^\s<>\"“”]{1,60}>(?=\d)"
_IN_DOI = r"[^\s\"'“”‘’<>{}|\\^`]"
DOI = re.compile(rf"\b10\.\d{{4,9}}(?:\.\d+)*/(?:{_IN_DOI}|{ANGLED})*[^\s\"'“”‘’<>{{}}|\\^`.,;:]", re.IGNORECASE)
_DOI_PREFIX = re.compile(r"^\s*(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/|doi\s*[:=]?\s*)", re.IGNORECASE)


def bare_doi(text: str) -> str:
    """The DOI without resolver or "doi:", in lower case as registries keep it; "" if there is none."""
    found = DOI.search(_DOI_PREFIX.sub("", text))
    return closed(found[0]).lower() if found else ""


def closed(text: str) -> str:
    """The text cut before a closing bracket that it did not open, and before the stops in front of it."""
    for opening, closing in ("()", "[]"):
        while text.count(closing) > text.count(opening) and text.rstrip(".,;").endswith(closing):
            text = text.rstrip(".,;")[:-1]
    return text.rstrip(".,;:")


_LINE_END = re.compile(r"\r\n|\r|\n")


def line_end(text: str) -> str:
    """The line end that a text has: its first one."""
    found = _LINE_END.search(text)
    return found[0] if found else "\n"


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the lines of a text begin, so that offsets can be told as line and column."""

    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        """The lines of a text, whatever its line ends."""
        return cls((0, *(m.end() for m in _LINE_END.finditer(text))))

    def parts(self, text: str) -> list[str]:
        """The lines of that text with their ends; unlike str.splitlines, U+2028 and form feeds part none."""
        return [text[a:b] for a, b in pairwise((*self.starts, len(text))) if a < b]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1, columns in code points."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text with control and direction characters made visible, so that it cannot steer a terminal."""
    return _CONTROL.sub(lambda m: f"\\x{ord(m[0]):02x}", text)


def printable_json(written: str) -> str:
    """JSON with the same characters escaped, so that it reads back the same."""
    return _CONTROL.sub(lambda m: f"\\u{ord(m[0]):04x}", written)
