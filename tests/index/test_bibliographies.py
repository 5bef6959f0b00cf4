"""An index of BibTeX, RIS and PubMed's XML: what is in them is found, and what is broken is told with its place."""

from __future__ import annotations

import gzip
import io
import lzma
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from refcheck.bibliographies import stretches
from refcheck.index import Index, inputs
from refcheck.index.build import Told, build, update
from refcheck.index.digest import Filter

THINGS = "beetles canopies estuaries fungi gradients habitats islands kinetics lichens marshes".split()


def title(n: int) -> str:
    return f"A study of {THINGS[n % 10]} and {THINGS[n // 10 % 10]}, number {n}"


def bibtex(n: int) -> str:
    return (
        f"@article{{k{n},\n author = {{Adams, Bo and Baker, C. D.}},\n title = {{{title(n)}}},\n"
        f" journal = {{Journal of Things}}, year = {{{1960 + n % 60}}},\n"
        f" volume = {{{n + 1}}}, pages = {{{n + 10}--{n + 19}}},\n"
        f" doi = {{10.5555/t.{n}}}, issn = {{1234-5679}}\n}}\n"
    )


def ris(n: int) -> str:
    return (
        f"TY  - JOUR\nAU  - Adams, Bo\nAU  - Baker, C. D.\nTI  - {title(n)}\nJO  - Journal of Things\n"
        f"PY  - {1960 + n % 60}\nVL  - {n + 1}\nSP  - {n + 10}\nEP  - {n + 19}\nDO  - 10.5555/t.{n}\n"
        "SN  - 1234-5679\nER  - \n\n"
    )


def article(n: int) -> str:
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{n}</PMID><Article><Journal><ISSN>1234-5679</ISSN><JournalIssue>"
        f"<Volume>{n + 1}</Volume><PubDate><Year>{1960 + n % 60}</Year></PubDate></JournalIssue>"
        f"<Title>Journal of Things</Title></Journal><ArticleTitle>{title(n)}.</ArticleTitle>"
        f"<Pagination><MedlinePgn>{n + 10}-{n + 19}</MedlinePgn></Pagination><AuthorList>"
        "<Author><LastName>Adams</LastName><ForeName>Bo</ForeName></Author>"
        "<Author><LastName>Baker</LastName><Initials>CD</Initials></Author></AuthorList></Article></MedlineCitation>"
        f'<PubmedData><ArticleIdList><ArticleId IdType="doi">10.5555/t.{n}</ArticleId></ArticleIdList></PubmedData>'
        "</PubmedArticle>\n"
    )


def nbib(n: int) -> str:
    return (
        f"PMID- {n + 1}\nTI  - {title(n)}.\nFAU - Adams, Bo\nAU  - Adams B\nFAU - Baker, C D\nAU  - Baker CD\n"
        f"JT  - Journal of Things\nDP  - {1960 + n % 60} Dec\nVI  - {n + 1}\nPG  - {n + 10}-{n + 19}\n"
        f"LID - 10.5555/t.{n} [doi]\nIS  - 1234-5679 (Print)\n\n"
    )


def endnote(n: int) -> str:
    return (
        '<record><ref-type name="Journal Article">17</ref-type><contributors><authors><author>Adams, Bo</author>'
        f"<author>Baker, C. D.</author></authors></contributors><titles><title>{title(n)}</title><secondary-title>"
        f"Journal of Things</secondary-title></titles><pages>{n + 10}-{n + 19}</pages><volume>{n + 1}</volume><dates>"
        f"<year>{1960 + n % 60}</year></dates><isbn>1234-5679</isbn><electronic-resource-num>10.5555/t.{n}"
        "</electronic-resource-num></record>\n"
    )


def printed(n: int) -> str:
    return f"Adams B, Baker CD. {title(n)}. Journal of Things. {1960 + n % 60};{n + 1}:{n + 10}-{n + 19}."


def as_set(articles: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n<PubmedArticleSet>\n{articles}</PubmedArticleSet>\n'


def whole(one: Callable[[int], str], numbers: range) -> bytes:
    text = "".join(map(one, numbers))
    if one is endnote:
        return f"<xml><records>{text}</records></xml>".encode()
    return (as_set(text) if one is article else text).encode()


def in_tar(name: str, data: bytes) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        member = tarfile.TarInfo(f"in/{name}")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return held.getvalue()


def built(path: Path, out: Path, wanted: Filter | None = None, jobs: int = 1) -> Told:
    return build([path], out, wanted or Filter(), jobs, lambda _share, _works: None)


KINDS = [(bibtex, ".bib"), (ris, ".ris"), (article, ".xml"), (nbib, ".nbib"), (endnote, ".xml")]
IDS = ["BibTeX", "RIS", "PubMed", "MEDLINE", "EndNote"]


@pytest.mark.parametrize(("one", "suffix"), KINDS, ids=IDS)
@pytest.mark.parametrize("packing", ["", ".gz", ".xz", ".tar", ".gz.tar"])
def test_what_is_read_is_found(tmp_path: Path, one: Callable[[int], str], suffix: str, packing: str) -> None:
    data, name = whole(one, range(40)), f"works{suffix}"
    if ".gz" in packing:
        data, name = gzip.compress(data), f"{name}.gz"
    if packing == ".xz":
        data, name = lzma.compress(data), f"{name}.xz"
    if ".tar" in packing:
        data, name = in_tar(name, data), "works.tar"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(data)
    told = built(
        tmp_path / "in", tmp_path / "out", Filter(issns=frozenset({"12345679"}), types=frozenset({"article-journal"}))
    )
    assert (told.works, told.problems) == (40, ())
    index = Index.open(tmp_path / "out")
    for n in range(0, 40, 7):
        assert index.candidates(printed(n))[0].work.DOI == f"10.5555/t.{n}"
        assert index.by_doi(f"10.5555/t.{n}")[0].work.title == title(n)


def test_articles_are_read_in_stretches_by_several_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "ARTICLES", 30)
    monkeypatch.setattr(inputs, "CHUNK", 1000)
    path = tmp_path / "works.xml.gz"
    path.write_bytes(gzip.compress(whole(article, range(100))))
    assert len(list(inputs.blocks(path))) == 4
    told = built(path, tmp_path / "out", jobs=2)
    assert (told.works, told.problems) == (100, ())


def test_xml_that_ends_early_gives_what_stands_before(tmp_path: Path) -> None:
    path = tmp_path / "cut.xml.gz"
    stored = gzip.compress(whole(article, range(3_000)))
    path.write_bytes(stored[: len(stored) * 2 // 3])
    told = built(path, tmp_path / "out")
    assert 1_500 < told.works < 2_500
    assert any("damaged, what stands before is kept" in said for said in told.problems)
    assert any(f"{path}:{told.works + 3}: an article without its end" in said for said in told.problems)
    assert Index.open(tmp_path / "out").by_doi("10.5555/t.1500")


@pytest.mark.parametrize(
    ("suffix", "one", "spoilt", "line", "said"),
    [
        (".bib", bibtex, "@article{bad, title = {Never closed\n", 15, "a broken entry: @article{bad"),
        (".ris", ris, "TI  - Lost\nER  - \n", 27, "stands in no record"),
        (".xml", article, "<PubmedArticle>&a;</PubmedArticle>\n", 3, "not XML: undefined entity"),
        (".nbib", nbib, "PMID- 9\nOWN - NLM\n\n", 27, "no record: neither a title nor a journal"),
        (".xml", endnote, "<record><a></record>\n", 3, "not XML: </record> where <a> is open"),
    ],
    ids=IDS,
)
def test_what_is_broken_is_told_with_its_line(
    tmp_path: Path, suffix: str, one: Callable[[int], str], spoilt: str, line: int, said: str
) -> None:
    path = tmp_path / f"works{suffix}"
    begun = "<xml><records>" if one is endnote else ""
    path.write_text(begun + "".join([one(0), one(1), spoilt, one(2)]), encoding="utf-8")
    told = built(path, tmp_path / "out")
    assert told.works == 3
    assert told.counts["not read"] == 1
    assert told.problems[0].startswith(f"{path}:{line}: {said}")


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "LONGEST", 100_000)
    monkeypatch.setattr(stretches, "LONGEST", 100_000)
    (tmp_path / "in").mkdir()
    for kind in ("bib", "ris", "xml"):
        (tmp_path / "in" / f"bomb.{kind}.gz").write_bytes(gzip.compress(b" " * 5_000_000))
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    laughs = f"<!DOCTYPE x [{entities}]>\n<PubmedArticle>&a11;</PubmedArticle>"
    (tmp_path / "in" / "laughs.xml").write_text(laughs, encoding="utf-8")
    (tmp_path / "in" / "other.xml").write_text("<html>No article</html>", encoding="utf-8")
    (tmp_path / "in" / "good.bib").write_text(bibtex(1), encoding="utf-8")
    told = built(tmp_path / "in", tmp_path / "out")
    assert told.works == 1
    for said in (
        "BIBTEX document of more",
        "RIS document of more",
        "passed over",
        "undefined entity",
        "no PubmedArticle",
    ):
        assert sum(said in problem for problem in told.problems) == 1, said


def test_an_update_takes_them_in(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(bibtex(1), encoding="utf-8")
    (tmp_path / "b.xml").write_text(as_set(article(1).replace("A study", "The study") + article(2)), encoding="utf-8")
    built(tmp_path / "a.bib", tmp_path / "out")
    update([tmp_path / "b.xml"], tmp_path / "out", [], Filter(), 1, lambda _share, _works: None)
    index = Index.open(tmp_path / "out")
    assert index.by_doi("10.5555/t.1")[0].work.title.startswith("The study")
    assert index.by_doi("10.5555/t.2")
