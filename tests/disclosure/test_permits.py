"""Permits and credentials: who is let in, when and over what."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import asyncpg
import pytest
from tests.disclosure.world import HOLDER, NOKIA, TAMPERE

from vaki.disclosure import credentials, errors, permits
from vaki.disclosure.credentials import Credential
from vaki.disclosure.door import open_door

if TYPE_CHECKING:
    from vaki.postgres.environment import Environment, Pools

YESTERDAY, TOMORROW = permits.today() - timedelta(days=1), permits.today() + timedelta(days=1)


async def give(pools: Pools, **terms: Any) -> int:
    terms = {"holder": HOLDER, "product": "K2000", "municipalities": [NOKIA], **terms}
    async with pools.disclosure.acquire() as connection:
        return await permits.add_permit(connection, **terms)


async def credential(pools: Pools, permit_id: int) -> Credential:
    async with pools.disclosure.acquire() as connection:
        return await credentials.add_credential(connection, permit_id)


async def enter(pools: Pools, made: Credential, channel: str = "direct", client: str | None = None) -> permits.Permit:
    caller = await open_door(pools, made.user, made.password, channel=channel, address="127.0.0.1", client=client)
    return caller.permit


async def test_a_credential_opens_the_door_under_its_permit(pools: Pools) -> None:
    permit_id = await give(pools, purposes=["lukio"], ground="other-law", exception=True)
    made = await credential(pools, permit_id)
    permit = await enter(pools, made)
    assert (permit.permit_id, permit.version, permit.holder) == (permit_id, 1, HOLDER)
    assert (permit.product, permit.product_version, permit.municipalities) == ("K2000", 1, (NOKIA,))
    assert (permit.purposes, permit.ground, permit.protected) == (frozenset({"lukio"}), "other-law", "none")
    assert (permit.channels, permit.exception, permit.valid_until) == (("direct",), True, None)


@pytest.mark.parametrize("wrong", ["password", "user", "empty", "nul", "surrogate"])
async def test_a_wrong_user_name_or_password_is_refused_with_the_same_sentence(pools: Pools, wrong: str) -> None:
    made = await credential(pools, await give(pools))
    user, password = {
        "password": (made.user, f"{made.password}x"),
        "user": (f"{made.user}x", made.password),
        "empty": ("", ""),
        "nul": ("\0", "\0"),
        "surrogate": (made.user, "\ud800"),
    }[wrong]
    with pytest.raises(errors.WrongCredentials) as refused:
        await open_door(pools, user, password, channel="direct", address=None)
    assert (refused.value.status, refused.value.message) == (401, errors.WrongCredentials.__doc__)


@pytest.mark.parametrize("wrong", ["password", "user", "revoked", "over", "impossible user"])
async def test_a_hash_is_compared_in_constant_time_whatever_is_wrong(
    pools: Pools, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    permit_id = await give(pools)
    async with pools.disclosure.acquire() as connection:
        made = await credentials.add_credential(
            connection, permit_id, valid_until=YESTERDAY if wrong == "over" else None
        )
        if wrong == "revoked":
            await credentials.revoke_credential(connection, made.user)
    compared: list[tuple[int, int]] = []
    compare = hmac.compare_digest

    def noting(one: Any, other: Any) -> bool:
        compared.append((len(one), len(other)))
        return compare(one, other)

    monkeypatch.setattr(hmac, "compare_digest", noting)
    user = {"user": f"{made.user}x", "impossible user": "ä\0"}.get(wrong, made.user)
    with pytest.raises(errors.WrongCredentials):
        await open_door(pools, user, f"{made.password}x" if wrong == "password" else made.password, address=None)
    assert compared == [(32, 32)]


async def test_a_password_is_in_no_table_and_in_no_text(pools: Pools, environment: Environment) -> None:
    made = await credential(pools, await give(pools))
    assert made.password not in repr(made)
    kept = await pools.disclosure.fetchval("select to_jsonb(c)::text from disclosure.credential c")
    secret = made.password.encode()
    for readable in (made.password, secret.hex(), hashlib.sha256(secret).hexdigest()):
        assert readable not in kept


async def test_rotation_has_no_pause_and_a_revoked_credential_opens_nothing(pools: Pools) -> None:
    permit_id = await give(pools)
    old, new = await credential(pools, permit_id), await credential(pools, permit_id)
    assert (await enter(pools, old)).permit_id == (await enter(pools, new)).permit_id
    async with pools.disclosure.acquire() as connection:
        await credentials.revoke_credential(connection, old.user)
        assert [one.revoked is None for one in await credentials.list_credentials(connection, permit_id)] == [
            False,
            True,
        ]
        with pytest.raises(errors.UnknownCredential):
            await credentials.revoke_credential(connection, "nobody")
    with pytest.raises(errors.WrongCredentials):
        await enter(pools, old)
    assert (await enter(pools, new)).permit_id == permit_id


@pytest.mark.parametrize(
    ("first", "last", "lets_in"),
    [(None, None, True), (YESTERDAY, permits.today(), True), (TOMORROW, None, False), (YESTERDAY, YESTERDAY, False)],
)
async def test_a_permit_lets_in_on_its_own_days_only(pools: Pools, first: Any, last: Any, lets_in: bool) -> None:
    made = await credential(pools, await give(pools, valid_from=first, valid_until=last))
    if lets_in:
        await enter(pools, made)
        return
    with pytest.raises(errors.PermitNotInForce):
        await enter(pools, made)


async def test_the_end_of_a_permit_holds_from_the_next_call(pools: Pools) -> None:
    permit_id = await give(pools)
    made = await credential(pools, permit_id)
    await enter(pools, made)
    async with pools.disclosure.acquire() as connection:
        ended = await permits.end_permit(connection, permit_id)
        with pytest.raises(errors.UnknownPermit):
            await permits.end_permit(connection, 999)
    assert (ended.version, ended.valid_until) == (2, YESTERDAY)
    with pytest.raises(errors.PermitNotInForce):
        await enter(pools, made)


async def test_only_the_permits_channels_and_clients_are_let_in(pools: Pools) -> None:
    ours, others = "FI/MUN/0204819-8/väestö", "FI/MUN/0204819-8/other"
    both = await credential(pools, await give(pools, channels=["direct", "xroad"], xroad_clients=[ours]))
    direct = await credential(pools, await give(pools))
    await enter(pools, both)
    await enter(pools, both, "xroad", ours)
    for made, client, refusal in (
        (both, others, errors.WrongClient),
        (both, None, errors.ClientMissing),
        (direct, ours, errors.WrongChannel),
    ):
        with pytest.raises(refusal):
            await enter(pools, made, "xroad", client)


@pytest.mark.parametrize(
    "terms",
    [
        {"holder": "0204819-7"},
        {"holder": ""},
        {"municipalities": []},
        {"municipalities": ["999"]},
        {"product": "VAKA"},
        {"product": "mutpT1"},
        {"purposes": ["golf"]},
        {"ground": "curiosity"},
        {"protected": "some"},
        {"channels": []},
        {"channels": ["pigeon"]},
        {"valid_until": YESTERDAY},
    ],
    ids=str,
)
async def test_a_permit_that_makes_no_sense_is_refused(pools: Pools, terms: dict[str, Any]) -> None:
    with pytest.raises(errors.PermitMalformed):
        await give(pools, **terms)
    assert await pools.disclosure.fetchval("select count(*) from disclosure.permit") == 0


async def test_a_permit_joins_the_transaction_of_its_writer(environment: Environment, pools: Pools) -> None:
    site = await asyncpg.connect(environment.site_url)
    try:
        transaction = site.transaction()
        await transaction.start()
        await permits.add_permit(site, holder=HOLDER, product="K2000", municipalities=[TAMPERE])
        await transaction.rollback()
        assert await pools.disclosure.fetchval("select count(*) from disclosure.permit") == 0
        permit_id = await permits.add_permit(site, holder=HOLDER, product="K2000", municipalities=[TAMPERE])
        made = await credentials.add_credential(site, permit_id)
    finally:
        await site.close()
    assert (await enter(pools, made)).municipalities == (TAMPERE,)


async def test_the_sandbox_accounts_exist_only_with_the_sandbox(pools: Pools) -> None:
    for user in ("mutpT1", "mutpT1x"):
        caller = await open_door(pools, user, "pwd", channel="direct", address="127.0.0.1", sandbox=True)
        assert caller.permit.product == user
        with pytest.raises(errors.WrongCredentials):
            await open_door(pools, user, "pwd", channel="direct", address="127.0.0.1")
        with pytest.raises(errors.WrongCredentials):
            await open_door(pools, user, "pwdx", channel="direct", address="127.0.0.1", sandbox=True)
