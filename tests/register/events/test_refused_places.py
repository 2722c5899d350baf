"""Impossible events of places are refused with a sentence that says why, and alter nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest
from tests.register.events.scenarios import World
from tests.register.events.scenarios.places import ADDRESS, building, dwelling
from tests.register.people import HELSINKI_HOME, NOKIA_FLAT, NOKIA_HOME

from vaki.register.document import write
from vaki.register.errors import EventRefused
from vaki.register.events.clock import DayPassed

HOME, FLAT, HELSINKI = (one.residence_code for one in (NOKIA_HOME, NOKIA_FLAT, HELSINKI_HOME))
STAY = {"municipality": "091", "kind": 901}
MAIL = {"address": "PL 1", "postal_code": "00101", "post_office": "Helsinki"}
ABROAD = {"country": "250", "place": "Paris"}

SECOND = {**ADDRESS, "number": 2}

Fields = dict[str, Any]
Before = list[tuple[str, Callable[[World], Fields]]]


def of(role: str, **fields: Any) -> Callable[[World], Fields]:
    return lambda world: {"person": world.code(role), **fields}


def of_all(*roles: str, **fields: Any) -> Callable[[World], Fields]:
    return lambda world: {"person": [world.code(role) for role in roles], **fields}


def plain(**fields: Any) -> Callable[[World], Fields]:
    return lambda _world: fields


MISSING = ("move_to_stay", of_all("single", **STAY, day="2025-11-01"))
STAYS = [
    ("temporary_address", of("single", to=HOME, day="2026-11-01")),
    ("temporary_address", of("single", to=FLAT, day="2026-11-02")),
]
REFUSED: list[tuple[str, Callable[[World], Fields], Before, str]] = [
    ("move_to_stay", of_all("abroad", **STAY), [], "no home municipality"),
    ("move_to_stay", of_all("single", municipality="091", kind=904), [], "its number"),
    ("move_to_stay", of_all("single", municipality="091", kind=901, number="0001"), [], "no number"),
    ("move_to_stay", of_all("single", municipality="200", kind=902), [], "no such municipality"),
    ("move_to_stay", of_all("single", **STAY, day="2025-12-01"), [MISSING], "lives there already"),
    ("move_to_stay", of_all("single", "single", **STAY), [], "named twice"),
    ("lost", of("single"), [MISSING], "two years"),
    ("lost", of("mother"), [], "two years"),
    ("found", of("single", to=FLAT), [], "not lost"),
    ("lost_undone", of("single"), [], "not lost"),
    ("move_corrected", of_all("single"), [], "recorded already"),
    ("move_corrected", of_all("single", to=HELSINKI), [], "recorded already"),
    ("move_corrected", of_all("abroad", to=FLAT), [], "lives abroad"),
    ("move_corrected", of_all("single", day="2030-01-01"), [], "future"),
    ("cancelled_move", of_all("single", back_to=FLAT), [], "did not move from there"),
    ("emigration_undone", of_all("single", back_to=HELSINKI), [], "not live abroad"),
    ("emigration_undone", of_all("single", back_to=FLAT), [("emigration", of_all("single", **ABROAD))], "from there"),
    ("cancelled_move", of_all("single", back_to=HELSINKI), [("emigration", of_all("single", **ABROAD))], "abroad"),
    ("emigration_corrected", of_all("single", day="2026-11-01"), [], "not live abroad"),
    ("emigration_corrected", of_all("abroad", country="246"), [], "not abroad"),
    ("emigration_corrected", of_all("abroad"), [], "recorded already"),
    ("immigration_undone", of("single"), [], "not to Finland"),
    ("immigration_corrected", of("single", day="2026-11-01"), [], "not to Finland"),
    ("country_changed", of_all("single", country="250"), [], "does not live abroad"),
    ("country_changed", of_all("abroad", country="233"), [], "already"),
    ("country_changed", of_all("abroad", country="998"), [], "needs the country's name"),
    ("address_abroad", of("single", place="Paris"), [], "does not live abroad"),
    ("address_abroad", of("abroad"), [], "a street, a place or both"),
    ("address_abroad", of("abroad", place="Paris", day="2009-01-01"), [], "did not live abroad then"),
    ("foreigner_removed", of("single"), [], "citizen"),
    ("foreigner_removal_undone", of("single"), [], "not been removed"),
    ("temporary_address", of("abroad", to=FLAT), [], "no home municipality"),
    ("temporary_address", of("single", to=FLAT, until="2026-11-01"), [], "before today"),
    ("temporary_address", of("single", to=FLAT), STAYS, "stays there already"),
    ("temporary_stay", of("single", municipality="091", kind=904), [], "its number"),
    ("temporary_address_abroad", of("single", country="246"), [], "not abroad"),
    ("temporary_address_ended", of("single"), [], "no such temporary stay"),
    ("temporary_address_ended", of("single"), STAYS, "tells which"),
    ("temporary_stay_changed", of("single", stay=HOME), STAYS, "recorded already"),
    ("temporary_stay_corrected", of("single", stay=HOME, day="2026-11-01"), STAYS, "recorded already"),
    ("temporary_stay_cancelled", of("single", stay=HELSINKI), STAYS, "no such temporary stay"),
    ("postal_address_abroad", of("single", address="1", post_office="X", country="246"), [], "not abroad"),
    ("postal_address_abroad_ended", of("single"), [], "no address for mail"),
    ("contact_address", of("single", **MAIL), [], "protected"),
    ("contact_address_ended", of("single"), [], "no contact address"),
    ("email_ended", of("single"), [], "no e-mail"),
    ("occupation_ended", of("single"), [], "no occupation"),
    ("religion", of("single", kind="EV_LUT"), [], "belongs there already"),
    ("religion", of("single", kind="EI_USKONTOKUNTAA", community=275), [], "no community"),
    ("religion", of("single", kind="ORT"), [("religion", of("single", kind="EV_LUT", community=275))], "the same day"),
    ("building_demolished", plain(building=NOKIA_HOME.building_code, reason="07"), [], "People live there"),
    ("building_changed", plain(building=NOKIA_HOME.building_code, use_state="05"), [], "People live there"),
    ("building_changed", plain(building=NOKIA_HOME.building_code, use_state="09"), [], "People live there"),
    ("dwelling_removed", plain(dwelling=HOME), [], "People live there"),
    ("dwelling_renumbered", plain(dwelling=HOME, staircase="A", number="001"), [], "has that number"),
    ("dwelling_renumbered", plain(dwelling=HOME, staircase="a"), [], "not a dwelling's number"),
    ("dwelling_renumbered", plain(dwelling=HOME, staircase="C", address_number=3), [], "no address of that number"),
    ("building_registered", plain(building={**building(), "kuntakoodi": "200"}), [], "no such municipality"),
    ("building_registered", plain(building={**building(), "osoitteet": []}), [], "one to four"),
    ("building_registered", plain(building={**building(), "kaytossaolotilanne": "07"}), [], "state of use"),
    ("building_registered", plain(building={**building(), "rakennustunnus": "150000000X"}), [], "not valid"),
    ("building_registered", plain(building={**building(), "lammonlahde": "77"}), [], "no such code of lammonlahde"),
    ("building_registered", plain(building={**building(), "varusteet": ["TUTKA"]}), [], "no such equipment"),
    ("building_registered", plain(building={**building(), "omistajat": [{"laji": "X"}]}), [], "kind of owner"),
    ("dwelling_registered", plain(dwelling=dwelling()), [], "No building"),
    ("building_address_added", plain(building=NOKIA_HOME.building_code, **ADDRESS), [], "of that number"),
    (
        "building_address_changed",
        plain(building=NOKIA_HOME.building_code, **{**ADDRESS, "number": 2}),
        [],
        "no address",
    ),
    ("building_changed", plain(building=NOKIA_HOME.building_code), [], "recorded already"),
    ("building_changed", plain(building=NOKIA_HOME.building_code, use_state="06"), [], "state of use"),
    ("street_renamed", plain(municipality="199", street="a", to="b"), [], "no such municipality"),
    ("municipalities_merged", plain(municipality="536", into="536"), [], "part of itself"),
    ("municipalities_merged", plain(municipality="536", into="837", day="2030-01-01"), [], "future"),
]


@pytest.mark.parametrize(
    ("name", "fields", "before", "why"), REFUSED, ids=[f"{row[0]}: {row[3]}-{at}" for at, row in enumerate(REFUSED)]
)
def test_an_impossible_event_of_places_is_refused(
    name: str, fields: Callable[[World], Fields], before: Before, why: str
) -> None:
    world = World()
    for earlier, of_whom in before:
        world.before(earlier, **of_whom(world))
    people = {person: write(document) for person, document in world.register.people.items()}
    places = msgspec.to_builtins(world.register.places.fresh().buildings)
    with pytest.raises(EventRefused) as refused:
        world.before(name, **fields(world))
    assert why in refused.value.message
    assert {person: write(document) for person, document in world.register.people.items()} == people
    assert msgspec.to_builtins(world.register.places.fresh().buildings) == places


def test_nobody_moves_into_a_demolished_building() -> None:
    world = World()
    world.before("building_demolished", building=NOKIA_FLAT.building_code, reason="08")
    with pytest.raises(EventRefused, match="demolished"):
        world.before("move", person=[world.code("single")], to=FLAT)
    world.before("building_changed", building=NOKIA_FLAT.building_code, use_state="01")
    world.before("move", person=[world.code("single")], to=FLAT)


def test_contact_addresses_go_with_the_protection_whichever_way_it_ends() -> None:
    world = World()
    world.before("protection_begun", person=world.code("single"), until="2026-12-01", day="2026-11-10")
    world.before("contact_address", person=world.code("single"), **MAIL)
    world.before("contact_address_abroad", person=world.code("single"), address="1", post_office="X", country="250")
    world.register.day = date(2026, 12, 2)
    world.register.record(DayPassed(person=world.code("single")))
    assert not world.register.people[4].all("KOTIMAINEN_YHTEYSOSOITE")
    assert not world.register.people[4].all("ULKOMAINEN_YHTEYSOSOITE")
