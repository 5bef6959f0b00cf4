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
WHOLE = ("same", "printed")  # titles that stand in the reference from end to end
UNLIKE = ("part", "elsewhere", "different")
# bits; hardly one wrong DOI in ten thousand leads to another work of the very title that is cited
OF_THIS_TITLE = 13.0
# … where title and DOI both differ, though one publisher gave both DOIs: of the works in its proceedings hardly one in
# thirty has the wrong DOI, and all others have another
OF_ANOTHER = -5.0


@cache
def bits() -> Mapping[str, Mapping[str, float]]:
    """What each level of each field is worth, and the prior: a search always brings something up."""
    found: dict[str, dict[str, float]] = json.loads(files(__package__).joinpath("bits.json").read_text("utf-8"))
    return found


def compare(cited: Work, recorded: Work, raw: str = "") -> tuple[Evidence, ...]:
    """The evidence that `recorded` is the work cited, the prior first; what either leaves unsaid says nothing.

    `raw` is the reference as printed: what stands there does not count as different only because it was parsed badly.

    A cited DOI by itself is no evidence: it is a claim under test, and if it proved itself it could never be found
    wrong. Where it leads to the very title that is cited, the two vouch for each other, whoever is named as the author.
    """
    known, found = bits(), levels(cited, recorded, raw)
    told = (("prior", "one candidate of many"), *found.items())
    summed = tuple(Evidence(field, level, known.get(field, {}).get(level, 0.0)) for field, level in told)
    return (*summed, *_doi(cited, recorded, found))


def _doi(cited: Work, recorded: Work, found: Mapping[str, str]) -> Iterator[Evidence]:
    """What the DOIs say beside the titles."""
    if not cited.DOI or not recorded.DOI:
        return
    if cited.DOI == recorded.DOI:
        if _of_this_title(found):
            yield Evidence("DOI", "leads to this title", OF_THIS_TITLE)
    elif found.get("title") in UNLIKE and cited.DOI.partition("/")[0] == recorded.DOI.partition("/")[0]:
        yield Evidence("DOI", "another of its publisher's", OF_ANOTHER)


def _of_this_title(found: Mapping[str, str]) -> bool:
    """Whether the whole title is cited; one of few words must be the recorded author's."""
    if "about" in found:
        return False
    return found.get("title") in WHOLE or (found.get("title") == "same-short" and found.get("author") == "same")


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
