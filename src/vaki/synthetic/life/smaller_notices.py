"""The smaller things that people tell: occupation, religion, e-mail, bans, temporary and postal addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from vaki.codes import postal
from vaki.register.events.addresses import PostalAddress, PostalAddressEnded
from vaki.register.events.name import full_spelling
from vaki.register.events.notices import Ban, BanLifted, BanSet, Email, Occupation, ReligionChange
from vaki.register.events.temporary import TemporaryAddress, TemporaryAddressEnded
from vaki.synthetic.occupations import OCCUPATIONS
from vaki.synthetic.traits.notices import e_mail

if TYPE_CHECKING:
    from vaki.register.document import Document
    from vaki.register.events.draft import Event
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.life.choosing import Resident, View

_LOOKED_AT: Final = 60
"""Persons looked at for one who has something rare; none of them having it, nothing happens."""
_JOINS: Final = 0.12


async def occupation(view: View, draws: Draws) -> list[Event]:
    """Another occupation than before."""
    person = await view.resident(draws, 18, 66)
    return [] if person is None else [Occupation(person=person.code, occupation=draws.one_of(OCCUPATIONS))]


async def religion(view: View, draws: Draws) -> list[Event]:
    """Most leave the church, some join it."""
    joins = draws.chance(_JOINS)
    for person in await view.residents(draws, 12, 18, 75):
        document = await view.document(person.person_id)
        kind = (document.one("USKONTOKUNTALAJI") or {}).get("uskontokuntalaji")
        if joins == (kind == "EI_USKONTOKUNTAA"):
            return [ReligionChange(person=person.code, kind="EV_LUT" if joins else "EI_USKONTOKUNTAA")]
    return []


async def email(view: View, draws: Draws) -> list[Event]:
    """An e-mail address told for the first time, or taken away."""
    for person in await view.residents(draws, 6, 18, 80):
        document = await view.document(person.person_id)
        whole = document.one("HENKILON_NIMI")
        if document.one("SAHKOPOSTIOSOITE") is not None:
            if draws.chance(0.2):
                return [Email(person=person.code, address="")]
        elif whole is not None:
            call = full_spelling(whole, "etunimi").split()[0]
            return [Email(person=person.code, address=e_mail(call, full_spelling(whole, "sukunimi")))]
    return []


async def ban_set(view: View, draws: Draws) -> list[Event]:
    """A use of one's data is forbidden."""
    person = await view.resident(draws, 18, 90)
    ban = draws.one_of(get_args(Ban))
    if person is None or (await view.document(person.person_id)).one(ban) is not None:
        return []
    return [BanSet(person=person.code, ban=ban)]


async def ban_lifted(view: View, draws: Draws) -> list[Event]:
    """A ban is lifted."""
    for person, document in await _with_any(view, draws, get_args(Ban)):
        held = [ban for ban in get_args(Ban) if document.one(ban) is not None]
        return [BanLifted(person=person.code, ban=draws.one_of(held))]
    return []


async def temporary_address(view: View, draws: Draws) -> list[Event]:
    """A stay in another dwelling beside the permanent one, for studies or work."""
    person = await view.resident(draws, 18, 45)
    if person is None or (await view.document(person.person_id)).one("TILAPAINEN_KOTIMAINEN_OSOITE") is not None:
        return []
    elsewhere = await view.other_municipality(draws, person.municipality)
    to = await view.vacancy(draws, elsewhere or person.municipality, 1)
    return [] if to is None else [TemporaryAddress(person=person.code, to=to)]


async def temporary_address_ended(view: View, draws: Draws) -> list[Event]:
    """A temporary stay ends."""
    for person, _ in await _with_any(view, draws, ("TILAPAINEN_KOTIMAINEN_OSOITE",)):
        return [TemporaryAddressEnded(person=person.code)]
    return []


async def postal_address(view: View, draws: Draws) -> list[Event]:
    """A box at a post office of the municipality."""
    person = await view.resident(draws, 18, 90)
    codes = () if person is None else postal.of_municipality(person.municipality)
    if person is None or not codes:
        return []
    post = draws.one_of(codes)
    return [
        PostalAddress(
            person=person.code,
            address=f"PL {draws.between(1, 900)}",
            postal_code=post.code,
            post_office=post.name_fi,
            post_office_sv=post.name_sv,
        )
    ]


async def postal_address_ended(view: View, draws: Draws) -> list[Event]:
    """A postal address ends."""
    for person, _ in await _with_any(view, draws, ("KOTIMAINEN_POSTIOSOITE",)):
        return [PostalAddressEnded(person=person.code)]
    return []


async def _with_any(view: View, draws: Draws, kinds: tuple[Any, ...]) -> list[tuple[Resident, Document]]:
    """The first of some residents whose document has a group of one of these kinds."""
    for person in await view.residents(draws, _LOOKED_AT, 18, 90):
        document = await view.document(person.person_id)
        if any(document.one(kind) is not None for kind in kinds):
            return [(person, document)]
    return []
