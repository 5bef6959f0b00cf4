"""Words exchanged in a text that is printed over several lines."""

from __future__ import annotations

import pytest

from refcheck.rewrapping import rewrapped
from refcheck.text import unbroken


@pytest.mark.parametrize(
    ("printed", "new", "made"),
    [
        ("A test of\n   long lots", "A test of long lists", "A test of\n   long lists"),
        ("A tset\nof long lists", "A test of long lists", "A test\nof long lists"),
        ("A test of refer-\nences in lots", "A test of references in lists", "A test of refer-\nences in lists"),
        ("A test of\nlists", "A test of long lists", "A test of\nlong lists"),
        ("A test of\nlong", "A test of long lists", "A test of\nlong lists"),
        ("A test of the\nlists", "A test of lists", "A test of\nlists"),
        ("A test of\nthe lists", "A test of lists", "A test of\nlists"),
        ("The test of\nlists", "test of lists", "test of\nlists"),
        ("A test\r\nof long lots", "A test of long lists", "A test\r\nof long lists"),
    ],
)
def test_words_are_exchanged_and_line_ends_stay(printed: str, new: str, made: str) -> None:
    assert rewrapped(printed, new) == made
    assert unbroken(made) == new


@pytest.mark.parametrize(
    ("printed", "new"),
    [
        ("A test of refe-\nrnces in lists", "A test of references in lists"),
        ("A test of long\nlots of works", "A test of short lists of works"),
        ("A test\nof\nlists", "A test lists"),
    ],
)
def test_what_goes_over_a_line_end_is_left_alone(printed: str, new: str) -> None:
    assert rewrapped(printed, new) == printed
