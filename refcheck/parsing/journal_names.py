"""How the name of a journal is written: in full, or abbreviated, with stops or without."""

from __future__ import annotations

import re
from enum import StrEnum

from refcheck.text import fold

# words of names as ISO 4 (or the NLM) shortens them, with how the words begin that they stand for
_SHORTENED = """
    j journal, am america, int international, eur europ, br british, can canad, aust austral, chin chinese,
    jpn japan, ger german, proc proceeding, natl national, acad academ, sci scien, soc societ, assoc associat,
    ann annal, annu annual, arch archiv, bull bulletin, trans transaction, lett letter, rev review, rep report,
    res research, commun communicat, comm communicat, biol biolog, chem chemi, phys physic, med medic, clin clinic,
    exp experiment, appl appli, mol molec, biochem biochem, biophys biophys, biotechnol biotechno,
    microbiol microbiolog, physiol physiolog, pharmacol pharmacolog, toxicol toxicolog, genet genetic,
    immunol immunolog, virol virolog, neurol neurolog, neurosci neuroscience, psychol psycholog, surg surg,
    pathol patholog, ecol ecolog, evol evolution, environ environment, agric agricultur, agron agronom, bot botan,
    zool zoolog, syst system, technol technolog, eng engineering, mater material, comput comput, math mathemat,
    stat statist, econ econom, manag management, dis disease, infect infect, oncol oncolog, nutr nutrition,
    behav behavio, dev development, anal analy, nat natur, opin opinion, curr current, adv advance, educ educat,
    metab metaboli, endocrinol endocrinolog, cardiol cardiolog, gastroenterol gastroenterolog, radiol radiolog,
    roentgenol roentgenolog, pediatr pediatric, paediatr paediatric, hematol hematolog, haematol haematolog,
    dermatol dermatolog, ophthalmol ophthalmolog, urol urolog, gynecol gynecolog, obstet obstetric,
    epidemiol epidemiolog, biomed biomedic, vet veterin, entomol entomolog, geol geolog, geophys geophys,
    oceanogr oceanograph, limnol limnolog, aquat aquatic, mar marine, theor theoret, q quarterly, mag magazine,
    stud studies, hist histor, philos philosoph, sociol sociolog, linguist linguistic, inf information,
    mech mechan, electr electric, struct structur, rheumatol rheumatolog, nephrol nephrolog, orthop orthop,
    transplant transplantation, physiother physiotherap
"""
BEGINNINGS: dict[str, str] = dict(pair.split() for pair in _SHORTENED.split(","))
# … and others, of which only the short form is told
_ABBREVIATIONS = BEGINNINGS.keys() | frozenset(
    """
    anat anim anthropol astron astrophys chim chir comp conf dent dtsch ethnopharmacol gen geochim hepatol hosp hum
    hydrol ind inst intern meteorol neurophysiol neurosurg nucl opt ornithol paleontol pharm phytopathol pol polit
    polym prod quant rehabil scand ser spectrosc ther thorac trop univ vasc vis z
    """.split()
)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


class Form(StrEnum):
    """How a container's name is written."""

    FULL = "in full"
    STOPS = "abbreviated with stops"
    NO_STOPS = "abbreviated without stops"


def form(name: str) -> Form | None:
    """How a name is written, or None for one of a single word, which is never abbreviated."""
    # a place in brackets, and letters for a country, are written with stops in full names too
    parts = re.findall(r"(?:\b[^\W\d_]\.){2,}|[^\W\d_]+\.?", _BRACKETS.sub(" ", name))
    shortened = [p for p in parts if fold(p.rstrip(".")) in _ABBREVIATIONS]
    stopped = [p for p in parts if p.endswith(".") and p.count(".") == 1]
    if any(p in shortened for p in stopped) or len(stopped) > 1:
        return Form.STOPS
    if len(parts) < 2:
        return None
    return Form.NO_STOPS if shortened else Form.FULL
