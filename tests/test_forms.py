"""The forms of identifiers: check digits, and that nothing printed makes them fail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refcheck import forms
from refcheck.parsing.identifiers import identifiers

FORMS = (forms.isbn, forms.issn, forms.orcid, forms.arxiv, forms.pmid, forms.pmcid, forms.url)
CHECKED = [(forms.isbn, forms.check_10, 9, ""), (forms.isbn, forms.check_13, 9, "978")]
CHECKED += [(forms.issn, forms.check_issn, 7, ""), (forms.orcid, forms.check_orcid, 15, "")]


@pytest.mark.parametrize(("form", "check", "length", "head"), CHECKED)
@given(data=st.data())
def test_a_number_is_right_with_its_check_digit_only(
    form: forms.Form, check: forms.Check, length: int, head: str, data: st.DataObject
) -> None:
    digits = head + data.draw(st.text("0123456789", min_size=length, max_size=length))
    right = check(digits)
    assert form(digits + right) is None
    assert all(form(digits + other) for other in set("0123456789") - {right})


@given(st.text(), st.sampled_from(FORMS))
def test_no_text_makes_a_form_fail(text: str, form: forms.Form) -> None:
    flaw = form(text)
    assert flaw is None or flaw.said


@given(
    st.lists(st.sampled_from(["ISBN ", "issn:", "orcid.org/", "arXiv:", "PMID: ", "PMC", "http", ":", "//", "www. "]))
)
def test_what_is_likely_has_no_flaw(parts: list[str]) -> None:
    raw = "".join(part + "0-486-67260-3.org/1706,03762" for part in parts)
    named = dict(zip(("ISBN", "ISSN", "ORCID", "arXiv", "PMID", "PMCID", "URL"), FORMS, strict=True))
    for field in identifiers(raw):
        flaw = named[field.name](field.text) if field.name in named else None
        if flaw and flaw.likely:
            assert named[field.name](flaw.likely) is None


@pytest.mark.parametrize(
    ("printed", "name", "value"),
    [
        ("ISBN 0 521 34567 8, 245 pp", "ISBN", "0 521 34567 8"),
        ("ISBN (hbk) 0-8044-2957-x.", "ISBN", "0-8044-2957-x"),
        ("ISBN O-7923-9391-0, Section", "ISBN", "O-7923-9391-0"),
        ("e-ISSN: 1546- 1726. doi", "ISSN", "1546- 1726"),
        ("ISSN 13594311. x", "ISSN", "13594311"),
        ("https://orcid.org/0000-0002-1825-0097", "ORCID", "0000-0002-1825-0097"),
        ("ArXiv, abs/1911.03842, 2020.", "arXiv", "1911.03842"),
        ("PMC ID: 4197062. PMID", "PMCID", "4197062"),
        ("PMID: WOS:000344237300011.", "PMID", "WOS:000344237300011"),
        ("htp://www.example.org/bar baz", "URL", "htp://www.example.org/bar"),
        ("http://www. example.org/data, accessed", "URL", "http://www. example.org/data"),
        ("http://www .example .org/data", "URL", "http://www .example .org/data"),
        ("http://example.org. In press", "URL", "http://example.org"),
        ("www.example.com. example.org/x", "URL", "www.example.com"),
    ],
)
def test_what_is_announced_is_read_even_where_it_is_spoilt(printed: str, name: str, value: str) -> None:
    assert [(f.name, f.text) for f in identifiers(printed)][:1] == [(name, value)]
    assert all(printed[f.start : f.end] == f.text for f in identifiers(printed))


@pytest.mark.parametrize("printed", ["ISSN 2011. x", "Eissner G, Ertl B", "arXiv 2017, 12", "HTTP/2: a thing. http: a"])
def test_what_only_looks_announced_is_left_alone(printed: str) -> None:
    assert list(identifiers(printed)) == []
