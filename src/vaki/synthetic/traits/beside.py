"""Places beside the permanent home: temporary stays, and the addresses that people have given for mail."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from vaki.register.due import ADULT
from vaki.register.events.addresses import CONTACT, CONTACT_ABROAD, MAIL, MAIL_ABROAD
from vaki.register.events.home import (
    TEMPORARY_ABROAD,
    TEMPORARY_ADDRESS,
    TEMPORARY_ADDRESS_ABROAD,
    TEMPORARY_HOME,
    TEMPORARY_RESIDENCE,
    TEMPORARY_STAY,
    address_abroad,
    home_municipality,
    living_abroad,
    residence,
    street_address,
)
from vaki.register.events.told import record, same_as
from vaki.register.groups import KIND
from vaki.register.wire import bilingual
from vaki.register.wire import day as wire_day
from vaki.synthetic import shares
from vaki.synthetic.days import years_after
from vaki.synthetic.draws import Draws
from vaki.synthetic.estate.layouts import FLAT
from vaki.synthetic.traits import rarities
from vaki.synthetic.traits.abroad import address
from vaki.synthetic.traits.homes import stay
from vaki.synthetic.traits.living import INSTITUTION, WITHOUT_DWELLING, Living
from vaki.synthetic.traits.rarities import Rarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaki.register.groups import WireGroup
    from vaki.synthetic.places import Place
    from vaki.synthetic.traits.setting import Setting, Subject

_STAYS_UNTIL: Final = 45
_PLANNED_END: Final = 0.4
_STAYS: Final = {"for a time in institution": INSTITUTION, "for a time without dwelling": WITHOUT_DWELLING}
RARE: Final = (
    *(Rarity(name, rarities.alone) for name in _STAYS),
    Rarity("for a time abroad", rarities.native, 2),
    Rarity("in two places for a time", rarities.alone),
    Rarity("mail abroad", rarities.native, 2),
)
_AWAY: Final = ("752", "578", "276", "724", "826", "840", "233", "208")
_MAIL_OF_EMIGRANTS: Final = 0.12


def temporary(setting: Setting, subject: Subject) -> Iterator[WireGroup]:
    """Stays beside the permanent home: for studies or work, in an institution, abroad; some with a planned end."""
    person, rare = subject.person, subject.rare
    home = person.household
    if home is None or not home.dwelling:
        return
    usual = ADULT <= person.age(setting.day) <= _STAYS_UNTIL and subject.draws.chance(shares.TEMPORARY_ADDRESS)
    count = 2 if rare == "in two places for a time" else 1 if usual else 0
    draws = Draws(setting.seed, "temporary", setting.block.number, person.index) if count or rare else None
    if draws is None:
        return
    grown = max(years_after(person.born, 18), subject.arrived or person.born)
    since = draws.day(max(years_after(setting.day, -2), grown), setting.day)
    for _ in range(count):
        yield from _ending(draws, setting.day, _in_dwelling(setting, draws, since))
        since = max(since - timedelta(days=draws.between(1, 200)), grown)
    if rare in _STAYS:
        code = setting.places[draws.below(len(setting.places))].code
        place = stay(setting, subject, Living(since, None, code, kind=_STAYS[rare]), TEMPORARY_STAY)
        yield from _ending(draws, setting.day, (home_municipality(code, since, TEMPORARY_HOME), place))
    if rare == "for a time abroad":
        at = draws.one_of(_AWAY)
        street, town = address(draws, at)
        yield from _ending(
            draws,
            setting.day,
            (
                address_abroad(street, town, at, None, since, kind=TEMPORARY_ADDRESS_ABROAD),
                living_abroad(at, None, since, TEMPORARY_ABROAD),
            ),
        )


def _in_dwelling(setting: Setting, draws: Draws, since: date) -> tuple[WireGroup, ...]:
    where = setting.histories.stock
    dwelling = where.home(where.any_spot(draws, draws.below(len(setting.places)), FLAT))
    return (
        street_address(dwelling, since, TEMPORARY_ADDRESS),
        home_municipality(dwelling.municipality, since, TEMPORARY_HOME),
        residence(dwelling, since, TEMPORARY_RESIDENCE),
    )


def _ending(draws: Draws, day: date, groups: tuple[WireGroup, ...]) -> Iterator[WireGroup]:
    """The groups of one stay, all with the same planned end or with none."""
    if not draws.chance(_PLANNED_END):
        yield from groups
        return
    last = wire_day(day + timedelta(days=draws.between(20, 500)))
    for group in groups:
        member = "kunnastaPoisMuuttopv" if group[KIND] == TEMPORARY_HOME else "loppupv"
        yield same_as(group, None, **{member: last})


def mail(setting: Setting, subject: Subject) -> Iterator[WireGroup]:
    """KOTIMAINEN_POSTIOSOITE and ULKOMAINEN_POSTIOSOITE of those who have given one."""
    person, draws, last = subject.person, subject.draws, subject.last
    if person.died is not None or subject.age < ADULT:
        return
    since = max(years_after(last, -4), years_after(person.born, 18), subject.arrived or person.born)
    if person.household is not None and draws.chance(shares.POSTAL_ADDRESS):
        yield postal_address(draws, setting.places[person.household.place], draws.day(since, last))
    emigrant = person.left is not None and bool(person.country_to) and draws.chance(_MAIL_OF_EMIGRANTS)
    if emigrant or subject.rare == "mail abroad":
        yield postal_address_abroad(
            draws, person.country_to or draws.one_of(_AWAY), person.left or draws.day(since, last)
        )


def postal_address(draws: Draws, place: Place, since: date) -> WireGroup:
    """A box at the post office of the place, now and then mail that is kept there."""
    post = place.post_codes[0]
    number = draws.between(1, 1000)
    box = bilingual("Poste restante", "Poste restante")
    if number <= 900:  # noqa: PLR2004 -- nine in ten
        box = bilingual(f"PL {number}", f"PB {number}")
    return {
        KIND: MAIL,
        "postiosoite": box,
        "postinumero": post.code,
        "postitoimipaikka": bilingual(post.name_fi, post.name_sv),
        "alkupv": wire_day(since),
    }


def postal_address_abroad(draws: Draws, country: str, since: date) -> WireGroup:
    """An address for mail in another country; the second line names who takes it in."""
    street, town = address(draws, country)
    return record(
        MAIL_ABROAD,
        postiosoite=bilingual(f"Box {draws.between(1, 900)}" if draws.chance(0.4) else street),
        postiosoiteLisarivi="c/o Consulate" if draws.chance(0.2) else None,
        postitoimipaikka=bilingual(town.upper()),
        valtiokoodi=country,
        alkupv=wire_day(since),
    )


def contact_address(draws: Draws, place: Place, since: date, number: int) -> Iterator[WireGroup]:
    """The address that a protected person has given for authorities: two in six at home, one in six abroad.

    `number` is the person's own among the protected of the block.
    """
    if number % 6 in (0, 3):
        yield {**postal_address(draws, place, since), KIND: CONTACT}
    elif number % 6 == 1:
        yield {**postal_address_abroad(draws, draws.one_of(_AWAY), since), KIND: CONTACT_ABROAD}
