"""Read the markup within a block of Markdown: what it says, without the signs, each character where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from refcheck.notation.commonmark import Token
from refcheck.notation.content import Content
from refcheck.reading import Reader

_BREAK = re.compile(r"[ \t]*\\?\n[ \t]*")
_TARGET = re.compile(r"\]\(\s*<?((?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:)(10\.\d{4,9}/[^\s<>]+)", re.IGNORECASE)
_LINE_END = re.compile(r"<(?:br|/p|/div|/li|/tr)\b", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SIGNS = "strong_open strong_close em_open em_close s_open s_close raised_open raised_close".split()


class Inline:
    """Reads the tokens of one block; `apart` says that its lines are lines, and not wrapped text."""

    def __init__(
        self, reader: Reader, content: Content, tokens: Sequence[Token], *, kind: str = "", apart: bool = False
    ) -> None:
        self._reader, self._content, self._kind, self._apart = reader, content, kind, apart
        self._links: list[Token] = []  # that are open
        self._within = ""  # what holds text that is not to be read again
        self._close = False  # whether a DOI was read, behind which the text may go on without a blank
        self._printed = "".join(t.content for t in tokens if t.type.startswith("text")).lower()
        at = 0
        for token in tokens:
            at = _READS.get(token.type, Inline._nothing)(self, token, at)

    def _keep(self, start: int, end: int, kind: str | None = None) -> int:
        if self._close and self._content.text[start : start + 1].isalnum():
            self._reader.add(" ")
        self._close = False
        self._content.keep(self._reader, start, end, self._kind if kind is None else kind)
        return end

    def _text(self, token: Token, at: int) -> int:
        return at if self._within else self._keep(at, at + len(token.content))

    def _special(self, token: Token, at: int) -> int:
        """What an escape or an entity stands for."""
        end = at + len(token.markup)
        self._content.put(self._reader, token.content, at, end, self._kind)
        return end

    def _break(self, token: Token, at: int) -> int:
        """A line end of the file is a blank, one that is asked for is one."""
        said = "\n" if self._apart or token.type == "hardbreak" else " "
        found = _BREAK.match(self._content.text, at)
        end = found.end() if found else at
        self._content.put(self._reader, said, at, end)
        return end

    def _code(self, token: Token, at: int) -> int:
        text, start = self._content.text, at + len(token.markup)
        found = re.compile(rf"(?<!`){token.markup}(?!`)").search(text, start)
        end = found.start() if found else start + len(token.content)
        spaced = end - start == len(token.content) + 2
        self._keep(start + spaced, end - spaced, "code")
        return end + len(token.markup)

    def _math(self, token: Token, at: int) -> int:
        return self._keep(at, at + len(token.content), "math")

    def _html(self, token: Token, at: int) -> int:
        """A tag or a comment says nothing, but for a line end."""
        end = at + len(token.content)
        if _LINE_END.match(token.content):
            self._content.put(self._reader, "\n", at, end)
        return end

    def _note(self, token: Token, at: int) -> int:
        return self._keep(at, at + len(f"[^{token.meta['label']}]"), "note")

    def _signs(self, token: Token, at: int) -> int:
        return at + len(token.markup)

    def _image(self, token: Token, at: int) -> int:
        return int(token.meta["end"])

    def _open(self, token: Token, at: int) -> int:
        self._links.append(token)
        self._within = token.markup  # "autolink"
        return at + 1

    def _shut(self, token: Token, at: int) -> int:
        end = int(token.meta["end"])
        opened = self._links.pop()
        if self._within:
            self._within = ""
            self._keep(at, end - 1, "url")
        else:
            self._target(str(opened.attrs.get("href", "")), at, end)
        return end

    def _target(self, href: str, at: int, end: int) -> None:
        """A DOI that only the target of a link tells is read behind the text of the link."""
        found = _TARGET.match(self._content.text, at, end - 1)
        told = found or _TARGET.match(f"]({href}")
        if not told or told[2].lower() in self._printed:
            return
        self._reader.add(" ")
        if found:
            self._content.put(
                self._reader, _ESCAPE.sub(r"\1", found[1] + found[2]), found.start(1), found.end(2), "url"
            )
        else:
            self._reader.add(told[1] + told[2])
        self._close = True

    def _nothing(self, token: Token, at: int) -> int:
        return at


_READS: dict[str, Callable[[Inline, Token, int], int]] = {
    "text": Inline._text,
    "text_special": Inline._special,
    "softbreak": Inline._break,
    "hardbreak": Inline._break,
    "code_inline": Inline._code,
    "math": Inline._math,
    "html_inline": Inline._html,
    "footnote_ref": Inline._note,
    "image": Inline._image,
    "link_open": Inline._open,
    "link_close": Inline._shut,
    **dict.fromkeys(_SIGNS, Inline._signs),
}
