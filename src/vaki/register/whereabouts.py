"""Which kinds of groups tell where a person is, was, or can be reached, beside those that are censored (§2.6).

One place for the reasons (docs/decisions/0307). A kind with members that look like an address or a place and that is
classed nowhere here is named by `unclassed`, and a test refuses it.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from vaki.register.groups import BY_NAME, HISTORY_OF_PLACE, SENSITIVE
from vaki.register.groups.shapes import Henkilo

BIRTH_HOME: Final = "SYNTYMAKOTIKUNTA"
"""The mother's home municipality at birth: withheld of one born while she is protected, until her protection ends."""

FROZEN: Final = HISTORY_OF_PLACE | {"ULKOMAINEN_HENKILOTUNNUS"}
"""What those from whom places are hidden are told of these stays as it was when protection began, until it ends.

A country that gives a code is one that a person has lived in, and the register hears of the code when that happens.
"""

TRACES_OF_COUNTRY: Final = frozenset(
    {
        "POISSAOLO",
        "VALTIO_JOHON_MUUTTANUT",
        "VALTIO_JOSTA_MUUTTANUT",
        "ULKOMAALAINEN_JOKA_ON_POISTETTU_VAESTOREKISTERISTA",
        "LAPSEN_REKISTEROINNIN_LISATIEDOT",
        "MAASTAMUUTON_LISATIEDOT_PUOLISOSTA",
        "MAASTAMUUTON_LISATIEDOT_VANHEMMASTA",
        "MAASTAMUUTON_LISATIEDOT_HUOLTAJASTA",
    }
)
"""Never censored objects, yet they tell the country a person is in or came from: left out for everyone unentitled.

A foreigner taken out of the register has left. The four last tell of a relative without a code the country moved to,
or where the person's child was born.
"""

TRACES_OF_MUNICIPALITY: Final = frozenset(
    {"VAESTOKIRJANPITOKUNTA", "SUOMEEN_MUUTTOPAIVA", "REKISTERIVIRANOMAINEN", "EDUNVALVONTA"}
)
"""Never censored objects, yet they tell what KOTIKUNTA tells: left out where that is hidden.

An office of the register serves a region, and a guardian may be a municipality or a legal aid office of one.
"""

TOLD_ANEW: Final = FROZEN | TRACES_OF_COUNTRY | TRACES_OF_MUNICIPALITY
"""What the items that begin and end protection bring as accompanying data, as far as the reader may have it.

A reader then drops what it holds of these kinds and keeps what the item brings (§2.6).
"""

TOLD: Final = {
    "KOTIMAINEN_YHTEYSOSOITE": "the address that a protected person has given to be told to authorities",
    "ULKOMAINEN_YHTEYSOSOITE": "the address that a protected person has given to be told to authorities",
    "ULKOMAINEN_SYNTYMAPAIKKA": "where a life began, which no move alters",
    BIRTH_HOME: "where a life began; withheld only of one born under the mother's protection",
}
"""Kinds with members of a place that are told of the protected, and why."""

_OF_PLACE: Final = re.compile(
    "(?<!uskonto)kunta|osoite|valtio|posti|katu|asuinpaik|rakennus|huoneisto|laitos|paik[ak]|toimisto|viranomais|muutto"
    "|siirto|puhelin|koordinaat|sijainti|kiinteisto|lisatiedot|ulkomai",
    re.IGNORECASE,
)


def tells_place(kind: str) -> bool:
    """Whether some member of the kind, by its name, can hold an address, a place or a way to reach someone.

    Members of objects within the group count too, those of a reference to a person do not.
    """
    schema = msgspec.json.schema(BY_NAME[kind].facts)
    parts = [part for name, part in schema["$defs"].items() if name != Henkilo.__name__]
    return any(_OF_PLACE.search(member) for part in parts for member in part.get("properties", ()))


def unclassed() -> list[str]:
    """Kinds that could tell a place, of which nobody has decided what is told of the protected."""
    classed = SENSITIVE | TOLD_ANEW | TOLD.keys()
    return [kind for kind in BY_NAME if kind not in classed and tells_place(kind)]
