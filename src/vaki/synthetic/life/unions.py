"""Marriages, partnerships and separations: entered into, ended, corrected and undone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from vaki.codes.sex import Sex
from vaki.register.due import ADULT, birthday
from vaki.register.events.marriage import Divorce, DivorceUndone, Marriage, MarriageCorrected, MarriageUndone
from vaki.register.events.move import Move
from vaki.register.events.name import full_spelling
from vaki.register.events.partnership import PartnershipBegun, PartnershipDissolved, PartnershipToMarriage
from vaki.register.events.separation import SeparationBegun, SeparationEnded
from vaki.register.wire import read_day
from vaki.synthetic import names
from vaki.synthetic.life.choosing import is_named, kin_of, partner_in, spouse_of, tongue_of
from vaki.synthetic.life.table import MOVES_OUT

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Event
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.life.choosing import Resident, View

UNIONS: Final = ("AVIOLIITTO", "REKISTEROITY_PARISUHDE")
_UNFREE: Final = ("AVIOLIITOSSA", "ASUMUSEROSSA", "REKISTEROIDYSSA_PARISUHTEESSA")
_WIFE_TAKES: Final = 0.6
_OF_ONE_SEX: Final = 0.02
_CHURCH: Final = 0.42


def is_free(document: Document) -> bool:
    """Whether the person could marry."""
    status = document.one("SIVIILISAATY")
    bound = any(document.in_force(kind) for kind in UNIONS)
    return status is not None and status["siviilisaaty"] not in _UNFREE and not bound and is_named(document)


async def marriage(view: View, draws: Draws) -> list[Event]:
    """Two who live together marry, or two who do not yet."""
    if not draws.chance(_OF_ONE_SEX):
        for one in await view.residents(draws, 24, 22, 58):
            document = await view.document(one.person_id)
            if not is_free(document):
                continue
            other = partner_in(document, await view.household(document), view.day)
            if other is not None and view.is_free([other]) and is_free(await view.document(other.person_id)):
                return [await _wed(view, draws, one, other)]
        pair = await _two(view, draws, of_one_sex=False)
    else:
        pair = await _two(view, draws, of_one_sex=True)
    return [] if pair is None else [await _wed(view, draws, *pair)]


async def _two(view: View, draws: Draws, *, of_one_sex: bool) -> tuple[Resident, Resident] | None:
    """Two unmarried persons near in age who are no kin."""
    first_is_woman = draws.chance(0.5)
    for one in await view.residents(draws, 12, 24, 45, woman=first_is_woman):
        document = await view.document(one.person_id)
        if not is_free(document):
            continue
        age = one.age(view.day)
        sex = first_is_woman if of_one_sex else not first_is_woman
        for other in await view.residents(draws, 12, max(age - 5, 20), age + 5, woman=sex):
            theirs = await view.document(other.person_id)
            if is_free(theirs) and not kin_of(document) & kin_of(theirs):
                return one, other
    return None


async def _wed(view: View, draws: Draws, one: Resident, other: Resident) -> Event:
    man, woman = (other, one) if one.woman else (one, other)
    his = (await view.document(man.person_id)).one("HENKILON_NIMI") or {}
    hers_document = await view.document(woman.person_id)
    hers = hers_document.one("HENKILON_NIMI") or {}
    taken = names.for_sex(full_spelling(his, "sukunimi"), tongue_of(hers_document), Sex(hers_document.sex))
    takes = draws.chance(_WIFE_TAKES) and taken != full_spelling(hers, "sukunimi")
    return Marriage(
        first=man.code,
        second=woman.code,
        way="KIRKOLLINEN_VIHKIMINEN" if draws.chance(_CHURCH) else "SIVIILIVIHKIMINEN",
        second_surname=taken if takes else "",
    )


async def _married(view: View, draws: Draws, count: int = 16) -> tuple[Document, Document] | None:
    """A married couple, both alive and residents."""
    for one in await view.residents(draws, count, 24, 68):
        document = await view.document(one.person_id)
        spouse = spouse_of(document)
        other = None if spouse is None else await view.row_of(spouse)
        if other is not None:
            return document, await view.document(other.person_id)
    return None


async def divorce(view: View, draws: Draws) -> list[Event]:
    """A marriage ends, and one of the two moves out."""
    pair = await _married(view, draws)
    if pair is None:
        return []
    one, other = pair
    events: list[Event] = [Divorce(first=one.code, second=other.code)]
    together = {row.person_id for row in await view.household(one)}
    if other.person_id in together and draws.chance(MOVES_OUT) and one.municipality is not None:
        to = await view.vacancy(draws, one.municipality, 1)
        if to is not None:
            events.append(Move(person=(one.code,), to=to))
    return events


async def marriage_corrected(view: View, draws: Draws) -> list[Event]:
    """The day of a wedding was recorded wrong by some days, or its way."""
    pair = await _married(view, draws)
    if pair is None:
        return []
    one, other = pair
    group = one.about("AVIOLIITTO", other.person_id) or {}
    wed = read_day(group.get("vihkipv"))
    if wed is None or draws.chance(0.4):
        church = group.get("vihkitapa") == "KIRKOLLINEN_VIHKIMINEN"
        way = "SIVIILIVIHKIMINEN" if church else "KIRKOLLINEN_VIHKIMINEN"
        return [MarriageCorrected(first=one.code, second=other.code, right_way=way)]  # type: ignore[arg-type]
    right = min(wed + timedelta(days=draws.between(1, 6)), view.day)
    if right == wed or not all(_was_free(document, right) for document in pair):
        return []
    return [MarriageCorrected(first=one.code, second=other.code, right_day=right)]


def _was_free(document: Document, day: date) -> bool:
    ends = [read_day(group.get("paattymispv")) for kind in UNIONS for group in document.all(kind)]
    born = document.birth_date
    return born is not None and birthday(born, ADULT) <= day and all(end is None or end <= day for end in ends)


async def marriage_undone(view: View, draws: Draws) -> list[Event]:
    """A marriage of the last days was recorded in error."""
    found = await view.lately(draws, "marriage", lambda one: spouse_of(one) is not None)
    spouse = None if found is None else spouse_of(found[0])
    other = None if spouse is None else await view.row_of(spouse)
    return [] if found is None or other is None else [MarriageUndone(first=found[0].code, second=other.code)]


async def divorce_undone(view: View, draws: Draws) -> list[Event]:
    """A divorce was recorded in error."""
    found = await view.lately(draws, "divorce", lambda one: _divorced_from(one) is not None)
    former = None if found is None else _divorced_from(found[0])
    other = None if former is None else await view.row_of(former)
    if found is None or other is None:
        return []
    theirs = await view.document(other.person_id)
    if _divorced_from(theirs) != found[0].person_id:
        return []
    return [DivorceUndone(first=found[0].code, second=other.code)]


def _divorced_from(document: Document) -> int | None:
    """With whom the last union was, if it ended in divorce and none has followed."""
    if not document.alive or any(document.in_force(kind) for kind in UNIONS):
        return None
    entries = [entry for kind in UNIONS for entry in document.entries_of(kind)]
    last = max(entries, key=lambda entry: int(entry.group.get("jarjestysnumero", 0)), default=None)
    if last is None or last.group.get("paattymistapa") != "AVIOERO" or not last.mentions:
        return None
    return last.mentions[0]


# Partnerships and separations.


async def partnership_begun(view: View, draws: Draws) -> list[Event]:
    """A partnership that was registered abroad is recorded."""
    pair = await _two(view, draws, of_one_sex=True)
    return [] if pair is None else [PartnershipBegun(first=pair[0].code, second=pair[1].code, abroad=True)]


async def _partners(view: View, draws: Draws) -> tuple[str, str] | None:
    """The codes of two in a registered partnership."""
    found = await view.holder(draws, "REKISTEROITY_PARISUHDE", lambda one: bool(one.in_force("REKISTEROITY_PARISUHDE")))
    for entry in [] if found is None else found.entries_of("REKISTEROITY_PARISUHDE"):
        if entry.group.get("voimassaolo") != "PASSIIVI" and entry.mentions:
            (other,) = await view.documents(entry.mentions[:1]) or (None,)
            if found is not None and other is not None and other.alive and view.is_free([other]):
                return found.code, other.code
    return None


async def partnership_dissolved(view: View, draws: Draws) -> list[Event]:
    pair = await _partners(view, draws)
    return [] if pair is None else [PartnershipDissolved(first=pair[0], second=pair[1])]


async def partnership_to_marriage(view: View, draws: Draws) -> list[Event]:
    pair = await _partners(view, draws)
    return [] if pair is None else [PartnershipToMarriage(first=pair[0], second=pair[1])]


async def separation_begun(view: View, draws: Draws) -> list[Event]:
    """A separation that was decided abroad is recorded."""
    pair = await _married(view, draws)
    if pair is None or any(one.one("ASUMUSERO") is not None for one in pair):
        return []
    return [SeparationBegun(first=pair[0].code, second=pair[1].code)]


async def separation_ended(view: View, draws: Draws) -> list[Event]:
    found = await view.holder(draws, "ASUMUSERO")
    others = [] if found is None else await view.documents(mentioned_in_separation(found))
    if found is None or not others or not others[0].alive or not view.is_free(others):
        return []
    return [SeparationEnded(first=found.code, second=others[0].code)]


def mentioned_in_separation(document: Document) -> list[int]:
    return [entry.mentions[0] for entry in document.entries_of("ASUMUSERO") if entry.mentions]
