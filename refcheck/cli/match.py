"""`refcheck match`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from refcheck.cli import options

if TYPE_CHECKING:
    from refcheck.model import Case, Match


class Output(StrEnum):
    """How matches are printed."""

    TEXT = "text"
    JSONL = "jsonl"


def match(
    paths: options.Paths,
    source: options.Sources = None,
    offline: options.Offline = False,
    mailto: options.Mailto = "",
    output_format: Annotated[
        Output, typer.Option("--output-format", help="How to print: text or jsonl.")
    ] = Output.TEXT,
    top_k: Annotated[
        int | None, typer.Option("--top-k", min=0, help="Print so many candidates of each reference.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print what each level of the evidence adds, and what was compared.")
    ] = False,
    fields: Annotated[
        bool, typer.Option("--fields", help="Read references in fields: CSL-JSON, or what refcheck parse prints.")
    ] = False,
    lines: options.Lines = False,
    stdin_filename: options.StdinFilename = "-",
    crossref_url: options.CrossrefUrl = "",
    cache_dir: options.CacheDir = "",
) -> None:
    """Print the DOI of each reference, with the probability and the evidence."""
    from refcheck import api, rules
    from refcheck.reports import shape, wording

    settings = options.settings(
        source=source, offline=offline, mailto=mailto, crossref_url=crossref_url, cache_dir=cache_dir
    )
    reading = options.Reading(paths, lines=lines, fields=fields, stdin_filename=stdin_filename)
    step = options.progress(sum(len(d.references) for d in reading.documents))
    # what is compared with the record decides between matched and differs
    report = api.check(reading.documents, api.open_sources(settings), rules.named("RC2"), step)
    for case in report.cases:
        if output_format is Output.JSONL:
            most = shape.NEAREST if top_k is None else top_k
            sys.stdout.write(shape.written(shape.match(case, most, explained=explain)))
        else:
            sys.stdout.writelines(f"{line}\n" for line in _told(case, top_k, explain))
    for line in wording.silences(report):
        options.note(line)
    raise typer.Exit(2 if reading.failed else 0 if report.complete else 3)


def _told(case: Case, top_k: int | None, explain: bool) -> Iterator[str]:
    """The reference, its state, and as many candidates as are asked for: the match, or with a reason to explain one."""
    from refcheck.reports.wording import shown

    yield shown(case.reference.raw if case.reference.label else f"{case.reference.n}: {case.reference.raw}")
    candidates = (case.match, *case.rivals) if case.match else case.rivals
    most = (1 if case.match or explain else 0) if top_k is None else top_k
    if not case.match:
        yield f"  {case.state}"
    for found in candidates[:most]:
        said = str(case.state) if found is case.match else "candidate"
        yield shown(f"{said} {_name(found)} ({found.record.source}, probability {found.probability:.3f})").join(
            ("  ", "")
        )
        yield from (f"    {line}" for line in _evidence(case, found, explain))


def _name(found: Match) -> str:
    return found.record.work.DOI or found.record.work.title


def _evidence(case: Case, found: Match, explain: bool) -> Iterator[str]:
    from refcheck.matching import ACCEPT, doubt
    from refcheck.reports import waterfall

    if not explain:
        yield from (f"{e.bits:+6.1f} {e.field}: {e.level}" for e in found.evidence)
        return
    yield from waterfall.lines(case.reference, found)
    if found is not case.match and found.probability >= ACCEPT and (why := doubt(found)):
        yield f"for a person to decide: {why}"
