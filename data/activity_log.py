"""SQL that reads the activity log: its entries, and the change sets they belong to, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.database import Cursor, Row
from data.records import RECORDS, TEMPLATE, TEMPLATE_ROWS


@dataclass(frozen=True)
class ActivityFilter:
    """Which entries: what is empty does not narrow. Times are UTC, `before` is exclusive. `records` are those one may see at all.

    Of the views of others only those of the team are seen; `reader` says who reads.
    """

    records: tuple[str, ...]
    reader: int | None = None
    plan_id: int | None = None
    template_id: int | None = None
    client_id: int | None = None
    record: tuple[str, ...] = ()
    record_id: int | None = None
    staff: tuple[int, ...] = ()
    field: tuple[str, ...] = ()
    since: datetime | None = None
    before: datetime | None = None
    change_set_id: int | None = None


# The log names the plan of a row only. Which template a row belongs to stands in the whole row that was logged when it was added.
OF_TEMPLATE = """
    (a.record = $template and a.record_id in (select unnest(cast($template_ids as integer[]))))
    or (a.record, a.record_id) in (
        select o.record, o.record_id from activity o
        where o.record in (select unnest(cast($template_rows as varchar[]))) and o.action in ('create', 'remove') and o.field is null
            and try_cast(json_extract_string(coalesce(o.new_value, o.old_value), '$.template_id') as integer)
                in (select unnest(cast($template_ids as integer[]))))
"""
# A client's own changes and those of its contacts; plans have a log of their own.
OF_CLIENT = """(
    (a.record = 'client' and a.record_id = $client_id)
    or (a.record = 'contact' and a.record_id in (select id from contact where client_id = $client_id)))
"""
# A personal view is nobody else's business, and neither is one that was deleted while it was personal.
SEEN_VIEWS = """(
    a.record <> 'view' or a.staff_id is not distinct from cast($reader as integer)
    or a.record_id in (select id from view where scope = 'team'))
"""
TEMPLATE_NAMES: dict[str, Any] = {"template": TEMPLATE.name, "template_rows": [each.name for each in TEMPLATE_ROWS]}


def is_hidden(cursor: Cursor, change_set_id: int, reader: int | None) -> bool:
    """Whether a change set is about a view of somebody else alone, which this reader may not know of."""
    condition = f"a.change_set_id = $change_set_id and not {SEEN_VIEWS}"
    return bool(cursor.value(f"select count(*) from activity a where {condition}", {"change_set_id": change_set_id, "reader": reader}))


def _where(wanted: ActivityFilter) -> tuple[str, dict[str, Any]]:
    # Who put something into the trash is the person of the entry; the stamp beside the time says nothing more.
    conditions = ["a.field is distinct from 'deleted_by'", "a.record in (select unnest(cast($records as varchar[])))"]
    parameters: dict[str, Any] = {"records": list(set(wanted.records) & set(wanted.record) if wanted.record else wanted.records)}
    conditions.append(SEEN_VIEWS)
    parameters["reader"] = wanted.reader
    for name, column in (("plan_id", "plan_id"), ("record_id", "record_id"), ("change_set_id", "change_set_id")):
        if (value := getattr(wanted, name)) is not None:
            conditions.append(f"a.{column} = ${name}")
            parameters[name] = value
    if wanted.template_id is not None:
        conditions.append(f"({OF_TEMPLATE})")
        parameters |= {"template_ids": [wanted.template_id], **TEMPLATE_NAMES}
    if wanted.client_id is not None:
        conditions.append(OF_CLIENT)
        parameters["client_id"] = wanted.client_id
    for name, column, sql_type in (("staff", "staff_id", "integer"), ("field", "field", "varchar")):
        if values := getattr(wanted, name):
            conditions.append(f"a.{column} in (select unnest(cast(${name} as {sql_type}[])))")
            parameters[name] = list(values)
    if wanted.since is not None:
        conditions.append("a.happened_at >= $since")
        parameters["since"] = wanted.since
    if wanted.before is not None:
        conditions.append("a.happened_at < $before")
        parameters["before"] = wanted.before
    return " and ".join(conditions), parameters


def count_entries(cursor: Cursor, wanted: ActivityFilter) -> int:
    condition, parameters = _where(wanted)
    return int(cursor.value(f"select count(*) from activity a where {condition}", parameters))


def select_entries_page(cursor: Cursor, wanted: ActivityFilter, *, offset: int, limit: int) -> list[Row]:
    """Entries with full old and new values, the latest first."""
    condition, parameters = _where(wanted)
    return cursor.rows(
        f"""
        select a.id, a.change_set_id, a.happened_at, a.staff_id, a.source, a.record, a.record_id, a.plan_id, a.action, a.field,
            a.old_value, a.new_value
        from activity a where {condition} order by a.id desc limit $limit offset $offset
        """,
        {**parameters, "limit": limit, "offset": offset},
    )


def select_entry(cursor: Cursor, wanted: ActivityFilter, activity_id: int) -> Row | None:
    condition, parameters = _where(wanted)
    return cursor.row(
        f"select a.id, a.record, a.record_id, a.action, a.field, a.old_value, a.new_value from activity a where {condition} and a.id = $id",
        {**parameters, "id": activity_id},
    )


def count_change_sets(cursor: Cursor, wanted: ActivityFilter) -> int:
    condition, parameters = _where(wanted)
    return int(cursor.value(f"select count(distinct a.change_set_id) from activity a where {condition}", parameters))


def select_change_sets(cursor: Cursor, wanted: ActivityFilter, *, offset: int, limit: int) -> list[Row]:
    """Change sets that hold matching entries, the latest first, with how many (`entries`), and how many records in all (`records`)."""
    condition, parameters = _where(wanted)
    return cursor.rows(
        f"""
        with hit as (
            select a.change_set_id, count(*) as entries from activity a where {condition}
            group by a.change_set_id order by a.change_set_id desc limit $limit offset $offset
        )
        select c.id, c.happened_at, c.staff_id, c.source, c.action, c.records, c.undo_of, c.undone_by, hit.entries
        from hit join change_set c on c.id = hit.change_set_id order by c.id desc
        """,
        {**parameters, "limit": limit, "offset": offset},
    )


def select_first_entries(cursor: Cursor, wanted: ActivityFilter, change_set_ids: Sequence[int], *, most: int, longest: int) -> list[Row]:
    """Up to `most` matching entries of each change set in the order they were made, values cut after `longest` characters.

    `title` is what a row that was added or deleted is called; `old_length` and `new_length` are those of the full values.
    """
    condition, parameters = _where(wanted)
    titles = " ".join(f"when '{each.name}' then '$.{each.title}'" for each in RECORDS.values())
    return cursor.rows(
        f"""
        with numbered as (
            select a.id, row_number() over (partition by a.change_set_id order by a.id) as place
            from activity a where {condition} and a.change_set_id in (select unnest(cast($change_set_ids as integer[])))
            qualify place <= $most
        )
        select a.id, a.change_set_id, a.record, a.record_id, a.plan_id, a.action, a.field,
            case when a.field is not null then left(a.old_value, $longest) end as old_value,
            case when a.field is not null then left(a.new_value, $longest) end as new_value,
            length(a.old_value) as old_length, length(a.new_value) as new_length,
            case when a.action in ('create', 'remove')
                then left(json_extract_string(coalesce(a.new_value, a.old_value), case a.record {titles} end), $longest) end as title
        from numbered n join activity a on a.id = n.id order by a.change_set_id desc, a.id
        """,
        {**parameters, "change_set_ids": list(change_set_ids), "most": most, "longest": longest},
    )


def select_people(cursor: Cursor, wanted: ActivityFilter) -> list[Row]:
    """Id and name of everybody who made a matching entry, by name."""
    condition, parameters = _where(wanted)
    return cursor.rows(
        f"""
        select s.id, s.name from staff s
        where s.id in (select distinct a.staff_id from activity a where {condition}) order by normalised(s.name), s.id
        """,
        parameters,
    )


def select_fields(cursor: Cursor, wanted: ActivityFilter) -> list[tuple[str, str]]:
    """Record and field of every value that matching entries changed; stamps and places are left out."""
    condition, parameters = _where(wanted)
    return [
        (record, name)
        for record, name in cursor.tuples(
            f"""
            select distinct a.record, a.field from activity a
            where {condition} and a.field is not null and a.field not in ('deleted_at', 'position') order by 1, 2
            """,
            parameters,
        )
    ]


def select_titles(cursor: Cursor, record: str, ids: Sequence[int]) -> dict[int, Any]:
    """What rows of this record are called now, as stored; rows that are gone are left out."""
    declared = RECORDS[record]
    found = cursor.tuples(
        f'select id, "{declared.title}" from "{declared.table}" where id in (select unnest(cast($ids as integer[]))) order by id',
        {"ids": list(ids)},
    )
    return dict(found)
