"""The linear chain over the labels: the best labelling of a reference, and how sure each label of it is.

Scores come and results go one reference behind the other: [tokens, labels]. For the sums the references stand side by
side, the shorter before the longer, as many at a time as fit into CELLS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

CERTAIN = 0.49  # of the weight of all labellings; a little less than half, for the sums are rounded
CELLS = 100_000  # references times tokens of the longest: some ten megabytes for each array of the sums


def best_labels(weights: Mapping[str, Floats], scores: Floats, lengths: Ints, shares: Floats) -> Ints:
    """The labelling with the highest score: [tokens].

    Where the likeliest labels of all tokens together have more than half of the weight of all labellings they are it:
    they leave out at most the sum of what each of them leaves out. Only the other references are searched (Viterbi).
    """
    found: Ints = shares.argmax(1)
    starts = lengths.cumsum() - lengths
    left = np.add.reduceat(1 - shares[np.arange(len(found)), found], starts)
    unsure = np.flatnonzero(left >= CERTAIN)
    at = _tokens(starts[unsure], lengths[unsure])
    inside = scores[at]
    for side in _side_by_side(lengths[unsure]):
        found[at[side.tokens]] = _best(weights, side.spread(inside), side.lengths)[side.rows, side.columns]
    return found


def label_shares(weights: Mapping[str, Floats], scores: Floats, lengths: Ints) -> Floats:
    """The share of all labellings, by weight, that give a token a label: [tokens, labels]."""
    found = np.zeros_like(scores)
    for side in _side_by_side(lengths):
        found[side.tokens] = _shares(weights, side.spread(scores), side.lengths)[side.rows, side.columns]
    return found


@dataclass(frozen=True, slots=True)
class _Side:
    """Some references side by side: which tokens they are, and the row and column of each."""

    lengths: Ints  # rising
    tokens: Ints
    rows: Ints
    columns: Ints

    def spread(self, values: Floats) -> Floats:
        """The values of the tokens in their places: [references, tokens, …]; nothing in the places left over."""
        spread = np.zeros((len(self.lengths), int(self.lengths[-1]), values.shape[1]), np.float32)
        spread[self.rows, self.columns] = values[self.tokens]
        return spread


def _side_by_side(lengths: Ints) -> Iterator[_Side]:
    """All references, the shorter before the longer, in parts of at most CELLS, at least one reference each."""
    order = lengths.argsort(kind="stable")
    starts = lengths.cumsum() - lengths
    at = 0
    while at < len(order):
        many = np.arange(1, len(order) - at + 1) * lengths[order[at:]]
        size = max(1, int(np.searchsorted(many, CELLS, side="right")))
        chosen = order[at : at + size]
        rows = np.repeat(np.arange(size), lengths[chosen])
        tokens = _tokens(starts[chosen], lengths[chosen])
        yield _Side(lengths[chosen], tokens, rows, tokens - np.repeat(starts[chosen], lengths[chosen]))
        at += size


def _tokens(starts: Ints, lengths: Ints) -> Ints:
    """The tokens of references that start there and are so long, one reference behind the other."""
    before = lengths.cumsum() - lengths
    return np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)


def _best(weights: Mapping[str, Floats], scores: Floats, lengths: Ints) -> Ints:
    """The best labels of references side by side: [references, tokens]."""
    count, length, labels = scores.shape
    score = weights["first"] + scores[:, 0]
    came_from = np.zeros((count, length, labels), np.int8)
    final = np.array(score)
    steps = np.ascontiguousarray(weights["next"].T)  # [to, from]
    for t in range(1, length):
        going = int(np.searchsorted(lengths, t, side="right"))  # the first reference that has a token here
        ways = score[going:, None, :] + steps
        chosen = ways.argmax(2)
        came_from[going:, t] = chosen
        score[going:] = np.take_along_axis(ways, chosen[:, :, None], 2)[:, :, 0] + scores[going:, t]
        final[going:] = score[going:]
    found = np.zeros((count, length), np.int64)
    found[np.arange(count), lengths - 1] = (final + weights["last"]).argmax(1)
    for t in range(length - 1, 0, -1):
        going = int(np.searchsorted(lengths, t, side="right"))
        rows = np.arange(going, count)
        found[going:, t - 1] = came_from[rows, t, found[going:, t]]
    return found


def _shares(weights: Mapping[str, Floats], scores: Floats, lengths: Ints) -> Floats:
    """The shares for references side by side, by forward and backward sums, scaled at every step."""
    count, length, _ = scores.shape
    step = np.exp(weights["next"] - weights["next"].max())
    emitted = np.exp(scores - scores.max(2, keepdims=True))
    forward, backward = np.zeros_like(scores), np.zeros_like(scores)
    forward[:, 0] = _scaled(np.exp(weights["first"]) * emitted[:, 0])
    backward[np.arange(count), lengths - 1] = np.exp(weights["last"])
    for t in range(1, length):
        going = int(np.searchsorted(lengths, t, side="right"))
        forward[going:, t] = _scaled((forward[going:, t - 1] @ step) * emitted[going:, t])
    for t in range(length - 2, -1, -1):
        going = int(np.searchsorted(lengths, t + 1, side="right"))
        backward[going:, t] = _scaled((backward[going:, t + 1] * emitted[going:, t + 1]) @ step.T)
    both = forward * backward
    shares: Floats = both / np.maximum(both.sum(2, keepdims=True), 1e-30)
    return shares


def _scaled(shares: Floats) -> Floats:
    scaled: Floats = shares / np.maximum(shares.sum(1, keepdims=True), 1e-30)
    return scaled
