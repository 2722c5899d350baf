"""The bridge to the machines' side is closed inside a Django transaction, however the call gets there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.test import AsyncRequestFactory
from starlette.applications import Starlette

from vaki.web import bridge
from vaki.web.backend.base import inside_transaction
from vaki.web.configuration import database_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest

    from vaki.postgres.environment import Environment, Pools


T = TypeVar("T")


@pytest.fixture
def site_database(environment: Environment) -> Iterator[None]:
    """Django's default connection is the test's own database, whatever thread asks for it."""
    settings = connections.settings[DEFAULT_DB_ALIAS]
    before = dict(settings)
    settings.update(connections.configure_settings({"default": database_settings(environment.site_url)})["default"])
    yield
    settings.clear()
    settings.update(before)


def request_of(pools: Pools | None) -> HttpRequest:
    app = Starlette()
    app.state.pools = pools
    request = AsyncRequestFactory().get("/fi/")
    request.scope = {**request.scope, "app": app}
    return request


async def in_a_view_s_thread(view: Callable[[], T]) -> T:
    def closing() -> T:
        try:
            return view()
        finally:
            connections.close_all()

    return await sync_to_async(closing)()


async def ask(request: HttpRequest) -> Pools:
    await asyncio.sleep(0)
    return bridge.pools(request)


async def test_a_view_gets_the_pools_of_its_own_service(pools: Pools) -> None:
    assert bridge.pools(request_of(pools)) is pools


async def test_a_request_from_elsewhere_has_no_pools() -> None:
    with pytest.raises(bridge.NotOpenError):
        bridge.pools(AsyncRequestFactory().get("/fi/"))


async def test_a_synchronous_view_may_cross_outside_a_transaction(pools: Pools, site_database: None) -> None:
    def view() -> Pools:
        with transaction.atomic():
            pass
        return async_to_sync(ask)(request_of(pools))

    assert await in_a_view_s_thread(view) is pools


async def test_a_synchronous_view_may_not_cross_inside_a_transaction(pools: Pools, site_database: None) -> None:
    def view() -> None:
        with transaction.atomic(), transaction.atomic():
            async_to_sync(ask)(request_of(pools))

    with pytest.raises(bridge.InsideTransactionError):
        await in_a_view_s_thread(view)


async def test_the_way_is_open_again_after_a_transaction_that_failed(pools: Pools, site_database: None) -> None:
    def view() -> bool:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            _ = 1 / 0
        return inside_transaction()

    assert not await in_a_view_s_thread(view)


def test_settings_keep_requests_out_of_transactions() -> None:
    assert connections.settings[DEFAULT_DB_ALIAS]["ATOMIC_REQUESTS"] is False
