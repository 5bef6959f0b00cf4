"""Files of tagged lines (RIS, MEDLINE) record by record: each tag with what it says, and where that stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Span = tuple[int, int]
_LINE = re.compile(r"[^\r\n]+")
_ET_AL = re.compile(r"(?:and\s+)?(?:et\.?\s+al\b\.?|others)[\s.]*", re.IGNORECASE)


class Dialect(NamedTuple):
    """How a format writes its tags, and what begins and ends a record.

    The groups of `pattern` are the tag and what it says; "" ends no record; `known` are the tags there are, none: any.
    """

    pattern: re.Pattern[str]
    begins: str
    ends: str
    known: frozenset[str] = frozenset()
    parted_by_blanks: bool = False  # a blank line ends a record


@dataclass(slots=True)
class Tagged:
    """A tag, what it says, and where that stands; a line that goes on is another span.

    `start` is where its first line begins, `end` where its last one ends.
    """

    tag: str
    start: int
    end: int
    spans: list[Span]
    parts: list[str]

    @property
    def text(self) -> str:
        """What it says, on one line."""
        return self.parts[0] if len(self.parts) == 1 else " ".join(filter(None, self.parts))


@dataclass(slots=True)
class Draft:
    """The tags of a record, in order; `begun` is False of what stands before the tag that begins one."""

    start: int
    end: int
    begun: bool
    tags: list[Tagged] = field(default_factory=list)

    @property
    def by_tag(self) -> Mapping[str, list[Tagged]]:
        """Those that say something, by their tags."""
        found: dict[str, list[Tagged]] = {}
        for tagged in self.tags:
            if any(tagged.parts):
                found.setdefault(tagged.tag, []).append(tagged)
        return found


def drafts(text: str, dialect: Dialect) -> Iterator[Draft]:
    """The records, and what has tags and stands in none; lines without a tag between records are nobody's."""
    draft: Draft | None = None
    for line in _LINE.finditer(text):
        start, end = line.span()
        found = dialect.pattern.match(text, start, end)
        tag = found[1] if found and (not dialect.known or found[1] in dialect.known) else ""
        blank = dialect.parted_by_blanks and _blank_before(text, draft.end if draft else 0, start)
        if draft and ((tag in (dialect.begins, dialect.ends) and tag) or (blank and tag)):
            yield draft
            draft = None
        if tag and tag == dialect.ends:
            continue
        if found and tag:
            draft = draft or Draft(start, end, tag == dialect.begins)
            said = text[found.start(2) : end].rstrip()
            draft.tags.append(Tagged(tag, start, end, [(found.start(2), found.start(2) + len(said))], [said]))
            draft.end = end
        elif draft and (said := text[start:end].strip()) and said != dialect.ends:  # whose dash may be missing
            _go_on(draft, text.index(said, start, end), said, end)
    if draft:
        yield draft


def _go_on(draft: Draft, at: int, said: str, end: int) -> None:
    """The line belongs to the tag before it."""
    last = draft.tags[-1]
    last.spans.append((at, at + len(said)))
    last.parts.append(said)
    last.end = draft.end = end


def _blank_before(text: str, end: int, start: int) -> bool:
    between = text[end:start]
    return between.count("\n") > 1 or ("\n" not in between and between.count("\r") > 1)


def first(record: Mapping[str, list[Tagged]], tags: Iterable[str]) -> list[Tagged]:
    """What the first of these tags says that says something: one, or none."""
    return next((record[tag][:1] for tag in tags if tag in record), [])


def every(record: Mapping[str, list[Tagged]], tags: Iterable[str]) -> list[Tagged]:
    """All that these tags say."""
    return [tagged for tag in tags for tagged in record.get(tag, ())]


def names(tagged: Sequence[Tagged]) -> Iterator[str]:
    """The names that tags state, one each or, as some databases have it, parted by semicolons."""
    for one in tagged:
        yield from (name for part in one.text.split(";") if (name := part.strip()))


def cut_short(name: str) -> bool:
    """Whether what stands for a name says that others are left out."""
    return bool(_ET_AL.fullmatch(name))


def person(text: str) -> dict[str, str]:
    """A name as "Family, Given, Suffix"; without a comma it is not parted."""
    family, *rest = (part.strip() for part in text.split(","))
    if not any(rest):
        return {"literal": family}
    return {"family": family, "given": rest[0], "suffix": ", ".join(filter(None, rest[1:]))}
