-- Templates of plans, with rows of their own: offerings, objectives, items, and tasks whose dates are days after the start of a period.

create sequence template_seq;
create table template (
    id integer primary key default nextval('template_seq'),
    name varchar not null,
    subject varchar,
    vision varchar,
    mission varchar,
    objective varchar,
    threat varchar,
    opportunity varchar,
    success_criteria varchar,
    constraints varchar,
    mind_map varchar,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer,
    deleted_at timestamp,
    deleted_by integer
);

create sequence template_offering_seq;
create table template_offering (
    id integer primary key default nextval('template_offering_seq'),
    template_id integer not null,
    position double not null,
    service varchar,
    potential varchar,
    scale varchar,
    convert varchar,
    prioritization varchar,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

create sequence template_objective_seq;
create table template_objective (
    id integer primary key default nextval('template_objective_seq'),
    template_id integer not null,
    position double not null,
    name varchar not null,
    node_id varchar,
    is_kept boolean,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

create sequence template_item_seq;
create table template_item (
    id integer primary key default nextval('template_item_seq'),
    template_id integer not null,
    position double not null,
    objective_id integer not null,
    name varchar not null,
    node_id varchar,
    is_kept boolean,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

create sequence template_task_seq;
create table template_task (
    id integer primary key default nextval('template_task_seq'),
    template_id integer not null,
    position double not null,
    objective_id integer,
    item_id integer,
    action varchar,
    priority varchar,
    people_in_charge_ids varchar,
    start_offset bigint,
    deadline_offset bigint,
    node_id varchar,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

alter table plan add column template_id integer;
