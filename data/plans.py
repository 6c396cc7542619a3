"""SQL of plans: the filtered list with its total, and the columns derived from others."""

from __future__ import annotations

from collections.abc import Sequence

from data.database import Cursor, Row, is_among
from data.plan_filter import PlanFilter, Range, Sort, order_by, where
from data.records import PLAN, Field, Kind

NAMES = {"client": "c.name", "person_in_charge": "s.name"}
BRIEF_LENGTH = 300
# The fields that `refresh_derived` computes others from.
DERIVED_FROM = frozenset(("client_id", "subject", "objective", "period_type", "period_start"))
# The fields of tasks that `refresh_deadlines` reads.
DEADLINES_FROM = frozenset(("status", "deadline"))
_TREES = frozenset(each.name for each in PLAN.fields if each.kind is Kind.TREE)
_LONG = frozenset(each.name for each in PLAN.fields if each.kind is Kind.LONG_TEXT)


def count_plans(cursor: Cursor, filters: PlanFilter, custom_fields: Sequence[Field] = ()) -> int:
    condition, parameters = where(filters, custom_fields)
    return int(cursor.value(f"select count(*) from plan p where {condition}", parameters))


def select_plan_ids(cursor: Cursor, filters: PlanFilter, custom_fields: Sequence[Field] = ()) -> list[int]:
    condition, parameters = where(filters, custom_fields)
    return cursor.values(f"select p.id from plan p where {condition} order by p.id", parameters)


def select_page(
    cursor: Cursor, filters: PlanFilter, sort: Sort, *, offset: int, limit: int, custom_fields: Sequence[Field] = ()
) -> tuple[list[int], int]:
    """The ids of one page in order, and how many plans there are in all."""
    condition, parameters = where(filters, custom_fields)
    order, joins = order_by(sort, custom_fields)
    parameters |= {"limit": limit, "offset": offset}
    if filters.q:
        # Text is searched once, for the total and the page together.
        found = cursor.tuples(
            f"""
            with found as materialized (
                select p.id, row_number() over (order by {order}) as place from plan p {joins} where {condition}
            )
            select id, (select count(*) from found) from found where place > $offset order by place limit $limit
            """,
            parameters,
        )
        if found or (offset == 0 and limit):
            return [row[0] for row in found], found[0][1] if found else 0
    total = count_plans(cursor, filters, custom_fields)
    # Rows lie in the order of their ids: sorting them all beats DuckDB's heap of the first few, which a computed limit switches off.
    is_by_id = order.startswith('p."id"')
    ids = cursor.values(
        f"select p.id from plan p {joins} where {condition} order by {order} limit {'(select $limit)' if is_by_id else '$limit'} offset $offset",
        parameters,
    )
    return ids, total


def select_plans(
    cursor: Cursor,
    ids: Sequence[int],
    *,
    columns: Sequence[str] = (),
    custom_fields: Sequence[Field] = (),
    with_trees: bool = False,
    brief: bool = False,
) -> list[Row]:
    """These plans in this order: the columns named, or every own column with client and person in charge by name.

    Trees, which may be large, come only if asked for; `brief` cuts long texts after BRIEF_LENGTH characters.
    """
    custom_names = [each.name for each in custom_fields]
    wanted = columns or [each for each in (*PLAN.columns, *custom_names, *NAMES) if with_trees or each not in _TREES]
    cut = _LONG | {each.name for each in custom_fields if each.kind is Kind.LONG_TEXT} if brief else frozenset()
    expressions = [f'left(p."{name}", {BRIEF_LENGTH})' if name in cut else NAMES.get(name, f'p."{name}"') for name in wanted]
    listed = ", ".join(f'{expression} as "{name}"' for expression, name in zip(expressions, wanted, strict=True))
    found = cursor.rows(
        f"""
        select p.id as place_of, {listed} from plan p
            {"left join client c on c.id = p.client_id" if "client" in wanted else ""}
            {"left join staff s on s.id = p.person_in_charge_id" if "person_in_charge" in wanted else ""}
        where p.id in (select unnest(cast($ids as integer[]))) and p.deleted_at is null
        """,
        {"ids": list(ids)},
    )
    by_id = {row.pop("place_of"): row for row in found}
    return [by_id[each] for each in ids if each in by_id]


def select_off_first_day(cursor: Cursor) -> list[int]:
    """Plans that do not start on the first day of a period of their type, as every plan should."""
    return cursor.values(
        """
        select id from plan
        where period_start <> date_trunc(period_type, period_start) and period_type in ('month', 'quarter', 'year') order by 1
        """
    )


DERIVED = ("period_end", "search", "subject_key", "next_open_deadline")
"""Columns computed from others by `refresh_derived` and `refresh_deadlines`."""


def refresh_derived(cursor: Cursor, ids: Sequence[int]) -> None:
    """Recompute period end and normalised search text of these plans."""
    if not ids:
        return
    condition, parameters = is_among("plan.id", ids)
    cursor.execute(
        f"""
        update plan set
            period_end = cast(period_start + case period_type when 'month' then interval '1 month' when 'quarter' then interval '3 months'
                else interval '1 year' end - interval '1 day' as date),
            search = normalised(concat_ws(' ', cast(plan.id as varchar), subject, c.name, objective)), subject_key = normalised(subject)
        from client c
        where c.id = plan.client_id and {condition}
        """,
        parameters,
    )


def refresh_deadlines(cursor: Cursor, plan_ids: Sequence[int]) -> None:
    """Recompute the earliest deadline among the open tasks of these plans; "overdue" is then one comparison."""
    if not plan_ids:
        return
    condition, parameters = is_among("id", plan_ids)
    cursor.execute(
        f"""
        update plan set next_open_deadline = (
            select min(t.deadline) from task t where t.plan_id = plan.id and t.status <> 'Complete'
        )
        where {condition}
        """,
        parameters,
    )


def refresh_derived_of_clients(cursor: Cursor, client_ids: Sequence[int]) -> None:
    """Recompute the search text of every plan of these clients, after a client's name changed."""
    refresh_derived(
        cursor,
        cursor.values(
            "select id from plan where client_id in (select unnest(cast($ids as integer[]))) order by id", {"ids": list(client_ids)}
        ),
    )


__all__ = [
    "DERIVED",
    "DERIVED_FROM",
    "PlanFilter",
    "Range",
    "Sort",
    "count_plans",
    "order_by",
    "refresh_deadlines",
    "refresh_derived",
    "refresh_derived_of_clients",
    "select_off_first_day",
    "select_page",
    "select_plan_ids",
    "select_plans",
    "where",
]
