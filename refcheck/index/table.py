"""Keys on disk: sorted, mapped into memory, looked up all at once.

A key of 64 bits is parted: its first bits number a bucket of about four keys, its last 32 are kept as its mark. Three
arrays: where each bucket starts, the marks, and the works filed under them: nine bytes a key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Works = npt.NDArray[np.uint32]

PARTITIONS = 64  # files that keys are gathered in by their first bits: each of them is sorted by itself
COMMON = 64  # works under one key, from which it tells nothing
PAIR = np.dtype([("key", "<u8"), ("work", "<u4")])
_PARTITION_BITS = PARTITIONS.bit_length() - 1


class Gathered:
    """Keys on their way to a table: appended to files in a folder, in any order."""

    def __init__(self, folder: Path, name: str) -> None:
        self._paths = [folder / f"{name}.{n:02}" for n in range(PARTITIONS)]

    def sizes(self) -> list[int]:
        """How many bytes each file holds."""
        return [path.stat().st_size if path.exists() else 0 for path in self._paths]

    def cut(self, sizes: Sequence[int]) -> None:
        """Forget what was written after the files were so large."""
        for path, size in zip(self._paths, sizes, strict=True):
            if path.exists():
                with path.open("r+b") as file:
                    file.truncate(size)

    def add(self, keys: Keys, works: Works) -> None:
        """File the works under the keys."""
        pairs = np.empty(len(keys), PAIR)
        pairs["key"], pairs["work"] = keys, works
        partition = keys >> np.uint64(64 - _PARTITION_BITS)
        order = partition.argsort(kind="stable")
        ends = np.searchsorted(partition[order], np.arange(PARTITIONS), side="right")
        for path, part in zip(self._paths, np.split(pairs[order], ends[:-1]), strict=True):
            if len(part):
                with path.open("ab") as file:
                    part.tofile(file)

    def keys(self) -> Iterator[Keys]:
        """All keys, part by part."""
        yield from (np.fromfile(path, PAIR)["key"] for path in self._paths if path.exists())

    def forget(self, folder: Path) -> None:
        """Remove the files, which are in this folder now: the table holds what they held."""
        for path in self._paths:
            (folder / path.name).unlink(missing_ok=True)

    def write(self, folder: Path, name: str) -> Iterator[Works]:
        """Write the table; yields, of each key that came more than once, all works but the last."""
        total = sum(self.sizes()) // PAIR.itemsize
        bits = max(_PARTITION_BITS, (total // 4).bit_length())
        buckets = np.zeros(1 << bits, np.uint32)
        with (folder / f"{name}.marks").open("wb") as marks, (folder / f"{name}.works").open("wb") as works:
            for path in self._paths:
                pairs = np.fromfile(path, PAIR) if path.exists() else np.empty(0, PAIR)
                pairs = pairs[np.lexsort((pairs["work"], pairs["key"]))]
                keys = pairs["key"]
                numbers, counts = np.unique(keys >> np.uint64(64 - bits), return_counts=True)
                buckets[numbers] = counts
                keys.astype(np.uint32).tofile(marks)
                pairs["work"].tofile(works)
                yield pairs["work"][:-1][keys[1:] == keys[:-1]]
        starts = np.zeros(len(buckets) + 1, np.uint64 if total >= 1 << 32 else np.uint32)
        np.cumsum(buckets, out=starts[1:])
        np.save(folder / f"{name}.starts.npy", starts)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was written, open for reading; several threads and processes may."""

    starts: npt.NDArray[np.unsignedinteger]
    marks: npt.NDArray[np.uint32]
    works: Works
    shift: int

    @classmethod
    def open(cls, folder: Path, name: str) -> Table:
        """The table of that name in a folder."""
        starts = np.asarray(np.load(folder / f"{name}.starts.npy", mmap_mode="r"))
        marks, works = (_mapped(folder / f"{name}.{part}") for part in ("marks", "works"))
        return cls(starts, marks, works, 64 - (len(starts) - 1).bit_length() + 1)

    def find(self, keys: Keys) -> tuple[npt.NDArray[np.int64], Works]:
        """The number of each key found, and a work under it, one pair for each work."""
        buckets = keys >> np.uint64(self.shift)
        first = self.starts[buckets].astype(np.int64)
        many = self.starts[buckets + np.uint64(1)].astype(np.int64) - first
        of = np.repeat(np.arange(len(keys)), many)
        at = np.arange(len(of)) + np.repeat(first - many.cumsum() + many, many)
        met = self.marks[at] == keys.astype(np.uint32)[of]
        return of[met], self.works[at[met]]


def _mapped(path: Path) -> npt.NDArray[np.uint32]:
    if not path.stat().st_size:  # an empty file cannot be mapped
        return np.empty(0, np.uint32)
    return np.asarray(np.memmap(path, np.uint32, "r"))  # a plain array over the same memory, which is quicker to ask
