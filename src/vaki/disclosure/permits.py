"""Permits: who may have what about whom, and until when.

A permit is a row with versions; what it lets through is its newest version. All writers, the portal too, go through
`add_permit` and `end_permit`, whose one function in the database joins the caller's transaction. Validity is by the
wall clock in Finland, checked at every call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from vaki.codes import business, municipality
from vaki.disclosure import sql
from vaki.disclosure.errors import PermitMalformed, PermitNotInForce, UnknownPermit, WrongChannel
from vaki.disclosure.products import Product, Selection, get
from vaki.disclosure.rights import Rights, rights

if TYPE_CHECKING:
    import asyncpg

    Connection = asyncpg.Connection[Any] | asyncpg.pool.PoolConnectionProxy[Any]

HELSINKI: Final = ZoneInfo("Europe/Helsinki")
DIRECT: Final = "direct"
XROAD: Final = "xroad"
CHANNELS: Final = (DIRECT, XROAD)
PROTECTED: Final = ("none", "all")
GROUNDS: Final = ("services-elsewhere", "no-home-municipality", "other-law")
"""Why a municipality may also ask of people of other municipalities (product description of K2000 §3)."""


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

    @property
    def rights(self) -> Rights:
        return rights(self.product, self.product_version, self.purposes, entitled=self.protected == "all")

    def in_force(self, day: date) -> bool:
        """Whether the day, in Finland, is one of the permit's."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def check(self, day: date, channel: str, client: str | None) -> None:
        """Raises PermitNotInForce and WrongChannel."""
        if not self.in_force(day):
            raise PermitNotInForce
        if channel not in self.channels:
            raise WrongChannel
        if channel == XROAD and self.xroad_clients and client not in self.xroad_clients:
            raise WrongChannel


def today() -> date:
    """Today in Finland, by the wall clock."""
    return datetime.now(HELSINKI).date()


def from_row(row: asyncpg.Record) -> Permit:
    """The permit in a row of `sql.PERMITS` or `sql.CREDENTIAL`."""
    return Permit(
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
    )


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
) -> int:
    """Give a permit for the newest version of a product, valid from today unless said otherwise; its id.

    Raises PermitMalformed and UnknownProduct. Writes within the caller's transaction, if there is one.
    """
    chosen = get(product)
    first_day = valid_from or today()
    _check(chosen, holder, municipalities, purposes, ground)
    if protected not in PROTECTED:
        raise PermitMalformed("Entitled to the data of protected persons: none or all.")
    if not channels or not set(channels) <= set(CHANNELS):
        raise PermitMalformed(f"The channels are {' and '.join(CHANNELS)}.")
    if valid_until is not None and valid_until < first_day:
        raise PermitMalformed("The permit would end before it begins.")
    written: int = await connection.fetchval(
        sql.WRITE_PERMIT,
        None,
        holder,
        chosen.name,
        chosen.version,
        list(dict.fromkeys(municipalities)),
        list(dict.fromkeys(purposes)),
        ground,
        protected,
        list(dict.fromkeys(channels)),
        list(xroad_clients),
        exception,
        first_day,
        valid_until,
    )
    return written


def _check(
    product: Product, holder: str, municipalities: Sequence[str], purposes: Sequence[str], ground: str | None
) -> None:
    if not product.grantable:
        raise PermitMalformed("No permit is given for this product: it is built in.")
    if not business.is_valid(holder):
        raise PermitMalformed("The holder is not a valid business identity code.")
    by_municipality = product.selection is Selection.MUNICIPALITY
    if by_municipality and not municipalities:
        raise PermitMalformed(f"{product.name} selects by municipality: name at least one.")
    if municipalities and not by_municipality:
        raise PermitMalformed(f"{product.name} does not select by municipality.")
    if not all(municipality.is_in_force(code) for code in municipalities):
        raise PermitMalformed("One of the municipalities is not in force.")
    known = [purpose.code for purpose in product.purposes]
    if not set(purposes) <= set(known):
        raise PermitMalformed(f"The purposes of {product.name} are {', '.join(known) or 'not listed'}.")
    if ground is not None and (ground not in GROUNDS or not by_municipality):
        raise PermitMalformed(f"A ground, for a product that selects by municipality, is one of {', '.join(GROUNDS)}.")


async def read_permit(connection: Connection, permit_id: int) -> Permit:
    """Raises UnknownPermit."""
    row = await connection.fetchrow(sql.ONE_PERMIT, permit_id)
    if row is None:
        raise UnknownPermit
    return from_row(row)


async def list_permits(connection: Connection) -> list[Permit]:
    """The newest version of every permit, by id."""
    return [from_row(row) for row in await connection.fetch(sql.ALL_PERMITS)]


async def end_permit(connection: Connection, permit_id: int, last_day: date | None = None) -> Permit:
    """Write the version that ends the permit: its last day is the one given, else it is over at once.

    Raises UnknownPermit and PermitMalformed.
    """
    permit = await read_permit(connection, permit_id)
    first = permit.valid_from or today()
    last = last_day if last_day is not None else today() - timedelta(days=1)
    if last_day is not None and last_day < first:
        raise PermitMalformed("The permit would end before it begins.")
    await connection.fetchval(
        sql.WRITE_PERMIT,
        permit_id,
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
        min(first, last + timedelta(days=1)),
        last,
    )
    return await read_permit(connection, permit_id)
