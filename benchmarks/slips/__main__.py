"""Make lists with known slips, check them, and print what was found, kind by kind.

    python benchmarks/slips --data DIR --index INDEX
    python benchmarks/slips --records FILE

Real works, rendered in eight styles; one slip in half of the references, none in the others; everything is drawn by a
seed. INDEX is made by `python benchmarks/indexing.py --data DIR --keep INDEX`. Of the works of DIR those are taken that
no evidence was learnt from, and of these the half that no rule was tuned on; `--tuning` takes the other. FILE is
CSL-JSON: a small world of its own, without an index.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).parent.parent))

from drawing import works_to_draw
from kinds import KINDS
from lists import sheets, suits
from scoring import Counts, Score, scored

from refcheck import csl
from refcheck.model import Work
from refcheck.sources import open_source

LISTS = 480


def main() -> None:
    """Print the tables, from text and in fields."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--data", type=Path)
    told.add_argument("--index", type=Path)
    told.add_argument("--records", type=Path)
    told.add_argument("--lists", type=int, default=LISTS)
    told.add_argument("--seed", type=int, default=1)
    told.add_argument("--tuning", action="store_true", help="the half that rules are tuned on")
    told.add_argument("--show", default="", help="kinds of which to print what was missed; 'clean' for false findings")
    given = told.parse_args()
    place = given.records or given.index
    source = open_source(str(place), offline=True, mailto="", crossref_url="", cache=Path(os.devnull))
    works = _told(given.records) if given.records else works_to_draw(given.data, tuning=given.tuning)
    made = list(sheets(works, given.lists, random.Random(given.seed)))
    for fields in (False, True):
        score = scored(made, source, fields=fields)
        print(f"\n{'in fields, as if the parser never erred' if fields else 'read from text'}: {len(made)} lists")
        table(score, mended=not fields)
        _show(score, given.show.split(","))


def _told(records: Path) -> list[Work]:
    """The works of a CSL-JSON file that slips can be made in."""
    return [work for item in json.loads(records.read_text("utf-8")) if suits(work := csl.work(item))]


def table(score: Score, *, mended: bool) -> None:
    """Print a line for each kind of slip, and the sums; what was mended is known of a document only."""
    print(
        f"{'':36} {'made':>5} {'found':>7} {'rule':>7}"
        + (f" {'proposed':>8} {'offered':>8} {'restored':>8} {'of all':>7}" if mended else "")
    )
    whole, none = Counts(), Counts()
    for kind in KINDS:
        if counts := score.kinds.get(kind.letter):
            _line(f"{kind.letter:2} {kind.name}", counts, mended=mended and bool(kind.fields))
            _add(whole if kind.fields else none, counts)
    _line("all that have a field to mend", whole, mended=mended)
    print(f"hybrid and invented works: {none.made}, matched {none.matched}, reported {share(none.found, none.made)}")
    print(
        f"without a slip: {score.clean}, with a finding above note {share(score.alarmed, score.clean)}, "
        f"with notes only {share(score.noted, score.clean)}, changed by a fix {score.broken}; "
        f"not read as one: {score.unread}"
    )


def share(part: int, whole: int) -> str:
    """A share in hundredths."""
    return f"{100 * part / max(1, whole):.1f} %"


def _line(name: str, counts: Counts, *, mended: bool) -> None:
    found = " ".join(f"{share(n, counts.made):>7}" for n in (counts.found, counts.ruled))
    right = (
        share(counts.proposed, counts.found),
        share(counts.offered, counts.made),
        share(counts.restored, counts.offered),
    )
    rest = f" {' '.join(f'{s:>8}' for s in right)} {share(counts.restored, counts.made):>7}" if mended else ""
    print(f"{name:36} {counts.made:5} {found}{rest}")


def _add(whole: Counts, counts: Counts) -> None:
    for name in ("made", "found", "ruled", "proposed", "offered", "restored", "matched"):
        setattr(whole, name, getattr(whole, name) + getattr(counts, name))


def _show(score: Score, letters: Sequence[str]) -> None:
    for kind in KINDS:
        if kind.letter in letters and kind.letter in score.kinds:
            for shown in (*score.kinds[kind.letter].missed, *score.kinds[kind.letter].unmended):
                print(f"{kind.letter}: {shown}")
    if "clean" in letters:
        print("\n".join(score.alarms))


if __name__ == "__main__":
    main()
