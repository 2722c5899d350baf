"""The two lines of a correction are told together or not at all (docs/wire/muutosrajapinta.md §2.2)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tests.disclosure.living import FIRST, SECOND, living, resident
from tests.disclosure.test_protection import FIVE, SIXTEEN
from tests.disclosure.world import caller, groups, kinds, sandbox
from tests.register.people import a_person, marry

from vaki.codes.sex import Sex
from vaki.disclosure.door import changes

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools

ATTRIBUTE = "muutosattribuutti"


def paired(item: bytes) -> bool:
    told: list[dict[str, Any]] = groups(item)
    for at, group in enumerate(told):
        if group[ATTRIBUTE] == "KORJATTAVA" and told[at + 1][ATTRIBUTE] != "KORJATTU":
            return False
        if group[ATTRIBUTE] == "KORJATTU" and (not at or told[at - 1][ATTRIBUTE] != "KORJATTAVA"):
            return False
    return True


async def test_a_move_cancelled_under_protection_gives_the_fixed_item_and_nothing_else(pools: Pools) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        await happen("move", person=[one.code], to=SECOND.residence_code, day="2026-10-25")
        since = await happen("protection_begun", person=one.code, day="2026-11-01")
        await happen("cancelled_move", person=[one.code], back_to=FIRST.residence_code)
        (hidden,) = (await changes(pools, await sandbox(pools, "mutpT1x"), since, {one.code})).items
        assert kinds(hidden) == SIXTEEN
        (town,) = (await changes(pools, await caller(pools, municipalities=["536", "837"]), since, None)).items
        assert sorted({*kinds(town)} & {*SIXTEEN} - {"KOTIKUNTA"}) == sorted(FIVE)
        assert paired(town)
        assert groups(town, "EDELLINEN_KOTIKUNTA")
        assert FIRST.residence_code.encode() not in town
        (clear,) = (await changes(pools, await sandbox(pools, "mutpT1"), since, {one.code})).items
        assert paired(clear)
        assert FIRST.residence_code.encode() in clear


async def test_a_correction_published_before_protection_is_withheld_whole_when_its_right_record_touches_it(
    pools: Pools,
) -> None:
    one = resident(1)
    async with living(pools, one) as happen:
        since = await happen("move", person=[one.code], to=SECOND.residence_code, day="2026-10-25")
        await happen("cancelled_move", person=[one.code], back_to=FIRST.residence_code)
        await happen("protection_begun", person=one.code, day="2026-11-01")
        cancelled, _ = (await changes(pools, await sandbox(pools, "mutpT1x"), since, {one.code})).items
        assert paired(cancelled)
        assert not groups(cancelled, "EDELLINEN_KOTIKUNTA")


async def test_a_record_whose_wrong_form_was_withheld_comes_as_new(pools: Pools) -> None:
    wife, husband = resident(1), a_person(2, date(1979, 1, 2), Sex.MAN, "Eero", "Virtanen", home=FIRST)
    marry(wife, husband)
    async with living(pools, wife, husband) as happen:
        since = await happen("death", person=husband.code)
        await happen("death_undone", person=husband.code)
        items = (await changes(pools, await caller(pools), since, {wife.code})).items
        (union,) = [group for item in items for group in groups(item, "AVIOLIITTO")]
        assert (union[ATTRIBUTE], union["voimassaolo"]) == ("LISATTY", "AKTIIVI")
        assert all(paired(item) for item in items)
