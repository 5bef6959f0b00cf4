"""One whole run, as a user starts it: a process, a document, a registry, a cache, and what happens without them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fake_crossref import FakeCrossref, Said

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "000_e3d13ff7089b8056.txt"
RECORDS = ROOT / "seeds" / "records.json"
IN_TIME = 15  # seconds: a server that is down must not hold up the run for longer
FLAWLESS = """\
Once upon a time.

References

1. Tester A, Prober B. Testing of inventions in the laboratory. Invent J 2011;12:34-9.
2. Prober B. Invention of tests in the field. Invent J 2012;13:101-8.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run printed, how it ended, and how long it took."""

    code: int
    output: str
    errors: str
    seconds: float

    @property
    def report(self) -> dict[str, Any]:
        assert self.errors == ""
        return dict(json.loads(self.output))

    def reference(self, n: int) -> dict[str, Any]:
        (document,) = self.report["documents"]
        (found,) = [r for r in document["references"] if r["n"] == n]
        return dict(found)

    def states(self) -> set[str]:
        return {r["state"] for d in self.report["documents"] for r in d["references"]}

    def findings(self, n: int) -> dict[str, dict[str, Any]]:
        """The findings of a reference by their names."""
        return {f["name"]: f for f in self.report["findings"] if f["n"] == n}


def check(folder: Path, url: str, *arguments: str, path: Path = SEED) -> Run:
    """`refcheck check` with its report in JSON."""
    return started(folder, url, *arguments, "--output-format", "json", path=path)


def started(folder: Path, url: str, *arguments: str, path: Path) -> Run:
    """`refcheck check` in a process of its own; what it keeps is kept in `folder`."""
    told = {
        "REFCHECK_CROSSREF_URL": url,
        "REFCHECK_CACHE_DIR": str(folder / "cache"),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }
    command = [sys.executable, "-m", "refcheck", "check", str(path), *arguments]
    began = time.monotonic()
    done = subprocess.run(command, cwd=folder, env=os.environ | told, capture_output=True, timeout=60, check=False)
    seconds = time.monotonic() - began
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode(), seconds)


def items() -> Iterator[dict[str, object]]:
    """The records of the seeds as Crossref would give them."""
    lists = {"title": "title", "container-title": "container-title", "container-title-short": "short-container-title"}
    for known in json.loads(RECORDS.read_text(encoding="utf-8")):
        if "DOI" not in known:
            continue
        kept = {k: v for k, v in known.items() if k not in (*lists, "id", "note", "PMID")}
        listed = {name: [known[key]] for key, name in lists.items() if key in known}
        yield kept | listed | {"type": "journal-article"}


@pytest.fixture
def flawless(tmp_path: Path) -> Path:
    """A document in which nothing is found without asking."""
    path = tmp_path / "flawless.txt"
    path.write_text(FLAWLESS)
    return path


@pytest.fixture
def nowhere() -> str:
    """An address at which nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}"


def silent(run: Run, reasons: Sequence[str]) -> None:
    """A run that got no answer says who was silent and why, and holds nothing against the references."""
    assert run.seconds < IN_TIME
    assert run.report["complete"] is False
    told = run.report["silences"]
    assert {s["source"] for s in told} == {"crossref"}
    assert {s["reason"] for s in told} == set(reasons)
    assert sum(s["references"] for s in told) == run.report["summary"]["references"] > 0
    assert run.states() == {"not-checked"}
    assert run.report["summary"]["not-found"] == 0
    assert not {f["name"] for f in run.report["findings"]} & {"no-matching-record", "doi-unresolved", "doi-missing"}


def test_a_document_is_checked_against_crossref(tmp_path: Path) -> None:
    with FakeCrossref(items()) as fake:
        run = check(tmp_path, fake.url)
    assert (run.code, run.report["complete"], run.report["silences"]) == (1, True, [])
    assert {n: run.reference(n)["doi"] for n in range(1, 13) if n != 6} == dict.fromkeys(
        (*range(1, 6), 7, 9, 11, 12)
    ) | {
        1: "10.1007/s00247-004-1361-y",
        8: "10.2214/ajr.162.6.8192010",
        10: "10.1007/bf03026823",
    }
    koch = run.reference(8)
    assert (koch["state"], koch["source"], koch["recorded"]["volume"]) == ("differs", "crossref", "162")
    wrong = run.findings(8)["volume-mismatch"]
    assert wrong["fix"]["changes"] == [{"field": "volume", "old": "i62", "new": "162"}]
    line = SEED.read_text(encoding="utf-8").split("\n")[wrong["span"]["start"]["line"] - 1]
    assert line[wrong["span"]["start"]["column"] - 1 : wrong["span"]["end"]["column"] - 1] == "i62"


def test_what_was_answered_is_not_asked_again(tmp_path: Path) -> None:
    with FakeCrossref(items()) as fake:
        first = check(tmp_path, fake.url)
        assert len(fake.asked) == 13, "a search for each reference, and one question for all notices"
        again = check(tmp_path, fake.url)
        offline = check(tmp_path, fake.url, "--offline")
        assert len(fake.asked) == 13
    server_gone = check(tmp_path, fake.url)
    for run in (again, offline, server_gone):
        assert (run.code, run.report) == (first.code, first.report)


def test_a_retraction_that_only_its_notice_knows_of_is_found(tmp_path: Path) -> None:
    update = {"DOI": "10.2214/AJR.162.6.8192010", "type": "retraction", "updated": {"date-parts": [[2001, 2, 3]]}}
    notice = {"DOI": "10.5555/notice", "type": "journal-article", "title": ["Notice"], "update-to": [update]}
    with FakeCrossref([*items(), notice]) as fake:
        run = check(tmp_path, fake.url)
    assert run.findings(8)["retracted-work"]["message"] == "the work was retracted on 2001-02-03, notice 10.5555/notice"


def test_whether_a_work_was_retracted_is_not_known_where_nobody_answered(tmp_path: Path) -> None:
    with FakeCrossref(items(), always_to={"filter": Said(500)}) as fake:
        run = check(tmp_path, fake.url)
    assert run.reference(8)["state"] == "differs"
    assert run.reference(8)["silent"] == [
        {"source": "crossref", "reason": "server error 500 (asked for retractions and corrections)"}
    ]
    assert not run.report["complete"]
    assert "retracted-work" not in run.findings(8)


def test_a_server_that_says_nothing_does_not_hold_up_the_run(tmp_path: Path) -> None:
    with FakeCrossref(stalls=True) as fake:
        run = check(tmp_path, fake.url)
    silent(run, ["no answer within 9 s"])
    assert run.code == 1
    assert {f["n"] for f in run.report["findings"]} == {8}
    assert "i62" in run.findings(8)["malformed-volume"]["message"]


def test_a_server_that_is_not_there_is_told_from_findings(tmp_path: Path, nowhere: str) -> None:
    run = check(tmp_path, nowhere)
    silent(run, ["connection refused"])
    assert run.code == 1
    assert "i62" in run.findings(8)["malformed-volume"]["message"]


def test_a_run_that_could_not_check_is_no_success(tmp_path: Path, nowhere: str, flawless: Path) -> None:
    run = check(tmp_path, nowhere, path=flawless)
    silent(run, ["connection refused"])
    assert run.report["findings"] == []
    assert run.code == 3


def test_a_run_that_could_not_check_is_no_success_whatever_is_asked(
    tmp_path: Path, nowhere: str, flawless: Path
) -> None:
    assert check(tmp_path, nowhere, "--exit-zero", path=flawless).code == 3


def test_a_server_that_only_refuses_does_not_hold_up_the_run(tmp_path: Path, flawless: Path) -> None:
    with FakeCrossref(always=Said(503)) as fake:
        run = check(tmp_path, fake.url, path=flawless)
    silent(run, ["server error 503"])
    assert run.code == 3


def test_offline_without_a_cache_nothing_is_held_against_a_reference(tmp_path: Path, flawless: Path) -> None:
    run = check(tmp_path, "https://api.crossref.test", "--offline", path=flawless)
    silent(run, ["offline, and the cache is empty"])
    assert run.code == 3


def test_an_answer_of_no_records_is_no_silence(tmp_path: Path, flawless: Path) -> None:
    with FakeCrossref() as fake:
        run = check(tmp_path, fake.url, path=flawless)
    assert run.report["silences"] == []
    assert run.states() == {"not-found"}
    assert {f["name"] for f in run.report["findings"]} == {"no-matching-record"}
    assert run.code == 1


def test_the_full_report_names_who_was_silent_and_why(tmp_path: Path, nowhere: str, flawless: Path) -> None:
    run = started(tmp_path, nowhere, path=flawless)
    assert run.code == 3
    assert "crossref stayed silent for 2 references: connection refused" in run.output + run.errors
