"""Mother tongue and language of service; the languages that have no code of their own stand in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.codes import language
from vaki.register.events.records import spoken
from vaki.register.groups import KIND
from vaki.register.wire import day as wire_day
from vaki.synthetic.days import years_after
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.history import NATIVE
from vaki.synthetic.traits import rarities
from vaki.synthetic.traits.rarities import Rarity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from vaki.register.groups import WireGroup
    from vaki.synthetic.traits.setting import Setting, Subject

_WITHOUT_CODE: Final = {
    "Finnish sign language": ("suomalainen viittomakieli",),
    "Swedish sign language": ("suomenruotsalainen viittomakieli",),
    "Sámi without a code": ("inarinsaame", "koltansaame", "saame"),
    "language in words": ("assyria", "rohingya", "kvääni", "kinyamulenge", "mandingo", "zaza"),
}
_UNKNOWN: Final = "unknown language"
RARE: Final = (
    Rarity("Finnish sign language", rarities.native),
    Rarity(
        "Swedish sign language",
        lambda person, setting: person.language == "sv" and rarities.native(person, setting),
        0.2,
    ),
    Rarity("Sámi without a code", rarities.native),
    Rarity("language in words", rarities.foreign),
    Rarity(_UNKNOWN, rarities.foreign),
)
_OF_OTHERS: Final = Table((("fi", 0.9), ("sv", 0.1)))
"""The language of service of those who speak neither."""
_OLD_ENOUGH: Final = 15


def mother_tongue(subject: Subject) -> WireGroup:
    """AIDINKIELI, known since birth or since the move to Finland."""
    person = subject.person
    since = max(person.born, subject.arrived or person.born)
    words = _WITHOUT_CODE.get(subject.rare)
    if words is not None:
        return spoken("AIDINKIELI", language.IN_PLAIN_TEXT, subject.draws.one_of(words), since)
    if subject.rare == _UNKNOWN:
        return spoken("AIDINKIELI", language.UNKNOWN, "", since)
    return _spoken("AIDINKIELI", person.language, since)


def of_service(setting: Setting, subject: Subject) -> Iterator[WireGroup]:
    """ASIOINTIKIELI of those who have told one."""
    del setting
    if subject.age < _OLD_ENOUGH:
        return
    person = subject.person
    since = max(years_after(person.born, _OLD_ENOUGH), subject.arrived or person.born)
    yield from told_to_services(subject.draws, person.language, since, subject.last)


def told_to_services(draws: Draws, language_at_home: str, since: date, last: date) -> Iterator[WireGroup]:
    """ASIOINTIKIELI told between the days, old enough then: by most who do not speak Finnish, and by some who do."""
    at_home = language_at_home in NATIVE
    code = ("sv" if language_at_home == "sv" else "fi") if at_home else draws.from_table(_OF_OTHERS)
    if code == "sv" or not at_home or draws.chance(0.45):
        yield _spoken("ASIOINTIKIELI", code, draws.day(since, last))


def _spoken(kind: str, code: str, since: date) -> WireGroup:
    return {
        KIND: kind,
        "kielikoodi": code,
        "kielikoodiISO6392": language.get(code).alpha3,
        "alkupv": wire_day(since),
    }
