"""What macros of LaTeX without arguments print, beyond what pylatexenc knows, in manuscripts and in bibliographies."""

from __future__ import annotations

# beyond those that pylatexenc knows, or otherwise than it prints them
OWN = {
    "quad": " ", "qquad": " ", "space": " ", "newblock": " ", "thinspace": " ", "enspace": " ", "hfill": " ",
    "hskip": " ", "newline": " ", "linebreak": "", "bibrangedash": "–", "bibinitperiod": ".", "bibinitdelim": " ",
    "bibinithyphendelim": ".-", "bibnamedelima": " ", "bibnamedelimb": " ", "bibnamedelimc": " ",
    "bibnamedelimd": " ", "bibnamedelimi": " ", "bibdatedash": "–", "bibrangessep": ", ", "textendash": "–",
    "textemdash": "—", "today": "", "slash": "/", "textquotesingle": "'", "TeX": "TeX", "LaTeX": "LaTeX",
    "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "glqq": "„", "grqq": "“", "flqq": "«", "frqq": "»", "og": "« ", "fg": " »",
    "guillemotleft": "«", "guillemotright": "»", "quotedblbase": "„", "textasciitilde": "~", "sim": "∼",
    "textcelsius": "℃", "etal": "et al.", "relax": "", "ldots": "…", "dots": "…", "par": "\n\n", "nobreakdash": "",
    "BBA": "&", "BBAA": "&", "BPBI": ". ", "BHBI": ".-", "BCBL": ",", "BCBT": ", ", "BIn": "In", "BED": "Ed.",
    "BEDS": "Eds.", "BPG": "p.", "BPGS": "pp.", "BVOL": "Vol.", "BVOLS": "Vols.", "BNUM": "No.", "BCHAP": "chap.",
    "BEd": "ed.", "BTRANS": "Trans.", "BPhD": "Doctoral dissertation", "BMTh": "Master's thesis",
    "BTR": "Tech. Rep.", "BUPhD": "Unpublished doctoral dissertation", "BBOP": "(", "BBCP": ")", "BAnd": "&",
    "BOthers": "et al.", "BOthersPeriod": "et al.", "BDBL": ", ", "dash": "-", "Dash": "–",
}  # fmt: skip
# the journals that the classes of astronomy name
JOURNALS = {
    "aj": "AJ", "actaa": "Acta Astron.", "araa": "ARA&A", "apj": "ApJ", "apjl": "ApJL", "apjlett": "ApJL",
    "apjs": "ApJS", "apjsupp": "ApJS", "ao": "Appl. Opt.", "apss": "Ap&SS", "aap": "A&A", "astap": "A&A",
    "aapr": "A&A Rev.", "aaps": "A&AS", "azh": "AZh", "baas": "BAAS", "bain": "BAN",
    "caa": "Chinese Astron. Astrophys.",
    "cjaa": "Chinese J. Astron. Astrophys.", "icarus": "Icarus", "jcap": "JCAP", "jrasc": "JRASC",
    "memras": "MmRAS", "mnras": "MNRAS", "na": "New A", "nar": "New A Rev.", "nat": "Nature", "nature": "Nature",
    "pra": "Phys. Rev. A", "prb": "Phys. Rev. B", "prc": "Phys. Rev. C", "prd": "Phys. Rev. D", "pre": "Phys. Rev. E",
    "prl": "Phys. Rev. Lett.", "pasa": "PASA", "pasp": "PASP", "pasj": "PASJ", "psj": "PSJ", "qjras": "QJRAS",
    "rmxaa": "Rev. Mexicana Astron. Astrofis.", "skytel": "S&T", "solphys": "Sol. Phys.", "sovast": "Soviet Ast.",
    "ssr": "Space Sci. Rev.", "zap": "ZAp", "iaucirc": "IAU Circ.", "aplett": "Astrophys. Lett.",
    "fcp": "Fundam. Cosmic Phys.", "gca": "Geochim. Cosmochim. Acta", "grl": "Geophys. Res. Lett.",
    "jcp": "J. Chem. Phys.", "jgr": "J. Geophys. Res.", "memsai": "Mem. Soc. Astron. Italiana",
    "nphysa": "Nucl. Phys. A", "physrep": "Phys. Rep.", "physscr": "Phys. Scr", "planss": "Planet. Space Sci.",
    "procspie": "Proc. SPIE",
}  # fmt: skip
