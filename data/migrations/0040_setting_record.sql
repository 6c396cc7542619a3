-- Settings become records: their changes stand in the activity log and can be undone.

create sequence setting_seq;
create table setting_record (
    id integer primary key default nextval('setting_seq'),
    name varchar not null,
    value varchar not null,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);
insert into setting_record (name, value) select name, value from setting order by name;
drop table setting;
alter table setting_record rename to setting;
