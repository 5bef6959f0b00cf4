"""Words of a title that hardly any work uses, and the much used word that each was probably meant to be."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from refcheck.parsing.species import EPITHET, GENUS
from refcheck.text import SILENT, Word, spelling, words

LONG = 6  # letters; among short words too many are one slip apart
LONGEST = 30  # letters; of a longer one there are too many neighbours to ask for
FEW = 10  # works that use a wrong word at most; large indexes hold the slips of others
TIMES = 1_000  # as many works must use the right word for each that uses the wrong one
OFTEN = 30  # works that must use a word for it to be taken for right
RIVAL = 20  # as many works must use it as use the next that is one slip away
TOGETHER = 2  # works that must use it together with a word beside it
BESIDE = 4  # words before and behind that count as beside
MOST = 2  # unknown words of a title; more mean that it is of a field or language that the works are not of
Ask = Callable[[Collection[str]], Mapping[str, int]]

ENDINGS = frozenset(
    """
    s es is ed d ing al ic ics ical ly y ies ive ion ions or ors er ers ist ists ism ous a um us i ae e ate ide
    ite ine in ase ose ol yl an en ene ane one ant ent ance ence ity age able ible ment oma omas omata oses osis
    ses sis tic atic otic etic ar ary ory n m t
    """.split()
)
HEAD = 4  # letters before an ending
_ENGLISH = frozenset(
    """
    the of and in for on with to by from at as is are an its their between during under into after through within
    using via based against toward towards among without upon how what when why does do can new
    """.split()
)
_FOREIGN = frozenset(
    """
    der die das und von im zur zum für des ein eine einer mit auf bei als aus den dem über le la les du et en dans
    pour une un sur au aux par el los las del una para por con di della dei il lo nella het een van voor os da dos em
    uma och för av med til og på na oraz
    """.split()
)
_CAPITAL = re.compile(r"(?<![\w.])([A-Z][a-z]*\.?)\s+$")
_SMALL = re.compile(r"\s+([a-z]+)\b")
_HYPHENS = "-‐–"
_SIGN_BEHIND = re.compile(rf"['’]|[/+.]\w|[{_HYPHENS}](?![a-z]{{4}})\w")
_SIGN_BEFORE = re.compile(rf"(\w+)?([{_HYPHENS}/'’+.])$")
# what is put before words with a hyphen
_PREFIX = re.compile(r"(?:\w{1,4}|\w*[aeiou]|inter|super|hyper|trans|under|cross|short)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meant:
    """A word of a title, the word that it was probably meant to be, and how many works use either."""

    word: Word
    right: str
    used: int
    right_used: int


def usage(title: str, ask: Ask) -> dict[str, int]:
    """How many works use the words of a title, what is one slip away from a rare one, and that with its neighbours.

    `ask` is given folded words, or several of them parted by blanks for the works that use all of them. What no
    work uses is left out but for the words themselves; nothing is known where nothing is answered.
    """
    found = words(title)
    counts = dict(ask({w.folded for w in found if _content(w)}))
    doubtful = _doubtful(title, counts)
    if doubtful:
        counts |= _used(ask({n for w in doubtful for n in neighbours(w.folded)}))
        likely = [(w, right) for w in doubtful if (right := _right(w.folded, counts))]
        counts |= _used(ask({f"{right} {beside}" for w, right in likely for beside in _beside(found, w)}))
    return counts


def meant(title: str, counts: Mapping[str, int]) -> Iterator[Meant]:
    """The words of a title that were probably meant to be others, by what `usage` told."""
    found = words(title)
    for word in _doubtful(title, counts):
        right = _right(word.folded, counts)
        if right and any(counts.get(f"{right} {beside}", 0) >= TOGETHER for beside in _beside(found, word)):
            yield Meant(word, right, counts[word.folded], counts[right])


def neighbours(word: str) -> set[str]:
    """All that is one slip away from a word: a letter lost, put in, another, or two of them swapped."""
    parts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    lost = {a + b[1:] for a, b in parts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    other = {a + c + b[1:] for a, b in parts if b for c in ascii_lowercase}
    put_in = {a + c + b for a, b in parts for c in ascii_lowercase}
    return (lost | swapped | other | put_in) - {word}


def inflected(word: str, right: str) -> bool:
    """Whether two words only end differently, each in a way that words end."""
    same = next((i for i, (a, b) in enumerate(zip(word, right, strict=False)) if a != b), min(len(word), len(right)))
    return any({word[i:], right[i:]} <= ENDINGS | {""} for i in range(max(HEAD, same - 3), same + 1))


def _used(counts: Mapping[str, int]) -> dict[str, int]:
    return {word: count for word, count in counts.items() if count}


def _content(word: Word) -> bool:
    return len(word.folded) > 2 and word.folded not in SILENT


def _beside(found: Sequence[Word], word: Word) -> Iterator[str]:
    at = found.index(word)
    near = (*found[max(0, at - BESIDE) : at], *found[at + 1 : at + 1 + BESIDE])
    yield from (w.folded for w in near if _content(w))


def _doubtful(title: str, counts: Mapping[str, int]) -> list[Word]:
    """The words of an English title that hardly any work uses; none where there are too many of them."""
    rare = [w for w in words(title) if LONG <= len(w.folded) <= LONGEST and counts.get(w.folded, FEW + 1) <= FEW]
    unknown = [w for w in rare if not counts[w.folded]]
    if len(unknown) > MOST or not _english(title):
        return []
    return [w for w in rare if _judged(title, w)]


def _right(word: str, counts: Mapping[str, int]) -> str:
    """The one much used word that is one slip away from a rare one and no form of it, or ""."""
    near = sorted(((count, n) for n in neighbours(word) if (count := counts.get(n, 0))), reverse=True)
    if not near:
        return ""
    (count, right), rival = near[0], near[1][0] if len(near) > 1 else 0
    much = count >= max(OFTEN, TIMES * counts[word], RIVAL * rival)
    # the first letter is seldom wrong, and makes another word: tracking and fracking, political and apolitical
    other = word[0] != right[0] or spelling(word) == spelling(right) or inflected(word, right)
    return right if much and not other else ""


def _english(title: str) -> bool:
    found = [w.folded for w in words(title)]
    foreign = sum(w in _FOREIGN for w in found)
    return foreign == 0 or sum(w in _ENGLISH for w in found) > 2 * foreign


def _judged(title: str, word: Word) -> bool:
    """Whether a word is neither a name, a species, an acronym, a formula, nor a part of a compound."""
    text, before, after = word.text, title[: word.start], title[word.end :]
    plain = text.isascii() and text.isalpha() and (text.islower() or text.istitle())
    if not plain or _joined(before, after):
        return False
    opens = not before.strip() or before.rstrip()[-1:] in ":.?!—–"
    if text.istitle() and not (opens or _in_capitals(title)):
        return False
    return not (_epithet(text, before) or (opens and _genus(text, after)))


def _joined(before: str, after: str) -> bool:
    """Whether signs join a word to others, but for whole words with a hyphen between them: "genome-wide"."""
    behind = _SIGN_BEHIND.match(after)
    front = _SIGN_BEFORE.search(before)
    return bool(behind or (front and (not front[1] or front[2] not in _HYPHENS or _PREFIX.match(front[1]))))


def _epithet(text: str, before: str) -> bool:
    """Whether a word may name a species, behind its genus."""
    genus = _CAPITAL.search(before)
    return bool(genus and GENUS.fullmatch(genus[1]) and EPITHET.fullmatch(text))


def _genus(text: str, after: str) -> bool:
    """Whether a word may name a genus, before its species."""
    species = _SMALL.match(after)
    return bool(species and GENUS.fullmatch(text) and EPITHET.fullmatch(species[1]))


def _in_capitals(title: str) -> bool:
    """Whether a title capitalises its words, so that a capital makes no name."""
    long = [w.text for w in words(title) if len(w.text) >= HEAD and w.text.isalpha()]
    return sum(w[0].isupper() for w in long) > 0.7 * len(long)
