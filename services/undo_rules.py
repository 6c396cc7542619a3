"""What an undo must not break: rows that others name by now, clients below themselves, values a field can no longer hold."""

from __future__ import annotations

from collections.abc import Sequence

from data import activity as activity_rows
from data import clients as client_rows
from data import outline as outline_rows
from data import plans as plan_rows
from data import rows
from data.database import Cursor
from data.records import CLIENT, OUTLINE, PLAN, RECORDS, Field, Kind, Record
from services.changes import Changes, Edit
from services.logged_rows import is_readable, row_from_text
from services.periods import first_day


def in_use(cursor: Cursor, record: Record, ids: Sequence[int]) -> set[int]:
    """Those of these rows that cannot go, because what stays belongs to them: clients with plans, objectives and items with tasks."""
    if record is CLIENT:
        return client_rows.select_with_live_plans(cursor, ids)
    if record.name in OUTLINE:
        return set(outline_rows.select_in_use(cursor, record, ids))
    return set()


def existing(changes: Changes, record: Record, ids: Sequence[int]) -> set[int]:
    """Those of these rows that exist, in the trash or not, after objectives and items that had gone by themselves were brought back."""
    there = {row["id"] for row in rows.select_rows(changes.cursor, record, ids, with_trash=True)} if ids else set()
    missing = sorted(set(ids) - there)
    if missing and record.name in OUTLINE:
        # They go when no task names them any more, and come back with the task that does.
        back = [row_from_text(record, stored) for stored in activity_rows.select_last_removed(changes.cursor, record.name, missing)]
        for declared in record.fields:
            if declared.kind is Kind.REFERENCE:
                owners = existing(changes, RECORDS[declared.refers_to], [row[declared.name] for row in back])
                back = [row for row in back if row[declared.name] in owners]
        changes.insert(record, back, action="create")
        there |= {row["id"] for row in back}
    return there


def closes_circle(cursor: Cursor, client_id: int, parent_id: int) -> bool:
    """Whether a client would stand above itself with this parent."""
    return client_id in (parent_id, *(row["id"] for row in client_rows.select_ancestors(cursor, parent_id)))


def holds_readable(cursor: Cursor, record: Record, declared: Field, change_set_id: int) -> bool:
    """Whether a field can still hold what a change set took out and put in: an empty custom field may have become one of another type."""
    if record.name != PLAN.name or not declared.own_choices:
        return True
    return all(is_readable(declared, text) for text in activity_rows.select_texts(cursor, change_set_id, PLAN.name, declared.name))


def make_whole(changes: Changes) -> None:
    """What holds of every plan holds after an undo, too: its client is not in the trash, and it starts on the first day of its period.

    Clients come out of the trash with the plans that were brought back or given to them. A period whose type alone was put back
    is the one of that type around its first day.
    """
    if clients := client_rows.select_trashed_with_live_plans(changes.cursor):
        changes.restore(CLIENT, clients)
    if plan_ids := plan_rows.select_off_first_day(changes.cursor):
        found = rows.select_rows(changes.cursor, PLAN, plan_ids, with_trash=True)
        starts = {row["id"]: {"period_start": Edit(first_day(row["period_start"], row["period_type"]))} for row in found}
        changes.update(PLAN, starts, with_trash=True)
