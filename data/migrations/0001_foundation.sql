-- Plans and their sheets, clients, contacts, staff and roles, the activity log, sessions and settings.

create sequence plan_seq;
create table plan (
    id integer primary key default nextval('plan_seq'),
    client_id integer not null,
    subject varchar,
    period_type varchar not null,
    period_start date not null,
    status varchar not null,
    client_status varchar,
    bcg varchar,
    person_in_charge_id integer,
    industry varchar,
    product varchar,
    sales_channel_online varchar,
    sales_channel_offline varchar,
    known_partners varchar,
    vision varchar,
    mission varchar,
    objective varchar,
    threat varchar,
    opportunity varchar,
    success_criteria varchar,
    constraints varchar,
    revenue_next_year decimal(18,2),
    margin decimal(6,2),
    wallet_share decimal(6,2),
    approved_by_id integer,
    approved_at timestamp,
    previous_plan_id integer,
    period_end date,
    revision integer not null default 1,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer,
    deleted_at timestamp,
    deleted_by integer,
    search varchar
);

create sequence client_seq;
create table client (
    id integer primary key default nextval('client_seq'),
    name varchar not null,
    industry varchar,
    address varchar,
    website varchar,
    parent_client_id integer,
    external_id varchar,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer,
    deleted_at timestamp,
    deleted_by integer,
    search varchar
);

create sequence contact_seq;
create table contact (
    id integer primary key default nextval('contact_seq'),
    client_id integer not null,
    name varchar not null,
    title varchar,
    email varchar,
    phone varchar,
    portal_access boolean,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer,
    deleted_at timestamp,
    deleted_by integer
);

create sequence staff_seq;
create table staff (
    id integer primary key default nextval('staff_seq'),
    name varchar not null,
    email varchar not null,
    role_id integer not null,
    active boolean,
    language varchar,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer,
    password_hash varchar
);

create sequence role_seq;
create table role (
    id integer primary key default nextval('role_seq'),
    name varchar not null,
    can_view boolean,
    can_create boolean,
    can_edit boolean,
    can_delete boolean,
    is_administrator boolean,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

create sequence financial_seq;
create table financial (
    id integer primary key default nextval('financial_seq'),
    plan_id integer not null,
    position double not null,
    year bigint,
    revenue decimal(18,2),
    sales_spent decimal(18,2),
    traffic bigint,
    loss decimal(18,2),
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

create sequence marketing_activity_seq;
create table marketing_activity (
    id integer primary key default nextval('marketing_activity_seq'),
    plan_id integer not null,
    position double not null,
    item varchar,
    reference varchar,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

create sequence current_service_seq;
create table current_service (
    id integer primary key default nextval('current_service_seq'),
    plan_id integer not null,
    position double not null,
    service varchar,
    potential varchar,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

create sequence offering_seq;
create table offering (
    id integer primary key default nextval('offering_seq'),
    plan_id integer not null,
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

create sequence company_team_seq;
create table company_team (
    id integer primary key default nextval('company_team_seq'),
    plan_id integer not null,
    position double not null,
    staff_id integer,
    role varchar,
    department varchar,
    title varchar,
    phone varchar,
    email varchar,
    other varchar,
    serving_status varchar,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

create sequence client_team_seq;
create table client_team (
    id integer primary key default nextval('client_team_seq'),
    plan_id integer not null,
    position double not null,
    contact_id integer,
    title varchar,
    role varchar,
    phone varchar,
    email varchar,
    other varchar,
    personality varchar,
    highlight_note varchar,
    working_status varchar,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

create sequence meeting_note_seq;
create table meeting_note (
    id integer primary key default nextval('meeting_note_seq'),
    plan_id integer not null,
    position double not null,
    date date,
    kind varchar,
    attendees varchar,
    notes varchar,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

create sequence competitor_seq;
create table competitor (
    id integer primary key default nextval('competitor_seq'),
    plan_id integer not null,
    position double not null,
    name varchar,
    threat_level varchar,
    notes varchar,
    version integer not null default 1,
    created_at timestamp,
    created_by integer,
    updated_at timestamp,
    updated_by integer
);

create sequence change_set_seq;
create table change_set (
    id integer primary key default nextval('change_set_seq'),
    happened_at timestamp not null,
    staff_id integer,
    source varchar not null,
    action varchar not null,
    plan_id integer,
    records integer not null default 0,
    undo_of integer,
    undone_by integer
);

create sequence activity_seq;
create table activity (
    id bigint primary key default nextval('activity_seq'),
    change_set_id integer not null,
    happened_at timestamp not null,
    staff_id integer,
    source varchar not null,
    record varchar not null,
    record_id integer not null,
    plan_id integer,
    action varchar not null,
    field varchar,
    old_value varchar,
    new_value varchar
);

create table session (
    token_hash varchar primary key,
    staff_id integer not null,
    created_at timestamp not null,
    seen_at timestamp not null,
    expires_at timestamp not null,
    address varchar,
    agent varchar
);

create sequence api_token_seq;
create table api_token (
    id integer primary key default nextval('api_token_seq'),
    staff_id integer not null,
    name varchar not null,
    token_hash varchar not null,
    created_at timestamp not null,
    used_at timestamp,
    revoked_at timestamp
);

create table setting (
    name varchar primary key,
    value varchar not null
);

create macro normalised(words) as strip_accents(lower(words));

insert into role (id, name, can_view, can_create, can_edit, can_delete, is_administrator) values
    (nextval('role_seq'), 'Administrator', true, true, true, true, true),
    (nextval('role_seq'), 'Account manager', true, true, true, true, false),
    (nextval('role_seq'), 'Sales representative', true, true, true, false, false),
    (nextval('role_seq'), 'Reader', true, false, false, false, false);
