"""Groups as events write them, and as changes tell those that carry more there than in base data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from vaki.register.groups import KIND, WireGroup, in_member_order

CUSTODY: Final = frozenset({"HUOLTAJA", "HUOLLETTAVA"})
TOLD_WITH_MORE: Final = CUSTODY | {"HUOLTAJA_SUPPEA", "HUOLLETTAVA_SUPPEA", "KANSALAISUUS"}
"""Kinds that carry more in changes than in base data."""


def record(kind: str, **members: Any) -> WireGroup:
    """A group of a kind, members in wire order, those that are None left out."""
    given = {member: value for member, value in members.items() if value is not None}
    return in_member_order({KIND: kind, **given})


def same_as(group: WireGroup, kind: str | None = None, **members: Any) -> WireGroup:
    """A group's content with other members, or as another kind."""
    content = {member: value for member, value in group.items() if member != KIND}
    return record(kind or group[KIND], **{**content, **members})


def custody_change(
    group: WireGroup,
    *,
    added: Iterable[Any] = (),
    removed: Iterable[Any] = (),
    altered: Iterable[Any] = (),
    relation: bool = False,
    living: bool = False,
) -> WireGroup:
    """HUOLTAJA or HUOLLETTAVA with what changed in it (docs/wire/muutosrajapinta.md §2.12)."""
    gained, lost, other = list(added), list(removed), list(altered)
    return same_as(
        group,
        lisatytOikeudet=gained,
        poistetutOikeudet=lost,
        muutetutOikeudet=other,
        huoltosuhteenMuutos=relation,
        huollonOikeudenMuutos=bool(gained or lost or other),
        huollonAsumisenMuutos=living,
    )


def citizenship_change(
    group: WireGroup,
    *,
    gained: Iterable[Any] = (),
    lost: Iterable[Any] = (),
    wrong: Iterable[Any] = (),
    right: Iterable[Any] = (),
    removed: Iterable[Any] = (),
) -> WireGroup:
    """KANSALAISUUS with the five lists of what changed, always all present (§2.12)."""
    return same_as(
        group,
        korjattavatKansalaisuudet=list(wrong),
        korjatutKansalaisuudet=list(right),
        poistetutKansalaisuudet=list(removed),
        lisatytKansalaisuudet=list(gained),
        muutetutKansalaisuudet=list(lost),
    )


def as_new(group: WireGroup) -> WireGroup:
    """What a change tells of a record that its reader has not had."""
    if group[KIND] == "KANSALAISUUS":
        return citizenship_change(group, gained=group.get("henkilonKansalaisuudet", ()))
    if group[KIND] in TOLD_WITH_MORE:
        return custody_change(group, added=group.get("oikeudet", ()), relation=True)
    return group
