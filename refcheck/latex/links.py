"""DOIs in the entries of a list: exchanged wherever they stand, and added in the form that the list has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from refcheck.latex.writing import escaped
from refcheck.model import Document, Edit, Reference, Span

_DOI = r"10\.\d{4,9}/(?:[^\s{}\\]|\\[_%#&$])*(?:[^\s{}\\.,;]|\\[_%#&$])"
_LINK = r"https?://(?:dx\.)?doi\.org/"
_FORM = re.compile(
    rf"(?P<form>\\href\s*\{{{_LINK}{_DOI}\}}\s*\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}}"
    rf"|\\(?:doi|url|path|texttt|nolinkurl)\s*\{{(?:{_LINK}|doi:\s*)?{_DOI}\}}"
    rf"|\{{\\tt\s+(?:{_LINK}|doi:\s*)?{_DOI}\}}|{_LINK}{_DOI}|doi:?[\s~]*{_DOI})",
    re.IGNORECASE,
)
_COMMA = re.compile(r",[\s~]*(?:\\newblock\s*)?$")
_ONE = re.compile(_DOI)
_PRINTED = re.compile(r"\}\s*\{")
_CLOSING = re.compile(r"(?:\s*\})+")
_VERBATIM = re.compile(r"\\(?:doi|url|path|nolinkurl|href|Eprint|Doi)\s*\{[^{}\s]*$", re.IGNORECASE)
NEAR = 20  # code points between a comma and a DOI
BEFORE = 200  # code points of an address


class _Form(NamedTuple):
    """How a DOI stands in an entry: behind a comma, in what macros, with a stop behind it."""

    comma: bool
    form: str  # with a NUL where the DOI stands
    stop: bool


def exchanged(document: Document, reference: Reference, old: str, new: str) -> list[Edit]:
    """The edits that put one DOI in place of another throughout an entry; none where it does not stand there so."""
    if not old.startswith("10."):
        return []
    pattern = "".join(rf"\\?{re.escape(c)}" if c in "_%#&$" else re.escape(c) for c in old)
    low, high = _reach(document, reference)
    ends = re.compile(rf"(?<![\w.]){pattern}(?![\w/])", re.IGNORECASE)
    return [Edit(Span(*m.span()), _typed(document, new, m.start())) for m in ends.finditer(document.written, low, high)]


def added(document: Document, reference: Reference, doi: str) -> Iterator[Edit]:
    """The edit that adds a DOI at the end of an entry."""
    form = _usual(document)
    end = document.located(reference.span).end
    if not form.comma and (closing := _CLOSING.match(document.written, end)):
        end = closing.end()
    text = form.form.replace("\0", doi) if _verbatim(form.form) else form.form.replace("\0", escaped(doi))
    # a link prints what it leads to
    if form.comma:
        stopped = document.written[:end].endswith(".")
        yield Edit(Span(end - stopped, end - stopped), f", {text}")
        return
    before = " " if reference.raw.endswith((".", ")", "?", "!")) else ". "
    yield Edit(Span(end, end), f"{before}{text}{'.' if form.stop else ''}")


def _usual(document: Document) -> _Form:
    """The form of most DOIs of the lists; "doi:" where there are none."""
    forms: Counter[_Form] = Counter()
    for reference in document.references:
        if not reference.work.DOI:
            continue
        for found in _FORM.finditer(document.written, *_reach(document, reference)):
            form = _ONE.sub("\0", found["form"])
            comma = _COMMA.search(document.written[max(0, found.start() - NEAR) : found.start()])
            stop = document.written.startswith(".", found.end())
            if "\0" in _PRINTED.split(form)[-1]:
                forms[_Form(comma is not None, form, stop)] += 1
    return forms.most_common(1)[0][0] if forms else _Form(comma=False, form="doi:\0", stop=False)


def _reach(document: Document, reference: Reference) -> tuple[int, int]:
    """The stretch of the file that an entry takes up, from behind its key up to the next or the end of the list."""
    start = document.located(reference.span).start
    last = document.located(reference.span).end
    before = document.located(document.references[reference.n - 2].span).end if reference.n > 1 else 0
    key = f"{{{reference.label}}}"  # which may be a DOI
    if (opening := document.written.rfind(key, before, start)) >= 0:
        start = opening + len(key)
    following = document.references[reference.n : reference.n + 1]
    limit = document.located(following[0].span).start if following else last + BEFORE
    ends = [at for mark in ("\\bibitem", "\\end{") if (at := document.written.find(mark, last, limit)) >= 0]
    return start, min([limit, *ends])


def _typed(document: Document, doi: str, at: int) -> str:
    """A DOI as it has to stand at a place."""
    return doi if _verbatim(document.written[max(0, at - BEFORE) : at]) else escaped(doi, typed=False)


def _verbatim(before: str) -> bool:
    return _VERBATIM.search(before.partition("\0")[0]) is not None
