"""The benchmark that checks the same lists with other checkers: what its registries say, and how reports are counted.

The reports are as the tools write them, cut to what is read of them; the works are invented.
"""

from __future__ import annotations

import http.client
import json
import ssl
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT

from refcheck.model import Name, Work

sys.path.append(str(ROOT / "benchmarks" / "slips"))
sys.path.append(str(ROOT / "benchmarks" / "peers"))

import reports
from kinds import KINDS
from lists import Entry, Sheet
from printing import STYLES, listed
from proxy import Proxy
from records import Records, crossref_item
from registries import HOSTS, Said, answer
from reports import BIBTEX, Reader, Verdict
from scores import Row, bibtex, count, right, row
from tools import TOOLS

LICHENS = Work(
    type="article-journal",
    title="Seasonal growth of lichens on abandoned railway bridges",
    author=(Name("Brandt", "Ada"), Name("Okonkwo", "Chidi"), Name("Fischer", "Lena")),
    container_title="Journal of Urban Mycology",
    years=(2014,),
    volume="35",
    issue="4",
    page="630-634",
    DOI="10.5555/jum.2014.35",
)
OTTERS = Work(
    type="article-journal",
    title="Otters as couriers of freshwater seeds",
    author=(Name("Moreau", "Jean"),),
    container_title="Annals of River Life",
    years=(2009,),
    volume="7",
    page="11-19",
    DOI="10.5555/arl.7",
)
RECORDS = Records(works=(OTTERS, LICHENS))


def asked(url: str, accept: str = "") -> Said:
    return answer(RECORDS, url, accept)


def told(url: str, *keys: str | int) -> object:
    found = json.loads(asked(url).body)
    for key in keys:
        found = found[key]
    return found


def test_crossref_finds_a_work_whose_title_has_a_slip() -> None:
    url = "https://api.crossref.org/works?query.bibliographic=Seasonal+growth+of+lichen+on+railway+bridges&rows=1"
    assert told(url, "message", "items", 0, "DOI") == LICHENS.DOI
    assert told(url, "message", "items", 0, "volume") == "35"


def test_a_work_without_a_year_has_the_date_that_crossref_writes_for_none() -> None:
    assert crossref_item(replace(OTTERS, years=()))["issued"] == {"date-parts": [[None]]}


def test_crossref_gives_the_works_of_several_dois_at_once() -> None:
    url = f"https://api.crossref.org/works?filter=doi:{LICHENS.DOI},doi:{OTTERS.DOI},doi:10.5555/none"
    assert [i["DOI"] for i in told(url, "message", "items")] == [LICHENS.DOI, OTTERS.DOI]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://api.crossref.org/works/10.5555%2FARL.7", 200),
        ("https://api.crossref.org/works/10.5555/arl.8", 404),
        ("https://api.openalex.org/works/https://doi.org/10.5555/arl.7", 200),
        ("https://api.openalex.org/works/doi:10.5555/arl.8", 404),
        ("https://api.semanticscholar.org/graph/v1/paper/DOI:10.5555/arl.7?fields=title", 200),
        ("https://api.semanticscholar.org/graph/v1/paper/search/match?query=Badgers+in+winter+light", 404),
        ("https://doi.org/10.5555/arl.7", 302),
        ("https://doi.org/10.5555/arl.8", 404),
        ("https://doi.org/api/handles/10.5555/arl.7", 200),
        ("https://publisher.example/10.5555/arl.7", 200),
        ("https://api.datacite.org/dois/10.5555/arl.7", 404),
        ("https://api.datacite.org/dois?query=otters", 200),
        ("https://elsewhere.example/", 404),
    ],
)
def test_each_registry_knows_its_works_and_no_others(url: str, status: int) -> None:
    assert asked(url).status == status


def test_what_a_registry_named_can_be_asked_for_by_that_name() -> None:
    match = "https://api.semanticscholar.org/graph/v1/paper/search/match?query=Otters+as+couriers+of+seeds"
    paper = told(match, "data", 0, "paperId")
    assert told(f"https://api.semanticscholar.org/graph/v1/paper/{paper}", "title") == OTTERS.title
    work = str(told("https://api.openalex.org/works?filter=doi:10.5555/arl.7", "results", 0, "id"))
    assert told(f"https://api.openalex.org/works/{work}", "publication_year") == 2009


def test_the_proxy_answers_for_the_registries_and_lets_nothing_out(tmp_path: Path) -> None:
    with Proxy(asked, tmp_path, ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)) as proxy:
        port = int(proxy.url.rpartition(":")[2])
        for method, length in (("GET", 1), ("HEAD", 0)):
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            client.request(method, "http://api.crossref.org/works/10.5555/arl.7")
            said = client.getresponse()
            assert (said.status, bool(said.read())) == (200, bool(length))
            client.close()
        away = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        away.set_tunnel("elsewhere.example", 443)
        with pytest.raises(OSError, match="502"):
            away.connect()
    assert proxy.asked == {"api.crossref.org": 2}
    assert proxy.refused == {"elsewhere.example": 1}
    assert "elsewhere.example" not in HOSTS


def entry(letter: str, slipped: Work, *, work: Work = LICHENS) -> Entry:
    kind = next((k for k in KINDS if k.letter == letter), None)
    printed, original = (listed([w], STYLES[0], doi=True)[0] for w in (slipped, work))
    return Entry(work, kind, slipped, printed, original)


def slip(**fields: object) -> Work:
    return replace(LICHENS, **fields)  # type: ignore[arg-type]


def test_a_list_in_bibtex_states_what_is_printed() -> None:
    sheet = Sheet(STYLES[0], (entry("n", slip(volume="36", title="Growth & decay", DOI="")), entry("", LICHENS)))
    first, second = bibtex(sheet).split("\n\n")
    assert first.startswith("@article{ref01,\n  author = {Brandt, Ada and Okonkwo, Chidi and Fischer, Lena},\n")
    assert r"  title = {Growth \& decay}," in first
    assert "  volume = {36}," in first
    assert "doi" not in first
    assert "  pages = {630--634},\n  doi = {10.5555/jum.2014.35},\n}" in second


def test_a_list_in_short_bibtex_has_initials_and_shortened_journals() -> None:
    text = bibtex(Sheet(STYLES[0], (entry("", LICHENS),)), short=True)
    assert "  author = {Brandt, A. and Okonkwo, C. and Fischer, L.},\n" in text
    assert "  journal = {J. Urban Mycology},\n" in text


AUTHORS = LICHENS.author


@pytest.mark.parametrize(
    ("name", "text", "slipped", "is_right"),
    [
        ("volume", "35", {"volume": "53"}, True),
        ("volume", "53", {"volume": "53"}, False),
        ("page", "630–4", {"page": "680-634"}, True),
        ("page", "630--634", {"page": "680-634"}, True),
        ("issued", "CrossRef year is 2014", {"years": (2015,)}, True),
        ("DOI", "https://doi.org/10.5555/JUM.2014.35", {"DOI": "10.5555/x"}, True),
        ("title", "Seasonal Growth of Lichens on Abandoned Railway Bridges.", {"title": "x"}, True),
        ("container-title", "J Urban Mycol", {"container_title": "Annals of River Life"}, True),
        ("container-title", "Annals of River Life", {"container_title": "Annals of River Life"}, False),
        ("author", "Brandt et al.", {"author": (Name("Brant", "Ada"), *AUTHORS[1:])}, True),
        ("author", "Ada Brandt, Chidi Okonkwo", {"author": (Name("Brant", "Ada"), *AUTHORS[1:])}, True),
        ("author", "Brant, A.; Okonkwo, C.", {"author": (Name("Brant", "Ada"), *AUTHORS[1:])}, False),
        ("author", "Brandt, A.; Okonkwo, C.", {"author": (Name("Brandt", "K."), *AUTHORS[1:])}, True),
        ("author", "Brandt, K.; Okonkwo, C.", {"author": (Name("Brandt", "K."), *AUTHORS[1:])}, False),
        ("author", "Brandt et al.", {"author": (Name("Brandt", "K."), *AUTHORS[1:])}, False),
        ("author", "Brandt Okonkwo Fischer", {"author": (AUTHORS[1], AUTHORS[0], AUTHORS[2])}, True),
        ("author", "Okonkwo Brandt Fischer", {"author": (AUTHORS[1], AUTHORS[0], AUTHORS[2])}, False),
        ("author", "Brandt Okonkwo Fischer", {"author": (*AUTHORS, Name("Moreau", "Jean"))}, True),
        ("author", "Brandt Okonkwo Fischer Moreau", {"author": (*AUTHORS, Name("Moreau", "Jean"))}, False),
        ("author", "Brandt Okonkwo L. Fischer", {"author": AUTHORS[:2]}, True),
        ("author", "", {"author": AUTHORS[:2]}, False),
    ],
)
def test_a_correction_counts_where_it_is_the_records(
    name: str, text: str, slipped: dict[str, object], is_right: bool
) -> None:
    assert right(name, text, entry("n", slip(**slipped))) is is_right


def test_references_are_counted_by_what_was_done_to_them() -> None:
    score = Row(TOOLS[0])
    said = Verdict(problem=True)
    said.names("volume", "35")
    count(score, entry("n", slip(volume="53")), said)
    count(score, entry("n", slip(volume="53")), Verdict(doubt=True))
    count(score, entry("", LICHENS), said)
    count(score, entry("", LICHENS), None)
    count(score, entry("ac", slip(title=OTTERS.title, DOI="")), Verdict(doubt=True))
    assert score.slips == {"made": 2, "problem": 1, "doubt": 1, "named": 1, "offered": 1}
    assert score.clean == {"made": 2, "problem": 1, "doubt": 0, "named": 0, "offered": 0}
    assert score.invented == {"made": 1, "problem": 0, "doubt": 1, "named": 0, "offered": 0}
    assert score.kinds["n"]["made"] == 2
    assert score.unread == 1


def test_a_run_without_a_report_is_left_out_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept, lost = tmp_path / "kept", tmp_path / "lost"
    sheet = Sheet(STYLES[0], (entry("n", slip(volume="53")),))
    kept.mkdir()
    (kept / "ran.json").write_text('{"seconds": 2.0, "code": 1}')
    (kept / BIBTEX).write_text(bibtex(sheet))
    (kept / "report.csv").write_text("Citation Key,Verification Status\nref01,Verified\n")
    (kept / "fixed.bib").write_text(bibtex(sheet).replace("{53}", "{35}"))
    tool = next(t for t in TOOLS if t.package == "biblioaudit")
    score = row(tool, [sheet, sheet], [kept, lost])
    assert (score.lists, score.seconds) == (1, 2.0)
    assert score.slips == {"made": 1, "problem": 0, "doubt": 0, "named": 0, "offered": 1}
    assert f"no report in {lost}" in capsys.readouterr().out


def test_every_tool_has_a_report_that_is_read_here() -> None:
    read = {reader for _, reader, _, _ in REPORTS}
    assert {tool.read for tool in TOOLS} == read


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False)


def _refcheck(line: int, code: str, severity: str, field: str, new: str) -> dict[str, object]:
    start = {"line": line, "column": 1}
    fix = {"changes": [{"field": field, "old": "53", "new": new}]}
    return {"code": code, "severity": severity, "span": {"start": start, "end": start}, "fix": fix}


def _ghostcite(line: int, tier: str, message: str, doi: str | None, year: int | None) -> dict[str, object]:
    told = {"line": line, "tier": tier, "message": message, "doi": doi}
    return told | {"canonical_authors": ["Brandt"] if year else None, "canonical_year": year}


LINES = ["1. Brandt A. Lichens. 2014;53:1-2.", "2. Moreau J. Otters. 2009;7:11-9.", "3. Nobody N. Nothing. 2001;1:1-9."]
CITEGUARD = f"""# Reference Audit Report (Full)

## 問題あり

## ⚠️ Likely Wrong Citation

- 入力: `{LINES[0][3:]}`
- DOI: `10.5555/jum.2014.35`
- ⚠ 要確認 (2件):
  - 📅 出版年: "2015" → Crossref では "2014"
  - 📖 巻号・ページ: 入力=(なし) / Crossref=35:630-634
    （入力に記載なし）

## ❌ 未発見

- 入力: `{LINES[2][3:]}`
- 理由: 候補なし

### ✅ 正常
- 入力: `{LINES[1][3:]}`
- 比較: title ok / authors ok / year ok / venue ok / pages ok
"""
P, D, FINE = "problem", "doubt", ""
Said3 = tuple[tuple[str, set[str]], tuple[str, set[str]], tuple[str, set[str]]]
NOTHING: set[str] = set()
REPORTS: list[tuple[str, Reader, str, Said3]] = [
    (
        "stdout",
        reports.refcheck,
        _json(
            {
                "documents": [{"references": [{"span": {"start": {"line": n}}} for n in (3, 4, 5)]}],
                "findings": [
                    _refcheck(3, "RC204", "error", "volume", "35"),
                    _refcheck(4, "RC203", "note", "issued", "2010"),
                    {**_refcheck(5, "RC301", "warning", "", ""), "fix": None},
                ],
            }
        ),
        ((P, {"volume"}), (FINE, NOTHING), (D, NOTHING)),
    ),
    (
        "report.md",
        reports.citeguard,
        CITEGUARD,
        ((P, {"issued", "volume", "issue", "page"}), (FINE, NOTHING), (D, NOTHING)),
    ),
    (
        "stdout",
        reports.ghostcite,
        _json(
            {
                "summary": {"total": 3},
                "findings": [
                    _ghostcite(1, "B", "CrossRef year is 2014", None, 2014),
                    _ghostcite(5, "C", "matches after folding", None, None),
                    _ghostcite(9, "U", "no confident CrossRef match for this entry", None, None),
                ],
            }
        ),
        ((P, {"issued"}), (FINE, NOTHING), (D, NOTHING)),
    ),
    (
        "report.json",
        reports.refproof,
        _json(
            {
                "findings": [
                    {
                        "status": "mismatch",
                        "level": "warning",
                        "notes": ["Year differs: cited 2015, record says 2014."],
                        "reference": {"key": "[1]", "line": 3},
                        "match": {"year": 2014, "authors": ["Brandt"], "title": "Lichens"},
                    },
                    {
                        "status": "verified",
                        "level": "ok",
                        "notes": [],
                        "reference": {"key": "ref02", "line": 8},
                        "match": {},
                    },
                    {
                        "status": "not_found",
                        "level": "error",
                        "notes": ["No matching work in Crossref."],
                        "reference": {"key": "ref03", "line": 16},
                        "match": None,
                    },
                ]
            }
        ),
        ((P, {"issued"}), (FINE, NOTHING), (D, NOTHING)),
    ),
    (
        "report.json",
        reports.bibaudit,
        _json(
            {
                "results": [
                    {
                        "key": "ref01",
                        "verdict": "FIELD-MISMATCH",
                        "issues": [{"field": "volume", "kind": "mismatch", "severity": "error", "registry": "35"}],
                    },
                    {
                        "key": "ref02",
                        "verdict": "INCOMPLETE",
                        "issues": [
                            {"field": "doi", "kind": "proposed", "severity": "warning", "registry": "10.5555/x"}
                        ],
                    },
                    {
                        "key": "ref03",
                        "verdict": "UNCONFIRMED",
                        "issues": [{"field": "identifier", "kind": "absent", "severity": "error", "registry": ""}],
                    },
                ]
            }
        ),
        ((P, {"volume"}), (FINE, NOTHING), (D, NOTHING)),
    ),
    (
        "out/list_report_1.json",
        reports.bibverify,
        _json(
            {
                "entries": [
                    {
                        "key": "ref01",
                        "status": "metadata_mismatch",
                        "field_diffs": [
                            {"field": "pages", "suggested": "1--9", "action": "update", "normalized_equal": False},
                            {"field": "title", "suggested": "x", "action": "keep_original", "normalized_equal": True},
                        ],
                    },
                    {"key": "ref02", "status": "verified", "field_diffs": []},
                    {"key": "ref03", "status": "not_found"},
                ]
            }
        ),
        ((P, {"page"}), (FINE, NOTHING), (D, NOTHING)),
    ),
    (
        "out/reference_check.csv",
        reports.refaudit,
        "key,verdict,is_finding,found_title,note\n"
        "ref01,YEAR_MISMATCH,True,,bib=2015 vs 2014\nref02,OK,False,,\nref03,NOT_FOUND,True,,\n",
        ((P, {"issued"}), (FINE, NOTHING), (D, NOTHING)),
    ),
    (
        "report.json",
        reports.citecheck,
        _json(
            {
                "results": [
                    {
                        "key": "ref01",
                        "verdict": "CHECK",
                        "issues": ["cited author(s) not on the record: Moreau, Jean"],
                        "match": {"authors": ["Ada Brandt"]},
                    },
                    {"key": "ref02", "verdict": "VERIFIED", "issues": [], "match": {}},
                    {"key": "ref03", "verdict": "NOT_FOUND", "issues": [], "match": None},
                ]
            }
        ),
        ((P, {"author"}), (FINE, NOTHING), (D, NOTHING)),
    ),
    (
        "report.json",
        reports.bibtex_check,
        _json(
            {
                "entries": [
                    {
                        "key": "ref01",
                        "status": "venue_mismatch",
                        "field_comparisons": {
                            "venue": {"matches": False, "api_value": "Annals of River Life"},
                            "title": {"matches": True, "api_value": "Otters"},
                        },
                    },
                    {"key": "ref02", "status": "verified", "field_comparisons": {}},
                    {"key": "ref03", "status": "unconfirmed", "field_comparisons": {}},
                ]
            }
        ),
        ((P, {"container-title"}), (FINE, NOTHING), (D, NOTHING)),
    ),
    (
        "report.json",
        reports.bibguard,
        _json(
            {
                "results": [
                    {
                        "key": "ref01",
                        "overall": "WARN",
                        "sources_hit": ["s2"],
                        "checks": [
                            {"field": "year", "status": "FAIL", "detail": "year mismatch: bib=2015 api=2014"},
                            {"field": "title", "status": "OK", "detail": "title match (1.00)"},
                        ],
                    },
                    {"key": "ref02", "overall": "OK", "sources_hit": ["crossref"], "checks": []},
                    {"key": "ref03", "overall": "FAIL", "sources_hit": [], "checks": []},
                ]
            }
        ),
        ((P, {"issued"}), (FINE, NOTHING), (D, NOTHING)),
    ),
    (
        "stdout",
        reports.check_hallucinations,
        _json(
            [
                {"key": "ref01", "rule": "year-mismatch", "message": "year 2015, but the paper is from 2014"},
                {"key": "ref03", "rule": "not-found", "message": "no such title"},
            ]
        ),
        ((P, {"issued"}), (FINE, NOTHING), (D, NOTHING)),
    ),
    (
        "report.json",
        reports.bibtex_verifier,
        _json(
            [
                {"key": "ref01", "status": "WARNING", "issues": ["年份不一致"], "api_data": {"year": 2014}},
                {"key": "ref02", "status": "OK", "issues": [], "api_data": {}},
                {"key": "ref03", "status": "NOT_FOUND", "issues": [], "api_data": None},
            ]
        ),
        ((P, {"issued"}), (FINE, NOTHING), (D, NOTHING)),
    ),
    (
        "report.csv",
        reports.biblioaudit,
        "Citation Key,Verification Status\nref01,Needs Attention\nref02,Verified\nref03,Not Found\n",
        ((P, NOTHING), (FINE, NOTHING), (D, NOTHING)),
    ),
    (
        "stdout",
        reports.scholarcheck,
        _json(
            [
                {"key": "ref01", "state": "SUSPECT", "detail": "not registered at doi.org: 10.5555/none"},
                {"key": "ref02", "state": "OK", "detail": "Otters"},
                {"key": "ref03", "state": "SUSPECT", "detail": "no record in any source"},
            ]
        ),
        ((P, {"DOI"}), (FINE, NOTHING), (D, NOTHING)),
    ),
    (
        "report.json",
        reports.academic_refchecker,
        _json(
            {
                "summary": {"total_references_processed": 3},
                "records": [
                    {
                        "original_reference": {"bibtex_key": "ref01"},
                        "_original_errors": [{"warning_type": "year", "ref_year_correct": 2014}],
                    },
                    {
                        "original_reference": {"bibtex_key": "ref03"},
                        "_original_errors": [{"error_type": "unverified"}],
                    },
                ],
            }
        ),
        ((P, {"issued"}), (FINE, NOTHING), (D, NOTHING)),
    ),
]


@pytest.mark.parametrize(("file", "reader", "text", "said"), REPORTS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_report_is_read_as_its_tool_means_it(
    file: str, reader: Reader, text: str, said: Said3, tmp_path: Path
) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text, encoding="utf-8")
    (tmp_path / BIBTEX).write_text("@article{ref01,\n}\n\n\n@article{ref02,\n}\n\n\n@article{ref03,\n}\n")
    verdicts = reader(tmp_path, LINES)
    assert sorted(verdicts) == [1, 2, 3]
    for n, (state, fields) in enumerate(said, 1):
        verdict = verdicts[n]
        assert (verdict.problem, verdict.doubt) == (state == P, state == D), n
        assert verdict.fields == fields, n
        assert all(text in OFFERED for texts in verdict.offered.values() for text in texts), verdict.offered
    assert not verdicts[2].offered


OFFERED = ("2014", "35", "35:630-634", "1--9", "Ada Brandt", "Annals of River Life")  # what the records above have
