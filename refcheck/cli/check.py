"""`refcheck check` and `refcheck fix`."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from refcheck.cli import options
from refcheck.errors import BadSettings

if TYPE_CHECKING:
    from refcheck.api import Fixed
    from refcheck.finding import Report
    from refcheck.model import Document
    from refcheck.settings import Settings


class Output(StrEnum):
    """The report formats."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"


def check(
    paths: options.Paths,
    source: options.Sources = None,
    offline: options.Offline = False,
    mailto: options.Mailto = "",
    output_format: Annotated[
        Output, typer.Option("--output-format", help="How to report: full, concise or json.")
    ] = Output.FULL,
    fix: Annotated[
        bool, typer.Option("--fix", help="Apply the safe fixes to the files, then report what is left.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print what --fix would change; write nothing.")] = False,
    unsafe_fixes: options.UnsafeFixes = False,
    select: options.Select = None,
    extend_select: options.ExtendSelect = None,
    ignore: options.Ignore = None,
    min_severity: options.MinSeverity = "",
    exit_zero: options.ExitZero = False,
    lines: options.Lines = False,
    stdin_filename: options.StdinFilename = "-",
    crossref_url: options.CrossrefUrl = "",
    cache_dir: options.CacheDir = "",
) -> None:
    """Find the references, check them, report findings."""
    from refcheck import api, reports

    settings = options.settings(
        source=source, offline=offline, mailto=mailto, crossref_url=crossref_url, cache_dir=cache_dir,
        select=select, extend_select=extend_select, ignore=ignore, min_severity=min_severity,
        unsafe_fixes=unsafe_fixes,
    )  # fmt: skip
    _writable(paths, writes=fix and not diff)
    reading = options.Reading(paths, lines=lines, stdin_filename=stdin_filename)
    _editable(reading.documents, writes=fix and not diff)
    report = _checked(reading, settings)
    if fix or diff:
        fixed = _fixed(report, settings)
        if diff:
            sys.stdout.writelines(_diff(report, fixed))
        else:
            _write(report, fixed)
            report = api.remaining(report, fixed)
    if not diff:
        sys.stdout.write(reports.named(output_format).render(report, colour=options.colour()))
    raise typer.Exit(options.exit_code(report, failed=reading.failed, exit_zero=exit_zero))


def fix(
    paths: options.Paths,
    source: options.Sources = None,
    offline: options.Offline = False,
    mailto: options.Mailto = "",
    in_place: Annotated[
        bool, typer.Option("-i", "--in-place", help="Rewrite the files instead of printing the list.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print the change of each document as a unified diff.")] = False,
    unsafe_fixes: options.UnsafeFixes = False,
    select: options.Select = None,
    extend_select: options.ExtendSelect = None,
    ignore: options.Ignore = None,
    min_severity: options.MinSeverity = "",
    exit_zero: options.ExitZero = False,
    lines: options.Lines = False,
    stdin_filename: options.StdinFilename = "-",
    crossref_url: options.CrossrefUrl = "",
    cache_dir: options.CacheDir = "",
) -> None:
    """Print the corrected bibliography, in its own style, changed only where proved."""
    from refcheck import api
    from refcheck.reports import wording
    from refcheck.styles import own

    settings = options.settings(
        source=source, offline=offline, mailto=mailto, crossref_url=crossref_url, cache_dir=cache_dir,
        select=select, extend_select=extend_select, ignore=ignore, min_severity=min_severity,
        unsafe_fixes=unsafe_fixes,
    )  # fmt: skip
    _writable(paths, writes=in_place and not diff)
    reading = options.Reading(paths, lines=lines, stdin_filename=stdin_filename)
    _editable(reading.documents, writes=in_place and not diff)
    report = _checked(reading, settings)
    fixed = _fixed(report, settings)
    if diff:
        sys.stdout.writelines(_diff(report, fixed))
    elif in_place:
        _write(report, fixed)
    else:
        lists = (
            own.render(f.document, {case.reference.n: case.recorded for case in checked.cases})
            for checked, f in zip(report.checked, fixed, strict=True)
            if f.document.references
        )
        sys.stdout.write("\n".join(lists))
    left = api.remaining(report, fixed)
    for line in wording.silences(left):
        options.note(line)
    if report.cases:
        mended = wording.counted(len(report.findings) - len(left.findings), "finding")
        options.note(f"{mended} {'would be fixed' if diff else 'fixed'}, {len(left.findings)} left")
    raise typer.Exit(options.exit_code(left, failed=reading.failed, exit_zero=exit_zero))


def _writable(paths: Sequence[str], *, writes: bool) -> None:
    if writes and "-" in paths:
        raise BadSettings("standard input cannot be rewritten in place; `refcheck fix -` prints the corrected list")


def _editable(documents: Sequence[Document], *, writes: bool) -> None:
    """Say of each file that is never rewritten what to do instead; raises BadSettings where there are only such."""
    lasting = [d for d in documents if d.read_only] if writes else []
    for d in lasting:
        instead = f"`refcheck fix {d.path} -o list.txt` writes the corrected list"
        said = f"{d.path}: {d.format.upper()} files are never edited; {instead}"
        if len(lasting) == len(documents):
            raise BadSettings(said)
        options.note(said)


def _checked(reading: options.Reading, settings: Settings) -> Report:
    from refcheck import api

    total = sum(len(d.references) for d in reading.documents)
    rules, sources = api.choose_rules(settings), api.open_sources(settings)
    found = api.check(reading.documents, sources, rules, options.progress(total))
    for before, checked in zip(reading.documents, found.checked, strict=True):
        for remark in checked.document.notes[len(before.notes) :]:
            options.note(remark)
    report, unused = api.allow(found, settings.allow)
    for allowance in unused:
        options.note(f"allowance not used: {allowance}")
    return report


def _fixed(report: Report, settings: Settings) -> list[Fixed]:
    from refcheck import api

    fixed = [api.fix(checked, unsafe=settings.unsafe_fixes) for checked in report.checked]
    for refused in (r for f in fixed for r in f.refused):
        options.note(refused)
    return fixed


def _write(report: Report, fixed: Sequence[Fixed]) -> None:
    """Rewrite the files that change, and only those."""
    from refcheck import api

    for checked, new in zip(report.checked, fixed, strict=True):
        if new.data != checked.document.data and new.document.written != checked.document.written:
            api.write(new.document.path, new.data)


def _diff(report: Report, fixed: Sequence[Fixed]) -> Iterator[str]:
    from refcheck.text import Lines, printable

    for checked, new in zip(report.checked, fixed, strict=True):
        old_lines, new_lines = (Lines.of(d.written).parts(d.written) for d in (checked.document, new.document))
        path = printable(checked.document.path)
        for line in difflib.unified_diff(old_lines, new_lines, path, path):
            yield next(f"{line}{rest}" for end, rest in _ENDS.items() if line.endswith(end))


# what follows a line of a diff, by its end; an old Mac's line is ended for those who read the diff
_ENDS = {"\n": "", "\r": "\n", "": "\n\\ No newline at end of file\n"}
