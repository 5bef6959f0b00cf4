"""PDFs of our own: signs put down where they are to stand, in the order in which they are to be drawn."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

PAPER = (595, 842)  # points
# the widths of Helvetica's signs in thousandths of its size, near enough
_NARROW = "iljtfI.,;:'|!()[] -"
_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


class Drawn(NamedTuple):
    """A piece of text, and where its base line begins, in points from the lower left corner of the page.

    `width` stretches it; `target` makes a link of it; `turned`: it runs upwards.
    """

    x: float
    y: float
    text: str
    size: float = 10.0
    width: float = 0.0
    target: str = ""
    turned: bool = False


def pdf(pages: Sequence[Sequence[Drawn]], *, password: str | None = None) -> bytes:
    """A PDF of these pages, in Helvetica; encrypted for those who have the password, if there is one ("": for all)."""
    key = _key(password) if password is not None else b""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for page in pages:
        drawn = zlib.compress("\n".join(map(_shown, page)).encode("cp1252", "replace"))
        if key:
            number = (len(objects) + 1).to_bytes(3, "little") + b"\0\0"
            drawn = _rc4(hashlib.md5(key + number).digest()[:10], drawn)
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(drawn), drawn))
        kids.append(f"{len(objects) + 1} 0 R")
        links = " ".join(_link(piece) for piece in page if piece.target and not key)
        fonts, box = "/Resources << /Font << /F 3 0 R >> >>", f"/MediaBox [0 0 {PAPER[0]} {PAPER[1]}]"
        made = f"<< /Type /Page /Parent 2 0 R {box} {fonts} /Contents {len(objects)} 0 R /Annots [{links}] >>"
        objects.append(made.encode())
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _filed(objects, _lock(password or "") if key else "")


def _filed(objects: Sequence[bytes], more: str) -> bytes:
    parts = [b"%PDF-1.5\n", *(b"%d 0 obj\n%b\nendobj\n" % (n, body) for n, body in enumerate(objects, 1))]
    *places, end = accumulate(map(len, parts))
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {more} >>\nstartxref\n{end}\n%%EOF\n"
    return b"".join(parts) + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def _shown(drawn: Drawn) -> str:
    text = drawn.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    stretched = 100 * drawn.width / width(drawn.text, drawn.size) if drawn.width and drawn.text else 100
    matrix = "0 1 -1 0" if drawn.turned else "1 0 0 1"
    return f"BT /F {drawn.size} Tf {stretched:.2f} Tz {matrix} {drawn.x:.2f} {drawn.y:.2f} Tm ({text}) Tj ET"


def width(text: str, size: float) -> float:
    """About how wide a text is."""
    return sum(278 if c in _NARROW else 722 if c.isupper() else 556 for c in text) * size / 1000


def _link(drawn: Drawn) -> str:
    right, top = drawn.x + (drawn.width or width(drawn.text, drawn.size)), drawn.y + drawn.size
    box = f"[{drawn.x:.1f} {drawn.y:.1f} {right:.1f} {top:.1f}]"
    return f"<< /Type /Annot /Subtype /Link /Rect {box} /A << /S /URI /URI ({drawn.target}) >> >>"


def _padded(password: str) -> bytes:
    return (password.encode() + _PADDING)[:32]


def _owner(password: str) -> bytes:
    return _rc4(hashlib.md5(_padded("owner")).digest()[:5], _padded(password))


def _key(password: str) -> bytes:
    """PDF 32000-1:2008, algorithm 2, for the oldest kind of encryption."""
    return hashlib.md5(_padded(password) + _owner(password) + b"\xfc\xff\xff\xff" + b"refcheck").digest()[:5]


def _lock(password: str) -> str:
    user = _rc4(_key(password), _PADDING).hex()
    rights = f"/Filter /Standard /V 1 /R 2 /P -4 /O <{_owner(password).hex()}> /U <{user}>"
    return f"/Encrypt << {rights} >> /ID [<{b'refcheck'.hex()}> <{b'refcheck'.hex()}>]"


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    made, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        made.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(made)


def column(
    lines: Sequence[str], x: float = 60, y: float = 780, *, size: float = 10, hang: float = 0, lead: float = 12
) -> list[Drawn]:
    """Lines below one another; one that begins with a blank hangs."""
    return [Drawn(x + hang * line.startswith(" "), y - i * lead, line.strip(), size) for i, line in enumerate(lines)]
