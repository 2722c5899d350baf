"""Schemas of the shapes shared by all groups, and which member has which shape.

Source: docs/wire/muutosrajapinta.md §2.1 (shared shapes), §2.8 (types), §2.10 (members known from clients only),
§2.11 (values). A list of values is an enum where the source calls it complete, otherwise text.
"""

from __future__ import annotations

from typing import Any, Final

Schema = dict[str, Any]

SCHEMAS: Final = "#/components/schemas/"


def ref(name: str) -> Schema:
    return {"$ref": f"{SCHEMAS}{name}"}


def closed(properties: dict[str, Schema], *required: str, description: str = "") -> Schema:
    """An object that has no other members."""
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        schema["required"] = list(required)
    return {"description": description, **schema} if description else schema


def array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


TEXT: Final[Schema] = {"type": "string"}
INTEGER: Final[Schema] = {"type": "integer"}
TRUTH: Final[Schema] = {"type": "boolean"}
DAY: Final = ref("Paivamaara")
PERSON: Final = ref("Henkilo")
BILINGUAL: Final = ref("KaksikielinenTeksti")
CODE: Final = ref("Henkilotunnus")
_THREE_DIGITS: Final[Schema] = {"type": "string", "pattern": "^[0-9]{3}$"}
_NATIONALITIES: Final = array(ref("Kansalaisuus"))
_RIGHTS: Final = array(ref("HuollonOikeus"))

SHARED: Final[dict[str, Schema]] = {
    "Paivamaara": closed(
        {
            "arvo": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
            "tarkkuus": {"enum": ["PAIVA", "KUUKAUSI", "VUOSI"], "type": "string"},
        },
        "arvo",
        "tarkkuus",
        description="A day with its precision; arvo is always a full date, padded with 01 when less is known.",
    ),
    "KaksikielinenTeksti": closed(
        {"fi": TEXT, "sv": TEXT}, description="Text in Finnish, Swedish or both, never a plain string."
    ),
    "Henkilotunnus": {
        "type": "string",
        "minLength": 11,
        "maxLength": 11,
        "description": "Identity code (henkilötunnus).",
    },
    "Henkilo": closed(
        {
            "henkilotunnus": CODE,
            "etunimet": TEXT,
            "sukunimi": TEXT,
            "etunimetUTF8": TEXT,
            "sukunimiUTF8": TEXT,
            "syntymapv": DAY,
            "sukupuoli": ref("Sukupuoli"),
            "kansalaisuuskoodi": _THREE_DIGITS,
            "kansalaisuusnimi": TEXT,
            "nimienLisatieto": TEXT,
        },
        description="Another person, by code and by what was recorded of the name, birth and sex.",
    ),
    "Sukupuoli": {"type": "string", "enum": ["MIES", "NAINEN", "PUUTTUU"]},
    "Voimassaolo": {"type": "string", "enum": ["AKTIIVI", "PASSIIVI"]},
    "Muutosattribuutti": {
        "type": "string",
        "enum": ["LISATTY", "MUUTETTU", "POISTETTU", "KORJATTAVA", "KORJATTU", "LISATIETO"],
        "description": "What happened to the group: added, changed, removed, to be corrected, corrected (always "
        "directly after KORJATTAVA), unchanged accompanying data.",
    },
    "Kansalaisuus": closed(
        {
            "kansalaisuuskoodi": _THREE_DIGITS,
            "kansalaisuusnimi": TEXT,
            "voimassaolo": ref("Voimassaolo"),
            "saamispv": DAY,
            "menetyspv": DAY,
        },
        "kansalaisuuskoodi",
        description="One nationality.",
    ),
    "HuollonOikeus": closed(
        {"oikeus": TEXT, "oikeudenAlkupv": DAY, "oikeudenLoppupv": DAY, "sisalto": TEXT},
        "oikeus",
        description="A right that a decision on custody gives.",
    ),
    "Adoptiosuhde": closed({"alkupv": DAY, "loppupv": DAY}, description="Adoption that the parenthood rests on."),
    "RekisterointiLisatiedot": closed(
        {
            "sukupuoli": ref("Sukupuoli"),
            "syntymakotikunta": _THREE_DIGITS,
            "valtiokoodi": _THREE_DIGITS,
            "henkilotunnus": CODE,
        },
        description="Extra data on the person referred to.",
    ),
    "Edunvalvoja": {
        "type": "object",
        "properties": {"edunvalvoja": PERSON},
        "additionalProperties": True,
        "description": "A guardian: a person, or a body whose members are not public knowledge.",
    },
    "Edunvalvontavaltuutettu": {
        "type": "object",
        "properties": {
            "edunvalvontavaltuutettu": PERSON,
            "valtuutussuhteenAlkupv": DAY,
            "valtuutussuhteenLoppupv": DAY,
        },
        "additionalProperties": True,
        "description": "A holder of a continuing power of attorney; members beyond these are not public knowledge.",
    },
}

_PERSONS: Final = "lapsi vanhempi huollettava huoltaja henkilo puoliso osapuoli"
_DAYS: Final = (
    "alkupv loppupv paattymispv paatymispv kuolinpv kuolleeksijulistamispv turvaLoppuPv syntymapv kuntaanMuuttopv "
    "kunnastaPoisMuuttopv suomeenMuuttopv siirtopv huoltosuhteenAlkupv huoltosuhteenLoppupv asumisenAlkupv "
    "asumisenLoppupv vihkipv virallistamispv antopv vtjTallennuspv"
)
_TEXTS: Final = (
    "kielikoodi kielikoodiISO6392 nimi nimiUTF8 nimilaji nimenmuutostapa etunimi sukunimi etunimiUTF8 sukunimiUTF8 "
    "lisatieto valtionimi ulkomainenSyntymapaikka katunumero huoneistokirjain huoneistonumero postinumero jakokirjain "
    "rakennustunnus lahiosoite paikkakunta postiosoiteLisarivi poissaolo asuinpaikantunnus numero laitos isaAiti "
    "vanhemmuusnimike lapsilaatu jarjestyskirjain huoltajanLaji huoltajanRooli asuminen vihkitapa virallistamistapa "
    "paattymistapa toimintakelpoisuus uskontokuntalaji sahkopostiosoite ammatti ulkomainenHenkilotunnus tietolahde "
    "vtjVoimassaolo sahkoinenAsiointitunnus"
)
_TRUTHS: Final = (
    "kuollut turvakieltoAktiivinen huoltosuhteenMuutos huollonOikeudenMuutos huollonAsumisenMuutos tehtavienjako"
)
_INTEGERS: Final = "osoitenumero vuodenvaihde jarjestysnumero lajikoodi uskontokunta viranomaisnumero"

MEMBERS: Final[dict[str, Schema]] = {
    **dict.fromkeys(_PERSONS.split(), PERSON),
    **dict.fromkeys(_DAYS.split(), DAY),
    **dict.fromkeys(_TEXTS.split(), TEXT),
    **dict.fromkeys(_TRUTHS.split(), TRUTH),
    **dict.fromkeys(_INTEGERS.split(), INTEGER),
    **dict.fromkeys(("katunimi", "postiosoite", "postitoimipaikka"), BILINGUAL),
    **dict.fromkeys(("kuntakoodi", "valtiokoodi"), _THREE_DIGITS),
    **dict.fromkeys(
        (
            "henkilonKansalaisuudet",
            "korjattavatKansalaisuudet",
            "korjatutKansalaisuudet",
            "poistetutKansalaisuudet",
            "lisatytKansalaisuudet",
            "muutetutKansalaisuudet",
        ),
        _NATIONALITIES,
    ),
    **dict.fromkeys(("oikeudet", "lisatytOikeudet", "poistetutOikeudet", "muutetutOikeudet"), _RIGHTS),
    "aktiivinenHenkilotunnus": CODE,
    "muutettuHenkilotunnus": CODE,
    "edellisetHenkilotunnukset": array(CODE),
    "sukupuoli": ref("Sukupuoli"),
    "voimassaolo": ref("Voimassaolo"),
    "rooli": {"type": "string", "enum": ["VANHEMPI", "LAPSI"]},
    "siviilisaaty": {
        "type": "string",
        "enum": [
            "PUUTTUU",
            "EI_TIETOA",
            "NAIMATON",
            "AVIOLIITOSSA",
            "ASUMUSEROSSA",
            "ERONNUT",
            "LESKI",
            "REKISTEROIDYSSA_PARISUHTEESSA",
            "ERONNUT_REKISTEROIDYSTA_PARISUHTEESTA",
            "LESKI_REKISTEROIDYN_PARISUHTEEN_JALKEEN",
        ],
    },
    "adoptiosuhde": ref("Adoptiosuhde"),
    "lisatiedot": ref("RekisterointiLisatiedot"),
    "nykyisetEdunvalvojat": array(ref("Edunvalvoja")),
    "nykyisetEdunvalvontavaltuutetut": array(ref("Edunvalvontavaltuutettu")),
}
"""The shape of a member, wherever it stands; exceptions are in `EXCEPTIONS`."""

_PLAIN_OR_BILINGUAL: Final[Schema] = {
    "anyOf": [TEXT, BILINGUAL],
    "description": "Whether the real service writes text or bilingual text here is not public knowledge.",
}
EXCEPTIONS: Final[dict[tuple[str, str], Schema]] = {
    ("SAHKOPOSTIOSOITE", "lajikoodi"): TEXT,
    ("HUOSTAANOTTO", "huostaanotto"): {
        "anyOf": [TEXT, TRUTH],
        "description": "The type is not public knowledge.",
    },
    **{
        (kind, member): _PLAIN_OR_BILINGUAL
        for kind in ("ULKOMAINEN_POSTIOSOITE", "ULKOMAINEN_YHTEYSOSOITE")
        for member in ("postiosoite", "postitoimipaikka")
    },
}


def member_schema(kind: str, member: str) -> Schema:
    """The schema of a group's member. Raises KeyError for one that has no shape here yet."""
    return EXCEPTIONS.get((kind, member)) or MEMBERS[member]
