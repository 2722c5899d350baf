"""Places that come back into force, and days that were wrong: what cancelling and correcting moves share.

History of place alone tells what was before, so it alone decides whether a change can be undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.codes import municipality
from vaki.register.errors import EventRefused
from vaki.register.events.home import (
    ADDRESS,
    ADDRESS_ABROAD,
    FORMER,
    FORMER_HOME,
    HOME,
    KEPT_BY,
    LIVING_ABROAD,
    RESIDENCE,
    STAY,
    home_municipality,
    street_address,
)
from vaki.register.events.records import closed, day_before, first_day, put
from vaki.register.events.told import same_as
from vaki.register.groups import KIND
from vaki.register.wire import day as wire_day
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.buildings import Dwelling
    from vaki.register.document import Document
    from vaki.register.events.draft import Draft
    from vaki.register.groups import WireGroup

IN_FORCE_AGAIN: Final = {former: kind for kind, former in FORMER.items()}
_BEGINNINGS: Final = {
    ADDRESS: "alkupv",
    ADDRESS_ABROAD: "alkupv",
    HOME: "kuntaanMuuttopv",
    "SUOMEEN_MUUTTOPAIVA": "suomeenMuuttopv",
    "POISSAOLO": "siirtopv",
    KEPT_BY: "kuntaanMuuttopv",
    RESIDENCE: "alkupv",
    STAY: "alkupv",
    LIVING_ABROAD: "alkupv",
}
"""Where the kinds that a move begins keep its day."""
_ENDINGS: Final = {FORMER_HOME: "kunnastaPoisMuuttopv", **dict.fromkeys(IN_FORCE_AGAIN, "loppupv")}


def without(group: WireGroup, member: str, kind: str) -> WireGroup:
    return same_as({name: value for name, value in group.items() if name != member}, kind)


def living(document: Document) -> tuple[WireGroup, date]:
    """How the person lives now, and since when; refuses when either is not known."""
    for kind in FORMER:
        for group in document.all(kind):
            since = first_day(group)
            if since is not None:
                return group, since
    raise EventRefused("The person has no move to cancel or correct.")


def ended_before(document: Document, since: date) -> WireGroup | None:
    """The former way of living that ended on the day before; None when none did."""
    for kind, member in _ENDINGS.items():
        if kind != FORMER_HOME:
            for group in document.all(kind):
                if read_day(group.get(member)) == day_before(since):
                    return group
    return None


def live_again(
    draft: Draft, document: Document, moved: WireGroup, former: WireGroup, dwelling: Dwelling | None
) -> None:
    """Take back a way of living that never began; the former one goes on, in `dwelling` if it was one.

    The home municipality is restored between the address and the code, as §2.3 tells a cancelled move.
    """
    began, since = first_day(former), first_day(moved)
    if began is None or since is None:
        raise EventRefused("It is not known since when the person lived there.")
    _address_again(draft, document, None if dwelling is None else street_address(dwelling, began), since)
    restore_municipality(draft, document, since, dwelling)
    restored = without(former, "loppupv", IN_FORCE_AGAIN[former[KIND]])
    document.drop(moved)
    document.put(restored)
    document.drop(former)
    draft.removed(document, moved, [restored] if moved[KIND] == restored[KIND] else ())
    draft.corrected(document, same_as(former, restored[KIND]), restored)
    draft.removed(document, former)


def _address_again(draft: Draft, document: Document, address: WireGroup | None, since: date) -> None:
    wrong = [*document.all(ADDRESS), *document.all(ADDRESS_ABROAD)]
    for group in wrong:
        document.drop(group)
    if address is not None:
        document.put(address)
    for group in wrong:
        draft.removed(document, group, [address] if address is not None and group[KIND] == ADDRESS else ())
    if address is not None:
        draft.corrected(document, closed(address, day_before(since)), address)


def restore_municipality(draft: Draft, document: Document, since: date, dwelling: Dwelling | None = None) -> None:
    """Take back a home municipality that began on a day, if one did; the earlier one goes on (§2.3)."""
    present = document.one(HOME)
    if present is None or first_day(present) != since:
        return
    member = "kunnastaPoisMuuttopv"
    former = next((one for one in document.all(FORMER_HOME) if read_day(one.get(member)) == day_before(since)), None)
    if former is None:
        return
    if dwelling is not None and dwelling.municipality != former["kuntakoodi"]:
        raise EventRefused("The dwelling has come to another municipality since.")
    restored = without(former, member, HOME)
    document.put(restored)
    document.drop(former)
    draft.removed(document, present, [restored])
    draft.unchanged(document, restored)
    draft.corrected(document, former, without(former, member, FORMER_HOME))
    began = first_day(restored)
    if began is not None and municipality.is_in_force(restored["kuntakoodi"]):
        put(draft, document, home_municipality(restored["kuntakoodi"], began, KEPT_BY))


def keep_records_where_last_at_home(draft: Draft, document: Document) -> None:
    """The records of one without a home municipality are kept by the last one in Finland, as far as it is known."""
    known = [
        (since, group["kuntakoodi"])
        for group in document.all(FORMER_HOME)
        if municipality.is_in_force(group["kuntakoodi"]) and (since := first_day(group)) is not None
    ]
    if known:
        since, code = max(known)
        put(draft, document, home_municipality(code, since, KEPT_BY))


def shift(draft: Draft, document: Document, since: date, right: date) -> None:
    """What began on a day began on another, and what ended the day before ended before that one."""
    if since == right:
        return
    draft.check_day(right, document)
    for entry in list(document.entries):
        kind, group = entry.kind, entry.group
        if kind in _BEGINNINGS and read_day(group.get(_BEGINNINGS[kind])) == since:
            correct(draft, document, group, same_as(group, None, **{_BEGINNINGS[kind]: wire_day(right)}))
        elif kind in _ENDINGS and read_day(group.get(_ENDINGS[kind])) == day_before(since):
            correct(draft, document, group, closed(group, day_before(right), _ENDINGS[kind]))


def correct(draft: Draft, document: Document, wrong: WireGroup, right: WireGroup) -> None:
    """One record takes another's place, told as a correction; nothing when they are equal."""
    if wrong != right:
        document.swap(wrong, right)
        draft.corrected(document, wrong, right)
