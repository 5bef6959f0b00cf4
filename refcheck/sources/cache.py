"""The answers kept in a file: for how long, and what becomes of a file that cannot be used."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import requests
from requests_cache.backends.base import BaseCache
from requests_cache.backends.sqlite import SQLiteCache

from refcheck.errors import UnusableSource
from refcheck.text import printable

KEPT = {"single": timedelta(days=30), "list": timedelta(days=7)}
KEPT_MISSING = timedelta(days=1)  # what is missing today may be there tomorrow
BUSY = 15.0  # seconds to wait for another process that writes into the cache

_log = logging.getLogger("refcheck")


def kind(url: str) -> str:
    """The kind of a request: Crossref limits queries ("list") and single records apart."""
    return "list" if urlsplit(url).path.rstrip("/").endswith("/works") else "single"


class _Memory(BaseCache):
    """Answers kept as long as the run, each for the time that befits its kind."""

    def save_response(
        self, response: requests.Response, cache_key: str | None = None, expires: datetime | None = None
    ) -> None:
        kept = KEPT_MISSING if response.status_code == 404 else KEPT[kind(response.url)]
        super().save_response(response, cache_key, datetime.now(UTC) + kept)


class _File(_Memory, SQLiteCache):
    """Answers kept in a file."""


def opened(path: Path) -> tuple[BaseCache, str]:
    """Where answers are kept: the file, or the memory where it is of no use; a damaged file is left alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=BUSY)) as probe, probe:
            probe.execute("CREATE TABLE IF NOT EXISTS probe (x)")
            probe.execute("DROP TABLE probe")
        # JSON, not pickle: a cache that CI restores must not be code
        return _File(path, serializer="json", wal=True, busy_timeout=int(BUSY * 1000)), ""
    except (OSError, sqlite3.Error) as error:
        return _Memory(str(path)), unkept(str(path), error)


def unkept(path: str, error: Exception) -> str:
    note = printable(f"{path}: the cache cannot be used ({str(error).lower()}); answers are not kept")
    _log.warning("%s", note)
    return note


def info(path: Path) -> tuple[int, int, int]:
    """How many answers a cache file keeps, its bytes, and how many answers are past their time."""
    if not path.is_file():
        return 0, 0, 0
    with _existing(path) as cache:
        entries = cache.count()
        return entries, path.stat().st_size, entries - cache.count(expired=False)


def prune(path: Path) -> None:
    """Forget the answers past their time."""
    if path.is_file():
        with _existing(path) as cache:
            cache.delete(expired=True)


def clear(path: Path) -> None:
    """Forget every answer, by removing the file and what belongs to it; a damaged file goes too."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextmanager
def _existing(path: Path) -> Iterator[SQLiteCache]:
    """The cache in that file; raises UnusableSource where it is not one."""
    try:
        with closing(SQLiteCache(path, serializer="json", wal=True)) as cache:
            yield cache
    except sqlite3.Error as error:
        raise UnusableSource(f"{path}: not a cache ({error}); `refcheck cache clear` removes it") from None
