"""How the name of a journal is written: in full, or abbreviated, with stops or without."""

from __future__ import annotations

import re
from enum import StrEnum

from refcheck.text import fold

# words of names as ISO 4 shortens them, which are no words in full
_ABBREVIATIONS = frozenset(
    """
    j am ann acad adv agric anal anat anim annu anthropol appl aquat arch assoc astron astrophys behav biochem biol
    biomed biophys biotechnol bot br bull can cardiol chem chim chir clin commun comp comput conf dent dermatol dev
    dis dtsch ecol econ educ endocrinol eng entomol environ epidemiol ethnopharmacol eur evol exp gastroenterol gen
    genet geochim geol geophys ger gynecol haematol hematol hepatol hist hosp hum hydrol immunol ind infect inf inst
    int intern jpn lett linguist manag mar mater math mech med meteorol microbiol mol nat natl neurol neurophysiol
    neurosci neurosurg nucl nutr obstet oceanogr oncol ophthalmol opt ornithol orthop paleontol pathol pediatr pharm
    pharmacol philos phys physiol phytopathol pol polit polym proc prod psychol quant radiol rehabil rep res rev
    rheumatol sci scand ser soc sociol spectrosc stat struct stud surg syst technol theor ther thorac toxicol trans
    transplant trop univ urol vasc vet virol vis vet z zool
    """.split()
)


class Form(StrEnum):
    """How a container's name is written."""

    FULL = "in full"
    STOPS = "abbreviated with stops"
    NO_STOPS = "abbreviated without stops"


def form(name: str) -> Form | None:
    """How a name is written, or None for one of a single word, which is never abbreviated."""
    parts = re.findall(r"[^\W\d_]+\.?", name)
    shortened = [p for p in parts if fold(p.rstrip(".")) in _ABBREVIATIONS]
    if any(p.endswith(".") for p in parts[:-1]) or (shortened and parts[-1].endswith(".")):
        return Form.STOPS
    if len(parts) < 2:
        return None
    return Form.NO_STOPS if shortened else Form.FULL
