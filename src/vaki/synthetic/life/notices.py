"""What people tell the register or have decided about them: names, languages, citizenship, codes, protection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.codes import country
from vaki.codes.sex import Sex
from vaki.register.choosing import PROTECTED
from vaki.register.events.citizenship import CitizenshipGranted
from vaki.register.events.correction import Correction
from vaki.register.events.identity import CodeChange, SexChange
from vaki.register.events.language import MotherTongue, ServiceLanguage
from vaki.register.events.name import CallNameChange, NameChange, full_spelling
from vaki.register.events.protection import ProtectionBegun, ProtectionEnded
from vaki.synthetic import names
from vaki.synthetic.days import years_after
from vaki.synthetic.life.choosing import tongue_of

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Event
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.life.choosing import View

_SURNAMES: Final = 0.7
"""Surname changes among applications for another name."""
_UNTIL_FURTHER_NOTICE: Final = 0.2


async def name_change(view: View, draws: Draws) -> list[Event]:
    """Another surname, or other first names."""
    person = await view.resident(draws, 18, 70)
    document = None if person is None else await view.document(person.person_id)
    if person is None or document is None or document.one("HENKILON_NIMI") is None:
        return []
    tongue, sex = _language(document), Sex(document.sex)
    if draws.chance(_SURNAMES):
        return [NameChange(person=person.code, surname=names.surname(draws, tongue, sex))]
    given = names.first_names(draws, tongue, sex, person.birth_date.year)
    return [NameChange(person=person.code, first_names=" ".join(given), call_name=given[0])]


def _language(document: Document) -> str:
    tongue = tongue_of(document)
    return tongue if tongue in names.LANGUAGES else "fi"


async def call_name_change(view: View, draws: Draws) -> list[Event]:
    """Another of the first names becomes the call name."""
    for person in await view.residents(draws, 6, 10, 80):
        document = await view.document(person.person_id)
        whole = document.one("HENKILON_NIMI")
        given = full_spelling(whole, "etunimi").split() if whole else []
        present = [group for group in document.all("NIMENMUUTOS_LAAJA") if group["nimilaji"] == "NYKYINEN_KUTSUMANIMI"]
        others = [name for name in given if not present or name != full_spelling(present[0], "nimi")]
        if others:
            return [CallNameChange(person=person.code, call_name=others[-1])]
    return []


async def service_language(view: View, draws: Draws) -> list[Event]:
    """Someone tells in which language they want to be served."""
    for person in await view.residents(draws, 8, 18, 90):
        document = await view.document(person.person_id)
        language = "sv" if tongue_of(document) == "sv" else "fi"
        if document.one("ASIOINTIKIELI") is None:
            return [ServiceLanguage(person=person.code, language=language)]
    return []


async def mother_tongue(view: View, draws: Draws) -> list[Event]:
    """Someone tells another mother tongue than before."""
    person = await view.resident(draws, 10, 70)
    if person is None:
        return []
    present = tongue_of(await view.document(person.person_id))
    return [MotherTongue(person=person.code, language="fi" if present != "fi" else "sv")]


async def citizenship(view: View, draws: Draws) -> list[Event]:
    """A resident who is not a citizen of Finland becomes one."""
    for person in await view.residents(draws, 40, 18, 70):
        document = await view.document(person.person_id)
        group = document.one("KANSALAISUUS")
        held = [] if group is None else [one["kansalaisuuskoodi"] for one in group["henkilonKansalaisuudet"]]
        if held and country.FINLAND not in held:
            return [CitizenshipGranted(person=person.code, country=country.FINLAND)]
    return []


async def protection_begun(view: View, draws: Draws) -> list[Event]:
    """A household is protected, for five years or until further notice."""
    for person in await view.residents(draws, 6, 20, 60):
        document = await view.document(person.person_id)
        if document.protected:
            continue
        until = None if draws.chance(_UNTIL_FURTHER_NOTICE) else years_after(view.day, 5)
        household = await view.household(document)
        return [ProtectionBegun(person=one.code, until=until) for one in household]
    return []


async def protection_ended(view: View, draws: Draws) -> list[Event]:
    """Someone's protection is ended before its time, that of the household with it."""
    row = await view.connection.fetchrow(PROTECTED, draws.between(1, view.last_id))
    if row is None:
        return []
    household = await view.household(await view.document(row["person_id"]))
    protected = [one for one in household if (await view.document(one.person_id)).protected]
    return [ProtectionEnded(person=one.code) for one in protected]


async def code_change(view: View, draws: Draws) -> list[Event]:
    """An identity code has been misused, and another is given."""
    person = await view.resident(draws, 18, 80)
    return [] if person is None else [CodeChange(person=person.code)]


async def correction(view: View, draws: Draws) -> list[Event]:
    """A municipality of birth was recorded wrong: that of the next person drawn is the right one."""
    found = [await view.document(one.person_id) for one in await view.residents(draws, 12)]
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


async def sex_change(view: View, draws: Draws) -> list[Event]:
    """A person's sex is confirmed as another."""
    person = await view.resident(draws, 18, 45)
    if person is None:
        return []
    sex = Sex((await view.document(person.person_id)).sex)
    return [SexChange(person=person.code, sex=Sex.WOMAN if sex is Sex.MAN else Sex.MAN)]
