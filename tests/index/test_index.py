"""The local index: what is built is found again, whatever the build ran into, and whoever builds beside it."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import refcheck.index.index
from refcheck import csl
from refcheck.errors import UnusableSource
from refcheck.index import Index, building, inputs, keys, manifest
from refcheck.index.build import Told, build, update
from refcheck.index.digest import Filter
from refcheck.index.records import packed, unpacked
from refcheck.index.repair import cased, guesses
from refcheck.index.table import Gathered, Table
from refcheck.index.terms import terms
from refcheck.model import Name, Notice, Record, Relation, Update, Work

WORDS = (
    "adaptive beetle canopy decline estuary fungal gradient habitat island juvenile kinetic lichen marine nutrient "
    "oxygen pollen quartz riparian salinity tundra urchin valley wetland xylem yeast zonation"
).split()
NAMES = "Abel Bosch Carver Duarte Ekman Farrow Garza Holm Ibsen Janda Keller Lindt Moreau Nash Olsen Pavel".split()


def item(n: int) -> dict[str, object]:
    """An invented record, the same for the same number."""
    dice = random.Random(n)
    first = dice.randint(1, 900)
    return {
        "DOI": f"10.5555/t.{n}",
        "type": "article-journal" if n % 5 else "chapter",
        "title": f"{' '.join(dice.sample(WORDS, 6)).capitalize()} {n}",
        "author": [{"family": dice.choice(NAMES), "given": "A."}, {"family": dice.choice(NAMES), "given": "B. C."}],
        "container-title": f"Journal of {dice.choice(WORDS)} studies",
        "ISSN": ["1234-5679"] if n % 2 else ["2345-6786"],
        "volume": str(dice.randint(1, 200)),
        "issue": str(dice.randint(1, 12)),
        "page": f"{first}-{first + 9}",
        "issued": {"date-parts": [[1960 + n % 60]]},
    }


def printed(n: int) -> str:
    work = csl.work(item(n))
    names = ", ".join(f"{a.family} {a.given.replace('. ', '').strip('.')}" for a in work.author)
    return f"{names}. {work.title}. {work.container_title}. {work.years[0]};{work.volume}({work.issue}):{work.page}."


def lines(path: Path, numbers: Sequence[int]) -> Path:
    path.write_text("".join(json.dumps(item(n)) + "\n" for n in numbers), encoding="utf-8")
    return path


def quietly(_share: float, _works: int) -> None:
    """No progress is shown."""


def built(source: Path, out: Path, wanted: Filter | None = None, jobs: int = 1) -> Told:
    return build([source], out, wanted or Filter(), jobs, quietly)


def dois(index: Index, text: str) -> list[str]:
    return [record.work.DOI for record in index.candidates(text)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("index")
    built(lines(folder / "works.jsonl", range(400)), folder / "out")
    return Index.open(folder / "out")


# what was put in is found


def test_every_work_is_found_by_its_doi_and_as_printed(index: Index) -> None:
    for n in range(400):
        (record,) = index.by_doi(f"10.5555/t.{n}")
        assert record.work == csl.work(item(n))
        assert dois(index, printed(n))[0] == f"10.5555/t.{n}"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace(" ", ""),
        lambda text: text.replace("e", "e "),
        lambda text: text.upper(),
        lambda text: text.replace("Journal of ", "J "),
        lambda text: text.replace("i", "l"),
        lambda text: text.partition(". ")[2],
        lambda text: f"[12] {text} doi:10.1000/other",
        lambda text: text.replace(" ", "\n"),
    ],
    ids=["no blanks", "more blanks", "capitals", "abbreviated", "glyphs", "no authors", "numbered", "lines"],
)
def test_a_badly_printed_reference_finds_its_work(index: Index, spoil: object) -> None:
    assert callable(spoil)
    found = sum(f"10.5555/t.{n}" in dois(index, spoil(printed(n))) for n in range(0, 400, 8))
    assert found >= 49


def test_numbers_alone_find_a_work(index: Index) -> None:
    work = csl.work(item(7))
    assert dois(index, f"{work.author[0].family}, {work.years[0]}, {work.volume}, {work.page}")[0] == work.DOI


@pytest.mark.parametrize("text", ["", " ", "…", "1", "a" * 100_000, "word " * 100_000, "\ud800 \x00", "漢字 漢字"])
def test_no_text_is_too_odd(index: Index, text: str) -> None:
    begun = time.monotonic()
    assert len(index.candidates(text)) <= 40
    assert time.monotonic() - begun < 5


def test_a_retraction_is_kept(tmp_path: Path) -> None:
    update_ = {"type": "retraction", "updated": {"date-parts": [[2001, 2, 3]]}, "DOI": "10.5555/n"}
    path = tmp_path / "one.json"
    path.write_text(json.dumps(item(1) | {"updated-by": [update_]}), encoding="utf-8")
    built(path, tmp_path / "out")
    (record,) = Index.open(tmp_path / "out").by_doi("10.5555/t.1")
    assert record.notices == (Notice("retraction", "2001-02-03", "10.5555/n"),)
    assert record.source == str(tmp_path / "out")


def retraction(n: int, *works: int) -> dict[str, object]:
    """The notice number `n`, which retracts the works of these numbers."""
    stamp = {"date-parts": [[2010, 2, 3]]}
    named = [{"type": "retraction", "updated": stamp, "DOI": f"10.5555/T.{work}"} for work in works]
    return item(n) | {"title": f"Retraction notice {n}", "update-to": named}


def held(path: Path, *items: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(i) + "\n" for i in items), encoding="utf-8")
    return path


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_notice_is_joined_to_the_works_it_names(tmp_path: Path, jobs: int) -> None:
    built(held(tmp_path / "in.jsonl", *map(item, range(50)), retraction(90, 7, 8)), tmp_path / "out", jobs=jobs)
    told = Index.open(tmp_path / "out").notices(["10.5555/t.7", "10.5555/t.9", "10.5555/unknown"])
    assert told == {
        "10.5555/t.7": (Notice("retraction", "2010-02-03", "10.5555/t.90"),),
        "10.5555/t.9": (),
        "10.5555/unknown": (),
    }


def test_an_update_brings_notices_for_works_of_older_parts_and_takes_old_ones_back(tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(held(tmp_path / "in.jsonl", item(1), item(2), retraction(90, 2)), out)
    # one work is retracted; the notice about the other is corrected, and names it no more
    update([held(tmp_path / "more.jsonl", retraction(91, 1), item(90))], out, (), Filter(), 1, quietly)
    index = Index.open(out)
    assert [p.works for p in index.manifest.parts] == [3, 2]
    told = index.notices(["10.5555/t.1", "10.5555/t.2"])
    assert [n.DOI for n in told["10.5555/t.1"]] == ["10.5555/t.91"]
    assert told["10.5555/t.2"] == ()


def test_a_work_that_an_update_replaces_keeps_the_notices_of_older_parts(tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(held(tmp_path / "in.jsonl", item(1), retraction(90, 1)), out)
    update([held(tmp_path / "more.jsonl", item(1))], out, (), Filter(), 1, quietly)
    assert [n.DOI for n in Index.open(out).notices(["10.5555/t.1"])["10.5555/t.1"]] == ["10.5555/t.90"]


# every way in which records come


def as_tar(path: Path, texts: Sequence[bytes]) -> None:
    with tarfile.open(path, "w") as archive:
        for n, data in enumerate(texts):
            member = tarfile.TarInfo(f"../../{n}.json.gz")  # a name that must not be followed
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))


def test_dumps_archives_and_answers_are_read(tmp_path: Path) -> None:
    text = {n: json.dumps(item(n)) for n in range(14)}
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(f"{text[0]}\n{text[1]}\n".encode()))
    (folder / "b.json.gz").write_bytes(gzip.compress(f'{{"items": [{text[2]}, {text[3]}]}}'.encode()))
    (folder / "c.json").write_text(f'{{"message": {{"items": [{text[4]}]}}}}', encoding="utf-8")
    (folder / "d.json").write_text(f'{{"status": "ok", "message": {text[5]}}}', encoding="utf-8")
    (folder / "e.json").write_text(f"[{text[6]}]", encoding="utf-8")
    (folder / "f.jsonl.xz").write_bytes(lzma.compress(f"{text[7]}\n".encode()))
    (folder / "g.json").write_text(f"{text[8]}\n{text[9]}\n", encoding="utf-8")
    (folder / "g2.json").write_text(f'{{"items": [\n{text[12]},\n{text[13]}\n]}}', encoding="utf-8")
    as_tar(folder / "h.tar", [gzip.compress(f'{{"items": [{text[n]}]}}'.encode()) for n in (10, 11)])
    told = built(folder, tmp_path / "out")
    assert told.works == 14
    assert not told.problems
    index = Index.open(tmp_path / "out")
    assert all(index.by_doi(f"10.5555/t.{n}") for n in range(14))
    assert not list(tmp_path.parent.glob("[01].json.gz")), "nothing is unpacked"


def test_records_of_other_registries_are_read(tmp_path: Path) -> None:
    datacite = {
        "id": "10.5555/dc",
        "attributes": {
            "doi": "10.5555/DC",
            "titles": [{"title": "A dataset of small things"}],
            "creators": [{"name": "Holm, Ida"}, {"name": "Institute of Things", "nameType": "Organizational"}],
            "publicationYear": 2019,
            "publisher": {"name": "Invented Archive"},
            "types": {"resourceTypeGeneral": "Dataset"},
        },
    }
    openalex = {
        "id": "https://openalex.org/W1",
        "doi": "https://doi.org/10.5555/oa",
        "title": "A study of small things",
        "type": "article",
        "publication_year": 2011,
        "authorships": [{"author": {"display_name": "Ida B. Holm"}}],
        "biblio": {"volume": "4", "issue": "2", "first_page": "10", "last_page": "19"},
        "primary_location": {"source": {"display_name": "Journal of Things", "issn": ["1234-5679"]}},
        "is_retracted": True,
    }
    path = tmp_path / "mixed.jsonl"
    path.write_text(f"{json.dumps(datacite)}\n{json.dumps(openalex)}\n", encoding="utf-8")
    built(path, tmp_path / "out")
    index = Index.open(tmp_path / "out")
    (one,), (other,) = index.by_doi("10.5555/dc"), index.by_doi("10.5555/oa")
    assert one.work.type == "dataset"
    assert one.work.author == (Name("Holm", "Ida"), Name(literal="Institute of Things"))
    assert one.work.publisher == "Invented Archive"
    assert (other.work.volume, other.work.page, other.work.years) == ("4", "10-19", (2011,))
    assert other.work.author == (Name("Holm", "Ida B."),)
    assert [n.kind for n in other.notices] == ["retraction"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(types=frozenset({"chapter"})), {n for n in range(40) if n % 5 == 0}),
        (Filter(from_year=1990), {n for n in range(40) if n >= 30}),
        (Filter(prefixes=("10.5555/t.1",)), {1, *range(10, 20)}),
        (Filter(issns=frozenset({"12345679"})), set(range(1, 40, 2))),
    ],
    ids=["type", "year", "prefix", "ISSN"],
)
def test_only_what_is_wanted_is_taken_in(tmp_path: Path, wanted: Filter, expected: set[int]) -> None:
    told = built(lines(tmp_path / "w.jsonl", range(40)), tmp_path / "out", wanted)
    index = Index.open(tmp_path / "out")
    assert {n for n in range(40) if index.by_doi(f"10.5555/t.{n}")} == expected
    assert told.counts["not wanted"] == 40 - len(expected)


# what a build runs into


def test_what_is_no_record_is_counted_and_told_with_its_line(tmp_path: Path) -> None:
    path = lines(tmp_path / "w.jsonl", range(3))
    with path.open("a", encoding="utf-8") as file:
        file.write(
            '{"DOI": "10.5555/broken", \n\n[1]\n{"DOI": "10.5555/bare"}\n{"title": "Without a DOI of its own"}\n'
        )
        file.write(json.dumps(item(0) | {"title": "The later record of this DOI counts"}) + "\n")
    told = built(path, tmp_path / "out")
    assert told.works == 5
    assert manifest(tmp_path / "out").works == 4, "two records of one DOI are one work"
    said = "\n".join(told.problems)
    assert f"{path}:4: not JSON" in said
    assert f"{path}:6: no record" in said
    assert f"{path}:7: no title, nothing to find it by: 10.5555/bare" in said
    index = Index.open(tmp_path / "out")
    assert index.by_doi("10.5555/t.0")[0].work.title == "The later record of this DOI counts"
    assert index.candidates("Without a DOI of its own")[0].work.title == "Without a DOI of its own"


@pytest.mark.parametrize("suffix", ["jsonl.gz", "json.gz", "jsonl.xz", "tar"])
def test_a_file_that_ends_early_gives_what_stands_before(tmp_path: Path, suffix: str) -> None:
    text = "".join(json.dumps(item(n)) + "\n" for n in range(5_000))
    path = tmp_path / f"cut.{suffix}"
    if suffix == "tar":
        as_tar(path, [gzip.compress(json.dumps(item(n)).encode()) for n in range(200)])
        path.write_bytes(path.read_bytes()[:100_000])
    else:
        whole = (lzma if suffix.endswith("xz") else gzip).compress(text.encode())
        path.write_bytes(whole[: len(whole) * 2 // 3])
    good = lines(tmp_path / "good.jsonl", range(6_000, 6_010))
    told = build([path, good], tmp_path / "out", Filter(), 1, quietly)
    assert any(str(path) in problem and "damaged" in problem for problem in told.problems)
    assert Index.open(tmp_path / "out").by_doi("10.5555/t.6009")
    assert told.works > (10 if suffix == "json.gz" else 100) or suffix == "json.gz"


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "LONGEST", 100_000)
    path = tmp_path / "bomb.json.gz"
    path.write_bytes(gzip.compress(b" " * 10_000_000))
    good = lines(tmp_path / "good.jsonl", range(3))
    told = build([path, good], tmp_path / "out", Filter(), 1, quietly)
    assert told.works == 3
    assert any("JSON lines" in problem for problem in told.problems)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("none", None, "no such file"),
        ("a.docx", "", "not read"),
        ("a.jsonl", "", "no works"),
        ("a.jsonl", "nonsense\n", "a.jsonl:1: not JSON"),
        ("a.json", "[]", "no works"),
    ],
)
def test_inputs_without_works_are_refused_and_the_old_index_stays(
    tmp_path: Path, name: str, text: str | None, said: str
) -> None:
    built(lines(tmp_path / "w.jsonl", range(5)), tmp_path / "out")
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UnusableSource, match=said):
        built(tmp_path / name, tmp_path / "out")
    assert Index.open(tmp_path / "out").by_doi("10.5555/t.4")


def test_two_do_not_build_in_one_folder(tmp_path: Path) -> None:
    source = lines(tmp_path / "w.jsonl", range(5))
    built(source, tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out" / ".lock", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UnusableSource, match="another refcheck builds here"):
            built(source, tmp_path / "out")
    built(source, tmp_path / "out")


RUN = """
import resource, sys
from pathlib import Path
from refcheck.errors import UnusableSource
from refcheck.index import building
from refcheck.index.build import build
from refcheck.index.digest import Filter
if __name__ == "__main__":
    building.CHECKPOINT = 1
    if int(sys.argv[3]):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
    def step(share, works):
        print(works, flush=True)
    try:
        build([Path(sys.argv[1])], Path(sys.argv[2]), Filter(), 1, step)
    except UnusableSource as error:
        print(error)
"""


def test_a_killed_build_goes_on_and_ends_as_if_it_had_not_been_killed(tmp_path: Path) -> None:
    source = lines(tmp_path / "w.jsonl", range(20_000))
    out = tmp_path / "out"
    command = [sys.executable, "-c", RUN, str(source), str(out), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        while int(running.stdout.readline() or 0) < 6_000:
            pass
        running.send_signal(signal.SIGKILL)
    with pytest.raises(UnusableSource, match="holds no index"):
        Index.open(out)
    done = json.loads((out / "building" / "progress.json").read_text(encoding="utf-8"))["works"]
    assert 6_000 <= done < 20_000
    seen: list[int] = []
    build([source], out, Filter(), 1, lambda _share, works: seen.append(works))
    assert seen[0] > done
    index = Index.open(out)
    assert index.manifest.works == 20_000
    dice = random.Random(1)
    for n in dice.sample(range(20_000), 100):
        assert index.by_doi(f"10.5555/t.{n}")[0].work == csl.work(item(n))
        assert f"10.5555/t.{n}" in dois(index, printed(n))


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="files cannot be limited here")
def test_a_full_disk_leaves_the_old_index_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(lines(tmp_path / "old.jsonl", range(10)), out)
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file() and p.name != ".lock"}
    source = lines(tmp_path / "w.jsonl", range(20_000))
    command = [sys.executable, "-c", RUN, str(source), str(out), "300000"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=os.environ, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    assert "untouched" in done.stdout
    assert all(path.read_bytes() == data for path, data in before.items())
    assert Index.open(out).by_doi("10.5555/t.9")


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "build it anew"), ("[]", "build it anew"), ('{"format": 99}', "format 99, and this refcheck reads")],
)
def test_an_index_that_cannot_be_read_says_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "index.json").write_text(text, encoding="utf-8")
    with pytest.raises(UnusableSource, match=said):
        Index.open(tmp_path)


def test_a_damaged_segment_says_what_to_do(tmp_path: Path) -> None:
    built(lines(tmp_path / "w.jsonl", range(5)), tmp_path / "out")
    (tmp_path / "out" / "segment-1" / "keys.marks").unlink()
    with pytest.raises(UnusableSource, match="build it anew"):
        Index.open(tmp_path / "out")


# bringing it up to date


def test_an_update_replaces_and_takes_out(tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(lines(tmp_path / "w.jsonl", range(50)), out)
    held = Index.open(out)
    newer = item(3) | {"title": "A title mended since then by its publisher"}
    (tmp_path / "new.jsonl").write_text(json.dumps(newer) + "\n" + json.dumps(item(60)) + "\n", encoding="utf-8")
    told = update([tmp_path / "new.jsonl"], out, ["10.5555/t.4", "10.5555/none"], Filter(), 1, quietly)
    assert told.manifest.works == 50
    index = Index.open(out)
    assert index.by_doi("10.5555/t.3")[0].work.title == "A title mended since then by its publisher"
    assert len(index.by_doi("10.5555/t.3")) == 1
    assert index.by_doi("10.5555/t.60")
    assert not index.by_doi("10.5555/t.4")
    assert "10.5555/t.4" not in dois(index, printed(4))
    assert dois(index, printed(49))[0] == "10.5555/t.49"
    assert held.by_doi("10.5555/t.4"), "who had the index open sees it as it was"
    update([], out, ["10.5555/t.60"], Filter(), 1, quietly)
    assert not Index.open(out).by_doi("10.5555/t.60")
    assert Index.open(out).manifest.works == 49


def test_a_new_build_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(lines(tmp_path / "a.jsonl", range(5)), out)
    built(lines(tmp_path / "b.jsonl", range(5, 9)), out)
    index = Index.open(out)
    assert index.manifest.works == 4
    assert index.manifest.inputs == ("b.jsonl",)
    assert not index.by_doi("10.5555/t.1")
    assert len(list(out.glob("segment-*"))) == 1


def test_several_processes_make_the_same_index_as_one(tmp_path: Path) -> None:
    source = lines(tmp_path / "w.jsonl", range(9_000))
    for jobs in (1, 2):
        built(source, tmp_path / str(jobs), jobs=jobs)
    one, two = (tmp_path / str(jobs) / "segment-1" for jobs in (1, 2))
    for name in ("keys.marks", "keys.works", "dois.marks", "records.packed", "records.offsets"):
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_progress_is_kept_often_enough() -> None:
    assert building.CHECKPOINT * inputs.BLOCK <= 100_000


def test_a_work_that_was_replaced_many_times_is_found(tmp_path: Path) -> None:
    lines = [json.dumps(item(5)) for _ in range(30)]
    source = tmp_path / "works.jsonl"
    source.write_text("\n".join([*lines, *(json.dumps(item(n)) for n in range(40, 60))]), encoding="utf-8")
    build([source], tmp_path / "index", Filter(), 1, lambda share, works: None)
    found = Index.open(tmp_path / "index")
    doi = str(item(5)["DOI"])
    for search in (found.by_keys, found.by_words):
        assert [r.work.DOI for r in search(printed(5))].count(doi) == 1


# parts


@given(st.lists(st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 2**32 - 1)), max_size=200))
def test_a_table_gives_back_what_was_filed(pairs: list[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        gathered = Gathered(folder, "t")
        for part in (pairs[::2], pairs[1::2]):
            gathered.add(np.array([k for k, _ in part], np.uint64), np.array([w for _, w in part], np.uint32))
        for _ in gathered.write(folder, "t"):
            pass
        table = Table.open(folder, "t")
        asked = sorted({k for k, _ in pairs} | {0, 2**64 - 1})
        which, works = table.find(np.array(asked, np.uint64))
        found = {(asked[i], w) for i, w in zip(which.tolist(), works.tolist(), strict=True)}
        assert set(pairs) <= found
        # no more than the mark and the bucket of a key are kept: another that has both may be taken for it
        kept = {(key >> 58, key & 0xFFFFFFFF, work) for key, work in pairs}
        assert {(key >> 58, key & 0xFFFFFFFF, work) for key, work in found} <= kept


PRINTABLE = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)


@given(PRINTABLE, st.lists(st.tuples(PRINTABLE, PRINTABLE, PRINTABLE), max_size=3), st.lists(st.integers(0, 3000)))
def test_a_record_is_unpacked_as_it_was_packed(text: str, people: list[tuple[str, str, str]], years: list[int]) -> None:
    work = Work(
        title=text,
        author=tuple(Name(f, g, s) for f, g, s in people if f),
        years=tuple(years),
        other_titles=(text, "b") if text else (),
        DOI=text.lower(),
    )
    notices = (Notice("retraction", "2001", text),) if text else ()
    record = Record(
        source="here",
        work=work,
        notices=notices,
        updates=tuple(Update(f, Notice(g, "2001", work.DOI, "publisher")) for f, g, _ in people),
        relations=(Relation("is-preprint-of", "10.5555/article"),) if years else (),
        retrieved="2020-01-01",
    )
    assert unpacked(packed(record), "here", "2020-01-01") == record


def test_a_reference_makes_the_keys_of_its_work() -> None:
    work = csl.work(item(11))
    own = keys.of_work(work, [terms(t) for t in work.titles])
    found = set(keys.of_reference(terms(printed(11))).tolist())
    assert len(own & found) >= len(own) - 1
    assert not own & set(keys.of_reference(terms(printed(12))).tolist())


def test_words_are_guessed_from_what_is_known() -> None:
    known = {"osterhage": 3, "biographies": 50, "springer": 900, "journal": 9_000, "cardiology": 700, "28": 90}

    def frequency(term: str) -> int:
        return known.get(term, 0)

    assert "osterhage" in list(guesses("w ost erh age springer".split(), frequency))
    assert set(guesses(["springerbiographies", "cardiology28"], frequency)) == {
        "springer",
        "biographies",
        "cardiology",
        "28",
    }
    assert list(guesses(["springer", "journal"], frequency)) == []
    assert cased("PoliticalGeography28, THEJournal (2009)") == "Political Geography 28 THE Journal 2009"


def test_an_index_that_is_replaced_while_it_is_opened_is_opened_as_it_is_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    built(lines(tmp_path / "a.jsonl", range(5)), out)
    old = manifest(out)
    built(lines(tmp_path / "b.jsonl", range(5, 9)), out)
    told = iter([old])
    monkeypatch.setattr(refcheck.index.index, "manifest", lambda folder: next(told, None) or manifest(folder))
    assert Index.open(out).by_doi("10.5555/t.8")
