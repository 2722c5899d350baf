"""A key that the service has not given is refused, so that nobody is sent back in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.changes.serving import Service


@pytest.mark.parametrize("account", ["sandbox", "nokia"])
async def test_a_key_beyond_the_newest_is_400_and_the_newest_itself_is_up_to_date(
    service: Service, account: str
) -> None:
    asked = {"viimeisinKirjausavain": 0, **({"hetulista": []} if account == "sandbox" else {})}
    newest = (await service.post("/muutokset", asked, account)).json()["viimeisinKirjausavain"]
    again = (await service.post("/muutokset", {**asked, "viimeisinKirjausavain": newest}, account)).json()
    assert (again["viimeisinKirjausavain"], again["ajanTasalla"]) == (newest, True)
    beyond = await service.post("/muutokset", {**asked, "viimeisinKirjausavain": newest + 1}, account)
    assert beyond.status_code == 400
    assert beyond.json()["type"] == "UnknownKey"
    assert beyond.json()["message"].startswith("The key is not one the service has given")
