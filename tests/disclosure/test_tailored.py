"""National permits: who belongs to them, who comes first as base data and who gets one last item."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.disclosure.living import FIRST, SECOND, THIRD, living
from tests.disclosure.test_changes import START
from tests.disclosure.world import NOKIA, TAMPERE, TODAY, caller, groups, kinds, read
from tests.register.people import a_person

from vaki.codes.sex import Sex
from vaki.disclosure import errors
from vaki.disclosure.conditions import parse
from vaki.disclosure.door import base_data, base_data_page, base_data_stream, changes
from vaki.register.clock import advance
from vaki.register.recorder import Recorder
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools
    from vaki.register.document import Document

FINNISH, SWEDISH = "246", "752"


def one(number: int, *, born: date = date(1980, 5, 17), citizen: str = FINNISH, home: Any = FIRST) -> Document:
    document = a_person(number, born, Sex.WOMAN, "Aino", "Virtanen", home=home)
    citizenship = {"kansalaisuuskoodi": citizen, "voimassaolo": "AKTIIVI", "saamispv": wire_day(born)}
    document.put({"tietoryhma": "KANSALAISUUS", "henkilonKansalaisuudet": [citizenship]})
    return document


async def national(pools: Pools, **conditions: Any) -> Caller:
    return await caller(pools, "VAESTO", conditions=json.dumps(conditions) if conditions else None)


async def paged(pools: Pools, asked: Caller) -> list[str]:
    return [read(item)["henkilotunnus"] for item in (await base_data_page(pools, asked, None)).items]


async def followed(pools: Pools, asked: Caller, since: int = START) -> list[tuple[str, set[str], set[str]]]:
    """(code, attributes, kinds) of each item."""
    items = (await changes(pools, asked, since, None)).items
    return [
        (read(item)["henkilotunnus"], {group["muutosattribuutti"] for group in groups(item)}, set(kinds(item)))
        for item in items
    ]


async def test_the_national_population_is_citizens_anywhere_and_foreigners_at_home_here(pools: Pools) -> None:
    people = [
        one(1),
        one(2, citizen=SWEDISH),
        one(3, home=None),
        one(4, citizen=SWEDISH, home=None),
        one(5, born=date(2010, 3, 3)),
    ]
    async with living(pools, *people) as happen:
        everybody = await national(pools)
        assert await paged(pools, everybody) == [people[at].code for at in (0, 1, 2, 4)]
        await happen("death", person=people[0].code, day=str(TODAY))
        assert await paged(pools, everybody) == [people[at].code for at in (1, 2, 4)]
        codes = [person.code for person in people]
        assert [read(item)["henkilotunnus"] for item in (await base_data(pools, everybody, codes)).items] == [
            people[at].code for at in (0, 1, 2, 4)
        ]
        told = []
        async with await base_data_stream(pools, everybody, None) as stream:
            async for items in stream.chunks():
                told += [read(item)["henkilotunnus"] for item in items]
        assert told == await paged(pools, everybody)


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ({"age_from": 18}, [1, 2, 3]),
        ({"age_from": 7, "age_under": 18}, [4]),
        ({"citizenships": [SWEDISH]}, [2]),
        ({"municipalities": [TAMPERE]}, [3]),
        ({"municipalities": [NOKIA, TAMPERE], "age_from": 18, "citizenships": [FINNISH]}, [1, 3]),
        ({"age_from": 65}, []),
    ],
)
async def test_conditions_narrow_by_age_citizenship_and_region(
    pools: Pools, conditions: dict[str, Any], found: list[int]
) -> None:
    people = [one(1), one(2, citizen=SWEDISH), one(3, home=SECOND), one(4, born=date(2015, 3, 3))]
    async with living(pools, *people):
        assert await paged(pools, await national(pools, **conditions)) == [people[at - 1].code for at in found]


async def test_who_moves_into_the_region_comes_whole_and_who_leaves_it_gets_one_last_item(pools: Pools) -> None:
    comes, goes, stays = one(1, home=SECOND), one(2), one(3)
    async with living(pools, comes, goes, stays) as happen:
        region = await national(pools, municipalities=[NOKIA])
        await happen("move", person=[comes.code], to=FIRST.residence_code, day=str(TODAY))
        await happen("move", person=[goes.code], to=THIRD.residence_code, day=str(TODAY))
        for person in (comes, goes, stays):
            await happen("email", person=person.code, address="a@example.fi")
            await happen("service_language", person=person.code, language="sv")
        told = await followed(pools, region)
        newcomer = (await base_data(pools, region, [comes.code])).items
        assert [code for code, _, _ in told] == [comes.code, goes.code, comes.code, stays.code]
        assert told[0][1] == {"LISATTY"}
        assert told[0][2] == set(kinds(newcomer[0])) - {"ASIOINTIKIELI"}
        assert told[1][2] == {"KOTIKUNTA", "VAKINAINEN_KOTIMAINEN_OSOITE"}


async def test_a_birthday_brings_some_and_takes_others_with_home_and_address_as_they_are(pools: Pools) -> None:
    child = one(1, born=TODAY.replace(year=TODAY.year - 15) + timedelta(days=1))
    async with living(pools, child):
        young, grown = await national(pools, age_under=15), await national(pools, age_from=15)
        everybody, nokia = await national(pools), await caller(pools)
        assert (await paged(pools, young), await paged(pools, grown)) == ([child.code], [])
        async with Recorder(pools.register) as recorder:
            await advance(pools.register, recorder, TODAY + timedelta(days=1))
        assert (await paged(pools, young), await paged(pools, grown)) == ([], [child.code])
        ((_, attributes, told),) = await followed(pools, young)
        assert (attributes, told) == ({"LISATIETO"}, {"KOTIKUNTA", "VAKINAINEN_KOTIMAINEN_OSOITE"})
        ((_, attributes, told),) = await followed(pools, grown)
        assert attributes == {"LISATTY"}
        assert "HENKILON_NIMI" in told
        assert await followed(pools, everybody) == []
        assert await followed(pools, nokia) == []


async def test_a_foreigner_who_leaves_the_country_leaves_the_population(pools: Pools) -> None:
    citizen, foreigner = one(1), one(2, citizen=SWEDISH)
    async with living(pools, citizen, foreigner) as happen:
        everybody = await national(pools)
        for person in (citizen, foreigner):
            await happen("emigration", person=[person.code], country="752", place="STOCKHOLM", day=str(TODAY))
        last = (await followed(pools, everybody))[-1]
        assert last == (foreigner.code, {"LISATTY"}, {"KOTIKUNTA", "VAKINAINEN_ULKOMAINEN_OSOITE"})
        assert len(await followed(pools, everybody)) == 2
        await happen("citizenship_granted", person=foreigner.code, country=FINNISH)
        (_, attributes, told) = (await followed(pools, everybody))[-1]
        assert attributes == {"LISATTY"}
        assert "HENKILON_NIMI" in told
        await happen("citizenship_lost", person=foreigner.code, country=FINNISH)
        (_, attributes, told) = (await followed(pools, everybody))[-1]
        assert (attributes, told) == ({"LISATIETO"}, {"KOTIKUNTA", "VAKINAINEN_ULKOMAINEN_OSOITE"})


async def test_a_protected_persons_last_item_tells_no_address_and_names_only_who_is_in_it(pools: Pools) -> None:
    child = one(1, born=TODAY.replace(year=TODAY.year - 15) + timedelta(days=1))
    async with living(pools, child) as happen:
        young = await national(pools, age_under=15)
        begun = await happen("protection_begun", person=child.code)
        async with Recorder(pools.register) as recorder:
            await advance(pools.register, recorder, TODAY + timedelta(days=1))
        (item,) = (await changes(pools, young, begun, None)).items
        assert all("turvakiellonAlaisetKentat" in group for group in groups(item) if "OSOITE" in group["tietoryhma"])
        row = await pools.disclosure.fetchrow("select * from disclosure.ledger order by ledger_id desc limit 1")
        assert row is not None
        assert (row["subjects"], row["mentioned"], row["groups"]) == ([1], [], ["KOTIKUNTA"])
        assert "VAKINAINEN_KOTIMAINEN_OSOITE" in row["censored_groups"]


async def test_an_undone_death_brings_the_person_whole(pools: Pools) -> None:
    person = one(1)
    async with living(pools, person) as happen:
        everybody = await national(pools)
        dead = await happen("death", person=person.code, day=str(TODAY))
        assert "KUOLINPAIVA" in (await followed(pools, everybody))[0][2]
        await happen("death_undone", person=person.code)
        ((_, attributes, told),) = await followed(pools, everybody, dead)
        assert attributes == {"LISATTY", "KORJATTAVA", "KORJATTU"}
        assert "HENKILON_NIMI" in told


@pytest.mark.parametrize(
    "conditions",
    [
        {"age_from": 16},
        {"age_from": 18, "age_under": 7},
        {"age_from": 18, "age_under": 18},
        {"citizenships": ["xx"]},
        {"municipalities": ["999"]},
        {"sex": "NAINEN"},
        ["age_from"],
    ],
)
def test_conditions_that_cannot_be_kept_are_refused(conditions: Any) -> None:
    with pytest.raises(errors.PermitMalformed):
        parse(json.dumps(conditions))
