"""Print a work as an entry of a reference list, in the styles that lists are mostly written in.

Written down from the styles' own manuals, and apart from what the parser is trained with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from refcheck.model import Name, Work
from refcheck.text import page_range

# words of journals' names as ISO 4 shortens them; a name of one word is never shortened
_SHORT = {
    "academy": "Acad", "advances": "Adv", "agricultural": "Agric", "agriculture": "Agric", "american": "Am",
    "analysis": "Anal", "analytical": "Anal", "animal": "Anim", "annals": "Ann", "annual": "Annu",
    "applied": "Appl", "aquatic": "Aquat", "archives": "Arch", "behavior": "Behav", "behavioral": "Behav",
    "biochemistry": "Biochem", "biological": "Biol", "biology": "Biol", "biotechnology": "Biotechnol",
    "botany": "Bot", "british": "Br", "bulletin": "Bull", "canadian": "Can", "chemical": "Chem",
    "chemistry": "Chem", "clinical": "Clin", "communications": "Commun", "comparative": "Comp",
    "computer": "Comput", "computing": "Comput", "conservation": "Conserv", "current": "Curr",
    "development": "Dev", "diseases": "Dis", "ecological": "Ecol", "ecology": "Ecol", "endocrinology": "Endocrinol",
    "engineering": "Eng", "environmental": "Environ", "european": "Eur", "evolution": "Evol",
    "experimental": "Exp", "fisheries": "Fish", "general": "Gen", "genetics": "Genet", "geographical": "Geogr",
    "geophysical": "Geophys", "history": "Hist", "human": "Hum", "immunology": "Immunol", "infectious": "Infect",
    "information": "Inf", "international": "Int", "journal": "J", "letters": "Lett", "management": "Manag",
    "marine": "Mar", "medical": "Med", "medicine": "Med", "methods": "Methods", "microbiology": "Microbiol",
    "molecular": "Mol", "national": "Natl", "natural": "Nat", "neuroscience": "Neurosci", "nutrition": "Nutr",
    "oceanography": "Oceanogr", "pharmacology": "Pharmacol", "philosophical": "Philos", "physical": "Phys",
    "physics": "Phys", "physiology": "Physiol", "plant": "Plant", "proceedings": "Proc",
    "psychology": "Psychol", "quarterly": "Q", "reports": "Rep", "research": "Res", "review": "Rev",
    "reviews": "Rev", "royal": "R", "science": "Sci", "sciences": "Sci", "scientific": "Sci", "society": "Soc",
    "statistical": "Stat", "structural": "Struct", "studies": "Stud", "systematic": "Syst", "systems": "Syst",
    "technology": "Technol", "theoretical": "Theor", "theory": "Theory", "transactions": "Trans",
    "tropical": "Trop", "university": "Univ", "veterinary": "Vet", "zoological": "Zool", "zoology": "Zool",
}  # fmt: skip
_SILENT = frozenset("of the and in for on de la und der & a".split())


@dataclass(frozen=True, slots=True)
class Style:
    """How a list is written; `entry` prints one reference without its number."""

    name: str
    number: str  # with # for the number, "" where entries are not numbered
    entry: Callable[[Work, bool], str]


def listed(works: Sequence[Work], style: Style, *, doi: bool) -> list[str]:
    """The entries of a list, with their numbers."""
    return [style.number.replace("#", str(n)) + style.entry(work, doi) for n, work in enumerate(works, 1)]


def initials(name: Name, stop: str, gap: str) -> str:
    """The initials of the given names, each with its stop."""
    found = re.findall(r"[^\W\d_]+", name.given)
    together = [list(f) if f.isupper() and len(f) <= 3 else [f[0]] for f in found]
    return gap.join(c.upper() + stop for part in together for c in part)


def _glued(name: Name) -> str:
    return f"{name.family} {initials(name, '', '')}".strip()


def _inverted(name: Name) -> str:
    return f"{name.family}, {initials(name, '.', ' ')}".strip(" ,")


def _natural(name: Name) -> str:
    return f"{initials(name, '.', ' ')} {name.family}".strip()


def _people(work: Work, form: Callable[[Name], str], joints: tuple[str, str, str], most: int, kept: int) -> str:
    """The authors joined, cut to `kept` where there are more than `most`.

    `joints`: between two authors, before the last, and before "et al".
    """
    between, last, cut = joints
    names = [form(name) for name in work.author]
    if work.et_al or len(names) > most:
        return between.join(names[: kept if len(names) > most else None]) + cut + "et al."
    return names[0] if len(names) == 1 else between.join(names[:-1]) + last + names[-1]


def shortened(name: str, stop: str) -> str:
    """A journal's name shortened; one that is written with stops already, or of one word, is left as it is."""
    parts = [w for w in re.split(r"[\s]+", name) if w.lower() not in _SILENT]
    if len(parts) < 2 or "." in name:
        return name if stop else name.replace(".", "")
    return " ".join(_SHORT[w.lower()] + stop if w.lower() in _SHORT else w for w in parts)


def _pages(work: Work, dash: str, *, short: bool) -> str:
    """The range with the style's dash, abbreviated or in full; one that is a slip is printed as it is."""
    first, last = page_range(work.page) if work.page.replace("-", "").isdigit() else work.page.split("-")
    if short and len(first) == len(last) and first.isdigit() and first < last:
        last = last[next(i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b) :]
    return f"{first}{dash}{last}"


def _stopped(text: str) -> str:
    return text if text[-1:] in ".?!" else text + "."


def _filled(*parts: tuple[str, str]) -> str:
    """The parts that say something, each behind its sign."""
    return "".join(sign + text for sign, text in parts if text)


def _year(work: Work) -> str:
    return str(work.years[0]) if work.years else ""


def _vancouver(work: Work, doi: bool) -> str:
    names, journal = _people(work, _glued, (", ", ", ", ", "), 6, 6), shortened(work.container_title, "")
    issue = f"({work.issue})" if work.issue else ""
    where = f"{_year(work)};{work.volume}{issue}:{_pages(work, '-', short=True)}."
    return f"{_stopped(names)} {_stopped(work.title)} {_stopped(journal)} {where}" + (
        f" doi: {work.DOI}" if doi and work.DOI else ""
    )


def _ama(work: Work, doi: bool) -> str:
    names, journal = _people(work, _glued, (", ", ", ", ", "), 6, 3), shortened(work.container_title, "")
    issue = f"({work.issue})" if work.issue else ""
    where = f"{_year(work)};{work.volume}{issue}:{_pages(work, '-', short=False)}."
    return f"{_stopped(names)} {_stopped(work.title)} {_stopped(journal)} {where}" + (
        f" doi:{work.DOI}" if doi and work.DOI else ""
    )


def _apa(work: Work, doi: bool) -> str:
    names = _people(work, _inverted, (", ", ", & ", ", "), 20, 19)
    issue = f"({work.issue})" if work.issue else ""
    where = f"{work.container_title}, {work.volume}{issue}, {_pages(work, '–', short=False)}."
    return f"{names} ({_year(work)}). {_stopped(work.title)} {where}" + (
        f" https://doi.org/{work.DOI}" if doi and work.DOI else ""
    )


def _ieee(work: Work, doi: bool) -> str:
    names = _people(work, _natural, (", ", " and " if len(work.author) == 2 else ", and ", " "), 6, 1)
    title = work.title if work.title[-1:] in "?!" else work.title.rstrip(".") + ","
    where = _filled((", vol. ", work.volume), (", no. ", work.issue), (", pp. ", _pages(work, "–", short=False)))
    return f"{names}, “{title}” {shortened(work.container_title, '.')}{where}, {_year(work)}" + (
        f", doi: {work.DOI}." if doi and work.DOI else "."
    )


def _chicago(work: Work, doi: bool, *, late: bool) -> str:
    names = _chicago_people(work.author, cut=work.et_al)
    pages = _pages(work, "–", short=True)
    title = f"“{_stopped(work.title)}”"
    if late:
        issue = f", no. {work.issue}" if work.issue else ""
        text = f"{_stopped(names)} {title} {work.container_title} {work.volume}{issue} ({_year(work)}): {pages}."
    else:
        issue = f" ({work.issue})" if work.issue else ""
        text = f"{_stopped(names)} {_year(work)}. {title} {work.container_title} {work.volume}{issue}: {pages}."
    return text + (f" https://doi.org/{work.DOI}." if doi and work.DOI else "")


def _chicago_people(author: Sequence[Name], *, cut: bool) -> str:
    """The first author inverted, given names in full where they are known; of more than ten seven are named."""
    spelt = [n.given if any(map(str.islower, n.given)) else initials(n, ".", " ") for n in author]
    names = [
        f"{n.family}, {s}" if not i else f"{s} {n.family}" for i, (n, s) in enumerate(zip(author, spelt, strict=True))
    ]
    if cut or len(names) > 10:
        return ", ".join(names[: 7 if len(names) > 10 else None]) + ", et al."
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + ", and " + names[-1]


def _acs(work: Work, doi: bool) -> str:
    names = _people(work, _inverted, ("; ", "; ", "; "), 10, 10)
    issue = f" ({work.issue})" if work.issue else ""
    where = f"{_year(work)}, {work.volume}{issue}, {_pages(work, '–', short=False)}"
    return f"{names} {_stopped(work.title)} {shortened(work.container_title, '.')} {where}." + (
        f" https://doi.org/{work.DOI}" if doi and work.DOI else ""
    )


def _nature(work: Work, doi: bool) -> str:
    names = _people(work, _inverted, (", ", " & ", " "), 5, 1)
    where = f"{work.volume}, {_pages(work, '–', short=False)} ({_year(work)})."
    return f"{names} {_stopped(work.title)} {shortened(work.container_title, '.')} {where}" + (
        f" https://doi.org/{work.DOI}" if doi and work.DOI else ""
    )


STYLES = (
    Style("Vancouver", "#. ", _vancouver),
    Style("AMA", "#. ", _ama),
    Style("APA", "", _apa),
    Style("IEEE", "[#] ", _ieee),
    Style("Chicago author-date", "", partial(_chicago, late=False)),
    Style("Chicago bibliography", "", partial(_chicago, late=True)),
    Style("ACS", "(#) ", _acs),
    Style("Nature", "#. ", _nature),
)
