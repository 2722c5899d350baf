"""Permits: who may have what about whom, and until when.

A permit is a row with versions; what it lets through is its newest version, of earlier changes no more than the version
of that time did. All writers, the portal too, go through `add_permit`, `change_permit`, `suspend_permit`,
`resume_permit` and `end_permit`, whose one function in the database joins the caller's transaction. Validity is by the
wall clock in Finland, checked at every call.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypedDict
from zoneinfo import ZoneInfo

import asyncpg

from vaki.codes import business, municipality
from vaki.disclosure import sql
from vaki.disclosure.conditions import parse as parse_conditions
from vaki.disclosure.errors import (
    PermitChanged,
    PermitMalformed,
    PermitNotInForce,
    PermitSuspended,
    UnknownPermit,
)
from vaki.disclosure.products import Product, Selection, get
from vaki.disclosure.rights import Rights, rights
from vaki.disclosure.ways_in import CHANNELS, DIRECT, XROAD, Limits, is_client, networks
from vaki.disclosure.widening import Grant, grants_of, own_grant

if TYPE_CHECKING:
    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

__all__ = [
    "CHANNELS",
    "DIRECT",
    "GROUNDS",
    "HELSINKI",
    "PROTECTED",
    "XROAD",
    "Permit",
    "Terms",
    "add_permit",
    "change_permit",
    "end_permit",
    "from_row",
    "list_permits",
    "read_permit",
    "resume_permit",
    "suspend_permit",
    "today",
]

HELSINKI: Final = ZoneInfo("Europe/Helsinki")
PROTECTED: Final = ("none", "all")
GROUNDS: Final = ("services-elsewhere", "no-home-municipality", "other-law")
"""Why a municipality may also ask of people of other municipalities (product description of K2000 §3)."""
LARGEST_QUOTA: Final = 1_000_000_000
_LONGEST_REASON: Final = 500


@dataclass(frozen=True, slots=True)
class Permit:
    """A permit's newest version. `permit_id` is None for the operator and the sandbox's accounts."""

    permit_id: int | None
    version: int | None
    holder: str
    product: str
    product_version: int
    municipalities: tuple[str, ...] = ()
    purposes: frozenset[str] = frozenset()
    ground: str | None = None
    protected: str = "none"
    """`all` when the permit entitles to protected persons' data."""
    channels: tuple[str, ...] = CHANNELS
    xroad_clients: tuple[str, ...] = ()
    exception: bool = False
    """An exemption from the duty to use the X-Road."""
    valid_from: date | None = None
    valid_until: date | None = None
    """Last day of validity; None until further notice."""
    conditions: str | None = None
    """Tailored conditions of a national permit, JSON (`vaki.disclosure.conditions`)."""
    quota: int | None = None
    """Calls in an hour; None for the deployment's default."""
    addresses: tuple[str, ...] = ()
    """Networks that the calls come from; empty for any."""
    suspended_from: date | None = None
    suspended_until: date | None = None
    """Last day of the suspension; None until it is resumed."""
    suspension_reason: str | None = None
    omitted: frozenset[str] = frozenset()
    """Optional groups of the product that the permit leaves out."""
    from_key: int = -1
    """The newest change key when this version was written."""
    grants: tuple[Grant, ...] = ()
    """What is granted at which keys, oldest first; empty when there is one version only."""

    @property
    def rights(self) -> Rights:
        return rights(
            self.product, self.product_version, self.purposes, entitled=self.protected == "all", omitted=self.omitted
        )

    def grant_at(self, key: int) -> Grant:
        """What the permit grants of the change with this key: the newest version, cut down to the one of that time."""
        if not self.grants:
            return own_grant(self)
        return self.grants[max(bisect_left(self.grants, key, key=attrgetter("after_key")) - 1, 0)]

    def rights_at(self, key: int) -> Rights:
        """The rights by which the change with this key is told."""
        return self.grant_at(key).rights if self.grants else self.rights

    def in_force(self, day: date) -> bool:
        """Whether the day, in Finland, is one of the permit's; a suspended permit is in force too."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def suspended(self, day: date) -> bool:
        """Whether the permit is suspended on the day, in Finland."""
        return (
            self.suspended_from is not None
            and self.suspended_from <= day
            and (self.suspended_until is None or day <= self.suspended_until)
        )

    def check(self, day: date, channel: str, client: str | None, address: str | None = None) -> None:
        """Raises PermitNotInForce, PermitSuspended, WrongChannel, WrongAddress and WrongClient."""
        if not self.in_force(day):
            raise PermitNotInForce
        if self.suspended(day):
            raise PermitSuspended
        Limits(self.channels, self.addresses, self.xroad_clients).check(channel, address, client)


class Terms(TypedDict, total=False):
    """What a change of a permit may alter; what is left out stays as it is."""

    municipalities: Sequence[str]
    purposes: Sequence[str]
    ground: str | None
    protected: str
    channels: Sequence[str]
    xroad_clients: Sequence[str]
    exception: bool
    valid_until: date | None
    conditions: str | None
    quota: int | None
    addresses: Sequence[str]
    omitted: Sequence[str]
    newest_product: bool
    """Whether to go over to the newest version of the product."""


def today() -> date:
    """Today in Finland, by the wall clock."""
    return datetime.now(HELSINKI).date()


def from_row(row: asyncpg.Record) -> Permit:
    """The permit in a row of `sql.PERMITS` or `sql.CREDENTIAL`."""
    permit = Permit(
        permit_id=row["permit_id"],
        version=row["version"],
        holder=row["holder"],
        product=row["product"],
        product_version=row["product_version"],
        municipalities=tuple(row["municipalities"]),
        purposes=frozenset(row["purposes"]),
        ground=row["ground"],
        protected=row["protected"],
        channels=tuple(row["channels"]),
        xroad_clients=tuple(row["xroad_clients"]),
        exception=row["exception"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        conditions=row["conditions"],
        quota=row["quota"],
        addresses=tuple(row["addresses"]),
        suspended_from=row["suspended_from"],
        suspended_until=row["suspended_until"],
        suspension_reason=row["suspension_reason"],
        omitted=frozenset(row["omitted"]),
        from_key=row["from_key"],
    )
    return replace(permit, grants=_grants(permit, row["earlier"])) if row["earlier"] else permit


def _grants(permit: Permit, earlier: str) -> tuple[Grant, ...]:
    versions = [
        replace(
            permit,
            version=told["version"],
            product=told["product"],
            product_version=told["product_version"],
            municipalities=tuple(told["municipalities"]),
            purposes=frozenset(told["purposes"]),
            omitted=frozenset(told["omitted"]),
            ground=told["ground"],
            protected=told["protected"],
            conditions=told["conditions"],
            from_key=told["from_key"],
        )
        for told in json.loads(earlier)
    ]
    return grants_of(permit, versions)


async def add_permit(
    connection: Connection,
    *,
    holder: str,
    product: str,
    municipalities: Sequence[str] = (),
    purposes: Sequence[str] = (),
    ground: str | None = None,
    protected: str = "none",
    channels: Sequence[str] = (DIRECT,),
    xroad_clients: Sequence[str] = (),
    exception: bool = False,
    valid_from: date | None = None,
    valid_until: date | None = None,
    conditions: str | None = None,
    quota: int | None = None,
    addresses: Sequence[str] = (),
    omitted: Sequence[str] = (),
) -> int:
    """Give a permit for the newest version of a product, valid from today unless said otherwise; its id.

    Raises PermitMalformed and UnknownProduct. Writes within the caller's transaction, if there is one.
    """
    permit = Permit(
        permit_id=None,
        version=None,
        holder=holder,
        product=product,
        product_version=get(product).version,
        municipalities=tuple(dict.fromkeys(municipalities)),
        purposes=frozenset(purposes),
        ground=ground,
        protected=protected,
        channels=tuple(dict.fromkeys(channels)),
        xroad_clients=tuple(dict.fromkeys(xroad_clients)),
        exception=exception,
        valid_from=valid_from or today(),
        valid_until=valid_until,
        conditions=conditions,
        quota=quota,
        addresses=_networks(addresses),
        omitted=frozenset(omitted),
    )
    _check(permit)
    if not all(municipality.is_in_force(code) for code in permit.municipalities):
        raise PermitMalformed("One of the municipalities is not in force.")
    return await _write(connection, permit)


def _check(permit: Permit) -> None:
    product = get(permit.product, permit.product_version)
    if not product.grantable:
        raise PermitMalformed("No permit is given for this product: it is built in.")
    if not business.is_valid(permit.holder):
        raise PermitMalformed("The holder is not a valid business identity code.")
    _check_selection(permit, product)
    known = [purpose.code for purpose in product.purposes]
    if not permit.purposes <= set(known):
        raise PermitMalformed(f"The purposes of {product.name} are {', '.join(known) or 'not listed'}.")
    if not permit.omitted <= set(product.optional_groups):
        raise PermitMalformed(f"The optional groups of {product.name}: {', '.join(product.optional_groups) or 'none'}.")
    if permit.protected not in PROTECTED:
        raise PermitMalformed("Entitled to the data of protected persons: none or all.")
    if not permit.channels or not set(permit.channels) <= set(CHANNELS):
        raise PermitMalformed(f"The channels are {' and '.join(CHANNELS)}.")
    if not all(is_client(client) for client in permit.xroad_clients):
        raise PermitMalformed("An X-Road client is INSTANCE/CLASS/MEMBER/SUBSYSTEM.")
    if permit.valid_from and permit.valid_until and permit.valid_until < permit.valid_from:
        raise PermitMalformed("The permit would end before it begins.")
    if permit.quota is not None and not 1 <= permit.quota <= LARGEST_QUOTA:
        raise PermitMalformed(f"A quota is 1 to {LARGEST_QUOTA} calls in an hour.")


def _check_selection(permit: Permit, product: Product) -> None:
    by_municipality = product.selection is Selection.MUNICIPALITY
    if by_municipality and not permit.municipalities:
        raise PermitMalformed(f"{product.name} selects by municipality: name at least one.")
    if permit.municipalities and not by_municipality:
        raise PermitMalformed(f"{product.name} does not select by municipality.")
    if permit.ground is not None and (permit.ground not in GROUNDS or not by_municipality):
        raise PermitMalformed(f"A ground, for a product that selects by municipality, is one of {', '.join(GROUNDS)}.")
    if permit.conditions is not None and product.selection is not Selection.EVERYBODY:
        raise PermitMalformed(f"{product.name} does not select everybody, so it takes no tailored conditions.")
    if permit.conditions is not None:
        parse_conditions(permit.conditions)


def _networks(given: Sequence[str]) -> tuple[str, ...]:
    try:
        return tuple(networks(given))
    except ValueError:
        raise PermitMalformed("An address is a network such as 192.0.2.0/24.") from None


async def _write(connection: Connection, permit: Permit) -> int:
    """Write a permit, or the version after the one it was made from. Raises PermitChanged, UnknownPermit."""
    try:
        written: int = await connection.fetchval(
            sql.WRITE_PERMIT,
            permit.permit_id,
            permit.version,
            permit.holder,
            permit.product,
            permit.product_version,
            list(permit.municipalities),
            sorted(permit.purposes),
            permit.ground,
            permit.protected,
            list(permit.channels),
            list(permit.xroad_clients),
            permit.exception,
            permit.valid_from,
            permit.valid_until,
            permit.conditions,
            permit.quota,
            list(permit.addresses),
            permit.suspended_from,
            permit.suspended_until,
            permit.suspension_reason,
            sorted(permit.omitted),
        )
    except asyncpg.SerializationError:
        raise PermitChanged from None
    except asyncpg.InvalidTextRepresentationError:
        raise PermitMalformed("The conditions are not JSON.") from None
    return written


async def read_permit(connection: Connection, permit_id: int) -> Permit:
    """Raises UnknownPermit."""
    row = await connection.fetchrow(sql.ONE_PERMIT, permit_id)
    if row is None:
        raise UnknownPermit
    return from_row(row)


async def list_permits(connection: Connection) -> list[Permit]:
    """The newest version of every permit, by id."""
    return [from_row(row) for row in await connection.fetch(sql.ALL_PERMITS)]


async def change_permit(connection: Connection, permit_id: int, terms: Terms) -> Permit:
    """Write the permit's next version, with these terms altered.

    What it widens holds for later changes only. Raises UnknownPermit, PermitMalformed and, when somebody else changed
    the permit meanwhile, PermitChanged.
    """
    permit = await read_permit(connection, permit_id)
    altered: dict[str, Any] = {name: value for name, value in terms.items() if name != "newest_product"}
    for name in ("municipalities", "channels", "xroad_clients"):
        if name in altered:
            altered[name] = tuple(dict.fromkeys(altered[name]))
    for name in ("purposes", "omitted"):
        if name in altered:
            altered[name] = frozenset(altered[name])
    if "addresses" in altered:
        altered["addresses"] = _networks(altered["addresses"])
    if terms.get("newest_product"):
        altered["product_version"] = get(permit.product).version
    changed = replace(permit, **altered)
    _check(changed)
    added = set(changed.municipalities) - set(permit.municipalities)
    if not all(municipality.is_in_force(code) for code in added):
        raise PermitMalformed("One of the municipalities is not in force.")
    await _write(connection, changed)
    return await read_permit(connection, permit_id)


async def end_permit(connection: Connection, permit_id: int, last_day: date | None = None) -> Permit:
    """Write the version that ends the permit: its last day is the one given, else it is over at once.

    Raises UnknownPermit, PermitMalformed and PermitChanged.
    """
    permit = await read_permit(connection, permit_id)
    first = permit.valid_from or today()
    last = last_day if last_day is not None else today() - timedelta(days=1)
    if last_day is not None and last_day < first:
        raise PermitMalformed("The permit would end before it begins.")
    ended = replace(permit, valid_from=min(first, last + timedelta(days=1)), valid_until=last)
    await _write(connection, ended)
    return await read_permit(connection, permit_id)


async def suspend_permit(
    connection: Connection, permit_id: int, reason: str, first_day: date | None = None, last_day: date | None = None
) -> Permit:
    """Write the version that suspends the permit, from today unless said otherwise, until a last day or until resumed.

    Changes published meanwhile are told once it is resumed. Raises UnknownPermit, PermitMalformed and PermitChanged.
    """
    first = first_day or today()
    if not reason.strip() or len(reason) > _LONGEST_REASON:
        raise PermitMalformed(f"A suspension has a reason of at most {_LONGEST_REASON} characters.")
    if last_day is not None and last_day < first:
        raise PermitMalformed("The suspension would end before it begins.")
    permit = await read_permit(connection, permit_id)
    await _write(
        connection,
        replace(permit, suspended_from=first, suspended_until=last_day, suspension_reason=reason.strip()),
    )
    return await read_permit(connection, permit_id)


async def resume_permit(connection: Connection, permit_id: int) -> Permit:
    """Write the version in which the permit is not suspended any more. Raises as `suspend_permit`."""
    permit = await read_permit(connection, permit_id)
    if permit.suspended_from is None:
        raise PermitMalformed("The permit is not suspended.")
    await _write(connection, replace(permit, suspended_from=None, suspended_until=None, suspension_reason=None))
    return await read_permit(connection, permit_id)
