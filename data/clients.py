"""SQL of clients beyond what every record has."""

from __future__ import annotations

from collections.abc import Sequence

from data.database import Cursor

DERIVED = ("search", "name_key")
"""Columns computed from others by `refresh_derived`."""


def refresh_derived(cursor: Cursor, ids: Sequence[int]) -> None:
    """Recompute the normalised search text of these clients."""
    cursor.execute(
        """
        update client set search = normalised(concat_ws(' ', name, industry, address, external_id)), name_key = normalised(name)
        where id in (select unnest(cast($ids as integer[])))
        """,
        {"ids": list(ids)},
    )
