"""A small register made by hand for the door's tests, and an event that does whatever a test says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import asynccontextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from vaki.codes import hetu
from vaki.codes.sex import Sex
from vaki.disclosure import credentials, permits
from vaki.disclosure.caller import Caller
from vaki.disclosure.door import open_door
from vaki.register.clock import start_clock
from vaki.register.derive import derive
from vaki.register.document import Document, reference
from vaki.register.events.draft import Draft, Event
from vaki.register.groups import in_member_order
from vaki.register.loading import LoadRow, copy_people, finish_load
from vaki.register.recorder import Recorder
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from vaki.postgres.environment import Pools

TODAY = date(2026, 11, 21)
HOLDER = "0204819-8"
NOKIA, TAMPERE, HELSINKI = "536", "837", "091"


class Happening(Event):
    """Does what a test says to the documents of the persons named."""

    name: ClassVar[str] = "happening"
    people: tuple[str, ...]
    act: Any

    def codes(self) -> Iterable[str]:
        return self.people

    def apply(self, draft: Draft) -> None:
        self.act(draft, *(draft.person(code) for code in self.people))


def record(kind: str, **members: Any) -> dict[str, Any]:
    """A group with the members that are given, in wire order."""
    given = {member: value for member, value in members.items() if value is not None}
    return in_member_order({"tietoryhma": kind, **given})


def code_of(number: int, born: date = date(1980, 5, 17)) -> str:
    return hetu.allocate(born, Sex.WOMAN if number % 2 else Sex.MAN, number // 2)


def address(street: str, town: str, since: date) -> dict[str, Any]:
    return record(
        "VAKINAINEN_KOTIMAINEN_OSOITE",
        katunimi={"fi": street},
        katunumero="1",
        postinumero="37100",
        postitoimipaikka={"fi": "NOKIA"},
        kuntakoodi=town,
        alkupv=wire_day(since),
    )


def person(
    number: int,
    *,
    born: date = date(1980, 5, 17),
    town: str | None = NOKIA,
    street: str = "Salakatu",
    protected_since: date | None = None,
    religion: str | None = None,
) -> Document:
    """A living woman (odd number) or man with a name, a home and an address."""
    document = Document(number)
    code = code_of(number, born)
    document.add(
        record(
            "HENKILOTUNNUS_KORJAUS",
            aktiivinenHenkilotunnus=code,
            edellisetHenkilotunnukset=[],
            muutettuHenkilotunnus=code,
            voimassaolo="AKTIIVI",
        )
    )
    document.add(record("SUKUPUOLI", sukupuoli="NAINEN" if number % 2 else "MIES"))
    document.add(record("HENKILON_NIMI", etunimi=f"Etu{number}", sukunimi=f"Suku{number}"))
    document.add(record("SYNTYMAPAIVA", syntymapv=wire_day(born)))
    document.add(record("SYNTYMAKOTIKUNTA", kuntakoodi=HELSINKI))
    if town is not None:
        since = date(2010, 3, 1)
        document.add(record("KOTIKUNTA", kuntakoodi=town, kuntaanMuuttopv=wire_day(since)))
        document.add(record("VAESTOKIRJANPITOKUNTA", kuntakoodi=town, kuntaanMuuttopv=wire_day(since)))
        document.add(address(street, town, since))
    if religion is not None:
        document.add(record("USKONTOKUNTALAJI", uskontokuntalaji=religion))
    if protected_since is not None:
        document.add(record("TURVAKIELTO", turvakieltoAktiivinen=True))
        document.protections = ((protected_since.isoformat(), ""),)
    return document


def family(mother: Document, child: Document) -> None:
    """Make the two mother and child, with custody."""
    end = child.birth_date.replace(year=child.birth_date.year + 18) if child.birth_date else None
    for holder, kin, member, other in (
        (mother, "LAPSI", "lapsi", child),
        (child, "VANHEMPI", "vanhempi", mother),
    ):
        holder.add(record(kin, **{member: reference(other)}, isaAiti="AITI"), other.person_id)
    for holder, kin, member, other in (
        (mother, "HUOLLETTAVA", "huollettava", child),
        (child, "HUOLTAJA", "huoltaja", mother),
    ):
        group = record(
            kin,
            **{member: reference(other)},
            huoltajanLaji="LAKISAATEINEN_HUOLTAJA",
            huoltajanRooli="AITI",
            huoltosuhteenLoppupv=None if end is None else wire_day(end),
        )
        holder.add(group, other.person_id)


async def load(pools: Pools, *people: Document, day: date = TODAY) -> None:
    for document in people:
        derive(document)
    async with pools.register.acquire() as connection, connection.transaction():
        await start_clock(connection, "simulated", day)
        await copy_people(connection, [LoadRow(document, day) for document in people])
        await finish_load(connection)


@asynccontextmanager
async def recording(pools: Pools) -> AsyncIterator[Callable[..., Any]]:
    """`await happen(act, *documents)` publishes what `act(draft, *documents)` does."""
    async with Recorder(pools.register) as recorder:

        async def happen(act: Callable[..., None], *people: Document) -> int:
            recorded = await recorder.record(Happening(people=tuple(one.code for one in people), act=act))
            return max((key for _, key, _ in recorded.items), default=0)

        yield happen


async def caller(pools: Pools, product: str = "K2000", **terms: Any) -> Caller:
    """Someone let in under a new permit; K2000's is Nokia's unless said otherwise."""
    if product == "K2000":
        terms.setdefault("municipalities", [NOKIA])
    async with pools.disclosure.acquire() as connection:
        permit_id = await permits.add_permit(connection, holder=HOLDER, product=product, **terms)
        made = await credentials.add_credential(connection, permit_id)
    return await open_door(pools, made.user, made.password, channel="direct", address="127.0.0.1")


async def sandbox(pools: Pools, user: str) -> Caller:
    return await open_door(pools, user, "pwd", channel="direct", address="127.0.0.1", sandbox=True)


def read(item: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(item)
    return told


def groups(item: bytes, kind: str | None = None) -> list[dict[str, Any]]:
    """The groups of an item, of one kind or all."""
    told = read(item)["tietoryhmat"]
    return [group for group in told if kind is None or group["tietoryhma"] == kind]


def kinds(item: bytes) -> list[str]:
    return [group["tietoryhma"] for group in groups(item)]
