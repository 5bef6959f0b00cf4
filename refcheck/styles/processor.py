"""Lists printed by citeproc-py, and what of it has to be mended; its only importer beside the training."""

from __future__ import annotations

import re
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from refcheck.errors import BadSettings

if TYPE_CHECKING:
    from citeproc import CitationStylesBibliography

NAMES = ("author", "editor", "translator", "collection-editor", "container-author")
PARTS = ("family", "given", "suffix", "literal", "non-dropping-particle", "dropping-particle")
# what the processor knows what to do with
TEXTS = (
    "title container-title container-title-short collection-title publisher publisher-place volume issue page edition "
    "genre number note DOI URL ISBN ISSN PMID PMCID archive archive_location language"
).split()
DATES = ("issued", "accessed")
_CSL = "{http://purl.org/net/xbiblio/csl}"
_AFTER_QUOTE = re.compile(r"([”’])([.,])(?=\s|$)")
_DOUBLE = re.compile(r"([.,?!])([.,])([”’])")
_NUMBER = re.compile(r"^([(\[]?\d+[)\].]{0,2})(?=\S)")
_STOPS = re.compile(r"(?<![.…])\.\.(?!\.)")
# what citeproc-py can raise on an item or a style it makes no sense of
_FAILURES = (LookupError, AttributeError, TypeError, ValueError, RecursionError, NotImplementedError, AssertionError)


def printed(items: Sequence[Mapping[str, object]], path: Path, locale: str) -> str:
    """The items as a list in the style of that file; raises BadSettings where citeproc-py cannot print it."""
    _mended()
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON
    from lxml.etree import LxmlError

    try:
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of every field that it does not know
            style = CitationStylesStyle(str(_prepared(path, Path(folder))), locale=locale or None, validate=False)
        source = CiteProcJSON([_known(item, str(n)) for n, item in enumerate(items, 1)])
        listed = CitationStylesBibliography(style, source, formatter.plain)
        for n in range(1, len(items) + 1):
            listed.register(Citation([CitationItem(str(n))]))
        _sorted(listed)
        entries = [_punctuated(str(entry), locale) for entry in listed.bibliography()]
        if listed.style.root.bibliography.get("second-field-align"):  # which it sets no room for
            entries = [_NUMBER.sub(r"\1 ", entry) for entry in entries]
        return "".join(f"{entry}\n" for entry in entries)
    except (*_FAILURES, LxmlError, OSError) as error:
        said = f"{type(error).__name__}: {error}"
        raise BadSettings(f"{path}: citeproc-py cannot print in this style ({said}); try `--engine pandoc`") from None


def _sorted(listed: CitationStylesBibliography) -> None:
    """The list in the order that the style asks for, if it asks for one."""
    if listed.style.root.bibliography.find(f"{_CSL}sort") is not None:
        listed.sort()


def _known(item: Mapping[str, object], key: str) -> dict[str, object]:
    """The item with what the processor understands: it fails on fields, names and dates of other shapes."""
    kept: dict[str, object] = {"id": key, "type": item.get("type") or "document"}
    kept |= {name: str(item[name]) for name in TEXTS if item.get(name)}
    for role in NAMES:
        people = item.get(role)
        if isinstance(people, list) and people:
            kept[role] = [
                {part: str(p[part]) for part in PARTS if p.get(part)} for p in people if isinstance(p, Mapping)
            ]
    for name in DATES:
        if isinstance(date := item.get(name), Mapping):
            kept[name] = (
                date if date.get("date-parts") else {"literal": str(date.get("literal") or date.get("raw") or "")}
            )
    return kept


def _punctuated(entry: str, locale: str) -> str:
    """An entry with commas and stops before the closing quote, as American English has them, and none doubled."""
    entry = " ".join(entry.split())
    if locale in ("", "en-US"):
        entry = _DOUBLE.sub(r"\1\3", _AFTER_QUOTE.sub(r"\2\1", entry))
    return _STOPS.sub(".", entry)


def _prepared(path: Path, folder: Path) -> Path:
    """The style with the delimiters of its own dates made prefixes: citeproc-py drops them ("1994Jun")."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.parse(str(path), parser)
    dates = tree.getroot().findall(f"{_CSL}locale/{_CSL}date[@delimiter]")
    for date in dates:
        for part in date.findall(f"{_CSL}date-part")[1:]:
            part.set("prefix", date.get("delimiter", "") + part.get("prefix", ""))
    if not dates:
        return path
    made = folder / path.name
    tree.write(str(made), encoding="utf-8", xml_declaration=True)
    return made


@cache
def _mended() -> None:
    """Three faults of citeproc-py 0.11 mended: given names are shortened where a style forbids it; a title that stands
    in place of the author is printed twice; a last page with more digits than the first loses the wrong ones."""
    from citeproc import model

    initialize, repress = model.Name.initialize, model.Substitute.add_to_repressed_list
    shortened = model.FormatNumber._format_last_page

    def whole(self: model.Name, given: object, mark: object, context: object) -> object:
        return given if self.get("initialize") == "false" else initialize(self, given, mark, context)

    def last_page(self: model.FormatNumber, first: str, last: str) -> str:
        return shortened(self, first, last) if len(first) == len(last) else last

    def repressed(self: model.Substitute, child: model.Text, context: model.Layout) -> None:
        repress(self, child, context)
        macros = {m.get("name"): m for m in self.getroottree().getroot().findall(f"{_CSL}macro")}
        held = context.get_layout().repressed
        todo, seen = [child.get("macro")], set()
        while todo:
            name = todo.pop()
            if name not in macros or name in seen:
                continue
            seen.add(name)
            for text in macros[name].iter(f"{_CSL}text"):
                if text.get("variable") in ("title", "container-title"):
                    held.setdefault(text.tag, []).append(text.get("variable"))
                todo.append(text.get("macro"))

    model.Name.initialize, model.Substitute.add_to_repressed_list = whole, repressed
    model.FormatNumber._format_last_page = last_page
