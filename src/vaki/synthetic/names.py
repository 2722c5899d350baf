"""Names: the weighted lists of Faker's language packs, drawn with our own numbers.

A name's popularity follows the birth year: each has a bell curve round a year of its own, drawn from the name, and
the known ones stand in a table. Finnish and Swedish lists are real name lists; together with test codes and invented
addresses a chance likeness to someone is harmless.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from math import exp
from typing import TYPE_CHECKING, Any, Final

from vaki.codes.sex import Sex
from vaki.register.errors import EventRefused
from vaki.register.events.spelling import checked_first_names
from vaki.synthetic.draws import Draws, Table, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_PACKS: Final = {
    "fi": "fi_FI", "se": "fi_FI", "sv": "sv_SE", "et": "et_EE", "ru": "ru_RU", "uk": "uk_UA", "en": "en_GB",
    "vi": "vi_VN", "tr": "tr_TR", "ku": "tr_TR", "zh": "zh_CN", "es": "es_ES", "de": "de_DE", "ro": "ro_RO",
    "lv": "lv_LV", "hi": "en_IN", "ne": "en_IN", "bn": "en_IN", "ta": "en_IN", "ur": "en_IN", "tl": "es_ES",
    "fr": "fr_FR", "pt": "pt_PT", "it": "it_IT", "hu": "hu_HU", "bg": "bg_BG", "sw": "sw",
}  # fmt: skip
_WRITTEN_OUT_TEXT: Final = """
ar men: Ahmed Ali Hassan Hussein Mohammed Omar Khaled Mustafa Yousef Ibrahim Karim Samir Tariq Bilal Hamza Zaid
Amir

ar women: Fatima Zahra Aisha Maryam Noor Layla Amal Huda Rania Salma Yasmin Zainab Hanan Iman Samira Dalia Rana
Lina

ar last: Al-Hassani Al-Tamimi Al-Jabouri Al-Obaidi Al-Dulaimi Haddad Khalil Mansour Saleh Nasser Farah Aziz
Karimi Hamdan

so men: Abdi Mohamed Ahmed Hassan Ali Omar Abdullahi Yusuf Ismail Mahad Liban Guled Warsame Bashir Farah Said
Nur Jama

so women: Hodan Amina Fadumo Halimo Sahra Ifrah Ayaan Maryan Nasra Hibo Khadra Leyla Sagal Deqa Ubah Zamzam Asha
Hawa

so last: Abdi Mohamed Hassan Ali Warsame Farah Jama Nur Ahmed Hersi Osman Ismail Yusuf Abdullahi Adan Elmi Duale
Egal

fa men: Mohammad Reza Hossein Amir Mehdi Hamid Farhad Behrouz Jawad Navid Omid Saeed Ramin Arash Daryush Hadi
Nasim

fa women: Fatemeh Zahra Maryam Leila Nasrin Shirin Parisa Mina Sara Neda Roya Soraya Freshta Nargis Laleh Mahsa
Setareh

fa last: Ahmadi Mohammadi Hosseini Rezai Karimi Haidari Jafari Rahimi Sharifi Akbari Nazari Moradi Sadeghi
Ebrahimi Amiri

sq men: Arben Agim Besim Driton Faton Ilir Blerim Luan Burim Shpend Visar Edon Altin Genti Petrit Ardian Leart
Rinor

sq women: Arta Besa Drita Fatime Valbona Vjosa Teuta Mimoza Albana Blerta Elira Rina Shqipe Liridona Dafina Erza
Hana

th men: Somchai Somsak Prasert Wichai Anan Niran Chaiwat Surasak Thanawat Nattapong Kittipong Arthit

th women: Somsri Malee Kanya Siriporn Wanida Ratana Supaporn Nittaya Pranee Duangjai Orathai Chanida Suda

th last: Saetang Srisuk Chaiyasit Thongchai Wongsa Boonmee Phromma Khamsing Suwan Rattana Kaewta Jaidee

sq last: Krasniqi Gashi Berisha Morina Shala Hoxha Bytyqi Kelmendi Rexhepi Hyseni Zeqiri Ahmeti Osmani Thaqi
Bajrami
"""
_WRITTEN_OUT: Final = {
    tuple(head.split()): part.split()
    for head, _, part in (lines.partition(": ") for lines in _WRITTEN_OUT_TEXT.strip().split("\n\n"))
}
"""(language, whose names) -> names, for languages without a pack in Latin letters."""
LANGUAGES: Final = frozenset({*_PACKS, *(language for language, _ in _WRITTEN_OUT)})
"""Mother tongues that have names of their own here."""
_LETTERS: Final = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґʼ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "",
            "y",
            "",
            "e",
            "iu",
            "ia",
            "i",
            "i",
            "ie",
            "g",
            "",
        ],
        strict=True,
    )
)
_COME_FROM_ELSEWHERE: Final = """
Abbas Abdi Abdul Abdullah Abdulla Adnan Ahmad Ahmed Ali Amir Bilal Fatima Fatuma Hamza Hana Hanan Hasan Hassan
Hawa Hussein Ibrahim Iman Ismail Khaled Khadija Layla Leyla Mahmoud Maryam Mehmet Mohamad Mohamed Mohammad
Mohammed Muhammad Mustafa Nadia Noor Nour Omar Osman Rahma Reza Said Salma Sahra Samir Yousef Yusuf Yasmin Zahra
Zeinab Amina Aisha Ayan Elif Emre Farah Habib Halima Hani Huda Jamal Karim Khalid Lejla Mahdi Marwan Mina Mona
Muna Nasra Nasser Nur Rami Saleh Samira Sami Tariq Yasin Yusra Zain
"""
_NOT_SWEDISH: Final = frozenset(_COME_FROM_ELSEWHERE.split())
_SWEDISH_ENDINGS: Final = (
    "sson", "ström", "berg", "lund", "man", "qvist", "kvist", "gren", "holm", "bäck", "dahl", "blom", "ell", "in",
    "fors", "mark", "stedt", "borg", "blad", "dal", "ius", "ås", "strand", "vall", "rot",
)  # fmt: skip
_POPULAR: Final = """
Aino:1918 Toivo:1916 Väinö:1918 Eino:1918 Veikko:1928 Aune:1920 Kerttu:1922 Martta:1915 Pentti:1938 Pertti:1943
Raimo:1946 Seppo:1946 Ritva:1944 Raija:1947 Pirkko:1944 Marjatta:1942 Tuula:1949 Kari:1956 Matti:1950 Hannu:1954
Arja:1954 Päivi:1962 Jari:1965 Pasi:1967 Kirsi:1966 Petri:1969 Minna:1971 Mika:1969 Marko:1972 Katja:1973
Sanna:1975 Janne:1977 Toni:1978 Niina:1979 Jenni:1984 Ville:1985 Laura:1984 Joonas:1991 Jenna:1991 Aleksi:1995
Emilia:1996 Roosa:1998 Eetu:2002 Veeti:2006 Venla:2008 Aada:2008 Onni:2011 Eevi:2014 Oliver:2017 Leo:2017
Olivia:2017 Oskari:1994 Sofia:2010 Juho:1996 Aleksanteri:1990 Ida:2002 Siiri:2005 Iida:2004 Vilma:2001 Atte:1999
Elias:2012 Niilo:2013 Helmi:2013
"""
_YEARS: Final = {name: int(year) for name, _, year in (pair.partition(":") for pair in _POPULAR.split())}
"""Names and the year round which most of their bearers were born."""
_SPREAD: Final = 17.0
_FIRST_DECADE, _LAST_DECADE = 1880, 2020
_THIRD_NAME: Final = 0.16
_SECOND_NAME: Final = 0.93
_HYPHEN: Final = 0.02


def _latin(text: str) -> str:
    if text.isascii() or text[0].lower() not in _LETTERS:
        return text
    return "".join(_LETTERS.get(letter, letter) for letter in text.lower()).capitalize()


def _weighted(values: Any) -> list[tuple[str, float]]:
    if isinstance(values, dict):
        return [(_latin(name), float(weight)) for name, weight in sorted(values.items()) if _is_name(_latin(name))]
    names = [name for name in dict.fromkeys(_latin(name) for name in values) if _is_name(name)]
    return [(name, 1.0 / (at + 8)) for at, name in enumerate(names)]


def _is_name(name: str) -> bool:
    """Whether the register could record it: the packs hold a few broken letters and remarks."""
    try:
        checked_first_names(name)
    except EventRefused:
        return False
    return True


@lru_cache(maxsize=64)
def _lists(language: str) -> dict[str, list[tuple[str, float]]]:
    """First names by sex and surnames (by sex where they differ)."""
    if language not in _PACKS:
        men, women, last = (_weighted(_WRITTEN_OUT[language, whose]) for whose in ("men", "women", "last"))
        return {Sex.MAN: men, Sex.WOMAN: women, f"{Sex.MAN} last": last, f"{Sex.WOMAN} last": last}
    pack: Any = import_module(f"faker.providers.person.{_PACKS[language]}").Provider
    if language == "zh":
        first, last = _weighted(pack.first_romanized_names), _weighted(pack.last_romanized_names)
        return {Sex.MAN: first, Sex.WOMAN: first, f"{Sex.MAN} last": last, f"{Sex.WOMAN} last": last}
    lists = {
        Sex.MAN: _weighted(pack.first_names_male),
        Sex.WOMAN: _weighted(pack.first_names_female),
        f"{Sex.MAN} last": _weighted(getattr(pack, "last_names_male", None) or pack.last_names),
        f"{Sex.WOMAN} last": _weighted(getattr(pack, "last_names_female", None) or pack.last_names),
    }
    return {key: _swedish(names, "last" in key) for key, names in lists.items()} if language == "sv" else lists


def _swedish(names: Iterable[tuple[str, float]], last: bool) -> list[tuple[str, float]]:
    return [
        (name, weight)
        for name, weight in names
        if name not in _NOT_SWEDISH and (not last or name.lower().endswith(_SWEDISH_ENDINGS))
    ]


def _middle(name: str) -> float:
    return _YEARS.get(name, _FIRST_DECADE + 30 + number_of("name", name) % 115)


@lru_cache(maxsize=1024)
def _first_names(language: str, sex: Sex, decade: int) -> Table[str]:
    # Two names written apart are two first names to the register, and a person has four at most.
    names = [(name, weight) for name, weight in _lists(language)[sex] if " " not in name]
    if language not in ("fi", "se", "sv"):
        return Table(names)
    return Table(
        (name, weight * (0.02 + exp(-(((decade + 5 - _middle(name)) / _SPREAD) ** 2) / 2))) for name, weight in names
    )


@lru_cache(maxsize=64)
def _surnames(language: str, sex: Sex) -> Table[str]:
    return Table(_lists(language)[f"{sex} last"])


def surname(draws: Draws, language: str, sex: Sex) -> str:
    """A family's name, in the form for the sex where the language has two."""
    return draws.from_table(_surnames(language, sex))


_FEMININE: Final = (("skii", "skaia"), ("ov", "ova"), ("ev", "eva"), ("in", "ina"))


def for_sex(name: str, language: str, sex: Sex) -> str:
    """A father's, mother's or spouse's name as it is written for the other sex (Russian and Ukrainian)."""
    if language not in ("ru", "uk"):
        return name
    for man, woman in _FEMININE:
        if sex is Sex.WOMAN and name.endswith(man):
            return name[: -len(man)] + woman
        if sex is Sex.MAN and name.endswith(woman):
            return name[: -len(woman)] + man
    return name


def first_names(draws: Draws, language: str, sex: Sex, birth_year: int) -> tuple[str, ...]:
    """One to three given names, the call name not marked."""
    decade = min(max(birth_year // 10 * 10, _FIRST_DECADE), _LAST_DECADE)
    table = _first_names(language, sex, decade)
    count = 1 + draws.chance(_SECOND_NAME if language in ("fi", "se", "sv") else 0.25) + draws.chance(_THIRD_NAME)
    chosen: list[str] = []
    while len(chosen) < count:
        name = draws.from_table(table)
        if name not in chosen:
            chosen.append(name)
    if len(chosen) > 1 and "-" not in "".join(chosen[:2]) and draws.chance(_HYPHEN):
        chosen[:2] = [f"{chosen[0]}-{chosen[1]}"]
    return tuple(chosen)
