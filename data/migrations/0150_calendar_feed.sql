-- Private addresses of people's calendars; of each only the hash of its token is stored.

create sequence calendar_feed_seq;
create table calendar_feed (
    id integer primary key default nextval('calendar_feed_seq'),
    staff_id integer not null,
    token_hash varchar not null,
    created_at timestamp not null,
    used_at timestamp,
    revoked_at timestamp
);
