"""The queries by which life, the demo and the sandbox's guard choose from the register, read as the role `register`.

They pick whom the next event happens to, and count. Nothing that they read is handed to anybody: what leaves, leaves
through the door.
"""

from __future__ import annotations

from typing import Final

# Life: whom and what happens to. A resident is (person_id, code, municipality, birth_date).

NEXT_RESIDENTS: Final = """
select found.person_id, found.code, found.municipality, found.birth_date
from unnest($1::bigint[]) with ordinality as draw (least, place)
cross join lateral (
    select person_id, code, municipality, birth_date from register.person
    where person_id >= draw.least and alive and municipality not in ('198', '199', '200')
        and birth_date between $2 and $3
        and ($4::boolean is null or (substr(code, 10, 1)::integer % 2 = 0) = $4)
    order by person_id limit 1
) as found
order by draw.place
"""
HOUSEHOLD: Final = """
select person_id, code, municipality, birth_date from register.person
where alive and person_id in (
    select person_id from register.residence where residence_code = $1 and until is null)
order by person_id
"""
VACANT: Final = """
select d.residence_code, d.document
from (select building_code from register.building
      where building_code >= $1 and municipality = $2 and in_use order by building_code limit 40) as near
join register.dwelling d using (building_code)
where not exists (
    select from register.residence r where r.residence_code = d.residence_code and r.until is null)
order by d.residence_code
"""
SOMEONE_IN: Final = """
select person_id, code, municipality, birth_date from register.person
where alive and municipality = $1 and person_id >= $2 order by person_id limit 1
"""
DOCUMENT: Final = "select key, document from register.person where person_id = $1"
PERSON: Final = "select person_id, code, municipality, birth_date from register.person where person_id = $1"
RESIDENT: Final = f"{PERSON} and alive and municipality not in ('198', '199', '200')"
MOVED: Final = """
select person_id from register.change
where event = 'move' and time >= $1 order by key desc limit 200
"""
EMIGRANT: Final = """
select person_id, code, municipality, birth_date from register.person
where alive and municipality = '200' and person_id >= $1 order by person_id limit 1
"""
PROTECTED: Final = """
select person_id, code from register.person
where protected and alive and person_id >= $1 order by person_id limit 1
"""
UNNAMED: Final = """
select person_id, code, municipality, birth_date from register.person p
where alive and birth_date between $1::date - 95 and $1::date - 12
    and not exists (select from register.person_name n where n.person_id = p.person_id)
order by person_id
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
