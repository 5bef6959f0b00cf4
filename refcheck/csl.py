"""CSL-JSON to Work and back, tolerant of what registries deposit; Crossref's JSON is read by the same table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import unquote

from refcheck.model import VERSIONS, Name, Notice, Record, Relation, Update, Work
from refcheck.text import bare_doi, plain

TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "posted-content": "article",  # preprints
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "dissertation": "thesis",
    "reference-entry": "entry-encyclopedia",
}
DATES = ("issued", "published", "published-print", "published-online")
SHORT_CONTAINERS = ("short-container-title", "container-title-short", "journalAbbreviation")
NOT_STATED = ("null", "none", "n/a", "undefined")  # the words, in place of nothing
# "RETRACTED: …", "Retracted Article: …", "[Retracted] …"; without the punctuation the words may be a title's own
_PREFIX = re.compile(
    r"^[\[(*\s]{0,3}(retracted|withdrawn|removed)(?:\s+(?:article|chapter|paper))?\s*[:.\])]+\s*(?=\S)",
    re.IGNORECASE,
)
# "… (Retracted article. See vol. 3, p. 1, 2010)", as citation indexes export it, and "… [Retracted]"
_SUFFIX_SAID = re.compile(
    r"(?<=\S)\s*(?:[\[(](retracted|withdrawn) (?:article|chapter|paper)\b[^\[\]()]*[\])]"
    r"|\[(retracted|withdrawn)\])[\s.]*$",
    re.IGNORECASE,
)
PARTICLES = ("dropping-particle", "non-dropping-particle")  # are printed before the family name
_SAID = re.compile(r"retracted|withdrawn|removed", re.IGNORECASE)
WITHDRAWN = ("retraction", "withdrawal", "removal")  # the kinds of notices by which a work no longer stands
IN_DOUBT = ("partial_retraction", "expression_of_concern", "reinstatement")
# the relations that say which work is meant; who cites it and who reviewed it are not kept
RELATIONS = (*VERSIONS, "is-review-of", "is-comment-on", "is-reply-to", "is-supplement-to", "is-component-of")
_NOTICES = {"retracted": "retraction", "withdrawn": "withdrawal", "removed": "removal"}
_SUFFIX = re.compile(r"^(.+?)(?:,\s*|\s+)((?:Jr|Sr)\.?|I{2,3}|IV|2nd|3rd)$")
_NUMBERED = re.compile(r"^(.*?)\s*\b0\d{3}$")  # DBLP tells people of one name apart by numbers: "Wei Wang 0001"
_DOI = re.compile(r"(?i)(?:(https?://)?(?:dx\.|www\.)?doi\.org/|doi:)?\s*(10\.\d{4,9}(?:\.\d+)*/\S+)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def work(item: Mapping[str, object]) -> Work:
    """The work of a CSL-JSON item or a Crossref record; never raises, what makes no sense is left out."""
    titles = [_unprefixed(title) for title in _texts(item, "title")]
    containers = _texts(item, "container-title")
    shorter = [text for key in SHORT_CONTAINERS for text in _texts(item, key)]
    kind = _text(item, "type")
    return Work(
        type=TYPES.get(kind, kind),
        title=titles[0] if titles else "",
        other_titles=_distinct(_other_titles(item, titles), titles[:1]),
        author=tuple(_names(item.get("author"))),
        container_title=containers[0] if containers else "",
        other_container_titles=_distinct((*containers[1:], *shorter), containers[:1]),
        years=tuple(dict.fromkeys(year for key in DATES if key in item for year in _years(item[key]))),
        volume=_stated(item, "volume"),
        issue=_stated(item, "issue"),
        page=_stated(item, "page") or _stated(item, "article-number") or _article_number(item),
        publisher=_text(item, "publisher"),
        DOI=_doi(_text(item, "DOI", clean=str.strip)),
    )


def record(item: Mapping[str, object], source: str, retrieved: str = "") -> Record:
    """The record of a CSL-JSON item or a Crossref record, with what its registry says beside the work; never raises."""
    found = work(item)
    return Record(
        source=source,
        work=found,
        notices=notices(item, found.DOI),
        updates=tuple(updates(item, found.DOI)) if "update-to" in item else (),
        relations=tuple(dict.fromkeys(relations(item))) if "relation" in item else (),
        retrieved=retrieved,
    )


def relations(item: Mapping[str, object]) -> Iterator[Relation]:
    """The works to which a record says that it is related, of the ways that say which work is meant."""
    told = item.get("relation")
    named: Mapping[str, object] = told if isinstance(told, Mapping) else {}
    for kind in RELATIONS:
        related = named.get(kind)
        for other in related if isinstance(related, list) else [related]:
            if isinstance(other, Mapping) and isinstance(other.get("id"), str) and (doi := _doi(other["id"])):
                yield Relation(kind, doi)


def updates(item: Mapping[str, object], doi: str) -> Iterator[Update]:
    """The works that a record says it is a notice about, in its `update-to`; `doi` is its own."""
    for named in _notices(item, "update-to"):
        if named.kind and named.DOI not in ("", doi):
            yield Update(named.DOI, Notice(named.kind, named.date, doi, named.source))


def notices(item: Mapping[str, object], doi: str) -> tuple[Notice, ...]:
    """The notices in the `updated-by` of a work, each once; failing a retraction there, the one in its title.

    A publisher who puts a notice in the place of the work has the work update itself.
    """
    if not (item.get("updated-by") or item.get("update-to") or _SAID.search(str(item.get("title")))):
        return ()  # of most works nothing is said
    named = tuple(_notices(item, "update-to"))
    own = (n for n in named if n.DOI == doi)
    known = tuple(n for n in (*_notices(item, "updated-by"), *own) if _matters(n, doi))
    # some publishers title the notice itself "Retracted: …"
    told = () if any(n.kind in WITHDRAWN for n in (*known, *named)) else retracted(item)
    return tuple(dict.fromkeys((*known, *(Notice(kind, "", "", "title") for kind in tuple(told)[:1]))))


def _matters(notice: Notice, doi: str) -> bool:
    """Whether a notice is news: what a work says of itself is only where it no longer stands, or is in doubt."""
    return bool(notice.kind) and (notice.DOI != doi or not doi or notice.kind in (*WITHDRAWN, *IN_DOUBT))


def _notices(item: Mapping[str, object], key: str) -> Iterator[Notice]:
    """The notices under a key; what stands there for a DOI is the notice's in one, the work's in the other."""
    value = item.get(key)
    for update in value if isinstance(value, list) else ():
        if isinstance(update, Mapping):
            said = (update.get(key) for key in ("type", "DOI", "source"))
            kind, doi, source = (v.strip().lower() if isinstance(v, str) else "" for v in said)
            yield Notice(re.sub(r"[\s-]+", "_", kind), _day(update.get("updated")), _doi(doi), source)


def _day(updated: object) -> str:
    """The ISO date of an update, as far as it is known."""
    if not isinstance(updated, Mapping):
        return ""
    stamp, parts = updated.get("date-time"), updated.get("date-parts")
    if isinstance(stamp, str):
        return stamp[:10]
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return "-".join(f"{part:02}" for part in first if isinstance(part, int))


def retracted(item: Mapping[str, object]) -> Iterator[str]:
    """What its titles say was done to the work, each as a kind of notice."""
    if not _SAID.search(str(item.get("title"))):
        return
    for title in _texts(item, "title"):
        if said := _PREFIX.match(title) or _SUFFIX_SAID.search(title):
            yield _NOTICES[next(filter(None, said.groups())).lower()]


def item(work: Work) -> dict[str, object]:
    """The work as a CSL-JSON item; what is not stated is left out."""
    fields: dict[str, object] = {
        "type": work.type,
        "title": work.title,
        "author": [name(n) for n in work.author],
        "container-title": work.container_title,
        "volume": work.volume,
        "issue": work.issue,
        "page": work.page,
        "issued": {"date-parts": [[work.years[0]]]} if work.years else {},
        "publisher": work.publisher,
        "DOI": work.DOI,
    }
    return {key: value for key, value in fields.items() if value}


def name(name: Name) -> dict[str, str]:
    """A name as CSL-JSON has it."""
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix, "literal": name.literal}
    return {key: value for key, value in parts.items() if value}


def _text(item: Mapping[str, object], key: str, *, clean: Callable[[str], str] = plain) -> str:
    value = item.get(key)
    if value is None:
        return ""
    if isinstance(value, str):  # as most are: an index is built of millions
        return clean(_printed(value))
    found = _texts(item, key, clean=clean)
    return found[0] if found else ""


def _texts(item: Mapping[str, object], key: str, *, clean: Callable[[str], str] = plain) -> list[str]:
    """The texts of a field that holds one or a list, without tags and entities."""
    value = item.get(key)
    if not value and value != 0:
        return []
    values = value if isinstance(value, list) else [value]
    return [text for v in values if (text := clean(_printed(v)))]


def _printed(value: object) -> str:
    """A text, or a number as it is printed; "" for everything else."""
    if isinstance(value, str):
        # JSON can hold half a character
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return f"{value:.0f}" if abs(value) < 1e15 and value == int(value) else ""


def _stated(item: Mapping[str, object], key: str) -> str:
    """A volume, issue or page; registries hold numbers, strings, and the string "null"."""
    text = _text(item, key)
    return "" if text.lower() in NOT_STATED else text


def _article_number(item: Mapping[str, object]) -> str:
    """CSL has `number` for an article's number, but also for a report's, which stands in no page field."""
    return _stated(item, "number") if item.get("type") == "article-journal" else ""


def _doi(text: str) -> str:
    """The DOI in a field of its own: all of it, for "<" and ";" end a DOI in running text only."""
    found = _DOI.fullmatch(text)
    if not found:
        return bare_doi(text)
    return (unquote(found[2]) if found[1] else found[2]).rstrip(".,;").lower()


def _unprefixed(title: str) -> str:
    return _SUFFIX_SAID.sub("", _PREFIX.sub("", title)) if _SAID.search(title) else title


def _other_titles(item: Mapping[str, object], titles: list[str]) -> Iterator[str]:
    """The titles beside the main one: translations, with its subtitle, the original."""
    yield from titles[1:]
    yield from (f"{titles[0]}: {subtitle}" for subtitle in _texts(item, "subtitle") if titles)
    yield from _texts(item, "original-title")


def _distinct(texts: Iterable[str], main: list[str]) -> tuple[str, ...]:
    """The texts, each once, without the main one."""
    return tuple(text for text in dict.fromkeys(texts) if text not in main)


def _names(value: object) -> Iterator[Name]:
    for person in value if isinstance(value, list) else ():
        if isinstance(person, Mapping) and (name := _person(person)).known_as:
            yield name


def _person(person: Mapping[str, object]) -> Name:
    parted = any(key in person for key in PARTICLES)  # as few are
    said = [_text(person, key) for key in (*PARTICLES, "family")] if parted else [_text(person, "family")]
    family = " ".join(filter(None, said))
    given, suffix = _text(person, "given"), _text(person, "suffix")
    if not suffix and (" " in family or "," in family) and (glued := _SUFFIX.match(family)):
        family, suffix = glued[1], glued[2]
    if family[-1:].isdigit() and (numbered := _NUMBERED.match(family)):
        given, family = (given, numbered[1]) if numbered[1] else given.rpartition(" ")[::2]
    if family:
        return Name(family, given, suffix)
    # a name of one word is deposited in any of these
    return Name(literal=_text(person, "literal") or _text(person, "name") or given)


def _years(date: object) -> Iterator[int]:
    """The years of a CSL date (two for a range), of a bare year, or of a text that holds one."""
    if not isinstance(date, Mapping):
        yield from _year(date)
        return
    parts = date.get("date-parts")
    for part in parts if isinstance(parts, list) else ():
        yield from _year(part[0] if isinstance(part, list) and part else part)
    if not parts:
        yield from _year(date.get("raw") or date.get("literal"))


def _year(value: object) -> Iterator[int]:
    if found := _YEAR.search(_printed(value)):
        yield int(found[0])
