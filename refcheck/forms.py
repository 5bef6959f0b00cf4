"""The forms of identifiers: what is wrong with one as it is printed, and what it was probably meant to be."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from refcheck.text import LOOKALIKES, read_as_digits


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong, in words; `likely` is the identifier without the slip, "" where it could be several."""

    said: str
    likely: str = ""


Form = Callable[[str], Flaw | None]
Check = Callable[[str], str]  # from the digits before it to the check digit
_PARTING = re.compile(r"[\s\-\u2010-\u2015]")
_STATED = re.compile(r"\d+[\dX]")  # digits, with a check digit that may be an X


def check_10(digits: str) -> str:
    """The check digit of an ISBN of ten digits (ISO 2108, before 2007)."""
    return _modulo_11(_weighed(digits, range(10, 1, -1)))


def check_13(digits: str) -> str:
    """The check digit of an ISBN of thirteen digits (ISO 2108), which is an EAN."""
    return str(-_weighed(digits, (1, 3) * 6) % 10)


def check_issn(digits: str) -> str:
    """The check digit of an ISSN (ISO 3297)."""
    return _modulo_11(_weighed(digits, range(8, 1, -1)))


def check_orcid(digits: str) -> str:
    """The check digit of an ORCID iD (ISO 7064, mod 11-2)."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    return _modulo_11(total - 1)


def _weighed(digits: str, weights: Sequence[int]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True))


def _modulo_11(total: int) -> str:
    return "0123456789X"[-total % 11]


def isbn(text: str) -> Flaw | None:
    """What is wrong with an ISBN."""
    bare = _bare(text)
    if flaw := _misread(text, _ISBN):
        return flaw
    if len(bare) == 9 and _checked(f"0{bare}", _ISBN):
        return Flaw("an SBN; the ISBN has a zero before it", f"0-{text}" if "-" in text else f"0{text}")
    if len(bare) not in _ISBN:
        return _doubled(text, _ISBN) or Flaw(f"{len(bare)} digits; an ISBN has 10 or 13")
    if len(bare) == 13 and not bare.startswith(("978", "979")):
        return Flaw("an ISBN of 13 digits begins with 978 or 979")
    if len(bare) == 13 and _checked(bare[3:], {10: check_10}) and not _checked(bare, _ISBN):
        last = check_13(bare[:-1])
        return Flaw(f"its check digit is that of ten digits, with {bare[:3]} it is {last}", text[:-1] + last)
    return _unchecked(bare, _ISBN)


def issn(text: str) -> Flaw | None:
    """What is wrong with an ISSN."""
    bare = _bare(text)
    if flaw := _misread(text, _ISSN):
        return flaw
    if len(bare) not in _ISSN:
        return _doubled(text, _ISSN) or Flaw(f"{len(bare)} digits; an ISSN has 8")
    return _unchecked(bare, _ISSN)


def orcid(text: str) -> Flaw | None:
    """What is wrong with an ORCID iD."""
    bare = _bare(text)
    if flaw := _misread(text, _ORCID):
        return flaw
    if len(bare) not in _ORCID:
        return _doubled(text, _ORCID) or Flaw(f"{len(bare)} digits; an ORCID iD has 16")
    return _unchecked(bare, _ORCID)


_ISBN: dict[int, Check] = {10: check_10, 13: check_13}
_ISSN: dict[int, Check] = {8: check_issn}
_ORCID: dict[int, Check] = {16: check_orcid}


def _bare(text: str) -> str:
    return _PARTING.sub("", text).upper()


def _checked(bare: str, checks: dict[int, Check]) -> bool:
    """Whether the check digit is what the others make it."""
    check = checks.get(len(bare))
    return bool(check and _STATED.fullmatch(bare) and check(bare[:-1]) == bare[-1])


def _misread(text: str, checks: dict[int, Check]) -> Flaw | None:
    """A letter that looks like a digit, where the number is right with the digit."""
    head, last = (text[:-1], "X") if text[-1:] in ("x", "X") else (text, "")
    read = "".join(LOOKALIKES.get(c, c) for c in head) + last
    if _STATED.fullmatch(_bare(text)) or not _checked(_bare(read), checks):
        return None
    return Flaw("a letter for a digit", read)


def _doubled(text: str, checks: dict[int, Check]) -> Flaw | None:
    """A digit that stands twice, where the number is right with one of the two, and of one pair only."""
    shorter = {text[:i] + text[i + 1 :] for i in range(1, len(text)) if text[i] == text[i - 1]}
    right = [t for t in shorter if _checked(_bare(t), checks)]
    return Flaw("a digit is doubled", right[0]) if len(right) == 1 else None


def _unchecked(bare: str, checks: dict[int, Check]) -> Flaw | None:
    if _checked(bare, checks):
        return None
    if not _STATED.fullmatch(bare):
        return Flaw("a letter among its digits")
    return Flaw(f"the check digit is {bare[-1]}, and by the digits before it would be {checks[len(bare)](bare[:-1])}")


# a number with a letter that looks like a digit, and one made of them; other letters are a journal's own
_SPOILT = re.compile(r"(?=.*\d)(?=.*[iIlLoO|!])[\diIlLoO|!]+|(?=.*l)[lO|]{1,3}")


def misread(text: str) -> str:
    """The number that a volume or issue was meant to be, in which letters stand where digits must; "" if none do."""
    return read_as_digits(text) if _SPOILT.fullmatch(text) else ""


# arXiv: https://info.arxiv.org/help/arxiv_identifier.html
_ARCHIVES = frozenset(
    """
    acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga
    econ eess funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics
    plasm-ph q-alg q-bio q-fin quant-ph solv-int stat supr-con
    """.split()
)
_VERSION = re.compile(r"v\d+$", re.IGNORECASE)
_OLD = re.compile(r"([a-z-]+)(?:\.[a-z]{2})?/(\d{2})(\d{2})(\d{3})", re.IGNORECASE)
_NEW = re.compile(r"(\d{2})(\d{2})\.(\d+)")
_LOST_POINT = re.compile(r"(\d{4})[,;]?(\d{4,5})")
_LONGER = 1500  # from the year and month after it, numbers have five digits


def arxiv(text: str) -> Flaw | None:
    """What is wrong with an arXiv identifier, of either scheme."""
    bare = _VERSION.sub("", text)
    if old := _OLD.fullmatch(bare):
        if old[1].lower() not in _ARCHIVES:
            return Flaw(f'"{old[1]}" is no archive of arXiv')
        return None if _month(old[3]) and (old[2] >= "91" or old[2] <= "07") else Flaw(_no_month(old[2], old[3]))
    if new := _NEW.fullmatch(bare):
        return _new(*new.groups())
    if both := re.fullmatch(r"[a-z-]+(?:\.[a-z]{2})?/(\d{4}\.\d{4,5})", bare, re.IGNORECASE):
        return Flaw("a number of the new scheme stands without its archive", both[1])
    if lost := _LOST_POINT.fullmatch(bare):
        likely = f"{lost[1]}.{lost[2]}"
        # without the point eight digits may be a date
        if not _new(lost[1][:2], lost[1][2:], lost[2]) and not re.match(r"(?:19|20)\d\d(?:0\d|1[0-2])", bare):
            return Flaw("the point is missing" if bare.isdigit() else "a comma for the point", likely)
    return None


def _new(year: str, month: str, number: str) -> Flaw | None:
    """What is wrong with the parts of YYMM.number; the scheme began in April 2007."""
    today = datetime.datetime.now(datetime.UTC)
    if not _month(month) or not 704 <= int(year + month) <= (today.year % 100) * 100 + today.month:
        return Flaw(_no_month(year, month))
    digits = 5 if int(year + month) > _LONGER else 4
    if len(number) == digits:
        return None
    return Flaw(f"{len(number)} digits behind the point; numbers of 20{year} have {digits}")


def _month(text: str) -> bool:
    return "01" <= text <= "12"


def _no_month(year: str, month: str) -> str:
    return f'"{year}{month}" is no year and month of the scheme'


_PMC = re.compile(r"(?:PMC)*(\d+)", re.IGNORECASE)


def pmid(text: str) -> Flaw | None:
    """What is wrong with a PubMed number: one to eight digits, and no more."""
    if text.isdigit():
        return None if len(text) <= 8 else Flaw(f"{len(text)} digits; a PMID has at most 8")
    read = "".join(LOOKALIKES.get(c, c) for c in text)
    if read.isdigit() and len(read) <= 8 and sum(c.isdigit() for c in text) > len(text) / 2:
        return Flaw("a letter for a digit", read)
    return Flaw("a PMID is made of digits")


def pmcid(text: str) -> Flaw | None:
    """What is wrong with a PubMed Central number: PMC and one to eight digits."""
    found = _PMC.fullmatch(text)
    if not found or len(found[1]) > 8:
        return Flaw("a PMCID is PMC with at most 8 digits behind it")
    if text.upper() == f"PMC{found[1]}":
        return None
    said = '"PMC" stands twice' if text.upper().startswith("PMC") else '"PMC" is missing before it'
    return Flaw(said, f"PMC{found[1]}")


_LINK = re.compile(r"(?:h{1,2}t{1,3}p{1,2}s{0,2}|ttps?|hpps?|ftp)[:;/]|www\.", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z]+)([:;]?)(/*)(.*)", re.IGNORECASE)
_REPEATED = re.compile(r"(?:(?:https?|ftp)[:;]?/{0,3}){1,3}(?=(?:https?|ftp):?//)", re.IGNORECASE)
_HOST = re.compile(r"(?:[^/@?#]*@)?(\[[^\]]*\]|[^/?#:]*)")
_LABEL = re.compile(r"[\w-]+")
_WHOLE = re.compile(r"\.(?:[^\W\d_]{2,6}|\d{1,3})$|^\[|^localhost$")
_SLIPS_IN_HOST = re.compile(r",+|\.{2,}")


def url(text: str) -> Flaw | None:
    """What is wrong with a link; that it ends in a stop, or lacks its scheme, is not."""
    whole = "".join(text.split())
    if not _LINK.match(whole):
        return None
    parted = "it is parted by a line end" if re.search(r"[\r\n]", text) else "it is parted by a blank"
    if repeated := _REPEATED.match(whole):
        return Flaw("it begins twice", whole[repeated.end() :])
    if not whole.lower().startswith("www.") and (flaw := _scheme(whole)):
        return flaw
    host = _HOST.match(re.sub(r"^[a-z]+://", "", whole, flags=re.IGNORECASE))
    name = host[1] if host else ""
    if flaw := _host(whole, name):
        return flaw
    # where the host is not whole yet, more of it stands behind
    return Flaw(parted, whole if _WHOLE.search(name) else "") if whole != text else None


def _scheme(whole: str) -> Flaw | None:
    found = _SCHEME.fullmatch(whole)
    if not found:
        return None
    name, colon, slashes, rest = found.groups()
    if (name.lower(), colon, slashes) in ((n, ":", "//") for n in ("http", "https", "ftp")):
        return None
    if name.lower() in ("http", "https", "ftp"):
        return Flaw(f'"{name}{colon}{slashes}" for "{name}://"', f"{name}://{rest}")
    meant = "https" if name.lower().endswith("s") else "http"
    return Flaw(f'"{name}" for "{meant}"', f"{meant}://{rest}")


def _host(whole: str, host: str) -> Flaw | None:
    labels = host.removesuffix(".").split(".")
    if host.startswith("[") or host == "localhost" or (len(labels) > 1 and all(map(_LABEL.fullmatch, labels))):
        return None
    mended = _SLIPS_IN_HOST.sub(".", host)
    if mended != host and _host(whole, mended) is None:
        return Flaw(f'"{host}" is no host', whole.replace(host, mended, 1))
    return Flaw(f'"{host}" is no host' if host else "it names no host")
