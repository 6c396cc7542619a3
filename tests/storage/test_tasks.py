"""Tasks by objective and item: named in cells, made and dropped with their last task, people by name, completion remembered."""

from __future__ import annotations

import json
from typing import Any

import pytest

from data import rows
from data.records import ITEM, OBJECTIVE, TASK
from services.errors import NotAllowed
from services.sheet_edits import Applied, CellEdit, NewRow, RowEdit, SheetEdits
from services.sheets import apply, read_sheet
from services.undo import undo_change_set
from tests.world import World


def add(world: World, *values: dict[str, Any], text: bool = True) -> Applied:
    edits = SheetEdits(added=[NewRow(f"k{place}", each) for place, each in enumerate(values)], as_text=text)
    return apply(world.db, world.actor("alice"), world.plan_id, "task", edits)


def change(world: World, row_id: int, name: str = "alice", **values: Any) -> Applied:
    edits = SheetEdits(changed={row_id: RowEdit({field: CellEdit(value) for field, value in values.items()})}, as_text=True)
    return apply(world.db, world.actor(name), world.plan_id, "task", edits)


def outline(world: World) -> tuple[list[str], list[tuple[str, str]]]:
    with world.db.read() as cursor:
        objectives = {row["id"]: row["name"] for row in rows.select_children(cursor, OBJECTIVE, world.plan_id)}
        items = [(objectives[row["objective_id"]], row["name"]) for row in rows.select_children(cursor, ITEM, world.plan_id)]
    return list(objectives.values()), items


def test_names_that_are_new_make_objectives_and_items_and_known_ones_are_reused(world: World) -> None:
    done = add(
        world,
        {"objective_id": "Grow storage", "item_id": "Pilot", "action": "Call Dana", "people_in_charge_ids": "Alice; bob@example.com"},
        {"objective_id": "grow  STORAGE", "item_id": "pilot", "action": "Send offer", "deadline": "2026-12-01", "priority": "High"},
        {"objective_id": "Renew", "action": "Draft contract"},
        {"action": "Loose end"},
    )
    assert done.errors == []
    assert outline(world) == (["Grow storage", "Renew"], [("Grow storage", "Pilot")])
    assert [row["status"] for row in done.rows] == ["Not Started"] * 4
    assert json.loads(done.rows[0]["people_in_charge_ids"]) == [world.staff["alice"], world.staff["bob"]]
    sheet = read_sheet(world.db, world.actor("charlie"), world.plan_id, "task")
    assert sheet.names["objective_id"][sheet.rows[0]["objective_id"]] == "Grow storage"
    assert set(sheet.names["people_in_charge_ids"].values()) == {"Alice", "Bob"}


def test_an_item_goes_along_to_another_objective_and_empty_ones_are_dropped(world: World) -> None:
    row = add(world, {"objective_id": "One", "item_id": "Step", "action": "Do"}).rows[0]
    moved = change(world, row["id"], objective_id="Two")
    assert outline(world) == (["Two"], [("Two", "Step")])
    undo_change_set(world.db, world.actor("alice"), moved.change_set_id or 0)
    assert outline(world) == (["One"], [("One", "Step")])
    edits = SheetEdits(deleted={row["id"]: None})
    deleted = apply(world.db, world.actor("alice"), world.plan_id, "task", edits)
    assert outline(world) == ([], [])
    undo_change_set(world.db, world.actor("alice"), deleted.change_set_id or 0)
    assert outline(world) == (["One"], [("One", "Step")])


def test_completion_is_remembered_and_taken_back(world: World) -> None:
    row = add(world, {"action": "Do", "status": "In Progress"}).rows[0]
    assert change(world, row["id"], status="Complete").rows[0]["completed_at"] is not None
    assert change(world, row["id"], status="Complete").change_set_id is None
    assert change(world, row["id"], status="On Hold").rows[0]["completed_at"] is None


def test_what_is_wrong_is_said_at_the_cell_and_the_rest_is_saved(world: World) -> None:
    done = add(world, {"item_id": "Pilot", "action": "Keep", "people_in_charge_ids": "Alice, Nobody", "status": "Sometimes"})
    assert {error.field for error in done.errors} == {"item_id", "people_in_charge_ids", "status"}
    assert done.rows[0]["action"] == "Keep"
    assert done.rows[0]["status"] == "Not Started"


def test_an_objective_of_another_plan_cannot_be_taken(world: World) -> None:
    other = world.make_plan()
    edits = SheetEdits(added=[NewRow("k", {"objective_id": "Theirs", "action": "x"})], as_text=True)
    theirs = apply(world.db, world.actor("alice"), other, "task", edits).rows[0]["objective_id"]
    assert [error.field for error in add(world, {"objective_id": theirs, "action": "y"}, text=False).errors] == ["objective_id"]


def test_a_reader_may_not_edit_tasks(world: World) -> None:
    row = add(world, {"action": "Do"}).rows[0]
    with pytest.raises(NotAllowed):
        change(world, row["id"], name="charlie", action="Done")
    with world.db.read() as cursor:
        assert rows.select_row(cursor, TASK, row["id"])["action"] == "Do"  # type: ignore[index]


def test_plans_are_found_by_whether_a_task_is_overdue(world: World) -> None:
    from datetime import timedelta

    from services.plan_query import read_filter, read_sort, write_filter
    from services.plans import list_plans
    from services.settings import read_settings, today

    other = world.make_plan()
    day = today(read_settings(world.db))
    row = add(world, {"action": "Late", "deadline": (day - timedelta(days=1)).isoformat()}).rows[0]
    reader = world.actor("charlie")

    def found(*pairs: tuple[str, str]) -> set[int]:
        filters = read_filter(pairs, reader, day=day)
        assert write_filter(filters) == list(pairs)
        return {plan["id"] for plan in list_plans(world.db, reader, filters, read_sort("")).items}

    assert found(("overdue", "true")) == {world.plan_id}
    assert found(("overdue", "false")) == {other}
    assert found(("overdue", "true"), ("overdue", "false")) == {world.plan_id, other}
    change(world, row["id"], status="Complete")
    assert found(("overdue", "true")) == set()


def objectives(world: World, **edits: Any) -> Applied:
    return apply(world.db, world.actor("bob"), world.plan_id, "objective", SheetEdits(**edits, as_text=True))


def test_objectives_of_their_own_stay_without_tasks_and_are_renamed_for_all(world: World) -> None:
    row = add(world, {"objective_id": "Grow", "action": "Do"}, {"objective_id": "Grow", "action": "More"}).rows[0]
    made = objectives(world, added=[NewRow("k", {"name": "Renew"}), NewRow("empty", {})])
    assert [each["name"] for each in made.rows] == ["Renew", "New objective"]
    objectives(world, changed={row["objective_id"]: RowEdit({"name": CellEdit("Grow storage")})})
    assert [error.field for error in objectives(world, changed={row["objective_id"]: RowEdit({"name": CellEdit("")})}).errors] == ["name"]
    assert outline(world)[0] == ["Grow storage", "Renew", "New objective"]
    change(world, row["id"], objective_id="renew")
    apply(world.db, world.actor("alice"), world.plan_id, "task", SheetEdits(deleted={row["id"]: None}))
    assert outline(world)[0] == ["Grow storage", "Renew", "New objective"]


def test_deleting_an_objective_leaves_its_tasks_and_undo_brings_all_back(world: World) -> None:
    row = add(world, {"objective_id": "Grow", "item_id": "Pilot", "action": "Do"}).rows[0]
    gone = objectives(world, deleted={row["objective_id"]: None})
    assert outline(world) == ([], [])
    with world.db.read() as cursor:
        [task] = rows.select_children(cursor, TASK, world.plan_id)
    assert (task["action"], task["objective_id"], task["item_id"]) == ("Do", None, None)
    assert undo_change_set(world.db, world.actor("bob"), gone.change_set_id or 0).kept == []
    assert outline(world) == (["Grow"], [("Grow", "Pilot")])
    with world.db.read() as cursor:
        [task] = rows.select_children(cursor, TASK, world.plan_id)
    assert (task["objective_id"], task["item_id"]) == (row["objective_id"], row["item_id"])
    with pytest.raises(NotAllowed):
        apply(world.db, world.actor("charlie"), world.plan_id, "objective", SheetEdits(deleted={row["objective_id"]: None}))
