"""SQL of goals over all plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data import plan_rows
from data.database import Cursor, Row
from data.plan_rows import Sort
from data.records import GOAL

SORTABLE = (*plan_rows.SORTABLE, *(each.name for each in GOAL.fields))


@dataclass(frozen=True)
class GoalFilter:
    """Which goals: empty means all. `person` is in charge of the plan, None among them means nobody is; bounds of the due date are inclusive."""

    q: str = ""
    plan: tuple[int, ...] = ()
    plan_status: tuple[str, ...] = ()
    person: tuple[int | None, ...] = ()
    date_from: date | None = None
    date_to: date | None = None


def select_page(cursor: Cursor, filters: GoalFilter, sort: Sort, *, offset: int, limit: int) -> tuple[list[Row], int]:
    """One page of the goals of a filter with plan and client by name, and the total."""
    conditions, parameters = plan_rows.plan_conditions(
        q=filters.q,
        searched="normalised(t.name)",
        plan=filters.plan,
        plan_status=filters.plan_status,
        date="due_date",
        date_from=filters.date_from,
        date_to=filters.date_to,
    )
    if filters.person:
        people = {f"person_{place}": person for place, person in enumerate(filters.person) if person is not None}
        parts = [f"p.person_in_charge_id = ${name}" for name in people]
        parts += ["p.person_in_charge_id is null"] if None in filters.person else []
        conditions.append(f"({' or '.join(parts)})")
        parameters |= people
    condition = " and ".join(conditions)
    total = plan_rows.count_rows(cursor, GOAL, condition, parameters)
    if not total:
        return [], 0
    return plan_rows.select_page(cursor, GOAL, condition, parameters, plan_rows.order_by(GOAL, sort), offset=offset, limit=limit), total
