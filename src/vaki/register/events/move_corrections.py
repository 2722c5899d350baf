"""Moves that did not happen after all, and moves recorded with a wrong day or a wrong dwelling."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from vaki.codes import municipality
from vaki.register.buildings import Dwelling
from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft, Event
from vaki.register.events.fields import Day, LivingCode, ResidenceCode
from vaki.register.events.home import (
    ADDRESS,
    FORMER,
    FORMER_HOME,
    HOME,
    KEPT_BY,
    LIVING_ABROAD,
    RESIDENCE,
    STAY,
    change_municipality,
    home_municipality,
    residence,
    street_address,
)
from vaki.register.events.move import Household, of_household
from vaki.register.events.records import closed, day_before, first_day, put
from vaki.register.events.restoring import (
    IN_FORCE_AGAIN,
    correct,
    live_again,
    living,
    restore_municipality,
    shift,
)
from vaki.register.events.told import same_as
from vaki.register.groups import KIND
from vaki.register.wire import day as wire_day
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

DWELLING_CODE_LENGTH = 16


class CancelledMove(Event):
    """A recorded move within Finland did not happen: the person lived on where they had lived before.

    `back_to` is the residence, or the place of stay, that the move ended. If the person has moved again since, that
    residence lasted until the later move. Source: docs/wire/muutosrajapinta.md §2.3 (cancelled move).
    """

    name: ClassVar[str] = "cancelled_move"
    person: Household
    back_to: LivingCode

    def codes(self) -> Iterable[str]:
        return self.person

    def dwellings(self) -> Iterable[str]:
        return (self.back_to,) if len(self.back_to) == DWELLING_CODE_LENGTH else ()

    def apply(self, draft: Draft) -> None:
        dwelling = draft.dwelling(self.back_to) if len(self.back_to) == DWELLING_CODE_LENGTH else None
        for document in of_household(draft, self.person):
            _cancel(draft, document, self.back_to, dwelling)


def _cancel(draft: Draft, document: Document, back_to: str, dwelling: Dwelling | None) -> None:
    present, moved = living(document)
    for former in _left(document, back_to):
        since = _next_day(read_day(former["loppupv"]))
        if since == moved:
            if present[KIND] == LIVING_ABROAD:
                raise EventRefused("The person moved abroad; that is undone by an event of its own.")
            live_again(draft, document, present, former, dwelling)
            return
        for kind in IN_FORCE_AGAIN:
            for later in document.all(kind):
                if kind != FORMER[LIVING_ABROAD] and first_day(later) == since and "loppupv" in later:
                    _cancel_earlier(draft, document, former, later)
                    return
    raise EventRefused("The person did not move from there within Finland.")


def _left(document: Document, code: str) -> list[WireGroup]:
    """Former ways of living in a place, the latest first."""
    found = [
        group
        for kind in (FORMER[RESIDENCE], FORMER[STAY])
        for group in document.all(kind)
        if group.get("asuinpaikantunnus") == code and "loppupv" in group
    ]
    return sorted(found, key=lambda group: str(group["loppupv"]["arvo"]), reverse=True)


def _next_day(day: date | None) -> date | None:
    return None if day is None else day + timedelta(days=1)


def _cancel_earlier(draft: Draft, document: Document, former: WireGroup, never: WireGroup) -> None:
    """A move that another has followed: what it ended lasted until that one."""
    since, last = first_day(never), read_day(never["loppupv"])
    if since is None or last is None:
        raise EventRefused("It is not known since when the person lived there.")
    _lengthen_home(draft, document, since, last)
    correct(draft, document, former, closed(former, last))
    document.drop(never)
    draft.removed(document, never)


def _lengthen_home(draft: Draft, document: Document, since: date, last: date) -> None:
    """The home municipality that ended on the day before lasted longer, and the next began later or never."""
    member = "kunnastaPoisMuuttopv"
    homes = [*document.all(HOME), *document.all(FORMER_HOME)]
    began = next((one for one in homes if first_day(one) == since), None)
    ended = next((one for one in homes if read_day(one.get(member)) == day_before(since)), None)
    if began is None or ended is None:
        return
    if read_day(began.get(member)) == last:
        document.drop(began)
        draft.removed(document, began)
    else:
        later = wire_day(last + timedelta(days=1))
        for group in (began, *document.all(KEPT_BY)):
            if first_day(group) == since:
                correct(draft, document, group, same_as(group, kuntaanMuuttopv=later))
    correct(draft, document, ended, closed(ended, last, member))


class MoveCorrected(Event):
    """The last move within Finland was recorded with a wrong day, or to a wrong dwelling.

    `day` and `to` are the right ones; what is not given stays. History that the move ended is corrected with it.
    Source: docs/wire/muutosrajapinta.md §2.2 (KORJATTAVA, then KORJATTU).
    """

    name: ClassVar[str] = "move_corrected"
    person: Household
    to: ResidenceCode | None = None
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return self.person

    def dwellings(self) -> Iterable[str]:
        return () if self.to is None else (self.to,)

    def apply(self, draft: Draft) -> None:
        to = None if self.to is None else draft.dwelling(self.to)
        for document in of_household(draft, self.person):
            correct_move(draft, document, self.day, to)


def correct_move(draft: Draft, document: Document, day: date | None, to: Dwelling | None) -> None:
    """Correct the last taking of a residence in Finland; refuses when nothing would change."""
    present, since = living(document)
    if present[KIND] == LIVING_ABROAD:
        raise EventRefused("The person lives abroad.")
    same_home = to is None or present.get("asuinpaikantunnus") == to.residence_code
    if day in (None, since) and same_home:
        raise EventRefused("That is recorded already.")
    shift(draft, document, since, day or since)
    if to is not None and not same_home:
        _live_in(draft, document, to, day or since)


def _live_in(draft: Draft, document: Document, to: Dwelling, since: date) -> None:
    address, code = document.one(ADDRESS), document.one(RESIDENCE)
    if code is None:
        raise EventRefused("The person does not live in a dwelling.")
    if address is not None:
        correct(draft, document, address, street_address(to, since))
    _correct_municipality(draft, document, to.municipality, since)
    correct(draft, document, code, residence(to, since))


def _correct_municipality(draft: Draft, document: Document, code: str, since: date) -> None:
    present = document.one(HOME)
    if present is None or present["kuntakoodi"] == code:
        return
    if first_day(present) != since:
        change_municipality(draft, document, code, since)
        return
    member = "kunnastaPoisMuuttopv"
    before = next((one for one in document.all(FORMER_HOME) if read_day(one.get(member)) == day_before(since)), None)
    if before is not None and before["kuntakoodi"] == code:
        restore_municipality(draft, document, since)
        return
    correct(draft, document, present, same_as(present, kuntakoodi=code))
    if municipality.is_in_force(code):
        put(draft, document, home_municipality(code, since, KEPT_BY))
