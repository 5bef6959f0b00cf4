"""What macros print: accents, symbols, the names of journals, the macros of bibliography styles."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

from refcheck.macros import JOURNALS, OWN

if TYPE_CHECKING:  # pylatexenc is slow to load, and wanted for LaTeX only
    from pylatexenc.latexencode import UnicodeToLatexEncoder

logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)  # a character that has no macro is no news

# the combining characters that accents put over or under a letter
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "G": "\u030f", "C": "\u030f", "f": "\u0311", "U": "\u030d", "h": "\u0309",
}  # fmt: skip
SIGNS = {
    "&": "&", "$": "$", "{": "{", "}": "}", "#": "#", "_": "_", "%": "%", ",": " ", ";": " ", ":": " ", " ": " ",
    "\n": " ", "\t": " ", "\r": " ", "\\": " ", ">": " ",
}  # fmt: skip
# Macros by what they take, and what they print of the arguments; of any other macro all that stands in braces is
# printed. "*" is a star, "[", "(" and "<" what may stand in such brackets, "{" an argument, "v" one that is read as it
# stands, "w" one that may be a word without braces, "!" one that is read afterwards, "+" all of it again.
MACROS = {
    "url": ("v", "#1"),
    "path": ("v", "#1"),
    "nolinkurl": ("v", "#1"),
    "href": ("[v{", "#2"),
    "Eprint": ("v{", "#2"),
    "doi": ("v", "doi:#1"),
    "showDOI": ("{", "#1"),
    "arxiv": ("v", "arXiv:#1"),
    "arXiv": ("v", "arXiv:#1"),
    "bibinfo": ("{{", "#2"),
    "bibfield": ("{{", "#2"),
    "Doi": ("v{", "#2"),
    "foreignlanguage": ("{{", "#2"),
    "BIBforeignlanguage": ("{{", "#2"),
    "selectlanguage": ("{", ""),
    "textcolor": ("[{{", "#2"),
    "color": ("[{", ""),
    "texorpdfstring": ("{{", "#1"),
    "ensuremath": ("{", "#1"),
    "frac": ("{{", "#1/#2"),
    "enquote": ("*{", "“#1”"),
    "mkbibquote": ("{", "“#1”"),
    "footnote": ("[{", " (#1)"),
    "label": ("{", ""),
    "ref": ("{", ""),
    "eqref": ("{", ""),
    "pageref": ("{", ""),
    "autoref": ("{", ""),
    "cref": ("{", ""),
    "Cref": ("{", ""),
    "index": ("{", ""),
    "hypertarget": ("{{", "#2"),
    "hyperlink": ("{{", "#2"),
    "hspace": ("*{", " "),
    "vspace": ("*{", ""),
    "setlength": ("{{", ""),
    "addtolength": ("{{", ""),
    "setcounter": ("{{", ""),
    "addcontentsline": ("{{{", ""),
    "providecommand": ("*{[[{", ""),
    "newcommand": ("*{[[{", ""),
    "renewcommand": ("*{[[{", ""),
    "newenvironment": ("*{[[{{", ""),
    "renewenvironment": ("*{[[{{", ""),
    "includegraphics": ("*[[{", ""),
    "usepackage": ("[{[", ""),
    "documentclass": ("[{[", ""),
    "bibliographystyle": ("{", ""),
    "pagestyle": ("{", ""),
    "thispagestyle": ("{", ""),
    "begin": ("{", ""),
    "end": ("{", ""),
    "BibitemShut": ("{", ""),
    "SortNoop": ("{", ""),
    "noopsort": ("{", ""),
    "APACinsertmetastar": ("{", ""),
    "APACrefYearMonthDay": ("{{{", "(#1)"),
    "APACrefYear": ("{", "(#1)"),
    "APACrefatitle": ("{{", "#1"),
    "APACrefbtitle": ("{{", "#1"),
    "APACjournalVolNumPages": ("{{{{", "#1, #2(#3), #4"),
    "APACaddressPublisher": ("{{", "#1: #2"),
    "APACaddressInstitution": ("{{", "#1: #2"),
    "APACrefnote": ("{", "(#1)"),
    "APAChowpublished": ("{", "#1"),
    "APACaddressPublisherEqAuth": ("{{", "#1: #2"),
    "PrintOrdinal": ("{", "#1"),
    "PrintBackRefs": ("{", ""),
    "BBtitle": ("{", "#1"),
    "mbox": ("{", "#1"),
    "verb": ("", ""),
}  # fmt: skip
TARGETS = ("href", "Eprint", "Doi")  # what their first argument names is not printed; it is told


@cache
def symbols() -> dict[str, str]:
    """What macros without arguments print."""
    from pylatexenc.latex2text import get_default_latex_context_db

    known = ((spec.macroname, spec.simplify_repl) for spec in get_default_latex_context_db().iter_macro_specs())
    found = {n: text for n, text in known if isinstance(text, str) and "%" not in text and n.isalpha()}
    return found | JOURNALS | OWN


@cache
def macro(character: str) -> str:
    """The macro that prints a character; the character itself where there is none."""
    return str(_encoder().unicode_to_latex(character))


@cache
def _encoder() -> UnicodeToLatexEncoder:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    return UnicodeToLatexEncoder(unknown_char_policy="keep", unknown_char_warning=False)
