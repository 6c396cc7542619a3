"""SQL of the board: counts and revenue of every column, and the first cards of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from data.database import Cursor, Row
from data.plan_filter import PlanFilter, where
from data.records import Field
from data.records.plan import STATUSES

LANES = {"person_in_charge": "p.person_in_charge_id", "client_status": "p.client_status", "bcg": "p.bcg"}
_NO_LANE = "cast(null as varchar)"
_ORDER = "p.next_open_deadline nulls last, p.period_start desc, p.id desc"


def _lane(lanes: str) -> str:
    return LANES[lanes] if lanes else _NO_LANE


def select_totals(cursor: Cursor, filters: PlanFilter, lanes: str, custom_fields: Sequence[Field] = ()) -> list[Row]:
    """Per status and lane: `plans` and the sum of planned `revenue` (null where no plan has any)."""
    condition, parameters = where(filters, custom_fields)
    return cursor.rows(
        f"""
        select p.status, {_lane(lanes)} as lane, count(*) as plans, sum(p.revenue_next_year) as revenue
        from plan p where {condition} group by p.status, lane order by 1, 2
        """,
        parameters,
    )


def select_places(
    cursor: Cursor,
    filters: PlanFilter,
    lanes: str,
    *,
    limit: int,
    offset: int = 0,
    column: tuple[str, str | int | None] | None = None,
    keep: Sequence[int] = (),
    custom_fields: Sequence[Field] = (),
) -> list[Row]:
    """Id, status and lane of the cards at places offset … offset + limit of every column, or of one (status, lane).

    Those of `keep` follow after them wherever their places are, as far as the filter has them. Within a column the earliest open deadline comes first, then the newest period; the id decides ties.
    """
    condition, parameters = where(filters, custom_fields)
    parameters |= {"first": offset, "last": offset + limit, "keep": list(keep)}
    if column is not None:
        condition += (
            " and p.status = $column_status and cast(" + _lane(lanes) + " as varchar) is not distinct from cast($column_lane as varchar)"
        )
        parameters |= {"column_status": column[0], "column_lane": column[1]}
    return cursor.rows(
        f"""
        with placed as (
            select p.id, p.status, {_lane(lanes)} as lane,
                row_number() over (
                    partition by p.status, {_lane(lanes)}
                    order by {_ORDER}
                ) as place
            from plan p where {condition}
        )
        select id, status, lane from placed
        where place > $first and place <= $last or id in (select unnest(cast($keep as integer[])))
        order by status, lane, place
        """,
        parameters,
    )


def select_places_by_status(
    cursor: Cursor, filters: PlanFilter, *, limit: int, keep: Sequence[int] = (), custom_fields: Sequence[Field] = ()
) -> list[Row]:
    """As `select_places` of a board without lanes: the first of five columns are found without ordering all plans, in a third of the time."""
    condition, parameters = where(filters, custom_fields)
    parameters |= {"most": limit, "keep": list(keep), **{f"column_{number}": status for number, status in enumerate(STATUSES)}}
    columns = [
        f"(select * from found p where p.status = $column_{number} order by {_ORDER} limit $most)" for number in range(len(STATUSES))
    ]
    return cursor.rows(
        f"""
        with found as materialized (select p.id, p.status, p.next_open_deadline, p.period_start from plan p where {condition})
        select p.id, p.status, {_NO_LANE} as lane
        from ({" union ".join(columns)} union select * from found where id in (select unnest(cast($keep as integer[])))) p
        order by p.status, {_ORDER}
        """,
        parameters,
    )


def select_cards(cursor: Cursor, ids: Sequence[int], today: date) -> list[Row]:
    """What a card shows of these plans, with the number of overdue tasks."""
    return cursor.rows(
        """
        select p.id, p.version, p.subject, p.status, p.client_status, p.bcg, p.period_type, p.period_start, p.person_in_charge_id,
            c.name as client, s.name as person_in_charge, coalesce(t.overdue, 0) as overdue
        from plan p
            left join client c on c.id = p.client_id
            left join staff s on s.id = p.person_in_charge_id
            left join (
                select plan_id, count(*) as overdue from task
                where plan_id in (select unnest(cast($ids as integer[]))) and status <> 'Complete' and deadline < $today
                group by plan_id
            ) t on t.plan_id = p.id
        where p.id in (select unnest(cast($ids as integer[]))) and p.deleted_at is null
        order by p.id
        """,
        {"ids": list(ids), "today": today},
    )


def select_lane_names(cursor: Cursor, staff_ids: Sequence[int]) -> dict[int, str]:
    found = cursor.tuples(
        "select id, name from staff where id in (select unnest(cast($ids as integer[]))) order by normalised(name), id",
        {"ids": list(staff_ids)},
    )
    return {row[0]: row[1] for row in found}
