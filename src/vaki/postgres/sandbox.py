"""The role and the databases that a sandbox needs to clone registers; the role can sign in only while one is served.

A worker that serves must not hold the owner's password. This role owns nothing but the sandbox's own databases: it may
make databases, and it may read no table of the register that it stands beside. Source: docs/decisions/0501.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from vaki.postgres import migrate
from vaki.postgres.cluster import with_database, with_user

if TYPE_CHECKING:
    from vaki.postgres.cluster import Cluster

ROLE = "vaki_sandbox"
CONNECT_SECONDS = 10


@dataclass(frozen=True)
class Databases:
    """Names of the sandbox's databases, made from that of the register they stand beside.

    `control` keeps the list of worlds, `blank` is a register of this version without anybody, `seeded` the state that
    worlds are cloned from.
    """

    control: str
    blank: str
    seeded: str
    world_stem: str

    @classmethod
    def beside(cls, url: str) -> Self:
        """Those beside the register whose database the URL names."""
        name = unquote(urlsplit(url).path.lstrip("/"))
        return cls(f"{name}_sandbox", f"{name}_blank", f"{name}_seeded", f"{name}_world_")


@dataclass(frozen=True)
class Prepared:
    """`url` is the role's on the control database; `migrated` says that an older version's databases were there."""

    url: str
    migrated: bool


def prepare(cluster: Cluster) -> Prepared | None:
    """Have the role, the control database and the blank register; again without effect.

    None where the owner of a server of one's own may not make them: there the sandbox has no worlds. Raises
    MigrationError and psycopg's errors.
    """
    names = Databases.beside(cluster.owner_url)
    role_url = with_user(cluster.owner_url, ROLE, cluster.secrets.sandbox)
    try:
        with _connected(cluster.owner_url) as connection:
            _let_role_in(connection, cluster.secrets.sandbox)
            for name in (names.blank, names.control):
                _make_database(connection, name)
            connection.execute(
                sql.SQL("GRANT CONNECT, CREATE ON DATABASE {} TO {}").format(
                    sql.Identifier(names.control), sql.Identifier(ROLE)
                )
            )
            there = _exists(connection, names.seeded)
    except psycopg.errors.InsufficientPrivilege:
        return None
    blank_url = with_database(cluster.owner_url, names.blank)
    migrated = bool(migrate.bring_up_to_date(blank_url))
    with _connected(blank_url) as connection:
        # What the owner may make in a clone, which is another role's, when a later version migrates it.
        connection.execute("GRANT ALL ON SCHEMA public TO CURRENT_USER")
        connection.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(names.blank)))
    with _connected(with_database(cluster.owner_url, names.control)) as connection:
        connection.execute(sql.SQL("GRANT ALL ON SCHEMA public TO {}").format(sql.Identifier(ROLE)))
    if there:
        migrate.bring_up_to_date(with_database(cluster.owner_url, names.seeded))
    return Prepared(with_database(role_url, names.control), migrated and there)


def shut(cluster: Cluster) -> None:
    """Let the role no longer sign in: a service that is no sandbox has no such door."""
    with _connected(cluster.owner_url) as connection:
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolcanlogin", [ROLE]).fetchone():
            connection.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(ROLE)))


def _connected(url: str) -> psycopg.Connection:
    return psycopg.connect(url, autocommit=True, connect_timeout=CONNECT_SECONDS)


def _let_role_in(connection: psycopg.Connection, password: str) -> None:
    role = sql.Identifier(ROLE)
    found = connection.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone()
    if found is None:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
    elif not found[0]:
        connection.execute(sql.SQL("ALTER ROLE {} LOGIN").format(role))
    verifier = connection.pgconn.encrypt_password(password.encode(), ROLE.encode(), b"scram-sha-256").decode()
    connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(verifier)))


def _exists(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _make_database(connection: psycopg.Connection, name: str) -> None:
    if not _exists(connection, name):
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
