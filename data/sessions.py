"""SQL of sessions: only the hash of a token is stored."""

from __future__ import annotations

from datetime import datetime

from data.database import Cursor, Row


def insert_session(cursor: Cursor, *, token_hash: str, staff_id: int, at: datetime, expires_at: datetime, address: str, agent: str) -> None:
    cursor.execute(
        """
        insert into session (token_hash, staff_id, created_at, seen_at, expires_at, address, agent)
        values ($token_hash, $staff_id, $at, $at, $expires_at, $address, $agent)
        """,
        {"token_hash": token_hash, "staff_id": staff_id, "at": at, "expires_at": expires_at, "address": address, "agent": agent},
    )


def update_seen(cursor: Cursor, token_hash: str, at: datetime) -> None:
    cursor.execute("update session set seen_at = $at where token_hash = $hash", {"hash": token_hash, "at": at})


def delete_session(cursor: Cursor, token_hash: str) -> None:
    cursor.execute("delete from session where token_hash = $hash", {"hash": token_hash})


def delete_sessions_of(cursor: Cursor, staff_id: int, *, but: str = "") -> int:
    """End every session of one person, but for one. Returns how many ended."""
    return len(
        cursor.values(
            "delete from session where staff_id = $staff_id and token_hash <> $but returning token_hash", {"staff_id": staff_id, "but": but}
        )
    )


def delete_session_of(cursor: Cursor, staff_id: int, beginning: str) -> bool:
    """End the session of this person whose hash begins like this. Returns whether there was one."""
    return bool(
        cursor.values(
            "delete from session where staff_id = $staff_id and starts_with(token_hash, $beginning) returning token_hash",
            {"staff_id": staff_id, "beginning": beginning},
        )
    )


def delete_expired(cursor: Cursor, at: datetime, idle_since: datetime) -> int:
    """End every session that expired or was idle for too long. Returns how many ended."""
    return len(
        cursor.values(
            "delete from session where expires_at <= $at or seen_at <= $idle_since returning token_hash",
            {"at": at, "idle_since": idle_since},
        )
    )


def select_sessions_of(cursor: Cursor, staff_id: int, *, at: datetime, idle_since: datetime) -> list[Row]:
    """Sessions in force, last used first."""
    return cursor.rows(
        """
        select token_hash, created_at, seen_at, expires_at, address, agent from session
        where staff_id = $staff_id and expires_at > $at and seen_at > $idle_since order by seen_at desc, token_hash
        """,
        {"staff_id": staff_id, "at": at, "idle_since": idle_since},
    )


def delete_all_sessions(cursor: Cursor) -> None:
    cursor.execute("delete from session")
