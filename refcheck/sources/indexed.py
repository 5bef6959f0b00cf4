"""An index that `refcheck index build` made, as a source."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from refcheck.index import Index
from refcheck.model import Answer, Answered, Reference

ENOUGH = 100_000  # works from which an index knows the words that titles are made of


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
        """The records under the keys of the reference."""
        return Answered(self.name, tuple(self._index.by_keys(reference.raw)))

    def further(self, reference: Reference) -> Answer:
        """The records that share its rarest words."""
        return Answered(self.name, tuple(self._index.by_words(reference.raw)))

    def usage(self, phrases: Collection[str]) -> Mapping[str, int]:
        """How many of its works use each; a small index cannot tell a rare word from a wrong one."""
        return self._index.usage(phrases) if self._index.manifest.works >= ENOUGH else {}
