"""SQL of API tokens: only the hash of a token is stored."""

from __future__ import annotations

from datetime import datetime

from data.database import Cursor, Row


def insert_token(cursor: Cursor, *, staff_id: int, name: str, token_hash: str, at: datetime) -> int:
    return int(
        cursor.value(
            "insert into api_token (staff_id, name, token_hash, created_at) values ($staff_id, $name, $hash, $at) returning id",
            {"staff_id": staff_id, "name": name, "hash": token_hash, "at": at},
        )
    )


def update_used(cursor: Cursor, token_id: int, at: datetime) -> None:
    cursor.execute("update api_token set used_at = $at where id = $id", {"id": token_id, "at": at})


def update_revoked(cursor: Cursor, token_id: int, at: datetime, *, staff_id: int | None = None) -> bool:
    """Revoke one token, of this person where one is given. Returns whether there was one to revoke."""
    return bool(
        cursor.values(
            """
            update api_token set revoked_at = $at
            where id = $id and revoked_at is null and ($staff_id is null or staff_id = $staff_id) returning id
            """,
            {"id": token_id, "at": at, "staff_id": staff_id},
        )
    )


def select_tokens(cursor: Cursor, *, staff_id: int | None = None) -> list[Row]:
    """Tokens in force, newest first, of one person or of everybody."""
    return cursor.rows(
        """
        select t.id, t.name, t.staff_id, s.name as staff, t.created_at, t.used_at from api_token t join staff s on s.id = t.staff_id
        where t.revoked_at is null and ($staff_id is null or t.staff_id = $staff_id) order by t.id desc
        """,
        {"staff_id": staff_id},
    )


def count_tokens(cursor: Cursor, staff_id: int) -> int:
    return int(cursor.value("select count(*) from api_token where staff_id = $staff_id and revoked_at is null", {"staff_id": staff_id}))
