"""SQL of objectives and items: which of them no task is under."""

from __future__ import annotations

from data.database import Cursor
from data.records import Record


def select_unused(cursor: Cursor, record: Record, plan_id: int) -> list[int]:
    """Ids of the objectives or items of a plan that no task refers to."""
    return cursor.values(
        f"""
        select o.id from "{record.table}" o
        where o.plan_id = $plan_id and not exists (select 1 from task t where t.plan_id = $plan_id and t.{record.name}_id = o.id)
        order by o.id
        """,
        {"plan_id": plan_id},
    )
