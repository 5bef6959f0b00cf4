"""What the record of a cited DOI may be to the work that the words describe: a notice about it, a part, a preprint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from refcheck.matching import people, titles
from refcheck.matching.containers import Kinship, compare_containers
from refcheck.matching.title_ladder import FEW_LETTERS, NEAR
from refcheck.model import UNCITED, Match, Record, Reference, Work
from refcheck.notices import says
from refcheck.text import letters, number, page_range

FOLLOWED = 2  # works named by a record that are looked up: a notice may be about hundreds
BOOKS = ("book", "proceedings")
PARTS = ("chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary", "entry")
ABOUT = ("is-review-of", "is-comment-on", "is-reply-to", "is-supplement-to", "is-component-of")
HELD = 90.0  # percent of letters from which a title stands in another


@dataclass(frozen=True, slots=True)
class Kin:
    """What a record is, "a correction of the work cited", and the DOI of that work, "" where it is not known."""

    what: str
    DOI: str = ""


@dataclass(frozen=True, slots=True)
class _About:
    """A kind of record that is about a work: how its title begins, and what a reference says that means it.

    `updates` are its names among the kinds of updates.
    """

    what: str
    opening: re.Pattern[str]
    meant: re.Pattern[str]
    updates: tuple[str, ...] = ()


def _about(what: str, opening: str, meant: str, *updates: str) -> _About:
    begins = rf"^\W*(?:{opening})\b(?:\W*\b(?:to|for|of|on|in)\b)?\W*"
    return _About(what, re.compile(begins, re.IGNORECASE), re.compile(meant, re.IGNORECASE), updates)


KINDS = (
    _about(
        "a notice of retraction of the work cited",
        r"(?:notice of )?(?:retraction|withdrawal|removal)(?: notice| note| statement)?",
        r"retract|rétract|withdr|remov|zur[üu]ckgezogen",
        *("retraction", "withdrawal", "removal", "partial_retraction"),
    ),
    _about(
        "an expression of concern about the work cited",
        r"(?:editorial )?(?:expression|note|notice) of (?:editorial )?concern",
        r"concern",
        "expression_of_concern",
    ),
    _about(
        "a correction of the work cited",
        r"(?:(?:author|publisher)(?:'s|s'|’s|s’)?\s+)?(?:corrections?|corrigend(?:um|a)|errat(?:um|a)|addend(?:um|a))",
        r"correc|corrig|errat|addend|amend|bericht",
        *("correction", "corrigendum", "erratum", "addendum"),
    ),
    _about(
        "a reply to the work cited, or a comment on it",
        r"(?:authors?['’]? |the )?(?:reply|response|rejoinder|comments?|commentary|discussion) (?:to|on|of)",
        r"\bcomment|\brepl(?:y|ies)|respon[sd]|rejoinder|discussion|letter to|\bre:",
    ),
    _about(
        "a review of the work cited",
        r"(?:book |peer |(?:first |second )?)?review (?:of|for)|book review|decision letter(?: for)?",
        r"review|decision letter|rezension|recensi|rese[nñ]a|compte rendu",
    ),
    _about(
        "a supplement to the work cited",
        r"(?:supplement(?:ary|al)?|supporting|additional|online) (?:materials?|information|data|file|figures?|tables?)",
        r"suppl|supporting|additional|online (?:material|data)|appendix",
    ),
)
_QUOTED = re.compile(r"[“«„\"]\s*(.{12,}?)\s*[”»“\"](?:\W|$)")
# what reviews that are recorded under the title of the book say beside it
_OF_A_BOOK = re.compile(
    r"\b[Pp]p\.?\s*[ivxlc\d]|\b[ivxlc\d]+\s*pp\b|[$£€]\s?\d|\bISBN\b|\b(?:[Ee]dited )?[Bb]y [A-Z]|\([Ee]ds?\.?\)"
)


def kin(reference: Reference, record: Record, match: Match | None = None) -> Kin | None:
    """What the record of a cited DOI is to the work that the words describe.

    None where it may be that work, or has nothing to do with it. `match` is the record that the words match, if any.
    """
    found = match.record if match and match.record.work.DOI != record.work.DOI else None
    checks = (_notice, _other_form, _within, _review)
    return next((k for check in checks if (k := check(reference, record, found))), None)


def meant_for(reference: Reference, record: Record) -> tuple[str, ...]:
    """The works that a record says it is about, or a preprint of, where the reference does not say it means the record.

    Of a preprint the published article is named only where a volume or page is cited.
    """
    named = [u.of for u in record.updates if _of_update(u.notice.kind)]
    named += record.related(*ABOUT)
    if _meant(reference, record):
        return ()
    if reference.work.container_title and (reference.work.volume or reference.work.page):
        named += record.related("is-preprint-of")
    return tuple(dict.fromkeys(named))[:FOLLOWED]


def suspect(reference: Reference, record: Record) -> bool:
    """Whether a record shows by itself that it may not be the work that the words describe."""
    return bool(meant_for(reference, record)) or kin(reference, record) is not None


def _of_update(kind: str) -> _About | None:
    return next((about for about in KINDS if kind in about.updates), None)


def _opened(title: str) -> Iterator[tuple[_About, str]]:
    """The kinds as which a title begins, each with the title that is left, or that it quotes."""
    for about in KINDS:
        if begun := about.opening.match(title):
            quoted = _QUOTED.search(title, begun.start())
            yield about, quoted[1] if quoted else title[begun.end() :]


def _meant(reference: Reference, record: Record) -> bool:
    """Whether the reference says that it means such a record: in words, or by the volume and page of this one."""
    if all(a and a == b for a, b in zip(_place(reference.work), _place(record.work), strict=True)):
        return True
    opened = list(_opened(record.work.title))
    kinds = [about for about, _ in opened]
    kinds += [about for u in record.updates if (about := _of_update(u.notice.kind))]
    own = [rest for _, rest in opened] or record.work.titles  # the words of the work itself mean no notice
    return any(says(reference, about.meant, own, record.work.container_titles) for about in kinds)


def _notice(reference: Reference, record: Record, found: Record | None) -> Kin | None:
    """A correction, retraction, reply, review or supplement that names the work in its title or its metadata."""
    if _meant(reference, record):
        return None
    named = (*(u.of for u in record.updates if _of_update(u.notice.kind)), *record.related(*ABOUT))
    itself = found.work.DOI if found else ""
    opened = list(_opened(record.work.title))
    for about, rest in opened:
        if len(letters(rest)) >= FEW_LETTERS and titles.appears(rest, reference.raw):
            return Kin(about.what, itself or (named[0] if len(named) == 1 else ""))
    if not itself or itself not in named:
        return None
    kinds = [said for u in record.updates if u.of == itself and (said := _of_update(u.notice.kind))]
    kinds += [said for said, _ in opened]
    return Kin(kinds[0].what if kinds else "a remark on the work cited, or a supplement to it", itself)


def _other_form(reference: Reference, record: Record, found: Record | None) -> Kin | None:
    """The preprint of a work that is cited from the journal it was published in."""
    if not found or record.work.type != "article" or found.work.type == "article":
        return None
    cited, published = reference.work, found.work
    related = published.DOI in record.versions or record.work.DOI in found.versions
    in_place = any(a and a == b for a, b in zip(_place(cited), _place(published), strict=True))
    if not (related and in_place and _names(reference, published)):
        return None
    return Kin("a preprint of the article cited", published.DOI)


def _place(work: Work) -> tuple[str, str]:
    return number(work.volume), page_range(work.page)[0]


def _names(reference: Reference, work: Work) -> bool:
    """Whether a reference names the container of a work."""
    cited = reference.work.container_title
    return bool(cited) and compare_containers(cited, work.container_titles) in (Kinship.SAME, Kinship.ALIKE)


def _within(reference: Reference, record: Record, found: Record | None) -> Kin | None:
    """The whole of which a part is cited, or a part of what is cited as a whole."""
    named, cited = record.work, reference.work
    whole = found.work if found else Work()
    if named.type in UNCITED or named.type in BOOKS:
        return _whole(record, found) if found else None
    if named.type not in PARTS or cited.page or titles.appears(named.title, reference.raw):
        return None
    if not _like(cited.title, named.container_titles) or len(letters(cited.title)) < FEW_LETTERS:
        return None
    if whole.type not in BOOKS and _one_author(cited, named):
        return None  # a chapter or paper is cited without its title
    return Kin("a chapter of the book cited", whole.DOI if whole.type in BOOKS else "")


def _one_author(a: Work, b: Work) -> bool:
    """Whether two works may have an author in common."""
    return not (a.author and b.author) or any(people.near_family(x, y) for x in a.author for y in b.author)


def _whole(record: Record, found: Record) -> Kin | None:
    named, part = record.work, found.work
    if not part.DOI:
        return None
    if named.type == "component" and (named.DOI.startswith(part.DOI) or part.DOI in record.related("is-component-of")):
        return Kin("a figure, table or supplement of the work cited", part.DOI)
    if named.type.startswith("journal"):
        names = named.container_titles or named.titles
        same = any(compare_containers(name, part.container_titles) is Kinship.SAME for name in names)
        what = "the journal" if named.type == "journal" else f"the {named.type.removeprefix('journal-')} of the journal"
        return Kin(f"{what} that the article cited is in", part.DOI) if same else None
    if named.type in BOOKS and part.type in PARTS and _like(named.title, part.container_titles):
        return Kin("the book that the chapter cited is in", part.DOI)
    return None


def _like(title: str, others: tuple[str, ...]) -> bool:
    return any(titles.similarity(title, other) >= NEAR for other in others)


def _review(reference: Reference, record: Record, found: Record | None) -> Kin | None:
    """A review of the book cited, recorded under the title of the book in the journal that it stood in."""
    named, cited = record.work, reference.work
    if not named.container_title or named.type in (*BOOKS, *PARTS) or cited.container_title or cited.volume:
        return None
    # what a group published in a journal is often cited with the group alone
    if _one_author(cited, named) or not all(author.family for author in cited.author):
        return None
    if len(letters(cited.title)) < FEW_LETTERS or fuzz.partial_ratio(letters(cited.title), letters(named.title)) < HELD:
        return None
    if len(letters(cited.title)) > len(letters(named.title)) or re.search(r"review", reference.raw, re.IGNORECASE):
        return None
    a_book = bool(found and found.work.type in BOOKS)
    if not (a_book or _OF_A_BOOK.search(named.title)):
        return None
    return Kin("a review of the work cited", found.work.DOI if found and a_book else "")
