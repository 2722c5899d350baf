"""Over the borders: immigration and emigration, life abroad, foreign nationals removed; corrected and undone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from vaki.codes.sex import Sex
from vaki.register.due import ADULT
from vaki.register.events.abroad import (
    AddressAbroad,
    CountryChanged,
    ForeignerRemovalUndone,
    ForeignerRemoved,
    RegisteredAbroad,
)
from vaki.register.events.migration import Emigration, Immigration, Newcomer
from vaki.register.events.migration_corrections import (
    EmigrationCorrected,
    EmigrationUndone,
    ImmigrationCorrected,
    ImmigrationUndone,
)
from vaki.register.events.records import first_day
from vaki.register.wire import read_day
from vaki.synthetic import names, shares
from vaki.synthetic.days import years_after
from vaki.synthetic.life.choosing import HOME
from vaki.synthetic.life.moving import party_of
from vaki.synthetic.life.table import PARTY_ABROAD

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Event
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.life.choosing import View

_RETURNING: Final = 0.14
_ABROAD: Final = "200"
_LIVING: Final = "VAKINAINEN_ULKOMAILLA_ASUMINEN"
_FORMER_LIVING: Final = "ENTINEN_ULKOMAILLA_ASUMINEN"
_REMOVED: Final = "ULKOMAALAINEN_POISTETTU_VAESTOREKISTERISTA"


def _street(draws: Draws) -> str:
    return f"Main Street {draws.between(1, 200)}"


async def emigration(view: View, draws: Draws) -> list[Event]:
    """A household moves abroad."""
    party = await party_of(view, draws, draws.from_table(PARTY_ABROAD))
    if not party:
        return []
    country = draws.from_table(shares.WHERE_TO)
    return [Emigration(person=tuple(one.code for one in party), country=country, street=_street(draws))]


async def immigration(view: View, draws: Draws) -> list[Event]:
    """Someone new comes, or someone who had left comes back."""
    near = await view.resident(draws)
    to = None if near is None else await view.vacancy(draws, near.municipality, 1)
    if to is None:
        return []
    if draws.chance(_RETURNING):
        known = await view.living_in(draws, _ABROAD, lambda one: _lives_abroad(one, view.day))
        if known is not None:
            return [Immigration(person=known.code, to=to, from_country=_country_of(known))]
    newcomer, country = _newcomer(view, draws)
    return [Immigration(to=to, from_country=country, newcomer=newcomer)]


def _lives_abroad(document: Document, day: date) -> bool:
    """Whether the person is known to live abroad, since yesterday at the latest."""
    group = document.one(_LIVING)
    begun = None if group is None else first_day(group)
    return group is not None and group["valtiokoodi"] != "998" and (begun is None or begun < day)


def _country_of(document: Document) -> str:
    group = document.one(_LIVING)
    return "752" if group is None else str(group["valtiokoodi"])


def age_alone(draws: Draws) -> float:
    """The age of someone who comes from abroad alone: grown, so that somebody need not have custody."""
    age = draws.bell(31, 8)
    return age if age >= ADULT else 2 * ADULT - age


def _newcomer(view: View, draws: Draws) -> tuple[Newcomer, str]:
    """Someone new, and the country they come from."""
    tongue = draws.from_table(shares.FOREIGN_LANGUAGES)
    sex = Sex.MAN if draws.chance(0.53) else Sex.WOMAN
    born = years_after(view.day, -age_alone(draws))
    country = draws.from_table(shares.COUNTRIES[tongue])
    today = "643" if country == "810" else country
    newcomer = Newcomer(
        first_names=" ".join(names.first_names(draws, tongue, sex, born.year)),
        surname=names.surname(draws, tongue, sex),
        birth_date=born,
        sex=sex,
        citizenships=(today,),
        mother_tongue=tongue,
        birth_country=country,
        marital_status="NAIMATON" if draws.chance(0.7) else "EI_TIETOA",
    )
    return newcomer, today


def _arrived(document: Document) -> date | None:
    """The day of a move to Finland that no other has followed."""
    arrived = read_day((document.one("SUOMEEN_MUUTTOPAIVA") or {}).get("suomeenMuuttopv"))
    home = document.one(HOME)
    return arrived if document.alive and home is not None and first_day(home) == arrived else None


async def immigration_undone(view: View, draws: Draws) -> list[Event]:
    """Someone who was recorded as come back had not."""

    def from_abroad(one: Document) -> bool:
        arrived = _arrived(one)
        ends = [read_day(group.get("loppupv")) for group in one.all(_FORMER_LIVING)]
        return arrived is not None and arrived - timedelta(days=1) in ends

    found = await view.lately(draws, "immigration", from_abroad)
    return [] if found is None else [ImmigrationUndone(person=found[0].code, street=_street(draws))]


async def immigration_corrected(view: View, draws: Draws) -> list[Event]:
    """Someone had come from another country than was recorded."""
    found = await view.lately(draws, "immigration", lambda one: _arrived(one) is not None and _from(one) != "")
    if found is None:
        return []
    right = draws.from_table(shares.WHERE_TO)
    return [] if right == _from(found[0]) else [ImmigrationCorrected(person=found[0].code, from_country=right)]


def _from(document: Document) -> str:
    return str((document.one("VALTIO_JOSTA_MUUTTANUT") or {}).get("valtiokoodi", ""))


async def emigration_undone(view: View, draws: Draws) -> list[Event]:
    """Someone had not moved abroad after all; those who went together are back."""

    def fits(one: Document) -> bool:
        return _left_for_abroad(one) is not None

    found = await view.lately(draws, "emigration", fits)
    home = None if found is None else _left_for_abroad(found[0])
    if found is None or home is None or not await view.is_vacant(home):
        return []
    return [EmigrationUndone(person=(found[0].code,), back_to=home)]


def _left_for_abroad(document: Document) -> str | None:
    """The dwelling that the last move abroad ended living in."""
    since = first_day(document.one(_LIVING) or {})
    if since is None or not document.alive or document.one("VALTIO_JOHON_MUUTTANUT") is None:
        return None
    for group in document.all("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"):
        if read_day(group.get("loppupv")) == since - timedelta(days=1) and "asuinpaikantunnus" in group:
            return str(group["asuinpaikantunnus"])
    return None


async def emigration_corrected(view: View, draws: Draws) -> list[Event]:
    """Someone had moved to another country than was recorded, or lives at another address there."""
    found = await view.lately(draws, "emigration", lambda one: _left_for_abroad(one) is not None)
    if found is None:
        return []
    country = draws.from_table(shares.WHERE_TO)
    if country != _country_of(found[0]):
        return [EmigrationCorrected(person=(found[0].code,), country=country)]
    return [EmigrationCorrected(person=(found[0].code,), street=f"Park Lane {draws.between(1, 90)}")]


# Life abroad.


async def country_changed(view: View, draws: Draws) -> list[Event]:
    """Someone who lives abroad moves to another country."""
    known = await view.living_in(draws, _ABROAD, lambda one: _settled_abroad(one, view.day))
    others = [] if known is None else [code for code in shares.WHERE_TO.values if code != _country_of(known)]
    if known is None:
        return []
    country = draws.one_of(others)
    return [CountryChanged(person=(known.code,), country=country, street=_street(draws))]


def _settled_abroad(document: Document, day: date) -> bool:
    """As `_lives_abroad`, with an address that did not begin today."""
    addresses = [first_day(group) for group in document.all("VAKINAINEN_ULKOMAINEN_OSOITE")]
    return _lives_abroad(document, day) and all(since is None or since < day for since in addresses)


async def address_abroad(view: View, draws: Draws) -> list[Event]:
    """Someone who lives abroad tells where."""
    known = await view.living_in(draws, _ABROAD, lambda one: _settled_abroad(one, view.day))
    return [] if known is None else [AddressAbroad(person=known.code, street=f"High Street {draws.between(1, 300)}")]


async def registered_abroad(view: View, draws: Draws) -> list[Event]:
    """A citizen who has never lived in Finland comes into the register."""
    sex = Sex.MAN if draws.chance(0.5) else Sex.WOMAN
    born = years_after(view.day, -draws.between(0, 40) - draws.fraction())
    tongue = "sv" if draws.chance(0.3) else "fi"
    newcomer = Newcomer(
        first_names=" ".join(names.first_names(draws, tongue, sex, born.year)),
        surname=names.surname(draws, tongue, sex),
        birth_date=born,
        sex=sex,
        citizenships=("246",),
        mother_tongue=tongue,
        marital_status="NAIMATON",
    )
    return [RegisteredAbroad(newcomer=newcomer, country=draws.from_table(shares.WHERE_TO), street=_street(draws))]


# Foreign nationals removed.


async def foreigner_removed(view: View, draws: Draws) -> list[Event]:
    """A foreign national has left unnoticed."""

    def may_be(one: Document) -> bool:
        held: list[dict[str, Any]] = (one.one("KANSALAISUUS") or {}).get("henkilonKansalaisuudet", [])
        kinds = (HOME, "VAKINAINEN_KOTIMAINEN_OSOITE", "KOTIKUNTA", "TILAPAINEN_KOTIMAINEN_OSOITE")
        begun = [first_day(group) for kind in kinds for group in one.all(kind)]
        settled = all(since is None or since < view.day for since in begun)
        return settled and bool(held) and all(element["kansalaisuuskoodi"] != "246" for element in held)

    for one in await view.residents(draws, 60, 20, 60):
        document = await view.document(one.person_id)
        if may_be(document) and len(await view.household(document)) == 1:
            return [ForeignerRemoved(person=one.code)]
    return []


async def foreigner_removal_undone(view: View, draws: Draws) -> list[Event]:
    def removed(one: Document) -> bool:
        return one.alive and (one.one("POISSAOLO") or {}).get("poissaolo") == _REMOVED

    found = await view.lately(draws, "foreigner_removed", removed)
    return [] if found is None else [ForeignerRemovalUndone(person=found[0].code)]
