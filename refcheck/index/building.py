"""Write the works of the inputs into a segment on its way, in blocks, on all cores; a killed run goes on where it was.

Works are numbered in the order of the inputs; keys are gathered in files by their first bits. Every so often all of it
is put on the disk, and `progress.json` says how far it is.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from refcheck.index.digest import Digest, Filter, digest
from refcheck.index.fulltext import Writer
from refcheck.index.inputs import Block, Problem, blocks
from refcheck.index.records import SAMPLE, Packer, dictionary
from refcheck.index.segment import FULL_TEXT
from refcheck.index.table import Gathered

BUILDING = "building"
CHECKPOINT = 50  # blocks after which everything is put on the disk
TOLD = 100  # problems that are kept to be told
Step = Callable[[float, int], None]  # the share of the inputs that is done, and the works so far


@dataclass(slots=True)
class Progress:
    """How far a build is: the file it is at, the blocks of it that are done, and how much was written until then."""

    inputs: list[str]
    wanted: str
    file: int = 0
    blocks: int = 0
    works: int = 0
    packed: int = 0  # bytes
    keys: list[int] = field(default_factory=list)
    dois: list[int] = field(default_factory=list)
    notices: list[int] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Building:
    """The files of a segment on its way."""

    folder: Path
    progress: Progress
    keys: Gathered
    dois: Gathered
    notices: Gathered  # under the DOIs of the works that they are about
    words: Writer
    end: int = 0  # of the packed records, bytes
    packer: Packer | None = None

    @classmethod
    def at(cls, folder: Path, fresh: Progress) -> Building:
        """Begun anew, or where a killed build of the same inputs was last on the disk."""
        path = folder / "progress.json"
        told = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        if (told.get("inputs"), told.get("wanted")) != (fresh.inputs, fresh.wanted):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            told = {}
        found = cls(
            folder,
            Progress(**told) if told else fresh,
            Gathered(folder, "keys"),
            Gathered(folder, "dois"),
            Gathered(folder, "notices"),
            Writer(folder / FULL_TEXT),
        )
        if told:
            found.keys.cut(found.progress.keys)
            found.dois.cut(found.progress.dois)
            found.notices.cut(found.progress.notices)
            for name, size in (("packed", found.progress.packed), ("offsets", 8 * found.progress.works)):
                if (folder / f"records.{name}").exists():
                    with (folder / f"records.{name}").open("r+b") as file:
                        file.truncate(size)
            found.end = found.progress.packed
            known = folder / "records.dictionary"
            found.packer = Packer(known.read_bytes()) if found.progress.works else None
        return found

    def add(self, part: Digest) -> None:
        """Take a block in; what it holds counts once `save` was called."""
        base = self.progress.works
        if part.records:
            if self.packer is None:
                made = dictionary(part.records[:SAMPLE])
                (self.folder / "records.dictionary").write_bytes(made)
                self.packer = Packer(made)
            self.keys.add(part.keys, part.works + np.uint32(base))
            self.dois.add(part.dois, part.of_dois + np.uint32(base))
            self.notices.add(part.named, part.notices + np.uint32(base))
            packed = [self.packer.pack(text) for text in part.records]
            ends = np.cumsum([len(p) for p in packed], dtype=np.uint64) + np.uint64(self.end)
            self.end = int(ends[-1])
            _append(self.folder / "records.packed", b"".join(packed))
            _append(self.folder / "records.offsets", ends.tobytes())
            for number, words in enumerate(part.words, base):
                self.words.add(number, words)
        self.progress.works += len(part.records)
        self.progress.counts = dict(Counter(self.progress.counts) + part.counts)
        self.tell(part.problems)

    def tell(self, problems: Sequence[Problem]) -> None:
        """Keep the first problems."""
        room = TOLD - len(self.progress.problems)
        self.progress.problems += [str(p) for p in problems[: max(0, room)]]

    def save(self) -> None:
        """Put everything on the disk, then say so."""
        self.words.commit()
        self.progress.packed = self.end
        self.progress.keys, self.progress.dois = self.keys.sizes(), self.dois.sizes()
        self.progress.notices = self.notices.sizes()
        put(self.folder / "progress.json", json.dumps(asdict(self.progress)))


def write(paths: Sequence[Path], out: Path, wanted: Filter, jobs: int, step: Step) -> Building:
    """The works of the files, in DIR/building."""
    told = {**asdict(wanted), "types": sorted(wanted.types), "issns": sorted(wanted.issns)}
    sizes = [p.stat().st_size for p in paths]
    stamps = [f"{p.resolve()} {size} {p.stat().st_mtime_ns}" for p, size in zip(paths, sizes, strict=True)]
    building = Building.at(out / BUILDING, Progress(stamps, json.dumps(told)))
    since = 0
    with _workers(jobs) as submit:
        for number in range(building.progress.file, len(paths)):
            if number > building.progress.file:
                building.progress.file, building.progress.blocks = number, 0
            for part in _digested(paths[number], building, wanted, submit, jobs):
                building.add(part)
                building.progress.blocks += 1
                since += 1
                if since >= CHECKPOINT:
                    building.save()
                    since = 0
                step(min(0.99, (sum(sizes[:number]) + part.reached) / max(1, sum(sizes))), building.progress.works)
    building.progress.file, building.progress.blocks = len(paths), 0
    building.save()
    step(1.0, building.progress.works)
    return building


Submit = Callable[[Block, Filter], "Future[Digest]"]


@contextmanager
def _workers(jobs: int) -> Iterator[Submit]:
    """A way to have blocks digested: by processes, or at once where there is one job only."""
    if jobs > 1:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            yield lambda block, wanted: pool.submit(digest, block, wanted)
        return

    def at_once(block: Block, wanted: Filter) -> Future[Digest]:
        done: Future[Digest] = Future()
        done.set_result(digest(block, wanted))
        return done

    yield at_once


def _digested(path: Path, building: Building, wanted: Filter, submit: Submit, jobs: int) -> Iterator[Digest]:
    """The blocks of a file in their order, a few of them being worked on ahead."""
    waiting: list[Future[Digest]] = []
    for found in islice(blocks(path), building.progress.blocks, None):
        waiting.append(_nothing(found) if isinstance(found, Problem) else submit(found, wanted))
        if len(waiting) > 2 * jobs - 1:
            yield waiting.pop(0).result()
    for future in waiting:
        yield future.result()


def _nothing(problem: Problem) -> Future[Digest]:
    """What a place that cannot be read comes to."""
    none, at_none = np.empty(0, np.uint64), np.empty(0, np.uint32)
    done: Future[Digest] = Future()
    done.set_result(Digest(none, at_none, none, at_none, none, at_none, [], [], [problem], Counter({"damaged": 1})))
    return done


def _append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def put(path: Path, text: str) -> None:
    """Put a text in place of a file at once."""
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
