"""Filters and orders of the list of plans, and the SQL they become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from data.records import PLAN, Field, Kind


@dataclass(frozen=True)
class Range:
    """Bounds of a custom field, each inclusive or open (None)."""

    low: Decimal | date | None = None
    high: Decimal | date | None = None


@dataclass(frozen=True)
class PlanFilter:
    """Which plans: empty means all. Within a field the values are alternatives, None among them means "not set"; fields combine.

    `overdue`: whether an open task has a deadline before `day`. `custom` holds, by column of a custom field, values, Ranges or texts to find.
    """

    q: str = ""
    status: tuple[str, ...] = ()
    client: tuple[int, ...] = ()
    bcg: tuple[str | None, ...] = ()
    person_in_charge: tuple[int | None, ...] = ()
    client_status: tuple[str | None, ...] = ()
    template: tuple[int | None, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    overdue: tuple[bool, ...] = ()
    day: date | None = field(default=None, compare=False)
    ids: tuple[int, ...] = ()
    custom: dict[str, tuple[Any, ...]] = field(default_factory=dict, hash=False)


Sort = tuple[tuple[str, bool], ...]
"""(column, is_descending) pairs, the most significant first."""

_SORT_EXPRESSIONS = {
    "subject": "p.subject_key",
    "client": "c.name_key",
    "client_id": "c.name_key",
    "person_in_charge": "normalised(s.name)",
    "person_in_charge_id": "normalised(s.name)",
    "time": "p.period_start",
}
_CHOICE_ORDERS = {each.name: each.choices for each in PLAN.fields if each.kind is Kind.CHOICE}
_JOINS = {"c.": "left join client c on c.id = p.client_id", "s.": "left join staff s on s.id = p.person_in_charge_id"}


def where(filters: PlanFilter, custom_fields: Sequence[Field] = ()) -> tuple[str, dict[str, Any]]:
    """The condition over `plan p` for a filter, and its parameters."""
    conditions, parameters = ["p.deleted_at is null"], {}  # type: tuple[list[str], dict[str, Any]]
    for name, column in (
        ("status", "p.status"),
        ("client", "p.client_id"),
        ("bcg", "p.bcg"),
        ("person_in_charge", "p.person_in_charge_id"),
        ("client_status", "p.client_status"),
        ("template", "p.template_id"),
    ):
        if values := getattr(filters, name):
            conditions.append(_alternatives(column, name, values, parameters))
    if filters.ids:
        conditions.append("p.id in (select unnest(cast($ids as integer[])))")
        parameters["ids"] = list(filters.ids)
    if filters.date_from:
        conditions.append("p.period_end >= $date_from")
        parameters["date_from"] = filters.date_from
    if filters.date_to:
        conditions.append("p.period_start <= $date_to")
        parameters["date_to"] = filters.date_to
    if len(filters.overdue) == 1:
        is_overdue = "coalesce(p.next_open_deadline < $day, false)"
        conditions.append(is_overdue if filters.overdue[0] else f"not {is_overdue}")
        parameters["day"] = filters.day or date.today()
    for place, word in enumerate(filters.q.split()):
        conditions.append(f"contains(p.search, normalised($q{place}))")
        parameters[f"q{place}"] = word
    for custom_field in custom_fields:
        if (wanted := filters.custom.get(custom_field.name)) is not None:
            conditions.append(_custom_condition(custom_field, wanted, parameters))
    return " and ".join(conditions), parameters


def order_by(sort: Sort, custom_fields: Sequence[Field] = ()) -> tuple[str, str]:
    """An `order by` list over `plan p`, and the joins it needs; unset values come last, the newest plan decides ties."""
    known = {*PLAN.columns, *_SORT_EXPRESSIONS, *(each.name for each in custom_fields)}
    parts = []
    for column, is_descending in sort:
        if column not in known:
            raise ValueError(f"unknown sort column {column!r}")
        expression = _SORT_EXPRESSIONS.get(column) or f'p."{column}"'
        if choices := _CHOICE_ORDERS.get(column):
            ranks = " ".join(f"when '{choice}' then {rank}" for rank, choice in enumerate(choices))
            expression = f"case {expression} {ranks} end"
        parts.append(f"{expression} {'desc' if is_descending else 'asc'} nulls last")
    if "id" not in dict(sort):
        parts.append("p.id desc")
    order = ", ".join(parts)
    return order, " ".join(join for alias, join in _JOINS.items() if alias in order)


def _alternatives(column: str, name: str, values: Sequence[Any], parameters: dict[str, Any]) -> str:
    chosen = [value for value in values if value is not None]
    parts = []
    if chosen:
        # One parameter a value: a list in one parameter becomes a join, which is slower for the few values of a filter.
        names = [f"{name}_{place}" for place in range(len(chosen))]
        parameters.update(zip(names, chosen, strict=True))
        parts.append(f"{column} in ({', '.join(f'${each}' for each in names)})")
    if None in values:
        parts.append(f"{column} is null")
    return "(" + " or ".join(parts) + ")"


def _custom_condition(custom_field: Field, wanted: tuple[Any, ...], parameters: dict[str, Any]) -> str:
    name = custom_field.name
    if custom_field.kind in (Kind.CHOICE, Kind.YES_NO):
        return _alternatives(f'p."{name}"', name, wanted, parameters)
    parts = [_custom_alternative(custom_field, f"{name}_{place}", value, parameters) for place, value in enumerate(wanted)]
    return "(" + " or ".join(parts) + ")"


def _custom_alternative(custom_field: Field, name: str, value: Any, parameters: dict[str, Any]) -> str:
    column = f'p."{custom_field.name}"'
    if value is None:
        return f"{column} is null"
    if isinstance(value, Range):
        parts = []
        for bound, end, operator in ((value.low, "low", ">="), (value.high, "high", "<=")):
            if bound is not None:
                parameters[f"{name}_{end}"] = bound
                parts.append(f"{column} {operator} ${name}_{end}")
        return "(" + (" and ".join(parts) or "true") + ")"
    parameters[name] = value
    if custom_field.kind is Kind.CHOICES:
        return f"json_contains({column}, to_json(${name}))"
    return f"contains(normalised({column}), normalised(${name}))"
