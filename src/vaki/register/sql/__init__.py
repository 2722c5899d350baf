"""The recorder's statements, named. SQL is written as SQL in this room (docs/decisions/0009)."""

from __future__ import annotations

from typing import Final

DAY: Final = "select day from register.clock"

LOCK_EVENTS: Final = "select pg_advisory_xact_lock(hashtextextended(id::text, 0)) from unnest($1::uuid[]) as id"
KNOWN_EVENTS: Final = """
select event_id from register.change where event_id = any($1::uuid[])
union
select event_id from register.place_event where event_id = any($1::uuid[])
"""

PERSONS_OF_CODES: Final = "select code, person_id from register.identity_code where code = any($1::text[])"

CODES_OF_PERSONS: Final = "select code, person_id from register.identity_code where person_id = any($1::bigint[])"

RELATED: Final = """
select other_id as person_id from register.relation where person_id = any($1::bigint[])
union
select person_id from register.relation where other_id = any($1::bigint[])
"""

LOCK_DOCUMENTS: Final = """
select person_id, key, shape, document, due from register.person
where person_id = any($1::bigint[]) order by person_id for update
"""

DWELLINGS: Final = """
select d.residence_code, d.document as dwelling, b.document as building
from register.dwelling d join register.building b using (building_code)
where d.residence_code = any($1::text[]) and b.in_use for key share of b
"""

# Buildings are locked before people: a move into one holds it as it is until the move is written.
LOCK_BUILDINGS: Final = """
select building_code, document from register.building
where building_code = any($1::text[]) order by building_code for update
"""
DWELLINGS_OF_BUILDINGS: Final = """
select residence_code, document from register.dwelling
where building_code = any($1::text[]) order by residence_code
"""
LOCK_PROPERTIES: Final = """
select property_code, document from register.property
where property_code = any($1::text[]) order by property_code for update
"""
RESIDENTS_OF_BUILDINGS: Final = """
select distinct r.person_id from register.dwelling d join register.residence r using (residence_code)
where d.building_code = any($1::text[]) and (r.until is null or r.until >= $2)
"""
# Homes that are moved into and left, with their buildings: whoever moves in holds a building's key share already, with
# which this lock gets on.
LOCK_HOMES: Final = """
select d.residence_code, d.building_code, d.document as dwelling, b.document as building
from register.dwelling d join register.building b using (building_code)
where d.residence_code = any($1::text[]) order by d.residence_code for no key update
"""
LIVED_IN: Final = """
select distinct d.residence_code from register.dwelling d join register.residence r using (residence_code)
where d.building_code = any($1::text[]) and r.until is null
"""
PUT_BUILDINGS: Final = """
insert into register.building as known (building_code, municipality, property_code, class_code, in_use, document)
select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::text[])
on conflict (building_code) do update set municipality = excluded.municipality,
    property_code = excluded.property_code, class_code = excluded.class_code, in_use = excluded.in_use,
    document = excluded.document
"""
PUT_DWELLINGS: Final = """
insert into register.dwelling as known (residence_code, building_code, document)
select * from unnest($1::text[], $2::text[], $3::text[])
on conflict (residence_code) do update set document = excluded.document
"""
DROP_DWELLINGS: Final = "delete from register.dwelling where residence_code = any($1::text[])"
PUT_PROPERTIES: Final = """
insert into register.property as known (property_code, municipality, document)
select * from unnest($1::text[], $2::text[], $3::text[])
on conflict (property_code) do update set municipality = excluded.municipality, document = excluded.document
"""
# Jobs (register.bulk).

LOCK_PROGRESS: Final = "lock table register.progress in share row exclusive mode"
JOBS: Final = "select state from register.progress where name like 'bulk:%' order by name"
LOCK_JOB: Final = "select state from register.progress where name = $1 for update"
PUT_PROGRESS: Final = """
insert into register.progress values ($1, $2) on conflict (name) do update set state = excluded.state
"""
NOTE_MERGER: Final = """
insert into register.merger (code, successor, day) values ($1, $2, $3)
on conflict (code) do update set successor = excluded.successor, day = excluded.day
"""
BUILDINGS_OF_JOB: Final = """
select building_code, document from register.building
where municipality = $1 and strpos(document, $2) > 0 and building_code > $3
order by building_code limit $4 for update
"""
READDRESS_BUILDINGS: Final = """
update register.building b set municipality = u.municipality, document = u.document
from unnest($1::text[], $2::text[], $3::text[]) as u (building_code, municipality, document)
where b.building_code = u.building_code
"""
PROPERTIES_OF_JOB: Final = """
select property_code, document from register.property
where municipality = $1 and property_code > $2 order by property_code limit $3 for update
"""
RESIDENTS_OF_JOB: Final = """
select distinct r.person_id
from register.building b join register.dwelling d using (building_code) join register.residence r using (residence_code)
where b.municipality = $1 and strpos(b.document, $2) > 0 and (r.until is null or r.until >= $3) and r.person_id > $4
order by r.person_id limit $5
"""
HOLDERS_OF_JOB: Final = """
select person_id from register.person where strpos(document, $1) > 0 and person_id > $2 order by person_id limit $3
"""
NOTE_PLACE_EVENTS: Final = """
insert into register.place_event select * from unnest($1::uuid[], $2::text[], $3::date[])
"""

NEXT_PERSON_IDS: Final = "select nextval('register.person_id') as person_id from generate_series(1, $1::integer)"

CODES_OF_BIRTH_DAY: Final = "select code from register.identity_code where code >= $1 and code < $2"

PUBLISH: Final = """
select change_key, change_time from register.publish(
    $1::bigint[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::boolean[], $7::date[], $8::date[],
    $9::smallint, $10::text[], $11::text[], $12::text[], $13::uuid[], $14::text[], $15::text[], $16::boolean[],
    $17::text[], $18::text[], $19::boolean[])
"""

SET_DUE: Final = """
update register.person p set due = u.due
from unnest($1::bigint[], $2::date[]) as u (person_id, due) where p.person_id = u.person_id
"""

# A record that was made one with another's: its versions and changes stay, and are handed to nobody.
FORGET_PERSONS: Final = "delete from register.person where person_id = any($1::bigint[])"

PUT_IDENTITY: Final = """
insert into register.identity_code as known (code, person_id, active)
select * from unnest($1::text[], $2::bigint[], $3::boolean[])
on conflict (code) do update set active = excluded.active where known.person_id = excluded.person_id
returning code
"""
DROP_IDENTITY: Final = "delete from register.identity_code where code = any($1::text[])"

PUT_NAMES: Final = """
insert into register.person_name select * from unnest($1::bigint[], $2::text[], $3::text[], $4::date[], $5::date[])
"""
DROP_NAMES: Final = """
delete from register.person_name n using unnest($1::bigint[], $2::text[], $3::text[], $4::date[], $5::date[])
    as u (person_id, kind, sort_key, since, until)
where n.person_id = u.person_id and n.kind = u.kind and n.sort_key = u.sort_key and n.since = u.since
    and n.until is not distinct from u.until
"""

PUT_RESIDENCES: Final = """
insert into register.residence select * from unnest($1::bigint[], $2::text[], $3::date[], $4::date[])
"""
DROP_RESIDENCES: Final = """
delete from register.residence r using unnest($1::bigint[], $2::text[], $3::date[], $4::date[])
    as u (person_id, residence_code, since, until)
where r.person_id = u.person_id and r.residence_code = u.residence_code and r.since = u.since
    and r.until is not distinct from u.until
"""

PUT_RELATIONS: Final = """
insert into register.relation select * from unnest($1::bigint[], $2::bigint[], $3::text[]) on conflict do nothing
"""
DROP_RELATIONS: Final = """
delete from register.relation r using unnest($1::bigint[], $2::bigint[], $3::text[]) as u (person_id, other_id, kind)
where r.person_id = u.person_id and r.other_id = u.other_id and r.kind = u.kind
"""

# The open building file (register.open_file).

PROGRESS_OF: Final = "select name, state from register.progress where name like $1 order by name"
BEGIN_PROGRESS: Final = "insert into register.progress values ($1, $2) on conflict (name) do nothing"
LOAD_UNDER_WAY: Final = "select exists (select from register.progress where name = 'load')"
BUILDINGS_IN_ORDER: Final = """
select document from register.building
where in_use and ($1::text[] is null or municipality = any($1)) order by building_code
"""
COUNT_BUILDINGS: Final = """
select count(*) from register.building where in_use and ($1::text[] is null or municipality = any($1))
"""
