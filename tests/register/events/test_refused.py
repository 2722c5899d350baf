"""An impossible event is refused with a sentence without personal data, and alters nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.register.events.refusing import Fields, Row, alters_nothing, nothing
from tests.register.events.scenarios import World
from tests.register.people import HELSINKI_HOME, NOKIA_FLAT, NOKIA_HOME

from vaki.register.events.catalogue import EVENTS, EventMalformed, decode, schema

if TYPE_CHECKING:
    from collections.abc import Callable

FLAT = NOKIA_FLAT.residence_code
NOWHERE = "199999999X1A001 "


def _dead(world: World) -> None:
    world.before("death", person=world.code("single"))


def _protected(world: World) -> None:
    world.before("protection_begun", person=world.code("single"), until="2028-01-01", day="2026-11-10")


REFUSED: list[Row] = [
    ("marrying the dead", _dead, "marriage", lambda w: {"first": w.code("single"), "second": w.code("abroad")}),
    ("marrying the married", nothing, "marriage", lambda w: {"first": w.code("single"), "second": w.code("mother")}),
    ("marrying oneself", nothing, "marriage", lambda w: {"first": w.code("single"), "second": w.code("single")}),
    ("marrying a child", nothing, "marriage", lambda w: {"first": w.code("single"), "second": w.code("child")}),
    (
        "marrying before the age",
        nothing,
        "marriage",
        lambda w: {"first": w.code("single"), "second": w.code("abroad"), "day": "2000-01-01"},
    ),
    ("divorcing a stranger", nothing, "divorce", lambda w: {"first": w.code("mother"), "second": w.code("single")}),
    (
        "divorcing before the wedding",
        nothing,
        "divorce",
        lambda w: {"first": w.code("mother"), "second": w.code("father"), "day": "2012-06-15"},
    ),
    ("moving the dead", _dead, "move", lambda w: {"person": [w.code("single")], "to": FLAT}),
    ("moving tomorrow", nothing, "move", lambda w: {"person": [w.code("single")], "to": FLAT, "day": "2026-11-21"}),
    (
        "moving before the present home began",
        nothing,
        "move",
        lambda w: {"person": [w.code("single")], "to": FLAT, "day": "2020-01-01"},
    ),
    ("moving nowhere", nothing, "move", lambda w: {"person": [w.code("single")], "to": NOWHERE}),
    (
        "moving home",
        nothing,
        "move",
        lambda w: {"person": [w.code("mother")], "to": NOKIA_HOME.residence_code},
    ),
    ("moving from abroad", nothing, "move", lambda w: {"person": [w.code("abroad")], "to": FLAT}),
    ("moving one person twice", nothing, "move", lambda w: {"person": [w.code("single")] * 2, "to": FLAT}),
    (
        "moving a household of whom one cannot",
        nothing,
        "move",
        lambda w: {"person": [w.code("single"), w.code("abroad")], "to": FLAT},
    ),
    ("cancelling no move", nothing, "cancelled_move", lambda w: {"person": [w.code("single")], "back_to": FLAT}),
    ("a child as mother", nothing, "birth", lambda w: {"mother": w.code("child"), "sex": "MIES"}),
    (
        "a parent not yet born",
        nothing,
        "birth",
        lambda w: {"mother": w.code("mother"), "sex": "MIES", "day": "1985-02-01"},
    ),
    ("a man as mother", nothing, "birth", lambda w: {"mother": w.code("father"), "sex": "MIES"}),
    ("a birth tomorrow", nothing, "birth", lambda w: {"mother": w.code("mother"), "sex": "MIES", "day": "2026-11-21"}),
    (
        "a code that tells another sex",
        nothing,
        "birth",
        lambda w: {"mother": w.code("mother"), "sex": "MIES", "code": w.code("child"), "day": "2018-02-03"},
    ),
    (
        "a code in use",
        nothing,
        "birth",
        lambda w: {"mother": w.code("mother"), "sex": "NAINEN", "code": w.code("child"), "day": "2018-02-03"},
    ),
    (
        "a fifth first name",
        nothing,
        "birth",
        lambda w: {"mother": w.code("mother"), "sex": "MIES", "first_names": "A B C D E", "surname": "Laine"},
    ),
    (
        "naming the named",
        nothing,
        "naming",
        lambda w: {"person": w.code("child"), "first_names": "Aada", "surname": "Laine"},
    ),
    ("dying twice", _dead, "death", lambda w: {"person": w.code("single")}),
    ("dying before birth", nothing, "death", lambda w: {"person": w.code("child"), "day": "2018-02-02"}),
    (
        "correcting no death",
        nothing,
        "death_corrected",
        lambda w: {"person": w.code("single"), "right_day": "2026-11-01"},
    ),
    (
        "correcting a death to its day",
        _dead,
        "death_corrected",
        lambda w: {"person": w.code("single"), "right_day": "2026-11-20"},
    ),
    (
        "correcting a death to before what it ended",
        _dead,
        "death_corrected",
        lambda w: {"person": w.code("single"), "right_day": "2010-01-01"},
    ),
    ("undoing no death", nothing, "death_undone", lambda w: {"person": w.code("single")}),
    (
        "undoing a death into another's home",
        _dead,
        "death_undone",
        lambda w: {"person": w.code("single"), "residence": FLAT},
    ),
    ("protecting twice", _protected, "protection_begun", lambda w: {"person": w.code("single")}),
    (
        "an end that is past",
        nothing,
        "protection_begun",
        lambda w: {"person": w.code("single"), "until": "2026-11-19"},
    ),
    ("ending no protection", nothing, "protection_ended", lambda w: {"person": w.code("single")}),
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
    ("extending no protection", nothing, "protection_extended", lambda w: {"person": w.code("single")}),
    (
        "custody of an adult",
        nothing,
        "custody_begun",
        lambda w: {"child": w.code("single"), "guardian": w.code("mother")},
    ),
    (
        "custody twice",
        nothing,
        "custody_begun",
        lambda w: {"child": w.code("child"), "guardian": w.code("mother")},
    ),
    (
        "ending no custody",
        nothing,
        "custody_ended",
        lambda w: {"child": w.code("child"), "guardian": w.code("single")},
    ),
    (
        "deciding on no custody",
        nothing,
        "custody_decided",
        lambda w: {"child": w.code("child"), "guardian": w.code("single"), "living": "AIDIN_LUONA"},
    ),
    ("the same citizenship", nothing, "citizenship_granted", lambda w: {"person": w.code("single"), "country": "246"}),
    ("no such citizenship", nothing, "citizenship_lost", lambda w: {"person": w.code("single"), "country": "233"}),
    ("no such country", nothing, "citizenship_granted", lambda w: {"person": w.code("single"), "country": "000"}),
    ("emigrating to Finland", nothing, "emigration", lambda w: {"person": [w.code("single")], "country": "246"}),
    ("emigrating from abroad", nothing, "emigration", lambda w: {"person": [w.code("abroad")], "country": "250"}),
    (
        "immigrating a resident",
        nothing,
        "immigration",
        lambda w: {"person": w.code("single"), "to": FLAT, "from_country": "233"},
    ),
    ("immigrating nobody", nothing, "immigration", lambda w: {"to": FLAT, "from_country": "233"}),
    (
        "a call name of another",
        nothing,
        "call_name_change",
        lambda w: {"person": w.code("single"), "call_name": "Aino"},
    ),
    ("the same name", nothing, "name_change", lambda w: {"person": w.code("mother"), "surname": "Virtanen"}),
    ("no such language", nothing, "mother_tongue", lambda w: {"person": w.code("single"), "language": "zz"}),
    ("an unknown person", nothing, "death", lambda w: {"person": "010190-999P"}),
    (
        "correcting what is not there",
        nothing,
        "correction",
        lambda w: {"person": w.code("single"), "kind": "SYNTYMAKOTIKUNTA", "wrong": {"kuntakoodi": "837"}, "right": {}},
    ),
    (
        "correcting what is derived",
        nothing,
        "correction",
        lambda w: {"person": w.code("child"), "kind": "VANHEMPI_SUPPEA", "wrong": {}, "right": {}},
    ),
    (
        "correcting to an unknown member",
        nothing,
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
        nothing,
        "loaded",
        lambda _: {
            "henkilotunnus": "010190-999P",
            "tietoryhmat": [{"muutosattribuutti": "LISATTY", "tietoryhma": "X"}],
        },
    ),
    (
        "loading what cannot be read",
        nothing,
        "loaded",
        lambda _: {"henkilotunnus": "010190-999P", "tietoryhmat": [{"tietoryhma": "SYNTYMAPAIVA"}]},
    ),
]


@pytest.mark.parametrize(("before", "name", "fields"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_an_impossible_event_alters_nothing(
    before: Callable[[World], None], name: str, fields: Callable[[World], Fields]
) -> None:
    alters_nothing(before, name, fields)


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
