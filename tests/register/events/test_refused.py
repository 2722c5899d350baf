"""An impossible event is refused with a sentence without personal data, and alters nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.register.events.scenarios import World
from tests.register.people import HELSINKI_HOME, NOKIA_FLAT, NOKIA_HOME

from vaki.register.document import write
from vaki.register.errors import EventRefused
from vaki.register.events.catalogue import EVENTS, EventMalformed, decode, schema

if TYPE_CHECKING:
    from collections.abc import Callable

FLAT = NOKIA_FLAT.residence_code
NOWHERE = "199999999X1A001 "
Fields = dict[str, Any]


def _dead(world: World) -> None:
    world.before("death", person=world.code("single"))


def _protected(world: World) -> None:
    world.before("protection_begun", person=world.code("single"), until="2028-01-01", day="2026-11-10")


def _nothing(_world: World) -> None:
    pass


REFUSED: list[tuple[str, Callable[[World], None], str, Callable[[World], Fields]]] = [
    ("marrying the dead", _dead, "marriage", lambda w: {"first": w.code("single"), "second": w.code("abroad")}),
    ("marrying the married", _nothing, "marriage", lambda w: {"first": w.code("single"), "second": w.code("mother")}),
    ("marrying oneself", _nothing, "marriage", lambda w: {"first": w.code("single"), "second": w.code("single")}),
    ("marrying a child", _nothing, "marriage", lambda w: {"first": w.code("single"), "second": w.code("child")}),
    (
        "marrying before the age",
        _nothing,
        "marriage",
        lambda w: {"first": w.code("single"), "second": w.code("abroad"), "day": "2000-01-01"},
    ),
    ("divorcing a stranger", _nothing, "divorce", lambda w: {"first": w.code("mother"), "second": w.code("single")}),
    (
        "divorcing before the wedding",
        _nothing,
        "divorce",
        lambda w: {"first": w.code("mother"), "second": w.code("father"), "day": "2012-06-15"},
    ),
    ("moving the dead", _dead, "move", lambda w: {"person": [w.code("single")], "to": FLAT}),
    ("moving tomorrow", _nothing, "move", lambda w: {"person": [w.code("single")], "to": FLAT, "day": "2026-11-21"}),
    (
        "moving before the present home began",
        _nothing,
        "move",
        lambda w: {"person": [w.code("single")], "to": FLAT, "day": "2020-01-01"},
    ),
    ("moving nowhere", _nothing, "move", lambda w: {"person": [w.code("single")], "to": NOWHERE}),
    (
        "moving home",
        _nothing,
        "move",
        lambda w: {"person": [w.code("mother")], "to": NOKIA_HOME.residence_code},
    ),
    ("moving from abroad", _nothing, "move", lambda w: {"person": [w.code("abroad")], "to": FLAT}),
    ("moving one person twice", _nothing, "move", lambda w: {"person": [w.code("single")] * 2, "to": FLAT}),
    (
        "moving a household of whom one cannot",
        _nothing,
        "move",
        lambda w: {"person": [w.code("single"), w.code("abroad")], "to": FLAT},
    ),
    ("cancelling no move", _nothing, "cancelled_move", lambda w: {"person": [w.code("single")], "back_to": FLAT}),
    ("a child as mother", _nothing, "birth", lambda w: {"mother": w.code("child"), "sex": "MIES"}),
    (
        "a parent not yet born",
        _nothing,
        "birth",
        lambda w: {"mother": w.code("mother"), "sex": "MIES", "day": "1985-02-01"},
    ),
    ("a man as mother", _nothing, "birth", lambda w: {"mother": w.code("father"), "sex": "MIES"}),
    ("a birth tomorrow", _nothing, "birth", lambda w: {"mother": w.code("mother"), "sex": "MIES", "day": "2026-11-21"}),
    (
        "a code that tells another sex",
        _nothing,
        "birth",
        lambda w: {"mother": w.code("mother"), "sex": "MIES", "code": w.code("child"), "day": "2018-02-03"},
    ),
    (
        "a code in use",
        _nothing,
        "birth",
        lambda w: {"mother": w.code("mother"), "sex": "NAINEN", "code": w.code("child"), "day": "2018-02-03"},
    ),
    (
        "a fifth first name",
        _nothing,
        "birth",
        lambda w: {"mother": w.code("mother"), "sex": "MIES", "first_names": "A B C D E", "surname": "Laine"},
    ),
    (
        "naming the named",
        _nothing,
        "naming",
        lambda w: {"person": w.code("child"), "first_names": "Aada", "surname": "Laine"},
    ),
    ("dying twice", _dead, "death", lambda w: {"person": w.code("single")}),
    ("dying before birth", _nothing, "death", lambda w: {"person": w.code("child"), "day": "2018-02-02"}),
    ("undoing no death", _nothing, "death_undone", lambda w: {"person": w.code("single")}),
    (
        "undoing a death into another's home",
        _dead,
        "death_undone",
        lambda w: {"person": w.code("single"), "residence": FLAT},
    ),
    ("protecting twice", _protected, "protection_begun", lambda w: {"person": w.code("single")}),
    (
        "an end that is past",
        _nothing,
        "protection_begun",
        lambda w: {"person": w.code("single"), "until": "2026-11-19"},
    ),
    ("ending no protection", _nothing, "protection_ended", lambda w: {"person": w.code("single")}),
    (
        "ending protection before it began",
        _protected,
        "protection_ended",
        lambda w: {"person": w.code("single"), "day": "2026-11-09"},
    ),
    (
        "shortening protection",
        _protected,
        "protection_extended",
        lambda w: {"person": w.code("single"), "until": "2027-01-01"},
    ),
    ("extending no protection", _nothing, "protection_extended", lambda w: {"person": w.code("single")}),
    (
        "custody of an adult",
        _nothing,
        "custody_begun",
        lambda w: {"child": w.code("single"), "guardian": w.code("mother")},
    ),
    (
        "custody twice",
        _nothing,
        "custody_begun",
        lambda w: {"child": w.code("child"), "guardian": w.code("mother")},
    ),
    (
        "ending no custody",
        _nothing,
        "custody_ended",
        lambda w: {"child": w.code("child"), "guardian": w.code("single")},
    ),
    (
        "deciding on no custody",
        _nothing,
        "custody_decided",
        lambda w: {"child": w.code("child"), "guardian": w.code("single"), "living": "AIDIN_LUONA"},
    ),
    ("the same citizenship", _nothing, "citizenship_granted", lambda w: {"person": w.code("single"), "country": "246"}),
    ("no such citizenship", _nothing, "citizenship_lost", lambda w: {"person": w.code("single"), "country": "233"}),
    ("no such country", _nothing, "citizenship_granted", lambda w: {"person": w.code("single"), "country": "000"}),
    ("emigrating to Finland", _nothing, "emigration", lambda w: {"person": [w.code("single")], "country": "246"}),
    ("emigrating from abroad", _nothing, "emigration", lambda w: {"person": [w.code("abroad")], "country": "250"}),
    (
        "immigrating a resident",
        _nothing,
        "immigration",
        lambda w: {"person": w.code("single"), "to": FLAT, "from_country": "233"},
    ),
    ("immigrating nobody", _nothing, "immigration", lambda w: {"to": FLAT, "from_country": "233"}),
    (
        "a call name of another",
        _nothing,
        "call_name_change",
        lambda w: {"person": w.code("single"), "call_name": "Aino"},
    ),
    ("the same name", _nothing, "name_change", lambda w: {"person": w.code("mother"), "surname": "Virtanen"}),
    ("no such language", _nothing, "mother_tongue", lambda w: {"person": w.code("single"), "language": "zz"}),
    ("an unknown person", _nothing, "death", lambda w: {"person": "010190-999P"}),
    (
        "correcting what is not there",
        _nothing,
        "correction",
        lambda w: {"person": w.code("single"), "kind": "SYNTYMAKOTIKUNTA", "wrong": {"kuntakoodi": "837"}, "right": {}},
    ),
    (
        "correcting what is derived",
        _nothing,
        "correction",
        lambda w: {"person": w.code("child"), "kind": "VANHEMPI_SUPPEA", "wrong": {}, "right": {}},
    ),
    (
        "correcting to an unknown member",
        _nothing,
        "correction",
        lambda w: {
            "person": w.code("single"),
            "kind": "SYNTYMAKOTIKUNTA",
            "wrong": {"kuntakoodi": "536"},
            "right": {"kunta": "837"},
        },
    ),
    (
        "loading a change",
        _nothing,
        "loaded",
        lambda _: {
            "henkilotunnus": "010190-999P",
            "tietoryhmat": [{"muutosattribuutti": "LISATTY", "tietoryhma": "X"}],
        },
    ),
    (
        "loading what cannot be read",
        _nothing,
        "loaded",
        lambda _: {"henkilotunnus": "010190-999P", "tietoryhmat": [{"tietoryhma": "SYNTYMAPAIVA"}]},
    ),
]


@pytest.mark.parametrize(("before", "name", "fields"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_an_impossible_event_alters_nothing(
    before: Callable[[World], None], name: str, fields: Callable[[World], Fields]
) -> None:
    world = World()
    before(world)
    documents = {person: write(document) for person, document in world.register.people.items()}
    codes = [document.code for document in world.register.people.values()]
    with pytest.raises(EventRefused) as refused:
        world.register.record(decode(name, fields(world)))
    assert refused.value.message.endswith(".")
    assert not any(code in refused.value.message for code in codes)
    assert {person: write(document) for person, document in world.register.people.items()} == documents


def test_the_parent_of_a_dead_child_is_not_left_a_guardian() -> None:
    world = World()
    world.before("death", person=world.code("child"))
    assert not world.register.people[1].all("HUOLLETTAVA")
    assert len(world.register.people[1].all("LAPSI")) == 1


def test_a_home_in_helsinki_is_one_to_go_back_to() -> None:
    world = World()
    address = world.register.people[4].one("VAKINAINEN_KOTIMAINEN_OSOITE")
    world.before("move", person=[world.code("single")], to=FLAT, day="2026-11-01")
    world.before("cancelled_move", person=[world.code("single")], back_to=HELSINKI_HOME.residence_code)
    assert world.register.people[4].one("VAKINAINEN_KOTIMAINEN_OSOITE") == address


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_has_a_meaning_a_source_and_a_closed_schema(name: str) -> None:
    meaning = EVENTS[name].__doc__ or ""
    assert meaning.split("\n")[0].endswith((".", ":", ";", ","))
    assert "Source:" in meaning
    reference = schema(name)
    assert reference["$defs"][EVENTS[name].__name__]["additionalProperties"] is False


def test_a_malformed_event_is_told_without_its_values() -> None:
    with pytest.raises(EventMalformed) as malformed:
        decode("birth", {"mother": "010190-999P", "sex": "010190-999P"})
    assert "999P" not in malformed.value.message
    with pytest.raises(EventMalformed):
        decode("no_such_event", {})


def test_the_dead_are_dead_from_their_day() -> None:
    world = World()
    world.before("death", person=world.code("single"), day="2026-11-02")
    assert world.register.people[4].death_day == date(2026, 11, 2)
