"""An index that `refcheck index build` made, as a source."""

from __future__ import annotations

from pathlib import Path

from refcheck.index import Index
from refcheck.model import Answer, Answered, Reference

MOST = 20  # candidates for one reference


class Indexed:
    """The works of an index in a folder. Raises UnusableSource where there is none that can be read."""

    at_once = 1

    def __init__(self, path: str) -> None:
        self.name = path
        self._index = Index.open(Path(path))

    def registers(self, kind: str) -> bool:
        """An index may hold works of any kind."""
        return True

    def by_doi(self, doi: str) -> Answer:
        """The record with that DOI; of a DOI that it does not hold an index knows nothing."""
        return Answered(self.name, tuple(self._index.by_doi(doi)))

    def by_work(self, reference: Reference) -> Answer:
        """The records that the reference looks most like."""
        return Answered(self.name, tuple(self._index.candidates(reference.raw, MOST)))
