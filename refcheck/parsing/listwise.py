"""Read a list as a list: what its other references have in a place weighs in where the network is not sure.

A token is looked at with its two neighbours, as kinds of tokens: "), (" or "capitalised, full stop, capitalised". How the
same three were labelled in the other references of the list moves the scores of the labels; nothing else is assumed of
its style.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

NEAR = 24  # neighbouring references that are taken for one list: longer lists, and files of strings, change their style
# chosen on references held back from training, by article; the weight rises with the number of times that was seen
WEIGHT = 0.2
HALF = 2.0  # others at which half of the weight is reached
OWN = 2.0  # others that the token's own reading counts for
FLOOR = 0.01


def leaned(scores: Floats, shares: Floats, kinds: Ints, of: Ints) -> Floats:
    """The scores of the labels, moved towards what the same three kinds of tokens are elsewhere in the list.

    `scores` and `shares` (how sure each label is): [tokens, labels]; `kinds` and `of` (the reference): [tokens].
    """
    same = _numbered(_threes(kinds, of), of // NEAR)
    own = _numbered(same, of)
    seen, seen_here = _sums(shares, same), _sums(shares, own)
    count = np.bincount(same)[same] - np.bincount(own)[own]
    others = count.astype(np.float32)[:, None]
    labels = shares.shape[1]
    expected = (seen[same] - seen_here[own] + OWN * shares + FLOOR) / (others + OWN + FLOOR * labels)
    shift = np.log(np.maximum(expected, 1e-6)) - np.log(np.maximum(shares, 1e-3) + FLOOR)
    moved: Floats = scores + WEIGHT * others / (others + HALF) * shift
    return moved


def _threes(kinds: Ints, of: Ints) -> Ints:
    """A number for each token with the kinds of its neighbours; beyond a reference's ends there is no kind."""
    base = int(kinds.max()) + 2
    before, behind = np.zeros_like(kinds), np.zeros_like(kinds)
    within = of[1:] == of[:-1]
    before[1:][within] = kinds[:-1][within] + 1
    behind[:-1][within] = kinds[1:][within] + 1
    threes: Ints = (before * base + kinds) * base + behind
    return threes


def _numbered(first: Ints, second: Ints) -> Ints:
    """The pairs numbered from 0 on, equal pairs alike."""
    _, compact = np.unique(first, return_inverse=True)
    _, numbers = np.unique(compact * (int(second.max()) + 1) + second, return_inverse=True)
    found: Ints = numbers.astype(np.int64)
    return found


def _sums(values: Floats, groups: Ints) -> Floats:
    """The rows of each group added up."""
    order = groups.argsort(kind="stable")
    starts = np.concatenate([[0], np.bincount(groups).cumsum()[:-1]])
    sums: Floats = np.add.reduceat(values[order], starts)
    return sums
