"""How a family is altered, in a few words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from tests.register.people import HELSINKI_HOME, a_person, parent_of

from vaki.codes.sex import Sex
from vaki.register.derive import derive
from vaki.register.document import reference
from vaki.register.events.told import record
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup


People = dict[str, "Document"]
ANOTHER_DAY: Final = date(1999, 9, 9)
TOMORROW: Final = date(2026, 11, 21)


def on(year: int, month: int = 1, day: int = 1) -> dict[str, str]:
    return wire_day(date(year, month, day))


def alter(document: Document, kind: str, *gone: str, **members: Any) -> None:
    """The first group of a kind, with other members; what follows from it follows."""
    old = document.all(kind)[0]
    document.swap(old, {**{name: value for name, value in old.items() if name not in gone}, **members})
    derive(document)


def add(document: Document, kind: str, *mentions: int, **members: Any) -> None:
    document.add(record(kind, **members), *mentions)
    derive(document)


def die(document: Document, year: int = 2020) -> None:
    document.put(record("KUOLINPAIVA", kuollut=True, kuolinpv=on(year)))


def leave_home(document: Document) -> None:
    for kind in ("VAKINAINEN_KOTIMAINEN_OSOITE", "VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"):
        document.drop_kind(kind)


def grown_child(people: People, born: date, parent: str = "mother") -> Document:
    """One more child of a parent's, on both sides."""
    made = people["grown"] = a_person(6, born, Sex.MAN, "Lauri", "Virtanen", home=HELSINKI_HOME)
    parent_of(made, people[parent], custody=False)
    derive(made)
    derive(people[parent])
    return made


def protect(document: Document, since: str = "2024-05-01") -> None:
    document.put(record("TURVAKIELTO", turvakieltoAktiivinen=True))
    document.protections = ((since, ""),)


def guardian_of(people: People, guardian: str = "father") -> None:
    """The single person gets a guardian."""
    one = people[guardian]
    add(
        people["single"],
        "EDUNVALVONTA",
        one.person_id,
        alkupv=on(2021),
        toimintakelpoisuus="RAJOITTAMATON",
        tehtavienjako=False,
        nykyisetEdunvalvojat=[{"edunvalvoja": reference(one), "alkupv": on(2021)}],
    )


def second_union(people: People, since: date, until: dict[str, str] | None) -> None:
    """The mother's earlier or later marriage, with the single person."""
    over: WireGroup = {} if until is None else {"paattymispv": until, "paattymistapa": "AVIOERO"}
    for one, other in (("mother", "single"), ("single", "mother")):
        add(
            people[one],
            "AVIOLIITTO",
            people[other].person_id,
            puoliso=reference(people[other]),
            voimassaolo="AKTIIVI" if until is None else "PASSIIVI",
            vihkipv=wire_day(since),
            jarjestysnumero=2,
            **over,
        )


def end_marriage(people: People, how: str, until: dict[str, str]) -> None:
    for one in ("mother", "father"):
        alter(people[one], "AVIOLIITTO", voimassaolo="PASSIIVI", paattymispv=until, paattymistapa=how)
