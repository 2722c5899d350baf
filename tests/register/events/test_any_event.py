"""What holds of every event on any people: refused without a trace, or whole on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.register.events.any_event import any_event
from tests.register.people import Register, family, plain
from tests.register.reading import Reader

from vaki.register.derive import derive
from vaki.register.document import Document, read, write
from vaki.register.errors import EventRefused
from vaki.register.groups import ATTRIBUTE, BY_NAME, IN_FORCE, KIND
from vaki.register.index import narrow_rows

if TYPE_CHECKING:
    from tests.register.people import Item

    from vaki.register.events.draft import Event

ANY = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
OTHER_SIDE = {
    "LAPSI": "VANHEMPI",
    "VANHEMPI": "LAPSI",
    "HUOLTAJA": "HUOLLETTAVA",
    "HUOLLETTAVA": "HUOLTAJA",
    "AVIOLIITTO": "AVIOLIITTO",
}
LIFE = 6


def texts(register: Register) -> dict[int, str]:
    return {person: write(document) for person, document in register.people.items()}


def attempted(register: Register, event: Event) -> tuple[EventRefused | None, dict[int, Item]]:
    try:
        return None, register.record(event)
    except EventRefused as refused:
        return refused, {}


def refuse_or_hold(register: Register, event: Event) -> None:
    before = texts(register)
    base = {person: register.base_data(person) for person in register.people}
    codes = {person: document.code for person, document in register.people.items()}
    refused, told = attempted(register, event)
    if refused is not None:
        assert texts(register) == before
        assert not any(code in refused.message for code in codes.values())
        return
    for written in register.written:
        assert written.item_code == codes.get(written.document.person_id, written.document.code)
    for person, item in told.items():
        reads_on(register, person, base.get(person, []), item)
        well_told(item)
    for person in (before.keys() - told.keys()) & register.people.keys():
        assert write(register.people[person]) == before[person]


def reads_on(register: Register, person: int, base: list[dict[str, object]], item: Item) -> None:
    reader = Reader(base, register.day)
    reader.apply([group for group, aged in item if not aged])
    assert plain(reader.groups) == plain(register.base_data(person))


def well_told(item: Item) -> None:
    told = [(group[ATTRIBUTE], group[KIND]) for group, _ in item]
    for at, (attribute, kind) in enumerate(told):
        if attribute == "KORJATTAVA":
            assert told[at + 1] == ("KORJATTU", kind)
    for group, _ in item:
        assert {*group} - {KIND, ATTRIBUTE, IN_FORCE} <= {*BY_NAME[group[KIND]].members}


def stands(document: Document, key: int) -> None:
    assert read(write(document), document.person_id, key) == document
    narrow_rows(document)
    if document.loaded_as is None:
        again = document.clone()
        derive(again)
        assert again == document


def reciprocal(register: Register) -> None:
    for person, document in register.people.items():
        for entry in document.entries:
            if entry.kind in OTHER_SIDE:
                for other in entry.mentions:
                    theirs = register.people[other]
                    if theirs.loaded_as is None and document.loaded_as is None:
                        sides = theirs.entries_of(OTHER_SIDE[entry.kind])
                        assert any(person in side.mentions for side in sides)


@ANY
@given(st.data())
def test_an_event_is_refused_without_a_trace_or_leaves_whole_documents(data: st.DataObject) -> None:
    register = Register.of(family())
    loaded = False
    for _ in range(LIFE):
        event = data.draw(any_event(register))
        refuse_or_hold(register, event)
        loaded = loaded or type(event).name == "loaded"
        for document in register.people.values():
            stands(document, register.key)
        if not loaded:
            reciprocal(register)
