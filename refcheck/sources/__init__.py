"""The places to ask; each is imported only when it is opened."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from refcheck.contracts import Source
from refcheck.errors import UnusableSource
from refcheck.model import Answer, Reference, Silent, Told

NAMES = ("crossref",)
FILES = (".json", ".jsonl", ".bib", ".ris", ".nbib", ".xml")


def open_source(name: str, *, offline: bool, mailto: str, crossref_url: str, cache: Path) -> Source:
    """The source of that name: a registry, or the path of a bibliography file or of the folder of an index.

    Registries share the file `cache`. Raises UnusableSource for a name that is neither, and for a file that cannot
    be read.
    """
    if name == "crossref":
        if offline and not cache.is_file():
            return Unasked(name, "offline, and the cache is empty")
        from refcheck.sources.crossref import Crossref, own
        from refcheck.sources.http import Session

        session = Session(cache, offline=offline, polite=bool(mailto), sound=own)
        return Crossref(session, base_url=crossref_url, mailto=mailto)
    if name and Path(name).is_dir():
        from refcheck.sources.indexed import Indexed

        return Indexed(name)
    if name.lower().endswith(FILES) or Path(name).is_file():
        from refcheck.sources.local import Local

        return Local(name)
    near = difflib.get_close_matches(name.lower(), NAMES, 1)
    known = f"known are {', '.join(NAMES)}, bibliography files ({', '.join(FILES)}), and folders of an index"
    raise UnusableSource(f"unknown source '{name}'; " + (f"did you mean '{near[0]}'?" if near else known))


@dataclass(frozen=True, slots=True)
class Unasked:
    """A registry that this run cannot ask; it costs no time to load, and stays silent for the reason given."""

    name: str
    reason: str
    at_once: int = 1

    def registers(self, kind: str) -> bool:
        """Nothing is known of what it holds."""
        return True

    def by_doi(self, doi: str) -> Answer:
        """Silence."""
        return Silent(self.name, self.reason)

    def by_work(self, reference: Reference) -> Answer:
        """Silence."""
        return Silent(self.name, self.reason)

    def further(self, reference: Reference) -> None:
        """Nothing."""

    def usage(self, phrases: Collection[str]) -> Mapping[str, int]:
        """Nothing."""
        return {}

    def notices(self, dois: Sequence[str]) -> Mapping[str, Told]:
        """Silence."""
        return dict.fromkeys(dois, Silent(self.name, self.reason))
