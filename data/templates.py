"""SQL of templates beyond what every record has: the list, and how much each holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.database import Cursor, Row, like_pattern
from data.records import TEMPLATE

SORTABLE = ("id", "name", "subject", "objective", "tasks", "offerings", "plans", "updated_at")
_TEXT = ("name", "subject", "objective")
_COUNTS = """
    coalesce(k.tasks, 0) as tasks, k.first_day, k.last_day, coalesce(o.offerings, 0) as offerings, coalesce(p.plans, 0) as plans
"""
_SOURCE = """
    template t
        left join (select template_id, count(*) as tasks, min(least(start_offset, deadline_offset)) as first_day,
                max(greatest(start_offset, deadline_offset)) as last_day from template_task group by template_id) k on k.template_id = t.id
        left join (select template_id, count(*) as offerings from template_offering group by template_id) o on o.template_id = t.id
        left join (select template_id, count(*) as plans from plan where template_id is not null and deleted_at is null
            group by template_id) p on p.template_id = t.id
"""


def select_page(cursor: Cursor, q: str, sort: Sequence[tuple[str, bool]], *, offset: int, limit: int) -> tuple[list[Row], int]:
    """One page of the templates whose name, subject or objective hold every word of `q`, without mind maps; and the total."""
    words = q.split()
    searched = "normalised(concat_ws(' ', t.name, t.subject, t.objective))"
    conditions = ["t.deleted_at is null", *(f"{searched} like normalised($q{place}) escape '\\'" for place in range(len(words)))]
    parameters: dict[str, Any] = {f"q{place}": like_pattern(word) for place, word in enumerate(words)}
    condition = " and ".join(conditions)
    total = int(cursor.value(f"select count(*) from template t where {condition}", parameters))
    order = [
        f"{f'normalised(t.{name})' if name in _TEXT else name if name in ('tasks', 'offerings', 'plans') else f't.{name}'}"
        f" {'desc' if is_descending else 'asc'} nulls last"
        for name, is_descending in sort
    ]
    columns = ", ".join(f't."{column}"' for column in TEMPLATE.columns if column != "mind_map")
    items = cursor.rows(
        f"select {columns}, {_COUNTS} from {_SOURCE} where {condition} order by {', '.join([*order, 't.id'])} limit (select $limit) offset $offset",
        {**parameters, "limit": limit, "offset": offset},
    )
    return items, total


def select_template(cursor: Cursor, template_id: int) -> Row | None:
    """One template that is not in the trash: its columns, how many tasks, offerings and plans it has, and the first and last day of its tasks.

    Days count from the start of the period and are None where no task has one.
    """
    columns = ", ".join(f't."{column}"' for column in TEMPLATE.columns)
    return cursor.row(f"select {columns}, {_COUNTS} from {_SOURCE} where t.id = $id and t.deleted_at is null", {"id": template_id})
