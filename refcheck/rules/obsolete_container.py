"""Journal cited under a name that it did not have in that year.

What it checks: a small table of journals that changed their name, against the year of the matched record: "Br Med J"
for a work of 1995, when it had been BMJ since 1988. It knows only well-known ones, and speaks only where the record
names the journal otherwise.

Why it matters: lists and libraries file the volumes under the new name; the NLM asks for the name of the year.

What to do: write the journal's name of that year.

Fix safety: the name of that year in short, for review.
"""

from __future__ import annotations

from collections.abc import Iterator

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Change, Confidence, Fix, Safety, Severity
from refcheck.matching.containers import Kinship, compare_containers
from refcheck.model import Case
from refcheck.text import letters

# former names, in full and in short; the first year under the new name; the new name in short (NLM Catalog)
RENAMED = (
    (("British Medical Journal", "Br Med J", "Brit Med J", "Br Med J (Clin Res Ed)"), 1988, "BMJ"),
    (("Journal of the American Medical Association", "J Am Med Assoc", "J Amer Med Assoc"), 1960, "JAMA"),
    (("Canadian Medical Association Journal", "Can Med Assoc J"), 1985, "CMAJ"),
    (("Quarterly Journal of Medicine", "Q J Med"), 1994, "QJM"),
    (("American Review of Respiratory Disease", "Am Rev Respir Dis"), 1994, "Am J Respir Crit Care Med"),
    (("Journal of Bone and Joint Surgery (British Volume)", "J Bone Joint Surg Br"), 2013, "Bone Joint J"),
    (("Archives of Internal Medicine", "Arch Intern Med"), 2013, "JAMA Intern Med"),
    (("Archives of Neurology", "Arch Neurol"), 2013, "JAMA Neurol"),
    (("Archives of General Psychiatry", "Arch Gen Psychiatry"), 2013, "JAMA Psychiatry"),
    (("Archives of Surgery", "Arch Surg"), 2013, "JAMA Surg"),
    (("Archives of Dermatology", "Arch Dermatol"), 2013, "JAMA Dermatol"),
    (("Archives of Ophthalmology", "Arch Ophthalmol"), 2013, "JAMA Ophthalmol"),
    (("Archives of Pediatrics & Adolescent Medicine", "Arch Pediatr Adolesc Med"), 2013, "JAMA Pediatr"),
)


def check(case: Case) -> Iterator[Slip]:
    """A matched reference to a journal under the name that it had before."""
    cited, years = case.reference.field("container-title"), case.recorded.years
    if cited is None or not years:
        return
    named = letters(cited.text)
    recorded = {letters(name) for name in case.recorded.container_titles}
    for former, since, new in RENAMED:
        if named not in map(letters, former) or min(years) <= since or named in recorded:
            continue
        if compare_containers(new, case.recorded.container_titles) is not Kinship.SAME:
            continue  # another journal: container-mismatch speaks
        yield Slip(
            case=case,
            message=f"cited journal {cited.text}, named {new} since {since}",
            confidence=Confidence.MEDIUM,
            fix=Fix(
                "put the name of that year",
                Safety.REVIEW,
                (Change(case.reference.n, "container-title", cited.text, new),),
            ),
            field="container-title",
        )


RULE = Rule(
    code="RC216",
    name="obsolete-container",
    severity=Severity.NOTE,
    needs=Needs.MATCH,
    since="0.1.0",
    check=check,
)
