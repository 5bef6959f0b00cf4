"""Which record is the cited work: candidates compared field by field, the evidence summed, a decision made."""

from refcheck.matching.decide import ACCEPT, WORTH_NAMING, Decision, decide, doubt, refutes, weigh

__all__ = ["ACCEPT", "WORTH_NAMING", "Decision", "decide", "doubt", "refutes", "weigh"]
