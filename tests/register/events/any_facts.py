"""What the fields of events are drawn from: the same few persons, days and names, now and then impossible ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from tests.register.people import DWELLINGS, TODAY, Register

if TYPE_CHECKING:
    from vaki.register.document import Document

Draw = Callable[[st.SearchStrategy[Any]], Any]
BAN = "SUORAMARKKINOINTIKIELTO"
DAYS = st.one_of(
    st.sampled_from([TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=1), date(2010, 4, 1), date(2018, 2, 3)]),
    st.dates(date(1960, 1, 1), TODAY),
    st.dates(TODAY - timedelta(days=30), TODAY + timedelta(days=2)),
)
ENDS = st.one_of(st.none(), st.dates(TODAY - timedelta(days=5), TODAY + timedelta(days=3000)))
HOMES = st.sampled_from([one.residence_code for one in DWELLINGS])
FIRST_NAMES = st.sampled_from(["Aino Maria", "Väinö", "Šárká", "A B C D E", "Maria-Elina Oona"])
SURNAMES = st.sampled_from(["Virtanen", "Šemeikka", "af Ursin", "1", "Laine"])
COUNTRIES = st.sampled_from(["246", "233", "752", "998", "999"])
TEMPORARY = (
    "TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
    "TILAPAINEN_OLINPAIKASSA_ASUMINEN",
    "TILAPAINEN_ULKOMAILLA_ASUMINEN",
)
FORMER = ("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS", "ENTINEN_OLINPAIKASSA_ASUMINEN", "ENTINEN_ULKOMAILLA_ASUMINEN")
CONTACTS = ("KOTIMAINEN_YHTEYSOSOITE", "ULKOMAINEN_YHTEYSOSOITE")
SEXES = st.sampled_from(["MIES", "NAINEN"])


def foreign(document: Document) -> bool:
    held = document.one("KANSALAISUUS")
    return held is not None and all(one["kansalaisuuskoodi"] != "246" for one in held["henkilonKansalaisuudet"])


@dataclass
class Facts:
    """Draws what an event's fields need, from the same few persons and days."""

    draw: Draw
    register: Register

    def code(self, fit: Callable[[Document], object] = lambda _: True) -> str:
        """A person whom it may concern, if there is one; now and then anybody."""
        people = self.register.people
        fitting = [person for person, document in sorted(people.items()) if fit(document)]
        anybody = self.draw(st.integers(0, 9)) == 0
        return people[self.draw(st.sampled_from(sorted(people) if anybody or not fitting else fitting))].code

    def document(self, code: str) -> Document:
        return next(one for one in self.register.people.values() if one.code == code)

    def pair(self, kind: str) -> tuple[str, str]:
        """Two persons of whom the second stands in the first one's groups of a kind; now and then any two."""
        people = self.register.people
        pairs = [
            (person, other)
            for person, document in people.items()
            for entry in document.entries_of(kind)
            for other in entry.mentions
        ]
        if not pairs or self.draw(st.integers(0, 4)) == 0:
            return self.code(), self.code()
        one, two = self.draw(st.sampled_from(pairs))
        return people[one].code, people[two].code

    def day(self) -> dict[str, str]:
        return {"day": self.draw(DAYS).isoformat()}

    def until(self) -> dict[str, str]:
        end = self.draw(ENDS)
        return {} if end is None else {"until": end.isoformat()}

    def one_of(self, *values: Any) -> Any:
        return self.draw(st.sampled_from(values))

    def names(self) -> dict[str, str]:
        return {"first_names": self.draw(FIRST_NAMES), "surname": self.draw(SURNAMES)}

    def call_name(self, code: str) -> str:
        document = self.document(code)
        name = document.one("HENKILON_NIMI") or {"etunimi": "Nobody"}
        return str(self.one_of(*name["etunimi"].split(), "Aino"))

    def former_home(self, code: str) -> str:
        document = self.document(code)
        left = [group["asuinpaikantunnus"] for group in document.all("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS")]
        return str(self.one_of(*left, self.draw(HOMES)))

    def recent(self) -> dict[str, str]:
        """A day on which most things can happen."""
        return {"day": (TODAY - timedelta(days=self.draw(st.integers(-1, 20)))).isoformat()}

    def child(self) -> str:
        return self.code(lambda one: one.birth_date is not None and one.birth_date.year > TODAY.year - 18)

    def adult(self) -> str:
        return self.code(lambda one: one.birth_date is not None and one.birth_date.year <= TODAY.year - 18)

    def stranger(self) -> dict[str, Any]:
        """Someone without an identity code."""
        return {
            **self.names(),
            "birth_date": self.one_of("1980-06-15", "2019-01-01"),
            "birth_precision": self.one_of("PAIVA", "VUOSI"),
            "sex": self.one_of("MIES", "NAINEN", "PUUTTUU"),
            "citizenship": self.draw(COUNTRIES),
        }
