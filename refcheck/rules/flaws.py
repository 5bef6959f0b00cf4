"""What the rules about the form of a reference share: what is said of an identifier, what the record has too."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from refcheck.contracts import Slip
from refcheck.finding import Change, Confidence, Fix, Safety
from refcheck.forms import Flaw, Form, misread
from refcheck.model import Case, Field
from refcheck.text import unbroken


def flawed(case: Case, field: str, called: str, form: Form) -> Iterator[Slip]:
    """A slip for each field of that name in which the form finds a flaw."""
    for cited in case.reference.fields:
        if cited.name == field and (flaw := form(cited.text)):
            yield slip(case, cited, called, flaw)


def slip(case: Case, cited: Field, called: str, flaw: Flaw) -> Slip:
    """The slip; a reader is to say whether what is likely is what was meant."""
    likely = flaw.likely
    change = Change(case.reference.n, cited.name, cited.text, likely)
    return Slip(
        case=case,
        message=f'"{unbroken(cited.text)}" is no {called}: {flaw.said}' + (f"; perhaps {likely}" if likely else ""),
        confidence=Confidence.HIGH,
        fix=Fix(f"read it as {likely}", Safety.REVIEW, (change,)) if likely else None,
        field=cited.name,
    )


def misread_number(case: Case, field: str) -> Iterator[Slip]:
    """A volume or issue in which a letter stands where a digit must."""
    cited = case.reference.field(field)
    if cited and (likely := misread(cited.text)):
        change = Change(case.reference.n, field, cited.text, likely)
        yield Slip(
            case=case,
            message=f'"{cited.text}" is no {field} number; perhaps {likely}',
            confidence=Confidence.MEDIUM,
            fix=Fix(f"read it as {likely}", Safety.REVIEW, (change,)),
            field=field,
        )


def recorded_text(case: Case) -> str:
    """All that the record of the cited work states in words: what stands there too is no slip of the author's."""
    work = case.recorded
    names = (f"{n.given} {n.known_as}" for n in work.author)
    return "\n".join((*work.titles, *work.container_titles, work.publisher, *names))


def rewritten(case: Case, rewrite: Callable[[str], str]) -> tuple[Change, ...]:
    """A change for each field that is another text once it is rewritten."""
    n = case.reference.n
    told = ((f.name, f.text, rewrite(f.text)) for f in case.reference.fields)
    return tuple(dict.fromkeys(Change(n, name, old, new) for name, old, new in told if old != new))
