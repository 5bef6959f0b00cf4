"""What every test stands on: a scrubbed environment, the project's folders, and a source that answers as told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from refcheck import csl
from refcheck.model import Answer, Answered, Record, Reference, Silent
from refcheck.model import Told as Answers

# the same examples on every machine, and no failure because one of them is slow
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def _scrubbed(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test sees the user's cache, address, colours or settings."""
    for name in ("REFCHECK_MAILTO", "REFCHECK_CROSSREF_URL", "NO_COLOR", "FORCE_COLOR", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REFCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setenv("CI", "true")


@pytest.fixture
def seeds() -> Path:
    """The folder of the seed documents."""
    return ROOT / "seeds"


@dataclass(frozen=True, slots=True)
class Told:
    """A source that holds these records, or stays silent; it stands for a registry unless `agency` is None."""

    records: Sequence[Record] = ()
    silent: str = ""
    agency: str | None = ""
    name: str = "told"
    at_once: int = 1
    kinds: frozenset[str] | None = None
    words: Mapping[str, int] | None = None  # how many works use each; one that is not listed is used by none

    def registers(self, kind: str) -> bool:
        return self.kinds is None or kind in self.kinds

    def by_doi(self, doi: str) -> Answer:
        if self.silent:
            return Silent(self.name, self.silent)
        found = tuple(r for r in self.records if doi == r.work.DOI)
        return Answered(self.name, found, "Told" if found else self.agency)

    def by_work(self, reference: Reference) -> Answer:
        return Silent(self.name, self.silent) if self.silent else Answered(self.name, tuple(self.records))

    def further(self, reference: Reference) -> Answer | None:
        return None

    def usage(self, phrases: Collection[str]) -> Mapping[str, int]:
        return {} if self.words is None else {phrase: self.words.get(phrase, 0) for phrase in phrases}

    def notices(self, dois: Sequence[str]) -> Mapping[str, Answers]:
        if self.silent:
            return dict.fromkeys(dois, Silent(self.name, self.silent))
        named = [update for r in self.records for update in r.updates]
        return {doi: tuple(u.notice for u in named if u.of == doi) for doi in dois}


def record(**item: object) -> Record:
    """A record from CSL fields; underscores stand for dashes."""
    return Record(source="told", work=csl.work({k.replace("_", "-"): v for k, v in item.items()}))


STUDY = record(
    title="A study of small things in large rooms",
    author=[{"family": "Smith", "given": "Ann B"}, {"family": "Jones", "given": "Carl D"}],
    container_title="Journal of Applied Tests",
    volume="13",
    page="100-109",
    issued={"date-parts": [[2010]]},
    DOI="10.5555/study",
)
