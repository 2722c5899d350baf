"""Every happening by its name, which is that of the event of the catalogue it brings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from vaki.synthetic.life import (
    births,
    borders,
    deaths,
    guardians,
    identity,
    moving,
    notices,
    places,
    smaller_notices,
    stays,
    unions,
)
from vaki.synthetic.life.table import RATES

if TYPE_CHECKING:
    from vaki.register.events.draft import Event
    from vaki.synthetic.draws import Draws
    from vaki.synthetic.life.choosing import View

    Happening = Callable[[View, Draws], Awaitable[list[Event]]]

NAMING: Final = "naming"
_MODULES: Final = (
    births,
    borders,
    deaths,
    guardians,
    identity,
    moving,
    notices,
    places,
    smaller_notices,
    stays,
    unions,
)


def _named(name: str) -> Happening:
    happening: Happening = next(getattr(module, name) for module in _MODULES if hasattr(module, name))
    return happening


HAPPENINGS: Final[dict[str, Happening]] = {name: _named(name) for name in (*(rate.name for rate in RATES), NAMING)}
"""Whom it happens to and what it then is. None when nobody was found to whom it could happen."""
