"""SQL of the trash: what lies in it, and removing it for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.activity_log import OF_TEMPLATE, TEMPLATE_NAMES
from data.database import Cursor, Row, like_pattern
from data.records import CLIENT, CONTACT, CUSTOM_FIELD, PLAN, RECORDS, ROWS_OF, TEMPLATE, Kind, Record

# Per record: what one is called, and a word beside it that tells it from namesakes.
_SOURCES = {
    PLAN.name: ("t.subject", "c.name", "plan t left join client c on c.id = t.client_id"),
    CLIENT.name: ("t.name", "t.industry", "client t"),
    CONTACT.name: ("t.name", "c.name", "contact t left join client c on c.id = t.client_id"),
    TEMPLATE.name: ("t.name", "t.subject", "template t"),
    CUSTOM_FIELD.name: ("t.label", "t.type", "custom_field t"),
}


@dataclass(frozen=True)
class TrashFilter:
    """Which of the trash: records by name, words that title or detail hold, deleted before a moment (UTC)."""

    records: tuple[str, ...]
    q: str = ""
    before: datetime | None = None


def _union(wanted: TrashFilter) -> tuple[str, dict[str, Any]]:
    parts = []
    parameters: dict[str, Any] = {}
    words = wanted.q.split()
    for record in wanted.records:
        title, detail, source = _SOURCES[record]
        conditions = ["t.deleted_at is not null"]
        for place, word in enumerate(words):
            conditions.append(f"normalised(concat_ws(' ', {title}, {detail})) like normalised($q{place}) escape '\\'")
            parameters[f"q{place}"] = like_pattern(word)
        if wanted.before is not None:
            conditions.append("t.deleted_at < $before")
            parameters["before"] = wanted.before
        parts.append(
            f"select '{record}' as record, t.id, {title} as title, {detail} as detail, t.deleted_at, t.deleted_by"
            f" from {source} where {' and '.join(conditions)}"
        )
    return " union all ".join(parts), parameters


def count_trash(cursor: Cursor, wanted: TrashFilter) -> int:
    union, parameters = _union(wanted)
    return int(cursor.value(f"select count(*) from ({union})", parameters))


def select_trash(cursor: Cursor, wanted: TrashFilter, *, offset: int, limit: int) -> list[Row]:
    """Record, id, title, detail, when and by whom, the latest first."""
    union, parameters = _union(wanted)
    return cursor.rows(
        f"""
        select e.record, e.id, e.title, e.detail, e.deleted_at, e.deleted_by as deleted_by_id, s.name as deleted_by
        from ({union}) e left join staff s on s.id = e.deleted_by
        order by e.deleted_at desc, e.record, e.id limit $limit offset $offset
        """,
        {**parameters, "limit": limit, "offset": offset},
    )


def select_trash_ids(cursor: Cursor, wanted: TrashFilter) -> dict[str, list[int]]:
    """The ids of everything that matches, by record."""
    union, parameters = _union(wanted)
    found: dict[str, list[int]] = {record: [] for record in wanted.records}
    for record, row_id in cursor.tuples(f"select record, id from ({union}) order by record, id", parameters):
        found[record].append(row_id)
    return found


def select_trashed(cursor: Cursor, record: Record, ids: Sequence[int]) -> dict[int, str]:
    """Those of the ids that lie in the trash, with what they are called."""
    found = cursor.tuples(
        f"""
        select id, coalesce("{record.title}", '') from "{record.table}"
        where deleted_at is not null and id in (select unnest(cast($ids as integer[]))) order by id
        """,
        {"ids": list(ids)},
    )
    return dict(found)


def select_trashed_owners(cursor: Cursor, record: Record, ids: Sequence[int]) -> list[int]:
    """Clients in the trash that these plans or contacts belong to."""
    return cursor.values(
        f"""
        select distinct c.id from "{record.table}" t join client c on c.id = t.client_id
        where c.deleted_at is not null and t.id in (select unnest(cast($ids as integer[]))) order by 1
        """,
        {"ids": list(ids)},
    )


def select_plans_deleted_with(cursor: Cursor, client_ids: Sequence[int]) -> list[int]:
    """Plans in the trash that went there in the same step as their client."""
    return cursor.values(
        """
        with step as (
            select a.record_id as client_id, max(a.change_set_id) as change_set_id from activity a
            where a.record = 'client' and a.action = 'delete' and a.field = 'deleted_at'
                and a.record_id in (select unnest(cast($ids as integer[])))
            group by a.record_id
        )
        select distinct p.id from step join plan p on p.client_id = step.client_id
            join activity a on a.change_set_id = step.change_set_id and a.record = 'plan' and a.record_id = p.id
                and a.action = 'delete' and a.field = 'deleted_at'
        where p.deleted_at is not null order by 1
        """,
        {"ids": list(client_ids)},
    )


def select_contacts_of(cursor: Cursor, client_ids: Sequence[int]) -> list[int]:
    return cursor.values(
        "select id from contact where client_id in (select unnest(cast($ids as integer[]))) order by id", {"ids": list(client_ids)}
    )


def select_clients_with_plans(cursor: Cursor, client_ids: Sequence[int]) -> dict[int, str]:
    """Those of these clients that any plan names, with their names."""
    found = cursor.tuples(
        """
        select c.id, c.name from client c
        where c.id in (select unnest(cast($ids as integer[]))) and exists (select 1 from plan p where p.client_id = c.id) order by c.id
        """,
        {"ids": list(client_ids)},
    )
    return dict(found)


def select_referring(cursor: Cursor, name: str, ids: Sequence[int]) -> list[tuple[Record, str, list[int]]]:
    """Rows that name one of these records in a field that may be empty: record, field, ids."""
    found = []
    for record in RECORDS.values():
        for field in record.fields:
            if field.refers_to == name and field.kind is Kind.REFERENCE and not field.required:
                rows = cursor.values(
                    f'select id from "{record.table}" where "{field.name}" in (select unnest(cast($ids as integer[]))) order by id',
                    {"ids": list(ids)},
                )
                if rows:
                    found.append((record, field.name, rows))
    return found


def delete_belonging(cursor: Cursor, owner: Record, ids: Sequence[int]) -> None:
    """Remove every row that belongs to these plans or templates."""
    for record in ROWS_OF[owner.name]:
        cursor.execute(
            f'delete from "{record.table}" where {record.parent_column} in (select unnest(cast($ids as integer[])))', {"ids": list(ids)}
        )


def delete_activity(cursor: Cursor, record: Record, ids: Sequence[int], fields: Sequence[str] = ()) -> None:
    """Forget what is logged of these records, of what belonged to them, and of these fields of plans."""
    if record is TEMPLATE:
        cursor.execute(f"delete from activity a where {OF_TEMPLATE}", {"template_ids": list(ids), **TEMPLATE_NAMES})
        return
    column = "plan_id" if record is PLAN else "record_id"
    of_record = "" if record is PLAN else " and record = $record"
    cursor.execute(
        f"delete from activity where {column} in (select unnest(cast($ids as integer[]))){of_record}",
        {"ids": list(ids), **({} if record is PLAN else {"record": record.name})},
    )
    if fields:
        cursor.execute(
            "delete from activity where record = 'plan' and field in (select unnest(cast($fields as varchar[])))", {"fields": list(fields)}
        )
