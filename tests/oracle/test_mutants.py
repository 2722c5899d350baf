"""Every fault that un-hides one kind on one path of one product lets a token out, and the oracle sees it."""

from __future__ import annotations

import os
import random
import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.disclosure.living import resident
from tests.oracle.asking import Account, Asker, accounts, asking
from tests.oracle.mutants import Mutant, living, mutants_of
from tests.oracle.planting import Planted, plant
from tests.oracle.rules import hidden_from, told_to
from tests.oracle.searching import Mint, found, wrappings
from tests.register.people import parent_of

from vaki.register.clock import advance, start_clock
from vaki.register.derive import derive
from vaki.register.events.catalogue import decode
from vaki.register.groups import BY_NAME
from vaki.register.loading import LoadRow, copy_people, finish_load
from vaki.register.recorder import Recorder
from vaki.register.whereabouts import TOLD, tells_place, unclassed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from vaki.postgres.environment import Pools

FRIDAY = date(2026, 11, 13)
WEDNESDAY = date(2026, 11, 18)
BEGAN = "2000-01-01"
TOWNS = {1: "005", 2: "009"}
BIRTH_TOWNS = {1: "010", 2: "016"}
OTHER_BIRTH_TOWN = "992"
SLICE = 40


@dataclass
class Staged:
    """A mother and her child, with tokens in everything, protected after the weekly snapshot and since long before."""

    pools: Pools
    asker: Asker
    accounts: list[Account]
    planted: dict[int, Planted]
    codes: dict[int, str]
    before: int
    """The key from which every change has been."""

    def forbidden(self, account: Account) -> set[str]:
        hidden = hidden_from(account)
        return {token for one in self.planted.values() for kind in hidden for token in one.tokens[kind]}

    def granted(self, account: Account) -> set[str]:
        kinds = told_to(account)
        return {
            token
            for one in self.planted.values()
            for kind, tokens in one.tokens.items()
            for token in tokens
            if kinds is None or kind in kinds
        }

    async def told(self, account: Account, path: Any, people: list[int]) -> set[str]:
        """Tokens in the bytes of every answer on a path."""
        tokens: set[str] = set()
        for way in self.asker.ways(account, path):
            answer = await self.asker.ask(account, way, [self.codes[one] for one in people], self.before)
            assert answer.status < 500
            tokens |= found(answer.body) | found(answer.head)
        return tokens


@pytest.fixture(scope="module")
async def staged(module_pools: Pools) -> AsyncIterator[Staged]:
    pools, mint = module_pools, Mint()
    mother, child = resident(1), resident(2)
    parent_of(child, mother)
    planted = {
        one.person_id: plant(one, mint, TOWNS[one.person_id], BIRTH_TOWNS[one.person_id]) for one in (mother, child)
    }
    for one in (mother, child):
        derive(one)
        planted[one.person_id].note("SYNTYMAKOTIKUNTA", f'"{OTHER_BIRTH_TOWN}"')
    async with pools.register.acquire() as connection, connection.transaction():
        await start_clock(connection, "simulated", FRIDAY)
        await copy_people(connection, [LoadRow(one, FRIDAY) for one in (mother, child)])
        await finish_load(connection)
    before = await pools.disclosure.fetchval("select last_value from register.change_key")
    async with Recorder(pools.register) as recorder:
        await advance(pools.register, recorder, WEDNESDAY)
        for one in (mother, child):
            await recorder.record(decode("protection_begun", {"person": one.code, "day": BEGAN}))
            for kind, member in (("SYNTYMAKOTIKUNTA", "kuntakoodi"), ("ULKOMAINEN_HENKILOTUNNUS", "vtjVoimassaolo")):
                group = one.one(kind)
                assert group is not None
                wrong = {name: value for name, value in group.items() if name != "tietoryhma"}
                right = {**wrong, member: OTHER_BIRTH_TOWN if kind == "SYNTYMAKOTIKUNTA" else "MUU"}
                await recorder.record(
                    decode("correction", {"person": one.code, "kind": kind, "wrong": wrong, "right": right})
                )
    async with asking(pools) as asker:
        yield Staged(
            pools,
            asker,
            await accounts(pools, [*TOWNS.values()]),
            planted,
            {one.person_id: one.code for one in (mother, child)},
            before - 1,
        )


async def test_without_a_fault_nothing_hidden_leaves_and_the_entitled_see_every_token(staged: Staged) -> None:
    for account in staged.accounts:
        told = await staged.told(account, None, [1, 2])
        assert not told & staged.forbidden(account), account.name
        if account.entitled:
            missing = staged.granted(account) - told
            assert not missing, (account.name, missing)


async def kills(staged: Staged, mutant: Mutant, patch: pytest.MonkeyPatch) -> bool:
    (account,) = (one for one in staged.accounts if one.name == mutant.account)
    with living(mutant, frozenset({2}), patch):
        people = [2] if mutant.path == "relative" else [1]
        path = None if mutant.path == "relative" else mutant.path
        return bool(await staged.told(account, path, people) & staged.forbidden(account))


async def test_every_fault_is_seen(staged: Staged, run_long: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    every = [mutant for account in staged.accounts if not account.entitled for mutant in mutants_of(account)]
    covered = {mutant.kind for mutant in every}
    assert unclassed() == []
    assert {kind for kind in BY_NAME if tells_place(kind)} - TOLD.keys() <= covered
    seed = int(os.environ.get("VAKI_SEED", random.SystemRandom().randrange(10**6)))
    drawn = every if run_long else random.Random(seed).sample(every, SLICE)  # noqa: S311 -- it draws faults
    survivors = [str(mutant) for mutant in drawn if not await kills(staged, mutant, monkeypatch)]
    sys.stdout.write(f"VAKI_SEED={seed}: mutants {len(drawn)} killed {len(drawn) - len(survivors)} of {len(every)}\n")
    assert survivors == [], "; ".join(survivors)


@pytest.mark.parametrize("wrapping", range(len(list(wrappings(Mint().word())))))
def test_a_token_is_found_however_it_is_wrapped(wrapping: int) -> None:
    token = Mint(wrapping).word()
    assert found(list(wrappings(token))[wrapping]) == {token}
