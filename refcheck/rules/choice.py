"""Which rules are chosen, by whom, for which file, and how severe what they find is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from refcheck.contracts import AnyRule
from refcheck.errors import BadSettings
from refcheck.finding import Severity
from refcheck.settings import PerFile, Selection, Settings, suggestion

SEVERITIES = tuple(Severity)  # the worst first
_BEGUN = re.compile(r"RC?\d*", re.IGNORECASE)  # a code, or the beginning of one


@dataclass(frozen=True, slots=True)
class Choice:
    """The rules of a run, those that some files are spared, and the least severity that is worth a finding."""

    rules: tuple[AnyRule, ...]
    per_file: tuple[PerFile, ...] = ()
    least: Severity = Severity.NOTE

    def of(self, path: str) -> tuple[AnyRule, ...]:
        """The rules for the file of that path."""
        spared = {s for one in self.per_file if _within(one, path) for s in one.ignore}
        return tuple(r for r in self.rules if not any(selects(s, r) for s in spared))

    def worth(self, severity: Severity) -> bool:
        """Whether a finding of that severity is to be told."""
        return SEVERITIES.index(severity) <= SEVERITIES.index(self.least)


def choice(settings: Settings, known: Sequence[AnyRule]) -> Choice:
    """What the settings choose of the rules that are known; raises BadSettings where they name none."""
    for selector in _selectors(settings):
        if not any(selects(selector, rule) for rule in known):
            raise BadSettings(no_rule(selector, known))
    for one in settings.per_file_ignores:
        _proved(one)
    severities = sorted(settings.severity, key=lambda s: _length(s[0]))
    told = {r.code: _severity(name, s) for s, name in severities for r in known if selects(s, r)}
    wanted = chosen(settings.selections, known)
    rules = tuple(replace(r, configured=told[r.code]) if r.code in told else r for r in wanted)
    return Choice(rules, settings.per_file_ignores, _severity(settings.min_severity, "min-severity"))


def selects(selector: str, rule: AnyRule) -> bool:
    """Whether a code, the beginning of one ("RC2"), a name or "ALL" selects a rule."""
    if selector.upper() == "ALL" or selector == rule.name:
        return True
    return bool(selector) and rule.code.startswith(selector.upper())


def no_rule(selector: str, known: Sequence[AnyRule]) -> str:
    """That a selector names no rule, and what may have been meant."""
    # of codes any is near any other: only one written with a hyphen, a space or small letters is told
    codes = [code for r in known if (code := r.code) == _NOT_OF_CODES.sub("", selector).upper()]
    near = suggestion(selector.upper(), codes) or suggestion(selector, [r.name for r in known])
    return f"no rule '{selector}'{near or '; `refcheck rule --all` lists them'}"


def chosen(selections: Iterable[Selection], known: Sequence[AnyRule]) -> tuple[AnyRule, ...]:
    """The rules that are on when each place had its say, in the order of the catalogue; all of them at first.

    As in ruff: of select and ignore the longer selector wins, ignore where they are of one length; a `select` starts
    anew, and what was ignored before it stays so only where that was all the place before had to say.
    """
    on = {r.code for r in known}
    carried: tuple[str, ...] = ()
    for selection in selections:
        said = selection if not selection.select else replace(selection, ignore=(*carried, *selection.ignore))
        updates = {r.code: wanted for s, wanted in _by_length(said) for r in known if selects(s, r)}
        on = {code for code in updates.keys() | on if updates.get(code, code in on and not selection.select)}
        carried = () if selection.select else (*carried, *selection.ignore)
    return tuple(r for r in known if r.code in on)


def _by_length(selection: Selection) -> list[tuple[str, bool]]:
    """The selectors and whether each is wanted, the shortest first, those that ignore behind those that select."""
    wanted = [(s, True) for s in (*selection.select, *selection.extend_select)]
    return sorted([*wanted, *((s, False) for s in selection.ignore)], key=lambda s: _length(s[0]))


def _length(selector: str) -> int:
    """How much a selector says: "ALL" nothing, a name as much as a code."""
    if selector.upper() == "ALL":
        return 0
    return len(selector) if _BEGUN.fullmatch(selector) else len("RC000")


_NOT_OF_CODES = re.compile(r"[\W_]")


def _selectors(settings: Settings) -> Iterator[str]:
    for selection in settings.selections:
        yield from (*selection.select, *selection.extend_select, *selection.ignore)
    for one in settings.per_file_ignores:
        yield from one.ignore
    yield from (selector for selector, _ in settings.severity)
    yield from (allowance.rule for allowance in settings.allow)


def _severity(name: str, of: str) -> Severity:
    try:
        return Severity(name)
    except ValueError:
        hint = suggestion(name, SEVERITIES) or f"; known are {', '.join(SEVERITIES)}"
        raise BadSettings(f"no severity '{name}' ({of}){hint}") from None


def _proved(one: PerFile) -> None:
    try:
        _pattern(one.pattern)
    except re.error:
        raise BadSettings(f"no pattern for files: '{one.pattern}' (per-file-ignores)") from None


def _within(one: PerFile, path: str) -> bool:
    """Whether a pattern names a file: by its name alone, or by its path from the settings on; "!" turns it round."""
    turned, pattern = one.pattern.startswith("!"), one.pattern.removeprefix("!")
    whole = Path(path).parent.resolve() / Path(path).name
    place = re.escape(f"{one.folder.rstrip('/')}/".replace("\\", "/"))
    names = _pattern(pattern).fullmatch(whole.name) or re.fullmatch(place + _pattern(pattern).pattern, whole.as_posix())
    return bool(names) is not turned


# longest first; as in ruff, a star stands for any letters, and for any folders
_SIGNS = {"**/": "(?:.*/)?", "**": ".*", "*": ".*", "?": "."}
_SIGN = re.compile(r"\*\*/|\*\*|\*|\?|\[!?[^\]]+\]|\{[^{}]*\}")


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    """A pattern for files as a regular expression: * ? [abc] [!abc] {a,b} and **/ for any folders or none."""
    parts, at = [], 0
    for sign in _SIGN.finditer(glob):
        parts += [re.escape(glob[at : sign.start()]), _sign(sign[0])]
        at = sign.end()
    return re.compile("".join([*parts, re.escape(glob[at:])]), re.DOTALL)


def _sign(sign: str) -> str:
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign.startswith("{"):
        return f"(?:{'|'.join(_pattern(part).pattern for part in sign[1:-1].split(','))})"
    return "[" + sign[1:-1].replace("\\", r"\\").replace("!", "^", sign[1] == "!").replace("[", r"\[") + "]"
