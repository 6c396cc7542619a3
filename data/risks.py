"""SQL of at-risk rules: each condition is about a column of `plan p` or an expression from a fixed set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.database import Cursor
from data.records import Field, Kind


@dataclass(frozen=True)
class Condition:
    """A field of the plan or one of `COMPUTED`, an operator and a value: numbers as Decimal, links as ids, yes and no as "Yes" and "No"."""

    field: Field
    operator: str
    value: Any


# As services.goals defines progress and expected.
_IS_MEASURED = "g.target is not null and g.actual is not null"
_PROGRESS = """
    case
        when g.target = coalesce(g.baseline, 0) then case when g.actual >= g.target then 1 else 0 end
        else greatest(0, least(1, cast(g.actual - coalesce(g.baseline, 0) as double) / cast(g.target - coalesce(g.baseline, 0) as double)))
    end
"""
_GOAL_IS_BEHIND = f"""
    {_IS_MEASURED} and g.due_date is not null
    and {_PROGRESS}
        < case
            when $today >= g.due_date then 1
            when $today <= p.period_start then 0
            else cast($today - p.period_start as double) / cast(g.due_date - p.period_start as double)
        end
"""
COMPUTED = {
    "open_tasks": "(select count(*) from task t where t.plan_id = p.id and t.status <> 'Complete')",
    "overdue_tasks": "(select count(*) from task t where t.plan_id = p.id and t.status <> 'Complete' and t.deadline < $today)",
    "goals_behind": f"(select count(*) from goal g where g.plan_id = p.id and {_GOAL_IS_BEHIND})",
    "lowest_goal_progress": f"(select round(100 * min({_PROGRESS}), 4) from goal g where g.plan_id = p.id and {_IS_MEASURED})",
    "days_to_period_end": "(p.period_end - $today)",
    "days_quiet": "greatest(0, $today - cast(coalesce(p.touched_at, p.created_at) as date))",
}
_OPERATORS = {
    "is": "{subject} = {value}",
    "is_not": "{subject} is distinct from {value}",
    "is_set": "{subject} is not null",
    "is_not_set": "{subject} is null",
    "at_least": "{subject} >= cast({value} as decimal(18,4))",
    "at_most": "{subject} <= cast({value} as decimal(18,4))",
}


def condition_sql(conditions: Sequence[Condition]) -> tuple[str, dict[str, Any]]:
    """The conjunction of the conditions over `plan p`, and its parameters; needs `$today` besides."""
    parts, parameters = ["true"], {}
    for place, each in enumerate(conditions):
        if (each.field.name, each.operator) == ("overdue_tasks", "at_least") and each.value == 1:
            parts.append("p.next_open_deadline < $today")
            continue
        parts.append(_OPERATORS[each.operator].format(subject=_expression(each.field), value=f"$value{place}"))
        if each.operator not in ("is_set", "is_not_set"):
            parameters[f"value{place}"] = each.value
    return " and ".join(parts), parameters


def _expression(field: Field) -> str:
    column = f'p."{field.name}"'
    if field.kind is Kind.YES_NO:
        return f"case when {column} then 'Yes' when not {column} then 'No' end"
    return COMPUTED.get(field.name, column)


def select_matches(cursor: Cursor, conditions: Sequence[Condition], today: date, plan_ids: Sequence[int] | None = None) -> list[int]:
    """The ids of the plans (of these, or of all) that meet every condition."""
    condition, parameters = condition_sql(conditions)
    among = "" if plan_ids is None else " and p.id in (select unnest(cast($plan_ids as integer[])))"
    used = {"today": today} if "$today" in condition else {}
    ids = {} if plan_ids is None else {"plan_ids": list(plan_ids)}
    return cursor.values(
        f"select p.id from plan p where p.deleted_at is null and {condition}{among} order by p.id", {**parameters, **used, **ids}
    )
