"""Learn what the network's sureness is worth: how often fields that it is so sure of are right."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from refcheck.parsing.network import WHOLE, Network, log_odds
from refcheck.parsing.tagger import Read, read
from refcheck.parsing.tags import FIELDS, NAMES
from refcheck.parsing.train.corpora import Example
from refcheck.text import bare_doi

LEAST = 60  # fields of a name from which it is calibrated by itself, not with all others
STEPS = 30  # of Newton's method; it settles in ten
RIDGE = 1.0  # keeps the curve from standing upright where every field was right
Pair = tuple[Read, bool]
COMPARED = frozenset({"author", "title", "container-title", "issued", "volume", "issue", "page"})  # with a record


def calibrated(network: Network, held: Sequence[Example]) -> Network:
    """The network with a logistic curve for each field, fitted on examples that it has not learnt from (Platt).

    The curve of the whole reference is fitted last, on the product of what the others say.
    """
    read_ = list(zip(held, read(network, [(example.text, 0) for example in held]), strict=True))
    named: dict[str, list[Pair]] = {"": []}
    for pair in (pair for example, found in read_ for pair in judged(example, found)):
        named[""].append(pair)
        named.setdefault(pair[0].field.name, []).append(pair)
    fitted = {name: fit([(r.sure, r.least, right) for r, right in p]) for name, p in named.items() if len(p) >= LEAST}
    network = replace(network, calibration=fitted)
    whole = [_whole(network, example, found) for example, found in read_ if found]
    return replace(network, calibration=fitted | {WHOLE: fit(whole)})


def _whole(network: Network, example: Example, found: Sequence[Read]) -> tuple[float, float, bool]:
    """What the fields' confidences come to, how sure the network is of the reference, whether all of it is right."""
    pairs = list(judged(example, found))
    told = network.confidences([(r.field.name, r.sure) for r, _ in pairs], found[0].least)
    missed = {name for name, value in truth(example).items() if value and name in COMPARED} - {
        r.field.name for r, _ in pairs
    }
    return math.prod(told), found[0].least, all(right for _, right in pairs) and not missed


def judged(example: Example, found: Sequence[Read]) -> Iterator[Pair]:
    """Each field that was read, and whether the annotation has it, letter for letter; a list of names is one field."""
    printed = truth(example)
    for name, group in _grouped(found).items():
        text = example.text[min(r.field.start for r in group) : max(r.field.end for r in group)]
        yield group[0], bare(name, text) == printed.get(name, "")


def truth(example: Example) -> Mapping[str, str]:
    """The letters of each annotated field; of two of a name the first."""
    found: dict[str, str] = {}
    for span in example.spans:
        name = FIELDS.get(span.label, span.label)
        found.setdefault(name, bare(name, example.text[span.start : span.end]))
    return found


_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
_CUT_SHORT = re.compile(r"[,;]?\s*(?:et\s*al|and others|u\.\s?a)\.?\W*$", re.IGNORECASE)


def bare(name: str, text: str) -> str:
    """The letters and digits of a field: what two ways of printing it, and of annotating it, have in common."""
    if name == "issued" and (year := _YEAR.search(text)):
        return year[0]
    if name == "DOI":
        return bare_doi("".join(text.split()))
    if name in NAMES:
        text = _CUT_SHORT.sub("", text)
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _grouped(found: Sequence[Read]) -> dict[str, list[Read]]:
    groups: dict[str, list[Read]] = {}
    for one in found:
        if one.field.name in NAMES or one.field.name not in groups:
            groups.setdefault(one.field.name, []).append(one)
    return groups


def fit(rows: Sequence[tuple[float, float, bool]]) -> tuple[float, float, float]:
    """Bias and weights of a logistic regression of "right" on the log odds of two shares, by Newton's method."""
    x = np.array([(1.0, log_odds(sure), log_odds(least)) for sure, least, _ in rows])
    y = np.array([float(right) for _, _, right in rows])
    weights: npt.NDArray[np.float64] = np.array([0.0, 0.5, 0.2])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - RIDGE * weights
        bend = (x * (p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(3)
        weights = weights + np.linalg.solve(bend, slope)
    bias, first, second = (float(round(w, 4)) for w in weights)
    return bias, first, second
