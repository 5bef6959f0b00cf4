"""refcheck: check every reference of a manuscript against the record, and get the list back corrected."""

from refcheck.api import check, fix, match, parse, read
from refcheck.errors import RefcheckError
from refcheck.finding import Change, Finding, Fix, Report
from refcheck.model import Case, Document, Name, Record, Reference, State, Work

__all__ = [
    "Case",
    "Change",
    "Document",
    "Finding",
    "Fix",
    "Name",
    "Record",
    "RefcheckError",
    "Reference",
    "Report",
    "State",
    "Work",
    "check",
    "fix",
    "match",
    "parse",
    "read",
]
