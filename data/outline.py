"""SQL of objectives and items: which of them nothing is under, and what was made from nodes of the mind map."""

from __future__ import annotations

from collections.abc import Sequence

from data.database import Cursor, Row
from data.records import OUTLINE, RECORDS, Record

# What stands under objectives and items, of plans as of templates.
_BELOW = {name: tuple(each for each in RECORDS.values() for field in each.fields if field.refers_to == name) for name in OUTLINE}


def select_unused(cursor: Cursor, record: Record, owner_id: int) -> list[int]:
    """Ids of the objectives or items of a plan or template that nothing is under and that were not made for themselves."""
    return cursor.values(
        f"""
        select o.id from "{record.table}" o
        where o.{record.parent_column} = $owner_id and not coalesce(o.is_kept, false) and not ({_is_used(record)}) order by o.id
        """,
        {"owner_id": owner_id},
    )


def select_in_use(cursor: Cursor, record: Record, ids: Sequence[int]) -> list[int]:
    """Those of these objectives or items that tasks or items are under."""
    return cursor.values(
        f'select o.id from "{record.table}" o where o.id in (select unnest(cast($ids as integer[]))) and ({_is_used(record)}) order by o.id',
        {"ids": list(ids)},
    )


def _is_used(record: Record) -> str:
    columns = [(each.table, field.name) for each in _BELOW[record.name] for field in each.fields if field.refers_to == record.name]
    return " or ".join(f'exists (select 1 from "{table}" t where t.{column} = o.id)' for table, column in columns)


def select_below(cursor: Cursor, record: Record, objective_ids: Sequence[int]) -> list[int]:
    """Ids of the items or tasks under these objectives of a plan."""
    return cursor.values(
        f'select id from "{record.table}" where objective_id in (select unnest(cast($ids as integer[]))) order by id',
        {"ids": list(objective_ids)},
    )


def select_made_from_nodes(cursor: Cursor, plan_id: int) -> list[Row]:
    """What was made from nodes of a plan's mind map: `node_id`, `record`, `id`, `name`, `status` (tasks only), objectives first."""
    return cursor.rows(
        """
        select node_id, 'objective' as record, id, name, null as status, id as objective_id, null as item_id
        from objective where plan_id = $plan_id and node_id is not null
        union all
        select node_id, 'item', id, name, null, objective_id, id from item where plan_id = $plan_id and node_id is not null
        union all
        select node_id, 'task', id, action, status, objective_id, item_id from task where plan_id = $plan_id and node_id is not null
        order by record = 'task', record = 'item', id
        """,
        {"plan_id": plan_id},
    )
