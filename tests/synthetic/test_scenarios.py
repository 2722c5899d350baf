"""Scripted lives: each can happen to someone of a small register, and is refused for whom it could not happen to."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from vaki.register.check import audit_people, check_index
from vaki.register.choosing import HEAD
from vaki.register.clock import read_clock
from vaki.register.errors import UnknownPerson
from vaki.register.events.catalogue import EVENTS
from vaki.register.recorder import Recorder
from vaki.synthetic import scenarios
from vaki.synthetic.life import ClockFollowsWall
from vaki.synthetic.scenarios import casting, running
from vaki.synthetic.scenarios.story import LANGUAGES, Act, Person, Scenario, Text
from vaki.synthetic.seeding import Made, seed

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools
    from vaki.synthetic.scenarios import Step

AS_OF = date(2026, 11, 21)
SLICE = 10
OF_THE_PERSON = {"street", "new_street", "municipality", *casting._OTHERS}
SAY = Text("a", "b", "c")
ALL = [scenarios.get(name) for name in scenarios.names()]
EACH = pytest.mark.parametrize("scenario", ALL, ids=lambda scenario: scenario.name)


@pytest.fixture(scope="module", autouse=True)
async def seeded(module_pools: Pools) -> None:
    await seed(module_pools.register, Made(500, 8, AS_OF), workers=1, progress=lambda *_: None)


async def play(pools: Pools, name: str, person: str | None = None) -> list[Step]:
    async with Recorder(pools.register) as recorder:
        return [step async for step in scenarios.run(pools.register, recorder, name, person)]


async def chosen_for(pools: Pools, scenario: Scenario) -> str:
    """Someone to whom it could happen, by code."""
    cast = await running._cast(pools.register, scenario, None)
    code = await pools.register.fetchval(
        "select code from register.person where person_id = $1", cast.people["person"].ids[0]
    )
    return str(code)


def words_in(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("$"):
        yield value[1:]
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from words_in(one)


@EACH
def test_a_scenario_is_told_in_three_languages_and_in_one_sentence(scenario: Scenario) -> None:
    texts = [scenario.title, scenario.about, *(act.text for act in scenario.steps)]
    assert all(text[language].strip() for text in texts for language in LANGUAGES)
    for language in LANGUAGES:
        assert re.fullmatch(r"[^.]+\.", scenario.about[language])


@EACH
def test_a_scenario_names_events_fields_and_a_cast_that_there_are(scenario: Scenario) -> None:
    assert set(scenario.person.conditions) <= casting.CONDITIONS.keys()
    assert set(scenario.cast.values()) <= casting.WAYS.keys()
    known = {"person", *scenario.cast}
    for act in scenario.steps:
        assert act.moves_clock != bool(act.event)
        if act.moves_clock:
            assert not act.until or act.until in running.DAYS
            continue
        fields = {field.name for field in msgspec.structs.fields(EVENTS[act.event])}
        assert act.fields.keys() <= fields
        for word in words_in(act.fields):
            named = word.removesuffix("_surname").removesuffix("_first_names")
            assert word.startswith("day") or named in known or word in OF_THE_PERSON
        known |= {act.makes} - {""}


async def test_every_scenario_happens_and_leaves_a_register_that_holds_together(
    module_pools: Pools, run_long: bool
) -> None:
    """Each step brings changes of the cast between its two keys, and the clock stands where the steps say."""
    chosen = random.Random(os.environ.get("VAKI_TEST_SEED"))  # noqa: S311 -- chooses the slice
    for scenario in ALL if run_long else chosen.sample(ALL, SLICE):
        steps = await play(module_pools, scenario.name)
        assert [step.number for step in steps] == list(range(1, len(scenario.steps) + 1))
        for before, step in zip([None, *steps], steps, strict=False):
            act = scenario.steps[step.number - 1]
            assert step.of == len(scenario.steps)
            assert step.event == (act.event or None)
            assert before is None or step.since >= before.key
            assert (step.key > step.since and step.codes) or act.moves_clock, (scenario.name, step.number)
            if before is not None and act.days:
                assert step.day == before.day + timedelta(days=act.days)
            assert all(re.fullmatch(r"\d{3}", home) for home in step.municipalities)
    assert [str(finding) for finding in await audit_people(module_pools.register)] == []
    assert [str(finding) for finding in await check_index(module_pools.register)] == []


async def test_a_moved_clock_tells_of_the_cast_alone(module_pools: Pools) -> None:
    """On New Year's Day half the register may change."""
    moved, new_year = await play(module_pools, "year_end")
    assert new_year.event is None
    assert (new_year.day.month, new_year.day.day) == (1, 1)
    assert new_year.codes == moved.codes
    assert new_year.key > new_year.since + 1


async def test_the_day_of_coming_of_age_is_the_birthday(module_pools: Pools) -> None:
    minor, grown, _ = await play(module_pools, "coming_of_age")
    born = await module_pools.register.fetchval(
        "select birth_date from register.person where code = $1", grown.codes[0]
    )
    assert grown.day == born.replace(year=born.year + 18)
    assert minor.day < grown.day
    assert len(grown.codes) > 1


async def test_it_happens_to_the_person_asked_for_found_by_a_former_code_too(module_pools: Pools) -> None:
    code = await chosen_for(module_pools, scenarios.get("code_change"))
    first, second = await play(module_pools, "code_change", code)
    present = second.codes[0]
    assert present != code
    assert first.codes[0] in {code, present}
    again = await play(module_pools, "name_and_language", code)
    assert again[0].codes[0] == present


@pytest.mark.parametrize(
    ("name", "of", "why"),
    [
        ("twins_born", "coming_of_age", "not between 20 and 40 years old"),
        ("coming_of_age", "move_between", "not 17 years old"),
        ("marriage", "divorce", "married or in a partnership|not a woman"),
        ("divorce", "marriage", "not married"),
        ("guardian_added", "move_between", "not between 1 and 15"),
    ],
)
async def test_a_person_whom_it_does_not_fit_is_refused_and_nothing_happens(
    module_pools: Pools, name: str, of: str, why: str
) -> None:
    code = await chosen_for(module_pools, scenarios.get(of))
    head = await module_pools.register.fetchval(HEAD)
    with pytest.raises(scenarios.DoesNotFit, match=why) as refused:
        await play(module_pools, name, code)
    assert code not in refused.value.message
    assert await module_pools.register.fetchval(HEAD) == head


async def test_the_dead_and_the_protected_are_not_chosen_and_are_refused_where_it_matters(module_pools: Pools) -> None:
    code = await chosen_for(module_pools, scenarios.get("move_under_protection"))
    async with Recorder(module_pools.register) as recorder:
        story = scenarios.run(module_pools.register, recorder, "move_under_protection", code)
        await anext(story)
    with pytest.raises(scenarios.DoesNotFit, match="protected"):
        await play(module_pools, "protection", code)
    widow = await play(module_pools, "death_of_a_spouse")
    with pytest.raises(scenarios.DoesNotFit, match="dead"):
        await play(module_pools, "move_between", widow[0].codes[0])
    protected = {row["code"] for row in await module_pools.register.fetch(
        "select code from register.person where protected or not alive")}  # fmt: skip
    for scenario in ALL:
        assert await chosen_for(module_pools, scenario) not in protected


async def test_unknown_names_and_persons_are_said_to_be_so(module_pools: Pools) -> None:
    with pytest.raises(scenarios.UnknownScenario):
        await play(module_pools, "no_such_story")
    with pytest.raises(UnknownPerson):
        await play(module_pools, "move_between", "010101-999X")


async def test_a_story_that_nobody_fits_says_so(module_pools: Pools) -> None:
    nobody = Scenario(title=SAY, about=SAY, person=Person((119, 120)), steps=(Act(text=SAY, event="death"),))
    with pytest.raises(scenarios.NobodyFits):
        await running._cast(module_pools.register, nobody, None)


async def test_a_story_that_moves_the_clock_is_refused_where_the_clock_is_real(module_pools: Pools) -> None:
    async with module_pools.register.acquire() as connection:
        clock = await read_clock(connection)
        await connection.execute("update register.clock set mode = 'real'")
        try:
            with pytest.raises(ClockFollowsWall):
                await play(module_pools, "year_end")
            assert (await read_clock(connection)).day == clock.day
        finally:
            await connection.execute("update register.clock set mode = 'simulated'")
