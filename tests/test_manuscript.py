"""Manuscripts of several files: their parts, the bibliographies they name, and what of these they cite."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from refcheck import api, manuscript
from refcheck.cli import app
from refcheck.model import Document

ENTRY = "\\bibitem{{{key}}} {name}, A. ({year}). On the measurement of {key}s. J Test {year}:1--9.\n"
BIB = """@article{{{key},
  author  = {{{name}, Ada}},
  title   = {{On the measurement of {key}s}},
  journal = {{J Test}},
  year    = {{{year}}},
}}

"""
NAMES = {"apple": "Adams", "pear": "Baker", "plum": "Clark", "fig": "Davis", "lime": "Evans"}


def entries(form: str, *keys: str) -> str:
    made = (form.format(key=key, name=NAMES[key], year=2000 + n) for n, key in enumerate(keys or NAMES))
    return "".join(made)


def listed(*keys: str) -> str:
    return f"\\begin{{thebibliography}}{{9}}\n{entries(ENTRY, *keys)}\\end{{thebibliography}}\n"


def put(folder: Path, **files: str) -> None:
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        path = folder / f"{stem.replace('__', '/')}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def joined(*paths: Path) -> dict[str, Document]:
    return {Path(d.path).name: d for d in api.joined([api.read(str(p)) for p in paths])}


def labels(document: Document) -> list[str]:
    return [r.label for r in document.references]


def codes(*paths: Path) -> list[tuple[str, str]]:
    documents = api.joined([api.read(str(p)) for p in paths])
    return [
        (f.code, f.message)
        for c in api.check(documents, []).checked
        for f in c.findings
        if f.code in ("RC510", "RC511")
    ]


def test_parts_are_read_each_once_however_they_call_for_one_another(tmp_path: Path) -> None:
    put(tmp_path, main_tex="\\input{one}\\input{one.tex}\\include{two}", one_tex="\\cite{fig}\\input{main}\\input{two}")
    put(tmp_path, two_tex=f"\\input{{one}}\n{listed()}")
    documents = joined(tmp_path / "main.tex")
    assert list(documents) == ["main.tex", "one.tex", "two.tex"]
    assert labels(documents["two.tex"]) == list(NAMES)
    assert documents["one.tex"].elsewhere == frozenset(NAMES)
    assert not any(d.notes for d in documents.values())


def test_a_file_that_many_parts_name_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, **{f"part{n}_tex": "\\input{shared}" for n in range(5)}, shared_tex="\\cite{fig}", main_tex="")
    put(tmp_path, main_tex="".join(f"\\input{{part{n}}}" for n in range(5)))
    paths: list[str] = []
    whole = manuscript.read
    monkeypatch.setattr(manuscript, "read", lambda path, kind="": paths.append(path) or whole(path, kind))
    assert len(joined(tmp_path / "main.tex")) == 7
    assert sum("shared" in path for path in paths) == 1


def test_what_a_part_cites_is_cited_and_what_no_file_lists_is_missing(tmp_path: Path) -> None:
    put(
        tmp_path,
        main_tex=f"\\cite{{apple,pear,plum,fig}}\n\\input{{one}}\n{listed()}",
        one_tex="\\cite{lime,kiwi,date}",
    )
    assert codes(tmp_path / "main.tex") == [
        ("RC510", "cited kiwi, not in the list"),
        ("RC510", "cited date, not in the list"),
    ]
    put(tmp_path, one_tex="Nothing.")
    assert [code for code, _ in codes(tmp_path / "main.tex")] == ["RC511"]
    put(tmp_path, one_tex="\\nocite{*}")
    assert codes(tmp_path / "main.tex") == []


@pytest.mark.parametrize("paths", [("main.tex", "one.tex"), ("one.tex", "main.tex")])
def test_a_part_that_is_given_too_is_read_as_a_part(tmp_path: Path, paths: tuple[str, ...]) -> None:
    put(tmp_path, main_tex=f"\\cite{{apple,pear,plum,fig}}\n\\input{{one}}\n{listed()}", one_tex="\\cite{lime,kiwi}")
    found = manuscript.joined([manuscript.read(str(tmp_path / path)) for path in paths])
    assert [Path(d.path).name for d in found] == ["main.tex", "one.tex"]
    assert found[1].elsewhere == frozenset(NAMES)
    assert "kiwi" in found[0].cited


def test_where_a_file_lacks_nobody_knows_what_is_missing(tmp_path: Path) -> None:
    put(tmp_path, main_tex=f"\\cite{{apple,pear,plum,fig,kiwi}}\n\\input{{gone}}\\input{{gone2}}\n{listed()}")
    document = joined(tmp_path / "main.tex")["main.tex"]
    assert document.notes == (
        f"{tmp_path / 'main.tex'}: names files that are not there, or cannot be read: gone.tex, gone2.tex",
    )
    assert codes(tmp_path / "main.tex") == []


def test_files_outside_the_folder_are_not_read(tmp_path: Path) -> None:
    put(tmp_path, secret_tex=listed("fig"), paper__main_tex="\\input{../secret}\\cite{fig}")
    documents = joined(tmp_path / "paper/main.tex")
    assert list(documents) == ["main.tex"]
    assert "../secret.tex" in documents["main.tex"].notes[0]
    (tmp_path / "paper/link.tex").symlink_to(tmp_path / "secret.tex")
    put(tmp_path, paper__main_tex="\\input{link}\\cite{fig}")
    assert list(joined(tmp_path / "paper/main.tex")) == ["main.tex"]


def test_names_that_no_system_holds_and_links_that_lead_to_themselves_are_told(tmp_path: Path) -> None:
    (tmp_path / "loop.tex").symlink_to("loop.tex")
    put(tmp_path, main_tex=f"\\input{{loop}}\\input{{{'a' * 5000}}}")
    (note,) = joined(tmp_path / "main.tex")["main.tex"].notes
    assert "loop.tex" in note and len(note) < 1000


def test_links_in_a_folder_are_left_out(tmp_path: Path) -> None:
    put(tmp_path, secret_tex=listed("fig"), paper__main_tex=listed("plum"))
    (tmp_path / "paper/link.tex").symlink_to(tmp_path / "secret.tex")
    assert list(api.expand([str(tmp_path / "paper")])) == [str(tmp_path / "paper/main.tex")]


def test_of_a_file_that_lies_elsewhere_the_one_beside_the_document_is_read(tmp_path: Path) -> None:
    put(
        tmp_path,
        main_tex="\\input{../../parts/one}\\input{/parts/two.tex}",
        one_tex=listed("fig"),
        two_tex=listed("plum"),
    )
    assert list(joined(tmp_path / "main.tex")) == ["main.tex", "one.tex", "two.tex"]


def test_a_part_calls_for_files_beside_it(tmp_path: Path) -> None:
    put(
        tmp_path,
        main_tex="\\subfile{parts/one}",
        parts__one_tex="\\input{two}\\cite{fig}",
        parts__two_tex=listed("fig"),
    )
    assert list(joined(tmp_path / "main.tex")) == ["main.tex", "one.tex", "two.tex"]


def test_the_list_that_bibtex_made_is_read_where_the_bibliography_lacks(tmp_path: Path) -> None:
    put(tmp_path, main_tex="\\cite{fig,plum}\\bibliography{refs}", main_bbl=listed("fig", "plum"))
    documents = joined(tmp_path / "main.tex")
    assert labels(documents["main.bbl"]) == ["fig", "plum"]
    assert not documents["main.tex"].notes
    assert list(api.expand([str(tmp_path)])) == [str(tmp_path / "main.tex")]
    (tmp_path / "main.bbl").unlink()
    assert "refs.bib" in joined(tmp_path / "main.tex")["main.tex"].notes[0]


def test_a_text_that_names_no_bibliography_is_read_with_the_list_beside_it(tmp_path: Path) -> None:
    put(tmp_path, main_tex="\\cite{fig,plum}", main_bbl=listed("fig", "plum"))
    documents = joined(tmp_path / "main.tex")
    assert labels(documents["main.bbl"]) == ["fig", "plum"]
    assert "names no bibliography" in documents["main.tex"].notes[0]


def test_standard_input_is_read_with_the_files_beside_its_name(tmp_path: Path) -> None:
    put(tmp_path, one_tex=listed("fig"))
    text = b"\\cite{fig,kiwi}\\input{one}"
    documents = api.joined([api.parse(text, str(tmp_path / "main.tex"))])
    assert [labels(d) for d in documents] == [[], ["fig"]]


class TestBibliographies:
    """Documents whose references stand in BibTeX files."""

    def test_only_what_is_cited_is_kept(self, tmp_path: Path) -> None:
        put(tmp_path, main_tex="\\cite{fig} \\citep{plum}\\bibliography{refs}", refs_bib=entries(BIB))
        assert labels(joined(tmp_path / "main.tex")["refs.bib"]) == ["plum", "fig"]
        put(tmp_path, main_tex="\\nocite{*}\\bibliography{refs}")
        assert labels(joined(tmp_path / "main.tex")["refs.bib"]) == list(NAMES)

    def test_a_citation_that_no_bibliography_has_is_told_and_an_entry_not_cited_is_not(self, tmp_path: Path) -> None:
        put(tmp_path, main_tex="\\cite{apple,pear,plum,fig,kiwi}\\bibliography{refs}", refs_bib=entries(BIB))
        assert codes(tmp_path / "main.tex") == [("RC510", "cited kiwi, not in the list")]
        assert codes(tmp_path / "main.tex", tmp_path / "refs.bib") == [("RC510", "cited kiwi, not in the list")]

    def test_two_documents_share_a_bibliography(self, tmp_path: Path) -> None:
        put(tmp_path, a_tex="\\cite{fig}\\bibliography{refs}", b_tex="\\cite{plum}\\bibliography{refs}")
        put(tmp_path, refs_bib=entries(BIB))
        documents = api.joined([api.read(str(tmp_path / name)) for name in ("a.tex", "b.tex")])
        assert [Path(d.path).name for d in documents] == ["a.tex", "refs.bib", "b.tex"]
        assert labels(documents[1]) == ["plum", "fig"]

    def test_a_bibliography_that_is_given_too_is_looked_at_as_a_whole_and_once(self, tmp_path: Path) -> None:
        put(tmp_path, main_tex="\\cite{fig}\\bibliography{refs,refs}", refs_bib=entries(BIB))
        documents = api.joined([api.read(str(tmp_path / name)) for name in ("main.tex", "refs.bib")])
        assert [len(d.references) for d in documents] == [0, 5]

    def test_of_the_list_that_bibtex_made_what_no_bibliography_has_is_read(self, tmp_path: Path) -> None:
        put(tmp_path, main_tex="\\cite{fig,plum}\\bibliography{refs,gone}", refs_bib=entries(BIB, "fig"))
        put(tmp_path, main_bbl=listed("fig", "plum"))
        documents = joined(tmp_path / "main.tex")
        assert (labels(documents["refs.bib"]), labels(documents["main.bbl"])) == (["fig"], ["plum"])

    def test_a_chapter_finds_the_fewest_bibliographies_that_have_what_it_cites(self, tmp_path: Path) -> None:
        put(tmp_path, one_tex="\\cite{fig,plum,kiwi}", refs_bib=entries(BIB), copy_bib=entries(BIB, "fig"))
        documents = joined(tmp_path / "one.tex")
        assert list(documents) == ["one.tex", "refs.bib"]
        assert codes(tmp_path / "one.tex") == []  # another file may have it

    def test_fix_in_place_rewrites_the_bibliography(self, tmp_path: Path) -> None:
        put(tmp_path, main_tex="\\cite{fig}\\bibliography{refs}", refs_bib=entries(BIB, "fig", "plum"))
        before = (tmp_path / "main.tex").read_bytes()
        records = tmp_path / "records.json"
        record = {
            "type": "article-journal",
            "title": "On the measurement of figs",
            "author": [{"family": "Davis", "given": "Ada"}],
            "container-title": "J Test",
            "issued": {"date-parts": [[2000]]},
            "DOI": "10.5555/fig",
        }
        records.write_text(json.dumps([record]), encoding="utf-8")
        runner = CliRunner()
        arguments = ["fix", "-i", "--unsafe-fixes", "--source", str(records), str(tmp_path / "main.tex")]
        found = runner.invoke(app, arguments)
        assert found.exit_code in (0, 1), found.output
        assert (tmp_path / "main.tex").read_bytes() == before
        assert "10.5555/fig" in (tmp_path / "refs.bib").read_text(encoding="utf-8")
