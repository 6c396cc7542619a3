"""SQL of calendar addresses: only the hash of a token is stored."""

from __future__ import annotations

from datetime import datetime

from data.database import Cursor, Row


def insert_feed(cursor: Cursor, *, staff_id: int, token_hash: str, at: datetime) -> None:
    cursor.execute(
        "insert into calendar_feed (staff_id, token_hash, created_at) values ($staff_id, $hash, $at)",
        {"staff_id": staff_id, "hash": token_hash, "at": at},
    )


def select_feed(cursor: Cursor, staff_id: int | None) -> Row | None:
    """When the address in force of this person was made and last read."""
    return cursor.row(
        "select created_at, used_at from calendar_feed where staff_id = $staff_id and revoked_at is null order by id desc limit 1",
        {"staff_id": staff_id},
    )


def update_revoked(cursor: Cursor, staff_id: int | None, at: datetime) -> int:
    """Revoke every address of this person. Returns how many were in force."""
    return len(
        cursor.values(
            "update calendar_feed set revoked_at = $at where staff_id = $staff_id and revoked_at is null returning id",
            {"staff_id": staff_id, "at": at},
        )
    )


def update_used(cursor: Cursor, feed_id: int, at: datetime) -> None:
    cursor.execute("update calendar_feed set used_at = $at where id = $id", {"id": feed_id, "at": at})
