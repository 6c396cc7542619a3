-- Jobs that a scheduler starts: how each went last time; and what only the installation knows, such as the key of their address.

create table job_run (
    name varchar primary key,
    started_at timestamp not null,
    ended_at timestamp not null,
    handled integer,
    reason varchar
);

create table secret (
    name varchar primary key,
    value varchar not null
);
