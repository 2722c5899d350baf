set local lock_timeout = '5s';

-- Optional groups of the product that the applicant did not want (valinnainen).
alter table disclosure.permit_version add column omitted text[] not null default '{}';
comment on column disclosure.permit_version.omitted is 'Optional groups of the product that the permit leaves out';

drop function disclosure.write_permit(
    bigint, integer, text, text, integer, text[], text[], text, text, text[], text[], boolean, date, date, text, integer,
    text[], date, date, text
);
-- As in 0002, with the groups left out last.
create function disclosure.write_permit(
    of_permit bigint, of_version integer, new_holder text, new_product text, new_product_version integer,
    new_municipalities text[], new_purposes text[], new_ground text, new_protected text, new_channels text[],
    new_xroad_clients text[], new_exception boolean, new_from date, new_until date, new_conditions text,
    new_quota integer, new_addresses text[], new_suspended_from date, new_suspended_until date,
    new_suspension_reason text, new_omitted text[]
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
        suspended_until, suspension_reason, omitted, from_key
    ) select written,
             coalesce(of_version, 0) + 1, new_product, new_product_version, new_municipalities, new_purposes,
             new_ground, new_protected, new_channels, new_xroad_clients, new_exception, new_from, new_until,
             new_conditions, new_quota, new_addresses, new_suspended_from, new_suspended_until,
             new_suspension_reason, new_omitted, coalesce((select max(c.key) from register.change c), 0);
    return written;
end $$;
revoke execute on function disclosure.write_permit from public;
grant execute on function disclosure.write_permit to vaki_disclosure, vaki_site;
