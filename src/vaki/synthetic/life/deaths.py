"""Deaths, declared and undone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from vaki.codes import municipality
from vaki.register.due import ADULT
from vaki.register.events.custody import Restored
from vaki.register.events.death import Death, DeclaredDead
from vaki.register.events.death_corrected import DeathCorrected
from vaki.register.events.death_undone import DeathUndone, FoundAlive
from vaki.register.events.move import Move
from vaki.register.wire import read_day
from vaki.synthetic.draws import Table
from vaki.synthetic.life.choosing import age_of, mentioned

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Event
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.life.choosing import View

_AGE_AT_DEATH: Final = Table(
    ((0, 0.3), (15, 0.5), (25, 1), (35, 1.2), (45, 2.4), (50, 2.5), (55, 4), (60, 6), (65, 9), (70, 13), (75, 16),
     (80, 19), (85, 18), (90, 11), (95, 4))
)  # fmt: skip
_DIED: Final = "KUOLINPAIVA"
_DECLARED: Final = "KUOLLEEKSIJULISTAMISPAIVA"
_NOWHERE: Final = "199"
_MISSING_YEARS: Final = 5
_TRIES: Final = 8


async def death(view: View, draws: Draws) -> list[Event]:
    """Someone dies, most of them old."""
    for _ in range(_TRIES):
        youngest = draws.from_table(_AGE_AT_DEATH)
        dies = await view.resident(draws, youngest, youngest + (10 if youngest < 45 else 4))  # noqa: PLR2004 -- years
        if dies is not None:
            return [Death(person=dies.code)]
    return []


async def death_corrected(view: View, draws: Draws) -> list[Event]:
    """A death was recorded with the wrong day: it was a day or a few earlier."""
    found = await view.lately(draws, "death", lambda one: not one.alive and _day_of(one, _DIED) is not None)
    died = None if found is None else _day_of(found[0], _DIED)
    if found is None or died is None:
        return []
    right = died - timedelta(days=draws.between(1, 4))
    begun = [read_day(entry.group.get("alkupv")) for entry in found[0].entries]
    born = found[0].birth_date
    too_early = any(day is not None and day > right for day in (*begun, born))
    return [] if too_early else [DeathCorrected(person=found[0].code, right_day=right)]


def _day_of(document: Document, kind: str) -> date | None:
    group = document.one(kind)
    if group is None or not group.get("kuollut"):
        return None
    return read_day(group.get("kuolinpv" if kind == _DIED else "kuolleeksijulistamispv"))


async def death_undone(view: View, draws: Draws) -> list[Event]:
    """The wrong person was recorded as dead: home, marriage and custody go on."""
    found = await view.lately(draws, "death", lambda one: not one.alive and one.one(_DECLARED) is None)
    died = None if found is None else _day_of(found[0], _DIED)
    if found is None or died is None:
        return []
    document = found[0]
    return [
        DeathUndone(
            person=document.code,
            residence=await _left_vacant(view, document, died),
            custody=await _custody(view, document, died),
        )
    ]


async def _left_vacant(view: View, document: Document, died: date) -> str | None:
    """The dwelling that the death ended living in, if it is still there to live in."""
    for group in document.all("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"):
        if read_day(group.get("loppupv")) == died and "alkupv" in group:
            code = str(group.get("asuinpaikantunnus", ""))
            shared = document.one("SIVIILISAATY") is not None
            return code if shared and await view.is_vacant(code) else None
    return None


async def _custody(view: View, document: Document, died: date) -> tuple[Restored, ...]:
    """The custody of own children, as far as it would still last."""
    found = []
    for child in await view.documents(mentioned(document, "LAPSI")):
        born = child.birth_date
        minor = born is not None and age_of(child, view.day) < ADULT
        if child.alive and minor and born is not None and child.about("HUOLTAJA", document.person_id) is None:
            found.append(Restored(other=child.code, since=born, ended=died))
    return tuple(found)


async def declared_dead(view: View, draws: Draws) -> list[Event]:
    """Someone who has been missing for years, of the lost or of the oldest of those abroad."""
    lost = await view.living_in(draws, _NOWHERE, lambda one: one.birth_date is not None)
    if lost is not None and draws.chance(0.7):
        return [DeclaredDead(person=lost.code)]
    old = await view.living_in(draws, "200", lambda one: age_of(one, view.day) > 60)  # noqa: PLR2004 -- years
    missing = old or lost
    return [] if missing is None else [DeclaredDead(person=missing.code)]


async def found_alive(view: View, draws: Draws) -> list[Event]:
    """Someone declared dead has come back, and moves in somewhere: the home of before has ended."""

    def only_declared(one: Document) -> bool:
        day = _day_of(one, _DECLARED)
        recent = day is not None and (view.day - day).days < _MISSING_YEARS * 365
        return recent and one.one(_DIED) is None

    found = await view.holder(draws, _DECLARED, only_declared, alive=False)
    if found is None:
        return []
    back: list[Event] = [FoundAlive(person=found.code)]
    if found.municipality is None or not municipality.is_in_force(found.municipality):
        return back
    to = await view.vacancy(draws, found.municipality, 1)
    return [] if to is None else [*back, Move(person=(found.code,), to=to)]
