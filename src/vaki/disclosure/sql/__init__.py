"""The queries of the room. Person, version and change rows are read here and in the register only."""

from __future__ import annotations

from typing import Final

from vaki.register.events.merging import CodesMerged
from vaki.register.groups import BY_NAME
from vaki.register.whereabouts import BIRTH_HOME, FROZEN

_PARTS: Final = {
    "SEALED_FORM": """
        jsonb_build_array(
            l.ledger_id, extract(epoch from l.made)::numeric(20, 6), l.permit_id, l.permit_version, l.holder, l.product,
            l.product_version, l.channel, l.address, l.client, l.end_user, l.request_id, l.operation, l.since_key,
            l.read_key, l.subjects, l.mentioned, l.censored, l.groups, l.censored_groups
        )::text
    """,
    "PERMIT_COLUMNS": """
        p.permit_id, p.holder, p.made, v.version, v.product, v.product_version,
        register.followed(v.municipalities) as municipalities, v.purposes, v.ground,
        v.protected, v.channels, v.xroad_clients, v.exception, v.valid_from, v.valid_until, v.conditions, v.quota,
        v.addresses, v.suspended_from, v.suspended_until, v.suspension_reason, v.omitted, v.from_key,
        case when v.version > 1 then (
            select json_agg(e order by e.version)::text from (
                select w.version, w.product, w.product_version,
                    register.followed(w.municipalities) as municipalities, w.purposes, w.ground, w.protected,
                    w.conditions, w.omitted, w.from_key
                from disclosure.permit_version w where w.permit_id = p.permit_id and w.version < v.version
            ) e
        ) end as earlier
    """,
    "NEWEST_VERSIONS": """
        disclosure.permit p join lateral (
            select * from disclosure.permit_version w where w.permit_id = p.permit_id order by w.version desc limit 1
        ) v on true
    """,
    "MAY_BE_WITHHELD": "|".join(sorted(str(BY_NAME[kind].number) for kind in FROZEN | {BIRTH_HOME})),
    "BASE_KEY": "(select seqstart - 1 from pg_sequence where seqrelid = 'register.change_key'::regclass)",
    "HEAD": "coalesce((select max(key) from register.change), BASE_KEY)",
    "PERSON_COLUMNS": """
        (select day from register.clock) as day, (select HEAD) as head,
        p.person_id, p.protected, p.birth_date, p.due, p.municipality, p.document
    """,
    # As PERSON_COLUMNS, of the document as it stood at a key: `v` is the version of that time, null when the present
    # one is it. Protected is who is so now or was then; protections are those known now.
    "STATE_COLUMNS": """
        (select day from register.clock) as day, p.person_id, coalesce(v.code, p.code) as present_code,
        p.protected or coalesce(v.protected, false) as protected, v.to_key is not null as earlier,
        case when v.to_key is null then p.birth_date else v.birth_date end as birth_date,
        case when v.to_key is null then p.due else v.due end as due,
        case when v.to_key is null then p.municipality else v.municipality end as municipality,
        coalesce(v.alive, p.alive) as alive,
        coalesce(v.document, p.document) as document,
        case when v.to_key is null then '' else split_part(split_part(p.document, E'\\n', 1), E'\\t', 6) end
            as protections,
        case when v.to_key is not null and p.protected then p.document end as present
    """,
    # A version that was in force at a key or later was replaced after that key's time: older partitions are not read.
    "TIME_OF": "(select coalesce(max(time), '-infinity') from register.change where key =",
    "LAST_BEFORE": "(select max(key) from register.change where key <=",
    # The person of a change; of one whose record went into another's with it, that other.
    "WHO_IT_IS": """
        case when c.event = 'MERGING' then coalesce(
            (select o.person_id from register.person o where o.person_id = c.person_id),
            (select i.person_id from register.identity_code i where i.code = c.code)
        ) else c.person_id end
    """,
    "MERGING": CodesMerged.name,
    # Whoever has turned out to be another registered person is in no page, and may not take a place in one either.
    "STILL_THERE": "exists (select 1 from register.person where person_id = person_version.person_id)",
}


def _whole(text: str) -> str:
    """The query with its capital words replaced by the parts above."""
    for _ in range(3):
        for name, part in _PARTS.items():
            text = text.replace(name, part)
    return text


# Permits and credentials.

ALL_PERMITS: Final = _whole("select PERMIT_COLUMNS from NEWEST_VERSIONS order by p.permit_id")
ONE_PERMIT: Final = _whole("select PERMIT_COLUMNS from NEWEST_VERSIONS where p.permit_id = $1")
# With the credential whether the call's address is a security server's, so that both are as of one moment.
CREDENTIAL: Final = _whole("""
    select c.hash, c.revoked, c.valid_until as credential_until, c.channels as own_channels,
        c.addresses as own_addresses, c.xroad_clients as own_clients,
        exists (select 1 from disclosure.trusted_network where network >>= $2::inet) as trusted, PERMIT_COLUMNS
    from disclosure.credential c join (NEWEST_VERSIONS) on p.permit_id = c.permit_id where c.user_name = $1
""")
TRUSTED: Final = "select exists (select 1 from disclosure.trusted_network where network >>= $1::inet)"
CREDENTIALS: Final = """
    select user_name, permit_id, made, revoked, valid_until, channels, addresses, xroad_clients
    from disclosure.credential where permit_id = $1 order by made, user_name
"""
CREDENTIAL_STATE: Final = """
    select user_name, permit_id, made, revoked, valid_until, channels, addresses, xroad_clients
    from disclosure.credential where user_name = $1
"""
WRITE_PERMIT: Final = """
    select disclosure.write_permit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
        $20, $21)
"""
WRITE_CREDENTIAL: Final = "select disclosure.write_credential($1, $2, $3, $4, $5, $6, $7)"
END_CREDENTIAL: Final = "select disclosure.end_credential($1, $2)"
REVOKE_CREDENTIAL: Final = "select disclosure.revoke_credential($1)"
TAKE_QUOTA: Final = "select * from disclosure.take_quota($1, $2, $3)"

# Documents. Each is one statement, so that document, protection, clock and key are of one moment.

TODAY: Final = "select day from register.clock"
MOMENT: Final = _whole("select day, HEAD as head from register.clock")
# Of whom: of all, or those whose home municipality is one of $2, or none with $3.
BY_CODES: Final = _whole("""
    select i.code, PERSON_COLUMNS
    from register.identity_code i join register.person p using (person_id)
    where i.code = any($1::text[])
        and ($2::text[] is null or p.municipality = any($2) or ($3 and p.municipality is null))
""")

# Of one code: told as a list, it would be planned anew with every call, which takes three times as long as reading it.
BY_CODE: Final = BY_CODES.replace("i.code = any($1::text[])", "i.code = $1")

# Documents as they stood at a key. A person's row is it, or the one version that was in force then. Pages find the
# persons first: versions are sought only as far as the present residents of the page reach. Compared as pairs, because
# the planner would else take the index by person, which holds everybody else in that reach too.

BY_CODES_AT: Final = _whole("""
    select i.code, STATE_COLUMNS
    from register.identity_code i join register.person p using (person_id) left join register.person_version v
        on p.key > $4 and v.person_id = p.person_id and v.from_key <= $4 and v.to_key > $4
            and v.replaced >= TIME_OF LAST_BEFORE $4))
    where i.code = any($1::text[]) and (p.key <= $4 or v.to_key is not null)
        and ($2::text[] is null or case when v.to_key is null then p.municipality else v.municipality end = any($2)
             or ($3 and case when v.to_key is null then p.municipality else v.municipality end is null))
""")
RESIDENTS_AT: Final = _whole("""
    with present as materialized (
        select x.person_id from unnest($1::text[]) t (town), lateral (
            select person_id from register.person
            where alive and municipality = t.town and person_id > $2 and key <= $4 order by person_id limit $3
        ) x order by x.person_id limit $3
    ), reach as materialized (
        select case when count(*) < $3 then 9223372036854775807 else max(person_id) end as last from present
    ), chosen as materialized (
        select person_id, null::bigint as to_key from present
        union all
        select x.* from unnest($1::text[]) t (town), lateral (
            select person_id, to_key from register.person_version
            where alive and municipality = t.town and (municipality, person_id) > (t.town, $2)
                and (municipality, person_id) <= (t.town, (select last from reach))
                and from_key <= $4 and to_key > $4 and replaced >= TIME_OF LAST_BEFORE $4))
                and STILL_THERE
            order by person_id limit $3
        ) x
        order by person_id limit $3
    )
    select STATE_COLUMNS
    from chosen c join register.person p using (person_id) left join register.person_version v
        on v.person_id = c.person_id and v.to_key = c.to_key and v.replaced >= TIME_OF LAST_BEFORE $4))
    order by c.person_id
""")
EVERYBODY_AT: Final = _whole("""
    with present as materialized (
        select person_id from register.person where person_id > $1 and key <= $3 order by person_id limit $2
    ), reach as materialized (
        select case when count(*) < $2 then 9223372036854775807 else max(person_id) end as last from present
    ), chosen as materialized (
        select person_id, null::bigint as to_key from present
        union all
        (select person_id, to_key from register.person_version
         where person_id > $1 and person_id <= (select last from reach) and from_key <= $3 and to_key > $3
             and replaced >= TIME_OF LAST_BEFORE $3)) and STILL_THERE
         order by person_id limit $2)
        order by person_id limit $2
    )
    select STATE_COLUMNS
    from chosen c join register.person p using (person_id) left join register.person_version v
        on v.person_id = c.person_id and v.to_key = c.to_key and v.replaced >= TIME_OF LAST_BEFORE $3))
    order by c.person_id
""")

# The change log.

BASE_KEY: Final = _whole("select BASE_KEY")
TAIL: Final = """
    select key, person_id, codes, municipality_before, municipality_after from register.change
    where key > $1 order by key
"""
TAIL_START: Final = "select key from register.change order by key desc offset $1 limit 1"
# The persons are found first: joined freely, the planner finds them again in each of its workers.
KEYS_OF_CODES: Final = """
    with wanted as materialized (
        select distinct person_id from register.identity_code where code = any($2::text[])
    )
    select c.key from register.change c
    where c.key > $1 and c.person_id in (select person_id from wanted)
        and ($3::text[] is null or municipality_before = any($3) or municipality_after = any($3)
             or ($5 and (municipality_before is null or municipality_after is null)))
    order by c.key limit $4
"""
KEYS_OF_MUNICIPALITIES: Final = """
    select key from register.change
    where key > $1 and (municipality_before = any($2::text[]) or municipality_after = any($2::text[]))
    order by key limit $3
"""
KEYS: Final = "select key from register.change where key > $1 order by key limit $2"
# Entering: into one of the towns, or back to life in one. Base data is kept for those and for moves only.
# What may be withheld line by line, by number: documents are opened only where that counts. With age rules ($4), the
# birth date is the one known when the change was published: it may have been put right since.
ITEMS: Final = _whole("""
    select c.key, c.time, p.person_id, p.person_id <> c.person_id as merged, c.code, c.event,
        c.municipality_before, c.municipality_after, c.groups,
        c.protected as was_protected, p.protected as is_protected,
        case when $4 and p.key > c.key then (
            select v.birth_date from register.person_version v
            where v.person_id = p.person_id and v.to_key > c.key order by v.to_key limit 1
        ) else p.birth_date end as birth_date,
        case when entering then c.base_data end as base_data,
        case when $3 and p.protected and (entering or withheld) then p.document end as document,
        case when $3 and (entering or p.protected or c.protected or withheld)
            then split_part(split_part(p.document, E'\\n', 1), E'\\t', 6) else '' end as protections
    from register.change c join register.person p on p.person_id = WHO_IT_IS,
        lateral (select c.municipality_after = any($2::text[])
                     and c.base_data is not null
                     and (not coalesce(c.municipality_before = any($2::text[]), false)
                         or c.municipality_before = c.municipality_after) as entering,
                     c.groups ~ '^([^\\t]* )?(MAY_BE_WITHHELD)[pa]?[ \\t]' as withheld) movement
    where c.key = any($1::bigint[]) order by c.key
""")
DOCUMENTS_BEFORE: Final = """
    select to_key, person_id, document from register.person_version
    where (person_id, to_key) in (select * from unnest($1::bigint[], $2::bigint[]))
"""
# The time of the first change after a key, and the register's day.
AGE_OF: Final = """
    select c.day, (select time from register.change where key > $1 order by key limit 1) as time from register.clock c
"""
# Persons before and after each change: the version it replaced, and the one it made.
AROUND: Final = _whole("""
    select c.key, c.time,
        b.document as before_document, b.birth_date as before_birth, b.municipality as before_municipality,
        b.due as before_due, b.alive as before_alive,
        case when p.key <= c.key then p.document else a.document end as document,
        case when p.key <= c.key then p.birth_date else a.birth_date end as birth_date,
        case when p.key <= c.key then p.municipality else a.municipality end as municipality,
        case when p.key <= c.key then p.alive else a.alive end as alive,
        case when p.protected then p.document end as present,
        split_part(split_part(p.document, E'\\n', 1), E'\\t', 6) as protections
    from register.change c join register.person p on p.person_id = WHO_IT_IS
        left join register.person_version b on b.person_id = c.person_id and b.to_key = c.key
        left join lateral (
            select * from register.person_version v
            where p.key > c.key and v.person_id = p.person_id and v.to_key > c.key order by v.to_key limit 1
        ) a on true
    where c.key = any($1::bigint[])
""")
KEY_OF_DAY: Final = _whole("""
    select c.day, coalesce(
        (select key from register.change where time < $1 order by time desc, key desc limit 1),
        (select min(key) - 1 from register.change),
        BASE_KEY
    ) as key from register.clock c
""")

# The ledger.

WRITE_LEDGER: Final = """
    with written as (
        insert into disclosure.ledger (
            permit_id, permit_version, holder, product, product_version, channel, address, client, end_user,
            request_id, operation, since_key, read_key, subjects, mentioned, censored, groups, censored_groups
        ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        returning ledger_id, made
    )
    insert into disclosure.ledger_waiting (ledger_id, made) select ledger_id, made from written
    returning ledger_id
"""

# Sealing. A row's sealed form is the JSON of its columns in this order, for ever.

TRY_SEALER_LOCK: Final = "select pg_try_advisory_lock(7824, 2)"
TAKE_WAITING: Final = """
    delete from disclosure.ledger_waiting where ledger_id in (
        select ledger_id from disclosure.ledger_waiting order by ledger_id limit $1
    ) returning ledger_id, made
"""
SEALED_FORMS: Final = _whole("""
    select w.ledger_id, SEALED_FORM as form
    from unnest($1::bigint[], $2::timestamptz[]) w (ledger_id, made)
    left join disclosure.ledger l on l.ledger_id = w.ledger_id and l.made = w.made
    order by w.ledger_id
""")
LAST_SEAL: Final = "select seal_id, mac from disclosure.ledger_seal order by seal_id desc limit 1"
WRITE_SEAL: Final = """
    insert into disclosure.ledger_seal (seal_id, made, ledger_ids, digests, previous, mac)
    values ($1, $2, $3, $4, $5, $6)
"""
FILL_PERSONS: Final = """
    insert into disclosure.ledger_person (person_id, ledger_id, made, part)
    select p.person_id, l.ledger_id, l.made, p.part
    from unnest($1::bigint[], $2::timestamptz[]) w (ledger_id, made)
    join disclosure.ledger l on l.ledger_id = w.ledger_id and l.made = w.made,
        lateral (
            select s, 'subject' from unnest(l.subjects) s union all select m, 'mentioned' from unnest(l.mentioned) m
        ) p (person_id, part)
"""
SEALS: Final = """
    select seal_id, made, ledger_ids, digests, previous, mac from disclosure.ledger_seal
    where seal_id > $1 order by seal_id limit $2
"""
FORMS_OF_ROWS: Final = _whole("""
    select l.ledger_id, SEALED_FORM as form from disclosure.ledger l where l.ledger_id = any($1::bigint[])
""")
UNSEALED: Final = "select count(*), min(made) from disclosure.ledger_waiting"
OUTSIDE_THE_CHAIN: Final = """
    select l.ledger_id from disclosure.ledger l
    where not exists (select 1 from disclosure.ledger_waiting w where w.ledger_id = l.ledger_id)
        and l.ledger_id not in (select unnest(ledger_ids) from disclosure.ledger_seal)
    order by l.ledger_id limit 100
"""
MAKE_PARTITIONS: Final = "select disclosure.make_partitions($1)"

# Reading the ledger.

LEDGER_ROWS: Final = """
    select l.*
    from disclosure.ledger l where ($1::bigint is null or l.permit_id = $1) order by l.ledger_id desc limit $2
"""
LEDGER_ROW: Final = """
    select l.*
    from disclosure.ledger l where l.ledger_id = $1
"""
# The person of a code, and the numbers of records that went into theirs: those codes are the person's now.
PERSONS_OF_CODE: Final = _whole("""
    with recursive own as (
        select person_id, person_id as was from register.identity_code where code = $1
        union
        select own.person_id, gone.person_id
        from own
            join register.change kept on kept.person_id = own.was and kept.event = 'MERGING'
            join register.change gone on gone.event_id = kept.event_id
            join register.identity_code i on i.code = gone.code and i.person_id = own.person_id
    )
    select was from own order by was <> person_id
""")
