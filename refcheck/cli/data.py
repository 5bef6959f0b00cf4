"""`refcheck data`: tables that are fetched once, and kept beside the cache."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from refcheck.cli import options
from refcheck.text import printable

app = typer.Typer(help="Tables that refcheck does not bring along: names of journals.", no_args_is_help=True)


@app.command()
def update(
    origin: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            metavar="FILE|URL",
            help="A list of journals: J_Medline.txt of the NLM, or one of JabRef's; repeatable. Theirs, if not said.",
        ),
    ] = None,
    cache_dir: options.CacheDir = "",
) -> None:
    """Fetch the names of journals, in full and abbreviated, in place of what was fetched before."""
    from refcheck import api

    path, count = api.update_journals(options.settings(cache_dir=cache_dir), origin or ())
    sys.stdout.write(f"{printable(str(path))}: {count:,} journals\n")


@app.command()
def info(cache_dir: options.CacheDir = "") -> None:
    """Print where the tables are and what they hold."""
    from refcheck import api

    settings = options.settings(cache_dir=cache_dir)
    path, names = api.journal_path(settings), api.journal_table(settings).count
    sys.stdout.write(f"{printable(str(path))}\n{f'{names:,} names' if names else 'nothing fetched yet'}\n")
