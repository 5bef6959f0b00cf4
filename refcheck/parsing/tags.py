"""What a token of a reference can be, and the CSL field that a run of such tokens is."""

from __future__ import annotations

OTHER = "other"  # punctuation between fields, "In:", "vol.", "pp."
LABELS = (
    OTHER,
    "author",
    "editor",
    "translator",
    "title",
    "journal",
    "booktitle",
    "series",
    "date",
    "volume",
    "issue",
    "page",
    "publisher",
    "place",
    "edition",
    "genre",
    "note",
    "number",
    "url",
    "doi",
    "citation-number",
    "institution",  # a body in the place of a publisher: a university, an agency
    "collaboration",  # "ATLAS Collaboration", beside the authors
)
# Labels that differ from the name of their CSL field. A collaboration is among the authors of the work, but in a field
# of its own: it stands before or behind them.
FIELDS = {
    "journal": "container-title",
    "booktitle": "container-title",
    "series": "collection-title",
    "date": "issued",
    "place": "publisher-place",
    "institution": "publisher",
    "collaboration": "contributor",
    "url": "URL",
    "doi": "DOI",
}
NAMES = frozenset({"author", "editor", "translator"})  # fields that hold people, one field a person
