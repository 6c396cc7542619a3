"""SQL of a plan's workbook: the people its cells may name."""

from __future__ import annotations

from collections.abc import Sequence

from data.database import Cursor, Row
from data.records import CONTACT, STAFF, Record


def select_people(cursor: Cursor, record: Record, client_id: int, ids: Sequence[int]) -> list[Row]:
    """Everybody a cell may name, by name, and those of the ids that may no longer be chosen: `id`, `name`, `email`, `key`, `may_be_chosen`.

    `key` is what two namesakes have in common.
    """
    may_be_chosen = {CONTACT.name: "client_id = $client_id and deleted_at is null", STAFF.name: "coalesce(active, true)"}[record.name]
    parameters: dict[str, object] = {"ids": list(ids)}
    if record is CONTACT:
        parameters["client_id"] = client_id
    return cursor.rows(
        f"""
        select id, name, email, normalised(name) as key, {may_be_chosen} as may_be_chosen from "{record.table}"
        where {may_be_chosen} or id in (select unnest(cast($ids as integer[]))) order by key, id
        """,
        parameters,
    )
