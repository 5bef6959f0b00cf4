"""Which record is the cited work: candidates compared field by field, the evidence summed, a decision made."""

from refcheck.matching.decide import ACCEPT, DOUBT, Decision, decide, refutes, weigh

__all__ = ["ACCEPT", "DOUBT", "Decision", "decide", "refutes", "weigh"]
