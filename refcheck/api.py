"""check(), fix(), parse(), match(): chooses the parts, runs them, proves the rewrite."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from refcheck import journals, pipeline, rules
from refcheck.allowances import Allowance
from refcheck.contracts import AnyRule, Source
from refcheck.conversion import Converted, convert
from refcheck.errors import RewriteRefused
from refcheck.finding import Allowed, Checked, Finding, Report
from refcheck.fixing import Fixed, annotated, fix, listed
from refcheck.journals import Table
from refcheck.manuscript import LARGEST, expand, joined, parse, read
from refcheck.model import Case, Document, Reference
from refcheck.settings import Settings

__all__ = [
    "LARGEST",
    "Converted",
    "Fixed",
    "allow",
    "annotated",
    "cache_path",
    "check",
    "choose_rules",
    "convert",
    "expand",
    "fix",
    "joined",
    "journal_path",
    "journal_table",
    "listed",
    "match",
    "open_sources",
    "parse",
    "read",
    "remaining",
    "update_journals",
    "write",
]


def open_sources(settings: Settings) -> tuple[Source, ...]:
    """The sources that the settings name, in their order; raises UnusableSource for one that cannot be used."""
    from refcheck.sources import open_source

    return tuple(
        open_source(
            name,
            offline=settings.offline,
            mailto=settings.mailto,
            crossref_url=settings.crossref_url,
            cache=cache_path(settings),
        )
        for name in settings.source
    )


def cache_path(settings: Settings) -> Path:
    """The file that keeps what sources answered."""
    if settings.cache_dir:
        return Path(settings.cache_dir) / "http.sqlite"
    from platformdirs import user_cache_path

    return user_cache_path("refcheck") / "http.sqlite"


def journal_path(settings: Settings) -> Path:
    """The file that keeps the names of journals which were fetched."""
    return cache_path(settings).with_name("journals.sqlite")


def journal_table(settings: Settings) -> Table:
    """The names of journals that were fetched; raises BadSettings where the file is damaged."""
    return Table(journal_path(settings))


def update_journals(settings: Settings, origins: Sequence[str]) -> tuple[Path, int]:
    """Fetch lists of journals (files or URLs; those of the NLM and JabRef if none is named), and keep them.

    The file that keeps them, and how many journals there are. Raises BadSettings for what is no such list, and
    UnusableSource where one cannot be had; what was fetched before stays then.
    """
    from refcheck.sources import download

    texts = [download.text(origin, offline=settings.offline) for origin in origins or journals.DEFAULTS]
    found = [one for text in texts for one in journals.read(text)]
    return journal_path(settings), journals.write(journal_path(settings), found)


def choose_rules(settings: Settings) -> rules.Choice:
    """The rules that the settings choose; raises BadSettings for a selector that names none, or an unknown severity."""
    return rules.choice(settings, rules.RULES)


def check(
    documents: Iterable[Document],
    sources: Sequence[Source],
    chosen: rules.Choice | Sequence[AnyRule] = rules.RULES,
    step: Callable[[], None] = lambda: None,
) -> Report:
    """Look the references of the documents up, judge them, and report; `step` is called after each reference."""
    choice = chosen if isinstance(chosen, rules.Choice) else rules.Choice(tuple(chosen))
    return Report(tuple(pipeline.check(d, sources, choice.of(d.path), step, choice.worth) for d in documents))


def allow(report: Report, allowances: Sequence[Allowance]) -> tuple[Report, tuple[Allowance, ...]]:
    """The report with what is allowed set apart from its findings, and the allowances that no finding used."""
    codes = [{r.code for r in rules.named(a.rule)} for a in allowances]
    used: set[Allowance] = set()

    def first(finding: Finding, printed: str, dois: tuple[str, ...]) -> Allowance | None:
        fitting = [
            a for a, named in zip(allowances, codes, strict=True) if finding.code in named and a.covers(printed, dois)
        ]
        used.update(fitting)
        return fitting[0] if fitting else None

    def parted(checked: Checked) -> Checked:
        cases = {case.reference.n: case for case in checked.cases}
        told = [(f, first(f, *_about(f, checked.document, cases.get(f.n)))) for f in checked.findings]
        allowed = tuple(Allowed(f, by.reason) for f, by in told if by)
        return replace(checked, findings=tuple(f for f, by in told if not by), allowed=(*checked.allowed, *allowed))

    made = Report(tuple(map(parted, report.checked)))
    return made, tuple(a for a in allowances if a not in used)


def _about(finding: Finding, document: Document, case: Case | None) -> tuple[str, tuple[str, ...]]:
    """What is printed where a finding is made, and the DOIs of the work; what is found in the text is of no work."""
    if case is None:
        return document.text[finding.span.start : finding.span.end], ()
    return case.reference.raw, (case.reference.work.DOI, case.recorded.DOI)


def match(
    references: Sequence[Reference], sources: Sequence[Source], step: Callable[[], None] = lambda: None
) -> tuple[Case, ...]:
    """The case of each reference: the record it matches, with the evidence, without judging it."""
    return pipeline.examine(references, sources, step)


def remaining(report: Report, fixed: Iterable[Fixed]) -> Report:
    """The report without the findings that were mended."""
    mended = {(f.document.path, finding) for f in fixed for finding in f.mended}
    return Report(
        tuple(
            replace(c, findings=tuple(f for f in c.findings if (c.document.path, f) not in mended))
            for c in report.checked
        )
    )


def write(path: str, data: bytes) -> None:
    """Put bytes in place of a file at one stroke; a reader sees the old file or the new one, never a part.

    Raises RewriteRefused where the folder or the file cannot be written; the original is untouched then.
    """
    import tempfile  # slow to load, and seldom needed

    target = Path(path).resolve()
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(target.stat().st_mode & 0o7777 if target.exists() else _new_mode())
            Path(name).replace(target)
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise RewriteRefused(
            f"{path}: cannot be written: {(error.strerror or str(error)).lower()}; nothing was changed"
        ) from None


def _new_mode() -> int:
    """The permissions of a file that is new."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
