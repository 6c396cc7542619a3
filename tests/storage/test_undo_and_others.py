"""Undo where others went on meanwhile: nothing is left that names what is gone, and nobody's later work is taken away."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.records import CLIENT
from services.clients import create_client, delete_client, merge_clients, update_client
from services.custom_fields import create_definition, update_definition
from services.integrity import check_data
from services.plans import create_plan, delete_plans, get_plan, update_plan
from services.sheet_edits import CellEdit, NewRow, RowEdit, SheetEdits
from services.sheets import apply
from services.trash import restore
from services.undo import is_undone, revert_entry, undo_change_set
from services.undo_groups import Undone
from tests.world import World


@pytest.fixture(autouse=True)
def _whole(world: World) -> Any:
    """After each test: every reference exists, and no plan stands without its client."""
    yield
    assert [str(each) for each in check_data(world.db).findings] == []
    with world.db.read() as cursor:
        orphans = cursor.values(
            "select p.id from plan p join client c on c.id = p.client_id where p.deleted_at is null and c.deleted_at is not null order by 1"
        )
        assert orphans == []


def undo(world: World, change_set_id: int | None) -> Undone:
    return undo_change_set(world.db, world.actor("alice"), change_set_id or 0)


def make_client(world: World, name: str = "Südwind", **values: Any) -> tuple[int, int | None]:
    made, change_set_id = create_client(world.db, world.actor("alice"), {"name": name, **values})
    return made["id"], change_set_id


def make_plan(world: World, client_id: int) -> int:
    return int(create_plan(world.db, world.actor("alice"), {"client_id": client_id})["id"])


def is_in_trash(world: World, client_id: int) -> bool:
    with world.db.read() as cursor:
        return cursor.value("select deleted_at from client where id = $id", {"id": client_id}) is not None


def add_task(world: World, action: str, objective: str = "Grow", item: str = "Storage") -> tuple[int, int | None]:
    new = NewRow("new", {"objective_id": objective, "item_id": item, "action": action})
    done = apply(world.db, world.actor("alice"), world.plan_id, "task", SheetEdits(added=[new], as_text=True))
    return done.keys["new"], done.change_set_id


def outline(world: World) -> list[tuple[Any, ...]]:
    """Action, objective and item of every task, by name."""
    with world.db.read() as cursor:
        return cursor.tuples(
            """
            select t.action, o.name, i.name from task t left join objective o on o.id = t.objective_id left join item i on i.id = t.item_id
            order by t.id
            """
        )


def test_a_new_client_that_has_a_plan_by_now_stays(world: World) -> None:
    client_id, created = make_client(world)
    make_plan(world, client_id)
    undone = undo(world, created)
    assert not is_in_trash(world, client_id)
    assert (undone.restored, [each.reason for each in undone.kept]) == (0, ["It has plans by now."])


def test_a_deletion_that_is_done_again_spares_a_client_with_a_new_plan(world: World) -> None:
    deleted = delete_client(world.db, world.actor("alice"), world.client_id, with_plans=True)
    undone = undo(world, deleted.change_set_id)
    make_plan(world, world.client_id)
    again = undo(world, undone.change_set_id)
    assert not is_in_trash(world, world.client_id)
    assert [each.record for each in again.kept] == ["client"]


def test_a_merge_that_is_done_again_spares_a_client_with_a_new_plan(world: World) -> None:
    survivor_id, _created = make_client(world)
    _client, merged = merge_clients(world.db, world.actor("alice"), survivor_id, world.client_id)
    undone = undo(world, merged)
    assert get_plan(world.db, world.actor("alice"), world.plan_id)["client_id"] == world.client_id
    make_plan(world, world.client_id)
    undo(world, undone.change_set_id)
    assert not is_in_trash(world, world.client_id)
    assert get_plan(world.db, world.actor("alice"), world.plan_id)["client_id"] == survivor_id


def test_a_plan_comes_back_with_the_client_that_was_deleted_after_it(world: World) -> None:
    deleted = delete_plans(world.db, world.actor("alice"), [world.plan_id])
    delete_client(world.db, world.actor("alice"), world.client_id)
    undo(world, deleted.change_set_id)
    assert get_plan(world.db, world.actor("alice"), world.plan_id)["client"] == "Nordwind"
    assert not is_in_trash(world, world.client_id)


def test_a_plan_that_came_back_with_its_client_goes_back_with_it(world: World) -> None:
    deleted = delete_plans(world.db, world.actor("alice"), [world.plan_id])
    delete_client(world.db, world.actor("alice"), world.client_id)
    undone = undo(world, deleted.change_set_id)
    assert undo(world, undone.change_set_id).kept == []
    assert is_in_trash(world, world.client_id)


def test_one_plan_of_a_deleted_client_comes_back_with_it(world: World) -> None:
    deleted = delete_client(world.db, world.actor("alice"), world.client_id, with_plans=True)
    with world.db.read() as cursor:
        line = cursor.value(
            "select id from activity where change_set_id = $id and record = 'plan' and field = 'deleted_at'", {"id": deleted.change_set_id}
        )
    revert_entry(world.db, world.actor("alice"), line)
    assert not is_in_trash(world, world.client_id)


def test_a_plan_goes_back_to_a_client_deleted_meanwhile_and_brings_it_along(world: World) -> None:
    client_id, _created = make_client(world)
    _plan, moved = update_plan(world.db, world.actor("alice"), world.plan_id, {"client_id": {"to": client_id}})
    delete_client(world.db, world.actor("alice"), world.client_id)
    undo(world, moved)
    assert get_plan(world.db, world.actor("alice"), world.plan_id)["client"] == "Nordwind"


def test_who_deleted_it_the_second_time_is_still_known_after_the_first_time_is_undone(world: World) -> None:
    first = delete_plans(world.db, world.actor("alice"), [world.plan_id])
    restore(world.db, world.actor("alice"), {"plan": [world.plan_id]})
    delete_plans(world.db, world.actor("alice"), [world.plan_id])
    assert len(undo(world, first.change_set_id).kept) == 1
    with world.db.read() as cursor:
        assert cursor.value("select deleted_by from plan where id = $id", {"id": world.plan_id}) == world.staff["alice"]


def test_a_period_whose_type_alone_is_put_back_starts_on_its_first_day(world: World) -> None:
    edit = {"period_type": {"to": "month"}, "period_start": {"to": "2026-02-01"}}
    _plan, changed = update_plan(world.db, world.actor("alice"), world.plan_id, edit)
    with world.db.read() as cursor:
        line = cursor.value("select id from activity where change_set_id = $id and field = 'period_type'", {"id": changed})
    revert_entry(world.db, world.actor("alice"), line)
    plan = get_plan(world.db, world.actor("alice"), world.plan_id)
    assert (plan["period_type"], plan["period_start"], plan["period_end"]) == ("quarter", date(2026, 1, 1), date(2026, 3, 31))


def test_no_client_becomes_its_own_ancestor(world: World) -> None:
    child_id, _created = make_client(world, parent_client_id=world.client_id)
    _child, freed = update_client(world.db, world.actor("alice"), child_id, {"parent_client_id": {"to": None}})
    update_client(world.db, world.actor("alice"), world.client_id, {"parent_client_id": {"to": child_id}})
    undone = undo(world, freed)
    assert [(each.record, each.field) for each in undone.kept] == [("client", "parent_client_id")]
    with world.db.read() as cursor:
        parents = cursor.tuples(f"select id, parent_client_id from {CLIENT.table} order by id")
    assert parents == [(world.client_id, child_id), (child_id, None)]


def test_an_objective_that_another_task_is_under_by_now_stays(world: World) -> None:
    _task, first = add_task(world, "Call")
    add_task(world, "Visit")
    undo(world, first)
    assert outline(world) == [("Visit", "Grow", "Storage")]


def test_a_task_goes_back_to_an_objective_that_went_with_its_last_task(world: World) -> None:
    first, _change = add_task(world, "Call")
    second, _change = add_task(world, "Visit")
    edit = RowEdit({"objective_id": CellEdit("Shrink")})
    moved = apply(world.db, world.actor("alice"), world.plan_id, "task", SheetEdits(changed={first: edit}, as_text=True))
    deleted = apply(world.db, world.actor("alice"), world.plan_id, "task", SheetEdits(deleted={second: None}))
    undone = undo(world, moved.change_set_id)
    assert (outline(world), undone.kept) == ([("Call", "Grow", "Storage")], [])
    undo(world, deleted.change_set_id)
    assert outline(world) == [("Call", "Grow", "Storage"), ("Visit", "Grow", "Storage")]


@pytest.mark.parametrize("kind", ["number", "date", "yes/no", "multiple choice"])
def test_an_emptied_field_that_became_another_type_keeps_what_it_holds(world: World, kind: str) -> None:
    erin = world.actor("erin")
    definition, _change = create_definition(world.db, erin, {"label": "Region", "type": "text"})
    name = f"cf_{definition['id']}"
    filled = update_plan(world.db, erin, world.plan_id, {name: {"to": "north"}})[1]
    emptied = update_plan(world.db, erin, world.plan_id, {name: {"to": None}})[1]
    options = {"options": {"to": ["north", "south"]}} if kind == "multiple choice" else {}
    update_definition(world.db, erin, definition["id"], {"type": {"to": kind}, **options})
    for change_set_id in (emptied, filled):
        undone = undo(world, change_set_id)
        assert [each.reason for each in undone.kept] == ["This field is of another type by now."]
    assert get_plan(world.db, erin, world.plan_id)[name] is None


def test_what_was_undone_and_done_again_is_not_undone(world: World) -> None:
    _client, made = make_client(world)
    alice = world.actor("alice")
    assert not is_undone(world.db, alice, made or 0)
    back = undo(world, made).change_set_id
    assert is_undone(world.db, alice, made or 0)
    undo(world, back)
    assert not is_undone(world.db, alice, made or 0)
