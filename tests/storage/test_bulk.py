"""Actions on many plans: never on more than was shown, all or none, and undone as far as the values stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data import rows
from data.database import Row
from data.plans import PlanFilter
from data.records import PLAN, TASK
from services.bulk import Scope, change_status, copy_to_period, delete, read_scope, see_scope
from services.changes import Edit, change_set
from services.errors import Invalid, NotAllowed, SetChanged
from services.plans import list_plans
from services.undo import undo_change_set
from tests.world import World


def plans(world: World, **wanted: object) -> list[Row]:
    return list_plans(world.db, world.actor("alice"), PlanFilter(**wanted), (("id", False),), limit=1000).items  # type: ignore[arg-type]


def make(world: World, count: int = 6) -> tuple[int, ...]:
    return tuple(world.make_plan(subject=f"Plan {number}", status="Draft" if number % 2 else "Review") for number in range(count))


def test_the_status_of_selected_plans_changes_and_is_undone(world: World) -> None:
    ids = make(world)
    before = {row["id"]: (row["status"], row["version"]) for row in plans(world)}
    outcome = change_status(world.db, world.actor("alice"), Scope(6, ids=ids), "Review")
    assert (outcome.count, outcome.changed) == (6, 3)
    after = {row["id"]: (row["status"], row["version"]) for row in plans(world)}
    for plan_id in ids:
        status, version = before[plan_id]
        assert after[plan_id] == ("Review", version + (status != "Review"))
    assert after[world.plan_id] == before[world.plan_id]
    undone = undo_change_set(world.db, world.actor("alice"), outcome.change_set_id or 0)
    assert (undone.restored, undone.kept) == (3, [])
    assert {row["id"]: row["status"] for row in plans(world)} == {plan_id: status for plan_id, (status, _version) in before.items()}


def test_every_plan_of_a_filter_less_some_changes(world: World) -> None:
    ids = make(world)
    drafts = [row["id"] for row in plans(world, status=("Draft",))]
    scope = Scope(len(drafts) - 1, filters=PlanFilter(status=("Draft",)), except_ids=(drafts[0],))
    change_status(world.db, world.actor("alice"), scope, "Completed")
    assert [row["id"] for row in plans(world, status=("Completed",))] == drafts[1:]
    assert set(drafts) < set(ids)


def test_nothing_to_do_leaves_no_trace(world: World) -> None:
    outcome = change_status(world.db, world.actor("alice"), Scope(1, ids=(world.plan_id,)), "In Progress")
    assert (outcome.changed, outcome.change_set_id) == (0, None)
    assert delete(world.db, world.actor("alice"), Scope(0, filters=PlanFilter(status=("Archived",)))).change_set_id is None
    with world.db.read() as cursor:
        assert cursor.value("select count(*) from change_set where records = 0") == 0


def test_a_set_that_changed_meanwhile_is_asked_about_again(world: World) -> None:
    ids = make(world)
    filters = PlanFilter(status=("Draft",))
    world.make_plan()
    with pytest.raises(SetChanged) as caught:
        change_status(world.db, world.actor("alice"), Scope(3, filters=filters), "Completed")
    assert caught.value.count == 4
    with change_set(world.db, world.actor("bob"), "delete") as changes:
        changes.trash(PLAN, ids[:2])
    with pytest.raises(SetChanged) as caught:
        delete(world.db, world.actor("alice"), Scope(6, ids=ids))
    assert caught.value.count == 4
    assert plans(world, status=("Completed",)) == []
    assert delete(world.db, world.actor("alice"), Scope(4, ids=ids)).changed == 4


def test_as_many_plans_that_are_others_by_now_are_asked_about_again(world: World) -> None:
    ids = make(world)
    scope = Scope(3, filters=PlanFilter(status=("Draft",)))
    seen = replace(scope, seen=see_scope(world.db, world.actor("alice"), scope))
    change_status(world.db, world.actor("bob"), Scope(1, ids=(ids[1],)), "Review")
    change_status(world.db, world.actor("bob"), Scope(1, ids=(ids[0],)), "Draft")
    with pytest.raises(SetChanged) as caught:
        delete(world.db, world.actor("alice"), seen)
    assert caught.value.count == 3
    assert len(plans(world)) == 7
    again = replace(scope, seen=see_scope(world.db, world.actor("alice"), scope))
    assert delete(world.db, world.actor("alice"), again).changed == 3


def test_deleted_plans_go_into_the_trash_and_come_back(world: World) -> None:
    ids = make(world)
    outcome = delete(world.db, world.actor("alice"), Scope(6, ids=ids))
    assert [row["id"] for row in plans(world)] == [world.plan_id]
    undo_change_set(world.db, world.actor("alice"), outcome.change_set_id or 0)
    assert len(plans(world)) == 7


def test_copies_go_into_the_period_and_undo_takes_them_away(world: World) -> None:
    ids = make(world)
    outcome = copy_to_period(world.db, world.actor("alice"), Scope(6, ids=ids), period_type="quarter", period_start=date(2027, 2, 14))
    assert (outcome.count, outcome.changed) == (6, 6)
    copies = [row for row in plans(world) if row["id"] not in (*ids, world.plan_id)]
    assert {row["period_start"] for row in copies} == {date(2027, 1, 1)}
    undo_change_set(world.db, world.actor("alice"), outcome.change_set_id or 0)
    assert len(plans(world)) == 7


def test_undo_leaves_what_was_changed_since_and_lists_it(world: World) -> None:
    ids = make(world)
    outcome = change_status(world.db, world.actor("alice"), Scope(6, ids=ids), "Archived")
    with change_set(world.db, world.actor("bob"), "update") as changes:
        changes.update(PLAN, {ids[2]: {"status": Edit("Completed")}})
    undone = undo_change_set(world.db, world.actor("alice"), outcome.change_set_id or 0)
    assert undone.restored == 5
    assert [(each.record_id, each.field, each.current) for each in undone.kept] == [(ids[2], "status", "Completed")]


def test_every_action_takes_its_permission(world: World) -> None:
    scope = Scope(1, ids=(world.plan_id,))
    period = {"period_type": "year", "period_start": date(2027, 1, 1)}
    for act in (
        lambda: change_status(world.db, world.actor("charlie"), scope, "Review"),
        lambda: copy_to_period(world.db, world.actor("charlie"), scope, **period),  # type: ignore[arg-type]
        lambda: delete(world.db, world.actor("charlie"), scope),
        lambda: delete(world.db, world.actor("bob"), scope),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert change_status(world.db, world.actor("bob"), scope, "Review").changed == 1


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"count": 1},
        {"count": 1, "ids": [1], "filter": {}},
        {"count": -1, "ids": [1]},
        {"count": True, "ids": [1]},
        {"count": 1, "ids": ["1"]},
        {"count": 1, "ids": [2**31]},
        {"count": 1, "filter": {"status": ["Nothing"]}},
        {"count": 1, "filter": {}, "except_ids": "all"},
    ],
)
def test_a_scope_in_the_wrong_form_is_refused(world: World, given: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        read_scope(world.db, world.actor("alice"), given)


def test_a_wrong_status_or_period_is_refused(world: World) -> None:
    scope = Scope(1, ids=(world.plan_id,))
    with pytest.raises(Invalid):
        change_status(world.db, world.actor("alice"), scope, "Lost")
    with pytest.raises(Invalid):
        copy_to_period(world.db, world.actor("alice"), scope, period_type="week", period_start=date(2027, 1, 1))


@pytest.mark.parametrize("with_complete", [False, True])
def test_plans_of_a_filter_are_copied_to_a_chosen_period_by_the_rules_of_copies_and_undone(world: World, with_complete: bool) -> None:
    alice = world.actor("alice")
    ids = make(world, 4)
    with change_set(world.db, alice, "edit") as changes:
        for plan_id in ids:
            task = {"plan_id": plan_id, "position": 1.0, "deadline": date(2026, 11, 30)}
            changes.create(TASK, [{**task, "action": "Call", "status": "On Hold"}, {**task, "action": "Done", "status": "Complete"}])
        changes.update(PLAN, {ids[0]: {"approved_by_id": Edit(alice.staff_id)}})
    scope = Scope(4, filters=PlanFilter(q="Plan"))
    outcome = copy_to_period(world.db, alice, scope, period_type="year", period_start=date(2027, 5, 9), with_complete_tasks=with_complete)
    assert (outcome.count, outcome.changed) == (4, 4)
    copies = [row for row in plans(world) if row["previous_plan_id"] in ids]
    assert {(row["period_type"], row["period_start"], row["status"]) for row in copies} == {("year", date(2027, 1, 1), "Draft")}
    assert [row["approved_by_id"] for row in copies] == [None] * 4
    with world.db.read() as cursor:
        for copy in copies:
            tasks = rows.select_children(cursor, TASK, copy["id"])
            assert [task["action"] for task in tasks] == ["Call", *(["Done"] if with_complete else [])]
            assert {(task["status"], task["deadline"], task["completed_at"]) for task in tasks} == {
                ("Not Started", date(2027, 2, 28), None)
            }
    undone = undo_change_set(world.db, alice, outcome.change_set_id or 0)
    assert (undone.restored, undone.kept) == (4, [])
    assert not [row for row in plans(world) if row["previous_plan_id"] in ids]
    undo_change_set(world.db, alice, undone.change_set_id or 0)
    assert [row["id"] for row in plans(world) if row["previous_plan_id"] in ids] == [row["id"] for row in copies]
