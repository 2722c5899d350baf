"""Codes beside the identity code: those of other countries, and the electronic identifier (SATU).

Source: VTJ-laki 661/2009 13 § and 66 §; docs/wire/muutosrajapinta.md §2.8 and §2.10. A wrong one is corrected by
`correction`. One that is no longer valid stays as PASSIIVI.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar, Final

from msgspec import Meta

from vaki.codes import country, satu
from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft
from vaki.register.events.fields import CountryCode
from vaki.register.events.one_person import OnePerson, OnePersonOnADay
from vaki.register.events.records import checked_country, put
from vaki.register.events.told import record, same_as
from vaki.register.groups.values import Tietolahde
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

FOREIGN: Final = "ULKOMAINEN_HENKILOTUNNUS"
ELECTRONIC: Final = "SAHKOINEN_ASIOINTITUNNUS"
_AGAIN: Final = 5_000_000
"""How far from the first the number of a second synthetic electronic identifier is."""

ForeignCode = Annotated[str, Meta(min_length=1, max_length=30, description="As the other country writes it")]
Satu = Annotated[str, Meta(min_length=9, max_length=9, description="Electronic identifier")]


class ForeignCodeRecorded(OnePersonOnADay):
    """A person's code in another country is recorded. `day` is the day on which it was given there.

    Source: 661/2009 13 §.
    """

    name: ClassVar[str] = "foreign_code_recorded"
    code: ForeignCode
    country: CountryCode
    country_name: str = ""
    source: Tietolahde = "HENKILO_ITSE"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        if self.country == country.FINLAND:
            raise EventRefused("Finland is not another country.")
        if self.code != self.code.strip():
            raise EventRefused("The code has blanks around it.")
        if _held(document, self.code, self.country) is not None:
            raise EventRefused("That code is recorded already.")
        made = record(
            FOREIGN,
            ulkomainenHenkilotunnus=self.code,
            sukupuoli=document.sex,
            valtiokoodi=self.country,
            valtionimi=checked_country(self.country, self.country_name),
            tietolahde=self.source,
            voimassaolo="AKTIIVI",
            antopv=wire_day(day),
            vtjTallennuspv=wire_day(draft.day),
            vtjVoimassaolo="PARAS_TIEDOSSA_OLEVA",
        )
        document.add(made)
        draft.added(document, made)


def _held(document: Document, code: str, state: str) -> WireGroup | None:
    for group in document.in_force(FOREIGN):
        if group["ulkomainenHenkilotunnus"] == code and group["valtiokoodi"] == state:
            return group
    return None


class ForeignCodeEnded(OnePerson):
    """A person's code in another country is valid no more.

    Source: 661/2009 13 §; told as MUUTETTU, PASSIIVI.
    """

    name: ClassVar[str] = "foreign_code_ended"
    code: ForeignCode
    country: CountryCode

    def happen(self, draft: Draft, document: Document) -> None:
        held = _held(document, self.code, self.country)
        if held is None:
            raise EventRefused("The person has no such code in force.")
        ended = same_as(held, voimassaolo="PASSIIVI")
        document.swap(held, ended)
        draft.changed(document, ended)


class ElectronicIdentifierGiven(OnePerson):
    """A person gets an electronic identifier. Without `identifier` a synthetic one is given.

    Source: 661/2009 66 §; VNA 128/2010 3 §.
    """

    name: ClassVar[str] = "electronic_identifier_given"
    identifier: Satu | None = None

    def happen(self, draft: Draft, document: Document) -> None:
        held = document.one(ELECTRONIC)
        if held is not None and held.get("voimassaolo") != "PASSIIVI":
            raise EventRefused("The person has an electronic identifier already.")
        given = self.identifier or satu.synthetic(document.person_id % _AGAIN + (_AGAIN if held else 0))
        if not satu.is_valid(given):
            raise EventRefused("The electronic identifier is not valid.")
        if held is not None and held.get("sahkoinenAsiointitunnus") == given:
            raise EventRefused("An electronic identifier is not given twice.")
        put(draft, document, record(ELECTRONIC, sahkoinenAsiointitunnus=given, voimassaolo="AKTIIVI"))


class ElectronicIdentifierEnded(OnePerson):
    """A person's electronic identifier is valid no more.

    Source: 661/2009 66 §; told as MUUTETTU, PASSIIVI.
    """

    name: ClassVar[str] = "electronic_identifier_ended"
    of_the_dead_too: ClassVar[bool] = True

    def happen(self, draft: Draft, document: Document) -> None:
        held = document.one(ELECTRONIC)
        if held is None or held.get("voimassaolo") == "PASSIIVI":
            raise EventRefused("The person has no electronic identifier in force.")
        put(draft, document, same_as(held, voimassaolo="PASSIIVI"))
