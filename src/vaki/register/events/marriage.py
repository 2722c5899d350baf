"""Marriages: entered into and dissolved. Registered partnerships are only ended here: none begins after 1.3.2017."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from vaki.register.document import reference
from vaki.register.due import ADULT, birthday
from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft, Event
from vaki.register.events.fields import Day, IdentityCode
from vaki.register.events.name import full_spelling, history_name, rename
from vaki.register.events.records import put
from vaki.register.events.told import record, same_as
from vaki.register.wire import day as wire_day
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.groups import WireGroup

Way = Literal["KIRKOLLINEN_VIHKIMINEN", "SIVIILIVIHKIMINEN", "VIHKITAPA_EI_TIEDOSSA"]

BY_DIVORCE: Final = "AVIOERO"
BY_DEATH: Final = "PUOLISON_KUOLEMA"
"""`paattymistapa` has no public example; these names are our choice, in the style of the other lists."""

UNIONS: Final = {"AVIOLIITTO": "LESKI", "REKISTEROITY_PARISUHDE": "LESKI_REKISTEROIDYN_PARISUHTEEN_JALKEEN"}
"""Kinds of union and the marital status of the one left behind."""

_NEVER_MARRIED: Final = "NAIMATON"
_MAIDEN_NAME: Final = "VIIMEKSI_NAIMATTOMANA_OLLESSA_OLLUT_SUKUNIMI"
_BEGINNING: Final = {"AVIOLIITTO": "vihkipv", "REKISTEROITY_PARISUHDE": "virallistamispv"}


def set_status(draft: Draft, document: Document, status: str) -> None:
    """SIVIILISAATY."""
    put(draft, document, record("SIVIILISAATY", siviilisaaty=status))


def end_union(draft: Draft, document: Document, group: WireGroup, day: date, how: str) -> None:
    """Mark one side of a union ended (PASSIIVI); it stays in the document as history."""
    began = read_day(group.get(_BEGINNING[group["tietoryhma"]]))
    if began is not None and day < began:
        raise EventRefused("The union would end before it began.")
    ended = same_as(group, voimassaolo="PASSIIVI", paattymispv=wire_day(day), paattymistapa=how)
    document.swap(group, ended)
    draft.changed(document, ended)


def unions_in_force(document: Document) -> list[WireGroup]:
    return [group for kind in UNIONS for group in document.in_force(kind)]


class Marriage(Event):
    """Two persons marry; each may take a new surname.

    Source: avioliittolaki 234/1929 4–9 § (of age, not married, not parent and child, not siblings), 946/2017 for the
    surnames. The last surname as unmarried is kept when it changes.
    """

    name: ClassVar[str] = "marriage"
    first: IdentityCode
    second: IdentityCode
    way: Way = "SIVIILIVIHKIMINEN"
    first_surname: str = ""
    second_surname: str = ""
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return (self.first, self.second)

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        pair = (draft.living(self.first), draft.living(self.second))
        draft.check_day(day, *pair)
        if pair[0].person_id == pair[1].person_id:
            raise EventRefused("Nobody marries themselves.")
        _refuse_kin(*pair)
        for document in pair:
            _refuse_unfree(document, day)
        for document, surname in zip(pair, (self.first_surname, self.second_surname), strict=True):
            if surname:
                _take_surname(draft, document, surname, day)
        for document, other in (pair, pair[::-1]):
            set_status(draft, document, "AVIOLIITOSSA")
            made = record(
                "AVIOLIITTO",
                puoliso=reference(other),
                voimassaolo="AKTIIVI",
                vihkipv=wire_day(day),
                vihkitapa=self.way,
                jarjestysnumero=sum(len(document.all(kind)) for kind in UNIONS) + 1,
            )
            document.add(made, other.person_id)
            draft.added(document, made)


def _refuse_unfree(document: Document, day: date) -> None:
    if document.birth_date is None or day < birthday(document.birth_date, ADULT):
        raise EventRefused("A person under 18 cannot marry.")
    status = document.one("SIVIILISAATY")
    bound = status is not None and status["siviilisaaty"] in (
        "AVIOLIITOSSA",
        "ASUMUSEROSSA",
        "REKISTEROIDYSSA_PARISUHTEESSA",
    )
    if bound or unions_in_force(document):
        raise EventRefused("The person is married or in a registered partnership already.")
    for kind in UNIONS:
        for group in document.all(kind):
            ended = read_day(group.get("paattymispv"))
            if ended is not None and day < ended:
                raise EventRefused("The person was married at that time.")


def _refuse_kin(one: Document, other: Document) -> None:
    parents = [
        {person for entry in document.entries_of("VANHEMPI") for person in entry.mentions} for document in (one, other)
    ]
    if one.person_id in parents[1] or other.person_id in parents[0] or parents[0] & parents[1]:
        raise EventRefused("Parent and child, or siblings, cannot marry each other.")


def _take_surname(draft: Draft, document: Document, surname: str, day: date) -> None:
    whole = document.one("HENKILON_NIMI")
    status = document.one("SIVIILISAATY")
    maiden = full_spelling(whole, "sukunimi") if whole else ""
    rename(draft, document, day, "SUKUNIMEN_MUUTOS_ILMOITUKSELLA", surname=surname)
    if maiden and status is not None and status["siviilisaaty"] == _NEVER_MARRIED:
        kept = history_name(_MAIDEN_NAME, maiden, None)
        document.add(kept)
        draft.added(document, kept)


class Divorce(Event):
    """A marriage ends in divorce.

    Source: avioliittolaki 234/1929 25 §. Surnames stay; taking an earlier one back is a name change.
    """

    name: ClassVar[str] = "divorce"
    first: IdentityCode
    second: IdentityCode
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return (self.first, self.second)

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        pair = (draft.living(self.first), draft.living(self.second))
        draft.check_day(day, *pair)
        for document, other in (pair, pair[::-1]):
            marriage = document.about("AVIOLIITTO", other.person_id)
            if marriage is None:
                raise EventRefused("The persons are not married to each other.")
            set_status(draft, document, "ERONNUT")
            end_union(draft, document, marriage, day, BY_DIVORCE)
