"""Finding persons by name, birth date and home municipality, for those whose permit covers everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec

from vaki.disclosure.base import base_data
from vaki.disclosure.errors import CodesNeeded
from vaki.disclosure.products import Selection
from vaki.disclosure.rights import HOME
from vaki.register.groups import KIND
from vaki.register.index import sort_key

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import date

    from vaki.disclosure.caller import Caller
    from vaki.postgres.environment import Pools

TOLD: Final = frozenset(
    {"HENKILON_NIMI", "SYNTYMAPAIVA", HOME, "TURVAKIELTO", "KUOLINPAIVA", "KUOLLEEKSIJULISTAMISPAIVA"}
)
"""The groups that a finding shows of each person."""

PORTION: Final = 1_000
"""Persons handed out under one row of the ledger."""

# A name is found whole, or word by word: "virt maija" finds Maija Virtanen. chr(1114111) sorts after every letter.
_CODES: Final = """
with wanted as (
    select n.person_id
    from unnest($1::text[]) with ordinality as w (start, place)
    join register.person_name n on n.sort_key >= w.start and n.sort_key < w.start || chr(1114111)
    group by n.person_id
    having bool_or(w.place = 1) or count(distinct w.place) filter (where w.place > 1) = cardinality($1::text[]) - 1
), fitting as (
    select p.person_id, p.code from register.person p
    where ($1::text[] is null or p.person_id in (select person_id from wanted))
        and ($2::date is null or p.birth_date = $2)
        and ($3::text is null or p.municipality = $3 and not ($4 and p.protected))
)
select f.code from fitting f
order by case when $1::text[] is not null then (
        select min(n.sort_key) from register.person_name n where n.person_id = f.person_id and n.kind = 'SUKUNIMI'
    ) end, f.person_id
limit $5
"""

# Two statements, so that the few protected are found by their own index.
_EXAMPLE: Final = """
with fitting as (
    select code, row_number() over (order by person_id) as place from register.person
    where alive and {condition} order by person_id limit 1000
)
select code, (select count(*) from fitting) as many,
    exists (select 1 from register.person where alive and {other}) as other_kind
from fitting where place = ($1::bigint - 1) % (select count(*) from fitting) + 1
"""
_ORDINARY: Final = _EXAMPLE.format(condition="not protected", other="protected")
_PROTECTED: Final = _EXAMPLE.format(condition="protected", other="not protected")

_decode: Final = msgspec.json.Decoder(dict[str, Any]).decode


@dataclass(frozen=True, slots=True)
class Found:
    """One person found. What the permit does not show, or what the person does not have, is None."""

    code: str
    first_names: str | None
    surname: str | None
    born: str | None
    """ISO date."""
    municipality: str | None
    protected: bool
    dead: bool


async def find(
    pools: Pools,
    caller: Caller,
    *,
    name: str | None = None,
    born: date | None = None,
    municipality: str | None = None,
    limit: int = 100,
) -> list[Found]:
    """Persons who fit everything given, at most `limit`: by surname when a name is given, else in the register's order.

    As `find_in_portions`, all of them together.
    """
    portions = find_in_portions(pools, caller, name=name, born=born, municipality=municipality, limit=limit)
    return [one async for portion in portions for one in portion]


async def find_in_portions(
    pools: Pools,
    caller: Caller,
    *,
    name: str | None = None,
    born: date | None = None,
    municipality: str | None = None,
    limit: int = 100,
) -> AsyncIterator[list[Found]]:
    """Persons who fit everything given, at most `PORTION` at a time and `limit` in all.

    A name matches present and former names by their beginning, case and accents aside. Whoever may not see a
    protected person's municipality does not find them by it either. Each portion's ledger row is committed before it
    comes. Raises CodesNeeded where the permit does not cover everybody.
    """
    rights = caller.permit.rights
    if rights.selection is not Selection.EVERYBODY:
        raise CodesNeeded
    starts = None if name is None else [sort_key(" ".join(name.split())), *map(sort_key, name.split())]
    rows = await pools.disclosure.fetch(_CODES, starts, born, municipality, HOME in rights.hidden, limit)
    codes = [row["code"] for row in rows]
    for at in range(0, max(len(codes), 1), PORTION):
        asked = codes[at : at + PORTION]
        answer = await base_data(pools, caller, asked, TOLD)
        found = {one.code: one for one in map(_found, map(_decode, answer.items))}
        yield [found[code] for code in asked if code in found]


@dataclass(frozen=True, slots=True)
class Example:
    """One of the register's people, shown as an example of how data leaves."""

    item: bytes
    """An item of `perustiedot`."""
    many: int
    """How many there are to choose from, at most a thousand."""
    other_kind: bool
    """Whether there are protected ones beside the ordinary ones, or the other way round."""


async def example(pools: Pools, caller: Caller, place: int, *, protected: bool) -> Example | None:
    """The living person at a place, from 1 and beginning again after the last; None when there is nobody.

    Only for a register whose people are made up. The ledger row is committed before this returns, and names the one
    person shown and whom that person's data mentions.
    """
    row = await pools.disclosure.fetchrow(_PROTECTED if protected else _ORDINARY, place)
    if row is None:
        return None
    answer = await base_data(pools, caller, [row["code"]])
    return Example(answer.items[0], row["many"], row["other_kind"]) if answer.items else None


def _found(item: dict[str, Any]) -> Found:
    groups = {group[KIND]: group for group in item["tietoryhmat"]}
    name = groups.get("HENKILON_NIMI", {})
    return Found(
        code=item["henkilotunnus"],
        first_names=name.get("etunimiUTF8") or name.get("etunimi"),
        surname=name.get("sukunimiUTF8") or name.get("sukunimi"),
        born=groups.get("SYNTYMAPAIVA", {}).get("syntymapv", {}).get("arvo"),
        municipality=groups.get(HOME, {}).get("kuntakoodi"),
        protected=bool(groups.get("TURVAKIELTO", {}).get("turvakieltoAktiivinen")),
        dead=any(groups.get(kind, {}).get("kuollut") for kind in ("KUOLINPAIVA", "KUOLLEEKSIJULISTAMISPAIVA")),
    )
