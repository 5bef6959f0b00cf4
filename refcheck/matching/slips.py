"""Explain how one number or word became another by a single slip."""

from __future__ import annotations

from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from refcheck.text import read_as_digits


def apart(a: str, b: str) -> int:
    """The letters to insert, drop or replace to make one word of the other; 3 stands for more than two."""
    return Levenshtein.distance(a, b, score_cutoff=2)


def slip(cited: str, recorded: str) -> str:
    """The one slip that explains the cited number, in words, or "" where one is not enough."""
    if cited == recorded or not cited.isalnum() or not recorded.isalnum():
        return ""
    if not cited.isdigit() and read_as_digits(cited) == recorded:
        return "a letter for a digit"
    if sorted(cited) == sorted(recorded) and DamerauLevenshtein.distance(cited, recorded) == 1:
        return "two digits swapped"
    if max(len(cited), len(recorded)) < 2 or Levenshtein.distance(cited, recorded, score_cutoff=1) > 1:
        return ""
    if len(cited) < len(recorded):
        return "a digit lost"
    return "a digit too many" if len(cited) > len(recorded) else "one digit wrong"
