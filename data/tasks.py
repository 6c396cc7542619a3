"""SQL of tasks over all plans: filters, and the groups that a person works through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from data import plan_rows
from data.database import Cursor, Row
from data.plan_rows import Sort
from data.records import TASK

SORTABLE = (*plan_rows.SORTABLE, "action", "priority", "start", "deadline", "status", "completed_at")
SOON = timedelta(days=7)
_OPEN = "t.status <> 'Complete'"
_IDLE = "t.status in ('Waiting for feedback', 'On Hold')"
# Every open task is in exactly one group. What waits for somebody else is chased once its day has come.
GROUPS = {
    "overdue": f"{_OPEN} and t.deadline < $day",
    "today": f"{_OPEN} and t.deadline = $day",
    "week": f"{_OPEN} and not {_IDLE} and t.deadline > $day and t.deadline <= $soon",
    "later": f"{_OPEN} and not {_IDLE} and t.deadline > $soon",
    "no_deadline": f"{_OPEN} and not {_IDLE} and t.deadline is null",
    "waiting": f"{_IDLE} and (t.deadline is null or t.deadline > $day)",
}


@dataclass(frozen=True)
class TaskFilter:
    """Which tasks: empty means all. Within a field the values are alternatives, None among people means nobody; fields combine.

    `day` is today, before which the deadline of an open task is overdue; bounds of the deadline are inclusive.
    """

    q: str = ""
    plan: tuple[int, ...] = ()
    plan_status: tuple[str, ...] = ()
    person: tuple[int | None, ...] = ()
    status: tuple[str, ...] = ()
    overdue: tuple[bool, ...] = ()
    group: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    day: date = field(default_factory=date.today, compare=False)


def where(filters: TaskFilter) -> tuple[str, dict[str, Any]]:
    """The condition over `task t`, `plan p`, `client c` for a filter, and its parameters."""
    conditions, parameters = plan_rows.plan_conditions(
        q=filters.q,
        searched="normalised(t.action)",
        plan=filters.plan,
        plan_status=filters.plan_status,
        date="deadline",
        date_from=filters.date_from,
        date_to=filters.date_to,
    )
    if filters.person:
        conditions.append("(" + " or ".join(_in_charge(place, person, parameters) for place, person in enumerate(filters.person)) + ")")
    if filters.status:
        names = [f"status_{place}" for place in range(len(filters.status))]
        conditions.append(f"t.status in ({', '.join(f'${each}' for each in names)})")
        parameters.update(zip(names, filters.status, strict=True))
    if len(filters.overdue) == 1:
        conditions.append(f"{'' if filters.overdue[0] else 'not '}coalesce({GROUPS['overdue']}, false)")
        parameters["day"] = filters.day
    if filters.group:
        conditions.append("(" + " or ".join(f"({GROUPS[each]})" for each in filters.group) + ")")
        parameters |= _days(filters, *filters.group)
    return " and ".join(conditions), parameters


def _days(filters: TaskFilter, *groups: str) -> dict[str, date]:
    """The days that the conditions of these groups name."""
    return {name: day for name, day in _all_days(filters).items() if any(f"${name}" in GROUPS[group] for group in groups)}


def _all_days(filters: TaskFilter) -> dict[str, date]:
    return {"day": filters.day, "soon": filters.day + SOON}


def _in_charge(place: int, person: int | None, parameters: dict[str, Any]) -> str:
    if person is None:
        return "t.people_in_charge_ids is null"
    # The ids stand in a list without spaces; comparing its ends builds no new text for every task.
    forms = {"only": f"[{person}]", "first": f"[{person},", "last": f"%,{person}]", "amid": f",{person},"}
    parameters.update({f"{form}_{place}": text for form, text in forms.items()})
    people = "t.people_in_charge_ids"
    return (
        f"({people} = $only_{place} or starts_with({people}, $first_{place})"
        f" or {people} like $last_{place} or contains({people}, $amid_{place}))"
    )


def select_page(cursor: Cursor, filters: TaskFilter, sort: Sort, *, offset: int, limit: int) -> tuple[list[Row], int]:
    """One page of the tasks of a filter with plan and client by name, and the total."""
    condition, parameters = where(filters)
    total = plan_rows.count_rows(cursor, TASK, condition, parameters)
    if not total:
        return [], 0
    return plan_rows.select_page(cursor, TASK, condition, parameters, plan_rows.order_by(TASK, sort), offset=offset, limit=limit), total


def count_groups(cursor: Cursor, filters: TaskFilter) -> Mapping[str, int]:
    """How many tasks of a filter each of GROUPS has."""
    condition, parameters = where(filters)
    counts = ", ".join(f"count(*) filter (where {group}) as {name}" for name, group in GROUPS.items())
    found = cursor.row(f"select {counts} from task t {plan_rows.JOINS} where {_OPEN} and {condition}", {**parameters, **_all_days(filters)})
    return found or {}


def select_group(cursor: Cursor, filters: TaskFilter, group: str, sort: Sort, *, offset: int, limit: int) -> list[Row]:
    """One page of the tasks of one of GROUPS within a filter."""
    condition, parameters = where(filters)
    return plan_rows.select_page(
        cursor,
        TASK,
        f"{condition} and {GROUPS[group]}",
        {**parameters, **_days(filters, group)},
        plan_rows.order_by(TASK, sort),
        offset=offset,
        limit=limit,
    )
