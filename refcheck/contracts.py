"""How to extend refcheck, on one page: a format, a source, a rule, a report.

Each is one file, one line in its package's literal registry, and one fixture; the tests that run on all
of a kind (properties for formats, one contract suite for sources, cases for rules, a golden for reports)
are there already.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable

from refcheck.finding import Change, Confidence, Finding, Fix, Remark, Report, Severity
from refcheck.model import Answer, Case, Document, Reference, Span, Told


class Format(Protocol):
    """A document format: reads bytes into a Document, and writes changes back into the same bytes."""

    NAME: str
    SUFFIXES: tuple[str, ...]

    def sniff(self, head: bytes) -> bool:
        """Whether the first bytes of a file can be of no other format, whatever its suffix says."""

    def read(self, data: bytes, path: str) -> Document:
        """Read a document; never raises anything but UnreadableDocument."""

    def rewrite(self, document: Document, changes: Sequence[Change]) -> bytes:
        """The document's bytes with the changes made and nothing else touched; no change, same bytes.

        Raises Unplaced for a change that this format cannot hold, UnicodeEncodeError where its encoding cannot.
        """


@runtime_checkable
class Annotator(Protocol):
    """A document format that holds comments."""

    def annotated(self, document: Document, changes: Sequence[Change], remarks: Sequence[Remark]) -> bytes:
        """The document's bytes with the changes made, and each remark beside what it is about; else as `rewrite`."""


class Source(Protocol):
    """A place to ask for works. Never raises: what fails becomes Silent(name, reason)."""

    @property
    def name(self) -> str:
        """What messages call the source."""

    @property
    def at_once(self) -> int:
        """How many questions it may be asked at the same time."""

    def registers(self, kind: str) -> bool:
        """Whether works of that CSL type can be expected here; "" is a kind not known."""

    def by_doi(self, doi: str) -> Answer:
        """What this DOI is."""

    def by_work(self, reference: Reference) -> Answer:
        """The works that look most like the reference, best first."""

    def further(self, reference: Reference) -> Answer | None:
        """Works that are dearer to find, asked for where `by_work` settled nothing; None where it gave all."""

    def usage(self, phrases: Collection[str]) -> Mapping[str, int]:
        """How many works use each word, or all words of a phrase; none at all where the source cannot tell.

        Words are folded. Too few works to know what a word is cannot tell either.
        """

    def notices(self, dois: Sequence[str]) -> Mapping[str, Told]:
        """For each of these works, whoever holds it, the notices that name it; the work need not know of them.

        Asked once for all works of a document. What was not answered is Silent, never empty.
        """


class Renderer(Protocol):
    """A report format."""

    NAME: str

    def render(self, report: Report, *, colour: bool) -> str:
        """The report as text; whatever comes from a document is escaped for where it goes."""


class Needs(Enum):
    """What a rule must be given before it can speak; "works offline" follows from TEXT."""

    TEXT = "the reference alone"
    MATCH = "a matched record"
    NOTICES = "a matched record, and what was published about it"
    ANSWERS = "the answers of the sources"
    LIST = "all references of the document"
    PRINT = "all references of a printed list"  # how they are printed; a bibliography file prints nothing
    USAGE = "all references of the document, and how common the words of their titles are"
    DOCUMENT = "the text with its references"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What a rule yields; the engine adds code, name and place to make it a Finding."""

    case: Case
    message: str
    confidence: Confidence
    fix: Fix | None = None
    severity: Severity | None = None  # where it is not the rule's own
    field: str = ""  # narrows the place to the field of that name


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSlip:
    """What a rule yields about a place in the text, which belongs to no reference."""

    span: Span
    message: str
    confidence: Confidence
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What the catalogue holds of every rule. `since` is the refcheck version that brought it."""

    code: str
    name: str
    severity: Severity
    since: str
    configured: Severity | None = None  # what the settings call its findings, whatever the rule does


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(_Entry):
    """A check of one reference."""

    needs: Needs
    check: Callable[[Case], Iterator[Slip]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRule(_Entry):
    """A check of a document's whole list."""

    needs: Needs = Needs.LIST
    check: Callable[[Sequence[Case]], Iterator[Slip]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRule(_Entry):
    """A check of the text together with its list: it sees the document, and the cases of its references."""

    needs: Needs = Needs.DOCUMENT
    check: Callable[[Document, Sequence[Case]], Iterator[Slip | TextSlip]]


AnyRule = Rule | ListRule | DocumentRule
__all__ = [
    "Annotator",
    "AnyRule",
    "DocumentRule",
    "Finding",
    "Format",
    "ListRule",
    "Needs",
    "Renderer",
    "Rule",
    "Slip",
    "Source",
    "TextSlip",
]
