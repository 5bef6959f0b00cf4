"""What an index is made of: files of records in blocks, each block small enough to be worked on by itself."""

from __future__ import annotations

import gzip
import lzma
import tarfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, cast

from refcheck.bibliographies import HEAD, KINDS, kind
from refcheck.bibliographies.stretches import Stretch, stretches
from refcheck.errors import UnusableSource

SUFFIXES = (
    *(f"{kind}{packing}" for kind in (".json", ".jsonl", ".ndjson", *KINDS) for packing in ("", ".gz", ".xz")),
    ".tar",
    ".tgz",
    ".tar.gz",
)
LINES = (".jsonl", ".ndjson")
JSON = ("json", "lines")  # the kinds of blocks that hold JSON
BLOCK = 2_000  # lines
LONGEST_LINE = 1 << 26  # bytes; what is longer is cut, and is no JSON then
LONGEST = 1 << 30  # bytes of one document, inflated: a bomb is refused
CHUNK = 1 << 20  # bytes that are read at once
DAMAGE = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile)


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines or articles of a file, or a whole document: bytes, the line they begin on, their kind.

    `kind` is "json", "lines" (of JSON), or a bibliography file's; `reached` is how far the stored file is read.
    """

    path: str
    line: int
    data: bytes
    kind: str
    reached: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, and where; `line` is 0 for a whole file."""

    path: str
    line: int
    said: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.said}" if self.line else f"{self.path}: {self.said}"


def files(paths: Sequence[Path]) -> list[Path]:
    """The files that paths name, folders searched by suffix; raises UnusableSource for one that is not there."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.name.lower().endswith(SUFFIXES))
            if not inside:
                raise UnusableSource(f"{path}: holds no records; refcheck index reads {', '.join(SUFFIXES)}")
            found += inside
        elif not path.is_file():
            raise UnusableSource(f"{path}: no such file or folder")
        elif not path.name.lower().endswith(SUFFIXES):
            raise UnusableSource(f"{path}: this kind of file is not read; refcheck index reads {', '.join(SUFFIXES)}")
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def blocks(path: Path) -> Iterator[Block | Problem]:
    """The blocks of a file in order, and what is wrong with it where it ends too early."""
    name = path.name.lower()
    try:
        if name.endswith((".tar", ".tgz", ".tar.gz")):
            yield from _of_tar(path)
        else:
            with path.open("rb") as file:
                yield from _of_file(str(path), name, file)
    except (*DAMAGE, tarfile.TarError) as error:
        yield Problem(str(path), 0, f"damaged, what stands before is kept: {error}")


def _of_tar(path: Path) -> Iterator[Block | Problem]:
    """The files in an archive; nothing is unpacked onto the disk."""
    with tarfile.open(path, "r|*") as archive:
        for member in archive:
            name = member.name.lower()
            if member.isfile() and name.endswith(SUFFIXES) and (file := archive.extractfile(member)):
                yield from _of_file(f"{path}!{member.name}", name, file)


def _of_file(path: str, name: str, file: IO[bytes]) -> Iterator[Block | Problem]:
    inflated, name = _inflated(file, name)
    suffix = Path(name).suffix
    if name.endswith(LINES):
        yield from _of_lines(path, inflated, file)
        return
    begun = inflated.read(HEAD) if suffix in KINDS else b""
    found = kind(suffix, begun) if suffix in KINDS else "json"
    if found == "pubmed":
        yield from _of_articles(path, inflated, file, begun)
    else:
        yield from _whole(path, inflated, found, begun)


def _whole(path: str, file: IO[bytes], kind: str, begun: bytes) -> Iterator[Block | Problem]:
    data = begun + file.read(LONGEST + 1)
    if len(data) > LONGEST:
        hint = "use JSON lines (.jsonl)" if kind == "json" else "part it into several"
        yield Problem(path, 0, f"one {kind.upper()} document of more than {LONGEST >> 20} MB; {hint}")
    else:
        yield Block(path, 1, data, "lines" if kind == "json" and _of_objects(data) else kind)


def _of_objects(data: bytes) -> bool:
    """Whether a document is JSON lines under the name of JSON: an object on its first line, and another below it."""
    first, _, rest = data.strip().partition(b"\n")
    return first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")


def _inflated(file: IO[bytes], name: str) -> tuple[IO[bytes], str]:
    """The file as it was before it was compressed, and the name it had."""
    if name.endswith(".gz"):
        return cast(IO[bytes], gzip.GzipFile(fileobj=file)), name[:-3]
    if name.endswith(".xz"):
        return cast(IO[bytes], lzma.LZMAFile(file)), name[:-3]  # the file below it is closed
    return file, name


def _of_lines(path: str, file: IO[bytes], stored: IO[bytes]) -> Iterator[Block | Problem]:
    line, size = 1, 0
    waiting: list[bytes] = []
    try:
        for text in iter(lambda: file.readline(LONGEST_LINE), b""):
            waiting.append(text)
            size += len(text)
            if len(waiting) == BLOCK or size > LONGEST_LINE:
                yield Block(path, line, b"".join(waiting), "lines", stored.tell())
                line, waiting, size = line + len(waiting), [], 0
    except DAMAGE as error:
        whole = waiting[:-1] if waiting and not waiting[-1].endswith(b"\n") else waiting
        if whole:
            yield Block(path, line, b"".join(whole), "lines")
        yield Problem(path, line + len(whole), f"damaged here, what stands before is kept: {error}")
        return
    if waiting:
        yield Block(path, line, b"".join(waiting), "lines")


def _of_articles(path: str, file: IO[bytes], stored: IO[bytes], begun: bytes) -> Iterator[Block | Problem]:
    broken: list[Problem] = []

    def chunks() -> Iterator[bytes]:
        try:
            yield from chain((begun,), iter(lambda: file.read(CHUNK), b""))
        except DAMAGE as error:
            broken.append(Problem(path, 0, f"damaged, what stands before is kept: {error}"))

    for found in stretches(chunks()):
        if isinstance(found, Stretch):
            yield Block(path, found.line, found.data, "pubmed", stored.tell())
        else:
            yield Problem(path, found.line, found.said)
    yield from broken
