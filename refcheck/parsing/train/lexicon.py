"""Which words are names, journals, publishers and places: counted in records and labelled references."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from refcheck.parsing.features import Vocabulary, form, shape
from refcheck.parsing.tokens import Tokens
from refcheck.parsing.train.corpora import Example, Row, rows

SELDOM, MOSTLY = (
    0.02,
    0.5,
)  # shares of a word's uses: below the one it is not counted as a use, from the other it is its main one
LEAST = 5  # uses in the records from which a word has an entry
LEAST_LABELLED = 2  # uses as publisher or place
LEAST_WORD, LEAST_SHAPE = 4, 3  # uses in the training references from which a word or shape has a row of its own
ROLES = ("family", "given", "container", "title")  # each 0, 1 or 2: seldom, at times, mostly
USES: int = 3 ** len(ROLES)
CODES = 1 + USES * 4  # a word that is none of these is 0
_WORD = re.compile(r"[^\W\d_]+")


def lexicon(data: Path, labelled: Sequence[Example]) -> dict[str, int]:
    """The code of each word that the records in DATA or the labelled references use often enough."""
    counts: dict[str, Counter[str]] = {role: Counter() for role in ROLES}
    for record in rows(data / "records.jsonl.gz"):
        for role, text in _uses(record):
            counts[role].update(word.lower() for word in _WORD.findall(text) if len(word) > 1)
    imprint = {label: _labelled(labelled, label) for label in ("publisher", "place")}
    words = set().union(*counts.values(), *imprint.values())
    coded = {word: _code(word, counts, imprint) for word in sorted(words)}
    return {word: code for word, code in coded.items() if code}


def _uses(record: Row) -> Iterator[tuple[str, str]]:
    authors = record.get("author")
    for author in authors if isinstance(authors, list) else ():
        if isinstance(author, Mapping):
            yield "family", str(author.get("family") or "")
            yield "given", str(author.get("given") or "")
    yield "container", str(record.get("container-title") or "")
    yield "title", str(record.get("title") or "")


def _labelled(examples: Sequence[Example], label: str) -> Counter[str]:
    texts = (e.text[s.start : s.end] for e in examples for s in e.spans if s.label == label)
    return Counter(word.lower() for text in texts for word in _WORD.findall(text))


def _code(word: str, counts: Mapping[str, Counter[str]], imprint: Mapping[str, Counter[str]]) -> int:
    """How often the word is each of ROLES, and whether it is a publisher's or a place's, as one number."""
    total = sum(counts[role][word] for role in ROLES)
    known = [count[word] >= LEAST_LABELLED for count in imprint.values()]
    if total < LEAST and not any(known):
        return 0
    code = 0
    for role in reversed(ROLES):
        share = counts[role][word] / total if total and counts[role][word] > 1 else 0.0
        code = 3 * code + (share >= SELDOM) + (share >= MOSTLY)
    return 1 + code + USES * (known[0] + 2 * known[1])


def vocabulary(cut: Iterable[Tokens], entries: Mapping[str, int]) -> Vocabulary:
    """The words and shapes that the training references use often enough, with the lexicon's entries."""
    words: Counter[str] = Counter()
    shapes: Counter[str] = Counter()
    for reference in cut:
        for token, atom in zip(reference.texts, reference.atoms, strict=True):
            words[form(token, atom)] += 1
            shapes[atom or shape(token)] += 1
    return Vocabulary(_rows(words, LEAST_WORD), _rows(shapes, LEAST_SHAPE), entries)


def _rows(counts: Counter[str], least: int) -> dict[str, int]:
    kept = sorted(name for name, count in counts.items() if count >= least and "\n" not in name)
    return {name: row for row, name in enumerate(kept, 1)}
