"""What customers of the products see of a step, asked of the door and told as one table."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from vaki.cli.facts import values, withheld
from vaki.codes import municipality as municipalities
from vaki.register.groups import ATTRIBUTE, IN_FORCE, KIND, PLACE

if TYPE_CHECKING:
    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools

    Item = dict[str, Any]
    Group = dict[str, Any]

BY_MUNICIPALITY: Final = "K2000"
BY_CODES: Final = ("OPPIJA", "VAKA", "OPISKELIJA", "ASREK")
NAMES: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SEVERAL: Final = 3
TOLD, HELD, NOTHING, WHOLE = "●", "○", "·", "▣"
"""Marks of a cell: told, told to be withheld, not told, told among everything of a person who is new."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A product, and the municipality whose permit it is when it selects by them."""

    product: str
    municipality: str | None = None

    @property
    def key(self) -> str:
        return self.product if self.municipality is None else f"{self.product}/{self.municipality}"

    @property
    def title(self) -> str:
        return self.product if self.municipality is None else f"{self.product} {name_of(self.municipality)}"


def name_of(code: str) -> str:
    """A municipality's name with its code."""
    return f"{municipalities.name(code, 'en')} ({code})" if municipalities.is_in_force(code) else code


def concerned(towns: Iterable[str]) -> list[Customer]:
    """The customers who are looked through: K2000 of each municipality, and each product by codes."""
    own = [Customer(BY_MUNICIPALITY, town) for town in towns if municipalities.is_in_force(town)]
    return [*own, *(Customer(product) for product in BY_CODES)]


async def items_seen(
    pools: Pools, customer: Customer, since: int, codes: Collection[str], *, only_them: bool, end_user: str
) -> list[Item]:
    """The items about these persons that come to a customer after a key.

    A municipality's feed is read whole, since that alone tells who enters and who leaves; `only_them` asks for the
    persons by code instead, for a step on which nobody moves and a whole population may change.
    """
    from vaki.disclosure import door

    caller = _caller(customer, end_user)
    by_codes = customer.municipality is None or only_them
    seen: list[Item] = []
    while True:
        answer = await door.changes(pools, caller, since, frozenset(codes) if by_codes else None)
        seen += [item for item in map(json.loads, answer.items) if item["henkilotunnus"] in codes]
        if answer.up_to_date:
            return seen
        since = answer.key


def _caller(customer: Customer, end_user: str) -> Caller:
    from vaki.disclosure import previewing, products

    towns = () if customer.municipality is None else (customer.municipality,)
    return previewing.customer(products.get(customer.product), municipalities=towns, end_user=end_user)


@dataclass(frozen=True, slots=True)
class Row:
    """One change of one person: a mark for each customer, and what is told in words."""

    marks: str
    attribute: str
    kind: str
    content: str


def table(seen: Mapping[str, Sequence[Item]], code: str) -> list[Row]:
    """What the customers see of a person: first who gets everything, then each change that anybody is told.

    `seen` holds each customer's items, in the order of the marks.
    """
    groups = {key: [group for item in items if item["henkilotunnus"] == code for group in item["tietoryhmat"]]
              for key, items in seen.items()}  # fmt: skip
    whole = {key: is_new(told) for key, told in groups.items()}
    rows: list[Row] = []
    if any(whole.values()):
        marks = "".join(WHOLE if whole[key] else NOTHING for key in seen)
        counts = sorted({len(groups[key]) for key in seen if whole[key]})
        rows.append(Row(marks, "LISATTY", "all of the person", f"{_span(counts)} groups, as base data"))
    told = {key: [] if whole[key] else list(groups[key]) for key in seen}
    for group in _in_order(told.values()):
        marks = "".join(_mark(group, told[key]) for key in seen)
        rows.append(Row(marks, group[ATTRIBUTE], group[KIND], _content(group)))
    return rows


def is_new(told: Sequence[Group]) -> bool:
    """Whether the groups are all that there is of a person new to the customer: the identity code first of several."""
    kinds = {group[KIND] for group in told}
    attributes = {group[ATTRIBUTE] for group in told}
    return "HENKILOTUNNUS_KORJAUS" in kinds and len(kinds) >= _SEVERAL and attributes <= {"LISATTY", "LISATIETO"}


def _span(numbers: Sequence[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]} to {numbers[-1]}"


def _in_order(told: Iterable[Sequence[Group]]) -> list[Group]:
    """Every different change once, in wire order, and those of one kind as the customer told most has them."""
    found: list[Group] = []
    for groups in sorted(told, key=len, reverse=True):
        found += [group for group in groups if group not in found]
    clear = {(group[KIND], group[ATTRIBUTE]) for group in found if not withheld(group)}
    kept = [group for group in found if not withheld(group) or (group[KIND], group[ATTRIBUTE]) not in clear]
    return sorted(kept, key=lambda group: PLACE.get(group[KIND], len(PLACE)))


def _mark(group: Group, told: Sequence[Group]) -> str:
    if group in told:
        return HELD if withheld(group) else TOLD
    held = any(withheld(one) and one[KIND] == group[KIND] and one[ATTRIBUTE] == group[ATTRIBUTE] for one in told)
    return HELD if held else NOTHING


def _content(group: Group) -> str:
    if withheld(group):
        return "withheld, with or without data"
    still = group.get(IN_FORCE)
    return values(group) + (f"; in force: {' | '.join(map(values, still))}" if still else "")
