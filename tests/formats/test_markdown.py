"""Markdown: what is read of it, where that stands, what it cites, and how it is written back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refcheck import api, formats, manuscript
from refcheck.finding import Change
from refcheck.formats import markdown
from refcheck.model import Document, LabelCitation
from refcheck.notation.commonmark import tokens
from refcheck.notation.content import Source
from refcheck.notation.frontmatter import front_matter
from refcheck.notation.markdown_written import written
from refcheck.reading import Unplaced

BEFORE = "# Rooms\n\nSome words on small things in large rooms.\n\n## References\n\n"
ADAMS = "Adams A. A study of small things. J Test 2001;1:1-2."
BAKER = "Baker B. The measure of large rooms. J Test 2002;2:3-4."
CLARK = "Clark C. Rooms within rooms. J Test 2003;3:5-6."


def parsed(text: str) -> Document:
    return api.parse(text.encode(), "paper.md")


def text(written: str) -> str:
    return parsed(written).text


def rewritten(written: str, *changes: Change) -> str:
    return markdown.rewrite(parsed(written), changes).decode()


def changed(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that differ."""
    return [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("# A *title* ##", "A title"),
        ("A title\nin two lines\n===", "A title in two lines"),
        ("wrapped\n  text", "wrapped text"),
        ("hard  \nbreak\\\nhere<br>too", "hard\nbreak\nhere\ntoo"),
        ("**bold *both* bold** _it_ snake_case_name 2 * 3 * 4", "bold both bold it snake_case_name 2 * 3 * 4"),
        ("***all* of it**", "all of it"),
        ("`code  x_1_` and `` a`b ``", "code  x_1_ and a`b"),
        ('[a *link*](https://example.org "Title") on', "a link on"),
        ("<https://example.org/a_b_c>", "https://example.org/a_b_c"),
        ("![no picture](a.png)[![badge](b.svg)](c) yes", " yes"),
        (r"\*not\* emphasis \[1\] a\b", r"*not* emphasis [1] a\b"),
        ("M&uuml;ller &amp; S&#246;hne &nope;", "Müller & Söhne &nope;"),
        ("H~2~O, 10^3^, ~~gone~~", "H2O, 103, gone"),
        ("$a_1 * b_2 * c$ costs $5 and $6", "$a_1 * b_2 * c$ costs $5 and $6"),
        ("a <b>bold</b> word<!-- not said -->.", "a bold word."),
        ("<!-- not\nsaid -->\n\nsaid", "said"),
        ("<div>\n<p>One &amp; <i>two</i></p>\n<p>Three\nfour</p>\n</div>", "One & two\nThree four"),
        ("<script>\nlet a = 1;\n</script>", ""),
        ("```\ncode\n```\n\n    code\n\ntext", "text"),
        ("> quoted\n> text\n\nmore", "quoted text\n\nmore"),
        ("1. one\n1. two\n1. three", "1. one\n2. two\n3. three"),
        ("7) one\n7) two", "7) one\n8) two"),
        ("- one\n- two\n  - in it\n\nafter", "one\ntwo\nin it\n\nafter"),
        ("1. one\n\n   more of it\n\n2. two", "1. one\n\nmore of it\n\n2. two"),
        ("| A | B |\n|---|---|\n| x \\| y | `z` |", "A\tB\nx | y\tz"),
        ("Term\n: what it is", "Term\nwhat it is"),
        ("said.[^1]\n\n[^1]: A *note*\n    goes on.", "said.[^1]\n\n[^1]: A note goes on."),
        ("::: {#refs}\nAn entry.\n:::", "An entry."),
        ("---\ntitle: Not read\n---\n\nRead.", "Read."),
        ("+++\ntitle = 'Not read'\n+++\n\nRead.", "Read."),
        ("---\n\nA rule, and text.\n\n---", "A rule, and text."),
        ("a\r\nb\r\n\r\nc\rd", "a b\n\nc d"),
    ],
)
def test_markup_is_read_away(written: str, read: str) -> None:
    assert text(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[A study](https://doi.org/10.5555/a). J Test", "A study https://doi.org/10.5555/a. J Test"),
        ("[A study](<https://dx.doi.org/10.5555/a> 'Title')(2001)", "A study https://dx.doi.org/10.5555/a(2001)"),
        ("[A study](https://doi.org/10.5555/a)x", "A study https://doi.org/10.5555/a x"),
        ("[A study][1]\n\n[1]: https://doi.org/10.5555/a", "A study https://doi.org/10.5555/a"),
        ("[10.5555/A](https://doi.org/10.5555/a)", "10.5555/A"),
        ("doi:10.5555/a [link](https://doi.org/10.5555/a)", "doi:10.5555/a link"),
        ("[A](https://doi.org/10.5555/s\\(1\\)2)", "A https://doi.org/10.5555/s(1)2"),
        ("[A study](https://publisher.example/doi/10.5555/a/full)", "A study"),
    ],
)
def test_a_doi_that_only_a_link_holds_is_read_behind_its_text(written: str, read: str) -> None:
    assert text(written) == read


def test_every_character_knows_where_it_stands() -> None:
    written = '1. *M&uuml;ller* A. [Rooms\n   in `rooms`](https://doi.org/10.5555/a "T") \\[x\\]\n1. b\n'
    read = parsed(written)
    for stretch in read.origin.stretches if read.origin else ():
        if stretch.same:
            assert read.text[stretch.start : stretch.end] == written[stretch.at : stretch.until]
    assert "1. Müller A. Rooms in rooms https://doi.org/10.5555/a [x]\n2. b" in read.text


@pytest.mark.parametrize(
    "listed",
    [
        "1. {}\n2. {}\n3. {}",
        "1. {}\n\n1. {}\n\n1. {}",
        "- {}\n- {}\n- {}",
        "* {}\n\n* {}\n\n* {}",
        "{}\n\n{}\n\n{}",
        "{}\\\n{}\\\n{}",
        "\\[1\\] {}\n\n\\[2\\] {}\n\n\\[3\\] {}",
        "[1] {}\n[2] {}\n[3] {}",
        "> {}\n>\n> {}\n>\n> {}",
        "[^a]: {}\n[^b]: {}\n[^c]: {}",
        "| No | Work |\n|---|---|\n| 1 | {} |\n| 2 | {} |\n| 3 | {} |",
        "<ol>\n<li>{}</li>\n<li>{}</li>\n<li>{}</li>\n</ol>",
        "::: {{#refs}}\n::: {{#ref-a}}\n{}\n:::\n\n::: {{#ref-b}}\n{}\n:::\n\n::: {{#ref-c}}\n{}\n:::\n:::",
    ],
)
def test_lists_of_every_kind_are_found(listed: str) -> None:
    read = parsed(BEFORE + listed.format(ADAMS, BAKER, CLARK) + "\n\n## License\n\nMIT, see there.\n")
    assert len(read.references) == 3
    for reference, said in zip(read.references, (ADAMS, BAKER, CLARK), strict=True):
        assert reference.raw.endswith(said)
        assert reference.work.years


def test_links_and_prose_of_developers_are_no_references() -> None:
    read = parsed(
        "# Tool\n\nPLEASE READ: If you have a contract, see https://example.org/support for more.\n\n"
        "## Changes\n\n- Add a thing by @someone in https://example.org/pull/1\n"
        "- [3bcb17] - Fix a thing (Some Body) [#894](https://example.org/pull/894)\n\n"
        "## References\n\n- [A page](https://example.org/page)\n- [RFC 2119](https://example.org/rfc2119)\n"
    )
    assert read.references == ()


def test_prose_that_links_a_work_is_no_reference() -> None:
    read = parsed(
        "# Tool\n\nIt does what [Adams et al. (2001)](https://doi.org/10.5555/a) did, see [@baker2002, pp. 3-4].\n\n"
        "If you use it, please cite Adams et al. (2001), J Test 1(2), 3-4, <https://doi.org/10.5555/a>.\n\n"
        "- Builds for Visual Studio 10 (2010) and later.\n- Fast, as of 2019: https://example.org/b.\n"
    )
    assert read.references == ()


def test_a_list_under_another_heading_is_found_where_it_is_evident() -> None:
    listed = f"- {ADAMS} - the model\n- **Baker et al.** *Large rooms.* TEST 2002. [doi](https://doi.org/10.5555/b)\n"
    assert len(parsed(f"# Tool\n\n## What it is built on\n\n{listed}").references) == 2


def test_what_follows_a_list_of_items_is_no_item() -> None:
    read = parsed(f"{BEFORE}- {ADAMS}\n- {BAKER}\n- {CLARK}\n\n---\n\n[Next unit: rooms and things in 2003](next.md)\n")
    assert [r.raw for r in read.references] == [ADAMS, BAKER, CLARK]


def test_a_reference_ends_with_its_list_item() -> None:
    read = parsed(f"- {ADAMS}\n- see there\n\n## Next\n\n- {BAKER}\n")
    assert [r.raw for r in read.references] == [ADAMS, BAKER]


def test_footnotes_that_are_references_are_cited_by_their_marks() -> None:
    read = parsed(f"One.[^1] Two.[^x] Three.[^n]\n\n[^1]: {ADAMS}\n[^n]: A remark, and nothing else.\n[^x]: {BAKER}\n")
    assert [r.label for r in read.references] == ["^1", "^x"]
    cited = [c for c in read.citations if isinstance(c, LabelCitation)]
    assert [(c.raw, c.labels, read.text[c.span.start : c.span.end]) for c in cited] == [
        ("[^1]", ("^1",), "[^1]"),
        ("[^x]", ("^x",), "[^x]"),
    ]
    assert api.check([read], []).checked[0].findings == ()


def keys(written: str) -> list[str]:
    read = parsed(f"---\nbibliography: refs.bib\n---\n\n{written}\n")
    assert all(isinstance(c, LabelCitation) and read.text[c.span.start : c.span.end] == c.raw for c in read.citations)
    return [label for c in read.citations if isinstance(c, LabelCitation) for label in c.labels]


@pytest.mark.parametrize(
    ("written", "cited"),
    [
        ("said [@smith2001, p. 3; see -@jones_a:b]", ["smith2001", "jones_a:b"]),
        ("@smith2001 says, and @{jones.}; @adams.", ["smith2001", "jones.", "adams"]),
        ("*@smith_2001_rooms* [-@a--b]", ["smith_2001_rooms", "a"]),
        ("mail a@b.org, <c@d.org>, `@code`, $@m$, \\@escaped, https://e.org/@f", []),
        ("\\@ref(fig:a), @fig-a, [@tbl:b], @sec-c, @eq-d", []),
        ("(@good) An example.\n\nAs (@good) shows.", []),
        ("{cite:p}`smith2001,jones` and {cite}`adams` and {math}`@b`", ["smith2001", "jones", "adams"]),
        ("```r\n@code\n```", []),
        ("\\cite{smith2001}", []),
    ],
)
def test_keys_are_cited_as_pandoc_reads_them(written: str, cited: list[str]) -> None:
    assert keys(written) == cited


def test_a_citation_in_brackets_knows_its_bracket() -> None:
    read = parsed("---\nbibliography: refs.bib\n---\nAs said [see @a; @b, p. 3] and @c.")
    within = [read.text[c.within.start : c.within.end] for c in read.citations]
    assert within == ["[see @a; @b, p. 3]", "[see @a; @b, p. 3]", "@c"]


def test_keys_without_a_bibliography_are_none() -> None:
    assert parsed("As @someone said [@smith2001].").citations == ()


@pytest.mark.parametrize(
    ("block", "named"),
    [
        ("bibliography: refs.bib", ("refs.bib",)),
        ("bibliography: 'refs.bib' # and no other", ("refs.bib",)),
        ('bibliography: [a.bib, "b c.bib"]\ntitle: x', ("a.bib", "b c.bib")),
        ("bibliography:\n  - a.bib\n  # - b.bib\n  - c.json\ntitle: x", ("a.bib", "c.json")),
        ("bibliography:\n- a.bib\n- b.bib", ("a.bib", "b.bib")),
        ("output:\n  x:\n    bibliography: no.bib", ()),
        ("bibliography: \"`r here('refs.bib')`\"", ()),
        ("a: &a [*a, *a]\nbibliography: *a", ("*a",)),
    ],
)
def test_bibliographies_are_those_of_the_front_matter(block: str, named: tuple[str, ...]) -> None:
    assert front_matter(f"---\n{block}\n---\n").bibliographies == named
    assert front_matter(f"---\r\n{block}\r\n...\r\n").bibliographies == named


def test_what_is_cited_without_a_citation_is_cited() -> None:
    read = parsed("---\nbibliography: a.bib\nnocite: |\n  @smith2001, @jones\n---\n\nText.\n")
    assert [c.raw for c in read.citations] == ["@smith2001", "@jones"]
    every = parsed("---\nnocite: '@*'\nbibliography: a.bib\n---\n\nText.\n")
    (cited,) = every.citations
    assert isinstance(cited, LabelCitation)
    assert cited.labels == (manuscript.ALL,)
    assert every.located(cited.span).start == every.written.index("@*")


def test_keys_of_references_in_the_front_matter_are_not_looked_for_elsewhere() -> None:
    block = "bibliography: a.bib\nreferences:\n- id: own2001\n  title: A\n- {id: 'other', title: B}"
    read = parsed(f"---\n{block}\n---\n\nAs [@own2001; @smith2001; @other] say.\n")
    assert [c.raw for c in read.citations] == ["@smith2001"]


def test_a_directive_names_bibliographies_too() -> None:
    read = parsed("Said {cite}`a`.\n\n```{bibliography} refs.bib\n:style: plain\n```\n")
    assert read.bibliographies == ("refs.bib",)
    assert [c.raw for c in read.citations] == ["a"]


def test_one_change_touches_its_characters_only() -> None:
    before = BEFORE + f"1. {ADAMS}\n1. Baker B. *The measure of large rooms*.\n   **J Test** 2002;2:3-4.\n"
    after = rewritten(before, Change(2, "volume", "2", "12"))
    assert after == before.replace("2002;2:", "2002;12:")
    assert rewritten(before, Change(2, "title", "The measure of large rooms", "The measure of larger rooms")) == (
        before.replace("large rooms*", "larger rooms*")
    )


def test_new_text_is_escaped_where_it_would_be_markup() -> None:
    before = BEFORE + f"- {ADAMS}\n- {BAKER}\n- {CLARK}\n"
    new = "The *measure* of a_b _c_ `rooms` [^1] <b> &amp; \\* $x$ [Review]"
    after = rewritten(before, Change(2, "title", "The measure of large rooms", new))
    assert new in text(after)
    assert "a_b" in after
    assert "[Review]" in after
    assert written("a|b", "cell") == r"a\|b"
    assert written("10.5555/s(1", "url") == "10.5555/s%281"


DOIS = (
    ("<https://doi.org/10.5555/{}>", "<https://doi.org/10.5555/new>"),
    ("[doi](https://doi.org/10.5555/{})", "[doi](https://doi.org/10.5555/new)"),
    ("doi: [10.5555/{0}](https://doi.org/10.5555/{0})", "doi: [10.5555/new](https://doi.org/10.5555/new)"),
    (
        "[https://doi.org/10.5555/{0}](https://doi.org/10.5555/{0})",
        "[https://doi.org/10.5555/new](https://doi.org/10.5555/new)",
    ),
    ("https://doi.org/10.5555/{}", "https://doi.org/10.5555/new"),
)


@pytest.mark.parametrize(("form", "added"), DOIS)
def test_a_doi_is_added_in_the_form_of_the_list(form: str, added: str) -> None:
    before = (
        BEFORE + f"- {ADAMS} {form.format('a')}\n- *Baker B.* [{BAKER[9:]}](x.html)\n- {CLARK} {form.format('c')}\n"
    )
    after = rewritten(before, Change(2, "DOI", "", "10.5555/new"))
    assert changed(before, after) == [(line := before.splitlines()[7], f"{line} {added}")]
    assert [r.work.DOI for r in parsed(after).references] == ["10.5555/a", "10.5555/new", "10.5555/c"]


@pytest.mark.parametrize("form", [form for form, _ in DOIS])
def test_a_doi_is_corrected_in_print_and_in_its_link(form: str) -> None:
    before = BEFORE + f"- {ADAMS} {form.format('a')}\n- {BAKER} {form.format('b')}\n- {CLARK} {form.format('c')}\n"
    after = rewritten(before, Change(2, "DOI", "10.5555/b", "10.5555/right"))
    assert after == before.replace("10.5555/b", "10.5555/right")


def test_what_stands_nowhere_in_the_entry_is_not_changed() -> None:
    before = BEFORE + f"- [Adams A.][1] {ADAMS[9:]}\n- {BAKER}\n\n[1]: https://doi.org/10.5555/a\n"
    with pytest.raises(Unplaced):
        rewritten(before, Change(1, "DOI", "10.5555/a", "10.5555/b"))


def test_a_folder_of_documentation_is_mended_in_place(tmp_path: Path) -> None:
    slip = (
        "1. Adams A. A study of *small* classi\ufb01ed things. **J Test** 2001;1:1-2. [doi](https://doi.org/10.5555/a)"
    )
    (tmp_path / "docs").mkdir()
    for name in ("one.md", "two.markdown", "three.Rmd"):
        (tmp_path / "docs" / name).write_text(f"{BEFORE}{slip}\n1. Baker B.\n   {BAKER[9:]}\n\n    x[9]\n", "utf-8")
    (tmp_path / "docs" / "other.md").write_text("# Nothing\n\nbut text\n")
    found = sorted(manuscript.expand([str(tmp_path)]))
    assert [Path(p).name for p in found] == ["one.md", "other.md", "three.Rmd", "two.markdown"]
    report = api.check(manuscript.joined([manuscript.read(p) for p in found]), [])
    for checked in report.checked:
        before = checked.document.written
        fixed = api.fix(checked).data.decode()
        assert fixed == before.replace("\ufb01", "fi")
        assert len(checked.findings) == before.count("\ufb01")


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


def letters(said: str) -> list[str]:
    return [c for c in said if c.isalnum()]


PIECES = (
    *("*", "**", "_", "`", "``", "[", "](", "](x)", ")", "<", ">", "\\", "&amp;", "\n", "\n\n", "  \n", "- ", "1. "),
    *("> ", "# ", "    ", "\t", "| a | b |\n|--|--|\n| c | ", "[^1]", "\n\n[^1]: ", "a", "b c", "$", "~", "^", ": "),
    *("![", "<!-- ", " -->", "<b>", "</b>", "<https://x.org/a>", "\r\n", "Ü", "|", "\\|", ":::\n", "[x]: y\n"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_letter_that_markdown_prints_is_lost_and_none_is_moved(written: str) -> None:
    read = parsed(written)
    end = at = 0
    for stretch in read.origin.stretches if read.origin else ():
        assert end <= stretch.start < stretch.end <= len(read.text)
        assert at <= stretch.at <= stretch.until <= len(written)
        end, at = stretch.end, stretch.until
        if stretch.same:
            assert read.text[stretch.start : stretch.end] == written[stretch.at : stretch.until]
    said = iter(letters(read.text))
    for token in tokens(Source.of(written).lines):
        for child in token.children or () if token.type == "inline" else ():
            if child.type in ("text", "text_special", "code_inline", "math"):
                assert all(c in said for c in letters(child.content))
    assert formats.named("markdown").rewrite(read, ()) == written.encode()


def test_a_note_between_what_is_listed_is_one_reference() -> None:
    text = (
        "# A study\n\nText cites [1] and [2,3], and a footnote.[^0]'\n"
        "[^1]: See Adams B. A test of notes. J Test Stud 2002;31:11-21.\n\n# Referenaes\n\n"
        "1. Adams B, Clark D. A *test* of lists. J Test Stud 2005;35:630--4.\n"
        "2. Baker E. Another test of lists. J Test Stud 2006;36:1-9.\n"
    )
    found = formats.named("markdown").read(text.encode(), "a.md").references
    assert [r.label for r in found] == ["^1", "1", "2"]
