"""`refcheck parse`."""

from __future__ import annotations

import sys

import typer

from refcheck.cli import options


def parse(paths: options.Paths, lines: options.Lines = False, stdin_filename: options.StdinFilename = "-") -> None:
    """Print the references as CSL-JSON lines with spans; nothing is looked up."""
    from refcheck.reading import Places
    from refcheck.reports import shape

    reading = options.Reading(paths, lines=lines, stdin_filename=stdin_filename)
    for document in reading.documents:
        places = Places(document)
        for reference in document.references:
            sys.stdout.write(shape.written(shape.parsed(reference, document.path, places)))
    raise typer.Exit(2 if reading.failed else 0)
