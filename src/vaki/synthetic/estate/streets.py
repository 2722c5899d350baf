"""Street names in the manner of each municipality: of its coast, lakes, plains or fells, and of its size and languages.

Names are made of Finnish stems and endings with their Swedish pairs; no list of real streets is used. A municipality's
names come in an order of its own, each one once, and belong to it alone: the seed has no part in them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from vaki.codes import municipality, postal
from vaki.codes.municipality import Languages
from vaki.synthetic.draws import Draws, number_of

_EVERYWHERE: Final = """
Koivu/Björk Kuusi/Gran Mänty/Tall Pihlaja/Rönn Leppä/Al Haapa/Asp Tammi/Ek Vaahtera/Lönn Saarni/Ask Kataja/En
Paju/Vide Tuomi/Hägg Raita/Sälg Niitty/Ängs Metsä/Skogs Pelto/Åker Suo/Kärr Mäki/Back Harju/Ås Kallio/Bergs Kivi/Sten
Hiekka/Sand Savi/Ler Lähde/Käll Kaivo/Brunns Puro/Bäck Notko/Sänk Mylly/Kvarn Saha/Såg Paja/Smedje Koulu/Skol
Kirkko/Kyrk Pappilan/Prästgårds Kunnan/Kommunal Urheilu/Idrotts Puisto/Park Päivän/Sol Kuun/Mån Tähti/Stjärn
Syys/Höst Kevät/Vår Talvi/Vinter Kesä/Sommar Aamu/Morgon Ilta/Afton Karhun/Björn Ketun/Räv Jäniksen/Har
Hirven/Älg Peuran/Hjort Oravan/Ekorr Ilveksen/Lo Suden/Varg Mäyrän/Grävlings Siilin/Igelkotts Kurjen/Tran
Joutsen/Svan Kiurun/Lärk Pääskyn/Sval Haukan/Hök Kotkan/Örn Pöllön/Uggle Tikan/Hackspett Teeren/Orr Metson/Tjäder
Mustikka/Blåbärs Mansikka/Smultron Puolukka/Lingon Vadelma/Hallon Karpalo/Tranbärs Kanerva/Ljung Vuokko/Sipp
Kielo/Konvalje Ruusu/Ros Orvokin/Viol Apila/Klöver Ohra/Korn Ruis/Råg Kaura/Havre Vehnä/Vete Tervas/Tjär
Sepän/Smeds Suutarin/Skomakar Räätälin/Skräddar Kankurin/Vävar Nikkarin/Snickar Torpan/Torp Navetan/Fähus Riihi/Ri
Aitan/Bods Kellon/Klock Aura/Plog Karhi/Harv Viljan/Sädes Heinä/Hö Latu/Skid Hiihtäjän/Skidåkar Sorsan/And Tiilen/Tegel
"""
_TOWN: Final = """
Tori/Torg Kauppa/Handels Asema/Stations Rata/Ban Tehtaan/Fabriks Satama/Hamn Hallitus/Regerings Oikeus/Rätts
Kasarmin/Kasern Linnan/Slotts Museo/Musei Teatteri/Teater Yliopiston/Universitets Rauhan/Freds Vapauden/Frihets
Maaherran/Landshövdings Raatimiehen/Rådmans Porvarin/Borgar Kauppiaan/Köpmans Itsenäisyyden/Självständighets
Kaupungin/Stads Tullin/Tull Veturin/Lokomotiv Vaunun/Vagns Voimalan/Kraftverks Telakan/Varvs Pankin/Bank
Sairaalan/Sjukhus Postin/Post Runoilijan/Diktar Maalarin/Målar Kirjan/Bok Opiston/Institut Insinöörin/Ingenjörs
"""
_BY_LAND: Final = {
    "coast": """
        Meren/Havs Ranta/Strand Laivan/Skepps Purjeen/Segel Airon/År Verkon/Nät Majakan/Fyr Luodon/Kobb Saaren/Ö
        Lahden/Viks Luotsin/Lots Kalastajan/Fiskar Silakan/Strömmings Lokin/Mås Haahkan/Ejder Telkän/Knip
        Myrskyn/Storm Tyrskyn/Brännings Poijun/Boj Merimiehen/Sjömans Kapteenin/Kaptens Simpukan/Mussel Hylkeen/Säl
        Väylän/Farleds Niemen/Udd Salmen/Sund Karin/Grynnors Turskan/Torsk Kampelan/Flundre Ankkurin/Ankar
        """,
    "lakes": """
        Järven/Sjö Ranta/Strand Lammen/Tjärn Lahden/Viks Salmen/Sunds Niemen/Nabb Saaren/Holm Selän/Fjärds Kosken/Fors
        Virran/Ström Kaislan/Vass Lumpeen/Näckros Ahvenen/Abborr Hauen/Gädd Kuhan/Gös Muikun/Siklöje Särjen/Mört
        Kuikan/Lom Veneen/Båt Soutajan/Roddar Kalliorannan/Klippstrands Tukin/Stock Uiton/Flottnings Aallon/Våg
        Lohen/Lax Savun/Rök Kasken/Sved Savotan/Hygges Hongan/Furu Kannaksen/Näs Hiekkarannan/Sandstrands
        """,
    "plains": """
        Lakeuden/Slätt Joen/Å Jokivarren/Ådals Sillan/Bro Ladon/Lad Nevan/Myr Viljelijän/Odlar Kylvön/Sånings
        Leikkuun/Skörde Luhdan/Mad Kuhilaan/Skyl Isännän/Husbonds Emännän/Värdinne Rengin/Dräng Talon/Hemmans
        Kydön/Kytt Rahkan/Vitmoss Hevosen/Häst Varsan/Föl Valjaan/Seldons Perunan/Potatis Pellavan/Lin Häjyn/Knivjunkar
        Pohjan/Nord Puukon/Kniv Turpeen/Torv Rantavainion/Strandgärdes Vainion/Gärdes Ojan/Dikes
        """,
    "fells": """
        Tunturin/Fjäll Vaaran/Bergs Aavan/Aapamyr Jängän/Myr Poron/Ren Pororannan/Renstrands Kiepin/Snögrops
        Revontulten/Norrskens Kaamoksen/Polarnatts Ruskan/Höstlövs Kiisan/Kis Rovan/Stenås Kurun/Klyft
        Riekon/Rip Naalin/Fjällräv Ahman/Järv Siian/Sik Taimenen/Öring Harjuksen/Harr Kullan/Guld Kaltion/Källsprångs
        Hillan/Hjortron Koskelon/Skrak Lapin/Lapp Erämaan/Ödemarks Kelon/Torrtall Laavun/Vindskydds
        """,
}
_LAND: Final = {
    "01": "coast", "02": "coast", "04": "coast", "05": "lakes", "06": "lakes", "07": "lakes", "08": "coast",
    "09": "lakes", "10": "lakes", "11": "lakes", "12": "lakes", "13": "lakes", "14": "plains", "15": "coast",
    "16": "plains", "17": "plains", "18": "fells", "19": "fells", "21": "coast",
}  # fmt: skip
_ENDINGS: Final = {
    "tie": "vägen", "katu": "gatan", "polku": "stigen", "kuja": "gränden", "kaari": "bågen", "raitti": "stråket",
    "rinne": "brinken", "aukio": "platsen", "penger": "terrassen",
}  # fmt: skip
_COUNTRY_ORDER: Final = ("tie", "kuja", "polku", "raitti", "rinne", "kaari", "katu", "penger", "aukio")
_TOWN_ORDER: Final = ("katu", "tie", "kuja", "polku", "kaari", "raitti", "rinne", "aukio", "penger")
_USUAL: Final = 0.72
"""Of stems: those whose first street takes the municipality's most usual ending."""
_PREFIXES: Final = (
    ("Pikku-", "Lilla "), ("Uusi ", "Nya "), ("Vanha ", "Gamla "), ("Ylä-", "Övre "), ("Ala-", "Nedre "),
    ("Etelä-", "Södra "), ("Pohjois-", "Norra "), ("Itä-", "Östra "), ("Länsi-", "Västra "), ("Iso ", "Stora "),
)  # fmt: skip
_TOWN_HUNDREDS: Final = 250


@lru_cache(maxsize=512)
def _stems(code: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The municipality's stems in its order, its own land's first and often, each with its endings in its order."""
    found = municipality.get(code)
    town = (found.population_hundreds or 0) >= _TOWN_HUNDREDS
    own = _BY_LAND[_LAND[found.region or "06"]] + (_TOWN if town else "")
    draws = Draws("streets", code)
    mine, everywhere = _pairs(own), _pairs(_EVERYWHERE)
    pairs = {**everywhere, **mine}
    order = sorted(pairs, key=lambda stem: (draws.fraction() * (0.55 if stem in mine else 1.0), stem))
    endings = _TOWN_ORDER if town else _COUNTRY_ORDER
    made = []
    for stem in order:
        turn = 0 if draws.chance(_USUAL) else draws.below(len(endings))
        made.append((stem, pairs[stem], endings[turn:] + endings[:turn]))
    return tuple(made)


def street(code: str, number: int) -> dict[str, str]:
    """The name of the municipality's street of a number, from 0, in its languages: `fi`, `sv` or both."""
    stems = _stems(code)
    turn, at = divmod(number, len(stems))
    finnish, swedish, endings = stems[at]
    turn, which = divmod(turn, len(endings))
    names = {"fi": finnish + endings[which], "sv": swedish + _ENDINGS[endings[which]]}
    while turn:
        turn, which = divmod(turn - 1, len(_PREFIXES))
        before, before_sv = _PREFIXES[which]
        names = {"fi": _after(before, names["fi"]), "sv": _after(before_sv, names["sv"])}
    languages = municipality.get(code).languages
    if languages is Languages.BILINGUAL:
        return names
    only = "sv" if languages is Languages.SWEDISH else "fi"
    return {only: names[only]}


def _after(prefix: str, name: str) -> str:
    return prefix + (name.lower() if prefix.endswith("-") else name)


def _pairs(text: str) -> dict[str, str]:
    return {finnish: swedish for finnish, _, swedish in (pair.partition("/") for pair in text.split())}


_NEIGHBOURS: Final = 6
"""Streets that follow each other in the municipality's order share a postal code, so many at a time."""


def post_office(code: str, number: int, *, centre: bool) -> postal.PostalCode:
    """The postal code that the municipality's street of a number belongs to; a town's first codes are its centre."""
    codes = postal.of_municipality(code)
    span = max(len(codes) // (2 if centre else 1), 1)
    return codes[number_of("post", code, number // _NEIGHBOURS, centre) % span]
