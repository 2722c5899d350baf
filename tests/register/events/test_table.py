"""Every event tells what its table says, and whoever applies it to base data gets the new base data."""

from __future__ import annotations

from typing import get_args

import pytest
from tests.register.events import table
from tests.register.events.scenarios import SCENARIOS, SUBJECTS
from tests.register.people import plain, rows
from tests.register.reading import Reader

from vaki.register.document import read, write
from vaki.register.events.catalogue import EVENTS
from vaki.register.events.clock import DayPassed
from vaki.register.events.notices import Ban
from vaki.register.groups import ATTRIBUTE, BY_NAME, CATALOGUE, IN_FORCE, KIND

UNKNOWN = {"TULEVA_RYHMA"}
TELL_NOBODY = {
    "building_registered",
    "building_changed",
    "building_address_added",
    "building_demolished",
    "dwelling_registered",
    "dwelling_removed",
}
"""Events of places where nobody lives, or that alter nothing of where people live."""


@pytest.fixture(scope="module")
def expected() -> table.Table:
    return {title: people for subject in SUBJECTS for title, people in table.read(subject).items()}


@pytest.mark.parametrize("title", SCENARIOS)
def test_an_event_tells_its_rows_in_their_order(title: str, expected: table.Table) -> None:
    _, told = table.told(title)
    assert {role: rows(item) for role, item in told.items()} == expected[title]


def test_every_event_has_rows(expected: table.Table) -> None:
    titled = {title.partition(":")[0] for title, people in expected.items() if people}
    assert titled == {*EVENTS, DayPassed.name} - TELL_NOBODY
    assert {title.partition(":")[0] for title in expected} == {*EVENTS, DayPassed.name}
    for subject, titles in SUBJECTS.items():
        assert list(table.read(subject)) == titles


def test_no_kind_of_group_is_out_of_every_events_reach() -> None:
    """The bans differ in name only: each is set by `ban_set`, of which one scenario stands for all."""
    told = {group[KIND] for title in SCENARIOS for item in table.told(title)[1].values() for group, _ in item}
    followed = {kind.name for kind in CATALOGUE if kind.derived_from is not None}
    assert {kind.name for kind in CATALOGUE} - told - followed - {*get_args(Ban)} == set()


@pytest.mark.parametrize("title", SCENARIOS)
def test_base_data_and_the_changes_give_the_new_base_data(title: str) -> None:
    prepared, event = table.prepared(title)
    register = prepared.register
    documents = {person: write(document) for person, document in register.people.items()}
    before = {person: register.base_data_before(person) for person in register.people}
    told = register.record(event)
    for person, item in told.items():
        reader = Reader(before.get(person, []), register.day)
        reader.apply([group for group, aged in item if not aged])
        assert plain(reader.groups) == plain(register.base_data(person))
    for person in (documents.keys() - told.keys()) & register.people.keys():
        assert write(register.people[person]) == documents[person]


@pytest.mark.parametrize("title", SCENARIOS)
def test_told_members_are_known_to_the_catalogue(title: str) -> None:
    for item in table.told(title)[1].values():
        for group, _ in item:
            if group[KIND] not in UNKNOWN:
                assert {*group} - {KIND, ATTRIBUTE, IN_FORCE} <= {*BY_NAME[group[KIND]].members}


@pytest.mark.parametrize("title", SCENARIOS)
def test_the_corrected_record_follows_the_wrong_one_directly(title: str) -> None:
    for item in table.told(title)[1].values():
        told = [(group[ATTRIBUTE], group[KIND]) for group, _ in item]
        for at, (attribute, kind) in enumerate(told):
            if attribute == "KORJATTAVA":
                assert told[at + 1] == ("KORJATTU", kind)
            if attribute == "KORJATTU":
                assert told[at - 1] == ("KORJATTAVA", kind)


@pytest.mark.parametrize("title", SCENARIOS)
def test_whoever_is_mentioned_in_a_told_group_is_noted(title: str) -> None:
    world, _ = table.told(title)
    by_code = {code: person for person, document in world.register.people.items() for code in document.codes}
    for written in world.register.written:
        first, *lines = written.groups.split("\n")
        noted = set(first.split("\t")[1].split())
        for at, line in enumerate(lines):
            for code, person in by_code.items():
                if f'"henkilotunnus":"{code}"' in line:
                    assert f"{at}:{person}" in noted


@pytest.mark.parametrize("title", SCENARIOS)
def test_a_written_document_reads_back(title: str) -> None:
    world, _ = table.told(title)
    for person, document in world.register.people.items():
        again = read(write(document), person, world.register.key)
        assert again == document
        assert write(again) == write(document)
