"""Marriage and registered partnership alike: begun, ended, taken back, restored; and the marital status that follows.

Both sides stand in both documents. An ended union stays as history (PASSIIVI). Source: docs/wire/muutosrajapinta.md
§2.8; the names of the ways in which a union ends are ours (docs/decisions/0104).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from vaki.register.document import reference
from vaki.register.due import ADULT, birthday
from vaki.register.errors import EventRefused
from vaki.register.events.records import closed, put
from vaki.register.events.told import record, same_as
from vaki.register.groups import KIND
from vaki.register.wire import day as wire_day
from vaki.register.wire import read_day

if TYPE_CHECKING:
    from datetime import date

    from vaki.register.document import Document
    from vaki.register.events.draft import Draft
    from vaki.register.groups import WireGroup

MARRIAGE: Final = "AVIOLIITTO"
PARTNERSHIP: Final = "REKISTEROITY_PARISUHDE"
SEPARATION: Final = "ASUMUSERO"
SEPARATED: Final = "ASUMUSEROSSA"
NEVER_MARRIED: Final = "NAIMATON"
AS_MARRIAGE: Final = "PARISUHDE_AVIOLIITOKSI"


class Kind(NamedTuple):
    """What differs between the kinds of union: members of the group, marital statuses, ways to end."""

    person: str
    day: str
    way: str
    status: str
    divorced: str
    widowed: str
    by_divorce: str
    by_death: str


UNIONS: Final = {
    MARRIAGE: Kind(
        "puoliso", "vihkipv", "vihkitapa", "AVIOLIITOSSA", "ERONNUT", "LESKI", "AVIOERO", "PUOLISON_KUOLEMA"
    ),
    PARTNERSHIP: Kind(
        "osapuoli",
        "virallistamispv",
        "virallistamistapa",
        "REKISTEROIDYSSA_PARISUHTEESSA",
        "ERONNUT_REKISTEROIDYSTA_PARISUHTEESTA",
        "LESKI_REKISTEROIDYN_PARISUHTEEN_JALKEEN",
        "PARISUHTEEN_PURKAMINEN",
        "OSAPUOLEN_KUOLEMA",
    ),
}
DEATHS: Final = frozenset(kind.by_death for kind in UNIONS.values())
DIVORCES: Final = frozenset(kind.by_divorce for kind in UNIONS.values())
_IN_UNION: Final = frozenset({SEPARATED, *(kind.status for kind in UNIONS.values())})
_END: Final = ("paattymispv", "paattymistapa")

Pair = tuple["Document", "Document"]


def both_ways(pair: Pair) -> tuple[Pair, Pair]:
    """(one, other), then (other, one): every union is told on both sides."""
    return pair, (pair[1], pair[0])


def pair_of(draft: Draft, first: str, second: str, day: date | None = None) -> Pair:
    """Two living persons; refuses one person named twice and, given a day, one before a birth."""
    pair = (draft.living(first), draft.living(second))
    if pair[0].person_id == pair[1].person_id:
        raise EventRefused("Nobody marries themselves.")
    if day is not None:
        draft.check_day(day, *pair)
    return pair


def set_status(draft: Draft, document: Document, status: str) -> None:
    """SIVIILISAATY."""
    put(draft, document, record("SIVIILISAATY", siviilisaaty=status))


def correct_status(draft: Draft, document: Document, status: str) -> None:
    """SIVIILISAATY that followed from a mistake: KORJATTAVA and KORJATTU."""
    wrong = document.one("SIVIILISAATY")
    right = record("SIVIILISAATY", siviilisaaty=status)
    if wrong is not None and wrong != right:
        document.swap(wrong, right)
        draft.corrected(document, wrong, right)


def status_of(document: Document) -> str:
    """The marital status that a person's unions give; of none, never married."""
    for kind, known in UNIONS.items():
        if document.in_force(kind):
            return SEPARATED if document.one(SEPARATION) is not None else known.status
    past = [group for kind in UNIONS for group in document.all(kind)]
    if not past:
        return NEVER_MARRIED
    last = max(past, key=lambda group: int(group.get("jarjestysnumero", 0)))
    ways = UNIONS[last["tietoryhma"]]
    return ways.widowed if last.get("paattymistapa") in DEATHS else ways.divorced


def unions_in_force(document: Document) -> list[WireGroup]:
    return [group for kind in UNIONS for group in document.in_force(kind)]


def begin_union(draft: Draft, pair: Pair, kind: str, day: date, way: str) -> None:
    """Record a union on both sides, with the marital status."""
    known = UNIONS[kind]
    for document, other in both_ways(pair):
        set_status(draft, document, known.status)
        made = union(kind, reference(other), day, way, _next_number(document))
        document.add(made, other.person_id)
        draft.added(document, made)


def union(kind: str, copy: dict[str, Any], day: date, way: str, number: int) -> WireGroup:
    """One side of a union in force, about the person whose copy is given; the person's `number`th."""
    known = UNIONS[kind]
    return {
        KIND: kind,
        known.person: copy,
        "voimassaolo": "AKTIIVI",
        known.day: wire_day(day),
        known.way: way,
        "jarjestysnumero": number,
    }


def ended(group: WireGroup, day: date, how: str) -> WireGroup:
    """One side of a union that has ended."""
    return same_as(group, voimassaolo="PASSIIVI", paattymispv=wire_day(day), paattymistapa=how)


def _next_number(document: Document) -> int:
    return max((group.get("jarjestysnumero", 0) for kind in UNIONS for group in document.all(kind)), default=0) + 1


def end_union(draft: Draft, document: Document, group: WireGroup, day: date, how: str) -> None:
    """Mark one side of a union ended (PASSIIVI); it stays in the document as history. A separation ends with it."""
    began = read_day(group.get(UNIONS[group["tietoryhma"]].day))
    if began is not None and day < began:
        raise EventRefused("The union would end before it began.")
    over = ended(group, day, how)
    document.swap(group, over)
    draft.changed(document, over)
    end_separation(draft, document, day)


def end_separation(draft: Draft, document: Document, day: date) -> None:
    """Close ASUMUSERO on one side."""
    for group in document.all(SEPARATION):
        over = closed(group, day)
        document.drop(group)
        draft.changed(document, over)


def restore_union(draft: Draft, document: Document, over: WireGroup) -> None:
    """One side of a union whose ending was a mistake: in force again."""
    kept = {member: value for member, value in over.items() if member not in _END}
    restored = same_as(kept, voimassaolo="AKTIIVI")
    document.swap(over, restored)
    draft.corrected(document, over, restored)


def union_between(pair: Pair, kinds: tuple[str, ...] = (MARRIAGE, PARTNERSHIP)) -> tuple[str, WireGroup, WireGroup]:
    """The union in force between two persons: its kind and both sides. Raises EventRefused when there is none."""
    for kind in kinds:
        own = pair[0].about(kind, pair[1].person_id)
        theirs = pair[1].about(kind, pair[0].person_id)
        if own is not None and theirs is not None:
            return kind, own, theirs
    raise EventRefused("The persons are not married to each other or in a registered partnership.")


def refuse_unfree(document: Document, day: date) -> None:
    """Refuse a minor, one who is in a union, and one who was at the time."""
    status = document.one("SIVIILISAATY")
    if (status is not None and status["siviilisaaty"] in _IN_UNION) or unions_in_force(document):
        raise EventRefused("The person is married or in a registered partnership already.")
    refuse_unfree_then(document, day)


def refuse_unfree_then(document: Document, day: date) -> None:
    """Refuse one who was a minor on the day, or in a union that has ended since."""
    if document.birth_date is None or day < birthday(document.birth_date, ADULT):
        raise EventRefused("A person under 18 cannot marry.")
    for kind in UNIONS:
        for group in document.all(kind):
            last = read_day(group.get("paattymispv"))
            if last is not None and day < last:
                raise EventRefused("The person was married at that time.")


def refuse_kin(one: Document, other: Document) -> None:
    """Refuse parent and child, and siblings."""
    parents = [
        {person for entry in document.entries_of("VANHEMPI") for person in entry.mentions} for document in (one, other)
    ]
    if one.person_id in parents[1] or other.person_id in parents[0] or parents[0] & parents[1]:
        raise EventRefused("Parent and child, or siblings, cannot marry each other.")
