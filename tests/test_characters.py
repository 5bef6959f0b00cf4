"""Text read in the wrong encoding is read back, however often it happened; nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refcheck.characters import LIGATURES, decoded, without_residue

FOREIGN = (
    "Göttingen",
    "García–Peña’s “é”",
    "α-synuclein, µm, β",
    "°C ± 5",
    "Москва",
    "Şahin, Škoda",
    "東京大学",
    "1 €",
)
BESIDE_SIGNS = ("LE CAFÉ» et", "à\u00a0«\u00a0Paris", "„SCHÄ“", "«IRMû.", "COSÌ»", "»BÅ«", "10 Å²", "voilà…", "NGÃ ")


def misread(text: str, encoding: str) -> str:
    """UTF-8 read in another encoding; bytes that it does not know stay as they are."""
    return "".join(bytes([b]).decode(encoding, "ignore") or chr(b) for b in text.encode())


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize(
    "text",
    ["Göttingen", "García–Peña’s “é”", "α-synuclein, µm, β", "°C ± 5", "Москва", "Şahin, Škoda", "東京大学", "1 €"],
)
def test_what_was_misread_is_read_back(text: str, times: int, encoding: str) -> None:
    spoilt = text
    for _ in range(times):
        spoilt = misread(spoilt, encoding)
    assert decoded(spoilt) == text


@pytest.mark.parametrize(
    "text",
    [
        "LE CAFÉ» et",
        "à\u00a0«\u00a0Paris",
        "„SCHÄ“",
        "«IRMû.",
        "COSÌ»",
        "»BÅ«",
        "NÃO",
        "10 Å²",
        "voilà…",
        "Ñ”",
        "ÂGE",
        "NGÃ ",
    ],
)
def test_letters_beside_other_signs_are_no_misread_ones(text: str) -> None:
    assert decoded(text) == text


@given(st.text())
def test_no_text_keeps_its_ligatures_and_none_grows_by_being_read_back(text: str) -> None:
    assert not set(without_residue(text)) & set(LIGATURES)
    assert len(decoded(text)) <= len(text)


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_plain_text_is_left_alone(text: str) -> None:
    assert decoded(text) == text == without_residue(text)
