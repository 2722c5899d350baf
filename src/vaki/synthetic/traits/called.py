"""The groups of names: those in force, those before them, and how each came to be changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from vaki.codes.sex import Sex
from vaki.register.events.name import history_name, names
from vaki.register.events.told import same_as
from vaki.register.wire import day as wire_day
from vaki.synthetic import names as stock
from vaki.synthetic.days import years_after
from vaki.synthetic.draws import Draws
from vaki.synthetic.traits import rarities
from vaki.synthetic.traits.rarities import Rarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.groups import WireGroup
    from vaki.synthetic.households import Person
    from vaki.synthetic.naming import Names
    from vaki.synthetic.traits.setting import Setting, Subject

_BY_NOTICE: Final = "SUKUNIMEN_MUUTOS_ILMOITUKSELLA"
_MAIDEN: Final = "VIIMEKSI_NAIMATTOMANA_OLLUT_SUKUNIMI_TAKAISIN"
_FIRST_NAMES: Final = {
    "ETUNIMEN_MUUTOS_HAKEMUKSELLA": 3,
    "ETUNIMEN_MUUTOS_ILMOITUKSELLA": 2,
    "ETUNIMEN_MUUTOS_ULKOMAILLA": 1,
    "ETUNIMEN_LISAYS": 1,
    "ETUNIMESTA_LUOPUMINEN": 1,
    "ETUNIMIEN_JARJESTYKSEN_MUUTOS": 1,
    "ETUNIMEN_YHDYSMERKIN_MUUTOS": 1,
}
"""Ways in which first names changed, and how many of a block's people did so."""
_SURNAMES: Final = {"NIMENMUUTOS_ULKOMAILLA": 2, _BY_NOTICE: 3}
_OF_CHILDREN: Final = {"LAPSEN_SUKUNIMEN_MUUTOS_ILMOITUKSELLA": 3, "LAPSELLE_AIDIN_SUKUNIMI": 1}
_AFTER_MARRIAGE: Final = {
    "NAIMISIIN_MENNESSA_OLLUT_SUKUNIMI_TAKAISIN": 2,
    "VAIMON_SUKUNIMEN_MUUTOS_ENTISEKSI": 1,
    "HENKILOKOHTAISEN_SUKUNIMEN_OTTAMINEN": 1,
    "HENKILOKOHTAISESTA_SUKUNIMESTA_LUOPUMINEN": 1,
}
_TAKEN_BACK: Final = ("NAIMISIIN_MENNESSA_OLLUT_SUKUNIMI_TAKAISIN", "VAIMON_SUKUNIMEN_MUUTOS_ENTISEKSI")
_TAKEN_UP: Final = "HENKILOKOHTAISEN_SUKUNIMEN_OTTAMINEN"
_CORRECTED: Final = ("KORJATTU_SUKUNIMI", "KORJATTU_ETUNIMI", "KORJATTU_VALINIMI", "KORJATTU_KUTSUMANIMI")
_CALL_NAME: Final = "KUTSUMANIMEN_MUUTOS"
_MIDDLE_NAME: Final = "VALINIMEN_MUUTOS"
_WAYS: Final = frozenset({*_FIRST_NAMES, *_SURNAMES, *_OF_CHILDREN, *_AFTER_MARRIAGE, _CALL_NAME, _MIDDLE_NAME})
_HISTORY_SINCE: Final = date(1999, 1, 1)
"""Since then the register tells of a present surname how it was got."""


def _woman_once_married(person: Person, setting: Setting) -> bool:
    if person.sex is not Sex.WOMAN:
        return False
    if not rarities.native(person, setting) or not person.unions:
        return False
    union = person.unions[-1]
    return union.ended is not None and not union.by_death


RARE: Final = (
    *(Rarity(way, _woman_once_married, times) for way, times in _AFTER_MARRIAGE.items()),
    *(Rarity(way, rarities.native, times) for way, times in _FIRST_NAMES.items()),
    *(Rarity(way, rarities.unbound, times) for way, times in _SURNAMES.items()),
    *(Rarity(way, rarities.minor, times) for way, times in _OF_CHILDREN.items()),
    *(Rarity(kind, rarities.native) for kind in _CORRECTED),
    Rarity(_CALL_NAME, rarities.native, 4),
    Rarity(_MIDDLE_NAME, rarities.native),
    Rarity("middle name", rarities.native, 2),
    Rarity(
        "patronymic", lambda person, setting: person.language in ("ru", "uk") and rarities.foreign(person, setting), 3
    ),
    Rarity("letters of the north", rarities.unbound, 2),
    Rarity("letters of the world", rarities.unbound, 2),
    Rarity("no surname", lambda one, setting: rarities.foreign(one, setting) and not (one.unions or one.children)),
)
_OF_THE_NORTH: Final = (
    ("Áile Máret", "Šaŋa"), ("Niillas Ánte", "Guhtur"), ("Biret Elle", "Näkkäläjärvi"), ("Máhtte", "Pađar"),
    ("Sáárá", "Mættus"), ("Ánne", "Sajets"), ("Piäká", "Kiprianoff"), ("Inká Šárlohtá", "Šemeikka"),
)  # fmt: skip
_OF_THE_WORLD: Final = (
    ("Žofie", "Dvořáková"), ("Łucja", "Wiśniewska"), ("Gülşen", "Yıldız"), ("Þóra", "Guðmundsdóttir"),
    ("Zoë Chloé", "Françoise-Noël"), ("Ștefan", "Mureșan"), ("Đorđe", "Živković"), ("Søren Bjørn", "Kjærgård"),
    ("José Íñigo", "Núñez"), ("Jānis", "Bērziņš"), ("Māris", "Šķēle"), ("Ģirts", "Ņikitins"),
)  # fmt: skip


_LETTERS: Final = {"letters of the north": _OF_THE_NORTH, "letters of the world": _OF_THE_WORLD}


class Change(NamedTuple):
    """A name that was changed: which, what it was and is, when, and in what way."""

    kind: str
    former: str
    present: str
    day: date
    way: str | None


def changed(setting: Setting, person: Person, own: Names, rare: str) -> Names:
    """The names with what is rare about them: other letters, no surname, a surname taken up or back."""
    if not rare or not own.first:
        return own
    if rare in _LETTERS:
        draws = Draws(setting.seed, "letters", setting.block.number, person.index)
        given, surname = draws.one_of(_LETTERS[rare])
        first = tuple(given.split())
        return own._replace(first=first, call=first[0], surname=surname, at_birth=surname, changes=())
    if rare == "no surname":
        return own._replace(surname="Sukunimetön", at_birth="Sukunimetön", changes=())
    if rare == _TAKEN_UP and "-" not in own.surname:
        return own._replace(surname=f"{_other_surname(setting, person, own)}-{own.surname}")
    return own._replace(changes=()) if rare in _TAKEN_BACK else own


def _other_surname(setting: Setting, person: Person, own: Names) -> str:
    draws = Draws(setting.seed, "other surname", setting.block.number, person.index)
    found = own.surname
    while found == own.surname or "-" in found:
        found = stock.surname(draws, person.language, person.sex)
    return found


def called(setting: Setting, subject: Subject) -> Iterator[WireGroup]:
    """HENKILON_NIMI and NIMENMUUTOS_LAAJA, from which the other groups of names follow."""
    own, person, rare = subject.names, subject.person, subject.rare
    if not own.first:
        return
    draws = Draws(setting.seed, "renamed", setting.block.number, person.index) if rare else None
    story = _story(setting, subject, draws) if draws is not None and rare in _WAYS else []
    days = [change.day for change in own.changes]
    days += [change.day for change in story if change.kind in ("ETUNIMI", "SUKUNIMI")]
    yield names(" ".join(own.first), own.surname, max(days, default=None))
    if not any(change.kind == "KUTSUMANIMI" for change in story):
        yield history_name("NYKYINEN_KUTSUMANIMI", own.call, min(person.born + timedelta(days=40), setting.day))
    yield from _surnames(own, is_told=not any(change.kind == "SUKUNIMI" for change in story))
    for change in story:
        yield history_name(f"NYKYINEN_{change.kind}", change.present, change.day, change.way)
        since = own.changes[-1].day if own.changes and change.kind == "SUKUNIMI" else None
        former = history_name(f"EDELLINEN_{change.kind}", change.former, since)
        yield same_as(former, loppupv=wire_day(change.day))
    if draws is not None:
        yield from _special(draws, subject)


def _surnames(own: Names, *, is_told: bool) -> Iterator[WireGroup]:
    """What weddings and divorces have left behind."""
    if not own.changes:
        return
    last: date | None = None
    for change in own.changes:
        former = history_name("EDELLINEN_SUKUNIMI", change.former, last)
        yield {**former, "loppupv": wire_day(change.day)}
        last = change.day
    if is_told and last is not None and last >= _HISTORY_SINCE:
        yield history_name(
            "NYKYINEN_SUKUNIMI", own.surname, last, _MAIDEN if own.surname == own.at_birth else _BY_NOTICE
        )
    yield history_name("VIIMEKSI_NAIMATTOMANA_OLLESSA_OLLUT_SUKUNIMI", own.at_birth, None)


def _story(setting: Setting, subject: Subject, draws: Draws) -> list[Change]:
    own, person, way, last = subject.names, subject.person, subject.rare, subject.last
    grown_up = max(years_after(person.born, 18.5), subject.arrived or person.born)
    if way in _FIRST_NAMES:
        former = _former_first_names(own, draws, person, way)
        return [Change("ETUNIMI", former, " ".join(own.first), draws.day(grown_up, last), way)]
    if way == _CALL_NAME:
        others = [name for name in own.first if name != own.call] or [_another(draws, person, own.first)]
        return [Change("KUTSUMANIMI", draws.one_of(others), own.call, draws.day(grown_up, last), way)]
    if way == _MIDDLE_NAME:
        was, now = (stock.surname(draws, person.language, person.sex) for _ in range(2))
        return [Change("VALINIMI", was, now, draws.day(grown_up, last), way)]
    other = _other_surname(setting, person, own)
    if way in _SURNAMES or way in _OF_CHILDREN:
        return [Change("SUKUNIMI", other, own.surname, draws.day(years_after(person.born, 1), last), way)]
    union = person.unions[-1]
    if way in _TAKEN_BACK:
        return [Change("SUKUNIMI", other, own.surname, union.ended or last, way)]
    since = max([union.wedding, *(change.day for change in own.changes)])
    former = own.surname.partition("-")[2] if way == _TAKEN_UP else f"{other}-{own.surname}"
    return [Change("SUKUNIMI", former or other, own.surname, draws.day(since, last), way)]


def _another(draws: Draws, person: Person, first: tuple[str, ...]) -> str:
    """A first name that the person does not have."""
    while True:
        for name in stock.first_names(draws, person.language, person.sex, person.born.year):
            if name not in first and "-" not in name:
                return name


def _former_first_names(own: Names, draws: Draws, person: Person, way: str) -> str:
    """What the first names were before they changed in the way."""
    first = own.first
    if way == "ETUNIMEN_LISAYS" and len(first) > 1:
        return " ".join(first[:-1])
    if way == "ETUNIMIEN_JARJESTYKSEN_MUUTOS" and len(first) > 1:
        return " ".join(reversed(first))
    if way == "ETUNIMEN_YHDYSMERKIN_MUUTOS" and len(first) > 1:
        return "-".join(first[:2]) + "".join(f" {name}" for name in first[2:])
    if way == "ETUNIMESTA_LUOPUMINEN":
        return " ".join((*first, _another(draws, person, first)))
    return " ".join((_another(draws, person, first), *first[1:]))


def _special(draws: Draws, subject: Subject) -> Iterator[WireGroup]:
    """Middle name, patronymic, and names that were recorded wrong."""
    own, person, rare = subject.names, subject.person, subject.rare
    if rare == "middle name":
        yield history_name("NYKYINEN_VALINIMI", stock.surname(draws, person.language, person.sex), person.born)
    elif rare == "patronymic":
        father = stock.first_names(draws, person.language, Sex.MAN, person.born.year - 28)[0]
        yield history_name("PATRONYYMI", _patronymic(father, person.sex), None)
    elif rare in _CORRECTED:
        right = {
            "KORJATTU_SUKUNIMI": own.surname,
            "KORJATTU_ETUNIMI": " ".join(own.first),
            "KORJATTU_VALINIMI": stock.surname(draws, person.language, person.sex),
            "KORJATTU_KUTSUMANIMI": own.call,
        }[rare]
        # A letter was written twice.
        yield history_name(rare, right[:2] + right[1:], None)


def _patronymic(father: str, sex: Sex) -> str:
    stem = father[:-1] if father[-1] in "aeiouy" else father
    soft = father[-1] in "iy"
    if sex is Sex.WOMAN:
        return stem + ("evna" if soft else "ovna")
    return stem + ("evich" if soft else "ovich")
