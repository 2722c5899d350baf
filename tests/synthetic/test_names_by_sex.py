"""Women have women's names and men have men's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from faker.providers.person.fi_FI import Provider

from vaki.codes.sex import Sex

if TYPE_CHECKING:
    from tests.synthetic.conftest import Made

WOMENS, MENS = set(Provider.first_names_female), set(Provider.first_names_male)
ONLY = {Sex.WOMAN: WOMENS - MENS, Sex.MAN: MENS - WOMENS}
OTHER = {Sex.WOMAN: Sex.MAN, Sex.MAN: Sex.WOMAN}


def test_first_names_are_those_of_the_sex(made: Made) -> None:
    own = odd = 0
    for one in made.residents:
        name = one.one("HENKILON_NIMI")
        tongue = one.one("AIDINKIELI")
        if name is None or tongue is None or tongue["kielikoodi"] != "fi":
            continue
        given = set(name["etunimi"].replace("-", " ").split())
        own += bool(given & ONLY[Sex(one.sex)])
        odd += bool(given & ONLY[OTHER[Sex(one.sex)]])
    assert own > len(made.residents) / 2
    assert odd == 0
