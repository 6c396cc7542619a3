"""Approval of a plan: what one has seen is approved, what others did since is not, and withdrawing can be undone."""

from __future__ import annotations

from typing import Any

import pytest

from data.records import PLAN, TASK
from services.actors import Source, system_actor
from services.approvals import Approval, approve_plan, plans_waiting_for, read_approval, withdraw_approval
from services.changes import Edit, change_set
from services.errors import Conflict, NotAllowed, NotFound, Refused
from services.plans import get_plan
from services.undo import undo_change_set
from tests.world import World


def add_task(world: World, name: str) -> None:
    with change_set(world.db, world.actor(name), "edit") as changes:
        changes.create(TASK, [{"plan_id": world.plan_id, "position": 1, "status": "Not Started"}])


def seen(world: World) -> dict[str, Any]:
    plan = get_plan(world.db, world.actor("alice"), world.plan_id)
    return {"revision": plan["revision"], "touched_at": plan["touched_at"]}


def approval(world: World) -> Approval | None:
    return read_approval(world.db, world.actor("charlie"), world.plan_id)


def test_what_one_changed_oneself_since_is_approved_with_the_rest(world: World) -> None:
    as_shown = seen(world)
    add_task(world, "alice")
    approve_plan(world.db, world.actor("alice"), world.plan_id, **as_shown)
    found = approval(world)
    assert found is not None
    assert (found.by, found.is_changed_since) == ("Alice", False)
    add_task(world, "alice")
    found = approval(world)
    assert found is not None
    assert found.is_changed_since


def test_what_somebody_else_changed_since_is_refused_until_it_was_seen(world: World) -> None:
    as_shown = seen(world)
    add_task(world, "bob")
    add_task(world, "alice")
    with pytest.raises(Refused, match="Somebody else changed this plan meanwhile"):
        approve_plan(world.db, world.actor("alice"), world.plan_id, **as_shown)
    with pytest.raises(Conflict):
        approve_plan(world.db, world.actor("alice"), world.plan_id, revision=as_shown["revision"])
    assert approval(world) is None
    approve_plan(world.db, world.actor("alice"), world.plan_id, **seen(world))
    assert approval(world) is not None


def test_a_withdrawal_is_undone_and_one_without_an_approval_changes_nothing(world: World) -> None:
    alice = world.actor("alice")
    assert withdraw_approval(world.db, alice, world.plan_id) is None
    approve_plan(world.db, alice, world.plan_id)
    before = approval(world)
    withdrawn = withdraw_approval(world.db, alice, world.plan_id)
    assert approval(world) is None
    undo_change_set(world.db, alice, withdrawn or 0)
    assert approval(world) == before
    assert before is not None
    assert not before.is_changed_since


def test_who_may_not_edit_neither_approves_nor_withdraws(world: World) -> None:
    approve_plan(world.db, world.actor("alice"), world.plan_id)
    for refused in (approve_plan, withdraw_approval):
        with pytest.raises(NotAllowed):
            refused(world.db, world.actor("charlie"), world.plan_id)
        with pytest.raises(NotFound):
            refused(world.db, world.actor("alice"), 999_999)
    with pytest.raises(Refused, match="Only a person"):
        approve_plan(world.db, system_actor(Source.CRON), world.plan_id)
    assert approval(world) is not None


def test_a_plan_in_review_waits_for_its_owner_and_for_administrators_until_it_is_approved_as_it_is(world: World) -> None:
    def waiting(name: str) -> list[int]:
        return [row["id"] for row in plans_waiting_for(world.db, world.actor(name))]

    assert waiting("alice") == []
    with change_set(world.db, world.actor("bob"), "edit") as changes:
        changes.update(PLAN, {world.plan_id: {"status": Edit("Review")}})
    assert {name: waiting(name) for name in ("alice", "erin", "bob", "charlie")} == {
        "alice": [world.plan_id],
        "erin": [world.plan_id],
        "bob": [],
        "charlie": [],
    }
    approve_plan(world.db, world.actor("alice"), world.plan_id)
    assert waiting("alice") == []
    add_task(world, "bob")
    assert waiting("alice") == [world.plan_id]
