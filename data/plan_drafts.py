"""SQL of what people have typed into forms of a new plan."""

from __future__ import annotations

from datetime import datetime

from data.database import Cursor, Row


def select_draft(cursor: Cursor, staff_id: int, form: str) -> str | None:
    found: str | None = cursor.value(
        "select content from plan_draft where staff_id = $staff_id and form = $form", {"staff_id": staff_id, "form": form}
    )
    return found


def select_latest(cursor: Cursor, staff_id: int, *, but: str) -> Row | None:
    """The form, content and time of the draft this person changed last, leaving one form out."""
    return cursor.row(
        """
        select form, content, updated_at from plan_draft
        where staff_id = $staff_id and form <> $but order by updated_at desc, form limit 1
        """,
        {"staff_id": staff_id, "but": but},
    )


def upsert_draft(cursor: Cursor, staff_id: int, form: str, content: str, at: datetime) -> None:
    cursor.execute(
        """
        insert into plan_draft (staff_id, form, content, updated_at) values ($staff_id, $form, $content, $at)
        on conflict (staff_id, form) do update set content = excluded.content, updated_at = excluded.updated_at
        """,
        {"staff_id": staff_id, "form": form, "content": content, "at": at},
    )


def delete_draft(cursor: Cursor, staff_id: int, form: str) -> None:
    cursor.execute("delete from plan_draft where staff_id = $staff_id and form = $form", {"staff_id": staff_id, "form": form})


def delete_untouched(cursor: Cursor, since: datetime) -> int:
    """Delete the drafts that nobody changed since then. Returns how many."""
    return len(cursor.values("delete from plan_draft where updated_at < $since returning form", {"since": since}))
