"""What a persona's document holds beside the life that is told: what most people have, by the shares of all people.

It is drawn once for each person, as on the first day as of which there are personas, so that it never depends on the
day: name used, religious community, language of service, occupation, e-mail. What a life tells itself stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaki.codes import municipality
from vaki.register.due import ADULT
from vaki.register.events.name import full_spelling, history_name
from vaki.register.groups import KIND
from vaki.register.whereabouts import BIRTH_HOME
from vaki.synthetic.days import years_after
from vaki.synthetic.draws import Draws
from vaki.synthetic.family.facts import CHURCH
from vaki.synthetic.history import NATIVE
from vaki.synthetic.life.choosing import age_on
from vaki.synthetic.personas.told import moment, people
from vaki.synthetic.traits.languages import told_to_services
from vaki.synthetic.traits.notices import e_mails, occupations
from vaki.synthetic.traits.religion import belonging, drawn_kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from vaki.register.document import Document
    from vaki.register.groups import WireGroup
    from vaki.synthetic.personas.told import Told

_CALL_NAME: Final = "KUTSUMANIMI"


def usual(one: Told, document: Document, settled: date) -> Iterator[WireGroup]:
    """The groups that the life of `one` has not told, for the document it has come to.

    `settled` is the day as of which what changes with age is drawn. Nothing of it tells where somebody lives.
    """
    names = document.one("HENKILON_NIMI")
    born = document.birth_date
    if names is None or born is None:
        yield from belonging(_draws(one, "religion"), "", born or settled, None, "")
        return
    call_name = one.call_name or full_spelling(names, "etunimi").split()[0]
    if _CALL_NAME not in one.lacks:
        yield history_name(f"NYKYINEN_{_CALL_NAME}", call_name, born)
    last = min(document.death_day or settled, settled)
    if document.one("USKONTOKUNTALAJI") is None:
        yield from _religion(one, document, born, last)
    if document.alive and municipality.is_in_force(document.municipality or ""):
        surname = full_spelling(names, "sukunimi")
        yield from _told_by_residents(one, document, (born, last), call_name, surname)


def _draws(one: Told, what: str) -> Draws:
    return Draws("personas", what, one.number)


def _religion(one: Told, document: Document, born: date, last: date) -> Iterator[WireGroup]:
    """A parish is that of the municipality of birth, as in the whole population, where that may be told."""
    entry = document.entries_of(BIRTH_HOME)[0]
    age = age_on(born, last)
    kind = "" if entry.withheld else _kind(one, last)
    left_by = last if one.language in NATIVE and age >= ADULT else None
    yield from belonging(_draws(one, "parish"), kind, born, left_by, entry.group["kuntakoodi"])


def _kind(one: Told, last: date) -> str:
    """The kind told, the mother's, that of a church wedding, or the one drawn; empty for none."""
    if one.community:
        return one.community
    if one.mother:
        return _kind(people()[one.mother.removeprefix("$")], last)
    if _wed_by_church(one):
        return "EV_LUT"
    return drawn_kind(_draws(one, "religion"), one.language, age_on(one.birth_date(last), last))


def _wed_by_church(one: Told) -> bool:
    return any(
        step.get("way") == CHURCH and (told is one or step.get("second") == f"${one.name}")
        for told in people().values()
        for step in told.life
    )


def _told_by_residents(
    one: Told, document: Document, days: tuple[date, date], call_name: str, surname: str
) -> Iterator[WireGroup]:
    born, last = days
    age = age_on(born, last)
    if age < ADULT:
        return
    here = moment(one.arrives["day"], last) if one.arrives else born
    grown_up = max(years_after(born, ADULT), here)
    draws = _draws(one, "notices")
    drawn = [
        *told_to_services(draws, one.language, grown_up, last),
        *e_mails(draws, age, (grown_up, last), call_name, surname),
        *occupations(draws, age),
    ]
    yield from (group for group in drawn if group[KIND] not in one.lacks and document.one(group[KIND]) is None)
