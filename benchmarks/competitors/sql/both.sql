-- What both variants have: who may ask for what, whose codes are whose, the ledger, and whom a line mentions.

create table permit (
    id bigint primary key,
    version integer not null,
    holder text not null,
    product text not null,
    product_version integer not null,
    protected text not null,
    valid_from date not null,
    valid_until date
);
create table credential (
    user_name text primary key,
    permit_id bigint not null references permit,
    hash bytea not null,
    revoked timestamptz
);
create table product (
    name text primary key,
    version integer not null,
    groups text[] not null,
    censored text[] not null,
    touching text[] not null,
    never_bare text[] not null,
    mentioning text[] not null
);
comment on column product.touching is 'Kinds whose change makes the censored objects be told';
comment on column product.never_bare is 'Kinds of which what the register marked as withheld is never told';
create table group_kind (
    name text primary key,
    place integer not null,
    hidden_members text[] not null
);

create table identity_code (
    code text collate "C" primary key,
    person_id bigint not null,
    active boolean not null
);
create index identity_code_person on identity_code (person_id);

create table mention (
    person_id bigint not null,
    kind text not null,
    other_id bigint not null,
    primary key (person_id, kind, other_id)
);
create table change_mention (
    change_key bigint not null,
    kind text not null,
    other_id bigint not null,
    primary key (change_key, kind, other_id)
);

-- As wide as Väki's own.
create table ledger (
    id bigint generated always as identity,
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
);
create index ledger_id on ledger (id);
create index ledger_made on ledger (made);
