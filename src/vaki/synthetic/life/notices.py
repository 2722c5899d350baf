"""What people tell the register or have decided about them: languages, citizenships, protection, corrections."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from vaki.codes import country, postal
from vaki.register.events.addresses import ContactAddress, ContactAddressAbroad, ContactAddressEnded
from vaki.register.events.citizenship import (
    CitizenshipCorrected,
    CitizenshipGranted,
    CitizenshipLossUndone,
    CitizenshipLost,
    CitizenshipWithdrawn,
)
from vaki.register.events.correction import Correction
from vaki.register.events.extra_data import RegisterAuthority
from vaki.register.events.language import LanguageWithdrawn, MotherTongue, ServiceLanguage
from vaki.register.events.protection import ProtectionBegun, ProtectionEnded, ProtectionExtended
from vaki.register.wire import read_day
from vaki.synthetic import shares
from vaki.synthetic.days import years_after
from vaki.synthetic.life.choosing import tongue_of
from vaki.synthetic.life.moving import party_of
from vaki.synthetic.life.table import PARTY_PROTECTED

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Event
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.life.choosing import View

_UNTIL_FURTHER_NOTICE: Final = 0.2
_BOXES: Final = 900


# Languages.


async def service_language(view: View, draws: Draws) -> list[Event]:
    """Someone tells in which language they want to be served."""
    document = await view.first(draws, lambda one: one.one("ASIOINTIKIELI") is None, 18, 90)
    if document is None:
        return []
    return [ServiceLanguage(person=document.code, language="sv" if tongue_of(document) == "sv" else "fi")]


async def mother_tongue(view: View, draws: Draws) -> list[Event]:
    """Someone tells another mother tongue than before."""

    def told_before(one: Document) -> bool:
        since = read_day((one.one("AIDINKIELI") or {}).get("alkupv"))
        return since is None or since < view.day

    document = await view.first(draws, told_before, 10, 70)
    if document is None:
        return []
    return [MotherTongue(person=document.code, language="fi" if tongue_of(document) != "fi" else "sv")]


async def language_withdrawn(view: View, draws: Draws) -> list[Event]:
    """A language of service was recorded for the wrong person."""
    document = await view.holder(draws, "ASIOINTIKIELI")
    return [] if document is None else [LanguageWithdrawn(person=document.code, kind="ASIOINTIKIELI")]


# Citizenships.


def _held(document: Document) -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = (document.one("KANSALAISUUS") or {}).get("henkilonKansalaisuudet", [])
    return [one for one in held if one.get("voimassaolo") != "PASSIIVI"]


def _codes(document: Document) -> list[str]:
    return [str(one["kansalaisuuskoodi"]) for one in _held(document)]


def _foreign(document: Document) -> list[str]:
    return [code for code in _codes(document) if code not in (country.FINLAND, country.IN_PLAIN_TEXT)]


async def citizenship_granted(view: View, draws: Draws) -> list[Event]:
    """A resident who is not a citizen of Finland becomes one."""

    def may_become(one: Document) -> bool:
        codes = _codes(one)
        return bool(codes) and country.FINLAND not in codes

    document = await view.first(draws, may_become, 18, 70, count=80)
    return [] if document is None else [CitizenshipGranted(person=document.code, country=country.FINLAND)]


async def _with_two(view: View, draws: Draws) -> Document | None:
    """A citizen of Finland and of another country, since yesterday at the latest."""

    def fits(one: Document) -> bool:
        begun = [read_day(element.get("saamispv")) for element in _held(one)]
        two = country.FINLAND in _codes(one) and bool(_foreign(one))
        return two and all(since is None or since < view.day for since in begun)

    return await view.first(draws, fits, 5, 80, count=200)


async def citizenship_lost(view: View, draws: Draws) -> list[Event]:
    """One of two citizenships is given up."""
    document = await _with_two(view, draws)
    return [] if document is None else [CitizenshipLost(person=document.code, country=_foreign(document)[0])]


async def citizenship_corrected(view: View, draws: Draws) -> list[Event]:
    """A citizenship of another country was recorded than the person has."""
    document = await view.first(draws, lambda one: bool(_foreign(one)), 0, 80, count=60)
    if document is None:
        return []
    wrong, right = _foreign(document)[0], draws.from_table(shares.WHERE_TO)
    if right in _codes(document):
        return []
    return [CitizenshipCorrected(person=document.code, country=wrong, right_country=right)]


async def citizenship_withdrawn(view: View, draws: Draws) -> list[Event]:
    """A second citizenship was recorded that the person never had."""
    document = await _with_two(view, draws)
    return [] if document is None else [CitizenshipWithdrawn(person=document.code, country=_foreign(document)[0])]


async def citizenship_loss_undone(view: View, draws: Draws) -> list[Event]:
    """A citizenship was not lost after all."""
    found = await view.lately(draws, "citizenship_lost", lambda one: one.alive and len(_codes(one)) == 1)
    if found is None:
        return []
    document, lost = found
    right = draws.from_table(shares.WHERE_TO)
    born = document.birth_date
    if right in _codes(document) or born is None:
        return []
    return [CitizenshipLossUndone(person=document.code, country=right, lost=lost, since=born)]


# Protection.


async def protection_begun(view: View, draws: Draws) -> list[Event]:
    """A household is protected, for five years or until further notice."""
    size = draws.from_table(PARTY_PROTECTED)
    for _ in range(4):
        household = await party_of(view, draws, size)
        documents = await view.documents(one.person_id for one in household)
        if documents and not any(_protected_lately(one, view.day) for one in documents):
            until = None if draws.chance(_UNTIL_FURTHER_NOTICE) else years_after(view.day, 5)
            return [ProtectionBegun(person=one.code, until=until) for one in documents]
    return []


def _protected_lately(document: Document, day: date) -> bool:
    return document.protected or any(last >= day.isoformat() for _, last in document.protections)


def _planned(document: Document) -> date | None:
    return read_day((document.one("TURVAKIELTO") or {}).get("turvaLoppuPv"))


async def protection_extended(view: View, draws: Draws) -> list[Event]:
    """Protection that has an end goes on for two more years."""
    document = await view.protected(draws, lambda one: _planned(one) is not None)
    planned = None if document is None else _planned(document)
    if document is None or planned is None:
        return []
    return [ProtectionExtended(person=document.code, until=years_after(planned, 2))]


async def protection_ended(view: View, draws: Draws) -> list[Event]:
    """Someone's protection is ended before its time, that of the household with it."""

    def begun_before(one: Document) -> bool:
        return bool(one.protections) and one.protections[-1][0] < view.day.isoformat()

    document = await view.protected(draws, begun_before)
    if document is None:
        return []
    household = await view.documents(one.person_id for one in await view.household(document))
    protected = [one for one in household if one.protected and begun_before(one) and view.is_free([one])]
    return [ProtectionEnded(person=one.code) for one in protected or [document]]


async def contact_address(view: View, draws: Draws) -> list[Event]:
    """A protected person gives a box at a post office for the authorities."""
    document = await view.protected(draws, lambda one: one.one("KOTIMAINEN_YHTEYSOSOITE") is None)
    codes = () if document is None else postal.of_municipality("091")
    if document is None or not codes:
        return []
    post = draws.one_of(codes)
    return [
        ContactAddress(
            person=document.code,
            address=f"PL {draws.between(1, _BOXES)}",
            postal_code=post.code,
            post_office=post.name_fi,
            post_office_sv=post.name_sv,
        )
    ]


async def contact_address_abroad(view: View, draws: Draws) -> list[Event]:
    document = await view.protected(draws, lambda one: one.one("ULKOMAINEN_YHTEYSOSOITE") is None)
    if document is None:
        return []
    address = f"PO Box {draws.between(1, _BOXES)}"
    return [ContactAddressAbroad(person=document.code, address=address, post_office="STOCKHOLM", country="752")]


async def contact_address_ended(view: View, draws: Draws) -> list[Event]:
    def has_one(one: Document) -> bool:
        return one.one("KOTIMAINEN_YHTEYSOSOITE") is not None or one.one("ULKOMAINEN_YHTEYSOSOITE") is not None

    document = await view.protected(draws, has_one)
    return [] if document is None else [ContactAddressEnded(person=document.code)]


# Records put right.


async def correction(view: View, draws: Draws) -> list[Event]:
    """A municipality of birth was recorded wrong: that of the next person drawn is the right one."""
    found = await view.documents([one.person_id for one in await view.residents(draws, 16)])
    births = [group["kuntakoodi"] for document in found for group in document.all("SYNTYMAKOTIKUNTA")]
    for document in found:
        held = document.one("SYNTYMAKOTIKUNTA")
        others = [code for code in births if held is not None and code != held["kuntakoodi"]]
        if held is not None and others:
            return [
                Correction(
                    person=document.code,
                    kind="SYNTYMAKOTIKUNTA",
                    wrong={"kuntakoodi": held["kuntakoodi"]},
                    right={"kuntakoodi": others[0]},
                )
            ]
    return []


async def register_authority(view: View, draws: Draws) -> list[Event]:
    """Another office keeps someone's data."""
    person = await view.resident(draws)
    if person is None:
        return []
    held = (await view.document(person.person_id)).one("REKISTERIVIRANOMAINEN") or {}
    offices = [number for number in (*range(1, 40), 777) if number != held.get("viranomaisnumero")]
    return [RegisterAuthority(person=person.code, number=draws.one_of(offices))]
