"""The lines that announce a reference list, and those that say it is over."""

from __future__ import annotations

import re

_NUMBER = r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+|[IVX]{1,5}\.\s+|[A-Z]\.\s+|§\s*\d{1,3}\.?\s+)?"
_BEFORE = r"(?:<h\d[^<>]{0,80}>)?(?:\\(?:sub)?section\*?\{)?[\s#*_=>|]*" + _NUMBER + r"[*_]*"
_AFTER = r"(?:\s*\(?(?:continued|cont\.?|cont['’]d)\)?)?(?:\s*\(\d{1,4}\))?[\s:.*_=#}—–-]*(?:\{[^{}]{0,80}\})?\s*(?:</h\d>)?\s*"
_TITLE = (
    r"(?:(?:supplement(?:ary|al)|additional|further|selected|key|main|online|general|annotated|web|appendix)\s+(?:references?|bibliography|literature)(?:\s+cited)?"
    r"|references?(?:\s+(?:and\s+(?:notes|further\s+reading|recommended\s+reading)|cited|list|section))?|(?:notes|footnotes)\s+and\s+references|reference\s+list|cited\s+references"
    r"|references?\s+(?:for|in|of|from)\s+(?:the\s+)?(?:supplement\w*|appendi\w+|online|main|methods)\b.{0,40}|(?:further|suggested|recommended)\s+readings?|endnotes"
    r"|list\s+of\s+references|bibliograph(?:y|ies)|works\s+(?:cited|consulted)|sources(?:\s+cited)?|literature(?:\s+cited)?|cited\s+literature"
    r"|literatur(?:verzeichnis|angaben|liste)?|quellen(?:verzeichnis)?|références(?:\s+(?:bibliographiques|citées))?|bibliographie|referencias(?:\s+bibliográficas)?|bibliografía"
    r"|referências(?:\s+bibliográficas)?|bibliografia|riferimenti(?:\s+bibliografici)?|литература|список\s+(?:использованной\s+)?литературы|参考文献|參考文獻|참고문헌|referenser|litteratur(?:förteckning)?"
    r"|kirjallisuus|lähteet|referenties|literatuur(?:lijst)?|literatura|piśmiennictwo|kaynak(?:ça|lar))"
)
_HEADING = re.compile(_BEFORE + _TITLE + _AFTER, re.IGNORECASE)
_BEGINNING = re.compile(
    rf"{_BEFORE}{_TITLE}[*_]*\s*(?::[*_]*|[.—–-](?=\s)|(?=\s\[?\(?1[\]).]))[*_]*\s*(?=\S)", re.IGNORECASE
)
_END = re.compile(
    _BEFORE
    + r"(?:appendi(?:x|ces)\b.{0,60}|acknowledge?ments?|(?:authors?['’]?\s+)?contributions?|funding(?:\s+\w+)?|conflicts?\s+of\s+interests?(?:\s+statement)?|disclosures?"
    r"|(?:competing|declaration\s+of)\s+interests?|figure\s+(?:legends?|captions?)|figures?|tables?|supplement(?:ary|al)\b.{0,40}|supporting\s+information\b.{0,40}"
    r"|(?:figure|fig\.|table)\s+\w?\d{1,3}\s*[.:|].*|(?:about\s+the\s+authors?|author\s+(?:biograph(?:y|ies)|information|details|affiliations?)|biograph(?:y|ies)|biographical\s+(?:notes?|sketch(?:es)?))"
    r"|keywords.{0,30}:|abbreviations|additional\s+information|data\s+availability.{0,20}|(?:ethics|author)\s+statement|anhang|annex(?:e?s?|\s\w{1,3})|index|glossary|received\b.{0,40}\d{4}.*)"
    r"[\s:.*_=#}]*",
    re.IGNORECASE,
)

LONGEST = 120  # code points; a longer line is no heading


def heading(text: str) -> int | None:
    """Where the list begins on a line that announces it: at its end, or after "References: "; None if it does not."""
    if len(text) < LONGEST and _HEADING.fullmatch(text):
        return len(text)
    found = _BEGINNING.match(text[:LONGEST])
    return found.end() if found and found.end() < len(text) else None


def ending(text: str) -> bool:
    """Whether a line is a heading after which no references come."""
    return _END.fullmatch(text[:LONGEST]) is not None
