"""Read the HTML that stands in a Markdown file as a block: what it says, without tags, comments and scripts."""

from __future__ import annotations

import html
import re

from refcheck.notation.content import Content
from refcheck.reading import Reader

_PART = re.compile(
    r"(?P<silent><!--.*?(?:-->|\Z)|<(?P<name>script|style|svg|pre)\b.*?(?:</(?P=name)\s*>|\Z)|<[!?][^>]*>)"
    r"|(?P<tag></?(?P<what>[A-Za-z][\w-]*)(?:[^<>\"']|\"[^\"]{0,999}\"|'[^']{0,999}'){0,999}>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|\w{1,32});)"
    r"|(?P<blank>\s+)|(?P<text>[^<&\s]+|[<&])",
    re.DOTALL,
)
# within a line; all other tags end one
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code em font i kbd mark q s samp small span strong sub sup tt u var".split()
)


def says(text: str) -> bool:
    """Whether there is anything to read in a block of HTML."""
    return any(found["text"] or found["entity"] for found in _PART.finditer(text))


def read(reader: Reader, content: Content) -> None:
    """Read a block of HTML; its blocks are lines."""
    begun, due = reader.length, ""  # the blank or line end that comes before the next word
    for found in _PART.finditer(content.text):
        if found["tag"] and found["what"].lower() not in _INLINE:
            due = "\n"
        elif found["blank"]:
            due = due or " "
        elif found["entity"] or found["text"]:
            if due and reader.length > begun:
                reader.add(due)
            due = ""
            said = html.unescape(found[0]) if found["entity"] else found[0]
            content.put(reader, said, *found.span(), "html")
