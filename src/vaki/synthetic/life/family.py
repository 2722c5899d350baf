"""What happens in families: births and naming, deaths, marriages and divorces, custody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.codes.sex import Sex
from vaki.register.choosing import UNNAMED
from vaki.register.due import ADULT
from vaki.register.events.birth import Birth
from vaki.register.events.custody import CustodyBegun, CustodyDecided
from vaki.register.events.death import Death
from vaki.register.events.marriage import Divorce, Marriage
from vaki.register.events.move import Move
from vaki.register.events.name import Naming, full_spelling
from vaki.synthetic import names
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.life.choosing import partner_in, spouse_of, tongue_of

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Event
    from vaki.synthetic.life.choosing import Resident, View

_MOTHERS_AGE: Final = Table(
    zip((18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40), (1, 4, 9, 16, 24, 32, 34, 30, 24, 17, 10, 5), strict=True)
)
_AGE_AT_DEATH: Final = Table(
    ((0, 0.3), (15, 0.5), (25, 1), (35, 1.2), (45, 2.4), (50, 2.5), (55, 4), (60, 6), (65, 9), (70, 13), (75, 16),
     (80, 19), (85, 18), (90, 11), (95, 4))
)  # fmt: skip
_BETWEEN_BIRTHS: Final = 300
_UNFREE: Final = ("AVIOLIITOSSA", "ASUMUSEROSSA", "REKISTEROIDYSSA_PARISUHTEESSA")
_NAMED_A_DAY: Final = 0.045
_NAMED_AT_LAST: Final = 80
_WIFE_TAKES: Final = 0.6
_ONE_MOVES_OUT: Final = 0.75


async def birth(view: View, draws: Draws) -> list[Event]:
    """A child to a woman of the age, to her husband or partner too."""
    youngest = draws.from_table(_MOTHERS_AGE)
    for mother in await view.residents(draws, 6, youngest, youngest + 2, woman=True):
        document = await view.document(mother.person_id)
        if _bore_lately(document, view) or document.one("HENKILON_NIMI") is None:
            continue
        household = await view.household(document)
        spouse = spouse_of(document)
        other = await view.row_of(spouse) if spouse is not None else partner_in(document, household, view.day)
        alone = other is None
        if alone and draws.chance(0.85):
            continue  # nearly all children are born to couples
        sex = Sex.MAN if draws.chance(0.512) else Sex.WOMAN
        return [Birth(mother=mother.code, sex=sex, other_parent=None if other is None else other.code)]
    return []


def _bore_lately(document: Document, view: View) -> bool:
    births = [group["lapsi"].get("syntymapv", {}).get("arvo", "") for group in document.all("LAPSI")]
    return any((view.day - view.day.fromisoformat(born)).days < _BETWEEN_BIRTHS for born in births if born)


async def naming(view: View, draws: Draws) -> list[Event]:
    """Names for the unnamed babies whose day it is; within three months all have theirs."""
    named: list[Event] = []
    for row in await view.connection.fetch(UNNAMED, view.day):
        late = (view.day - row["birth_date"]).days >= _NAMED_AT_LAST
        if not late and not draws.chance(_NAMED_A_DAY):
            continue
        document = await view.document(row["person_id"])
        tongue = tongue_of(document)
        sex = Sex(document.sex)
        own = Draws("naming", row["person_id"], view.day)
        given = names.first_names(own, tongue if tongue in names.LANGUAGES else "fi", sex, row["birth_date"].year)
        surname = _surname_of_parents(document, own) or names.surname(own, "fi", sex)
        named.append(
            Naming(
                person=row["code"],
                first_names=" ".join(given),
                surname=names.for_sex(surname, tongue, sex),
                call_name=given[0],
            )
        )
    return named


def _surname_of_parents(document: Document, draws: Draws) -> str:
    parents = [group["vanhempi"] for group in document.all("VANHEMPI")]
    known = [full_spelling(parent, "sukunimi") for parent in parents if parent.get("sukunimi")]
    return draws.one_of(known) if known else ""


async def death(view: View, draws: Draws) -> list[Event]:
    """Someone dies, most of them old."""
    youngest = draws.from_table(_AGE_AT_DEATH)
    dies = await view.resident(draws, youngest, youngest + (10 if youngest < 45 else 4))  # noqa: PLR2004 -- years
    return [] if dies is None else [Death(person=dies.code)]


async def marriage(view: View, draws: Draws) -> list[Event]:
    """Two who live together marry, or two who do not yet."""
    for one in await view.residents(draws, 12, 22, 58):
        document = await view.document(one.person_id)
        if not _free(document):
            continue
        other = partner_in(document, await view.household(document), view.day)
        if other is not None and _free(await view.document(other.person_id)):
            return [await _wed(view, draws, one, other)]
    pair = [
        await view.resident(draws, 24, 40, woman=False),
        await view.resident(draws, 24, 40, woman=True),
    ]
    man, woman = pair
    if man is None or woman is None:
        return []
    if _free(await view.document(man.person_id)) and _free(await view.document(woman.person_id)):
        return [await _wed(view, draws, man, woman)]
    return []


def _free(document: Document) -> bool:
    status = document.one("SIVIILISAATY")
    return status is not None and status["siviilisaaty"] not in _UNFREE and document.one("HENKILON_NIMI") is not None


async def _wed(view: View, draws: Draws, one: Resident, other: Resident) -> Event:
    man, woman = (other, one) if one.woman else (one, other)
    his = (await view.document(man.person_id)).one("HENKILON_NIMI") or {}
    hers_document = await view.document(woman.person_id)
    hers = hers_document.one("HENKILON_NIMI") or {}
    taken = names.for_sex(full_spelling(his, "sukunimi"), tongue_of(hers_document), Sex.WOMAN)
    takes = draws.chance(_WIFE_TAKES) and taken != full_spelling(hers, "sukunimi")
    return Marriage(
        first=man.code,
        second=woman.code,
        way="KIRKOLLINEN_VIHKIMINEN" if draws.chance(0.42) else "SIVIILIVIHKIMINEN",
        second_surname=taken if takes else "",
    )


async def divorce(view: View, draws: Draws) -> list[Event]:
    """A marriage ends, and one of the two moves out."""
    for one in await view.residents(draws, 12, 24, 68):
        document = await view.document(one.person_id)
        spouse = spouse_of(document)
        other = None if spouse is None else await view.row_of(spouse)
        if other is None:
            continue
        events: list[Event] = [Divorce(first=one.code, second=other.code)]
        together = {row.person_id for row in await view.household(document)}
        if other.person_id in together and draws.chance(_ONE_MOVES_OUT):
            to = await view.vacancy(draws, one.municipality, 1)
            if to is not None:
                events.append(Move(person=(one.code,), to=to))
        return events
    return []


async def custody_decided(view: View, draws: Draws) -> list[Event]:
    """With whom a child lives is settled for a guardian."""
    for child in await view.residents(draws, 8, 0, ADULT - 2):
        document = await view.document(child.person_id)
        guardians = [entry for entry in document.entries_of("HUOLTAJA") if entry.mentions]
        if not guardians:
            continue
        chosen = draws.one_of(guardians)
        guardian = await view.row_of(chosen.mentions[0])
        if guardian is None:
            continue
        mother = chosen.group["huoltajanRooli"] == "AITI"
        living = "AIDIN_LUONA" if mother == draws.chance(0.8) else "VUOROASUMINEN_VANHEMPIEN_LUONA"
        return [CustodyDecided(child=child.code, guardian=guardian.code, living=living)]  # type: ignore[arg-type]
    return []


async def guardian_added(view: View, draws: Draws) -> list[Event]:
    """A court makes a grandparent or another grown person a child's guardian beside the parents."""
    for child in await view.residents(draws, 6, 1, ADULT - 2):
        document = await view.document(child.person_id)
        parents = [entry.mentions[0] for entry in document.entries_of("VANHEMPI") if entry.mentions]
        for parent in parents:
            above = await view.document(parent)
            elders = [entry.mentions[0] for entry in above.entries_of("VANHEMPI") if entry.mentions]
            for elder in elders:
                guardian = await view.row_of(elder)
                if guardian is not None and document.about("HUOLTAJA", elder) is None:
                    return [CustodyBegun(child=child.code, guardian=guardian.code)]
    return []
