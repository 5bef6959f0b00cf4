"""Spoil a labelled reference the way scanning, copying and typesetting do, and keep its labels true.

Every fault rewrites characters one by one: a list of replacements, as long as the text, each "" or more characters.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import accumulate

from refcheck.parsing.train.corpora import Example, Labelled

OFTEN = 0.35  # of the references are spoilt at all
LOOKALIKES = {"0": "Oo", "1": "lIi", "5": "S", "8": "B", "2": "Z", "6": "b", "9": "g"}
LIGATURES = (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("ff", "ﬀ"), ("fi", "ﬁ"), ("fl", "ﬂ"))
TRAILERS = (
    "[CrossRef]",
    "[PubMed]",
    "[Google Scholar]",
    "View Article",
    "Crossref, Medline",
    "Back to cited text no. 12",
)
HEADS = (
    "REFERENCES",
    "123",
    "Page 12 of 20",
    "REVIEW ARTICLE",
    "www.example.org",
    "12 January 2010 | Volume 12 | Article 3",
)

Fault = Callable[[Example, random.Random], Example]


def spoilt(example: Example, dice: random.Random) -> Example:
    """The example, now and then with one or two faults."""
    if dice.random() > OFTEN:
        return example
    for fault in dice.choices(list(FAULTS), list(FAULTS.values()), k=dice.choice((1, 1, 2))):
        example = fault(example, dice)
    return example


def rewritten(example: Example, parts: list[str]) -> Example:
    """The example with each character replaced by its part, the spans moved along."""
    ends = [0, *accumulate(len(part) for part in parts)]
    text = "".join(parts)
    moved = tuple(Labelled(ends[s.start], ends[s.end], s.label) for s in example.spans)
    return Example(text, tuple(_trimmed(text, s) for s in moved), example.group)


def _trimmed(text: str, span: Labelled) -> Labelled:
    """The span without the blanks that a fault has put at its ends."""
    part = text[span.start : span.end]
    start = span.start + len(part) - len(part.lstrip())
    return Labelled(start, max(start, span.start + len(part.rstrip())), span.label)


def _each(example: Example, pattern: str, new: Callable[[str], str], share: float, dice: random.Random) -> Example:
    """The example with a share of the single characters that match replaced."""
    parts = list(example.text)
    for found in re.finditer(pattern, example.text):
        if dice.random() < share:
            parts[found.start()] = new(found[0])
    return rewritten(example, parts)


def no_blanks(example: Example, dice: random.Random) -> Example:
    """Blanks after punctuation are gone."""
    return _each(example, r"(?<=[.,;:)])\s(?=\S)", lambda _: "", dice.choice((0.3, 0.3, 1.0)), dice)


def more_blanks(example: Example, dice: random.Random) -> Example:
    """Blanks before punctuation, but not in links."""
    if re.search(r"10\.\d{4}|https?:", example.text):
        return example
    return _each(example, r"(?<=\w)[.,;:)]", lambda c: f" {c}", dice.choice((0.15, 0.3, 0.6)), dice)


def broken_words(example: Example, dice: random.Random) -> Example:
    """Words broken at a line end: "stu- dy"."""
    return _each(example, r"(?<=[a-zäöü]{3})[a-zäöü](?=[a-zäöü]{2})", lambda c: f"- {c}", 0.02, dice)


def no_break_blanks(example: Example, dice: random.Random) -> Example:
    """No-break spaces in place of blanks."""
    return _each(example, r" ", lambda _: "\u00a0", 0.5, dice)


def line_ends(example: Example, dice: random.Random) -> Example:
    """Lines of the page in place of some blanks."""
    return _each(example, r" ", lambda _: dice.choice(("\n", "\n  ", "\r\n")), 0.06, dice)


def capitals(example: Example, dice: random.Random) -> Example:
    """All in capitals, as far as that keeps the length."""
    return rewritten(example, [c.upper() if len(c.upper()) == 1 else c for c in example.text])


def small_letters(example: Example, dice: random.Random) -> Example:
    """All in small letters."""
    return rewritten(example, [c.lower() if len(c.lower()) == 1 else c for c in example.text])


def wide_digits(example: Example, dice: random.Random) -> Example:
    """Digits as wide as ideographs."""
    return rewritten(example, [chr(ord(c) + 0xFEE0) if c in "0123456789" else c for c in example.text])


def ligatures(example: Example, dice: random.Random) -> Example:
    """Letters that were one piece of type."""
    parts = list(example.text)
    for plain, joined in LIGATURES:
        for found in re.finditer(plain, example.text):
            if all(parts[i] == example.text[i] for i in range(*found.span())):
                parts[found.start() : found.end()] = [joined, *[""] * (len(plain) - 1)]
    return rewritten(example, parts)


def misread_digits(example: Example, dice: random.Random) -> Example:
    """One digit of a volume, page or year read as a letter."""
    places = [i for s in example.spans if s.label in ("volume", "page", "date") for i in range(s.start, s.end)]
    digits = [i for i in places if example.text[i] in LOOKALIKES]
    parts = list(example.text)
    if digits:
        at = dice.choice(digits)
        parts[at] = dice.choice(LOOKALIKES[parts[at]])
    return rewritten(example, parts)


def impossible_years(example: Example, dice: random.Random) -> Example:
    """A year of the next millennium, of five digits, or with two digits exchanged."""
    parts = list(example.text)
    for span in example.spans:
        if span.label == "date" and re.fullmatch(r"\d{4}", example.text[span.start : span.end]):
            at = dice.choice((span.start, span.end - 1, span.end - 1))
            parts[at] = "3" if at == span.start else parts[at] * 2
    return rewritten(example, parts)


def misread_letters(example: Example, dice: random.Random) -> Example:
    """Letters of words read as others."""
    return _each(
        example, r"(?<=[a-z])[lecrn](?=[a-z])", lambda c: dict(zip("lecrn", "1coit", strict=True))[c], 0.03, dice
    )


def mixed_separators(example: Example, dice: random.Random) -> Example:
    """Commas and semicolons between names taken for one another."""
    parts = list(example.text)
    for span in example.spans:
        for i in range(span.start, span.end if span.label in ("author", "editor") else span.start):
            if parts[i] in ",;" and dice.random() < 0.25:
                parts[i] = ";" if parts[i] == "," else ","
    return rewritten(example, parts)


def numbered(example: Example, dice: random.Random) -> Example:
    """A number in front, where there is none."""
    if any(s.label == "citation-number" for s in example.spans):
        return example
    number = str(dice.randint(1, 150))
    opening, closing = dice.choice((("[", "] "), ("", ". "), ("(", ") "), ("", " "), ("", ") "), ("[", "]")))
    shift = len(opening + number + closing)
    spans = [Labelled(len(opening), len(opening + number), "citation-number")]
    spans += [Labelled(s.start + shift, s.end + shift, s.label) for s in example.spans]
    return Example(opening + number + closing + example.text, tuple(spans), example.group)


def broken_links(example: Example, dice: random.Random) -> Example:
    """A DOI or link broken by a blank, most times after one of its signs."""
    parts = list(example.text)
    for span in example.spans:
        after = [i for i in range(span.start + 8, span.end - 2) if example.text[i] in "/-._"]
        inside = after if after and dice.random() < 0.8 else list(range(span.start + 8, span.end - 2))
        if span.label in ("doi", "url") and inside:
            at = dice.choice(inside)
            parts[at] += dice.choice((" ", " ", "\n"))
    return rewritten(example, parts)


def trailer(example: Example, dice: random.Random) -> Example:
    """What a web page prints behind a reference."""
    return Example(f"{example.text} {dice.choice(TRAILERS)}", example.spans, example.group)


def running_head(example: Example, dice: random.Random) -> Example:
    """The head of the next page in the middle of the reference, between two of its fields."""
    gaps = [a.end for a, b in zip(example.spans, example.spans[1:], strict=False) if b.start > a.end]
    if not gaps:
        return example
    at = dice.choice(gaps)
    parts = list(example.text)
    parts[at] += f" {dice.choice(HEADS)} "
    return rewritten(example, parts)


FAULTS: dict[Fault, float] = {
    no_blanks: 5,
    more_blanks: 4,
    broken_words: 4,
    no_break_blanks: 1,
    line_ends: 2,
    capitals: 2,
    small_letters: 1,
    wide_digits: 0.5,
    ligatures: 2,
    misread_digits: 3,
    impossible_years: 1,
    misread_letters: 1,
    mixed_separators: 2,
    numbered: 4,
    broken_links: 2,
    trailer: 1,
    running_head: 0.5,
}
