"""CSL items that know where they stand in a file (of JSON, of YAML) as records that can be written back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from refcheck import csl
from refcheck.bibliographies.nodes import Fault, Node, plain
from refcheck.bibliographies.tagged import cut_short
from refcheck.model import Edit, Span
from refcheck.parsing.filed import Author, Filed, byline
from refcheck.parsing.records import Item, Passed, Value
from refcheck.parsing.values import doi, links, serials, together, year
from refcheck.reading import splice

TEXTS = ("title", "publisher", "volume", "issue")
SERIALS = ("ISSN", "ISBN")
WANTED = frozenset(
    (
        *TEXTS,
        *SERIALS,
        *csl.DATES,
        *csl.SHORT_CONTAINERS,
        *("id", "type", "subtitle", "original-title", "author", "container-title", "page", "article-number", "number"),
        *("DOI", "URL", "PMID", "PMCID"),
    )
)
FAMILY = (*csl.PARTICLES, "family")
SINGLE = ("literal", "name", "given")  # what a name of one piece stands in
LONGEST_KEY = 60  # characters; what is longer, or a link, is no key that anybody cites by
Scalar = Callable[[Node], Value]
NOTHING = Value("")


class Style(NamedTuple):
    """How a format writes items: a scalar as it reads; where a DOI goes."""

    scalar: Scalar
    doi: Callable[[Node], tuple[int, int, str, str] | None]


def records(items: Iterator[Node | Fault], style: Style) -> Iterator[Filed | Passed]:
    """The items as records; one that states nothing of a work is told."""
    for node in items:
        if isinstance(node, Fault):
            yield Passed(Span(node.start, node.end), node.said)
        elif not any(_stated(node, name) for name in ("title", "author", "container-title", "DOI", "URL")):
            yield Passed(Span(node.start, node.end), "no reference: neither title, author, container-title nor DOI")
        else:
            yield _filed(node, style)


def _filed(node: Node, style: Style) -> Filed:
    scalar = style.scalar
    authors = tuple(_authors(node, scalar))
    people = tuple(a for a in authors if not cut_short(a.value.text))
    et_al = len(people) < len(authors)
    work = csl.work(_item(node, et_al=et_al))
    one = {name: scalar(first) if (first := _first(node, name)) else NOTHING for name in (*TEXTS, "container-title")}
    values = {
        "author": byline(people, et_al=et_al),
        **one,
        "issued": _year(node, scalar),
        "page": next((scalar(n) for name in _pages(node) if (n := _first(node, name))), NOTHING),
        "DOI": doi(scalar(said)) if (said := _first(node, "DOI")) else NOTHING,
        **serials([scalar(n) for name in SERIALS for n in _each(node, name)]),
        "PMID": scalar(said) if (said := _first(node, "PMID")) else NOTHING,
        "PMCID": scalar(said) if (said := _first(node, "PMCID")) else NOTHING,
        "URL": links([scalar(n) for n in _each(node, "URL")], work.DOI),
    }
    key = scalar(said) if (said := _first(node, "id")) else NOTHING
    item = Item(work=replace(work, et_al=et_al), values=values, key=key if _is_key(key.text) else NOTHING)
    return Filed(item=item, authors=authors, doi=style.doi(node))


def _is_key(text: str) -> bool:
    return 0 < len(text) <= LONGEST_KEY and "://" not in text and not any(map(str.isspace, text))


def _item(node: Node, *, et_al: bool) -> Mapping[str, object]:
    """The item as CSL-JSON has it."""
    item = {name: plain(member) for name, member in (node.members or {}).items() if name in WANTED}
    if isinstance(dates := item.get("issued"), list):  # pandoc once wrote "issued: [{year: 2001}]"
        item["issued"] = {"date-parts": [[d.get("year")] for d in dates if isinstance(d, dict)]}
    if et_al and isinstance(names := item.get("author"), list):
        item["author"] = [n for n in names if not isinstance(n, dict) or not any(_cut(v) for v in n.values())]
    return item


def _cut(value: object) -> bool:
    return isinstance(value, str) and cut_short(value)


def _stated(node: Node, name: str) -> bool:
    member = (node.members or {}).get(name)
    return bool(member and (member.value or member.items or member.members))


def _each(node: Node, name: str) -> Iterator[Node]:
    """The scalars of a member that is one, or a list of them, those left out that say nothing."""
    member = (node.members or {}).get(name)
    for each in (member.items if member.items is not None else [member]) if member else ():
        if each.members is None and each.items is None and _says(each.value):
            yield each


def _says(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip()) and value.lower() not in csl.NOT_STATED
    return isinstance(value, int | float) and not isinstance(value, bool)


def _first(node: Node, name: str) -> Node | None:
    return next(_each(node, name), None)


def _pages(node: Node) -> Iterator[str]:
    yield from ("page", "article-number")
    kind = (node.members or {}).get("type")
    if kind and kind.value == "article-journal":
        yield "number"


def _year(node: Node, scalar: Scalar) -> Value:
    """The first year of the first date that is stated."""
    dates = (date for name in csl.DATES if (date := (node.members or {}).get(name)))
    return next((year(scalar(said)) for date in dates for said in _dated(date)), NOTHING)


def _dated(date: Node) -> Iterator[Node]:
    """The scalars in which a date's year stands."""
    if date.items:
        yield from _dated(date.items[0])
    elif date.members is not None:
        names = (name for name in ("date-parts", "year", "raw", "literal") if name in (date.members or {}))
        yield from (said for name in names for said in _dated(date.members[name]))
    elif _says(date.value):
        yield date


def _authors(node: Node, scalar: Scalar) -> Iterator[Author]:
    member = (node.members or {}).get("author")
    for person in (member.items or ()) if member else ():
        if person.members is not None and (shown := _name(person, scalar)).text:
            yield Author(shown, person.start, person.end)


def _name(person: Node, scalar: Scalar) -> Value:
    """A name as "van der Berg, Jan, Jr", or the one piece that it has."""
    family = _joined(" ", [scalar(n) for name in FAMILY if (n := _first(person, name))])
    if not family.text:
        return next((scalar(n) for name in SINGLE if (n := _first(person, name))), NOTHING)
    rest = [scalar(n) for name in ("given", "suffix") if (n := _first(person, name))]
    return _joined(", ", [family, *rest])


def _joined(sign: str, values: Sequence[Value]) -> Value:
    return together(*(piece for i, one in enumerate(values) for piece in ((sign, one) if i else (one,))))


def renamed(written: str, person: Node, scalar: Scalar, new: str, quoted: Callable[[Node, str], str]) -> str | None:
    """The characters of a person under another name, nothing but the name changed; None where its pieces differ."""
    pieces = {name: n for name in (*FAMILY, *SINGLE, "suffix") if (n := _first(person, name))}
    said = new.split(", ")
    if "family" not in pieces:
        (only, *others) = (name for name in SINGLE if name in pieces)
        return _spliced(written, [(pieces[only], new)], quoted) if len(said) == 1 and not others else None
    names = [name for name in ("given", "suffix") if name in pieces]
    before = " ".join(scalar(pieces[name]).text for name in csl.PARTICLES if name in pieces)
    if len(said) != len(names) + 1 or not said[0].startswith(before):
        return None
    family = said[0][len(before) :].strip()
    return _spliced(written, zip((pieces[n] for n in ("family", *names)), (family, *said[1:]), strict=True), quoted)


def _spliced(written: str, told: Iterable[tuple[Node, str]], quoted: Callable[[Node, str], str]) -> str:
    edits = [Edit(Span(n.start, n.end), quoted(n, text)) for n, text in told if n.value != text]
    return splice(written, sorted(edits, key=lambda e: e.span.start))


def parts(name: str) -> dict[str, str]:
    """The pieces of a new name."""
    family, *rest = name.split(", ")
    if not rest:
        return {"literal": name}
    return {"family": family, "given": rest[0]} | ({"suffix": ", ".join(rest[1:])} if rest[1:] else {})
