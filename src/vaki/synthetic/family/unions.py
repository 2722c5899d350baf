"""Marriages as facts and as the groups that tell them; the marital status that follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from vaki.register.groups import KIND
from vaki.register.wire import day as wire_day

if TYPE_CHECKING:
    from vaki.register.groups import WireGroup
    from vaki.synthetic.households import Person, Union

_DIVORCE: Final = "AVIOERO"
_DEATH: Final = "PUOLISON_KUOLEMA"


def marital_status(person: Person) -> str:
    """Marital status as it stands, or stood at death."""
    unions = sorted(person.unions, key=lambda one: one.wedding)
    if not unions:
        return "NAIMATON"
    last = unions[-1]
    if last.ended is None:
        return "AVIOLIITOSSA"
    if last.by_death:
        return "AVIOLIITOSSA" if person.died == last.ended else "LESKI"
    return "ERONNUT"


def union_group(union: Union, partner: dict[str, Any], number: int) -> WireGroup:
    """The union as told of one side; `number` is which of that person's unions it is."""
    group: WireGroup = {
        KIND: "AVIOLIITTO",
        "puoliso": partner,
        "voimassaolo": "AKTIIVI" if union.ended is None else "PASSIIVI",
        "vihkipv": wire_day(union.wedding),
        "vihkitapa": "KIRKOLLINEN_VIHKIMINEN" if union.church else "SIVIILIVIHKIMINEN",
        "jarjestysnumero": number,
    }
    if union.ended is not None:
        group["paattymispv"] = wire_day(union.ended)
        group["paattymistapa"] = _DEATH if union.by_death else _DIVORCE
    return group
