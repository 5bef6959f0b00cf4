"""XML of Office files, read as a tree: no entities, no DTD, no network, no more depth than documents have."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

from refcheck.errors import UnreadableDocument

Element = etree._Element
MOST = 4_000_000  # tags; a book of a thousand pages has some hundred thousand, and each takes memory


def tree(data: bytes, where: str) -> Element:
    """The root element; raises UnreadableDocument for what is no XML, `where` says what was read."""
    if data.count(b"<") > MOST:
        raise UnreadableDocument(f"{where}: has more marks than any document; split it")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=False,
        remove_pis=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(f"{where}: is damaged: {str(error).lower()}; save it again") from None
    if etree.ElementTree(root).docinfo.internalDTD is not None:
        raise UnreadableDocument(f"{where}: declares a document type, as no such file does; save it again")
    return root


def written(root: Element) -> bytes:
    """The bytes of a tree, as Office writes them."""
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return head + etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)


_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    """A text with "\ufffd" in place of what XML cannot hold."""
    return _UNWRITABLE.sub("\ufffd", text)


@lru_cache(maxsize=2_000)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def local(element: Element) -> str:
    """The name of an element without its namespace, "" for a comment."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute in the namespace of its element, "" where it is not there."""
    return element.get(element.tag[: element.tag.rfind("}") + 1] + name) or ""
