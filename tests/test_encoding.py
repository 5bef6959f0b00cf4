"""Bytes to text and back: what is read as what, what is refused, and that nothing is lost."""

from __future__ import annotations

import pytest

from refcheck.encoding import decode, encode
from refcheck.errors import UnreadableDocument

TEXT = "Müller A. Ein Test.\r\nZweite Zeile\rdritte\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"),
        b"\0\0\xfe\xff" + TEXT.encode("utf-32-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
    ],
)
def test_every_encoding_gives_the_text_and_its_bytes_back(data: bytes) -> None:
    read = decode(data, "a.txt")
    assert read.text == TEXT
    assert encode(read.text, read.encoding, read.bom) == data


def test_a_guess_is_said() -> None:
    assert decode(TEXT.encode("cp1252"), "a.txt").notes == ("a.txt: not UTF-8, read as Windows-1252",)
    assert decode(TEXT.encode(), "a.txt").notes == ()


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode(b"", "a.txt").text == ""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.4", "this is a PDF"),
        (b"PK\x03\x04", "a zip file"),
        (b"\x00\x01\x02\x03" * 9, "binary file"),
        ("Müller".encode() + b"\nbad \xff", r"not valid UTF-8 at byte 12 \(line 2\)"),
        (b"\xff\xfea", "not valid UTF-16-LE"),
        (b"\xff\xfe\0\0abc", "not valid UTF-32-LE at byte 0"),
        (b"\x81\x8d", "neither UTF-8 nor Windows-1252"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=said):
        decode(data, "a.txt")
