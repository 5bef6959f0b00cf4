"""Links and DOIs that go on in the next row."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote

from refcheck.pdf.document import Page

SHORTEST = 12  # signs of a link that is known again in the target of one
_BEGUN = re.compile(r"(?:https?:\S*|www\.\S*|doi\.org/\S*|\b10\.(?:\d{4,9}(?:/\S*)?)?)$", re.IGNORECASE)
_SIGNS = r"\-/_=&?%#~+."
_ENDS_OPEN = re.compile(rf"[{_SIGNS}:(]$")
_BEGINS_OPEN = re.compile(r"[/_=&?%#](?=\w)|//")
# what looks like the rest of one holds a digit or a sign of links, and is no label, no other link, no word
_REST = re.compile(
    rf"(?!\d{{1,4}}[.)\]]*$|(?:https?:|www\.|doi\b|arxiv|pmc?id))[a-z\d](?=\S*[{_SIGNS}]\w|\S*\d)\S*|\d{{4,9}}/\S"
)


def targets(page: Page) -> frozenset[str]:
    """Where the links of a page lead to, as they may be printed."""
    return frozenset(unquote(link.target) for link in page.links)


def goes_on(row: str, after: str, leading: Collection[str]) -> str | None:
    """The row without the hyphen that a line end put into its link, if the link goes on in the row after; else None."""
    begun = _BEGUN.search(row)
    if not begun or not after:
        return None
    rest = after.split(None, 1)[0]
    for end in ("", "-"):
        whole = (begun[0].removesuffix(end) + rest).rstrip(".,;)]")
        if len(whole) >= SHORTEST and any(whole in target for target in leading):
            return row.removesuffix(end)
    open_ended = _ENDS_OPEN.search(row) and _REST.match(rest)
    return row if open_ended or _BEGINS_OPEN.match(rest) else None
