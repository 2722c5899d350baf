set local lock_timeout = '5s';

-- What finds a municipality's residents as of a change key: the search columns of each replaced document too.
alter table register.person_version
    add column code text,
    add column municipality text,
    add column alive boolean;

-- The change that replaced a version tells the code and the municipality it had; whether its person lived stands in the
-- document alone.
update register.person_version v set
    code = c.code,
    municipality = c.municipality_before,
    alive = v.document !~ E'\n{"tietoryhma":"(KUOLINPAIVA|KUOLLEEKSIJULISTAMISPAIVA)",[^\n]*"kuollut":true'
from register.change c where c.key = v.to_key;
alter table register.person_version
    alter column code set not null,
    alter column alive set not null;

-- Pages walk persons in order, so the person comes before the key; a partition closed before the moment is not read.
create index person_version_resident on register.person_version (municipality, person_id, to_key) where alive;

-- The clock's event now also publishes the birthdays that conditions of permits may name.
with next as (
    select p.person_id, min(b.day) as day
    from register.clock c, register.person p, unnest('{7,15,65}'::integer[]) as a (age),
        lateral (select (p.birth_date + make_interval(years => a.age))::date as reached) r,
        -- One born on 29 February has the birthday on 1 March of a common year.
        lateral (select r.reached + case when extract(day from r.reached) < extract(day from p.birth_date)
                                         then 1 else 0 end as day) b
    where p.alive and b.day > c.published
    group by p.person_id
)
update register.person p set due = next.day
from next where next.person_id = p.person_id and (p.due is null or next.day < p.due);

create or replace function register.publish(
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

    insert into register.person_version (
            person_id, from_key, to_key, replaced, protected, birth_date, due, shape, document, code, municipality,
            alive
        )
        select x.p, coalesce(x.before_key, person.key), x.k, x.t, coalesce(x.before_protected, person.protected),
               case when x.before_key is null then person.birth_date else x.before_birth end,
               case when x.before_key is null then person.due else x.before_due end,
               case when x.before_key is null then person.shape else document_shape end,
               coalesce(x.before_document, person.document), coalesce(x.before_code, person.code),
               case when x.before_key is null then person.municipality else x.before_municipality end,
               coalesce(x.before_alive, person.alive)
        from (
            select p, k, t,
                   lag(k) over w as before_key, lag(d) over w as before_document, lag(pr) over w as before_protected,
                   lag(b) over w as before_birth, lag(u) over w as before_due, lag(c) over w as before_code,
                   lag(m) over w as before_municipality, lag(a) over w as before_alive
            from unnest(keys, times, person_ids, new_documents, new_protected, new_births, new_dues, new_codes,
                        new_municipalities, new_alive)
                 with ordinality as r (k, t, p, d, pr, b, u, c, m, a, n)
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
