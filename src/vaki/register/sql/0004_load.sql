set local lock_timeout = '5s';

-- The initial load of an empty register, in portions that are each in whole or not at all: which ones are in, while a
-- load is under way. There is no clock until it is finished, and without a clock nothing is read or recorded.
create table register.load_portion (
    what text not null,
    number integer not null,
    primary key (what, number)
);

grant select, insert, update, delete on register.load_portion to vaki_register;

-- Indexes that are made when the rows are in: `statement` makes the index or the primary key again. The owner executes
-- it, so nobody else may write here, and no copy of the register brings rows of it.
create table public.vaki_load_index (
    number integer generated always as identity primary key,
    statement text not null
);
grant select on public.vaki_load_index to vaki_register;

-- Only a table's owner may do the rest. Each function does nothing once the register has a clock.

create function register.refuse_unless_loading() returns void language plpgsql
    set search_path = pg_catalog, pg_temp as $$
begin
    if exists (select from register.clock) then
        raise object_not_in_prerequisite_state using message = 'the register has been loaded';
    end if;
end $$;

-- Takes away the indexes of the narrow tables, whose keys come in no order, and notes how they are made again. Those of
-- `person` stay: its rows come nearly in their order, and are too wide to be read again for each index.
create function register.begin_load() returns void language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
declare
    one record;
begin
    perform register.refuse_unless_loading();
    for one in
        select t.relname as table_name, c.relname as name, k.conname as key_name,
            case when k.oid is null then pg_get_indexdef(i.indexrelid)
                else format('alter table register.%I add constraint %I %s', t.relname, k.conname,
                            pg_get_constraintdef(k.oid))
            end as statement
        from pg_index i
        join pg_class c on c.oid = i.indexrelid
        join pg_class t on t.oid = i.indrelid
        left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u')
        where t.relnamespace = 'register'::regnamespace and t.relname in (
            'identity_code', 'person_name', 'residence', 'relation', 'building', 'dwelling', 'property')
        order by t.relname, c.relname
    loop
        insert into public.vaki_load_index (statement) values (one.statement);
        if one.key_name is null then
            execute format('drop index register.%I', one.name);
        else
            execute format('alter table register.%I drop constraint %I', one.table_name, one.key_name);
        end if;
    end loop;
    -- Whoever sweeps a table while it is filled does the same work over and over.
    for one in select unnest('{person,identity_code,person_name,residence,relation,building,dwelling}'::text[]) as name
    loop
        execute format('alter table register.%I set (autovacuum_enabled = false)', one.name);
    end loop;
end $$;

-- Makes one index again and tells how many are left, null when none was.
create function register.make_next_index() returns bigint language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
declare
    next record;
begin
    perform register.refuse_unless_loading();
    select number, statement into next from public.vaki_load_index order by number limit 1;
    if next is null then
        return null;
    end if;
    execute next.statement;
    delete from public.vaki_load_index where number = next.number;
    return (select count(*) from public.vaki_load_index);
end $$;

create function register.end_load() returns void language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
declare
    name text;
begin
    perform register.refuse_unless_loading();
    foreach name in array '{person,identity_code,person_name,residence,relation,building,dwelling}'::text[] loop
        execute format('alter table register.%I reset (autovacuum_enabled)', name);
    end loop;
    delete from register.load_portion;
end $$;

-- Empties a register whose load was left unfinished, for another one.
create function register.abandon_load() returns void language plpgsql security definer
    set search_path = pg_catalog, pg_temp as $$
begin
    perform register.refuse_unless_loading();
    truncate register.person, register.identity_code, register.person_name, register.residence, register.relation,
        register.building, register.dwelling, register.property, register.load_portion;
    while register.make_next_index() is not null loop
    end loop;
    perform register.end_load();
end $$;

revoke execute on function register.refuse_unless_loading(), register.begin_load(), register.make_next_index(),
    register.end_load(), register.abandon_load() from public;
grant execute on function register.begin_load(), register.make_next_index(), register.end_load(),
    register.abandon_load() to vaki_register;
