"""`refcheck index`: build, update and look at a local index of works."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from refcheck.cli import options
from refcheck.errors import UnreadableDocument
from refcheck.text import printable

if TYPE_CHECKING:
    from refcheck.index.build import Told
    from refcheck.index.digest import Filter

app = typer.Typer(
    help="A local index of works: made from what registries give away, asked with --source DIR.",
    no_args_is_help=True,
)
Inputs = Annotated[
    list[Path],
    typer.Argument(
        metavar="INPUT...",
        help="Dumps of Crossref, DataCite, OpenAlex and PubMed, API answers, CSL-JSON, BibTeX, RIS: "
        ".json, .jsonl, .xml, .bib, .ris, .nbib, as they are or as .gz, .xz, .tar; folders.",
        show_default=False,
    ),
]
Out = Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="The folder of the index.", show_default=False)]
Types = Annotated[list[str] | None, typer.Option("--type", help="Only this type, such as article-journal.")]
FromYear = Annotated[int, typer.Option("--from-year", help="Only works of this year and later.", show_default=False)]
Prefixes = Annotated[list[str] | None, typer.Option("--prefix", help="Only DOIs that begin so, such as 10.1371/.")]
Issns = Annotated[Path | None, typer.Option("--issn", metavar="FILE", help="Only these journals: ISSNs, one a line.")]
Jobs = Annotated[int, typer.Option("--jobs", help="Processes that work; all cores if not said.", show_default=False)]
Gone = Annotated[Path | None, typer.Option("--delete", metavar="FILE", help="Take these DOIs out: one a line.")]


@app.command()
def build(
    inputs: Inputs,
    out: Out,
    types: Types = None,
    from_year: FromYear = 0,
    prefixes: Prefixes = None,
    issns: Issns = None,
    jobs: Jobs = 0,
) -> None:
    """Make an index of the works in the inputs; the same command goes on where a killed one was."""
    from refcheck.index import build as made

    wanted = _filter(types, from_year, prefixes, issns)
    _report(made.build(inputs, out, wanted, jobs or os.cpu_count() or 1, _progress()), out)


@app.command()
def update(
    out: Out,
    inputs: Annotated[list[Path] | None, typer.Argument(metavar="[INPUT...]", help="New records.")] = None,
    delete: Gone = None,
    types: Types = None,
    from_year: FromYear = 0,
    prefixes: Prefixes = None,
    issns: Issns = None,
    jobs: Jobs = 0,
) -> None:
    """Add works to an index, in place of those with the same DOI, and take works out."""
    from refcheck.index import build as made

    wanted = _filter(types, from_year, prefixes, issns)
    gone = [line.lower() for line in _lines(delete)]
    _report(made.update(inputs or [], out, gone, wanted, jobs or os.cpu_count() or 1, _progress()), out)


@app.command()
def info(folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of an index.")]) -> None:
    """Print what an index holds, from when it is, and its size."""
    from refcheck.index import manifest

    held = manifest(folder)
    named = {p.folder for p in held.parts}
    size = sum(f.stat().st_size for name in named for f in (folder / name).rglob("*") if f.is_file())
    gone = sum(p.gone for p in held.parts)
    parts = f"{len(held.parts)} part{'s' * (len(held.parts) != 1)}"
    sys.stdout.write(
        f"{printable(str(folder))}\n{held.works:,} works in {parts}, built {held.built}\n"
        f"{size / 1e6:,.1f} MB, {size / max(1, held.works + gone):.0f} bytes a work"
        f"{f'; {gone:,} works replaced or taken out' if gone else ''}\nfrom {printable(', '.join(held.inputs))}\n"
    )


def _filter(types: list[str] | None, from_year: int, prefixes: list[str] | None, issns: Path | None) -> Filter:
    from refcheck.index.digest import Filter

    numbers = frozenset(line.replace("-", "").upper() for line in _lines(issns))
    return Filter(frozenset(types or ()), from_year, tuple(p.lower() for p in prefixes or ()), numbers)


def _lines(path: Path | None) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split() if path else []
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableDocument(f"{path}: cannot be read: {error}") from None


def _progress() -> Callable[[float, int], None]:
    """A line on a terminal that says how far the work is; `done` is a share."""
    begun = last = time.monotonic()
    shown = sys.stderr.isatty()

    def step(done: float, works: int) -> None:
        nonlocal last
        now = time.monotonic()
        if shown and (now - last > 0.5 or done >= 1):
            last = now
            left = (now - begun) * (1 - done) / done if done else 0.0
            sys.stderr.write(
                f"\r{done:4.0%}  {works:,} works, {works / (now - begun):,.0f} a second, {left / 60:.0f} min left   "
                + ("\n" if done >= 1 else "")
            )

    return step


def _report(told: Told, out: Path) -> None:
    for problem in told.problems[:SHOWN]:
        options.note(problem)
    if len(told.problems) > SHOWN:
        options.note(f"… and more of the kind: {len(told.problems) - SHOWN} are not shown")
    counts = "".join(f", {count:,} {what}" for what, count in told.counts.items() if what != "read")
    options.note(f"read {told.counts['read']:,} records{counts}; {told.works:,} works added in {told.seconds:.0f} s")
    sys.stdout.write(f"{printable(str(out))}: {told.manifest.works:,} works\n")


SHOWN = 10  # problems
