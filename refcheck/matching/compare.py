"""Compare two works field by field; each comparison is a ladder of levels, each level is worth its bits.

Bits are log2 of how much more often a level is met between a reference and its own record than between a
reference and another candidate that a search brought up. Signs and sizes were set by hand and checked on
real strings with independent records; `docs/matching.md` has the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from refcheck.matching import coverage, people, printed, titles
from refcheck.matching.containers import Kinship, compare_containers
from refcheck.model import Evidence, Work
from refcheck.text import letters, mentions, number, page_range, read_as_digits

PRIOR = Evidence("prior", "one candidate of many", -10.0)  # a search always brings something up

BITS: dict[str, dict[str, float]] = {
    "title": {
        "same": 13.0,
        "printed": 9.0,  # the recorded title stands in the reference, though the parser cut another one out of it
        "same-short": 7.0,  # under five words that carry meaning: "Presacral hematopoiesis" is no fingerprint
        "near": 9.0,
        "near-short": 4.0,
        "words": 8.0,  # the same words in another order
        "without-subtitle": 8.0,
        "without-subtitle-short": 3.0,
        "within": 3.0,  # the recorded title is short, and stands in the reference: registries cut titles at italics
        "elsewhere": 1.0,  # near or short, on other pages: one of a series rather than a slip
        "part": 0.0,
        "another-part": -8.0,
        "container": -8.0,  # of what the reference cites a part of, the whole
        "different": -12.0,
    },
    "about": {"a notice or reply": -25.0},  # "Author Correction: <same title>" is not the work
    "author": {"same": 5.0, "near": 3.0, "printed": 3.0, "among": 2.0, "different": -6.0},
    "other-authors": {"same": 3.0, "some": 0.0, "different": -3.0},
    "issued": {"same": 3.0, "printed": 2.0, "near": 0.5, "different": -4.0},
    "container-title": {"same": 4.0, "printed": 3.0, "part": 1.0, "different": -4.0},
    "volume": {"same": 5.0, "printed": 2.0, "slip": 1.0, "different": -3.0},
    "issue": {"same": 2.0, "different": -1.0},
    "page": {"same": 8.0, "first": 6.0, "printed": 5.0, "slip": 1.0, "incomparable": 0.0, "different": -4.0},
    "explained": {"all": 3.0, "most": 0.0, "half": -2.0, "little": -4.0},
}

NEAR_TITLE = 0.90  # share of letters from which two titles are one with slips
PART_TITLE = 0.65  # … from which they are at least about the same
FEW_WORDS = 5
FEW_LETTERS = 16
LONG_NAME = 10  # letters of a container's name that are no accident


def compare(cited: Work, recorded: Work, raw: str = "") -> tuple[Evidence, ...]:
    """The evidence that `recorded` is the work cited, the prior first; what either leaves unsaid says nothing.

    `raw` is the reference as printed: what stands there does not count as different only because it was parsed badly.

    A cited DOI is no evidence: it is a claim under test, and if it proved itself it could never be found wrong.
    """
    return (PRIOR, *(Evidence(field, level, BITS[field][level]) for field, level in _levels(cited, recorded, raw)))


def _levels(cited: Work, recorded: Work, raw: str) -> Iterator[tuple[str, str]]:
    """The level reached on each ladder; of title and container what is printed counts, wherever the parser put it."""
    levels = {field: ladder(cited, recorded) for field, ladder in _LADDERS.items()}
    levels["title"] = _title(cited, recorded, raw, levels)
    for field, stands in printed.PRINTED.items():
        # where something else was read, what other fields state is no sign that the parser was wrong
        text = printed.unread(cited, raw) if levels[field] == "different" else raw
        if levels[field] in ("", "part", "different") and stands(recorded, text):
            levels[field] = "printed"
    if levels["container-title"] != "same" and _named(recorded, raw):
        levels["container-title"] = "same"
    if levels["about"] and mentions(raw, titles.notice(recorded.title)):
        levels["about"] = ""
    levels["explained"] = coverage.level(cited, recorded, raw, levels)
    yield from ((field, level) for field, level in levels.items() if level)


def _title(cited: Work, recorded: Work, raw: str, levels: Mapping[str, str]) -> str:
    level = levels["title"]
    if level in ("part", "different"):
        if _whole_of(cited, recorded):
            return "container"
        if not cited.container_title and _names_container(cited.title, recorded):
            return ""  # the parser took the container for the title, and no title is printed
    if level in ("", "part", "different") and coverage.scattered(cited, recorded, raw, levels):
        level = "words"
    if BITS["title"].get(level, 0.0) < BITS["title"]["words"] and _printed(recorded, raw):
        return "printed"
    if BITS["title"].get(level, 0.0) < BITS["title"]["within"] and _within(recorded, raw):
        return "within"
    alike = level in ("near", "words") or level.endswith("-short")
    return "elsewhere" if alike and levels["page"] == "different" else level


def _within(recorded: Work, raw: str) -> bool:
    """Whether a title of a few words stands in the reference letter for letter."""
    return any(len(letters(title)) >= FEW_LETTERS and mentions(raw, title) for title in recorded.titles)


def _whole_of(cited: Work, recorded: Work) -> bool:
    """Whether the record is of the book or volume that the cited work is in."""
    named = cited.container_title
    return bool(named) and any(titles.similarity(named, title) >= NEAR_TITLE for title in recorded.titles)


def _names_container(text: str, recorded: Work) -> bool:
    """Whether a text is the name of the record's container, or a good part of it."""
    return any(mentions(name, text) for name in recorded.container_titles) and len(text) >= LONG_NAME


def _named(recorded: Work, raw: str) -> bool:
    """Whether a name of the container that is long enough to be no accident stands in the reference."""
    return any(len(name) >= LONG_NAME and " " in name and mentions(raw, name) for name in recorded.container_titles)


def _printed(recorded: Work, raw: str) -> bool:
    """Whether a title long enough to tell works apart stands in the reference letter for letter."""
    return any(not _short(title) and mentions(raw, title) for title in recorded.titles)


def title_level(cited: Work, recorded: Work) -> str:
    """The best level that the cited title reaches against any title of the record."""
    if not cited.title or not recorded.titles:
        return ""
    levels = {_title_level(cited.title, title) for title in recorded.titles}
    return next(level for level in BITS["title"] if level in levels)


def _title_level(cited: str, recorded: str) -> str:
    if titles.numbered_apart(cited, recorded):
        return "another-part"
    ratio = titles.similarity(cited, recorded)
    short = "-short" if _short(cited) or _short(recorded) else ""
    if ratio == 1.0:
        return "same" + short
    if ratio >= NEAR_TITLE:
        return "near" + short
    if _without_subtitle(cited, recorded) or _without_subtitle(recorded, cited):
        return "without-subtitle" + short
    return "part" if ratio >= PART_TITLE else "different"


@lru_cache(maxsize=50_000)
def _short(title: str) -> bool:
    """Whether too few words carry meaning to tell works apart."""
    return sum(len(w.folded) > 3 for w in titles.keys(title)) < FEW_WORDS


def _without_subtitle(shorter: str, longer: str) -> bool:
    """Whether one title is the other up to its colon, question mark, dash or full stop."""
    at = min(
        (i for i in (longer.find(mark) for mark in (": ", "? ", " - ", " – ", " — ", ". ")) if i > 0),
        default=0,
    )
    return at > 0 and titles.similarity(shorter, longer[:at]) >= 0.97


def _about(cited: Work, recorded: Work) -> str:
    said = titles.notice(recorded.title)
    if not said or not cited.title or titles.notice(cited.title) == said:
        return ""
    # "Review of …" may be the work's own title: only words that the reference does not say count
    return "" if any(titles.same(cited.title, t) for t in recorded.titles) else "a notice or reply"


def _author(cited: Work, recorded: Work) -> str:
    if not cited.author or not recorded.author:
        return ""
    first, others = cited.author[0], recorded.author
    if people.same_person(first, others[0]):
        return "same"
    if people.near_family(first, others[0]):
        return "near"
    return "among" if any(people.same_person(first, name) for name in others) else "different"


def _other_authors(cited: Work, recorded: Work) -> str:
    others = cited.author[1:]
    if not others or len(recorded.author) < 2:
        return ""
    known = len(others) - len(people.strangers(others, recorded.author))
    return "same" if known == len(others) else "some" if known else "different"


def _issued(cited: Work, recorded: Work) -> str:
    if not cited.years or not recorded.years:
        return ""
    off = min(abs(a - b) for a in cited.years for b in recorded.years)
    return "same" if off == 0 else "near" if off == 1 else "different"


def _container(cited: Work, recorded: Work) -> str:
    if not cited.container_title or not recorded.container_titles:
        return ""
    return _KINSHIP[compare_containers(cited.container_title, recorded.container_titles)]


_KINSHIP = {Kinship.SAME: "same", Kinship.PART: "part", Kinship.OTHER: "different"}


def _number_level(cited: str, recorded: str) -> str:
    a, b = number(cited), number(recorded)
    if not a or not b:
        return ""
    if a == b or set(a.split("-")) & set(b.split("-")) or set(a.split("/")) & set(b.split("/")):
        return "same"
    return "slip" if one_slip(cited.strip(), recorded.strip()) else "different"


def one_slip(cited: str, recorded: str) -> bool:
    """Whether a number was misread or mistyped in one place: a glyph, two digits swapped, a digit lost or doubled."""
    if read_as_digits(cited) == recorded:
        return True
    if not (cited.isalnum() and recorded.isalnum()) or max(len(cited), len(recorded)) < 2:
        return False
    return DamerauLevenshtein.distance(cited, recorded, score_cutoff=1) < 2


def _volume(cited: Work, recorded: Work) -> str:
    return _number_level(cited.volume, recorded.volume)


def _issue(cited: Work, recorded: Work) -> str:
    level = _number_level(cited.issue, recorded.issue)
    return "different" if level == "slip" else level


def _page(cited: Work, recorded: Work) -> str:
    if not cited.page or not recorded.page:
        return ""
    a, b = page_range(cited.page), page_range(recorded.page)
    if a[0] == b[0]:
        return "same" if a[1] == b[1] or not a[1] or not b[1] else "first"
    if (number := a[0].lstrip(_LEAD)) and number == b[0].lstrip(_LEAD):
        return "same"  # an article number with and without its e
    if _locator(a) != _locator(b):
        return "incomparable"
    return "slip" if one_slip(a[0], b[0]) else "different"


_LEAD = "abcdefghijklmnopqrstuvwxyz0"


def _locator(pages: tuple[str, str]) -> str:
    """What a page is: pages of a volume, an article number, or the pages of one article counted from 1.

    A work may be cited by its article number and recorded by its page count; neither is wrong.
    """
    first, last = pages
    if first == "1":
        return "own count"
    return "article" if not last and (first[:1].isalpha() or len(first) > 4) else "pages"


_LADDERS: dict[str, Callable[[Work, Work], str]] = {
    "title": title_level,
    "about": _about,
    "author": _author,
    "other-authors": _other_authors,
    "issued": _issued,
    "container-title": _container,
    "volume": _volume,
    "issue": _issue,
    "page": _page,
}
