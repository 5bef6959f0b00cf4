"""The sums of embeddings of the tokens that were met: tokens come again and again, their sums are made once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
import numpy.typing as npt

from refcheck.parsing.features import Vocabulary, kind
from refcheck.parsing.tokens import Tokens

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

REMEMBERED = 60_000  # tokens whose sums are kept; then all are forgotten


@dataclass(slots=True)
class Embeddings:
    """The sums, a row a token, and the kind of each token; may be asked from several threads."""

    vocabulary: Vocabulary
    weights: Mapping[str, Floats]
    _rows: dict[str, int] = field(default_factory=dict)
    _sums: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    _kinds: list[int] = field(default_factory=list)
    _names: dict[str, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, references: Sequence[Tokens]) -> tuple[Floats, Ints]:
        """The sums of the tokens of some references, one behind the other, and the numbers of their kinds."""
        keys = [f"<{a}>" if a else t for r in references for t, a in zip(r.texts, r.atoms, strict=True)]
        with self._lock:
            if len(self._rows) > REMEMBERED:
                self._forget()
            if new := [k for k in dict.fromkeys(keys) if k not in self._rows]:
                self._learn(new)
            rows = [self._rows[k] for k in keys]
            return self._sums[rows], np.array(self._kinds)[rows]

    def _forget(self) -> None:
        self._rows.clear()
        self._kinds.clear()
        self._sums = self._sums[:0]

    def _learn(self, new: Sequence[str]) -> None:
        # no token but an identifier has more than one sign and begins with this one
        pairs = [("", k[1:-1]) if k[0] == "<" and len(k) > 1 else (k, "") for k in new]
        ids = np.array([self.vocabulary.ids(token, atom) for token, atom in pairs])
        sums = sum(self.weights[f"token{i}"][ids[:, i]] for i in range(ids.shape[1]))
        start, needed = len(self._rows), len(self._rows) + len(new)
        if needed > len(self._sums):
            grown = np.zeros((2 * needed, self.weights["token0"].shape[1]), np.float32)
            if start:
                grown[:start] = self._sums[:start]
            self._sums = grown
        self._sums[start:needed] = sums
        self._rows.update({k: start + i for i, k in enumerate(new)})
        self._kinds.extend(self._names.setdefault(kind(token, atom), len(self._names)) for token, atom in pairs)
