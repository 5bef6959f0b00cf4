"""check(), fix(), parse(), match(): chooses the parts, runs them, proves the rewrite."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from refcheck import formats, pipeline, rules
from refcheck.allowances import Allowance
from refcheck.contracts import AnyRule, Source
from refcheck.errors import RewriteRefused, UnreadableDocument
from refcheck.finding import Allowed, Change, Checked, Finding, Report, Safety
from refcheck.model import Case, Document, Reference
from refcheck.parsing.edits import combined
from refcheck.settings import Settings
from refcheck.text import bare_doi


def read(path: str, kind: str = "") -> Document:
    """The document at a path, as `parse` reads it; raises UnreadableDocument where there is none, or no text."""
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise UnreadableDocument(f"{path}: no such file") from None
    except (OSError, ValueError) as error:  # ValueError: a path that no system can hold
        said = getattr(error, "strerror", None) or str(error)
        raise UnreadableDocument(f"{path}: cannot be read: {said.lower()}") from None
    return parse(data, path, kind)


def parse(data: bytes, path: str = "-", kind: str = "") -> Document:
    """The document in these bytes, with its references.

    `kind` names a format that no suffix tells: "lines" (each line is a reference), "fields" (JSON, each item is one).
    """
    return (formats.named(kind) if kind else formats.for_path(path)).read(data, path)


def expand(paths: Iterable[str]) -> Iterator[str]:
    """The files that paths name: folders are searched by suffix, hidden ones and links left out.

    Raises UnreadableDocument for a path that is not there, and for a folder without documents.
    """
    for path in paths:
        if not Path(path).is_dir():
            yield path
            continue
        found = sorted(_documents(path))
        if not found:
            raise UnreadableDocument(
                f"{path}: no documents in this folder; refcheck reads {', '.join(sorted(formats.suffixes()))}"
            )
        yield from found


def _documents(folder: str) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith(".")]
        for name in files:
            if Path(name).suffix.lower() in formats.suffixes() and not name.startswith("."):
                yield str(Path(parent) / name)


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

    def first(finding: Finding, case: Case) -> Allowance | None:
        dois = (case.reference.work.DOI, case.recorded.DOI)
        fitting = [
            a
            for a, named in zip(allowances, codes, strict=True)
            if finding.code in named and a.covers(case.reference.raw, dois)
        ]
        used.update(fitting)
        return fitting[0] if fitting else None

    def parted(checked: Checked) -> Checked:
        cases = {case.reference.n: case for case in checked.cases}
        # what is found in the text belongs to no reference, and is of no work
        told = [(f, first(f, cases[f.n]) if f.n else None) for f in checked.findings]
        allowed = tuple(Allowed(f, by.reason) for f, by in told if by)
        return replace(checked, findings=tuple(f for f, by in told if not by), allowed=(*checked.allowed, *allowed))

    made = Report(tuple(map(parted, report.checked)))
    return made, tuple(a for a in allowances if a not in used)


def match(references: Sequence[Reference], sources: Sequence[Source]) -> tuple[Case, ...]:
    """The case of each reference: the record it matches, with the evidence, without judging it."""
    return pipeline.examine(references, sources, lambda: None)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A rewritten document, its bytes, the findings it mends, and those whose change could not be proved."""

    document: Document
    data: bytes
    mended: tuple[Finding, ...]
    refused: tuple[str, ...]


def fix(checked: Checked, *, unsafe: bool = False) -> Fixed:
    """Make the safe changes (with `unsafe` also those for review) and prove them by reading the result back.

    A change that does not read back as promised is left out, and named in `refused`; nothing else is touched.
    """
    wanted = {Safety.SAFE, Safety.REVIEW} if unsafe else {Safety.SAFE}
    mending = [f for f in checked.findings if f.fix and f.fix.safety in wanted]
    refused: list[str] = []
    while True:
        try:
            document, data = _rewrite(checked.document, _changes(mending))
        except _NotProved as problem:
            refused.append(f"{checked.document.path}: reference {problem.n}: {problem}")
            mending = _without(checked.document, mending, problem.n)
            continue
        return Fixed(document, data, tuple(mending), tuple(dict.fromkeys(refused)))


def _changes(findings: Iterable[Finding]) -> list[Change]:
    return combined([change for f in findings if f.fix for change in f.fix.changes])


def _without(document: Document, mending: Sequence[Finding], n: int) -> list[Finding]:
    """The findings without those of a reference whose changes do not read back together, but for those that do.

    Raises RewriteRefused where that reference is not to be changed at all: then another change has done it.
    """
    own = [f for f in mending if f.n == n]
    if not own:
        raise RewriteRefused(f"{document.path}: reference {n} would have changed with another; nothing was written")
    kept: list[Finding] = []
    for finding in own:
        if len(own) > 1 and _reads_back(document, [*kept, finding]):
            kept.append(finding)
    kept = kept if len(kept) < len(own) else kept[:1]
    return [f for f in mending if f.n != n or f in kept]


def _reads_back(document: Document, findings: Iterable[Finding]) -> bool:
    try:
        _rewrite(document, _changes(findings))
    except _NotProved:
        return False
    return True


class _NotProved(Exception):
    """The change of one reference does not read back as promised."""

    def __init__(self, n: int, reason: str) -> None:
        super().__init__(reason)
        self.n = n


def _rewrite(document: Document, changes: Sequence[Change]) -> tuple[Document, bytes]:
    part = formats.named(document.format)
    try:
        data = part.rewrite(document, changes)
    except UnicodeEncodeError as error:
        n = changes[0].n if changes else 0
        lacking = next((c.n for c in changes if error.object[error.start : error.end] in c.new), n)
        raise _NotProved(
            lacking,
            f"{document.encoding} cannot hold {error.object[error.start : error.end]!r}; left as it was",
        ) from None
    again = part.read(data, document.path)
    _prove(document, again, changes)
    return again, data


def _prove(old: Document, new: Document, changes: Sequence[Change]) -> None:
    """Every reference must equal the old one but for the promised fields, and the text between them be the same."""
    if len(old.references) != len(new.references):
        raise _NotProved(
            changes[0].n, f"{len(old.references)} references became {len(new.references)}; left as they were"
        )
    if _between(old) != _between(new):
        raise RewriteRefused(f"{old.path}: the text round the references would have changed; nothing was written")
    for before, after in zip(old.references, new.references, strict=True):
        promised = [c for c in changes if c.n == before.n]
        if not promised and before.raw == after.raw:
            continue  # how its fields are read may lean on the rest of the list
        if not all(_kept(c, after) for c in promised) or _others(before, promised) != _others(after, promised):
            raise _NotProved(before.n, "the change does not read back as promised; left as it was")


def _between(document: Document) -> list[str]:
    ends = [0, *(r.span.end for r in document.references)]
    starts = [*(r.span.start for r in document.references), len(document.text)]
    return [document.text[a:b] for a, b in zip(ends, starts, strict=True)]


def _kept(change: Change, after: Reference) -> bool:
    if change.field == "DOI":
        return bool(after.work.DOI) and bare_doi(change.new) == after.work.DOI
    if change.field == "author":
        return change.new in after.raw
    return change.new in [f.text for f in after.fields if f.name == change.field]


def _others(reference: Reference, promised: Sequence[Change]) -> Counter[tuple[str, str]]:
    changed = {c.field for c in promised}
    return Counter((f.name, f.text) for f in reference.fields if f.name not in changed)


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
            Path(name).chmod(target.stat().st_mode & 0o7777)
            Path(name).replace(target)
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise RewriteRefused(
            f"{path}: cannot be written: {(error.strerror or str(error)).lower()}; nothing was changed"
        ) from None
