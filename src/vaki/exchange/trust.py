"""The networks of the X-Road's security servers: a call from one of them is a call over the X-Road.

The list lies beside the credentials, because both are read in one statement at every call. What counts is the address
that the connection comes from; forwarding headers of a proxy are not looked at.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from vaki.exchange.errors import EverybodyTrusted, NetworkMalformed, UnknownNetwork

if TYPE_CHECKING:
    import asyncpg

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

ADD: Final = "select disclosure.add_trusted_network($1, $2)"
REMOVE: Final = "select disclosure.remove_trusted_network($1)"
LIST: Final = "select network, note, made from disclosure.trusted_network order by network"


@dataclass(frozen=True, slots=True)
class TrustedNetwork:
    """A network, such as `192.0.2.0/24`, and what the operator noted of it."""

    network: str
    note: str
    made: datetime


async def add_network(connection: Connection, network: str, note: str = "") -> str:
    """Trust a network from the next call on; its full form. One on the list already gets the new note.

    Raises NetworkMalformed and EverybodyTrusted.
    """
    parsed = _parsed(network)
    if parsed.prefixlen == 0:
        raise EverybodyTrusted
    await connection.execute(ADD, parsed, note)
    return str(parsed)


async def remove_network(connection: Connection, network: str) -> str:
    """Trust it no more, from the next call on; its full form. Raises NetworkMalformed and UnknownNetwork."""
    parsed = _parsed(network)
    if not await connection.fetchval(REMOVE, parsed):
        raise UnknownNetwork
    return str(parsed)


async def list_networks(connection: Connection) -> list[TrustedNetwork]:
    """The list, by address."""
    return [TrustedNetwork(str(row["network"]), row["note"], row["made"]) for row in await connection.fetch(LIST)]


def _parsed(network: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(network.strip())
    except ValueError:
        raise NetworkMalformed from None
