"""Nodes of a mind map becoming objectives, items and tasks: where they go, what is made once, undo."""

from __future__ import annotations

from typing import Any

import pytest

from data import rows
from data.records import ITEM, OBJECTIVE, TASK
from services.errors import NotAllowed, NotFound, Refused
from services.integrity import check_data
from services.mind_map.planning import made_from_nodes, make_objective, make_task
from services.plans import copy_plan, delete_plans, update_plan
from services.sheet_edits import NewRow, SheetEdits
from services.sheets import apply
from services.undo import undo_change_set
from tests.trees import node
from tests.world import World

GROW = node(
    "g", "Grow\nstorage", node("p", "Pilot", node("p1", "Call Dana"), node("p2", "Offer", node("p3", "Prices"))), node("v", "Visit")
)


@pytest.fixture(autouse=True)
def tree(world: World) -> None:
    save(world, node("r", "Nordwind", GROW, node("e", "")))


def save(world: World, tree: Any) -> None:
    update_plan(world.db, world.actor("alice"), world.plan_id, {"mind_map": {"to": tree}})


def planned(world: World, plan_id: int | None = None) -> list[tuple[str | None, str | None, str]]:
    """Objective, item and action of every task, in order."""
    with world.db.read() as cursor:
        names = {
            record.name: {row["id"]: row["name"] for row in rows.select_children(cursor, record, plan_id or world.plan_id)}
            for record in (OBJECTIVE, ITEM)
        }
        return [
            (names["objective"].get(row["objective_id"]), names["item"].get(row["item_id"]), row["action"])
            for row in rows.select_children(cursor, TASK, plan_id or world.plan_id)
        ]


def objectives(world: World) -> list[str]:
    with world.db.read() as cursor:
        return [row["name"] for row in rows.select_children(cursor, OBJECTIVE, world.plan_id)]


def test_a_node_with_its_branch_becomes_an_objective_with_items_and_tasks(world: World) -> None:
    made = make_objective(world.db, world.actor("bob"), world.plan_id, "g", with_branch=True)
    assert {name: len(ids) for name, ids in made.made.items()} == {"objective": 1, "item": 1, "task": 4}
    under_pilot = [("Grow storage", "Pilot", action) for action in ("Call Dana", "Offer", "Prices")]
    assert planned(world) == [*under_pilot, ("Grow storage", None, "Visit")]
    shown = made_from_nodes(world.db, world.actor("charlie"), world.plan_id)
    assert {(each, shown[each].record.name, shown[each].status) for each in ("g", "p", "p1")} == {
        ("g", "objective", None),
        ("p", "item", None),
        ("p1", "task", "Not Started"),
    }
    undone = undo_change_set(world.db, world.actor("bob"), made.change_set_id or 0)
    assert (undone.kept, planned(world), objectives(world)) == ([], [], [])
    assert made_from_nodes(world.db, world.actor("charlie"), world.plan_id) == {}
    undo_change_set(world.db, world.actor("bob"), undone.change_set_id or 0)
    assert len(planned(world)) == 4
    assert made_from_nodes(world.db, world.actor("charlie"), world.plan_id) == shown


def test_an_objective_alone_stays_without_tasks_and_takes_its_nodes_later(world: World) -> None:
    make_objective(world.db, world.actor("bob"), world.plan_id, "g")
    loose = SheetEdits(added=[NewRow("k", {"objective_id": "Typo", "action": "x"})], as_text=True)
    row = apply(world.db, world.actor("bob"), world.plan_id, "task", loose).rows[0]
    apply(world.db, world.actor("bob"), world.plan_id, "task", SheetEdits(deleted={row["id"]: None}))
    assert objectives(world) == ["Grow storage"]
    make_task(world.db, world.actor("bob"), world.plan_id, "v")
    make_task(world.db, world.actor("bob"), world.plan_id, "p2")
    assert planned(world) == [("Grow storage", None, "Visit"), ("Grow storage", None, "Offer")]


def test_what_was_made_before_is_not_made_again(world: World) -> None:
    bob = world.actor("bob")
    make_task(world.db, bob, world.plan_id, "p1")
    assert planned(world) == [(None, None, "Call Dana")]
    with pytest.raises(Refused, match="Task"):
        make_task(world.db, bob, world.plan_id, "p1")
    made = make_objective(world.db, bob, world.plan_id, "g", with_branch=True)
    assert len(made.made["task"]) == 3
    assert make_objective(world.db, bob, world.plan_id, "g", with_branch=True).change_set_id is None
    with pytest.raises(Refused, match="Objective"):
        make_objective(world.db, bob, world.plan_id, "g")
    grown = {**GROW, "children": [*GROW["children"], node("n", "New")]}
    save(world, node("r", "Nordwind", grown))
    assert make_objective(world.db, bob, world.plan_id, "g", with_branch=True).made.keys() == {"task"}
    assert planned(world)[-1] == ("Grow storage", None, "New")
    make_task(world.db, bob, world.plan_id, "r")
    assert planned(world)[-1] == (None, None, "Nordwind")


def test_undoing_an_objective_that_got_tasks_since_keeps_it(world: World) -> None:
    made = make_objective(world.db, world.actor("bob"), world.plan_id, "g")
    make_task(world.db, world.actor("alice"), world.plan_id, "v")
    undone = undo_change_set(world.db, world.actor("bob"), made.change_set_id or 0)
    assert [(each.record, each.reason) for each in undone.kept] == [("objective", "Something else is under it by now.")]
    assert planned(world) == [("Grow storage", None, "Visit")]
    assert check_data(world.db).findings == []


def test_a_copy_knows_what_its_nodes_became(world: World) -> None:
    make_objective(world.db, world.actor("bob"), world.plan_id, "g", with_branch=True)
    copy, _change_set_id = copy_plan(world.db, world.actor("bob"), world.plan_id)
    assert planned(world, copy["id"]) == planned(world)
    made = made_from_nodes(world.db, world.actor("bob"), copy["id"])
    assert made.keys() == made_from_nodes(world.db, world.actor("bob"), world.plan_id).keys()


def test_what_cannot_become_a_task_is_refused_with_the_reason(world: World) -> None:
    bob = world.actor("bob")
    with pytest.raises(Refused, match="text first"):
        make_task(world.db, bob, world.plan_id, "e")
    with pytest.raises(NotFound, match="no longer in the mind map"):
        make_objective(world.db, bob, world.plan_id, "gone")
    with pytest.raises(NotFound, match="no mind map"):
        make_task(world.db, bob, world.make_plan(), "r")
    with pytest.raises(NotAllowed):
        make_objective(world.db, world.actor("charlie"), world.plan_id, "g", with_branch=True)
    delete_plans(world.db, world.actor("alice"), [world.plan_id])
    with pytest.raises(NotFound, match="trash"):
        make_task(world.db, bob, world.plan_id, "v")
    assert planned(world) == []
