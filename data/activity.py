"""Change sets and the activity log: who changed what, when, from what to what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from data.database import Cursor, Row, is_among
from data.records import Record

RECENT_REQUESTS = 5_000
COLUMNS = ("record", "record_id", "plan_id", "action", "field", "old_value", "new_value")


@dataclass(frozen=True)
class ChangeSet:
    """What a change set says of itself: its plan where it is one, how many lines of the log it has, and its client's name of the request."""

    plan_id: int | None
    records: int
    request_key: str | None


def next_change_set_id(cursor: Cursor) -> int:
    return int(cursor.value("select nextval('change_set_seq')"))


def insert_change_set(
    cursor: Cursor,
    change_set_id: int,
    *,
    at: datetime,
    staff_id: int | None,
    source: str,
    action: str,
    undo_of: int | None,
    summary: ChangeSet,
) -> None:
    cursor.execute(
        """
        insert into change_set (id, happened_at, staff_id, source, action, undo_of, plan_id, records, request_key)
        values ($id, $at, $staff_id, $source, $action, $undo_of, $plan_id, $records, $request_key)
        """,
        {"id": change_set_id, "at": at, "staff_id": staff_id, "source": source, "action": action, "undo_of": undo_of, **asdict(summary)},
    )


def close_change_set(cursor: Cursor, change_set_id: int, summary: ChangeSet) -> None:
    cursor.execute(
        "update change_set set plan_id = $plan_id, records = $records, request_key = $request_key where id = $id",
        {"id": change_set_id, **asdict(summary)},
    )


def select_created_by_request(cursor: Cursor, staff_id: int | None, request_key: str, record: str) -> list[int]:
    """Ids of the rows that a recent request of this key added, in the order in which it named them."""
    return [
        int(each)
        for each in cursor.values(
            """
            select a.record_id from change_set c join activity a on a.change_set_id = c.id
            where c.id > (select max(id) from change_set) - $recent and c.request_key = $key and c.staff_id is not distinct from $staff_id
                and a.record = $record and a.action = 'create'
            order by a.id
            """,
            {"key": request_key, "staff_id": staff_id, "record": record, "recent": RECENT_REQUESTS},
        )
    ]


def delete_change_set(cursor: Cursor, change_set_id: int) -> None:
    """Take back a change set in which nothing was changed."""
    cursor.execute("delete from change_set where id = $id", {"id": change_set_id})


def mark_undone(cursor: Cursor, change_set_id: int, undone_by: int) -> None:
    cursor.execute("update change_set set undone_by = $by where id = $id", {"id": change_set_id, "by": undone_by})


def select_change_set(cursor: Cursor, change_set_id: int) -> Row | None:
    return cursor.row(
        "select id, happened_at, staff_id, source, action, plan_id, records, undo_of, undone_by from change_set where id = $id",
        {"id": change_set_id},
    )


def insert_entries(
    cursor: Cursor, change_set_id: int, entries: Sequence[tuple[Any, ...]], *, at: datetime, staff_id: int | None, source: str
) -> None:
    """Write activity rows of a change set, with its stamps; each entry has the values of COLUMNS, old and new as canonical text."""
    if not entries:
        return
    values = {name: [entry[place] for entry in entries] for place, name in enumerate(COLUMNS)}
    cursor.execute(
        """
        insert into activity (change_set_id, happened_at, staff_id, source, record, record_id, plan_id, action, field, old_value, new_value)
        select $change_set_id, $at, cast($staff_id as integer), $source,
            unnest(cast($record as varchar[])), unnest(cast($record_id as integer[])), unnest(cast($plan_id as integer[])),
            unnest(cast($action as varchar[])), unnest(cast($field as varchar[])), unnest(cast($old_value as varchar[])),
            unnest(cast($new_value as varchar[]))
        """,
        {**values, "change_set_id": change_set_id, "at": at, "staff_id": staff_id, "source": source},
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
) -> list[int]:
    """Log one field of many rows going to one value, for the rows where it really changes. Returns the ids of those."""
    plan_id = "t.id" if record.name == "plan" else "t.plan_id" if record.parent == "plan" else "null"
    sql_type = record.column_type(field)
    return cursor.values(
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


def insert_held_updates(cursor: Cursor, change_set_id: int, record: Record, field: str, held: str, action: str = "update") -> None:
    """Log one field going to the values of a held table, for the rows it marks as different (`differs_<field>`)."""
    plan_id = "t.id" if record.name == "plan" else "t.plan_id" if record.parent == "plan" else "null"
    sql_type = record.column_type(field)
    cursor.execute(
        f"""
        insert into activity (change_set_id, happened_at, staff_id, source, record, record_id, plan_id, action, field, old_value, new_value)
        select c.id, c.happened_at, c.staff_id, c.source, $record, t.id, {plan_id}, $action, $field,
            cast(t."{field}" as varchar), cast(cast(h."{field}" as {sql_type}) as varchar)
        from change_set c, {held} h join "{record.table}" t on t.id = h.id
        where c.id = $change_set_id and h."differs_{field}" order by t.id
        """,
        {"change_set_id": change_set_id, "record": record.name, "field": field, "action": action},
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


def select_changed_ids(cursor: Cursor, change_set_id: int, *, record: str, field: str) -> list[int]:
    """The rows whose field a change set changed."""
    return cursor.values(
        "select distinct record_id from activity where change_set_id = $id and record = $record and field = $field order by 1",
        {"id": change_set_id, "record": record, "field": field},
    )


def select_texts(cursor: Cursor, change_set_id: int, record: str, field: str) -> list[str]:
    """Every old and new value of one field in a change set, each once."""
    return cursor.values(
        """
        select old_value from activity where change_set_id = $id and record = $record and field = $field and old_value is not null
        union select new_value from activity where change_set_id = $id and record = $record and field = $field and new_value is not null
        order by 1
        """,
        {"id": change_set_id, "record": record, "field": field},
    )


def select_last_removed(cursor: Cursor, record: str, ids: Sequence[int]) -> list[str]:
    """These rows as they were when they were last removed: JSON of canonical texts."""
    return cursor.values(
        """
        select arg_max(old_value, id) from activity
        where record = $record and action = 'remove' and record_id in (select unnest(cast($ids as integer[]))) group by record_id order by record_id
        """,
        {"record": record, "ids": list(ids)},
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


def count_entries(cursor: Cursor, change_set_id: int) -> int:
    return int(cursor.value("select count(*) from activity where change_set_id = $id", {"id": change_set_id}))


def select_values(cursor: Cursor, record: str, plan_id: int, field: str) -> list[Row]:
    """Every value one field of a plan's rows went to, in order: of creations the whole row, of changes the new value."""
    return cursor.rows(
        """
        select record_id, happened_at, action, new_value from activity
        where plan_id = $plan_id and record = $record and (action = 'create' or (action <> 'remove' and field = $field)) order by id
        """,
        {"plan_id": plan_id, "record": record, "field": field},
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

    Each row has record_id, old_value, current (text), and whether the row still exists.
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
        select s.record_id, s.old_value, cast(t."{field}" as varchar) as current, t.id is not null as is_there,
            t.id is not null and t."{field}" is not distinct from cast(s.new_value as {sql_type}) as stands
        from step s left join "{record.table}" t on t.id = s.record_id order by s.record_id
        """,
        {"change_set_id": change_set_id, "record": record.name, "field": field, "activity_id": activity_id},
    )
    return [row for row in found if row["stands"]], [row for row in found if not row["stands"]]


def changed_since(cursor: Cursor, record: Record, ids: Sequence[int], change_set_id: int) -> set[int]:
    """Those of the ids that a later change set touched, directly or, for a plan, through what belongs to it.

    Change sets that were undone do not count, nor do the undoings themselves: together they leave everything as it was.
    """
    by_plan = " or a.plan_id in (select unnest(cast($ids as integer[])))" if record.name == "plan" else ""
    touched = cursor.tuples(
        f"""
        select distinct case when a.record = $record then a.record_id else a.plan_id end, a.change_set_id
        from activity a where a.change_set_id > $change_set_id
            and ((a.record = $record and a.record_id in (select unnest(cast($ids as integer[])))){by_plan})
        order by 1, 2
        """,
        {"record": record.name, "ids": list(ids), "change_set_id": change_set_id},
    )
    standing = _standing(cursor, {each for _row_id, each in touched}, change_set_id)
    return {int(row_id) for row_id, each in touched if each in standing}


def _standing(cursor: Cursor, change_sets: set[int], since: int) -> set[int]:
    """Those of the change sets after `since` that left something behind: what was undone, and its undoing, cancel each other."""
    undone_by: dict[int, int | None] = {}
    undo_of: dict[int, int | None] = {}
    asked = change_sets
    while asked:
        found = cursor.tuples(
            "select id, undo_of, undone_by from change_set where id in (select unnest(cast($ids as integer[]))) order by id",
            {"ids": sorted(asked)},
        )
        undo_of |= {row_id: of for row_id, of, _by in found}
        undone_by |= {row_id: by for row_id, _of, by in found}
        asked = {by for _row_id, _of, by in found if by is not None} - set(undone_by)

    def holds(change_set_id: int) -> bool:
        by = undone_by[change_set_id]
        return by is None or not holds(by)

    return {each for each in change_sets if (undo_of[each] or 0) <= since and holds(each)}


def last_id(cursor: Cursor) -> int:
    """The id of the newest activity row, 0 where there is none."""
    return int(cursor.value("select coalesce(max(id), 0) from activity"))


def select_since(cursor: Cursor, since: int, *, plan_id: int | None = None, records: Sequence[str] = (), limit: int) -> list[Row]:
    """What changed after an activity id, oldest first, without values."""
    condition, parameters = _since(since, plan_id, records)
    return cursor.rows(
        f"""
        select id, change_set_id, record, record_id, plan_id, action, field from activity
        where {condition} order by id limit $limit
        """,
        {**parameters, "limit": limit},
    )


def count_since(cursor: Cursor, since: int, *, plan_id: int | None = None, records: Sequence[str] = ()) -> int:
    condition, parameters = _since(since, plan_id, records)
    return int(cursor.value(f"select count(*) from activity where {condition}", parameters))


def _since(since: int, plan_id: int | None, records: Sequence[str]) -> tuple[str, dict[str, Any]]:
    conditions = ["id > $since"]
    parameters: dict[str, Any] = {"since": since}
    if plan_id is not None:
        conditions.append("plan_id = $plan_id")
        parameters["plan_id"] = plan_id
    if records:
        conditions.append("record in (select unnest(cast($records as varchar[])))")
        parameters["records"] = list(records)
    return " and ".join(conditions), parameters


def touch_plans(cursor: Cursor, plan_ids: Sequence[int], at: datetime) -> list[Row]:
    """Count the revision of these plans up, and tell id and new revision."""
    condition, parameters = is_among("id", plan_ids)
    cursor.execute(f"update plan set revision = revision + 1, touched_at = $at where {condition}", {**parameters, "at": at})
    # With `returning`, the update would write every column of these wide rows anew.
    return cursor.rows(f"select id, revision from plan where {condition} order by id", parameters)
