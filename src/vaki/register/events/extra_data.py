"""Groups that accompany a registration: of a child born abroad, of someone who moves abroad; the register authority.

Source: docs/wire/muutosrajapinta.md §2.8 and §2.10. Whose document holds them, and that they stay until the person's
return, is our choice (docs/decisions/0104).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal

import msgspec
from msgspec import Meta

from vaki.codes import country, municipality
from vaki.codes.sex import Sex
from vaki.register.document import reference
from vaki.register.errors import EventRefused
from vaki.register.events.fields import CountryCode, IdentityCode, MunicipalityCode
from vaki.register.events.one_person import OnePerson
from vaki.register.events.records import checked_country, put
from vaki.register.events.references import PersonWithoutCode
from vaki.register.events.told import record

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.document import Document
    from vaki.register.events.draft import Draft
    from vaki.register.groups import WireGroup

OF_CHILD: Final = "LAPSEN_REKISTEROINNIN_LISATIEDOT"
SEX_AND_CITIZENSHIP: Final = "LAPSEN_SUKUPUOLI_JA_KANSALAISUUS"
OF_RELATIVE: Final = {
    "puoliso": "MAASTAMUUTON_LISATIEDOT_PUOLISOSTA",
    "vanhempi": "MAASTAMUUTON_LISATIEDOT_VANHEMMASTA",
    "huoltaja": "MAASTAMUUTON_LISATIEDOT_HUOLTAJASTA",
}
AUTHORITY: Final = "REKISTERIVIRANOMAINEN"


def birth_abroad(code: str, name: str, place: str) -> WireGroup:
    """ULKOMAINEN_SYNTYMAPAIKKA; refuses an unknown country."""
    return record(
        "ULKOMAINEN_SYNTYMAPAIKKA",
        valtiokoodi=code,
        valtionimi=checked_country(code, name),
        ulkomainenSyntymapaikka=place or None,
    )


def note_registration(draft: Draft, parent: Document, child: Document, birth_country: str) -> None:
    """What a parent's document tells of a child born abroad: the country of birth, the sex and the first citizenship.

    Not the municipality: it is the mother's, which her protection may hide.
    """
    for group in registration_notes(child, birth_country):
        parent.add(group, child.person_id)
        draft.added(parent, group)


def registration_notes(child: Document, birth_country: str) -> list[WireGroup]:
    """LAPSEN_REKISTEROINNIN_LISATIEDOT and, of one who has a citizenship, LAPSEN_SUKUPUOLI_JA_KANSALAISUUS."""
    copy = reference(child)
    made = [record(OF_CHILD, lapsi=copy, lisatiedot={"sukupuoli": child.sex, "valtiokoodi": birth_country})]
    held = (child.one("KANSALAISUUS") or {}).get("henkilonKansalaisuudet", [])
    if held:
        first = {member: value for member, value in held[0].items() if member.startswith("kansalaisuus")}
        made.append(record(SEX_AND_CITIZENSHIP, lapsi=copy, sukupuoli=child.sex, **first))
    return made


class RelativeOfEmigrant(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Further facts about a spouse, parent or custodian of someone who moves abroad, as the notice tells them.

    `country` is that of citizenship. The municipality of birth is told of those only who have no identity code: of the
    others the register knows it, and may have to hide it.
    """

    emigrant: IdentityCode
    kind: Literal["puoliso", "vanhempi", "huoltaja"]
    person: IdentityCode | None = None
    without_code: PersonWithoutCode | None = None
    sex: Sex | None = None
    birth_municipality: MunicipalityCode | None = None
    country: CountryCode | None = None

    def facts(self) -> dict[str, Any]:
        if self.birth_municipality is not None and self.person is not None:
            raise EventRefused("The register knows where someone with an identity code was born.")
        if self.birth_municipality is not None and not municipality.exists(self.birth_municipality):
            raise EventRefused("There is no such municipality.")
        if self.country is not None and (not country.exists(self.country) or self.country == country.IN_PLAIN_TEXT):
            raise EventRefused("There is no such country code.")
        given = {
            "sukupuoli": None if self.sex is None else self.sex.value,
            "syntymakotikunta": self.birth_municipality,
            "valtiokoodi": self.country,
        }
        return {member: value for member, value in given.items() if value is not None}


Relatives = Annotated[tuple[RelativeOfEmigrant, ...], Meta(description="Further facts that the notice tells")]


def codes_of(relatives: Iterable[RelativeOfEmigrant]) -> list[str]:
    """The identity codes that notes about relatives name."""
    return [code for one in relatives for code in (one.emigrant, one.person) if code]


def note_relatives(
    draft: Draft, emigrants: Iterable[Document], relatives: Iterable[RelativeOfEmigrant], day: date
) -> None:
    """MAASTAMUUTON_LISATIEDOT_* in the documents of those who move abroad, in the place of earlier ones."""
    leaving = {document.person_id: document for document in emigrants}
    told: set[tuple[int, str]] = set()
    for one in relatives:
        document = leaving.get(draft.person(one.emigrant).person_id)
        if document is None:
            raise EventRefused("The facts are of someone who does not move.")
        if (one.person is None) == (one.without_code is None):
            raise EventRefused("A relative has an identity code or has none.")
        kind = OF_RELATIVE[one.kind]
        if (document.person_id, kind) not in told:
            _forget(draft, document, kind)
        told.add((document.person_id, kind))
        other = None if one.person is None else draft.person(one.person)
        copy = reference(other) if other is not None else one.without_code.reference(day) if one.without_code else {}
        made = emigration_note(one.kind, copy, one.facts())
        document.add(made, *(() if other is None else (other.person_id,)))
        draft.added(document, made)


def emigration_note(member: str, copy: dict[str, Any], facts: dict[str, Any]) -> WireGroup:
    """MAASTAMUUTON_LISATIEDOT_* about the relative whose copy is given."""
    code = {"henkilotunnus": copy["henkilotunnus"]} if "henkilotunnus" in copy else {}
    return record(OF_RELATIVE[member], **{member: copy, "lisatiedot": {**facts, **code}})


def forget_relatives(draft: Draft, document: Document) -> None:
    """Take the facts of an emigration away, when the person comes back."""
    for kind in OF_RELATIVE.values():
        _forget(draft, document, kind)


def _forget(draft: Draft, document: Document, kind: str) -> None:
    for group in document.all(kind):
        document.drop(group)
        draft.removed(document, group)


class RegisterAuthority(OnePerson):
    """Another office of the register authority keeps a person's data.

    Source: docs/wire/muutosrajapinta.md §2.8 (REKISTERIVIRANOMAINEN; 777 stands for Finland as a whole).
    """

    name: ClassVar[str] = "register_authority"
    of_the_dead_too: ClassVar[bool] = True
    number: Annotated[int, Meta(ge=1, le=999, description="Number of the authority")]

    def happen(self, draft: Draft, document: Document) -> None:
        new = record(AUTHORITY, viranomaisnumero=self.number)
        if document.one(AUTHORITY) == new:
            raise EventRefused("That authority keeps the person's data already.")
        put(draft, document, new)
