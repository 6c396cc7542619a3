-- Saved views of the list of plans, and how each person last left the list.
create sequence view_seq;
create table view (
    id integer primary key default nextval('view_seq'),
    name varchar not null,
    scope varchar not null,
    owner_id integer not null,
    filters varchar,
    sort varchar,
    columns varchar,
    layout varchar,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);
create table list_state (
    staff_id integer primary key,
    opened varchar,
    filters varchar,
    sort varchar,
    columns varchar,
    layout varchar
);
