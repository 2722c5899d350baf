"""Where people go: moves in and between municipalities, moves that were cancelled, immigration and emigration."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from vaki.codes.sex import Sex
from vaki.register.choosing import EMIGRANT, MOVED
from vaki.register.clock import midnight
from vaki.register.due import ADULT
from vaki.register.events.migration import Emigration, Immigration, Newcomer
from vaki.register.events.move import Move
from vaki.register.events.move_corrections import CancelledMove
from vaki.register.wire import read_day
from vaki.synthetic import names, shares
from vaki.synthetic.days import years_after
from vaki.synthetic.draws import Draws, Table

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.document import Document
    from vaki.register.events.draft import Event
    from vaki.synthetic.life.choosing import Resident, View

_MOVERS_AGE: Final = Table(((18, 22), (22, 30), (26, 24), (30, 17), (36, 12), (44, 9), (55, 7), (68, 6)))
_CANCEL_WITHIN: Final = timedelta(days=10)
_RETURNING: Final = 0.14
_GROWN_CHILD: Final = 26
_LEAVE_TOGETHER: Final = 4
"""Large households hardly ever leave together."""


async def move_within(view: View, draws: Draws) -> list[Event]:
    return await _move(view, draws, away=False)


async def move_between(view: View, draws: Draws) -> list[Event]:
    return await _move(view, draws, away=True)


async def _move(view: View, draws: Draws, *, away: bool) -> list[Event]:
    youngest = draws.from_table(_MOVERS_AGE)
    mover = await view.resident(draws, youngest, youngest + 9)
    if mover is None:
        return []
    document = await view.document(mover.person_id)
    household = await view.household(document)
    leave = _who_go(document, mover, household, view)
    municipality = await view.other_municipality(draws, mover.municipality) if away else mover.municipality
    if municipality is None:
        return []
    to = await view.vacancy(draws, municipality, len(leave))
    if to is None:
        return []
    return [Move(person=tuple(one.code for one in leave), to=to)]


def _who_go(document: Document, mover: Resident, household: list[Resident], view: View) -> list[Resident]:
    """A grown child leaves home alone; otherwise all of the household go, so that no minor stays behind."""
    parents = {entry.mentions[0] for entry in document.entries_of("VANHEMPI") if entry.mentions}
    with_parents = any(one.person_id in parents for one in household)
    if with_parents and ADULT <= mover.age(view.day) <= _GROWN_CHILD:
        return [one for one in household if one.person_id == mover.person_id]
    return household


async def cancelled_move(view: View, draws: Draws) -> list[Event]:
    """A move of the last days turns out not to have happened; all who moved together are back."""
    rows = await view.connection.fetch(MOVED, midnight(view.day - _CANCEL_WITHIN))
    if not rows:
        return []
    document = await view.document(draws.one_of(rows)["person_id"])
    present = document.one("VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")
    if present is None or not document.alive:
        return []
    began = read_day(present["alkupv"])
    former = _left_behind(document, view, began)
    if former is None:
        return []
    back = []
    for one in await view.household(document):
        theirs = _left_behind(await view.document(one.person_id), view, began)
        if theirs == former:
            back.append(one.code)
    return [CancelledMove(person=tuple(back), back_to=former)] if back else []


def _left_behind(document: Document, view: View, began: date | None) -> str | None:
    if began is None or began < view.day - _CANCEL_WITHIN:
        return None
    for group in document.all("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"):
        if read_day(group.get("loppupv")) == began - timedelta(days=1) and "asuinpaikantunnus" in group:
            return str(group["asuinpaikantunnus"])
    return None


async def emigration(view: View, draws: Draws) -> list[Event]:
    """A household moves abroad."""
    for mover in await view.residents(draws, 6, 22, 45):
        household = await view.household(await view.document(mover.person_id))
        if 0 < len(household) <= _LEAVE_TOGETHER:
            return [
                Emigration(
                    person=tuple(one.code for one in household),
                    country=draws.from_table(shares.WHERE_TO),
                    street=f"Main Street {draws.between(1, 200)}",
                )
            ]
    return []


async def immigration(view: View, draws: Draws) -> list[Event]:
    """Someone new comes, or someone who had left comes back."""
    near = await view.resident(draws)
    if near is None:
        return []
    to = await view.vacancy(draws, near.municipality, 1)
    if to is None:
        return []
    if draws.chance(_RETURNING):
        row = await view.connection.fetchrow(EMIGRANT, draws.between(1, view.last_id))
        if row is not None:
            return [
                Immigration(person=row["code"], to=to, from_country=_country_of(await view.document(row["person_id"])))
            ]
    return [_newcomer(view, draws, to)]


def _country_of(document: Document) -> str:
    group = document.one("VAKINAINEN_ULKOMAILLA_ASUMINEN")
    return "752" if group is None else str(group["valtiokoodi"])


def _newcomer(view: View, draws: Draws, to: str) -> Event:
    tongue = draws.from_table(shares.FOREIGN_LANGUAGES)
    sex = Sex.MAN if draws.chance(0.53) else Sex.WOMAN
    born = years_after(view.day, -draws.bell(31, 8))
    country = draws.from_table(shares.COUNTRIES[tongue])
    today = "643" if country == "810" else country
    return Immigration(
        to=to,
        from_country=today,
        newcomer=Newcomer(
            first_names=" ".join(names.first_names(draws, tongue, sex, born.year)),
            surname=names.surname(draws, tongue, sex),
            birth_date=born,
            sex=sex,
            citizenships=(today,),
            mother_tongue=tongue,
            birth_country=country,
            marital_status="NAIMATON" if draws.chance(0.7) else "EI_TIETOA",
        ),
    )
