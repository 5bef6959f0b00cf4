"""Which record is the cited work: candidates compared field by field, the evidence summed, a decision made."""

from refcheck.matching.decide import ACCEPT, WORTH_NAMING, Decision, decide, doubt, refutes, weigh
from refcheck.matching.related import Kin, kin, meant_for, suspect

__all__ = [
    "ACCEPT",
    "WORTH_NAMING",
    "Decision",
    "Kin",
    "decide",
    "doubt",
    "kin",
    "meant_for",
    "refutes",
    "suspect",
    "weigh",
]
