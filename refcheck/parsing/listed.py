"""The reference list as citations see it: by label, by author and year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import TypeVar

from refcheck.model import NameCitation, Reference
from refcheck.parsing.people import PARTICLES
from refcheck.text import fold, unbroken

MOSTLY = 0.8  # share of references with numbers, or keys, from which a list has them
BEGINNING = 200  # code points in which a reference says whose it is, where no authors were read
_YEAR = re.compile(
    r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)(?:([a-k])(?![^\W_])|[\s.]{1,2}([a-k])(?:[)\].,;:]|(?=\s+[A-ZÀ-Þ])))?"
)
WORD = re.compile(r"[^\W\d_]+(?:['’‐‑-][^\W\d_]+)*")
_SIGNS = re.compile(r"['’‐‑-]")
_SMALL = PARTICLES | frozenset("of for on in the and und et fur jr sr ii iii".split())
_UNDATED = ("in press", "forthcoming", "n.d.")
_UNSTATED = {"n.d."}
Key = TypeVar("Key")


class Listed:
    """Looks up which references a citation can mean."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self.references = references
        self.labels: dict[str, list[Reference]] = {}
        self._first: dict[tuple[str, str], list[Reference]] = {}  # by a word of the first author, and year
        self._printed: dict[tuple[str, str], list[Reference]] = {}  # by any word, and year
        self._author: dict[str, list[Reference]] = {}  # by a word of the first author
        self._dates = {r.n: _dates(r.raw) for r in references}  # the years, with the letters behind them
        for reference, after in zip(references, (*references[1:], None), strict=False):
            if reference.label:
                label = reference.label if reference.keyed else reference.label.lstrip("0") or "0"
                self.labels.setdefault(label, []).append(reference)
            self._file(reference, after)
        # a text cites the same work over and over
        self._works = cache(self._find_works)
        self._perhaps = cache(self._find_printed)
        self._of_author = cache(lambda author: _found(self._author, name_keys(author)))

    def _file(self, reference: Reference, after: Reference | None) -> None:
        first = _first_author(reference)
        dates = set(self._dates[reference.n])
        _add(self._author, first, reference)
        _add(self._first, ((word, year) for word in first for year in dates), reference)
        if dates == _UNSTATED and after:
            dates |= set(self._dates[after.n])  # a reference may have been cut in two
        words = first | {_key(word) for word in WORD.findall(reference.raw)}
        _add(self._printed, ((word, year) for word in words for year in dates), reference)

    @cached_property
    def numbers(self) -> set[str]:
        """The numbers that the references bear; none where most of them bear none, or another sign."""
        found = {label for label in self.labels if label.isdecimal()}
        return found if len(found) > MOSTLY * len(self.references) else set()

    @cached_property
    def keys(self) -> set[str]:
        """The keys that the references bear; none where most of them bear none."""
        found = {label for label in self.labels if not label.isdecimal()}
        return found if len(found) > MOSTLY * len(self.references) else set()

    def works(self, citation: NameCitation) -> Sequence[Reference]:
        """The references whose first author and year are the cited ones, of those the ones with the letter cited."""
        return self._works(citation.authors[0], citation.year, citation.suffix)

    def perhaps(self, citation: NameCitation) -> Sequence[Reference]:
        """The references that print the first name cited, and the year, anywhere."""
        return self._perhaps(citation.authors[0], citation.year)

    def of_author(self, citation: NameCitation) -> Sequence[Reference]:
        """The references of the first author cited, whatever their year."""
        return self._of_author(citation.authors[0])

    def dates(self, reference: Reference) -> list[str]:
        """The years that a reference prints, with their letters, or what stands for a year."""
        return sorted(year + letter for year, letters in self._dates[reference.n].items() for letter in letters)

    def letters(self, reference: Reference, year: str) -> set[str]:
        """The letters that stand behind a year in a reference; "" for none."""
        return self._dates[reference.n].get(year, set())

    def _find_works(self, author: str, year: str, suffix: str) -> Sequence[Reference]:
        found = _found(self._first, ((key, year) for key in name_keys(author)))
        return [r for r in found if suffix in self.letters(r, year)] or found

    def _find_printed(self, author: str, year: str) -> Sequence[Reference]:
        return _found(self._printed, ((key, year) for key in name_keys(author)))


@lru_cache(maxsize=1)  # the rules ask for that of the document which was just read
def lookup(references: tuple[Reference, ...]) -> Listed:
    """The list of these references."""
    return Listed(references)


def distinct(citations: Iterable[NameCitation]) -> Iterable[NameCitation]:
    """One citation of each first author, year and letter: what the list has of them hangs on nothing else."""
    return {(c.authors[0], c.year, c.suffix): c for c in citations}.values()


def _add(index: dict[Key, list[Reference]], keys: Iterable[Key], reference: Reference) -> None:
    for key in keys:
        index.setdefault(key, []).append(reference)


def _found(index: Mapping[Key, list[Reference]], keys: Iterable[Key]) -> list[Reference]:
    """The references under any of the keys, each once."""
    return list({r.n: r for key in keys for r in index.get(key, ())}.values())


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    """A word without case, accents, hyphens, apostrophes and the e of an umlaut."""
    return re.sub(r"(?<=[aou])e", "", _SIGNS.sub("", fold(word)))


@lru_cache(maxsize=20_000)
def name_keys(name: str) -> frozenset[str]:
    """The keys of a family name or group: in one piece, its first and its last word; particles count for nothing."""
    words = [_key(w) for w in WORD.findall(unbroken(name)) if fold(w) not in _SMALL] or [_key(name)]
    parts = [_key(p) for p in _SIGNS.split(name) if len(p) > 2] if len(words) == 1 else []
    return frozenset({"".join(words), words[0], words[-1], *parts})


def _first_author(reference: Reference) -> set[str]:
    """The keys under which a reference is cited: those of its first author, and of the word that it begins with."""
    _, _, behind = reference.raw.partition(reference.label) if reference.label else ("", "", "")
    body = behind or reference.raw
    beginning = WORD.findall(body[:BEGINNING])
    authors = reference.work.author
    found = {_key(w) for w in beginning[:1]}
    if authors and not authors[0].literal:
        return found | name_keys(authors[0].known_as)
    # a group may be cited by its initials, and a work without authors by its title
    found |= {key for name in authors[:1] for key in name_keys(name.literal)}
    capitals = "".join(w[0] for w in beginning if w[0].isupper())
    return (
        found
        | {_key(w) for w in beginning if w.isupper() or not authors}
        | {_key(capitals[:n]) for n in range(2, min(9, len(capitals)) + 1)}
    )


def _dates(raw: str) -> dict[str, set[str]]:
    """The years that a reference prints, or what stands for one, with the letters behind them."""
    found: dict[str, set[str]] = {}
    for year in _YEAR.finditer(raw):
        found.setdefault(year[1], set()).add(year[2] or year[3] or "")
    said = fold(unbroken(raw))
    found |= {phrase: {""} for phrase in _UNDATED if phrase in said}
    return found or {year: {""} for year in _UNSTATED}  # what states no year is cited so
