"""A part of an index that never changes once it is written: keys, full text and records of some works."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from refcheck.index import keys
from refcheck.index.fulltext import FullText
from refcheck.index.records import Records
from refcheck.index.repair import guesses
from refcheck.index.table import COMMON, Table

REPLACED = 20  # times that a work may have been replaced, and is found by its words
FULL_TEXT = "terms"  # its folder in that of the segment


class Segment:
    """A segment open for reading; works are numbered from 0."""

    def __init__(self, folder: Path, dead: Path | None) -> None:
        self.records = Records(folder)
        self._keys = Table.open(folder, "keys")
        self._dois = Table.open(folder, "dois")
        self._full_text = FullText(folder / FULL_TEXT)
        self._dead = np.load(dead, mmap_mode="r") if dead else None

    def by_doi(self, doi: str) -> list[int]:
        """The works of that DOI; a hash may name another."""
        _, works = self._dois.find(np.array([keys.of_doi(doi)], np.uint64))
        return self._living(works.tolist())

    def dead_for(self, dois: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
        """The works filed under these keys of DOIs."""
        return self._dois.find(dois)[1]

    def filed(self, looked_up: npt.NDArray[np.uint64], most: int) -> list[tuple[float, int]]:
        """The works under most of the keys with their scores, best first; a key counts less the more works it has."""
        which, works = self._keys.find(looked_up)
        counts = np.bincount(which, minlength=len(looked_up))[which]
        telling = counts <= COMMON
        if self._dead is not None:
            telling &= ~self._dead[works]
        found, places = np.unique(works[telling], return_inverse=True)
        scores = np.bincount(places, weights=1 / (1 + 0.5 * np.log2(counts[telling])), minlength=len(found))
        best = np.argsort(-scores, kind="stable")[:most]
        return list(zip(scores[best].tolist(), found[best].tolist(), strict=True))

    def worded(self, terms: Sequence[str], cased: Sequence[str], most: int) -> list[int]:
        """The works that hold most of the rarest of the terms, best first.

        `cased` are the terms of the reference parted where its capitals stand. What no work holds is read as what may
        have been meant.
        """
        text = self._full_text
        known = all(map(text.frequency, terms))
        meant = terms if known else [*terms, *cased, *guesses(terms, text.frequency)]
        rarest = text.rarest(meant)
        found = text.search(rarest, most)
        living = self._living(found)
        if len(living) < len(found):  # what was replaced, often perhaps, stands before what counts
            living = self._living(text.search(rarest, REPLACED * most))[:most]
        return living

    def holding(self, terms: Sequence[str]) -> int:
        """The number of works that hold all of the terms, those that were replaced among them."""
        return self._full_text.holding(terms)

    def _living(self, works: list[int]) -> list[int]:
        return works if self._dead is None else [n for n in works if not self._dead[n]]
