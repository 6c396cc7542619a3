"""SQL of settings: name and JSON value; they are written as records."""

from __future__ import annotations

from data.database import Cursor


def select_settings(cursor: Cursor) -> dict[str, str]:
    return {row["name"]: row["value"] for row in cursor.rows("select name, value from setting order by name")}


def select_ids(cursor: Cursor) -> dict[str, int]:
    """The id of each stored setting by its name."""
    return {row["name"]: row["id"] for row in cursor.rows("select name, id from setting order by name")}
