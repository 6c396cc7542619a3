"""Change sets and the activity log: who changed what, when, from what to what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from data.database import Cursor, Row
from data.records import Record

COLUMNS = ("record", "record_id", "plan_id", "action", "field", "old_value", "new_value")


def insert_change_set(cursor: Cursor, *, at: datetime, staff_id: int | None, source: str, action: str, undo_of: int | None = None) -> int:
    return int(
        cursor.value(
            """
            insert into change_set (happened_at, staff_id, source, action, undo_of)
            values ($at, $staff_id, $source, $action, $undo_of) returning id
            """,
            {"at": at, "staff_id": staff_id, "source": source, "action": action, "undo_of": undo_of},
        )
    )


def close_change_set(cursor: Cursor, change_set_id: int, *, plan_id: int | None, records: int) -> None:
    cursor.execute(
        "update change_set set plan_id = $plan_id, records = $records where id = $id",
        {"id": change_set_id, "plan_id": plan_id, "records": records},
    )


def mark_undone(cursor: Cursor, change_set_id: int, undone_by: int) -> None:
    cursor.execute("update change_set set undone_by = $by where id = $id", {"id": change_set_id, "by": undone_by})


def select_change_set(cursor: Cursor, change_set_id: int) -> Row | None:
    return cursor.row(
        "select id, happened_at, staff_id, source, action, plan_id, records, undo_of, undone_by from change_set where id = $id",
        {"id": change_set_id},
    )


def insert_entries(cursor: Cursor, change_set_id: int, entries: Sequence[tuple[Any, ...]]) -> None:
    """Write activity rows; each entry has the values of COLUMNS, old and new as canonical text."""
    if not entries:
        return
    values = {name: [entry[place] for entry in entries] for place, name in enumerate(COLUMNS)}
    cursor.execute(
        """
        insert into activity (change_set_id, happened_at, staff_id, source, record, record_id, plan_id, action, field, old_value, new_value)
        select c.id, c.happened_at, c.staff_id, c.source, e.record, e.record_id, e.plan_id, e.action, e.field, e.old_value, e.new_value
        from change_set c,
            (select unnest(cast($record as varchar[])) as record, unnest(cast($record_id as integer[])) as record_id,
                    unnest(cast($plan_id as integer[])) as plan_id, unnest(cast($action as varchar[])) as action,
                    unnest(cast($field as varchar[])) as field, unnest(cast($old_value as varchar[])) as old_value,
                    unnest(cast($new_value as varchar[])) as new_value) e
        where c.id = $change_set_id
        """,
        {**values, "change_set_id": change_set_id},
    )


def insert_creations(cursor: Cursor, change_set_id: int, record: Record, ids: Sequence[int]) -> None:
    """Log rows inserted by set: one entry each, with the whole row as JSON of canonical texts."""
    plan_id = "t.id" if record.name == "plan" else "t.plan_id" if record.parent == "plan" else "null"
    whole = ", ".join(f"'{column}', cast(t.\"{column}\" as varchar)" for column in record.columns)
    cursor.execute(
        f"""
        insert into activity (change_set_id, happened_at, staff_id, source, record, record_id, plan_id, action, field, old_value, new_value)
        select c.id, c.happened_at, c.staff_id, c.source, $record, t.id, {plan_id}, 'create', null, null, cast(json_object({whole}) as varchar)
        from change_set c, "{record.table}" t
        where c.id = $change_set_id and t.id in (select unnest(cast($ids as integer[])))
        order by t.id
        """,
        {"record": record.name, "change_set_id": change_set_id, "ids": list(ids)},
    )


def insert_bulk_update(
    cursor: Cursor, change_set_id: int, record: Record, field: str, ids: Sequence[int], new_value: str | None, action: str
) -> int:
    """Log one field of many rows going to one value, for the rows where it really changes. Returns how many."""
    plan_id = "t.id" if record.name == "plan" else "t.plan_id" if record.parent == "plan" else "null"
    sql_type = record.column_type(field)
    return len(
        cursor.values(
            f"""
            insert into activity (change_set_id, happened_at, staff_id, source, record, record_id, plan_id, action, field, old_value, new_value)
            select c.id, c.happened_at, c.staff_id, c.source, $record, t.id, {plan_id}, $action, $field,
                cast(t."{field}" as varchar), cast(cast($value as {sql_type}) as varchar)
            from change_set c, "{record.table}" t
            where c.id = $change_set_id and t.id in (select unnest(cast($ids as integer[])))
                and t."{field}" is distinct from cast($value as {sql_type})
            returning record_id
            """,
            {
                "change_set_id": change_set_id,
                "record": record.name,
                "action": action,
                "field": field,
                "value": new_value,
                "ids": list(ids),
            },
        )
    )


def select_groups(cursor: Cursor, change_set_id: int) -> list[Row]:
    """What a change set touched: record, action, field and how many rows of each, last written first."""
    return cursor.rows(
        """
        select record, action, field, count(*) as entries, max(id) as last_id from activity
        where change_set_id = $id group by record, action, field order by last_id desc
        """,
        {"id": change_set_id},
    )


def select_entries(cursor: Cursor, change_set_id: int, *, record: str, action: str, field: str | None = None) -> list[Row]:
    return cursor.rows(
        """
        select id, record, record_id, plan_id, action, field, old_value, new_value from activity
        where change_set_id = $id and record = $record and action = $action and field is not distinct from $field
        order by id
        """,
        {"id": change_set_id, "record": record, "action": action, "field": field},
    )


def select_entries_since(cursor: Cursor, plan_id: int, moment: datetime) -> list[Row]:
    """What happened to a plan and its rows after a moment (UTC), the latest first."""
    return cursor.rows(
        """
        select id, record, record_id, action, field, old_value, new_value from activity
        where plan_id = $plan_id and happened_at > $moment order by id desc
        """,
        {"plan_id": plan_id, "moment": moment},
    )


def select_entry(cursor: Cursor, activity_id: int) -> Row | None:
    return cursor.row(
        "select id, change_set_id, staff_id, record, record_id, plan_id, action, field, old_value, new_value from activity where id = $id",
        {"id": activity_id},
    )


def revertible(
    cursor: Cursor, record: Record, field: str, change_set_id: int, activity_id: int | None = None
) -> tuple[list[Row], list[Row]]:
    """Rows of a change set's updates of one field: those that still hold the new value, and those that do not.

    Each row has record_id, old_value, and current (text).
    """
    sql_type = record.column_type(field)
    found = cursor.rows(
        f"""
        with step as (
            select record_id, arg_min(struct_pack(v := old_value), id).v as old_value, arg_max(struct_pack(v := new_value), id).v as new_value
            from activity
            where change_set_id = $change_set_id and record = $record and action not in ('create', 'remove') and field = $field
                and ($activity_id is null or id = $activity_id)
            group by record_id
        )
        select s.record_id, s.old_value, cast(t."{field}" as varchar) as current,
            t.id is not null and t."{field}" is not distinct from cast(s.new_value as {sql_type}) as stands
        from step s left join "{record.table}" t on t.id = s.record_id order by s.record_id
        """,
        {"change_set_id": change_set_id, "record": record.name, "field": field, "activity_id": activity_id},
    )
    return [row for row in found if row["stands"]], [row for row in found if not row["stands"]]


def changed_since(cursor: Cursor, record: Record, ids: Sequence[int], change_set_id: int) -> set[int]:
    """Those of the ids that a later change set touched, directly or, for a plan, through what belongs to it."""
    by_plan = " or a.plan_id in (select unnest(cast($ids as integer[])))" if record.name == "plan" else ""
    return {
        int(each)
        for each in cursor.values(
            f"""
            select distinct case when a.record = $record then a.record_id else a.plan_id end
            from activity a where a.change_set_id > $change_set_id
                and ((a.record = $record and a.record_id in (select unnest(cast($ids as integer[])))){by_plan})
            order by 1
            """,
            {"record": record.name, "ids": list(ids), "change_set_id": change_set_id},
        )
    }


def touch_plans(cursor: Cursor, plan_ids: Sequence[int], at: datetime) -> list[Row]:
    """Count the revision of these plans up, and tell id and new revision."""
    return cursor.rows(
        "update plan set revision = revision + 1, touched_at = $at where id in (select unnest(cast($ids as integer[]))) returning id, revision",
        {"ids": list(plan_ids), "at": at},
    )
