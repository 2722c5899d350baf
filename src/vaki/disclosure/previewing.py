"""What a customer of a product would get, shown to the service's own operator: through the door, in the ledger.

No permit is needed for it, so the ledger names the operator as the holder beside the product that was looked through.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from vaki.disclosure import door
from vaki.disclosure.caller import Caller
from vaki.disclosure.errors import PermitMalformed, UnknownPerson
from vaki.disclosure.permits import Permit
from vaki.disclosure.products import GroupRule, Product, Selection
from vaki.register.groups import KIND, PLACE, WITHHELD

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools
    from vaki.register.groups import WireGroup

CHANNEL: Final = "cli"
OPERATOR: Final = "operator"
_FORMER: Final = ("EDELLINEN_", "ENTINEN_")


def customer(
    product: Product,
    *,
    municipalities: Sequence[str] = (),
    purposes: Sequence[str] | None = None,
    entitled: bool = False,
    end_user: str | None = None,
) -> Caller:
    """The operator looking through a product, with all its purposes unless some are named.

    Raises PermitMalformed for a purpose of another product, and for municipalities with a product that does not
    select by them or the other way round.
    """
    by_municipality = product.selection is Selection.MUNICIPALITY
    if by_municipality and not municipalities:
        raise PermitMalformed(f"{product.name} selects by municipality: name at least one.")
    if municipalities and not by_municipality:
        raise PermitMalformed(f"{product.name} does not select by municipality.")
    permit = Permit(
        None,
        None,
        OPERATOR,
        product.name,
        product.version,
        municipalities=tuple(municipalities),
        purposes=_purposes(product, purposes),
        protected="all" if entitled else "none",
        channels=(CHANNEL,),
    )
    return Caller(permit, CHANNEL, end_user=end_user)


def _purposes(product: Product, named: Sequence[str] | None) -> frozenset[str]:
    known = [purpose.code for purpose in product.purposes]
    if named is not None and not set(named) <= set(known):
        raise PermitMalformed(f"The purposes of {product.name} are {', '.join(known) or 'not listed'}.")
    return frozenset(known if named is None else named)


class Reason(StrEnum):
    """Why a customer does not get a group that the register has."""

    ELSEWHERE = "the person lives outside the municipalities"
    NOT_IN_PRODUCT = "not in the product"
    PURPOSE = "none of the purposes allows it"
    PROTECTION = "the person is protected, or was when it was written"
    ENDED = "no longer in force"
    HISTORY = "history that overlaps protection"
    AGE = "the age of the rule has been reached"


@dataclass(frozen=True, slots=True)
class Shown:
    """One group; without a reason the customer gets it, else the register has it and keeps it back.

    What was frozen when protection began is told as it was then, so that a kind can stand here twice.
    """

    group: WireGroup
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a customer of a product would get of one person in base data, and what not."""

    product: str
    version: int
    code: str
    municipalities: tuple[str, ...]
    purposes: tuple[str, ...]
    groups: tuple[Shown, ...]
    censored: tuple[str, ...]
    """Kinds for which a censored object stands, whether the person has such data or not."""
    without_data: tuple[str, ...]
    """Kinds of the product of which the register has nothing to tell."""


async def preview(
    pools: Pools,
    product: Product,
    code: str,
    *,
    municipalities: Sequence[str] = (),
    purposes: Sequence[str] | None = None,
    entitled: bool = False,
    end_user: str | None = None,
) -> Preview:
    """Base data of a person as a customer would get it, held against all that the register has.

    A product by municipality is looked through for the person's own unless others are named. Two rows of the ledger
    are written. Raises UnknownPerson, and PermitMalformed as `customer`.
    """
    allowed = sorted(_purposes(product, purposes))
    answer = await door.base_data(pools, door.operator(CHANNEL, end_user), [code])
    if not answer.items:
        raise UnknownPerson
    known = json.loads(answer.items[0])
    if product.selection is Selection.MUNICIPALITY and not municipalities:
        municipalities = [group["kuntakoodi"] for group in known["tietoryhmat"] if group[KIND] == "KOTIKUNTA"][:1]
    caller = customer(product, municipalities=municipalities, purposes=allowed, entitled=entitled, end_user=end_user)
    seen = await door.base_data(pools, caller, [code])
    given = [] if not seen.items else json.loads(seen.items[0])["tietoryhmat"]
    own = [group for group in known["tietoryhmat"] if WITHHELD not in group]
    told = [Shown(group, None) for group in given if WITHHELD not in group]
    kept = [Shown(group, _why(group, caller.permit, product, given)) for group in own if group not in given]
    kinds = {group[KIND] for group in own}
    return Preview(
        product.name,
        product.version,
        known["henkilotunnus"],
        tuple(municipalities),
        tuple(allowed),
        tuple(sorted([*told, *kept], key=lambda one: PLACE.get(one.group[KIND], len(PLACE)))),
        tuple(group[KIND] for group in given if WITHHELD in group),
        tuple(kind for kind in product.in_wire_order if kind not in kinds),
    )


def _why(group: WireGroup, permit: Permit, product: Product, given: list[dict[str, Any]]) -> Reason:
    """Why a group that the register has was not among those given: the first reason that holds."""
    kind = group[KIND]
    rule = next((rule for rule in product.rules if rule.group == kind), GroupRule(kind))
    reasons = {
        Reason.ELSEWHERE: not given,
        Reason.NOT_IN_PRODUCT: kind not in product.in_wire_order,
        Reason.PURPOSE: bool(rule.purposes) and not permit.purposes & set(rule.purposes),
        Reason.PROTECTION: any(one[KIND] == kind and WITHHELD in one for one in given),
        Reason.ENDED: rule.in_force_only and group.get("voimassaolo") == "PASSIIVI",
        Reason.AGE: rule.under is not None,
        Reason.HISTORY: kind.startswith(_FORMER),
    }
    return next((reason for reason, holds in reasons.items() if holds), Reason.PROTECTION)
