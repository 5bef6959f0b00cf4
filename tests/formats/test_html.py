"""HTML: a line for each block, lists with their numbers, links and raised numbers read for what they say."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refcheck import api, formats
from refcheck.errors import UnreadableDocument
from refcheck.finding import Change
from refcheck.formats import html
from refcheck.model import Document, LabelCitation, Span

REFS = (
    "Adams A, Baker B. Small &amp; large <i>things</i>. J Test. 2001;12(3):45&ndash;50.",
    "Clark C. Other things of the kind. J Test. 2002;13(4):55&ndash;60.",
    "Davis D, Evans E. Things nobody knows. J Test. 2003;14(5):65&ndash;70.",
    "Frank F. The last of the things. J Test. 2004;15(6):75&ndash;80.",
)
TEXT = "<p>It is known<sup>1</sup> and shown<sup>2,3</sup> for long.<sup>1&ndash;4</sup></p>"


def page(inner: str, text: str = TEXT) -> bytes:
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>Not this</title></head><body>\n'
        f"<nav><ul><li>Home</ul></nav><h1>Of things</h1>{text}\n<h2>References</h2>\n{inner}\n"
        "<footer>Contact us &copy; 2024 The Publisher</footer></body></html>\n"
    ).encode()


def read(inner: str, text: str = TEXT) -> Document:
    return html.read(page(inner, text), "a.html")


def listed(form: str = "<li>{}</li>", whole: str = "<ol>{}</ol>") -> str:
    return whole.format("\n".join(form.format(ref) for ref in REFS))


def raws(document: Document) -> list[str]:
    return [r.raw for r in document.references]


FIRST = "Adams A, Baker B. Small & large things. J Test. 2001;12(3):45–50."


def test_it_is_told_by_its_beginning() -> None:
    assert formats.of(page(""), "a") is html
    assert formats.of(b"<?xml version='1.0'?>\n<!-- x -->\n<html>", "a.xml") is html
    assert formats.of(b"<p>no more than a part", "a.htm") is html
    assert not html.sniff(b"a text about <html>")


@pytest.mark.parametrize(
    ("inner", "label"),
    [
        (listed(), "1"),
        (listed(whole='<ol start="7">{}</ol>'), "7"),
        (listed(whole='<ol reversed start="4">{}</ol>'), "4"),
        (listed('<li value="9">{}'), "9"),
        (listed(whole="<ul>{}</ul>"), ""),
        (listed("<p>{}</p>", "{}"), ""),
        (listed("<p>{}", "<div>{}</div>"), ""),
        (listed("<div class=csl-entry><div class=csl-left-margin>[1] </div><div>{}</div></div>", "<div>{}</div>"), "1"),
        (listed("<tr><td>[5]</td>\n<td>{}</td></tr>", "<table>{}</table>"), "5"),
        (listed("<dt>[6]</dt><dd><p>{}</p></dd>", "<dl>{}</dl>"), "6"),
        (
            listed("<li><p>{}</p><p><a href='#'>PubMed</a> <a href='#'>Google Scholar</a></p>"),
            "1",
        ),
    ],
)
def test_lists_are_found_in_whatever_elements_they_stand(inner: str, label: str) -> None:
    document = read(inner)
    assert len(document.references) == len(REFS)
    first = document.references[0]
    assert first.label == label
    assert first.raw.endswith(FIRST)
    assert (first.work.title, first.work.volume, first.work.page) == ("Small & large things", "12", "45–50")


def test_numbers_that_a_list_prints_itself_are_not_given_twice() -> None:
    assert raws(read("<ol><li>1. " + "<li>2. ".join(REFS[:2]) + "</ol>"))[0] == f"1. {FIRST}"
    assert raws(read(listed(whole='<ol style="list-style: none">{}</ol>')))[0] == FIRST


def test_line_ends_part_references_outside_items_and_none_within() -> None:
    assert len(read("<p>" + "<br>\n".join(REFS) + "</p>").references) == len(REFS)
    assert raws(read(listed().replace(". J Test", ".<br>J Test")))[0] == f"1. {FIRST}"


def test_authors_may_be_a_list_within_an_item() -> None:
    ref = "<li><ol><li>A Adams</li><li>B Baker</li></ol><span>(2001)</span><div>Small and large things</div>\
<div><i>J Test</i> <b>12</b>:45–50.</div><ul><li><a href=#>PubMed</a></li></ul></li>"
    assert raws(read(f"<ol>{ref * 4}</ol>"))[0] == (
        "1. A Adams, B Baker (2001) Small and large things. J Test 12:45–50."
    )


def test_what_a_page_does_not_show_is_not_read() -> None:
    hidden = "<script>Not this</script><p hidden>Not this</p><p style='display:none'>Not this</p><!-- Not this -->"
    text = read(listed() + hidden).text
    assert "Not this" not in text and "Publisher" not in text and "Home" not in text


def test_raised_numbers_are_citations() -> None:
    document = read(listed())
    assert "known¹ and shown²˒³ for long.¹⁻⁴" in document.text
    assert [c.labels for c in document.citations if isinstance(c, LabelCitation)] == [
        ("1",),
        ("2",),
        ("3",),
        ("1", "2", "3", "4"),
    ]


def test_raised_links_to_the_list_are_citations_in_brackets() -> None:
    text = (
        "<p>A thing<sup><a href='#r1'>1</a>,<a href='#r2'>2</a></sup>, 10<sup>5</sup> of <a href='#r3'><sup>3</sup></a>"
    )
    assert "A thing[1,2], 10⁵ of [3]" in read(listed(), text).text


def test_a_doi_that_only_a_link_leads_to_is_read_in_its_place() -> None:
    links = " [<a href='https://doi.org/10.5555%2Fonly.{}'>CrossRef</a>] [<a href='#'>PubMed</a>]</li>"
    inner = "<ol>" + "".join(f"<li>{ref}{links.format(n)}" for n, ref in enumerate(REFS)) + "</ol>"
    document = read(inner)
    first = document.references[0]
    assert first.raw == f"1. {FIRST} https://doi.org/10.5555/only.0"
    assert first.work.DOI == "10.5555/only.0"
    changed = html.rewrite(document, [Change(1, "DOI", "10.5555/only.0", "10.5555/o&ly.9")])
    assert changed == page(inner.replace("10.5555%2Fonly.0", "10.5555%2Fo&amp;ly.9"))


def test_no_change_gives_the_same_bytes() -> None:
    for data in (page(listed()), page(listed()).replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + page(listed("<p>{}", "{}"))):
        assert html.rewrite(html.read(data, "a.html"), ()) == data


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (Change(1, "volume", "12", "13"), "2001;12(", "2001;13("),
        (Change(1, "page", "45–50", "45–51"), "45&ndash;50", "45&ndash;51"),
        (
            Change(1, "title", "Small & large things", "Small & large things<>"),
            "<i>things</i>",
            "<i>things&lt;&gt;</i>",
        ),
        (Change(2, "DOI", "", "10.5555/n&w"), "55&ndash;60.", "55&ndash;60. doi:10.5555/n&amp;w"),
    ],
)
def test_one_field_changed_changes_nothing_else(change: Change, old: str, new: str) -> None:
    data = page(listed()).decode()
    assert html.rewrite(read(listed()), [change]).decode() == data.replace(old, new)


def test_a_link_follows_the_doi_it_shows_and_a_new_doi_is_a_link_like_the_others() -> None:
    link = ' doi:<a href="https://doi.org/{0}">{0}</a>.'
    refs = [ref + link.format(f"10.5555/x{n}") for n, ref in enumerate(REFS[:3])] + [REFS[3]]
    inner = "<ol>" + "".join(f"<li>{ref}</li>" for ref in refs) + "</ol>"
    document = read(inner)
    changes = [Change(1, "DOI", "10.5555/x0", "10.5555/y"), Change(4, "DOI", "", "10.5555/z")]
    wanted = inner.replace("10.5555/x0", "10.5555/y").replace(REFS[3], REFS[3] + link.format("10.5555/z"))
    assert html.rewrite(document, changes) == page(wanted)


def test_places_are_those_of_the_file() -> None:
    document = read(listed())
    at = document.located(Span(document.references[1].span.start + 3, document.references[1].span.end))
    assert document.written[at.start : at.end] == REFS[1]


def test_nothing_in_a_whole_page_is_found_fault_with() -> None:
    report = api.check([read(listed())], ())
    assert [f.message for f in report.findings if f.code.startswith("RC5")] == []


@pytest.mark.parametrize(
    "data", [b"<div>" * 20_000, b"<ul><li>" * 10_000, b"a<sup>1</sup>" * 20_000, b"<b></i>" * 20_000]
)
def test_time_grows_with_the_page(data: bytes) -> None:
    begun = time.perf_counter()
    html.read(data, "a.html")
    assert time.perf_counter() - begun < 20


PIECES = (
    *REFS,
    "<a href='https://doi.org/10.5555/x'>",
    *"<ol>;</ol>;<li>;</li>;<p>;</p>;<br>;<sup>;</sup>;</a>;<table><tr><td>;<pre>".split(";"),
    *"\n\n;[1];12;&nbsp;;&amp;;PubMed;<div hidden>;</div>;<h2>References</h2>;<ol start=3>;<dt>;<dd>;<script>".split(
        ";"
    ),
)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=20).map("".join))
def test_whatever_a_page_holds_is_read_with_true_spans(inner: str) -> None:
    data = inner.encode("utf-8", "replace")
    try:
        document = html.read(data, "a.html")
    except UnreadableDocument:
        return
    end = 0
    for reference in document.references:
        assert end <= reference.span.start < reference.span.end
        assert document.text[reference.span.start : reference.span.end] == reference.raw
        end = reference.span.end
    assert html.rewrite(document, ()) == data
