-- Definitions of custom fields; the values of definition 7 stand in the column cf_7 of the plan, added with the definition.

create sequence custom_field_seq;
create table custom_field (
    id integer primary key default nextval('custom_field_seq'),
    label varchar not null,
    type varchar not null,
    options varchar,
    required boolean,
    help varchar,
    position bigint,
    in_list boolean,
    in_portal boolean,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer,
    deleted_at timestamp,
    deleted_by integer
);
