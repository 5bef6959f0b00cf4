"""LaTeX in the values of BibTeX as plain text; the only importer of pylatexenc."""

from __future__ import annotations

import logging
import re
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexWalker
from pylatexenc.latexwalker import get_default_latex_context_db as get_macros
from pylatexenc.macrospec import LatexContextDb, std_macro

logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)  # what it cannot print is left out, and not news
LONGEST = 20_000  # characters of a value; what is longer is not worth the time that macros take
DASHES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))
_MATH = re.compile(r"(?<!\\)\$([^$]*)(?<!\\)\$")
_ALONE = re.compile(r"(?<!\\)[%&$]")  # in a bibliography they mean themselves far oftener than LaTeX's marks
_RAISED = re.compile(r"(?<!\\)[_^]|\\mathrm\b")
_MACRO = re.compile(r"\\(?:[A-Za-z]+ ?|.)", re.DOTALL)
_BLANKS = re.compile(r"\s+")


def plain(value: str) -> str:
    """The text that LaTeX would print; never raises, what it makes no sense of is left out."""
    if "\\" in value or "$" in value:
        value = _converted(value)
    for typed, meant in DASHES:
        value = value.replace(typed, meant)
    return _BLANKS.sub(" ", value.replace("{", "").replace("}", "").replace("~", " ")).strip()


def _converted(value: str) -> str:
    """The value without macros; their names are dropped where they cannot be read."""
    # H$_2$O is printed as H2O
    maths = _MATH.sub(lambda m: rf"\({_RAISED.sub('', m[1])}\)", value)
    prepared = _ALONE.sub(r"\\\g<0>", maths)
    if len(value) <= LONGEST:
        try:
            nodes = LatexWalker(prepared, latex_context=_walked(), tolerant_parsing=True).get_latex_nodes()[0]
            return str(_writer().nodelist_to_text(nodes))
        # what it raises on macros without their arguments (LookupError, AttributeError …) and a thousand braces
        except (LookupError, AttributeError, TypeError, ValueError, RecursionError):
            pass
    return _MACRO.sub(lambda m: m[0][1:] if len(m[0]) == 2 and not m[0][1].isalpha() else " ", value).replace("$", "")


@cache
def _walked() -> LatexContextDb:
    """The macros with their arguments; the library's own table does not know \\href."""
    known = get_macros()
    known.add_context_category("own", prepend=True, macros=[std_macro("href", "{{"), std_macro("mbox", "{")])
    return known


@cache
def _writer() -> LatexNodes2Text:
    """What macros print; \\href prints its text, and \\url no brackets."""
    known = get_default_latex_context_db()
    printed = [MacroTextSpec("href", "%(2)s"), MacroTextSpec("url", "%s"), MacroTextSpec("mbox", "%s")]
    known.add_context_category("own", prepend=True, macros=printed)
    return LatexNodes2Text(latex_context=known, math_mode="text")
