"""Environments and their pools: who may do what, and that nothing is guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import asyncpg
import psycopg
import pytest

if TYPE_CHECKING:
    from vaki.postgres.environment import Environment, Pools


async def test_the_pools_are_the_two_roles_that_may_see_persons(pools: Pools) -> None:
    assert await pools.register.fetchval("SELECT current_user") == "vaki_register"
    assert await pools.disclosure.fetchval("SELECT current_user") == "vaki_disclosure"


async def test_a_pool_is_bounded(pools: Pools) -> None:
    assert pools.register.get_max_size() == 8


async def test_a_transaction_that_was_left_open_ends_with_the_loan_of_its_connection(pools: Pools) -> None:
    async with pools.disclosure.acquire() as connection:
        await connection.execute("begin; create temporary table left_behind (one int)")
        session = await connection.fetchval("select pg_backend_pid()")
    async with pools.disclosure.acquire() as connection:
        assert await connection.fetchval("select pg_backend_pid()") == session
        assert not connection.is_in_transaction()
        assert await connection.fetchval("select to_regclass('pg_temp.left_behind')") is None


def test_the_site_role_gets_permission_denied_on_persons(environment: Environment) -> None:
    with (
        psycopg.connect(environment.site_url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"),
    ):
        connection.execute("SELECT 1 FROM register.person")


def test_the_site_role_may_see_which_migrations_are_applied(environment: Environment) -> None:
    with psycopg.connect(environment.site_url) as connection:
        found = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
    assert found is not None
    assert found[0] > 0


@pytest.mark.parametrize("role", ["register_url", "disclosure_url", "site_url"])
def test_no_login_role_may_make_tables(environment: Environment, role: str) -> None:
    with (
        psycopg.connect(getattr(environment, role)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE public.stray (one int)")


def test_no_password_shows_when_an_environment_is_printed(environment: Environment) -> None:
    assert repr(environment) == "Environment(name='main')"


async def test_a_wrong_password_opens_nothing(environment: Environment) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(environment.register_url.replace("vaki_register:", "vaki_register:x"))
