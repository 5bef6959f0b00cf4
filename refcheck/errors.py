"""What can go wrong, as a tree.

RefcheckError                the run cannot go on; the message says what to do (exit code 2)
├── UnreadableDocument       a path that is not there, or not text
├── UnusableSource           a source that is not known, or a bibliography file that cannot be read
├── BadSettings              a configuration file or flag that makes no sense
└── RewriteRefused           the rewritten document did not read back as promised; nothing was written
"""

from __future__ import annotations


class RefcheckError(Exception):
    """The run cannot go on; the message is for the user and says what to do."""


class UnreadableDocument(RefcheckError):
    """A document that is not there, or not text."""


class UnusableSource(RefcheckError):
    """A source that is not known, or a bibliography file that cannot be read."""


class BadSettings(RefcheckError):
    """A configuration file or a flag that makes no sense."""


class RewriteRefused(RefcheckError):
    """The rewritten document did not read back as promised, so nothing was written."""
