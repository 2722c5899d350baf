set local lock_timeout = '5s';

-- What a census of the whole register last came to: figures of everybody together, which tell of nobody. A page that
-- anybody may open shows them from here, so that it reads no person.
create table register.census (
    one boolean primary key default true check (one),
    day date not null,
    counted text not null
);

grant select, insert, update, delete on register.census to vaki_register;
grant select on register.census to vaki_disclosure;
