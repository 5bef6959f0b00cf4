"""`refcheck check` and `refcheck fix`."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from refcheck.cli import options
from refcheck.errors import BadSettings

if TYPE_CHECKING:
    from refcheck.api import Fixed
    from refcheck.finding import Checked, Report
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
        fixed = _fixed(report, settings, _whole("", keeps=True))
        if diff:
            sys.stdout.writelines(_diff(fixed))
        else:
            _write(fixed)
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
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write the corrected document there: Word with tracked changes and comments, of a PDF the list.",
            show_default=False,
        ),
    ] = "",
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

    settings = options.settings(
        source=source, offline=offline, mailto=mailto, crossref_url=crossref_url, cache_dir=cache_dir,
        select=select, extend_select=extend_select, ignore=ignore, min_severity=min_severity,
        unsafe_fixes=unsafe_fixes,
    )  # fmt: skip
    _one_way(paths, output, in_place=in_place, diff=diff)
    _writable(paths, writes=in_place and not diff)
    reading = options.Reading(paths, lines=lines, stdin_filename=stdin_filename)
    _editable(reading.documents, writes=in_place and not diff)
    _named_rightly(output, reading.documents)
    report = _checked(reading, settings)
    fixed = _fixed(report, settings, _whole(output, keeps=diff or in_place))
    if diff:
        sys.stdout.writelines(_diff(fixed))
    elif in_place:
        _write(fixed)
    elif output and report.checked:
        # the files beside it that it calls for come after it
        api.write(output, _result(report.checked[0], fixed[0]))
    else:
        lists = (_list(c, f) for c, f in zip(report.checked, fixed, strict=True) if f.document.references)
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


def _one_way(paths: Sequence[str], output: str, *, in_place: bool, diff: bool) -> None:
    """Refuse what says in several ways where the result is to go."""
    if not output:
        return
    if in_place or diff:
        raise BadSettings("-o says where the result goes; leave out -i and --diff")
    if len(paths) > 1 or Path(paths[0]).is_dir():
        raise BadSettings("-o takes the result of one document; name one")
    if Path(output).resolve() == Path(paths[0]).resolve():
        raise BadSettings(f"-o {output} is the document itself; name another file")


def _named_rightly(output: str, documents: Sequence[Document]) -> None:
    """Refuse to write text under the name of a Word file or a PDF, which nothing would open."""
    from refcheck import formats

    if not output or not documents or not formats.packed(output):
        return
    document = documents[0]
    if document.read_only or not document.data or not formats.writable(document, output):
        raise BadSettings(f"-o {output}: text would be written there; name a file that ends in .txt")


def _editable(documents: Sequence[Document], *, writes: bool) -> None:
    """Say of each file that is not rewritten in place what to do instead; raises BadSettings where all are such."""
    lasting = [d for d in documents if d.data] if writes else []
    for d in lasting:
        said = _READ_ONLY if d.read_only else _BESIDE
        if len(lasting) == len(documents):
            raise BadSettings(said.format(path=d.path, kind=d.format.upper()))
        options.note(said.format(path=d.path, kind=d.format.upper()))


_READ_ONLY = "{path}: {kind} files are never edited; `refcheck fix {path} -o list.txt` writes the corrected list"
_BESIDE = "{path}: {kind} files are not rewritten in place; `refcheck fix {path} -o FILE` writes the corrected one"


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


def _fixed(report: Report, settings: Settings, whole: Callable[[Document], bool]) -> list[Fixed]:
    """The documents corrected where the `whole` is to be had, else their lists."""
    from refcheck import api

    fixed = [
        (api.fix if whole(checked.document) else api.listed)(checked, unsafe=settings.unsafe_fixes)
        for checked in report.checked
    ]
    for refused in (r for f in fixed for r in f.refused):
        options.note(refused)
    return fixed


def _whole(output: str, *, keeps: bool) -> Callable[[Document], bool]:
    """Which documents are corrected as they are: those that `output` can be, that are kept so, or printed."""
    from refcheck import formats

    if output:
        return lambda document: document.read_only or formats.writable(document, output)
    return lambda document: document.read_only or keeps or not document.data


def _list(checked: Checked, fixed: Fixed) -> str:
    """The corrected list, as the document prints it."""
    from refcheck.styles import own

    return own.render(fixed.document, {case.reference.n: case.recorded for case in checked.cases})


def _result(checked: Checked, fixed: Fixed) -> bytes:
    """What is written to another file: the corrected document, or its list where it cannot be that."""
    from refcheck import api

    if fixed.document.read_only or fixed.document.format != checked.document.format:
        return _list(checked, fixed).encode()
    return api.annotated(checked, fixed)


def _write(fixed: Sequence[Fixed]) -> None:
    """Rewrite the files that change, and only those."""
    from refcheck import api

    for new in fixed:
        if not new.document.data and new.document.written != new.original.written:
            api.write(new.document.path, new.data)


def _diff(fixed: Sequence[Fixed]) -> Iterator[str]:
    from refcheck.text import Lines, printable

    for new in fixed:
        old_lines, new_lines = (Lines.of(d.written).parts(d.written) for d in (new.original, new.document))
        path = printable(new.document.path)
        for line in difflib.unified_diff(old_lines, new_lines, path, path):
            yield next(f"{line}{rest}" for end, rest in _ENDS.items() if line.endswith(end))


# what follows a line of a diff, by its end; an old Mac's line is ended for those who read the diff
_ENDS = {"\n": "", "\r": "\n", "": "\n\\ No newline at end of file\n"}
