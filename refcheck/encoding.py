"""Bytes to text and back without a byte changed: UTF-8 and UTF-16 with or without BOM, UTF-32 with, Windows-1252."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from refcheck.errors import UnreadableDocument

MOSTLY = 0.7  # of the high bytes of European text in UTF-16 are zero
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# what files that are no text begin with, what they are, and what to do
_MAGIC = {
    b"%PDF": ("a PDF", "give it a name that ends in .pdf"),
    b"PK\x03\x04": ("a zip file", "unpack it, or give a Word file a name that ends in .docx"),
    b"\xd0\xcf\x11\xe0": ("an old or protected Office file", "save it as .docx without a password"),
    b"{\\rtf": ("an RTF file", "save it as .docx or .txt"),
    b"\x1f\x8b": ("compressed", "unpack it"),
    b"\x89PNG": ("a picture", "turn it into text first (OCR)"),
    b"\xff\xd8\xff": ("a picture", "turn it into text first (OCR)"),
}

_HEAD = 2048  # bytes in which a file says how it is encoded
_DECLARED = (
    re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE),
    re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE),
)
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932"}
_TRUSTED = re.compile(r"ascii|big5|cp\d|euc|gb|hz|iso2022|iso8859|johab|koi8|mac|shift|tis")
_SEVEN_BITS = ("iso2022", "hz")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding and mark that give its bytes back, and what the reader should be told."""

    text: str
    encoding: str
    bom: bytes = b""
    notes: tuple[str, ...] = ()


def decode(data: bytes, path: str) -> Decoded:
    """The text of a file.

    Raises UnreadableDocument where the bytes are no text, or damaged UTF-8; bytes that are not UTF-8 anywhere are
    read as Windows-1252, which is said in the notes.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Decoded(_strict(data[len(bom) :], encoding, path), encoding, bom)
    for magic, (what, advice) in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableDocument(f"{path}: this is {what}; {advice}")
    if b"\0" in data[:4096]:
        return Decoded(_strict(data, _wide(data, path), path), _wide(data, path))
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _windows(data, error, path)


def decode_markup(data: bytes, path: str) -> Decoded:
    """The text of XML or HTML, which may say in itself how it is encoded; raises UnreadableDocument as `decode` does.

    What is UTF-8 is read as such whatever it says, for what else is so by chance only.
    """
    said = _encoding(data[:_HEAD])
    if not said or (_is_utf8(data) and not said.startswith(_SEVEN_BITS)):
        return decode(data, path)
    for encoding in dict.fromkeys((_SUPERSETS.get(said, said), said)):
        try:
            text = data.decode(encoding)
            if text.encode(encoding) == data:
                return Decoded(text, encoding)
        except UnicodeError:
            continue
    return decode(data, path)


def encode(text: str, encoding: str, bom: bytes) -> bytes:
    """The bytes of a text in the encoding it was read in; raises UnicodeEncodeError where that lacks a character."""
    return bom + text.encode(encoding)


def _strict(data: bytes, encoding: str, path: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"{path}: not valid {encoding.upper()} at byte {error.start}; save it as UTF-8"
        ) from None


def _wide(data: bytes, path: str) -> str:
    """UTF-16 without a mark: every other byte of European text is zero."""
    head = data[:4096]
    odd, even = head[1::2].count(0), head[::2].count(0)
    if len(data) % 2 == 0 and odd > MOSTLY * len(head) / 2 and even == 0:
        return "utf-16-le"
    if len(data) % 2 == 0 and even > MOSTLY * len(head) / 2 and odd == 0:
        return "utf-16-be"
    raise UnreadableDocument(
        f"{path}: this is a binary file that refcheck does not read; save the document as .docx, .pdf or .txt (UTF-8)"
    )


def _windows(data: bytes, error: UnicodeDecodeError, path: str) -> Decoded:
    line = data.count(b"\n", 0, error.start) + 1
    rest = data.decode("utf-8", "ignore")
    if not rest.isascii():  # some of it is UTF-8, so all of it was meant to be
        raise UnreadableDocument(
            f"{path}: not valid UTF-8 at byte {error.start} (line {line}); mend it or save the file as UTF-8"
        )
    try:
        return Decoded(data.decode("cp1252"), "cp1252", notes=(f"{path}: not UTF-8, read as Windows-1252",))
    except UnicodeDecodeError:
        raise UnreadableDocument(f"{path}: neither UTF-8 nor Windows-1252 (line {line}); save it as UTF-8") from None


def _encoding(head: bytes) -> str:
    """The encoding that a file names, "" where it names none that is known."""
    for name in (name for pattern in _DECLARED for name in pattern.findall(head)):
        try:
            found = codecs.lookup(name.decode("ascii")).name
        except (LookupError, UnicodeDecodeError):
            continue
        if _TRUSTED.match(found):
            return found
    return ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def glimpse(head: bytes) -> str:
    """The beginning of a file as text, whatever it is, for telling formats apart."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return head[len(bom) :].decode(encoding, "replace")
    if b"\0" in head:
        return head.decode("utf-16-le" if head[1:2] == b"\0" else "utf-16-be", "replace")
    return head.decode("utf-8", "replace")
