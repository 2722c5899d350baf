"""Street names made of Finnish stems and endings, with their Swedish pairs. No list of real streets is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.codes.municipality import Languages

if TYPE_CHECKING:
    from vaki.synthetic.draws import Draws

_PAIRS: Final = """
Koivu/Björk Kuusi/Gran Mänty/Tall Pihlaja/Rönn Leppä/Al Haapa/Asp Tammi/Ek Vaahtera/Lönn Saarni/Ask Kataja/En
Paju/Vide Niitty/Äng Metsä/Skogs Pelto/Åker Ranta/Strand Järvi/Sjö Lampi/Träsk Joki/Å Koski/Fors Mäki/Back
Harju/Ås Kallio/Berg Kivi/Sten Hiekka/Sand Savi/Ler Suo/Kärr Lähde/Käll Kaivo/Brunns Mylly/Kvarn Saha/Såg
Paja/Smedje Tehtaan/Fabriks Koulu/Skol Kirkko/Kyrko Pappilan/Prästgårds Asema/Stations Rata/Ban Satama/Hamn
Tori/Torg Kauppa/Handels Päivän/Sol Kuu/Mån Tähti/Stjärn Syys/Höst Kevät/Vår Talvi/Vinter Kesä/Sommar
Aamu/Morgon Ilta/Afton Karhun/Björn Ketun/Räv Jäniksen/Har Hirven/Älg Peuran/Hjort Oravan/Ekorr Ilves/Lo
Suden/Varg Kurjen/Tran Joutsen/Svan Kiurun/Lärk Pääskyn/Sval Haukan/Hök Kotkan/Örn Hauki/Gädd Ahven/Abborr
Lohi/Lax Siika/Sik Mustikka/Blåbärs Mansikka/Smultron Puolukka/Lingon Vadelma/Hallon Kanerva/Ljung Vuokko/Sipp
Kielo/Konvalje Ruusu/Ros Orvokki/Viol Apila/Klöver Ohra/Korn Ruis/Råg Kaura/Havre Vehnä/Vete Tervan/Tjär
Seppä/Smeds Suutarin/Skomakar Räätälin/Skräddar Kalastajan/Fiskar Luotsin/Lots Torpan/Torp Navetan/Fähus
Riihi/Ria Aitan/Bods Kellon/Klock Laivan/Skepps Purjeen/Segel Airon/År Verkon/Nät Majakan/Fyr Luodon/Kobb
"""
_STEMS: Final = tuple(tuple(pair.split("/")) for pair in _PAIRS.split())
_ENDINGS: Final = (("tie", "vägen"), ("katu", "gatan"), ("polku", "stigen"), ("kuja", "gränden"), ("kaari", "bågen"))


def street(draws: Draws, languages: Languages | None) -> dict[str, str]:
    """A street's name in the municipality's languages: `fi`, `sv` or both."""
    stem_fi, stem_sv = draws.one_of(_STEMS)
    end_fi, end_sv = draws.one_of(_ENDINGS)
    names = {"fi": f"{stem_fi}{end_fi}", "sv": f"{stem_sv}{end_sv}"}
    if languages is Languages.BILINGUAL:
        return names
    only = "sv" if languages is Languages.SWEDISH else "fi"
    return {only: names[only]}
