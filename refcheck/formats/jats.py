"""JATS, the XML of journal articles, its elder forms and BITS: each `<ref>` is a reference, its tags are its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from refcheck import parsing
from refcheck.encoding import decode_markup
from refcheck.finding import Change
from refcheck.flow import RAISED, VALUE, lowered
from refcheck.jats.article import Article
from refcheck.jats.cited import cited
from refcheck.jats.edits import dois, named_apart, twice_told
from refcheck.jats.listed import references
from refcheck.links import added, addresses, holding, links, usual
from refcheck.markup import Event, bounded, escaped, xml
from refcheck.model import Document
from refcheck.parsing.citations import citations
from refcheck.parsing.edits import edits
from refcheck.reading import rewritten

_LINKS = frozenset({"pub-id", "ext-link", "uri"})
NAME = "jats"
SUFFIXES: tuple[str, ...] = (".xml", ".nxml", ".jats")
_OWN = re.compile(
    rb"-//NLM//DTD (?:JATS|BITS|Journal|Archiv|Book|NCBI Book|Articles)|jats\.nlm\.nih\.gov"
    rb"|dtd\.nlm\.nih\.gov/(?:publishing|archiving|book|articleauthoring)"
    rb"|<(?:\w+:)?article\b[^>]{0,1000}?\s(?:article-type|dtd-version)\s*=|<(?:\w+:)?journal-meta\b"
)


def sniff(head: bytes) -> bool:
    """Whether it names the document type, or begins as only an article does."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _OWN.search(head) is not None


def read(data: bytes, path: str) -> Document:
    """The document with a reference for each that its lists hold; of one that tags none, those that its text shows.

    Raises UnreadableDocument for what is no text, or not XML.
    """
    found = decode_markup(data, path)
    article = Article(bounded(found.text, path), path)
    text = article.reader.text
    listed = references(text, article) if article.entries else parsing.references(text)
    said = cited(text, listed, article) if article.entries else citations(text, listed)
    document = Document(
        path=path,
        format=NAME,
        text=text,
        origin=article.reader.origin,
        references=listed,
        encoding=found.encoding,
        bom=found.bom,
        notes=found.notes,
    )
    return said.of(document)


def rewrite(document: Document, changes: Sequence[Change]) -> bytes:
    """The document's bytes with the changed characters spliced in, a DOI that is new in tags as the others have it."""
    new, others = added(changes)
    named_apart(document, others)
    twice_told(document, changes, _events(document))
    found = links(_events(document), _LINKS)
    form = usual(document, holding(found, document))
    if form is None and any(r.work.DOI for r in document.references):
        new, others = [], list(changes)  # most of them are printed without a tag
    more = [*dois(document, new, form, _events(document)), *addresses(document, others, found)]
    return rewritten(document, edits(document, others), written, more)


def _events(document: Document) -> Iterator[Event]:
    return xml(document.written, document.path)


def written(text: str, kind: str) -> str:
    """A text in the notation of XML."""
    return lowered(text) if kind == RAISED else escaped(text, attribute=kind == VALUE)
