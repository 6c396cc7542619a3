"""SQL of settings: name and JSON value."""

from __future__ import annotations

from collections.abc import Mapping

from data.database import Cursor


def select_settings(cursor: Cursor) -> dict[str, str]:
    return {row["name"]: row["value"] for row in cursor.rows("select name, value from setting order by name")}


def upsert_settings(cursor: Cursor, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        cursor.execute(
            "insert into setting (name, value) values ($name, $value) on conflict (name) do update set value = excluded.value",
            {"name": name, "value": value},
        )
