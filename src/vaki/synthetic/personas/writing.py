"""From what is told of personas to documents: their lives are lived through the register's own events, in memory.

So a persona's document is what the register itself would hold, relations are on both sides, and what cannot be is
refused as from anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from vaki.codes import hetu, satu
from vaki.register.buildings import Dwelling, resolve_documents
from vaki.register.derive import derive
from vaki.register.document import NEW, Document
from vaki.register.due import ADULT, birthday
from vaki.register.errors import RegisterError
from vaki.register.events.birth import citizenship, identity
from vaki.register.events.catalogue import EVENTS, decode
from vaki.register.events.consequences import finish
from vaki.register.events.draft import Draft
from vaki.register.events.home import KEPT_BY, home_municipality
from vaki.register.events.name import names
from vaki.register.events.records import spoken
from vaki.register.events.told import record
from vaki.register.wire import day as wire_day
from vaki.synthetic.personas import estate
from vaki.synthetic.personas.told import Told, moment, people, residence_codes
from vaki.synthetic.personas.usual import usual

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.events.draft import Event

_BIRTH: Final = "birth"
_OF_MINORS: Final = frozenset({"custody_begun", "custody_decided", "taken_into_care"})
"""Events that are not told any more of one who has come of age."""
_REFERENCE: Final = "$"
_WITHIN: Final = 1
"""Key of lines that earlier events wrote, as long as the lives are lived."""
_WHOLE_COUNTRY: Final = 777


class _Step(NamedTuple):
    """An event of a life; `order` keeps those of one day as they are told."""

    day: date
    order: tuple[int, int]
    who: str
    event: str
    fields: dict[str, Any]
    makes: bool


@lru_cache(maxsize=2)
def documents(day: date) -> tuple[Document, ...]:
    """Everyone's document as of a day, in the order of their numbers; nobody's before `first_day`.

    The documents are not to be altered: another caller gets the same ones.
    """
    if day < first_day():
        return ()
    return tuple(_Lives(day).lived())


@cache
def first_day() -> date:
    """The first day as of which all that is told has happened."""
    days = [hetu.parse(one.code).birth_date for one in people().values() if one.code]
    for one in people().values():
        texts = [str(step["day"]) for step in (*one.life, *((one.arrives,) if one.arrives else ()))]
        days += [date.fromisoformat(text) for text in texts if not text.startswith(_REFERENCE)]
    return max(days)


@dataclass(slots=True)
class _Lives:
    """Everyone's documents while their lives are told, as a register in memory."""

    day: date
    people: dict[int, Document] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    """Identity code, as it stands, by name."""
    homes: dict[str, Dwelling] = field(default_factory=dict)

    def lived(self) -> Iterator[Document]:
        for building, flats in estate.documents():
            self.homes.update({flat.asuinpaikantunnus: resolve_documents(flat, building) for flat in flats})
        self.codes = {name: one.first_code(self.day) for name, one in people().items()}
        for one in people().values():
            if not one.mother and not one.arrives:
                self._keep(self._in_register_from_birth(one))
        for step in sorted(self._steps()):
            self._happen(step)
        for one in people().values():
            yield self._whole(self.people[one.number])

    def _in_register_from_birth(self, one: Told) -> Document:
        tells = hetu.parse(one.first_code(self.day))
        document = Document(one.number)
        born = tells.birth_date
        since = moment(one.home_since, self.day) if one.home_since else born
        home = one.home or one.birth_municipality
        for group in (
            identity(tells.code),
            spoken("AIDINKIELI", one.language, one.language_name, born),
            record("SUKUPUOLI", sukupuoli=tells.sex.value),
            names(one.first_names, one.surname),
            record("KANSALAISUUS", henkilonKansalaisuudet=[citizenship(code, born) for code in one.citizenships]),
            record("SYNTYMAKOTIKUNTA", kuntakoodi=one.birth_municipality),
            record("SIVIILISAATY", siviilisaaty="NAIMATON"),
            record("SYNTYMAPAIVA", syntymapv=wire_day(born)),
            home_municipality(home, since),
            home_municipality(home, since, KEPT_BY),
        ):
            document.add(group)
        return document

    def _steps(self) -> Iterator[_Step]:
        for one in people().values():
            if one.mother:
                yield self._born(one)
            elif one.arrives:
                fields = {**one.arrives, "newcomer": {**self._newcomer(one), **one.newcomer}}
                yield self._step(one, -1, fields, makes=True)
            for at, told in enumerate(one.life):
                step = self._step(one, at, told, makes=False)
                if step.day <= self.day and not self._of_the_grown(step):
                    yield step

    def _born(self, one: Told) -> _Step:
        born = one.birth_date(self.day)
        fields = {
            "sex": hetu.parse(one.first_code(self.day)).sex.value,
            "mother": one.mother,
            "first_names": one.first_names,
            "surname": one.surname,
            "code": one.first_code(self.day),
            "day": born.isoformat(),
            **one.birth,
        }
        if one.other_parent:
            fields["other_parent"] = one.other_parent
        return _Step(born, (one.number, -1), one.name, _BIRTH, fields, makes=True)

    def _newcomer(self, one: Told) -> dict[str, Any]:
        tells = hetu.parse(one.code)
        fields: dict[str, Any] = {
            "first_names": one.first_names,
            "surname": one.surname,
            "birth_date": tells.birth_date.isoformat(),
            "sex": tells.sex.value,
            "citizenships": list(one.citizenships),
            "mother_tongue": one.language,
            "code": one.code,
        }
        return {**fields, "mother_tongue_name": one.language_name} if one.language_name else fields

    def _step(self, one: Told, at: int, told: dict[str, Any], *, makes: bool) -> _Step:
        fields = {name: value for name, value in told.items() if name not in ("event", "day")}
        on = moment(told["day"], self.day)
        if "day" in EVENTS[told["event"]].__struct_fields__:
            fields["day"] = on.isoformat()
        return _Step(on, (one.number, at), one.name, told["event"], fields, makes)

    def _of_the_grown(self, step: _Step) -> bool:
        born = people()[step.fields.get("child", step.who).removeprefix(_REFERENCE)].birth_date(self.day)
        return step.event in _OF_MINORS and birthday(born, ADULT) <= self.day

    def _happen(self, step: _Step) -> None:
        event = self._event(step)
        # An event that tells no day happens on the register's own.
        today = self.day if "day" in type(event).__struct_fields__ else step.day
        draft = Draft(today, self.people, self.ids, self.homes, lambda: people()[step.who].number, _no_free_code)
        try:
            event.apply(draft)
        except RegisterError as refused:
            refused.add_note(f"In the life of {step.who}: {step.event} on {step.day}.")
            raise
        for written in finish(draft):
            self._keep(written.document)
        if step.makes:
            self._keep(self.people[people()[step.who].number])

    def _event(self, step: _Step) -> Event:
        kind = EVENTS[step.event]
        fields = {name: self._value(value) for name, value in step.fields.items()}
        for field_of in msgspec.structs.fields(kind):
            name = field_of.encode_name
            if field_of.required and name in ("person", "first", "child") and name not in fields:
                several = kind.__name__ in ("Move", "MoveToStay", "Emigration")
                fields[name] = [self.codes[step.who]] if several else self.codes[step.who]
        return decode(step.event, fields)

    def _value(self, value: Any) -> Any:
        """A field's value with people, homes and days put in."""
        if isinstance(value, dict):
            return {name: self._value(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [self._value(one) for one in value]
        if not isinstance(value, str) or not value.startswith(_REFERENCE):
            return value
        if value.startswith("$day"):
            return moment(value, self.day).isoformat()
        name = value.removeprefix(_REFERENCE)
        return self.codes[name] if name in self.codes else residence_codes()[name]

    def _keep(self, document: Document) -> None:
        for entry in document.entries:
            if entry.key == NEW:
                entry.key = _WITHIN
        self.people[document.person_id] = document
        self.ids.update(dict.fromkeys(document.codes, document.person_id))
        name = _by_number()[document.person_id]
        self.codes[name] = document.code

    def _whole(self, document: Document) -> Document:
        """The document with what everybody has, as the initial load writes it."""
        one = people()[_by_number()[document.person_id]]
        born = document.birth_date or self.day
        extra = [record("REKISTERIVIRANOMAINEN", viranomaisnumero=_WHOLE_COUNTRY), *usual(one, document, first_day())]
        if birthday(born, ADULT) <= (document.death_day or self.day):
            number = satu.synthetic(document.person_id)
            extra.append(record("SAHKOINEN_ASIOINTITUNNUS", sahkoinenAsiointitunnus=number, voimassaolo="AKTIIVI"))
        for group in extra:
            document.add(group)
        document.kept = ()
        for entry in document.entries:
            entry.key = NEW
        derive(document)
        return document


def _no_free_code(_born: date, _sex: str) -> str:
    raise LookupError("every persona's identity code is told")


@lru_cache(maxsize=1)
def _by_number() -> dict[int, str]:
    return {one.number: name for name, one in people().items()}
