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
    report: dict[str, Any]
    errors: str
    seconds: float

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
    """`refcheck check` in a process of its own; what it keeps is kept in `folder`."""
    told = {
        "REFCHECK_CROSSREF_URL": url,
        "REFCHECK_CACHE_DIR": str(folder / "cache"),
        "PYTHONPATH": str(ROOT),
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "refcheck", "check", str(path), "--output-format", "json", *arguments],
        cwd=folder,
        env=os.environ | told,
        capture_output=True,
        timeout=60,
        check=False,
    )
    seconds = time.monotonic() - began
    errors = done.stderr.decode()
    assert "Traceback" not in errors
    return Run(done.returncode, json.loads(done.stdout), errors, seconds)


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


def test_a_document_is_checked_against_crossref_once(tmp_path: Path) -> None:
    with FakeCrossref(items()) as fake:
        first = check(tmp_path, fake.url)
        sent = len(fake.asked)
        second = check(tmp_path, fake.url)
        sent_again = len(fake.asked) - sent
    offline = check(tmp_path, fake.url, "--offline")

    assert first.code == 1
    assert first.report["complete"] is True
    assert first.report["summary"]["references"] == 12
    assert {n: first.reference(n)["doi"] for n in (1, 8, 10)} == {
        1: "10.1007/s00247-004-1361-y",
        8: "10.2214/ajr.162.6.8192010",
        10: "10.1007/bf03026823",
    }
    assert first.reference(8)["state"] == "differs"
    assert first.reference(8)["source"] == "crossref"
    assert first.reference(8)["recorded"]["volume"] == "162"
    wrong = first.findings(8)["malformed-volume"]
    assert "i62" in wrong["message"]
    assert {(c["field"], c["old"], c["new"]) for c in wrong["fix"]["changes"]} == {("volume", "i62", "162")}

    assert 0 < sent <= 12
    assert sent_again == 0
    assert (second.code, second.report) == (first.code, first.report)
    assert (offline.code, offline.report) == (first.code, first.report)


def test_the_likeness_of_another_work_is_no_match(tmp_path: Path) -> None:
    with FakeCrossref(items()) as fake:
        run = check(tmp_path, fake.url)
    others = {
        "10.1007/s005860050114",
        "10.1111/jon.12029",
        "10.1111/j.1537-2995.2011.03499.x",
        "10.1007/s00586-010-1357-2",
    }
    assert not others & {run.reference(n)["doi"] for n in range(1, 13)}


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


def test_what_was_answered_is_kept_for_a_day_without_a_server(tmp_path: Path) -> None:
    with FakeCrossref(items()) as fake:
        before = check(tmp_path, fake.url)
    after = check(tmp_path, fake.url)
    assert (after.code, after.report) == (before.code, before.report)


def test_an_answer_of_no_records_is_no_silence(tmp_path: Path, flawless: Path) -> None:
    with FakeCrossref() as fake:
        run = check(tmp_path, fake.url, path=flawless)
    assert run.report["silences"] == []
    assert run.states() == {"not-found"}
    assert {f["name"] for f in run.report["findings"]} == {"no-matching-record"}
    assert run.code == 1


def test_the_full_report_names_who_was_silent_and_why(tmp_path: Path, nowhere: str, flawless: Path) -> None:
    told = {"REFCHECK_CROSSREF_URL": nowhere, "REFCHECK_CACHE_DIR": str(tmp_path / "cache"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "refcheck", "check", str(flawless)]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | told, capture_output=True, timeout=60, check=False)
    assert done.returncode == 3
    assert b"crossref stayed silent for 2 references: connection refused" in done.stdout + done.stderr
