"""The ladders of authors, years, containers and numbers: on which rung a cited field stands beside a recorded one."""

from __future__ import annotations

from collections.abc import Callable

from rapidfuzz.distance import DamerauLevenshtein

from refcheck.matching import people
from refcheck.matching.containers import compare_containers
from refcheck.model import Work
from refcheck.text import number, page_range, read_as_digits

MOSTLY = 0.6  # share of the authors
_LEAD = "abcdefghijklmnopqrstuvwxyz0"


def author(cited: Work, recorded: Work) -> str:
    """The first author: the recorded first, nearly, or one of the others."""
    if not cited.author or not recorded.author:
        return ""
    first, others = cited.author[0], recorded.author
    if people.same_person(first, others[0]):
        return "same"
    if people.near_family(first, others[0]):
        return "near"
    return "among" if any(people.same_person(first, name) for name in others) else "different"


def other_authors(cited: Work, recorded: Work) -> str:
    """The other authors: how many of them the record knows."""
    others = cited.author[1:]
    if not others or len(recorded.author) < 2:
        return ""
    known = len(others) - len(people.strangers(others, recorded.author))
    if known == len(others):
        return "same"
    return "most" if known >= MOSTLY * len(others) else "some" if known else "different"


def author_count(cited: Work, recorded: Work) -> str:
    """Whether the record has more authors than a list that does not say that it is cut short."""
    if not cited.author or cited.et_al or len(recorded.author) < 2:
        return ""
    more = len(recorded.author) - len(cited.author)
    return "same" if more == 0 else "more recorded" if more > 0 else "fewer recorded"


def issued(cited: Work, recorded: Work) -> str:
    """Any year that the record knows, print or online."""
    if not cited.years or not recorded.years:
        return ""
    off = min(abs(a - b) for a in cited.years for b in recorded.years)
    return "same" if off == 0 else "near" if off == 1 else "different"


def container(cited: Work, recorded: Work) -> str:
    """The journal, book or series, abbreviated or not."""
    if not cited.container_title or not recorded.container_titles:
        return ""
    return str(compare_containers(cited.container_title, recorded.container_titles))


def _number_level(cited: str, recorded: str) -> str:
    a, b = number(cited), number(recorded)
    if not a or not b:
        return ""
    if a == b or _one_of_two(a, b) or _one_of_two(b, a):
        return "same"
    return "slip" if one_slip(cited.strip(), recorded.strip()) else "different"


def _one_of_two(single: str, double: str) -> bool:
    """Whether a number is one of the two of a double volume or issue ("35-36", "3/4")."""
    return single.isalnum() and any(single in double.split(mark) for mark in "-/")


def one_slip(cited: str, recorded: str) -> bool:
    """Whether a number was misread or mistyped in one place: a glyph, two digits swapped, a digit lost or doubled."""
    if read_as_digits(cited) == recorded:
        return True
    if not (cited.isalnum() and recorded.isalnum()) or max(len(cited), len(recorded)) < 2:
        return False
    return DamerauLevenshtein.distance(cited, recorded, score_cutoff=1) < 2


def volume(cited: Work, recorded: Work) -> str:
    """Roman and double numbers are one with the arabic, and with either of the two."""
    return _number_level(cited.volume, recorded.volume)


def issue(cited: Work, recorded: Work) -> str:
    """As the volume; issues are short, and a slip in them is another issue."""
    level = _number_level(cited.issue, recorded.issue)
    return "different" if level == "slip" else level


def page(cited: Work, recorded: Work) -> str:
    """First and last page, in full or abbreviated; an article number with and without its letter."""
    if not cited.page or not recorded.page:
        return ""
    a, b = page_range(cited.page), page_range(recorded.page)
    if a[0] == b[0]:
        return "same" if a[1] == b[1] or not a[1] or not b[1] else "first"
    if (bare := a[0].lstrip(_LEAD)) and bare == b[0].lstrip(_LEAD):
        return "same"
    slip = one_slip(a[0], b[0])
    if slip and b[0].isdigit() and len(a[0]) == len(b[0]) > 2 and not a[0].isdigit():
        return "slip"  # a letter for a digit is no article number
    if _locator(a) != _locator(b):
        return "incomparable"
    return "slip" if slip else "different"


def _locator(pages: tuple[str, str]) -> str:
    """What a page is: pages of a volume, an article number, or the pages of one article counted from 1.

    A work may be cited by its article number and recorded by its page count; neither is wrong.
    """
    first, last = pages
    if first == "1":
        return "own count"
    return "article" if not last and (first[:1].isalpha() or len(first) > 4) else "pages"


LADDERS: dict[str, Callable[[Work, Work], str]] = {
    "author": author,
    "other-authors": other_authors,
    "author-count": author_count,
    "issued": issued,
    "container-title": container,
    "volume": volume,
    "issue": issue,
    "page": page,
}
