"""Journal name that is shortened, or not, where the rest of the list does otherwise.

What it checks: whether the names of journals are abbreviated ("J Biol Chem") or in full ("Journal of Biological
Chemistry"), and whether abbreviations have stops ("J. Biol. Chem."). It is told where at least five references show
their way, and at most a fifth of them another one. Names of one word, and names without a word that is commonly
abbreviated, show nothing ("Nature", "The Lancet", "PLoS ONE").

Why it matters: journals ask for one form, and copy editors have to mend the others.

What to do: print the name as the rest of the list does; the NLM catalogue and the list of title word abbreviations
(ISO 4) have both forms.

Fix safety: there is no fix: neither form follows from the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from refcheck.contracts import ListRule, Slip
from refcheck.finding import Severity
from refcheck.model import Case
from refcheck.rules.minority import Seen, in_journal, odd, sure, told
from refcheck.text import fold, unbroken

# abbreviations of title words (ISO 4, and NLM's where that differs), with how the words begin that they stand for
_WORDS = """
    j journal, am america, int international, eur europ, br british, can canad, aust austral, chin chinese, jpn japan,
    ger german, proc proceeding, natl national, acad academ, sci scien, soc societ, assoc associat, ann annal,
    annu annual, arch archiv, bull bulletin, trans transaction, lett letter, rev review, rep report, res research,
    commun communicat, comm communicat, biol biolog, chem chemi, phys physic, med medic, clin clinic, exp experiment,
    appl appli, mol molec, biochem biochem, biophys biophys, biotechnol biotechno, microbiol microbiolog,
    physiol physiolog, pharmacol pharmacolog, toxicol toxicolog, genet genetic, immunol immunolog, virol virolog,
    neurol neurolog, neurosci neuroscience, psychol psycholog, surg surg, pathol patholog, ecol ecolog, evol evolution,
    environ environment, agric agricultur, agron agronom, bot botan, zool zoolog, syst system, technol technolog,
    eng engineering, mater material, comput comput, math mathemat, stat statist, econ econom, manag management,
    dis disease, infect infect, oncol oncolog, nutr nutrition, behav behavio, dev development, anal analy, nat natur,
    opin opinion, curr current, adv advance, educ educat, metab metaboli, endocrinol endocrinolog, cardiol cardiolog,
    gastroenterol gastroenterolog, radiol radiolog, roentgenol roentgenolog, pediatr pediatric, paediatr paediatric,
    hematol hematolog, haematol haematolog, dermatol dermatolog, ophthalmol ophthalmolog, urol urolog,
    gynecol gynecolog, obstet obstetric, epidemiol epidemiolog, biomed biomedic, vet veterin, entomol entomolog,
    geol geolog, geophys geophys, oceanogr oceanograph, limnol limnolog, aquat aquatic, mar marine, theor theoret,
    q quarterly, mag magazine, stud studies, hist histor, philos philosoph, sociol sociolog, linguist linguistic,
    organ organization, inf information, mech mechan, electr electric, electron electronic, struct structur,
    rheumatol rheumatolog, nephrol nephrolog, orthop orthop, transplant transplantation, physiother physiotherap
"""
_BEGINNINGS: dict[str, str] = dict(pair.split() for pair in _WORDS.split(","))
CONTRACTED = ("natl", "jpn")  # some styles give no stop to what keeps the last letter of its word
_PUBLISHER = re.compile(
    r"\b(?:elsevier|springer|wiley|press|publish\w*|ltd|inc|b\.?v|oxford|routledge)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+\.?")


def check(cases: Sequence[Case]) -> Iterator[Slip]:
    """Each journal whose name is not printed as the others are."""
    yield from told(odd(seen for case in cases for seen in _forms(case)))


def _forms(case: Case) -> Iterator[Seen]:
    field = sure(case.reference, "container-title")
    if not field or not in_journal(case.reference) or _PUBLISHER.search(field.text):
        return
    name = unbroken(field.text)
    found = _WORD.findall(name)
    short = [w for w in found if fold(w).rstrip(".") in _BEGINNINGS]
    full = [w for w in found if _in_full(fold(w).rstrip("."))]
    # one word is never abbreviated, and of a name that is half abbreviated nothing can be said
    if len(found) < 2 or bool(short) is bool(full):
        return
    form = "abbreviated" if short else "in full"
    yield Seen(case=case, of="journal", form=form, text=name, field="container-title")
    # the stop of the last word may be the list's
    stops = [
        word.endswith(".") for word, _ in pairwise(found) if word in short and fold(word).rstrip(".") not in CONTRACTED
    ]
    if stops:
        form = "stops" if all(stops) else "some" if any(stops) else "none"
        yield Seen(case=case, of="journal|stops", form=form, text=name, field="container-title")


def _in_full(word: str) -> bool:
    return any(word.startswith(full) and word != short for short, full in _BEGINNINGS.items())


RULE = ListRule(code="RC505", name="mixed-journal-names", severity=Severity.NOTE, since="0.1.0", check=check)
