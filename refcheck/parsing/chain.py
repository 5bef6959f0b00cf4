"""The linear chain over the labels: the best labelling of a reference, and how sure each label of it is.

References stand side by side, the shorter before the longer: scores are [references, tokens, labels].
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def best_labels(weights: Mapping[str, Floats], scores: Floats, lengths: Ints) -> Ints:
    """The labelling with the highest score (Viterbi), for references of rising length: [references, tokens]."""
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


def label_shares(weights: Mapping[str, Floats], scores: Floats, lengths: Ints) -> Floats:
    """The share of all labellings, by weight, that give a token a label: [references, tokens, labels].

    Forward and backward sums, scaled at every step.
    """
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
