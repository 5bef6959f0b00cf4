"""Make the changes that findings propose, and prove them by reading the result back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from refcheck import formats
from refcheck.contracts import Annotator
from refcheck.errors import RewriteRefused
from refcheck.finding import Change, Checked, Finding, Safety
from refcheck.model import Document, Reference
from refcheck.parsing import references
from refcheck.parsing.edits import combined, edits
from refcheck.reading import Unplaced, limited, splice
from refcheck.remarks import remarks
from refcheck.text import bare_doi, unbroken


@dataclass(frozen=True, slots=True)
class Fixed:
    """A rewritten document, its bytes, the findings it mends, and those whose change could not be proved.

    `original` is what was rewritten: the document that was checked, or its list by itself.
    """

    original: Document
    document: Document
    data: bytes
    mended: tuple[Finding, ...]
    refused: tuple[str, ...]


def fix(checked: Checked, *, unsafe: bool = False) -> Fixed:
    """Make the safe changes (with `unsafe` also those for review) and prove them by reading the result back.

    A change that does not read back as promised is left out, and named in `refused`; nothing else is touched.
    """
    wanted = {Safety.SAFE, Safety.REVIEW} if unsafe else {Safety.SAFE}
    fixable = [f for f in checked.findings if f.fix and f.fix.safety in wanted]
    managed = _managed(checked.document, fixable)
    mending = [f for f in fixable if f.n not in managed]
    refused = list(_elsewhere(checked.document, managed))
    while True:
        try:
            document, data = _rewrite(checked.document, _changes(mending))
        except _NotProved as problem:
            for n in _own(checked.document, mending, problem):
                refused.append(f"{checked.document.path}: reference {n}: {problem.reasons[n]}")
                mending = _without(checked.document, mending, n)
            continue
        return Fixed(checked.document, document, data, tuple(mending), tuple(dict.fromkeys(refused)))


def listed(checked: Checked, *, unsafe: bool = False) -> Fixed:
    """The list by itself with the changes made, a line for each reference, whatever its document can hold."""
    text = "".join(f"{unbroken(r.raw)}\n" for r in checked.document.references)
    document = formats.named("lines").read(text.encode("utf-8", "replace"), checked.document.path)
    own = {_unbroken(found): found for found in checked.findings}
    fixed = fix(replace(checked, document=document, findings=tuple(own)), unsafe=unsafe)
    return replace(fixed, mended=tuple(own[found] for found in fixed.mended))


def _unbroken(found: Finding) -> Finding:
    """A finding whose fix knows nothing of line ends in the document."""
    if not found.fix:
        return found
    changes = tuple(replace(c, old=unbroken(c.old), new=unbroken(c.new)) for c in found.fix.changes)
    return replace(found, fix=replace(found.fix, changes=changes))


def annotated(checked: Checked, fixed: Fixed) -> bytes:
    """The rewritten document with all findings as comments, where its format holds such."""
    part = formats.named(fixed.document.format)
    if not isinstance(part, Annotator):
        return fixed.data
    data = part.annotated(checked.document, _changes(fixed.mended), tuple(remarks(checked)))
    if part.read(data, checked.document.path).text != fixed.document.text:
        raise RewriteRefused(f"{checked.document.path}: comments would have changed the text; nothing was written")
    return data


def _managed(document: Document, findings: Iterable[Finding]) -> dict[int, str]:
    """The references with findings that another program writes anew, and which."""
    wanted = {f.n for f in findings}
    return {
        r.n: m.by
        for r in document.references
        if r.n in wanted
        for m in document.managed
        if m.span.start < r.span.end and r.span.start < m.span.end
    }


def _elsewhere(document: Document, managed: Mapping[int, str]) -> Iterator[str]:
    """Where those references are to be mended."""
    for by in sorted(set(managed.values())):
        n = sum(who == by for who in managed.values())
        yield (
            f"{document.path}: {n} of the references with fixes {'is' if n == 1 else 'are'} written by {by}, "
            f"which would undo a change; mend them there"
        )


def _changes(findings: Iterable[Finding]) -> list[Change]:
    return combined([change for f in findings if f.fix for change in f.fix.changes])


def _own(document: Document, mending: Iterable[Finding], problem: _NotProved) -> list[int]:
    """The references that failed by their own changes.

    Raises RewriteRefused where none of them is to be changed at all: then the changes of others have done it.
    """
    changed = {f.n for f in mending}
    if own := [n for n in problem.reasons if n in changed]:
        return own
    n = next(iter(problem.reasons))
    raise RewriteRefused(f"{document.path}: reference {n} would have changed with another; nothing was written")


def _without(document: Document, mending: Sequence[Finding], n: int) -> list[Finding]:
    """The findings without those of a reference whose changes do not read back together, but for those that do."""
    own = [f for f in mending if f.n == n]
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
    """The changes of some references do not read back as promised: why, by their numbers."""

    def __init__(self, reasons: Mapping[int, str]) -> None:
        super().__init__()
        self.reasons = reasons


def _rewrite(document: Document, changes: Sequence[Change]) -> tuple[Document, bytes]:
    if document.read_only:
        again = _in_text(document, changes)
        _prove(document, again, changes)
        return again, document.data
    part = formats.named(document.format)
    try:
        data = part.rewrite(document, changes)
    except Unplaced as problem:
        at = problem.span.start
        n = next((r.n for r in document.references if r.span.start <= at <= r.span.end), changes[0].n)
        raise _NotProved({n: f"the change cannot be written in {document.format}; left as it was"}) from None
    except UnicodeEncodeError as error:
        n = changes[0].n if changes else 0
        lacking = next((c.n for c in changes if error.object[error.start : error.end] in c.new), n)
        said = f"{document.encoding} cannot hold {error.object[error.start : error.end]!r}; left as it was"
        raise _NotProved({lacking: said}) from None
    again = limited(part.read(data, document.path), document.only)
    _prove(document, again, changes)
    return again, data


def _in_text(document: Document, changes: Sequence[Change]) -> Document:
    """The document with the changes made in what is read of it, and read again; what only a link says stays."""
    text = splice(document.text, edits(document, changes))
    found = references(text)
    if len(found) == len(document.references):
        pairs = zip(document.references, found, strict=True)
        found = tuple(a if a.work.DOI else replace(a, work=replace(a.work, DOI=b.work.DOI)) for b, a in pairs)
    return replace(document, text=text, references=found, citations=(), landmarks=())


def _prove(old: Document, new: Document, changes: Sequence[Change]) -> None:
    """Every reference must equal the old one but for the promised fields, and the text between them be the same."""
    if len(old.references) != len(new.references):
        said = f"{len(old.references)} references became {len(new.references)}; left as they were"
        raise _NotProved({changes[0].n: said})
    if _between(old) != _between(new):
        raise RewriteRefused(f"{old.path}: the text round the references would have changed; nothing was written")
    of: dict[int, list[Change]] = {}
    for change in changes:
        of.setdefault(change.n, []).append(change)
    pairs = zip(old.references, new.references, strict=True)
    failed = [before.n for before, after in pairs if not _promised(before, after, of.get(before.n, []))]
    if failed:
        # all of them at once: each further attempt reads the whole document again
        raise _NotProved(dict.fromkeys(failed, "the change does not read back as promised; left as it was"))


def _promised(before: Reference, after: Reference, changes: Sequence[Change]) -> bool:
    """Whether a reference reads as it did but for what its changes promise."""
    if not changes and before.raw == after.raw:
        return True  # how its fields are read may lean on the rest of the list
    return all(_kept(c, after) for c in changes) and _others(before, changes) == _others(after, changes)


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
