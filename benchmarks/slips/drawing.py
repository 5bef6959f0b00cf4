"""The works that lists are drawn from: none that the evidence was learnt from, and one half of the rest."""

from __future__ import annotations

import zlib
from pathlib import Path

import indexing
from lists import suits

from refcheck import csl
from refcheck.matching.train.strings import SEED, learnt
from refcheck.model import Work


def works_to_draw(data: Path, *, tuning: bool) -> list[Work]:
    """The works of the index to draw from; with `tuning` those of the half that rules are tuned on."""
    known = learnt(data, SEED)
    found = []
    for row in indexing.rows(data / "records.jsonl.gz"):
        doi = str(row.get("DOI", "")).lower()
        if not doi or doi in known or bool(zlib.crc32(doi.encode()) % 2) is not tuning:
            continue
        if zlib.crc32(doi[::-1].encode()) % 8 == 0 and suits(csl.work(row)):
            found.append(csl.work(row))
    return found
