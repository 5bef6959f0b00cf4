"""Write a text in reStructuredText so that it reads as it is."""

from __future__ import annotations

import re

from refcheck.notation.linked import HERE, NAMES, RESOLVER, Link, Notation

_MARKUP = re.compile(r"[\\*`]|_(?!\w)")
_BARS = re.compile(r"\|")


def written(text: str, kind: str) -> str:
    """A text in the notation of that kind of stretch: escaped where it would be markup."""
    if kind:
        return text
    escaped = _MARKUP.sub(lambda m: f"\\{m[0]}", text)
    return _BARS.sub(r"\\|", escaped) if text.count("|") > 1 else escaped


def _target(text: str) -> str:
    return text.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20").replace("`", "%60")


_TO = re.compile(rf"\s*<({RESOLVER})", re.IGNORECASE)
RESTRUCTURED = Notation(
    written,
    _target,
    re.compile(r"(?:\*{1,2}|`{1,2}_{0,2}|\s<[^<>\n]*>`_{0,2})*"),
    (
        Link(re.compile(r":doi:`$"), f":doi:`{HERE}`"),
        Link(re.compile(rf"`({NAMES})\s<({RESOLVER})$", re.IGNORECASE), f"`{{}} <{{}}{HERE}>`__"),
        Link(re.compile(rf"`({RESOLVER}|doi:\s?)$", re.IGNORECASE), f"`{{}}{HERE} <{{}}{HERE}>`__", _TO),
        Link(re.compile(r"`$"), f"`{HERE} <{{}}{HERE}>`__", _TO, whole=False),
    ),
)
