"""SQL of what people have typed into the form of a new plan."""

from __future__ import annotations

from datetime import datetime

from data.database import Cursor


def select_draft(cursor: Cursor, staff_id: int) -> str | None:
    found: str | None = cursor.value("select content from plan_draft where staff_id = $staff_id", {"staff_id": staff_id})
    return found


def upsert_draft(cursor: Cursor, staff_id: int, content: str, at: datetime) -> None:
    cursor.execute(
        """
        insert into plan_draft (staff_id, content, updated_at) values ($staff_id, $content, $at)
        on conflict (staff_id) do update set content = excluded.content, updated_at = excluded.updated_at
        """,
        {"staff_id": staff_id, "content": content, "at": at},
    )


def delete_draft(cursor: Cursor, staff_id: int) -> None:
    cursor.execute("delete from plan_draft where staff_id = $staff_id", {"staff_id": staff_id})
