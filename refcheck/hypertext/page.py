"""A page as text: the blocks of an item put together, the numbers of lists shown, and every piece with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from refcheck.hypertext.blocks import Block, Blocks
from refcheck.hypertext.listing import entries
from refcheck.parsing.likeness import STRONG, likeness
from refcheck.parsing.page import without_trailer
from refcheck.reading import Reader

LONGEST = 4_000  # code points of an item that is one reference
SHORT = 60  # … of an item within it, the name of an author
OWN = 30  # … that an item must hold beside those
NUMBER = 8  # … of a number or key
FAR = 300  # … from the end of a line at which the links of a reference may begin
FOLLOWS = 30  # … that stand behind a label by itself
_LABEL = re.compile(r"\[[\w+&. -]{1,20}\]\.?|\(?\d{1,4}[.)]?|[*†‡•]")
_LINKED = (
    r"cross[- ]?ref(?: full text)?|doi|pubmed(?:/ncbi| abstract| central)?|pmc(?: free article| full text)?|medline"
    r"|view (?:at publisher|in scopus|article|abstract|pdf)|google (?:scholar|preview)|web of science\s?®?|isi|cas|ads"
    r"|scopus|mathscinet|zbmath|worldcat|copac|opac|jstor|arxiv|full ?text(?: pdf)?|free full text|abstract|article"
    r"|download|link|bib|bibtex|pdf|find (?:it|this)[^.,]{0,40}"
)
_BEFORE = r"(?:^|(?<=[.)\]\d/–-])|[\s|,;·•]{1,3})"
_LINKS = re.compile(rf"(?:{_BEFORE}[\[(]?(?:{_LINKED})[\])]?)+\s?[|,;]?$", re.IGNORECASE)
_DOI = re.compile(r"\b10\.\d{4,9}/")


def page(written: str) -> Reader:
    """What is read of a page."""
    lines = list(_labelled(list(_joined(Blocks(written).blocks, 0))))
    lines = [line for line in lines if not line.aside or likeness(str(line.flow)) >= STRONG]
    texts = [_numbered(line) for line in lines]
    held = _holding(lines, texts)
    reader = Reader(written)
    for i, line in enumerate(lines):
        if reader.length:
            reader.add("\n" if line.tight else "\n\n")
        if i in held:
            _linked(line)
        if line.number:
            reader.add(f"{line.number}. ")
        line.flow.into(reader)
    return reader


def _joined(blocks: Sequence[Block], depth: int) -> Iterator[Block]:
    """The blocks, those of one item made one."""
    for number, group in groupby(blocks, key=lambda b: b.items[depth] if len(b.items) > depth else 0):
        held = list(group)
        if not number or len(held) == 1:
            yield from held
        elif _one(held, depth + 1):
            yield _together(held, depth + 1)
        else:
            yield from _joined(held, depth + 1)


def _one(blocks: Sequence[Block], depth: int) -> bool:
    """Whether the blocks of an item are one entry; lists in it can be those of its authors only."""
    if sum(b.flow.length for b in blocks) > LONGEST:
        return False
    inner = [b for b in blocks if len(b.items) > depth]
    own = sum(b.flow.length for b in blocks if len(b.items) <= depth)
    return not inner or (own >= OWN and all(b.flow.length < SHORT for b in inner))


def _together(blocks: Sequence[Block], depth: int) -> Block:
    first = blocks[0]
    texts = [str(block.flow) for block in blocks]
    inner = [len(block.items) > depth for block in blocks]
    for i, block in enumerate(blocks[1:], 1):
        first.flow.follow(block.flow, ", " if inner[i - 1] and inner[i] else _between(texts[i - 1], texts[i]))
        first.links += block.links
    return first


def _between(before: str, behind: str) -> str:
    """What parts two blocks of an entry: a stop, where both are fields of it and the first ends without a sign."""
    ends = before[-1:].isalnum() or before.endswith(")")
    return ". " if ends and len(before) > NUMBER and _bare(behind) else " "


def _bare(text: str) -> str:
    """The text without the words that pages print behind a reference, which link elsewhere."""
    text = without_trailer(text)
    return text[: found.start()] if (found := _LINKS.search(text, max(0, len(text) - FAR))) else text


def _behind(lines: Iterable[Block]) -> Iterator[Block]:
    """The lines, what is nothing but links to a work put behind it."""
    before: Block | None = None
    for line in lines:
        short = line.flow.length < FAR and not line.tight and not line.number
        if before and short and not _bare(str(line.flow)):
            before.flow.follow(line.flow, " ")
            before.links += line.links
            continue
        if before:
            yield before
        before = line
    if before:
        yield before


def _labelled(lines: Sequence[Block]) -> Iterator[Block]:
    """The lines, a label that stands by itself put before what it labels."""
    held: Block | None = None
    for line in _behind(lines):
        if held and line.flow.length >= FOLLOWS and not line.number:
            held.flow.follow(line.flow, " ")
            held.links += line.links
            yield held
            held = None
            continue
        if held:
            yield held
        held = line if line.flow.length <= 24 and _LABEL.fullmatch(str(line.flow).strip()) else None
        if not held:
            yield line
    if held:
        yield held


def _numbered(line: Block) -> str:
    """The line as it reads; the number of its item is left out where it prints one itself."""
    text = str(line.flow)
    if line.number and re.match(rf"\s*[\[(]?{re.escape(line.number)}(?:[\])]?[.:)]|\]|\s)", text, re.IGNORECASE):
        line.number = ""
    return f"{line.number}. {text}" if line.number else text


def _holding(lines: Sequence[Block], texts: Sequence[str]) -> set[int]:
    """The lines that hold one reference each, where any has links behind it or leads to a DOI."""
    if not any(line.links or _bare(text[-FAR:]) != text[-FAR:] for line, text in zip(lines, texts, strict=True)):
        return set()
    parts = [("\n" if line.tight else "\n\n") + text for line, text in zip(lines, texts, strict=True)]
    listed = list(entries("".join(parts)))
    found: set[int] = set()
    at = done = 0
    for i, part in enumerate(parts):
        end = at + len(part)
        within = 0
        while done < len(listed) and listed[done].start < end:
            within += 1
            done += 1
        if within == 1 and listed[done - 1].end <= end:
            found.add(i)
        at = end
    return found


def _linked(line: Block) -> None:
    """Leave out the words that pages print behind a reference, and read the DOI of a link in their place."""
    text = str(line.flow)
    line.flow.cut(len(_bare(text)))
    if line.links and not _DOI.search(text):
        line.flow.add(" https://doi.org/")
        for piece in line.links[0]:
            line.flow.put(*piece)
