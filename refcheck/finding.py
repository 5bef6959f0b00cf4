"""What is reported: findings, the changes that would mend them, and the report that holds them all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from refcheck.model import Case, Document, Silent, Span, State


class Severity(StrEnum):
    """How bad it is if it is true."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Confidence(StrEnum):
    """How sure refcheck is that it is true."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Safety(StrEnum):
    """Who may apply a fix: anybody, somebody who has read it, nobody."""

    SAFE = "safe"
    REVIEW = "review"
    DISPLAY = "display"


@dataclass(frozen=True, slots=True)
class Change:
    """In reference `n`, `field` reads `old` and should read `new`; an empty `old` adds the field.

    Format-free: a rule says what changes, the document's format knows where.
    """

    n: int
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A set of changes that belong together."""

    title: str
    safety: Safety
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One slip in one reference, or in the text; `span` is in the document's text."""

    code: str
    name: str
    n: int  # of the reference; 0 for what the text says, which is no reference's
    span: Span
    message: str
    severity: Severity
    confidence: Confidence
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said beside a place of a document, for formats that hold comments."""

    span: Span
    said: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """A finding that the settings allow, and why."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One document with what is known and what was found; every reference read has its case.

    What is allowed is not among the findings.
    """

    document: Document
    cases: tuple[Case, ...]
    findings: tuple[Finding, ...]
    allowed: tuple[Allowed, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a run has to say."""

    checked: tuple[Checked, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all documents."""
        return tuple(f for c in self.checked for f in c.findings)

    @property
    def allowed(self) -> tuple[Allowed, ...]:
        """The allowed findings of all documents."""
        return tuple(a for c in self.checked for a in c.allowed)

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases of all documents."""
        return tuple(case for c in self.checked for case in c.cases)

    @property
    def silences(self) -> dict[Silent, int]:
        """Each silence with the number of references it left unanswered, in the order they came."""
        counts: dict[Silent, int] = {}
        for case in self.cases:
            for silence in dict.fromkeys(case.silences):
                counts[silence] = counts.get(silence, 0) + 1
        return counts

    @property
    def complete(self) -> bool:
        """False if any source stayed silent."""
        return not self.silences

    def count(self, state: State) -> int:
        """The number of references in that state."""
        return sum(case.state is state for case in self.cases)
