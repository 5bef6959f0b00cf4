"""Which series of meetings a container's name speaks of, and whether two names speak of different ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from refcheck.matching.containers import tokens

# what the proceedings of a series are called: acronyms as they are written, then what its name says in full; a name
# that other series continue ("… and Applications") is not meant
SERIES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "AAAI": (("AAAI",), ("national conference on artificial intelligence",)),
    "AAMAS": (("AAMAS",), ("autonomous agents and multiagent systems", "autonomous agents and multi-agent systems")),
    "ACL": (("ACL",), ("association for computational linguistics",)),
    "AISTATS": (("AISTATS",), ("artificial intelligence and statistics",)),
    "ASE": ((), ("automated software engineering",)),
    "ASPLOS": (("ASPLOS",), ("architectural support for programming languages and operating systems",)),
    "BMVC": (("BMVC",), ("british machine vision conference",)),
    "CAV": (("CAV",), ("computer aided verification", "computer-aided verification")),
    "CCS": (("CCS",), ("computer and communications security",)),
    "CHI": (("CHI",), ("human factors in computing systems",)),
    "CIKM": (("CIKM",), ("information and knowledge management",)),
    "COLING": (("COLING",), ("international conference on computational linguistics",)),
    "COLT": (("COLT",), ("conference on learning theory", "computational learning theory")),
    "CoNLL": (("CoNLL", "CONLL"), ("computational natural language learning",)),
    "CoRL": (("CoRL",), ("conference on robot learning",)),
    "CSCW": (("CSCW",), ("computer-supported cooperative work", "computer supported cooperative work")),
    "CVPR": (("CVPR", "CVPRW"), ("computer vision and pattern recognition",)),
    "EACL": (("EACL",), ("european chapter of the association for computational linguistics",)),
    "ECCV": (("ECCV", "ECCVW"), ("european conference on computer vision",)),
    "EMNLP": (("EMNLP",), ("empirical methods in natural language processing",)),
    "EuroSys": (("EuroSys",), ("european conference on computer systems",)),
    "FAST": ((), ("file and storage technologies",)),
    "FOCS": (("FOCS",), ("symposium on foundations of computer science",)),
    "FSE": (("FSE", "ESEC"), ("foundations of software engineering",)),
    "HPCA": (("HPCA",), ("high-performance computer architecture", "high performance computer architecture")),
    "ICASSP": (("ICASSP",), ("acoustics, speech and signal processing", "acoustics, speech, and signal processing")),
    "ICCV": (("ICCV", "ICCVW"), ("international conference on computer vision",)),
    "ICDE": (("ICDE",), ("conference on data engineering",)),
    "ICDM": (("ICDM",), ("international conference on data mining",)),
    "ICLR": (("ICLR",), ("conference on learning representations",)),
    "ICML": (("ICML",), ("international conference on machine learning",)),
    "ICRA": (("ICRA",), ("conference on robotics and automation",)),
    "ICSE": (("ICSE",), ("international conference on software engineering",)),
    "IJCAI": (
        ("IJCAI",), ("joint conference on artificial intelligence", "joint conferences on artificial intelligence")
    ),
    "IMC": ((), ("internet measurement conference",)),
    "INFOCOM": (("INFOCOM",), ("conference on computer communications",)),
    "INTERSPEECH": (("INTERSPEECH", "Interspeech"), ("speech communication association",)),
    "IROS": (("IROS",), ("intelligent robots and systems",)),
    "ISCA": (("ISCA",), ("international symposium on computer architecture",)),
    "ISMIR": (("ISMIR",), ("music information retrieval",)),
    "ISSTA": (("ISSTA",), ("symposium on software testing and analysis",)),
    "KDD": (("KDD", "SIGKDD"), ()),
    "MICCAI": (("MICCAI",), ("medical image computing and computer-assisted intervention",)),
    "MICRO": ((), ("international symposium on microarchitecture",)),
    "MobiCom": (("MobiCom", "MOBICOM"), ("conference on mobile computing and networking",)),
    "MobiSys": (("MobiSys",), ("mobile systems, applications, and services",)),
    "NAACL": (("NAACL",), ("north american chapter of the association for computational linguistics",)),
    "NDSS": (("NDSS",), ("network and distributed system security",)),
    "NeurIPS": (("NeurIPS", "NIPS", "NEURIPS"), ("neural information processing systems",)),
    "NSDI": (("NSDI",), ("networked systems design and implementation",)),
    "OOPSLA": (("OOPSLA",), ("object-oriented programming, systems, languages",)),
    "OSDI": (("OSDI",), ("operating systems design and implementation",)),
    "PLDI": (("PLDI",), ("programming language design and implementation",)),
    "PODC": (("PODC",), ("symposium on principles of distributed computing",)),
    "POPL": (("POPL",), ("symposium on principles of programming languages",)),
    "RecSys": (("RecSys",), ("conference on recommender systems",)),
    "RSS": ((), ("robotics: science and systems",)),
    "S&P": ((), ("symposium on security and privacy",)),
    "SIGCOMM": (("SIGCOMM",), ()),
    "SIGGRAPH": (("SIGGRAPH",), ()),
    "SIGIR": (("SIGIR",), ("research and development in information retrieval",)),
    "SIGMOD": (("SIGMOD",), ("conference on management of data",)),
    "SODA": (("SODA",), ("symposium on discrete algorithms",)),
    "SOSP": (("SOSP",), ("symposium on operating systems principles",)),
    "STOC": (("STOC",), ("symposium on theory of computing", "symposium on the theory of computing")),
    "UAI": (("UAI",), ("uncertainty in artificial intelligence",)),
    "UIST": (("UIST",), ("user interface software and technology",)),
    "USENIX ATC": (("USENIX ATC",), ("usenix annual technical conference",)),
    "USENIX Security": (("USENIX Security",), ("usenix security symposium",)),
    "VLDB": (("VLDB", "PVLDB"), ("very large data bases", "vldb endowment")),
    "WACV": (("WACV",), ("winter conference on applications of computer vision",)),
    "WSDM": (("WSDM",), ("web search and data mining",)),
    "WWW": (("WWW", "TheWebConf"), ("conference on world wide web", "world wide web conference", "the web conference")),
}  # fmt: skip
_ENDS = r"(?=\s*(?:$|[^\w\s&]|\d|[IVXL]+\b|workshops?\b|companion\b|conference\b|proceedings\b))"
_MEETING = re.compile(r"\b(?:conference|symposium|congress|meeting)\b", re.IGNORECASE)
_WORKSHOP = re.compile(r"\bworkshops?\b", re.IGNORECASE)
_ACRONYM = re.compile(r"[A-Z]{2}")
_SAYS_NOTHING = frozenset(
    "proceedings proc conference conf symposium congress meeting international intl joint annual national world".split()
)
_NAMED = {
    key: re.compile(
        "|".join(
            (
                *(rf"(?<![A-Za-z]){re.escape(a)}(?![A-Za-z])" for a in acronyms),
                *(rf"(?i:\b{re.escape(said)}{_ENDS})" for said in full),
            )
        )
    )
    for key, (acronyms, full) in SERIES.items()
}


@lru_cache(maxsize=20_000)
def series(name: str) -> frozenset[str]:
    """The series that a container's name speaks of; joint meetings are of several."""
    return frozenset(key for key, pattern in _NAMED.items() if pattern.search(name))


def of_another(cited: str, recorded: Iterable[str]) -> bool:
    """Whether both names speak of series that are known, and none of them is the same; a workshop may be at any."""
    said, known = series(cited), frozenset[str]().union(*map(series, recorded))
    return bool(said and known) and not said & known and not _WORKSHOP.search(cited)


def unheard_of(cited: str, recorded: Iterable[str]) -> bool:
    """Whether a meeting is named in full that shares no word with the recorded one, which is of a known series."""
    if series(cited) or not _MEETING.search(cited) or _WORKSHOP.search(cited) or _ACRONYM.search(cited):
        return False
    known = [name for name in recorded if series(name)]
    said = _telling(cited)
    return len(said) > 1 and bool(known) and not any(said & _telling(name) for name in recorded)


def _telling(name: str) -> frozenset[str]:
    spelt = " ".join(full for key in series(name) for full in SERIES[key][1])
    return frozenset(tokens(f"{name} {spelt}")) - _SAYS_NOTHING


def is_meeting(name: str) -> bool:
    """Whether a container's name is that of a meeting, or of a known series of them."""
    return bool(series(name) or _MEETING.search(name) or _WORKSHOP.search(name))
