"""Judge HALLMARK's labelled citations: what is said of real ones, and what of those with something wrong in them.

    python benchmarks/hallmark.py --data DIR [--index INDEX]

DIR holds HALLMARK's files (`*.jsonl`); INDEX is made by `python benchmarks/indexing.py --data … --keep INDEX`. The
world that is asked holds a record of every VALID entry: the index's own where it has one, else one made of the first
entry of the work, in a file beside the index. From a record made of the very entry nothing can differ that was read
rightly, so these are counted apart. Every VALID entry is then asked for again with the records of its work left out.

Each entry is judged three times: in fields, and printed in two styles and read by the parser. HALLMARK labels real
works that are miscited as HALLUCINATED too; where the true record is there, those must differ, on the right field.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"

from refcheck import api, bibliographies, csl
from refcheck.contracts import Source
from refcheck.finding import Checked, Finding, Severity
from refcheck.matching import titles
from refcheck.matching.decide import same
from refcheck.matching.people import same_person
from refcheck.model import Answer, Answered, Name, Record, Reference, State, Told, Work
from refcheck.parsing.structured import references_in_fields
from refcheck.sources import open_source

POOLS = ("llm_generated", "llm_openai")  # raw pools: a machine labelled them, and many of the works are real and right
WITHDRAWN = "_withdrawn"  # how sources of real works end, which are labelled HALLUCINATED because they were withdrawn
NEAR, AKIN = 0.9, 0.65  # share of letters from which a title is another with slips; … is at least akin to it
STATES = (State.MATCHED, State.DIFFERS, State.AMBIGUOUS, State.NOT_FOUND, State.NOT_CHECKABLE)
# on which fields what HALLMARK calls so must be found, where the work is real; the other kinds have no record to differ
MISCITED = {
    "wrong_venue": ("container-title",), "nonexistent_venue": ("container-title",),
    "preprint_as_published": ("container-title",), "arxiv_version_mismatch": ("container-title", "issued"),
    "future_date": ("issued",), "fabricated_doi": ("DOI",), "near_miss_title": ("title",),
    "chimeric_title": ("title", "DOI"), "partial_author_list": ("author",), "swapped_authors": ("author",),
    "placeholder_authors": ("author",), "merged_citation": ("author",),
    "hybrid_fabrication": ("author", "title", "DOI"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of HALLMARK; `kind` is its hallucination type, "" where it is labelled VALID."""

    file: str
    key: str
    kind: str
    whole: bool  # scraped, and no value of it was cut
    item: Mapping[str, object]

    @property
    def work(self) -> Work:
        return csl.work(self.item)


@dataclass(frozen=True, slots=True)
class Without:
    """A source without the records of one work."""

    source: Source
    work: Record | None
    at_once: int = 1

    @property
    def name(self) -> str:
        return self.source.name

    def registers(self, kind: str) -> bool:
        return self.source.registers(kind)

    def by_doi(self, doi: str) -> Answer:
        return self._left(self.source.by_doi(doi))

    def by_work(self, reference: Reference) -> Answer:
        return self._left(self.source.by_work(reference))

    def further(self, reference: Reference) -> Answer | None:
        found = self.source.further(reference)
        return self._left(found) if found else None

    def usage(self, phrases: Collection[str]) -> Mapping[str, int]:
        return self.source.usage(phrases)

    def notices(self, dois: Sequence[str]) -> Mapping[str, Told]:
        return self.source.notices(dois)

    def _left(self, answer: Answer) -> Answer:
        if self.work is None or not isinstance(answer, Answered):
            return answer
        return replace(answer, records=tuple(r for r in answer.records if not same(r, self.work)))


@dataclass(slots=True)
class Counts:
    """What became of entries of one kind."""

    states: Counter[State] = field(default_factory=Counter)
    alarmed: int = 0  # with a finding above note
    accused: int = 0  # … beside that of no matching record
    noted: int = 0  # with notes only
    rules: Counter[str] = field(default_factory=Counter)  # that found something above note, by entry
    there: int = 0  # the record of the work miscited is in the world
    differs: int = 0  # … and the entry differs from a record
    named: int = 0  # … on a field that is wrong in it

    @property
    def entries(self) -> int:
        return self.states.total()


def main() -> None:
    """Print the tables."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--data", type=Path, required=True)
    told.add_argument("--index", type=Path)
    told.add_argument("--show", default="", help="of which to print what was found: valid, absent, or types")
    given = told.parse_args()
    found = list(entries(given.data))
    index = [opened(given.index)] if given.index else []
    with tempfile.TemporaryDirectory() as scratch:
        world = World.of(found, index, Path(scratch))
        print(f"{len(found)} entries of {len({e.file for e in found})} files; {world.told()}")
        for name, references in forms(found).items():
            print(f"\n## {name}")
            for title, rows in Judged(world, frozenset(given.show.split(","))).counted(found, references).items():
                table(title, rows)


def opened(path: Path) -> Source:
    """The file or index at a path, as a source."""
    return open_source(str(path), offline=True, mailto="", crossref_url="", cache=Path(os.devnull))


def entries(data: Path) -> Iterator[Entry]:
    """The entries of all files, but for the row of each that only marks the file."""
    for path in sorted(data.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if not str(row["bibtex_key"]).startswith("__canary__"):
                yield entry(path.stem, row)


def entry(file: str, row: Mapping[str, Any]) -> Entry:
    """A row as an item in CSL, read by refcheck's own reader of BibTeX."""
    read = bibliographies.read((row.get("bibtex") or bibtex(row)).encode(), "bibtex")
    items = [e.item for e in read if isinstance(e, bibliographies.Entry)]
    if len(items) != 1:
        sys.exit(f"{file}: {row['bibtex_key']} is read as {len(items)} entries")
    kind = row.get("hallucination_type") or row["label"] if row["label"] != "VALID" else ""
    kind = "withdrawn" if str(row.get("source")).endswith(WITHDRAWN) else kind
    whole = row.get("generation_method") == "scraped" and not cut(row.get("fields", {}))
    return Entry(file, row["bibtex_key"], kind, whole, items[0])


def cut(fields: Mapping[str, object]) -> bool:
    """Whether a value was cut within a brace."""
    return any(str(v).count("{") > str(v).count("}") for v in fields.values())


def bibtex(row: Mapping[str, Any]) -> str:
    """The fields of a row as an entry; cut values are closed, its key, which may hold commas, is left out."""
    closed = {name: f"{value}{'}' * (value.count('{') - value.count('}'))}" for name, value in row["fields"].items()}
    return f"@{row['bibtex_type']}{{key,\n" + "".join(f"  {k} = {{{v}}},\n" for k, v in closed.items()) + "}\n"


@dataclass(frozen=True)
class World:
    """The sources, and which record each valid entry has in them."""

    sources: Sequence[Source]
    own: Mapping[int, Record]  # of a real entry, by its place
    origin: Mapping[int, str]  # of that record: "the index", "another entry", "the entry itself"
    true: Mapping[int, Record]  # of the work that another entry miscites, if it is there

    @classmethod
    def of(cls, found: Sequence[Entry], index: Sequence[Source], scratch: Path) -> World:
        """The index, and a file of the records that it lacks, made of the entries, whole ones first."""
        own: dict[int, Record] = {}
        origin: dict[int, str] = {}
        made: list[Record] = []
        genuine = [i for i, e in enumerate(found) if e.kind in ("", "withdrawn")]
        for i in sorted(genuine, key=lambda i: not found[i].whole):
            work = found[i].work
            known = true_record(work, index)
            alike = Record(source="entry", work=work)
            other = next((r for r in made if r.work.DOI == work.DOI != "" or same(r, alike)), None)
            own[i] = known or other or alike
            origin[i] = "the index" if known else "another entry" if other else "the entry itself"
            if own[i] is alike:
                made.append(alike)
        path = scratch / "made.jsonl"
        path.write_text("".join(json.dumps(csl.item(r.work)) + "\n" for r in made), encoding="utf-8")
        sources = [*index, *([opened(path)] if made else [])]
        miscited = ((i, e) for i, e in enumerate(found) if e.kind in MISCITED)
        true = {i: r for i, e in miscited if (r := true_record(e.work, sources, strictly=False)) and states(r, e.kind)}
        return cls(sources, own, origin, true)

    def told(self) -> str:
        counted = Counter(self.origin.values())
        return "real ones with a record of " + ", ".join(f"{k}: {n}" for k, n in counted.most_common())

    def without(self, i: int | None) -> list[Source]:
        """The sources, without the records of the work of an entry."""
        return [Without(s, self.own[i] if i is not None else None) for s in self.sources]


def true_record(work: Work, sources: Iterable[Source], *, strictly: bool = True) -> Record | None:
    """The record of the work that an entry cites, well or badly: by its DOI, its title, or author and most of a title.

    A DOI counts where the record's title or first author does not speak against it. `strictly`: the author must agree.
    """
    _, (reference,) = references_in_fields([csl.item(work)])
    answers = [a for s in sources for a in (s.by_doi(work.DOI), s.by_work(reference), s.further(reference))]
    found = [r for a in answers if isinstance(a, Answered) for r in a.records]
    tests: tuple[Callable[[Record], bool], ...] = (
        lambda r: _likeness(work, r) == 1.0 and (r.work.DOI == work.DOI or _author(work, r)),
        lambda r: r.work.DOI == work.DOI != "" and (_author(work, r) or _likeness(work, r) >= AKIN),
        lambda r: not strictly and _likeness(work, r) == 1.0,
        lambda r: not strictly and _likeness(work, r) >= NEAR and _author(work, r),
    )
    return next((r for test in tests for r in found if test(r)), None)


def states(record: Record, kind: str) -> bool:
    """Whether a record says anything of what is wrong in an entry of that kind: a preprint has no proceedings."""
    said = csl.item(record.work)
    return any(name in said for name in MISCITED[kind])


def _likeness(work: Work, record: Record) -> float:
    return max((titles.similarity(work.title, t) for t in record.work.titles), default=0.0)


def _author(work: Work, record: Record) -> bool:
    return any(same_person(a, b) for a in work.author[:1] for b in record.work.author[:1])


def forms(found: Sequence[Entry]) -> dict[str, Sequence[Reference]]:
    """The entries as references: in fields, and as lines of two styles read by the parser."""
    said = {"in fields": api.parse(json.dumps([e.item for e in found]).encode(), "hallmark.json", "fields").references}
    for name, style in (("printed, given names first", natural), ("printed, family names first", inverted)):
        text = "\n".join(" ".join(style(e.work).split()) for e in found)
        said[name] = api.parse(text.encode(), "hallmark.txt", "lines").references
    return said


def natural(work: Work) -> str:
    """As the bibliography style plainnat has it, which most proceedings use."""
    names = [f"{n.given} {n.known_as}".strip() for n in work.author]
    doi = f" doi: {work.DOI}." if work.DOI else ""
    return f"{_joined(names, ', and ')}. {_stopped(work.title)} {_where(work, 'In ')}{_year(work)}.{doi}"


def inverted(work: Work) -> str:
    """As APA has it."""
    names = [f"{n.known_as}, {_initials(n)}".rstrip(" ,") for n in work.author]
    doi = f" https://doi.org/{work.DOI}" if work.DOI else ""
    where = _where(work, "In ").rstrip(", ")
    return f"{_joined(names, ', & ')} ({_year(work)}). {_stopped(work.title)}" + (f" {where}." if where else "") + doi


def _joined(names: Sequence[str], last: str) -> str:
    if len(names) == 2:
        return last.lstrip(",").join(names)
    return ", ".join(names[:-1]) + (last if len(names) > 1 else "") + names[-1] if names else ""


def _initials(name: Name) -> str:
    return " ".join(f"{part[0]}." for part in name.given.replace("-", " ").split())


def _stopped(text: str) -> str:
    return text if text[-1:] in ".?!" else text + "."


def _where(work: Work, in_what: str) -> str:
    """Container, volume, issue and pages, with a comma behind what is there."""
    sign = "" if work.type == "article-journal" else in_what
    volume = work.volume + (f"({work.issue})" if work.issue else "")
    found = (sign + work.container_title if work.container_title else "", volume, work.page.replace("-", "–"))
    return "".join(f"{part}, " for part in found if part)


def _year(work: Work) -> str:
    return str(work.years[0]) if work.years else ""


@dataclass
class Judged:
    """What becomes of the entries in one form."""

    world: World
    show: frozenset[str]

    def counted(self, found: Sequence[Entry], references: Sequence[Reference]) -> dict[str, dict[str, Counts]]:
        """What is found of real entries, with their record and without it, and of the others by type: rows by table."""
        there, absent, others, pools = (defaultdict[str, Counts](Counts) for _ in range(4))
        for i, (of, reference) in enumerate(zip(found, references, strict=True)):
            if i in self.world.own:
                name = of.kind or "valid"
                self._count(there[f"{name}, record of {self.world.origin[i]}"], i, of, reference, "valid")
                self._count(absent[name], i, of, reference, "absent")
            else:
                self._count((pools if of.file in POOLS else others)[of.kind], i, of, reference, of.kind)
        return {
            "real, with their record": there,
            "real, with their record left out": absent,
            "labelled HALLUCINATED": others,
            "the same, of raw pools labelled by a machine": pools,
        }

    def _count(self, counts: Counts, i: int, of: Entry, reference: Reference, shown: str) -> None:
        document = api.parse(f"{reference.raw}\n".encode(), of.key, "lines")
        document = replace(document, references=(replace(reference, n=1, span=document.references[0].span),))
        checked = api.check([document], self.world.without(i if shown == "absent" else None)).checked[0]
        case, loud = checked.cases[0], [f for f in checked.findings if f.severity is not Severity.NOTE]
        others = [f for f in loud if f.name != "no-matching-record"]
        counts.states[case.state] += 1
        counts.alarmed += bool(loud)
        counts.accused += bool(others)
        counts.noted += bool(checked.findings) and not loud
        counts.rules.update({f"{f.code} {f.name}" for f in loud})
        if i in self.world.true:
            counts.there += 1
            counts.differs += case.state is State.DIFFERS
            counts.named += bool(named(checked) & set(MISCITED[of.kind]))
        if shown in self.show and (others if shown == "absent" else loud or of.kind):
            told = "".join(f"\n      {f.severity} {f.code} {f.message}" for f in checked.findings)
            print(f"{shown} {of.file} {of.key}: {case.state}: {reference.raw}{told}")


def named(checked: Checked) -> set[str]:
    """The fields that findings above note are about."""
    return {where(f, checked) for f in checked.findings if f.severity is not Severity.NOTE}


def where(finding: Finding, checked: Checked) -> str:
    """The field that a finding is about, "" where it is about the whole reference."""
    reference = checked.document.references[0]
    start, end = finding.span.start - reference.span.start, finding.span.end - reference.span.start
    return next((f.name for f in reference.fields if (f.start, f.end) == (start, end)), "")


def table(title: str, rows: Mapping[str, Counts]) -> None:
    """Print a line for each kind and one for all, and the rules that spoke."""
    if not rows:
        return
    heads = "".join(f" {state:>13}" for state in STATES)
    print(f"\n{title:44} {'':>5}{heads}  above note  but for RC301  notes only  of those whose true record is there")
    for name, c in (*sorted(rows.items()), ("all", summed(rows.values()))):
        counted = "".join(f" {c.states[state]:13}" for state in STATES)
        alarms = "  ".join(f"{share(n, c.entries):>{w}}" for n, w in ((c.alarmed, 10), (c.accused, 13), (c.noted, 10)))
        true = f"{c.there:4}: differ {share(c.differs, c.there)}, field named {share(c.named, c.there)}"
        print(f"{name:44} {c.entries:5}{counted}  {alarms}  {true if c.there else ''}".rstrip())
    for name, c in sorted(rows.items()):
        print(f"   {name}: " + (", ".join(f"{rule} {n}" for rule, n in c.rules.most_common()) or "nothing above note"))


def summed(rows: Iterable[Counts]) -> Counts:
    """The counts of all kinds."""
    whole = Counts()
    for c in rows:
        for name in Counts.__slots__:
            setattr(whole, name, getattr(whole, name) + getattr(c, name))
    return whole


def share(part: int, whole: int) -> str:
    """A share in hundredths."""
    return f"{100 * part / max(1, whole):.1f} %"


if __name__ == "__main__":
    main()
