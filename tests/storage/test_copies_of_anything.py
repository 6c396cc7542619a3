"""Copies of generated plans: everything is as in the original but what spec 4.4 names."""

from __future__ import annotations

import json
from calendar import monthrange
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import rows
from data.records import BELONGING, ITEM, OBJECTIVE, PLAN, TASK, Field, Kind, Record
from data.records.plan import PERIOD_TYPES
from services.changes import change_set
from services.copies import copy_plans
from services.periods import first_day, last_day
from services.trees import tree_text
from services.undo import undo_change_set
from tests.world import World

STAMPS = {"id", "plan_id", "version", "created_at", "created_by", "updated_at", "updated_by"}
STARTS_OVER = {"subject", "status", "period_type", "period_start", "period_end", "previous_plan_id", "revision", "touched_at"}
NOT_TAKEN = {"approved_by_id", "approved_at", "approved_revision"}
MOVING = {"start", "deadline", "due_date"}
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)


def values(field: Field) -> st.SearchStrategy[Any]:
    """Stored values of a field, or none where it need not be set."""
    if field.choices:
        found: st.SearchStrategy[Any] = st.sampled_from(field.choices)
    elif field.kind in (Kind.INTEGER, Kind.REFERENCE):
        found = st.integers(int(field.minimum or 0), int(field.maximum or 10**6)) if field.kind is Kind.INTEGER else st.integers(0, 3)
    elif field.kind in (Kind.MONEY, Kind.PERCENT, Kind.NUMBER):
        found = st.decimals(0, 100, places=2)
    elif field.kind is Kind.DATE:
        found = DAYS
    elif field.kind is Kind.TIME:
        found = st.datetimes(min_value=date_time(2000), max_value=date_time(2050)).map(lambda each: each.replace(microsecond=0))
    elif field.kind is Kind.REFERENCES:
        found = st.lists(st.integers(0, 3), unique=True)
    else:
        found = TEXTS
    return found if field.required else st.none() | found


def date_time(year: int) -> Any:
    from datetime import datetime

    return datetime(year, 1, 1)


def grids() -> st.SearchStrategy[dict[str, list[dict[str, Any]]]]:
    return st.fixed_dictionaries(
        {
            record.name: st.lists(st.fixed_dictionaries({each.name: values(each) for each in record.fields}), max_size=4)
            for record in BELONGING
        }
    )


def store(world: World, plan: dict[str, Any], sheets: dict[str, list[dict[str, Any]]]) -> int:
    """The generated plan with its rows; small numbers become ids of people, objectives and items that are there."""
    staff = sorted(world.staff.values())
    made: dict[str, list[int]] = {"staff": staff, "contact": [world.contact_id]}
    with change_set(world.db, world.actor("alice"), "create") as changes:
        plan_id = int(changes.create(PLAN, [{**plan, "client_id": world.client_id, "person_in_charge_id": staff[0]}])[0]["id"])
        for record in BELONGING:
            wanted = [with_ids(record, row, made) for row in sheets[record.name]]
            complete = [{**row, "plan_id": plan_id, "position": float(place)} for place, row in enumerate(wanted) if row]
            made[record.name] = [row["id"] for row in changes.create(record, complete)] if complete else []
    return plan_id


def with_ids(record: Record, row: dict[str, Any], made: dict[str, list[int]]) -> dict[str, Any] | None:
    row = dict(row)
    for field in record.fields:
        value = row[field.name]
        if field.kind is Kind.REFERENCES and value is not None:
            row[field.name] = json.dumps(sorted(made[field.refers_to][each] for each in value), separators=(",", ":"))
        elif field.kind is Kind.REFERENCE and value is not None:
            there = made[field.refers_to]
            row[field.name] = there[value % len(there)] if there else None
            if field.required and not there:
                return None
    return row


def moved(day: date | None, months: int) -> date | None:
    """The same day as many months later, the last of its month where that is shorter."""
    if day is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def told(world: World, plan_id: int, months: int = 0, *, starts_over: bool = False, with_complete: bool = True) -> dict[str, Any]:
    """The rows of a plan without what tells one copy from another; objectives and items by their place among the rows."""
    with world.db.read() as cursor:
        found = {record.name: rows.select_children(cursor, record, plan_id) for record in BELONGING}
    places = {record.name: {row["id"]: place for place, row in enumerate(found[record.name])} for record in (OBJECTIVE, ITEM)}
    if not with_complete:
        found[TASK.name] = [row for row in found[TASK.name] if row["status"] != "Complete"]
    result: dict[str, Any] = {}
    for record in BELONGING:
        told_rows = []
        for row in found[record.name]:
            said = {name: value for name, value in row.items() if name not in STAMPS}
            for field in record.fields:
                if field.refers_to in places:
                    said[field.name] = places[field.refers_to].get(row[field.name])
                elif field.name in MOVING:
                    said[field.name] = moved(row[field.name], months)
            if record is TASK and starts_over:
                said |= {"status": "Not Started", "completed_at": None}
            told_rows.append(said)
        result[record.name] = told_rows
    return result


PLANS = st.fixed_dictionaries(
    {
        **{
            each.name: values(each)
            for each in PLAN.fields
            if each.kind is not Kind.REFERENCE and each.kind is not Kind.TREE and each.name not in ("period_start", "approved_at")
        },
        "mind_map": st.none() | TEXTS.map(lambda text: tree_text({"id": "r", "text": text, "children": []})),
        "period_start": DAYS,
        "approved_at": st.none(),
    }
)


@pytest.mark.parametrize("with_complete", [False, True])
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(plan=PLANS, sheets=grids(), period_type=st.sampled_from(PERIOD_TYPES), day=DAYS)
def test_a_copy_equals_its_original_but_for_what_starts_over(
    world: World, plan: dict[str, Any], sheets: dict[str, Any], period_type: str, day: date, with_complete: bool
) -> None:
    plan = {**plan, "period_start": first_day(plan["period_start"], plan["period_type"])}
    plan_id, start = store(world, plan, sheets), first_day(day, period_type)
    before = told(world, plan_id)
    with change_set(world.db, world.actor("alice"), "copy") as changes:
        [copy_id] = copy_plans(changes, [plan_id], period_type=period_type, period_start=start, with_complete_tasks=with_complete)
    with world.db.read() as cursor:
        source, copy = (rows.select_row(cursor, PLAN, each) for each in (plan_id, copy_id))
    assert source is not None
    assert copy is not None
    months = (start.year - plan["period_start"].year) * 12 + start.month - plan["period_start"].month
    assert told(world, copy_id) == told(world, plan_id, months, starts_over=True, with_complete=with_complete)
    same = set(PLAN.columns) - STAMPS - STARTS_OVER - NOT_TAKEN - {"next_open_deadline", "deleted_at", "deleted_by"}
    assert {name: copy[name] for name in same} == {name: source[name] for name in same}
    assert [copy[name] for name in sorted(NOT_TAKEN)] == [None] * len(NOT_TAKEN)
    assert (copy["status"], copy["previous_plan_id"], copy["period_start"]) == ("Draft", plan_id, start)
    assert copy["period_end"] == last_day(start, period_type)
    assert copy["next_open_deadline"] == min((row["deadline"] for row in told(world, copy_id)["task"] if row["deadline"]), default=None)
    assert told(world, plan_id) == before
    assert undo_change_set(world.db, world.actor("alice"), changes.id or 0).kept == []
