"""Characters that came to harm on their way: UTF-8 read as another encoding, ligatures, what nobody sees."""

from __future__ import annotations

import re

# how often text may have been read wrongly and written again
_TIMES = 3
# the byte that each character of Latin-1 and of Windows-1252 stands for
_BYTES = {chr(b): b for b in range(0x80, 0x100)}
_BYTES |= {c: b for b in range(0x80, 0xA0) if (c := bytes([b]).decode("cp1252", "ignore"))}
_FOLLOWS = "[" + "".join(re.escape(c) for c, b in _BYTES.items() if b < 0xC0) + "]"
_ONE = f"[Â-ß]{_FOLLOWS}|[à-ï]{_FOLLOWS}{{2}}|[ð-ô]{_FOLLOWS}{{3}}"
_MISREAD = re.compile(f"(?:{_ONE})+")
_CLOSING = "»«”’“›…"  # É and one of them close a quotation in capitals
_MEANT = ("Å²", "Å³")  # square and cubic ångström
# Latin, Greek, punctuation, signs, ligatures: one character of these is enough. Of other scripts it takes two, for a
# letter and a quotation mark may look like one: à and « with the blank that French puts between them.
_FAMILIAR = ((0xA0, 0x36F), (0x370, 0x3FF), (0x1E00, 0x1EFF), (0x2010, 0x22FF), (0xFB00, 0xFB06))
_UNLIKELY = range(0x250, 0x300)  # phonetic letters, which É and a quotation mark look like


def decoded(text: str) -> str:
    """The text with what is UTF-8 read as Latin-1 or Windows-1252 read as UTF-8, however often it happened."""
    for _ in range(_TIMES):
        again = _MISREAD.sub(_read_again, text)
        if again == text:
            break
        text = again
    return text


def _read_again(found: re.Match[str]) -> str:
    """What the characters are as UTF-8, where they can be, and where they are not what was meant."""
    try:
        read = bytes(_BYTES[c] for c in found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
    before, after = _beside(found)
    quoted = len(read) == 1 and found[0][-1] in _CLOSING and before.isupper() and not after.isalpha()
    return found[0] if quoted or found[0] in _MEANT or not _likely(read) else read


def _beside(found: re.Match[str]) -> tuple[str, str]:
    """The characters before and behind, "" at an end."""
    start, end = found.span()
    return found.string[max(0, start - 1) : start], found.string[end : end + 1]


def _likely(read: str) -> bool:
    """Whether text may hold these characters; control characters are met half way, where it was read wrongly twice."""
    if not all((c.isprintable() or c in "\xa0\xad" or "\x80" <= c < "\xa0") and ord(c) not in _UNLIKELY for c in read):
        return False
    return len(read) > 1 or any(low <= ord(read) <= high for low, high in _FAMILIAR)


LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
UNSEEN = {
    "\u00ad": "soft hyphen",
    "\u180e": "vowel separator",
    "\u200b": "zero-width space",
    "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner",
    "\u2060": "word joiner",
    "\ufeff": "byte order mark",
}
# a soft hyphen at a line end does what it is for
_RESIDUE = re.compile(f"[{''.join(LIGATURES)}{''.join(UNSEEN)}]")


def residue(text: str) -> list[str]:
    """The ligatures and unseen characters of a text that do nothing there, in order."""
    return [m[0] for m in _RESIDUE.finditer(text) if not _needed(m)]


def without_residue(text: str) -> str:
    """The text with letters for its ligatures, and without unseen characters that do nothing."""
    return _RESIDUE.sub(lambda m: m[0] if _needed(m) else LIGATURES.get(m[0], ""), text)


def _needed(found: re.Match[str]) -> bool:
    """Whether an unseen character does its work: a hyphen at a line end, a joiner in Arabic, Indic, Thai, an emoji."""
    if found[0] in LIGATURES:
        return False
    before, after = _beside(found)
    if found[0] == "\u00ad" and after in ("", "\r", "\n", " "):
        return True
    return any(_joins(c) for c in (before, after) if c)


def _joins(character: str) -> bool:
    """Whether a character is of a script, or a picture, in which unseen ones join or part."""
    code = ord(character)
    return 0x590 <= code < 0x1E00 or 0x2600 <= code < 0x2800 or 0xFE00 <= code < 0xFE10 or 0x1F000 <= code < 0x20000
