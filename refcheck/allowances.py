"""Findings that a user allows, each for a reason, as the settings name them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, fields

from refcheck.errors import BadSettings
from refcheck.text import bare_doi

EXAMPLE = '{rule = "RC401", doi = "10.5555/n", reason = "cited as an example of a retracted work"}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a rule may find about one work, that of a DOI, or where a piece of text is printed.

    The piece of text stands in the reference, or, of a finding in the text, in the words that it is about.
    """

    rule: str  # code, beginning of one, or name
    doi: str = ""
    text: str = ""
    reason: str = ""

    def covers(self, raw: str, dois: tuple[str, ...]) -> bool:
        """Whether a place is meant: `raw` what is printed there, `dois` the cited and the recorded one."""
        if self.doi:
            return self.doi in dois
        return _one_line(self.text) in _one_line(raw)

    def __str__(self) -> str:
        return f"{self.rule} for {self.doi or repr(self.text)}"


def read(place: str, value: object) -> Iterator[Allowance]:
    """The allowances in the value of `allow`; `place` is the file that errors name.

    Raises BadSettings for what is no list of tables, for an unknown key (the nearest one is suggested), and where the
    rule, the reason or the reference is not said.
    """
    if not isinstance(value, list):
        raise BadSettings(f"{place}: 'allow' must be a list of tables such as {EXAMPLE}")
    for n, table in enumerate(value, 1):
        if not isinstance(table, dict):
            raise BadSettings(f"{place}: allow {n}: must be a table such as {EXAMPLE}")
        yield _allowance(f"{place}: allow {n}", table)


def _allowance(place: str, table: dict[str, object]) -> Allowance:
    known = [f.name for f in fields(Allowance)]
    for key, value in table.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"; did you mean '{near[0]}'?" if near else f"; known are {', '.join(known)}"
            raise BadSettings(f"{place}: unknown key '{key}'{hint}")
        if not isinstance(value, str) or not value.strip():
            raise BadSettings(f"{place}: '{key}' must be a string that says something")
    given = {key: str(value).strip() for key, value in table.items()}
    for key in ("rule", "reason"):
        if key not in given:
            raise BadSettings(f"{place}: '{key}' is missing; an allowance looks like {EXAMPLE}")
    if ("doi" in given) is ("text" in given):
        raise BadSettings(f"{place}: say which reference is meant, by its 'doi' or by a piece of its 'text'")
    if "doi" in given and not (doi := bare_doi(given["doi"])):
        raise BadSettings(f"{place}: '{given['doi']}' is no DOI")
    return Allowance(**given | ({"doi": doi} if "doi" in given else {}))


def _one_line(text: str) -> str:
    return " ".join(text.casefold().split())
