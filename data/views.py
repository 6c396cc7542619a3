"""SQL of saved views: which a person sees, and how each person last left the list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.database import Cursor, Row
from data.records import VIEW

_COLUMNS = ", ".join(f'v."{column}"' for column in VIEW.columns)


def select_views(cursor: Cursor, staff_id: int | None) -> list[Row]:
    """The team's views and this person's own, by name, with the owner's name."""
    return cursor.rows(
        f"""
        select {_COLUMNS}, s.name as owner from "view" v left join staff s on s.id = v.owner_id
        where v.scope = 'team' or v.owner_id = $staff_id order by normalised(v.name), v.id
        """,
        {"staff_id": staff_id},
    )


def select_list_state(cursor: Cursor, staff_id: int) -> Row | None:
    return cursor.row("select opened, filters, sort, columns, layout from list_state where staff_id = $id", {"id": staff_id})


def upsert_list_state(cursor: Cursor, staff_id: int, values: Mapping[str, Any]) -> None:
    cursor.execute(
        """
        insert into list_state (staff_id, opened, filters, sort, columns, layout)
        values ($staff_id, $opened, $filters, $sort, $columns, $layout)
        on conflict (staff_id) do update set opened = excluded.opened, filters = excluded.filters, sort = excluded.sort,
            columns = excluded.columns, layout = excluded.layout
        """,
        {**values, "staff_id": staff_id},
    )
