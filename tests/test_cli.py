"""The command line as scripts see it: what goes to which stream, exit codes, and bad input of every kind."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT
from word_files import ITEM, OTHER, REFERENCE, THIRD, members, paragraph, word

from refcheck.formats import docx
from refcheck.manuscript import LARGEST

SEED = "seeds/000_e3d13ff7089b8056.txt"
LOCAL = ("--offline", "--source", "seeds/records.json")
SOUND = (
    "References\n\n"
    "1. Haidar S, Ortiz-Neira C, Shroff M, Gilday D, Blaser S. Intracranial involvement in extramedullary "
    "hematopoiesis: Case report and review of the literature. Pediatr Radiol 2005;35:630-4. "
    "doi:10.1007/s00247-004-1361-y\n"
)

GAP = (
    "References\n\n"
    "1. Adams B, Clark D. A test of references in long lists of works. J Test Stud 2005;35(6):630-4.\n"
    "3. Baker E. Another matter of rivers, lakes and seas. J Test Stud 2006;36(1):101-9.\n"
)


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run ended, and what it said."""

    code: int
    out: str
    err: str


def refcheck(*args: str, given: bytes = b"", cwd: Path = ROOT, **env: str) -> Ran:
    """Run the command line in a process of its own; a traceback is always a failure."""
    command = [sys.executable, "-P", "-m", "refcheck", *args]
    done = subprocess.run(command, input=given, capture_output=True, cwd=cwd, env=os.environ | env, timeout=60)
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ran.err, ran.err
    return ran


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A copy of the first seed document that may be rewritten."""
    path = tmp_path / "seed.txt"
    path.write_bytes((ROOT / SEED).read_bytes())
    return path


# the main job


@pytest.mark.parametrize(
    ("golden", "args", "code"),
    [
        ("full.txt", ("check", *LOCAL, SEED), 1),
        ("concise.txt", ("check", *LOCAL, "--output-format", "concise", SEED), 1),
        ("report.json", ("check", *LOCAL, "--output-format", "json", SEED), 1),
        ("offline.txt", ("check", "--offline", "--output-format", "concise", SEED), 1),
        ("fixed.txt", ("fix", *LOCAL, SEED), 1),
        ("fixed-unsafe.txt", ("fix", *LOCAL, "--unsafe-fixes", SEED), 1),
        ("change.diff", ("fix", *LOCAL, "--unsafe-fixes", "--diff", SEED), 1),
        ("match.txt", ("match", *LOCAL, SEED), 0),
        ("match.jsonl", ("match", *LOCAL, "--output-format", "jsonl", SEED), 0),
        ("explained.txt", ("match", *LOCAL, "--explain", "--top-k", "2", SEED), 0),
    ],
)
def test_the_seed_gives_what_it_always_gave(golden: str, args: tuple[str, ...], code: int) -> None:
    ran = refcheck(*args)
    assert ran.out == (ROOT / "fixtures" / "seed" / golden).read_text(encoding="utf-8")
    assert ran.code == code


def test_the_probability_in_the_full_report_is_the_sum_that_is_printed() -> None:
    told = re.findall(r"probability ([\d.]+): (.*)\)$", refcheck("check", *LOCAL, SEED).out, re.MULTILINE)
    assert len(told) == 6
    for probability, evidence in told:
        score = sum(float(bits) for bits in re.findall(r" ([-+][\d.]+)(?:,|$)", evidence))
        assert f"{1 / (1 + 2**-score):.3f}" == probability


def test_without_any_source_only_what_the_text_shows_is_found() -> None:
    ran = refcheck("check", "--offline", "--output-format", "json", SEED)
    report = json.loads(ran.out)
    assert [(f["n"], f["code"], f["confidence"]) for f in report["findings"]] == [
        (8, "RC601", "medium"),
        (8, "RC604", "medium"),
    ]
    assert {r["state"] for r in report["documents"][0]["references"]} == {"not-checked"}
    assert (ran.code, report["complete"]) == (1, False)


def test_nothing_found_and_all_answered_is_zero() -> None:
    ran = refcheck("check", *LOCAL, "-", given=SOUND.encode())
    assert ran.out.endswith("1 reference: 1 matched; 0 findings\n")
    assert ran.code == 0


def test_nothing_found_but_not_all_asked_is_three() -> None:
    ran = refcheck("check", "--offline", "-", given=SOUND.encode())
    assert "crossref stayed silent for 1 reference: offline, and the cache is empty" in ran.out
    assert ran.code == 3


@pytest.mark.parametrize(("args", "code"), [((SEED,), 0), (("-",), 3), (("none.txt",), 2)])
def test_exit_zero_turns_one_into_zero_and_nothing_else(args: tuple[str, ...], code: int) -> None:
    assert refcheck("check", "--offline", "-e", *args, given=SOUND.encode()).code == code


def test_a_document_without_references_says_so_and_is_no_failure() -> None:
    ran = refcheck("parse", "seeds/003_6df73cbcf84d81d4.txt")
    message = "no references found in seeds/003_6df73cbcf84d81d4.txt\n"
    assert ran == Ran(0, "", message)
    assert refcheck("check", "--offline", "seeds/003_6df73cbcf84d81d4.txt").code == 0


def test_rules_can_be_chosen() -> None:
    only = refcheck("check", *LOCAL, "--select", "RC204", "--output-format", "concise", SEED)
    assert [line.split()[1] for line in only.out.splitlines()[:-1]] == ["RC204"]
    without = refcheck("check", *LOCAL, "--ignore", "RC1,no-matching-record, RC20", "--output-format", "concise", SEED)
    assert (without.code, without.out) == (0, "12 references: 6 matched, 6 not-found; 0 findings\n")


def test_flags_and_settings_choose_together(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GAP)
    (tmp_path / "b.txt").write_text(GAP)
    (tmp_path / "refcheck.toml").write_text(
        'offline = true\nselect = ["RC1"]\n[per-file-ignores]\n"a.txt" = ["RC5"]\n[severity]\nRC5 = "error"\n'
    )

    def ran(*flags: str) -> tuple[int, list[list[str]]]:
        done = refcheck("check", "a.txt", "b.txt", "--output-format", "json", *flags, cwd=tmp_path)
        found = json.loads(done.out)["findings"]
        return done.code, [[f["path"], f["code"], f["severity"]] for f in found]

    assert ran() == (3, [])
    assert ran("--extend-select", "numbering") == (1, [["b.txt", "RC502", "error"]])
    assert ran("--extend-select", "RC5", "--ignore", "RC502") == (3, [])
    assert ran("--select", "RC5", "--min-severity", "error") == (1, [["b.txt", "RC502", "error"]])
    (tmp_path / "refcheck.toml").write_text('offline = true\nselect = ["RC5"]\n[severity]\nnumbering = "note"\n')
    assert ran("--min-severity", "warning") == (3, [])


# rewriting


def test_in_place_rewrites_only_the_list_and_once(seed: Path) -> None:
    before = seed.read_bytes()
    ran = refcheck("fix", *LOCAL, "-i", str(seed))
    after = seed.read_bytes()
    assert (ran.out, ran.err) == ("", "3 findings fixed, 13 left\n")
    assert after.replace(b" doi:10.1007/s00247-004-1361-y", b"") != after
    assert before.split(b"\n1. Haidar")[0] == after.split(b"\n1. Haidar")[0]
    refcheck("fix", *LOCAL, "-i", str(seed))
    assert seed.read_bytes() == after
    assert [p.name for p in seed.parent.iterdir()] == ["seed.txt"]


def test_check_fix_reports_what_is_left(seed: Path) -> None:
    ran = refcheck("check", *LOCAL, "--fix", "--unsafe-fixes", "--output-format", "concise", str(seed))
    assert {line.split()[1] for line in ran.out.splitlines()[:-1]} == {"RC301"}
    assert b"1994;162:1419-20" in seed.read_bytes()
    assert ran.code == 1


@pytest.mark.parametrize("command", [("check", "--fix"), ("fix", "-i")])
def test_diff_writes_nothing_and_standard_input_is_not_rewritten(seed: Path, command: tuple[str, ...]) -> None:
    before = seed.read_bytes()
    ran = refcheck(*command, "--diff", *LOCAL, str(seed))
    assert ran.out.startswith(f"--- {seed}\n+++ {seed}\n@@")
    assert seed.read_bytes() == before
    refused = refcheck(*command, *LOCAL, "-", given=before)
    assert (refused.code, refused.out) == (2, "")
    assert "standard input cannot be rewritten in place" in refused.err


def test_the_diff_can_be_applied(seed: Path) -> None:
    done = refcheck("fix", *LOCAL, "--unsafe-fixes", "-i", str(seed))
    shown = refcheck("fix", *LOCAL, "--unsafe-fixes", "--diff", SEED).out
    added = [line[1:] for line in shown.splitlines() if line.startswith("+") and not line.startswith("+++")]
    assert done.code == 1
    assert added
    assert set(added) <= set(seed.read_text(encoding="utf-8").split("\n"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("odd", ["\u2028", "\x85", "\x0b", "\x0c", "\x1c"], ids=ascii)
def test_only_ends_of_lines_part_the_lines_of_a_diff(odd: str, end: str, tmp_path: Path) -> None:
    text = SOUND.replace(" doi:10.1007/s00247-004-1361-y", "").replace("Case report", f"Case{odd}report")
    path = tmp_path / "refs.txt"
    path.write_bytes(text.replace("\n", end).encode())
    ran = subprocess.run(
        [sys.executable, "-P", "-m", "refcheck", "fix", *LOCAL, "--diff", str(path)], capture_output=True, cwd=ROOT
    )
    shown = ran.stdout.decode()
    assert "No newline" not in shown
    assert "@@ -1,3 +1,3 @@" in shown
    assert f"Case{odd}report" in shown


def test_a_last_line_without_an_end_is_marked_in_the_diff(tmp_path: Path) -> None:
    path = tmp_path / "refs.txt"
    path.write_text(SOUND.replace(" doi:10.1007/s00247-004-1361-y", "").rstrip("\n"))
    assert refcheck("fix", *LOCAL, "--diff", str(path)).out.count("\n\\ No newline at end of file\n") == 2


# bad input


def dos(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        dos,
        lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: b"\xff\xfe\0\0" + text.encode("utf-32-le"),
        lambda text: b"\0\0\xfe\xff" + text.encode("utf-32-be"),
        lambda text: text.replace("Haidar", "Haïdar").encode("cp1252"),
        lambda text: text.replace("\n", "\r").encode(),
    ],
    ids=[
        "bom",
        "crlf",
        "utf-16-le",
        "utf-16-be",
        "utf-16 without mark",
        "utf-32-le",
        "utf-32-be",
        "windows-1252",
        "cr",
    ],
)
def test_every_encoding_is_read_and_written_as_it_was(encode: Callable[[str], bytes], tmp_path: Path) -> None:
    path = tmp_path / "refs.txt"
    without = SOUND.replace(" doi:10.1007/s00247-004-1361-y", "")
    path.write_bytes(encode(without))
    ran = refcheck("fix", *LOCAL, "-i", str(path))
    assert ran.code == 0, ran.err
    assert path.read_bytes() == encode(SOUND)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x7fELF\x02\x01\x00\x00\x00\x03\xff\xfe\x00" * 50, "binary file"),
        (b"PK\x03\x04rest", "a zip file"),
        ("Müller, naïve. ".encode() + b"\xff\xfe broken", "not valid UTF-8 at byte"),
    ],
)
def test_what_is_no_text_is_said_with_what_to_do(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "input.txt"
    path.write_bytes(data)
    for command in ("parse", "check", "fix"):
        ran = refcheck(command, *(() if command == "parse" else ("--offline",)), str(path))
        assert ran.code == 2
        assert said in ran.err
        assert "save" in ran.err or "unpack" in ran.err


def test_an_empty_file_has_no_references(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    ran = refcheck("check", "--offline", str(tmp_path / "empty.txt"))
    assert (ran.code, "no references found" in ran.err) == (0, True)


def test_a_missing_file_does_not_keep_the_others_from_being_read() -> None:
    ran = refcheck("parse", "none.txt", SEED)
    assert (ran.code, len(ran.out.splitlines())) == (2, 12)
    assert ran.err == "refcheck: none.txt: no such file\n"


def test_a_folder_without_documents_says_what_is_read(tmp_path: Path) -> None:
    ran = refcheck("check", "--offline", str(tmp_path))
    assert (ran.code, ran.out) == (2, "0 references; 0 findings\n")
    assert f"{tmp_path}: no documents in this folder; refcheck reads ." in ran.err
    assert ".txt" in ran.err


def test_one_line_of_fifty_megabytes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_bytes(b"Lorem ipsum dolor sit amet, 1994;12:3-4. " * 1_250_000)
    assert refcheck("parse", str(path)).code == 0


def test_text_from_a_document_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "evil\x1b[2J.txt"
    evil = SOUND.replace("Intracranial", "\x1b]0;owned\x07\x1b[31mIntra\u202ecranial")
    path.write_text(evil.replace("Pediatr Radiol 2005", "Pediatr Radiol 2015"))
    for command in (("check", "--offline"), ("match", "--offline")):
        ran = refcheck(*command, str(path), FORCE_COLOR="")
        assert not {"\x1b", "\x07", "\u202e"} & set(ran.out + ran.err)
    changed = refcheck("fix", *LOCAL, "--diff", "--unsafe-fixes", str(path)).out
    assert changed.startswith(f"--- {tmp_path}/evil\\x1b[2J.txt\n+++ ")


@pytest.mark.parametrize(
    "command",
    [
        ("parse",),
        ("check", "--offline"),
        ("fix", "--offline", "--diff"),
        ("check", "--offline", "--output-format", "json"),
    ],
)
def test_a_file_whose_name_is_not_utf_8_is_read(command: tuple[str, ...], tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    Path(path).write_text(SOUND.replace("Shroff", "Shrof"))
    assert refcheck(*command, path).code in (0, 3)
    missing = refcheck(*command, f"{path}.txt")
    assert (missing.code, missing.err.endswith("/caf\\udce9.txt.txt: no such file\n")) == (2, True)


STEERING = "\x1b]0;owned\x07"


@pytest.mark.parametrize(
    "settings",
    [
        {STEERING: 1},
        {"source": [STEERING]},
        {"source": [f"{STEERING}.json"]},
        {"select": [STEERING]},
        {"ignore": [STEERING]},
        {"cache-dir": f"/dev/null/{STEERING}"},
        {"crossref-url": STEERING},
    ],
    ids=lambda settings: next(iter(settings)).removeprefix(STEERING) or "key",
)
def test_settings_cannot_steer_the_terminal(settings: dict[str, object], tmp_path: Path) -> None:
    (tmp_path / "refs.txt").write_text(SOUND)
    lines = (f"{json.dumps(key)} = {json.dumps(value)}\n" for key, value in settings.items())
    (tmp_path / "refcheck.toml").write_text("".join(lines))
    ran = refcheck("check", "refs.txt", cwd=tmp_path)
    where = refcheck("cache", "path", cwd=tmp_path)
    assert ran.code in (2, 3)
    assert not {"\x1b", "\x07"} & set(ran.out + ran.err + where.out + where.err)


@pytest.mark.parametrize("command", ["rule", "explain", "check", "parse"])
def test_arguments_cannot_steer_the_terminal(command: str) -> None:
    ran = refcheck(command, STEERING)
    assert ran.code == 2
    assert not {"\x1b", "\x07"} & set(ran.out + ran.err)


@pytest.mark.parametrize(
    "command",
    [
        ("parse",),
        ("match", "--offline", "--output-format", "jsonl"),
        ("check", "--offline", "--output-format", "json"),
    ],
)
def test_json_cannot_steer_the_terminal_and_reads_back_the_same(command: tuple[str, ...]) -> None:
    text = "Smith A. One\u202e\u2066 \x9b31m\x7f thing\u2028of many \\u202e. J Test 2001;1:1."
    ran = refcheck(*command, "--lines", "-", given=text.encode())
    assert not set(ran.out) & set("\u202e\u2066\x9b\x7f\u2028")
    read = json.loads(ran.out)
    (raw,) = [read["raw"]] if "raw" in read else [r["raw"] for r in read["documents"][0]["references"]]
    assert raw == text


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("check", "--source", "crosref", SEED), "did you mean 'crossref'"),
        (("check", "--source", "none.json", SEED), "none.json: no such file"),
        (("check", "--select", "RC999", SEED), "no rule 'RC999'"),
        (("check", "--min-severity", "bad", SEED), "no severity 'bad'"),
        (("check", "--extend-select", "RC-204", SEED), "did you mean 'RC204'"),
        (("rule", "RC999"), "no rule 'RC999'"),
        (("check", "-", "-"), "standard input (-) can be read only once"),
        (("check", "--nonsense", SEED), "No such option"),
        (("check",), "Missing argument"),
    ],
)
def test_wrong_usage_is_two_and_says_what_is_wrong(args: tuple[str, ...], said: str) -> None:
    ran = refcheck(*args)
    assert ran.code == 2
    assert said in ran.err


# streams, names, settings


def test_standard_input_is_bounded_as_files_are() -> None:
    ran = refcheck("parse", "--stdin-filename", "paper.txt", "-", given=b"\n" * (LARGEST + 1))
    assert ran.code == 2
    assert "paper.txt: has more than 100 MB; refcheck reads smaller documents" in ran.err


def test_standard_input_has_the_name_it_is_given() -> None:
    ran = refcheck("parse", "--stdin-filename", "paper.txt", "-", given=SOUND.encode())
    assert json.loads(ran.out)["path"] == "paper.txt"


def test_each_line_is_one_reference_where_asked() -> None:
    ran = refcheck("parse", "--lines", "-", given=b"Smith A. One. J 2001;1:1.\n\nno reference at all\n")
    assert [json.loads(line)["n"] for line in ran.out.splitlines()] == [1, 2]


def test_the_waterfall_adds_up() -> None:
    told = refcheck("match", *LOCAL, "--explain", SEED).out
    rows = re.findall(r"^ +([-+][\d.]+) +([-+][\d.]+) +([\d.]+)  ([^:]+):", told, re.MULTILINE)
    assert len(rows) > 40
    total = 0.0
    for bits, whole, probability, field in rows:
        total = float(bits) if field == "prior" else total + float(bits)
        assert float(whole) == pytest.approx(total, abs=0.006)
        assert float(probability) == pytest.approx(1 / (1 + 2**-total), abs=0.002)


@pytest.mark.parametrize("top_k", [0, 1, 3, 20])
def test_as_many_candidates_as_are_asked_for(top_k: int) -> None:
    lines = refcheck("match", *LOCAL, "--top-k", str(top_k), "--output-format", "jsonl", SEED).out.splitlines()
    counts = {len(json.loads(line)["candidates"]) for line in lines}
    assert max(counts) <= top_k
    assert top_k > 1 or counts == {top_k}
    explained = refcheck("match", *LOCAL, "--explain", "--output-format", "jsonl", SEED).out.splitlines()
    for line in map(json.loads, explained):
        assert all(c["evidence"][0]["field"] == "prior" for c in line["candidates"])


def test_a_reference_in_fields_is_matched_like_a_printed_one() -> None:
    parsed = refcheck("parse", SEED).out.encode()
    assert refcheck("match", *LOCAL, "--fields", "-", given=parsed).out == refcheck("match", *LOCAL, SEED).out
    bare = "\n".join(json.dumps(json.loads(line)["csl"]) for line in parsed.decode().splitlines()).encode()
    ran = refcheck("match", *LOCAL, "--fields", "--output-format", "jsonl", "-", given=bare)
    found = [json.loads(line) for line in ran.out.splitlines()]
    printed = [
        json.loads(line) for line in refcheck("match", *LOCAL, "--output-format", "jsonl", SEED).out.splitlines()
    ]
    assert [f["doi"] for f in found] == [p["doi"] for p in printed]


@pytest.mark.parametrize(
    ("args", "given", "said"),
    [
        (("--fields", "-"), b"[1]", "-: line 1: no reference in fields: an object is expected"),
        (("--fields", "-"), b"{", "-: not JSON: line 1"),
        (("--fields", "--lines", "-"), b"", "--lines and --fields say two things of one input"),
        (("--top-k", "-1", "-"), b"", "--top-k"),
    ],
)
def test_wrong_fields_are_two_and_say_what_is_wrong(args: tuple[str, ...], given: bytes, said: str) -> None:
    ran = refcheck("match", *LOCAL, *args, given=given)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""


def test_offsets_in_parsed_references_reproduce_their_text() -> None:
    for line in refcheck("parse", SEED).out.splitlines():
        reference = json.loads(line)
        assert all(reference["raw"][f["start"] : f["end"]] == f["text"] for f in reference["fields"])


def test_colour_is_for_terminals_and_can_be_forced() -> None:
    assert "\x1b[" not in refcheck("check", *LOCAL, SEED).out
    assert "\x1b[" in refcheck("check", *LOCAL, SEED, FORCE_COLOR="1").out
    assert "\x1b[" not in refcheck("check", *LOCAL, SEED, FORCE_COLOR="1", NO_COLOR="1").out


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m refcheck parse {SEED} {SEED} {SEED} | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=ROOT, timeout=60)
    assert (done.stdout.count(b"\n"), done.stderr) == (1, b"")


def test_settings_are_read_and_an_unknown_key_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "refs.txt").write_text(SOUND)
    (tmp_path / "records.json").write_bytes((ROOT / "seeds" / "records.json").read_bytes())
    (tmp_path / "refcheck.toml").write_text('source = ["records.json"]\n')
    assert refcheck("check", "refs.txt", cwd=tmp_path).code == 0
    (tmp_path / "refcheck.toml").write_text("sources = []\n")
    ran = refcheck("check", "refs.txt", cwd=tmp_path)
    assert (ran.code, "unknown key 'sources'; did you mean 'source'?" in ran.err) == (2, True)


def test_a_finding_can_be_allowed_and_what_was_not_needed_is_told(tmp_path: Path) -> None:
    work = {
        "title": "RETRACTED: A study of small things in large rooms",
        "author": [{"family": "Smith", "given": "Ann"}],
        "container-title": "Journal of Tests",
        "volume": "13",
        "page": "100-109",
        "issued": {"date-parts": [[2010]]},
        "DOI": "10.5555/study",
    }
    (tmp_path / "records.json").write_text(json.dumps([work]))
    (tmp_path / "refs.txt").write_text(
        "Smith A. A study of small things in large rooms. Journal of Tests 2010;13:100-9. doi:10.5555/study\n"
    )
    asked = ("check", "--source", "records.json", "--lines", "refs.txt")
    assert refcheck(*asked, cwd=tmp_path).code == 1
    (tmp_path / "refcheck.toml").write_text(
        'allow = [{rule = "RC401", doi = "10.5555/study", reason = "an example"},\n'
        '  {rule = "RC401", text = "beans", reason = "another"}]\n'
    )
    ran = refcheck(*asked, cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "allowance not used: RC401 for 'beans'\n")
    assert "; allowed: an example" in ran.out


def test_rules_are_explained() -> None:
    assert "What it checks" in refcheck("rule", "RC204").out
    assert refcheck("explain", "volume-mismatch").out == refcheck("rule", "RC204").out
    both = refcheck("rule", "volume-mismatch", "RC20", "RC204").out
    assert [both.count(f"{code}\n") for code in ("RC201 title-mismatch", "RC204 volume-mismatch")] == [1, 1]
    given = (ROOT / "fixtures" / "codes.txt").read_text(encoding="utf-8").splitlines()
    assert [line.split()[:2] for line in refcheck("rule", "--all").out.splitlines()] == [g.split() for g in given]


def test_the_cache_can_be_looked_at_and_forgotten(tmp_path: Path) -> None:
    place = ("--cache-dir", str(tmp_path))
    assert refcheck("cache", "path", *place).out == f"{tmp_path / 'http.sqlite'}\n"
    assert "0 answers, 0 past their time" in refcheck("cache", "info", *place).out
    (tmp_path / "http.sqlite").write_bytes(b"no database at all" * 100)
    damaged = refcheck("cache", "info", *place)
    assert (damaged.code, "refcheck cache clear" in damaged.err) == (2, True)
    assert refcheck("cache", "clear", *place).code == 0
    assert refcheck("cache", "prune", *place).code == 0
    assert list(tmp_path.iterdir()) == []


# the local index


def test_an_index_is_built_asked_updated_and_described(tmp_path: Path) -> None:
    out = str(tmp_path / "works")
    built = refcheck("index", "build", "seeds/records.json", "-o", out, "--jobs", "1")
    assert (built.code, built.out) == (0, f"{out}: 12 works\n")
    assert "read 12 records; 12 works added" in built.err
    checked = refcheck("check", "--offline", "--source", out, SEED)
    assert "cited volume i62, recorded 162" in checked.out
    assert checked.code == 1
    gone = tmp_path / "gone.txt"
    gone.write_text("10.2214/AJR.162.6.8192010\n", encoding="utf-8")
    assert refcheck("index", "update", "-o", out, "--delete", str(gone)).out == f"{out}: 11 works\n"
    said = refcheck("index", "info", out)
    assert said.code == 0
    assert "11 works in 1 part, built" in said.out
    assert "1 works replaced or taken out" in said.out
    assert "from records.json" in said.out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("build", "none.jsonl", "-o", "OUT"), "no such file or folder"),
        (("build", "README.md", "-o", "OUT"), "this kind of file is not read"),
        (("build", "seeds/records.json", "-o", "OUT", "--from-year", "2100"), "no works to build an index of"),
        (("build", "seeds/records.json", "-o", "OUT", "--issn", "none.txt"), "none.txt: cannot be read"),
        (("build", "seeds/records.json", "-o", "README.md"), "cannot be written to"),
        (("update", "seeds/records.json", "-o", "OUT"), "holds no index; make one with refcheck index build"),
        (("info", "OUT"), "holds no index"),
    ],
)
def test_an_index_that_cannot_be_made_says_why(tmp_path: Path, args: tuple[str, ...], said: str) -> None:
    ran = refcheck("index", *(str(tmp_path / "out") if a == "OUT" else a for a in args))
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""


def test_that_text_and_list_are_not_compared_is_said_where_they_would_be(tmp_path: Path) -> None:
    listed = "\n".join(f"{n}. Baker B. Test number {n} of many. J Test Stud 200{n};{n}:1-9." for n in range(1, 9))
    body = "Made [11,12], repeated [13,14] and [15,16] by others [1–5]."
    (tmp_path / "paper.txt").write_text(f"{body}\n\nReferences\n\n{listed}\n", encoding="utf-8")
    asked = ("check", "paper.txt", "--offline")
    assert "text and list are not compared" in refcheck(*asked, cwd=tmp_path).err
    for other in (("parse", "paper.txt"), (*asked, "--select", "RC2")):
        assert "compared" not in refcheck(*other, cwd=tmp_path).err


# Word and other files that are no text


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    """A Word file with a reference whose volume is not the recorded one, and a library that tells."""
    path = tmp_path / "paper.docx"
    path.write_bytes(word(paragraph("References"), paragraph(REFERENCE), paragraph(OTHER), paragraph(THIRD)))
    (tmp_path / "library.json").write_text(json.dumps([ITEM]), encoding="utf-8")
    return path


def fix_word(path: Path, *args: str) -> Ran:
    library = str(path.parent / "library.json")
    return refcheck("fix", "--offline", "--source", library, "--unsafe-fixes", *args, str(path))


def test_a_word_file_is_corrected_in_another(word_file: Path, tmp_path: Path) -> None:
    before, out = word_file.read_bytes(), tmp_path / "out.docx"
    ran = fix_word(word_file, "-o", str(out))
    assert (ran.code, ran.out) == (1, "")  # the other two are not found
    assert "2010;13:100-9." in docx.read(out.read_bytes(), "out.docx").text
    assert b"RC204 volume-mismatch: cited volume 12, recorded 13" in members(out.read_bytes())["word/comments.xml"]
    assert word_file.read_bytes() == before


def test_the_corrected_list_of_a_word_file_is_printed_or_written(word_file: Path, tmp_path: Path) -> None:
    corrected = f"{REFERENCE.replace(';12:', ';13:')} doi:10.5555/study\n{OTHER}\n{THIRD}\n"
    assert fix_word(word_file).out == corrected
    out = tmp_path / "list.txt"
    assert fix_word(word_file, "-o", str(out)).out == ""
    assert out.read_text(encoding="utf-8") == corrected


def test_the_diff_of_a_word_file_is_that_of_what_is_read(word_file: Path) -> None:
    ran = fix_word(word_file, "--diff")
    assert f"-{REFERENCE}\n" in ran.out
    assert f"+{REFERENCE.replace(';12:', ';13:')} doi:10.5555/study\n" in ran.out


@pytest.mark.parametrize("command", [("fix", "-i"), ("check", "--fix")])
def test_a_word_file_is_never_rewritten_in_place(word_file: Path, command: tuple[str, str]) -> None:
    before = word_file.read_bytes()
    ran = refcheck(*command, "--offline", str(word_file))
    assert ran.code == 2
    assert "paper.docx -o FILE` writes the corrected one" in ran.err
    assert word_file.read_bytes() == before


def test_places_in_a_word_file_are_paragraphs(word_file: Path) -> None:
    library = str(word_file.parent / "library.json")
    ran = refcheck("check", "--offline", "--source", library, "--output-format", "concise", str(word_file))
    assert f"{word_file}:paragraph 2: " in ran.out


def test_a_text_can_be_written_elsewhere_too(seed: Path, tmp_path: Path) -> None:
    before, out = seed.read_bytes(), tmp_path / "out.txt"
    assert refcheck("fix", *LOCAL, "-o", str(out), str(seed)).code == 1
    inplace = refcheck("fix", *LOCAL, "-i", str(seed))
    assert inplace.code == 1
    assert out.read_bytes() == seed.read_bytes() != before


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("-o", "out.txt", "-i", SEED), "leave out -i and --diff"),
        (("-o", "out.txt", "--diff", SEED), "leave out -i and --diff"),
        (("-o", "out.txt", SEED, "README.md"), "takes the result of one document"),
        (("-o", "out.txt", "seeds"), "takes the result of one document"),
        (("-o", SEED, SEED), "is the document itself"),
        (("-o", "out.pdf", SEED), "-o out.pdf: text would be written there; name a file that ends in .txt"),
        (("-o", "out.docx", SEED), "-o out.docx: text would be written there"),
    ],
)
def test_it_must_be_clear_where_the_result_goes(args: tuple[str, ...], said: str) -> None:
    ran = refcheck("fix", "--offline", *args)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
