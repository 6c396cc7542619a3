"""A change set: what is written, logged, refused on conflict, and undone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data import rows
from data.records import PLAN, SHEETS
from services.actors import Permission
from services.changes import Edit, change_set
from services.errors import Conflict, NotFound, Refused
from services.plans import get_plan
from services.undo import undo_change_set
from tests.world import World

FINANCIAL = SHEETS["financial"]


def make_row(world: World, **values: object) -> int:
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        return int(changes.create(FINANCIAL, [{"plan_id": world.plan_id, "position": 1.0, **values}])[0]["id"])


def test_an_update_counts_versions_and_logs_old_and_new(world: World) -> None:
    row_id = make_row(world, year=2025, revenue=Decimal("10.00"))
    before = get_plan(world.db, world.actor("alice"), world.plan_id)
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        changes.update(FINANCIAL, {row_id: {"revenue": Edit(Decimal("12.50"), Decimal("10.00"))}})
    after = get_plan(world.db, world.actor("alice"), world.plan_id)
    assert (after["version"], after["revision"]) == (before["version"], before["revision"] + 1)
    with world.db.read() as cursor:
        logged = cursor.row("select field, old_value, new_value, plan_id from activity order by id desc limit 1")
        assert logged == {"field": "revenue", "old_value": "10.00", "new_value": "12.50", "plan_id": world.plan_id}
        assert rows.select_row(cursor, FINANCIAL, row_id)["version"] == 2  # type: ignore[index]


def test_nothing_to_do_writes_nothing(world: World) -> None:
    row_id = make_row(world, year=2025)
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        changes.update(FINANCIAL, {row_id: {"year": Edit(2025)}})
    assert changes.id is None


def test_a_value_changed_meanwhile_is_a_conflict_and_nothing_is_stored(world: World) -> None:
    row_id = make_row(world, year=2025, traffic=1)
    with pytest.raises(Conflict) as caught, change_set(world.db, world.actor("bob"), "edit") as changes:
        changes.update(FINANCIAL, {row_id: {"year": Edit(2027, 2024), "traffic": Edit(5, 1)}})
    assert [(each.field, each.yours, each.theirs) for each in caught.value.conflicts] == [("year", 2027, 2025)]
    with world.db.read() as cursor:
        assert rows.select_row(cursor, FINANCIAL, row_id)["traffic"] == 1  # type: ignore[index]


def test_a_row_that_is_gone_is_not_found(world: World) -> None:
    with pytest.raises(NotFound), change_set(world.db, world.actor("bob"), "edit") as changes:
        changes.update(FINANCIAL, {999: {"year": Edit(2027)}})


def test_a_bulk_status_is_undone_where_it_still_stands(world: World) -> None:
    ids = [world.make_plan() for _ in range(30)]
    with change_set(world.db, world.actor("alice"), "bulk_status") as changes:
        assert changes.update_all(PLAN, ids, {"status": "Review"}) == 30
    with change_set(world.db, world.actor("bob"), "update") as later:
        later.update(PLAN, {ids[0]: {"status": Edit("Completed")}})
    undone = undo_change_set(world.db, world.actor("alice"), changes.id or 0)
    assert undone.restored == 29
    assert [(each.record_id, each.field) for each in undone.kept] == [(ids[0], "status")]
    with world.db.read() as cursor:
        assert cursor.tuples("select status, count(*) from plan where id <> $id group by status order by 1", {"id": world.plan_id}) == [
            ("Completed", 1),
            ("Draft", 29),
        ]
    with pytest.raises(Refused):
        undo_change_set(world.db, world.actor("alice"), changes.id or 0)


def test_removed_rows_come_back_with_id_and_values(world: World) -> None:
    row_id = make_row(world, year=2025, revenue=Decimal("10.00"))
    with world.db.read() as cursor:
        before = rows.select_row(cursor, FINANCIAL, row_id)
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        changes.delete(FINANCIAL, [row_id])
    with world.db.read() as cursor:
        assert rows.select_row(cursor, FINANCIAL, row_id) is None
    undo_change_set(world.db, world.actor("alice"), changes.id or 0)
    with world.db.read() as cursor:
        assert rows.select_row(cursor, FINANCIAL, row_id) == before


def test_a_trashed_plan_comes_back_and_an_undo_can_be_undone(world: World) -> None:
    with change_set(world.db, world.actor("alice"), "delete") as changes:
        changes.trash(PLAN, [world.plan_id])
    with pytest.raises(NotFound):
        get_plan(world.db, world.actor("alice"), world.plan_id)
    undone = undo_change_set(world.db, world.actor("alice"), changes.id or 0)
    assert get_plan(world.db, world.actor("alice"), world.plan_id)["subject"] == "Nordwind – Q1 2026"
    undo_change_set(world.db, world.actor("alice"), undone.change_set_id or 0)
    with pytest.raises(NotFound):
        get_plan(world.db, world.actor("alice"), world.plan_id)


def test_a_reader_may_not_undo(world: World) -> None:
    from services.errors import NotAllowed

    row_id = make_row(world, year=2025)
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        changes.update(FINANCIAL, {row_id: {"year": Edit(2026)}})
    assert Permission.EDIT not in world.actor("charlie").permissions
    with pytest.raises(NotAllowed):
        undo_change_set(world.db, world.actor("charlie"), changes.id or 0)


def test_the_next_open_deadline_follows_the_tasks(world: World) -> None:
    from datetime import date

    from data.records import TASK

    def deadline() -> date | None:
        found: date | None = get_plan(world.db, world.actor("alice"), world.plan_id)["next_open_deadline"]
        return found

    base = {"plan_id": world.plan_id, "status": "Not Started"}
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        first, _second = changes.create(
            TASK, [{**base, "position": 1, "deadline": date(2026, 2, 1)}, {**base, "position": 2, "deadline": date(2026, 3, 1)}]
        )
    assert deadline() == date(2026, 2, 1)
    with change_set(world.db, world.actor("alice"), "edit") as done:
        done.update(TASK, {first["id"]: {"status": Edit("Complete")}})
    assert deadline() == date(2026, 3, 1)
    undo_change_set(world.db, world.actor("alice"), done.id or 0)
    assert deadline() == date(2026, 2, 1)
