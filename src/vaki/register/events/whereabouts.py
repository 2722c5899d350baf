"""People without a dwelling: in an institution, without a home, not to be found, and found again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from vaki.codes import municipality
from vaki.register.errors import EventRefused
from vaki.register.events.draft import Draft, Event
from vaki.register.events.fields import Day, FourDigits, MunicipalityCode, ResidenceCode
from vaki.register.events.home import (
    FORMER,
    HOME,
    STAY,
    change_municipality,
    end,
    end_temporary,
    place_of_stay,
    refuse_outside,
    settle,
    settle_without_dwelling,
)
from vaki.register.events.move import Household, of_household
from vaki.register.events.one_person import OnePerson, OnePersonOnADay
from vaki.register.events.records import day_before, first_day
from vaki.register.events.restoring import restore_municipality, without
from vaki.register.events.told import same_as
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from vaki.register.document import Document

NOT_FOUND: Final = 901
"""Kind of stay of one whose whereabouts are unknown; 902 without a dwelling, 904 in an institution."""
YEARS_LOST: Final = 2

StayKind = Literal[901, 902, 904]


class MoveToStay(Event):
    """One person or a household goes to live in a municipality without a dwelling there.

    `kind` is 901 when nobody knows where in the municipality, 902 without a dwelling, 904 in an institution, which
    `institution` tells. Source: kotikuntalaki 201/1994 2–3 §; docs/wire/muutosrajapinta.md §2.11 and §2.12 (the
    kinds' meanings are ours: docs/decisions/0105).
    """

    name: ClassVar[str] = "move_to_stay"
    person: Household
    municipality: MunicipalityCode
    kind: StayKind
    number: FourDigits = "0000"
    institution: FourDigits = "0000"
    day: Day | None = None

    def codes(self) -> Iterable[str]:
        return self.person

    def apply(self, draft: Draft) -> None:
        day = self.day or draft.day
        refuse_numbers(self.kind, self.number, self.institution)
        new = place_of_stay(self.municipality, self.kind, self.number, self.institution, day)
        for document in of_household(draft, self.person):
            draft.check_day(day, document)
            refuse_outside(document)
            if any(group.get("asuinpaikantunnus") == new["asuinpaikantunnus"] for group in document.all(STAY)):
                raise EventRefused("The person lives there already.")
            settle_without_dwelling(draft, document, new, day)


def refuse_numbers(kind: int, number: str, institution: str) -> None:
    """An institution has its number; nobody else does."""
    if (kind == 904) != (institution != "0000"):  # noqa: PLR2004 the code's own number
        raise EventRefused("An institution, and nothing else, is told by its number.")
    if kind == NOT_FOUND and number != "0000":
        raise EventRefused("Unknown whereabouts have no number.")


class Lost(OnePersonOnADay):
    """A person not found for two years is no longer a resident of any municipality (199).

    The register must have held the whereabouts for unknown (a stay of kind 901) for two years. Whoever may be
    somewhere has no address. Source: kotikuntalaki 201/1994 9 a §.
    """

    name: ClassVar[str] = "lost"

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        if not lost_by(document, day):
            raise EventRefused("The person's whereabouts have not been unknown for two years.")
        lose(draft, document, day)


def lost_by(document: Document, day: date) -> bool:
    """Whether the whereabouts have been unknown for two years by a day."""
    if not document.alive or document.municipality == municipality.UNKNOWN:
        return False
    for group in document.all(STAY):
        since = first_day(group)
        if group.get("lajikoodi") == NOT_FOUND and since is not None:
            return (since.year + YEARS_LOST, since.month, since.day) <= (day.year, day.month, day.day)
    return False


def lose(draft: Draft, document: Document, day: date) -> None:
    """Home municipality 199 from a day on, and no place where the person would be."""
    end_temporary(draft, document, day_before(day))
    change_municipality(draft, document, municipality.UNKNOWN, day)
    end(draft, document, STAY, day_before(day))


class Found(OnePersonOnADay):
    """A lost person is found, living in a dwelling in Finland from a day on.

    Whoever is found abroad emigrates. Source: kotikuntalaki 201/1994 9 a §.
    """

    name: ClassVar[str] = "found"
    to: ResidenceCode

    def dwellings(self) -> Iterable[str]:
        return (self.to,)

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        _refuse_found(document)
        settle(draft, document, draft.dwelling(self.to), day)


class LostUndone(OnePerson):
    """A person was recorded as lost in error: the home municipality and the unknown whereabouts there go on.

    Source: docs/wire/muutosrajapinta.md §2.3 (as a cancelled move).
    """

    name: ClassVar[str] = "lost_undone"

    def happen(self, draft: Draft, document: Document) -> None:
        _refuse_found(document)
        home = document.one(HOME)
        since = None if home is None else first_day(home)
        former = FORMER[STAY]
        stays = [
            group
            for group in document.all(former)
            if since is not None and read_day(group.get("loppupv")) == day_before(since)
        ]
        if since is None or not stays:
            raise EventRefused("It is not known where the person was thought to be.")
        restore_municipality(draft, document, since)
        restored = without(stays[0], "loppupv", STAY)
        document.put(restored)
        document.drop(stays[0])
        draft.corrected(document, same_as(stays[0], STAY), restored)
        draft.removed(document, stays[0])


def _refuse_found(document: Document) -> None:
    if document.municipality != municipality.UNKNOWN:
        raise EventRefused("The person is not lost.")
