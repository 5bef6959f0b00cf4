"""`refcheck convert`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from refcheck.cli import options
from refcheck.conversion import JournalForm, To
from refcheck.errors import BadSettings
from refcheck.styles.printed import Engine


def convert(
    paths: options.Paths,
    to: Annotated[
        To | None, typer.Option("--to", help="What to write; text in a style if --style is given.", show_default=False)
    ] = None,
    style: Annotated[
        str,
        typer.Option(
            "--style",
            metavar="NAME|FILE.csl",
            help="nlm, vancouver, ama, apa, ieee, chicago, mla, acs, harvard, nature, another CSL style, or a file.",
            show_default=False,
        ),
    ] = "",
    journal_form: Annotated[
        JournalForm, typer.Option("--journal-form", help="How to write journals; what is not known stays as cited.")
    ] = JournalForm.AS_CITED,
    locale: Annotated[
        str, typer.Option("--locale", metavar="xx-XX", help="The language of the list.", show_default=False)
    ] = "",
    engine: Annotated[Engine, typer.Option("--engine", help="What prints a style; auto: pandoc if it is there.")] = (
        Engine.AUTO
    ),
    source: options.Sources = None,
    offline: options.Offline = False,
    mailto: options.Mailto = "",
    output_file: options.OutputFile = "",
    lines: options.Lines = False,
    stdin_filename: options.StdinFilename = "-",
    crossref_url: options.CrossrefUrl = "",
    cache_dir: options.CacheDir = "",
) -> None:
    """Write the references in another format or style; with --source as they are recorded, where they match."""
    from refcheck import api

    settings = options.settings(
        source=source, offline=offline, mailto=mailto, crossref_url=crossref_url, cache_dir=cache_dir
    )
    wanted = _wanted(to, style)
    reading = options.Reading(paths, lines=lines, stdin_filename=stdin_filename)
    references = [r for d in reading.documents for r in d.references]
    # nothing is looked up that nobody asked for: what is cited can be converted as it is
    sources = api.open_sources(settings) if source else ()
    cases = api.match(references, sources, options.progress(len(references) if sources else 0))
    made = api.convert(
        cases,
        wanted,
        style=style,
        locale=locale,
        engine=engine,
        journals=journal_form,
        table=api.journal_table(settings),
    )
    _written(made.text, output_file)
    if sources:
        matched = sum(case.match is not None for case in cases)
        options.note(f"{matched} of {len(cases)} references as they are recorded, the others as they are cited")
    if made.unknown:
        names = "; ".join(made.unknown[:SHOWN]) + ("; …" if len(made.unknown) > SHOWN else "")
        options.note(f"no {journal_form} form is known of {len(made.unknown)} journals, left as cited: {names}")
    silent = any(case.silences for case in cases)
    raise typer.Exit(2 if reading.failed else 3 if silent else 0)


SHOWN = 5  # journals


def _wanted(to: To | None, style: str) -> To:
    if style and to not in (None, To.TEXT):
        raise BadSettings(f"--style prints text; --to {to} has no style: give one of them")
    if not style and to in (None, To.TEXT):
        raise BadSettings("say what to write: --style NAME for a printed list, or --to bibtex, ris, nbib or csl-json")
    return To.TEXT if style else to or To.TEXT


def _written(text: str, path: str) -> None:
    from refcheck import api

    if path:
        api.write(path, text.encode())
    else:
        sys.stdout.write(text)
