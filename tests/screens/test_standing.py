"""How a plan stands, on its page: health and its parts, flags, approval, goals with their pace; and who may do what about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from data.records import GOAL, TASK
from services.approvals import approve_plan, read_approval
from services.changes import change_set
from services.risks import save_rule
from services.settings import read_settings, today
from tests.screens.test_plan_page import edit, menu, open_plan, words
from tests.world import World

Open = Callable[..., AppTest]
__all__ = ["open_plan"]


@pytest.fixture
def day(world: World) -> date:
    return today(read_settings(world.db))


def add_tasks(world: World, name: str, *tasks: tuple[str, date]) -> None:
    with change_set(world.db, world.actor(name), "edit") as changes:
        changes.create(
            TASK, [{"plan_id": world.plan_id, "position": 1, "status": status, "deadline": deadline} for status, deadline in tasks]
        )


def health_parts(app: AppTest) -> dict[str, str]:
    """The score of each part by its name, as the popover of health shows them."""
    texts = [each.proto.text.split(" · **") for each in app.get("progress") if " · **" in each.proto.text]
    return {name: rest.split("**")[0] for name, rest in texts}


def test_health_is_explained_part_by_part_with_what_would_raise_it(open_plan: Open, world: World, day: date) -> None:
    add_tasks(world, "alice", ("Complete", day), ("Not Started", day - timedelta(days=1)), *[("Not Started", day)] * 2)
    app = open_plan("charlie")
    parts = health_parts(app)
    assert {name: parts[name] for name in ("Tasks completed", "Nothing overdue", "Goals on pace", "Kept up to date")} == {
        "Tasks completed": "25",
        "Nothing overdue": "75",
        "Goals on pace": "–",
        "Kept up to date": "100",
    }
    captions = [each.value.replace("\\", "") for each in app.caption]
    assert "Complete some of the 3 open tasks." in captions
    assert "Finish or reschedule the overdue task." in captions
    assert any("100 minus the share of all tasks that are overdue" in each for each in captions)
    filled = int(parts["Sections filled"])
    expected = round((25 * 25 + 75 * 25 + 100 * 15 + filled * 10) / 75)
    assert f"**Health: {expected} of 100**" in words(app)


def test_a_flag_names_its_rule_as_text_and_goes_with_the_reason(open_plan: Open, world: World, day: date) -> None:
    rule = {"name": "Red *and* big", "severity": "High", "conditions": [{"subject": "client_status", "operator": "is", "value": "Red"}]}
    save_rule(world.db, world.actor("erin"), rule)
    assert "At risk" not in words(open_plan("charlie"))
    edit(world, "alice", client_status="Red")
    assert "At risk: Red \\*and\\* big (High)" in words(open_plan("charlie"))
    edit(world, "alice", client_status="Green")
    assert "At risk" not in words(open_plan("charlie"))


def test_a_plan_is_approved_changed_since_and_withdrawn_with_undo(open_plan: Open, world: World, day: date) -> None:
    app = open_plan("alice")
    assert "Approved by" not in words(app)
    menu(app, "plan.actions").click("approve").run()
    assert "The plan is approved" in words(app)
    assert "Approved by Alice on" in words(app)
    approved = read_approval(world.db, world.actor("alice"), world.plan_id)
    assert approved is not None
    assert f"(version {approved.revision})" in words(app)
    assert "changed since approval" not in words(app)
    edit(world, "bob", bcg="Star")
    app = open_plan("alice")
    assert "changed since approval" in words(app)
    app.button(key="plan.approval.withdraw").click().run()
    assert "Approved by" not in words(app)
    next(each for each in app.button if each.label == "Undo").click().run()
    assert "Approved by Alice on" in words(app)


def test_what_somebody_else_changed_after_the_page_was_drawn_is_seen_before_it_is_approved(
    open_plan: Open, world: World, day: date
) -> None:
    app = open_plan("alice")
    add_tasks(world, "bob", ("Not Started", day - timedelta(days=1)))
    menu(app, "plan.actions").click("approve").run()
    assert "Somebody else changed this plan meanwhile" in words(app)
    assert health_parts(app)["Nothing overdue"] == "0"
    assert read_approval(world.db, world.actor("alice"), world.plan_id) is None
    add_tasks(world, "alice", ("Not Started", day))
    menu(app, "plan.actions").click("approve").run()
    assert "Approved by Alice on" in words(app)


def test_a_reader_sees_the_approval_and_cannot_withdraw_it(open_plan: Open, world: World) -> None:
    approve_plan(world.db, world.actor("alice"), world.plan_id)
    app = open_plan("charlie")
    assert "Approved by Alice on" in words(app)
    assert not [each for each in app.button if each.label == "Withdraw approval"]
    assert "approve" not in " ".join(menu(app, "plan.actions").options).lower()


def test_goals_show_progress_pace_and_how_both_are_computed(open_plan: Open, world: World, day: date) -> None:
    app = open_plan("charlie", "planning", part="goals")
    assert "A goal with a target, an actual value and a due date shows its pace here." in [each.value for each in app.caption]
    goals = [("Ahead", 80, day + timedelta(days=1)), ("Late", 10, day - timedelta(days=1)), ("Some day", 50, None)]
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        for name, actual, due in goals:
            values = {"baseline": Decimal(0), "target": Decimal(80), "actual": Decimal(actual), "due_date": due}
            changes.create(GOAL, [{"plan_id": world.plan_id, "position": 1, "name": name, **values}])
    app = open_plan("charlie", "planning", part="goals")
    told, captions = words(app), " ".join(each.value for each in app.caption)
    assert "**Ahead**  \n100 %" in told
    assert "**Late**  \n12 %" in told
    assert "**Some day**  \n62 %" in told
    assert captions.count("On pace") == 1
    assert "Behind pace · expected 100 %" in captions
    assert "A goal is behind where its progress is below that line." in captions
    assert len(app.get("plotly_chart")) == 1
    # Without a due date there is no line to draw.
    chooser = app.selectbox(key="plan.goals.chosen")
    chooser.select(chooser.options.index("Some day") + 1)
    app.run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == 0
