"""Custody records as changes tell them: with lists and marks that base data never has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from vaki.register.events.records import same_as
from vaki.register.groups import WireGroup

CUSTODY: Final = frozenset({"HUOLTAJA", "HUOLLETTAVA"})


def custody_change(
    group: WireGroup,
    *,
    added: Iterable[Any] = (),
    removed: Iterable[Any] = (),
    relation: bool = False,
    living: bool = False,
) -> WireGroup:
    """HUOLTAJA or HUOLLETTAVA with what changed in it (docs/wire/muutosrajapinta.md §2.12)."""
    gained, lost = list(added), list(removed)
    return same_as(
        group,
        lisatytOikeudet=gained,
        poistetutOikeudet=lost,
        muutetutOikeudet=[],
        huoltosuhteenMuutos=relation,
        huollonOikeudenMuutos=bool(gained or lost),
        huollonAsumisenMuutos=living,
    )
