"""Names of journals, in full and abbreviated, in tables that the user fetches: the NLM's list, JabRef's lists."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from refcheck.errors import BadSettings
from refcheck.text import folded

FORMS = ("full", "nlm", "iso4")
# public lists; JabRef's are CC0, the NLM's is a work of the government of the United States
DEFAULTS = (
    "https://ftp.ncbi.nlm.nih.gov/pubmed/J_Medline.txt",
    *(
        f"https://raw.githubusercontent.com/JabRef/abbrv.jabref.org/main/journals/journal_abbreviations_{name}.csv"
        for name in (
            "general",
            "lifescience",
            "mathematics",
            "mechanical",
            "medicus",
            "sociology",
            "acs",
            "ams",
            "ieee",
        )
    ),
)
_MEDLINE = re.compile(r"^JrId:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one journal; "" where a form is not known."""

    full: str = ""
    nlm: str = ""
    iso4: str = ""


def read(text: str) -> Iterator[Names]:
    """The journals of a list, the NLM's (J_Medline.txt) or one of JabRef's; raises BadSettings for anything else."""
    if _MEDLINE.search(text[:2000]):
        yield from _medline(text)
        return
    try:
        yield from _jabref(text)
    except csv.Error as error:
        raise BadSettings(f"no list of journals: {error}") from None


def _medline(text: str) -> Iterator[Names]:
    for block in re.split(r"^-{10,}\s*$", text, flags=re.MULTILINE):
        lines = re.findall(r"^([A-Za-z ()]+):(.*)$", block, re.MULTILINE)
        said = {name: value.strip() for name, value in lines}
        if said.get("JournalTitle"):
            yield Names(said["JournalTitle"], said.get("MedAbbr", ""), said.get("IsoAbbr", ""))


def _jabref(text: str) -> Iterator[Names]:
    """Rows of title and abbreviation: with stops it is ISO 4's, without any it is the NLM's."""
    separator = ";" if text[:2000].count(";") > text[:2000].count(",") else ","
    found = 0
    for row in csv.reader(text.splitlines(), delimiter=separator):
        if len(row) < 2 or row[0].startswith("#"):
            continue
        full, short = row[0].strip(), row[1].strip()
        found += bool(full and short)
        if full and short:
            same = full == short
            stops = "." in short
            yield Names(full, "" if stops else short, short if stops or same else "")
    if not found:
        raise BadSettings("no list of journals: rows of title and abbreviation are expected, or J_Medline.txt")


def key(name: str) -> str:
    """A name as it is looked up: its words folded, stops and a leading article left out."""
    words = [w for w in folded(name.replace("&", " and ")) if w]
    return " ".join(words[1:] if words[:1] == ["the"] else words)


def write(path: Path, journals: Iterable[Names]) -> int:
    """Put the journals into a table in place of what it held; how many there are. A reader sees the old or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    count = 0
    with closing(sqlite3.connect(new)) as table:
        table.execute("create table names (key text, full text, nlm text, iso4 text)")
        for one in journals:
            count += 1
            keys = {key(name) for name in (one.full, one.nlm, one.iso4) if name}
            table.executemany("insert into names values (?, ?, ?, ?)", [(k, one.full, one.nlm, one.iso4) for k in keys])
        table.execute("create index names_key on names (key)")
        table.commit()
    new.replace(path)
    return count


class Table:
    """The journals that were fetched; empty where none were."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        there = path if path and path.exists() else None
        self._held = sqlite3.connect(f"{there.resolve().as_uri()}?mode=ro", uri=True) if there else None

    @property
    def count(self) -> int:
        """How many names are known."""
        return int(self._rows("select count(*) from names")[0][0]) if self._held else 0

    def named(self, name: str, form: str) -> str:
        """The journal of that name in one of the FORMS; "" where it is not known, or several share the name."""
        if not self._held or form not in FORMS:
            return ""
        rows = self._rows("select full, nlm, iso4 from names where key = ?", key(name))
        found = {row[FORMS.index(form)] for row in rows} - {""}
        alike = {key(one) for one in found}
        return sorted(found)[0] if len(alike) == 1 else ""

    def _rows(self, query: str, *values: str) -> list[tuple[str, ...]]:
        """What the table holds; raises BadSettings where its file is damaged."""
        try:
            return self._held.execute(query, values).fetchall() if self._held else []
        except sqlite3.DatabaseError:
            raise BadSettings(f"{self._path}: is damaged; fetch it again: refcheck data update") from None
