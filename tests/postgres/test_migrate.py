"""Migrations: what waits is applied once, as the owner, and never in a running service's way."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from vaki.postgres.environment import Environment
from vaki.postgres.errors import MigrationError, TooOldError
from vaki.postgres.migrate import bring_up_to_date, migrate, pending
from vaki.postgres.provision import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.postgres.cluster import Cluster


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[Cluster]:
    """The run's server with a database that nothing has been migrated into."""
    name = sql.Identifier(f"test_{uuid.uuid4().hex[:16]}")
    with psycopg.connect(cluster.owner_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    yield cluster.with_database(name.as_string().strip('"'))
    with psycopg.connect(cluster.superuser_url or "", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def test_what_waits_is_applied_once_and_named(empty: Cluster) -> None:
    waiting = pending(empty.owner_url)
    assert "register.0001_person" in waiting
    told: list[str] = []
    assert migrate(empty.owner_url, progress=told.append) == waiting == told
    assert pending(empty.owner_url) == []
    assert migrate(empty.owner_url) == []


def test_two_at_once_wait_for_each_other(empty: Cluster) -> None:
    with ThreadPoolExecutor(2) as threads:
        applied = list(threads.map(lambda _: migrate(empty.owner_url), range(2)))
    assert sorted(map(bool, applied)) == [False, True]


def test_a_database_that_this_version_migrated_is_known_at_a_glance(empty: Cluster) -> None:
    assert bring_up_to_date(empty.owner_url) != []
    assert bring_up_to_date(empty.owner_url) == []


def test_the_site_may_use_no_table_that_was_not_given_to_it(empty: Cluster) -> None:
    migrate(empty.owner_url)
    with psycopg.connect(Environment.of(empty).site_url) as connection:
        found = connection.execute(
            "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = 'public' "
            "AND has_table_privilege(schemaname || '.' || tablename, 'INSERT')"
        ).fetchall()
    assert ("public.vaki_migrated",) not in found
    assert ("public.django_migrations",) not in found


def test_a_failure_is_told_without_the_rows_it_met(empty: Cluster) -> None:
    with psycopg.connect(empty.owner_url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA register")
    with pytest.raises(MigrationError, match='schema "register" already exists') as failure:
        migrate(empty.owner_url)
    assert "\n" not in str(failure.value)
    assert failure.value.exit_code == 1


def test_preparing_again_changes_nothing_and_mends_a_lost_password(cluster: Cluster) -> None:
    with psycopg.connect(cluster.superuser_url or "", autocommit=True) as connection:
        connection.execute("ALTER ROLE vaki_disclosure PASSWORD 'another'")
    prepare(cluster)
    prepare(cluster)
    with psycopg.connect(cluster.role_url("disclosure")) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("vaki_disclosure",)


def test_a_server_older_than_the_oldest_is_refused(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vaki.postgres.provision.OLDEST_SERVER", 990000)
    with pytest.raises(TooOldError, match="it is 18"):
        prepare(cluster)
