"""What the signs of a page stand for: accents that are set by themselves, ligatures, signs that show nothing."""

from __future__ import annotations

import re
import unicodedata

_MARKS = {
    "´": "\u0301",
    "`": "\u0300",
    "¨": "\u0308",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¸": "\u0327",
    "˛": "\u0328",
    "ˇ": "\u030c",
    "˚": "\u030a",
    "¯": "\u0304",
    "˘": "\u0306",
    "˝": "\u030b",
    "˙": "\u0307",
}
ACCENT = re.compile(f"[{''.join(_MARKS)}]")
BELOW = "¸˛"
_DOTLESS = {"ı": "i", "ȷ": "j"}
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_SILENT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\ufeff\ufffe\uffff\ud800-\udfff]")
_BLANKS = re.compile(r"[\s\u00a0]+")


def composed(letter: str, accent: str) -> str:
    """The letter with the accent over it, as one sign; "" where there is none."""
    whole = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _MARKS[accent])
    return whole if len(whole) == 1 else ""


def cleaned(text: str) -> str:
    """A row of text with ligatures spelt out, single blanks, and without signs that show nothing."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _BLANKS.sub(" ", _SILENT.sub("", text.translate(_LIGATURES))).strip()
