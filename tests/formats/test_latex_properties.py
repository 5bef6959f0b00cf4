"""What holds for any LaTeX at all: no exception, true spans, no change without a reason, texts read as written."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from refcheck import api, formats
from refcheck.errors import UnreadableDocument
from refcheck.latex import Piece, escaped, scan
from refcheck.model import Document, Span

PIECES = (
    "\\begin{document}", "\\end{document}", "\\begin{thebibliography}{9}\n", "\\end{thebibliography}\n",
    "\\bibitem{a1} ", "\\bibitem[{Smith(2001)}]{b} ", "\\bibitem", "\\harvarditem{S}{2001}{c} ", "\\item ",
    "\\item[x] ","\\begin{enumerate}", "\\end{enumerate}", "\\section*{References}\n", "\\cite{a1,b}",
    "\\citep[see][3]{a1}",
    "\\nocite{*}", "\\cites{a}{b}", "\\emph{", "{\\it ", "}", "{", "[", "]", "$", "$x^2$", "%", "% note\n", "\n",
    "\n\n", "\\\\", "\\'e", "\\\"{u}", "\\v{c}", "\\'", "\\ss ", "\\href{https://doi.org/10.5555/x}{", "\\href{http://a}{link}",
    "\\url{http://a.b/c%20d}", "\\doi{10.5555/a_b}", "--", "``", "''", "~", "\\newblock ", "\\penalty0 ", "\\&", "\\",
    "\\bibinfo{author}{Smith}", "\\newcommand{\\x}{Smith}", "\\x", "\\iffalse ", "\\fi", "\\verb|a|", "\\verb",
    "\\bibliography{a,b}", "\\input{c}", "\\input d", "Smith, A. (2001). On tests of things. J Test, 12(3), 1--9. ",
    "\\entry{k}{article}{}", "\\endentry", "\\name{author}{1}{}{{{hash=x}{family={A},given={B}}}}",
    "\\field{title}{A {Test}}", "\\field{year}{2001}", "\\verb{doi}\n\\verb 10.5555/x\n\\endverb\n",
    "\\list{publisher}{1}{{X}}",
)  # fmt: skip
CHARACTERS = st.characters(exclude_characters="\0")
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(CHARACTERS, max_size=5)), max_size=30).map("".join),
)
PATHS = ("paper.tex", "paper.bbl")


def sound(document: Document) -> None:
    end = 0
    for n, reference in enumerate(document.references, 1):
        assert reference.n == n
        assert end <= reference.span.start < reference.span.end <= len(document.text)
        assert reference.raw == document.text[reference.span.start : reference.span.end]
        end = reference.span.end
        assert all(f.text and reference.raw[f.start : f.end] == f.text for f in reference.fields)
    assert all(c.raw == document.text[c.span.start : c.span.end] for c in document.citations)
    stretches = document.origin.stretches if document.origin else ()
    for stretch in stretches:
        assert 0 <= stretch.at < stretch.until <= len(document.written)
        typed, read = document.written[stretch.at : stretch.until], document.text[stretch.start : stretch.end]
        assert not stretch.same or typed == read
    assert all(a.end <= b.start for a, b in pairwise(stretches))
    assert all(a.until <= b.at for a, b in pairwise(stretches)) or document.format == "biblatex"


@given(texts, st.sampled_from(PATHS))
def test_any_latex_is_read_and_its_spans_are_true(text: str, path: str) -> None:
    data = text.encode("utf-8", "replace")
    document = api.parse(data, path)
    sound(document)
    assert formats.named(document.format).rewrite(document, ()) == data


@given(st.binary(max_size=200), st.sampled_from(PATHS))
def test_any_bytes_are_read_or_refused(data: bytes, path: str) -> None:
    try:
        sound(api.parse(data, path))
    except UnreadableDocument:
        return


@given(texts)
def test_fixing_any_latex_is_proved(text: str) -> None:
    checked = api.check([api.parse(text.encode("utf-8", "replace"), "paper.tex")], []).checked[0]
    fixed = api.fix(checked, unsafe=True)
    assert len(fixed.document.references) == len(checked.document.references)


PRINTED = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp"), max_codepoint=0x2FFF)


@given(st.text(PRINTED, max_size=30), st.booleans())
def test_what_is_written_reads_as_it_was(text: str, ascii_only: bool) -> None:
    typed = f"{{{escaped(text, ascii_only=ascii_only)}}}"
    read = "".join(piece.text for piece in scan(typed, Span(0, len(typed))) if isinstance(piece, Piece))
    meant = text.replace("`", "‘")  # which is how it is printed
    assert read == (unicodedata.normalize("NFC", meant) if ascii_only else meant)
