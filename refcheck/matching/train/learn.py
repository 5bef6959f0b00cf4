"""A conditional logit: of the candidates for a reference, and "none of them", which is the work.

The score of a candidate is the prior and the weights of its levels; that of none is 0. Of lists in which the work is
(under one or several DOIs), the sum of their shares is made as large as it can be; of the others, that of none. See
McFadden, Conditional logit analysis of qualitative choice behavior (1974).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Level = tuple[str, str]
PRIOR: Level = ("prior", "one candidate of many")
STEPS = 200
ENOUGH = 1e-3  # of the loss, from which another step is not worth it
RIDGE = 0.02  # keeps levels that are hardly met near 0


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates for a reference, each by its levels; which are its work; which are one work (a number each).

    `weight` is how much the list counts, `fold` the part of the references that it belongs to.
    """

    set: str
    fold: int
    weight: float
    levels: tuple[Mapping[str, str], ...]
    right: tuple[bool, ...]
    works: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The candidates of many lists, a row each: its levels as 0 and 1, its list, and whether it is the work."""

    rows: Floats
    of: npt.NDArray[np.int64]
    right: Floats
    weights: Floats

    @classmethod
    def of_lists(cls, lists: Sequence[Candidates], levels: Mapping[Level, int]) -> Matrix:
        """The lists in their order; levels that are not asked for are left out."""
        told = [(i, c, r) for i, found in enumerate(lists) for c, r in zip(found.levels, found.right, strict=True)]
        rows = np.zeros((len(told), columns(levels)))
        rows[:, levels[PRIOR]] = 1
        for n, (_, candidate, _) in enumerate(told):
            for level in candidate.items():
                if level in levels:
                    rows[n, levels[level]] = 1
        of = np.array([i for i, _, _ in told], np.int64)
        return cls(rows, of, np.array([r for _, _, r in told], float), np.array([found.weight for found in lists]))


def columns(levels: Mapping[Level, int]) -> int:
    """How many numbers the levels have: some may share one, and are worth the same then."""
    return max(levels.values()) + 1


def levels_of(lists: Sequence[Candidates]) -> dict[Level, int]:
    """The levels that are met, numbered."""
    found = sorted({level for c in lists for candidate in c.levels for level in candidate.items()})
    return {level: n for n, level in enumerate([PRIOR, *found])}


def learn(lists: Sequence[Candidates], levels: Mapping[Level, int]) -> Floats:
    """What the levels of each number are worth, in bits."""
    given = Matrix.of_lists(lists, levels)
    weights = np.zeros(columns(levels))
    weights[levels[PRIOR]] = -4.0
    loss = _loss(given, weights)
    for _ in range(STEPS):
        slope, bend = _derivatives(given, weights)
        step = np.linalg.solve(bend, slope)
        while (lower := _loss(given, weights - step)) > loss and np.abs(step).max() > ENOUGH:
            step /= 2
        if lower >= loss:
            break
        weights, gained, loss = weights - step, loss - lower, lower
        if gained < ENOUGH:
            break
    return weights / log(2)


def _loss(given: Matrix, weights: Floats) -> float:
    """How unlikely what is known to be right is, in nats, and how far the weights are from 0."""
    _, whole, rightly = _odds(given, weights)
    unlikely = np.log(whole) - np.log(np.where(rightly > 0, rightly, 1))
    return float(given.weights @ unlikely + RIDGE * weights @ weights)


def _odds(given: Matrix, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """The odds of each candidate against none; of each list the sum with none, and that of its work."""
    lists = len(given.weights)
    odds = np.exp(np.clip(given.rows @ weights, -60, 60))
    whole = np.bincount(given.of, odds, lists).astype(np.float64) + 1
    rightly = np.bincount(given.of, odds * given.right, lists).astype(np.float64)
    return odds, whole, rightly


def _derivatives(given: Matrix, weights: Floats) -> tuple[Floats, Floats]:
    """Slope of the loss, and the bend of its convex part."""
    odds, whole, rightly = _odds(given, weights)
    shares = odds / whole[given.of]
    among = rightly[given.of]
    wanted = np.divide(odds * given.right, among, out=np.zeros_like(odds), where=among > 0)
    each = given.weights[given.of]
    slope = given.rows.T @ (each * (shares - wanted)) + 2 * RIDGE * weights
    means = np.zeros((len(given.weights), len(weights)))
    np.add.at(means, given.of, shares[:, None] * given.rows)
    bend = given.rows.T @ ((each * shares)[:, None] * given.rows) - means.T @ (given.weights[:, None] * means)
    return slope, bend + 2 * RIDGE * np.eye(len(weights))
