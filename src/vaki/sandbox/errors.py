"""Why the sandbox says no, in the change interface's own form."""

from __future__ import annotations

from vaki.changes.errors import InterfaceError

FULL_RETRY_SECONDS = 60


class UnknownWorld(InterfaceError):
    """There is no such world: it was ended, or nobody used it for too long."""

    status = 404


class NoWorlds(InterfaceError):
    """Registers can be neither cloned nor restored here: the service's database role may not make databases."""

    status = 501


class Full(InterfaceError):
    """There are as many worlds as the service takes: end one, or try again when an unused one has been dropped."""

    status = 503
    retry_seconds = FULL_RETRY_SECONDS


class LifeGoesOn(InterfaceError):
    """Life goes on in this register, so it cannot be put back: use a world of your own."""

    status = 409


class ClockFollowsTheWall(InterfaceError):
    """The clock of the register follows the wall clock and cannot be moved."""

    status = 409


class WouldGoBack(InterfaceError):
    """The register's clock never goes back."""

    status = 409


class Refused(InterfaceError):
    """The register refused it, and nothing was changed."""

    status = 409


class UnknownName(InterfaceError):
    """Nothing has that name here: GET the same address without it to see the names."""

    status = 404
