"""What can go wrong between Väki and its database, each with the exit code a command ends with."""

from __future__ import annotations

from typing import ClassVar


class DatabaseError(Exception):
    """The database cannot be used"""

    exit_code: ClassVar[int] = 1

    def __init__(self, detail: str = "") -> None:
        base = (type(self).__doc__ or "").strip()
        super().__init__(f"{base}: {detail}" if detail else base)


class AlreadyServedError(DatabaseError):
    """Another service already runs on this data folder"""

    exit_code = 3


class BinariesMissingError(DatabaseError):
    """PostgreSQL's programs were not found"""


class NoAccountError(DatabaseError):
    """PostgreSQL does not run as the superuser, and no unprivileged user of this machine could take its place"""


class ForeignClusterError(DatabaseError):
    """The database in the data folder belongs to another user of this machine"""


class OtherVersionError(DatabaseError):
    """The database in the data folder was made by another version of PostgreSQL"""

    exit_code = 4


class StartError(DatabaseError):
    """PostgreSQL did not start"""


class UnreachableError(DatabaseError):
    """The database does not answer"""


class TooOldError(DatabaseError):
    """The database server is older than PostgreSQL 15"""

    exit_code = 4


class SecretsError(DatabaseError):
    """The file secrets.json of the data folder cannot be used"""


class MigrationError(DatabaseError):
    """The database could not be brought to this version's tables"""


class UpgradeError(DatabaseError):
    """The database could not be moved to this version of PostgreSQL"""
