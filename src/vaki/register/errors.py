"""Why the register says no. Messages are sentences without personal data."""

from __future__ import annotations


class RegisterError(Exception):
    """The register could not do what was asked."""

    @property
    def message(self) -> str:
        return str(self.args[0]) if self.args else str(type(self).__doc__)


class EventRefused(RegisterError):
    """The event is impossible, and nothing was changed."""


class UnknownPerson(EventRefused):
    """No person has the identity code that the event names."""


class UnknownDwelling(EventRefused):
    """No dwelling has the residence code that the event names."""


class NotReady(RegisterError):
    """The register has no people or no clock yet: run `vaki seed` first."""
