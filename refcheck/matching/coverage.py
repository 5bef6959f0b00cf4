"""How much of a printed reference a record explains: what is left over speaks for another work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from refcheck.model import Work
from refcheck.text import SILENT, folded, number, page_range

ALL, MOST, HALF = 0.9, 0.65, 0.4  # shares of the words, from which a level is reached
TELLING = 3  # words of a title, from which it may be told by them
UNSAID = SILENT | frozenset("volume nr pages page pmid pmcid url available accessed retrieved".split())


def level(cited: Work, recorded: Work, raw: str, levels: Mapping[str, str]) -> str:
    """The share of the words and numbers of the reference that the record explains; "" for a very short one."""
    printed = _words(raw)
    if len(printed) < 3:
        return ""
    known = _known(recorded)
    if levels["author"] in ("same", "near", "among"):
        known = known.union(*(_words(f"{n.given} {n.family} {n.literal}") for n in cited.author))
    if levels["container-title"] == "same":
        known |= _words(cited.container_title)
    if levels["title"] in ("same", "near", "without-subtitle"):
        known |= _words(cited.title)
    known |= _words(" ".join((cited.DOI, cited.publisher)))
    share = sum(w in known for w in printed) / len(printed)
    return "all" if share >= ALL else "most" if share >= MOST else "half" if share >= HALF else "little"


def scattered(cited: Work, recorded: Work, raw: str, levels: Mapping[str, str]) -> bool:
    """Whether the words of a recorded title stand in the reference in whatever order, and hardly any others do."""
    printed = _words(raw)
    found = any(len(_words(t)) >= TELLING and len(_words(t) & printed) >= ALL * len(_words(t)) for t in recorded.titles)
    return found and level(cited, recorded, raw, levels) == "all"


@lru_cache(maxsize=4_000)
def _words(text: str) -> frozenset[str]:
    """The words and numbers of a text that say something."""
    return frozenset(w for w in folded(text) if len(w) > 1 and w not in UNSAID)


@lru_cache(maxsize=4_000)
def _known(recorded: Work) -> frozenset[str]:
    return frozenset(_said(recorded))


def _said(recorded: Work) -> Iterator[str]:
    for text in (*recorded.titles, *recorded.container_titles, recorded.publisher):
        yield from _words(text)
    for name in recorded.author:
        yield from _words(f"{name.given} {name.family} {name.literal}")
    yield from map(str, recorded.years)
    for text in (recorded.volume, recorded.issue, recorded.page, number(recorded.volume), *page_range(recorded.page)):
        yield from _words(text)
