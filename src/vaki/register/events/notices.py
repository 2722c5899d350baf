"""What people tell of themselves: occupation, religion, e-mail, extra addresses and bans on handing out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Literal

from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft
from vaki.register.events.fields import Name, PostalCode, ResidenceCode, Text
from vaki.register.events.home import (
    begin,
    end,
    end_temporary,
    home_municipality,
    in_finland,
    residence,
    street_address,
)
from vaki.register.events.one_person import OnePerson, OnePersonOnADay
from vaki.register.events.records import first_day, put, take_away
from vaki.register.events.told import record
from vaki.register.wire import bilingual
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

Ban = Literal[
    "HENKILOMATRIKKELIKIELTO",
    "SUKUTUTKIMUSKIELTO",
    "SUORAMARKKINOINTIKIELTO",
    "YHTEYSTIETOJEN_LUOVUTUSKIELTO",
    "ASIAKASREKISTERIN_PAIVITYSKIELTO",
]
Religion = Literal["EI_USKONTOKUNTAA", "EV_LUT", "ORT", "REK_USK", "SAKSALAINEN_SRK", "OLAUS_PETRI"]
EmailKind = Literal["HENKILON_ILMOITTAMA", "MAISTRAATTI", "VAALIVIRANOMAINEN"]

_OCCUPATION_LENGTH = 35
_EMAIL_LENGTH = 255
_TEMPORARY = (
    "TILAPAINEN_KOTIMAINEN_OSOITE",
    "TILAPAINEN_KUNTA",
    "TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
)


class Occupation(OnePerson):
    """A person tells their occupation; the empty text takes it away.

    Source: VTJ-laki 661/2009 13 §; VRK catalogue 1.07 (at most 35 characters).
    """

    name: ClassVar[str] = "occupation"
    occupation: Text

    def happen(self, draft: Draft, document: Document) -> None:
        if len(self.occupation) > _OCCUPATION_LENGTH:
            raise EventRefused("An occupation is at most 35 characters.")
        old = document.one("AMMATTI")
        if (old or {}).get("ammatti", "") == self.occupation:
            raise EventRefused("The person's occupation is that already.")
        if self.occupation:
            put(draft, document, record("AMMATTI", ammatti=self.occupation))
        else:
            take_away(draft, document, "AMMATTI")


class ReligionChange(OnePerson):
    """A person joins or leaves a religious community, as far as its kind is told (uskontokuntalaji).

    Source: uskonnonvapauslaki 453/2003 3–4 §; VTJ-laki 661/2009 13 §.
    """

    name: ClassVar[str] = "religion"
    kind: Religion

    def happen(self, draft: Draft, document: Document) -> None:
        new = record("USKONTOKUNTALAJI", uskontokuntalaji=self.kind)
        if document.one("USKONTOKUNTALAJI") == new:
            raise EventRefused("The person belongs there already.")
        put(draft, document, new)


class Email(OnePersonOnADay):
    """A person tells an e-mail address; the empty text takes it away.

    Source: VTJ-laki 661/2009 13 §; docs/wire/muutosrajapinta.md §2.8 (SAHKOPOSTIOSOITE).
    """

    name: ClassVar[str] = "email"
    address: Text
    kind: EmailKind = "HENKILON_ILMOITTAMA"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        old = document.one("SAHKOPOSTIOSOITE")
        if (old or {}).get("sahkopostiosoite", "") == self.address:
            raise EventRefused("The person's e-mail address is that already.")
        if not self.address:
            end(draft, document, "SAHKOPOSTIOSOITE", day)
            return
        name, at, domain = self.address.partition("@")
        if not (name and at and "." in domain) or len(self.address) > _EMAIL_LENGTH or " " in self.address:
            raise EventRefused("That is not an e-mail address.")
        new = record("SAHKOPOSTIOSOITE", sahkopostiosoite=self.address, lajikoodi=self.kind, alkupv=wire_day(day))
        begin(draft, document, new, day)


class BanSet(OnePersonOnADay):
    """A person forbids a use of their data.

    Source: VTJ-laki 661/2009 34–35 §.
    """

    name: ClassVar[str] = "ban_set"
    ban: Ban

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        if document.one(self.ban) is not None:
            raise EventRefused("The ban is in force already.")
        put(draft, document, record(self.ban, alkupv=wire_day(day)))


class BanLifted(OnePerson):
    """A person allows again what they had forbidden.

    Source: VTJ-laki 661/2009 34–35 §.
    """

    name: ClassVar[str] = "ban_lifted"
    ban: Ban

    def happen(self, draft: Draft, document: Document) -> None:
        if document.one(self.ban) is None:
            raise EventRefused("The ban is not in force.")
        take_away(draft, document, self.ban)


class TemporaryAddress(OnePersonOnADay):
    """A person lives for a time in another dwelling: address, municipality and residence code beside the permanent.

    Another one told the same day corrects it.

    Source: kotikuntalaki 201/1994 7 § (notice of a temporary stay); docs/wire/muutosrajapinta.md §2.8.
    """

    name: ClassVar[str] = "temporary_address"
    to: ResidenceCode

    def dwellings(self) -> Iterable[str]:
        return (self.to,)

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        dwelling = draft.dwelling(self.to)
        if not in_finland(document):
            raise EventRefused("The person has no home municipality in Finland.")
        if any(first_day(group) != day for kind in _TEMPORARY for group in document.all(kind)):
            raise EventRefused("The person has a temporary address already.")
        begin(draft, document, street_address(dwelling, day, "TILAPAINEN_KOTIMAINEN_OSOITE"), day)
        _stay_in(draft, document, home_municipality(dwelling.municipality, day, "TILAPAINEN_KUNTA"))
        begin(draft, document, residence(dwelling, day, "TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"), day)


def _stay_in(draft: Draft, document: Document, new: WireGroup) -> None:
    told = document.one("TILAPAINEN_KUNTA")
    if told is None or told == new:
        put(draft, document, new)
        return
    document.put(new)
    draft.corrected(document, told, new)


class TemporaryAddressEnded(OnePersonOnADay):
    """A person's temporary stay ends. `day` is the last day.

    Source: kotikuntalaki 201/1994 7 §.
    """

    name: ClassVar[str] = "temporary_address_ended"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        if not in_finland(document) or document.one("TILAPAINEN_KOTIMAINEN_OSOITE") is None:
            raise EventRefused("The person has no temporary address beside a permanent one.")
        end_temporary(draft, document, day)


class PostalAddress(OnePersonOnADay):
    """A person tells an address for mail in Finland.

    Source: VTJ-laki 661/2009 13 §; docs/wire/muutosrajapinta.md §2.8 (KOTIMAINEN_POSTIOSOITE).
    """

    name: ClassVar[str] = "postal_address"
    address: Name
    postal_code: PostalCode
    post_office: Name
    post_office_sv: str = ""

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        new = record(
            "KOTIMAINEN_POSTIOSOITE",
            postiosoite=bilingual(self.address),
            postinumero=self.postal_code,
            postitoimipaikka=bilingual(self.post_office.upper(), self.post_office_sv.upper()),
            alkupv=wire_day(day),
        )
        begin(draft, document, new, day)


class PostalAddressEnded(OnePersonOnADay):
    """A person's address for mail in Finland ends. `day` is the last day.

    Source: VTJ-laki 661/2009 13 §.
    """

    name: ClassVar[str] = "postal_address_ended"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        if document.one("KOTIMAINEN_POSTIOSOITE") is None:
            raise EventRefused("The person has no address for mail.")
        end(draft, document, "KOTIMAINEN_POSTIOSOITE", day)
