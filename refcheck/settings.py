"""Settings from refcheck.toml or [tool.refcheck] in pyproject.toml; flags and environment come on top."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

from refcheck.allowances import Allowance, read
from refcheck.errors import BadSettings

Selectors = tuple[str, ...]  # of rules: codes, beginnings of codes, names, "ALL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which rules one place, the file or the flags, chooses."""

    select: Selectors = ()
    extend_select: Selectors = ()
    ignore: Selectors = ()


@dataclass(frozen=True, slots=True)
class PerFile:
    """Rules that are ignored in the files that a pattern names; it is meant in `folder`, where the settings are."""

    pattern: str
    ignore: Selectors
    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run is told; in the file each name is written with dashes."""

    source: tuple[str, ...] = ("crossref",)
    offline: bool = False
    mailto: str = ""
    select: Selectors = ()
    extend_select: Selectors = ()
    ignore: Selectors = ()
    allow: tuple[Allowance, ...] = ()
    per_file_ignores: tuple[PerFile, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()  # selector, severity
    min_severity: str = "note"
    unsafe_fixes: bool = False
    crossref_url: str = "https://api.crossref.org"
    cache_dir: str = ""
    flags: Selection = Selection()  # what the command line chooses, over what the file does; no key of the file

    @property
    def selections(self) -> tuple[Selection, ...]:
        """Who chooses rules, the last word last."""
        return Selection(select=self.select, extend_select=self.extend_select, ignore=self.ignore), self.flags


KEYS = tuple(f.name.replace("_", "-") for f in fields(Settings) if f.name != "flags")


def suggestion(word: str, known: Iterable[str]) -> str:
    """What to add to a message about a word that is not known: the nearest that is, or nothing."""
    near = difflib.get_close_matches(word, list(known), 1)
    return f"; did you mean '{near[0]}'?" if near else ""


def load(folder: Path) -> Settings:
    """The settings of the nearest refcheck.toml or pyproject.toml with [tool.refcheck], in `folder` or above it.

    Raises BadSettings where the file is not TOML, holds an unknown key (the nearest one is suggested) or a value of
    the wrong kind.
    """
    for parent in (folder, *folder.resolve().parents):
        own, shared = parent / "refcheck.toml", parent / "pyproject.toml"
        if own.is_file():
            return _read(own, _toml(own))
        if shared.is_file() and isinstance(tool := _toml(shared).get("tool"), dict) and "refcheck" in tool:
            return _read(shared, tool["refcheck"])
    return Settings()


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path}: not TOML: {error}") from None


def _read(path: Path, table: object) -> Settings:
    if not isinstance(table, dict):
        raise BadSettings(f"{path}: [tool.refcheck] must be a table")
    for key in table:
        if key not in KEYS:
            hint = suggestion(key, KEYS) or f"; known are {', '.join(KEYS)}"
            raise BadSettings(f"{path}: unknown key '{key}'{hint}")
    given = _Table(path, table)
    return Settings(
        source=tuple(_beside(path, s) for s in given.strings("source", Settings().source)),
        offline=given.flag("offline"),
        mailto=given.string("mailto"),
        select=given.strings("select"),
        extend_select=given.strings("extend-select"),
        ignore=given.strings("ignore"),
        allow=tuple(read(str(path), table.get("allow", []))),
        per_file_ignores=tuple(
            PerFile(pattern, within.strings(pattern), str(path.parent.resolve()))
            for within in (given.table("per-file-ignores"),)
            for pattern in within.values
        ),
        severity=tuple((s, within.string(s)) for within in (given.table("severity"),) for s in within.values),
        min_severity=given.string("min-severity", Settings().min_severity),
        unsafe_fixes=given.flag("unsafe-fixes"),
        crossref_url=given.string("crossref-url", Settings().crossref_url),
        cache_dir=given.string("cache-dir"),
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """The values of a settings file, each asked for as what it must be."""

    path: Path
    values: dict[str, object]

    def strings(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = self.values.get(key, list(default))
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return tuple(value)
        raise BadSettings(f"{self.path}: '{key}' must be a list of strings")

    def table(self, key: str) -> _Table:
        value = self.values.get(key, {})
        if isinstance(value, dict):
            return _Table(self.path, value)
        raise BadSettings(f"{self.path}: '{key}' must be a table")

    def string(self, key: str, default: str = "") -> str:
        value = self.values.get(key, default)
        if isinstance(value, str):
            return value
        raise BadSettings(f"{self.path}: '{key}' must be a string")

    def flag(self, key: str) -> bool:
        value = self.values.get(key, False)
        if isinstance(value, bool):
            return value
        raise BadSettings(f"{self.path}: '{key}' must be true or false")


def _beside(path: Path, source: str) -> str:
    """A source that is a file is meant beside the settings that name it."""
    beside = path.parent / source
    return str(beside) if beside.is_file() else source
