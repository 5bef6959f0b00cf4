"""The blocks of a manuscript, each a line of what is read: headings, paragraphs, list items, notes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from refcheck.reading import Reader


@dataclass(frozen=True, slots=True)
class Block:
    """A block in the text that is read: where it begins, where behind its label its body does, where it ends.

    `level` is that of a heading, 0 of what is none; blocks of one list item have its number as `item`, others 0.
    """

    start: int
    body: int
    end: int
    level: int = 0
    item: int = 0
    note: bool = False


class Layout:
    """Lays the blocks of a file out, one after the other."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._blocks: list[Block] = []

    def begin(self, gap: str, *, level: int = 0, item: int = 0, note: bool = False) -> None:
        """Begin a block; `gap` stands between the last one and it."""
        self._end()
        if self._reader.ending:
            self._reader.add(gap)
        at = self._reader.length
        self._blocks.append(Block(at, at, at, level, item, note))

    def labelled(self) -> None:
        """What was read of the block so far is its label."""
        self._blocks[-1] = replace(self._blocks[-1], body=self._reader.length)

    def blocks(self) -> tuple[Block, ...]:
        """All blocks; nothing is to come."""
        self._end()
        return tuple(self._blocks)

    def _end(self) -> None:
        if self._blocks:
            self._blocks[-1] = replace(self._blocks[-1], end=self._reader.length)
