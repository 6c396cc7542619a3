-- What a person has typed into the form of a new plan and not sent yet.
create table plan_draft (
    staff_id integer primary key,
    content varchar not null,
    updated_at timestamp not null
);
