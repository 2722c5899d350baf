"""The list of trusted networks, and who may write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import asyncpg
import pytest

from vaki.disclosure.credentials import is_trusted
from vaki.exchange import errors, trust

if TYPE_CHECKING:
    from vaki.postgres.environment import Environment, Pools


async def test_only_addresses_in_a_network_of_the_list_are_trusted(pools: Pools) -> None:
    async with pools.disclosure.acquire() as connection:
        assert not await is_trusted(connection, "192.0.2.7")
        assert await trust.add_network(connection, "192.0.2.0/29", "the first") == "192.0.2.0/29"
        assert await trust.add_network(connection, "2001:db8::5") == "2001:db8::5/128"
        for address in ("192.0.2.0", "192.0.2.7", "::ffff:192.0.2.7", "2001:db8::5"):
            assert await is_trusted(connection, address)
        for stranger in ("192.0.2.8", "2001:db8::6", None, "", "testclient", "192.0.2.7.example.org"):
            assert not await is_trusted(connection, stranger)


async def test_a_network_is_trusted_from_the_next_call_on_and_no_longer_than_it_is_listed(pools: Pools) -> None:
    async with pools.disclosure.acquire() as one, pools.disclosure.acquire() as other:
        await trust.add_network(one, "192.0.2.7", "ours")
        assert await is_trusted(other, "192.0.2.7")
        assert [(found.network, found.note) for found in await trust.list_networks(other)] == [("192.0.2.7/32", "ours")]
        assert await trust.remove_network(one, "192.0.2.7/32") == "192.0.2.7/32"
        assert not await is_trusted(other, "192.0.2.7")
        with pytest.raises(errors.UnknownNetwork):
            await trust.remove_network(one, "192.0.2.7")


@pytest.mark.parametrize("network", ["", "everybody", "192.0.2.7/24", "192.0.2.0/33", "1.2.3"])
async def test_what_is_no_network_is_refused(pools: Pools, network: str) -> None:
    async with pools.disclosure.acquire() as connection:
        with pytest.raises(errors.NetworkMalformed):
            await trust.add_network(connection, network)


@pytest.mark.parametrize("network", ["0.0.0.0/0", "::/0"])
async def test_not_everybody_can_be_trusted(pools: Pools, network: str) -> None:
    async with pools.disclosure.acquire() as connection:
        with pytest.raises(errors.EverybodyTrusted):
            await trust.add_network(connection, network)


async def test_the_registers_role_cannot_alter_the_list(environment: Environment) -> None:
    connection = await asyncpg.connect(environment.register_url)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await trust.add_network(connection, "192.0.2.7")
    finally:
        await connection.close()
