"""Read a Markdown file: one line for each block, list item and table row, each character where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from refcheck.notation import tags
from refcheck.notation.block import Layout
from refcheck.notation.commonmark import Token, tokens
from refcheck.notation.content import Content, Source, wide
from refcheck.notation.inline import Inline
from refcheck.reading import Reader

_NUMBER = re.compile(r"\d{1,9}[.)]")


@dataclass(slots=True)
class _List:
    """A list that is open: the number of its next item, None where it has none."""

    number: int | None


@dataclass(frozen=True, slots=True)
class _Label:
    """What stands before a line, and where in the file."""

    text: str
    start: int
    end: int
    note: bool = False


class Reading:
    """What is read of a file whose text is `written`; `skip` lines at its beginning are read by others."""

    def __init__(self, reader: Reader, skip: int = 0) -> None:
        self._reader = reader
        self._layout = Layout(reader)
        self._source = Source.of(reader.written)
        self._lists: list[_List] = []
        self._first = False  # whether the next paragraph is the first of a list
        self._label: _Label | None = None  # what stands before the next line
        self._gap = "\n\n"  # what stands between the last line and the next
        self._cells = 0  # of a table's row
        self._at = 0  # where the file was read up to
        self._level = 0  # of the next line, if it is a heading
        self._items = [0]  # the list items that are open, by number
        self._counted = 0  # list items
        self.bibliographies: list[str] = []  # that a directive of MyST names
        lines = self._source.lines
        for token in tokens(("",) * skip + lines[skip:]):
            if read := _READS.get(token.type):
                read(self, token)
        self.blocks = self._layout.blocks()

    def _begin(self) -> None:
        """Begin a line, with the label that stands before it."""
        label = self._label
        self._layout.begin(self._gap, level=self._level, item=self._items[-1], note=label is not None and label.note)
        self._level, self._label = 0, None
        if label:
            self._reader.put(label.text, label.start, label.end, "label")
            self._reader.add(" ")
            self._layout.labelled()

    def _content(self, token: Token) -> Content:
        first, last = token.map or [0, 0]
        content = Content.of(token.content, self._source, range(first, max(last, first + 1)), self._at)
        self._at = content.at(len(content.text)) or self._at
        return content

    def _inline(self, token: Token) -> None:
        if not token.content:
            return
        if self._cells == 0:
            self._begin()
        elif self._cells > 1:
            self._reader.add("\t")
        kind = "cell" if self._cells else ""
        apart = self._items[-1] == 0 and any(map(wide, token.content.split("\n")))
        Inline(self._reader, self._content(token), token.children or [], kind=kind, apart=apart)

    def _html(self, token: Token) -> None:
        self._at = max(self._at, self._source.starts[(token.map or [0])[0]])
        content = self._content(token)
        self._gap = "\n\n"
        if tags.says(content.text):
            self._begin()
            tags.read(self._reader, content)

    def _paragraph(self, token: Token) -> None:
        self._gap = "\n" if token.hidden and not self._first else "\n\n"
        self._first = False

    def _block(self, token: Token) -> None:
        self._gap = "\n\n"

    def _heading(self, token: Token) -> None:
        self._block(token)
        self._level = int(token.tag[1:])

    def _open(self, token: Token) -> None:
        start = int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else None
        self._first = not self._lists
        self._lists.append(_List(start))

    def _close(self, token: Token) -> None:
        self._lists.pop()

    def _item(self, token: Token) -> None:
        """A list item: its number is printed as Markdown counts."""
        self._counted += 1
        self._items.append(self._counted)
        held, line = self._lists[-1], (token.map or [0])[0]
        if held.number is None:
            return
        start = self._source.starts[line]
        low = max(0, self._at - start)
        if found := _NUMBER.search(self._source.lines[line], low):
            self._at = start + found.end()
            self._label = _Label(f"{held.number}{token.markup}", start + found.start(), start + found.end())
        held.number += 1

    def _end_of_item(self, token: Token) -> None:
        self._items.pop()
        self._label = None

    def _note(self, token: Token) -> None:
        """A footnote: its label is read as it is written."""
        line = (token.map or [0])[0]
        label, start = f"[^{token.meta['label']}]:", self._source.starts[line]
        at = self._source.lines[line].find(label, max(0, self._at - start))
        self._gap = "\n\n"
        if at >= 0:
            self._at = start + at + len(label)
            self._label = _Label(label, start + at, self._at, note=True)

    def _end_of_note(self, token: Token) -> None:
        self._label = None

    def _fence(self, token: Token) -> None:
        """Code is not read; a directive may name bibliographies."""
        self._gap = "\n\n"
        kind, _, names = token.info.partition(" ")
        if kind in ("{bibliography}", "{footbibliography}"):
            self.bibliographies += names.split()

    def _row(self, token: Token) -> None:
        self._cells = 0
        self._begin()
        self._gap = "\n"

    def _cell(self, token: Token) -> None:
        self._cells += 1

    def _end_of_table(self, token: Token) -> None:
        self._cells = 0
        self._gap = "\n\n"


_READS: dict[str, Callable[[Reading, Token], None]] = {
    "inline": Reading._inline,
    "html_block": Reading._html,
    "paragraph_open": Reading._paragraph,
    "heading_open": Reading._heading,
    "ordered_list_open": Reading._open,
    "bullet_list_open": Reading._open,
    "ordered_list_close": Reading._close,
    "bullet_list_close": Reading._close,
    "list_item_open": Reading._item,
    "list_item_close": Reading._end_of_item,
    "footnote_reference_open": Reading._note,
    "footnote_reference_close": Reading._end_of_note,
    "table_open": Reading._block,
    "tr_open": Reading._row,
    "td_open": Reading._cell,
    "th_open": Reading._cell,
    "table_close": Reading._end_of_table,
    "fence": Reading._fence,
    "code_block": Reading._block,
    "dt_open": Reading._block,
}
