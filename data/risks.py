"""SQL of at-risk rules: each condition is an expression over `plan p` from a fixed set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from data.database import Cursor

# The share of the way gone against the share of the time gone, as services.goals defines progress and expected.
_GOAL_IS_BEHIND = """
    g.target is not null and g.actual is not null and g.due_date is not null
    and case
            when g.target = coalesce(g.baseline, 0) then case when g.actual >= g.target then 1 else 0 end
            else greatest(0, least(1, cast(g.actual - coalesce(g.baseline, 0) as double) / cast(g.target - coalesce(g.baseline, 0) as double)))
        end
        < case
            when $today >= g.due_date then 1
            when $today <= p.period_start then 0
            else cast($today - p.period_start as double) / cast(g.due_date - p.period_start as double)
        end
"""
EXPRESSIONS = {
    "client_status": "p.client_status",
    "status": "p.status",
    "bcg": "p.bcg",
    "person_in_charge": "p.person_in_charge_id",
    "revenue_next_year": "p.revenue_next_year",
    "margin": "p.margin",
    "wallet_share": "p.wallet_share",
    "open_tasks": "(select count(*) from task t where t.plan_id = p.id and t.status <> 'Complete')",
    "overdue_tasks": "(select count(*) from task t where t.plan_id = p.id and t.status <> 'Complete' and t.deadline < $today)",
    "goals_behind": f"(select count(*) from goal g where g.plan_id = p.id and {_GOAL_IS_BEHIND})",
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


def condition_sql(conditions: Sequence[tuple[str, str, Any]]) -> tuple[str, dict[str, Any]]:
    """The conjunction of (subject, operator, value) conditions over `plan p`, and its parameters; needs `$today` besides."""
    parts, parameters = ["true"], {}
    for place, (subject, operator, value) in enumerate(conditions):
        if (subject, operator) == ("overdue_tasks", "at_least") and value == 1:
            parts.append("p.next_open_deadline < $today")
            continue
        parts.append(_OPERATORS[operator].format(subject=EXPRESSIONS[subject], value=f"$value{place}"))
        if operator not in ("is_set", "is_not_set"):
            parameters[f"value{place}"] = value
    return " and ".join(parts), parameters


def select_matches(
    cursor: Cursor, conditions: Sequence[tuple[str, str, Any]], today: date, plan_ids: Sequence[int] | None = None
) -> list[int]:
    """The ids of the plans (of these, or of all) that meet every condition."""
    condition, parameters = condition_sql(conditions)
    among = "" if plan_ids is None else " and p.id in (select unnest(cast($plan_ids as integer[])))"
    used = {"today": today} if "$today" in condition else {}
    ids = {} if plan_ids is None else {"plan_ids": list(plan_ids)}
    return cursor.values(
        f"select p.id from plan p where p.deleted_at is null and {condition}{among} order by p.id", {**parameters, **used, **ids}
    )
