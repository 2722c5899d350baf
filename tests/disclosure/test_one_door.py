"""The door is the only one: what the roles of the database may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import asyncpg
import pytest

if TYPE_CHECKING:
    from vaki.postgres.environment import Environment

FORBIDDEN_TO_SITE = (
    "register.person",
    "register.person_version",
    "register.identity_code",
    "register.person_name",
    "register.residence",
    "register.relation",
    "register.change",
    "register.merger",
    "disclosure.ledger",
    "disclosure.ledger_rest",
    "disclosure.ledger_person",
    "disclosure.ledger_waiting",
    "disclosure.ledger_seal",
    "disclosure.credential",
)
FORBIDDEN_TO_DISCLOSURE = (
    "update disclosure.ledger set holder = 'x'",
    "delete from disclosure.ledger",
    "delete from disclosure.ledger_seal",
    "update disclosure.ledger_seal set mac = ''",
    "insert into disclosure.permit (holder) values ('x')",
    "update disclosure.permit_version set protected = 'all'",
    "update disclosure.credential set hash = ''",
    "update register.person set protected = false",
    "delete from register.change",
)


async def attempt(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize("table", FORBIDDEN_TO_SITE)
async def test_the_site_role_may_not_read(module_environment: Environment, table: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
        await attempt(module_environment.site_url, f"select * from {table}")  # noqa: S608 -- the names above


async def test_the_site_role_may_read_permits_but_writes_them_through_the_function(
    module_environment: Environment,
) -> None:
    await attempt(
        module_environment.site_url, "select * from disclosure.permit join disclosure.permit_version using (permit_id)"
    )
    for statement in ("insert into disclosure.permit (holder) values ('x')", "delete from disclosure.permit_version"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await attempt(module_environment.site_url, statement)


@pytest.mark.parametrize("statement", FORBIDDEN_TO_DISCLOSURE)
async def test_the_disclosure_role_writes_nothing_but_new_ledger_rows(
    module_environment: Environment, statement: str
) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await attempt(module_environment.disclosure_url, statement)
