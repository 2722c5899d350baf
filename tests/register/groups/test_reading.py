"""For a person what happened comes first, former homes told for company apart; nothing is lost or told twice."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vaki.register.groups import CATALOGUE, HISTORY_OF_PLACE
from vaki.register.groups.reading import for_reading

KINDS = st.sampled_from([*HISTORY_OF_PLACE, "TURVAKIELTO", *(one.name for one in CATALOGUE)])
GROUPS = st.builds(
    lambda kind, attribute, withheld: {
        "tietoryhma": kind,
        **({"muutosattribuutti": attribute} if attribute else {}),
        **({"turvakiellonAlaisetKentat": ["kuntakoodi"]} if withheld else {}),
    },
    KINDS,
    st.sampled_from(["", "LISATTY", "MUUTETTU", "LISATIETO"]),
    st.booleans(),
)


def told(kind: str, attribute: str = "LISATIETO", **members: Any) -> dict[str, Any]:
    return {"tietoryhma": kind, "muutosattribuutti": attribute, **members}


@given(st.lists(GROUPS, max_size=12))
def test_each_group_is_read_once_and_in_its_own_order_within_its_part(groups: list[dict[str, Any]]) -> None:
    read = for_reading(groups)
    parts = (read.protection, read.withheld, read.others, read.past)
    places = [[next(at for at, one in enumerate(groups) if one is group) for group in part] for part in parts]
    assert all(part == sorted(part) for part in places)
    assert sorted(at for part in places for at in part) == list(range(len(groups)))
    assert [*read.happened, *read.past] == [group for part in parts for group in part]


def test_the_protection_and_what_it_withholds_come_before_all_else() -> None:
    hidden = told("KOTIKUNTA", "MUUTETTU", turvakiellonAlaisetKentat=["kuntakoodi"])
    ban, other = told("TURVAKIELTO", "LISATTY"), told("AMMATTI", "LISATTY")
    assert for_reading([other, hidden, ban]).happened == [ban, hidden, other]


def test_only_history_of_places_that_comes_for_company_is_set_apart() -> None:
    left = told("EDELLINEN_KOTIKUNTA", "LISATTY")
    past = told("ENTINEN_ULKOMAILLA_ASUMINEN")
    other = told("ULKOMAINEN_HENKILOTUNNUS")
    read = for_reading([left, past, other])
    assert (read.others, read.past) == ([left, other], [past])


def test_a_former_home_told_by_its_dwelling_and_its_municipality_is_one() -> None:
    home, town = told("EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS"), told("EDELLINEN_KOTIKUNTA")
    assert for_reading([town, home, home]).former_homes == 2
    assert for_reading([town]).former_homes == 1
    assert for_reading([]).former_homes == 0
