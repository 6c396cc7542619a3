"""SQL of custom fields: their definitions, and the column each has on the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from data.database import Cursor, Row
from data.records import Kind
from data.records.custom_field import CUSTOM_FIELD, column_of, declared_field


def select_definitions(cursor: Cursor) -> list[Row]:
    """Every definition, also those in the trash, in the order of the forms."""
    columns = ", ".join(f'"{column}"' for column in CUSTOM_FIELD.columns)
    return cursor.rows(f"select {columns} from custom_field order by position nulls last, id")


def select_shared_labels(cursor: Cursor) -> list[str]:
    """Labels that more than one definition outside the trash has."""
    return cursor.values(
        "select min(label) from custom_field where deleted_at is null group by lower(label) having count(*) > 1 order by 1"
    )


def last_position(cursor: Cursor) -> int:
    return int(cursor.value("select coalesce(max(position), 0) from custom_field"))


def count_values(cursor: Cursor, definition_ids: Sequence[int]) -> dict[int, int]:
    """How many plans, those in the trash included, hold a value of each of these definitions."""
    if not definition_ids:
        return {}
    counts = ", ".join(f"count({column_of(each)})" for each in definition_ids)
    return dict(zip(definition_ids, cursor.tuples(f"select {counts} from plan")[0], strict=True))


def sync_columns(cursor: Cursor, definition_ids: Sequence[int]) -> list[int]:
    """Give each of these definitions a column of its type on the plan, and drop the column of those that are gone.

    Returns the definitions that cannot be served, because their column holds values of another type.
    """
    stored = {row["id"]: declared_field(row) for row in select_definitions(cursor)}
    types = {
        row["column_name"]: row["data_type"].lower()
        for row in cursor.rows("select column_name, data_type from information_schema.columns where table_name = 'plan' order by 1")
    }
    refused = []
    for each in definition_ids:
        column, field = column_of(each), stored.get(each)
        is_there = column in types
        if field and is_there and types[column] == field.sql_type and (field.kind is not Kind.CHOICES or _holds_lists(cursor, column)):
            continue
        if field and is_there and count_values(cursor, [each])[each]:
            refused.append(each)
            continue
        if is_there:
            with _without_indexes(cursor):
                cursor.execute(f"alter table plan drop column {column}")
        if field:
            cursor.execute(f"alter table plan add column {column} {field.sql_type}")
    return refused


def _holds_lists(cursor: Cursor, column: str) -> bool:
    return not cursor.value(f"select count(*) from plan where {column} is not null and not json_valid({column})")


@contextmanager
def _without_indexes(cursor: Cursor) -> Iterator[None]:
    """DuckDB drops no column of a table that has an index: set the indexes aside and make them anew."""
    indexes = cursor.rows("select index_name, sql from duckdb_indexes() where table_name = 'plan' and sql is not null order by index_name")
    for index in indexes:
        cursor.execute(f'drop index "{index["index_name"]}"')
    yield
    for index in indexes:
        cursor.execute(index["sql"])
