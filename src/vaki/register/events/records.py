"""The groups that events write, and the periods they open and close."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from vaki.codes import country, language
from vaki.register.errors import EventRefused
from vaki.register.events.told import as_new, record, same_as
from vaki.register.groups import KIND, WireGroup
from vaki.register.wire import day as wire_day
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Draft

START_MEMBERS = ("alkupv", "kuntaanMuuttopv", "huoltosuhteenAlkupv")
"""Where the kinds that have a period keep its first day."""


def first_day(group: WireGroup) -> date | None:
    """The first day of the period that a group tells; None when it tells none."""
    for member in START_MEMBERS:
        if member in group:
            return read_day(group[member])
    return None


def closed(group: WireGroup, last: date, member: str = "loppupv", kind: str | None = None) -> WireGroup:
    """The group with its last day set, as itself or as a kind of history; refuses an end before the start."""
    start = first_day(group)
    if start is not None and last < start:
        raise EventRefused("The earlier record would end before it began.")
    return same_as(group, kind, **{member: wire_day(last)})


def closed_before(group: WireGroup, since: date, member: str = "loppupv", kind: str | None = None) -> WireGroup:
    """As `closed`, on the day before another record begins; refuses a record of that same day."""
    if first_day(group) == since:
        raise EventRefused("The earlier record began the same day.")
    return closed(group, day_before(since), member, kind)


def day_before(day: date) -> date:
    return day - timedelta(days=1)


def put(draft: Draft, document: Document, group: WireGroup, *mentions: int) -> None:
    """Make a group the only one of its kind: LISATTY when there was none, else MUUTETTU; silent if nothing differs."""
    old = document.one(group[KIND])
    if old == group:
        return
    document.put(group, *mentions)
    if old is None:
        draft.added(document, group)
    else:
        draft.changed(document, group)


def take_away(draft: Draft, document: Document, kind: str) -> None:
    """Remove every record of a kind (POISTETTU)."""
    for group in document.all(kind):
        document.drop(group)
        draft.removed(document, group)


def tell_whole(draft: Draft, document: Document) -> None:
    """Tell every group of a person the register did not know (§2.2: all as LISATTY)."""
    for entry in document.entries:
        draft.added(document, as_new(entry.group))


def checked_country(code: str, name: str) -> str | None:
    """The name that goes beside a country code: only with 998. Refuses an unknown code, and 998 without a name."""
    if not country.exists(code):
        raise EventRefused("There is no such country code.")
    if code == country.IN_PLAIN_TEXT and not name:
        raise EventRefused("Country code 998 needs the country's name.")
    return name if code == country.IN_PLAIN_TEXT else None


def spoken(kind: str, code: str, name: str, since: date | None) -> WireGroup:
    """AIDINKIELI or ASIOINTIKIELI. Refuses an unknown language, and 98 without a name."""
    if not language.exists(code):
        raise EventRefused("There is no such language code.")
    if code == language.IN_PLAIN_TEXT and not name:
        raise EventRefused("Language code 98 needs the language's name.")
    return record(
        kind,
        kielikoodi=code,
        kielikoodiISO6392=language.get(code).alpha3,
        nimi=name if code == language.IN_PLAIN_TEXT and kind == "AIDINKIELI" else None,
        alkupv=None if since is None else wire_day(since),
    )
