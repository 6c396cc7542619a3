"""SQL of the sheets of plans and templates: their rows' order, what others touched, and the people their cells refer to."""

from __future__ import annotations

from collections.abc import Sequence

from data.database import Cursor, Row
from data.records import CONTACT, PLAN, Record


def select_owner(cursor: Cursor, of: Record, owner_id: int) -> Row | None:
    """Client (None of a template) and revision of a plan or template that is not in the trash."""
    columns = "client_id, revision" if of is PLAN else "null as client_id, version as revision"
    return cursor.row(f'select id, {columns} from "{of.table}" where id = $id and deleted_at is null', {"id": owner_id})


def select_positions(cursor: Cursor, record: Record, owner_id: int) -> list[tuple[int, float]]:
    """(id, position) of every row of a sheet, in order."""
    found = cursor.tuples(
        f'select id, position from "{record.table}" where {record.parent_column} = $owner_id order by position, id', {"owner_id": owner_id}
    )
    return [(int(row_id), float(position)) for row_id, position in found]


def select_touched(cursor: Cursor, record: Record, owner_id: int, since: int) -> list[Row]:
    """Rows of a sheet that changed after an activity id: `record_id`, and whether its place among the others may have changed.

    The log names the plan of a row, not its template: of templates, rows of others are among them.
    """
    of_plan = "and plan_id = $owner_id" if record.parent == PLAN.name else ""
    return cursor.rows(
        f"""
        select record_id, bool_or(field = 'position' or action in ('create', 'remove')) as is_moved from activity
        where id > $since {of_plan} and record = $record group by record_id order by record_id
        """,
        {"since": since, "record": record.name, **({"owner_id": owner_id} if of_plan else {})},
    )


def _scope(record: Record, client_id: int | None) -> dict[str, int | None]:
    return {"client_id": client_id} if record is CONTACT else {}


def select_people_by_text(cursor: Cursor, record: Record, client_id: int | None, texts: Sequence[str]) -> list[Row]:
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


def select_existing_people(cursor: Cursor, record: Record, client_id: int | None, ids: Sequence[int]) -> set[int]:
    """Those of the ids that a cell may refer to: any staff member, or a contact of this client."""
    scope = "client_id = $client_id and deleted_at is null" if record is CONTACT else "true"
    found = cursor.values(
        f'select id from "{record.table}" where {scope} and id in (select unnest(cast($ids as integer[]))) order by id',
        {"ids": list(ids), **_scope(record, client_id)},
    )
    return {int(each) for each in found}
