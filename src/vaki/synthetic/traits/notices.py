"""What people have told of themselves and what authorities have numbered: e-mail, occupation, bans, codes, office."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from vaki.codes import country, satu
from vaki.register.due import ADULT
from vaki.register.events.spelling import reduced
from vaki.register.groups import KIND
from vaki.register.wire import day as wire_day
from vaki.synthetic import shares
from vaki.synthetic.days import years_after
from vaki.synthetic.draws import Draws, Table
from vaki.synthetic.history import NATIVE
from vaki.synthetic.occupations import told_at
from vaki.synthetic.traits import rarities
from vaki.synthetic.traits.abroad import personal_code
from vaki.synthetic.traits.rarities import Rarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.groups import WireGroup
    from vaki.synthetic.traits.setting import Setting, Subject

_E_MAIL_SINCE: Final = date(2010, 1, 1)
_E_MAIL_UNTIL: Final = 80
_TOLD_BY: Final = {"e-mail of the office": "MAISTRAATTI", "e-mail of elections": "VAALIVIRANOMAINEN"}
_WORKING: Final = (18, 83)
_TOLD_OCCUPATION: Final = 0.72
RARE: Final = (
    *(Rarity(name, rarities.native) for name in _TOLD_BY),
    Rarity("electronic identifier ended", rarities.native, 2),
    Rarity("foreign code ended", rarities.foreign),
)
_COUNTRY: Final = 777
"""The register authority of the whole country; smaller numbers are of offices that were."""
_ONE_OFFICE_SINCE: Final = date(2020, 1, 1)
_STILL_OLD_OFFICE: Final = 0.04
_OFFICES: Final = (701, 730)
_SATU_SINCE: Final = date(1999, 12, 1)
_SATU_NUMBERS: Final = 10_000_000
_FOREIGN_CODE: Final = {"233": 0.5, "752": 0.4}
_FOREIGN_CODE_OF_OTHERS: Final = 0.06
_SOURCES: Final = Table((("HENKILO_ITSE", 0.7), ("ULKOMAINEN_REKISTERIVIRANOMAINEN", 0.2), ("TUNNISTAMISAJO", 0.1)))


def told(setting: Setting, subject: Subject) -> Iterator[WireGroup]:
    """Bans, e-mail address and occupation of an adult."""
    del setting
    draws, person, age, last = subject.draws, subject.person, subject.age, subject.last
    if age < ADULT:
        return
    grown_up = max(years_after(person.born, 18), subject.arrived or person.born)
    for kind, share in shares.BANS:
        if draws.chance(share):
            yield {KIND: kind, "alkupv": wire_day(draws.day(grown_up, last))}
    names = subject.names
    told_by = _TOLD_BY.get(subject.rare, "")
    yield from e_mails(draws, age, (grown_up, last), names.call, names.surname, told_by=told_by)
    yield from occupations(draws, age)


def e_mails(
    draws: Draws, age: int, grown_up: tuple[date, date], call_name: str, surname: str, *, told_by: str = ""
) -> Iterator[WireGroup]:
    """SAHKOPOSTIOSOITE of an adult who has told one in the days of `grown_up`, or of whom an authority has."""
    if (draws.chance(shares.E_MAIL) and age < _E_MAIL_UNTIL) or told_by:
        since, last = grown_up
        yield {
            KIND: "SAHKOPOSTIOSOITE",
            "sahkopostiosoite": e_mail(call_name, surname),
            "lajikoodi": told_by or "HENKILON_ILMOITTAMA",
            "alkupv": wire_day(draws.day(max(_E_MAIL_SINCE, since), last)),
        }


def occupations(draws: Draws, age: int) -> Iterator[WireGroup]:
    """AMMATTI of an adult who has told one."""
    first, until = _WORKING
    if first <= age <= until and draws.chance(_TOLD_OCCUPATION):
        yield {KIND: "AMMATTI", "ammatti": draws.from_table(told_at(age))}


def e_mail(call_name: str, surname: str) -> str:
    """An address made of the names, at a domain that can never exist."""
    marked = normalize("NFKD", reduced(f"{call_name}.{surname}").lower())
    kept = "".join(letter if letter.isascii() and (letter.isalnum() or letter in ".-") else "" for letter in marked)
    return f"{kept}@posti.example"


def numbered(setting: Setting, subject: Subject) -> Iterator[WireGroup]:
    """REKISTERIVIRANOMAINEN, SAHKOINEN_ASIOINTITUNNUS, ULKOMAINEN_HENKILOTUNNUS."""
    person, draws, last = subject.person, subject.draws, subject.last
    old_office = last < _ONE_OFFICE_SINCE or draws.chance(_STILL_OLD_OFFICE)
    yield {
        KIND: "REKISTERIVIRANOMAINEN",
        "viranomaisnumero": draws.between(*_OFFICES) if old_office else _COUNTRY,
    }
    person_id = setting.first_id + person.index
    if person_id < _SATU_NUMBERS and subject.age >= ADULT and last >= _SATU_SINCE:
        over = person.died is not None or subject.rare == "electronic identifier ended"
        yield {
            KIND: "SAHKOINEN_ASIOINTITUNNUS",
            "sahkoinenAsiointitunnus": satu.synthetic(person_id),
            "voimassaolo": "PASSIIVI" if over else "AKTIIVI",
        }
    if person.language not in NATIVE or person.left is not None:
        yield from _foreign_code(setting, subject)


def _foreign_code(setting: Setting, subject: Subject) -> Iterator[WireGroup]:
    """Codes of those who have lived in another country; some of another time, some not the best that is known."""
    person, draws = subject.person, subject.draws
    at = person.country_to or subject.roots.born_in
    ended = subject.rare == "foreign code ended"
    if at == country.FINLAND or not (draws.chance(_FOREIGN_CODE.get(at, _FOREIGN_CODE_OF_OTHERS)) or ended):
        return
    given = person.born if person.left is None else person.left
    earliest = max(given, subject.arrived or given, date(2005, 1, 1))
    latest = (person.died or setting.day) - timedelta(days=1)
    if latest < earliest and person.died is not None:
        return
    recorded = draws.day(earliest, latest)
    draw = draws.fraction()
    yield {
        KIND: "ULKOMAINEN_HENKILOTUNNUS",
        "ulkomainenHenkilotunnus": personal_code(draws, person, at),
        "sukupuoli": "PUUTTUU" if draw < 0.1 else person.sex.value,  # noqa: PLR2004 -- codes that do not tell it
        "valtiokoodi": at,
        **({"valtionimi": subject.roots.birth_country_name} if subject.roots.birth_country_name else {}),
        "tietolahde": draws.from_table(_SOURCES),
        "voimassaolo": "PASSIIVI" if ended or draw > 0.95 else "AKTIIVI",  # noqa: PLR2004 -- share of those ended
        "antopv": wire_day(min(given, recorded)),
        "vtjTallennuspv": wire_day(recorded),
        "vtjVoimassaolo": "EI_PARAS_TIEDOSSA_OLEVA" if 0.1 < draw < 0.2 else "PARAS_TIEDOSSA_OLEVA",  # noqa: PLR2004
    }
