"""SQL that is the same for every declared record: its identifiers come from the declaration, never from input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from data.database import Cursor, Row, is_among
from data.records import Record


def _names(columns: Iterable[str], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{column}"' for column in columns)


def _alive(record: Record, prefix: str = "") -> str:
    return f" and {prefix}deleted_at is null" if record.has_trash else ""


def select_rows(cursor: Cursor, record: Record, ids: Sequence[int], *, with_trash: bool = False) -> list[Row]:
    """The rows of these ids, by id; unknown ids are left out."""
    condition, parameters = is_among("id", ids)
    return cursor.rows(
        f'select {_names(record.columns)} from "{record.table}" where {condition}{"" if with_trash else _alive(record)} order by id',
        parameters,
    )


def select_row(cursor: Cursor, record: Record, row_id: int, *, with_trash: bool = False) -> Row | None:
    return cursor.row(
        f'select {_names(record.columns)} from "{record.table}" where id = $id{"" if with_trash else _alive(record)}', {"id": row_id}
    )


def select_children(cursor: Cursor, record: Record, parent_id: int) -> list[Row]:
    """The rows that belong to one parent, in the user's order, or the newest first where the record says so."""
    order = "position, id" if record.is_ordered else "id"
    if record.newest_first:
        order = f'"{record.newest_first}" desc nulls first, id desc'
    return cursor.rows(
        f'select {_names(record.columns)} from "{record.table}" where {record.parent_column} = $parent{_alive(record)} order by {order}',
        {"parent": parent_id},
    )


def select_parents(cursor: Cursor, record: Record, ids: Sequence[int]) -> list[int]:
    """The ids of the records these rows belong to, each once."""
    return cursor.values(
        f'select distinct {record.parent_column} from "{record.table}" where id in (select unnest(cast($ids as integer[]))) order by 1',
        {"ids": list(ids)},
    )


def last_position(cursor: Cursor, record: Record, parent_id: int) -> float:
    """The greatest position among the rows of one parent, 0 where there is none."""
    return float(
        cursor.value(
            f'select coalesce(max(position), 0) from "{record.table}" where {record.parent_column} = $parent', {"parent": parent_id}
        )
    )


def next_ids(cursor: Cursor, record: Record, count: int) -> list[int]:
    """`count` new ids from the record's sequence."""
    return [int(each) for each in cursor.values(f"select nextval('{record.name}_seq') from range($count)", {"count": count})]


def insert_rows(cursor: Cursor, record: Record, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert complete rows (every column of the record that is not null, with its id)."""
    if not rows:
        return
    columns = record.columns
    values = {column: [row.get(column) for row in rows] for column in columns}
    casts = ", ".join(f"unnest(cast(${column} as {record.column_type(column)}[]))" for column in columns)
    cursor.execute(f'insert into "{record.table}" ({_names(columns)}) select {casts}', values)


def update_rows(cursor: Cursor, record: Record, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Set the named columns of each row to the values it carries; every row needs its `id`."""
    if len(rows) == 1:
        sets = ", ".join(f'"{column}" = cast(${column} as {record.column_type(column)})' for column in columns)
        cursor.execute(f'update "{record.table}" set {sets} where id = $id', {column: rows[0][column] for column in ("id", *columns)})
        return
    values = {column: [row[column] for row in rows] for column in ("id", *columns)}
    casts = ", ".join(f'unnest(cast(${column} as {record.column_type(column)}[])) as "{column}"' for column in values)
    sets = ", ".join(f'"{column}" = u."{column}"' for column in columns)
    cursor.execute(f'update "{record.table}" as t set {sets} from (select {casts}) as u where t.id = u.id', values)


def update_all(cursor: Cursor, record: Record, ids: Sequence[int], values: Mapping[str, Any], *, counts_revision: bool = True) -> None:
    """Set the same values on many rows and count their versions up, and their revisions where they have some."""
    sets = ", ".join(f'"{column}" = cast(${column} as {record.column_type(column)})' for column in values)
    revision = ", revision = revision + 1" if counts_revision and "revision" in record.columns else ""
    cursor.execute(
        f'update "{record.table}" set {sets}, version = version + 1{revision} where id in (select unnest(cast($ids as integer[])))',
        {**values, "ids": list(ids)},
    )


def insert_held(cursor: Cursor, record: Record, held: str, columns: Sequence[str], stamps: Mapping[str, Any]) -> None:
    """Insert every row of a held table, which has an `id` and these columns; `stamps` are columns with one value for all."""
    values = ", ".join(f"cast(${name} as {record.column_type(name)})" for name in stamps)
    cursor.execute(
        f'insert into "{record.table}" ({_names(("id", *columns, *stamps))}) select {_names(("id", *columns), "h.")}, {values} from {held} h',
        stamps,
    )


def update_held(cursor: Cursor, record: Record, held: str, columns: Sequence[str], stamps: Mapping[str, Any]) -> None:
    """Set those of the columns that a held table marks as different (`differs_<column>`), by `id`, and count versions up."""
    sets = [
        f'"{column}" = case when h."differs_{column}" then cast(h."{column}" as {record.column_type(column)}) else t."{column}" end'
        for column in columns
    ]
    sets += [f'"{name}" = cast(${name} as {record.column_type(name)})' for name in stamps]
    if "revision" in record.columns:
        sets.append("revision = t.revision + 1")
    cursor.execute(f'update "{record.table}" as t set {", ".join(sets)}, version = t.version + 1 from {held} h where t.id = h.id', stamps)


def delete_rows(cursor: Cursor, record: Record, ids: Sequence[int]) -> None:
    cursor.execute(f'delete from "{record.table}" where id in (select unnest(cast($ids as integer[])))', {"ids": list(ids)})
