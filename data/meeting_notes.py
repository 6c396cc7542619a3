"""SQL of meeting notes as one reads them: the newest first."""

from __future__ import annotations

from data.database import Cursor, Row
from data.records import SHEETS

_COLUMNS = ", ".join(f'"{column}"' for column in SHEETS["meeting_note"].columns)


def select_notes(cursor: Cursor, plan_id: int, *, limit: int) -> list[Row]:
    """Notes of a plan, those without a date first, then the newest."""
    return cursor.rows(
        f"select {_COLUMNS} from meeting_note where plan_id = $plan_id order by date desc nulls first, id desc limit $limit",
        {"plan_id": plan_id, "limit": limit},
    )


def count_notes(cursor: Cursor, plan_id: int) -> int:
    return int(cursor.value("select count(*) from meeting_note where plan_id = $plan_id", {"plan_id": plan_id}))


def select_actions(cursor: Cursor, plan_id: int) -> list[str]:
    """What the tasks of a plan say is to be done."""
    return cursor.values("select action from task where plan_id = $plan_id and action is not null order by id", {"plan_id": plan_id})
