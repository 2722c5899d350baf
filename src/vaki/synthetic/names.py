"""Names: the weighted lists of Faker's language packs, drawn with our own numbers.

A name's popularity follows the birth year: each has a bell curve round a year of its own, drawn from the name, and
the known ones stand in `fashions`. Surnames have a long tail (`surnames`). Finnish and Swedish lists are real name
lists; together with test codes and invented addresses a chance likeness to someone is harmless.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from math import exp
from typing import TYPE_CHECKING, Any, Final

from vaki.codes.sex import Sex
from vaki.register.errors import EventRefused
from vaki.register.events.spelling import checked_first_names
from vaki.synthetic import fashions, surnames
from vaki.synthetic.draws import Draws, Table, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_PACKS: Final = {
    "fi": "fi_FI", "sv": "sv_SE", "et": "et_EE", "ru": "ru_RU", "uk": "uk_UA", "en": "en_GB",
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

se men: Niillas Ánte Máhtte Jovnna Piera Heaika Juhán Sámmol Biehtár Ásllat Nils Jouni Oula Antti Aslak Juhani
Heikki Uula Niila Pekka

se women: Áile Biret Máret Elle Ristiinná Inga Risten Sárá Máijá Anna Elli Gáddjá Kirsti Ánne Kaisa Pirita Laura
Inka Maria Helena

se last: Guttorm Näkkäläjärvi Aikio Valle Magga Labba Länsman Sara Pieski Helander Porsanger Holmberg Juuso Valkeapää
Niittyvuopio Laiti Katekeetta Jomppanen Morottaja Saijets Mattus Sammallahti Kiprianoff Fofonoff Šemeikka Paltto

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
_SPREAD: Final = 12.0
_IN_FASHION: Final = 0.0025
"""Weight of a name of `fashions`, beside those of the lists of all times."""
_RARELY: Final = {True: 0.1, False: 0.25}
"""How much rarer a name that is mostly given second is given first (True), and another one second."""
_FIRST_DECADE, _LAST_DECADE = 1880, 2020
_THIRD_NAME: Final = 0.16
_SECOND_NAME: Final = 0.93
_FOUR_SINCE: Final = 2019
_FOURTH_NAME: Final = 0.02
"""Etu- ja sukunimilaki 946/2017 2 §: up to four first names."""
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
    if language == "fi":
        lists[Sex.WOMAN] += [(name, _IN_FASHION) for name in fashions.MORE_WOMEN]
        lists[Sex.MAN] += [(name, _IN_FASHION) for name in fashions.MORE_MEN]
    if language == "sv":
        lists = {key: _swedish(names, "last" in key) for key, names in lists.items()}
    composed = _COMPOSED.get(language)
    if composed is not None:
        whole = composed(lists[f"{Sex.MAN} last"])
        lists |= {f"{sex} last": whole for sex in (Sex.MAN, Sex.WOMAN)}
    return lists


def _swedish(names: Iterable[tuple[str, float]], last: bool) -> list[tuple[str, float]]:
    return [
        (name, weight)
        for name, weight in names
        if name not in _NOT_SWEDISH and (not last or name.lower().endswith(_SWEDISH_ENDINGS))
    ]


_COMPOSED: Final = {"fi": surnames.finnish, "sv": surnames.swedish}


def _middle(name: str) -> float:
    return fashions.YEARS.get(name, _FIRST_DECADE + 30 + number_of("name", name) % 115)


@lru_cache(maxsize=1024)
def _first_names(language: str, sex: Sex, decade: int, first: bool) -> Table[str]:
    """The names given in a decade, as the first one or as the others."""
    # Two names written apart are two first names to the register, and a person has four at most.
    names = [(name, weight) for name, weight in _lists(language)[sex] if " " not in name]
    if language not in ("fi", "se", "sv"):
        return Table(names)
    return Table(
        (
            name,
            weight
            * (0.02 + exp(-(((decade + 5 - _middle(name)) / _SPREAD) ** 2) / 2))
            * (_RARELY[first] if (name in fashions.SECOND) is first else 1.0),
        )
        for name, weight in names
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
    """One to four given names, the call name not marked."""
    decade = min(max(birth_year // 10 * 10, _FIRST_DECADE), _LAST_DECADE)
    count = 1 + draws.chance(_SECOND_NAME if language in ("fi", "se", "sv") else 0.25) + draws.chance(_THIRD_NAME)
    if birth_year >= _FOUR_SINCE and draws.chance(_FOURTH_NAME):
        count += 1
    chosen: list[str] = []
    while len(chosen) < count:
        name = draws.from_table(_first_names(language, sex, decade, not chosen))
        if name not in chosen:
            chosen.append(name)
    if len(chosen) > 1 and "-" not in "".join(chosen[:2]) and draws.chance(_HYPHEN):
        chosen[:2] = [f"{chosen[0]}-{chosen[1]}"]
    return tuple(chosen)
