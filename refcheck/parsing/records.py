"""References that stand in a file as records of fields, each printed as one line that knows where its fields stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from refcheck.model import Field, Origin, Reference, Span, Stretch, Unread, Work
from refcheck.parsing.structured import NOTHING
from refcheck.reading import Reader

# the order in which the fields of a record are printed, and what ends each
ENDS = {
    "author": ". ",
    "title": ". ",
    "container-title": ". ",
    "publisher": "; ",
    "issued": ";",
    "volume": "",
    "issue": "",
    "page": ". ",
    "DOI": ". ",
}
BEFORE = {"issue": "(", "page": ":"}
NUMBERS = ("volume", "issue", "page")
SHOWN = 80  # characters of what could not be read


@dataclass(frozen=True, slots=True)
class Value:
    """A field of a record as it reads.

    `stretches` tell where its text stands in the file (their offsets are those of `text`), `parts` where in it each
    author begins and ends.
    """

    text: str
    stretches: tuple[Stretch, ...] = ()
    parts: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A record: its key, the work it cites, and its fields under their CSL names, as they stand in the file."""

    work: Work
    values: Mapping[str, Value]
    key: Value = Value("")


@dataclass(frozen=True, slots=True)
class Passed:
    """A stretch of a file that should be a record and is none, and why."""

    span: Span
    said: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What is read of a file of records: a line for each, where it stands in the file, the references, the others."""

    text: str
    origin: Origin
    references: tuple[Reference, ...]
    unread: tuple[Unread, ...]


def listed(written: str, items: Iterable[Item]) -> tuple[str, Origin, tuple[Reference, ...]]:
    """What is read of a file of records, each of which could be read."""
    found = listed_with(written, items)
    return found.text, found.origin, found.references


def listed_with(written: str, parts: Iterable[Item | Passed]) -> Listed:
    """What is read of a file of records, among them some that could not be read; of those the beginning is shown."""
    reader = Reader(written)
    references: list[Reference] = []
    unread: list[Unread] = []
    for part in parts:
        if isinstance(part, Item):
            references.append(_reference(reader, len(references) + 1, part))
            continue
        start = reader.length
        line = written[part.span.start : min(part.span.end, part.span.start + SHOWN)].strip().splitlines()
        begin = written.find(line[0], part.span.start) if line else part.span.start
        reader.keep(begin, begin + len(line[0]) if line else begin)
        unread.append(Unread(Span(start, reader.length), part.said))
        reader.add("\n")
    return Listed(reader.text, reader.origin, tuple(references), tuple(unread))


def _reference(reader: Reader, n: int, item: Item) -> Reference:
    start, fields = reader.length, []
    if item.key.text:
        reader.add("[")
        fields.append(_printed(reader, "citation-number", item.key, start))
        reader.add("] ")
    after = ""
    for name, value in _in_order(item.values):
        reader.add(after + BEFORE.get(name, ""))
        fields += _fields(reader, name, value, start)
        after = _after(name, item.values)
        if value.text.endswith((".", "?", "!")):
            after = after.removeprefix(".")  # one stop is enough
    if not after:
        reader.add(NOTHING)
    elif after.startswith((")", ".")):
        reader.add(after.rstrip())
    raw = reader.since(start)
    reader.add("\n")
    return Reference(
        n=n,
        label=item.key.text,
        keyed=bool(item.key.text),
        span=Span(start, start + len(raw)),
        raw=raw,
        work=item.work,
        fields=tuple(fields),
    )


def _in_order(values: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """The fields that say something, those without a place in a printed reference last."""
    yield from ((name, values[name]) for name in ENDS if name in values and values[name].text)
    yield from ((name, value) for name, value in values.items() if name not in ENDS and value.text)


def _after(name: str, values: Mapping[str, Value]) -> str:
    """What stands between a field and the next."""
    if name == "issued":
        return ";" if any(values[other].text for other in NUMBERS if other in values) else ". "
    if name not in NUMBERS:
        return ENDS.get(name, ". ")
    closing = ")" if name == "issue" else ""
    rest = NUMBERS[NUMBERS.index(name) + 1 :]
    return closing if any(other in values and values[other].text for other in rest) else f"{closing}. "


def _fields(reader: Reader, name: str, value: Value, start: int) -> list[Field]:
    """The field printed, as one or, of authors, as one for each."""
    whole = _printed(reader, name, value, start)
    if not value.parts:
        return [whole]
    return [Field(name, value.text[p.start : p.end], whole.start + p.start, whole.start + p.end) for p in value.parts]


def _printed(reader: Reader, name: str, value: Value, start: int) -> Field:
    """The text of a value read, stretch by stretch, what stands nowhere in the file put in."""
    begin, at, text = reader.length - start, 0, value.text
    for first, last, low, high, same, kind in value.stretches:
        if first > at:
            reader.add(text[at:first])
        if same:
            reader.keep(low, high, kind)
        else:
            reader.stand_for(text[first:last], low, high, kind)
        at = last
    if at < len(text):
        reader.add(text[at:])
    return Field(name, text, begin, begin + len(text))
