"""Where people go within Finland: moves, moves cancelled and corrected, places of stay, the lost and the found."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from vaki.register.due import ADULT
from vaki.register.events.move import Move
from vaki.register.events.move_corrections import CancelledMove, MoveCorrected
from vaki.register.events.records import first_day
from vaki.register.events.whereabouts import NOT_FOUND, Found, Lost, LostUndone, MoveToStay, lost_by
from vaki.register.wire import read_day
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.life.choosing import HOME, home_of, mentioned
from vaki.synthetic.life.table import PARTY_BETWEEN, PARTY_WITHIN

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Event
    from vaki.synthetic.life.choosing import Resident, View

_MOVERS_AGE: Final = Table(((18, 22), (22, 30), (26, 24), (30, 17), (36, 12), (44, 9), (55, 7), (68, 6)))
_FAMILYS_AGE: Final = Table(((22, 14), (26, 26), (30, 30), (36, 24), (44, 12)))
_LOOKED_AT: Final = 14
_CANCEL_WITHIN: Final = timedelta(days=10)
_GROWN_CHILD: Final = 26
_FAMILY: Final = 3
_STAY: Final = "VAKINAINEN_OLINPAIKASSA_ASUMINEN"
_NOWHERE: Final = "199"
_STAYS: Final[Table[Literal[901, 902, 904]]] = Table(((901, 0.34), (902, 0.36), (904, 0.30)))


async def move_within(view: View, draws: Draws) -> list[Event]:
    return await _move(view, draws, draws.from_table(PARTY_WITHIN), away=False)


async def move_between(view: View, draws: Draws) -> list[Event]:
    return await _move(view, draws, draws.from_table(PARTY_BETWEEN), away=True)


async def _move(view: View, draws: Draws, size: int, *, away: bool) -> list[Event]:
    party = await party_of(view, draws, size)
    if not party:
        return []
    here = party[0].municipality
    for _ in range(4):
        municipality = await view.other_municipality(draws, here) if away else here
        to = None if municipality is None else await view.vacancy(draws, municipality, len(party))
        if to is not None:
            return [Move(person=tuple(one.code for one in party), to=to)]
    return []


async def party_of(view: View, draws: Draws, size: int) -> list[Resident]:
    """So many who leave a dwelling together; as near to it as some households drawn give."""
    youngest = draws.from_table(_MOVERS_AGE if size < _FAMILY else _FAMILYS_AGE)
    best: list[Resident] = []
    for mover in await view.residents(draws, _LOOKED_AT, youngest, youngest + 9):
        document = await view.document(mover.person_id)
        leave = _who_go(document, mover, await view.household(document), view.day, size)
        if not view.is_free(leave) or not await _settled(view, leave):
            continue
        if len(leave) == size:
            return leave
        if not best or abs(len(leave) - size) < abs(len(best) - size):
            best = leave
    return best


async def _settled(view: View, people: list[Resident]) -> bool:
    """Whether none of them has moved in only today: a home lasts a day at least."""
    for one in people:
        document = await view.document(one.person_id)
        begun = [first_day(group) for kind in (HOME, _STAY, "KOTIKUNTA") for group in document.all(kind)]
        if any(day is not None and day >= view.day for day in begun):
            return False
    return True


def _who_go(document: Document, mover: Resident, household: list[Resident], day: date, size: int) -> list[Resident]:
    """One who is grown and leaves no child behind may go alone; otherwise all of the household go."""
    if size > 1 or len(household) == 1:
        return household
    own = [one for one in household if one.person_id == mover.person_id]
    parents = set(mentioned(document, "VANHEMPI"))
    with_parents = any(one.person_id in parents for one in household)
    if with_parents and ADULT <= mover.age(day) <= _GROWN_CHILD:
        return own
    minors = any(one.age(day) < ADULT for one in household)
    return own if not minors and mover.age(day) >= ADULT else household


async def cancelled_move(view: View, draws: Draws) -> list[Event]:
    """A move of the last days turns out not to have happened; all who moved together are back."""
    found = await view.lately(draws, "move", lambda one: one.alive and _left_behind(one, view.day) is not None)
    if found is None:
        return []
    former = _left_behind(found[0], view.day)
    back = []
    for one in await view.household(found[0]):
        document = await view.document(one.person_id)
        if _left_behind(document, view.day) == former and view.is_free([one]):
            back.append(one.code)
    if former is None or not back or not await view.is_vacant(former):
        return []
    return [CancelledMove(person=tuple(back), back_to=former)]


def _left_behind(document: Document, day: date) -> str | None:
    """The dwelling that a move of the last days ended living in."""
    present = document.one(HOME)
    began = None if present is None else read_day(present["alkupv"])
    if began is None or began < day - _CANCEL_WITHIN or document.one(_STAY) is not None:
        return None
    for group in document.all("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"):
        if read_day(group.get("loppupv")) == began - timedelta(days=1) and "asuinpaikantunnus" in group:
            return str(group["asuinpaikantunnus"])
    return None


async def move_corrected(view: View, draws: Draws) -> list[Event]:
    """A move was recorded with a wrong day: it was some days earlier."""

    def settled_before(one: Document) -> bool:
        return one.alive and _left_behind(one, view.day) is not None and _lived_there(one) > _CANCEL_WITHIN

    found = await view.lately(draws, "move", settled_before)
    if found is None:
        return []
    present = found[0].one(HOME) or {}
    began = read_day(present.get("alkupv"))
    if began is None:
        return []
    right = began - timedelta(days=draws.between(1, 6))
    return [MoveCorrected(person=(found[0].code,), day=right)]


def _lived_there(document: Document) -> timedelta:
    """How long the person lived where the last move began, and in that municipality."""
    present = read_day((document.one(HOME) or {}).get("alkupv"))
    if present is None:
        return timedelta(0)
    begun = [
        first_day(group)
        for kind in ("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS", "EDELLINEN_KOTIKUNTA", "KOTIKUNTA")
        for group in document.all(kind)
    ]
    return min((present - day for day in begun if day is not None and day < present), default=timedelta(0))


# Without a dwelling.


async def move_to_stay(view: View, draws: Draws) -> list[Event]:
    """Someone goes to live in an institution, without a home, or nobody knows where."""
    kind = draws.from_table(_STAYS)
    institution = kind == 904  # noqa: PLR2004 -- the code's own number
    youngest = 78 if institution else 20
    for one in await view.residents(draws, 12, youngest, 101 if institution else 62):
        document = await view.document(one.person_id)
        household = await view.household(document)
        alone = all(other.age(view.day) >= ADULT for other in household)
        if home_of(document) is None or not alone or not await _settled(view, [one]):
            continue
        number = f"{draws.between(1, 40):04}" if institution else "0000"
        return [MoveToStay(person=(one.code,), municipality=one.municipality, kind=kind, institution=number)]
    return []


async def lost(view: View, draws: Draws) -> list[Event]:
    """Someone whose whereabouts have long been unknown, before the yearly run comes to them."""
    text = f'"lajikoodi":{NOT_FOUND}'
    found = await view.holder(draws, _STAY, lambda one: lost_by(one, view.day), text=text)
    return [] if found is None else [Lost(person=found.code)]


async def found(view: View, draws: Draws) -> list[Event]:
    """A lost person tells where they live."""
    document = await view.living_in(draws, _NOWHERE, lambda one: _since(one) < view.day)
    near = None if document is None else await view.resident(draws)
    to = None if near is None else await view.vacancy(draws, near.municipality, 1)
    return [] if document is None or to is None else [Found(person=document.code, to=to)]


def _since(document: Document) -> date:
    home = document.one("KOTIKUNTA")
    return (None if home is None else first_day(home)) or date.max


async def lost_undone(view: View, draws: Draws) -> list[Event]:
    """Someone was not lost after all."""

    def known_before(one: Document) -> bool:
        since = _since(one)
        if since == date.max:
            return False
        ends = [read_day(group.get("loppupv")) for group in one.all("ENTINEN_OLINPAIKASSA_ASUMINEN")]
        return since - timedelta(days=1) in ends

    document = await view.living_in(draws, _NOWHERE, known_before)
    return [] if document is None else [LostUndone(person=document.code)]
