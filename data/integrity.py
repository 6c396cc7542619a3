"""SQL that looks for rows breaking a rule the database does not enforce itself. Each answers the ids of offenders, by id."""

from __future__ import annotations

from collections.abc import Sequence

from data.database import Cursor, Row

STAMPS = ("created_by", "updated_by", "deleted_by")


def tables(cursor: Cursor) -> dict[str, dict[str, str]]:
    """Every table with its columns and their types, in lower case."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in cursor.tuples(
        """
        select table_name, column_name, lower(data_type) from information_schema.columns
        where table_schema = 'main' order by table_name, ordinal_position
        """
    ):
        found.setdefault(table, {})[column] = kind
    return found


def count_rows(cursor: Cursor, table: str) -> int:
    return int(cursor.value(f'select count(*) from "{table}"'))


def dangling(cursor: Cursor, table: str, column: str, target: str, key: str = "id") -> list[int]:
    """Rows whose reference names no row of the target, not even one in the trash."""
    return cursor.values(
        f"""
        select t.{key} from "{table}" t where t."{column}" is not null and not exists (select 1 from "{target}" r where r.id = t."{column}")
        order by 1
        """
    )


def dangling_in_list(cursor: Cursor, table: str, column: str, target: str) -> list[int]:
    """Rows whose JSON list of ids names a row that does not exist. Unreadable lists are left to `unreadable_json`."""
    return cursor.values(
        f"""
        select distinct t.id from (select id, unnest(cast("{column}" as integer[])) as wanted from "{table}"
            where "{column}" is not null and json_valid("{column}")) t
        where not exists (select 1 from "{target}" r where r.id = t.wanted) order by 1
        """
    )


def unreadable_json(cursor: Cursor, table: str, column: str) -> list[int]:
    return cursor.values(f'select id from "{table}" where "{column}" is not null and not json_valid("{column}") order by 1')


def missing(cursor: Cursor, table: str, column: str) -> list[int]:
    """Rows without a value where one is required."""
    return cursor.values(f'select id from "{table}" where "{column}" is null order by 1')


def outside(cursor: Cursor, table: str, column: str, choices: Sequence[str]) -> list[int]:
    """Rows whose value is none of the choices."""
    return cursor.values(
        f'select id from "{table}" where "{column}" is not null and "{column}" not in (select unnest($choices)) order by 1',
        {"choices": list(choices)},
    )


def repeated_ids(cursor: Cursor, table: str) -> list[int]:
    return cursor.values(f'select id from "{table}" group by id having count(*) > 1 order by 1')


def next_id(cursor: Cursor, record_name: str) -> int:
    """The next value of the sequence of this table, which is used up by asking."""
    return int(cursor.value(f"select nextval('{record_name}_seq')"))


def highest_id(cursor: Cursor, table: str) -> int:
    return int(cursor.value(f'select coalesce(max(id), 0) from "{table}"'))


def unreadable_entries(cursor: Cursor) -> list[int]:
    """Activity of added and removed rows whose JSON cannot be read back."""
    return cursor.values(
        """
        select id from activity
        where (action = 'create' and field is null and not coalesce(json_valid(new_value), false))
            or (action = 'remove' and not coalesce(json_valid(old_value), false)) order by 1
        """
    )


def entries_of_unknown_records(cursor: Cursor, names: Sequence[str]) -> list[int]:
    return cursor.values("select id from activity where record not in (select unnest($names)) order by 1", {"names": list(names)})


def administrator_roles(cursor: Cursor) -> list[int]:
    return cursor.values("select id from role where is_administrator order by id")


def administrators(cursor: Cursor) -> list[int]:
    """People with a role that administers, active or not."""
    return cursor.values("select s.id from staff s join role r on r.id = s.role_id where r.is_administrator order by s.id")


def remember(cursor: Cursor, table: str, columns: Sequence[str]) -> None:
    """Keep the values of these columns, to be compared by `differing` after they were computed anew."""
    kept = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(f'create or replace temp table remembered as select id, {kept} from "{table}"')


def differing(cursor: Cursor, table: str, column: str) -> list[int]:
    return cursor.values(
        f'select t.id from "{table}" t join remembered r on r.id = t.id where t."{column}" is distinct from r."{column}" order by 1'
    )


def ids(cursor: Cursor, table: str) -> list[int]:
    return cursor.values(f'select id from "{table}" order by id')


def shared(cursor: Cursor, table: str, expression: str, condition: str = "true") -> list[Row]:
    """Values that more than one row has where each should have its own."""
    return cursor.rows(
        f'select {expression} as value, count(*) as count from "{table}" where {condition} group by 1 having count(*) > 1 order by 1'
    )
