"""PDFs of our own: signs put down where they are to stand, in the order in which they are to be drawn."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import NamedTuple


class Drawn(NamedTuple):
    """A piece of text: where its base line begins, in points from the lower left corner, and how large it is.

    `width` stretches it; `target` makes a link of it.
    """

    x: float
    y: float
    text: str
    size: float = 10.0
    width: float = 0.0
    target: str = ""
    turned: bool = False


# the widths of Helvetica's signs in thousandths of its size, near enough
_NARROW = "iljtfI.,;:'|!()[] -"


def width(text: str, size: float) -> float:
    """About how wide a text is."""
    return sum(278 if c in _NARROW else 722 if c.isupper() else 556 for c in text) * size / 1000


def pdf(pages: Sequence[Sequence[Drawn]], *, paper: tuple[float, float] = (595, 842), extra: str = "") -> bytes:
    """A PDF of these pages, in Helvetica; `extra` goes into its trailer."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for page in pages:
        links = [_link(drawn) for drawn in page if drawn.target]
        packed = zlib.compress("\n".join(map(_shown, page)).encode("cp1252", "replace")).hex()
        objects.append(
            f"<< /Length {len(packed)} /Filter [/ASCIIHexDecode /FlateDecode] >>\nstream\n{packed}\nendstream"
        )
        kids.append(f"{len(objects) + 1} 0 R")
        box = f"[0 0 {paper[0]} {paper[1]}]"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Resources << /Font << /F 3 0 R >> >> "
            f"/Contents {len(objects)} 0 R /Annots [{' '.join(links)}] >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _filed(objects, extra)


def _filed(objects: Sequence[str], extra: str) -> bytes:
    made, places = "%PDF-1.5\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(made))
        made += f"{n} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {extra} >>\nstartxref\n{len(made)}\n%%EOF\n"
    return f"{made}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode("latin-1")


def _shown(drawn: Drawn) -> str:
    text = drawn.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    stretched = 100 * drawn.width / width(drawn.text, drawn.size) if drawn.width else 100
    matrix = "0 1 -1 0" if drawn.turned else "1 0 0 1"
    return f"BT /F {drawn.size} Tf {stretched:.2f} Tz {matrix} {drawn.x:.2f} {drawn.y:.2f} Tm ({text}) Tj ET"


def _link(drawn: Drawn) -> str:
    right, top = drawn.x + (drawn.width or width(drawn.text, drawn.size)), drawn.y + drawn.size
    box = f"[{drawn.x:.1f} {drawn.y:.1f} {right:.1f} {top:.1f}]"
    return f"<< /Type /Annot /Subtype /Link /Rect {box} /A << /S /URI /URI ({drawn.target}) >> >>"
