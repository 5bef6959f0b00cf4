"""Reference checkers from PyPI that need no key and no language model, and how each is run on a list."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

import reports
from reports import BIBTEX, TEXT, Reader

MAIL = "slips@example.org"


@dataclass(frozen=True, slots=True)
class Tool:
    """A checker: `given` is the file that it reads, `command` what is run in a folder of its own, its program first.

    {proxy} in the environment is the address of ours, for a tool that heeds no other word of it.
    """

    package: str
    version: str
    given: str
    command: tuple[str, ...]
    read: Reader
    corrected: str = ""  # the bibliography that it writes with its corrections
    more: tuple[str, ...] = ()  # what its package should have asked for
    environment: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)  # what it reads beside the list
    setting: str = ""  # what is not as the tool has it by itself

    @property
    def name(self) -> str:
        """What the table calls it."""
        given = {TEXT: "text", BIBTEX: "BibTeX"}[self.given]
        return ", ".join(filter(None, (f"{self.package} {self.version}".strip(), given, self.setting)))

    @property
    def folder(self) -> str:
        """Where its runs are kept."""
        return "-".join(filter(None, (self.package, self.setting.strip("-").replace(" ", "-"), self.given[5:])))


_OLD_BIBTEX = ("bibtexparser<2",)
TOOLS = (
    Tool(
        "refcheck", "", TEXT,
        (sys.executable, "-m", "refcheck", "check", TEXT, "--ignore", "RC102", "--mailto", MAIL, "--cache-dir", "cache",
         "--output-format", "json"), reports.refcheck,
    ),
    Tool(
        "citeguard", "0.3.1", TEXT,
        ("citeguard", "--input-file", TEXT, "--all", "--email", MAIL, "--out", "report.md"), reports.citeguard,
    ),
    Tool("ghostcite", "0.6.4", TEXT, ("ghostcite", "--format", "document", "--json", TEXT), reports.ghostcite),
    Tool(
        "refproof", "0.1.0", TEXT,
        ("refproof", TEXT, "-f", "json", "-o", "report.json", "-a", "--mailto", MAIL), reports.refproof,
    ),
    Tool("ghostcite", "0.6.4", BIBTEX, ("ghostcite", "--json", BIBTEX), reports.ghostcite),
    Tool(
        "refproof", "0.1.0", BIBTEX,
        ("refproof", BIBTEX, "-f", "json", "-o", "report.json", "-a", "--mailto", MAIL), reports.refproof,
    ),
    Tool(
        "bibaudit", "0.1.2", BIBTEX,
        ("bibaudit", "check", BIBTEX, "--format", "json", "-o", "report.json", "--mailto", MAIL), reports.bibaudit,
    ),
    Tool(
        "bibverify", "0.5.0", BIBTEX,
        ("bibverify", "check", BIBTEX, "-o", "out", "--format", "json", "-l", "EN"), reports.bibverify,
        corrected="out/*_updated_*.bib",
    ),
    Tool(  # by itself it is content with a record of Semantic Scholar, of which it reads no volume and no pages
        "bibverify", "0.5.0", BIBTEX,
        ("bibverify", "check", BIBTEX, "-o", "out", "--format", "json", "-l", "EN", "-c", "config.json"),
        reports.bibverify, corrected="out/*_updated_*.bib", setting="no Semantic Scholar",
        files={"config.json": '{"platforms": {"semantic_scholar": {"enabled": false}}}'},
    ),
    Tool(
        "citecheck-refs", "0.4.1", BIBTEX,
        ("citecheck", BIBTEX, "--all", "--json", "report.json", "--fixes", "fixed.bib"), reports.citecheck,
        corrected="fixed.bib", environment={"CITECHECK_MAILTO": MAIL},
    ),
    Tool(
        "bibtex-updater", "1.12.0", BIBTEX,
        ("bibtex-check", BIBTEX, "--report", "report.json", "--rate-limit", "6000", "--mailto", MAIL, "--no-cache"),
        reports.bibtex_check, more=_OLD_BIBTEX,
    ),
    Tool(
        "bibtex-updater", "1.12.0", BIBTEX,
        ("bibtex-check", BIBTEX, "--strict", "--report", "report.json", "--rate-limit", "6000", "--mailto", MAIL,
         "--no-cache"),
        reports.bibtex_check, more=_OLD_BIBTEX, setting="--strict",
    ),
    Tool(
        "academic-refchecker", "3.1.10", BIBTEX,
        ("academic-refchecker", "--paper", BIBTEX, "--report-file", "report.json"), reports.academic_refchecker,
    ),
    Tool(
        "bibtex-verifier", "0.2.0", BIBTEX,
        ("bibverify", BIBTEX, "--json", "-o", "report.md", "--email", MAIL), reports.bibtex_verifier,
    ),
    Tool("refaudit", "0.4.9", BIBTEX, ("refaudit", BIBTEX, "--email", MAIL, "--out", "out"), reports.refaudit),
    Tool(
        "bibguard", "0.4.0", BIBTEX,
        ("bibguard", BIBTEX, "--json", "--out", "report.json", "--fix", "fixed.bib"), reports.bibguard,
        corrected="fixed.bib",
    ),
    Tool(
        "biblioaudit", "2.2.2", BIBTEX,
        ("biblioaudit", BIBTEX, "-o", "report.csv", "--fix-bib", "fixed.bib", "-v"), reports.biblioaudit,
        corrected="fixed.bib", more=_OLD_BIBTEX,
    ),
    Tool(
        "check-hallucinations", "0.23.0", BIBTEX,
        ("check-hallucinations", BIBTEX, "--json"), reports.check_hallucinations,
    ),
    Tool(
        "scholarcheck", "0.1.6", BIBTEX,
        ("scholarcheck", "audit", BIBTEX, "--json"), reports.scholarcheck,
        environment={"SCHOLARCHECK_PROXY": "{proxy}"},
    ),
)  # fmt: skip
