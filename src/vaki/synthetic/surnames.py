"""Finnish and Swedish surnames: the common ones of Faker's lists, and a long tail composed of what names are made of.

How many bear the name of each rank follows the population register's list of surnames (avoindata.fi, DVV, CC BY 4.0):
the hundred commonest are borne by a fifth of the people, the thousand commonest by more than half.
"""

from __future__ import annotations

from bisect import bisect_right
from math import exp, log
from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Weighted = list[tuple[str, float]]

BEARERS: Final = (
    (1, 22_068), (5, 18_692), (10, 15_759), (20, 13_040), (50, 8_605), (100, 5_976), (200, 3_662), (500, 1_688),
    (1_000, 870), (2_000, 421), (5_000, 145), (10_000, 60), (20_000, 24), (30_000, 14),
)  # fmt: skip
"""Rank and bearers, of `PEOPLE`."""
_IN_HEAD: Final = 0.202
"""Of all people, those whose surname is one of the hundred commonest."""
_HEAD: Final = 100
PEOPLE: Final = 5_560_000
_SWEDISH_TAIL: Final = 0.45
"""Of speakers of Swedish, those whose surname is composed here."""
_NOBLE: Final = 0.004

_STEMS: Final = """
Aarni Aarre Ahde Ahjo Ahma Ahven Aidas Aitta Aura Auer Erä Haapa Haka Halla Halme Hanhi Harju Hauki Haukka Havu
Heinä Herne Hete Hiekka Hiisi Hirsi Hirvi Honka Hopea Huhta Humala Ilves Isku Jalas Joutsen Juko Juuri Kaari Kaisla
Kaita Kala Kallio Kamari Kanerva Kannas Kanto Karhu Kari Karja Karpalo Kaski Kataja Kauha Kaura Kautta Kelo Kenttä
Kerkkä Kesä Keto Kettu Kevät Kihlas Kirkko Kivi Koivu Koli Kolku Korpi Korte Kota Kotka Kuha Kuiva Kukka Kulma Kulo
Kulta Kumpu Kupari Kurki Kuru Kuusi Kylmä Kylä Kynnäs Laakso Lahna Laiva Lammas Lato Lauha Lauta Lehmus Lehti Lehto
Leppä Lepo Lilja Linna Lohi Loimu Louhi Louna Luhta Lumi Luoto Maine Marja Meri Metsä Metso Mesi Multa Musta Mylly
Mänty Mättäs Naava Nauris Neva Niitty Notko Nummi Nurmi Näre Ohra Oja Onni Orsi Otava Paasi Paju Palo Pato Pelto
Perho Petäjä Piha Pihka Pihla Pilvi Pitkä Pohja Polku Poro Puro Puusto Pyy Päivä Rae Raita Raja Ranta Rapa Rauha
Rauta Repo Rinne Rotko Routa Ruis Runko Ruoho Ruoko Ruska Ruusu Saarni Saha Salo Sammal Sara Savi Selkä Seppä Siika
Silta Sini Sora Sorva Sulka Sumu Suo Suvi Suvanto Syvä Särki Taival Talas Talvi Tammi Tanner Tarha Teeri Telkkä Terva
Tervas Tiira Tora Tuisku Tuli Tunturi Tuomi Turve Tuuli Tyyne Tähti Törmä Uitto Ukko Urho Usva Utu Uusi Vaahtera
Vaara Vainio Vala Valo Vanha Varpu Vaski Vehnä Vesi Viima Vilja Viita Virta Visa Vuokko Vuori Väljä Ääri
"""
_ENDINGS: Final = """
aho aro harju joki järvi kallio kangas kari kivi korpi koski kumpu lahti lampi luoma luoto maa metsä mäki niemi niitty
nurmi oja pelto perä puro pää ranta rinne saari salmi salo selkä suo talo vaara vesi virta vuori
"""
_ROOTS: Final = """
Aik Ant Ask Auv Ed Elo Er Esk Ev Haap Hakul Hal Har Hav Heik Hil Hir Hok Hot Huj Hut Hyt Häm Häy Ih Imm Issa Jauh Jun
Juv Jäm Kaip Kak Kal Kan Kap Kar Kas Kau Kek Kem Ker Kest Kiis Kil Kin Kirv Kok Kon Kop Kor Kos Kuj Kuk Kul Kup Kur
Kut Kyl Kähk Kär Lam Lap Las Lat Lauk Leht Lem Lesk Liim Lin Lip Liuk Loik Luk Lun Lyy Läms Maar Mak Mal Man Mark Mart
Mat Mel Mik Moil Mon Muh Mus Myk Mäk Nai Nau Nen Nev Nisk Nok Nous Nuut Ok Ol Or Paj Pak Pal Par Pas Pat Pek Pel Pent
Pes Piir Pit Pok Pol Pos Puh Pul Pur Puust Pyk Päiv Raas Rah Ran Rau Reij Rep Ris Rom Ron Ruo Rus Rut Ryh Räs Rön Saar
Sah Sal Sar Sav Sih Sil Sink Sirv Sok Sor Suh Sul Sut Syv Säk Taav Tak Tan Tar Tas Teit Tiil Tim Toiv Tol Tos Tuk Tup
Tur Tuun Tyn Uk Ul Ut Vah Val Var Vas Vat Vep Ves Vil Voj Vuor Väis Väl Yl Äij
"""
_SWEDISH_FIRST: Final = """
Ahl Alm Asp Back Berg Björk Blom Boman Brand Bro By Carl Dahl Dal Eck Ed Ek Eng Fager Fors Frost Furu Gran Grön Gull
Gust Hag Hall Hammar Hed Hell Hjort Holm Häll Hög Kron Kull Källk Land Lager Lilj Lind Ljung Lund Löf Malm Mo Mos Norr
Ny Näs Palm Qvarn Ros Rosen Ryd Rön Sand Silfver Sjö Skog Sten Stor Strand Ström Sund Söder Thun Udd Val Vik Väst
Wester Wik Åker Åström Ås Äng Ö Öst Öster
"""
_SWEDISH_LAST: Final = """
berg blad blom bom borg by bäck dahl dal ell fors gren gård hage hagen holm kvist lund man mark nas qvist rot roos
sjö skog sten stedt strand ström sund vall vik wall
"""
_PREFIXES: Final = ("Ala", "Yli", "Iso", "Vähä", "Uusi", "Ylä")
_SMALLEST_RANKS: Final = 26_000
_BACK: Final = frozenset("aou")
_FRONT: Final = frozenset("äöy")


def bearers(rank: int) -> float:
    """How many bear the name of a rank, by straight lines on a scale of logarithms."""
    at = min(max(bisect_right(BEARERS, (rank, 1 << 30)) - 1, 0), len(BEARERS) - 2)
    (low, many), (high, few) = BEARERS[at], BEARERS[at + 1]
    part = (log(rank) - log(low)) / (log(high) - log(low))
    return exp(log(many) + part * (log(few) - log(many)))


def finnish(head: Iterable[tuple[str, float]]) -> Weighted:
    """The given names of the head with their own weights among each other, then the tail by rank.

    A weight is a name's part of all people.
    """
    known = sorted(head, key=lambda one: (-one[1], one[0]))
    commonest = sum(weight for _, weight in known[:_HEAD])
    names = [(name, weight / commonest * _IN_HEAD) for name, weight in known]
    taken = {name for name, _ in names}
    tail = dict.fromkeys(name for name in (*_in_order(_finnish()), *_in_order(_prefixed())) if name not in taken)
    for rank, name in enumerate(tail, start=len(names) + 1):
        if rank > _SMALLEST_RANKS:
            break
        names.append((name, bearers(rank) / PEOPLE))
    return names


def swedish(head: Iterable[tuple[str, float]]) -> Weighted:
    """The given names, then composed ones, and a few that nobility has."""
    known = list(head)
    whole = sum(weight for _, weight in known)
    names = [(name, weight / whole * (1 - _SWEDISH_TAIL - _NOBLE)) for name, weight in known]
    taken = {name for name, _ in names}
    tail = [name for name in dict.fromkeys(_in_order(_swedish())) if name not in taken]
    ranks = [bearers(rank) for rank in range(_HEAD, _HEAD + len(tail))]
    names += [(name, own / sum(ranks) * _SWEDISH_TAIL) for name, own in zip(tail, ranks, strict=True)]
    noble = [f"{particle} {name}" for particle in ("af", "von") for name in tail[10::60]]
    return names + [(name, _NOBLE / len(noble)) for name in noble]


def _in_order(names: Iterable[str]) -> list[str]:
    """The names in an order that is theirs, so that which of them are common follows no alphabet."""
    return sorted(names, key=lambda name: (crc32(name.encode()), name))


def _finnish() -> Iterator[str]:
    for stem in _STEMS.split():
        yield from _compounds(stem)
        yield stem + ("lä" if _is_front(stem) else "la")
    for root in _ROOTS.split():
        front = _is_front(root)
        for suffix in ("inen", "änen" if front else "anen", "önen" if front else "onen", "ynen" if front else "unen"):
            yield root + suffix
        yield root + ("käinen" if front else "kainen")
        yield root + ("älä" if front else "ala")


def _compounds(stem: str) -> Iterator[str]:
    for ending in _ENDINGS.split():
        doubled = stem[-1] == ending[0] or stem.lower().startswith(ending) or ending.startswith(stem[-3:].lower())
        if not doubled:
            yield stem + ending


def _prefixed() -> Iterator[str]:
    """Farms that were divided: the rarest of names."""
    for at, stem in enumerate(_STEMS.split()):
        for name in _compounds(stem):
            yield from (f"{prefix}-{name}" for prefix in _PREFIXES[at % 3 :: 3] if prefix != stem)


def _is_front(word: str) -> bool:
    letters = set(word.lower())
    return bool(letters & _FRONT) and not letters & _BACK


def _swedish() -> Iterator[str]:
    for first in _SWEDISH_FIRST.split():
        for last in _SWEDISH_LAST.split():
            if first[-2:].lower() not in last and last[:2] != first[-2:].lower():
                yield first + last
