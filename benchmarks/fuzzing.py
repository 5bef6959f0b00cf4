"""Feed a format with broken files, and stop at the first on which it raises, hangs, or tells what is not true.

    python benchmarks/fuzzing.py FORMAT [--seconds N] [--samples DIR]

Needs atheris (pip install atheris). It begins with the samples of DIR whose suffix the format has, and changes them in
whatever way reaches code that was not reached before. What it stops at is kept as `crash-…` in the folder it runs in.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import zipfile
from itertools import pairwise
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["refcheck"]):
    from refcheck import formats
    from refcheck.contracts import Format
    from refcheck.errors import UnreadableDocument
    from refcheck.model import Document

LONGEST = 20_000  # bytes of an input
SLOW = 20  # seconds after which an input is one that hangs


# of a zip file the member that is changed; what is packed could not be changed in a way that reaches anything
MEMBERS = {"docx": "word/document.xml", "odt": "content.xml"}


def packed(name: str, data: bytes) -> bytes:
    """The input as a file of the format."""
    if name not in MEMBERS:
        return data
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        file.writestr(MEMBERS[name], data)
    return held.getvalue()


def unpacked(name: str, path: Path) -> bytes:
    """What is changed of a sample."""
    if name not in MEMBERS:
        return path.read_bytes()
    with zipfile.ZipFile(path) as file:
        return file.read(MEMBERS[name])


def sound(document: Document) -> None:
    """Every reference stands where it says, and every field in it."""
    end = 0
    for n, reference in enumerate(document.references, 1):
        assert reference.n == n
        assert end <= reference.span.start <= reference.span.end <= len(document.text)
        assert reference.raw == document.text[reference.span.start : reference.span.end]
        end = reference.span.end
        for field in reference.fields:
            assert reference.raw[field.start : field.end] == field.text
        place = document.located(reference.span)
        assert 0 <= place.start <= place.end <= len(document.written)
    stretches = document.origin.stretches if document.origin else ()
    assert all(a.end <= b.start for a, b in pairwise(stretches))


def tried(part: Format, given: bytes, path: str) -> None:
    """One input: it is read or refused, and with no change it is written as it was."""
    data = packed(part.NAME, given)
    try:
        document = part.read(data, path)
    except UnreadableDocument:
        return
    sound(document)
    if not document.data:
        assert part.rewrite(document, ()) == data


def main() -> None:
    """Run until the time is over, or something is found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("format", choices=sorted(f.NAME for f in formats.FORMATS))
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--samples", type=Path, default=Path("fixtures"))
    said = parser.parse_args()
    part = formats.named(said.format)
    suffix = part.SUFFIXES[0] if part.SUFFIXES else ".txt"
    with tempfile.TemporaryDirectory() as folder:
        found = [p for p in said.samples.rglob("*") if p.is_file() and p.suffix in part.SUFFIXES]
        for i, path in enumerate(found):
            (Path(folder) / f"{i}{suffix}").write_bytes(unpacked(part.NAME, path)[:LONGEST])
        print(f"{len(list(Path(folder).iterdir()))} samples")
        options = [f"-max_total_time={said.seconds}", f"-max_len={LONGEST}", f"-timeout={SLOW}", "-rss_limit_mb=2000"]
        atheris.Setup([sys.argv[0], *options, folder], lambda data: tried(part, data, f"a{suffix}"))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
