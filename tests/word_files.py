"""Word files made by hand: paragraphs, runs, fields and lists, as small as they can be."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OPEN = (
    f'<w:{{}} xmlns:w="{SPACE}" xmlns:r="{_RELATED}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
ITEM: dict[str, object] = {
    "type": "article-journal",
    "title": "A study of small things in large rooms",
    "author": [{"family": "Smith", "given": "Ann B"}, {"family": "Jones", "given": "Carl D"}],
    "container-title": "Journal of Applied Tests",
    "volume": "13",
    "page": "100-109",
    "issued": {"date-parts": [["2010"]]},
    "DOI": "10.5555/study",
}
REFERENCE = "Smith AB, Jones CD. A study of small things in large rooms. J Appl Test 2010;12:100-9."
OTHER = "Baker B, Clark D. Another test of references in long lists of works. J Appl Test 2011;14:210-5."
THIRD = "Doe J, Roe R. The length of a list and what it costs to read. Ann Test 2012;3:30-41."


TAGS = ("<w:", "<m:", "<mc:", "<v:", "</w:")  # what begins so is markup


def run(text: str, properties: str = "") -> str:
    """A run; the properties are those of its characters."""
    said = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{said}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; what is no markup becomes a run."""
    said = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{said}{''.join(r if r.startswith(TAGS) else run(r) for r in runs)}</w:p>"


def item(number: str, *runs: str, level: int = 0) -> str:
    """A paragraph that stands in a numbered list."""
    said = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(*runs, properties=said)


def begin(data: str = "") -> str:
    """The sign that a field begins."""
    kept = f'<w:fldData xml:space="preserve">{data}</w:fldData>' if data else ""
    return f'<w:r><w:fldChar w:fldCharType="begin">{kept}</w:fldChar></w:r>'


def instruction(text: str, parts: int = 2) -> str:
    """What a field is to show, over several runs as Word writes it."""
    size = len(text) // parts + 1
    cut = [text[i : i + size] for i in range(0, len(text), size)]
    return "".join(f'<w:r><w:instrText xml:space="preserve">{escape(c)}</w:instrText></w:r>' for c in cut)


SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def shown(said: str, text: str, data: str = "") -> str:
    """A field in one paragraph."""
    return begin(data) + instruction(said) + SEPARATE + run(text) + END


def cited(item: Mapping[str, object] = ITEM) -> str:
    """What Zotero and Mendeley keep in the field of a citation."""
    return json.dumps({"citationID": "a", "citationItems": [{"id": 1, "itemData": item}]})


def packed(text: str) -> str:
    """A text in base64."""
    return base64.b64encode(text.encode()).decode()


def tracked(kind: str, *runs: str) -> str:
    """Runs that somebody has inserted ("ins") or deleted ("del")."""
    said = "".join(r if r.startswith(TAGS) else run(r) for r in runs)
    if kind == "del":
        said = said.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
    return f'<w:{kind} w:id="1" w:author="Ed" w:date="2024-01-01T00:00:00Z">{said}</w:{kind}>'


def level(at: int, form: str, text: str, *, start: int = 1, more: str = "") -> str:
    """One level of a kind of list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*kinds: str, lists: Mapping[str, str]) -> str:
    """The part for numbers; `lists` are those of the document with the kind that each is of, and what it overrides."""
    made = "".join(f'<w:abstractNum w:abstractNumId="{n}">{levels}</w:abstractNum>' for n, levels in enumerate(kinds))
    nums = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{said[0]}"/>{said[1:]}</w:num>'
        for number, said in lists.items()
    )
    return made + nums


def word(*body: str, links: Mapping[str, str] | None = None, **parts: str) -> bytes:
    """A file with these paragraphs, and parts such as `footnotes` by their names."""
    relations = [
        f'<Relationship Id="p{n}" Type="{_RELATED}/{name}" Target="{name}.xml"/>' for n, name in enumerate(parts)
    ]
    relations += [
        f'<Relationship Id="{name}" Type="{_RELATED}/hyperlink" Target="{escape(target)}" TargetMode="External"/>'
        for name, target in (links or {}).items()
    ]
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), *((name, name) for name in parts))
    )
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": _relations(
            f'<Relationship Id="m" Type="{_RELATED}/officeDocument" Target="word/document.xml"/>',
        ),
        "word/document.xml": f"{_OPEN.format('document')}<w:body>{''.join(body)}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(*relations),
        **{f"word/{name}.xml": f"{_OPEN.format(name)}{said}</w:{name}>" for name, said in parts.items()},
        "docProps/thumbnail.bin": "as it is",
    }
    return archive({name: text.encode() for name, text in members.items()})


def _relations(*said: str) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{"".join(said)}</Relationships>'


def archive(members: Mapping[str, bytes]) -> bytes:
    """A zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    """What an archive holds."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}
