"""Citizenships granted and lost: one KANSALAISUUS object with the full list and five lists of what changed (§2.12)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from vaki.register.errors import EventRefused
from vaki.register.events.birth import citizenship
from vaki.register.events.draft import Draft
from vaki.register.events.fields import CountryCode
from vaki.register.events.one_person import OnePersonOnADay
from vaki.register.events.records import checked_country
from vaki.register.events.told import citizenship_change, record
from vaki.register.wire import day as wire_day
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.document import Document

KIND = "KANSALAISUUS"
LIST = "henkilonKansalaisuudet"


def _list(document: Document) -> list[dict[str, Any]]:
    group = document.one(KIND)
    return [] if group is None else list(group[LIST])


def _publish(
    draft: Draft,
    document: Document,
    now: list[dict[str, Any]],
    *,
    gained: Iterable[dict[str, Any]] = (),
    lost: Iterable[dict[str, Any]] = (),
) -> None:
    whole = record(KIND, **{LIST: now})
    document.put(whole)
    draft.changed(document, citizenship_change(whole, gained=gained, lost=lost))


class CitizenshipGranted(OnePersonOnADay):
    """A person gets a citizenship beside those they have.

    Source: kansalaisuuslaki 359/2003; wire form docs/wire/muutosrajapinta.md §2.12.
    """

    name: ClassVar[str] = "citizenship_granted"
    country: CountryCode
    country_name: str = ""

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        name = checked_country(self.country, self.country_name)
        gained = citizenship(self.country, day, name)
        held = _list(document)
        if any(_is(element, self.country, name) for element in held):
            raise EventRefused("The person has that citizenship already.")
        _publish(draft, document, [*held, gained], gained=[gained])


class CitizenshipLost(OnePersonOnADay):
    """A person loses or gives up a citizenship; the lost one is told once, as PASSIIVI, and leaves the list.

    Source: kansalaisuuslaki 359/2003 30–35 §; wire form docs/wire/muutosrajapinta.md §2.12.
    """

    name: ClassVar[str] = "citizenship_lost"
    country: CountryCode
    country_name: str = ""

    def happen_on(self, draft: Draft, document: Document, day: date) -> None:
        name = checked_country(self.country, self.country_name)
        held = _list(document)
        gone = next((element for element in held if _is(element, self.country, name)), None)
        if gone is None:
            raise EventRefused("The person does not have that citizenship.")
        since = read_day(gone.get("saamispv"))
        if since is not None and day < since:
            raise EventRefused("The citizenship would be lost before it was had.")
        lost = {**gone, "voimassaolo": "PASSIIVI", "menetyspv": wire_day(day)}
        _publish(draft, document, [element for element in held if element is not gone], lost=[lost])


def _is(element: dict[str, Any], code: str, name: str | None) -> bool:
    held = element.get("voimassaolo") != "PASSIIVI" and element["kansalaisuuskoodi"] == code
    return held and element.get("kansalaisuusnimi") == name
