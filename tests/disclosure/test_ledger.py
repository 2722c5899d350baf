"""The ledger: what left is in it, whole, before it leaves; and the chain shows what was done to it since."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from typing import TYPE_CHECKING

import psycopg
import pytest
from tests.disclosure.test_changes import START, to, work
from tests.disclosure.world import HELSINKI, NOKIA, caller, code_of, family, load, person, recording, sandbox

from vaki.disclosure import errors, keys, reading, seal_file, sealing, verifying
from vaki.disclosure.door import base_data, base_data_page, changes, operator

if TYPE_CHECKING:
    from pathlib import Path

    from vaki.postgres.environment import Environment, Pools
    from vaki.register.document import Document
    from vaki.register.events.draft import Draft

KEY = bytes(range(32))


async def rows(pools: Pools) -> list[reading.LedgerRow]:
    async with pools.disclosure.acquire() as connection:
        return (await reading.newest(connection, 100))[::-1]


async def test_a_row_tells_who_asked_what_was_told_of_whom_and_as_of_which_key(pools: Pools) -> None:
    mother, child = person(1), person(3)
    family(mother, child)
    await load(pools, mother, child, person(5))
    asked = await caller(pools)
    await base_data(pools, asked, [mother.code, "010180-999X"], frozenset({"LAPSI", "HENKILON_NIMI"}))
    (row,) = await rows(pools)
    assert (row.permit_id, row.permit_version, row.holder) == (asked.permit.permit_id, 1, "0204819-8")
    assert (row.product, row.product_version, row.channel, row.address) == ("K2000", 1, "direct", "127.0.0.1")
    assert (row.operation, row.read_key, row.since_key) == ("base_data", START, None)
    assert (row.subjects, row.mentioned, row.censored) == ([1], [3], [])
    assert (row.groups, row.censored_groups) == (["HENKILON_NIMI", "LAPSI"], [])


async def test_only_those_are_mentioned_whose_line_left(pools: Pools) -> None:
    mother, child = person(1), person(3)
    family(mother, child)
    await load(pools, mother, child)
    asked = await caller(pools)
    await base_data(pools, asked, [mother.code], frozenset({"HENKILON_NIMI"}))
    await base_data(pools, asked, [mother.code], frozenset({"LAPSI"}))
    assert [row.mentioned for row in await rows(pools)] == [[], [3]]


async def test_an_answer_without_persons_is_in_the_ledger_too(pools: Pools) -> None:
    await load(pools, person(1))
    asked = await caller(pools)
    await base_data(pools, asked, [code_of(9)])
    await changes(pools, asked, START, set())
    assert [(row.operation, row.subjects) for row in await rows(pools)] == [("base_data", []), ("changes", [])]


async def test_changes_name_whose_item_left_and_whom_it_mentions(pools: Pools) -> None:
    mother, child, other = person(1), person(3), person(5, town=HELSINKI)
    family(mother, child)
    await load(pools, mother, child, other)

    def tell(draft: Draft, document: Document) -> None:
        draft.changed(document, document.all("LAPSI")[0])

    async with recording(pools) as happen:
        await happen(tell, mother)
        await happen(work, other)
        key = await happen(to(NOKIA), other)
    await changes(pools, await caller(pools), START, None)
    (row,) = await rows(pools)
    assert (row.subjects, row.mentioned, row.since_key, row.read_key) == ([1, 5], [3], START, key)


async def test_what_was_censored_is_told_by_person_and_by_group(pools: Pools) -> None:
    await load(pools, person(1, protected_since=date(2020, 1, 1)), person(3))
    await base_data_page(pools, await caller(pools), None)
    (row,) = await rows(pools)
    assert (row.subjects, row.censored) == ([1, 3], [1])
    assert "VAKINAINEN_KOTIMAINEN_OSOITE" in row.censored_groups
    assert "KOTIKUNTA" not in row.censored_groups


async def test_who_was_given_data_about_a_person_is_known_at_once_and_after_sealing(
    pools: Pools, tmp_path: Path
) -> None:
    mother, child = person(1), person(3)
    family(mother, child)
    await load(pools, mother, child)
    await base_data(pools, await sandbox(pools, "mutpT1"), [mother.code])
    before = await reading.of_person(pools, operator(end_user="auditor"), child.code, 10)
    async with pools.disclosure.acquire() as connection:
        await sealing.seal(connection, KEY, tmp_path / seal_file.FILE_NAME)
    after = await reading.of_person(pools, operator(end_user="auditor"), child.code, 10)
    assert [(row.product, row.part) for row in before] == [("mutpT1", "mentioned")]
    assert [(row.product, row.part) for row in after] == [("operator", "subject"), ("mutpT1", "mentioned")]
    with pytest.raises(errors.UnknownPerson):
        await reading.of_person(pools, operator(), code_of(9), 10)


async def sealed(pools: Pools, file: Path, count: int = 6, at_once: int = 2) -> None:
    await load(pools, person(1), person(3))
    asked = await caller(pools)
    for made in range(count):
        await base_data(pools, asked, [code_of(1 + 2 * (made % 2))])
        if made % at_once == at_once - 1:
            async with pools.disclosure.acquire() as connection:
                await sealing.seal(connection, KEY, file)


async def verify(pools: Pools, file: Path, key: bytes = KEY) -> verifying.Verified:
    async with pools.disclosure.acquire() as connection:
        return await verifying.verify(connection, key, file.parent)


def meddle(environment: Environment, *statements: str) -> None:
    """What somebody with the owner's password could do to the tables."""
    assert environment.owner_url is not None
    with psycopg.connect(environment.owner_url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


async def test_an_untouched_chain_is_whole_and_the_unsealed_tail_is_counted(pools: Pools, tmp_path: Path) -> None:
    file = tmp_path / seal_file.FILE_NAME
    await sealed(pools, file)
    await base_data(pools, operator(), [code_of(1)])
    found = await verify(pools, file)
    assert (found.problems, found.seals, found.rows, found.unsealed) == ([], 3, 6, 1)
    assert [json.loads(line)["seal"] for line in file.read_text().splitlines()] == [1, 2, 3]


MEDDLING = {
    "an altered row": ["update disclosure.ledger set subjects = '{3}' where ledger_id = 1"],
    "a removed row": ["delete from disclosure.ledger where ledger_id = 3"],
    "reordered rows": [
        "alter table disclosure.ledger alter ledger_id drop identity",
        "update disclosure.ledger set ledger_id = 3 - ledger_id where ledger_id in (1, 2)",
    ],
    "an added row": [
        """insert into disclosure.ledger (holder, product, product_version, channel, operation, read_key, subjects,
        mentioned, censored, groups, censored_groups) values ('x', 'x', 1, 'x', 'x', 0, '{}', '{}', '{}', '{}', '{}')"""
    ],
    "a row that is there twice": [
        "alter table disclosure.ledger alter ledger_id drop identity",
        """insert into disclosure.ledger (ledger_id, holder, product, product_version, channel, operation, read_key,
        subjects, mentioned, censored, groups, censored_groups)
        values (1, 'x', 'x', 1, 'x', 'x', 0, '{}', '{}', '{}', '{}', '{}')""",
    ],
    "a row removed before it was sealed": ["delete from disclosure.ledger where ledger_id = 7"],
    "a cut tail": [
        "delete from disclosure.ledger_seal where seal_id = 3",
        "delete from disclosure.ledger where ledger_id in (5, 6)",
    ],
    "a seal taken out of the middle": [
        "delete from disclosure.ledger where ledger_id in (3, 4)",
        "delete from disclosure.ledger_seal where seal_id = 2",
    ],
}


@pytest.mark.parametrize("meddling", MEDDLING, ids=str)
async def test_verification_finds(pools: Pools, environment: Environment, tmp_path: Path, meddling: str) -> None:
    file = tmp_path / seal_file.FILE_NAME
    await sealed(pools, file)
    await base_data(pools, operator(), [code_of(1)])
    assert (await verify(pools, file)).problems == []
    meddle(environment, *MEDDLING[meddling])
    assert (await verify(pools, file)).problems


async def test_verification_finds_a_chain_computed_anew_even_with_the_key(
    pools: Pools, environment: Environment, tmp_path: Path
) -> None:
    file = tmp_path / seal_file.FILE_NAME
    await sealed(pools, file)
    meddle(
        environment,
        "update disclosure.ledger set subjects = '{3}' where ledger_id = 1",
        "delete from disclosure.ledger_seal",
        "insert into disclosure.ledger_waiting select ledger_id, made from disclosure.ledger",
    )
    async with pools.disclosure.acquire() as connection:
        await sealing.seal(connection, KEY, tmp_path / "elsewhere")
    assert (await verify(pools, file)).problems


async def test_another_key_gives_another_chain(pools: Pools, tmp_path: Path) -> None:
    file = tmp_path / seal_file.FILE_NAME
    await sealed(pools, file)
    assert (await verify(pools, file, bytes(32))).problems


async def test_a_crash_between_database_and_file_is_made_good(pools: Pools, tmp_path: Path) -> None:
    file = tmp_path / seal_file.FILE_NAME
    await sealed(pools, file)
    whole = file.read_bytes()
    file.write_bytes(whole[: whole.rindex(b'{"seal"') + 20])
    async with pools.disclosure.acquire() as connection:
        await sealing.seal(connection, KEY, file)
    assert (await verify(pools, file)).problems == []


async def test_one_of_several_processes_seals(pools: Pools, tmp_path: Path) -> None:
    file = tmp_path / seal_file.FILE_NAME
    await load(pools, person(1))
    await base_data(pools, operator(), [code_of(1)])
    sealers = [asyncio.create_task(sealing.seal_forever(pools, data=tmp_path)) for _ in range(3)]
    for _ in range(100):
        await asyncio.sleep(0.05)
        if file.exists():
            break
    for sealer in sealers:
        sealer.cancel()
    await asyncio.gather(*sealers, return_exceptions=True)
    found = await verify(pools, file, keys.ledger_key(tmp_path))
    assert (found.problems, found.seals, found.unsealed) == ([], 1, 0)


async def test_a_sealer_that_ends_leaves_its_lock_to_another(pools: Pools, tmp_path: Path) -> None:
    file = tmp_path / seal_file.FILE_NAME
    await load(pools, person(1))
    await base_data(pools, operator(), [code_of(1)])
    sealer = asyncio.create_task(sealing.seal_forever(pools, data=tmp_path))
    for _ in range(100):
        await asyncio.sleep(0.05)
        if file.exists():
            break
    sealer.cancel()
    await asyncio.gather(sealer, return_exceptions=True)
    for _ in range(100):
        if await pools.register.fetchval("select pg_try_advisory_lock(7824, 2)"):
            return
        await asyncio.sleep(0.05)
    pytest.fail("the lock was not let go of")
