"""BibTeX and BibLaTeX: each entry a reference, its values as LaTeX prints them, what is changed written as LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from refcheck import csl
from refcheck.bibliographies import bibtex, latex, scan
from refcheck.bibliographies.bibtex import Author, Stated
from refcheck.bibliographies.latex import Run
from refcheck.bibliographies.layout import field_added
from refcheck.encoding import decode
from refcheck.finding import Change
from refcheck.model import Document, Edit, Span, Stretch
from refcheck.parsing.edits import edits
from refcheck.parsing.records import Item, Passed, Value, listed_with
from refcheck.reading import Unplaced, Written, all_kept, rewritten

NAME = "bibtex"
SUFFIXES: tuple[str, ...] = (".bib", ".bibtex")
# fields of one text each, beside title, names, date and DOI, by the name that rules know them by
TEXTS = {
    "container-title": bibtex.TEXTS["container-title"],
    "publisher": bibtex.TEXTS["publisher"],
    "volume": ("volume",),
    "page": bibtex.TEXTS["page"],
    "edition": ("edition",),
    "collection-title": ("series",),
    "publisher-place": ("address", "location"),
    "note": ("note", "howpublished"),
}
NUMBERS = {"ISBN": "isbn", "ISSN": "issn", "PMID": "pmid", "PMCID": "pmcid"}  # of which one field may hold several
AND = " and "
OTHERS = (Run("et al", 0, len("others"), False),)
# an entry with a key and a comma, or what stands before the first one; "@media (" begins a style sheet
_HEAD = re.compile(
    rb"(?:\s|%[^\n]*\n)*@(?:(?:article|book|inproceedings|misc|string|preamble|comment)\s*[{(]"
    rb"|\w+\s*\{\s*[^\s,={}()\"]+\s*,)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)[a-z]?")
_LEAD = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*|arxiv:\s*)?", re.IGNORECASE)
_NUMBER = re.compile(r"[^\s,;/()]*\d[^\s,;/()]*")
_BLANK_IN = re.compile(r"[^,;/()]*\d[^,;/()]*[\dXx]")
_LINKS = re.compile(r"\S+?(?=[;,]?\s+(?:https?|ftp)://)|\S.*", re.DOTALL)  # some entries give several
_DIGITS = 8  # of the shortest number that stands between blanks: others are the parts of one
_ET_AL = re.compile(r"\bet al\b\.?$")


def sniff(head: bytes) -> bool:
    """Whether a file begins with an entry, or with comments and an entry."""
    return bool(_HEAD.match(head.removeprefix(b"\xef\xbb\xbf")))


def read(data: bytes, path: str) -> Document:
    """The document with each entry as one reference, and those told that are broken."""
    found = decode(data, path)
    with all_kept():
        listed = listed_with(found.text, (_part(said) for said in bibtex.stated(found.text)))
    return Document(
        path=path,
        format=NAME,
        text=listed.text,
        references=listed.references,
        unread=listed.unread,
        origin=listed.origin,
        encoding=found.encoding,
        bom=found.bom,
        notes=found.notes,
        listing=True,
        joint=AND,
    )


def _part(stated: Stated | scan.Broken) -> Item | Passed:
    if isinstance(stated, scan.Broken):
        return Passed(Span(stated.start, stated.end), stated.said)
    authors = stated.authors()
    work = csl.work(stated.item(authors))
    if authors and not authors[-1].name:
        work = replace(work, et_al=True)
    key = stated.entry.key
    return Item(
        work=work,
        values=dict(_values(stated, authors)),
        key=Value(stated.key, (Stretch(0, len(stated.key), key.start, key.end, True, "key"),)),
    )


def _values(stated: Stated, authors: Sequence[Author]) -> Iterator[tuple[str, Value]]:
    """What the entry says, under the names that rules know."""
    if authors:
        yield "author", _people(stated.value("author"), authors)
    if stated.value("title").text:
        yield "title", _joined(_text(stated.value("title")), _text(stated.value("subtitle")))
    for name, keys in TEXTS.items():
        if said := stated.first(keys):
            yield name, _text(said)
    if said := stated.first(stated.names_for("issue")):
        yield "issue", _text(said)
    elif said := stated.first(("number",)):
        yield "number", _text(said)
    if said := stated.first(stated.names_for("issued")):
        issued = _text(said)
        year = _YEAR.search(issued.text)
        yield "issued", _parted(issued, [Span(*year.span())]) if year else issued
    doi = stated.doi()[0]
    if doi:
        yield "DOI", _behind_lead(_verbatim(stated.value(doi)))
    if doi != "url" and (link := stated.value("url")).latex:
        links = _verbatim(link)
        yield "URL", _parted(links, [Span(*m.span()) for m in _LINKS.finditer(links.text)])
    if editors := stated.authors("editor"):
        yield "editor", _people(stated.value("editor"), editors)
    yield from _identifiers(stated)


def _identifiers(stated: Stated) -> Iterator[tuple[str, Value]]:
    """The numbers that have a form of their own."""
    for name, key in NUMBERS.items():
        if (value := stated.value(key)).latex:
            yield name, _numbers(_verbatim(value))
    archive = stated.text("archiveprefix", "eprinttype").lower()
    if archive in ("arxiv", "pubmed") and (value := stated.value("eprint")).latex:
        yield "arXiv" if archive == "arxiv" else "PMID", _behind_lead(_verbatim(value))


def _text(value: bibtex.Value) -> Value:
    """A field as it reads, and where it stands."""
    if value.as_typed:
        return _as_typed(value, "")
    return Value(value.text, _placed(value, value.runs, ""))


def _as_typed(value: bibtex.Value, kind: str) -> Value:
    """A value that reads as it stands in its one piece, but for blanks round it."""
    text, piece = value.latex.strip(), value.pieces[0]
    at = piece.start + value.latex.find(text)
    return Value(text, (Stretch(0, len(text), at, at + len(text), True, kind + piece.mark),) if text else ())


def _joined(one: Value, two: Value) -> Value:
    """Two fields that read as one: title and subtitle."""
    if not two.text:
        return one
    joint = " " if one.text.endswith((":", "?", "!")) else ": "
    ahead = len(one.text) + len(joint)
    moved = (s._replace(start=s.start + ahead, end=s.end + ahead) for s in two.stretches)
    return Value(f"{one.text}{joint}{two.text}", (*one.stretches, *moved))


def _people(value: bibtex.Value, people: Sequence[Author]) -> Value:
    """A list of names as it reads, where each name begins and ends, and what stands between them."""
    if value.as_typed and people[-1].name:
        first = people[0].start
        parts = [Span(one.start - first, one.end - first) for one in people]
        return _parted(_as_typed(value, "name"), parts)
    runs: list[Run] = []
    parts = []
    length = at = 0
    for start, end, name in people:
        if runs:
            runs.append(Run(AND, at, start, value.latex[at:start] == AND))
            length += len(AND)
        begun, at = length, end
        for text, a, b, same in latex.runs(value.latex[start:end]) if name else OTHERS:
            runs.append(Run(text, start + a, start + b, same))
            length += len(text)
        if name:
            parts.append(Span(begun, length))
    return Value("".join([run.text for run in runs]), _placed(value, runs, "name"), tuple(parts))


def _verbatim(value: bibtex.Value) -> Value:
    """A field in which next to everything means itself."""
    typed = value.latex
    if value.as_typed:
        return _as_typed(value, "verbatim")
    begin, end = len(typed) - len(typed.lstrip()), len(typed.rstrip())
    edges = [begin, *(at for m in bibtex.ESCAPES.finditer(typed, begin, end) for at in m.span()), end]
    runs = [Run(typed[a:b], a, b, True) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    return Value("".join([run.text for run in runs]), _placed(value, runs, "verbatim"))


def _behind_lead(value: Value) -> Value:
    """The DOI behind the address of its link, an arXiv number behind what announces it."""
    lead = _LEAD.match(value.text)
    start = lead.end() if lead else 0
    return _parted(value, [Span(start, len(value.text))]) if 0 < start < len(value.text) else value


def _numbers(value: Value) -> Value:
    """The numbers, of which a field may hold several; the parts of one may be parted by blanks."""
    found = list(_NUMBER.finditer(value.text))
    if any(sum(c.isdigit() or c in "xX" for c in m[0]) < _DIGITS for m in found):
        found = list(_BLANK_IN.finditer(value.text))
    return _parted(value, [_trimmed(value.text, *m.span()) for m in found])


def _parted(value: Value, parts: Sequence[Span]) -> Value:
    """The value with its parts; one that is all of it is none."""
    whole = len(parts) == 1 and (parts[0].start, parts[0].end) == (0, len(value.text))
    return value if whole else Value(value.text, value.stretches, tuple(parts))


def _trimmed(text: str, start: int, end: int) -> Span:
    return Span(start + len(text[start:end]) - len(text[start:end].lstrip()), end)


def _placed(value: bibtex.Value, runs: Iterable[Run], kind: str) -> tuple[Stretch, ...]:
    """Where what is read of a field stands; its kind tells what its piece of the value opens with."""
    if value.said:
        return tuple(_pieced(value, runs, kind))
    if not value.pieces:
        return ()
    found, at = [], 0
    ahead, _, mark = value.pieces[0]
    for text, start, end, same in runs:
        found.append(Stretch(at, at + len(text), ahead + start, ahead + end, same, kind + mark))
        at += len(text)
    return tuple(found)


def _pieced(value: bibtex.Value, runs: Iterable[Run], kind: str) -> Iterator[Stretch]:
    """Where it stands in several pieces; a number or a macro is one stretch, for it is written as a whole."""
    at, bare = 0, None
    for text, begun, ended, same in runs:
        end = 0
        for piece, said in zip(value.pieces, value.said, strict=True):
            start, end = end, end + len(said)
            low, high = max(begun, start), min(ended, end)
            if low >= high or (not same and (low, high) != (begun, ended)):
                continue
            first = at + low - begun if same else at
            last = first + (high - low if same else len(text))
            if bare and (piece.mark or bare.at != piece.start):
                yield bare
                bare = None
            if piece.mark:
                ahead = piece.start - start
                yield Stretch(first, last, low + ahead, high + ahead, same, kind + piece.mark)
            else:
                bare = Stretch(bare.start if bare else first, last, piece.start, piece.end, False, f"{kind} bare")
        at += len(text)
    if bare:
        yield bare


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changes made in the values, and new fields added to their entries."""
    made = edits(document, [c for c in changes if c.old])
    return rewritten(document, made, _notation(document.written), tuple(_added(document, changes)))


def _added(document: Document, changes: Sequence[Change]) -> Iterator[Edit]:
    """A new field in the entry of each change that adds one; raises Unplaced for another than a DOI."""
    wanted = [c for c in changes if not c.old]
    entries = [e for e in scan.scan(document.written) if isinstance(e, scan.Entry)] if wanted else []
    for change in wanted:
        span = document.references[change.n - 1].span
        at = document.located(span).start
        entry = next((e for e in entries if e.start <= at < e.end and e.fields), None)
        if change.field != "DOI" or entry is None:
            raise Unplaced(span)
        yield from field_added(document.written, entry, "doi", change.new)


def _notation(file: str) -> Written:
    """How text is written in a file: with letters beyond ASCII where it has some, with dashes as it has them."""
    ascii_only = file.isascii()
    dash = "–" if "–" in file and "--" not in file else "--"
    signs = {"–": dash} | ({"—": "---", "“": "``", "”": "''"} if ascii_only else {})

    def written(text: str, kind: str) -> str:
        if kind.startswith(("verbatim", "key")):
            return text if "bare" not in kind or text.isdigit() else f"{{{text}}}"
        if kind.startswith("name"):
            text = _ET_AL.sub("others", text)
        made = latex.written(text)
        for meant, typed in signs.items():
            made = made.replace(meant, typed)
        made = latex.in_ascii(made) if ascii_only else made
        if kind.endswith("bare"):
            return made if made.isdigit() else f"{{{made}}}"
        return re.sub(r'(?<!\\)"', '{"}', made) if kind.endswith('"') else made

    return written
