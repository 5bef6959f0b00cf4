"""The nouns: what a reference cites, what a source records, and the evidence between the two."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import exp2
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points in a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """One person (family, given, suffix) or one group (literal), as CSL writes them."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def known_as(self) -> str:
        """The part that a list is sorted by: the family name, or the group's whole name."""
        return self.family or self.literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A publication, as cited or as recorded; an empty value means "not stated"."""

    type: str = ""
    title: str = ""
    other_titles: tuple[str, ...] = ()  # with its subtitle, translated, original
    author: tuple[Name, ...] = ()
    et_al: bool = False  # the author list says of itself that it is cut short
    container_title: str = ""
    other_container_titles: tuple[str, ...] = ()  # abbreviations, series
    years: tuple[int, ...] = ()  # a registry knows print and online years; any of them may be cited
    volume: str = ""
    issue: str = ""
    page: str = ""
    publisher: str = ""
    DOI: str = ""

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title the work goes by, the main one first."""
        return ((self.title,) if self.title else ()) + self.other_titles

    @property
    def container_titles(self) -> tuple[str, ...]:
        """Every name of the container, the main one first."""
        return ((self.container_title,) if self.container_title else ()) + self.other_container_titles


@dataclass(frozen=True, slots=True)
class Field:
    """One CSL field as it is printed: `raw[start:end] == text` in the reference's raw text.

    `confidence` is the probability that it was read right: that this is the field, and that it begins and ends here.
    """

    name: str
    text: str
    start: int
    end: int
    confidence: float = field(default=1.0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One entry of a reference list; `n` counts from 1 through the document, `raw` is the text of `span`."""

    n: int
    label: str  # the number or key printed before it, without brackets and stops
    span: Span
    raw: str
    work: Work
    fields: tuple[Field, ...]
    part: str = ""  # the letter of one that shares its number with others: "4. (a) …; (b) …"
    points: bool = False  # only to another reference: "Ibid., p. 105"
    keyed: bool = False  # the label is a key, by which the file knows it; it is not printed
    witness: Record | None = None  # what the author's own reference manager holds of it

    def field(self, name: str) -> Field | None:
        """The first field of that CSL name, or None where the reference does not state it."""
        return next((f for f in self.fields if f.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelCitation:
    """A place in the text that cites by what the list is labelled with: "12", "3–7", a key.

    `within` is the whole of the bracket, or of the run of raised numbers, that it stands in.
    """

    span: Span
    raw: str
    labels: tuple[str, ...]  # all that a range spans; of one that runs backwards its ends, as printed
    within: Span
    sure: bool = True  # False where it may be no citation, or where some that are printed so may have been missed


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCitation:
    """A place in the text that cites by authors and year; where several years share the authors, one of them."""

    span: Span
    raw: str
    authors: tuple[str, ...]  # as printed, without initials
    et_al: bool
    year: str  # four digits, or what stands for them: "in press", "n.d."
    suffix: str  # the letter behind it
    within: Span

    @property
    def shown(self) -> str:
        """What is cited, in one form: "Smith and Jones 2001a"."""
        *before, last = self.authors
        names = f"{last} et al." if self.et_al and not before else " and ".join(filter(None, (", ".join(before), last)))
        return f"{names} {self.year}{self.suffix}"


Citation = LabelCitation | NameCitation


class Stretch(NamedTuple):  # a library has hundreds of thousands
    """A stretch of a document's text, and where it stands in the file.

    `same` says that the characters are the file's own; else they stand for what the file has there, as a whole
    ("ü" for `{\\"u}`). `kind` tells a format how its notation is to be written.
    """

    start: int
    end: int
    at: int
    until: int
    same: bool = True
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """A file's own characters, and the stretches of a document's text that stand in them, in the order of the text.

    What no stretch covers was put in so that the text reads: a line end, the number of a list item.
    """

    written: str = field(repr=False)
    stretches: tuple[Stretch, ...] = field(repr=False)

    def span(self, span: Span) -> Span:
        """Where a span of the text stands in the file; what stands nowhere there is where the text goes on."""
        first = bisect_right(self.stretches, span.start, key=lambda s: s.end)
        last = bisect_left(self.stretches, span.end, key=lambda s: s.start) - 1
        if first == len(self.stretches):
            end = self.stretches[-1].until if self.stretches else len(self.written)
            return Span(end, end)
        start = _within(self.stretches[first], span.start)
        return Span(start, max(start, _within(self.stretches[last], span.end, ending=True)) if last >= first else start)


def _within(stretch: Stretch, offset: int, *, ending: bool = False) -> int:
    """Where an offset of the text stands in the file: of a stretch that is not its own characters, an end."""
    if stretch.same:
        return stretch.at + min(max(offset - stretch.start, 0), stretch.end - stretch.start)
    return stretch.until if ending else stretch.at


@dataclass(frozen=True, slots=True)
class Landmark:
    """What begins at an offset of a text that has no lines of its own: a "page", a "paragraph", a "run"."""

    start: int
    kind: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text kept whole, with the references found in it.

    `text` is what is read: the file's own characters, or, where the file holds more than that (markup, records in
    fields), what is printed of them; then `origin` says where each stretch of it stands. Rewriting is splicing, of
    the text or of what was written. `citations` stand in the order of the text; there are none where it is not clear
    how the text cites.
    """

    path: str
    format: str
    text: str
    references: tuple[Reference, ...] = ()
    citations: tuple[Citation, ...] = ()
    encoding: str = "utf-8"
    bom: bytes = b""
    notes: tuple[str, ...] = ()  # what the reader should be told about how it was read
    uncompared: tuple[str, ...] = ()  # why its citations are not known; a note where a rule asks for them
    unread: tuple[Unread, ...] = ()  # references that are there, and could not be read
    origin: Origin | None = None  # None: the text is what the file holds
    landmarks: tuple[Landmark, ...] = ()  # of a file without lines, in the order of the text
    data: bytes = field(default=b"", repr=False)  # of a file that is no text
    read_only: bool = False  # nothing is ever changed in the file: the corrected list is printed beside it
    bibliographies: tuple[str, ...] = ()  # files beside it that hold its references, as it names them
    inputs: tuple[str, ...] = ()  # files beside it that are parts of it
    elsewhere: frozenset[str] = frozenset()  # the labels of references that those files hold
    cited: frozenset[str] = frozenset()  # the labels that it cites, or a part of it does
    listing: bool = False  # the file is a bibliography: its references, and nothing else
    joint: str = ""  # what stands between two authors, where the format says so and not the style: " and "
    only: frozenset[str] | None = None  # the labels of the references that are looked at; None: of all
    own: tuple[Record, ...] = ()  # the works that it cites, as the author's reference manager holds them
    managed: tuple[Managed, ...] = ()  # what another program writes anew

    @property
    def written(self) -> str:
        """What the file holds, as text; of a file that is no text, what is read of it."""
        return self.origin.written if self.origin and not self.data else self.text

    def located(self, span: Span) -> Span:
        """Where a span of the text stands in what is written."""
        return self.origin.span(span) if self.origin and not self.data else span


@dataclass(frozen=True, slots=True)
class Managed:
    """A stretch of a document that another program writes anew, a reference manager: to edit it there is in vain."""

    span: Span
    by: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch of a document that holds a reference which could not be read, and why."""

    span: Span
    said: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `new` in place of the text of `span`; where nothing is replaced, `home` tells what it is put into."""

    span: Span
    new: str
    home: Span | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What was published about a work afterwards: kind as Crossref names it, ISO date, its own DOI.

    `source` is who says so: "publisher", "retraction-watch", "title" where only the recorded title does.
    """

    kind: str
    date: str
    DOI: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """What a record does to another work, whose DOI is `of`: the notice that it is about that work."""

    of: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class Relation:
    """How a work is related to the one of that DOI, as Crossref names it: "is-preprint-of"."""

    kind: str
    DOI: str


# types of what has a DOI and is cited as a work by nobody; a DOI may lead there by mistake
UNCITED = frozenset(("component", "journal", "journal-issue", "journal-volume", "peer-review", "grant"))
VERSIONS = ("has-preprint", "is-preprint-of", "has-version", "is-version-of", "is-identical-to", "is-same-as")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A work as one source holds it, with the notices about it; a notice has `updates`, the works that it is about.

    `retrieved` is an ISO date, empty for a file.
    """

    source: str
    work: Work
    notices: tuple[Notice, ...] = ()
    updates: tuple[Update, ...] = ()
    relations: tuple[Relation, ...] = ()
    retrieved: str = ""

    @property
    def versions(self) -> tuple[str, ...]:
        """The DOIs under which the work is registered too: preprint, other edition."""
        return tuple(r.DOI for r in self.relations if r.kind in VERSIONS)

    def related(self, *kinds: str) -> tuple[str, ...]:
        """The DOIs of the works to which it is related in one of these ways."""
        return tuple(r.DOI for r in self.relations if r.kind in kinds)


@dataclass(frozen=True, slots=True)
class Answered:
    """A source answered: these records, or none.

    `agency` is said only of a DOI looked up: the registration agency that holds it, "" where no agency
    does, None where the source cannot tell (a bibliography file knows nothing of DOIs it does not list).
    """

    source: str
    records: tuple[Record, ...] = ()
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Silent:
    """A source did not answer, and why. Not answering is not "no"."""

    source: str
    reason: str


Answer = Answered | Silent
Told = tuple[Notice, ...] | Silent  # what was published about a work, as a source that was asked for it says


@dataclass(frozen=True, slots=True)
class Evidence:
    """One rung of one ladder: how a field compares, and the bits that speaks for the match."""

    field: str
    level: str
    bits: float


def probability(bits: float) -> float:
    """What bits of evidence come to, read as log2 odds."""
    return 1 / (1 + exp2(max(-60.0, min(60.0, -bits))))


@dataclass(frozen=True, slots=True)
class Match:
    """A record beside a reference; the score is the sum of the evidence, and nothing else."""

    record: Record
    evidence: tuple[Evidence, ...]

    @property
    def score(self) -> float:
        """The evidence in bits, the prior included."""
        return sum(e.bits for e in self.evidence)

    @property
    def probability(self) -> float:
        """The probability that the record is the cited work."""
        return probability(self.score)

    def level(self, field: str) -> str:
        """The rung that a field stands on, or "" where it was not compared."""
        return next((e.level for e in self.evidence if e.field == field), "")


class State(StrEnum):
    """What is known about a reference; the six are never merged."""

    MATCHED = "matched"
    DIFFERS = "differs"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not-found"  # every source asked answered
    NOT_CHECKABLE = "not-checkable"  # a kind that no source asked registers
    NOT_CHECKED = "not-checked"  # a source stayed silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How most references of a list write what can be written in several ways; "" where none of them tells."""

    initials: str = ""  # "A. B." or "A.B."
    two_authors: str = ""  # what stands between the two authors of a work that has two
    last_author: str = ""  # … before the last of three or more
    authors: str = ""  # … between the others
    container_title: str = ""  # "in full", "abbreviated with stops" or "abbreviated without stops"
    page: str = ""  # a range that shows the list's dash, and whether it is abbreviated
    uncut: bool = False  # the list names all authors, as a bibliography file does, however many


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything known about one reference."""

    reference: Reference
    answers: tuple[Answer, ...] = ()  # to "which works look like this?"
    doi_answers: tuple[Answer, ...] = ()  # to "what is the cited DOI?"
    doi_match: Match | None = None  # the record the cited DOI points to, compared with the reference
    match: Match | None = None  # the record that is the cited work
    rivals: tuple[Match, ...] = ()  # the other candidates, best first
    untold: tuple[Silent, ...] = ()  # the sources that did not say what was published about the match
    state: State = State.NOT_CHECKED
    manner: Manner = Manner()  # of the list that the reference stands in
    # how many works use the words of the title, where it matters and a source can tell
    usage: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def silences(self) -> tuple[Silent, ...]:
        """The sources that were asked and did not answer."""
        return tuple(a for a in self.doi_answers + self.answers if isinstance(a, Silent)) + self.untold

    @property
    def recorded(self) -> Work:
        """The matched work; an empty one, which contradicts nothing, where there is no match."""
        return self.match.record.work if self.match else Work()
