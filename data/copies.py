"""SQL that copies plans and what belongs to them, any number in one statement a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from data.database import Cursor, Row
from data.records import BELONGING, PLAN, TASK, Kind, Record
from data.rows import next_ids

# Beyond it nothing reads a date any more.
LAST_DAY = "date '9999-12-31'"
OPEN_TASKS = " and t.status <> 'Complete'"
_BELONGING_NAMES = {each.name for each in BELONGING}


@dataclass(frozen=True)
class PlanCopies:
    """Which plan becomes which: `sources[n]` is copied to the new id `copies[n]`, and its dates move by `months[n]`."""

    sources: Sequence[int]
    copies: Sequence[int]
    months: Sequence[int]


RowCopies = dict[str, tuple[list[int], list[int]]]
"""By record name: the ids of rows copied so far and, in the same order, of their copies."""


def select_sources(cursor: Cursor, plan_ids: Sequence[int]) -> list[Row]:
    """Id, subject and period of these plans, by id; unknown and trashed ones are left out."""
    return cursor.rows(
        """
        select id, subject, period_type, period_start from plan
        where deleted_at is null and id in (select unnest(cast($ids as integer[]))) order by id
        """,
        {"ids": list(plan_ids)},
    )


def insert_plan_copies(
    cursor: Cursor,
    wanted: PlanCopies,
    subjects: Sequence[str],
    *,
    status: str,
    period_type: str,
    period_start: date,
    at: datetime,
    staff_id: int | None,
    record: Record = PLAN,
) -> None:
    """Insert a copy of each source: everything of it but subject, status, period, approval and stamps."""
    expressions = {
        "id": "c.new_id",
        "subject": "c.subject",
        "status": "$status",
        "period_type": "$period_type",
        "period_start": "$period_start",
        "approved_by_id": "null",
        "approved_at": "null",
        "approved_revision": "null",
        "previous_plan_id": "t.id",
        "revision": "1",
        "touched_at": "$at",
        "deleted_at": "null",
        "deleted_by": "null",
        **_stamps(),
    }
    columns = record.columns
    cursor.execute(
        f"""
        insert into plan ({_names(columns)})
        select {_values(columns, expressions)}
        from (select unnest(cast($sources as integer[])) as old_id, unnest(cast($copies as integer[])) as new_id,
                unnest(cast($subjects as varchar[])) as subject) c
            join plan t on t.id = c.old_id
        """,
        {
            "sources": list(wanted.sources),
            "copies": list(wanted.copies),
            "subjects": list(subjects),
            "status": status,
            "period_type": period_type,
            "period_start": period_start,
            "at": at,
            "staff_id": staff_id,
        },
    )


def insert_child_copies(
    cursor: Cursor, record: Record, wanted: PlanCopies, done: RowCopies, *, with_complete: bool, at: datetime, staff_id: int | None
) -> list[int]:
    """Insert a copy of every row of this record that belongs to a source, at the same place. Returns the new ids.

    Deadlines move, tasks start over; Complete tasks stay behind unless asked for. References to rows copied before (`done`) follow
    to the copy; this record is added there.
    """
    only = OPEN_TASKS if record is TASK and not with_complete else ""
    old_ids = cursor.values(
        f'select t.id from "{record.table}" t where t.plan_id in (select unnest(cast($sources as integer[]))){only} order by t.id',
        {"sources": list(wanted.sources)},
    )
    new_ids = next_ids(cursor, record, len(old_ids))
    done[record.name] = (old_ids, new_ids)
    if not old_ids:
        return []
    expressions = {"id": "r.new_id", "plan_id": "c.new_id", **_stamps()}
    if record is TASK:
        expressions |= {"status": "'Not Started'", "completed_at": "null"}
    parameters: dict[str, object] = {"at": at, "staff_id": staff_id, "sources": list(wanted.sources), "copies": list(wanted.copies)}
    parameters |= {"old_ids": old_ids, "new_ids": new_ids, "months": list(wanted.months)}
    joins = ""
    for field in record.fields:
        if field.kind is Kind.DATE and field.name in ("start", "deadline", "due_date"):
            moved = f'cast(t."{field.name}" + to_months(c.months) as date)'
            expressions[field.name] = f'case when t."{field.name}" is not null then least({moved}, {LAST_DAY}) end'
        elif field.refers_to in _BELONGING_NAMES and field.kind is Kind.REFERENCE:
            alias = f"of_{field.refers_to}"
            expressions[field.name] = f"{alias}.new_id"
            joins += (
                f" left join (select unnest(cast(${alias}_old as integer[])) as old_id, unnest(cast(${alias}_new as integer[])) as new_id)"
                f' {alias} on {alias}.old_id = t."{field.name}"'
            )
            parameters[f"{alias}_old"], parameters[f"{alias}_new"] = done[field.refers_to]
    cursor.execute(
        f"""
        insert into "{record.table}" ({_names(record.columns)})
        select {_values(record.columns, expressions)}
        from (select unnest(cast($old_ids as integer[])) as old_id, unnest(cast($new_ids as integer[])) as new_id) r
            join "{record.table}" t on t.id = r.old_id
            join (select unnest(cast($sources as integer[])) as old_id, unnest(cast($copies as integer[])) as new_id,
                    unnest(cast($months as integer[])) as months) c on c.old_id = t.plan_id{joins}
        """,
        parameters,
    )
    return new_ids


def _stamps() -> dict[str, str]:
    return {
        "version": "1",
        "created_at": "$at",
        "created_by": "cast($staff_id as integer)",
        "updated_at": "$at",
        "updated_by": "cast($staff_id as integer)",
    }


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _values(columns: Sequence[str], expressions: Mapping[str, str]) -> str:
    return ", ".join(expressions.get(column, f't."{column}"') for column in columns)
