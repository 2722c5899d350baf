-- Normalised: a table for each sort of fact that a person may have several of, columns for the rest. What no group of
-- the raced product needs stands in other_group, so that the data is the same.

create table person (
    id bigint primary key,
    code text not null,
    municipality text,
    alive boolean not null,
    protected boolean not null,
    birth_date date,
    previous_codes text[] not null,
    born date,
    born_precision text,
    sex text,
    first_names text,
    surname text,
    first_names_utf8 text,
    surname_utf8 text,
    names_since date,
    names_since_precision text,
    names_note text,
    tongue text,
    tongue_iso6392 text,
    tongue_name text,
    tongue_since date,
    tongue_since_precision text,
    tongue_until date,
    tongue_until_precision text,
    service_language text,
    service_language_iso6392 text,
    service_language_since date,
    service_language_since_precision text,
    dead boolean,
    died date,
    died_precision text,
    protection_active boolean,
    protection_until date,
    protection_until_precision text,
    home_municipality text,
    home_since date,
    home_since_precision text
);
create index person_municipality on person (municipality, id) where alive;
create index person_protected on person (id) where protected;

create table name (
    person_id bigint not null,
    position integer not null,
    kind text not null,
    sort text,
    name text,
    name_utf8 text,
    since date,
    since_precision text,
    until date,
    until_precision text,
    primary key (person_id, position)
);
create table citizenship (
    person_id bigint not null,
    position integer not null,
    country text not null,
    country_name text,
    in_force text,
    got date,
    got_precision text,
    lost date,
    lost_precision text,
    primary key (person_id, position)
);
create table email (
    person_id bigint not null,
    position integer not null,
    address text,
    sort text,
    since date,
    since_precision text,
    until date,
    until_precision text,
    primary key (person_id, position)
);
create table address (
    person_id bigint not null,
    position integer not null,
    kind text not null,
    street_fi text,
    street_sv text,
    street_number text,
    staircase text,
    flat text,
    flat_division text,
    postal_code text,
    post_office_fi text,
    post_office_sv text,
    building_code text,
    address_number integer,
    municipality text,
    line_fi text,
    line_sv text,
    second_line text,
    street_abroad text,
    town_abroad text,
    country text,
    country_name text,
    since date,
    since_precision text,
    until date,
    until_precision text,
    primary key (person_id, position)
);
create table other_group (
    person_id bigint not null,
    position integer not null,
    kind text not null,
    members jsonb not null,
    primary key (person_id, position)
);

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
    touches_place boolean not null
);
create index change_time on change (time);
create index change_person on change (person_id, key);
create index change_before on change (municipality_before, key) where municipality_before is not null;
create index change_after on change (municipality_after, key)
    where municipality_after is not null and municipality_after is distinct from municipality_before;
create unique index change_event on change (event_id, person_id);

create table change_group (
    change_key bigint not null,
    position integer not null,
    kind text not null,
    withheld boolean not null,
    members jsonb not null,
    primary key (change_key, position)
);
