set local lock_timeout = '5s';

-- What has been done to buildings and dwellings: such an event may concern nobody, and then has no row in the log.
create table register.place_event (
    event_id uuid primary key,
    event text not null,
    day date not null
);

-- Municipalities that have come to be part of another: whoever had a permit for one has it for its successor. Whoever
-- reads permits asks through the function, and needs no right to a table of the register for that.
create table register.merger (
    code text primary key,
    successor text not null,
    day date not null
);

create function register.followed(codes text[]) returns text[]
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    with recursive followed (code) as (
        select unnest(codes)
        union
        select m.successor from register.merger m join followed f on m.code = f.code
    )
    select codes || coalesce(array_agg(code order by code) filter (where code <> all (codes)), '{}') from followed
$$;
revoke execute on function register.followed from public;
grant execute on function register.followed to vaki_register, vaki_disclosure, vaki_site;

grant select, insert, update, delete on register.place_event, register.merger to vaki_register;
