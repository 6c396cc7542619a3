"""Copying plans into a period: what comes along, what starts over, and undo."""

from __future__ import annotations

import json
import time
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data import rows
from data.records import GOAL, ITEM, OBJECTIVE, PLAN, SHEETS, TASK
from services.changes import Edit, change_set
from services.copies import copy_plans
from services.errors import Invalid, NotAllowed, NotFound
from services.plans import copy_plan, delete_plans, get_plan, update_plan
from services.undo import undo_change_set
from tests.world import World

SAMPLE: dict[str, Any] = {
    "text": "Überblick; 'a', \"b\"\n🙂",
    "long_text": "first\nsecond",
    "integer": 2025,
    "money": Decimal("10.50"),
    "date": date(2026, 2, 1),
}


def fill_sheets(world: World, plan_id: int, count: int = 2) -> None:
    """`count` rows in every sheet of the plan, every field of a plain kind filled."""
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        for sheet in SHEETS.values():
            values = {each.name: each.choices[0] if each.choices else SAMPLE.get(each.kind) for each in sheet.fields}
            changes.create(sheet, [{"plan_id": plan_id, "position": float(place), **values} for place in range(count)])


def children(world: World, plan_id: int) -> dict[str, list[dict[str, Any]]]:
    with world.db.read() as cursor:
        return {sheet.name: rows.select_children(cursor, sheet, plan_id) for sheet in SHEETS.values()}


def own(row: dict[str, Any], *but: str) -> dict[str, Any]:
    stamps = {"id", "plan_id", "version", "revision", "created_at", "created_by", "updated_at", "updated_by", "touched_at", *but}
    return {name: value for name, value in row.items() if name not in stamps}


def test_a_copy_takes_everything_and_starts_over(world: World) -> None:
    fill_sheets(world, world.plan_id)
    alice = world.actor("alice")
    update_plan(world.db, alice, world.plan_id, {"status": {"to": "Completed"}, "bcg": {"to": "Star"}, "client_status": {"to": "Red"}})
    with change_set(world.db, alice, "approve") as changes:
        changes.update(PLAN, {world.plan_id: {"approved_by_id": Edit(alice.staff_id)}})
    source = get_plan(world.db, alice, world.plan_id)
    copy, _change_set_id = copy_plan(world.db, alice, world.plan_id)
    moved = ("subject", "status", "period_start", "period_end", "previous_plan_id", "approved_by_id")
    assert own(copy, *moved) == own(source, *moved)
    assert [copy[name] for name in moved] == ["Nordwind – Q2 2026", "Draft", date(2026, 4, 1), date(2026, 6, 30), world.plan_id, None]
    assert (copy["version"], copy["revision"], copy["created_by"]) == (1, 1, alice.staff_id)
    for name, copied in children(world, copy["id"]).items():
        assert [own(row) for row in copied] == [own(row) for row in children(world, world.plan_id)[name]], name
        assert len(copied) == 2


def test_deadlines_move_tasks_start_over_and_references_follow(world: World) -> None:
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        belongs = {"plan_id": world.plan_id, "position": 1.0}
        objective = changes.create(OBJECTIVE, [{**belongs, "name": "Other"}, {**belongs, "name": "Grow"}])[1]["id"]
        item = changes.create(ITEM, [{**belongs, "objective_id": objective, "name": "Storage"}])[0]["id"]
        task = {**belongs, "objective_id": objective, "item_id": item, "start": date(2026, 1, 31), "deadline": date(2026, 3, 15)}
        changes.create(TASK, [{**task, "action": "Call", "status": "On Hold"}, {**task, "action": "Done", "status": "Complete"}])
        changes.create(GOAL, [{**belongs, "name": "Share", "target": Decimal("3.0000"), "due_date": date(2026, 3, 31)}])
    copy, _change_set_id = copy_plan(world.db, world.actor("alice"), world.plan_id)
    with world.db.read() as cursor:
        tasks = rows.select_children(cursor, TASK, copy["id"])
        objectives = {row["name"]: row["id"] for row in rows.select_children(cursor, OBJECTIVE, copy["id"])}
        items = rows.select_children(cursor, ITEM, copy["id"])
        goals = rows.select_children(cursor, GOAL, copy["id"])
    assert [(each["action"], each["status"], each["start"], each["deadline"]) for each in tasks] == [
        ("Call", "Not Started", date(2026, 4, 30), date(2026, 6, 15))
    ]
    assert (tasks[0]["objective_id"], tasks[0]["item_id"]) == (objectives["Grow"], items[0]["id"])
    assert items[0]["objective_id"] == objectives["Grow"] != objective
    assert goals[0]["due_date"] == date(2026, 6, 30)
    assert copy["next_open_deadline"] == date(2026, 6, 15)


def test_a_deadline_moved_beyond_the_calendar_stops_at_its_end(world: World) -> None:
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        task = {"plan_id": world.plan_id, "status": "On Hold"}
        changes.create(TASK, [{**task, "position": 1.0, "deadline": date(9999, 12, 31)}, {**task, "position": 2.0}])
    copy, _change_set_id = copy_plan(world.db, world.actor("alice"), world.plan_id)
    with world.db.read() as cursor:
        assert [each["deadline"] for each in rows.select_children(cursor, TASK, copy["id"])] == [date(9999, 12, 31), None]


@pytest.mark.parametrize(
    ("period_type", "subject", "copied"),
    [
        ("quarter", "Nordwind – Q1 2026", "Nordwind – 2027"),
        ("month", "Nordwind – janvier 2026", "Nordwind – 2027"),
        ("quarter", "Q1 2026: growth", "2027: growth"),
        ("quarter", "FAQ1 2026", "FAQ1 2026"),
        ("quarter", "Storage", "Storage"),
    ],
)
def test_the_period_in_the_subject_follows(world: World, period_type: str, subject: str, copied: str) -> None:
    plan_id = world.make_plan(subject=subject, period_type=period_type, period_start=date(2026, 1, 1))
    copy, _change_set_id = copy_plan(world.db, world.actor("alice"), plan_id, period_type="year", period_start=date(2027, 5, 9))
    assert (copy["subject"], copy["period_start"], copy["period_end"]) == (copied, date(2027, 1, 1), date(2027, 12, 31))


def test_the_log_holds_the_whole_rows(world: World) -> None:
    fill_sheets(world, world.plan_id, 1)
    copy, change_set_id = copy_plan(world.db, world.actor("alice"), world.plan_id)
    with world.db.read() as cursor:
        logged = cursor.rows(
            "select record, record_id, plan_id, action, new_value from activity where change_set_id = $id order by id",
            {"id": change_set_id},
        )
    assert [each["record"] for each in logged] == ["plan", *SHEETS]
    assert {(each["action"], each["plan_id"]) for each in logged} == {("create", copy["id"])}
    financial = json.loads(logged[1]["new_value"])
    assert (financial["revenue"], financial["year"], financial["plan_id"]) == ("10.50", "2025", str(copy["id"]))


def test_undo_puts_the_copy_into_the_trash_whole_and_redo_brings_it_back(world: World) -> None:
    fill_sheets(world, world.plan_id)
    bob = world.actor("bob")
    copy, change_set_id = copy_plan(world.db, bob, world.plan_id)
    before = children(world, copy["id"])
    undone = undo_change_set(world.db, bob, change_set_id or 0)
    assert (undone.restored, undone.kept) == (1, [])
    with pytest.raises(NotFound):
        get_plan(world.db, bob, copy["id"])
    assert children(world, copy["id"]) == before
    undo_change_set(world.db, bob, undone.change_set_id or 0)
    assert get_plan(world.db, bob, copy["id"])["subject"] == copy["subject"]
    assert children(world, copy["id"]) == before


def test_a_copy_somebody_worked_on_is_kept_by_undo(world: World) -> None:
    fill_sheets(world, world.plan_id)
    copy, change_set_id = copy_plan(world.db, world.actor("alice"), world.plan_id)
    before = children(world, copy["id"])
    update_plan(world.db, world.actor("bob"), copy["id"], {"vision": {"to": "Lead"}})
    undone = undo_change_set(world.db, world.actor("alice"), change_set_id or 0)
    assert [(each.record, each.record_id) for each in undone.kept] == [("plan", copy["id"])]
    assert children(world, copy["id"]) == before


def test_nothing_to_copy_writes_nothing(world: World) -> None:
    with change_set(world.db, world.actor("alice"), "copy") as changes:
        assert copy_plans(changes, [], period_type="year", period_start=date(2027, 1, 1)) == []
    assert changes.id is None


def test_one_missing_plan_stops_all(world: World) -> None:
    delete_plans(world.db, world.actor("alice"), [other := world.make_plan()])
    with pytest.raises(NotFound), change_set(world.db, world.actor("alice"), "copy") as changes:
        copy_plans(changes, [world.plan_id, other], period_type="year", period_start=date(2027, 1, 1))
    with world.db.read() as cursor:
        assert cursor.value("select count(*) from plan where previous_plan_id is not null") == 0


def test_copying_and_deleting_need_their_permissions(world: World) -> None:
    with pytest.raises(NotAllowed):
        copy_plan(world.db, world.actor("charlie"), world.plan_id)
    with pytest.raises(NotAllowed):
        delete_plans(world.db, world.actor("bob"), [world.plan_id])
    assert get_plan(world.db, world.actor("charlie"), world.plan_id)["deleted_at"] is None


def test_an_unknown_period_type_is_named(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        copy_plan(world.db, world.actor("alice"), world.plan_id, period_type="decade")
    assert [each.field for each in caught.value.problems] == ["period_type"]


def test_undoing_what_others_made_needs_the_permission_to_delete(world: World) -> None:
    _copy, change_set_id = copy_plan(world.db, world.actor("alice"), world.plan_id)
    with pytest.raises(NotAllowed):
        undo_change_set(world.db, world.actor("bob"), change_set_id or 0)


def test_thousands_of_plans_are_copied_by_set(world: World) -> None:
    with change_set(world.db, world.actor("alice"), "import") as changes:
        plan = rows.select_row(changes.cursor, PLAN, world.plan_id) or {}
        ids = [row["id"] for row in changes.create(PLAN, [own(plan, "deleted_at", "deleted_by")] * 2000)]
        changes.create(SHEETS["offering"], [{"plan_id": plan_id, "position": 1.0, "service": "Storage"} for plan_id in ids])
    started = time.monotonic()
    with change_set(world.db, world.actor("alice"), "copy") as changes:
        copies = copy_plans(changes, ids, period_type="quarter", period_start=date(2026, 4, 1))
    assert time.monotonic() - started < 10
    with world.db.read() as cursor:
        assert cursor.tuples(
            """
            select count(*), count(distinct previous_plan_id), min(status),
                (select count(*) from offering where plan_id in (select unnest($ids))) from plan where id in (select unnest($ids))
            """,
            {"ids": copies},
        ) == [(2000, 2000, "Draft", 2000)]
