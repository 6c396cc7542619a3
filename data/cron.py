"""SQL of scheduled jobs: how each went last time, and the key of their address."""

from __future__ import annotations

from datetime import datetime

from data.database import Cursor, Row

KEY = "cron_key"


def upsert_run(cursor: Cursor, *, name: str, started_at: datetime, ended_at: datetime, handled: int | None, reason: str | None) -> None:
    cursor.execute(
        """
        insert into job_run (name, started_at, ended_at, handled, reason) values ($name, $started_at, $ended_at, $handled, $reason)
        on conflict (name) do update set started_at = excluded.started_at, ended_at = excluded.ended_at, handled = excluded.handled,
            reason = excluded.reason
        """,
        {"name": name, "started_at": started_at, "ended_at": ended_at, "handled": handled, "reason": reason},
    )


def select_runs(cursor: Cursor) -> dict[str, Row]:
    return {row["name"]: row for row in cursor.rows("select name, started_at, ended_at, handled, reason from job_run order by name")}


def select_key(cursor: Cursor) -> str | None:
    key: str | None = cursor.value("select value from secret where name = $name", {"name": KEY})
    return key


def insert_key(cursor: Cursor, key: str) -> None:
    cursor.execute("insert into secret (name, value) values ($name, $value)", {"name": KEY, "value": key})


def delete_key(cursor: Cursor) -> None:
    cursor.execute("delete from secret where name = $name", {"name": KEY})
