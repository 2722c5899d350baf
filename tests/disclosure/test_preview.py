"""A preview tells what a customer with a permit gets, and of everything else why not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.disclosure.world import HELSINKI, NOKIA, TODAY, caller, family, groups, load, person, record

from vaki.disclosure import errors, previewing, products, reading
from vaki.disclosure.base import base_data
from vaki.disclosure.previewing import Reason, preview
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.disclosure.previewing import Preview
    from vaki.postgres.environment import Pools
    from vaki.register.document import Document


def marriage(spouse: str, *, ended: bool) -> dict[str, Any]:
    return record(
        "AVIOLIITTO",
        puoliso={"henkilotunnus": spouse},
        voimassaolo="PASSIIVI" if ended else "AKTIIVI",
        vihkipv=wire_day(date(2005, 6, 4)),
        paattymistapa="ERO" if ended else None,
    )


@pytest.fixture
async def people(pools: Pools) -> dict[str, Document]:
    """A divorced and remarried mother, her child of 12, and someone protected who has moved before."""
    mother = person(1, religion="EV_LUT")
    mother.add(marriage("010180-901A", ended=True))
    mother.add(marriage("010180-902B", ended=False))
    child = person(2, born=date(2014, 3, 4), religion="ORT")
    family(mother, child)
    hidden = person(3, protected_since=TODAY - timedelta(days=30))
    hidden.add(
        record(
            "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS",
            kuntakoodi=HELSINKI,
            alkupv=wire_day(date(2010, 3, 1)),
            loppupv=wire_day(TODAY - timedelta(days=10)),
            asuinpaikantunnus="150000000A1A001 ",
        )
    )
    told = {"mother": mother, "child": child, "hidden": hidden}
    await load(pools, *told.values())
    return told


def reasons(shown: Preview) -> dict[str, Reason]:
    """The kinds kept back and why, those that are in no product of this kind aside."""
    kept = {one.group["tietoryhma"]: one.reason for one in shown.groups if one.reason is not None}
    return {kind: reason for kind, reason in kept.items() if reason is not Reason.NOT_IN_PRODUCT}


async def test_each_group_kept_back_has_its_own_reason(pools: Pools, people: dict[str, Document]) -> None:
    k2000 = products.get("K2000")

    async def kept(who: str, **terms: Any) -> dict[str, Reason]:
        return reasons(await preview(pools, k2000, people[who].code, **terms))

    assert await kept("mother") == {"AVIOLIITTO": Reason.ENDED, "USKONTOKUNTALAJI": Reason.AGE}
    assert await kept("child") == {}
    assert await kept("child", purposes=["vesi"]) == {"USKONTOKUNTALAJI": Reason.PURPOSE}
    assert await kept("hidden") == {
        "VAKINAINEN_KOTIMAINEN_OSOITE": Reason.PROTECTION,
        "EDELLINEN_KOTIMAINEN_ASUINPAIKKATUNNUS": Reason.HISTORY,
    }
    assert await kept("hidden", entitled=True) == {}
    elsewhere = await kept("child", municipalities=[HELSINKI])
    assert set(elsewhere.values()) == {Reason.ELSEWHERE}
    student = reasons(await preview(pools, products.get("OPISKELIJA"), people["hidden"].code))
    assert student == {"VAKINAINEN_KOTIMAINEN_OSOITE": Reason.PROTECTION, "KOTIKUNTA": Reason.PROTECTION}


async def test_groups_outside_the_product_are_said_to_be_so(pools: Pools, people: dict[str, Document]) -> None:
    shown = await preview(pools, products.get("ASREK"), people["mother"].code)
    outside = {one.group["tietoryhma"] for one in shown.groups if one.reason is Reason.NOT_IN_PRODUCT}
    assert {"LAPSI", "USKONTOKUNTALAJI", "KOTIKUNTA", "AVIOLIITTO"} <= outside
    assert "KUOLINPAIVA" in shown.without_data


async def test_a_preview_shows_what_a_permit_gives(pools: Pools, people: dict[str, Document]) -> None:
    for name in ("K2000", "OPPIJA", "VAKA", "OPISKELIJA", "ASREK"):
        product = products.get(name)
        customer = await caller(pools, name, purposes=[purpose.code for purpose in product.purposes])
        for document in people.values():
            given = groups((await base_data(pools, customer, [document.code])).items[0])
            shown = await preview(pools, product, document.code)
            clear = [group for group in given if "turvakiellonAlaisetKentat" not in group]
            assert [one.group for one in shown.groups if one.reason is None] == clear
            assert list(shown.censored) == [group["tietoryhma"] for group in given if group not in clear]


async def test_a_preview_leaves_its_rows_in_the_ledger(pools: Pools, people: dict[str, Document]) -> None:
    await preview(pools, products.get("K2000"), people["hidden"].code, end_user="maija")
    async with pools.disclosure.acquire() as connection:
        customer, operator = await reading.newest(connection, 2)
    assert (operator.product, customer.product) == ("operator", "K2000")
    assert {operator.holder, customer.holder} == {"operator"}
    assert {operator.end_user, customer.end_user} == {"maija"}
    assert customer.subjects == operator.subjects == customer.censored == [3]
    assert "VAKINAINEN_KOTIMAINEN_OSOITE" in customer.censored_groups


async def test_what_cannot_be_looked_through_is_refused_before_anything_leaves(
    pools: Pools, people: dict[str, Document]
) -> None:
    with pytest.raises(errors.PermitMalformed, match="The purposes of OPPIJA are perusopetus"):
        await preview(pools, products.get("OPPIJA"), people["child"].code, purposes=["vesi"])
    async with pools.disclosure.acquire() as connection:
        assert await reading.newest(connection, 1) == []
    with pytest.raises(errors.UnknownPerson):
        await preview(pools, products.get("K2000"), "010101-999X")
    with pytest.raises(errors.PermitMalformed, match="VAKA does not select by municipality"):
        previewing.customer(products.get("VAKA"), municipalities=[NOKIA])
    with pytest.raises(errors.PermitMalformed, match="K2000 selects by municipality: name"):
        previewing.customer(products.get("K2000"))
