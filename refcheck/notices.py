"""What the notices about a work come to: whether it stands, whether it is in doubt, how it was corrected."""

from __future__ import annotations

import re
from collections.abc import Iterable

from refcheck.csl import WITHDRAWN
from refcheck.model import Notice, Record, Reference

DECISIVE = (*WITHDRAWN, "reinstatement")  # corrections and concerns decide nothing about a retraction
CONCERN = "expression_of_concern"
PARTLY = "partial_retraction"
CORRECTIONS = ("correction", "corrigendum", "erratum", PARTLY)  # the others add, or put a new version in place
_LINKS = re.compile(r"(?:https?://|doi:\s*|\b10\.\d{4,9}/)\S+", re.IGNORECASE)


def decisive(record: Record) -> Notice | None:
    """The newest of the notices that decide whether the work stands; of two of one day the retraction."""
    deciding = (n for n in record.notices if n.kind in DECISIVE)
    return max(deciding, key=lambda n: (n.date, n.kind in WITHDRAWN), default=None)


def withdrawn(record: Record) -> Notice | None:
    """The retraction, withdrawal or removal that is in force."""
    newest = decisive(record)
    return newest if newest and newest.kind in WITHDRAWN else None


def concern(record: Record) -> Notice | None:
    """The newest expression of concern that no retraction or reinstatement has overtaken."""
    newest = max((n for n in record.notices if n.kind == CONCERN), key=lambda n: n.date, default=None)
    later = decisive(record)
    return None if withdrawn(record) or (newest and later and later.date >= newest.date) else newest


def corrections(record: Record) -> tuple[Notice, ...]:
    """The corrections of a work that stands, each once, in their order; no addenda, and no new versions."""
    if withdrawn(record):
        return ()
    return events(n for n in record.notices if n.kind in CORRECTIONS)


def events(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """The notices without those that tell of another's event: publisher and Retraction Watch both tell of it.

    Notices of one DOI are one, whatever each calls it; so are those of one day, where one of them names no DOI.
    """
    told = sorted(notices, key=lambda n: n.date, reverse=True)
    named = {n.DOI: n for n in told if n.DOI}  # the first of each
    days = {n.date for n in told if n.DOI}
    others = {n.date: n for n in told if not n.DOI and n.date not in days}
    return tuple(sorted((*named.values(), *others.values()), key=lambda n: n.date))


def mentioned(reference: Reference, record: Record, words: re.Pattern[str]) -> bool:
    """Whether a reference says the words more often than the names of the work and of its container do."""
    return says(reference, words, record.work.titles, record.work.container_titles)


def says(reference: Reference, words: re.Pattern[str], titles: Iterable[str], containers: Iterable[str]) -> bool:
    """Whether a reference says the words more often than these names do; those of people and in links do not count."""
    raw = reference.raw
    for field in reversed([f for f in reference.fields if f.name in ("author", "editor", "DOI", "URL")]):
        raw = f"{raw[: field.start]} {raw[field.end :]}"
    own = max((len(words.findall(name)) for name in titles), default=0)
    own += max((len(words.findall(name)) for name in containers), default=0)
    return len(words.findall(_LINKS.sub(" ", raw))) > own


def dated(notice: Notice, record: Record) -> str:
    """When a notice was published, and where: " on 2010-02-06, notice 10.5555/n", as far as it is known."""
    if notice.source == "title":
        return ": its recorded title says so, no notice is recorded"
    place = ", the notice stands in its place" if notice.DOI == record.work.DOI else f", notice {notice.DOI}"
    return (f" on {notice.date}" if notice.date else "") + (place if notice.DOI else "")
