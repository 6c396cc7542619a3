"""SQL of plans coming in from a file: rows held as the table `incoming` beside the plans they name."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from data.database import Cursor, Row
from data.records import Field, Kind

INCOMING = "incoming"
# Excel keeps 15 digits of a number: beyond that a value that was never touched comes back a little different.
_BEYOND_EXCEL = 1e13
_NUMBERS = frozenset({Kind.MONEY, Kind.NUMBER})


def select_client_names(cursor: Cursor) -> list[Row]:
    """Every client by id and name; those in the trash are marked."""
    return cursor.rows("select id, name, deleted_at is not null as gone from client order by id")


def select_staff_names(cursor: Cursor) -> list[Row]:
    return cursor.rows("select id, name, email, false as gone from staff order by id")


def select_stored(cursor: Cursor) -> pa.Table:
    """What is stored now for each incoming row that names a plan, by row; all null where there is no such plan."""
    return cursor.arrow(
        f"""
        select p.id as stored_id, p.version as stored_version, p.client_id, p.person_in_charge_id, p.period_type, p.period_start,
            p.subject, c.name as client
        from {INCOMING} i left join plan p on p.id = i.id and p.deleted_at is null left join client c on c.id = p.client_id
        order by i.row
        """
    )


def select_same_period(cursor: Cursor) -> pa.Table:
    """For each incoming row without a plan: how many plans its client has for its period already, and the oldest of them."""
    return cursor.arrow(
        f"""
        select i.row, count(p.id) as plans, min(p.id) as plan_id
        from {INCOMING} i join plan p on p.client_id = i.client_id and p.period_type = i.period_type and p.period_start = i.period_start
        where i.id is null and p.deleted_at is null group by i.row order by i.row
        """
    )


def select_differences(cursor: Cursor, fields: Sequence[Field]) -> pa.Table:
    """For each incoming row, by row: under each field's name whether its value is another than the plan's."""
    differs = ", ".join(f'{_differs(each)} as "{each.name}"' for each in fields)
    return cursor.arrow(f"select {differs} from {INCOMING} i left join plan p on p.id = i.id and p.deleted_at is null order by i.row")


def _differs(field: Field) -> str:
    stored, new = f'p."{field.name}"', f'i."{field.name}"'
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.LINK):
        # Spreadsheets drop text of nothing but spaces: that is no change.
        return f"({stored} is distinct from {new} and not ({new} is null and trim(coalesce({stored}, '')) = ''))"
    if field.kind in _NUMBERS:
        as_kept = f"coalesce(abs({new}) >= {_BEYOND_EXCEL:.0f} and abs({stored} - {new}) <= abs({new}) / 100000000000000, false)"
        return f"({stored} is distinct from {new} and not {as_kept})"
    return f"{stored} is distinct from {new}"


def select_current(cursor: Cursor, ids: Sequence[int], columns: Sequence[str]) -> dict[int, Row]:
    """These columns of these plans as stored now, by id."""
    shown = ", ".join(f'"{column}"' for column in columns)
    found = cursor.rows(
        f"select id, {shown} from plan where id in (select unnest(cast($ids as integer[]))) order by id", {"ids": list(ids)}
    )
    return {row["id"]: row for row in found}


def select_moved_on(cursor: Cursor) -> list[int]:
    """Incoming rows whose plan was changed or deleted since the rows were compared, or whose client was."""
    return cursor.values(
        f"""
        select i.row from {INCOMING} i left join plan p on p.id = i.id and p.deleted_at is null
            left join client c on c.id = i.client_id and c.deleted_at is null
        where (i.id is not null and p.version is distinct from i.stored_version) or (i.client_id is not null and c.id is null) order by i.row
        """
    )
