"""A LaTeX text as it reads: what is printed of it, with the characters that each piece stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from refcheck.latex.braces import VERB, Braces
from refcheck.latex.hidden import Hidden
from refcheck.latex.macros import ACCENTS, MACROS, SIGNS, TARGETS, symbols
from refcheck.model import Span


class Piece(NamedTuple):
    """What is read of the characters from `start` to `end`; where these are the same, what no character stands for.

    `kind` is "url" where the text is to be written as it stands.
    """

    text: str
    start: int
    end: int
    kind: str = ""


class Call(NamedTuple):
    """A macro that was asked for, with what stands in its braces and in its brackets; "par" is a blank line, too."""

    name: str
    start: int
    end: int
    arguments: tuple[Span, ...] = ()
    options: tuple[Span, ...] = ()


class Target(NamedTuple):
    """What a link leads to, which is not printed; it stands before the printed text of the link."""

    text: str
    start: int
    end: int


Read = Piece | Call | Target
Wanted = Callable[[str], str | None]  # what a macro takes (see MACROS), where its calls are asked for

_NL = r"(?:\r\n?|\n)"
_BASE = r"(?:\\[ij](?![A-Za-z])|[^\W\d_])"
_PLAIN = r"[^\\{}$~%\s`'_^-]"
_TOKEN = re.compile(
    rf"\\(?P<accent>[`'^\"~=.]|[uvHcdbkrGCfUh](?=[\s{{\\])|textcommabelow(?=\s*\{{))\s*"
    rf"(?:\{{\s*(?P<inner>{_BASE}[^\W\d_]*|)\s*\}}|(?P<letter>{_BASE}))"
    r"|\\(?:penalty\s*-?\d+\s?|(?:[vh]skip|kern|(?:par|baseline)skip|parindent|itemsep)\s*=?\s*"
    r"-?[\d.]+\s*(?:pt|em|ex|cm|mm|in)(?:\s+(?:plus|minus)\s*[\d.]+\s*[a-z]+)*\s?)(?P<skip>)"
    r"|\\(?P<word>[A-Za-z]+(?:@[A-Za-z@]+)?)"
    r"|\\(?P<sign>[^A-Za-z])"
    rf"|(?P<comment>%[^\r\n]*+(?:{_NL}[ \t]*+(?![\r\n]))?)"
    r"|(?P<blank>[ \t\r\n]+)"
    r"|(?P<dash>---?)"
    r"|(?P<quote>``|''|`)"
    r"|(?P<brace>[{}]+)"
    r"|(?P<math>\$\$?)"
    r"|(?P<tie>~)"
    r"|(?P<script>[_^])"
    rf"|(?P<text>{_PLAIN}+(?: {_PLAIN}+)*+|[\s\S])"
)
_TYPED = {"~": " ", "--": "–", "---": "—", "``": "“", "''": "”", "`": "‘"}
_UNPRINTED = "-/!@()[]*+<|"
_ACCENTS = ACCENTS | {"textcommabelow": "\u0326"}
_BASE_OF_DOIS = "https://doi.org/"
_MATH = re.compile(r"(?:\\[\s\S]|[^$\\]){1,400}+(?=\$)")
_ESCAPED = re.compile(
    rf"(?P<base>\\doibase\s*)|%{_NL}[ \t]*|\\~(?:\{{\}})?|\\([_%#&{{}}$^])|\\[\s\S]|[{{}}]|\s+|[^\\{{}}%\s]+|%"
)
_SPACE = re.compile(r"\*?\s*\[-?[\d.]+\s*[a-z]{2}\]|\*")
_EATEN = re.compile(rf"[ \t]*+(?:{_NL}[ \t]*+(?![\r\n]))?")
_PRINTED = re.compile(r"#(\d)")


def scan(
    text: str,
    span: Span,
    wanted: Wanted = lambda name: None,
    macros: Mapping[str, str] | None = None,
    *,
    comments: bool = True,
) -> Iterator[Read]:
    """What is printed of a stretch of text, in its order, and the calls of macros that are wanted.

    `macros` are what the author's own macros without arguments print. Without `comments`, "%" means itself. Linear in
    the length of the text; never raises, and of what it does not know it reads all that stands in braces.
    """
    return _Scanner(text, span, wanted, macros or {}, comments=comments).read()


def plain(value: str) -> str:
    """What is printed of a value of a bibliography, where "%" and "&" mean themselves, with blanks as one."""
    read = scan(value, Span(0, len(value)), comments=False)
    return " ".join("".join(piece.text for piece in read if isinstance(piece, Piece)).split())


class _Scanner:
    """Reads a stretch of text; `at` is where it goes on."""

    def __init__(self, text: str, span: Span, wanted: Wanted, macros: Mapping[str, str], *, comments: bool) -> None:
        self.text = text
        self.wanted = wanted
        self.macros = macros
        self.comments = comments
        self.braces = Braces(text, span.start, span.end, comments=comments)
        self.work: list[tuple[int, int] | list[Piece]] = [(span.start, span.end)]
        self.at, self.end = span.start, span.end
        self.math = -1  # where the formula ends that is read
        self.last = ""  # what was read last
        self.hidden = Hidden(text, span.end, self.braces)
        self._kinds: dict[str, Callable[[re.Match[str]], Iterator[Read]]] = {
            "inner": self._accent,
            "letter": self._accent,
            "skip": self._nothing,
            "word": self._word,
            "sign": self._sign,
            "comment": self._comment,
            "blank": self._blank,
            "dash": self._typed,
            "quote": self._typed,
            "brace": self._nothing,
            "math": self._formula,
            "tie": self._typed,
            "script": self._script,
            "text": self._text,
        }

    def read(self) -> Iterator[Read]:
        """All that is read."""
        while self.work:
            item = self.work.pop()
            if isinstance(item, list):
                yield from item
                continue
            self.at, self.end = item
            while self.at < self.end and (found := _TOKEN.match(self.text, self.at, self.end)):
                self.at = found.end()
                for read in self._kinds[found.lastgroup or "text"](found):
                    if isinstance(read, Piece):
                        self.last = read.text
                    yield read

    def _one(self, text: str, found: re.Match[str]) -> Iterator[Piece]:
        if text:
            yield Piece(text, found.start(), found.end())

    def _text(self, found: re.Match[str]) -> Iterator[Read]:
        return self._one(found[0], found)

    def _comment(self, found: re.Match[str]) -> Iterator[Read]:
        if not self.comments:
            self.at = found.start() + 1
            yield Piece("%", found.start(), self.at)

    def _blank(self, found: re.Match[str]) -> Iterator[Read]:
        if _paragraph(found[0]) and self.wanted("par") is not None:
            yield Call("par", found.start(), found.end())
        else:
            yield Piece(" ", found.start(), found.end())

    def _typed(self, found: re.Match[str]) -> Iterator[Read]:
        return self._one(_TYPED.get(found[0], found[0]), found)

    def _nothing(self, found: re.Match[str]) -> Iterator[Read]:
        return iter(())

    def _script(self, found: re.Match[str]) -> Iterator[Read]:
        """What is raised or lowered in a formula is read as it follows: H2O."""
        return self._one("" if found.start() < self.math else found[0], found)

    def _formula(self, found: re.Match[str]) -> Iterator[Read]:
        if found.start() < self.math:
            return
        inner = _MATH.match(self.text, self.at, self.end)
        if inner and not _paragraph(inner[0]):
            self.math = inner.end() + len(found[0])
        else:  # a price
            yield Piece(found[0], found.start(), found.end())

    def _accent(self, found: re.Match[str]) -> Iterator[Read]:
        letters = found["letter"] or found["inner"]
        base = letters.removeprefix("\\") or " "
        marked = unicodedata.normalize("NFC", base[0] + _ACCENTS[found["accent"]] + base[1:])
        return self._one(marked if letters else found["accent"], found)

    def _sign(self, found: re.Match[str]) -> Iterator[Read]:
        sign = found["sign"]
        if sign == "\\" and (space := _SPACE.match(self.text, self.at, self.end)):
            self.at = space.end()
        yield from self._one(SIGNS.get(sign, "" if sign in _UNPRINTED else sign), found)

    def _word(self, found: re.Match[str]) -> Iterator[Read]:
        """A macro: one of the author's, one that hides what follows, one that was asked for, one that is known."""
        name, start = found["word"], found.start()
        if name not in self.macros and (after := self.hidden.behind(name, self.at)) is not None:
            self.at = after
        elif name in ("verb", "lstinline") and (verb := VERB.match(self.text, start, self.end)):
            self.at = verb.end()
            yield Piece(verb[2], verb.start(2), verb.end(2), "url")
        elif name in self.macros:
            self._eat()
            yield from self._one(self.macros[name], found)
        elif (takes := self.wanted(name)) is not None and (given := self._arguments(takes)):
            self.at, arguments, options = given
            yield Call(name, start, self.at, tuple(arguments), tuple(options))
        elif name in MACROS and (given := self._arguments(MACROS[name][0])):
            yield from self._expanded(name, *given)
        else:
            self._eat()
            yield from self._one(symbols().get(name, ""), found)

    def _arguments(self, takes: str) -> tuple[int, list[Span], list[Span]] | None:
        return self.braces.arguments(takes, self.at, self.end)

    def _eat(self) -> None:
        """Pass over the blanks that TeX takes for the end of a macro's name."""
        if blanks := _EATEN.match(self.text, self.at, self.end):
            self.at = blanks.end()

    def _expanded(self, name: str, after: int, arguments: list[Span], options: list[Span]) -> Iterator[Read]:
        """What a macro prints of its arguments; an empty one takes what stands before it along."""
        takes, prints = MACROS[name]
        if name in TARGETS:
            text = "".join(piece.text for piece in self._verbatim(arguments[0]))
            yield Target(text, arguments[0].start, arguments[0].end)
        plain = [kind for kind in takes if kind in "{v"]
        parts: list[tuple[int, int] | list[Piece]] = []
        pieces, lacking = _PRINTED.split(prints), False
        for literal, number in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
            argument = arguments[int(number) - 1] if number else Span(after, after)
            said = literal[1:] if lacking and literal.startswith(")") else literal
            lacking = bool(number) and not self.text[argument.start : argument.end].strip()
            verbatim = number and plain[int(number) - 1] == "v"
            if said and not lacking and not self._said(said, argument if verbatim else None):
                parts.append([Piece(said, argument.start, argument.start)])
            if number:
                parts.append(self._verbatim(argument) if verbatim else (argument.start, argument.end))
        self.work += [(after, self.end), *reversed(parts)]
        self.at = self.end

    def _said(self, literal: str, argument: Span | None) -> bool:
        """Whether what announces an argument stands there already."""
        if not argument:
            return False
        begins = self.text[argument.start : argument.start + 8].lstrip().lower()
        return begins.startswith(("http", literal[:3].lower())) or self.last.rstrip().lower().endswith(literal.lower())

    def _verbatim(self, span: Span) -> list[Piece]:
        """An address as it stands, without what BibTeX breaks long lines with."""
        return [
            Piece(text, m.start(), m.end(), "url")
            for m in _ESCAPED.finditer(self.text, span.start, span.end)
            if (
                text := _BASE_OF_DOIS
                if m["base"]
                else m[2] or ("~" if m[0].startswith("\\~") else "" if _dropped(m[0]) else m[0])
            )
        ]


def _dropped(text: str) -> bool:
    """Whether nothing is printed of that in an address."""
    return text[0] in "{}\\" or text.isspace() or (text[0] == "%" and len(text) > 1)


def _paragraph(blank: str) -> bool:
    """Whether a line is empty among these."""
    return blank.count("\n") > 1 or blank.replace("\r\n", "\n").count("\r") > 1
