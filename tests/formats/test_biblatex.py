r"""The lists that Biber makes: \entry, \name, \field."""

from __future__ import annotations

import pytest

from refcheck import api
from refcheck.finding import Change
from refcheck.formats import biblatex
from refcheck.model import Document, Name, Span
from refcheck.reading import Unplaced

ENTRIES = r"""    \entry{berg2018}{article}{}
      \name{author}{2}{}{%
        {{un=0,hash=a}{%
           family={Berg},
           familyi={B\bibinitperiod},
           given={Jan},
           giveni={J\bibinitperiod},
           givenun=0,
           prefix={van\bibnamedelima den},
           prefixi={v\bibinitperiod}}}%
        {{hash=b}{%
           family={Sp{\"a}th},
           given={S.\bibnamedelima S.},
           giveni={S\bibinitperiod\bibinitdelim S\bibinitperiod}}}%
      }
      \list{publisher}{1}{%
        {Test \& Sons}%
      }
      \strng{namehash}{x}
      \field{sortinit}{B}
      \field{journaltitle}{Journal of {Test}s}
      \field{title}{On the \emph{measurement} of things}
      \field{volume}{12}
      \field{number}{3}
      \field{year}{2018}
      \field{pages}{29\bibrangedash 48}
      \range{pages}{20}
      \verb{doi}
      \verb 10.5555/a_b%3C
      \endverb
    \endentry
    \entry{old}{book}{}
      \true{moreauthor}
      \name{author}{1}{}{%
        {{hash=c}{Müller}{M\bibinitperiod}{Anna\bibnamedelima B.}{A\bibinitperiod}{von}{v\bibinitperiod}{}{}}%
      }
      \field{title}{Things}
      \field{year}{1983}
    \endentry
"""
BBL = f"""% $ biblatex auxiliary file $
% $ biblatex bbl format version 3.2 $
\\refsection{{0}}
  \\datalist[entry]{{nty/global//global/global}}
{ENTRIES}  \\enddatalist
  \\datalist[shorthand]{{x}}
{ENTRIES}  \\enddatalist
\\endrefsection
"""


def parsed(text: str) -> Document:
    return api.parse(text.encode(), "paper.bbl")


def test_each_entry_is_one_reference_and_its_fields_are_read() -> None:
    document = parsed(BBL)
    assert (document.format, document.listing) == ("biblatex", True)
    article, book = document.references
    assert article.raw.startswith("[berg2018] van den Berg Jan, Späth S. S")
    assert (article.label, article.keyed) == ("berg2018", True)
    work = article.work
    assert work.author == (Name("van den Berg", "Jan"), Name("Späth", "S. S."))
    assert (work.title, work.container_title) == ("On the measurement of things", "Journal of Tests")
    assert (work.years, work.volume, work.issue, work.page) == ((2018,), "12", "3", "29–48")
    assert (work.publisher, work.DOI, work.type) == ("Test & Sons", "10.5555/a_b%3c", "article-journal")
    assert book.work.author == (Name("von Müller", "Anna B."),)
    assert book.work.et_al


def test_every_field_stands_in_the_file() -> None:
    document = parsed(BBL)
    for field, typed in (
        ("title", r"On the \emph{measurement} of things"),
        ("page", r"29\bibrangedash 48"),
        ("DOI", "10.5555/a_b%3C"),
    ):
        found = document.references[0].field(field)
        assert found
        start = document.references[0].span.start + found.start
        place = document.located(Span(start, start + len(found.text)))
        assert document.written[place.start : place.end] == typed


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (Change(1, "volume", "12", "13"), "{12}", "{13}"),
        (Change(1, "page", "29–48", "29–49"), r"29\bibrangedash 48", r"29\bibrangedash 49"),
        (Change(1, "container-title", "Journal of Tests", "Journal of Tests & more"), "{Test}s}", r"{Test}s \& more}"),
        (Change(1, "DOI", "10.5555/a_b%3C", "10.5555/c_d"), "10.5555/a_b%3C", "10.5555/c_d"),
    ],
)
def test_what_is_changed_is_changed_where_it_stands(change: Change, old: str, new: str) -> None:
    data = biblatex.rewrite(parsed(BBL), [change])
    assert data.decode() == BBL.replace(old, new, 1)


def test_nothing_is_added_to_what_a_program_made() -> None:
    with pytest.raises(Unplaced):
        biblatex.rewrite(parsed(BBL), [Change(2, "DOI", "", "10.5555/x")])


@pytest.mark.parametrize(
    "broken", [r"\entry{a}{b}{}", r"\entry{a}{b}{}\name{author}{1}{}{{{", r"\entry{a}{b}{}\field{title}"]
)
def test_a_broken_entry_is_read_as_far_as_it_goes(broken: str) -> None:
    document = parsed(f"% $ biblatex auxiliary file $\n{broken}\n{ENTRIES}")
    assert [r.label for r in document.references] == ["a", "berg2018", "old"]
    assert biblatex.rewrite(document, ()).decode() == document.written
