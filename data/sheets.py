"""SQL of a plan's sheets: their rows' order, what others touched, and the people their cells refer to."""

from __future__ import annotations

from collections.abc import Sequence

from data.database import Cursor, Row
from data.records import CONTACT, Record


def select_plan(cursor: Cursor, plan_id: int) -> Row | None:
    """Client and revision of a plan that is not in the trash."""
    return cursor.row("select id, client_id, revision from plan where id = $id and deleted_at is null", {"id": plan_id})


def select_positions(cursor: Cursor, record: Record, plan_id: int) -> list[tuple[int, float]]:
    """(id, position) of every row of a sheet, in order."""
    found = cursor.tuples(f'select id, position from "{record.table}" where plan_id = $plan_id order by position, id', {"plan_id": plan_id})
    return [(int(row_id), float(position)) for row_id, position in found]


def select_touched(cursor: Cursor, record: Record, plan_id: int, since: int) -> list[Row]:
    """Rows of a sheet that changed after an activity id: `record_id`, and whether its place among the others may have changed."""
    return cursor.rows(
        """
        select record_id, bool_or(field = 'position' or action in ('create', 'remove')) as is_moved from activity
        where id > $since and plan_id = $plan_id and record = $record group by record_id order by record_id
        """,
        {"since": since, "plan_id": plan_id, "record": record.name},
    )


def _scope(record: Record, client_id: int) -> dict[str, int]:
    return {"client_id": client_id} if record is CONTACT else {}


def select_people_by_text(cursor: Cursor, record: Record, client_id: int, texts: Sequence[str]) -> list[Row]:
    """People whom one of these texts means by name, e-mail or id: `wanted` (the text), `id`, `is_active`."""
    scope = "client_id = $client_id and deleted_at is null" if record is CONTACT else "true"
    active = "true" if record is CONTACT else "coalesce(active, false)"
    return cursor.rows(
        f"""
        select w.wanted, p.id, {active} as is_active
        from (select unnest(cast($texts as varchar[])) as wanted) w
        join "{record.table}" p on {scope} and (
            normalised(p.name) = normalised(w.wanted) or lower(p.email) = lower(w.wanted) or cast(p.id as varchar) = w.wanted)
        order by w.wanted, p.id
        """,
        {"texts": list(texts), **_scope(record, client_id)},
    )


def select_existing_people(cursor: Cursor, record: Record, client_id: int, ids: Sequence[int]) -> set[int]:
    """Those of the ids that a cell may refer to: any staff member, or a contact of this client."""
    scope = "client_id = $client_id and deleted_at is null" if record is CONTACT else "true"
    found = cursor.values(
        f'select id from "{record.table}" where {scope} and id in (select unnest(cast($ids as integer[]))) order by id',
        {"ids": list(ids), **_scope(record, client_id)},
    )
    return {int(each) for each in found}
