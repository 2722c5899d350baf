"""The recorder's statements, named. SQL is written as SQL in this room (docs/decisions/0009)."""

from __future__ import annotations

from typing import Final

DAY: Final = "select day from register.clock"

KNOWN_EVENTS: Final = "select event_id from register.change where event_id = any($1::uuid[]) group by event_id"

PERSONS_OF_CODES: Final = "select code, person_id from register.identity_code where code = any($1::text[])"

CODES_OF_PERSONS: Final = "select code, person_id from register.identity_code where person_id = any($1::bigint[])"

RELATED: Final = """
select other_id as person_id from register.relation where person_id = any($1::bigint[])
union
select person_id from register.relation where other_id = any($1::bigint[])
"""

LOCK_DOCUMENTS: Final = """
select person_id, key, shape, document from register.person
where person_id = any($1::bigint[]) order by person_id for update
"""

DWELLINGS: Final = """
select d.residence_code, d.document as dwelling, b.document as building
from register.dwelling d join register.building b using (building_code)
where d.residence_code = any($1::text[])
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
