"""Whom a permit may ask about, by home municipality.

Sources: product description of K2000 §3; docs/decisions/0306. An area is a set of home municipalities, in which None
stands for having none; None in an area's place stands for everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Final

from vaki.disclosure.errors import CodesNeeded, OtherMunicipality
from vaki.disclosure.products import Selection

if TYPE_CHECKING:
    from vaki.disclosure.caller import Caller

Area = AbstractSet[str | None]

CODE_LENGTH: Final = 11
NOWHERE: Final = frozenset({"198", "199", "200"})
"""Municipality codes of those without a home municipality in Finland: none, unknown, abroad."""
NO_HOME: Final = "no-home-municipality"
ANYBODY: Final = frozenset({"services-elsewhere", "other-law"})


def is_askable(code: str) -> bool:
    """Whether the text can be some person's code at all; anything else is unknown without being looked for."""
    return len(code) == CODE_LENGTH and code.isascii() and code.isprintable()


def chosen_municipalities(caller: Caller, asked: Sequence[str] | None) -> list[str] | None:
    """The municipalities that a request is about; None for everybody. Raises OtherMunicipality, CodesNeeded."""
    selection = caller.permit.rights.selection
    if selection is Selection.CODES:
        raise CodesNeeded
    if asked is None:
        return None if selection is Selection.EVERYBODY else list(caller.permit.municipalities)
    if selection is Selection.MUNICIPALITY and not set(asked) <= set(caller.permit.municipalities):
        raise OtherMunicipality
    return list(dict.fromkeys(asked))


def area_of_codes(municipalities: AbstractSet[str] | None, ground: str | None) -> Area | None:
    """Whose codes find somebody: own residents, and others on one of the three grounds only."""
    if municipalities is None or ground in ANYBODY:
        return None
    if ground == NO_HOME:
        return municipalities | NOWHERE | {None}
    return municipalities


def of_codes(caller: Caller) -> tuple[list[str] | None, bool]:
    """What the queries by code ask: municipalities (None for everybody), and whether those without one count."""
    if caller.permit.rights.selection is not Selection.MUNICIPALITY:
        return None, False
    area = area_of_codes(frozenset(caller.permit.municipalities), caller.permit.ground)
    return (None, False) if area is None else ([town for town in area if town is not None], None in area)
