"""The ladder of titles: what is printed counts, wherever the parser put it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from refcheck.matching import coverage, titles
from refcheck.matching.printed import LONG_NAME, Printed
from refcheck.model import Work
from refcheck.text import letters, mentions

# from the best to the worst: of several titles of a record the best counts
RUNGS = (
    "same",
    "near",
    "same-short",  # under five words that carry meaning: "Presacral hematopoiesis" is no fingerprint
    "without-subtitle",
    "near-short",
    "without-subtitle-short",
    "beginning",  # one is how the other begins: registries cut titles at italics, or add a translation
    "part",
    "another-part",
    "different",
)
NEAR = 0.90  # share of letters from which two titles are one with slips
PART = 0.65  # … from which they are at least about the same
FEW_WORDS = 5
FEW_LETTERS = 16
_WORSE = ("", "part", "another-part", "different")


def title(cited: Work, recorded: Work, printed: Printed, levels: Mapping[str, str]) -> str:
    """The rung on which the title stands; `levels` are those of the other fields."""
    level = compared(cited, recorded)
    if level in ("part", "different"):
        if _whole_of(cited, recorded):
            return "container"  # of what the reference cites a part of, the whole
        if not cited.container_title and _names_container(cited.title, recorded):
            level = ""  # the parser took the container for the title, and no title is printed
    if level in ("", "part", "different") and coverage.scattered(cited, recorded, printed, levels):
        level = "words"  # the same words in another order
    if level.endswith("-short") or level in _WORSE:
        if any(not few_words(title) and printed.holds(title) for title in recorded.titles):
            return "printed"  # the whole title stands there, though the parser cut another one out of it
        if level in _WORSE and any(len(letters(t)) >= FEW_LETTERS and printed.holds(t) for t in recorded.titles):
            return "within"  # a short one: registries cut titles at italics
    alike = level in ("near", "words") or level.endswith("-short")
    # near or short, on other pages: one of a series rather than a slip
    return "elsewhere" if alike and levels["page"] == "different" else level


def about(cited: Work, recorded: Work, printed: Printed) -> str:
    """Whether only one of the two is a notice about the other: a correction, a reply, a retraction."""
    said = titles.notice(recorded.title)
    cites = titles.notice(cited.title)
    if said == cites or any(titles.same(cited.title, t) for t in recorded.titles):
        return ""  # "Review of …" may be the work's own title
    if said:
        if not cited.title:
            return "a notice, of which nothing is said"
        return "" if printed.holds(said) else "a notice or reply"
    return "the work that a notice is about" if recorded.title and not mentions(recorded.title, cites) else ""


def compared(cited: Work, recorded: Work) -> str:
    """The best rung that the cited title reaches against any title of the record."""
    if not cited.title or not recorded.titles:
        return ""
    levels = {_compared(cited.title, title) for title in recorded.titles}
    return next(level for level in RUNGS if level in levels)


def _compared(cited: str, recorded: str) -> str:
    ratio = titles.similarity(cited, recorded)
    if ratio == 1.0:
        level = "same"
    elif ratio >= NEAR:
        level = "near"
    elif _without_subtitle(cited, recorded) or _without_subtitle(recorded, cited):
        level = "without-subtitle"
    elif _begins(cited, recorded) or _begins(recorded, cited):
        level = "beginning"
    else:
        level = "part" if ratio >= PART else "different"
    if level not in ("same", "different") and titles.numbered_apart(cited, recorded):
        return "another-part"
    in_few_words = level in ("same", "near", "without-subtitle") and (few_words(cited) or few_words(recorded))
    return level + "-short" if in_few_words else level


@lru_cache(maxsize=50_000)
def few_words(title: str) -> bool:
    """Whether too few words carry meaning to tell works apart."""
    return sum(len(w) > 3 for w in titles.folded_keys(title)) < FEW_WORDS


def _without_subtitle(shorter: str, longer: str) -> bool:
    """Whether one title is the other up to its colon, question mark, dash or full stop."""
    at = min(
        (i for i in (longer.find(mark) for mark in (": ", "? ", " - ", " – ", " — ", ". ")) if i > 0),
        default=0,
    )
    return at > 0 and titles.similarity(shorter, longer[:at]) >= 0.97


def _begins(shorter: str, longer: str) -> bool:
    """Whether one title is the other as far as it goes, which is two words at least."""
    begun = letters(shorter)
    return len(begun) >= FEW_LETTERS // 2 and " " in shorter and letters(longer).startswith(begun)


def _whole_of(cited: Work, recorded: Work) -> bool:
    """Whether the record is of the book or volume that the cited work is in."""
    named = cited.container_title
    return bool(named) and any(titles.similarity(named, title) >= NEAR for title in recorded.titles)


def _names_container(text: str, recorded: Work) -> bool:
    """Whether a text is the name of the record's container, or a good part of it."""
    return any(mentions(name, text) for name in recorded.container_titles) and len(text) >= LONG_NAME
