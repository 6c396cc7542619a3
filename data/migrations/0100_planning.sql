-- Objectives, items, tasks and goals of a plan; rules that flag plans at risk; what the list needs of them ready on the plan.

create sequence objective_seq;
create table objective (
    id integer primary key default nextval('objective_seq'),
    plan_id integer not null,
    position double not null,
    name varchar not null,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

create sequence item_seq;
create table item (
    id integer primary key default nextval('item_seq'),
    plan_id integer not null,
    position double not null,
    objective_id integer not null,
    name varchar not null,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

create sequence task_seq;
create table task (
    id integer primary key default nextval('task_seq'),
    plan_id integer not null,
    position double not null,
    objective_id integer,
    item_id integer,
    action varchar,
    priority varchar,
    people_in_charge_ids varchar,
    "start" date,
    deadline date,
    status varchar not null,
    completed_at timestamp,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

create sequence goal_seq;
create table goal (
    id integer primary key default nextval('goal_seq'),
    plan_id integer not null,
    position double not null,
    name varchar,
    unit varchar,
    baseline decimal(18,4),
    target decimal(18,4),
    actual decimal(18,4),
    due_date date,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

create sequence risk_rule_seq;
create table risk_rule (
    id integer primary key default nextval('risk_rule_seq'),
    name varchar not null,
    severity varchar not null,
    is_active boolean,
    conditions varchar,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

alter table plan add column next_open_deadline date;
alter table plan add column touched_at timestamp;
alter table plan add column approved_revision integer;
update plan set touched_at = updated_at;

insert into risk_rule (id, name, severity, is_active, conditions, created_at, updated_at) values
    (nextval('risk_rule_seq'), 'Red client with overdue tasks', 'High', true,
     '[{"subject":"client_status","operator":"is","value":"Red"},{"subject":"overdue_tasks","operator":"at_least","value":"1"}]',
     current_localtimestamp(), current_localtimestamp());
