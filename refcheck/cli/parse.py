"""`refcheck parse` and `refcheck match`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from refcheck.cli import options

if TYPE_CHECKING:
    from refcheck.model import Case


class Output(StrEnum):
    """How matches are printed."""

    TEXT = "text"
    JSONL = "jsonl"


def parse(paths: options.Paths, lines: options.Lines = False, stdin_filename: options.StdinFilename = "-") -> None:
    """Print the references as CSL-JSON lines with spans; nothing is looked up."""
    from refcheck.reports import shape
    from refcheck.text import Lines

    reading = options.Reading(paths, lines=lines, stdin_filename=stdin_filename)
    for document in reading.documents:
        starts = Lines.of(document.text)
        for reference in document.references:
            sys.stdout.write(shape.written(shape.parsed(reference, document.path, starts)))
    raise typer.Exit(2 if reading.failed else 0)


def match(
    paths: options.Paths,
    source: options.Sources = None,
    offline: options.Offline = False,
    mailto: options.Mailto = "",
    output_format: Annotated[
        Output, typer.Option("--output-format", help="How to print: text or jsonl.")
    ] = Output.TEXT,
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
    reading = options.Reading(paths, lines=lines, stdin_filename=stdin_filename)
    step = options.progress(sum(len(d.references) for d in reading.documents))
    # what is compared with the record decides between matched and differs
    report = api.check(reading.documents, api.open_sources(settings), rules.named("RC2"), step)
    for case in report.cases:
        if output_format is Output.JSONL:
            sys.stdout.write(shape.written(shape.match(case)))
        else:
            sys.stdout.writelines(f"{line}\n" for line in _told(case))
    for line in wording.silences(report):
        options.note(line)
    raise typer.Exit(2 if reading.failed else 0 if report.complete else 3)


def _told(case: Case) -> Iterator[str]:
    from refcheck.reports.wording import shown

    yield shown(case.reference.raw if case.reference.label else f"{case.reference.n}: {case.reference.raw}")
    found = case.match
    if not found:
        yield f"  {case.state}"
        return
    work = found.record.work
    yield shown(
        f"{case.state} {work.DOI or work.title} ({found.record.source}, probability {found.probability:.3f})"
    ).join(("  ", ""))
    for evidence in found.evidence:
        yield f"    {evidence.bits:+6.1f} {evidence.field}: {evidence.level}"
