"""Addresses that change while their people stay: MUUTETTU, since the same day as before (docs/decisions/0105)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from vaki.register.events.home import (
    ADDRESS,
    RESIDENCE,
    TEMPORARY_ADDRESS,
    TEMPORARY_RESIDENCE,
    last_day,
    residence,
    street_address,
)
from vaki.register.events.told import same_as
from vaki.register.groups import KIND

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.buildings import Dwelling
    from vaki.register.document import Document
    from vaki.register.events.draft import Draft
    from vaki.register.groups import WireGroup

ADDRESSES: Final = (ADDRESS, TEMPORARY_ADDRESS)
CODES: Final = (RESIDENCE, TEMPORARY_RESIDENCE)
_LEAVING_OUT: Final = frozenset({"alkupv", "loppupv"})


def alter(draft: Draft, document: Document, kinds: tuple[str, ...], change: Callable[[WireGroup], WireGroup]) -> None:
    """Put what `change` gives in the place of each record of the kinds, told when it differs.

    Where a reader could not tell which record it was, all that are in force are told beside it.
    """
    for kind in kinds:
        for old in document.all(kind):
            new = change(old)
            if new == old:
                continue
            document.swap(old, new)
            several = len(document.all(kind)) > 1 or last_day(new) is not None
            draft.changed(document, new, document.all(kind) if several else ())


def readdress(draft: Draft, document: Document, before: Dwelling, after: Dwelling, day: date) -> None:
    """Let the addresses and codes of whoever lives in a dwelling follow it."""

    def address(group: WireGroup) -> WireGroup:
        here = street_address(before, day, group[KIND])
        same = all(group.get(member) == here.get(member) for member in _WHERE)
        return _with_days(street_address(after, day, group[KIND]), group) if same else group

    def code(group: WireGroup) -> WireGroup:
        same = group.get("asuinpaikantunnus") == before.residence_code
        return _with_days(residence(after, day, group[KIND]), group) if same else group

    alter(draft, document, ADDRESSES, address)
    alter(draft, document, CODES, code)


_WHERE: Final = ("rakennustunnus", "osoitenumero", "huoneistokirjain", "huoneistonumero", "jakokirjain")


def _with_days(new: WireGroup, old: WireGroup) -> WireGroup:
    kept = {member: value for member, value in new.items() if member not in _LEAVING_OUT}
    days = {member: value for member, value in old.items() if member in _LEAVING_OUT}
    return same_as({KIND: old[KIND], **kept, **days})
