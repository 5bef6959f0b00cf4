"""The records on disk: each packed by itself with a dictionary of what records hold, one behind the other."""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import zstandard

from refcheck.model import Name, Notice, Record, Relation, Update, Work

SAMPLE = 4_000  # records that the dictionary is made from
DICTIONARY = 64 * 1024  # bytes
LEVEL = 6
FIELDS = 15


def packed(record: Record) -> bytes:
    """A record as text, its fields in order, empty ones at the end left out."""
    work = record.work
    fields: list[object] = [
        work.title,
        [_packed_name(n) for n in work.author],
        work.container_title,
        work.years,
        work.volume,
        work.issue,
        work.page,
        work.DOI,
        work.type,
        work.publisher,
        work.other_titles,
        work.other_container_titles,
        [(n.kind, n.date, n.DOI, n.source) for n in record.notices],
        [(r.kind, r.DOI) for r in record.relations],
        # the notice's own DOI is the work's
        [(u.of, u.notice.kind, u.notice.date, u.notice.source) for u in record.updates],
    ]
    while fields and not fields[-1]:
        fields.pop()
    return msgspec.json.encode(fields)


def _packed_name(name: Name) -> str:
    parts = [name.family, name.given, name.suffix, name.literal]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return "\t".join(parts)


def unpacked(text: bytes, source: str, retrieved: str) -> Record:
    """The record that was packed."""
    fields = msgspec.json.decode(text)
    fields += [""] * (FIELDS - len(fields))
    title, author, container, years, volume, issue, page, doi, kind, publisher, *lists = fields
    titles, containers, notices, relations, updates = lists
    work = Work(
        type=kind,
        title=title,
        other_titles=tuple(titles),
        author=tuple(Name(*n.split("\t")) for n in author),
        container_title=container,
        other_container_titles=tuple(containers),
        years=tuple(years),
        volume=volume,
        issue=issue,
        page=page,
        publisher=publisher,
        DOI=doi,
    )
    return Record(
        source=source,
        work=work,
        notices=tuple(Notice(*n) for n in notices),
        updates=tuple(Update(of, Notice(kind, date, doi, by)) for of, kind, date, by in updates),
        relations=tuple(Relation(*r) for r in relations),
        retrieved=retrieved,
    )


class Packer:
    """Compresses records; the dictionary is made from the first of them."""

    def __init__(self, dictionary: bytes) -> None:
        known = zstandard.ZstdCompressionDict(dictionary)
        self._compressor = zstandard.ZstdCompressor(
            level=LEVEL, dict_data=known, write_checksum=False, write_dict_id=False
        )

    def pack(self, text: bytes) -> bytes:
        """The record compressed."""
        return self._compressor.compress(text)


def dictionary(sample: Sequence[bytes]) -> bytes:
    """What records have in common; of a few records, the records themselves."""
    if len(sample) >= SAMPLE // 8:
        return zstandard.train_dictionary(DICTIONARY, list(sample)).as_bytes()
    return b"\n".join(sample)[-DICTIONARY:] or b"{}"


class Records:
    """The records of a segment, read one at a time where they are asked for."""

    def __init__(self, folder: Path) -> None:
        self._ends = np.asarray(np.memmap(folder / "records.offsets", np.uint64, "r"))
        known = zstandard.ZstdCompressionDict((folder / "records.dictionary").read_bytes())
        self._decompressor = zstandard.ZstdDecompressor(dict_data=known)
        with (folder / "records.packed").open("rb") as file:
            size = file.seek(0, 2)
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""

    def __len__(self) -> int:
        return len(self._ends)

    def text(self, number: int) -> bytes:
        """The record of that number, as `packed` made it."""
        start, end = int(self._ends[number - 1]) if number else 0, int(self._ends[number])
        return self._decompressor.decompress(self._data[start:end])
