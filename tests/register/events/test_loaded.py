"""A loaded person stands exactly as loaded, until the next event derives anew and tells what that alters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.register.events.scenarios import LOADED, World

from vaki.register.document import homes_field, read, write
from vaki.register.groups import PLACE

if TYPE_CHECKING:
    from tests.register.people import Item

    from vaki.register.groups import WireGroup

CODE, OTHER = "010192-900H", "010190-999X"


def loaded(world: World, groups: list[WireGroup] = LOADED, code: str = CODE) -> dict[int, Item]:
    return world.register.record(world.event("loaded", henkilotunnus=code, tietoryhmat=groups))


def test_members_and_groups_keep_their_order() -> None:
    world = World()
    loaded(world)
    document = read(write(world.register.people[6]), 6, 1)
    stored = [entry.group for entry in document.entries]
    assert stored == LOADED
    assert [list(group) for group in stored] == [list(group) for group in LOADED]
    assert document.codes == [CODE]
    assert document.loaded_as == CODE


def test_loading_again_tells_nothing() -> None:
    world = World()
    assert loaded(world)
    assert not loaded(world)


def test_base_data_of_someone_known_loads_without_a_change() -> None:
    world = World()
    for person, document in list(world.register.people.items()):
        assert not loaded(world, world.register.base_data(person), document.code)


def test_no_year_end_municipality_is_added_to_what_was_loaded() -> None:
    world = World()
    groups = [*LOADED[:3], {"tietoryhma": "KOTIKUNTA", "kuntakoodi": "091", "kuntaanMuuttopv": {"arvo": "2000-01-01"}}]
    loaded(world, groups)
    assert world.register.base_data(6) == groups
    assert homes_field(world.register.people[6]) == f"~{CODE}"


def test_persons_who_stand_in_each_others_groups_are_linked() -> None:
    world = World()
    loaded(world)
    other: list[WireGroup] = [
        {
            "tietoryhma": "PERHESUHDE",
            "henkilo": {"henkilotunnus": CODE},
            "rooli": "VANHEMPI",
            "voimassaolo": "AKTIIVI",
        }
    ]
    told = loaded(world, other, OTHER)
    assert set(told) == {6, 7}
    assert [entry.mentions for entry in world.register.people[7].entries] == [(6,)]
    assert [entry.mentions for entry in world.register.people[6].entries if entry.mentions] == [(7,)]
    assert not loaded(world, other, OTHER)
    assert not loaded(world)


def test_the_next_event_makes_the_person_like_any_other() -> None:
    world = World()
    loaded(world)
    world.before("occupation", person=CODE, occupation="seppä")
    document = world.register.people[6]
    assert document.loaded_as is None
    assert document.codes == [CODE]
    assert document.one("TULEVA_RYHMA") is not None


def test_a_censored_answer_loads_and_lives_on() -> None:
    world = World()
    hidden = {"tietoryhma": "KOTIKUNTA", "turvakiellonAlaisetKentat": ["kuntakoodi", "kuntaanMuuttopv"]}
    groups = [*LOADED[:2], {"tietoryhma": "TURVAKIELTO", "turvakieltoAktiivinen": True}, hidden]
    loaded(world, groups)
    document = world.register.people[6]
    assert document.protected
    assert document.municipality is None
    told = world.register.record(world.event("protection_ended", person=CODE))
    assert [group["tietoryhma"] for group, _ in told[6]] == ["HENKILOTUNNUS_KORJAUS", "TURVAKIELTO", "KOTIKUNTA"]
    assert not world.register.people[6].protected


def test_the_next_event_puts_the_groups_in_wire_order() -> None:
    world = World()
    loaded(world, LOADED[::-1])
    assert [entry.group for entry in world.register.people[6].entries] == LOADED[::-1]
    world.before("occupation", person=CODE, occupation="seppä")
    places = [PLACE.get(entry.kind, len(PLACE)) for entry in world.register.people[6].entries]
    assert places == sorted(places)
