"""Citations by key as pandoc reads them, `[@smith2001, p. 3; -@jones]`, `@smith2001 says`, and the roles of MyST."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from refcheck.model import LabelCitation, Span, Stretch

# as pandoc has it: a letter or digit, then those, and single signs between two of them; * is every entry
_KEY = re.compile(
    r"(?<![\w@/.\\])@(?:\{(?P<braced>[^{}\s]{1,200})\}|(?P<plain>\w(?:\w|[:.#$%&\-+?<>~/](?=\w)){0,200}|\*(?!\w)))"
)
# what Quarto, pandoc-crossref and bookdown number is no work
_CROSS = re.compile(
    r"(?:fig|tbl|tab|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|supp|tip|nte|wrn|imp|cau)[-:]\w|ref$"
)
_EXAMPLE = re.compile(r"^\(@(\w[\w-]*)\)", re.MULTILINE)  # numbered examples
_ROLE = re.compile(r"\{(?:cite|footcite|citep|citet)(?::\w+)?\}$")
_BRACKET = re.compile(r"\[[^\[\]\n@]{0,500}@[^\[\]\n]{0,2000}\]")
TEXT = ("", "cell")  # kinds of stretches
_ASIDE = re.compile(r"\{[^{}]*\}")
_PARTS = re.compile(r"[^\s,;`]+")


def cited_keys(text: str, stretches: Sequence[Stretch], other: frozenset[str] = frozenset()) -> Iterator[LabelCitation]:
    """The keys that a text cites, without `other` ones.

    `stretches` tell what of it is text, and not code, a formula or a link's target.
    """
    examples = {*_EXAMPLE.findall(text), *other}
    brackets = _Brackets(text)
    for found in _in_text(text, stretches):
        key = found["braced"] or found["plain"]
        if key not in examples and not _CROSS.match(key):
            span = Span(found.start(), found.end())
            yield _citation(text, span, key, brackets.around(span))
    yield from _roles(text, stretches)


def keys(text: str, within: Span) -> Iterator[Span]:
    """Where keys stand in a stretch of text."""
    yield from (Span(*found.span()) for found in _KEY.finditer(text, within.start, within.end))


def _in_text(text: str, stretches: Sequence[Stretch]) -> Iterator[re.Match[str]]:
    """The keys that stand in the file as they are, as text."""
    for found in _KEY.finditer(text):
        i = bisect_right(stretches, found.start(), key=lambda s: s.start) - 1
        held = stretches[i] if i >= 0 else None
        if held and held.same and held.kind in TEXT and held.end >= found.end():
            yield found


def _roles(text: str, stretches: Sequence[Stretch]) -> Iterator[LabelCitation]:
    """The keys in the roles of MyST: {cite:p}`smith2001,jones2002`, which reads without its backquotes."""
    for held in stretches:
        role = _ROLE.search(text, max(0, held.start - 20), held.start) if held.kind == "code" else None
        if role:
            within = Span(role.start(), held.end)
            for found in _PARTS.finditer(text, held.start, held.end):
                yield _citation(text, Span(*found.span()), found[0], within)


def role_keys(text: str, stretches: Sequence[Stretch]) -> Iterator[LabelCitation]:
    """The keys in the roles of reStructuredText: :cite:p:`smith2001,{see}jones{p. 3}`."""
    for held in stretches:
        if held.kind == "keys":
            bare = _ASIDE.sub(lambda m: " " * len(m[0]), text[held.start : held.end])
            for found in _PARTS.finditer(bare):
                span = Span(held.start + found.start(), held.start + found.end())
                yield _citation(text, span, found[0], Span(held.start, held.end))


def _citation(text: str, span: Span, key: str, within: Span) -> LabelCitation:
    return LabelCitation(span=span, raw=text[span.start : span.end], labels=(key,), within=within)


class _Brackets:
    """The square brackets of a text that hold keys."""

    def __init__(self, text: str) -> None:
        self._spans = [Span(*m.span()) for m in _BRACKET.finditer(text)]

    def around(self, span: Span) -> Span:
        """The bracket that a span stands in, or the span."""
        i = bisect_right(self._spans, span.start, key=lambda s: s.start) - 1
        return self._spans[i] if i >= 0 and self._spans[i].end > span.start else span
