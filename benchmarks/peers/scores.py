"""What became of the references of the lists, by the reports of other checkers."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kinds import KINDS
from lists import LENGTH, Entry, Sheet, in_fields
from printing import initials, shortened
from reports import BIBTEX, Verdict, Verdicts
from tools import Tool

from refcheck import csl
from refcheck.bibliographies import Unread, read
from refcheck.matching.containers import Kinship, compare_containers
from refcheck.text import fold, letters, page_range

RAN = "ran.json"  # how long a run took, and how it ended
_SPECIAL = re.compile(r"([&%$#_])")


@dataclass(slots=True)
class Row:
    """The score of a tool; `kinds` counts by a kind's letter what was made and found of it."""

    tool: Tool
    seconds: float = 0.0
    lists: int = 0
    unread: int = 0  # references that the tool lost
    slips: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    clean: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, Counter[str]] = field(default_factory=dict)


def bibtex(sheet: Sheet, *, short: bool = False) -> str:
    """The list as BibTeX: what is printed in it, but in fields and never misread.

    Names and journals are as the record has them, or `short` as lists print them: initials, and words of journals cut.
    """
    return "\n".join(_entry(n, entry, short=short) for n, entry in enumerate(sheet.entries, 1))


def _entry(n: int, entry: Entry, *, short: bool) -> str:
    work = in_fields(entry)
    given = [initials(name, ".", " ") if short else name.given for name in work.author]
    stated = {
        "author": " and ".join(f"{name.family}, {g}" for name, g in zip(work.author, given, strict=True)),
        "title": work.title,
        "journal": shortened(work.container_title, ".") if short else work.container_title,
        "year": "".join(str(year) for year in work.years[:1]),
        "volume": work.volume,
        "number": work.issue,
        "pages": work.page.replace("-", "--"),
        "doi": work.DOI if work.DOI and work.DOI in entry.printed else "",  # half of the lists give none
    }
    escaped = {name: text if name == "doi" else _SPECIAL.sub(r"\\\1", text) for name, text in stated.items() if text}
    fields = "".join(f"  {name} = {{{text}}},\n" for name, text in escaped.items())
    return f"@article{{ref{n:02},\n{fields}}}\n"


def row(tool: Tool, sheets: Sequence[Sheet], folders: Sequence[Path], *, show: bool = False) -> Row:
    """The score of a tool on the lists that it was run on, each in its folder."""
    score = Row(tool)
    for sheet, folder in zip(sheets, folders, strict=True):
        try:
            ran = json.loads((folder / RAN).read_text())
            verdicts = tool.read(folder, [entry.printed for entry in sheet.entries])
        except (OSError, ValueError, KeyError, StopIteration) as error:
            print(f"{tool.name}: no report in {folder}: {error!r}")
            continue
        score.lists += 1
        score.seconds += ran["seconds"]
        if tool.corrected:
            _correct(folder, tool.corrected, verdicts)
        for n, entry in enumerate(sheet.entries, 1):
            count(score, entry, verdicts.get(n))
            if show:
                print(_shown(n, entry, verdicts.get(n)))
    return score


def count(score: Row, entry: Entry, verdict: Verdict | None) -> None:
    """Count a reference and what was said of it; None where the tool lost it."""
    score.unread += verdict is None
    said = verdict or Verdict()
    kind = entry.kind
    counts = score.clean if kind is None else score.slips if kind.fields else score.invented
    named = bool(kind and said.problem and said.fields & set(kind.fields))
    told = {
        "made": True,
        "problem": said.problem,
        "doubt": said.doubt and not said.problem,
        "named": named,
        "offered": bool(kind and any(right(name, text, entry) for name in kind.fields for text in said.offered[name])),
    }
    for where in (counts, score.kinds.setdefault(kind.letter if kind else "", Counter())):
        where.update({what: int(so) for what, so in told.items()})


def right(name: str, text: str, entry: Entry) -> bool:
    """Whether what is offered for a field is what the record has."""
    work = entry.work
    if name == "author":
        return _right_names(text, entry)
    if name == "issued":
        return str(work.years[0]) in re.findall(r"\d{4}", text)
    if name == "page":
        return page_range(text.replace("--", "-").replace("–", "-")) == page_range(work.page)
    if name == "container-title":
        return compare_containers(text, work.container_titles) is Kinship.SAME
    if name == "DOI":
        return text.lower().removeprefix("https://doi.org/").rstrip(".") == work.DOI
    if name == "title":
        return letters(text) == letters(work.title)
    return text.strip() == {"volume": work.volume, "issue": work.issue}[name]


def _right_names(text: str, entry: Entry) -> bool:
    """Whether the names that were changed stand there in their order, as they should, and none that was slipped in."""
    said, work, cited = fold(text), entry.work.author, entry.slipped.author
    lost = [n for n in work if n not in cited]
    swapped = [n for n, other in zip(work, cited, strict=False) if n != other] if set(work) == set(cited) else []
    places = [said.find(fold(n.family)) for n in (*lost, *swapped)]
    families = {fold(n.family) for n in cited}
    initialled = all(_initialled(said, n.given, fold(n.family)) for n in lost if fold(n.family) in families)
    wrong = families - {fold(n.family) for n in work}
    kept = not any(re.search(rf"\b{re.escape(w)}\b", said) for w in wrong)
    return bool(said) and -1 not in places and places == sorted(places) and kept and initialled


def _initialled(said: str, given: str, family: str) -> bool:
    """Whether a name stands there with its first initial, before or behind it."""
    initial = re.escape(fold(given[:1]))
    return bool(re.search(rf"\b{initial}[\w. ]*{re.escape(family)}|{re.escape(family)},? {initial}", said))


def _correct(folder: Path, corrected: str, verdicts: Verdicts) -> None:
    """Take what a tool changed in the bibliography that it wrote for what it offers."""
    given = _entries(folder / BIBTEX)
    for path in folder.glob(corrected):
        for n, fields in _entries(path).items():
            for name, text in fields.items():
                if text != given.get(n, {}).get(name):
                    verdicts.setdefault(n, Verdict()).offered[name].append(text)


def _entries(path: Path) -> dict[int, dict[str, str]]:
    """The fields of a BibTeX file's entries, by the numbers in their keys."""
    data = path.read_bytes()
    lines = data.decode("utf-8", "replace").split("\n")
    found = {}
    for entry in read(data, "bibtex"):
        key = re.search(r"\{\s*ref(\d+)", lines[entry.line - 1])
        if isinstance(entry, Unread) or not key:
            continue
        work = csl.work(entry.item)
        found[int(key[1])] = {
            "author": " and ".join(f"{n.given} {n.family}" for n in work.author),
            "title": work.title,
            "container-title": work.container_title,
            "issued": "".join(map(str, work.years[:1])),
            "volume": work.volume,
            "issue": work.issue,
            "page": work.page,
            "DOI": work.DOI,
        }
    return found


def _shown(n: int, entry: Entry, verdict: Verdict | None) -> str:
    kind = entry.kind.name if entry.kind else "no slip"
    return f"{n:2} {kind}: {entry.printed}\n     {verdict}"


def table(rows: Sequence[Row]) -> None:
    """Print a line for each tool, and what each finds of every kind."""
    head = ("lists", "problem", "doubt", "field", "offered", "problem", "doubt", "problem", "doubt", "lost", "seconds")
    print(f"\n{'':41}{'':6} {'slips':>35} {'untouched':>17} {'invented':>17}")
    print(f"{'':41}" + " ".join(f"{h:>8}" for h in head))
    for r in rows:
        counts = [(r.slips, w) for w in ("problem", "doubt", "named", "offered")]
        counts += [(c, w) for c in (r.clean, r.invented) for w in ("problem", "doubt")]
        shares = " ".join(f"{_share(c[w], c['made']):>8}" for c, w in counts)
        each = r.seconds / max(1, r.lists) / LENGTH
        print(f"{r.tool.name:41}{r.lists:>8} {shares} {r.unread:>8} {each:>8.1f}")
    print(f"\n{'found as a problem, of those made':44}" + " ".join(f"{i:>5}" for i in range(1, len(rows) + 1)))
    for kind in KINDS:
        made = max((r.kinds.get(kind.letter, Counter())["made"] for r in rows), default=0)
        found = " ".join(f"{r.kinds.get(kind.letter, Counter())['problem']:>5}" for r in rows)
        print(f"{kind.letter:2} {kind.name:36} {made:4} {found}")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"
