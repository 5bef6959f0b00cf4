"""`refcheck cache`: what was answered before, and how to forget it."""

from __future__ import annotations

import sys

import typer

from refcheck.cli import options
from refcheck.text import printable

app = typer.Typer(
    help="The answers kept from registries: where they are, how many, and how to forget them.",
    no_args_is_help=True,
)


@app.command()
def path(cache_dir: options.CacheDir = "") -> None:
    """Print where the cache is."""
    from refcheck import api

    sys.stdout.write(f"{printable(str(api.cache_path(options.settings(cache_dir=cache_dir))))}\n")


@app.command()
def info(cache_dir: options.CacheDir = "") -> None:
    """Print how many answers are kept, how many of them are past their time, and the size on disk."""
    from refcheck import api
    from refcheck.sources import cache

    where = api.cache_path(options.settings(cache_dir=cache_dir))
    entries, size, expired = cache.info(where)
    sys.stdout.write(f"{printable(str(where))}\n{entries} answers, {expired} past their time, {size / 1e6:.1f} MB\n")


@app.command()
def prune(cache_dir: options.CacheDir = "") -> None:
    """Forget the answers that are past their time."""
    from refcheck import api
    from refcheck.sources import cache

    cache.prune(api.cache_path(options.settings(cache_dir=cache_dir)))


@app.command()
def clear(cache_dir: options.CacheDir = "") -> None:
    """Forget every answer."""
    from refcheck import api
    from refcheck.sources import cache

    cache.clear(api.cache_path(options.settings(cache_dir=cache_dir)))
