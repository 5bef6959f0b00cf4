"""check(), fix(), and what becomes of files: proved rewrites, one stroke, nothing lost."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from conftest import STUDY, Told, record

import refcheck
from refcheck import api, rules
from refcheck.errors import BadSettings, RewriteRefused, UnreadableDocument, UnusableSource
from refcheck.finding import Change, Checked, Fix, Safety
from refcheck.model import Answer, Answered, Case, Record, Reference, Silent, State
from refcheck.settings import Settings
from refcheck.sources.local import Local

SEED = "000_e3d13ff7089b8056.txt"
ENTRY = "1. Smith AB, Jones CD. A study of small things in large rooms. J Appl Test 2010;12:100-9."
RECORD = STUDY


@pytest.fixture
def checked(seeds: Path) -> Checked:
    """The first seed document, checked against the records known for it."""
    document = api.read(str(seeds / SEED))
    return api.check([document], [Local(str(seeds / "records.json"))]).checked[0]


def one(text: str = ENTRY, encoding: str = "utf-8", **fields: object) -> Checked:
    changed = replace(RECORD, work=replace(RECORD.work, **fields))  # type: ignore[arg-type]
    return api.check([api.parse(text.encode(encoding), "list.txt", "lines")], [Told([changed])]).checked[0]


def with_change(checked: Checked, change: Change) -> Checked:
    """The checked document with one safe change in place of its findings."""
    finding = replace(checked.findings[0], n=change.n, fix=Fix("change", Safety.SAFE, (change,)))
    return replace(checked, findings=(finding,))


def test_the_public_names_are_there() -> None:
    assert all(hasattr(refcheck, name) for name in refcheck.__all__)


def test_safe_fixes_are_made_and_those_for_review_only_on_request() -> None:
    assert api.fix(one()).document.text == f"{ENTRY} doi:10.5555/study"
    assert api.fix(one(), unsafe=True).document.text == f"{ENTRY.replace('12:', '13:')} doi:10.5555/study"


def test_a_title_over_a_line_end_is_corrected_and_the_line_end_stays() -> None:
    text = f"References\n\n{ENTRY.replace('small things in', 'smal things' + chr(10) + '   in')}\n"
    checked = api.check([api.parse(text.encode(), "paper.txt")], [Told([RECORD])]).checked[0]
    fixed = api.fix(checked, unsafe=True).document.text
    assert "A study of small things\n   in large rooms." in fixed
    assert fixed.count("\n") == text.count("\n")


@pytest.mark.parametrize("unsafe", [False, True])
def test_fixing_twice_equals_fixing_once(seeds: Path, checked: Checked, unsafe: bool) -> None:
    once = api.fix(checked, unsafe=unsafe)
    source = Local(str(seeds / "records.json"))
    again = api.fix(api.check([once.document], [source]).checked[0], unsafe=unsafe)
    assert once.data != checked.document.text.encode()
    assert (again.data, again.mended, again.refused) == (once.data, (), ())


def test_all_outside_the_list_is_kept_byte_for_byte(seeds: Path, checked: Checked) -> None:
    before, after = (seeds / SEED).read_bytes(), api.fix(checked, unsafe=True).data
    old, new = ((d.text[: d.references[0].span.start]).encode() for d in (checked.document, api.parse(after)))
    assert old == new
    assert before.count(b"Back to cited text") == after.count(b"Back to cited text") == 12
    assert before.count("\u00a0".encode()) == after.count("\u00a0".encode())


def test_no_findings_no_change(seeds: Path) -> None:
    for path in sorted(seeds.glob("0*.txt")):
        checked = api.check([api.read(str(path))], []).checked[0]
        assert api.fix(replace(checked, findings=()), unsafe=True).data == path.read_bytes()


@pytest.mark.parametrize(
    "change",
    [
        Change(1, "volume", "12", "13\n2. Invented A. Another reference. J 2000;1:1-2."),
        Change(1, "volume", "12", "2010;12"),
        Change(1, "page", "100-9", ""),
        Change(1, "DOI", "", "no doi at all"),
    ],
)
def test_a_change_that_does_not_read_back_is_refused_and_said(change: Change) -> None:
    fixed = api.fix(with_change(one(), change))
    assert fixed.document.text == ENTRY
    assert fixed.mended == ()
    assert fixed.refused[0].startswith("list.txt: reference 1: ")


def test_what_the_encoding_cannot_hold_is_refused_and_said_and_the_rest_is_made() -> None:
    text = ENTRY.replace("small things", "small thïngs")
    fixed = api.fix(one(text, "cp1252", title="A study of smęll thïngs in large rooms"), unsafe=True)
    assert "cp1252 cannot hold 'ę'" in fixed.refused[0]
    assert fixed.data == f"{text.replace('2010;12', '2010;13')} doi:10.5555/study".encode("cp1252")


def test_one_refused_reference_does_not_hold_up_the_others() -> None:
    text = f"{ENTRY}\n{ENTRY.replace('1. Smith', '2. Smith')}"
    both = one(text)
    broken = with_change(both, Change(1, "volume", "12", "2010;12")).findings
    fixed = api.fix(replace(both, findings=(*broken, *(f for f in both.findings if f.n == 2))), unsafe=True)
    assert [line.endswith("doi:10.5555/study") for line in fixed.document.text.split("\n")] == [False, True]


def test_two_fixes_of_one_title_are_made_together() -> None:
    text = "Adams B. The the spatial structire of of diversity. Test Press, 2005."
    known = {"structure": 9_800, "spatial": 5_000, "diversity": 4_000, "structure spatial": 230}
    report = api.check([api.parse(text.encode(), "list.txt", "lines")], [Told(words=known)])
    fixed = api.fix(report.checked[0], unsafe=True)
    assert fixed.document.text == "Adams B. The spatial structure of diversity. Test Press, 2005."
    assert {f.name for f in fixed.mended} >= {"spelling", "doubled-word"}
    assert fixed.refused == ()


def test_what_was_mended_leaves_the_report(checked: Checked) -> None:
    from refcheck.finding import Report

    report, fixed = Report((checked,)), api.fix(checked)
    left = api.remaining(report, [fixed])
    assert {f.name for f in fixed.mended} == {"doi-missing"}
    assert len(left.findings) == len(report.findings) - len(fixed.mended)


def test_every_reference_read_is_in_the_report(seeds: Path) -> None:
    documents = [api.read(str(path)) for path in sorted(seeds.glob("0*.txt"))]
    report = api.check(documents, [])
    assert len(report.cases) == 14
    assert {case.state for case in report.cases} == {State.NOT_CHECKED}


def test_match_tells_the_record_without_judging(seeds: Path) -> None:
    references = api.read(str(seeds / SEED)).references
    cases = api.match(references, [Local(str(seeds / "records.json"))])
    found = {c.reference.n: c.recorded.DOI for c in cases if c.match and c.recorded.DOI}
    assert found == {
        1: "10.1007/s00247-004-1361-y",
        6: "10.1007/s00401-003-0767-1",
        8: "10.2214/ajr.162.6.8192010",
        10: "10.1007/bf03026823",
    }


# files


def test_a_file_is_replaced_at_one_stroke_with_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "refs.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    api.write(str(path), b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
    assert [p.name for p in tmp_path.iterdir()] == ["refs.txt"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_bytes(b"old")
    link = tmp_path / "link.txt"
    link.symlink_to("real.txt")
    api.write(str(link), b"new")
    assert link.is_symlink()
    assert (tmp_path / "real.txt").read_bytes() == b"new"


def test_a_write_that_fails_leaves_the_original_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "refs.txt"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RewriteRefused, match="no space left on device; nothing was changed"):
        api.write(str(path), b"new")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"refs.txt": b"old"}


def test_a_folder_is_searched_by_suffix_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.text", "sub/c.TXT", ".hidden.txt", ".git/d.txt", "figure.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    found = [Path(p).relative_to(tmp_path).as_posix() for p in api.expand([str(tmp_path)])]
    assert found == ["a.text", "b.txt", "sub/c.TXT"]


def test_a_folder_without_documents_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="no documents in this folder"):
        list(api.expand([str(tmp_path)]))
    with pytest.raises(UnreadableDocument, match="no such file"):
        api.read(str(tmp_path / "none.txt"))


def test_a_selector_that_names_no_rule_is_an_error() -> None:
    with pytest.raises(BadSettings, match="no rule 'RC999'"):
        api.choose_rules(Settings(select=("RC999",)))
    chosen = {r.code for r in api.choose_rules(Settings(select=("RC5", "spelling"), ignore=("RC501",))).rules}
    assert chosen == {r.code for r in rules.RULES if r.code.startswith("RC5")} - {"RC501"} | {"RC604"}


def test_an_unknown_source_is_an_error_with_a_suggestion() -> None:
    with pytest.raises(UnusableSource, match="did you mean 'crossref'"):
        api.open_sources(Settings(source=("crosref",)))


# sources that are asked twice


@dataclass(frozen=True)
class Staged(Told):
    """A source whose works are found at once, or with more trouble; `asked` are the references of the latter."""

    later: Sequence[Record] = ()
    asked: list[Reference] = field(default_factory=list)

    def further(self, reference: Reference) -> Answer:
        self.asked.append(reference)
        return Silent(self.name, self.silent) if self.silent else Answered(self.name, tuple(self.later))


def staged(source: Staged) -> Case:
    document = api.parse(ENTRY.encode(), "list.txt", "lines")
    return api.match(document.references, [source])[0]


def test_what_is_dear_to_find_is_asked_for_only_where_nothing_was_settled() -> None:
    settled = Staged([RECORD])
    assert staged(settled).match
    assert settled.asked == []
    other = record(title="Quite another study of birds and lakes", DOI="10.5555/other")
    unsettled = Staged([other], later=[RECORD])
    match = staged(unsettled).match
    assert match
    assert match.record == RECORD
    assert len(unsettled.asked) == 1


def test_a_source_that_falls_silent_over_the_dear_search_is_silent() -> None:
    class Half(Staged):
        def by_work(self, reference: Reference) -> Answer:
            return Answered(self.name)

    case = staged(Half(silent="timed out"))
    assert case.state is State.NOT_CHECKED
    assert case.silences == (Silent("told", "timed out"),)


def test_what_one_source_brought_up_competes_with_what_the_next_does() -> None:
    """A cited DOI that the second source knows does not make the candidates of the first forgotten."""
    fields: dict[str, object] = {"title": RECORD.work.title, "issued": {"date-parts": [[2010]]}}
    twins = [record(**fields, DOI=f"10.5555/{n}", page=f"{n}-{n}") for n in (7, 8)]
    document = api.parse(f"{ENTRY} doi:10.5555/9".encode(), "list.txt", "lines")
    second = Told([record(**fields, DOI="10.5555/9", page="9-9")])
    case = api.match(document.references, [Told(twins), second])[0]
    named = {m.record.work.DOI for m in (*case.rivals, *([case.match] if case.match else []))}
    assert named == {"10.5555/7", "10.5555/8", "10.5555/9"}


def test_one_author_is_mended_within_a_list_that_changes_as_a_whole() -> None:
    entry = "Smith AB, Moran TX, Jomes CD. A study of small things in large rooms. J Appl Test 2010;13:100-9."
    checked = api.check([api.parse(entry.encode(), "list.txt", "lines")], [Told([RECORD])]).checked[0]
    assert {"RC202", "RC210"} <= {f.code for f in checked.findings}
    fixed = api.fix(checked, unsafe=True)
    assert fixed.document.text.startswith("Smith AB, Jones CD. A study")
    assert not fixed.refused


def test_the_time_does_not_grow_with_what_is_refused() -> None:
    number = 300
    entry = (
        "@article{{k{0}, author={{Adams, B.}}, title={{Test {0}}}, journal={{J Test}}, year={{2000}}, volume={{1}}}}\n"
    )
    checked = api.check([api.parse("".join(map(entry.format, range(number))).encode(), "a.bib")], []).checked[0]
    wrong = [Change(n, "volume", "1", "") for n in range(1, number + 1)]
    broken = [with_change(one(), change).findings[0] for change in wrong[:1]]
    broken += [replace(broken[0], n=c.n, fix=Fix("change", Safety.SAFE, (c,))) for c in wrong[1:]]
    begun = time.process_time()
    fixed = api.fix(replace(checked, findings=tuple(broken)))
    assert (len(fixed.refused), fixed.data) == (number, fixed.original.written.encode())
    assert time.process_time() - begun < 5
