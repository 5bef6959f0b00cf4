"""Document → Cases → Findings; knows the steps, and no part by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from refcheck.contracts import AnyRule, DocumentRule, ListRule, Needs, Rule, Slip, Source, TextSlip
from refcheck.finding import Checked, Finding, Fix, Safety, Severity
from refcheck.matching import decide, kin, meant_for, suspect, vocabulary, weigh
from refcheck.matching.decide import Decision
from refcheck.model import UNCITED, Answer, Answered, Case, Document, Record, Reference, Silent, Span, State, Told
from refcheck.parsing.manner import manner

SETTLED = 0.95  # probability from which a match is not looked for any further in the same source
ASKED = "asked for retractions and corrections"  # when a source stayed silent about a match
RECORDED = "RC2"  # the family of rules that compare cited with recorded: what they find makes a match differ


def check(
    document: Document,
    sources: Sequence[Source],
    rules: Sequence[AnyRule],
    step: Callable[[], None],
    worth: Callable[[Severity], bool] = lambda _: True,
) -> Checked:
    """Look every reference of a document up and judge it; `step` is called after each.

    `worth` tells whether a finding of that severity is to be told.
    """
    own = manner(document.references, document.joint)
    cases = tuple(replace(case, manner=own) for case in examine(document.references, sources, step))
    if any(rule.needs is Needs.USAGE for rule in rules):
        cases = tuple(_worded(case, sources) for case in cases)
    if any(rule.needs is Needs.NOTICES for rule in rules):
        cases = notified(cases, sources)
    findings = tuple(f for f in judge(document, cases, rules) if worth(f.severity))
    differing = {f.n for f in findings if f.code.startswith(RECORDED)}
    told = tuple(replace(c, state=State.DIFFERS) if c.match and c.reference.n in differing else c for c in cases)
    return Checked(_noted(document, rules), told, findings)


def _noted(document: Document, rules: Iterable[AnyRule]) -> Document:
    """The document with a note where its text and list would have been compared, and were not."""
    compared = any(rule.needs is Needs.DOCUMENT for rule in rules)
    return replace(document, notes=(*document.notes, *document.uncompared)) if compared else document


def examine(references: Sequence[Reference], sources: Sequence[Source], step: Callable[[], None]) -> tuple[Case, ...]:
    """The cases of the references, in their order; as many at a time as the slowest source allows."""

    def one(reference: Reference) -> Case:
        case = resolve(reference, sources)
        step()
        return case

    workers = max((s.at_once for s in sources), default=1)
    if workers == 1 or len(references) < 2:
        return tuple(map(one, references))
    from concurrent.futures import ThreadPoolExecutor  # needed for the network only, and slow to load

    with ThreadPoolExecutor(workers) as pool:
        return tuple(pool.map(one, references))


def resolve(reference: Reference, sources: Iterable[Source]) -> Case:
    """Ask the sources in order, until one of them holds the work."""
    if reference.points:
        return Case(reference=reference, state=State.NOT_CHECKABLE)
    doi_answers: list[Answer] = []
    answers: list[Answer] = []
    asked: list[Source] = []
    decision = Decision(None, (), False)
    for source in sources:
        asked.append(source)
        if reference.work.DOI:
            found = source.by_doi(reference.work.DOI)
            doi_answers.append(found)
            # a notice or a preprint says which work its DOI may be cited for
            answers += [source.by_doi(doi) for r in _records([found]) for doi in meant_for(reference, r)]
            # a cited DOI that leads to the work itself spares the search
            decision = _decided(reference, doi_answers, answers)
        elif reference.witness and reference.witness.work.DOI:
            # what the author's own reference manager says is not cited: it leads to a record like any other
            answers.append(source.by_doi(reference.witness.work.DOI))
            decision = _decided(reference, doi_answers, answers)
        for search in (source.by_work, source.further):
            if decision.match and decision.match.probability >= SETTLED:
                break
            if answer := search(reference):
                answers.append(answer)
                decision = _decided(reference, doi_answers, answers)
        if decision.match:
            break
    case = Case(
        reference=reference,
        answers=tuple(answers),
        doi_answers=tuple(doi_answers),
        doi_match=max((weigh(reference, r) for r in _records(doi_answers)), key=lambda m: m.score, default=None),
        match=decision.match,
        rivals=decision.rivals,
    )
    return replace(case, state=_state(case, asked, decision))


def _decided(reference: Reference, doi_answers: Iterable[Answer], answers: Iterable[Answer]) -> Decision:
    """The decision among all records; one that the cited DOI leads to is none where it is about the work or a part."""
    leads = _records(doi_answers)
    records = _works((*leads, *_records(answers)))
    for record in (r for r in leads if suspect(reference, r)):
        others = decide(reference, [r for r in records if r.work.DOI != record.work.DOI])
        if kin(reference, record, others.match):
            return others
    return decide(reference, records)


def _works(records: Iterable[Record]) -> list[Record]:
    """The records of what may be cited as a work."""
    return [record for record in records if record.work.type not in UNCITED]


def _records(answers: Iterable[Answer]) -> list[Record]:
    return [record for a in answers if isinstance(a, Answered) for record in a.records]


def notified(cases: Sequence[Case], sources: Iterable[Source]) -> tuple[Case, ...]:
    """The cases with what all sources know to have been published about the matched works, whoever held them."""
    dois = tuple(dict.fromkeys(doi for c in cases if (doi := _matched_doi(c))))
    answers = [source.notices(dois) for source in sources] if dois else []
    return tuple(_notified(c, [told[doi] for told in answers if (doi := _matched_doi(c))]) for c in cases)


def _matched_doi(case: Case) -> str:
    """The DOI of the matched work; where its record has none, the one that is cited."""
    return case.recorded.DOI or case.reference.work.DOI if case.match else ""


def _notified(case: Case, answers: Sequence[Told]) -> Case:
    if not case.match or not answers:
        return case
    record = case.match.record
    told = (notice for a in answers if not isinstance(a, Silent) for notice in a)
    known = tuple(dict.fromkeys((*record.notices, *told)))
    silent = tuple(Silent(a.source, f"{a.reason} ({ASKED})") for a in answers if isinstance(a, Silent))
    return replace(case, match=replace(case.match, record=replace(record, notices=known)), untold=silent)


def _state(case: Case, asked: Sequence[Source], decision: Decision) -> State:
    if decision.match:
        return State.MATCHED
    if decision.ambiguous:
        return State.AMBIGUOUS
    if not asked or case.silences:
        return State.NOT_CHECKED
    elsewhere = any(isinstance(a, Answered) and a.agency and not _works(a.records) for a in case.doi_answers)
    if elsewhere or not any(s.registers(case.reference.work.type) for s in asked):
        return State.NOT_CHECKABLE
    return State.NOT_FOUND


def _worded(case: Case, sources: Sequence[Source]) -> Case:
    """The case with what the sources know of the words of a title that no record speaks for."""
    title = case.reference.work.title
    if case.match or not title:
        return case

    def ask(phrases: Collection[str]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for told in (source.usage(phrases) for source in sources):
            # several sources may hold the same works
            counts |= {phrase: max(n, counts.get(phrase, 0)) for phrase, n in told.items()}
        return counts

    return replace(case, usage=vocabulary.usage(title, ask))


def judge(document: Document, cases: Sequence[Case], rules: Iterable[AnyRule]) -> tuple[Finding, ...]:
    """The findings of all rules: those in the text in its order, then those in references in the order of the list."""
    fitting = (rule for rule in rules if not (document.listing and rule.needs is Needs.PRINT))
    found = [_finding(rule, slip) for rule in fitting for slip in _slips(rule, document, cases)]
    held = _held_back(found)
    return tuple(_shown(f) if f.n in held else f for f in sorted(found, key=_order))


def _order(finding: Finding) -> tuple[int, int, str, int]:
    start = finding.span.start
    return finding.n, 0 if finding.n else start, finding.code, start


def _slips(rule: AnyRule, document: Document, cases: Sequence[Case]) -> Iterator[Slip | TextSlip]:
    if isinstance(rule, DocumentRule):
        yield from rule.check(document, cases)
        return
    if isinstance(rule, ListRule):
        yield from rule.check(cases)
        return
    for case in cases:
        if _ready(rule, case):
            yield from rule.check(case)


def _ready(rule: Rule, case: Case) -> bool:
    """Whether a case holds what the rule needs."""
    if rule.needs is Needs.MATCH:
        return case.match is not None
    if rule.needs is Needs.ANSWERS:
        return any(not isinstance(a, Silent) for a in case.answers + case.doi_answers)
    return True


def _finding(rule: AnyRule, slip: Slip | TextSlip) -> Finding:
    if isinstance(slip, TextSlip):  # belongs to no reference
        n, span, fix = 0, slip.span, None
    else:
        n, span, fix = slip.case.reference.n, _place(slip), slip.fix
    return Finding(
        code=rule.code,
        name=rule.name,
        n=n,
        span=span,
        message=slip.message,
        severity=rule.configured or slip.severity or rule.severity,
        confidence=slip.confidence,
        fix=fix,
    )


def _place(slip: Slip) -> Span:
    """Where a finding about a reference stands: in its field, if that was read, that which the fix changes first."""
    reference = slip.case.reference
    wanted = slip.fix.changes[0].old if slip.fix else ""
    fields = [f for f in reference.fields if f.name == slip.field]
    field = next((f for f in fields if f.text == wanted), fields[0] if fields else None)
    start = reference.span.start
    return Span(start + field.start, start + field.end) if field else reference.span


def _held_back(found: Sequence[Finding]) -> set[int]:
    """The references in which title and author would both be replaced: that could make another work of them."""
    replaced: dict[int, set[str]] = {}
    for change in (c for f in found if f.fix for c in f.fix.changes):
        if change.old and not change.new.startswith(change.old):
            replaced.setdefault(change.n, set()).add(change.field)
    return {n for n, fields in replaced.items() if {"title", "author"} <= fields}


def _shown(finding: Finding) -> Finding:
    """The finding with a fix that is only shown."""
    return replace(finding, fix=Fix(finding.fix.title, Safety.DISPLAY, finding.fix.changes)) if finding.fix else finding
