"""LaTeX as it reads, piece by piece, and texts in LaTeX's notation."""

from __future__ import annotations

from refcheck.latex.scan import Call, Piece, Target, plain, scan
from refcheck.latex.writing import escaped

__all__ = ["Call", "Piece", "Target", "escaped", "plain", "scan"]
