"""Markdown in tokens: CommonMark with tables, footnotes, definition lists, formulas and what is raised or lowered."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

__all__ = ["Token", "tokens"]

_Inline = Callable[[StateInline, bool], bool]
# as pandoc has it: no blank inside of the signs, no digit behind them, so that $5 and $6 are money
_MATH = re.compile(r"\$\$(?!\s)[^$]+\$\$|\$(?![\s$])(?:\\[\s\S]|[^$\\])*(?<!\s)\$(?!\d)")
_RAISED = re.compile(r"(?P<sign>[~^])(?![\s~^\[])(?:\\.|(?!(?P=sign))[^\s\\]){1,40}(?P=sign)(?!~)")
_FENCE = re.compile(r":{3,}(?!\S*`)[^`]*")


def tokens(lines: Sequence[str]) -> list[Token]:
    """The tokens of a text, block by block, in its order.

    The last token of a link or image knows in `meta` where it ends in the text of its block.
    """
    env: dict[str, object] = {}
    return _parser().parse("\n".join(lines), env)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin).use(deflist_plugin)
    # notes stay where they stand, and what stands for other characters is told from them
    parser.disable(["footnote_tail", "footnote_inline", "text_join"])
    parser.block.ruler.before("fence", "div", _div, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.inline.ruler.before("escape", "math", _math)
    parser.inline.ruler.before("strikethrough", "raised", _raised)
    for name, rule in [*zip(parser.inline.ruler.get_active_rules(), parser.inline.ruler.getRules(""), strict=True)]:
        if name in ("link", "image", "autolink"):
            parser.inline.ruler.at(name, _placed(rule))
    return parser


def _placed(rule: _Inline) -> _Inline:
    """A rule whose last token knows where it ends."""

    def placed(state: StateInline, silent: bool) -> bool:
        if not rule(state, silent):
            return False
        if not silent:
            state.tokens[-1].meta = {**state.tokens[-1].meta, "end": state.pos}
        return True

    return placed


def _div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The lines that fence a division, `::: {#refs}`: they say nothing."""
    first = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not _FENCE.fullmatch(state.src, first, state.eMarks[start]):
        return False
    if not silent:
        state.line = start + 1
    return True


def _math(state: StateInline, silent: bool) -> bool:
    """A formula between dollar signs, in which nothing is markup."""
    found = _MATH.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "$" else None
    if not found:
        return False
    if not silent:
        state.push("math", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _raised(state: StateInline, silent: bool) -> bool:
    """What stands raised between carets, or lowered between tildes."""
    found = _RAISED.match(state.src, state.pos, state.posMax) if state.src[state.pos] in "~^" else None
    if not found:
        return False
    if silent:
        state.pos = found.end()
        return True
    end, most = found.end(), state.posMax
    state.push("raised_open", "", 1).markup = found["sign"]
    state.pos, state.posMax = state.pos + 1, end - 1
    state.md.inline.tokenize(state)
    state.push("raised_close", "", -1).markup = found["sign"]
    state.pos, state.posMax = end, most
    return True
