"""SQL of plans: the filtered list with its total, and the columns derived from others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from data.database import Cursor, Row, like_pattern
from data.records import PLAN, Field, Kind

ME = "me"


@dataclass(frozen=True)
class Range:
    """Bounds of a custom field, each inclusive or open (None)."""

    low: Decimal | date | None = None
    high: Decimal | date | None = None


@dataclass(frozen=True)
class PlanFilter:
    """Which plans: empty means all. Within a field the values are alternatives, None among them means "not set"; fields combine.

    `custom` holds, by column of a custom field: a tuple of values, a Range, or a text to find.
    """

    q: str = ""
    status: tuple[str, ...] = ()
    client: tuple[int, ...] = ()
    bcg: tuple[str | None, ...] = ()
    person_in_charge: tuple[int | None, ...] = ()
    client_status: tuple[str | None, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    ids: tuple[int, ...] = ()
    custom: dict[str, tuple[Any, ...] | Range | str] = field(default_factory=dict, hash=False)


Sort = tuple[tuple[str, bool], ...]
"""(column, is_descending) pairs, the most significant first."""

_SORT_EXPRESSIONS = {
    "client": "c.name",
    "client_id": "c.name",
    "person_in_charge": "s.name",
    "person_in_charge_id": "s.name",
    "time": "p.period_start",
}
_TREES = frozenset(each.name for each in PLAN.fields if each.kind is Kind.TREE)
_CHOICE_ORDERS = {each.name: each.choices for each in PLAN.fields if each.kind is Kind.CHOICE}


def _alternatives(column: str, name: str, values: Sequence[Any], parameters: dict[str, Any]) -> str:
    chosen = [value for value in values if value is not None]
    parts = []
    if chosen:
        parameters[name] = chosen
        parts.append(f"{column} in (select unnest(${name}))")
    if None in values:
        parts.append(f"{column} is null")
    return "(" + " or ".join(parts) + ")"


def where(filters: PlanFilter, custom_fields: Sequence[Field] = ()) -> tuple[str, dict[str, Any]]:
    """The condition over `plan p` for a filter, and its parameters."""
    conditions, parameters = ["p.deleted_at is null"], {}  # type: tuple[list[str], dict[str, Any]]
    for name, column in (
        ("status", "p.status"),
        ("client", "p.client_id"),
        ("bcg", "p.bcg"),
        ("person_in_charge", "p.person_in_charge_id"),
        ("client_status", "p.client_status"),
        ("ids", "p.id"),
    ):
        if values := getattr(filters, name):
            conditions.append(_alternatives(column, name, values, parameters))
    if filters.date_from:
        conditions.append("p.period_end >= $date_from")
        parameters["date_from"] = filters.date_from
    if filters.date_to:
        conditions.append("p.period_start <= $date_to")
        parameters["date_to"] = filters.date_to
    for place, word in enumerate(filters.q.split()):
        conditions.append(f"p.search like normalised($q{place}) escape '\\'")
        parameters[f"q{place}"] = like_pattern(word)
    for custom_field in custom_fields:
        if (wanted := filters.custom.get(custom_field.name)) is not None:
            conditions.append(_custom_condition(custom_field, wanted, parameters))
    return " and ".join(conditions), parameters


def _custom_condition(custom_field: Field, wanted: tuple[Any, ...] | Range | str, parameters: dict[str, Any]) -> str:
    name = custom_field.name
    column = f'p."{name}"'
    if isinstance(wanted, Range):
        parts = []
        for bound, operator in ((wanted.low, ">="), (wanted.high, "<=")):
            if bound is not None:
                parameters[f"{name}_{'low' if operator == '>=' else 'high'}"] = bound
                parts.append(f"{column} {operator} ${name}_{'low' if operator == '>=' else 'high'}")
        return "(" + (" and ".join(parts) or "true") + ")"
    if isinstance(wanted, str):
        parameters[name] = like_pattern(wanted)
        return f"normalised({column}) like normalised(${name}) escape '\\'"
    if custom_field.kind is Kind.CHOICES:
        parts = ["false"]
        for place, value in enumerate(wanted):
            if value is None:
                parts.append(f"{column} is null")
            else:
                parameters[f"{name}_{place}"] = value
                parts.append(f"json_contains({column}, to_json(${name}_{place}))")
        return "(" + " or ".join(parts) + ")"
    return _alternatives(column, name, wanted, parameters)


def order_by(sort: Sort, custom_fields: Sequence[Field] = ()) -> str:
    """An `order by` list over `plan p` joined with `client c` and `staff s`; unset values come last, id decides ties."""
    known = {*PLAN.columns, *(each.name for each in custom_fields)}
    parts = []
    for column, is_descending in sort:
        expression = _SORT_EXPRESSIONS.get(column) or f'p."{column}"'
        if column not in known and column not in _SORT_EXPRESSIONS:
            raise ValueError(f"unknown sort column {column!r}")
        if choices := _CHOICE_ORDERS.get(column):
            ranks = " ".join(f"when '{choice}' then {rank}" for rank, choice in enumerate(choices))
            expression = f"case {expression} {ranks} end"
        parts.append(f"{expression} {'desc' if is_descending else 'asc'} nulls last")
    return ", ".join([*parts, "p.id desc"])


def count_plans(cursor: Cursor, filters: PlanFilter, custom_fields: Sequence[Field] = ()) -> int:
    condition, parameters = where(filters, custom_fields)
    return int(cursor.value(f"select count(*) from plan p where {condition}", parameters))


def select_plan_ids(cursor: Cursor, filters: PlanFilter, custom_fields: Sequence[Field] = ()) -> list[int]:
    condition, parameters = where(filters, custom_fields)
    return cursor.values(f"select p.id from plan p where {condition} order by p.id", parameters)


def select_plans(
    cursor: Cursor,
    filters: PlanFilter,
    sort: Sort,
    *,
    offset: int,
    limit: int,
    custom_fields: Sequence[Field] = (),
    with_trees: bool = False,
) -> list[Row]:
    """One page of plans with every own column, client and person in charge by name; trees, which may be large, only if asked for."""
    condition, parameters = where(filters, custom_fields)
    columns = ", ".join(
        f'p."{column}"' for column in (*PLAN.columns, *(each.name for each in custom_fields)) if with_trees or column not in _TREES
    )
    return cursor.rows(
        f"""
        with page as (
            select p.id as page_id, row_number() over (order by {order_by(sort, custom_fields)}) as place
            from plan p left join client c on c.id = p.client_id left join staff s on s.id = p.person_in_charge_id
            where {condition} order by {order_by(sort, custom_fields)} limit $limit offset $offset
        )
        select {columns}, c.name as client, s.name as person_in_charge
        from page join plan p on p.id = page.page_id
            left join client c on c.id = p.client_id left join staff s on s.id = p.person_in_charge_id
        order by page.place
        """,
        {**parameters, "limit": limit, "offset": offset},
    )


def refresh_derived(cursor: Cursor, ids: Sequence[int]) -> None:
    """Recompute period end and normalised search text of these plans."""
    if not ids:
        return
    cursor.execute(
        """
        update plan set
            period_end = cast(period_start + case period_type when 'month' then interval '1 month' when 'quarter' then interval '3 months'
                else interval '1 year' end - interval '1 day' as date),
            search = normalised(concat_ws(' ', cast(plan.id as varchar), subject, c.name, objective))
        from client c
        where c.id = plan.client_id and plan.id in (select unnest(cast($ids as integer[])))
        """,
        {"ids": list(ids)},
    )


def refresh_deadlines(cursor: Cursor, plan_ids: Sequence[int]) -> None:
    """Recompute the earliest deadline among the open tasks of these plans; "overdue" is then one comparison."""
    if not plan_ids:
        return
    cursor.execute(
        """
        update plan set next_open_deadline = (
            select min(t.deadline) from task t where t.plan_id = plan.id and t.status <> 'Complete'
        )
        where id in (select unnest(cast($ids as integer[])))
        """,
        {"ids": list(plan_ids)},
    )


def refresh_derived_of_clients(cursor: Cursor, client_ids: Sequence[int]) -> None:
    """Recompute the search text of every plan of these clients, after a client's name changed."""
    refresh_derived(
        cursor,
        cursor.values(
            "select id from plan where client_id in (select unnest(cast($ids as integer[]))) order by id", {"ids": list(client_ids)}
        ),
    )
