"""Roles and the database: made once, again without effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from vaki.postgres.cluster import DATABASE, ROLES
from vaki.postgres.errors import TooOldError, UnreachableError

if TYPE_CHECKING:
    from vaki.postgres.cluster import Cluster

OLDEST_SERVER = 150000
CONNECT_SECONDS = 10


def prepare(cluster: Cluster) -> None:
    """Have the owner, the three login roles and the owner's database on the cluster, with the passwords of its secrets.

    Needs on a server of one's own: that the owner's URL works and that the owner may create roles.
    Raises UnreachableError, TooOldError.
    """
    if _complete(cluster):
        return
    if cluster.superuser_url is not None:
        with _connected(cluster.superuser_url) as connection:
            _make_owner(connection, cluster)
    with _connected(cluster.owner_url) as connection:
        _make_roles(connection, cluster)


def _complete(cluster: Cluster) -> bool:
    """Whether each role can already sign in, which is all that `prepare` would bring about."""
    for url in (cluster.owner_url, *(cluster.role_url(role) for role in ROLES)):
        try:
            with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
                _refuse_too_old(connection)
        except psycopg.OperationalError:
            return False
    return True


def _connected(url: str) -> psycopg.Connection:
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=CONNECT_SECONDS)
    except psycopg.OperationalError as error:
        raise UnreachableError(str(error).strip().splitlines()[-1]) from None
    _refuse_too_old(connection)
    return connection


def _refuse_too_old(connection: psycopg.Connection) -> None:
    if connection.info.server_version < OLDEST_SERVER:
        raise TooOldError(f"it is {connection.info.parameter_status('server_version')}")


def _make_owner(connection: psycopg.Connection, cluster: Cluster) -> None:
    _login_role(connection, "vaki_owner", cluster.secrets.owner, "CREATEROLE CREATEDB")
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER vaki_owner").format(sql.Identifier(DATABASE)))


def _make_roles(connection: psycopg.Connection, cluster: Cluster) -> None:
    for role in ROLES:
        _login_role(connection, f"vaki_{role}", getattr(cluster.secrets, role), "")
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO vaki_register, vaki_disclosure, vaki_site").format(database)
    )
    choose_compression(connection)


def choose_compression(connection: psycopg.Connection) -> None:
    """Let the database compress with lz4 where the server was built with it; elsewhere pglz stays."""
    found = connection.execute("SELECT enumvals FROM pg_settings WHERE name = 'default_toast_compression'").fetchone()
    if found is not None and "lz4" in found[0]:
        database = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("ALTER DATABASE {} SET default_toast_compression = 'lz4'").format(database))


def _login_role(connection: psycopg.Connection, name: str, password: str, attributes: str) -> None:
    """Make the role, or give it the password again. The password travels as a SCRAM verifier, never in the clear."""
    role = sql.Identifier(name)
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone() is None:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN " + attributes).format(role))
    verifier = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(verifier)))
