"""The smaller things that people tell: occupation, religion, e-mail, bans and postal addresses."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, get_args

from vaki.codes import postal
from vaki.codes.municipality import ABROAD
from vaki.register.events.addresses import (
    PostalAddress,
    PostalAddressAbroad,
    PostalAddressAbroadEnded,
    PostalAddressEnded,
)
from vaki.register.events.name import full_spelling
from vaki.register.events.notices import (
    COMMUNITY_KIND,
    NO_COMMUNITY,
    Ban,
    BanLifted,
    BanSet,
    Email,
    EmailEnded,
    Occupation,
    OccupationEnded,
    ReligionChange,
)
from vaki.register.events.records import first_day
from vaki.register.whereabouts import BIRTH_HOME
from vaki.synthetic import shares
from vaki.synthetic.life.choosing import is_named
from vaki.synthetic.occupations import told_at
from vaki.synthetic.traits.religion import parish_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaki.register.document import Document
    from vaki.register.events.draft import Event
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.life.choosing import View

_JOINS: Final = 0.12
_BOXES: Final = 900
_E_MAIL: Final = "SAHKOPOSTIOSOITE"
_MAIL: Final = "KOTIMAINEN_POSTIOSOITE"
_MAIL_ABROAD: Final = "ULKOMAINEN_POSTIOSOITE"


async def occupation(view: View, draws: Draws) -> list[Event]:
    """Another occupation than before."""
    person = await view.resident(draws, 18, 66)
    if person is None:
        return []
    document = await view.document(person.person_id)
    told, held = "", (document.one("AMMATTI") or {}).get("ammatti", "")
    while told in ("", held):
        told = draws.from_table(told_at(person.age(view.day)))
    return [Occupation(person=person.code, occupation=told)]


async def occupation_ended(view: View, draws: Draws) -> list[Event]:
    document = await view.first(draws, lambda one: one.one("AMMATTI") is not None, 60, 80, count=30)
    return [] if document is None else [OccupationEnded(person=document.code)]


async def religion(view: View, draws: Draws) -> list[Event]:
    """Most leave the church, some join it."""
    joins = draws.chance(_JOINS)

    def fits(one: Document) -> bool:
        kind = (one.one(COMMUNITY_KIND) or {}).get("uskontokuntalaji")
        return joins == (kind == NO_COMMUNITY)

    document = await view.first(draws, fits, 18, 75, count=16)
    if document is None:
        return []
    if not joins:
        return [ReligionChange(person=document.code, kind=NO_COMMUNITY)]
    return [ReligionChange(person=document.code, kind="EV_LUT", community=_parish(document))]


def _parish(document: Document) -> int | None:
    """That of the birth municipality, as generated people have it; not told where that would tell what is withheld."""
    home = next((entry.group["kuntakoodi"] for entry in document.entries_of(BIRTH_HOME) if not entry.withheld), ABROAD)
    return None if home == ABROAD else parish_of(home)


async def email(view: View, draws: Draws) -> list[Event]:
    """An e-mail address told for the first time."""
    document = await view.first(draws, lambda one: one.one(_E_MAIL) is None and is_named(one), 18, 80)
    if document is None:
        return []
    whole = document.one("HENKILON_NIMI") or {}
    call = full_spelling(whole, "etunimi").split()[0]
    return [Email(person=document.code, address=_address(call, full_spelling(whole, "sukunimi")))]


def _address(call_name: str, surname: str) -> str:
    """An address of a domain that nobody can have (RFC 2606)."""
    text = unicodedata.normalize("NFKD", f"{call_name}.{surname}".lower())
    return "".join(one for one in text if one.isascii() and (one.isalnum() or one in ".-")) + "@posti.example"


async def email_ended(view: View, draws: Draws) -> list[Event]:
    document = await view.first(draws, lambda one: _began(one, _E_MAIL, view), 18, 90, count=30)
    return [] if document is None else [EmailEnded(person=document.code)]


def _began(document: Document, kind: str, view: View) -> bool:
    """Whether there is a record of the kind, since yesterday at the latest."""
    group = document.one(kind)
    since = None if group is None else first_day(group)
    return group is not None and (since is None or since < view.day)


async def ban_set(view: View, draws: Draws) -> list[Event]:
    """A use of one's data is forbidden."""
    ban = draws.one_of(get_args(Ban))
    document = await view.first(draws, lambda one: one.one(ban) is None, 18, 90)
    return [] if document is None else [BanSet(person=document.code, ban=ban)]


async def ban_lifted(view: View, draws: Draws) -> list[Event]:
    """A ban is lifted."""
    bans: Sequence[Ban] = get_args(Ban)
    document = await view.first(draws, lambda one: any(one.one(ban) for ban in bans), 18, 90, count=60)
    if document is None:
        return []
    return [BanLifted(person=document.code, ban=draws.one_of([ban for ban in bans if document.one(ban)]))]


async def postal_address(view: View, draws: Draws) -> list[Event]:
    """A box at a post office of the municipality."""
    document = await view.first(draws, lambda one: one.one(_MAIL) is None, 18, 90)
    codes = () if document is None or document.municipality is None else postal.of_municipality(document.municipality)
    if document is None or not codes:
        return []
    post = draws.one_of(codes)
    return [
        PostalAddress(
            person=document.code,
            address=f"PL {draws.between(1, _BOXES)}",
            postal_code=post.code,
            post_office=post.name_fi,
            post_office_sv=post.name_sv,
        )
    ]


async def postal_address_ended(view: View, draws: Draws) -> list[Event]:
    document = await view.holder(draws, _MAIL, lambda one: _began(one, _MAIL, view))
    return [] if document is None else [PostalAddressEnded(person=document.code)]


async def postal_address_abroad(view: View, draws: Draws) -> list[Event]:
    """Mail that goes abroad, as to a holiday home."""
    document = await view.first(draws, lambda one: one.one(_MAIL_ABROAD) is None, 30, 90)
    if document is None:
        return []
    country = draws.from_table(shares.WHERE_TO)
    address = f"PO Box {draws.between(1, _BOXES)}"
    return [PostalAddressAbroad(person=document.code, address=address, post_office="CENTRAL", country=country)]


async def postal_address_abroad_ended(view: View, draws: Draws) -> list[Event]:
    document = await view.holder(draws, _MAIL_ABROAD, lambda one: _began(one, _MAIL_ABROAD, view))
    return [] if document is None else [PostalAddressAbroadEnded(person=document.code)]
