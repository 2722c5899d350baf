"""The structs of the groups say what the page of wire facts says, and their examples are of nobody."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import msgspec
import pytest

from vaki.codes import building, business, hetu, lists, satu
from vaki.register.groups import BY_NAME, CATALOGUE, values
from vaki.register.groups.forms import example, meaning, read, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).parents[3].joinpath("docs/wire/muutosrajapinta.md").read_text()
KINDS = [group.name for group in CATALOGUE]
NAMES_WITHOUT_AN_EXAMPLE = re.findall(r"`([A-Z_]{5,})`", PAGE.partition("### 2.10 ")[2].partition("### 2.11")[0])


def table(title: str, end: str) -> dict[str, list[str]]:
    """Rows of a table on the page: what its first column names, and the names in the second."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", PAGE.partition(title)[2].partition(end)[0], re.MULTILINE)
    return {kind: re.findall(r"`(\w+)`", members) for kind, members in rows}


ORDER = list(table("### 2.8 ", "### 2.9 "))
CENSORED = table("### 2.9 ", "#### Member order")
MEMBERS = table("#### Member order", "### 2.10 ")


def test_the_page_is_read_whole() -> None:
    assert (len(ORDER), len(CENSORED), len(MEMBERS)) == (67, 16, 60)


def test_every_kind_that_the_page_names_is_there_and_no_other() -> None:
    assert sorted(KINDS) == sorted({*ORDER, *(name for name in NAMES_WITHOUT_AN_EXAMPLE if name != "RAKENNUKSEN_")})


def test_kinds_come_in_the_order_of_the_page() -> None:
    assert [kind for kind in KINDS if kind in ORDER] == ORDER


@pytest.mark.parametrize("kind", MEMBERS)
def test_members_come_in_the_order_of_the_page(kind: str) -> None:
    recorded = MEMBERS[kind]
    assert [member for member in BY_NAME[kind].members if member in recorded] == recorded


def test_censored_kinds_and_their_lists_are_those_of_the_page() -> None:
    assert {group.name: list(group.hidden) for group in CATALOGUE if group.hidden} == CENSORED
    assert all(set(group.hidden) <= set(group.members) for group in CATALOGUE)


def test_a_number_once_given_stays() -> None:
    assert len({group.number for group in CATALOGUE}) == len(CATALOGUE)
    given = {1: "HENKILOTUNNUS_KORJAUS", 20: "VAKINAINEN_KOTIMAINEN_OSOITE", 28: "KOTIKUNTA", 57: "HUOLTAJA_SUPPEA"}
    later = {78: "ULKOMAALAINEN_JOKA_ON_POISTETTU_VAESTOREKISTERISTA", 82: "VIITEHENKILON_EDELLISET_HENKILOTUNNUKSET"}
    numbers = {group.number: group.name for group in CATALOGUE}
    assert {number: numbers[number] for number in given | later} == given | later


@pytest.mark.parametrize("kind", KINDS)
def test_a_group_says_what_it_means_and_where_that_is_from(kind: str) -> None:
    facts = BY_NAME[kind].facts
    assert meaning(facts).endswith(".")
    assert sources(facts)
    for section in sources(facts):
        assert f"### {section} " in PAGE, section


@pytest.mark.parametrize("change", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_the_example_is_a_group_of_its_kind(kind: str, change: bool) -> None:
    made = example(kind, change=change)
    assert msgspec.to_builtins(read(made, change=change)) == made
    assert list(example(kind))[1:] == [member for member in BY_NAME[kind].members if member in example(kind)]


def texts(value: Any) -> Iterator[tuple[str, str]]:
    """Every text in a value with the member that it stands in."""
    if isinstance(value, dict):
        for member, inner in value.items():
            if isinstance(inner, str):
                yield member, inner
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_is_of_nobody(kind: str) -> None:
    whole = example(kind, change=True)
    for text in re.findall(r"[0-9]{6}[-+A-Z][0-9]{3}[0-9A-Z]", str(whole)):
        assert hetu.is_valid(text)
        assert hetu.parse(text).is_temporary
    for member, text in texts(whole):
        if member == "rakennustunnus":
            assert building.is_synthetic(text)
        if member == "sahkoinenAsiointitunnus":
            assert satu.is_synthetic(text)
        if member == "ytunnus":
            assert business.is_valid(text)


@pytest.mark.parametrize(
    ("type_", "code_list"),
    [
        (values.Siviilisaaty, lists.MARITAL_STATUS),
        (values.Nimilaji, lists.NAME_KIND),
        (values.Nimenmuutostapa, lists.NAME_CHANGE),
        (values.Poissaolo, lists.ABSENCE),
        (values.Alkutapa, lists.UNION_BEGUN),
        (values.Paattymistapa, lists.UNION_ENDED),
        (values.HuoltajanLaji, lists.GUARDIAN_KIND),
        (values.HuoltajanRooli, lists.GUARDIAN_ROLE),
        (values.Asuminen, lists.LIVING_ARRANGEMENT),
        (values.Toimintakelpoisuus, lists.LEGAL_CAPACITY),
        (values.Uskontokuntalaji, lists.RELIGION_KIND),
        (values.SahkopostinLaji, lists.EMAIL_KIND),
    ],
    ids=lambda one: getattr(one, "table", ""),
)
def test_values_are_those_of_the_code_lists(type_: Any, code_list: lists.CodeList) -> None:
    assert set(get_args(type_)) == set(code_list.wire_names())


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("KOTIKUNTA", {"kuntakoodi": 91}),
        ("KOTIKUNTA", {"kuntakoodi": "91"}),
        ("KOTIKUNTA", {"kuntakoodi": "091", "kuntaanMuuttopv": {"arvo": "2020-02-30", "tarkkuus": "PAIVA"}}),
        ("KOTIKUNTA", {"kuntakoodi": "091", "kuntaanMuuttopv": "2020-02-28"}),
        ("KOTIKUNTA", {"kuntakoodi": "091", "katunimi": {"fi": "Katu"}}),
        ("KOTIKUNTA", {}),
        ("VAKINAINEN_KOTIMAINEN_OSOITE", {"katunimi": "Katu"}),
        ("VAKINAINEN_KOTIMAINEN_OSOITE", {"osoitenumero": "1"}),
        ("HUOLTAJA", {**BY_NAME["HUOLTAJA"].facts.example, "huoltosuhteenMuutos": False}),
        ("EDUNVALVONTA", {"nykyisetEdunvalvojat": [{"holhooja": {}}]}),
        ("SIVIILISAATY", {"siviilisaaty": "KIHLOISSA"}),
    ],
)
def test_a_misshaped_group_is_not_read(kind: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        read({"tietoryhma": kind, **wrong})
