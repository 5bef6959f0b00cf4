"""HTML: a page as its lines read, in which the reference lists are found and what the rest of it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from refcheck.encoding import decode_markup
from refcheck.finding import Change
from refcheck.flow import RAISED, VALUE, lowered
from refcheck.hypertext.listing import references
from refcheck.hypertext.page import page
from refcheck.links import added, addresses, behind, holding, links, usual
from refcheck.markup import bounded, escaped, html
from refcheck.model import Document, Span
from refcheck.parsing.citations import citations
from refcheck.parsing.edits import edits
from refcheck.reading import rewritten

_LINKS = frozenset({"a"})
NAME = "html"
SUFFIXES: tuple[str, ...] = (".html", ".htm", ".xhtml")
_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)


def sniff(head: bytes) -> bool:
    """Whether it begins as nothing but a page does."""
    return _BEGINS.match(head) is not None


def read(data: bytes, path: str) -> Document:
    """The document with the references of all its lists, and the citations in the rest of it."""
    found = decode_markup(data, path)
    reader = page(bounded(found.text, path))
    text = reader.text
    listed = references(text)
    cited = citations(text, listed)
    document = Document(
        path=path,
        format=NAME,
        text=text,
        origin=reader.origin,
        references=listed,
        encoding=found.encoding,
        bom=found.bom,
        notes=found.notes,
    )
    return cited.of(document)


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changed characters spliced in; a DOI that is new as a link where most are links."""
    new, others = added(changes)
    found = links(html(document.written), _LINKS)
    form = usual(document, holding(found, document))
    if form is None:
        new, others = [], list(changes)
    elif not form.lead.startswith((" ", ".", ",", ";")):
        form = form._replace(lead=f" {form.lead.lstrip()}")  # it stands in a block of its own
    ends = ((c, document.references[c.n - 1].span.end) for c in new)
    more = [behind(document, form, c.new, document.located(Span(end - 1, end)).end) for c, end in ends if form]
    return rewritten(document, edits(document, others), written, [*more, *addresses(document, others, found)])


def written(text: str, kind: str) -> str:
    """A text in the notation of HTML."""
    return lowered(text) if kind == RAISED else escaped(text, attribute=kind == VALUE)
