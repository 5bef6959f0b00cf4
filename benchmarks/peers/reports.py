"""What the reports of reference checkers say of each reference.

A report is read as its tool means it: what it calls an error or a warning is a problem, what it could neither confirm
nor find is a doubt, what it calls information is neither.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scoring import FIELDS

FIRST = 3  # the line of the first reference in a list's text
TEXT, BIBTEX = "list.txt", "list.bib"
NAMES = {
    "title": "title", "author": "author", "authors": "author", "year": "issued", "issued": "issued",
    "venue": "container-title", "journal": "container-title", "container": "container-title",
    "container-title": "container-title", "volume": "volume", "number": "issue", "issue": "issue", "pages": "page",
    "page": "page", "doi": "DOI", "DOI": "DOI", "phantom_doi": "DOI",
}  # fmt: skip


@dataclass(slots=True)
class Verdict:
    """What a tool says of a reference; `fields` are those it names, `offered` what it says they ought to be."""

    problem: bool = False
    doubt: bool = False
    fields: set[str] = field(default_factory=set)
    offered: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def names(self, name: str, *offered: object) -> None:
        """A field is named by the tool's own name, with what is offered instead."""
        if own := NAMES.get(name):
            self.fields.add(own)
            self.offered[own] += [str(text) for text in offered if text not in (None, "")]


Verdicts = dict[int, Verdict]  # of the references that the report speaks of, by their number from 1
Reader = Callable[[Path, Sequence[str]], Verdicts]


def _told(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _items(path: Path, name: str = "") -> list[dict[str, Any]]:
    told = _told(path)
    return list(told[name] if name else told)


def _fine(count: int) -> Verdicts:
    """So many references of which nothing is said yet."""
    return {n: Verdict() for n in range(1, count + 1)}


def _number(key: str) -> int:
    """The number in a key: ref07, [7]."""
    found = re.search(r"\d+", key)
    return int(found[0]) if found else 0


def refcheck(folder: Path, _: Sequence[str]) -> Verdicts:
    verdicts: Verdicts = defaultdict(Verdict)
    for reference in _told(folder / "stdout")["documents"][0]["references"]:
        verdicts[_line(reference["span"]["start"]["line"])]
    for finding in _items(folder / "stdout", "findings"):
        verdict = verdicts[_line(finding["span"]["start"]["line"])]
        loud = finding["severity"] != "note"
        unfound = finding["code"].startswith("RC3")
        verdict.doubt |= loud and unfound
        verdict.problem |= loud and not unfound
        for change in (finding["fix"] or {}).get("changes", ()) if loud else ():
            verdict.names(change["field"], change["new"])
        verdict.names(FIELDS.get(finding["code"], "") if loud else "")
    return dict(verdicts)


def _line(line: int) -> int:
    return line - FIRST + 1


def citeguard(folder: Path, lines: Sequence[str]) -> Verdicts:
    """A section of Markdown for each reference, under a heading that says how it stands."""
    labels = {"タイトル": "title", "著者": "authors", "出版年": "year", "掲載先": "venue"}
    verdicts = {}
    for part in re.split(r"\n(?=##+ [⚠△❌🚩⏱✅🌐])", (folder / "report.md").read_text(encoding="utf-8")):
        cited = re.search(r"入力: `(.*)`", part)
        n = next((i for i, line in enumerate(lines, 1) if cited and cited[1].strip() in line), 0)
        if not n:
            continue
        verdict = verdicts[n] = Verdict()
        heading = part.lstrip().split("\n")[0]
        verdict.doubt = any(sign in heading for sign in "❌⏱")
        verdict.problem = any(sign in heading for sign in "⚠△🚩")
        for label, told in re.findall(r"^  - \S+ ([^:：]+): (.*)$", part, re.MULTILINE):
            recorded = re.search(r'では "(.*)"$|Crossref=(.*)$', told)
            right = next((r for r in recorded.groups() if r), "") if recorded else ""
            for name in (labels[label],) if label in labels else ("volume", "issue", "pages"):
                verdict.names(name, right)
    return verdicts


def ghostcite(folder: Path, lines: Sequence[str]) -> Verdicts:
    """Findings by line; its tiers C and V fail nothing."""
    tiers = {"A": "author", "B": "year", "T": "doi", "V": "venue"}
    verdicts = _fine(_told(folder / "stdout")["summary"]["total"])
    starts = {row: n for n, row in enumerate(_starts(folder, lines), 1)}
    for finding in _items(folder / "stdout", "findings"):
        verdict = verdicts.setdefault(starts.get(finding["line"], 0), Verdict())
        tier = finding["tier"]
        wrong_doi = "wrong DOI" in finding["message"] or (tier == "U" and finding["doi"])
        verdict.problem |= tier in "ABTR" or bool(wrong_doi)
        verdict.doubt |= tier == "U" and not wrong_doi
        verdict.names("doi" if wrong_doi else tiers.get(tier, ""))
        if finding["canonical_authors"] and not wrong_doi:
            verdict.names("author" if tier == "A" else "", " ".join(finding["canonical_authors"]))
        verdict.names("year" if tier == "B" else "", finding["canonical_year"])
    return verdicts


def _starts(folder: Path, lines: Sequence[str]) -> Iterator[int]:
    """The lines on which the references begin, in the file that was given."""
    if (folder / TEXT).exists():
        yield from range(FIRST, FIRST + len(lines))
        return
    for n, line in enumerate((folder / BIBTEX).read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("@"):
            yield n


def refproof(folder: Path, _: Sequence[str]) -> Verdicts:
    signs = {"Title differs": "title", "First author differs": "author", "Year differs": "year"}
    verdicts = {}
    for finding in _items(folder / "report.json", "findings"):
        key, line = finding["reference"]["key"], finding["reference"]["line"]
        verdict = verdicts[_number(key) if key.startswith("ref") else _line(line)] = Verdict()
        status, match = finding["status"], finding["match"] or {}
        verdict.doubt = status in ("not_found", "unverified")
        verdict.problem = finding["level"] in ("error", "warning") and not verdict.doubt
        for name in (name for note in finding["notes"] for sign, name in signs.items() if note.startswith(sign)):
            verdict.names(name, " ".join(match["authors"]) if name == "author" else match[name])
        if status in ("wrong_doi", "bad_doi"):
            verdict.names("doi", *re.findall(r"https://doi\.org/(10\.\S+)", " ".join(finding["notes"])))
    return verdicts


def bibaudit(folder: Path, _: Sequence[str]) -> Verdicts:
    """That an entry might say more, such as its DOI, is no slip; refcheck is not asked for that either."""
    more = ("missing", "proposed")
    verdicts = {}
    for result in _items(folder / "report.json", "results"):
        verdict = verdicts[_number(result["key"])] = Verdict()
        loud = [i for i in result["issues"] if i["severity"] in ("error", "warning") and i["kind"] not in more]
        verdict.doubt = result["verdict"] in ("UNCONFIRMED", "UNCHECKED")
        verdict.problem = bool(loud) and not verdict.doubt
        wrong = result["verdict"] == "WRONG-WORK"  # then what it holds against is another work
        for issue in loud:
            verdict.names("doi" if wrong else issue["field"], "" if wrong else issue["registry"])
    return verdicts


def bibverify(folder: Path, _: Sequence[str]) -> Verdicts:
    verdicts = {}
    for entry in _items(next(folder.glob("out/*report*.json")), "entries"):
        verdict = verdicts[_number(entry["key"])] = Verdict()
        status = entry["status"]
        verdict.doubt = status in ("not_found", "ambiguous", "source_unavailable")
        verdict.problem = status not in ("verified", "not_found", "ambiguous", "source_unavailable")
        if status == "identifier_conflict":
            verdict.names("doi")
        for diff in entry.get("field_diffs") or ():
            if diff["action"] in ("update", "suggest") and not diff["normalized_equal"]:
                verdict.names(diff["field"], diff["suggested"])
    return verdicts


def refaudit(folder: Path, _: Sequence[str]) -> Verdicts:
    names = {"TITLE_MISMATCH": "title", "AUTHOR_MISMATCH": "author", "YEAR_MISMATCH": "year", "DEAD_DOI": "doi"}
    verdicts = {}
    with (folder / "out/reference_check.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            verdict = verdicts[_number(row["key"])] = Verdict()
            told = row["verdict"]
            verdict.doubt = told in ("NOT_FOUND", "UNVERIFIED")
            verdict.problem = row["is_finding"] == "True" and not verdict.doubt
            wrong_doi = "identifier resolves to a different" in row["note"]
            offered = row["found_title"] if told == "TITLE_MISMATCH" else row["note"].rpartition(" vs ")[2]
            verdict.names("doi" if wrong_doi else names.get(told, ""), "" if wrong_doi else offered)
    return verdicts


def citecheck(folder: Path, _: Sequence[str]) -> Verdicts:
    signs = (
        ("DOI ", "doi"), ("the cited identifier", "doi"), ("title differs", "title"), ("author", "author"),
        ("given name", "author"), ("cited year", "year"), ("venue", "venue"), ("cited venue", "venue"),
    )  # fmt: skip
    verdicts = {}
    for result in _items(folder / "report.json", "results"):
        verdict = verdicts[_number(result["key"])] = Verdict()
        match = result["match"] or {}
        verdict.doubt = result["verdict"] in ("NOT_FOUND", "ERROR")
        verdict.problem = result["verdict"] in ("CHECK", "MISMATCH")
        for issue in result["issues"]:
            name = next((name for sign, name in signs if sign in issue), "")
            right = " ".join(match.get("authors", ())) if name == "author" else match.get(name)
            verdict.names(name, right)
    return verdicts


def bibtex_check(folder: Path, _: Sequence[str]) -> Verdicts:
    fine = ("verified", "url_verified", "book_verified", "published_version_exists", "skipped")
    verdicts = {}
    for entry in _items(folder / "report.json", "entries"):
        verdict = verdicts[_number(entry["key"])] = Verdict()
        status = entry["status"]
        verdict.doubt = status in ("unconfirmed", "not_found", "api_error")
        verdict.problem = status not in fine and not verdict.doubt
        if status.startswith("doi_"):
            verdict.names("doi")
        for name, compared in entry["field_comparisons"].items():
            if not compared["matches"]:
                verdict.names(name, compared["api_value"])
    return verdicts


def bibguard(folder: Path, _: Sequence[str]) -> Verdicts:
    """Its own verdict on an entry; a source that differs is outweighed by another that does not."""
    verdicts = {}
    for result in _items(folder / "report.json", "results"):
        verdict = verdicts[_number(result["key"])] = Verdict()
        verdict.problem = result["overall"] in ("WARN", "FAIL") and bool(result["sources_hit"])
        verdict.doubt = result["overall"] in ("WARN", "FAIL") and not result["sources_hit"]
        for check in result["checks"]:
            recorded = re.search(r"(?:api=|match \([\d.]+\): )'?(.+?)'?(?: \(downgraded.*)?$", check["detail"])
            if check["status"] in ("WARN", "FAIL") and result["overall"] != "OK":
                verdict.names(check["field"], recorded[1] if recorded else "")
    return verdicts


def check_hallucinations(folder: Path, lines: Sequence[str]) -> Verdicts:
    """Silent where it confirms an entry."""
    verdicts = _fine(len(lines))
    for finding in _items(folder / "stdout"):
        verdict = verdicts[_number(finding["key"])]
        rule = finding["rule"]
        unfound = rule in ("not-found", "unchecked")
        verdict.doubt |= unfound
        verdict.problem |= not unfound
        # the record stands behind the last of these words
        told = re.split(r"; the paper is by | vs | from ", re.sub(r" \(nor in .*\)$", "", finding["message"]))
        verdict.names(rule.split("-")[0], *told[1:][-1:])
    return verdicts


def bibtex_verifier(folder: Path, _: Sequence[str]) -> Verdicts:
    signs = {"标题": "title", "年份": "year", "作者": "author", "DOI": "doi"}
    verdicts = {}
    for result in _items(folder / "report.json"):
        verdict = verdicts[_number(result["key"])] = Verdict()
        status, record = result["status"], result["api_data"] or {}
        verdict.doubt = status in ("NOT_FOUND", "UNVERIFIED")
        verdict.problem = status in ("WARNING", "ERROR")
        for name in (name for issue in result["issues"] for sign, name in signs.items() if sign in issue):
            verdict.names(name, " ".join(record.get("authors", ())) if name == "author" else record.get(name))
    return verdicts


def biblioaudit(folder: Path, _: Sequence[str]) -> Verdicts:
    verdicts = {}
    with (folder / "report.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            verdict = verdicts[_number(row["Citation Key"])] = Verdict()
            told = row["Verification Status"]
            verdict.doubt = "not found" in told.lower()
            verdict.problem = told != "Verified" and not verdict.doubt
    return verdicts


def scholarcheck(folder: Path, _: Sequence[str]) -> Verdicts:
    verdicts = {}
    for result in _items(folder / "stdout"):
        verdict = verdicts[_number(result["key"])] = Verdict()
        dead = "not registered" in result["detail"]
        verdict.problem = result["state"] == "SUSPECT" and dead
        verdict.doubt = result["state"] != "OK" and not dead
        verdict.names("doi" if dead else "")
    return verdicts


def academic_refchecker(folder: Path, _: Sequence[str]) -> Verdicts:
    """Only what it has something to say of; its count tells how many it read."""
    verdicts = _fine(_told(folder / "report.json")["summary"]["total_references_processed"])
    for record in _items(folder / "report.json", "records"):
        verdict = verdicts[_number(record["original_reference"]["bibtex_key"])]
        for error in record["_original_errors"]:
            name = error.get("error_type") or error.get("warning_type") or ""
            verdict.doubt |= name == "unverified"
            verdict.problem |= bool(name) and name != "unverified"
            verdict.names(name, *(text for key, text in error.items() if key.startswith("ref_")))
    return verdicts
