"""What happens to buildings, dwellings and streets, near where somebody lives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from vaki.codes import building as building_codes
from vaki.codes import dwelling as dwelling_codes
from vaki.codes import postal
from vaki.register.buildings import Building, BuildingAddress, DwellingDocument, read_dwelling
from vaki.register.choosing import BUILDINGS_AMONG, DWELLINGS_OF
from vaki.register.events.many import PostalCodeChanged, StreetRenamed
from vaki.register.events.places import (
    BuildingAddressAdded,
    BuildingAddressChanged,
    BuildingChanged,
    BuildingDemolished,
    BuildingRegistered,
    DwellingRegistered,
    DwellingRemoved,
    DwellingRenumbered,
)
from vaki.register.places import VACANT
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.life.choosing import home_of
from vaki.synthetic.life.table import BUILT

if TYPE_CHECKING:
    from vaki.register.events.draft import Event
    from vaki.synthetic.life.choosing import View

_ROOMS: Final = Table(((1, 0.2), (2, 0.32), (3, 0.24), (4, 0.16), (5, 0.08)))
_HOUSE_ROOMS: Final = Table(((3, 0.2), (4, 0.45), (5, 0.35)))
_CLASSES: Final = {1: "0110", 4: "0112", 12: "0121", 28: "0121"}
_USES: Final = ("01", "02", "03", "04")
_LAST_ADDRESS: Final = 4
_BEYOND: Final = (1, 1_000, 5_000, 20_000, 40_000)
"""How far from a neighbour's number a free one is looked for."""
_DWELLING_NUMBERS: Final = 999


async def _near(view: View, draws: Draws) -> Building | None:
    """A building in which somebody lives, and no persona."""
    for one in await view.residents(draws, 6):
        home = home_of(await view.document(one.person_id))
        found = None if home is None else await view.building(home[:10])
        if found is not None and found.rakennustunnus not in view.taken:
            return found
    return None


async def building_registered(view: View, draws: Draws) -> list[Event]:
    """A new building with its dwellings, on a neighbour's street; nobody has moved in yet."""
    near = await _near(view, draws)
    code = None if near is None else await _free_code(view, near.rakennustunnus)
    if near is None or code is None:
        return []
    dwellings = draws.from_table(BUILT)
    number = str(draws.between(101, 400))
    address = msgspec.structs.replace(near.osoitteet[0], osoitenumero=1, katunumero=number)
    made = [_dwelling(draws, code, at, dwellings) for at in range(1, dwellings + 1)]
    new = Building(
        rakennustunnus=code,
        kuntakoodi=near.kuntakoodi,
        kiinteistotunnus=near.kiinteistotunnus,
        osoitteet=(address,),
        koordinaatit=near.koordinaatit,
        rakennusluokka=_CLASSES[dwellings],
        valmistumisvuosi=view.day.year,
        kaytossaolotilanne=VACANT,
        kerrosluku=1 if dwellings < 12 else 4,  # noqa: PLR2004 -- dwellings of a block of flats
        kokonaisala=sum(one.pinta_ala for one in made),
        rakennusaine=near.rakennusaine,
        lammitystapa=near.lammitystapa,
        lammonlahde=near.lammonlahde,
    )
    return [BuildingRegistered(building=new), *(DwellingRegistered(dwelling=one) for one in made)]


async def _free_code(view: View, near: str) -> str | None:
    """The first building code after another that no building has."""
    number = int(near[:9])
    last = building_codes.LAST_SYNTHETIC
    for beyond in _BEYOND:
        codes = [building_codes.make(one) for one in range(number + beyond, min(number + beyond + 200, last + 1))]
        known = {row["building_code"] for row in await view.connection.fetch(BUILDINGS_AMONG, codes)}
        free = next((code for code in codes if code not in known and code not in view.taken), None)
        if free is not None:
            return free
    return None


def _dwelling(draws: Draws, building: str, number: int, whole: int) -> DwellingDocument:
    rooms = draws.from_table(_HOUSE_ROOMS if whole == 1 else _ROOMS)
    staircase = "" if whole == 1 else "A"
    apartment = dwelling_codes.NO_NUMBER if whole == 1 else f"{number:03}"
    return DwellingDocument(
        asuinpaikantunnus=dwelling_codes.residence_code(building, 1, staircase, apartment, ""),
        rakennustunnus=building,
        osoitenumero=1,
        huoneluku=rooms,
        pinta_ala=18 * rooms + draws.between(10, 24),
        keittiotyyppi="1",
        hallintaperuste="OMISTUS" if whole == 1 else "VUOKRA",
        kaytossaolotilanne=VACANT,
        huoneistokirjain=staircase,
        huoneistonumero=apartment,
    )


async def building_changed(view: View, draws: Draws) -> list[Event]:
    """A building's state of use changes."""
    near = await _near(view, draws)
    if near is None:
        return []
    state = draws.one_of([one for one in _USES if one != near.kaytossaolotilanne])
    return [BuildingChanged(building=near.rakennustunnus, use_state=state)]


async def building_address_added(view: View, draws: Draws) -> list[Event]:
    """A building gets an address on another street too."""
    near = await _near(view, draws)
    free = _free_number(near)
    if near is None or free is None:
        return []
    name = await _other_name(view, draws, near)
    if name is None:
        return []
    return [BuildingAddressAdded(building=near.rakennustunnus, number=free, **_told(near.osoitteet[0], name, draws))]


async def _other_name(view: View, draws: Draws, near: Building) -> dict[str, str] | None:
    """A street name of some other place, in the languages that the building's street has."""
    own = near.osoitteet[0].katunimi
    for one in await view.residents(draws, 8):
        home = home_of(await view.document(one.person_id))
        found = None if home is None else await view.building(home[:10])
        name = own if found is None else found.osoitteet[0].katunimi
        if name.keys() == own.keys() and not set(name.values()) & set(own.values()):
            return name
    return None


def _free_number(building: Building | None) -> int | None:
    used = set() if building is None else {one.osoitenumero for one in building.osoitteet}
    return next((number for number in range(1, _LAST_ADDRESS + 1) if number not in used), None)


def _told(address: BuildingAddress, name: dict[str, str], draws: Draws) -> dict[str, str]:
    return {
        **_street_fields(name, "street", "street_sv"),
        "street_number": str(draws.between(1, 120)),
        "postal_code": address.postinumero,
        **_street_fields(address.postitoimipaikka, "post_office", "post_office_sv"),
    }


def _street_fields(name: dict[str, str], first: str, second: str) -> dict[str, str]:
    """Both names of a bilingual text; the only one stands in the first place."""
    return {first: name.get("fi") or name.get("sv", ""), second: name.get("sv", "")}


async def building_address_changed(view: View, draws: Draws) -> list[Event]:
    """A street number changes, as where the street has been lengthened."""
    near = await _near(view, draws)
    if near is None:
        return []
    address = near.osoitteet[0]
    told = _told(address, address.katunimi, draws)
    if told["street_number"] == address.katunumero:
        return []
    return [BuildingAddressChanged(building=near.rakennustunnus, number=address.osoitenumero, **told)]


async def building_demolished(view: View, draws: Draws) -> list[Event]:
    """A building in which nobody lives is taken down."""
    for one in await view.residents(draws, 12):
        to = await view.vacancy(draws, one.municipality, 1)
        found = None if to is None else await view.building(to[:10])
        if found is None:
            continue
        rows = await view.connection.fetch(DWELLINGS_OF, found.rakennustunnus)
        if rows and not any(row["lived_in"] for row in rows):
            reason = draws.one_of(("06", "07", "07", "08"))
            return [BuildingDemolished(building=found.rakennustunnus, reason=reason)]  # type: ignore[arg-type]
    return []


async def dwelling_renumbered(view: View, draws: Draws) -> list[Event]:
    """A dwelling gets another number in its building."""
    near = await _near(view, draws)
    rows = [] if near is None else await view.connection.fetch(DWELLINGS_OF, near.rakennustunnus)
    if not rows:
        return []
    held = read_dwelling(draws.one_of(rows)["document"])
    used = {read_dwelling(row["document"]).huoneistonumero for row in rows}
    number = next(f"{one:03}" for one in range(1, _DWELLING_NUMBERS) if f"{one:03}" not in used)
    staircase = held.huoneistokirjain or "A"
    return [DwellingRenumbered(dwelling=held.asuinpaikantunnus, staircase=staircase, number=number)]


async def dwelling_removed(view: View, draws: Draws) -> list[Event]:
    """A vacant dwelling becomes part of its neighbour."""
    near = await view.resident(draws)
    to = None if near is None else await view.vacancy(draws, near.municipality, 1)
    if to is None or await view.building(to[:10]) is None:
        return []
    return [DwellingRemoved(dwelling=to)]


# Many people at once.


async def street_renamed(view: View, draws: Draws) -> list[Event]:
    """A municipality renames a street."""
    near = await _near(view, draws)
    if near is None:
        return []
    old, new = near.osoitteet[0].katunimi, await _other_name(view, draws, near)
    if new is None:
        return []
    told = _street_fields(new, "to", "to_sv")
    street_before = next(iter(old.values()))
    return [StreetRenamed(municipality=near.kuntakoodi, street=street_before, to=told["to"], to_sv=told["to_sv"])]


async def postal_code_changed(view: View, draws: Draws) -> list[Event]:
    """A street's postal code becomes another one of the municipality."""
    near = await _near(view, draws)
    if near is None:
        return []
    address = near.osoitteet[0]
    others = [one for one in postal.of_municipality(near.kuntakoodi) if one.code != address.postinumero]
    if not others:
        return []
    new = draws.one_of(others)
    return [
        PostalCodeChanged(
            municipality=near.kuntakoodi,
            code=address.postinumero,
            to=new.code,
            post_office=new.name_fi,
            post_office_sv=new.name_sv,
            street=next(iter(address.katunimi.values())),
        )
    ]
