"""Names of journals in full, and abbreviated with and without stops."""

from __future__ import annotations

import pytest

from refcheck.parsing.journal_names import Form, form


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("J Biol Chem", Form.NO_STOPS),
        ("J. Biol. Chem.", Form.STOPS),
        ("Proc. Natl. Acad. Sci. U.S.A.", Form.STOPS),
        ("Journal of Biological Chemistry", Form.FULL),
        ("Science (New York, N.Y.)", None),
        ("U.S. News Report", Form.FULL),
        ("The Lancet. Oncology", Form.FULL),
        ("Nature", None),
    ],
)
def test_stops_and_short_words_tell_how_a_name_is_written(name: str, written: Form | None) -> None:
    assert form(name) is written
