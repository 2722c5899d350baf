"""What a product lets through, the same for both frameworks: plain functions on groups as they stand on the wire.

Knows products by codes without rules on age or on ended records (OPISKELIJA): a competitor that is asked about another
is not to be raced.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

Group = dict[str, Any]

KIND: Final = "tietoryhma"
ATTRIBUTE: Final = "muutosattribuutti"
HIDDEN_MEMBERS: Final = "turvakiellonAlaisetKentat"
PAGE_ITEMS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Product:
    """A product's groups with their places on the wire; which of them are censored, and what tells that they are."""

    name: str
    places: dict[str, int]
    groups: frozenset[str]
    """In the product."""
    censored: frozenset[str]
    """Told of a protected person as an object without content."""
    touching: frozenset[str]
    """A change of one of these kinds makes the censored objects be told."""
    never_bare: frozenset[str]
    """What the register has marked as withheld of one of these kinds is never told."""
    mentioning: frozenset[str]
    """Groups of the product that name other persons."""
    base_blocks: tuple[Group, ...]
    change_blocks: tuple[Group, ...]

    @classmethod
    def of(
        cls, name: str, places: dict[str, int], hidden_members: dict[str, list[str]], **kinds: Iterable[str]
    ) -> Product:
        """From the rows of the tables `product` and `group_kind`."""
        sets = {which: frozenset(names) for which, names in kinds.items()}
        censored = sorted(sets["censored"], key=places.__getitem__)
        return cls(
            name,
            places,
            **sets,
            base_blocks=tuple({KIND: kind, HIDDEN_MEMBERS: hidden_members[kind]} for kind in censored),
            change_blocks=tuple(
                {KIND: kind, ATTRIBUTE: "MUUTETTU", HIDDEN_MEMBERS: hidden_members[kind]} for kind in censored
            ),
        )

    def told(self, *, protected: bool) -> frozenset[str]:
        """The groups whose content is told."""
        return self.groups - self.censored if protected else self.groups

    def base_groups(self, groups: Iterable[Group], *, protected: bool) -> list[Group]:
        """A person's groups as base data tells them; `groups` are in wire order."""
        told = self.told(protected=protected)
        chosen = [group for group in groups if group[KIND] in told]
        if not protected:
            return chosen
        return sorted([*chosen, *self.base_blocks], key=lambda group: self.places[group[KIND]])

    def change_groups(
        self,
        groups: Iterable[Group],
        withheld: Collection[int],
        *,
        protected: bool,
        found_by_place: bool,
        touches_place: bool,
    ) -> list[Group]:
        """A change's groups as they are told; an empty list when the change tells this product nothing.

        `withheld` are numbers of groups. `found_by_place`: the event happened to whoever lives in a place, so that even
        the censored objects would tell. `touches_place`: it is told like a change of place whether it was one or not.
        """
        told = self.told(protected=protected)
        all_of_it, leaves = list(groups), []
        for at, group in enumerate(all_of_it):
            kind = group[KIND]
            covered = at in withheld and kind in self.never_bare
            touches_place = touches_place or covered or kind in self.touching or _turns_protection(group)
            leaves.append(kind in told and not covered)
        _settle_corrections(all_of_it, leaves)
        chosen = [group for group, leaving in zip(all_of_it, leaves, strict=True) if leaving]
        if protected and touches_place and not found_by_place:
            chosen += self.change_blocks
        return chosen


def _turns_protection(group: Group) -> bool:
    return group[KIND] == "TURVAKIELTO" and (
        group[ATTRIBUTE] == "LISATTY" or group.get("turvakieltoAktiivinen") is False
    )


def _settle_corrections(groups: list[Group], leaves: list[bool]) -> None:
    """The right record is new to whoever may not have the wrong one, and the other way round."""
    for at in range(len(groups) - 1):
        if leaves[at] != leaves[at + 1] and groups[at][ATTRIBUTE] == "KORJATTAVA":
            if leaves[at]:
                groups[at] = {**groups[at], ATTRIBUTE: "POISTETTU"}
            else:
                groups[at + 1] = {**groups[at + 1], ATTRIBUTE: "LISATTY"}


def wire_time(time: datetime) -> str:
    """UTC with milliseconds and Z."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
