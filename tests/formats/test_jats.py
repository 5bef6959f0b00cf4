"""JATS: tags are the author's own word, what they leave out is read; ids tell what is cited; DOIs go in as tags."""

from __future__ import annotations

import pytest
from conftest import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st

from refcheck import api, formats
from refcheck.errors import UnreadableDocument
from refcheck.finding import Change
from refcheck.formats import jats
from refcheck.model import Document, LabelCitation, Name
from refcheck.reading import Unplaced

MIXED = """<ref id="B1"><label>1.</label><mixed-citation publication-type="journal"><name><surname>Adams</surname>\
<given-names>A</given-names></name>, <name><surname>Baker</surname><given-names>BC</given-names></name>, \
<etal>et al</etal>. <article-title>Small &amp; large <italic>Things</italic></article-title>. <source>J Test</source>. \
<year>2001</year>;<volume>12</volume>(<issue>3</issue>):<fpage>45</fpage>&#x2013;<lpage>50</lpage>. \
<pub-id pub-id-type="doi">10.5555/first.1</pub-id></mixed-citation></ref>"""
STRUCTURED = """<ref id="B2"><label>2</label><element-citation publication-type="book">
  <person-group person-group-type="author"><name><surname>Clark</surname><given-names>CD</given-names></name>
  </person-group><person-group person-group-type="editor"><name><surname>Davis</surname>
  <given-names>D</given-names></name></person-group>
  <chapter-title>A chapter</chapter-title><source>A book of tests</source><year>2002</year>
  <publisher-loc>Testville</publisher-loc><publisher-name>Test Press</publisher-name><fpage>7</fpage><lpage>9</lpage>
</element-citation></ref>"""
UNTAGGED = """<ref id="B3"><label>3</label><mixed-citation>Evans E, Frank F. Untagged things. J Test 2003;4:5-6.\
</mixed-citation></ref>"""
BODY = """<p>Shown [<xref ref-type="bibr" rid="B1">1</xref>–<xref ref-type="bibr" rid="B3">3</xref>] and \
<xref ref-type="bibr" rid="B2">2</xref>.</p>"""


def article(*refs: str, body: str = BODY) -> bytes:
    written = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<article article-type="research-article" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"><front><journal-meta><issn>1234-5678</issn></journal-meta>'
        "<article-meta><title-group><article-title>Of tests</article-title></title-group><contrib-group><contrib>"
        "<name><surname>Nobody</surname></name></contrib></contrib-group><abstract><p>An abstract.</p></abstract>"
        f"</article-meta></front><body>{body}</body><back><ref-list><title>References</title>\n"
        + "\n".join(refs)
        + "\n</ref-list></back></article>\n"
    )
    return written.encode()


def read(*refs: str, body: str = BODY) -> Document:
    return jats.read(article(*refs, body=body), "a.xml")


def told(document: Document, n: int) -> dict[str, str]:
    return {f.name: f.text for f in reversed(document.references[n - 1].fields)}


def rewritten(document: Document, *changes: Change) -> str:
    return jats.rewrite(document, changes).decode()


def test_it_is_told_by_what_only_an_article_has() -> None:
    assert formats.of(article(), "a.xml") is jats
    assert formats.of(article(), "a") is jats
    assert jats.sniff(b'<!DOCTYPE article PUBLIC "-//NLM//DTD Journal Publishing DTD v2.3//EN" "x.dtd"><article>')
    assert not jats.sniff(b"<!DOCTYPE html><html><body><article>")
    assert not jats.sniff(
        b'<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2019//EN" "x.dtd">'
    )


def test_tags_tell_the_fields_and_names_of_what_is_printed() -> None:
    document = read(MIXED)
    (reference,) = document.references
    assert reference.raw == (
        "1. Adams A, Baker BC, et al. Small & large Things. J Test. 2001;12(3):45–50. 10.5555/first.1"
    )
    assert told(document, 1) == {
        "citation-number": "1",
        "author": "Adams A",
        "title": "Small & large Things",
        "container-title": "J Test",
        "issued": "2001",
        "volume": "12",
        "issue": "3",
        "page": "45–50",
        "DOI": "10.5555/first.1",
    }
    assert reference.label == "1"
    assert reference.work.author == (Name("Adams", "A"), Name("Baker", "BC"))
    assert (reference.work.et_al, reference.work.years, reference.work.type) == (True, (2001,), "article-journal")
    assert "Nobody" not in document.text and "An abstract." in document.text


def test_what_is_nothing_but_tags_is_printed_in_their_order() -> None:
    document = read(STRUCTURED)
    (reference,) = document.references
    assert reference.raw == ("2. Clark CD. Davis D. A chapter. A book of tests. 2002. Testville: Test Press. 7–9")
    assert told(document, 1)["editor"] == "Davis D"
    assert (reference.work.title, reference.work.container_title) == ("A chapter", "A book of tests")
    assert (reference.work.type, reference.work.publisher, reference.work.page) == ("chapter", "Test Press", "7–9")


def test_the_source_of_a_book_is_its_title() -> None:
    book = '<ref id="x"><citation citation-type="book"><collab>Test Group</collab><source>A book</source>\
<year>1999</year></citation></ref>'
    (reference,) = read(book).references
    assert (reference.work.title, reference.work.container_title, reference.work.type) == ("A book", "", "book")
    assert reference.work.author == (Name(literal="Test Group"),)


def test_what_is_not_tagged_is_read_as_any_reference_is() -> None:
    (reference,) = read(UNTAGGED).references
    assert (reference.work.title, reference.work.volume) == ("Untagged things", "4")
    assert [a.family for a in reference.work.author] == ["Evans", "Frank"]


def test_a_doi_that_only_a_link_leads_to_is_read_and_changed_there() -> None:
    linked = """<ref id="l"><mixed-citation>Evans E. Linked things. J Test 2003;4:5-6.<ext-link ext-link-type="doi" \
xlink:href="https://doi.org/10.5555/linked"/></mixed-citation></ref>"""
    document = read(linked)
    assert document.references[0].work.DOI == "10.5555/linked"
    changed = rewritten(document, Change(1, "DOI", "10.5555/linked", "10.5555/a&b"))
    assert 'xlink:href="https://doi.org/10.5555/a&amp;b"' in changed


def test_one_reference_may_hold_several_works_and_one_work_twice() -> None:
    several = """<ref id="s"><label>4</label><mixed-citation>Evans E. One thing. J Test 2003;4:5-6.</mixed-citation>\
<mixed-citation>Frank F. Another thing. J Test 2004;5:7-8.</mixed-citation></ref>"""
    twice = """<ref id="t"><label>5</label><citation-alternatives><mixed-citation>Evans E. One thing. J Test 2003;4:5.\
</mixed-citation><element-citation><article-title>One thing</article-title><source>J Test</source>\
</element-citation></citation-alternatives></ref>"""
    document = read(several, twice)
    assert [r.label for r in document.references] == ["4", "4b", "5"]
    assert document.references[2].work.title == "One thing"


def test_what_is_printed_and_tagged_beside_it_is_one_and_not_changed_in_one_place() -> None:
    both = """<ref id="u"><label>6</label><mixed-citation>Evans E. One thing. J Test 2003;4:5.</mixed-citation>\
<element-citation><article-title>One thing</article-title><source>J Test</source><volume>4</volume></element-citation>\
</ref>"""
    document = read(both)
    assert [(r.label, r.work.title, r.work.volume) for r in document.references] == [("6", "One thing", "4")]
    with pytest.raises(Unplaced):
        rewritten(document, Change(1, "volume", "4", "5"))


def test_ids_tell_what_is_cited_and_a_range_all_that_lies_between() -> None:
    cited = read(MIXED, STRUCTURED, UNTAGGED).citations
    assert [c.labels for c in cited if isinstance(c, LabelCitation)] == [("1", "2", "3"), ("2",)]
    document = read(MIXED, STRUCTURED, UNTAGGED)
    first = document.citations[0]
    assert document.text[first.within.start : first.within.end] == "[1–3]"


def test_a_list_without_labels_is_cited_by_its_ids() -> None:
    bare = [ref.replace("<label>1.</label>", "").replace("<label>2</label>", "") for ref in (MIXED, STRUCTURED)]
    document = read(
        *bare,
        body='<p>Adams (<xref ref-type="bibr" rid="B1">2001</xref>; \
<xref ref-type="bibr" rid="B2">Clark 2002</xref>; <xref ref-type="bibr" rid="B9">Gone 2009</xref>)</p>',
    )
    assert [r.label for r in document.references] == ["B1", "B2"]
    assert [c.labels for c in document.citations if isinstance(c, LabelCitation)] == [("B1",), ("B2",), ("B9",)]
    codes = [f.message for f in api.check([document], ()).findings if f.code == "RC510"]
    assert codes == ["cited B9, not in the list"]


def test_no_change_gives_the_same_bytes() -> None:
    data = article(MIXED, STRUCTURED, UNTAGGED).replace(b"\n", b"\r\n")
    assert jats.rewrite(jats.read(data, "a.xml"), ()) == data


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (Change(1, "volume", "12", "13"), "<volume>12</volume>", "<volume>13</volume>"),
        (Change(1, "title", "Small & large Things", "Small & larger Things"), "large <it", "larger <it"),
        (Change(1, "title", "Small & large Things", "Small < large Things"), "Small &amp; large", "Small &lt; large"),
        (Change(1, "page", "45–50", "45–51"), "<lpage>50<", "<lpage>51<"),
        (Change(1, "author", "Baker BC", "Baker BD"), "<given-names>BC<", "<given-names>BD<"),
        (Change(2, "issued", "2002", "2003"), "<year>2002<", "<year>2003<"),
        (
            Change(2, "DOI", "", "10.5555/n&w"),
            "<lpage>9</lpage>",
            '<lpage>9</lpage>. <pub-id pub-id-type="doi">10.5555/n&amp;w</pub-id>',
        ),
        (
            Change(3, "DOI", "", "10.5555/new"),
            "2003;4:5-6.",
            '2003;4:5-6. <pub-id pub-id-type="doi">10.5555/new</pub-id>',
        ),
    ],
)
def test_one_field_changed_changes_nothing_else(change: Change, old: str, new: str) -> None:
    data = article(MIXED, STRUCTURED, UNTAGGED).decode()
    assert data.count(old) == 1
    assert rewritten(read(MIXED, STRUCTURED, UNTAGGED), change) == data.replace(old, new)


def test_a_list_of_authors_in_tags_is_left_to_the_author() -> None:
    change = Change(1, "author", "Adams A, Baker BC", "Adams A, Miller M, Baker BC")
    with pytest.raises(Unplaced):
        rewritten(read(MIXED), change)


def test_without_tagged_references_the_text_shows_them() -> None:
    body = "<sec><title>References</title><p>1. Adams A. A test. J Test 2001;1:1-2.</p>\
<p>2. Baker B. A test. J Test 2002;2:3-4.</p></sec>"
    assert [r.label for r in read(body=body).references] == ["1", "2"]


@pytest.mark.parametrize("data", [b"<article>\n<ref-list><ref>", b"<article></ref></article>", b"<article>" * 1000])
def test_what_is_not_xml_is_told(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"^a\.xml: not XML at line "):
        jats.read(data, "a.xml")


PIECES = (
    MIXED,
    STRUCTURED,
    UNTAGGED,
    BODY,
    "<ref>",
    "</ref>",
    "<label>",
    "<p>",
    "</p>",
    "text ",
    "<sup>1</sup>",
    "&amp;",
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=8).map("".join))
def test_whatever_a_list_holds_is_read_with_true_spans_or_refused(inner: str) -> None:
    data = b"<article article-type='x'><back><ref-list>%s</ref-list></back></article>" % inner.encode(
        "utf-8", "replace"
    )
    try:
        document = jats.read(data, "a.xml")
    except UnreadableDocument:
        return
    for reference in document.references:
        assert document.text[reference.span.start : reference.span.end] == reference.raw
        for field in reference.fields:
            assert reference.raw[field.start : field.end] == field.text
    assert jats.rewrite(document, ()) == data


REAL = sorted((SHARED / "data" / "docs").glob("jats*/*/article.xml"))[:4]


@pytest.mark.skipif(not REAL, reason="the real documents are not part of the project")
def test_real_articles_are_rewritten_as_they_were() -> None:
    for path in REAL:
        document = api.read(str(path))
        assert document.references
        assert jats.rewrite(document, ()) == path.read_bytes()
