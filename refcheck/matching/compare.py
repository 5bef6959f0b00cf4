"""Compare a cited work with a recorded one; each comparison is a ladder of levels, each level is worth its bits.

Bits are log2 of how much likelier a level is between a reference and its own record than between a reference and
another candidate that a search brought up. They are learnt (`train/`), and kept in `bits.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from refcheck.matching import coverage, title_ladder
from refcheck.matching.ladders import LADDERS
from refcheck.matching.printed import LONG_NAME, PRINTED, Printed, seen
from refcheck.model import Evidence, Work

CONFLICTING = ("issued", "volume", "page")


@cache
def bits() -> Mapping[str, Mapping[str, float]]:
    """What each level of each field is worth, and the prior: a search always brings something up."""
    found: dict[str, dict[str, float]] = json.loads(files(__package__).joinpath("bits.json").read_text("utf-8"))
    return found


def compare(cited: Work, recorded: Work, raw: str = "") -> tuple[Evidence, ...]:
    """The evidence that `recorded` is the work cited, the prior first; what either leaves unsaid says nothing.

    `raw` is the reference as printed: what stands there does not count as different only because it was parsed badly.

    A cited DOI is no evidence: it is a claim under test, and if it proved itself it could never be found wrong.
    """
    known = bits()
    told = (("prior", "one candidate of many"), *levels(cited, recorded, raw).items())
    return tuple(Evidence(field, level, known.get(field, {}).get(level, 0.0)) for field, level in told)


def levels(cited: Work, recorded: Work, raw: str) -> dict[str, str]:
    """The level reached on each ladder on which the two can be compared."""
    printed = seen(raw)
    found = {field: ladder(cited, recorded) for field, ladder in LADDERS.items()}
    _correct(found, cited, recorded, printed)
    found["title"] = title_ladder.title(cited, recorded, printed, found)
    found["about"] = title_ladder.about(cited, recorded, printed)
    found["explained"], found["left over"] = coverage.explained(cited, recorded, printed, found)
    found["whole"] = _whole_book(cited, recorded)
    found |= _together(found)
    return {field: level for field, level in found.items() if level}


def _correct(found: dict[str, str], cited: Work, recorded: Work, printed: Printed) -> None:
    """Let what is printed count where the parser read nothing, or something else."""
    for field, stands in PRINTED.items():
        if found[field] in ("", "part", "different"):
            found[field] = stands(cited, recorded, printed) or found[field]
    if found["container-title"] != "same" and _named(recorded, printed):
        found["container-title"] = "same"


def _named(recorded: Work, printed: Printed) -> bool:
    """Whether a name of the container that is long enough to be no accident stands in the reference."""
    return any(len(n) >= LONG_NAME and " " in n and printed.holds(n) for n in recorded.container_titles)


def _whole_book(cited: Work, recorded: Work) -> str:
    """Whether pages are cited, and the record is of something that has none and is in nothing: a whole book."""
    whole = bool(recorded.title) and not (recorded.container_title or recorded.page)
    return "pages of it" if whole and cited.page else ""


def _together(found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What fields say together and none of them says alone."""
    conflicts = sum(found[field] == "different" for field in CONFLICTING)
    if conflicts > 1:
        yield "conflicts", "two numbers" if conflicts == 2 else "three numbers"
