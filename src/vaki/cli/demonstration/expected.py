"""What must have arrived for the demo to have gone well; each check gives a sentence about what is wrong, or None."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaki.cli.facts import content, withheld
from vaki.register.groups import ATTRIBUTE, KIND

if TYPE_CHECKING:
    from collections.abc import Sequence

    Item = dict[str, Any]

ADDRESS = "VAKINAINEN_KOTIMAINEN_OSOITE"


def groups_of(items: Sequence[Item], code: str, kind: str) -> list[dict[str, Any]]:
    """The groups of a kind in everything that came about a person."""
    return [
        group for item in items if item["henkilotunnus"] == code for group in item["tietoryhmat"] if group[KIND] == kind
    ]


def birth(items: Sequence[Item], child: str, base: Item | None, municipality: str) -> str | None:
    """A newborn enters whole: every group of the base data, all LISATTY, living where the customer looks."""
    told = [group for item in items if item["henkilotunnus"] == child for group in item["tietoryhmat"]]
    if not told or base is None:
        return "the child did not arrive"
    if {group[ATTRIBUTE] for group in told} != {"LISATTY"}:
        return "the child's groups did not all arrive as LISATTY"
    if {group[KIND] for group in told} != {group[KIND] for group in base["tietoryhmat"]}:
        return "the child arrived with other groups than its base data has"
    homes = [group["kuntakoodi"] for group in groups_of(items, child, "KOTIKUNTA")]
    return None if homes == [municipality] else "the child arrived without its home municipality"


def move(items: Sequence[Item], person: str, municipality: str) -> str | None:
    """The one who leaves is told of once, with the municipality they left for."""
    homes = [group for group in groups_of(items, person, "KOTIKUNTA") if group[ATTRIBUTE] == "LISATTY"]
    if [group["kuntakoodi"] for group in homes] != [municipality]:
        return "the new home municipality did not arrive"
    return None


def silence(items: Sequence[Item], person: str) -> str | None:
    """Nothing comes about one who has left."""
    return "a person who had left was told of again" if any(i["henkilotunnus"] == person for i in items) else None


def protection(items: Sequence[Item], person: str, base: Item | None) -> str | None:
    """The protection is told, the address withheld from now on: in the change and in the base data."""
    if not any(
        group[ATTRIBUTE] == "LISATTY" and group["turvakieltoAktiivinen"] is True
        for group in groups_of(items, person, "TURVAKIELTO")
    ):
        return "the protection did not arrive"
    told = groups_of(items, person, ADDRESS)
    kept = groups_of([base] if base else [], person, ADDRESS)
    if not told or not kept:
        return "the address did not arrive as withheld"
    if any(not withheld(group) or content(group) for group in [*told, *kept]):
        return "the protected address was not withheld"
    return None
