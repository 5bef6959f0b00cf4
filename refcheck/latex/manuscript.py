"""A LaTeX manuscript read: its text, the entries of its lists, what it cites, the files that it calls for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from refcheck.latex.own import own
from refcheck.latex.scan import Call, Piece, Target, scan
from refcheck.model import LabelCitation, Origin, Span
from refcheck.reading import Reader

# what macros take that say how a document is built (see MACROS)
STRUCTURE = {
    "par": "", "bibitem": "[{", "Bibitem": "[{", "harvarditem": "[{{{", "item": "[", "begin": "{", "end": "{",
    "bibliography": "{", "nobibliography": "*{", "addbibresource": "[{", "addglobalbib": "[{", "addsectionbib": "[{",
    "input": "w", "include": "{", "subfile": "{", "subfileinclude": "{", "import": "{{", "subimport": "{{",
    "includefrom": "{{", "inputfrom": "{{", "endinput": "",
    "part": "*[!", "chapter": "*[!", "section": "*[!", "subsection": "*[!", "subsubsection": "*[!",
    "paragraph": "*[!", "caption": "*[!", "title": "*[!",
}  # fmt: skip
FOLDERS = ("import", "subimport", "includefrom", "inputfrom")
HEADINGS = frozenset(name for name, takes in STRUCTURE.items() if takes.endswith("!"))
PRINTED = ("thebibliography", "references")  # lists of which nothing is read before their first entry
NUMBERED = ("enumerate", *PRINTED)
LISTS = (*NUMBERED, "itemize", "description", "list")
FAR = 20_000  # code points before the first entry of a list
BIBLIOGRAPHIES = ("bibliography", "nobibliography", "addbibresource", "addglobalbib", "addsectionbib")
_CITE = re.compile(r"(?:[A-Za-z]*cite|Cite)[a-zA-Z]*|bibentry")
# what has "cite" in its name and cites nothing
_NO_CITE = re.compile(
    r"citenamefont|citeauthoryear|citestyle|setcitestyle|bibcite|citetext|citereset|citemid|citesep|citeform"
    r"|citeleft|citeright|citepunct|citedash|citename|defcitealias|excludecite|.*Cite[A-Z].*"
    r"|(?:new|declare|renew|provide)cite.*|[a-z]*citecommand[a-z]*|citeindex\w+|citetrackertrue|citetrackerfalse"
)
_NO_KEY = re.compile(r"[#\\{}\[\]$]")
_POINTS = re.compile(
    r"\}\s*\{\W*(?:link|here|pdf|url|html|online|web(?:site|page)?|doi|arxiv|www)\W*?\}", re.IGNORECASE
)
_ENTRY = re.compile(r"\\(?:[bB]ibitem|item|harvarditem|(?P<end>end)\s*\{)(?![A-Za-z])")
_BEGIN = re.compile(r"^(?:[^%\r\n\\]|\\[^\r\n])*?\\begin\s*\{document\}", re.MULTILINE)
_SCHEME = re.compile(r"^(?:https?://)?(?:(?:dx\.)?doi\.org/|(?:www\.)?arxiv\.org/(?:abs|pdf)/)?", re.IGNORECASE)


def takes(name: str) -> str | None:
    """What a macro takes that says how a document is built, or that cites; None of any other."""
    if name in STRUCTURE:
        return STRUCTURE[name]
    if not _CITE.fullmatch(name) or _NO_CITE.fullmatch(name):
        return None
    if "volcite" in name:
        return "*[{[{"
    return "*(([[{+" if name.endswith("cites") else "*<[[{"


class Listed(NamedTuple):
    """An entry of a list: its key, and where it begins and ends in what is read."""

    key: str
    start: int
    end: int


@dataclass
class Manuscript:
    """What was read."""

    text: str = ""
    origin: Origin = field(default_factory=lambda: Origin("", ()))
    entries: list[Listed] = field(default_factory=list)
    citations: list[LabelCitation] = field(default_factory=list)
    bibliographies: list[str] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)


def manuscript(written: str) -> Manuscript:
    """A file of LaTeX as it reads, what stands before the document left out; linear, and never raises."""
    return _Walk(written).made()


class _Walk:
    """Goes through a file once."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.reader = Reader(written)
        self.found = Manuscript()
        self.on = not _BEGIN.search(written)  # whether what stands there is printed
        self.over = False
        self.inside = False  # a list whose first entry has not come
        self.key = ""
        self.begun = False  # whether an entry is read
        self.body = 0  # where it begins, or the paragraph
        self.counts: list[int] = []  # the numbers of the lists that are open; 0 of those without
        self.blank: Piece | None = None  # is read when something follows it
        self.targets: list[str] = []
        self.heading = -1  # where the heading ends that is read
        self.own = own(written, takes)

    def made(self) -> Manuscript:
        """All that is found."""
        for read in scan(self.written, Span(0, len(self.written)), self._wanted, self.own.prints):
            if self.over:
                break
            if 0 <= self.heading <= read.start:
                self.heading = -1
                self._break()
            if isinstance(read, Call):
                self._call(read)
            elif isinstance(read, Target):
                self._target(read)
            elif self.on and not self.inside:
                self._read(read)
        self._end_entry()
        self.found.text, self.found.origin = self.reader.text, self.reader.origin
        return self.found

    def _wanted(self, name: str) -> str | None:
        return takes(self.own.aliases.get(name, name))

    def _read(self, piece: Piece) -> None:
        """A piece of text; of blanks that follow one another the first, and none at the end."""
        if piece.text.isspace():
            self.blank = self.blank or (piece if self.reader.length > self.body else None)
            return
        self._part()
        if piece.start == piece.end:
            self.reader.add(piece.text)
        else:
            self.reader.put(piece.text, piece.start, piece.end, piece.kind)

    def _part(self) -> None:
        """Read the blank that was held back."""
        if self.blank and self.reader.ending != " ":
            self.reader.put(" ", self.blank.start, self.blank.end)
        self.blank = None

    def _target(self, target: Target) -> None:
        """What a link leads to: read at once where its text says nothing, else when its entry ends."""
        if self.begun and _POINTS.match(self.written, target.end):
            self._part()
            self.reader.put(target.text, target.start, target.end, "url")
            self.reader.add(" ")
        else:
            self.targets.append(target.text)

    def _call(self, call: Call) -> None:
        name = self.own.aliases.get(call.name, call.name)
        inner = [self.written[a.start : a.end].strip() for a in call.arguments]
        if name in ("begin", "end"):
            self._environment(name, inner[0], call.end)
        elif name in BIBLIOGRAPHIES:
            self.found.bibliographies += _files(inner[0], ".bib", several="add" not in name)
        elif name in FOLDERS:
            self.found.inputs += _files(f"{inner[0].rstrip('/')}/{inner[1]}", ".tex")
        elif name in ("input", "include", "subfile", "subfileinclude"):
            self.found.inputs += _files(inner[0], ".tex")
        elif not self.on and name in STRUCTURE:
            return
        elif name in ("bibitem", "Bibitem", "harvarditem"):
            self._begin_entry(call.arguments[-1])
        elif name == "endinput":
            self.over = True
        elif name == "par":
            self._paragraph(call)
        elif name == "item":
            self._item(call)
        elif name in HEADINGS:
            self._end_entry()
            self._break()
            self.heading = call.arguments[0].end
        else:
            self._cite(call)

    def _paragraph(self, call: Call) -> None:
        if self.begun:
            self._read(Piece(" ", call.start, call.end))
        elif not self.inside:
            self._break()

    def _environment(self, name: str, environment: str, end: int) -> None:
        if environment == "document":
            self._end_entry()
            self.on, self.over = name == "begin", name == "end" and self.on
            return
        if environment in LISTS:
            if environment in ("thebibliography", "references") or not self.begun:
                self._end_entry()
                self._break()
            self._listing(environment, end if name == "begin" else 0)
        elif not self.begun and not self.inside:
            self._break()

    def _listing(self, environment: str, begun: int) -> None:
        """A list begins, or, with 0, ends."""
        self.inside = False
        if begun:
            self.counts.append(-1 if environment in NUMBERED else 0)
            first = _ENTRY.search(self.written, begun, begun + FAR) if environment in PRINTED else None
            self.inside = first is not None and not first["end"]
        elif self.counts:
            self.counts.pop()

    def _item(self, call: Call) -> None:
        """An item: a paragraph, with the number that is printed before it."""
        if self.begun:
            return
        self.inside = False
        self._break()
        if call.options:
            self.reader.add(self.written[call.options[0].start : call.options[0].end].strip("{} ") + " ")
        elif self.counts and self.counts[-1]:
            self.reader.add(f"{-self.counts[-1]}. ")
            self.counts[-1] -= 1
        self.body = self.reader.length

    def _break(self) -> None:
        """The end of a paragraph; of an item with what its links lead to."""
        self._tell_targets(self.reader.since(self.body) if self.counts and self.targets else "")
        self.blank = None
        if self.on and self.reader.length and not self.inside:
            ending = self.reader.ending
            self.reader.add("" if ending == "\n" else "\n\n")
        self.body = self.reader.length

    def _begin_entry(self, key: Span) -> None:
        self._end_entry()
        self.inside = False
        if self.reader.length and self.reader.ending != "\n":
            self.reader.add("\n")
        self.targets = []
        self.begun = True
        self.key = self.written[key.start : key.end].strip()
        self.body = self.reader.length

    def _end_entry(self) -> None:
        if not self.begun:
            return
        self._tell_targets(self.reader.since(self.body))
        if self.reader.since(self.body).strip():
            self.found.entries.append(Listed(self.key, self.body, self.reader.length))
        # what a link leads to stands nowhere: it is told where its entry ends
        if self.blank and self.blank.end > self.blank.start:
            self.reader.put("\n", self.blank.start, self.blank.end)
        else:
            self.reader.add("\n")
        self.blank = None
        self.begun, self.body = False, self.reader.length

    def _tell_targets(self, body: str) -> None:
        """What the links of an entry lead to, unless it is printed."""
        printed = body.lower()
        for target in dict.fromkeys(self.targets) if printed else ():
            bare = _SCHEME.sub("", target).rstrip("/").lower()
            if bare and bare not in printed:
                self.reader.add(f" {target}")
                printed += bare
        self.targets = []

    def _cite(self, call: Call) -> None:
        """The keys that are cited, as they stand, in brackets."""
        keys = call.arguments if call.name.endswith("cites") else call.arguments[-1:]
        for key in keys if not self.inside else ():
            typed = self.written[key.start : key.end]
            found = [k for k in (part.strip() for part in typed.split(",")) if k]
            if not found or any(_NO_KEY.search(k) for k in found):
                continue
            self._part()
            start = self.reader.length
            self.reader.add("[")
            low, high = key.start + len(typed) - len(typed.lstrip()), key.start + len(typed.rstrip())
            self.reader.keep(low, high, "key")
            self.reader.add("]")
            span, within = Span(start + 1, self.reader.length - 1), Span(start, self.reader.length)
            self.found.citations.append(
                LabelCitation(span=span, raw=self.written[low:high], labels=tuple(found), within=within)
            )


def _files(named: str, suffix: str, *, several: bool = True) -> Iterator[str]:
    """The files that are named, with the suffix that may be left out."""
    for name in named.split(",") if several else [named]:
        clean = name.strip().strip('"')
        if clean and not re.search(r"[\\#{}\0\r\n]", clean):
            has = clean.lower().endswith((suffix, ".ltx", ".bbl", ".tikz", ".sty", ".cls", ".pgf"))
            yield clean if has else clean + suffix
