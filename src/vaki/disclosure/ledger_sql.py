"""The queries of the ledger's retention and verification. Its months are by the wall clock."""

from __future__ import annotations

from typing import Final

# Who was given data about a person: the newest of its rows in the index of persons and of those the sealer has yet to
# put there. Cut to the limit before the rows themselves are read: a row may name a thousand persons.
ROWS_OF_PERSON: Final = """
    with own as (
        (select ledger_id, made, part from disclosure.ledger_person
            where person_id = $1 order by ledger_id desc limit $2)
        union all
        select l.ledger_id, l.made, case when $1 = any(l.subjects) then 'subject' else 'mentioned' end
        from disclosure.ledger_waiting w join disclosure.ledger l on l.ledger_id = w.ledger_id and l.made = w.made
        where $1 = any(l.subjects) or $1 = any(l.mentioned)
    ), newest as (
        select * from own order by ledger_id desc limit $2
    )
    select n.part, l.* from newest n join disclosure.ledger l on l.ledger_id = n.ledger_id and l.made = n.made
    order by l.ledger_id desc
"""
# Of the service's advisory locks 3 is the clock's and 4 the initial load's.
RETENTION_LOCK: Final = "select pg_advisory_xact_lock(7824, 5)"
# Months of which every moment is older than five years: those with tables of their own, and any among the rest.
MONTHS_OVER: Final = """
    with parted as (
        select to_date(right(c.relname, 6), 'YYYYMM') as month
        from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid
        where i.inhparent in ('disclosure.ledger'::regclass, 'disclosure.ledger_person'::regclass)
            and c.relname ~ '_[0-9]{6}$'
        union
        select date_trunc('month', made at time zone 'UTC')::date from disclosure.ledger
        where made < now() - interval '5 years'
        union
        select date_trunc('month', made at time zone 'UTC')::date from disclosure.ledger_person
        where made < now() - interval '5 years'
    )
    select month from parted
    where ((month + interval '1 month')::date || ' 00:00Z')::timestamptz <= now() - interval '5 years'
    order by month
"""
ROWS_OF_MONTH: Final = """
    select count(*) from disclosure.ledger
    where made >= ($1::date || ' 00:00Z')::timestamptz
        and made < (($1::date + interval '1 month')::date || ' 00:00Z')::timestamptz
"""
# First and last id of each run of ids without a gap.
RANGES_OF_MONTH: Final = """
    select min(ledger_id) as first, max(ledger_id) as last, count(*) as rows
    from (
        select ledger_id, ledger_id - row_number() over (order by ledger_id) as run
        from disclosure.ledger
        where made >= ($1::date || ' 00:00Z')::timestamptz
            and made < (($1::date + interval '1 month')::date || ' 00:00Z')::timestamptz
    ) numbered
    group by run order by first
"""
DROP_MONTH: Final = "select disclosure.drop_ledger_month($1, $2)"
SEAL_IDS: Final = """
    select seal_id, ledger_ids, mac from disclosure.ledger_seal where seal_id > $1 order by seal_id limit $2
"""
DROPPED: Final = """
    select drop_id, made, month, row_count, ranges, through_seal, through_mac, previous, mac
    from disclosure.ledger_dropped order by drop_id
"""
DROPPED_AFTER: Final = (
    "select drop_id, made, month, mac from disclosure.ledger_dropped where drop_id > $1 order by drop_id"
)
WRITE_DROPPED: Final = """
    insert into disclosure.ledger_dropped (
        drop_id, made, month, row_count, ranges, through_seal, through_mac, previous, mac
    ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
COUNT_SEALED: Final = """
    select count(*) from disclosure.ledger l
    where not exists (select 1 from disclosure.ledger_waiting w where w.ledger_id = l.ledger_id)
"""
WAITING_AND_GONE: Final = """
    select w.ledger_id from disclosure.ledger_waiting w
    where not exists (select 1 from disclosure.ledger l where l.ledger_id = w.ledger_id and l.made = w.made)
    order by w.ledger_id limit 100
"""
