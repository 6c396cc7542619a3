"""The fields of a record edited in place: saved when left, refused with a reason, both values shown on conflict."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from services.changes import Edit, change_set
from services.plans import get_plan
from tests.world import World


def page(plan_id: int) -> None:
    from components.record_form import record_form
    from components.session import current_actor, database
    from data.records import PLAN
    from services.plans import get_plan, update_plan

    plan = get_plan(database(), current_actor(), plan_id)
    record_form(
        PLAN.editable,
        plan,
        key="form",
        save=lambda actor, edits: update_plan(database(), actor, plan_id, edits),
        names={"client_id": plan["client"]},
    )


@pytest.fixture
def form(world: World, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr("components.session.session_token", lambda: world.tokens["bob"])
    return AppTest.from_function(page, args=(world.plan_id,), default_timeout=20).run()


def stored(world: World) -> dict[str, Any]:
    return get_plan(world.db, world.actor("bob"), world.plan_id)


def test_every_field_shows_what_is_stored(form: AppTest, world: World) -> None:
    assert not form.exception
    assert form.text_input(key="form.revenue_next_year").value == "120,000.00"
    assert form.text_area(key="form.objective").value == "Grow the storage business"
    assert form.selectbox(key="form.status").value == "In Progress"


def test_leaving_a_field_stores_it(form: AppTest, world: World) -> None:
    form.text_input(key="form.revenue_next_year").input("1,234.5").run()
    form.selectbox(key="form.bcg").select("Star").run()
    assert (str(stored(world)["revenue_next_year"]), stored(world)["bcg"]) == ("1234.50", "Star")
    assert form.text_input(key="form.revenue_next_year").value == "1,234.50"


def test_a_wrong_value_stays_as_typed_with_its_reason(form: AppTest, world: World) -> None:
    form.text_input(key="form.margin").input("1234,5").run()
    assert form.text_input(key="form.margin").value == "1234,5"
    assert any("Enter a number such as" in each.value for each in form.markdown)
    form.text_input(key="form.margin").input("").run()
    assert not any("Enter a number such as" in each.value for each in form.markdown)
    assert stored(world)["margin"] is None


def test_a_field_changed_meanwhile_shows_both_values(form: AppTest, world: World) -> None:
    with change_set(world.db, world.actor("alice"), "update") as changes:
        from data.records import PLAN

        changes.update(PLAN, {world.plan_id: {"objective": Edit("Alice's"), "vision": Edit("Alice sees far")}})
    form.text_area(key="form.objective").input("Bob's").run()
    assert stored(world)["objective"] == "Alice's"
    assert any("Alice" in each.value and "Somebody else" in each.value for each in form.markdown)
    assert form.text_area(key="form.vision").value == "Alice sees far"
    form.button(key="form.objective.mine").click().run()
    assert stored(world)["objective"] == "Bob's"
    assert not form.button


def test_the_other_value_can_be_taken(form: AppTest, world: World) -> None:
    with change_set(world.db, world.actor("alice"), "update") as changes:
        from data.records import PLAN

        changes.update(PLAN, {world.plan_id: {"objective": Edit("Alice's")}})
    form.text_area(key="form.objective").input("Bob's").run()
    form.button(key="form.objective.theirs").click().run()
    assert form.text_area(key="form.objective").value == "Alice's"
    assert stored(world)["objective"] == "Alice's"


def test_after_sign_out_nothing_is_stored_and_the_text_stays(form: AppTest, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with world.db.write() as cursor:
        cursor.execute("delete from session")
    form.text_area(key="form.objective").input("Typed after sign-out").run()
    assert form.session_state["form.objective"] == "Typed after sign-out"
    with world.db.read() as cursor:
        assert cursor.value("select objective from plan where id = $id", {"id": world.plan_id}) == "Grow the storage business"
