r"""LaTeX manuscripts: \bibitem lists, lists made by hand, citations by key, and what is written back."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from refcheck import api, formats
from refcheck.errors import UnreadableDocument
from refcheck.finding import Change
from refcheck.formats import latex
from refcheck.model import Document, LabelCitation, NameCitation, Span

BODY = r"""\documentclass{article}
\newcommand{\prlx}{Phys. Rev. Lett.}
\newcommand{\see}[1]{Ref.~\cite{#1}}
\title{Things\thanks{After \cite{rubin}.}}
\begin{document}
One \citep[see][p.~3]{smith, rubin}. % \cite{hidden}
\iffalse \cite{hidden} \fi \verb|\cite{hidden}|
\cites[1]{smith}[2]{jones} \see{jones} \nocite{*} \citenamefont{x} \defcitealias{hidden}{Paper I}
\begin{verbatim}
\cite{hidden}
\end{verbatim}
"""
LIST = r"""\begin{thebibliography}{9}
\bibitem[{{Smith} {et~al.}(2001){Smith}, {Jones}, \& {M\"uller}}]{smith}
{Smith}, A.~B., M{\"u}ller, \v{C}. % a note \bibitem{hidden}
\& {\O}stby, {\'E}. 2001,
  \emph{Things of all kinds}, \prlx\ {\bf 12}, 100--9. \doi{10.5555/abc_d}
\bibitem{jones}Jones, J. ``Water, H$_2$O, at 5\% \& more.'' \textit{J Test} 3, 7 (1999).
\newblock \url{http://example.org/a%20b_c}.
\bibitem [{\citenamefont {Rubin}(1978)}]{rubin}%
  \BibitemOpen
  \bibfield  {author} {\bibinfo {author} {\bibfnamefont {V.~C.}\ \bibnamefont {Rubin}},\ }\href
  {\doibase 10.5555/182804} {\bibfield  {journal} {\bibinfo  {journal} {Astrophys. J.}\ }\textbf
  {\bibinfo {volume} {225}},\ \bibinfo {pages} {L107} (\bibinfo {year} {1978})}\BibitemShut {NoStop}%
\end{thebibliography}
\end{document}
Smith, A. (1999). Not part of it.
"""
RAW = [
    "Smith, A. B., Müller, Č. & Østby, É. 2001, Things of all kinds, Phys. Rev. Lett. 12, 100–9. doi:10.5555/abc_d",
    "Jones, J. “Water, H2O, at 5% & more.” J Test 3, 7 (1999). http://example.org/a%20b_c.",
    "V. C. Rubin, Astrophys. J. 225, L107 (1978) https://doi.org/10.5555/182804",
]


def parsed(text: str, path: str = "paper.tex") -> Document:
    return api.parse(text.encode(), path)


def cited(document: Document) -> list[tuple[str, ...]]:
    return [c.labels for c in document.citations if isinstance(c, LabelCitation)]


def changed(text: str, *changes: Change) -> str:
    document = parsed(text)
    data = latex.rewrite(document, changes)
    again = parsed(data.decode())
    assert [r.label for r in again.references] == [r.label for r in document.references]
    return data.decode()


def listed(*entries: str) -> str:
    return "\\begin{thebibliography}{9}\n" + "\n".join(entries) + "\n\\end{thebibliography}\n"


def test_the_entries_read_as_latex_prints_them() -> None:
    document = parsed(BODY + LIST)
    assert document.format == "latex"
    assert [r.raw for r in document.references] == RAW
    assert [r.label for r in document.references] == ["smith", "jones", "rubin"]
    assert all(r.keyed for r in document.references)
    assert [r.work.DOI for r in document.references] == ["10.5555/abc_d", "", "10.5555/182804"]


def test_every_stretch_says_where_it_stands() -> None:
    document = parsed(BODY + LIST)
    assert document.origin
    for stretch in document.origin.stretches:
        typed, read = document.written[stretch.at : stretch.until], document.text[stretch.start : stretch.end]
        assert typed
        assert not stretch.same or typed == read
    assert all(a.end <= b.start and a.until <= b.at for a, b in pairwise(document.origin.stretches))
    first = document.references[0]
    place = document.located(first.span)
    assert document.written[place.start : place.end].startswith("Smith}, A.~B., M{")
    assert document.written[place.start : place.end].endswith("abc_d")


def test_all_commands_cite_by_key_and_what_is_not_printed_does_not() -> None:
    document = parsed(BODY + LIST)
    assert cited(document) == [("rubin",), ("smith", "rubin"), ("smith",), ("jones",), ("jones",), ("*",)]
    for citation in document.citations:
        assert document.text[citation.span.start : citation.span.end] == citation.raw
        place = document.located(citation.span)
        assert document.written[place.start : place.end] == citation.raw


@pytest.mark.parametrize(
    "command",
    ["cite", "citep", "citet*", "citealp", "Citeauthor", "citeyearpar", "parencite", "textcite", "Autocite",
     "footcite", "supercite", "fullcite", "smartcite", "nocite", "onlinecite", "citeA", "bibentry", "Cite"],
)  # fmt: skip
def test_commands_that_cite(command: str) -> None:
    assert cited(parsed(f"\\{command}{{a}} \\{command}[3]{{b , c}} \\{command}\n  [see][]{{d}}")) == [
        ("a",),
        ("b", "c"),
        ("d",),
    ]


@pytest.mark.parametrize(
    "text", [r"\citestyle{a}", r"\newcommand{\x}[1]{\cite{#1}}", r"\citetext{a}", r"\citation", r"\cite{}"]
)
def test_commands_that_do_not(text: str) -> None:
    assert cited(parsed(f"\\begin{{document}}{text}\\end{{document}}")) == []


def test_the_files_that_it_calls_for() -> None:
    document = parsed(
        r"""\addbibresource[label=x]{refs.bib}\input{macros}
        \begin{document}\include{chapters/one} \input two
        \subfile{three.tex} \import{parts/}{four} % \input{hidden}
        \bibliography{a,b.bib , c}\bibliographystyle{plain}\input{\jobname.x}\end{document}"""
    )
    assert document.bibliographies == ("refs.bib", "a.bib", "b.bib", "c.bib")
    assert document.inputs == ("macros.tex", "chapters/one.tex", "two.tex", "three.tex", "parts/four.tex")


def test_other_styles_of_lists() -> None:
    document = parsed(
        listed(
            r"\bibitem[\protect\citeauthoryear{Abel and Kain}{Abel\natexlab{a}}{2018}]{https://doi.org/10.5555/KEY}",
            r"Abel, A. and B.~Kain (2018).",
            r"\newblock {\em Annals of Tests\/}~{\em 10\/}(2), 465--503.",
            r"\bibitem{ieee}",
            r"\BIBentryALTinterwordspacing A.~Bell, ``Tests,'' \emph{J. Tests}, 2001. [Online]. Available:",
            r"  \url{http://example.org/very/long/%",
            r"  address}",
            r"\BIBentrySTDinterwordspacing",
            r"\bibitem [\protect \citeauthoryear {Cole}{Cole}{{\protect \APACyear {2001}}}]{apa}",
            r"\APACinsertmetastar {apa}\begin{APACrefauthors}Cole, C.\BCBT {}\ \BBA {} Dahl, D.\end{APACrefauthors}",
            r"\unskip\ \newblock\APACrefYearMonthDay{2001}{}{}. \APACrefatitle{Tests at work}{Tests}.",
            r"\APACjournalVolNumPages{J Test}{12}{}{3--4}.",
            r"\harvarditem[Ekman]{Ekman}{2001}{harvard} Ekman, E. (2001), \emph{Tests}, Wiley.",
            r"\bibitem[Smith et~al\mbox{.}(2001)]%",
            r"        {acm}",
            r"\bibfield{author}{\bibinfo{person}{A. Finn}.} \bibinfo{year}{2001}\natexlab{}. \showarticletitle{Tests}.",
            r"\newblock \bibinfo{journal}{\emph{J. Test}} \bibinfo{volume}{3}, \bibinfo{pages}{1--9}.",
            r"\showDOI{\url{https://doi.org/10.5555/1}}",
            r"\bibitem{els} \bibinfo{author}{G. Gold}, \bibinfo{title}{Tests}, \href {http://dx.doi.org/10.5555/2}",
            r"  {\path{doi:10.5555/2}}. \href{https://example.org/x}{[link]} \penalty0 (2001)",
        )
    )
    assert [(r.label, r.raw) for r in document.references] == [
        ("https://doi.org/10.5555/KEY", "Abel, A. and B. Kain (2018). Annals of Tests 10(2), 465–503."),
        ("ieee", "A. Bell, “Tests,” J. Tests, 2001. [Online]. Available: http://example.org/very/long/address"),
        ("apa", "Cole, C., & Dahl, D. (2001). Tests at work. J Test, 12, 3–4."),
        ("harvard", "Ekman, E. (2001), Tests, Wiley."),
        ("acm", "A. Finn. 2001. Tests. J. Test 3, 1–9. https://doi.org/10.5555/1"),
        ("els", "G. Gold, Tests, doi:10.5555/2. https://example.org/x [link] (2001)"),
    ]


def test_a_list_made_by_hand_and_cited_by_what_is_typed() -> None:
    entries = "".join(
        f"\\item {name}, A. B., and C. Miller. {2000 + n}. ``The measurement of thing number {n}.'' "
        f"\\emph{{Journal of Tests}} {n}:{n}0--{n}9. \\href{{https://doi.org/10.5555/{n}}}{{DOI}}\n"
        for n, name in enumerate(("Adams", "Baker", "Clark", "Davis", "Evans"), 1)
    )
    body = "Things [1] and more [2, 3] are known [4] well [5]."
    text = f"\\begin{{document}}{body}\n\\section*{{References}}\n\\begin{{enumerate}}\n{entries}\\end{{enumerate}}"
    document = parsed(text + "\\end{document}")
    assert [r.label for r in document.references] == ["1", "2", "3", "4", "5"]
    assert not any(r.keyed for r in document.references)
    assert [r.work.DOI for r in document.references] == [f"10.5555/{n}" for n in range(1, 6)]
    assert cited(document) == [("1",), ("2",), ("3",), ("4",), ("5",)]


def test_of_a_list_with_keys_typed_numbers_are_no_citations() -> None:
    names = ("Adams", "Baker", "Clark", "Davis")
    entries = [f"\\bibitem{{k{n}}} {name}, A. (200{n}). On tests. J Test, {n}, 1." for n, name in enumerate(names)]
    typed = ", ".join(f"{name} (200{n}) [{n + 1}]" for n, name in enumerate(names))
    document = parsed(f"\\begin{{document}}We follow {typed}.\n{listed(*entries)}")
    assert all(isinstance(c, NameCitation) for c in document.citations)


def test_a_changed_field_changes_its_characters_only() -> None:
    text = listed(r"\bibitem{a} Smith, A. 2001, \emph{Things}, J Test, {\bf 12}, 100--9. % kept")
    new = changed(text, Change(1, "volume", "12", "13"), Change(1, "issued", "2001", "2002"))
    assert new == text.replace("{\\bf 12}", "{\\bf 13}").replace("2001", "2002")
    assert changed(text, Change(1, "page", "100–9", "101–9")) == text.replace("100--9", "101--9")


def test_what_is_written_is_latex() -> None:
    text = listed(r"\bibitem{a} Muller, A. (2001). Black and white at work. J Test 12:100-109.")
    title = "Black & white_at 5% #1"
    assert changed(text, Change(1, "title", "Black and white at work", title)) == text.replace(
        "Black and white at work", r"Black \& white\_at 5\% \#1"
    )
    assert r"100--109" in changed(text, Change(1, "page", "100-109", "100–109"))
    assert r"M\"uller" in changed(text, Change(1, "author", "Muller, A.", "Müller, A."))
    declared = "\\usepackage[utf8]{inputenc}\n" + text
    assert "Müller" in changed(declared, Change(1, "author", "Muller, A.", "Müller, A."))
    assert "Müller" in changed("% é\n" + text, Change(1, "author", "Muller, A.", "Müller, A."))


def test_a_macro_is_written_anew_as_a_whole() -> None:
    text = listed(r"\bibitem{a} M{\"u}ller, A. (2001). On tests at work. J Test 12:100--109.")
    assert "M{u}ller" in changed(text, Change(1, "author", "Müller, A.", "Muller, A."))


@pytest.mark.parametrize(
    ("others", "added"),
    [
        ("", r". doi:10.5555/a\_b"),
        (r"\doi{10.5555/x}", r" \doi{10.5555/a_b}"),
        (r"\href{https://doi.org/10.5555/x}{doi:10.5555/x}", r" \href{https://doi.org/10.5555/a_b}{doi:10.5555/a_b}"),
        (r"\url{https://doi.org/10.5555/x}", r" \url{https://doi.org/10.5555/a_b}"),
        (r"doi: 10.5555/x.", r" doi: 10.5555/a\_b."),
        (r"https://doi.org/10.5555/x", r" https://doi.org/10.5555/a\_b"),
    ],
)
def test_a_doi_is_added_in_the_form_of_the_list(others: str, added: str) -> None:
    text = listed(
        f"\\bibitem{{a}} Smith, A. (2001). On tests. J Test 12:1--9. {others}",
        r"\bibitem{b} Jones, B. (2002). More tests. \emph{J Test 13:1--9.}",
    )
    new = changed(text, Change(2, "DOI", "", "10.5555/a_b"))
    assert new == text.replace("13:1--9.}", f"13:1--9.}}{added.removeprefix('.')}")
    assert parsed(new).references[1].work.DOI == "10.5555/a_b"


def test_a_doi_is_exchanged_in_the_link_and_where_it_is_printed() -> None:
    text = listed(
        r"\bibitem{a} Smith, A. (2001). On tests. J Test 12:1. \href{https://doi.org/10.5555/a_b}{doi:10.5555/a\_b}",
        r"\bibitem{b} Jones, B. (2002). \href{https://doi.org/10.5555/a_b}{J Test 13:1--9}.",
    )
    new = changed(text, Change(1, "DOI", "10.5555/a_b", "10.5555/c_d"))
    assert r"\href{https://doi.org/10.5555/c_d}{doi:10.5555/c\_d}" in new
    assert new.count("a_b") == 1
    key = listed(r"\bibitem{10.5555/a} \href{https://doi.org/10.5555/a}{Smith, A. (2001). On tests. J Test 1:1--9}")
    assert changed(key, Change(1, "DOI", "10.5555/a", "10.5555/b")) == key.replace("org/10.5555/a", "org/10.5555/b")
    assert r"{https://doi.org/10.5555/c}{J Test" in changed(text, Change(2, "DOI", "10.5555/a_b", "10.5555/c"))


def test_fix_proves_what_it_writes() -> None:
    text = listed(*(
        rf"\bibitem{{k{n}}} Smith, A.~B. (200{n}). On \emph{{thing}} number {n}. J Test {n}:1--9. \url{{HTTP://dx.doi.org/10.5555/{n}}}"
        for n in range(5)
    ))  # fmt: skip
    checked = api.check([parsed(text)], []).checked[0]
    fixed = api.fix(checked, unsafe=True)
    assert not fixed.refused
    assert len(fixed.document.references) == 5


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_without_a_change_the_bytes_are_the_same(end: str) -> None:
    for encoding in ("utf-8", "utf-16", "cp1252"):
        data = (BODY + LIST.replace("\\v{C}", "ü")).replace("\n", end).encode(encoding)
        document = api.parse(data, "paper.tex")
        assert len(document.references) == 3
        assert formats.named(document.format).rewrite(document, ()) == data


def test_what_a_link_leads_to_is_told_where_its_entry_ends() -> None:
    text = listed(
        r"\bibitem{a} \href{https://doi.org/10.5555/a}{Smith, A. (2001). On tests.} J Test 1:1--9.", r"\bibitem{b} B"
    )
    document = parsed(text)
    reference = document.references[0]
    assert reference.raw.endswith("J Test 1:1–9. https://doi.org/10.5555/a")
    field = reference.field("DOI")
    assert field
    place = document.located(Span(reference.span.start + field.start, reference.span.start + field.end))
    assert text[: place.start].endswith("1--9.")


def test_numbers_that_are_keys_say_nothing_of_an_order() -> None:
    keys = (5, 1, 2, 7, 9, 3)
    cites = " ".join(f"\\cite{{{key}}}" for key in (3, 9, 7, 2, 1, 5))
    entries = [f"\\bibitem{{{n}}} Smith, A.~B. (200{n}). On thing number {n} of many. J Test {n}:1--9." for n in keys]
    report = api.check([parsed(f"\\begin{{document}}{cites} \\cite{{007,x}}\n{listed(*entries)}")], [])
    found = [(f.code, f.message) for f in report.checked[0].findings if f.code in ("RC502", "RC510", "RC511", "RC512")]
    assert found == [
        ("RC510", "cited 007, not in the list"),
        ("RC510", "cited x, not in the list"),
    ]


BROKEN = (
    r"\begin{thebibliography}{9}\bibitem{a} Smith {A, \emph{Title. J Test 1:2. \bibitem{b} Jones} B. \url{x} More",
    r"\bibitem{a}{b}{\bibitem[", r"\bibitem", r"\bibitem{}x", "\\", r"\'", r"\cite{", r"\cite[", r"\url{%", r"\href{a}",
    r"\begin{", r"\begin{verbatim}", r"\verb", r"\verb|", r"\def\a", r"\newcommand", "$", "$$", r"\iffalse", "}" * 9,
    r"\end{document}", r"\item", r"\end{enumerate}\item[", r"\section", r"\input", "%", r"\let\a", r"\"{",
)  # fmt: skip


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_broken_is_read_as_far_as_it_goes(text: str) -> None:
    document = parsed(text)
    assert latex.rewrite(document, ()) == text.encode()


def test_a_forgotten_brace_loses_nothing_and_no_other_entry() -> None:
    document = parsed(BROKEN[0])
    assert [r.raw for r in document.references] == ["Smith A, Title. J Test 1:2.", "Jones B. x More"]


@pytest.mark.parametrize(
    "piece",
    ["{", "\\url{", "\\emph{", "\\bibitem[", "\\\\[", "$", "\\iffalse ", "[{", "\\cite[", "\\verb|", "\\begin{comment",
     "\\begin{verbatim}", "\\begin{thebibliography}", "\\href{a}{", "\\footnote{", "\\item[", "\\newcommand{\\a}{",
     "\\section{", "`", "\\begin{enumerate}\\item "],
)  # fmt: skip
def test_it_takes_linear_time(piece: str) -> None:
    began = time.process_time()
    parsed(piece * 20_000)
    assert time.process_time() - began < 10


def test_what_is_latex_without_a_suffix() -> None:
    assert api.parse(b"% x\n\\documentclass{article}\n\\begin{document}\\cite{a}\\end{document}").format == "latex"
    assert api.parse(b"\\begin{thebibliography}{9}\\bibitem{a} A\\end{thebibliography}", "x.txt").format == "latex"
    assert api.parse(b"\\section{What LaTeX is}", "x.txt").format == "plain"
    with pytest.raises(UnreadableDocument):
        api.parse(b"PK\x03\x04", "paper.tex")


@pytest.mark.parametrize("name", ["verbatim", "comment", "tikzpicture"])
def test_an_environment_that_never_ends_hides_no_reference(name: str) -> None:
    entries = [f"\\bibitem{{k{n}}} Adams A. A study of {n} small things. J Test 200{n};1:1-2.\n" for n in range(4)]
    entries[2:2] = [f"\\begin{{{name}}}\n"]
    written = f"\\begin{{thebibliography}}{{9}}\n{''.join(entries)}\\end{{thebibliography}}\n"
    assert [r.label for r in latex.read(written.encode(), "a.tex").references] == ["k0", "k1", "k2", "k3"]
