"""What the elements of HTML are to a reader of lines: blocks, items, or not shown at all."""

from __future__ import annotations

import re

from refcheck.markup import Open

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table"
    " tbody tfoot thead tr ul".split()
)
CELLS = frozenset({"td", "th"})
HIDDEN = frozenset(
    "head script style template noscript svg math iframe object select textarea button nav canvas audio video".split()
)
ASIDES = frozenset({"aside", "footer"})  # what stands beside the text, of which most is not part of it
ITEMS = frozenset({"li", "dd"})
# an element that begins ends these where they are open: nobody needs to write their end
_ENDED = {"li": {"li"}, "dd": {"dd", "dt"}, "dt": {"dd", "dt"}, "tr": {"tr", "td", "th"}, "td": {"td", "th"}}
_ENDED["th"] = _ENDED["td"]
# … but not beyond these
LIMITS = frozenset("ol ul dl menu table body html".split())

_ENTRY = re.compile(
    r"(?:^|\s)(?:csl-entry|ltx_bibitem|biblioentry|bibliomixed|bib-?item|citation"
    r"|ref(?:erence)?[-_]?(?:item|entry|content|container))(?:\s|$)",
    re.IGNORECASE,
)
_ENTRY_ID = re.compile(r"(?:cite_note|ref|bib|cit|cr|b|r|rf)[-_.]?\d{1,4}", re.IGNORECASE)
# the way back from a note to the text; what only those hear who do not see the page
_UNSEEN = re.compile(
    r"(?:^|\s)(?:mw-cite-backlink|mw-editsection|cite-accessibility-label|footnote-?back(?:ref|link)?|reversefootnote"
    r"|sr-only|(?:u-)?visually-?hidden|screen-reader-text|fn-backref|backlink)(?:\s|$)",
    re.IGNORECASE,
)
_OF_LABEL = re.compile(r"(?:^|[\s_-])(?:label|bullet|order|number|refnum)(?:$|\s)", re.IGNORECASE)
_FIGURE = re.compile(r"(?:^|[\s_-])(?:fig|figure|table-wrap|caption)(?:$|[\s_-])", re.IGNORECASE)
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_UNMARKED = re.compile(r"list-style(?:-type)?\s*:[^;]*\bnone\b", re.IGNORECASE)


def ended(name: str) -> set[str]:
    """The elements that end where one of this name begins."""
    return _ENDED.get(name, {"p"} if name in BLOCKS else set())


def unseen(tag: Open) -> bool:
    """Whether a page does not show an element."""
    return (
        tag.name in HIDDEN
        or "hidden" in tag.attributes
        or tag.get("role") == "doc-backlink"
        or _UNSEEN.search(tag.get("class")) is not None
        or _NOT_DISPLAYED.search(tag.get("style")) is not None
    )


def item(tag: Open) -> bool:
    """Whether an element is one entry of a list: what stands in it belongs together."""
    if tag.name in ITEMS or tag.get("role") == "doc-biblioentry":
        return True
    return tag.name in BLOCKS and bool(_ENTRY.search(tag.get("class")) or _ENTRY_ID.fullmatch(tag.get("id")))


def unmarked(tag: Open) -> bool:
    """Whether a list shows no numbers."""
    return _UNMARKED.search(tag.get("style")) is not None


def labels(tag: Open) -> bool:
    """Whether an element is the number of an entry, which need not be parted from it by a blank."""
    return tag.name == "span" and _OF_LABEL.search(tag.get("class")) is not None


def figure(tag: Open) -> bool:
    """Whether an element is a figure or its legend, whose blocks follow one another closely."""
    return tag.name in ("figure", "figcaption") or (tag.name == "div" and bool(_FIGURE.search(tag.get("class"))))
