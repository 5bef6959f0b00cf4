"""How right and how fast references are parsed: `python benchmarks/parsing.py --shared DIR`.

DIR holds eval/score_parsing.py with eval/canon.py, and data/parsing/ with the labelled sets. Every figure is taken from
the command line, as a user runs it. The references of GROBID's corpus are those that training holds back by article.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

PARSE = (sys.executable, "-m", "refcheck", "parse", "--lines")
TESTS = ("excite_natural", "excite_computer", "excite_social")
SPEED_LINES = 20_000
SURE = 0.95
Row = dict[str, object]


def main() -> None:
    """Print the tables of accuracy, robustness, calibration and speed."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--shared", type=Path, required=True)
    shared = told.parse_args().shared
    sys.path.insert(0, str(shared / "eval"))
    scorer = loaded(shared / "eval" / "score_parsing.py")
    sets = {"grobid, held out by article": grobid(shared)} | {name: rows(shared, f"test_{name}") for name in TESTS}
    print("== accuracy: micro F1 over 12 fields / all of 7 core fields right")
    parsed = {name: figures(scorer, name, gold) for name, gold in sets.items()}
    print("\n== robustness: micro F1 lost by spoiling the strings")
    for name, gold in sets.items():
        robustness(scorer, name, gold, parsed[name][0])
    print("\n== DOIs found exactly, broken by blanks or not")
    dois(shared)
    print("\n== calibration")
    for name, gold in sets.items():
        calibration(scorer, name, gold, parsed[name][1])
    print("\n== speed")
    speed([str(row["text"]) for gold in sets.values() for row in gold])


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(shared: Path, name: str) -> list[Row]:
    with gzip.open(shared / "data" / "parsing" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def grobid(shared: Path) -> list[Row]:
    """The references of GROBID's corpus that training never sees, with their canonical fields."""
    from canon import canon_grobid  # type: ignore[import-not-found]

    from refcheck.parsing.train.corpora import key, load

    held = {key(example.text) for example in load(shared / "data").held}
    return [
        r | {"gold": canon_grobid(r["fields"])} for r in rows(shared, "train_grobid") if key(str(r["text"])) in held
    ]


def figures(scorer: ModuleType, name: str, gold: Sequence[Row]) -> tuple[float, list[Row]]:
    parsed, _ = scorer.run([r["text"] for r in gold], PARSE)
    result = scorer.score([(g["gold"], scorer.canon_refcheck(r)) for g, r in zip(gold, parsed, strict=True)])
    scorer.show(result, name)
    return 100 * result["micro"][2], parsed


def robustness(scorer: ModuleType, name: str, gold: Sequence[Row], clean: float) -> None:
    for spoil in SPOILT:
        dice = random.Random(7)
        texts = [spoil(str(r["text"]), dice) for r in gold]
        parsed, _ = scorer.run(texts, PARSE)
        # the canonical form of pages knows one kind of digits; the offsets stay
        parsed = [r | {"raw": r["raw"].translate(NARROW)} for r in parsed]
        result = scorer.score([(g["gold"], scorer.canon_refcheck(r)) for g, r in zip(gold, parsed, strict=True)])
        print(f"{name:28} {spoil.__name__:22} {100 * result['micro'][2] - clean:+.2f}")


NARROW = {ord(c) + 0xFEE0: ord(c) for c in "0123456789"}


def number_in_front(text: str, dice: random.Random) -> str:
    return f"[{dice.randint(1, 99)}] {text}"


def broken_word(text: str, dice: random.Random) -> str:
    places = [m.start() for m in re.finditer(r"(?<=[a-z]{3})(?=[a-z]{3})", text)]
    at = dice.choice(places) if places else 0
    return f"{text[:at]}- {text[at:]}" if at else text


def blanks_before(text: str, dice: random.Random) -> str:
    return re.sub(r"(?<=\w)(?=[.,;:)](?:\s|$))", lambda _: " " if dice.random() < 0.3 else "", text)


def blanks_missing(text: str, dice: random.Random) -> str:
    return re.sub(r"(?<=[.,;:)])\s(?=\S)", lambda _: "" if dice.random() < 0.3 else " ", text)


def ligatures(text: str, dice: random.Random) -> str:
    return text.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ").replace("ff", "ﬀ")


def wide_digits(text: str, dice: random.Random) -> str:
    return text.translate({narrow: wide for wide, narrow in NARROW.items()}) if "10." not in text else text


def broken_doi(text: str, dice: random.Random) -> str:
    return re.sub(r"(10\.\d{4,9}/[^\s]{3,}?[-./_])(?=[^\s]{3,})", r"\1 ", text, count=1)


def all_capitals(text: str, dice: random.Random) -> str:
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def no_break_blanks(text: str, dice: random.Random) -> str:
    return text.replace(" ", "\u00a0")


SPOILT: Sequence[Callable[[str, random.Random], str]] = (
    number_in_front,
    broken_word,
    blanks_before,
    blanks_missing,
    ligatures,
    wide_digits,
    broken_doi,
    all_capitals,
    no_break_blanks,
)


def dois(shared: Path) -> None:
    """DOIs of all labelled references, as printed and broken after one of their signs."""
    from canon import doi

    found = [
        (str(r["text"]), value)
        for name in ("train_grobid", "train_anystyle_core", "train_anystyle_good", "train_anystyle_gold")
        for r in rows(shared, name)
        for field in r["fields"]  # type: ignore[attr-defined]
        if field["label"] in ("doi", "idno:DOI") and (value := doi(field["text"]))
    ]
    for how, spoil in (("as printed", lambda t, _: t), ("broken", broken_doi)):
        parsed = parse([spoil(text, random.Random(7)) for text, _ in found])
        right = sum(r["csl"].get("DOI") == value for r, (_, value) in zip(parsed, found, strict=True))
        print(f"{how:12} {right} of {len(found)}: {100 * right / len(found):.1f} %")


def parse(texts: Sequence[str]) -> list[dict]:  # type: ignore[type-arg]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.writelines(" ".join(text.split()) + "\n" for text in texts)
        file.flush()
        done = subprocess.run([*PARSE, file.name], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def calibration(scorer: ModuleType, name: str, gold: Sequence[Row], parsed: Sequence[Row]) -> None:
    bins: dict[int, list[float]] = {}
    sure = whole = 0
    for g, r in zip(gold, parsed, strict=True):
        values = scorer.canon_refcheck(r)
        for field, confidence in told(r):
            known = scorer.FIELDS[field][0]
            one = bins.setdefault(min(9, int(confidence * 10)), [0.0, 0.0, 0.0])
            right = values.get(known) == g["gold"].get(known)  # type: ignore[attr-defined]
            one[0], one[1], one[2] = one[0] + 1, one[1] + confidence, one[2] + right
        if all(c >= SURE for _, c in told(r)):
            sure += 1
            whole += all(values.get(k) == g["gold"].get(k) for k in CORE)  # type: ignore[attr-defined]
    error = sum(abs(c - right) for _, c, right in bins.values()) / sum(n for n, _, _ in bins.values())
    share = 100 * whole / sure if sure else 0.0
    of_all = 100 * sure / len(gold)
    print(f"{name:28} ECE {error:.3f}; sure of every field {of_all:.0f} %, of these wholly right {share:.1f} %")


CORE = ("author", "title", "container", "year", "volume", "issue", "page")


def told(row: Row) -> Iterator[tuple[str, float]]:
    """The fields that are scored with their confidence, a list of names once."""
    seen = set()
    for field in row["fields"]:  # type: ignore[attr-defined]
        if field["name"] in KNOWN and field["name"] not in seen:
            seen.add(field["name"])
            yield field["name"], field["confidence"]


KNOWN = frozenset(
    "author editor title container-title issued volume issue page publisher publisher-place DOI URL".split()
)


def speed(texts: Sequence[str]) -> None:
    """References a second over a file, start-up included; one process, then two at once; peak memory."""
    many = [texts[i % len(texts)] for i in range(SPEED_LINES)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.txt"
        path.write_text("".join(" ".join(t.split()) + "\n" for t in many), encoding="utf-8")
        one = timed(path, 1)
        two = timed(path, 2)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{os.cpu_count()} cores, {len(many)} lines: {len(many) / one:.0f} references a second in one process")
        print(f"two processes at once: {2 * len(many) / two:.0f} a second, {2 * one / two:.2f} times as many")
        print(f"at most {peak:.0f} MB")
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", START, "\n".join(many[:60])], check=True, env=environment)


START = """
import sys, time
begun = time.perf_counter()
from refcheck.parsing import network, references_by_line
network.shipped()
loaded = time.perf_counter()
references_by_line(sys.argv[1])
print(f"import and model {loaded - begun:.3f} s, then 60 references {time.perf_counter() - loaded:.3f} s")
"""


def timed(path: Path, processes: int) -> float:
    """Seconds until so many processes have parsed the file; the best of three."""
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        running = [subprocess.Popen([*PARSE, str(path)], stdout=subprocess.DEVNULL) for _ in range(processes)]
        assert not any(p.wait() for p in running)
        best = min(best, time.perf_counter() - began)
    return best


if __name__ == "__main__":
    main()
