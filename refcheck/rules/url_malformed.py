"""Link that leads nowhere as it is printed.

What it checks: a link begins with http://, https:// or ftp:// (or with www.), once; names a host; and is not parted
by a blank or a line end. A stop behind it is no part of it. That the page is still there is not checked.

Why it matters: a click on it fails, and readers will not guess.

What to do: copy the address again from the browser.

Fix safety: the link without the slip, for review: where a blank was put in by mistake and where a link ends is a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from refcheck.contracts import Needs, Rule, Slip
from refcheck.finding import Confidence, Severity
from refcheck.forms import url
from refcheck.model import Case
from refcheck.rules.flaws import slip

_DOI_AS_HOST = re.compile(r"https?://\s?doi:\s?(?=10\.\d{4})", re.IGNORECASE)


def check(case: Case) -> Iterator[Slip]:
    """A link with a spoilt beginning, without a host, or in parts."""
    for cited in case.reference.fields:
        if cited.name == "URL" and (flaw := url(cited.text)):
            found = slip(case, cited, "link", flaw)
            # a text that is wrapped wraps its links too
            yield replace(found, severity=Severity.NOTE) if _wrapped(cited.text, flaw.likely) else found
    if wrong := _DOI_AS_HOST.search(case.reference.raw):
        message = f'"{wrong[0]}" begins no link; a DOI is linked as https://doi.org/10.…'
        yield Slip(case=case, message=message, confidence=Confidence.HIGH, field="DOI")


def _wrapped(cited: str, likely: str) -> bool:
    return "".join(re.split(r"\s*[\r\n]\s*", cited)) == likely


RULE = Rule(
    code="RC111",
    name="url-malformed",
    severity=Severity.WARNING,
    needs=Needs.TEXT,
    since="0.1.0",
    check=check,
)
