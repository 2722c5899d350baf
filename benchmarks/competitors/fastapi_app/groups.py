"""The product's information groups, as the variant with rows puts them together; members are named as on the wire."""

# ruff: noqa: N815

from __future__ import annotations

from datetime import date

from pydantic import BaseModel


class Paivamaara(BaseModel):
    arvo: date
    tarkkuus: str


class Teksti(BaseModel):
    fi: str | None = None
    sv: str | None = None


class Tietoryhma(BaseModel):
    tietoryhma: str
    turvakiellonAlaisetKentat: list[str] | None = None


class Kaudellinen(Tietoryhma):
    alkupv: Paivamaara | None = None
    loppupv: Paivamaara | None = None


class HenkilotunnusKorjaus(Tietoryhma):
    aktiivinenHenkilotunnus: str
    edellisetHenkilotunnukset: list[str]
    muutettuHenkilotunnus: str
    voimassaolo: str = "AKTIIVI"


class Syntymapaiva(Tietoryhma):
    syntymapv: Paivamaara | None


class Sukupuoli(Tietoryhma):
    sukupuoli: str


class Kieli(Kaudellinen):
    kielikoodi: str
    kielikoodiISO6392: str | None
    nimi: str | None = None


class HenkilonNimi(Kaudellinen):
    etunimi: str
    sukunimi: str
    etunimiUTF8: str | None
    sukunimiUTF8: str | None
    lisatieto: str | None


class Nimi(Kaudellinen):
    nimilaji: str | None
    nimi: str | None
    nimiUTF8: str | None


class HenkilonKansalaisuus(BaseModel):
    kansalaisuuskoodi: str
    kansalaisuusnimi: str | None
    voimassaolo: str | None
    saamispv: Paivamaara | None
    menetyspv: Paivamaara | None


class Kansalaisuus(Tietoryhma):
    henkilonKansalaisuudet: list[HenkilonKansalaisuus]


class Kuolinpaiva(Tietoryhma):
    kuollut: bool
    kuolinpv: Paivamaara | None


class Turvakielto(Tietoryhma):
    turvaLoppuPv: Paivamaara | None
    turvakieltoAktiivinen: bool


class Katuosoite(Kaudellinen):
    katunimi: Teksti | None
    katunumero: str | None
    huoneistokirjain: str | None
    huoneistonumero: str | None
    jakokirjain: str | None
    postinumero: str | None
    postitoimipaikka: Teksti | None
    rakennustunnus: str | None
    osoitenumero: int | None
    kuntakoodi: str | None


class Postiosoite(Kaudellinen):
    postiosoite: Teksti | None
    postiosoiteLisarivi: str | None
    postinumero: str | None
    postitoimipaikka: Teksti | None
    valtiokoodi: str | None
    valtionimi: str | None


class UlkomainenOsoite(Kaudellinen):
    lahiosoite: str | None
    paikkakunta: str | None
    valtiokoodi: str | None
    valtionimi: str | None


class Sahkopostiosoite(Kaudellinen):
    sahkopostiosoite: str | None
    lajikoodi: str | None


class Kotikunta(Tietoryhma):
    kuntakoodi: str
    kuntaanMuuttopv: Paivamaara | None


AnyGroup = (
    Nimi
    | HenkilotunnusKorjaus
    | Syntymapaiva
    | Sukupuoli
    | Kieli
    | HenkilonNimi
    | Kansalaisuus
    | Kotikunta
    | Katuosoite
    | Kuolinpaiva
    | Sahkopostiosoite
    | UlkomainenOsoite
    | Postiosoite
    | Turvakielto
    | Tietoryhma
)
