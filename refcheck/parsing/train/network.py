"""The network in torch, for learning; `refcheck.parsing.network` runs the same sums in numpy.

The sum of a token's embeddings goes through residual convolutions of growing reach, in the middle of which every token
is told the mean and the maximum of its reference; a linear chain over the labels reads the result.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from refcheck.parsing.features import BUCKETS, CONTEXTS, Vocabulary, layout
from refcheck.parsing.tags import LABELS
from refcheck.parsing.tokens import Tokens

Weights = dict[str, Tensor]

WIDTH = 128  # numbers a token is described by
REACHES = (1, 2, 4, 8)  # tokens to either side that each convolution looks at
BATCH = 96  # references a step
RATE = 3e-3  # the highest learning rate, reached after a tenth of the steps
FORGET = 0.25  # share of the numbers dropped between layers
FORGET_WORDS = 0.12  # share of the words that are hidden, so that shape and neighbours are learnt from
SCALE = 0.3  # deviation of the first embeddings


@dataclass(frozen=True, slots=True)
class Batch:
    """References one behind the other: rows and surroundings of their tokens, and where each token stands.

    `at` is its place in a row of all tokens with empty places between references, `of` its reference; `present` and
    `labels` have the references side by side, for the chain.
    """

    rows: Tensor
    context: Tensor
    at: Tensor
    of: Tensor
    present: Tensor
    labels: Tensor


@dataclass(frozen=True, slots=True)
class Encoded:
    """A reference ready for batches: its tokens, their rows, their labels as numbers."""

    tokens: Tokens
    rows: Tensor
    labels: Tensor


def encode(vocabulary: Vocabulary, cut: Tokens, labels: Sequence[str]) -> Encoded:
    """A labelled reference as numbers."""
    rows = [vocabulary.ids(token, atom) for token, atom in zip(cut.texts, cut.atoms, strict=True)]
    return Encoded(cut, torch.tensor(rows), torch.tensor([LABELS.index(label) for label in labels]))


def batch(encoded: Sequence[Encoded]) -> Batch:
    """Some references as a batch."""
    placed = layout([e.tokens for e in encoded])
    lengths = placed.present.sum(1)
    of = np.repeat(np.arange(len(encoded)), lengths)
    labels = torch.zeros(*placed.present.shape, dtype=torch.long)
    for i, e in enumerate(encoded):
        labels[i, : len(e.tokens)] = e.labels
    return Batch(
        torch.cat([e.rows for e in encoded]),
        torch.from_numpy(np.stack([codes[placed.present] for codes in placed.context], axis=-1)),
        torch.from_numpy(np.arange(len(of)) + of * max(REACHES)),
        torch.from_numpy(of),
        torch.from_numpy(placed.present),
        labels,
    )


def batches(encoded: Sequence[Encoded], dice: random.Random) -> list[list[Encoded]]:
    """The references in random batches of about equal length."""
    order = list(encoded)
    dice.shuffle(order)
    found: list[list[Encoded]] = []
    for at in range(0, len(order), BATCH * 50):
        stretch = sorted(order[at : at + BATCH * 50], key=lambda e: len(e.tokens))
        found += [stretch[i : i + BATCH] for i in range(0, len(stretch), BATCH)]
    dice.shuffle(found)
    return found


def fresh(vocabulary: Vocabulary, codes: int) -> Weights:
    """Weights that know nothing yet; `codes` is the number of lexicon codes."""
    sizes = (len(vocabulary.words) + 1, len(vocabulary.shapes) + 1, BUCKETS, BUCKETS, codes)
    weights = {f"token{i}": torch.randn(size, WIDTH) * SCALE for i, size in enumerate(sizes)}
    weights |= {f"context{i}": torch.randn(size, WIDTH) * SCALE for i, size in enumerate(CONTEXTS)}
    for i in range(len(REACHES)):
        weights |= _linear(f"near{i}", 3 * WIDTH, WIDTH)
    weights |= _linear("whole", 2 * WIDTH, WIDTH) | _linear("label", WIDTH, len(LABELS))
    weights |= {"next": torch.zeros(len(LABELS), len(LABELS))}
    weights |= {name: torch.zeros(len(LABELS)) for name in ("first", "last")}
    return {name: value.requires_grad_() for name, value in weights.items()}


def _linear(name: str, inputs: int, outputs: int) -> Weights:
    bound = 1 / math.sqrt(inputs)
    return {f"{name}.weight": (torch.rand(inputs, outputs) * 2 - 1) * bound, f"{name}.bias": torch.zeros(outputs)}


def emissions(weights: Weights, given: Batch, learning: bool = False) -> Tensor:
    """How much each token looks like each label: [references, tokens, labels]."""
    count = len(given.present)
    words = given.rows[:, 0]
    if learning:
        words = words * (torch.rand(words.shape) > FORGET_WORDS)
    h = F.embedding(words, weights["token0"])
    for i in range(1, 5):
        h = h + F.embedding(given.rows[:, i], weights[f"token{i}"])
    for i in range(len(CONTEXTS)):
        h = h + F.embedding(given.context[:, i], weights[f"context{i}"])
    h = F.relu(h * _kept(count, learning)[given.of])
    for i, reach in enumerate(REACHES):
        h = h + F.relu(_near(weights, f"near{i}", h, reach, given.at)) * _kept(count, learning)[given.of]
        if i == len(REACHES) // 2 - 1:
            h = h + _whole(weights, h, given, learning)[given.of]
    scores = _apply(weights, "label", h * _kept(count, learning)[given.of])
    result: Tensor = scores.new_zeros(*given.present.shape, len(LABELS)).masked_scatter(
        given.present.unsqueeze(-1), scores
    )
    return result


def _near(weights: Weights, name: str, h: Tensor, reach: int, at: Tensor) -> Tensor:
    """A convolution over a token and the two that stand `reach` away; what is beyond its reference is nothing."""
    edge = max(REACHES)
    row = h.new_zeros(int(at[-1]) + 1 + 2 * edge, h.shape[1]).index_copy(0, at + edge, h)
    return _apply(weights, name, torch.cat([row[at + edge - reach], h, row[at + edge + reach]], -1))


def _whole(weights: Weights, h: Tensor, given: Batch, learning: bool) -> Tensor:
    """What a reference is as a whole, from the mean and the maximum over its tokens; none of them is negative."""
    count = len(given.present)
    means = h.new_zeros(count, h.shape[1]).index_add(0, given.of, h) / given.present.sum(1, keepdim=True)
    index = given.of.unsqueeze(1).expand(-1, h.shape[1])
    highest = h.new_zeros(count, h.shape[1]).scatter_reduce(0, index, h, "amax")
    seen = torch.cat([means, highest], -1)
    return F.relu(_apply(weights, "whole", seen * _kept(count, learning).repeat(1, 2)))


def _kept(count: int, learning: bool) -> Tensor:
    """Which numbers of each of so many references are not dropped, and what makes up for the others."""
    if not learning:
        return torch.ones(count, WIDTH)
    return (torch.rand(count, WIDTH) > FORGET).float() / (1 - FORGET)


def _apply(weights: Weights, name: str, h: Tensor) -> Tensor:
    return h @ weights[f"{name}.weight"] + weights[f"{name}.bias"]


def loss(weights: Weights, given: Batch) -> Tensor:
    """The mean negative log likelihood of the labels."""
    scores = emissions(weights, given, learning=True)
    return (_total(weights, scores, given.present) - _path(weights, scores, given)).mean()


def _path(weights: Weights, scores: Tensor, given: Batch) -> Tensor:
    """The score of the true labels."""
    labels, here = given.labels, given.present.float()
    found = scores.gather(2, labels.unsqueeze(-1)).squeeze(-1)
    end = labels.gather(1, given.present.sum(1, keepdim=True) - 1).squeeze(1)
    steps = weights["next"][labels[:, :-1], labels[:, 1:]]
    return weights["first"][labels[:, 0]] + (found * here).sum(1) + (steps * here[:, 1:]).sum(1) + weights["last"][end]


def _total(weights: Weights, scores: Tensor, present: Tensor) -> Tensor:
    """The log of the sum over all labellings; the forward sums are kept as shares, and scaled at every step."""
    highest = weights["next"].max()
    step = (weights["next"] - highest).exp()
    top = scores.max(2).values
    emitted = (scores - top.unsqueeze(2)).exp()
    begun = weights["first"] + scores[:, 0]
    log = begun.max(1).values
    share = (begun - log.unsqueeze(1)).exp()
    for t in range(1, scores.shape[1]):
        grown = (share @ step) * emitted[:, t]
        size = grown.sum(1, keepdim=True).clamp_min(1e-30)
        share = torch.where(present[:, t : t + 1], grown / size, share)
        log = log + torch.where(present[:, t], size.squeeze(1).log() + top[:, t] + highest, torch.zeros(()))
    result: Tensor = log + (share @ weights["last"].exp()).log()
    return result


def learn(
    weights: Weights,
    rounds: int,
    examples: Callable[[], Sequence[Encoded]],
    dice: random.Random,
    after: Callable[[int, float, Weights], None],
) -> Weights:
    """The weights after a number of rounds over fresh examples; `after` is told the round, its mean loss, the weights.

    AdamW with one cycle of the learning rate. What is returned is the mean of the weights over the last third.
    """
    optimizer = torch.optim.AdamW(weights.values(), lr=RATE, betas=(0.9, 0.99), weight_decay=1e-5, fused=True)
    mean: Weights = {}
    count = 0
    for number in range(rounds):
        plan = batches(examples(), dice)
        total = 0.0
        for at, chosen in enumerate(plan):
            done = (number + at / len(plan)) / rounds
            optimizer.param_groups[0]["lr"] = RATE * _cycle(done)
            total += _step(weights, optimizer, batch(chosen))
            if done >= 2 / 3:
                count += 1
                mean = {
                    k: w.detach() + (mean[k] - w.detach()) * (1 - 1 / count) if mean else w.detach().clone()
                    for k, w in weights.items()
                }
        after(number + 1, total / len(plan), mean or weights)
    return mean


def _cycle(done: float) -> float:
    """The share of the highest rate when that share of the steps is done: up for a tenth, then down along a cosine."""
    return max(0.04, done / 0.1) if done < 0.1 else max(0.001, 0.5 + 0.5 * math.cos(math.pi * (done - 0.1) / 0.9))


def _step(weights: Weights, optimizer: torch.optim.Optimizer, given: Batch) -> float:
    value = loss(weights, given)
    optimizer.zero_grad()
    value.backward()
    torch.nn.utils.clip_grad_norm_(weights.values(), 5.0)
    optimizer.step()
    return float(value.item())
