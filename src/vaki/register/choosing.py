"""The queries by which life, the demo and the sandbox's guard choose from the register, read as the role `register`.

They pick whom the next event happens to, and count. Nothing that they read is handed to anybody: what leaves, leaves
through the door.
"""

from __future__ import annotations

from typing import Final

from vaki.register import sql

CODES_OF_BIRTH_DAY: Final = sql.CODES_OF_BIRTH_DAY
# Life: whom and what happens to. A resident is (person_id, code, municipality, birth_date), with key and document.
# Every query walks an index from a drawn place on, and no further than its limit or a window of rows, so that it costs
# the same among a thousand residents and among millions. Personas have the lowest numbers: a place drawn after theirs
# leaves them alone, and where there is no drawn place the first number is given.

NEXT_RESIDENTS: Final = """
select p.person_id, p.code, p.municipality, p.birth_date, p.key, p.document
from unnest($1::bigint[]) with ordinality as draw (least, place)
cross join lateral (
    select * from register.person
    where person_id >= draw.least and alive and municipality not in ('198', '199', '200')
        and birth_date between $2 and $3
        and ($4::boolean is null or (substr(code, 10, 1)::integer % 2 = 0) = $4)
    order by person_id limit 1
) as p
order by draw.place
"""
HOUSEHOLD: Final = """
select p.person_id, p.code, p.municipality, p.birth_date, p.key, p.document from register.person p
where alive and person_id in (
    select person_id from register.residence where residence_code = $1 and until is null)
order by person_id
"""
# In a few buildings, from that on in which the next resident of the municipality lives. The municipality is asked about
# after the walk: asked within it, its buildings would all be read, to be sorted.
VACANT: Final = """
with start as materialized (
    select left(r.residence_code, 10) as code
    from (select person_id from register.person where alive and municipality = $1 and person_id >= $2
          order by person_id limit 1) as someone
    join register.residence r using (person_id) where r.until is null limit 1
)
select d.residence_code, d.document
from start cross join lateral (
    select building_code, municipality, in_use from register.building
    where building_code >= start.code order by building_code limit 25
) as near
join register.dwelling d using (building_code)
where near.municipality = $1 and near.in_use and not exists (
    select from register.residence r where r.residence_code = d.residence_code and r.until is null)
order by d.residence_code
"""
LIVED_IN: Final = """
select exists (select from register.residence where residence_code = $1 and until is null)
    or not exists (select from register.dwelling d join register.building b using (building_code)
                   where d.residence_code = $1 and b.in_use)
"""
DOCUMENT: Final = "select key, document from register.person where person_id = $1"
DOCUMENTS: Final = "select person_id, key, document from register.person where person_id = any($1::bigint[])"
PERSON: Final = """
select p.person_id, p.code, p.municipality, p.birth_date, p.key, p.document
from register.person p where person_id = $1
"""
RESIDENT: Final = f"{PERSON} and alive and municipality not in ('198', '199', '200')"
# Those of a window of records whose documents hold a text.
HOLDERS: Final = """
select p.person_id, p.code, p.municipality, p.birth_date, p.key, p.document
from (select * from register.person where person_id >= $1 order by person_id limit $2) as p
where strpos(p.document, $3) > 0 and p.alive = $4 order by p.person_id limit 40
"""
# Whom the last changes of a kind touched, among a window of the last ones of any kind.
LATELY: Final = """
select p.person_id, p.code, p.municipality, p.birth_date, p.key, p.document, last.time
from (select person_id, max(time) as time from (
        select person_id, time from (
            select key, time, person_id, event from register.change order by key desc limit $2::bigint
        ) as newest
        where event = $1 and person_id >= $3 order by key desc limit 80) as few
      group by person_id) as last
join register.person p using (person_id)
order by p.person_id
"""
IN_MUNICIPALITY: Final = """
select p.person_id, p.code, p.municipality, p.birth_date, p.key, p.document from register.person p
where alive and municipality = $1 and person_id >= $2 order by person_id limit $3
"""
PROTECTED: Final = """
select p.person_id, p.code, p.municipality, p.birth_date, p.key, p.document from register.person p
where protected and alive and person_id >= $1 order by person_id limit 12
"""
# The codes of those born on a day in this century; a birth date begins the code. `offset 0` keeps the search by day:
# the planner takes the days for half the codes there are, and would read them all.
UNNAMED: Final = """
select c.person_id, c.code, p.birth_date
from unnest($1::text[]) as born (prefix)
cross join lateral (
    select code, person_id from register.identity_code i
    where code >= born.prefix and code < born.prefix || '~' and active and substr(code, 7, 1) between 'A' and 'F'
        and person_id >= $2
        and not exists (select from register.person_name n where n.person_id = i.person_id)
    offset 0
) as c
join register.person p using (person_id)
where p.alive
order by c.person_id
"""
BUILDING: Final = "select document from register.building where building_code = $1"
# An `exists` in the list of columns may be planned as one reading of the whole table.
DWELLINGS_OF: Final = """
select d.residence_code, d.document, (
    select count(*) from register.residence r where r.residence_code = d.residence_code and r.until is null
) > 0 as lived_in
from register.dwelling d where d.building_code = $1 order by d.residence_code
"""
BUILDINGS_AMONG: Final = "select building_code from register.building where building_code = any($1::text[])"
HOMES_BEFORE: Final = """
select distinct left(residence_code, 10) as building_code from register.residence where person_id < $1 and until is null
"""
LAST_ID: Final = "select coalesce(max(person_id), 1) from register.person"
COUNTS: Final = """
select count(*) as records, count(*) filter (where alive and municipality not in ('198', '199', '200')) as residents
from register.person
"""
RESIDENTS: Final = "select count(*) from register.person where alive and municipality not in ('198', '199', '200')"

# Scenarios: where the log stands, and whom a step has touched.

HEAD: Final = """
select coalesce(
    (select max(key) from register.change),
    (select seqstart - 1 from pg_sequence where seqrelid = 'register.change_key'::regclass))
"""
TOUCHED: Final = """
select person_id, code, municipality_before, municipality_after from register.change
where key > $1 and person_id = any($2::bigint[]) order by key
"""
ID_OF_CODE: Final = "select person_id from register.identity_code where code = $1"

# The demo: residents of one municipality whom the register has left alone the longest.

MOTHER: Final = """
select p.code, spouse.code as spouse from register.person p
left join lateral (
    select other.code from register.relation r
    join register.person other on other.person_id = r.other_id and other.alive and not other.protected
    join register.residence hers on hers.person_id = p.person_id and hers.until is null
    join register.residence theirs on theirs.person_id = other.person_id and theirs.until is null
        and theirs.residence_code = hers.residence_code
    where r.person_id = p.person_id and r.kind = 'AVIOLIITTO'
    order by other.person_id limit 1
) spouse on true
where p.municipality = $1 and p.alive and not p.protected and p.code <> all($2::text[])
    and p.birth_date between $3 and $4 and substr(p.code, 10, 1) in ('0', '2', '4', '6', '8')
order by spouse.code is null, p.key, p.person_id limit 1
"""
LIVES_ALONE: Final = """
select p.code from register.person p
where p.municipality = $1 and p.alive and not p.protected and p.code <> all($2::text[])
    and p.birth_date between $3 and $4
    and exists (select 1 from register.residence r where r.person_id = p.person_id and r.until is null)
order by exists (
        select 1 from register.relation r where r.person_id = p.person_id and r.kind in ('AVIOLIITTO', 'HUOLLETTAVA')
    ), p.key, p.person_id
limit 1
"""
DWELLING_ELSEWHERE: Final = """
select d.residence_code, b.municipality from register.building b join register.dwelling d using (building_code)
where b.in_use and b.municipality <> $1
order by b.municipality <> $2,
    exists (select 1 from register.residence r where r.residence_code = d.residence_code and r.until is null),
    d.residence_code
limit 1
"""
CODES_OF: Final = "select person_id, code from register.person where person_id = any($1::bigint[])"
PEOPLE: Final = """
select count(*) as persons, count(distinct municipality) filter (where alive) as municipalities from register.person
"""

# The sandbox, whose accounts are public: any code, present or former, with an individual number that real people have.

NOT_SYNTHETIC: Final = "select 1 from register.identity_code where substr(code, 8, 1) <> '9' limit 1"
