"""RIS, MEDLINE, CSL-JSON, CSL-YAML, EndNote and PubMed as documents: what is read, where it stands, what is changed."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, SHARED
from hypothesis import given
from hypothesis import strategies as st

from refcheck import api, formats
from refcheck.errors import UnreadableDocument
from refcheck.finding import Change
from refcheck.model import Document, Name, Span
from refcheck.reading import Places, Unplaced

SAMPLES = ROOT / "fixtures" / "formats"
FILES = ("library.ris", "library.nbib", "library.csl.json", "library.csl.yaml", "endnote.xml", "pubmed.xml")
FORMATS = ("ris", "nbib", "csljson", "cslyaml", "endnote", "pubmed")
REAL = sorted((SHARED / "data" / "docs").glob("ris/*/*.ris"))


def sample(name: str) -> str:
    return (SAMPLES / name).read_bytes().decode()


def changed(text: str, name: str, *changes: tuple[int, str, str, str]) -> str:
    document = api.parse(text.encode(), name)
    after = formats.named(document.format).rewrite(document, [Change(*change) for change in changes])
    return after.decode()


def in_file(document: Document, n: int, field: str) -> str:
    """The characters of the file that a field stands for."""
    reference = document.references[n - 1]
    found = next(f for f in reference.fields if f.name == field)
    start = reference.span.start
    span = document.located(Span(start + found.start, start + found.end))
    return document.written[span.start : span.end]


PRINTED = {
    "library.ris": [
        "[adams2001] Adams, Bo C.; World Office of Things; Müller, K., Jr. A study of small things & large rooms. "
        "Journal of Things. 2001;12(3):10-19. https://doi.org/10.5555/A.1. 1234-5679 1234-5660. http://example.org/a.",
        "Baker, D; Clark, E; et al. Things. Press; 2003. 978-3-16-148410-0.",
        "No end. :e12. https://doi.org/10.5555/c.",
    ],
    "library.nbib": [
        "Adams, Bo C Jr; Müller, Karla; World Office of Things. A study of small things and large rooms. Journal of "
        "things. 2001;12(3):10-9. 10.5555/A.1. 11111111. 1234-5679.",
        "Baker D. Things. Press; 2003. 22222222. 978-3-16-148410-0.",
    ],
    "library.csl.json": [
        '[adams2001] Adams, Bo C.; Müller, Karla; World Office of Things. A "study" of small things & large rooms. '
        "Journal of Things. 2001;12(3):10-19. 1234-5679 1234-5660.",
        "[b] van Berg, D, Jr. Things. Press; 2003. https://doi.org/10.5555/B.",
    ],
    "library.csl.yaml": [
        '[adams2001] Adams, Bo C.; O\'Brian, Karla. A study: "small" things. Journal of Things. 2001;12:10-19.',
        "[b] Baker, D. Things. 2003.",
        "[c] World Office of Things. A long title.",
    ],
    "endnote.xml": [
        "Adams, Bo C.; World Office of Things. A study of small things & rooms. Journal of Things. 2001;12(3):10-19. "
        "1234-5679 1234-5660.",
        "Baker, D. Things. Press; 2003.",
    ],
    "pubmed.xml": [
        "Adams, Bo C, Jr; Baker, D; Office of Things. A study of small things & H2O. Journal of things. 2001;12(3):"
        "10-9. 10.5555/A.1. 11111111. 1234-5679.",
        "Clark, Ed. Parts. Things. Press; 2003. 33333333.",
    ],
}
UNREAD = {
    "library.ris": [("stands in no record, for no TY is before it: TI  - Lost", 23)],
    "library.nbib": [("no record: neither a title nor a journal is stated: OWN - NLM", 27)],
    "library.csl.json": [
        ("no reference: an object is expected", 22),
        ("no reference: neither title, author, container-title nor DOI", 24),
    ],
    "library.csl.yaml": [("no reference: a map is expected", 23)],
    "endnote.xml": [("a broken record: </record> where <broken> is open", 1)],
    "pubmed.xml": [("an article without its end", 25)],
}


@pytest.mark.parametrize(("name", "kind"), list(zip(FILES, FORMATS, strict=True)))
def test_each_record_is_a_reference_and_what_is_none_is_told(name: str, kind: str) -> None:
    document = api.read(str(SAMPLES / name))
    assert (document.format, document.listing, document.notes) == (kind, True, ())
    assert [r.raw for r in document.references] == PRINTED[name]
    places = Places(document)
    assert [(u.said, places.span(u.span)[0].line) for u in document.unread] == UNREAD[name]
    for reference in document.references:
        assert len(reference.work.author) == sum(f.name == "author" for f in reference.fields)


def test_works_are_those_of_the_bibliographies() -> None:
    ris = api.read(str(SAMPLES / "library.ris")).references
    assert ris[0].work.author == (
        Name("Adams", "Bo C."),
        Name(literal="World Office of Things"),
        Name("Müller", "K.", "Jr"),
    )
    assert (ris[0].work.DOI, ris[0].work.other_container_titles) == ("10.5555/a.1", ("J Things",))
    assert (ris[1].work.et_al, ris[1].work.type, ris[2].work.DOI) == (True, "book", "10.5555/c")
    nbib = api.read(str(SAMPLES / "library.nbib")).references
    assert nbib[0].work.author[0] == Name("Adams", "Bo C", "Jr")
    assert (nbib[0].work.other_titles, nbib[1].work.author) == (("Une étude",), (Name("Baker", "D"),))
    assert [r.work.type for r in nbib] == ["article-journal", "book"]
    (first, second) = api.read(str(SAMPLES / "library.csl.json")).references
    assert (second.work.author, first.work.title) == (
        (Name("van Berg", "D", "Jr"),),
        'A "study" of small things & large rooms',
    )


@pytest.mark.parametrize(
    ("name", "n", "field", "written"),
    [
        ("library.ris", 1, "title", "A study of <i>small</i> things &amp; large\r\n rooms"),
        ("library.ris", 1, "issued", "2001"),
        ("library.ris", 1, "page", "10\r\nEP  - 19"),
        ("library.ris", 1, "DOI", "10.5555/A.1"),
        ("library.ris", 3, "DOI", "10.5555/c"),
        ("library.nbib", 1, "title", "A study of small things and\n      large rooms"),
        ("library.nbib", 1, "DOI", "10.5555/A.1"),
        ("library.csl.json", 1, "title", 'A \\"study\\" of <i>small</i> things &amp; large rooms'),
        ("library.csl.json", 1, "volume", "12"),
        ("library.csl.json", 2, "issued", "2003"),
        ("library.csl.yaml", 1, "issued", "2001"),
        ("library.csl.yaml", 1, "page", "10-19"),
        ("endnote.xml", 1, "ISSN", "1234-5679"),
        ("pubmed.xml", 1, "title", "A study of <i>small</i> things &amp; H<sub>2</sub>O"),
    ],
)
def test_every_field_knows_where_it_stands(name: str, n: int, field: str, written: str) -> None:
    assert in_file(api.read(str(SAMPLES / name)), n, field) == written


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_without_a_change_the_bytes_are_the_same(name: str, ends: str, encoding: str) -> None:
    text = sample(name).replace("\r\n", "\n").replace("\n", ends).replace('encoding="UTF-8"', "")
    data = text.encode(encoding)
    document = api.parse(data, name)
    assert [r.raw for r in document.references] == PRINTED[name]
    assert formats.named(document.format).rewrite(document, ()) == data


FIELDS = [
    (
        "library.ris",
        (1, "title", "A study of small things & large rooms", "A study of tall things & large room"),
        "<i>small</i> things &amp; large\r\n rooms",
        "<i>tall</i> things &amp; large\r\n room",
    ),
    ("library.ris", (1, "page", "10-19", "10-21"), "EP  - 19", "EP  - 21"),
    ("library.ris", (1, "DOI", "10.5555/A.1", "10.5555/a.2"), "10.5555/A.1", "10.5555/a.2"),
    (
        "library.ris",
        (2, "DOI", "", "10.5555/b"),
        "SN - 978-3-16-148410-0\r\n",
        "SN - 978-3-16-148410-0\r\nDO - 10.5555/b\r\n",
    ),
    (
        "library.nbib",
        (1, "title", "A study of small things and large rooms", "A study of small things and tall rooms"),
        "      large",
        "      tall",
    ),
    ("library.nbib", (1, "DOI", "10.5555/A.1", "10.5555/a.2"), "10.5555/A.1", "10.5555/a.2"),
    ("library.nbib", (2, "DOI", "", "10.5555/b"), "PT  - Book\n", "PT  - Book\nAID - 10.5555/b [doi]\n"),
    (
        "library.csl.json",
        (1, "title", 'A "study" of small things & large rooms', 'A "story" of small things & "large" rooms'),
        '\\"study\\" of <i>small</i> things &amp; large',
        '\\"story\\" of <i>small</i> things &amp; \\"large\\"',
    ),
    ("library.csl.json", (1, "volume", "12", "13"), '"volume": 12', '"volume": 13'),
    ("library.csl.json", (1, "DOI", "", "10.5555/a"), '"1234-5660"]\n', '"1234-5660"],\n    "DOI": "10.5555/a"\n'),
    ("library.csl.yaml", (1, "volume", "12", "13"), "volume: 12", "volume: 13"),
    ("library.csl.yaml", (1, "title", 'A study: "small" things', 'A study: "tall" things'), "small", "tall"),
    ("library.csl.yaml", (1, "DOI", "", "10.5555/a"), "volume: 12\n", "volume: 12\n  DOI: 10.5555/a\n"),
    ("library.csl.yaml", (2, "DOI", "", "10.5555/b#"), "title: Things,", 'title: Things, DOI: "10.5555/b#",'),
    ("endnote.xml", (1, "title", "A study of small things & rooms", "A study of tall things & halls"), None, None),
    (
        "endnote.xml",
        (1, "DOI", "", "10.5555/<a>"),
        "</urls></record>",
        "</urls><electronic-resource-num>10.5555/&lt;a&gt;</electronic-resource-num></record>",
    ),
    (
        "endnote.xml",
        (2, "DOI", "", "10.5555/b"),
        "  </dates>\n</record>",
        "  </dates>\n  <electronic-resource-num>10.5555/b</electronic-resource-num>\n</record>",
    ),
    ("pubmed.xml", (1, "DOI", "10.5555/A.1", "10.5555/a.2"), "10.5555/A.1", "10.5555/a.2"),
    (
        "pubmed.xml",
        (2, "DOI", "", "10.5555/c"),
        '"pubmed">33333333</ArticleId>',
        '"pubmed">33333333</ArticleId><ArticleId IdType="doi">10.5555/c</ArticleId>',
    ),
]


@pytest.mark.parametrize(("name", "change", "old", "new"), FIELDS)
def test_a_change_touches_the_characters_it_names(
    name: str, change: tuple[int, str, str, str], old: str | None, new: str | None
) -> None:
    text = sample(name)
    after = changed(text, name, change)
    if old and new:
        assert after == text.replace(old, new)
    reference = api.parse(after.encode(), name).references[change[0] - 1]
    assert change[3] in [f.text for f in reference.fields if f.name == change[1]]


LISTS = [
    (
        "library.ris",
        1,
        "Adams, Bo C.; World Office of Things; Müller, K., Jr",
        "Adams, Bo C.; Clark, E.; World Office of Things",
        "AU  - World Office of Things\r\nAU  - Müller, K., Jr\r\n",
        "AU  - Clark, E.\r\nAU  - World Office of Things\r\n",
    ),
    ("library.ris", 1, "World Office of Things", "World Bureau of Things", "World Office", "World Bureau"),
    ("library.ris", 2, "Baker, D; Clark, E", "Clark, E; Baker, D", "Baker, D; Clark, E;", "Clark, E; Baker, D;"),
    (
        "library.ris",
        2,
        "Baker, D; Clark, E; et al.",
        "Baker, D; Clark, E; Dole, F",
        "Clark, E; et al.",
        "Clark, E; Dole, F",
    ),
    (
        "library.nbib",
        1,
        "Müller, Karla",
        "Möller, Carla",
        "FAU - Müller, Karla\nAU  - Müller K",
        "FAU - Möller, Carla\nAU  - Möller C",
    ),
    ("library.nbib", 2, "Baker D", "Baker D; World Office", "AU  - Baker D\n", "AU  - Baker D\nCN  - World Office\n"),
    (
        "library.nbib",
        1,
        "Adams, Bo C Jr; Müller, Karla; World Office of Things",
        "Müller, Karla; World Office of Things",
        "FAU - Adams, Bo C Jr\nAU  - Adams BC Jr\nAD  - Office of Things,\n      Somewhere.\n",
        "",
    ),
    (
        "library.csl.json",
        1,
        "Adams, Bo C.; Müller, Karla; World Office of Things",
        "Müller, Karla; Adams, Bo C.; World Office of Things",
        None,
        None,
    ),
    ("library.csl.json", 1, "Müller, Karla", "Müler, Karla", "M\\u00fcller", "M\\u00fcler"),
    (
        "library.csl.json",
        1,
        "World Office of Things",
        "Clark, E.",
        '{"literal": "World Office of Things"}',
        '{"family": "Clark", "given": "E."}',
    ),
    ("library.csl.json", 2, "van Berg, D, Jr", "van Borg, D, Jr", '"Berg"', '"Borg"'),
    (
        "library.csl.json",
        2,
        "van Berg, D, Jr",
        "van Berg, D, Jr; Clark, E",
        '"suffix": "Jr"}',
        '"suffix": "Jr"}, {"family": "Clark", "given": "E"}',
    ),
    (
        "library.csl.json",
        1,
        "Adams, Bo C.; Müller, Karla; World Office of Things",
        "Adams, Bo C.; World Office of Things",
        '      {"given": "Karla", "family": "M\\u00fcller", "ORCID": "https://orcid.org/0000-0001-2345-6789"},\n',
        "",
    ),
    ("library.csl.yaml", 1, "O'Brian, Karla", "O'Bryan, Karla", "Brian", "Bryan"),
    (
        "library.csl.yaml",
        1,
        "Adams, Bo C.; O'Brian, Karla",
        "Adams, Bo C.; Clark, E.; O'Brian, Karla",
        "Bo C.\n",
        "Bo C.\n  - family: Clark\n    given: E.\n",
    ),
    ("library.csl.yaml", 2, "Baker, D", "Baker, D; Clark, E", "given: D}", "given: D}, {family: Clark, given: E}"),
    ("endnote.xml", 1, "World Office of Things", "World Bureau & Things", "World Office of", "World Bureau &amp;"),
    (
        "endnote.xml",
        2,
        "Baker, D",
        "Baker, D; Clark, E",
        "<author>Baker, D</author>\n",
        "<author>Baker, D</author>\n      <author>Clark, E</author>\n",
    ),
    (
        "pubmed.xml",
        1,
        "Baker, D",
        "Barker, E",
        "<LastName>Baker</LastName><Initials>D</Initials>",
        "<LastName>Barker</LastName><Initials>E</Initials>",
    ),
    ("pubmed.xml", 2, "Clark, Ed", "Clark, Ed; Dole, Flo", None, None),
]


@pytest.mark.parametrize(("name", "n", "was", "now", "old", "new"), LISTS)
def test_authors_come_and_go_with_all_that_is_theirs(
    name: str, n: int, was: str, now: str, old: str | None, new: str | None
) -> None:
    text = sample(name)
    after = changed(text, name, (n, "author", was, now))
    if old is not None and new is not None:
        assert after == text.replace(old, new)
    document = api.parse(after.encode(), name)
    assert now in document.references[n - 1].raw
    if "et al." not in was:  # nothing is left out of a library
        back = changed(after, name, (n, "author", now, was))
        assert api.parse(back.encode(), name).references[n - 1].raw == PRINTED[name][n - 1]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("library.ris", (1, "author", "Adams, Bo C.; World Office of Things; Müller, K., Jr", "Adams, Bo C.; et al.")),
        ("library.ris", (3, "author", "", "Adams, Bo C.")),
        ("library.csl.json", (1, "volume", "12", "i62")),
        ("library.csl.yaml", (3, "title", "A long title", "A longer title")),
        ("library.csl.yaml", (1, "volume", "12", "12: 3")),
        ("pubmed.xml", (1, "author", "Adams, Bo C, Jr; Baker, D; Office of Things", "Baker, D; Office of Things")),
    ],
)
def test_what_a_format_cannot_hold_is_not_written(name: str, change: tuple[int, str, str, str]) -> None:
    with pytest.raises(Unplaced) as raised:
        changed(sample(name), name, change)
    span = api.read(str(SAMPLES / name)).references[change[0] - 1].span
    assert span.start <= raised.value.span.start <= span.end


def test_a_document_of_which_some_is_looked_at_is_changed_where_it_is_meant() -> None:
    from refcheck.reading import limited

    document = limited(api.read(str(SAMPLES / "library.csl.json")), frozenset({"b"}))
    after = formats.named("csljson").rewrite(document, [Change(1, "issued", "2003", "2004")])
    assert after.decode() == sample("library.csl.json").replace("2003-04", "2004-04")


SIGNS = {
    "ris": "TY  - JOUR\nAU  - A, B\nTI  - T\nER  -\n",
    "nbib": "\nPMID- 1\nOWN - NLM\nTI  - T\n",
    "csljson": '[{"title":"T","id":"a","type":"book","author":[]}]',
    "cslyaml": "references:\n- id: a\n  type: book\n  title: T\n",
    "endnote": "<xml><records><record><titles><title>T</title></titles></record></records></xml>",
    "pubmed": "<PubmedArticleSet><PubmedArticle></PubmedArticle></PubmedArticleSet>",
}


@pytest.mark.parametrize(("kind", "text"), list(SIGNS.items()))
def test_a_format_is_told_by_what_it_holds(kind: str, text: str) -> None:
    assert [f.NAME for f in formats.FORMATS if f.sniff(text.encode())] == [kind]
    assert [f.NAME for f in formats.FORMATS if f.sniff(text.encode("utf-16"))] in ([kind], [kind, "plain"])
    assert api.parse(text.encode(), "library.txt").format == kind


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "package", "version": "1.0.0", "type": "module", "author": "A. Adams", "title": "x"}',
        '{"$schema": "x", "title": "A schema", "type": "object", "properties": {"author": {}, "issued": {}}}',
        '{"title": "A site", "author": {"name": "A"}, "url": "x"}',
        '[{"type": "book"}]',
        "name: CI\non: push\njobs:\n- type: book\n",
        "title: A site\nauthor: A\n- x\n",
        "<xml><record/></xml>",
        "PMID- 1 is what a record begins with",
        "TY - was a boxer",
    ],
)
def test_what_is_no_library_is_not_taken_for_one(text: str, tmp_path: Path) -> None:
    assert not any(f.sniff(text.encode()) for f in formats.FORMATS if f.NAME in FORMATS)
    (tmp_path / "a.json").write_text(text)
    assert not formats.readable(tmp_path / "a.json")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.json", '[{"title": "T",}]', "not CSL-JSON: line 1: a value is expected, not }; mend it there"),
        ("a.json", '[{"title": "T"\n "id": 1}]', "line 2: a comma or } is expected"),
        ("a.json", '[{"title": "T"}', "line 1: a comma or ] is expected"),
        ("a.json", '[{"author": ' + "[" * 20_000 + "]" * 20_000 + "}]", "too deep"),
        ("a.json", '[{"x": ' + "[" * 100_000 + "]" * 100_000 + "}]", "too deep"),
        ("a.json", '[{"x": ' + "9" * 5_000 + "}]", "integer string conversion"),
        ("a.json", "", "not CSL-JSON"),
        ("a.yaml", "references:\n- {a: b\n", "not CSL-YAML: line 3"),
        ("a.yaml", "title: x\n", "no references: neither a list nor a map"),
        ("a.yaml", "- &a {title: T}\n- *a\n", "an alias"),
        ("a.yaml", "[" * 100 + "]" * 100, "too deep"),
        ("a.xml", '<!DOCTYPE x [<!ENTITY a "b">]><xml><records><record/></records></xml>', "declares XML entities"),
        (
            "a.xml",
            '<!DOCTYPE x [<!ENTITY a "b">]><PubmedArticleSet><PubmedArticle/></PubmedArticleSet>',
            "declares XML",
        ),
    ],
)
def test_what_cannot_be_read_says_why(name: str, text: str, said: str) -> None:
    kind = {"a.json": "csljson", "a.yaml": "cslyaml"}.get(name) or ("endnote" if "<xml>" in text else "pubmed")
    with pytest.raises(UnreadableDocument, match=re.escape(said)):
        formats.named(kind).read(text.encode(), name)


def test_a_broken_line_of_json_lines_is_told_and_the_others_are_read() -> None:
    text = '{"title": "One"}\n{"title": \n{"title": "Three"} x\n\n{"title": "Four"}\n'
    document = formats.named("csljson").read(text.encode(), "a.jsonl")
    assert [r.raw for r in document.references] == ["One.", "Three.", "Four."]
    places = Places(document)
    assert [places.span(u.span)[0].line for u in document.unread] == [2, 3]


@pytest.mark.parametrize(
    ("text", "raws"),
    [
        ('{"items": [{"title": "One"}, {"title": "Two"}]}', ["One.", "Two."]),
        ('{"title": "One", "author": [{"family": "et al"}, {"name": "A"}]}', ["A; et al. One."]),
        ('[{"title": ["One"], "issued": "2001", "page": null}]', ["One. 2001."]),
        ('[{"title": "One", "number": "e7", "type": "article-journal", "volume": "null"}]', ["One. :e7."]),
        ('[{"title": "\\ud800 &lt;i&gt;One&lt;/i&gt;\\n Two  "}]', ["? One Two."]),
        ('[{"title": "One", "URL": "https://doi.org/10.5555/a", "DOI": "10.5555/a"}]', ["One. 10.5555/a."]),
        ('[{"id": "http://example.org/1", "title": "One"}]', ["One."]),
    ],
)
def test_csl_json_as_it_comes(text: str, raws: list[str]) -> None:
    document = formats.named("csljson").read(text.encode(), "a.json")
    assert [r.raw for r in document.references] == raws
    assert formats.named("csljson").rewrite(document, ()) == text.encode()


LIBRARY = [
    {
        "title": "A study of small things in large rooms and halls",
        "author": [{"family": f, "given": g} for f, g in (("Adams", "Bo"), ("Baker", "Di"), ("Clark", "Ed"))],
        "container-title": "Journal of Things",
        "issued": {"date-parts": [[2001]]},
        "volume": "12",
        "page": "10-19",
        "DOI": "10.5555/right",
    }
]
WRONG: dict[str, Callable[[], str]] = {
    "a.ris": lambda: (
        "TY  - JOUR\nAU  - Adams, Bo\nTI  - A study of small things in large rooms and halls\n"
        "JO  - Journal of Things\nPY  - 2002\nVL  - 12\nSP  - 10\nEP  - 18\nER  -\n"
    ),
    "a.nbib": lambda: (
        "PMID- 1\nTI  - A study of small things in large rooms and halls.\nFAU - Adams, Bo\nAU  - Adams B\n"
        "JT  - Journal of Things\nDP  - 2002 May\nVI  - 12\nPG  - 10-18\n"
    ),
    "a.json": lambda: json.dumps(
        [
            LIBRARY[0]
            | {"type": "article-journal", "author": [{"family": "Adams", "given": "Bo"}]}
            | {"issued": {"date-parts": [[2002]]}, "page": "10-18", "DOI": ""}
        ],
        indent=2,
    ),
    "a.yaml": lambda: (
        "references:\n- author:\n  - family: Adams\n    given: Bo\n  container-title: Journal of Things\n"
        "  issued: 2002\n  page: 10-18\n  title: A study of small things in large rooms and halls\n"
        "  type: article-journal\n  volume: 12\n"
    ),
    "a.xml": lambda: (
        "<xml><records><record><contributors><authors><author>Adams, Bo</author></authors></contributors>"
        "<titles><title>A study of small things in large rooms and halls</title><secondary-title>Journal of Things"
        "</secondary-title></titles><pages>10-18</pages><volume>12</volume><dates><year>2002</year></dates></record></records>"
        "</xml>"
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_library_is_checked_and_mended(name: str, tmp_path: Path) -> None:
    from refcheck.sources.local import Local

    (tmp_path / "library.json").write_text(json.dumps(LIBRARY))
    source = Local(str(tmp_path / "library.json"))
    checked = api.check([api.parse(WRONG[name]().encode(), name)], [source]).checked[0]
    assert {f.name for f in checked.findings} == {
        "doi-missing",
        "year-mismatch",
        "page-mismatch",
        "authors-truncated",
    }
    fixed = api.fix(checked, unsafe=True)
    assert fixed.refused == ()
    (mended,) = api.parse(fixed.data, name).references
    assert [n.family for n in mended.work.author] == ["Adams", "Baker", "Clark"]
    assert (mended.work.years, mended.work.page, mended.work.DOI) == ((2001,), "10-19", "10.5555/right")
    again = api.check([api.parse(fixed.data, name)], [source]).checked[0]
    assert again.findings == ()


def test_more_than_six_authors_are_all_named_in_a_library(tmp_path: Path) -> None:
    from refcheck.sources.local import Local

    people = [{"family": f"{letter}dams", "given": "Bo"} for letter in "ABCDEFGHIJ"]
    (tmp_path / "library.json").write_text(json.dumps([LIBRARY[0] | {"author": people}]))
    text = WRONG["a.ris"]()
    checked = api.check([api.parse(text.encode(), "a.ris")], [Local(str(tmp_path / "library.json"))]).checked[0]
    after = api.fix(checked, unsafe=True).data.decode()
    assert [line for line in after.split("\n") if line.startswith("AU")] == [f"AU  - {c}dams, Bo" for c in "ABCDEFGHIJ"]


PIECES = st.sampled_from(
    """TY␣␣-␣JOUR AU␣␣-␣A,␣B;C TI␣␣-␣ ER␣␣- DO␣␣-␣10.5555/x PMID-␣1 FAU␣-␣A,␣B LID␣-␣10.5555/x␣[doi] ␣␣␣␣␣␣x
    [ ] { } " : , \\ \\u00e9 "title": "author": "family": "A" "DOI": "issued": {"date-parts":[[2001]]} 12 null
    -␣ title: author: type:␣book references: | > ' # &a *a
    <xml><records> <record> </record> <titles><title> </title></titles> <author> </author>
    &amp; &#xD; &x; <!-- --> <![CDATA[ ]]>
    <PubmedArticle> </PubmedArticle> <MedlineCitation> <Article> <ArticleTitle> </ArticleTitle>
    \ufeff é <i> </i>""".split()
).map(lambda piece: piece.replace("␣", " "))


@pytest.mark.parametrize("kind", FORMATS)
@given(parts=st.lists(st.one_of(PIECES, st.sampled_from(["\n", "\r\n", " ", "  "]), st.text(max_size=4)), max_size=40))
def test_any_text_is_read_or_refused_and_its_spans_are_true(kind: str, parts: list[str]) -> None:
    data = "".join(parts).encode("utf-8", "replace")
    part = formats.named(kind)
    with contextlib.suppress(UnreadableDocument):
        document = part.read(data, "a")
        assert part.rewrite(document, ()) == data
        for reference in document.references:
            assert reference.raw == document.text[reference.span.start : reference.span.end]
            for field in reference.fields:
                assert field.text == reference.raw[field.start : field.end]
        for stretch in document.origin.stretches if document.origin else ():
            assert 0 <= stretch.at <= stretch.until <= len(document.written)
            if stretch.same:
                assert document.text[stretch.start : stretch.end] == document.written[stretch.at : stretch.until]


@pytest.mark.parametrize("kind", FORMATS)
@given(name=st.sampled_from(FILES), at=st.integers(0, 3000), size=st.integers(0, 40))
def test_a_library_that_is_cut_is_read_or_refused(kind: str, name: str, at: int, size: int) -> None:
    text = sample(name)
    data = (text[:at] + text[at + size :]).encode()
    with contextlib.suppress(UnreadableDocument):
        document = formats.named(kind).read(data, "a")
        assert formats.named(kind).rewrite(document, ()) == data


@pytest.mark.skipif(not REAL, reason="the real documents are not here")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.parent.name)
def test_real_libraries_are_read_whole_and_nothing_in_them_is_blamed(path: Path) -> None:
    document = api.read(str(path))
    truth = json.loads((path.parent / "truth.json").read_text())["references"]
    assert (len(document.references), document.unread) == (len(truth), ())
    assert formats.named("ris").rewrite(document, ()) == path.read_bytes()
    assert api.check([document], []).checked[0].findings == ()


def test_a_record_of_endnote_without_a_field_is_told() -> None:
    named = "<record><titles><title>A test</title></titles></record>"
    text = f"<xml><records><record>of things</record>{named}</records></xml>"
    document = formats.named("endnote").read(text.encode(), "a.xml")
    assert [r.work.title for r in document.references] == ["A test"]
    assert [u.said for u in document.unread] == ["a broken record: no field in it"]
