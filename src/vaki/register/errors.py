"""Why the register says no. Messages are sentences without personal data."""

from __future__ import annotations

from typing import ClassVar


class RegisterError(Exception):
    """The register could not do what was asked."""

    exit_code: ClassVar[int] = 1
    """What a command answers to the shell (docs/cli.md)."""

    @property
    def message(self) -> str:
        return str(self.args[0]) if self.args else str(type(self).__doc__)


class EventRefused(RegisterError):
    """The event is impossible, and nothing was changed."""

    exit_code = 4


class UnknownPerson(EventRefused):
    """No person has the identity code that the event names."""

    exit_code = 5


class UnknownDwelling(EventRefused):
    """No dwelling has the residence code that the event names."""

    exit_code = 5


class UnknownBuilding(EventRefused):
    """No building has the building code that the event names."""

    exit_code = 5


class NotReady(RegisterError):
    """The register has no people or no clock yet: run `vaki seed` first."""
