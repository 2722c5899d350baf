"""What all identifiers share when they are refused."""

from __future__ import annotations


class InvalidIdentifier(ValueError):
    """Not a valid identifier"""

    # An identity code is personal data and errors end in logs: the message is the class's sentence and the
    # reason, and neither ever holds the refused text.
    def __init__(self, reason: str) -> None:
        super().__init__(f"{type(self).__doc__}: {reason}")
        self.reason = reason


class UnknownCode(LookupError):
    """The code is not in its list"""

    def __init__(self, what: str) -> None:
        super().__init__(f"{type(self).__doc__}: {what}")
        self.what = what
