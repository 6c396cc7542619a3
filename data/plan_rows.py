"""SQL of rows that belong to plans, listed over all plans: each with its plan and client by name; plans in the trash are not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.database import Cursor, Row
from data.records import PLAN, Kind, Record

Sort = Sequence[tuple[str, bool]]
JOINS = "join plan p on p.id = t.plan_id left join client c on c.id = p.client_id"
# What a row is shown with, whatever it is.
OF_PLAN = "p.subject as plan, p.status as plan_status, p.period_type, p.period_start, p.client_id, c.name as client"
SORTABLE = ("id", "plan", "client", "plan_status", "updated_at")


def ranked(column: str, choices: Sequence[str]) -> str:
    """The place of a stored choice among its choices, from 0."""
    whens = " ".join(f"when '{choice}' then {rank}" for rank, choice in enumerate(choices))
    return f"case {column} {whens} end"


_ORDER = {"plan": "p.subject_key", "client": "c.name_key", "plan_status": ranked("p.status", PLAN.by_name["status"].choices)}


def order_by(record: Record, sort: Sort) -> str:
    """An `order by` list over `t`, `p` and `c`; choices in their own order, unset values last, the id decides ties."""
    parts = []
    for name, is_descending in sort:
        field = record.by_name.get(name)
        if name in _ORDER:
            expression = _ORDER[name]
        elif field and field.kind is Kind.CHOICE:
            expression = ranked(f't."{name}"', field.choices)
        elif field and field.kind in (Kind.TEXT, Kind.LONG_TEXT):
            expression = f'normalised(t."{name}")'
        else:
            expression = f't."{name}"'
        parts.append(f"{expression} {'desc' if is_descending else 'asc'} nulls last")
    return ", ".join([*parts, "t.id"])


def plan_conditions(
    *, q: str, searched: str, plan: Sequence[int], plan_status: Sequence[str], date: str, date_from: Any, date_to: Any
) -> tuple[list[str], dict[str, Any]]:
    """Conditions that rows of every record share: words in the `searched` expression or the names of plan and client, plan, plan
    status, and bounds (inclusive) of the column `date`."""
    conditions, parameters = ["p.deleted_at is null"], {}  # type: tuple[list[str], dict[str, Any]]
    for place, word in enumerate(q.split()):
        found = " or ".join(f"contains({text}, normalised($q{place}))" for text in (searched, "p.subject_key", "c.name_key"))
        conditions.append(f"({found})")
        parameters[f"q{place}"] = word
    for name, column, values in (("plan", "t.plan_id", plan), ("plan_status", "p.status", plan_status)):
        if values:
            names = [f"{name}_{place}" for place in range(len(values))]
            conditions.append(f"{column} in ({', '.join(f'${each}' for each in names)})")
            parameters.update(zip(names, values, strict=True))
    for name, operator, value in (("date_from", ">=", date_from), ("date_to", "<=", date_to)):
        if value is not None:
            conditions.append(f'cast(t."{date}" as date) {operator} ${name}')
            parameters[name] = value
    return conditions, parameters


def count_rows(cursor: Cursor, record: Record, condition: str, parameters: Mapping[str, Any]) -> int:
    return int(cursor.value(f'select count(*) from "{record.table}" t {JOINS} where {condition}', parameters))


def select_page(
    cursor: Cursor, record: Record, condition: str, parameters: Mapping[str, Any], order: str, *, offset: int, limit: int
) -> list[Row]:
    """Rows of a condition at places offset … offset + limit of this order, complete, with what OF_PLAN names."""
    own = ", ".join(f't."{column}"' for column in record.columns)
    return cursor.rows(
        f"""
        select {own}, {OF_PLAN} from "{record.table}" t {JOINS} where {condition}
        order by {order} limit (select $limit) offset $offset
        """,
        {**parameters, "limit": limit, "offset": offset},
    )


def select_row(cursor: Cursor, record: Record, row_id: int) -> Row | None:
    """One row, unless its plan is in the trash."""
    found = select_page(cursor, record, "t.id = $id and p.deleted_at is null", {"id": row_id}, "t.id", offset=0, limit=1)
    return found[0] if found else None
