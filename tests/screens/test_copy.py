"""The dialogs that copy a plan, and many: tasks that are complete come along where they are asked for, and not otherwise."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from data import rows
from data.records import TASK
from services.changes import change_set
from tests.world import World

BRING = "Bring tasks along that are complete"


@pytest.fixture(autouse=True)
def _tasks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.session.session_token", lambda: world.tokens["alice"])
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        task = {"plan_id": world.plan_id, "position": 1.0}
        changes.create(TASK, [{**task, "action": "Call", "status": "On Hold"}, {**task, "action": "Met", "status": "Complete"}])


def copied_tasks(world: World) -> list[tuple[str, str]]:
    """Action and status of the tasks of the one copy there is."""
    with world.db.read() as cursor:
        [copy_id] = cursor.values("select id from plan where previous_plan_id = $id and deleted_at is null", {"id": world.plan_id})
        return [(row["action"], row["status"]) for row in rows.select_children(cursor, TASK, copy_id)]


def press(app: AppTest, label: str) -> None:
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception


def plan_page() -> None:
    """A page with nothing but the dialog for one plan."""
    import streamlit as st

    from components.session import current_actor, database
    from pages.plan.dialogs import copy_dialog
    from services.plans import get_plan

    copy_dialog(get_plan(database(), current_actor(), st.session_state["plan"]))


@pytest.mark.parametrize("is_asked", [False, True])
def test_one_plan(world: World, monkeypatch: pytest.MonkeyPatch, is_asked: bool) -> None:
    went: list[str] = []
    monkeypatch.setattr("pages.plan.dialogs.st.switch_page", lambda page, **_query: went.append(page))
    app = AppTest.from_function(plan_page, default_timeout=20)
    app.session_state["plan"] = world.plan_id
    app.run()
    if is_asked:
        next(each for each in app.toggle if each.label == BRING).set_value(True).run()
    press(app, "Copy plan")
    assert went == ["plan/page.py"]
    assert copied_tasks(world) == [("Call", "Not Started"), *([("Met", "Not Started")] if is_asked else [])]


def bulk_page() -> None:
    """A page with nothing but the dialog for many."""
    import streamlit as st

    from pages.plans.bulk_dialogs import open_bulk_dialog

    open_bulk_dialog({"name": "copy_to_period", "ids": st.session_state["ids"], "count": 1})


@pytest.mark.parametrize("is_asked", [False, True])
def test_many_plans(world: World, is_asked: bool) -> None:
    app = AppTest.from_function(bulk_page, default_timeout=20)
    app.session_state["ids"] = [world.plan_id]
    app.run()
    if is_asked:
        next(each for each in app.toggle if each.label == BRING).set_value(True).run()
    press(app, "Copy 1 plan")
    assert copied_tasks(world) == [("Call", "Not Started"), *([("Met", "Not Started")] if is_asked else [])]
