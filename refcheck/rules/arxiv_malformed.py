"""ArXiv identifier that cannot be one.

What it checks: what is announced as an arXiv identifier, or stands in a link to arxiv.org, is of one of its two
schemes: YYMM.number since April 2007, with four digits behind the point until 2014 and five since 2015, or an archive
and seven digits before (hep-th/9711200). Year and month are possible and not ahead.

Why it matters: it leads to another preprint or to none.

What to do: copy it again from the preprint's page. Spreadsheets take a zero from the end: 1706.0376 for 1706.03760.

Fix safety: the identifier without the slip, for review, where one character explains it: the point left out, a comma
for it, an archive put before a number of the new scheme.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Severity
from refcheck.forms import arxiv
from refcheck.model import Case
from refcheck.rules.flaws import flawed, slip

_LINKED = re.compile(
    r"(?i:arxiv\.org/(?:abs|pdf|html)/)((?:[a-z-]+(?:\.[A-Z]{2})?/)?[\d.]*\d(?:v\d+)?)(?=\.pdf|[?#]|$)"
)
_CALLED = "arXiv identifier"


def check(case: Case) -> Iterator[Slip]:
    """An arXiv identifier of neither scheme."""
    yield from flawed(case, "arXiv", _CALLED, arxiv)
    for cited in case.reference.fields:
        linked = _LINKED.search(cited.text) if cited.name == "URL" else None
        if linked and (flaw := arxiv(linked[1])):
            likely = cited.text.replace(linked[1], flaw.likely) if flaw.likely else ""
            yield slip(case, cited, "link to arXiv", replace(flaw, likely=likely))


RULE = Rule(
    code="RC109",
    name="arxiv-malformed",
    severity=Severity.WARNING,
    needs=Needs.TEXT,
    since="0.1.0",
    check=check,
)
