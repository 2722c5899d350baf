set local lock_timeout = '5s';

create schema disclosure;
grant usage on schema disclosure to vaki_disclosure, vaki_site;

-- A permit and its versions. What a permit lets through is its newest version; a version is never altered.
create table disclosure.permit (
    permit_id bigint generated always as identity primary key,
    holder text not null,
    made timestamptz not null default clock_timestamp()
);
create table disclosure.permit_version (
    permit_id bigint not null references disclosure.permit,
    version integer not null,
    product text not null,
    product_version integer not null,
    municipalities text[] not null,
    purposes text[] not null,
    ground text,
    protected text not null check (protected in ('none', 'all')),
    channels text[] not null check (channels <@ '{direct,xroad}' and channels <> '{}'),
    xroad_clients text[] not null,
    exception boolean not null,
    valid_from date not null,
    valid_until date check (valid_until >= valid_from - 1),
    from_key bigint not null,
    made timestamptz not null default clock_timestamp(),
    primary key (permit_id, version)
);
comment on column disclosure.permit_version.from_key is
    'The newest change key when this version was written: what it widens holds for later keys only';
comment on column disclosure.permit_version.valid_until is 'Last day of validity, in Finland; null until further notice';

-- Several credentials a permit, so that they can be rotated without a pause. `hash` is an HMAC of the password whose
-- key is outside the database.
create table disclosure.credential (
    user_name text primary key,
    permit_id bigint not null references disclosure.permit,
    hash bytea not null,
    made timestamptz not null default clock_timestamp(),
    revoked timestamptz
);
create index credential_permit on disclosure.credential (permit_id);

-- What left: one row an answer, or a chunk of a stream, committed before its first byte is sent (docs/decisions/0007).
create table disclosure.ledger (
    ledger_id bigint generated always as identity,
    made timestamptz not null default clock_timestamp(),
    permit_id bigint,
    permit_version integer,
    holder text not null,
    product text not null,
    product_version integer not null,
    channel text not null,
    address text,
    client text,
    end_user text,
    request_id text,
    operation text not null,
    since_key bigint,
    read_key bigint not null,
    subjects bigint[] not null,
    mentioned bigint[] not null,
    censored bigint[] not null,
    groups text[] not null,
    censored_groups text[] not null
) partition by range (made);
create table disclosure.ledger_rest partition of disclosure.ledger default;
create index ledger_id on disclosure.ledger (ledger_id);
create index ledger_made on disclosure.ledger (made);
comment on column disclosure.ledger.subjects is 'Persons whose item was in the answer';
comment on column disclosure.ledger.mentioned is 'Persons whose name or code stood in another person''s item';
comment on column disclosure.ledger.censored is 'Subjects whose data was censored';

-- Rows that the sealer has not chained yet. A queue and no high-water mark, because ids are not committed in order.
create table disclosure.ledger_waiting (
    ledger_id bigint primary key,
    made timestamptz not null
);

-- Who was given data about a person; filled by the sealer.
create table disclosure.ledger_person (
    person_id bigint not null,
    ledger_id bigint not null,
    made timestamptz not null,
    part text not null check (part in ('subject', 'mentioned'))
) partition by range (made);
create table disclosure.ledger_person_rest partition of disclosure.ledger_person default;
create index ledger_person_person on disclosure.ledger_person (person_id, ledger_id);

-- The chain: each seal covers some rows, in this order, by their digests (32 bytes each), and the seal before it.
create table disclosure.ledger_seal (
    seal_id bigint primary key,
    made timestamptz not null,
    ledger_ids bigint[] not null,
    digests bytea not null,
    previous bytea not null,
    mac bytea not null
);

grant select on disclosure.permit, disclosure.permit_version to vaki_disclosure, vaki_site;
grant select on disclosure.credential to vaki_disclosure;
grant select (user_name, permit_id, made, revoked) on disclosure.credential to vaki_site;
grant select, insert on disclosure.ledger, disclosure.ledger_person, disclosure.ledger_seal to vaki_disclosure;
grant select, insert, delete on disclosure.ledger_waiting to vaki_disclosure;

-- The one way to write a permit: a new permit when permit_id is null, else its next version. Joins the caller's
-- transaction.
create function disclosure.write_permit(
    of_permit bigint, new_holder text, new_product text, new_product_version integer, new_municipalities text[],
    new_purposes text[], new_ground text, new_protected text, new_channels text[], new_xroad_clients text[],
    new_exception boolean, new_from date, new_until date
) returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    written bigint := of_permit;
begin
    if written is null then
        insert into disclosure.permit (holder) values (new_holder) returning permit_id into written;
    else
        perform 1 from disclosure.permit p where p.permit_id = written and p.holder = new_holder for update;
        if not found then
            raise exception 'no such permit' using errcode = 'no_data_found';
        end if;
    end if;
    insert into disclosure.permit_version (
        permit_id, version, product, product_version, municipalities, purposes, ground, protected, channels,
        xroad_clients, exception, valid_from, valid_until, from_key
    ) select written,
             coalesce((select max(v.version) from disclosure.permit_version v where v.permit_id = written), 0) + 1,
             new_product, new_product_version, new_municipalities, new_purposes, new_ground, new_protected,
             new_channels, new_xroad_clients, new_exception, new_from, new_until,
             coalesce((select max(c.key) from register.change c), 0);
    return written;
end $$;

-- The one way to write a credential, and to revoke one.
create function disclosure.write_credential(of_permit bigint, new_user text, new_hash bytea)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
    insert into disclosure.credential (user_name, permit_id, hash) values (new_user, of_permit, new_hash)
$$;
create function disclosure.revoke_credential(of_user text)
returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update disclosure.credential c set revoked = coalesce(c.revoked, clock_timestamp()) where c.user_name = of_user;
    return found;
end $$;

-- Month partitions made ahead, for the ledger by the wall clock and for the persons' versions by the register's. A
-- month that already has rows among the rest is left there.
create function disclosure.make_partition(parent text, month date)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
declare
    first_day date := date_trunc('month', month)::date;
    next_month date := (date_trunc('month', month) + interval '1 month')::date;
    name text := split_part(parent, '.', 2) || to_char(first_day, '_YYYYMM');
    moment text := case parent when 'register.person_version' then 'replaced' else 'made' end;
    taken boolean;
begin
    if parent not in ('disclosure.ledger', 'disclosure.ledger_person', 'register.person_version') then
        raise exception 'not a table of months';
    end if;
    if to_regclass(split_part(parent, '.', 1) || '.' || name) is not null then
        return;
    end if;
    execute format('select exists (select 1 from %s_rest where %I >= %L::timestamptz and %I < %L::timestamptz)',
                   parent, moment, first_day || ' 00:00Z', moment, next_month || ' 00:00Z') into taken;
    if not taken then
        execute format('create table %s.%I partition of %s for values from (%L) to (%L)',
                       split_part(parent, '.', 1), name, parent, first_day || ' 00:00Z', next_month || ' 00:00Z');
    end if;
end $$;
create function disclosure.make_partitions(ahead integer)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
    select disclosure.make_partition(parent, (now() + make_interval(months => n))::date)
    from unnest('{disclosure.ledger,disclosure.ledger_person}'::text[]) as t (parent), generate_series(0, ahead) as g (n);
    select disclosure.make_partition('register.person_version', (c.day + make_interval(months => n))::date)
    from register.clock c, generate_series(0, ahead) as g (n);
$$;

revoke execute on function disclosure.write_permit, disclosure.write_credential, disclosure.revoke_credential,
    disclosure.make_partition, disclosure.make_partitions from public;
grant execute on function disclosure.write_permit, disclosure.write_credential, disclosure.revoke_credential
    to vaki_disclosure, vaki_site;
grant execute on function disclosure.make_partitions to vaki_disclosure;

select disclosure.make_partitions(3);
