"""The stored rows of buildings, dwellings and properties: read for events, written with what they altered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from vaki.register import sql
from vaki.register.buildings import read_building, read_dwelling, read_property, write
from vaki.register.places import DEMOLISHED, Places

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.loading import Connection


async def lock_places(connection: Connection, buildings: Iterable[str], properties: Iterable[str]) -> Places:
    """Lock the buildings of these codes with their dwellings, and the properties; unknown ones are missing."""
    places = Places()
    codes = list(buildings)
    for row in await connection.fetch(sql.LOCK_BUILDINGS, codes):
        places.buildings[row["building_code"]] = read_building(row["document"])
    for row in await connection.fetch(sql.DWELLINGS_OF_BUILDINGS, codes):
        places.dwellings[row["residence_code"]] = read_dwelling(row["document"])
    for row in await connection.fetch(sql.LOCK_PROPERTIES, list(properties)):
        places.properties[row["property_code"]] = read_property(row["document"])
    return places


async def residents_of(connection: Connection, buildings: Iterable[str], day: date) -> list[int]:
    """Who lives in the buildings, for good or for a time."""
    return [row["person_id"] for row in await connection.fetch(sql.RESIDENTS_OF_BUILDINGS, list(buildings), day)]


async def write_places(connection: Connection, places: Places) -> None:
    """Store what was put and take away what is gone."""
    buildings = list(places.put_buildings.values())
    if buildings:
        columns: list[list[Any]] = [
            [one.rakennustunnus for one in buildings],
            [one.kuntakoodi for one in buildings],
            [one.kiinteistotunnus for one in buildings],
            [one.rakennusluokka for one in buildings],
            [one.kaytossaolotilanne not in DEMOLISHED for one in buildings],
            [write(one) for one in buildings],
        ]
        await connection.execute(sql.PUT_BUILDINGS, *columns)
    if places.gone:
        await connection.execute(sql.DROP_DWELLINGS, list(places.gone))
    dwellings = [one for code, one in places.put_dwellings.items() if code not in places.gone]
    if dwellings:
        columns = [
            [one.asuinpaikantunnus for one in dwellings],
            [one.rakennustunnus for one in dwellings],
            [write(one) for one in dwellings],
        ]
        await connection.execute(sql.PUT_DWELLINGS, *columns)
    properties = list(places.put_properties.values())
    if properties:
        columns = [
            [one.kiinteistotunnus for one in properties],
            [one.kuntakoodi for one in properties],
            [write(one) for one in properties],
        ]
        await connection.execute(sql.PUT_PROPERTIES, *columns)
