"""Whether a home is in use follows from who lives there for good: dwellings and their buildings are kept to it.

Where somebody has moved in, the dwelling is used for permanent living (`kaytossaolotilanne` 01); where nobody lives any
more it stands vacant (05). Any other state is what an authority has told, and lasts until somebody moves in. A stay
for a time alters nothing: a dwelling is not taken into use by it, though it is not vacant before the stay has ended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from vaki.register import sql
from vaki.register.buildings import Building, read_building, read_dwelling
from vaki.register.events.draft import BUILDING_CODE_LENGTH
from vaki.register.events.home import RESIDENCE, TEMPORARY_RESIDENCE
from vaki.register.place_rows import write_places
from vaki.register.places import IN_USE, UNUSED, VACANT, Places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaki.register.document import Document
    from vaki.register.loading import Connection

Homes = frozenset[tuple[str, bool]]
"""Residence codes, each with whether it is lived in for good."""


def homes_of(document: Document) -> Homes:
    """The dwellings in which a person lives or stays."""
    return frozenset(
        (entry.group["asuinpaikantunnus"], entry.kind == RESIDENCE)
        for entry in document.entries
        if entry.kind in (RESIDENCE, TEMPORARY_RESIDENCE) and "asuinpaikantunnus" in entry.group
    )


async def follow_residents(connection: Connection, moves: Iterable[tuple[Homes, Homes]]) -> None:
    """Keep dwellings and buildings to their residents, whose homes before and now are told.

    The table of residences is as it will be. What waits for a row here has its people locked already, and whoever
    leaves a dwelling at the same moment waits here, so that the last of them finds nobody.
    """
    came: set[str] = set()
    left: set[str] = set()
    for before, now in moves:
        came.update(code for code, for_good in now - before if for_good)
        left.update(code for code, _ in before - now)
    if not came and not left:
        return
    rows = await connection.fetch(sql.LOCK_HOMES, sorted(came | left))
    buildings = {row["building_code"]: read_building(row["building"]) for row in rows}
    lived_in = came | {row["residence_code"] for row in await connection.fetch(sql.LIVED_IN, list(buildings))}
    altered = Places()
    for row in rows:
        home = read_dwelling(row["dwelling"])
        code = home.asuinpaikantunnus
        state = IN_USE if code in came else home.kaytossaolotilanne
        if state == IN_USE and code not in lived_in:
            state = VACANT
        if state != home.kaytossaolotilanne:
            altered.put_dwellings[code] = replace(home, kaytossaolotilanne=state)
    built_in = {code[:BUILDING_CODE_LENGTH] for code in lived_in}
    moved_into = {code[:BUILDING_CODE_LENGTH] for code in came}
    for code, building in buildings.items():
        state = _state_of(building, moved_into=code in moved_into, lived_in=code in built_in)
        if state != building.kaytossaolotilanne:
            altered.put_buildings[code] = replace(building, kaytossaolotilanne=state)
    if altered.altered:
        await write_places(connection, altered)


def _state_of(building: Building, *, moved_into: bool, lived_in: bool) -> str:
    """A building may have another use beside its residents', so that only one that is told to be unused is altered."""
    state = building.kaytossaolotilanne
    if moved_into and state in UNUSED:
        return IN_USE
    return VACANT if state == IN_USE and not lived_in else state
