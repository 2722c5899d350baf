"""What people tell of themselves: occupation, religion, e-mail and bans on handing out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Literal

from msgspec import Meta

from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft
from vaki.register.events.fields import Text
from vaki.register.events.home import begin, end
from vaki.register.events.one_person import OnePerson, OnePersonOnADay
from vaki.register.events.records import closed_before, put, take_away
from vaki.register.events.told import record
from vaki.register.groups.values import SahkopostinLaji, Uskontokuntalaji
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.document import Document

Ban = Literal[
    "HENKILOMATRIKKELIKIELTO",
    "SUKUTUTKIMUSKIELTO",
    "SUORAMARKKINOINTIKIELTO",
    "YHTEYSTIETOJEN_LUOVUTUSKIELTO",
    "ASIAKASREKISTERIN_PAIVITYSKIELTO",
]

_OCCUPATION_LENGTH = 35
_EMAIL_LENGTH = 255
COMMUNITY: Final = "USKONTOKUNTA"
FORMER_COMMUNITY: Final = "HISTORIAA_USKONTOKUNNASTA"
COMMUNITY_KIND: Final = "USKONTOKUNTALAJI"
NO_COMMUNITY: Final = "EI_USKONTOKUNTAA"

CommunityNumber = Annotated[int, Meta(ge=1, le=999_999, description="Number of a religious community")]


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


class OccupationEnded(OnePerson):
    """A person's occupation is taken away.

    Source: VTJ-laki 661/2009 13 §.
    """

    name: ClassVar[str] = "occupation_ended"

    def happen(self, draft: Draft, document: Document) -> None:
        if document.one("AMMATTI") is None:
            raise EventRefused("The person has no occupation.")
        take_away(draft, document, "AMMATTI")


class ReligionChange(OnePerson):
    """A person joins or leaves a religious community: its kind, and its number where that is told.

    The community of before ends the day before. Source: uskonnonvapauslaki 453/2003 3–4 §; VTJ-laki 661/2009 13 §.
    """

    name: ClassVar[str] = "religion"
    kind: Uskontokuntalaji
    community: CommunityNumber | None = None

    def happen(self, draft: Draft, document: Document) -> None:
        if self.kind == NO_COMMUNITY and self.community is not None:
            raise EventRefused("Who belongs to no community has no number of one.")
        new = record(COMMUNITY_KIND, uskontokuntalaji=self.kind)
        present = document.one(COMMUNITY)
        if document.one(COMMUNITY_KIND) == new and self.community in (None, (present or {}).get("uskontokunta")):
            raise EventRefused("The person belongs there already.")
        former = [closed_before(old, draft.day, kind=FORMER_COMMUNITY) for old in document.all(COMMUNITY)]
        if self.community is None:
            take_away(draft, document, COMMUNITY)
        else:
            put(draft, document, record(COMMUNITY, uskontokunta=self.community, alkupv=wire_day(draft.day)))
        for group in former:
            document.add(group)
            draft.added(document, group)
        put(draft, document, new)


class Email(OnePersonOnADay):
    """A person tells an e-mail address; the empty text takes it away.

    Source: VTJ-laki 661/2009 13 §; docs/wire/muutosrajapinta.md §2.8 (SAHKOPOSTIOSOITE).
    """

    name: ClassVar[str] = "email"
    address: Text
    kind: SahkopostinLaji = "HENKILON_ILMOITTAMA"

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


class EmailEnded(OnePersonOnADay):
    """A person's e-mail address ends. `day` is the last day.

    Source: VTJ-laki 661/2009 13 §.
    """

    name: ClassVar[str] = "email_ended"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        if document.one("SAHKOPOSTIOSOITE") is None:
            raise EventRefused("The person has no e-mail address.")
        end(draft, document, "SAHKOPOSTIOSOITE", day)


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
