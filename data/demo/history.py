"""SQL that gives the demo data a past: who changed which plan when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from data.database import Cursor


def split_by_plan(cursor: Cursor, change_set_id: int, steps: Sequence[tuple[int, datetime, int]]) -> None:
    """Turn one change set of many plans into one of each plan: (plan, time, staff), as if each had been made by hand.

    The stamps of the plans and of their rows follow.
    """
    plan_ids, times, people = zip(*steps, strict=True)
    cursor.execute(
        """
        create or replace temp table demo_step as
        select cast(nextval('change_set_seq') as integer) as id, plan_id, happened_at, staff_id
        from (select unnest(cast($plans as integer[])) as plan_id, unnest(cast($times as timestamp[])) as happened_at,
                unnest(cast($people as integer[])) as staff_id)
        """,
        {"plans": plan_ids, "times": times, "people": people},
    )
    cursor.execute(
        """
        insert into change_set (id, happened_at, staff_id, source, action, plan_id, records)
        select s.id, s.happened_at, s.staff_id, 'ui', c.action, s.plan_id,
            (select count(*) from activity a where a.change_set_id = c.id and a.plan_id = s.plan_id)
        from demo_step s, change_set c where c.id = $change_set_id
        """,
        {"change_set_id": change_set_id},
    )
    cursor.execute(
        """
        update activity set change_set_id = s.id, happened_at = s.happened_at, staff_id = s.staff_id, source = 'ui'
        from demo_step s where activity.change_set_id = $change_set_id and activity.plan_id = s.plan_id
        """,
        {"change_set_id": change_set_id},
    )
    cursor.execute("delete from change_set where id = $id", {"id": change_set_id})
    cursor.execute(
        """
        update plan set updated_at = s.happened_at, touched_at = s.happened_at, updated_by = s.staff_id,
            created_at = case when version = 1 then s.happened_at else created_at end,
            created_by = case when version = 1 then s.staff_id else created_by end
        from demo_step s where plan.id = s.plan_id
        """
    )
    cursor.execute("drop table demo_step")


def number_by_time(cursor: Cursor, plan_ids: Sequence[int]) -> None:
    """Write the log of these plans anew in the order in which everything happened, which is the order its ids are read in."""
    _number_anew(
        cursor, "change_set", "t.plan_id in (select unnest(cast($ids as integer[])))", "t.happened_at, t.id", {"ids": list(plan_ids)}
    )
    cursor.execute("create temp table demo_change_set as select * from demo_order")
    cursor.execute("update activity set change_set_id = o.id from demo_change_set o where activity.change_set_id = o.old_id")
    _number_anew(cursor, "activity", "t.change_set_id in (select id from demo_change_set)", "t.change_set_id, t.id", {})
    cursor.execute("drop table demo_change_set")


def _number_anew(cursor: Cursor, table: str, condition: str, order: str, parameters: dict[str, object]) -> None:
    """Give these rows new ids, larger than all before, in this order; `demo_order` tells which was which."""
    cursor.execute(
        f"""
        create or replace temp table demo_order as
        with old as (select t.id, row_number() over (order by {order}) as place from {table} t where {condition}),
        new as (select cast(nextval('{table}_seq') as integer) as id from old)
        select old.id as old_id, numbered.id
        from old join (select id, row_number() over (order by id) as place from new) numbered using (place)
        """,
        parameters,
    )
    cursor.execute(
        f"insert into {table} by name select t.* replace (o.id as id) from {table} t join demo_order o on t.id = o.old_id order by o.id"
    )
    cursor.execute(f"delete from {table} where id in (select old_id from demo_order)")


def chain_plans(cursor: Cursor, ids: Sequence[int]) -> None:
    """Let each of these plans name the plan of the period before it as where it came from."""
    cursor.execute(
        """
        update plan set previous_plan_id = b.previous_id
        from (select id, lag(id) over (partition by client_id, period_type order by period_start, id) as previous_id
              from plan where id in (select unnest(cast($ids as integer[])))) b
        where plan.id = b.id and b.previous_id is not null
        """,
        {"ids": list(ids)},
    )
