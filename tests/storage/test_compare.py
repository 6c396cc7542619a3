"""Comparing plans: any past state comes back from the log, rows pair by title, differences stand first."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import rows
from data.database import now
from data.records import OBJECTIVE, PLAN, SHEETS, TASK
from services.changes import Edit, change_set
from services.compare import CHANGED, SAME, compare
from services.compare_words import comparison_lines
from services.custom_fields import create_definition, update_definition
from services.errors import NotFound
from services.plan_document import build_document
from services.plan_fields import plan_custom_fields
from services.plan_rows import create_plan_row
from services.plans import update_plan
from services.snapshots import Snapshot, take_snapshot
from tests.world import World

FINANCIAL, COMPETITOR = SHEETS["financial"], SHEETS["competitor"]


def add(world: World, plan_id: int, name: str, *values: dict[str, Any]) -> list[int]:
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        made = changes.create(SHEETS[name], [{"plan_id": plan_id, "position": place, **each} for place, each in enumerate(values, 1)])
    return [int(row["id"]) for row in made]


def without_stamps(snapshot: Snapshot) -> tuple[Any, Any]:
    stamps = {"version", "revision", "updated_at", "updated_by", "touched_at"}
    plan = {name: value for name, value in snapshot.plan.items() if name not in stamps}
    return plan, {
        name: {row_id: {k: v for k, v in row.items() if k not in stamps} for row_id, row in held.items()}
        for name, held in snapshot.rows.items()
    }


def test_two_plans_pair_their_rows_by_title_and_show_differences_first(world: World) -> None:
    other = world.make_plan(objective="Grow the storage business", status="Draft")
    add(world, world.plan_id, "financial", {"year": 2024, "revenue": Decimal("1.00")}, {"year": 2025, "revenue": Decimal("2.00")})
    add(world, other, "financial", {"year": 2025, "revenue": Decimal("3.00")}, {"year": 2024, "revenue": Decimal("1.00")}, {"year": 2026})
    alice = world.actor("charlie")
    found = compare(take_snapshot(world.db, alice, world.plan_id), take_snapshot(world.db, alice, other))
    by_name = {pair.field.name: pair for pair in found.fields}
    assert (by_name["objective"].state, by_name["status"].state) == (SAME, CHANGED)
    states = [pair.state for pair in found.fields]
    assert states == sorted(states)
    years = [((pair.left or {}).get("year"), (pair.right or {}).get("year"), pair.differing) for pair in found.sheets[0].pairs]
    assert years == [(2025, 2025, ("revenue",)), (None, 2026, ()), (2024, 2024, ())]


def outline(world: World, plan_id: int, *tasks: tuple[str, str, str]) -> dict[str, int]:
    """Tasks with their objective and item by name, in this order; returns the ids of tasks by action."""
    made = [
        create_plan_row(
            world.db, world.actor("alice"), TASK, {"plan_id": plan_id, "action": action, "objective_id": under, "item_id": item}
        )
        for action, under, item in tasks
    ]
    return {row["action"]: row["id"] for row, _change_set_id in made}


def test_objectives_and_items_of_two_plans_are_compared_by_name(world: World) -> None:
    other = world.make_plan()
    outline(world, world.plan_id, ("Call", "Keep", "Contracts"), ("Write", "Keep", "Contracts"), ("Meet", "Win", "Tenders"))
    outline(world, other, ("Meet", "win ", "Tenders"), ("Write", "Win", "Contracts"), ("Call", "Keep", "Contracts"))
    reader = world.actor("charlie")
    found = compare(take_snapshot(world.db, reader, world.plan_id), take_snapshot(world.db, reader, other))
    tasks = next(each for each in found.sheets if each.record is TASK)
    assert [(pair.left["action"], pair.differing) for pair in tasks.pairs if pair.left] == [
        ("Write", ("objective_id",)),
        ("Call", ()),
        ("Meet", ()),
    ]
    lines = [line for line in comparison_lines(world.db, reader, found) if line.part == "Tasks" and line.state == CHANGED]
    assert [(line.what, line.label, line.left, line.right) for line in lines] == [("Write", "Objective", "Keep", "win")]


def test_rows_of_one_title_pair_under_the_objective_they_share(world: World) -> None:
    other = world.make_plan()
    outline(world, world.plan_id, ("Call", "Keep", ""), ("Call", "Win", ""), ("Call", "Grow", ""))
    outline(world, other, ("Call", "Win", ""), ("Call", "Keep", ""), ("Call", "Other", ""))
    reader = world.actor("charlie")
    found = compare(take_snapshot(world.db, reader, world.plan_id), take_snapshot(world.db, reader, other))
    lines = [line for line in comparison_lines(world.db, reader, found) if line.part == "Tasks"]
    assert [(line.state, line.left, line.right) for line in lines if line.state == CHANGED] == [(CHANGED, "Grow", "Other")]
    assert [line.state for line in lines] == [CHANGED, SAME, SAME]


def test_a_task_moved_within_its_plan_names_the_objectives_as_they_were_called_then(world: World) -> None:
    ids = outline(world, world.plan_id, ("Call", "Keep", ""), ("Meet", "Win", ""))
    alice = world.actor("alice")
    moment = now()
    with world.db.read() as cursor:
        keep, win = (row["id"] for row in rows.select_children(cursor, OBJECTIVE, world.plan_id))
    with change_set(world.db, alice, "edit") as changes:
        changes.update(OBJECTIVE, {keep: {"name": Edit("Hold")}})
        changes.update(TASK, {ids["Call"]: {"objective_id": Edit(win)}})
    past, present = (take_snapshot(world.db, alice, world.plan_id, as_of=each) for each in (moment, None))
    lines = comparison_lines(world.db, alice, compare(past, present))
    assert [(line.part, line.what, line.left, line.right) for line in lines if line.state == CHANGED] == [
        ("Objectives", "Keep", "Keep", "Hold"),
        ("Tasks", "Call", "Keep", "Win"),
    ]


def test_mind_maps_are_compared_node_by_node(world: World) -> None:
    def tree(*texts: str) -> dict[str, Any]:
        return {"id": "r", "text": "Plan", "children": [{"id": text, "text": text, "children": []} for text in texts]}

    alice, moment = world.actor("alice"), now()
    update_plan(world.db, alice, world.plan_id, {"mind_map": {"to": tree("North", "South")}})
    past, present = (take_snapshot(world.db, alice, world.plan_id, as_of=each) for each in (moment, None))
    [line] = [each for each in comparison_lines(world.db, alice, compare(past, present)) if each.state == CHANGED]
    assert (line.label, line.left, line.right) == ("Mind map", "", "Plan\n  North\n  South")


def test_a_plan_did_not_exist_before_it_was_made(world: World) -> None:
    with pytest.raises(NotFound):
        take_snapshot(world.db, world.actor("charlie"), world.plan_id, as_of=datetime(2020, 1, 1))


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "edit", "remove", "plan"]), st.integers(0, 5), st.integers(0, 99)), min_size=1, max_size=12
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=STEPS, after=STEPS)
def test_any_past_state_comes_back_from_the_log(
    world: World, before: list[tuple[str, int, int]], after: list[tuple[str, int, int]]
) -> None:
    def play(steps: list[tuple[str, int, int]]) -> None:
        for what, place, value in steps:
            with world.db.read() as cursor:
                ids = [row["id"] for row in rows.select_children(cursor, COMPETITOR, world.plan_id)]
            with change_set(world.db, world.actor("alice"), "edit") as changes:
                if what == "add":
                    changes.create(COMPETITOR, [{"plan_id": world.plan_id, "position": value, "name": f"Rival {value}"}])
                elif what == "plan":
                    changes.update(PLAN, {world.plan_id: {"revenue_next_year": Edit(Decimal(value))}})
                elif ids and what == "edit":
                    changes.update(COMPETITOR, {ids[place % len(ids)]: {"notes": Edit(f"note {value}"), "position": Edit(float(value))}})
                elif ids:
                    changes.delete(COMPETITOR, [ids[place % len(ids)]])

    play(before)
    moment = now()
    remembered = take_snapshot(world.db, world.actor("charlie"), world.plan_id)
    while now() <= moment + timedelta(microseconds=1):
        pass
    play(after)
    past = take_snapshot(world.db, world.actor("charlie"), world.plan_id, as_of=moment)
    assert without_stamps(past) == without_stamps(remembered)


def test_custom_fields_are_compared_printed_and_brought_back_from_the_past(world: World) -> None:
    erin, alice = world.actor("erin"), world.actor("alice")
    for label, kind, options in (("Segment", "text", None), ("Budget", "money", None), ("Regions", "multiple choice", ["North", "South"])):
        create_definition(world.db, erin, {"label": label, "type": kind, **({"options": options} if options else {})})
    segment, budget, regions = (each.name for each in plan_custom_fields(world.db))
    before = {segment: {"to": "<b>Mid</b>"}, budget: {"to": "1234.50"}, regions: {"to": ["North", "South"]}}
    update_plan(world.db, alice, world.plan_id, before)
    assert {each.label: each.cell.text for each in build_document(world.db, alice, world.plan_id).custom} == {
        "Segment": "<b>Mid</b>",
        "Budget": "1,234.50\u00a0EUR",
        "Regions": "North, South",
    }
    moment = now()
    update_plan(world.db, alice, world.plan_id, {segment: {"to": None}, budget: {"to": "2"}})
    past, present = (take_snapshot(world.db, alice, world.plan_id, as_of=each) for each in (moment, None))
    lines = comparison_lines(world.db, alice, compare(past, present, plan_custom_fields(world.db)))
    changed = [(line.label, line.left, line.right) for line in lines if line.state == CHANGED]
    assert changed == [("Segment", "<b>Mid</b>", ""), ("Budget", "1,234.50", "2.00")]


def test_what_a_custom_field_of_another_type_cannot_hold_any_more_is_left_out_of_the_past(world: World) -> None:
    erin, alice = world.actor("erin"), world.actor("alice")
    definition, _change_set_id = create_definition(world.db, erin, {"label": "Segment", "type": "text"})
    [segment] = (each.name for each in plan_custom_fields(world.db))
    update_plan(world.db, alice, world.plan_id, {segment: {"to": "Mid"}})
    moment = now()
    update_plan(world.db, alice, world.plan_id, {segment: {"to": None}})
    update_definition(world.db, erin, definition["id"], {"type": {"to": "number"}})
    assert take_snapshot(world.db, alice, world.plan_id, as_of=moment).plan[segment] is None
