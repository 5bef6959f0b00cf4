"""How much of a printed reference a record explains: what is left over speaks for another work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from refcheck.matching.printed import Printed, telling
from refcheck.model import Name, Work
from refcheck.text import number, page_range

ALL, MOST, HALF = 0.9, 0.65, 0.4  # shares of the words, from which a level is reached
FEW_IN_A_ROW, MANY_IN_A_ROW = 3, 5  # words that the record does not explain
LONGEST_NAME = 4  # words
FEW = 3  # words of a reference or a title, below which nothing is said


def explained(cited: Work, recorded: Work, printed: Printed, levels: Mapping[str, str]) -> tuple[str, str]:
    """The share of the words and numbers of the reference that the record explains, and how many in a row it does not.

    A reference of hardly any words is not asked.
    """
    asked = printed.words - telling(cited.DOI) if cited.DOI else printed.words
    if len(asked) < FEW:
        return "few words", ""
    left = _unexplained(asked, cited, recorded, levels)
    share = 1 - len(left) / len(asked)
    level = "all" if share >= ALL else "most" if share >= MOST else "half" if share >= HALF else "little"
    row = _longest_row(left, _from_author(recorded, printed.in_order)) if len(left) >= FEW_IN_A_ROW else 0
    return level, "many in a row" if row >= MANY_IN_A_ROW else "some in a row" if row >= FEW_IN_A_ROW else ""


def _from_author(recorded: Work, words: Sequence[str]) -> Sequence[str]:
    """The words from the first author on: what stands before is another reference, or none."""
    family = telling(recorded.author[0].known_as) if recorded.author else ()
    return words[min((words.index(w) for w in family if w in words), default=0) :]


def _longest_row(left: frozenset[str], words: Sequence[str]) -> int:
    """The most words in a row that are not explained."""
    longest = row = 0
    for word in words:
        row = row + 1 if word in left else 0
        longest = max(longest, row)
    return longest


def _unexplained(asked: frozenset[str], cited: Work, recorded: Work, levels: Mapping[str, str]) -> frozenset[str]:
    """The words and numbers that neither the record says nor what agrees with it."""
    left = asked - _known(recorded)
    # of what the record does not state it cannot be asked to explain anything
    if left and (not recorded.author or levels["author"] in ("same", "near", "among")):
        left = left.difference(*(_of_name(n) for n in cited.author if _is_name(n)))
    if left and not recorded.years:
        left = left.difference(map(str, cited.years))
    if left:
        left = left.difference(*(telling(a) for a, b in _numbers(cited, recorded) if not b))
    if left and (not recorded.container_titles or levels["container-title"] == "same"):
        left = left - telling(cited.container_title)
    if left and levels.get("title") in ("same", "near", "without-subtitle", "beginning"):
        left = left - telling(cited.title)
    return left - telling(cited.publisher) if left else left


def scattered(cited: Work, recorded: Work, printed: Printed, levels: Mapping[str, str]) -> bool:
    """Whether the words of a recorded title stand in the reference in whatever order, and hardly any others do."""
    titles = (telling(t) for t in recorded.titles)
    found = any(len(t) >= FEW and len(t & printed.words) >= ALL * len(t) for t in titles)
    return found and explained(cited, recorded, printed, levels)[0] == "all"


def _numbers(cited: Work, recorded: Work) -> tuple[tuple[str, str], ...]:
    return (cited.volume, recorded.volume), (cited.issue, recorded.issue), (cited.page, recorded.page)


def _is_name(name: Name) -> bool:
    """Whether what was read as a person can be one, rather than words of a title."""
    said = f"{name.given} {name.family}"
    return bool(name.family) and len(said.split()) <= LONGEST_NAME and not any(c.isdigit() for c in said)


def _of_name(name: Name) -> frozenset[str]:
    return telling(f"{name.given} {name.family} {name.literal}")


@lru_cache(maxsize=4_000)
def _known(recorded: Work) -> frozenset[str]:
    return frozenset(_said(recorded))


def _said(recorded: Work) -> Iterator[str]:
    for text in (*recorded.titles, *recorded.container_titles, recorded.publisher):
        yield from telling(text)
    for name in recorded.author:
        yield from _of_name(name)
    yield from map(str, recorded.years)
    for text in (recorded.volume, recorded.issue, recorded.page, number(recorded.volume), *page_range(recorded.page)):
        yield from telling(text)
