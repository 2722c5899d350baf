"""Permits and credentials begin and end at midnight in Finland, by the wall clock, also where its hands are moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from vaki.disclosure import credentials, errors, permits
from vaki.disclosure.door import open_door

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaki.postgres.environment import Pools

HOLDER = "0204819-8"
SECOND = timedelta(seconds=1)

MIDNIGHTS = [
    # (a day, the moment it begins in UTC, the moment the next one begins)
    (date(2026, 1, 15), datetime(2026, 1, 14, 22, tzinfo=UTC), datetime(2026, 1, 15, 22, tzinfo=UTC)),
    (date(2026, 7, 1), datetime(2026, 6, 30, 21, tzinfo=UTC), datetime(2026, 7, 1, 21, tzinfo=UTC)),
    # Summer time begins on 29.3.2026: a day of 23 hours.
    (date(2026, 3, 29), datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 21, tzinfo=UTC)),
    # And ends on 25.10.2026: one of 25 hours.
    (date(2026, 10, 25), datetime(2026, 10, 24, 21, tzinfo=UTC), datetime(2026, 10, 25, 22, tzinfo=UTC)),
    (date(2027, 1, 1), datetime(2026, 12, 31, 22, tzinfo=UTC), datetime(2027, 1, 1, 22, tzinfo=UTC)),
]


@pytest.fixture
def wall_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the machine's clock, for the room that reads it, to a moment."""

    def set_to(moment: datetime) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                return moment.astimezone(tz)

        monkeypatch.setattr(permits, "datetime", Clock)

    return set_to


@pytest.mark.parametrize(("day", "begins", "ends"), MIDNIGHTS, ids=str)
async def test_a_call_is_let_in_from_the_first_midnight_to_the_last(
    pools: Pools, wall_clock: Callable[[datetime], None], day: date, begins: datetime, ends: datetime
) -> None:
    async with pools.disclosure.acquire() as connection:
        permit_id = await permits.add_permit(
            connection, holder=HOLDER, product="OPPIJA", valid_from=day, valid_until=day
        )
        made = await credentials.add_credential(connection, permit_id)

    async def refused(moment: datetime) -> bool:
        wall_clock(moment)
        try:
            await open_door(pools, made.user, made.password, address="127.0.0.1")
        except errors.PermitNotInForce:
            return True
        return False

    moments = [begins - SECOND, begins, ends - SECOND, ends]
    assert [await refused(moment) for moment in moments] == [True, False, False, True]


@pytest.mark.parametrize(("day", "begins", "ends"), MIDNIGHTS, ids=str)
async def test_a_suspension_and_a_credential_end_at_midnight_too(
    pools: Pools, wall_clock: Callable[[datetime], None], day: date, begins: datetime, ends: datetime
) -> None:
    wall_clock(begins - timedelta(days=9))
    async with pools.disclosure.acquire() as connection:
        permit_id = await permits.add_permit(connection, holder=HOLDER, product="OPPIJA")
        made = await credentials.add_credential(connection, permit_id, valid_until=day + timedelta(days=1))
        await permits.suspend_permit(connection, permit_id, "a reason", day, day)

    async def fate(moment: datetime) -> str:
        wall_clock(moment)
        try:
            await open_door(pools, made.user, made.password, address="127.0.0.1")
        except errors.DisclosureError as refused:
            return refused.type
        return "let in"

    moments = [begins - SECOND, begins, ends - SECOND, ends, ends + timedelta(hours=26)]
    assert [await fate(moment) for moment in moments] == [
        *("let in", "PermitSuspended", "PermitSuspended", "let in", "WrongCredentials")
    ]
