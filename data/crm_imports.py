"""SQL of importing CRM files: what earlier imports wrote, and what is stored of it now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from data.database import Cursor, Row
from data.records import Record

ACTION = "import_crm"


def select_written(cursor: Cursor) -> list[Row]:
    """What imports that stand wrote, in order: whole rows created (`new_value` is JSON) and fields updated."""
    return cursor.rows(
        """
        select a.record, a.record_id, a.action, a.field, a.new_value from activity a join change_set c on c.id = a.change_set_id
        where c.action = $action and c.undone_by is null and a.action in ('create', 'update') order by a.id
        """,
        {"action": ACTION},
    )


def select_clients(cursor: Cursor) -> list[Row]:
    """Every client, those in the trash last."""
    return cursor.rows(
        """
        select id, name, industry, address, website, external_id, parent_client_id, deleted_at from client
        order by deleted_at is not null, id
        """
    )


def select_staff(cursor: Cursor) -> list[Row]:
    return cursor.rows("select id, name, email, null as deleted_at from staff order by id")


def select_plans(cursor: Cursor, client_ids: Sequence[int], starts: Sequence[date]) -> list[Row]:
    """The plans of these clients for quarters that begin on these days, those in the trash last."""
    return cursor.rows(
        """
        select id, client_id, period_type, period_start, industry, person_in_charge_id, deleted_at from plan
        where period_type = 'quarter' and client_id in (select unnest(cast($clients as integer[])))
            and period_start in (select unnest(cast($starts as date[])))
        order by deleted_at is not null, id
        """,
        {"clients": list(client_ids), "starts": list(starts)},
    )


def select_sheet(cursor: Cursor, record: Record, plan_ids: Sequence[int]) -> list[Row]:
    """The rows of one sheet of these plans, by plan and position."""
    columns = ", ".join(f'"{each.name}"' for each in record.fields)
    return cursor.rows(
        f"""
        select id, plan_id, position, {columns}, null as deleted_at from "{record.table}"
        where plan_id in (select unnest(cast($plans as integer[]))) order by plan_id, position, id
        """,
        {"plans": list(plan_ids)},
    )
