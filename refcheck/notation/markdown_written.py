"""Write a text in Markdown so that it reads as it is."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from refcheck.notation.linked import HERE, NAMES, RESOLVER, Link, Notation

# what would be read as markup; "_" within a word, "[" of "[Review]" and "<" of "< 5" are not
_MARKUP = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[*`]|(?<!\w)_|_(?!\w)|\[(?=\^)|\](?=[(\[])|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
_PAIRED = "$~^"  # are markup where there are two


def written(text: str, kind: str) -> str:
    """A text in the notation of that kind of stretch: escaped where it would be markup."""
    return _WRITTEN.get(kind, _text)(text)


def _text(text: str) -> str:
    escaped = _MARKUP.sub(lambda m: f"\\{m[0]}", text)
    for sign in _PAIRED:
        if text.count(sign) > 1:
            escaped = escaped.replace(sign, f"\\{sign}")
    return escaped


def _cell(text: str) -> str:
    return _text(text).replace("|", r"\|")


def _url(text: str) -> str:
    """The target of a link: blanks, brackets and unpaired parentheses would end it."""
    whole = text.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    return whole if whole.count("(") == whole.count(")") else whole.replace("(", "%28").replace(")", "%29")


def _html(text: str) -> str:
    return html.escape(text, quote=False)


def _as_it_is(text: str) -> str:
    return text


_WRITTEN: dict[str, Callable[[str], str]] = {
    "cell": _cell,
    "url": _url,
    "html": _html,
    "code": _as_it_is,
    "math": _as_it_is,
}
MARKDOWN = Notation(
    written,
    _url,
    re.compile(r"(?:[*_~^`>]+|\]\([^()\s]*\)|\]\[[^\[\]\n]*\]|</[A-Za-z]+>)*"),
    (
        Link(re.compile(rf"(?<!\()<({RESOLVER})$", re.IGNORECASE), f"<{{}}{HERE}>"),
        Link(re.compile(rf"\[({NAMES})\]\(<?({RESOLVER})$", re.IGNORECASE), f"[{{}}]({{}}{HERE})"),
        Link(
            re.compile(rf"\[({RESOLVER}|doi:\s?)$", re.IGNORECASE),
            f"[{{}}{HERE}]({{}}{HERE})",
            re.compile(rf"\]\(<?({RESOLVER})", re.IGNORECASE),
        ),
        Link(
            re.compile(r"\[$"),
            f"[{HERE}]({{}}{HERE})",
            re.compile(rf"\]\(<?({RESOLVER})", re.IGNORECASE),
            whole=False,
        ),
    ),
)
