"""Names are as common, as rare and as old or young as the country's."""

from __future__ import annotations

from collections import Counter
from statistics import mean
from typing import TYPE_CHECKING

import pytest

from vaki.codes.sex import Sex
from vaki.register.events.spelling import checked_first_names, checked_name
from vaki.synthetic import fashions, names, occupations, surnames
from vaki.synthetic.draws import Draws, Table

if TYPE_CHECKING:
    from tests.synthetic.conftest import Made


@pytest.mark.parametrize(("commonest", "share"), [(10, 0.035), (100, 0.20), (1_000, 0.56), (10_000, 0.91)])
def test_surnames_are_as_common_as_in_the_country(commonest: int, share: float) -> None:
    """Ranks of the population register's list of surnames."""
    table = Table(names._lists("fi")[f"{Sex.WOMAN} last"])
    weights = sorted(table.weights, reverse=True)
    assert sum(weights[:commonest]) / sum(weights) == pytest.approx(share, abs=0.025)


def test_many_surnames_are_rare() -> None:
    draws = Draws("families")
    drawn = Counter(names.surname(draws, "fi", Sex.MAN) for _ in range(30_000))
    assert len(drawn) > 8_000
    assert sum(count == 1 for count in drawn.values()) > 3_000


def test_every_surname_can_be_recorded() -> None:
    for language in ("fi", "sv", "se"):
        for name, _ in names._lists(language)[f"{Sex.MAN} last"]:
            assert checked_name(name) == name


def test_swedish_surnames_of_the_nobility_and_composed_ones_occur() -> None:
    draws = Draws("svenska")
    drawn = {names.surname(draws, "sv", Sex.MAN) for _ in range(5_000)}
    assert len(drawn) > 1_000
    assert any(name.startswith(("af ", "von ")) for name in drawn)


def test_bearers_fall_with_the_rank() -> None:
    counts = [surnames.bearers(rank) for rank in (1, 7, 100, 333, 1_000, 9_999, 26_000)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == pytest.approx(22_068)


def test_first_names_follow_the_fashion_of_their_decade() -> None:
    draws = Draws("cradle")
    born: dict[str, list[int]] = {}
    for year in range(1905, 2025):
        for sex in (Sex.MAN, Sex.WOMAN):
            for _ in range(80):
                born.setdefault(names.first_names(draws, "fi", sex, year)[0], []).append(year)
    known = {name: years for name, years in born.items() if name in fashions.YEARS and len(years) >= 40}
    assert len(known) > 60
    assert mean(abs(mean(years) - fashions.YEARS[name]) for name, years in known.items()) < 8


def test_some_names_are_given_second() -> None:
    draws = Draws("font")
    given = [names.first_names(draws, "fi", Sex.WOMAN, 1990) for _ in range(2_000)]
    first = sum(one[0] in fashions.SECOND for one in given) / len(given)
    second = sum(one[1] in fashions.SECOND for one in given if len(one) > 1) / len(given)
    assert first < 0.35
    assert second > 0.6


def test_at_most_four_first_names_are_given() -> None:
    draws = Draws("four")
    most = Counter(len(names.first_names(draws, "fi", Sex.MAN, year)) for year in (1950, 2021) for _ in range(3_000))
    assert set(most) == {1, 2, 3, 4}
    assert checked_first_names("Aa Bb Cc Dd")


def test_occupations_are_three_hundred_and_short(made: Made) -> None:
    assert len(set(occupations.OCCUPATIONS)) == len(occupations.OCCUPATIONS) >= 300
    assert max(map(len, occupations.OCCUPATIONS)) <= 35
    told = Counter(group["ammatti"] for one in made.documents.values() for group in one.all("AMMATTI"))
    assert told.most_common(1)[0][1] > 10
    assert len(told) > 100


def test_the_young_have_what_is_soon_learnt(made: Made) -> None:
    assert set(occupations.OCCUPATIONS) >= occupations.OF_THE_YOUNG
    young = [
        group["ammatti"]
        for one in made.documents.values()
        if one.birth_date is not None and one.alive and (made.source.day - one.birth_date).days < 25 * 365
        for group in one.all("AMMATTI")
    ]
    assert len(young) > 30
    assert set(young) <= occupations.OF_THE_YOUNG
