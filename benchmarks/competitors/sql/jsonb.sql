-- One JSONB column a person, and one a change.

create table person (
    id bigint primary key,
    code text not null,
    municipality text,
    alive boolean not null,
    protected boolean not null,
    birth_date date,
    groups jsonb not null
);
create index person_municipality on person (municipality, id) where alive;
create index person_protected on person (id) where protected;

create table change (
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
    found_by_place boolean not null,
    touches_place boolean not null,
    withheld integer[] not null,
    groups jsonb not null
);
create index change_time on change (time);
create index change_person on change (person_id, key);
create index change_before on change (municipality_before, key) where municipality_before is not null;
create index change_after on change (municipality_after, key)
    where municipality_after is not null and municipality_after is distinct from municipality_before;
create unique index change_event on change (event_id, person_id);
