"""What must stay hidden of a protected person, written down from the issue and not from the code under test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.disclosure.products import ALL

if TYPE_CHECKING:
    from tests.oracle.asking import Account

HIDDEN_WITH_THE_TOWN: Final = frozenset(
    {
        *("KOTIKUNTA", "VUODENVAIHTEEN_KUNTA", "EDELLINEN_KOTIKUNTA"),
        *("VAESTOKIRJANPITOKUNTA", "SUOMEEN_MUUTTOPAIVA", "REKISTERIVIRANOMAINEN", "EDUNVALVONTA"),
    }
)
"""Told where the home municipality is, hidden where it is hidden."""
HIDDEN_ALWAYS: Final = frozenset(
    {
        *("VAKINAINEN_KOTIMAINEN_OSOITE", "TILAPAINEN_KOTIMAINEN_OSOITE", "KOTIMAINEN_POSTIOSOITE"),
        *("VAKINAINEN_ULKOMAINEN_OSOITE", "TILAPAINEN_ULKOMAINEN_OSOITE", "ULKOMAINEN_POSTIOSOITE"),
        *("TILAPAINEN_KUNTA", "SAHKOPOSTIOSOITE"),
        *("VAKINAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS", "TILAPAINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"),
        *("VAKINAINEN_OLINPAIKASSA_ASUMINEN", "TILAPAINEN_OLINPAIKASSA_ASUMINEN"),
        *("VAKINAINEN_ULKOMAILLA_ASUMINEN", "TILAPAINEN_ULKOMAILLA_ASUMINEN"),
        *("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS", "ENTINEN_OLINPAIKASSA_ASUMINEN", "ENTINEN_ULKOMAILLA_ASUMINEN"),
        *("POISSAOLO", "VALTIO_JOHON_MUUTTANUT", "VALTIO_JOSTA_MUUTTANUT"),
        "ULKOMAALAINEN_JOKA_ON_POISTETTU_VAESTOREKISTERISTA",
        *("LAPSEN_REKISTEROINNIN_LISATIEDOT", "MAASTAMUUTON_LISATIEDOT_PUOLISOSTA"),
        *("MAASTAMUUTON_LISATIEDOT_VANHEMMASTA", "MAASTAMUUTON_LISATIEDOT_HUOLTAJASTA"),
        *("ULKOMAINEN_HENKILOTUNNUS", "SYNTYMAKOTIKUNTA"),
    }
)


def hidden_from(account: Account) -> frozenset[str]:
    """Kinds of which a planted person's tokens may not reach the account."""
    if account.entitled:
        return frozenset()
    return HIDDEN_ALWAYS if account.told_the_town else HIDDEN_ALWAYS | HIDDEN_WITH_THE_TOWN


def told_to(account: Account) -> frozenset[str] | None:
    """Kinds of the account's product; None for all."""
    return None if account.product.groups == ALL else frozenset(account.product.groups)
