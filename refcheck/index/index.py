"""An index in a folder: segments, and the file that says which of them are in force."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from refcheck.errors import UnusableSource
from refcheck.index import keys
from refcheck.index.records import unpacked
from refcheck.index.repair import cased
from refcheck.index.segment import Segment
from refcheck.index.terms import terms
from refcheck.model import Record

FORMAT = 1  # of the files; an index of another number is refused
MANIFEST = "index.json"
SHARE = 0.4  # of the best score, below which a work is not looked at
BY_KEYS, BY_WORDS = 10, 10  # candidates for one reference
LONGEST = 3_000  # code points of a reference that are looked at
LONGEST_TERM = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A segment in force: its folder, its works, and the file that marks those of them that no longer count."""

    folder: str
    works: int
    dead: str = ""
    gone: int = 0  # works that no longer count


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index holds; `built` is an ISO date, `inputs` the files it was made of."""

    built: str
    parts: tuple[Part, ...] = ()
    inputs: tuple[str, ...] = ()

    @property
    def works(self) -> int:
        """The works that can be found."""
        return sum(part.works - part.gone for part in self.parts)

    def written(self) -> str:
        """The text of the file."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1) + "\n"


def manifest(folder: Path) -> Manifest:
    """What the index in a folder holds; raises UnusableSource where there is none, or none that this version reads."""
    path = folder / MANIFEST
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        number = told["format"]
        if number != FORMAT:
            raise UnusableSource(
                f"{folder}: an index of format {number}, and this refcheck reads format {FORMAT}; build it anew with"
                " refcheck index build"
            )
        parts = tuple(Part(**p) for p in told["parts"])
        return Manifest(told["built"], parts, tuple(told["inputs"]))
    except FileNotFoundError:
        raise UnusableSource(
            f"{folder}: holds no index; make one with refcheck index build INPUT... -o {folder}"
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnusableSource(f"{path}: cannot be read as an index: {error}; build it anew") from None


@dataclass(frozen=True)
class Index:
    """An index open for reading. What replaces it meanwhile does not disturb those who have it open."""

    folder: Path
    manifest: Manifest
    segments: tuple[Segment, ...] = field(repr=False)

    @classmethod
    def open(cls, folder: Path) -> Index:
        """The index in a folder; raises UnusableSource."""
        found = manifest(folder)
        try:
            segments = tuple(Segment(folder / p.folder, folder / p.dead if p.dead else None) for p in found.parts)
        except (OSError, ValueError) as error:
            if manifest(folder) != found:  # another took its place while this one was being opened
                return cls.open(folder)
            raise UnusableSource(f"{folder}: the index is damaged: {error}; build it anew") from None
        return cls(folder, found, segments)

    def by_doi(self, doi: str) -> list[Record]:
        """The records of a DOI, in lower case."""
        found = (self._record(i, n) for i, s in enumerate(self.segments) for n in s.by_doi(doi))
        return [record for record in found if record.work.DOI == doi]

    def candidates(self, text: str) -> list[Record]:
        """All that a printed reference leads to, by its keys, then its words: at most twenty records of each part."""
        return list(dict.fromkeys((*self.by_keys(text), *self.by_words(text))))

    def by_keys(self, text: str) -> list[Record]:
        """The records under most of the keys of a printed reference, best first; they cost the same in any index."""
        looked_up = keys.of_reference(_terms(text))
        filed = sorted(
            ((score, i, n) for i, s in enumerate(self.segments) for score, n in s.filed(looked_up, BY_KEYS)),
            reverse=True,
        )[:BY_KEYS]
        return [self._record(i, n) for score, i, n in filed if score >= SHARE * filed[0][0]]

    def by_words(self, text: str) -> list[Record]:
        """The records that share the rarest words of a printed reference: dearer, the more so the larger the index."""
        found, parted = _terms(text), terms(cased(text[:LONGEST]))
        return [self._record(i, n) for i, s in enumerate(self.segments) for n in s.worded(found, parted, BY_WORDS)]

    def usage(self, phrases: Iterable[str]) -> dict[str, int]:
        """How many works use all words of each phrase, in titles, names or containers; words are folded."""
        parted = ((phrase, phrase.split()) for phrase in phrases)
        return {phrase: sum(s.holding(words) for s in self.segments) for phrase, words in parted if words}

    def _record(self, segment: int, number: int) -> Record:
        return unpacked(self.segments[segment].records.text(number), str(self.folder), self.manifest.built)


def _terms(text: str) -> list[str]:
    return [t for t in terms(text[:LONGEST]) if len(t) <= LONGEST_TERM]
