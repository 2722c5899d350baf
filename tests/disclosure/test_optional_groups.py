"""An applicant may leave optional groups out (valinnainen); the permit then never brings them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.disclosure.world import HOLDER, NOKIA, caller, kinds, load, person, recording

from vaki.disclosure import errors, permits
from vaki.disclosure.base import base_data
from vaki.disclosure.caller import Caller
from vaki.disclosure.changes import changes

if TYPE_CHECKING:
    from vaki.postgres.environment import Pools
    from vaki.register.document import Document
    from vaki.register.events.draft import Draft


def touch(draft: Draft, document: Document) -> None:
    for kind in ("SYNTYMAPAIVA", "SUKUPUOLI"):
        draft.changed(document, document.all(kind)[0])


async def test_what_a_permit_leaves_out_is_in_neither_record(pools: Pools) -> None:
    one = person(1)
    await load(pools, one)
    without, with_all = await caller(pools, omitted=["SYNTYMAPAIVA"]), await caller(pools)
    async with recording(pools) as happen:
        await happen(touch, one)
    for customer, birth_date in ((without, False), (with_all, True)):
        base = kinds((await base_data(pools, customer, [one.code])).items[0])
        told = kinds((await changes(pools, customer, 0, None)).items[0])
        assert ("SYNTYMAPAIVA" in base, "SYNTYMAPAIVA" in told) == (birth_date, birth_date)
        assert "SUKUPUOLI" in base
        assert "SUKUPUOLI" in told


async def test_a_group_taken_in_later_is_not_told_of_the_time_before(pools: Pools) -> None:
    one = person(1)
    await load(pools, one)
    before = await caller(pools, omitted=["SYNTYMAPAIVA"])
    number = before.permit.permit_id or 0
    async with recording(pools) as happen:
        await happen(touch, one)
        async with pools.disclosure.acquire() as connection:
            wider = await permits.change_permit(connection, number, {"omitted": ()})
        await happen(touch, one)
    first, second = (await changes(pools, Caller(wider, "direct"), 0, None)).items
    assert (kinds(first), kinds(second)) == (["SUKUPUOLI"], ["SYNTYMAPAIVA", "SUKUPUOLI"])
    async with pools.disclosure.acquire() as connection:
        assert (await permits.read_permit(connection, number)).omitted == frozenset()


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        (
            {"product": "K2000", "municipalities": [NOKIA], "omitted": ["AMMATTI"]},
            "SYNTYMAPAIVA, EDUNVALVONTAVALTUUTUS",
        ),
        ({"product": "OPPIJA", "omitted": ["SYNTYMAPAIVA"]}, "optional groups of OPPIJA: none"),
    ],
)
async def test_only_an_optional_group_can_be_left_out(pools: Pools, terms: dict[str, Any], why: str) -> None:
    async with pools.disclosure.acquire() as connection:
        with pytest.raises(errors.PermitMalformed, match=why):
            await permits.add_permit(connection, holder=HOLDER, **terms)
