"""The chain's sums against all labellings, the list's second reading, and the memory of embeddings."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise, product

import numpy as np
import pytest

from refcheck.parsing import chain, embeddings, listwise
from refcheck.parsing.network import shipped
from refcheck.parsing.tokens import tokens

LABELS = 3
LENGTHS = np.array([4, 1, 3, 2, 4])


@pytest.fixture
def sums() -> tuple[dict[str, chain.Floats], chain.Floats]:
    dice = np.random.default_rng(3)
    shapes = {"next": (LABELS, LABELS), "first": (LABELS,), "last": (LABELS,)}
    weights = {name: dice.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    return weights, dice.normal(size=(int(LENGTHS.sum()), LABELS)).astype(np.float32)


def by_hand(weights: dict[str, chain.Floats], scores: chain.Floats) -> tuple[tuple[int, ...], chain.Floats]:
    """The best labelling of one reference, and the shares of its labels, over all labellings there are."""
    odds = {}
    for labels in product(range(LABELS), repeat=len(scores)):
        told = weights["first"][labels[0]] + weights["last"][labels[-1]]
        told += sum(scores[i, label] for i, label in enumerate(labels))
        told += sum(weights["next"][a, b] for a, b in pairwise(labels))
        odds[labels] = np.exp(float(told))
    shares = np.zeros_like(scores)
    for labels, value in odds.items():
        shares[np.arange(len(scores)), labels] += value / sum(odds.values())
    return max(odds, key=lambda labels: odds[labels]), shares


@pytest.mark.parametrize("sharpness", [0.3, 1, 3, 10], ids=lambda s: f"scores times {s}")
@pytest.mark.parametrize("cells", [1, 8, 100_000], ids=["one at a time", "a few", "all together"])
def test_labels_and_shares_are_those_of_all_labellings(
    sums: tuple[dict[str, chain.Floats], chain.Floats], cells: int, sharpness: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "CELLS", cells)
    weights, scores = sums
    scores = scores * sharpness
    shares = chain.label_shares(weights, scores, LENGTHS)
    best = chain.best_labels(weights, scores, LENGTHS, shares)
    for end, length in zip(LENGTHS.cumsum(), LENGTHS, strict=True):
        expected, expected_shares = by_hand(weights, scores[end - length : end])
        assert tuple(best[end - length : end]) == expected
        assert np.abs(shares[end - length : end] - expected_shares).max() < 1e-5


def test_what_a_list_agrees_on_moves_what_is_unsure() -> None:
    kinds = np.tile(np.array([1, 2, 3]), 5)
    of = np.repeat(np.arange(5), 3)
    shares = np.tile(np.array([[0.95, 0.05]], np.float32), (15, 1))
    shares[13] = [0.4, 0.6]  # the middle of the last reference, which the others read otherwise
    moved = listwise.leaned(np.zeros((15, 2), np.float32), shares, kinds, of)
    towards = moved[:, 0] - moved[:, 1]
    assert towards[13] > 0.1
    assert np.abs(np.delete(moved, [1, 4, 7, 10, 13], axis=0)).max() < 0.05


def test_a_reference_alone_is_read_as_it_is() -> None:
    scores = np.array([[1.0, 2.0], [0.5, 0.1]], np.float32)
    shares = np.array([[0.3, 0.7], [0.6, 0.4]], np.float32)
    assert np.array_equal(listwise.leaned(scores, shares, np.array([1, 1]), np.array([0, 0])), scores)


def test_embeddings_are_the_same_for_threads_and_after_forgetting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "REMEMBERED", 50)
    network = shipped()
    cut = [tokens(f"Smith{i} A. Title number {i} of many. J Test {1900 + i};{i}:{i}-{i + 9}.") for i in range(60)]
    expected = [embeddings.Embeddings(network.vocabulary, network.weights).of([c])[0] for c in cut]
    shared = embeddings.Embeddings(network.vocabulary, network.weights)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda c: shared.of([c])[0], cut * 4))
    assert all(np.array_equal(a, b) for a, b in zip(found, expected * 4, strict=True))
