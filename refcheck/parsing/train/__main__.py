"""Train the tagger from labelled references, records and printed references: `python -m refcheck.parsing.train`."""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from refcheck.parsing.features import Vocabulary
from refcheck.parsing.network import Network, save
from refcheck.parsing.train import aligned, card, corpora, csl, lexicon, network, noise, synthetic
from refcheck.parsing.train.calibrate import calibrated
from refcheck.parsing.train.corpora import Example, key

ROUNDS = 18
SYNTHETIC = 40_000  # references printed in drawn styles and in CSL styles
IN_CSL = 0.45  # of them
A_ROUND = 10_000  # of the aligned and of the synthetic ones, drawn for each round beside all labelled ones
LONGEST = 400  # tokens; a longer reference makes a batch slow and teaches nothing
STYLES_KEPT = 0.4  # of the strings that show one work in eleven styles
HERE = Path(__file__).resolve().parents[2] / "data"


@dataclass(frozen=True, slots=True)
class Material:
    """What is learnt from, by where it is from, and what is held back."""

    labelled: tuple[Example, ...]
    aligned: tuple[Example, ...]
    synthetic: tuple[Example, ...]
    styled: tuple[Example, ...]  # in CSL styles
    held: tuple[Example, ...]


def main() -> None:
    """Train, calibrate and save the tagger, with its card; a message on standard error for each step."""
    told = argparse.ArgumentParser(prog="python -m refcheck.parsing.train", description=__doc__)
    told.add_argument("--data", type=Path, required=True, help="folder of parsing/, matching/ and records.jsonl.gz")
    told.add_argument("--out", type=Path, default=HERE, help="folder for parser.npz and parser.md")
    told.add_argument("--rounds", type=int, default=ROUNDS)
    told.add_argument("--synthetic", type=int, default=SYNTHETIC)
    told.add_argument("--seed", type=int, default=1)
    given = told.parse_args()
    dice = random.Random(given.seed)  # noqa: S311  # nothing secret is drawn
    torch.manual_seed(given.seed)
    material = gather(given.data, given.synthetic, dice)
    if clash := contaminated(given.data, material):
        told.error(f"{len(clash)} references of the test sets are among those to learn from, such as {clash[0]!r}")
    trained = train(given.data, material, given.rounds, dice)
    given.out.mkdir(parents=True, exist_ok=True)
    with (given.out / "parser.npz").open("wb") as stream:
        save(stream, trained)
    (given.out / "parser.md").write_text(card.write(trained, given.data, material), encoding="utf-8")
    say(f"wrote {given.out / 'parser.npz'} and parser.md")


def say(text: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")


def gather(data: Path, count: int, dice: random.Random) -> Material:
    """The labelled references, those that records explain, and synthetic ones; none of them in a test set or held back."""
    found = corpora.load(data)
    closed = corpora.test_keys(data) | {key(e.text) for e in found.held}
    explained = (e for e in aligned.examples(data) if key(e.text) not in closed)
    kept = tuple(e for e in explained if not e.group.startswith("crossref_styles") or dice.random() < STYLES_KEPT)
    pools = synthetic.pools(data, found.train, dice)
    in_csl = round(count * IN_CSL)
    styled = tuple(e for e in csl.examples(pools, in_csl, dice) if key(e.text) not in closed)
    drawn = tuple(e for e in synthetic.examples(pools, count - in_csl, dice) if key(e.text) not in closed)
    say(f"{len(found.train)} labelled, {len(kept)} explained by records, {len(found.held)} held back")
    say(f"{len(drawn)} synthetic in drawn styles, {len(styled)} in CSL styles")
    return Material(found.train, kept, drawn, styled, found.held)


def contaminated(data: Path, material: Material) -> list[str]:
    """The test references that would be learnt from; there must be none."""
    closed = corpora.test_keys(data)
    everything = (*material.labelled, *material.aligned, *material.synthetic, *material.styled)
    return [e.text for e in everything if key(e.text) in closed]


def train(data: Path, material: Material, rounds: int, dice: random.Random) -> Network:
    """The trained and calibrated network."""
    everything = (*material.labelled, *material.aligned, *material.synthetic, *material.styled)
    entries = lexicon.lexicon(data, material.labelled)
    words = lexicon.vocabulary((corpora.tagged(e)[0] for e in everything), entries)
    say(f"{len(words.words)} words, {len(words.shapes)} shapes, {len(entries)} lexicon entries")

    def drawn() -> list[network.Encoded]:
        made = (*material.synthetic, *material.styled)
        chosen = [*material.labelled, *some(material.aligned, dice), *some(made, dice)]
        return encoded(words, [noise.spoilt(e, dice) for e in chosen])

    def after(number: int, mean: float, _: network.Weights) -> None:
        say(f"round {number} of {rounds}: loss {mean:.2f}")

    learnt = network.learn(network.fresh(words, lexicon.CODES), rounds, drawn, dice, after)
    weights = {name: value.numpy() for name, value in learnt.items()}
    return calibrated(Network(words, weights, network.REACHES, {}), material.held)


def some(examples: Sequence[Example], dice: random.Random) -> list[Example]:
    """A round's share of the examples."""
    return dice.sample(examples, min(A_ROUND, len(examples)))


def encoded(words: Vocabulary, examples: Sequence[Example]) -> list[network.Encoded]:
    """The examples as numbers, without those that are empty or too long."""
    cut = (corpora.tagged(e) for e in examples)
    return [network.encode(words, tokens, labels) for tokens, labels in cut if 0 < len(tokens) <= LONGEST]


if __name__ == "__main__":
    main()
