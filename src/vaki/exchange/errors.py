"""Why the list of trusted networks cannot be changed as asked."""

from __future__ import annotations

from vaki.disclosure.errors import Refusal


class NetworkMalformed(Refusal):
    """A network is an address, or one with the length of its mask: 192.0.2.7 or 192.0.2.0/24."""

    status = 422


class EverybodyTrusted(Refusal):
    """The network is the whole internet: whoever calls would be believed to be any client."""

    status = 422


class UnknownNetwork(Refusal):
    """The network is not on the list."""

    status = 404
