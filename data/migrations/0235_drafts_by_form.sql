-- Each form of a new plan has a draft of its own; whoever had one keeps it.
create table plan_draft_before as select staff_id, content, updated_at from plan_draft;
drop table plan_draft;
create table plan_draft (
    staff_id integer not null,
    form varchar not null,
    content varchar not null,
    updated_at timestamp not null,
    primary key (staff_id, form)
);
insert into plan_draft (staff_id, form, content, updated_at) select staff_id, '0000000000000000', content, updated_at from plan_draft_before;
drop table plan_draft_before;
