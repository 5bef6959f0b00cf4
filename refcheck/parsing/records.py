"""References that stand in a file as records of fields, each printed as one line that knows where its fields stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from refcheck.model import Field, Origin, Reference, Span, Stretch, Work
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


def listed(written: str, items: Iterable[Item]) -> tuple[str, Origin, tuple[Reference, ...]]:
    """What is read of a file of records: a line for each, where it stands in the file, and the references."""
    reader = Reader(written)
    references = tuple(_reference(reader, n, item) for n, item in enumerate(items, 1))
    return reader.text, reader.origin, references


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
    numbered = any(values[other].text for other in NUMBERS if other in values)
    if name == "issued":
        return ";" if numbered else ". "
    if name not in NUMBERS:
        return ENDS.get(name, ". ")
    closing = ")" if name == "issue" else ""
    rest = NUMBERS[NUMBERS.index(name) + 1 :]
    return closing if any(other in values and values[other].text for other in rest) else f"{closing}. "


def _fields(reader: Reader, name: str, value: Value, start: int) -> list[Field]:
    """The field printed, as one or, of authors, as one for each."""
    whole = _printed(reader, name, value, start)
    parts = [Field(name, value.text[p.start : p.end], whole.start + p.start, whole.start + p.end) for p in value.parts]
    return parts or [whole]


def _printed(reader: Reader, name: str, value: Value, start: int) -> Field:
    """The text of a value read, stretch by stretch, what stands nowhere in the file put in."""
    begin, at = reader.length - start, 0
    for stretch in value.stretches:
        reader.add(value.text[at : stretch.start])
        text = value.text[stretch.start : stretch.end]
        if stretch.same:
            reader.keep(stretch.at, stretch.until, stretch.kind)
        else:
            reader.put(text, stretch.at, stretch.until, stretch.kind)
        at = stretch.end
    reader.add(value.text[at:])
    return Field(name, value.text, begin, begin + len(value.text))
