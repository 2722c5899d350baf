"""The role that makes databases can do nothing else, and is let in only while a sandbox is served."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from tests.rules import serving
from tests.rules.serving import Account

from vaki.postgres.cluster import at, with_database, with_user
from vaki.postgres.sandbox import ROLE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sandbox.calling import Sandbox


def signed_in(data: Path, database: str) -> psycopg.Connection[tuple[object, ...]]:
    cluster = at(data)
    url = with_database(with_user(cluster.owner_url, ROLE, cluster.secrets.sandbox), database)
    return psycopg.connect(url, autocommit=True)


def test_it_reaches_no_register_but_those_it_made_and_reads_nobody_there(sandbox: Sandbox) -> None:
    data = sandbox.service.data
    for database in ("vaki", "vaki_blank"):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            signed_in(data, database)
    with sandbox.world() as world, signed_in(data, world.database()) as connection:
        for table in ("register.person", "register.change", "disclosure.ledger"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"table {table}".encode())
    attributes = sandbox.sql(
        "vaki", "select rolsuper, rolcreaterole, rolreplication, rolbypassrls from pg_roles where rolname = %s", ROLE
    )
    assert attributes == [(False, False, False, False)]
    assert sandbox.sql("vaki", "select 1 from pg_auth_members where member = %s::regrole", ROLE) == []


def test_no_worker_is_told_the_owners_url(sandbox: Sandbox) -> None:
    owner = at(sandbox.service.data).secrets.owner
    for worker in sandbox.service.workers():
        told = worker.environ()
        assert "VAKI_OWNER_URL" not in told
        assert not any(owner in value for value in told.values())
        assert told["VAKI_SANDBOX_URL"]


@pytest.mark.long
def test_a_service_that_is_no_sandbox_shuts_it_out_and_has_no_such_addresses(seeded: Path) -> None:
    with serving.copied(seeded) as data:
        with serving.serve(data, "--sandbox", "--workers", "1"), signed_in(data, "vaki_sandbox") as connection:
            assert connection.execute("select 1").fetchone()
        with serving.serve(data, "--workers", "1") as service:
            with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
                signed_in(data, "vaki_sandbox")
            for path in ("sandbox/clock", "w/x/sandbox/clock"):
                answer = serving.CLIENT.get(f"{service.address}{path}", auth=Account("mutpT1", "pwd").basic)
                assert answer.status_code == 404
