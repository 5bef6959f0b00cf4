"""Make works to print: articles from records, everything else from the values of labelled references, shuffled.

They are printed here in styles drawn from tables of what lists look like; `csl` prints them in styles that journals use.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from refcheck.parsing.train.corpora import Example, Row, rows
from refcheck.parsing.train.render import Cited, Person, render
from refcheck.parsing.train.styles import Style, draw

KINDS = {"article": 40, "book": 22, "chapter": 28, "thesis": 3, "report": 4, "web": 3}  # of a hundred
A_LIST = 8  # references at the most that are printed in one drawn style: styles count for more than works
PEOPLE = ((35, 1), (28, 2), (16, 3), (8, 4), (5, 5), (5, 7), (3, 10))
SAMPLE = 10  # of so many records, one is printed
THESES = (
    "PhD thesis|Ph.D. dissertation|Dissertation|Diss.|Master’s thesis|Diplomarbeit|Magisterarbeit|Thèse de doctorat|Doctoral dissertation"
    "|Unpublished doctoral dissertation|Habilitationsschrift|Tesis doctoral|Tesi di laurea"
).split("|")
REPORTS = (
    "Technical Report|Working Paper|Discussion Paper|Arbeitspapier|Report|Research Report|Documento de trabajo".split(
        "|"
    )
)
EDITIONS = "2nd ed.|2. Aufl.|3rd edition|3. Auflage|Rev. ed.|2nd edn|4th ed.|2., überarb. Aufl.|2e éd.|2ª ed.".split(
    "|"
)
GROUPS = (
    "World Health Organization|Statistisches Bundesamt|OECD|European Commission|Bundesministerium für Gesundheit|United Nations"
    "|American Psychiatric Association|UNESCO|Deutscher Bundestag|National Research Council|World Bank|INSEE"
).split("|")
SERIES = (
    "Lecture Notes in Computer Science|Studies in Social Policy|Schriften des Instituts|Beiträge zur Sozialforschung|Universitext"
    "|Cambridge Studies in Linguistics|edition suhrkamp|Materialien und Berichte|Monographs in Population Biology|Collection Points"
    "|Reihe Politikwissenschaft"
).split("|")
SHORT = (
    "Reply|Editorial|Introduction|Preface|Discussion|Comment|Vorwort|Einleitung|Corrigendum|Erratum|Obituary|Book review|Zeolites|Response"
    "|Author’s reply|Letter to the editor|Foreword|Nachwort|Malaria|Reply to the editor"
).split("|")
# Chinese journals as catalogues transliterate them look like lists of names
PINYIN = "Zhong Hua Yi Xue Za Zhi Wai Ke Bao Da Fan Shi Nong Ye Xian Dai Yu Fang Lin Chuang Nei Gong Gao Deng Hua Dong Nan Jing".split()
SUFFIXES = "Jr|Jr.|II|III|Sr|3rd".split("|")
NOT_YET = (
    "in press|In press|forthcoming|to appear|im Erscheinen|im Druck|n.d.|o. J.|sous presse|en prensa|submitted".split(
        "|"
    )
)
_GERMAN = re.compile(r"\b(?:und|der|die|das|für|zur|zum|des|eine?|im|über|von)\b")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_EDGES = ' .,;:()[]"“”„«»‘’`'


@dataclass(frozen=True, slots=True)
class Pools:
    """What works are made of."""

    articles: tuple[Cited, ...]
    people: tuple[Person, ...]
    spelt_out: tuple[Person, ...]  # people whose given names are more than initials
    books: tuple[Cited, ...]
    chapters: tuple[Cited, ...]
    theses: tuple[Cited, ...]
    reports: tuple[Cited, ...]
    webs: tuple[Cited, ...]


def examples(pools: Pools, count: int, dice: random.Random) -> Iterator[Example]:
    """So many references printed in drawn styles."""
    made = 0
    while made < count:
        style, group = draw(dice), f"synthetic-{made}"
        for work in a_list(pools, style, dice)[: count - made]:
            yield render(work, style, dice, group)
            made += 1


def a_list(pools: Pools, style: Style, dice: random.Random) -> list[Cited]:
    """A few works for one list."""
    return [_work(pools, style, dice) for _ in range(dice.randint(1, A_LIST))]


def pools(data: Path, labelled: Sequence[Example], dice: random.Random) -> Pools:
    """What works can be made of, from the records in DATA and the values of the labelled references."""
    articles = tuple(_articles(rows(data / "records.jsonl.gz"), dice))
    people = tuple(p for a in articles for p in a.author if p[0] and len(p[0]) < 25)
    whole = [w for e in labelled if (w := _cited(e))]
    kinds = {kind: tuple(w for w in whole if w.kind == kind) for kind in KINDS}
    books = kinds["book"] or kinds["chapter"] or articles  # a small data folder may have none
    return Pools(
        articles,
        people,
        tuple(p for p in people if len(p[1]) > 3),
        books,
        kinds["chapter"] or books,
        kinds["thesis"] or books,
        kinds["report"] or books,
        kinds["web"] or books,
    )


def _articles(records: Iterable[Row], dice: random.Random) -> Iterator[Cited]:
    for record in records:
        if dice.randrange(SAMPLE):
            continue
        title = re.sub(r"<[^>]+>", "", str(record.get("title") or ""))
        journal, year = str(record.get("container-title") or ""), str(record.get("issued") or "")
        authors = record.get("author")
        if title and journal and year and len(title) < 250 and (record.get("volume") or record.get("page")):
            yield Cited(
                kind="article",
                title=title,
                year=year,
                author=tuple(_people(authors if isinstance(authors, list) else [])),
                journal=journal,
                volume=str(record.get("volume") or ""),
                issue=str(record.get("issue") or ""),
                page=str(record.get("page") or ""),
                doi=str(record["DOI"]),
            )


def _people(authors: Sequence[Row]) -> Iterator[Person]:
    for author in authors[:25]:
        if family := str(author.get("family") or ""):
            yield (family.title() if family.isupper() else family), str(author.get("given") or "")


def _cited(example: Example) -> Cited | None:
    """A labelled reference that is no article as a work, without its people."""
    found: dict[str, str] = {}
    for span in example.spans:
        found.setdefault(span.label, example.text[span.start : span.end].strip(_EDGES))
    year = _YEAR.search(found.get("date", ""))
    title = found.get("title", "")
    if not year or not 8 < len(title) < 220 or "journal" in found:
        return None
    taken = ("place", "publisher", "booktitle", "series", "volume", "edition", "page", "genre", "number", "url")
    values: dict[str, object] = {name: found[name] for name in taken if name in found}
    values.setdefault("publisher", found.get("institution", ""))
    return _changed(Cited(kind=_kind(found), title=title, year=year[0]), values)


def _kind(found: dict[str, str]) -> str:
    if re.search(r"thesis|diss|phd|master|diplom", found.get("genre", ""), re.IGNORECASE):
        return "thesis"
    if "booktitle" in found:
        return "chapter"
    if {"genre", "number"} <= found.keys():
        return "report"
    return "web" if "url" in found else "book"


def _work(pools: Pools, style: Style, dice: random.Random) -> Cited:
    """A work of a random kind that suits the style."""
    kind = dice.choices(list(KINDS), list(KINDS.values()))[0]
    known = pools.spelt_out if "G" in style.names[0] or dice.random() < 0.5 else pools.people
    if kind == "article":
        return _article(dice.choice(pools.articles), known, dice)
    of_kind = {
        "book": pools.books,
        "chapter": pools.chapters,
        "thesis": pools.theses,
        "report": pools.reports,
        "web": pools.webs,
    }
    work = _in_language(of_kind[kind], style, dice)
    values = {"kind": kind, "author": _some(known, dice)} | _shuffled(kind, work, pools, known, dice)
    if dice.random() < 0.03:
        values |= {"author": (), "group": dice.choice(GROUPS)}
    if dice.random() < 0.02:
        values["year"] = dice.choice(NOT_YET)
    return _changed(work, values)


def _changed(work: Cited, values: Mapping[str, object]) -> Cited:
    """The work with other values of their kind."""
    return replace(work, **values)  # type: ignore[arg-type]  # the names are those of its fields


def _article(work: Cited, known: Sequence[Person], dice: random.Random) -> Cited:
    people = work.author if work.author and dice.random() < 0.7 else _some(known, dice)
    if dice.random() < 0.02:
        work = replace(
            work, journal=" ".join([*dice.choices(PINYIN, k=dice.randint(2, 6)), dice.choice(("Za Zhi", "Xue Bao"))])
        )
    if dice.random() < 0.03:
        family, given = people[-1]
        people = (*people[:-1], (family, f"{given}\t{dice.choice(SUFFIXES)}"))
    return replace(work, author=people, title=dice.choice(SHORT) if dice.random() < 0.03 else work.title)


def _in_language(works: Sequence[Cited], style: Style, dice: random.Random) -> Cited:
    """One of the works, for a German style most times one with a German title."""
    work = dice.choice(works)
    tries = 30 if style.language == "de" and dice.random() < 0.8 else 0
    while tries and len(_GERMAN.findall(work.title)) < 2:
        work, tries = dice.choice(works), tries - 1
    return work


def _some(known: Sequence[Person], dice: random.Random, most: int = 99) -> tuple[Person, ...]:
    count = dice.choices([n for _, n in PEOPLE], [w for w, _ in PEOPLE])[0]
    return tuple(dice.choice(known) for _ in range(min(count, most)))


def _shuffled(kind: str, work: Cited, pools: Pools, known: Sequence[Person], dice: random.Random) -> dict[str, object]:
    """What is taken from another work, so that no combination is learnt by heart."""
    other = dice.choice(pools.books)
    new: dict[str, object] = {}
    if kind == "chapter":
        new["booktitle"] = dice.choice(pools.books).title if dice.random() < 0.5 else work.booktitle
        new["editor"] = _some(known, dice, 3) if dice.random() < 0.75 else ()
        if not work.page and dice.random() < 0.85:
            first = dice.randint(1, 500)
            new["page"] = f"{first}-{first + dice.randint(1, 40)}"
    if kind == "book":
        new["page"] = ""
        if dice.random() < 0.15:
            new |= {"author": (), "editor": _some(known, dice, 3)}
        new["edition"] = dice.choice(EDITIONS) if dice.random() < 0.06 else work.edition
        new["translator"] = _some(known, dice, 2) if dice.random() < 0.05 else ()
    if kind in ("book", "chapter") and dice.random() < 0.7:
        new |= {"place": other.place or work.place, "publisher": other.publisher or work.publisher}
    if kind in ("book", "chapter") and dice.random() < 0.08:
        new |= {"series": dice.choice(SERIES), "volume": str(dice.randint(1, 300))}
    if kind == "thesis":
        new["genre"] = work.genre or dice.choice(THESES)
    if kind == "report":
        new |= {"genre": work.genre or dice.choice(REPORTS), "number": work.number or str(dice.randint(1, 900))}
    return new
