"""SQL of what the health of a plan looks at."""

from __future__ import annotations

from datetime import date

from data.database import Cursor, Row


def select_task_counts(cursor: Cursor, plan_id: int, today: date) -> Row:
    """Number of tasks, complete ones, and overdue ones."""
    return (
        cursor.row(
            """
            select count(*) as tasks, count(*) filter (where status = 'Complete') as complete,
                count(*) filter (where status <> 'Complete' and deadline < $today) as overdue
            from task where plan_id = $plan_id
            """,
            {"plan_id": plan_id, "today": today},
        )
        or {}
    )


def select_last_note(cursor: Cursor, plan_id: int, today: date) -> date | None:
    """The date of the last meeting note that is not in the future."""
    found: date | None = cursor.value(
        'select max("date") from meeting_note where plan_id = $plan_id and "date" <= $today', {"plan_id": plan_id, "today": today}
    )
    return found


def select_filled_sheets(cursor: Cursor, plan_id: int, tables: tuple[str, ...]) -> set[str]:
    """Those of the tables that have a row of this plan. Table names come from the declarations."""
    parts = " union all ".join(
        f"select '{table}' as name where exists (select 1 from \"{table}\" where plan_id = $plan_id)" for table in tables
    )
    return {str(name) for name in cursor.values(f"{parts} order by name", {"plan_id": plan_id})}
