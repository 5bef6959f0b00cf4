"""XML and HTML as tags and texts: true positions, nothing expanded, time that grows with the file and no faster."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refcheck.encoding import decode_markup
from refcheck.errors import UnreadableDocument
from refcheck.markup import Close, Element, Event, Open, Text, bounded, element, escaped, html, xml


def shown(written: str, events: list[Event]) -> list[str]:
    """Each event as it is written, texts as they read."""
    return [e.text if isinstance(e, Text) else written[e.at : e.end] for e in events]


def test_tags_and_texts_stand_where_they_say() -> None:
    written = "<P class='a>b'>M&uuml;ller &amp c<br>1 < 2</p><!-- <p> --><img/>"
    events = list(html(written))
    assert shown(written, events) == [
        "<P class='a>b'>",
        "M",
        "ü",
        "ller &amp c",
        "<br>",
        "",
        "1 < 2",
        "</p>",
        "<img/>",
        "",
    ]
    first, _, entity = events[:3]
    assert isinstance(first, Open) and first.name == "p" and first.get("class") == "a>b" and first.get("id") == ""
    assert written[entity.at : entity.end] == "&uuml;"
    value = first.attributes["class"]
    assert written[value.at : value.end] == "a>b"


def test_the_text_of_a_script_holds_no_tags() -> None:
    written = "<script>a<b && '</p>'</SCRIPT ><script></script><script src=x />t<style>"
    assert [e.text for e in html(written) if isinstance(e, Text)] == ["a<b && '</p>'", "t"]


def test_a_tag_that_is_not_closed_takes_no_more_than_itself() -> None:
    assert [e.text for e in html('<a href="x>one</a> two') if isinstance(e, Text)] == ["one", " two"]
    assert [e.text for e in html("one<!-- two") if isinstance(e, Text)] == ["one<!-- two"]


def test_xml_has_names_without_prefixes_cdata_and_empty_elements() -> None:
    written = '<?xml version="1.0"?><j:a xlink:href="x&amp;y"><b/><![CDATA[1 < 2]]></j:a>'
    events = list(xml(written, "a.xml"))
    assert [(type(e), e.name) for e in events if not isinstance(e, Text)] == [
        (Open, "a"),
        (Open, "b"),
        (Close, "b"),
        (Close, "a"),
    ]
    assert isinstance(events[0], Open) and events[0].get("href") == "x&y"
    assert [e.text for e in events if isinstance(e, Text)] == ["1 < 2"]


def test_an_element_holds_its_elements_and_texts() -> None:
    written = "<r><a>1<b>2</b></a><c>3</c></r><s/>"
    events = xml(written, "a.xml")
    tag = next(events)
    assert isinstance(tag, Open)
    whole = element(tag, events)
    assert whole.text == "123"
    assert [e.name for e in whole.elements] == ["a", "c"]
    assert [written[e.tag.end : e.inner] for e in whole.within("b", "c")] == ["2", "3"]
    assert isinstance(whole, Element) and written[whole.tag.at : whole.end] == "<r><a>1<b>2</b></a><c>3</c></r>"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<a>\n<b></a>", "line 2: </a> where <b> is open"),
        ("<a>\n<b>\n", "line 3: the file ends within <b>, which begins in line 2"),
        ("</a>", "line 1: </a> where nothing is open"),
        ("<a>" * 1000, "line 1: elements within one another 200 deep"),
    ],
)
def test_xml_that_is_none_is_told_with_its_line(written: str, said: str) -> None:
    with pytest.raises(UnreadableDocument, match=r"^a\.xml: not XML at ") as raised:
        list(xml(written, "a.xml"))
    assert said in str(raised.value)


def test_declared_entities_are_never_expanded() -> None:
    declared = '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">'
    written = f'<!DOCTYPE r [{declared}]><r z="&b;">&b;&x;&alpha;</r>'
    assert [e.text for e in xml(written, "a.xml") if isinstance(e, Text)] == ["&b;&x;", "α"]


def test_a_file_with_more_tags_than_any_document_is_refused() -> None:
    assert bounded("<p>", "a.html") == "<p>"
    with pytest.raises(UnreadableDocument, match=r"^a\.html: has more than 1,000,000 tags"):
        bounded("<" * 1_000_001, "a.html")


@pytest.mark.parametrize(
    "piece",
    [
        '<a "',
        "<a ='",
        "<!-- ",
        "</",
        "</a ",
        "<![CDATA[",
        "<!DOCTYPE [",
        "<!DOCTYPE [>",
        "<script ",
        "<a b=c ",
        "&",
        "<",
    ],
)
def test_time_grows_with_the_file(piece: str) -> None:
    begun = time.perf_counter()
    for tail in ("", ">", '">'):
        list(html(piece * 200_000 + tail))
    assert time.perf_counter() - begun < 5


PIECES = "<a>;</a>;<b c='d'>;<br/>;text;&amp;;&auml;;<!--;-->;<![CDATA[;]]>;<script>;</script>;<;>;\"".split(";")


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=30).map("".join))
def test_whatever_a_file_holds_its_events_are_in_order_and_true(written: str) -> None:
    at = 0
    for event in html(written):
        assert at <= event.at <= event.end <= len(written)
        at = event.end
        if isinstance(event, Text) and "&" not in written[event.at : event.end]:
            assert event.text == written[event.at : event.end]


def test_what_is_written_reads_as_it_was() -> None:
    text = "a < b & \"c\" 'd'"
    assert escaped(text) == "a &lt; b &amp; \"c\" 'd'"
    written = f'<a b="{escaped(text, attribute=True)}">{escaped(text)}</a>'
    tag, said, *_ = (e for e in html(written))
    assert isinstance(tag, Open) and tag.get("b") == text
    assert "".join(e.text for e in html(written) if isinstance(e, Text)) == text and isinstance(said, Text)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>ü</a>'.encode("latin-1"), "cp1252"),
        ("<meta charset=windows-1251>Литература".encode("cp1251"), "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=shift_jis">文献'.encode("cp932"), "cp932"),
        ("<meta charset=iso-8859-1>Müller – Größe".encode(), "utf-8"),  # says what it is not
        ("<meta charset=no-such-thing>ü".encode("cp1252"), "cp1252"),
        ("<meta charset=punycode>ü".encode("cp1252"), "cp1252"),
        ("\ufeff<meta charset=latin1>ü".encode("utf-16-le"), "utf-16-le"),
        ("<meta charset=iso-2022-jp>文献".encode("iso2022_jp"), "iso2022_jp"),
    ],
)
def test_a_file_is_read_in_the_encoding_it_names(data: bytes, encoding: str) -> None:
    found = decode_markup(data, "a.html")
    assert found.encoding == encoding
    assert found.bom + found.text.encode(found.encoding) == data
