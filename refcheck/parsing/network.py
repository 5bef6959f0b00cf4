"""Run the trained network: how much each token looks like each label, the best labelling, and how sure it is."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from typing import IO

import numpy as np
import numpy.typing as npt

from refcheck.parsing.chain import best_labels, label_shares
from refcheck.parsing.embeddings import Embeddings
from refcheck.parsing.features import Vocabulary, layout
from refcheck.parsing.listwise import NEAR, leaned
from refcheck.parsing.tokens import Tokens

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

WHOLE = "*"  # the name under which the curve of a whole reference is kept
TOGETHER = 10 * NEAR  # references that are labelled at once, whole lists of NEAR
BLOCK = 2 * NEAR  # of which so many go through the convolutions: as much as a processor keeps at hand


@dataclass(frozen=True, slots=True)
class Labelling:
    """The labels of a reference's tokens, and how sure the network is of each: shares of all labellings."""

    labels: tuple[int, ...]
    sure: tuple[float, ...]


@dataclass(frozen=True)
class Network:
    """The vocabulary, the weights by name, and what the network's sureness is worth for each field."""

    vocabulary: Vocabulary
    weights: Mapping[str, Floats]
    reaches: tuple[int, ...]
    calibration: Mapping[str, tuple[float, ...]]

    @cached_property
    def embeddings(self) -> Embeddings:
        """The embeddings of the tokens met so far."""
        return Embeddings(self.vocabulary, self.weights)

    @cached_property
    def _beside(self) -> tuple[Floats, ...]:
        """The weights of the convolutions for the token behind, the token itself, and the one before, side by side."""
        weights = (self.weights[f"near{i}.weight"] for i in range(len(self.reaches)))
        return tuple(np.concatenate(np.split(w, 3), axis=1) for w in weights)

    def label(self, references: Sequence[Tokens]) -> list[Labelling]:
        """The labelling of each reference of a list; twice, the second time with what the first tells of the list.

        Memory grows with the number of references: longer lists come in parts of TOGETHER.
        """
        full = [i for i, r in enumerate(references) if len(r)]
        found = [Labelling((), ())] * len(references)
        if not full:
            return found
        cut = [references[i] for i in full]
        lengths = np.array([len(r) for r in cut])
        ends = lengths.cumsum()
        embedded, kinds = self.embeddings.of(cut)
        scores = self._scores_in_blocks(cut, embedded, ends)
        shares = label_shares(self.weights, scores, lengths)
        if len(full) > 1:
            scores = leaned(scores, shares, kinds, np.repeat(np.array(full), lengths))
            shares = label_shares(self.weights, scores, lengths)
        best = best_labels(self.weights, scores, lengths, shares)
        sure = shares[np.arange(len(best)), best]
        for i, a, b in zip(full, (ends - lengths).tolist(), ends.tolist(), strict=True):
            found[i] = Labelling(tuple(best[a:b].tolist()), tuple(sure[a:b].tolist()))
        return found

    def _scores_in_blocks(self, references: Sequence[Tokens], embedded: Floats, ends: Ints) -> Floats:
        cuts = [0, *ends[BLOCK - 1 : -1 : BLOCK].tolist(), len(embedded)]
        blocks = (references[at : at + BLOCK] for at in range(0, len(references), BLOCK))
        return np.concatenate([self.scores(r, embedded[a:b]) for r, (a, b) in zip(blocks, pairwise(cuts), strict=True)])

    def confidences(self, fields: Sequence[tuple[str, float]], least: float) -> list[float]:
        """The probability that each field of a reference was read right.

        `fields` are names with how sure the network is of them, `least` how sure it is of the reference. Faults gather in
        the field that is the least sure: it is at most as likely to be right as the reference is to be right in all.
        """
        odds = log_odds(least)
        own = [self._curve(name if name in self.calibration else "", sure, odds) for name, sure in fields]
        if own:
            weakest = own.index(min(own))
            own[weakest] = min(own[weakest], self._curve(WHOLE, math.prod(own), odds))
        return own

    def _curve(self, name: str, sure: float, least_odds: float) -> float:
        bias, first, second = self.calibration.get(name, (0.0, 1.0, 0.0))
        return 1 / (1 + math.exp(-(bias + first * log_odds(sure) + second * least_odds)))

    def scores(self, references: Sequence[Tokens], embedded: Floats) -> Floats:
        """How much each token looks like each label, one reference behind the other: [tokens, labels].

        `embedded` are the embeddings of the tokens. The sums of `refcheck.parsing.train.network.emissions`.
        """
        lengths = np.array([len(r) for r in references])
        starts = lengths.cumsum() - lengths
        before = np.arange(len(embedded)) - np.repeat(starts, lengths)
        behind = np.repeat(lengths, lengths) - 1 - before
        placed = layout(references)
        h = embedded.copy()
        for i, codes in enumerate(placed.context):
            h += self.weights[f"context{i}"][codes[placed.present]]
        np.maximum(h, 0, out=h)
        for i, reach in enumerate(self.reaches):
            told = (h @ self._beside[i]).reshape(len(h), 3, -1)
            # no reference looks into its neighbour
            told[behind < reach, 0] = told[before < reach, 2] = 0
            h += _gathered(told, self.weights[f"near{i}.bias"], reach)
            if i == len(self.reaches) // 2 - 1:
                h += np.repeat(self._summary(h, starts, lengths), lengths, axis=0)
        return _apply(self.weights, "label", h)

    def _summary(self, h: Floats, starts: Ints, lengths: Ints) -> Floats:
        """What a reference is as a whole, from the mean and maximum over its tokens: [references, width]."""
        means = np.add.reduceat(h, starts) / lengths[:, None]
        seen = np.concatenate([means, np.maximum.reduceat(h, starts)], axis=1)
        summary: Floats = np.maximum(_apply(self.weights, "whole", seen.astype(np.float32)), 0)
        return summary


def _apply(weights: Mapping[str, Floats], name: str, h: Floats) -> Floats:
    applied: Floats = h @ weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return applied


def log_odds(share: float) -> float:
    """The natural log of the odds, between -9 and 9."""
    return math.log((share + 1e-4) / (max(0.0, 1 - share) + 1e-4))


def _gathered(told: Floats, bias: Floats, reach: int) -> Floats:
    """What each token makes of itself and of what the two that stand `reach` away tell it: a convolution.

    `told` is what a token tells the one behind, itself, and the one before: [tokens, 3, width].
    """
    found: Floats = told[:, 1] + bias
    found[reach:] += told[:-reach, 0]
    found[:-reach] += told[reach:, 2]
    np.maximum(found, 0, out=found)
    return found


@cache
def shipped() -> Network:
    """The network that comes with the package, read when first used."""
    with (files("refcheck") / "data" / "parser.npz").open("rb") as stream:
        return load(stream)


def load(stream: IO[bytes]) -> Network:
    """A network from the file that `save` wrote; nothing in it is code."""
    stored = np.load(stream, allow_pickle=False)
    told = json.loads(bytes(stored["told"]))
    words = {name: bytes(stored[name]).decode().split("\n") for name in ("words", "shapes", "entries")}
    entries = dict(zip(words["entries"], stored["codes"].tolist(), strict=True))
    vocabulary = Vocabulary(
        {word: row for row, word in enumerate(words["words"], 1)},
        {word: row for row, word in enumerate(words["shapes"], 1)},
        entries,
    )
    weights = {name[2:]: _full(stored, name) for name in stored.files if name.startswith("w.")}
    calibration = {name: tuple(values) for name, values in told["calibration"].items()}
    return Network(vocabulary, weights, tuple(told["reaches"]), calibration)


def _full(stored: Mapping[str, npt.NDArray[np.generic]], name: str) -> Floats:
    """Weights are stored as bytes with a scale a row, or as half floats; words only become floats when looked up."""
    values = stored[name]
    if values.dtype == np.int8:
        scaled: Floats = values.astype(np.float32) * stored[f"s{name[1:]}"].astype(np.float32)[:, None]
        return scaled
    return values.astype(np.float32)


def save(stream: IO[bytes], network: Network) -> None:
    """Write a network in some megabytes: embeddings as bytes with a scale a row, all else as half floats."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for name, values in network.weights.items():
        if name.startswith("token"):
            scale = np.maximum(np.abs(values).max(1) / 127, 1e-8)
            arrays[f"w.{name}"] = np.round(values / scale[:, None]).astype(np.int8)
            arrays[f"s.{name}"] = scale.astype(np.float16)
        else:
            arrays[f"w.{name}"] = values.astype(np.float16)
    texts = {
        "words": network.vocabulary.words,
        "shapes": network.vocabulary.shapes,
        "entries": network.vocabulary.lexicon,
    }
    for name, words in texts.items():
        arrays[name] = np.frombuffer("\n".join(words).encode(), np.uint8)
    arrays["codes"] = np.array(list(network.vocabulary.lexicon.values()), np.int16)
    told = {"reaches": network.reaches, "calibration": network.calibration}
    arrays["told"] = np.frombuffer(json.dumps(told).encode(), np.uint8)
    np.savez_compressed(stream, **arrays)  # type: ignore[arg-type]  # arrays by name, which the stub takes for options
