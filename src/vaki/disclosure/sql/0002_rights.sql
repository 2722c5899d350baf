set local lock_timeout = '5s';

-- What a permit may say beside groups and municipalities.
alter table disclosure.permit_version
    add column conditions text check (conditions is null or conditions::jsonb is not null),
    add column quota integer check (quota > 0),
    add column addresses text[] not null default '{}',
    add column suspended_from date,
    add column suspended_until date,
    add column suspension_reason text check (suspension_reason <> ''),
    add constraint permit_version_suspension check (
        (suspended_from is null) = (suspension_reason is null)
        and (suspended_until is null or suspended_until >= suspended_from)
    );
comment on column disclosure.permit_version.conditions is 'Tailored conditions of a national permit, JSON; null for none';
comment on column disclosure.permit_version.quota is 'Calls in an hour; null for the deployment''s default';
comment on column disclosure.permit_version.addresses is 'Networks that the calls come from; empty for any';
comment on column disclosure.permit_version.suspended_until is
    'Last day of the suspension, in Finland; null until it is resumed';

-- A credential opens what its permit does, or less: an empty list takes nothing away.
alter table disclosure.credential
    add column valid_until date,
    add column channels text[] not null default '{}' check (channels <@ '{direct,xroad}'),
    add column addresses text[] not null default '{}',
    add column xroad_clients text[] not null default '{}';
comment on column disclosure.credential.valid_until is 'Last day of validity, in Finland; null until it is revoked';
grant select (valid_until, channels, addresses, xroad_clients) on disclosure.credential to vaki_site;

-- Networks of the X-Road's security servers: only a call from one of them is a call over the X-Road.
create table disclosure.trusted_network (
    network cidr primary key,
    note text not null,
    made timestamptz not null default clock_timestamp()
);
grant select on disclosure.trusted_network to vaki_disclosure, vaki_site;
create function disclosure.add_trusted_network(new_network cidr, new_note text)
returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
    insert into disclosure.trusted_network (network, note) values (new_network, new_note)
    on conflict (network) do update set note = excluded.note
$$;
create function disclosure.remove_trusted_network(old_network cidr)
returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    delete from disclosure.trusted_network where network = old_network;
    return found;
end $$;

-- Calls of a permit in the last seven slots of ten minutes, the newest first; every hour lies within seven slots.
-- Workers take calls in blocks, each committed before one of its calls is answered.
create table disclosure.quota (
    permit_id bigint primary key references disclosure.permit,
    slot bigint not null,
    taken integer[] not null check (array_length(taken, 1) = 7)
) with (fillfactor = 50);
grant select on disclosure.quota to vaki_disclosure, vaki_site;

-- Take at most `most` calls of the permit's quota: how many were granted, the slot they are good for, the seconds
-- left of it, and the seconds after which a refused caller may come again.
create function disclosure.take_quota(of_permit bigint, quota integer, most integer)
returns table (granted integer, in_slot bigint, seconds_left double precision, retry_seconds double precision)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    seconds constant double precision := 600;
    moment double precision;
    held disclosure.quota;
    passed bigint;
    used bigint;
    oldest integer;
begin
    insert into disclosure.quota (permit_id, slot, taken) values (of_permit, 0, array_fill(0, array[7]))
    on conflict do nothing;
    select * into held from disclosure.quota q where q.permit_id = of_permit for update;
    -- Read under the lock. A clock set back goes on in the slot that has begun.
    moment := extract(epoch from clock_timestamp());
    in_slot := greatest(floor(moment / seconds)::bigint, held.slot);
    passed := least(in_slot - held.slot, 7);
    held.taken := (array_fill(0, array[passed::integer]) || held.taken)[1:7];
    select coalesce(sum(t), 0), max(n) filter (where t > 0) into used, oldest
    from unnest(held.taken) with ordinality as u (t, n);
    granted := greatest(least(most, quota - used), 0);
    held.taken[1] := held.taken[1] + granted;
    seconds_left := greatest((in_slot + 1) * seconds - moment, 0);
    retry_seconds := seconds_left + (7 - coalesce(oldest, 7)) * seconds;
    update disclosure.quota q set slot = in_slot, taken = held.taken where q.permit_id = of_permit;
    return next;
end $$;

-- Months of the ledger that are over: what was dropped, signed like a seal, so that the chain can still be verified.
create table disclosure.ledger_dropped (
    drop_id bigint primary key,
    made timestamptz not null,
    month date not null,
    row_count bigint not null,
    ranges bigint[] not null,
    through_seal bigint not null,
    through_mac bytea not null,
    previous bytea not null,
    mac bytea not null
);
comment on column disclosure.ledger_dropped.ranges is 'First and last id of each run of rows dropped, in order';
comment on column disclosure.ledger_dropped.through_seal is
    'Newest seal that, like all before it, covers dropped rows only; these seals are dropped too';
grant select, insert on disclosure.ledger_dropped to vaki_disclosure;

-- Drop a month of the ledger and of the index of persons, with the seals that covered nothing else. Only what is older
-- than five years, whoever asks.
create function disclosure.drop_ledger_month(month date, through_seal bigint)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
declare
    first_moment timestamptz := (date_trunc('month', month)::date || ' 00:00Z')::timestamptz;
    next_moment timestamptz := ((date_trunc('month', month) + interval '1 month')::date || ' 00:00Z')::timestamptz;
    parent text;
    name text;
begin
    if next_moment > now() - interval '5 years' then
        raise exception 'the month is not older than five years';
    end if;
    if exists (select 1 from disclosure.ledger_waiting w where w.made >= first_moment and w.made < next_moment) then
        raise exception 'the month has rows that are not sealed';
    end if;
    foreach parent in array '{ledger,ledger_person}'::text[] loop
        name := format('disclosure.%I', parent || to_char(first_moment at time zone 'UTC', '_YYYYMM'));
        if to_regclass(name) is not null then
            execute format('drop table %s', name);
        end if;
        execute format('delete from disclosure.%I where made >= %L and made < %L', parent || '_rest', first_moment,
                       next_moment);
    end loop;
    delete from disclosure.ledger_seal s where s.seal_id <= through_seal;
end $$;

drop function disclosure.write_permit(
    bigint, text, text, integer, text[], text[], text, text, text[], text[], boolean, date, date
);
-- The one way to write a permit: a new permit when permit_id is null, else its next version, made from the version that
-- the writer has read: of two who change one permit at once the later is refused. Joins the caller's transaction.
create function disclosure.write_permit(
    of_permit bigint, of_version integer, new_holder text, new_product text, new_product_version integer, new_municipalities text[],
    new_purposes text[], new_ground text, new_protected text, new_channels text[], new_xroad_clients text[],
    new_exception boolean, new_from date, new_until date, new_conditions text, new_quota integer, new_addresses text[],
    new_suspended_from date, new_suspended_until date, new_suspension_reason text
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
        if of_version is distinct from
            (select max(v.version) from disclosure.permit_version v where v.permit_id = written) then
            raise exception 'the permit has been changed since it was read' using errcode = 'serialization_failure';
        end if;
    end if;
    insert into disclosure.permit_version (
        permit_id, version, product, product_version, municipalities, purposes, ground, protected, channels,
        xroad_clients, exception, valid_from, valid_until, conditions, quota, addresses, suspended_from,
        suspended_until, suspension_reason, from_key
    ) select written,
             coalesce(of_version, 0) + 1, new_product, new_product_version, new_municipalities, new_purposes,
             new_ground, new_protected, new_channels, new_xroad_clients, new_exception, new_from, new_until, new_conditions, new_quota,
             new_addresses, new_suspended_from, new_suspended_until, new_suspension_reason,
             coalesce((select max(c.key) from register.change c), 0);
    return written;
end $$;

drop function disclosure.write_credential(bigint, text, bytea);
create function disclosure.write_credential(
    of_permit bigint, new_user text, new_hash bytea, new_until date, new_channels text[], new_addresses text[],
    new_xroad_clients text[]
) returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
    insert into disclosure.credential (user_name, permit_id, hash, valid_until, channels, addresses, xroad_clients)
    values (new_user, of_permit, new_hash, new_until, new_channels, new_addresses, new_xroad_clients)
$$;
-- The last day of a credential, never moved later: what is over does not begin again.
create function disclosure.end_credential(of_user text, last_day date)
returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    update disclosure.credential c set valid_until = least(c.valid_until, last_day)
    where c.user_name = of_user and c.revoked is null;
    return found;
end $$;

revoke execute on function disclosure.add_trusted_network, disclosure.remove_trusted_network, disclosure.take_quota,
    disclosure.drop_ledger_month, disclosure.write_permit, disclosure.write_credential, disclosure.end_credential
    from public;
grant execute on function disclosure.add_trusted_network, disclosure.remove_trusted_network, disclosure.write_permit,
    disclosure.write_credential, disclosure.end_credential to vaki_disclosure, vaki_site;
grant execute on function disclosure.take_quota, disclosure.drop_ledger_month to vaki_disclosure;
