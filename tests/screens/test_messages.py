"""The message after an action: Undo at hand, and what undo could not put back is said."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from data.records import PLAN
from services.actors import Permission
from services.bulk import Scope, change_status
from services.changes import Edit, change_set
from services.plans import get_plan
from tests.world import World


def page() -> None:
    """A page with nothing but the message."""
    import streamlit as st

    from components.actions import run_action, show_message

    show_message(st.session_state.get("page", "plans"))
    if st.session_state.get("page"):
        st.button("Succeed", on_click=run_action, args=(str,))


@pytest.fixture
def app(world: World, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr("components.session.session_token", lambda: world.tokens["alice"])
    return AppTest.from_function(page, default_timeout=20)


def tell(app: AppTest, **message: object) -> AppTest:
    from components.actions import Message

    app.session_state["message"] = Message(**message)  # type: ignore[arg-type]
    app.run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def archive(world: World) -> int:
    outcome = change_status(world.db, world.actor("alice"), Scope(1, ids=(world.plan_id,)), "Archived")
    return outcome.change_set_id or 0


def status(world: World) -> str:
    return str(get_plan(world.db, world.actor("alice"), world.plan_id)["status"])


def test_undo_puts_back_and_redo_does_it_again(app: AppTest, world: World) -> None:
    tell(app, text="1 plan is now Archived.", change_set_id=archive(world))
    press(app, "Undo")
    assert status(world) == "In Progress"
    assert "Undone" in app.markdown[0].value
    press(app, "Redo")
    assert status(world) == "Archived"


def test_what_was_changed_since_is_listed(app: AppTest, world: World) -> None:
    change_set_id = archive(world)
    with change_set(world.db, world.actor("bob"), "update") as changes:
        changes.update(PLAN, {world.plan_id: {"status": Edit("Completed")}})
    press(tell(app, text="Done.", change_set_id=change_set_id), "Undo")
    assert status(world) == "Completed"
    assert "changed since" in app.markdown[0].value
    assert f"Plan {world.plan_id}, Plan status" in app.markdown[0].value
    assert [button.label for button in app.button] == ["Close"]


def test_a_message_goes_when_closed_and_shows_names_as_text(app: AppTest) -> None:
    tell(app, text="The view “**x** [y](http://z)” is saved.")
    assert r"\*\*x\*\* \[y\]" in app.markdown[0].value
    press(app, "Close")
    assert not app.markdown


def test_a_message_outlives_what_else_runs_the_page_anew_until_its_time_is_over(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(app, text="Done.", change_set_id=1)
    assert "Done" in app.run().markdown[0].value
    assert [button.label for button in app.button] == ["Undo", "Close"]
    monkeypatch.setattr("components.actions.STAYS", 0)
    tell(app, text="Done again.")
    assert "Done again" in app.markdown[0].value
    assert not app.run().markdown


def test_an_error_stays_until_something_succeeds_or_another_page_is_opened(app: AppTest, world: World) -> None:
    tell(app, text="Not stored.", is_error=True)
    assert "Not stored" in app.run().markdown[0].value
    app.session_state["page"] = "clients"
    assert not app.run().markdown
    tell(app, text="Not stored again.", is_error=True)
    assert "Not stored again" in app.run().markdown[0].value
    press(app, "Succeed")
    assert not app.markdown


def test_undo_is_refused_where_the_permission_is_gone(app: AppTest, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(app, text="Done.", change_set_id=archive(world))
    monkeypatch.setattr("components.session.session_token", lambda: world.tokens["charlie"])
    press(app, "Undo")
    assert status(world) == "Archived"
    assert Permission.EDIT not in world.actor("charlie").permissions
    assert "role does not allow" in app.markdown[0].value


def test_undo_is_refused_after_sign_out(app: AppTest, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(app, text="Done.", change_set_id=archive(world))
    monkeypatch.setattr("components.session.session_token", lambda: None)
    press(app, "Undo")
    assert status(world) == "Archived"
    assert "signed out" in app.markdown[0].value
