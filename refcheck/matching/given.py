"""Given names that begin with different letters and may be one: nicknames, and spellings of another script."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from refcheck.parsing.names import initials
from refcheck.text import fold

# the letters that short forms of a name begin with, where they are not its own
_NICKNAMES = {
    "alexander": "sx", "alexandra": "s", "albert": "b", "alfred": "f", "andrew": "d", "ann": "n", "anne": "n",
    "anthony": "t", "anton": "t", "antonia": "t", "antonio": "t", "catherine": "k", "christina": "t",
    "christine": "t", "christopher": "k", "dmitry": "m", "edmund": "tn", "edward": "tn", "ekaterina": "k",
    "eleanor": "nl", "elena": "l", "elisabeth": "bl", "elizabeth": "bl", "ellen": "n", "enrique": "q",
    "eugene": "g", "evgeny": "z", "francisco": "p", "frederick": "r", "geoffrey": "j", "gerald": "j",
    "gerard": "j", "giuseppe": "bp", "helena": "l", "herbert": "b", "hubert": "b", "ignacio": "n", "isabel": "b",
    "isabella": "b", "jacob": "c", "james": "h", "johannes": "h", "jose": "p", "josef": "s", "joseph": "s",
    "luigi": "g", "magdalena": "l", "margaret": "dgp", "margarete": "g", "martha": "p", "mary": "p",
    "matilda": "t", "nicholas": "ck", "nikolaus": "k", "oliver": "n", "patricia": "t", "patrick": "p",
    "rebecca": "b", "richard": "d", "robert": "b", "sebastian": "b", "theresa": "r", "virginia": "g",
    "wilhelmina": "m", "william": "b", "zhenya": "e",
}  # fmt: skip
# letters that stand for one another when a name comes from another script, or another language
_ALIKE = ("eijy", "ckq", "ct", "fp", "ft", "gh", "bvw", "hx", "sz")
_WORD = re.compile(r"[^\W\d_]+")
NAMES = "given_names.txt"  # made by `python -m refcheck.matching.train.names`


@cache
def _given_names() -> frozenset[str]:
    return frozenset(files(__package__).joinpath(NAMES).read_text("utf-8").split())


def is_given_name(word: str) -> bool:
    """Whether a word is much rather a given name than a family name; of a name of several words, the first counts."""
    return fold(word.split()[0]) in _given_names() if word.split() else False


def may_be_one(a: str, b: str, *, alike: bool = True) -> bool:
    """Whether two given names, or their initials, can be one person's, in any order; what is not said can be all.

    Letters of two scripts are never said to differ; with `alike` those that stand for one another neither.
    """
    firsts, seconds = initials(a), initials(b)
    if not firsts or not seconds or not (firsts + seconds).isascii():
        return True
    if alike and any(firsts[0] in group and seconds[0] in group for group in _ALIKE):
        return True
    return _among(firsts[0], seconds, b) or _among(seconds[0], firsts, a)


def further_initials_differ(a: str, b: str) -> bool:
    """Whether both have several initials, and neither has those of the other in its order: "J. B." and "James D."."""
    firsts, seconds = initials(a), initials(b)
    if min(len(firsts), len(seconds)) < 2 or not (firsts + seconds).isascii():
        return False
    return not (_in_order(firsts, seconds) or _in_order(seconds, firsts))


def _in_order(few: str, many: str) -> bool:
    rest = iter(many)
    return all(letter in rest for letter in few)


def _among(letter: str, letters: str, given: str) -> bool:
    """Whether an initial is one of these letters, or may stand for one of these given names."""
    short = "".join(_NICKNAMES.get(word, "") for word in _WORD.findall(fold(given)))
    return letter in letters + short
