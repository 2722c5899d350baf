"""`serve --live`: while the service answers over HTTP, days go by, keys advance, and the stop ends the life too."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import httpx
import psutil
from tests.rules import serving
from tests.rules.serving import CLIENT, Service, copied, serve, until

from vaki.register.clock import wall_day

if TYPE_CHECKING:
    from pathlib import Path

ACCOUNT = ("mutpT1x", "pwd")
DAYS_A_DAY = "2000000"


def key_of(service: Service, day: date) -> int | None:
    """The key from which the day's changes start; None while the register has not come to the day."""
    answer = CLIENT.get(f"{service.api}/kirjausavain/{day}", auth=ACCOUNT)
    assert answer.status_code in (httpx.codes.OK, httpx.codes.BAD_REQUEST), answer.text
    return int(answer.json()["viimeisinKirjausavain"]) if answer.status_code == httpx.codes.OK else None


def test_keys_advance_while_the_service_answers(seeded: Path) -> None:
    with copied(seeded) as data:
        day = wall_day()
        with serve(data, "--sandbox", "--workers", "1", "--live", DAYS_A_DAY) as service:
            assert until(lambda: key_of(service, day + timedelta(days=2)) is not None, 40)
            first, second = (key_of(service, day + timedelta(days=ahead)) for ahead in (1, 2))
            assert first is not None
            assert second is not None
            assert second >= first
            started = psutil.Process(service.process.pid).children(recursive=True)
            assert any("live" in child.cmdline() for child in started if serving.lives(child))
        assert until(lambda: not [child for child in started if serving.lives(child)], 5)
