"""Streets in the manner of each municipality, and addresses that belong to one building."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest

from vaki.codes import municipality, postal
from vaki.codes.municipality import Languages
from vaki.synthetic.estate.streets import street

if TYPE_CHECKING:
    from tests.synthetic.estate.conftest import Country

CODES = [one.code for one in municipality.all_in_force()]
MOST_STREETS = 30_000
PLACES = (0, 17, 120, 244, 307)
_NUMBER = re.compile(r"[1-9][0-9]{0,2}(-[1-9][0-9]{0,2}|h[1-9]|[a-z])?")


@pytest.mark.parametrize("code", ["091", "536", "049", "890", "478"])
def test_no_two_streets_of_a_municipality_share_a_name(code: str) -> None:
    names = [street(code, number) for number in range(MOST_STREETS)]
    language = next(iter(names[0]))
    assert len({one[language] for one in names}) == MOST_STREETS


def test_streets_are_named_in_the_municipalitys_languages() -> None:
    languages = {Languages.FINNISH: {"fi"}, Languages.SWEDISH: {"sv"}, Languages.BILINGUAL: {"fi", "sv"}}
    for one in municipality.all_in_force():
        for number in (0, 5, 3_000):
            named = street(one.code, number)
            assert named.keys() == languages[one.languages or Languages.FINNISH], one.name_fi
            assert all(name[0].isupper() for name in named.values())


def test_each_municipality_has_streets_of_its_own_manner() -> None:
    first = {code: tuple(tuple(street(code, number).values()) for number in range(12)) for code in CODES}
    assert len(set(first.values())) == len(CODES)
    names = {code: " ".join(street(code, number).get("fi", "") for number in range(60)) for code in CODES}
    fells = [code for code in CODES if municipality.get(code).region == "19"]
    assert sum("Poron" in names[code] or "Tunturin" in names[code] for code in fells) > len(fells) / 2
    south = [code for code in CODES if municipality.get(code).region not in {"18", "19"}]
    assert not any("Poron" in names[code] for code in south)


def test_a_street_lies_in_one_postal_code_of_its_municipality_and_a_number_is_given_once(country: Country) -> None:
    codes: dict[tuple[str, str], set[str]] = defaultdict(set)
    given_to: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    forms: Counter[str] = Counter()
    for place in PLACES:
        for (at, kind), count in country.stock.quarters.items():
            if at != place:
                continue
            for number in range(min(count, 12)):
                for plot in country.plots(place, kind, number):
                    for address in plot.buildings[0].osoitteet:
                        name = next(iter(address.katunimi.values()))
                        municipal = plot.property.kuntakoodi
                        codes[municipal, name].add(address.postinumero)
                        assert _NUMBER.fullmatch(address.katunumero)
                        first = re.match("[0-9]+", address.katunumero)
                        assert first is not None
                        given_to[municipal, name, first.group()].add(plot.property.kiinteistotunnus)
                        forms[re.sub("[0-9]+", "n", address.katunumero)] += 1
    assert all(len(ones) == 1 for ones in codes.values())
    assert all(postal.get(code).municipality == municipal for (municipal, _), ones in codes.items() for code in ones)
    assert all(len(ones) == 1 for ones in given_to.values())
    assert forms.keys() >= {"n", "n-n", "nhn", "na"}
