set local lock_timeout = '5s';

create schema register;
grant usage on schema register to vaki_register, vaki_disclosure;

-- One row a person. `document` is compressed in line (docs/decisions/0003).
create sequence register.person_id;
create table register.person (
    person_id bigint primary key,
    code text not null,
    municipality text,
    alive boolean not null,
    protected boolean not null,
    birth_date date,
    due date,
    key bigint not null,
    shape smallint not null,
    document text not null
) with (fillfactor = 85, toast_tuple_target = 2040);
create index person_municipality on register.person (municipality, person_id) where alive;
create index person_protected on register.person (person_id) where protected;
create index person_due on register.person (due) where due is not null;
comment on column register.person.due is
    'First register day after which something that depends on the date alone changes; reading is as of the day before '
    'until the clock event has published it';

-- Every replaced document, valid for keys from from_key up to but not including to_key.
create table register.person_version (
    person_id bigint not null,
    from_key bigint not null,
    to_key bigint not null,
    replaced timestamptz not null,
    protected boolean not null,
    birth_date date,
    due date,
    shape smallint not null,
    document text not null
) partition by range (replaced);
create table register.person_version_rest partition of register.person_version default;
create index person_version_person on register.person_version (person_id, to_key);

create table register.identity_code (
    code text collate "C" primary key,
    person_id bigint not null,
    active boolean not null
);
create index identity_code_person on register.identity_code (person_id);

create table register.person_name (
    person_id bigint not null,
    kind text not null,
    sort_key text collate "C" not null,
    since date not null,
    until date
);
create index person_name_sort on register.person_name (sort_key, person_id);
create index person_name_person on register.person_name (person_id);

create table register.residence (
    person_id bigint not null,
    residence_code text not null,
    since date not null,
    until date
);
create index residence_code on register.residence (residence_code);
create index residence_person on register.residence (person_id);

create table register.relation (
    person_id bigint not null,
    other_id bigint not null,
    kind text not null,
    primary key (person_id, other_id, kind)
);
create index relation_other on register.relation (other_id);

-- Buildings with their addresses; dwellings; properties. Documents as JSON text, as the events write them.
create table register.building (
    building_code text primary key,
    municipality text not null,
    property_code text,
    class_code text,
    in_use boolean not null,
    document text not null
);
create index building_municipality on register.building (municipality);
create table register.dwelling (
    residence_code text primary key,
    building_code text not null,
    document text not null
);
create index dwelling_building on register.dwelling (building_code);
create table register.property (
    property_code text primary key,
    municipality text not null,
    document text not null
);

-- The change log: one row a person and event (docs/decisions/0004, 0005). Keys begin beyond 32 bits, as the real
-- service's do, so that a client that cannot hold them is found at once.
create sequence register.change_key start 5000000001 cache 1;
create table register.change (
    key bigint primary key,
    time timestamptz not null,
    person_id bigint not null,
    code text not null,
    codes text[] not null,
    event text not null,
    event_id uuid not null,
    municipality_before text,
    municipality_after text,
    protected boolean not null,
    shape smallint not null,
    groups text not null,
    base_data text
);
create index change_time on register.change (time);
create index change_person on register.change (person_id, key);
create index change_before on register.change (municipality_before, key) where municipality_before is not null;
create index change_after on register.change (municipality_after, key)
    where municipality_after is not null and municipality_after is distinct from municipality_before;
create unique index change_event on register.change (event_id, person_id);

-- The register's own clock (docs/decisions/0011). One row; `published` is the last day whose clock event is out.
create table register.clock (
    one boolean primary key default true check (one),
    mode text not null check (mode in ('real', 'simulated')),
    day date not null,
    time timestamptz not null,
    published date not null
);

-- Long work that can be interrupted and resumed: what a population was made from, which day a bulk event reached.
create table register.progress (
    name text primary key,
    state text not null
);

grant select, insert, update, delete on all tables in schema register to vaki_register;
grant usage, select, update on all sequences in schema register to vaki_register;
grant select on register.person, register.person_version, register.identity_code, register.person_name,
    register.residence, register.relation, register.building, register.dwelling, register.property,
    register.change, register.clock to vaki_disclosure;
grant select on sequence register.change_key to vaki_disclosure;
grant usage on schema register to vaki_site;
grant select on register.clock to vaki_site;

-- Assigns keys in commit order and writes a batch. All arrays run in step: one element is one (event, person).
-- The advisory lock is held to the end of the transaction, so the next batch draws its keys after this one is seen.
create function register.publish(
    person_ids bigint[], new_documents text[], new_codes text[], new_municipalities text[], new_alive boolean[],
    new_protected boolean[], new_births date[], new_dues date[], document_shape smallint,
    item_codes text[], all_codes text[], events text[], event_ids uuid[], befores text[], afters text[],
    item_protected boolean[], item_groups text[], base_datas text[], leaning boolean[]
) returns table (change_key bigint, change_time timestamptz)
language plpgsql as $$
declare
    clock_now timestamptz;
    last timestamptz;
    own_last timestamptz;
    keys bigint[] := '{}';
    times timestamptz[] := '{}';
    stamp timestamptz;
    seen jsonb := '{}';
    fields text[];
    rest integer;
begin
    perform pg_advisory_xact_lock(7824, 1);
    select case c.mode when 'real' then date_trunc('milliseconds', clock_timestamp()) else c.time end
        into clock_now from register.clock c;
    select ch.time into last from register.change ch order by ch.key desc limit 1;
    last := greatest(clock_now, coalesce(last, clock_now));
    for i in 1 .. coalesce(array_length(person_ids, 1), 0) loop
        own_last := (seen ->> person_ids[i]::text)::timestamptz;
        if own_last is null then
            select ch.time into own_last from register.change ch
                where ch.person_id = person_ids[i] order by ch.key desc limit 1;
        end if;
        stamp := greatest(last, coalesce(own_last + interval '1 millisecond', last));
        last := stamp;
        seen := seen || jsonb_build_object(person_ids[i]::text, stamp);
        keys := keys || nextval('register.change_key');
        times := times || stamp;
        -- A document that leans on an earlier row of this batch names that row's key as minus its number.
        if leaning[i] then
            rest := position(E'\n' in new_documents[i] || E'\n');
            fields := string_to_array(left(new_documents[i], rest - 1), E'\t');
            fields[2] := (select string_agg(case when w like '-%' then keys[-w::integer]::text else w end, ' ' order by n)
                          from unnest(string_to_array(fields[2], ' ')) with ordinality as u (w, n));
            new_documents[i] := array_to_string(fields, E'\t') || substr(new_documents[i], rest);
        end if;
    end loop;

    insert into register.change
        select k, t, p, c, string_to_array(cs, ' '), e, ei, b, a, pr, document_shape, g, bd
        from unnest(keys, times, person_ids, item_codes, all_codes, events, event_ids, befores, afters, item_protected,
                    item_groups, base_datas) as x (k, t, p, c, cs, e, ei, b, a, pr, g, bd);

    insert into register.person_version
        select x.p, coalesce(x.before_key, person.key), x.k, x.t, coalesce(x.before_protected, person.protected),
               case when x.before_key is null then person.birth_date else x.before_birth end,
               case when x.before_key is null then person.due else x.before_due end,
               case when x.before_key is null then person.shape else document_shape end,
               coalesce(x.before_document, person.document)
        from (
            select p, k, t,
                   lag(k) over w as before_key, lag(d) over w as before_document, lag(pr) over w as before_protected,
                   lag(b) over w as before_birth, lag(u) over w as before_due
            from unnest(keys, times, person_ids, new_documents, new_protected, new_births, new_dues)
                 with ordinality as r (k, t, p, d, pr, b, u, n)
            window w as (partition by p order by n)
        ) x left join register.person on person.person_id = x.p and x.before_key is null
        where x.before_key is not null or person.person_id is not null;

    insert into register.person as person
        select distinct on (p) p, c, m, a, pr, b, u, k, document_shape, d
        from unnest(keys, person_ids, new_documents, new_codes, new_municipalities, new_alive, new_protected, new_births,
                    new_dues) with ordinality as r (k, p, d, c, m, a, pr, b, u, n)
        order by p, n desc
    on conflict (person_id) do update set
        code = excluded.code, municipality = excluded.municipality, alive = excluded.alive,
        protected = excluded.protected, birth_date = excluded.birth_date, due = excluded.due, key = excluded.key,
        shape = excluded.shape, document = excluded.document;

    return query select * from unnest(keys, times);
end $$;

-- Only a table's owner may analyze it.
create function register.refresh_statistics() returns void language sql security definer
    set search_path = pg_catalog, pg_temp as $$
    analyze register.person, register.identity_code, register.person_name, register.residence, register.relation,
        register.building, register.dwelling, register.property
$$;
revoke execute on function register.refresh_statistics() from public;
grant execute on function register.refresh_statistics() to vaki_register;
