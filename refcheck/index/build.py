"""Build an index and bring it up to date.

What is written is put together in DIR/building (`building.py`). Only when all of it is there does a new `index.json`
take the place of the old one: who reads sees one index or the other.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from refcheck.errors import UnusableSource
from refcheck.index import keys
from refcheck.index.building import BUILDING, Building, Progress, Step, put, write
from refcheck.index.digest import Filter
from refcheck.index.index import MANIFEST, Manifest, Part, manifest
from refcheck.index.inputs import files
from refcheck.index.segment import Segment

NAMED = 1000  # inputs that an index remembers the names of


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a build."""

    manifest: Manifest
    counts: Counter[str]
    problems: tuple[str, ...]
    works: int  # that were added
    seconds: float


def build(inputs: Sequence[Path], out: Path, wanted: Filter, jobs: int, step: Step) -> Told:
    """Make an index of all works in the inputs; an index that is there already is replaced when the new one is whole.

    Raises UnusableSource for inputs that are not there or hold no works, for a full disk, and where another build is at
    work in `out`.
    """
    with _alone(out), _kept_on_failure(out):
        begun = time.monotonic()
        written = write(files(inputs), out, wanted, jobs, step)
        if not written.progress.works:
            said = ", ".join(f"{n} {what}" for what, n in written.progress.counts.items()) or "nothing read"
            first = f"; first: {written.progress.problems[0]}" if written.progress.problems else ""
            raise UnusableSource(f"no works to build an index of ({said}){first}")
        made = _finish(out, written, (), _old(out), keep=False)
        return _told(made, written.progress, begun)


def update(inputs: Sequence[Path], out: Path, gone: Sequence[str], wanted: Filter, jobs: int, step: Step) -> Told:
    """Add the works in the inputs to an index, in place of those with the same DOI, and take out the DOIs in `gone`."""
    with _alone(out), _kept_on_failure(out):
        begun = time.monotonic()
        old = manifest(out)
        written = write(files(inputs), out, wanted, jobs, step) if inputs else None
        made = _finish(out, written, gone, old, keep=True)
        return _told(made, written.progress if written else Progress([], ""), begun)


def _told(made: Manifest, progress: Progress, begun: float) -> Told:
    return Told(made, Counter(progress.counts), tuple(progress.problems), progress.works, time.monotonic() - begun)


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Nobody else builds here; the lock ends with the process, however it ends."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(out / ".lock", timeout=0, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise UnusableSource(f"{out}: cannot be written to: {error}") from None
    with closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error:
            raise UnusableSource(
                f"{out}: another refcheck builds here; wait for it, or choose another folder"
            ) from None
        yield


@contextmanager
def _kept_on_failure(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnusableSource(
            f"{out}: {error.strerror or error}; the index that was there is untouched, and the same command goes on"
        ) from None
    except ValueError as error:  # what tantivy says of a disk
        raise UnusableSource(f"{out}: {error}; the index that was there is untouched") from None


def _old(out: Path) -> Manifest:
    try:
        return manifest(out)
    except UnusableSource:
        return Manifest("")


def _finish(out: Path, written: Building | None, gone: Sequence[str], old: Manifest, *, keep: bool) -> Manifest:
    """Put the new segment, and what no longer counts in the old ones, in force."""
    number = 1 + max((int(p.folder.rpartition("-")[2]) for p in old.parts), default=0)
    removed = np.array([keys.of_doi(doi) for doi in gone], np.uint64)
    parts: list[Part] = []
    if keep:
        shadowed = [removed, *(written.dois.keys() if written else ())]
        parts += [_without(out, part, shadowed, number) for part in old.parts]
    if written and written.progress.works:
        parts.append(_new_part(out, written, number))
    told = tuple(Path(stamp.rsplit(" ", 2)[0]).name for stamp in (written.progress.inputs if written else ()))
    made = Manifest(
        datetime.now(UTC).date().isoformat(), tuple(parts), ((*old.inputs, *told) if keep else told)[-NAMED:]
    )
    put(out / MANIFEST, made.written())
    _sweep(out, made)
    return made


def _new_part(out: Path, written: Building, number: int) -> Part:
    """The segment finished and under its own name; of works with one DOI the last counts."""
    works = written.progress.works
    dead = np.zeros(works, np.bool_)
    for gathered, name in ((written.keys, "keys"), (written.notices, "notices")):
        for _ in gathered.write(written.folder, name):
            pass
    for twice in written.dois.write(written.folder, "dois"):
        dead[twice] = True
    written.words.close()
    folder = out / f"segment-{number}"
    shutil.rmtree(folder, ignore_errors=True)  # left by a build that was killed here
    written.folder.rename(folder)
    written.keys.forget(folder)
    written.dois.forget(folder)
    written.notices.forget(folder)
    (folder / "progress.json").unlink()
    return _marked(out, Part(folder.name, works), dead, number)


def _without(out: Path, part: Part, shadowed: Sequence[npt.NDArray[np.uint64]], number: int) -> Part:
    """The part without the works of these DOIs."""
    segment = Segment(out / part.folder, None)
    dead = np.load(out / part.dead) if part.dead else np.zeros(part.works, np.bool_)
    for dois in shadowed:
        dead[segment.dead_for(dois)] = True
    return _marked(out, part, dead, number)


def _marked(out: Path, part: Part, dead: npt.NDArray[np.bool_], number: int) -> Part:
    gone = int(dead.sum())
    if gone == part.gone:
        return part
    name = f"{part.folder}.without-{number}.npy"
    np.save(out / name, dead)
    return replace(part, dead=name, gone=gone)


def _sweep(out: Path, made: Manifest) -> None:
    """Remove what is no longer in force; who has it open keeps it, or it goes with the next build."""
    named = {p.folder for p in made.parts} | {p.dead for p in made.parts}
    for path in (*out.glob("segment-*"), out / BUILDING):
        if path.name not in named:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    path.unlink()
