"""Read a reStructuredText file: one line for each block and list item, each character where it stands.

A light reader: no file is taken in, no directive is run; of comments, code and options nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from refcheck.notation.block import Layout
from refcheck.notation.content import Content, Piece, Source, wide
from refcheck.notation.roles import Roles
from refcheck.reading import Reader

_RULE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*$")
_BORDER = re.compile(r"[ \t]*(?:\+[-=+]{2,}\+|=+(?:[ \t]+=+)+)[ \t]*$")
_NOTE = re.compile(r"\.\. (?P<label>\[[^\[\]\s]+\])(?:[ \t]+|$)")
_DIRECTIVE = re.compile(r"\.\. (?P<name>[\w+.-]+(?::[\w+.-]+)*)::(?:[ \t]+|$)")
_ITEM = re.compile(r"(?:[-*+•‣⁃]|\(?(?P<number>\d{1,9}|#)[.)])(?:[ \t]+|$)")
_CELL = re.compile(r"[^|\s](?:[^|]*[^|\s])?")
_OPTION = re.compile(r"[ \t]+:[\w-][^:]*:(?:[ \t]|$)")
# of these what follows the name is read, of the others what is set in below them
_TITLED = frozenset(
    """
    admonition attention caution centered danger deprecated error hint important note seealso sidebar table tip topic
    versionadded versionchanged warning rubric epigraph highlights pull-quote list-table
    """.split()
)
_READ = _TITLED | frozenset(
    """
    attribute card class compound confval container data describe details dropdown envvar exception figure footer
    function glossary grid grid-item hlist header method module only option tab tab-item tab-set tabs
    """.split()
)
RUBRIC = 9  # the level of a heading that is in no section


class Restructured:
    """What is read of a file whose text is `reader.written`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._layout = Layout(reader)
        self._source = Source.of(reader.written)
        self._lines = self._source.lines
        self._levels: dict[str, int] = {}  # of the signs that underline headings
        self._items: list[tuple[int, int]] = []  # that are open: the indent of their text, and their number
        self._numbers: dict[int, int] = {}  # the last one of the list at each indent
        self._counted = 0
        self._last = ""  # kind of the last block
        self.bibliographies: list[str] = []
        at = 0
        while at < len(self._lines):
            at = self._block(at)
        self.blocks = self._layout.blocks()

    def _block(self, i: int) -> int:
        """Read what begins with a line; gives the line after it."""
        line = self._lines[i]
        if not line.strip():
            return i + 1
        indent = _indent(line)
        while self._items and indent < self._items[-1][0]:
            self._items.pop()
        for read in (self._heading, self._explicit, self._table, self._item):
            if (after := read(i, indent)) is not None:
                return after
        return self._paragraph(i, indent)

    def _heading(self, i: int, indent: int) -> int | None:
        """A heading with a rule under it, or one on both sides; a rule alone."""
        over = _RULE.match(self._lines[i])
        title = i + bool(over)
        under = _RULE.match(self._line(title + 1))
        if over and not (under and under[1] == over[1] and self._line(title).strip()):
            return i + 1 if len(over[0].rstrip()) > 3 and not self._line(i + 1).strip() else None
        if not under or (indent and not over) or len(under[0].rstrip()) < min(4, len(self._line(title).rstrip())):
            return None
        self._items.clear()
        level = self._levels.setdefault(under[1] * (1 + bool(over)), len(self._levels) + 1)
        self._begin(level=level)
        self._say([(title, _indent(self._lines[title]), len(self._lines[title]))])
        return title + 2

    def _explicit(self, i: int, indent: int) -> int | None:
        """What begins with two stops: a note, a directive, a comment; and anonymous targets."""
        line = self._lines[i][indent:]
        if line.startswith("__ "):
            return i + 1
        if not (line.startswith(".. ") or line.rstrip() == ".."):
            return None
        if found := _NOTE.match(line):
            start = self._source.starts[i] + indent
            self._begin(note=True)
            self._reader.keep(start + found.start("label"), start + found.end("label"), "label")
            self._reader.add(" ")
            self._layout.labelled()
            return self._rest(i, indent + found.end(), indent)
        if found := _DIRECTIVE.match(line):
            return self._directive(i, indent, found["name"].lower(), indent + found.end())
        return self._after(i + 1, indent)

    def _directive(self, i: int, indent: int, name: str, start: int) -> int:
        said, below = self._lines[i][start:].strip(), i + 1
        if name in ("bibliography", "footbibliography"):
            self.bibliographies += said.split()
        if name.partition(":")[0] not in _READ and ":" not in name:
            return self._after(i + 1, indent)
        while _OPTION.match(self._line(below)) and _indent(self._line(below)) > indent:
            below += 1
        if said and name in _TITLED:
            self._begin(level=RUBRIC if name == "rubric" else 0)
            if below == i + 1 and name != "rubric":
                return self._rest(i, start, indent)
            self._say([(i, start, len(self._lines[i]))])
        return below

    def _table(self, i: int, indent: int) -> int | None:
        """The rows of a table with borders, and lines that bars begin: each is read by itself."""
        bordered = _BORDER.match(self._lines[i]) is not None
        if not bordered and not self._lines[i].startswith("| ", indent):
            return None
        while self._line(i).strip() and (bordered or self._line(i).startswith("|", indent)):
            if not _BORDER.match(self._lines[i]):
                self._row(i)
            i += 1
        return i

    def _row(self, i: int) -> None:
        line = self._lines[i]
        cells = (
            [m.span() for m in _CELL.finditer(line)] if line.lstrip().startswith("|") else [(_indent(line), len(line))]
        )
        self._begin("row")
        for n, (start, end) in enumerate(cells):
            self._reader.add("\t" if n else "")
            self._say([(i, start, end)])

    def _item(self, i: int, indent: int) -> int | None:
        """A list item; where lists begin within one another on a line, the first of the innermost."""
        line, held = self._lines[i], None
        while found := _ITEM.match(line, held.end() if held else indent):
            self._counted += 1
            self._items.append((max(found.start() + 1, found.end()), self._counted))
            held = found
        if not held:
            return None
        if not line[held.end() :].strip():
            return i + 1
        self._begin("numbered" if held["number"] else held[0].rstrip())
        if held["number"]:
            self._number(held, held.start(), self._source.starts[i] + held.start())
        return self._rest(i, held.end(), held.start())

    def _number(self, found: re.Match[str], indent: int, start: int) -> None:
        """The number of an item, counted where the file leaves that to the reader."""
        count = self._numbers.get(indent, 0) + 1 if found["number"] == "#" else int(found["number"])
        self._numbers[indent] = count
        label = found[0].rstrip()
        self._reader.put(label.replace("#", str(count)), start, start + len(label), "label")
        self._reader.add(" ")
        self._layout.labelled()

    def _paragraph(self, i: int, indent: int) -> int:
        if self._lines[i].startswith(">>>", indent):
            while self._line(i).strip():
                i += 1
            return i
        self._begin()
        return self._rest(i, indent, -1, below=indent)

    def _rest(self, i: int, start: int, indent: int, *, below: int | None = None) -> int:
        """Read from a place in a line on, and the lines below that are set in deeper; code behind "::" is left out."""
        fragments, at = [(i, start, len(self._lines[i]))], i + 1
        while self._line(at).strip() and _indent(self._lines[at]) > indent:
            fragments.append((at, _indent(self._lines[at]), len(self._lines[at])))
            at += 1
        last, low, high = fragments[-1]
        said = self._lines[last][low:high].rstrip()
        if not said.endswith("::"):
            self._say(fragments)
            return at
        alone = said == "::" or said.endswith(" ::")
        fragments[-1] = (last, low, low + len(said) - (2 if alone else 1))
        self._say(fragments)
        return self._after(at, start if below is None else below)

    def _begin(self, kind: str = "", *, level: int = 0, note: bool = False) -> None:
        """Begin a block; items and rows of one kind follow one another without a gap."""
        if not kind and not self._items:
            self._numbers.clear()
        gap = "\n" if kind and kind == self._last else "\n\n"
        self._layout.begin(gap, level=level, item=self._items[-1][1] if self._items else 0, note=note)
        self._last = kind

    def _say(self, fragments: Sequence[tuple[int, int, int]]) -> None:
        parts, pieces, at = [], [], 0
        for i, start, end in fragments:
            part = self._lines[i][start:end].rstrip()
            pieces.append(Piece(at, self._source.starts[i] + start, len(part)))
            parts.append(part)
            at += len(part) + 1
        Roles(self._reader, Content("\n".join(parts), pieces), apart=not self._items and any(map(wide, parts)))

    def _after(self, i: int, indent: int) -> int:
        """The next line that is not set in deeper."""
        while i < len(self._lines) and (not self._lines[i].strip() or _indent(self._lines[i]) > indent):
            i += 1
        return i

    def _line(self, i: int) -> str:
        return self._lines[i] if i < len(self._lines) else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
