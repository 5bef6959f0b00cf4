"""reStructuredText: what is read of it, where that stands, what it cites, and how it is written back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refcheck import api, formats
from refcheck.finding import Change
from refcheck.formats import rst
from refcheck.model import Document, LabelCitation
from refcheck.notation.restructured_written import written

BEFORE = "Rooms\n=====\n\nSome words on small things in large rooms.\n\nReferences\n----------\n\n"
ADAMS = "Adams A. A study of small things. J Test 2001;1:1-2."
BAKER = "Baker B. The measure of large rooms. J Test 2002;2:3-4."
CLARK = "Clark C. Rooms within rooms. J Test 2003;3:5-6."


def parsed(text: str) -> Document:
    return api.parse(text.encode(), "paper.rst")


def text(written: str) -> str:
    return parsed(written).text


def rewritten(written: str, *changes: Change) -> str:
    return rst.rewrite(parsed(written), changes).decode()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=====\nTitle\n=====\n\nSub\n---\n\ntext", "Title\n\nSub\n\ntext"),
        ("wrapped\ntext\n\nmore", "wrapped text\n\nmore"),
        ("a *par* with **bold** and ``code *x*``", "a par with bold and code *x*"),
        ("2 * 3 * 4, a_b, \\*not\\* it, re\\ *st*", "2 * 3 * 4, a_b, *not* it, rest"),
        ("`text`_ and `text <https://example.org>`__ and word_.", "text and text and word."),
        (":math:`x_1`, :sup:`2`, :ref:`said <target>`, `in`:sup:", "x_1, 2, said, in"),
        ("|name| and https://example.org/a_*b_", "name and https://example.org/a_*b_"),
        (".. a comment\n   goes on\n\ntext", "text"),
        ("..\n\n   nothing\n\ntext", "text"),
        (".. _target: https://example.org\n__ https://example.org\n\ntext", "text"),
        (".. note:: Said\n   here\n\n   and here\n\ntext", "Said here\n\nand here\n\ntext"),
        (".. Note::\n   :class: no\n\n   Said", "Said"),
        (".. image:: a.png\n   :alt: not said\n\ntext", "text"),
        (".. include:: /etc/passwd\n.. raw:: html\n\n   <b>no</b>\n\ntext", "text"),
        (".. code-block:: python\n\n   x[1]\n\ntext", "text"),
        ("Code::\n\n    x[1]\n\ntext ::\n\n  y\n\nmore", "Code:\n\ntext\n\nmore"),
        (">>> x[1]\n1\n\ntext", "text"),
        ("7. one\n#. two\n   more\n\n   still\n\n#. three", "7. one\n8. two more\n\nstill\n\n9. three"),
        ("- one\n- two\n\n  * in it", "one\ntwo\n\nin it"),
        ("| line one\n| line *two*", "line one\nline two"),
        ("+---+---+\n| A | b |\n+===+===+\n| c | d |\n+---+---+\n\ntext", "A\tb\nc\td\n\ntext"),
        ("===  ===\nA    b\n===  ===\nc    d\n===  ===\n\ntext", "A    b\nc    d\n\ntext"),
        ("Said [1]_.\n\n.. [1] A *note*\n   goes on.", "Said [1].\n\n[1] A note goes on."),
        ("Term\n  what it is", "Term what it is"),
        ("text\n\n----\n\nmore", "text\n\nmore"),
        ("`A study <https://doi.org/10.5555/a>`_. J Test", "A study https://doi.org/10.5555/a. J Test"),
        ("`10.5555/A <https://doi.org/10.5555/a>`_", "10.5555/A"),
    ],
)
def test_markup_is_read_away(written: str, read: str) -> None:
    assert text(written) == read


@pytest.mark.parametrize(
    "listed",
    [
        "1. {}\n2. {}\n3. {}",
        "#. {}\n\n#. {}\n\n#. {}",
        "- {}\n- {}\n- {}",
        "{}\n\n{}\n\n{}",
        "| {}\n| {}\n| {}",
        ".. [1] {}\n.. [2] {}\n.. [3] {}",
        ".. [#a] {}\n.. [#b] {}\n.. [#c] {}",
        ".. [Ad01] {}\n.. [Ba02] {}\n.. [Cl03] {}",
        ".. hlist::\n\n   * {}\n   * {}\n   * {}",
    ],
)
def test_lists_of_every_kind_are_found(listed: str) -> None:
    read = parsed(BEFORE + listed.format(ADAMS, BAKER, CLARK) + "\n\nLicense\n-------\n\nMIT, see there.\n")
    assert len(read.references) == 3
    for reference, said in zip(read.references, (ADAMS, BAKER, CLARK), strict=True):
        assert reference.raw.endswith(said)
        assert reference.work.years


def test_documentation_holds_no_references() -> None:
    read = parsed(
        "Generators\n==========\n\n* Generators for Visual Studio 10 (2010) and newer.\n* See https://example.org/a.\n"
    )
    assert read.references == ()


def test_citations_and_notes_are_cited_by_their_marks() -> None:
    read = parsed(
        f"One [Ad01]_, two [2]_, three [#n]_.\n\n.. rubric:: References\n\n.. [Ad01] {ADAMS}\n.. [2] {BAKER}\n"
        f".. [#n] {CLARK}\n"
    )
    assert [r.label for r in read.references] == ["Ad01", "2", "#n"]
    cited = [c for c in read.citations if isinstance(c, LabelCitation)]
    assert [(c.raw, c.labels) for c in cited] == [("[Ad01]", ("Ad01",)), ("[2]", ("2",)), ("[#n]", ("#n",))]
    assert all(read.text[c.span.start : c.span.end] == c.raw for c in cited)


def test_the_number_of_a_remark_is_not_missing() -> None:
    read = parsed(f"A [1]_ b [2]_ c [3]_.\n\n.. [1] {ADAMS}\n.. [2] A remark, and no more.\n.. [3] {BAKER}\n")
    assert [r.raw for r in read.references] == [f"[1] {ADAMS}", f"[3] {BAKER}"]
    assert api.check([read], []).checked[0].findings == ()


def test_roles_cite_the_keys_of_a_bibliography() -> None:
    said = "As :cite:p:`smith2001,{see}jones:a{p. 3}` and :cite:t:`adams` say."
    read = parsed(f"{said}\n\n.. bibliography:: a.bib b.bib\n")
    assert read.bibliographies == ("a.bib", "b.bib")
    assert [c.raw for c in read.citations] == ["smith2001", "jones:a", "adams"]
    assert parsed("As :cite:`smith2001` says.\n\n.. bibliography::\n").citations == ()


def test_one_change_touches_its_characters_only() -> None:
    before = BEFORE + f"#. {ADAMS}\n#. Baker B. *The measure of large rooms*.\n   **J Test** 2002;2:3-4.\n"
    assert rewritten(before, Change(2, "volume", "2", "12")) == before.replace("2002;2:", "2002;12:")


def test_new_text_is_escaped_where_it_would_be_markup() -> None:
    before = BEFORE + f"- {ADAMS}\n- {BAKER}\n- {CLARK}\n"
    new = "The *measure* of a_b rooms_ `in` ``it`` |x| \\ [1]_ [Review]"
    after = rewritten(before, Change(2, "title", "The measure of large rooms", new))
    assert new in text(after)
    assert "a_b" in after


DOIS = (
    (":doi:`10.5555/{}`", ":doi:`10.5555/new`"),
    ("`doi <https://doi.org/10.5555/{}>`__", "`doi <https://doi.org/10.5555/new>`__"),
    ("doi: `10.5555/{0} <https://doi.org/10.5555/{0}>`__", "doi: `10.5555/new <https://doi.org/10.5555/new>`__"),
    ("https://doi.org/10.5555/{}", "https://doi.org/10.5555/new"),
)


@pytest.mark.parametrize(("form", "added"), DOIS)
def test_a_doi_is_added_in_the_form_of_the_list(form: str, added: str) -> None:
    line = f"- Baker B. *{BAKER[9:]}*"
    before = BEFORE + f"- {ADAMS} {form.format('a')}\n{line}\n- {CLARK} {form.format('c')}\n"
    after = rewritten(before, Change(2, "DOI", "", "10.5555/new"))
    assert after == before.replace(line, f"{line} {added}")
    assert [r.work.DOI for r in parsed(after).references] == ["10.5555/a", "10.5555/new", "10.5555/c"]


@pytest.mark.parametrize("form", [form for form, _ in DOIS])
def test_a_doi_is_corrected_in_print_and_in_its_link(form: str) -> None:
    before = BEFORE + f"- {ADAMS} {form.format('a')}\n- {BAKER} {form.format('b')}\n- {CLARK} {form.format('c')}\n"
    after = rewritten(before, Change(2, "DOI", "10.5555/b", "10.5555/right"))
    assert after == before.replace("10.5555/b", "10.5555/right")


TEXT = st.characters(codec="utf-8", exclude_characters="\0")
PLAIN = st.characters(categories=("L", "Nd"), include_characters=" ,.'()")


@given(st.text(PLAIN, min_size=1, max_size=80))
def test_a_text_without_markup_reads_as_it_is(plain: str) -> None:
    said = "Words " + plain
    assert text(said) == said.rstrip()


@given(st.text(TEXT, max_size=80))
def test_written_text_reads_as_it_is(plain: str) -> None:
    line = " ".join(plain.split())
    assert text("Words " + written(line, "") + " end.") == f"Words {line} end."


PIECES = (
    *("*", "**", "_", "`", "``", "`_", "|", "[1]_", "\\", "\\ ", "\n", "\n\n", "- ", "#. ", "1. ", "  ", "   ", "a"),
    *(".. ", ".. [1] ", ".. note:: ", ".. code::\n\n", "::\n\n", ":cite:`", "b c", "====\n", "----\n", "| ", "+--+\n"),
    *("== ==\n", ":ref:`", " <x>`_", ">>> ", "https://x.org/a_", "Ü", "\r\n", "\t", ".. bibliography:: x.bib\n"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_is_read_and_its_stretches_are_true(written: str) -> None:
    read = parsed(written)
    end = at = 0
    for stretch in read.origin.stretches if read.origin else ():
        assert end <= stretch.start < stretch.end <= len(read.text)
        assert at <= stretch.at <= stretch.until <= len(written)
        end, at = stretch.end, stretch.until
        if stretch.same:
            assert read.text[stretch.start : stretch.end] == written[stretch.at : stretch.until]
    assert formats.named("rst").rewrite(read, ()) == written.encode()


@pytest.mark.parametrize("piece", [":a", ":a:", "`a`:a"])
def test_time_grows_with_a_line_of_colons_and_no_faster(piece: str) -> None:
    begun = time.process_time()
    assert parsed(piece * 30_000).text
    assert time.process_time() - begun < 5
