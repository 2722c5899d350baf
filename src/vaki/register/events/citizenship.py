"""Citizenships granted and lost: one KANSALAISUUS object with the full list and five lists of what changed (§2.12)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from vaki.register.errors import EventRefused
from vaki.register.events.birth import citizenship
from vaki.register.events.draft import Draft
from vaki.register.events.fields import CountryCode, Day
from vaki.register.events.one_person import OnePerson, OnePersonOnADay
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
    **lists: Iterable[dict[str, Any]],
) -> None:
    whole = record(KIND, **{LIST: now})
    document.put(whole)
    draft.changed(document, citizenship_change(whole, **lists))


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


class CitizenshipCorrected(OnePerson):
    """A citizenship was recorded wrong: another country, or another first day.

    Source: VTJ-laki 661/2009 32 §; the wrong one stands in `korjattavatKansalaisuudet`, the right one in
    `korjatutKansalaisuudet` (docs/wire/muutosrajapinta.md §2.12). What is not given stays.
    """

    name: ClassVar[str] = "citizenship_corrected"
    of_the_dead_too: ClassVar[bool] = True
    country: CountryCode
    country_name: str = ""
    right_country: CountryCode | None = None
    right_country_name: str = ""
    right_since: Day | None = None

    def happen(self, draft: Draft, document: Document) -> None:
        held = _list(document)
        wrong = _held(held, self.country, self.country_name)
        right = dict(wrong)
        if self.right_country is not None:
            name = checked_country(self.right_country, self.right_country_name)
            if any(_is(element, self.right_country, name) for element in held):
                raise EventRefused("The person has that citizenship already.")
            right = {**citizenship(self.right_country, None, name), **_since(wrong)}
        if self.right_since is not None:
            draft.check_day(self.right_since, document)
            right["saamispv"] = wire_day(self.right_since)
        if right == wrong:
            raise EventRefused("The citizenship is recorded so already.")
        now = [right if element is wrong else element for element in held]
        _publish(draft, document, now, wrong=[wrong], right=[right])


def _since(element: dict[str, Any]) -> dict[str, Any]:
    return {"saamispv": element["saamispv"]} if "saamispv" in element else {}


class CitizenshipWithdrawn(OnePerson):
    """A citizenship was recorded that the person never had: it stands in `poistetutKansalaisuudet` and is gone.

    Source: VTJ-laki 661/2009 32 §; docs/wire/muutosrajapinta.md §2.12.
    """

    name: ClassVar[str] = "citizenship_withdrawn"
    of_the_dead_too: ClassVar[bool] = True
    country: CountryCode
    country_name: str = ""

    def happen(self, draft: Draft, document: Document) -> None:
        held = _list(document)
        wrong = _held(held, self.country, self.country_name)
        _publish(draft, document, [element for element in held if element is not wrong], removed=[wrong])


class CitizenshipLossUndone(OnePerson):
    """A citizenship was not lost after all: the person has it since `since`.

    Source: VTJ-laki 661/2009 32 §. `lost` is the day of loss that was recorded; the lost one stands in
    `korjattavatKansalaisuudet`, the one in force in `korjatutKansalaisuudet`.
    """

    name: ClassVar[str] = "citizenship_loss_undone"
    country: CountryCode
    lost: Day
    country_name: str = ""
    since: Day | None = None

    def happen(self, draft: Draft, document: Document) -> None:
        name = checked_country(self.country, self.country_name)
        held = _list(document)
        draft.check_day(self.lost, document)
        if any(_is(element, self.country, name) for element in held):
            raise EventRefused("The person has that citizenship already.")
        if self.since is not None and self.lost < self.since:
            raise EventRefused("The citizenship would be lost before it was had.")
        right = citizenship(self.country, self.since, name)
        wrong = {**right, "voimassaolo": "PASSIIVI", "menetyspv": wire_day(self.lost)}
        _publish(draft, document, [*held, right], wrong=[wrong], right=[right])


def _held(held: list[dict[str, Any]], code: str, name: str) -> dict[str, Any]:
    known = checked_country(code, name)
    found = next((element for element in held if _is(element, code, known)), None)
    if found is None:
        raise EventRefused("The person does not have that citizenship.")
    return found


def _is(element: dict[str, Any], code: str, name: str | None) -> bool:
    held = element.get("voimassaolo") != "PASSIIVI" and element["kansalaisuuskoodi"] == code
    return held and element.get("kansalaisuusnimi") == name
