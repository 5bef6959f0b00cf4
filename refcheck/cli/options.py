"""The options that commands share, and what they mean together."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from refcheck.errors import BadSettings, UnreadableDocument

if TYPE_CHECKING:
    from refcheck.finding import Report
    from refcheck.model import Document
    from refcheck.settings import Settings

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATHS...", help="Files, folders, or - for standard input.", show_default=False),
]
Sources = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="NAME|PATH",
        help="Where to look: crossref, a file (.json, .jsonl, .bib, .ris, .nbib, .xml), or an index. "
        "Repeatable, asked in order.",
    ),
]
Offline = Annotated[bool, typer.Option("--offline", help="Send nothing: ask files and the cache only.")]
Mailto = Annotated[
    str,
    typer.Option(
        "--mailto",
        envvar="REFCHECK_MAILTO",
        help="Your address, for Crossref's polite pool.",
        show_default=False,
    ),
]
CrossrefUrl = Annotated[
    str,
    typer.Option(
        "--crossref-url",
        envvar="REFCHECK_CROSSREF_URL",
        help="A mirror of the Crossref REST API.",
        show_default=False,
    ),
]
CacheDir = Annotated[
    str,
    typer.Option("--cache-dir", envvar="REFCHECK_CACHE_DIR", help="The folder that keeps answers.", show_default=False),
]
Select = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="RULE", help="Only these rules: codes, prefixes or names, parted by commas."),
]
ExtendSelect = Annotated[
    list[str] | None,
    typer.Option("--extend-select", metavar="RULE", help="These rules too, beside those that are chosen already."),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", metavar="RULE", help="Not these rules; a longer selector goes before a shorter one."),
]
MinSeverity = Annotated[
    str,
    typer.Option(
        "--min-severity",
        metavar="SEVERITY",
        help="The least that is a finding: note (the default), warning or error.",
        show_default=False,
    ),
]
Lines = Annotated[bool, typer.Option("--lines", help="Each line that is not blank is exactly one reference.")]
StdinFilename = Annotated[str, typer.Option("--stdin-filename", metavar="PATH", help="What to call standard input.")]
OutputFile = Annotated[
    str,
    typer.Option(
        "-o", "--output-file", metavar="FILE", help="Write it there instead of printing it.", show_default=False
    ),
]
UnsafeFixes = Annotated[bool, typer.Option("--unsafe-fixes", help="Also apply the fixes that ask for review.")]
ExitZero = Annotated[bool, typer.Option("-e", "--exit-zero", help="Exit with 0 where there are findings.")]


def settings(
    *,
    source: Sequence[str] | None = None,
    offline: bool = False,
    mailto: str = "",
    crossref_url: str = "",
    cache_dir: str = "",
    select: Sequence[str] | None = None,
    extend_select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    min_severity: str = "",
    unsafe_fixes: bool = False,
) -> Settings:
    """The settings file of this folder, with the flags on top."""
    from refcheck.settings import Selection, load

    found = load(Path())
    return replace(
        found,
        source=tuple(source) if source else found.source,
        offline=offline or found.offline,
        mailto=mailto or found.mailto,
        crossref_url=crossref_url or found.crossref_url,
        cache_dir=cache_dir or found.cache_dir,
        flags=Selection(select=_parted(select), extend_select=_parted(extend_select), ignore=_parted(ignore)),
        min_severity=min_severity or found.min_severity,
        unsafe_fixes=unsafe_fixes or found.unsafe_fixes,
    )


def _parted(selectors: Sequence[str] | None) -> tuple[str, ...]:
    """Selectors, given one by one or parted by commas."""
    return tuple(part.strip() for s in selectors or () for part in s.split(",") if part.strip())


class Reading:
    """The documents that the arguments name; `failed` tells whether any could not be read."""

    def __init__(self, paths: Sequence[str], *, lines: bool, stdin_filename: str, fields: bool = False) -> None:
        if lines and fields:
            raise BadSettings("--lines and --fields say two things of one input; give one of them")
        if list(paths).count("-") > 1:
            raise BadSettings("standard input (-) can be read only once")
        self.failed = False
        self.documents = self._joined(paths, "lines" if lines else "fields" if fields else "", stdin_filename)

    def _joined(self, paths: Sequence[str], kind: str, stdin_filename: str) -> tuple[Document, ...]:
        """The documents with the files that they call for."""
        from refcheck import api

        found = api.joined(tuple(self._read(paths, kind, stdin_filename)))
        for document in found:
            self._note(document)
        return found

    def _read(self, paths: Sequence[str], kind: str, stdin_filename: str) -> Iterator[Document]:
        from refcheck import api

        for argument in dict.fromkeys(paths):
            try:
                for path in ["-"] if argument == "-" else api.expand([argument]):
                    yield (
                        api.parse(sys.stdin.buffer.read(api.LARGEST + 1), stdin_filename, kind)
                        if path == "-"
                        else api.read(path, kind)
                    )
            except UnreadableDocument as error:
                self.failed = True
                note(f"refcheck: {error}")

    def _note(self, document: Document) -> None:
        for remark in document.notes:
            note(remark)
        if not document.references and not document.elsewhere:
            note(f"no references found in {document.path}")


def note(text: str) -> None:
    """Say something on standard error, made safe for a terminal."""
    from refcheck.text import printable

    print(printable(text), file=sys.stderr)


def colour() -> bool:
    """Whether to colour standard output: NO_COLOR and FORCE_COLOR decide, then the terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def progress(total: int) -> Callable[[], None]:
    """A function to call after each reference; it shows a count where standard error is a terminal, and not in CI."""
    if not sys.stderr.isatty() or os.environ.get("CI"):
        return lambda: None
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        print(
            f"\r{done} of {total} references" if done < total else "\r\x1b[K",
            end="",
            file=sys.stderr,
            flush=True,
        )

    return step


def exit_code(report: Report, *, failed: bool, exit_zero: bool) -> int:
    """2 where input could not be read, 1 (0 if asked) where there are findings, 3 where a source was silent, else 0."""
    if failed:
        return 2
    if report.findings:
        return 0 if exit_zero else 1
    return 0 if report.complete else 3
