"""Ways in: over which channel, from which networks and for which X-Road clients a permit or a credential may call."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from vaki.disclosure.errors import WrongAddress, WrongChannel, WrongClient

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

DIRECT: Final = "direct"
XROAD: Final = "xroad"
CHANNELS: Final = (DIRECT, XROAD)

_PART: Final = r"[^/\\:;%\x00-\x1f\x7f]{1,255}"
_CLIENT: Final = re.compile(rf"{_PART}(?:/{_PART}){{2,3}}")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a permit or a credential takes calls from. An empty member sets no limit."""

    channels: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    """Networks such as `192.0.2.0/24`; over the X-Road the security server's."""
    xroad_clients: tuple[str, ...] = ()

    def check(self, channel: str, address: str | None, client: str | None) -> None:
        """Raises WrongChannel, WrongAddress and WrongClient."""
        if self.channels and channel not in self.channels:
            raise WrongChannel
        if self.addresses and not is_within(address, self.addresses):
            raise WrongAddress
        if channel == XROAD and self.xroad_clients and client not in self.xroad_clients:
            raise WrongClient


def is_client(text: str) -> bool:
    """Whether the text has the form `INSTANCE/CLASS/MEMBER`, with or without `/SUBSYSTEM`."""
    return _CLIENT.fullmatch(text) is not None


def address_of(text: str | None) -> Address | None:
    """The network address, an IPv4 one also where it comes as `::ffff:192.0.2.1`; None for what is none."""
    try:
        found = ipaddress.ip_address((text or "").partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


def is_within(address: str | None, wanted: Iterable[str]) -> bool:
    """Whether the address is in one of the networks; never, when there is no address."""
    found = address_of(address)
    return found is not None and any(found in _network(network) for network in wanted)


def networks(given: Iterable[str]) -> list[str]:
    """The networks in full, `192.0.2.7` as `192.0.2.7/32`. Raises ValueError, also for bits beyond the mask."""
    return list(dict.fromkeys(str(ipaddress.ip_network(text.strip())) for text in given))


@cache
def _network(text: str) -> Network:
    return ipaddress.ip_network(text)
