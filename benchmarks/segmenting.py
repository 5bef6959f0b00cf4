"""How many references of a list are found whole, in the shapes that lists come in, and in real documents."""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from pprint import pprint

from refcheck.parsing import layout
from refcheck.parsing.locate import locate
from refcheck.parsing.page import Line

FILES = ("train_anystyle_core", "train_anystyle_gold", "train_anystyle_good", "train_grobid")
NO_REFERENCES = ("header-reference",)  # rows that hold a journal's line and nothing else
SHORTEST = 40  # code points of a row that is a reference by itself
HYPHENATED = 0.3  # share of the lines that end within a word, where the word is long enough
A_PAGE = 38  # lines
HALVES = ("tuned", "held")
COLUMNS = ("whole", "merged", "split", "cut", "lost", "invented")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a list is printed: its labels, the width of its lines (0: no limit), the indents, what parts its entries.

    `set`: in a typeface of uneven letters, so that lines of one width hold more or fewer of them.
    """

    label: str = ""
    width: int = 0
    first: str = ""
    rest: str = ""
    gap: bool = False
    paged: bool = False
    set: bool = False


FORMS = ("{}. ", "[{}] ", "({}) ", "{}) ", "{} ")
SHAPES: dict[str, tuple[Shape, ...]] = {
    "one a line": (Shape(),),
    "parted by blank lines": (Shape(gap=True), Shape(gap=True, width=80), Shape(gap=True, width=100, rest="    ")),
    "bullets": (Shape("- "), Shape("• ", width=80, rest="  ")),
    "numbered, one a line": tuple(Shape(form) for form in FORMS),
    "numbered, wrapped, indented": tuple(Shape(form, w, rest="    ") for form in FORMS for w in (60, 80, 100)),
    "numbered, wrapped, flush": tuple(Shape(form, w) for form in FORMS for w in (60, 80, 100)),
    "numbered, wrapped, pages": tuple(Shape(form, 80, rest=r, paged=True) for form in FORMS for r in ("", "   ")),
    "hanging": tuple(Shape("", w, rest="    ") for w in (60, 80, 100)),
    "hanging, pages": (Shape("", 80, rest="    ", paged=True),),
    "first line indented": tuple(Shape("", w, first="   ") for w in (60, 80, 100)),
    "flush, 60": (Shape("", 60),),
    "flush, 80": (Shape("", 80),),
    "flush, 100": (Shape("", 100),),
    "flush, pages": (Shape("", 80, paged=True),),
    "flush, set": (Shape("", 60, set=True), Shape("", 90, set=True)),
    "hanging, set": (Shape("", 60, rest="  ", set=True), Shape("", 90, rest="  ", set=True)),
}
HEADS = ("A. Smith et al. / Journal of Things 12 (2010)", "The Study of Things")
SETTINGS = ("heading", "no heading", "alone")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text, and where its references stand."""

    text: str
    spans: tuple[tuple[int, int], ...]


def rows(path: Path) -> Iterator[str]:
    """The references of a file of JSON lines, without the numbers printed before them."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            fields = [f for f in row["fields"] if f["label"] == "citation-number"]
            start = fields[0]["end"] if fields and fields[0]["start"] == 0 else 0
            text = " ".join(row["text"][start:].split())
            # rows that were cut with a number left before them are no references as lists have them
            if row["group"] not in NO_REFERENCES and len(text) >= SHORTEST and not re.match(r"\W*\d", text):
                yield text


def half(text: str) -> str:
    """The half that a text belongs to."""
    return HALVES[zlib.crc32(text.encode()) % 2]


def lists(data: Path, wanted: str, rng: random.Random) -> Iterator[list[str]]:
    """Lists of 20 to 60 references that follow one another in a file."""
    for name in FILES:
        found = [row for row in dict.fromkeys(rows(data / "parsing" / f"{name}.jsonl.gz")) if half(row) == wanted]
        while len(found) >= 20:
            size = rng.randint(20, 60)
            yield found[:size]
            found = found[size:]


def bodies(data: Path, wanted: str) -> list[list[str]]:
    """The paragraphs of real articles before their reference lists."""
    texts = (p.read_text(encoding="utf-8") for p in sorted((data / "docs").glob("*/*/article.txt")))
    return [re.split(r"(?m)^References$", t)[0].strip().split("\n") for t in texts if half(t) == wanted]


def breadth(text: str, shape: Shape) -> float:
    """How wide a text is, in letters of middling width."""
    if not shape.set:
        return len(text)
    return sum(0.55 if c in "ijltfr.,:;()[]'| " else 1.4 if c in "mwMW" or c.isupper() else 1.0 for c in text)


def torn(word: str, room: float, shape: Shape, rng: random.Random) -> int:
    """How many letters of a word that does not fit stay on its line: links are torn at signs, words by hyphens."""
    if "/" in word and ("http" in word or "10." in word):
        places = [m.end() for m in re.finditer(r"[/\-.]", word[:-1]) if breadth(word[: m.end()], shape) <= room]
        return places[-1] if places and rng.random() < 0.5 else 0
    if word.isalpha() and len(word) > 8 and room > 5 and rng.random() < HYPHENATED:
        return min(int(room) - 2, len(word) - 3)
    return 0


def wrapped(text: str, shape: Shape, rng: random.Random) -> Iterator[str]:
    """The lines of a reference."""
    line = shape.first
    for word in text.split():
        joint = " " if line.strip() else ""
        room = shape.width - breadth(line + joint, shape)
        if not shape.width or breadth(word, shape) <= room or not joint:
            line += joint + word
            continue
        at = torn(word, room, shape, rng)
        yield line + (joint + word[:at] + "-" * word.isalpha() if at else "")
        line = shape.rest + word[at:]
    yield line


def printed(references: Sequence[str], shape: Shape, rng: random.Random) -> Iterator[tuple[int, str]]:
    """The lines of a list, each with the index of its reference, -1 for none."""
    page, head = (
        rng.randint(2, 900),
        rng.choice(("A. Smith et al. / Journal of Things 12 (2010)", "The Study of Things")),
    )
    blank = rng.random() < 0.5
    count = rng.randint(0, A_PAGE)
    for i, text in enumerate(references):
        for line in wrapped(shape.label.format(i + 1) + text, shape, rng):
            count += 1
            yield i, line
            if shape.paged and count % A_PAGE == 0:
                page += 1
                yield from ((-1, s) for s in (*[""] * blank, str(page), head, *[""] * blank))
        if shape.gap:
            yield -1, ""


def sheet(references: Sequence[str], shape: Shape, setting: str, body: Sequence[str], rng: random.Random) -> Sheet:
    """The list as a document."""
    before, after = body[:-4] or ["Text."], body[-4:]
    head = {"heading": [*before, "", "References", ""], "no heading": [*before, ""], "alone": []}[setting]
    tail = {"heading": ["", "Appendix A", "", *after], "no heading": ["", *after], "alone": []}[setting]
    lines = [(-1, s) for s in head] + list(printed(references, shape, rng)) + [(-1, s) for s in tail]
    places: dict[int, tuple[int, int]] = {}
    at = 0
    for i, line in lines:
        if i >= 0:
            start = at + len(line) - len(line.lstrip())
            places[i] = (places.get(i, (start, 0))[0], at + len(line.rstrip()))
        at += len(line) + 1
    return Sheet("\n".join(s for _, s in lines) + "\n", tuple(places.values()))


def same(text: str, found: tuple[int, int], true: tuple[int, int]) -> bool:
    """Whether two stretches differ at most by what web pages print after a reference, which is cut off."""
    rest = text[min(found[1], true[1]) : max(found[1], true[1])]
    return found[0] == true[0] and (not rest.strip() or (found[1] < true[1] and len(rest) < 60 and "[" in rest))


def counted(made: Sheet) -> Counter[str]:
    """What became of the references of a sheet."""
    counts: Counter[str] = Counter(references=len(made.spans))
    found = [(e.start, e.end) for e in locate(made.text)]
    counts["found"] = len(found)
    first = 0
    over: Counter[tuple[int, int]] = Counter()
    beside: list[list[tuple[int, int]]] = []
    for true in made.spans:
        while first < len(found) and found[first][1] <= true[0]:
            first += 1
        hits = []
        for hit in found[first:]:
            if hit[0] >= true[1]:
                break
            hits.append(hit)
        over.update(hits)
        beside.append(hits)
    counts["invented"] = len(found) - len(over)
    for true, hits in zip(made.spans, beside, strict=True):
        counts[verdict(made.text, true, hits, over)] += 1
    return counts


def verdict(text: str, true: tuple[int, int], hits: Sequence[tuple[int, int]], over: Counter[tuple[int, int]]) -> str:
    """What became of one reference."""
    if not hits:
        return "lost"
    if len(hits) == 1 and same(text, hits[0], true):
        return "whole"
    if any(over[hit] > 1 for hit in hits):
        return "merged"
    return "split" if len(hits) > 1 else "cut"


def documents(data: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Real documents that are text already, with their references as they are printed there."""
    for truth in sorted((data / "docs").glob("*/*/truth.json")):
        for name in ("article.txt", "article.md", "manuscript.txt", "pdf.txt"):
            path = truth.parent / name
            if path.is_file():
                told = json.loads(truth.read_text(encoding="utf-8"))["references"]
                yield (
                    f"{truth.parent.parent.name}/{name}",
                    path.read_text(encoding="utf-8"),
                    [r["string"] for r in told],
                )


def letters(text: str) -> str:
    """Letters and digits only, without a number or bullet before them."""
    return re.sub(r"[\W_]+", "", re.sub(r"^\s*\W{0,2}\d{0,4}[.\])]\s", "", text)).lower()


def compared(text: str, strings: Sequence[str]) -> Counter[str]:
    """What became of the references of a real document; where they stand in it is not known."""
    found = Counter(letters(text[e.start : e.end]) for e in locate(text))
    true = Counter(map(letters, strings))
    whole = (found & true).total()
    return Counter(references=true.total(), found=found.total(), whole=whole, invented=found.total() - whole)


def counted_classes(made: Sequence[Sequence[str]], rng: random.Random) -> dict[str, dict[str, tuple[int, ...]]]:
    """How often each class of a line begins a reference and how often it does not, in lists without labels."""
    seen: dict[str, Counter[tuple[str, bool]]] = {group: Counter() for group in layout.GENERAL}
    for shape in (shape for shapes in SHAPES.values() for shape in shapes if not shape.label and not shape.paged):
        for references in rng.sample(made, min(60, len(made))):
            lines = [(i, Line(text, 0)) for i, text in printed(references, shape, rng) if text]
            begins = [a != b for (a, _), (b, _) in pairwise(lines)]
            for row, begin in zip(layout.features([line for _, line in lines]), begins, strict=True):
                for group, name in zip(seen, row, strict=True):
                    seen[group][name, begin] += 1
    return {group: dict(shares(counts)) for group, counts in seen.items()}


def shares(counts: Counter[tuple[str, bool]]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Thousandths of the lines that begin a reference, and of those that go on, for each class; none is nothing."""
    totals = {mark: max(1, sum(n for (_, m), n in counts.items() if m == mark)) for mark in (True, False)}
    for name in dict.fromkeys(name for name, _ in counts):
        yield name, tuple(max(1, round(1000 * counts[name, mark] / totals[mark])) for mark in (True, False))


def told(name: str, counts: Counter[str]) -> str:
    """A row of the table, in percent."""
    shares = (f"{100 * counts[c] / max(1, counts['references']):8.2f}" for c in COLUMNS)
    return f"| {name:42} | {counts['references']:6} | {' | '.join(shares)} |"


def main() -> None:
    """Print the tables."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--data", type=Path, required=True)
    given.add_argument("--half", choices=HALVES, default="held")
    given.add_argument("--lists", type=int, default=40, help="for each shape and setting")
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--tables", action="store_true", help="count the tables of parsing/layout.py in the tuned half")
    options = given.parse_args()
    rng = random.Random(options.seed)
    if options.tables:
        pprint(counted_classes(list(lists(options.data, "tuned", rng)), rng), sort_dicts=False, width=100)
        return
    made = list(lists(options.data, options.half, rng))
    articles = bodies(options.data, options.half)
    print(f"| {'list':42} | {'count':>6} | {' | '.join(f'{c:>8}' for c in COLUMNS)} |")
    for name, shapes in SHAPES.items():
        for setting in SETTINGS:
            total: Counter[str] = Counter()
            for n, references in enumerate(rng.sample(made, min(options.lists, len(made)))):
                shape = shapes[n % len(shapes)]
                total += counted(sheet(references, shape, setting, rng.choice(articles), rng))
            print(told(f"{name}, {setting}", total), flush=True)
    kinds: dict[str, Counter[str]] = {}
    for kind, text, strings in documents(options.data):
        kinds[kind] = kinds.get(kind, Counter()) + compared(text, strings)
    for kind, counts in kinds.items():
        print(told(kind, counts))


if __name__ == "__main__":
    main()
