"""Settings on screen: administrators change them, others are told that they may not see them."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from services.cron import JOBS, cron_key, is_cron_key
from services.roles import list_roles
from services.settings import read_settings
from services.staff import list_staff, update_staff
from tests.servers import ROOT
from tests.world import World

Open = Any


@pytest.fixture
def open_tab(world: World, monkeypatch: pytest.MonkeyPatch) -> Open:
    def open_as(name: str, tab: str) -> AppTest:
        monkeypatch.setattr("components.session.session_token", lambda: world.tokens[name])
        app = AppTest.from_file(str(ROOT / "pages" / "settings" / "page.py"), default_timeout=20)
        app.query_params["tab"] = tab
        app.run()
        assert not app.exception
        return app

    return open_as


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def test_settings_are_saved(open_tab: Open, world: World) -> None:
    app = open_tab("erin", "general")
    app.selectbox(key="settings.general.currency").select("CHF")
    app.text_area(key="settings.general.industries").input("Energy, Retail\nHealth care")
    press(app, "Save settings")
    stored = read_settings(world.db)
    assert (stored.currency, stored.industries) == ("CHF", ("Energy", "Retail", "Health care"))


def test_saving_without_a_change_changes_nothing(open_tab: Open, world: World) -> None:
    press(open_tab("erin", "general"), "Save settings")
    with world.db.read() as cursor:
        assert cursor.value("select count(*) from setting") == 0


def test_a_person_is_changed_in_the_dialog(open_tab: Open, world: World) -> None:
    app = open_tab("erin", "staff")
    app.button(key=f"settings.staff.edit.{world.staff['bob']}").click().run()
    app.text_input(key="settings.person.email").input("robert@example.com")
    app.text_input(key="settings.person.name").input("Robert")
    press(app, "Save")
    assert "Robert" in [person["name"] for person in list_staff(world.db, world.actor("erin"))]


def test_people_are_found_by_any_of_their_words(open_tab: Open) -> None:
    app = open_tab("erin", "staff")
    app.text_input(key="settings.staff.words").input("READ").run()
    assert [button.key for button in app.button if "staff.edit" in str(button.key)] == ["settings.staff.edit.3"]


def test_a_role_is_added_and_deleted(open_tab: Open, world: World) -> None:
    app = open_tab("erin", "roles")
    app.button(key="settings.roles.new").click().run()
    app.text_input(key="settings.role.name").input("Guest")
    press(app, "Create role")
    made = next(role for role in list_roles(world.db, world.actor("erin")) if role["name"] == "Guest")
    assert (made["can_view"], made["can_edit"]) == (True, False)
    app.button(key=f"settings.roles.edit.{made['id']}").click().run()
    press(app, "Delete role")
    assert "Guest" not in [role["name"] for role in list_roles(world.db, world.actor("erin"))]


def test_scheduled_jobs_are_run_and_their_key_is_shown_and_replaced(open_tab: Open, world: World) -> None:
    app = open_tab("erin", "jobs")
    assert sum("never ran" in each.value for each in app.markdown) == len(JOBS)
    press(app, "Run all now")
    assert sum("handled" in each.value for each in app.markdown) == len(JOBS)
    key = cron_key(world.db, world.actor("erin"))
    assert key not in app.code[1].value
    press(app, "Show the key")
    assert app.code[1].value.endswith(f"/api/cron/{key}")
    app.button(key="settings.jobs.replace").click().run()
    app.button(key="settings.jobs.replacing.confirm").click().run()
    assert not is_cron_key(world.db, key)


def test_who_is_no_administrator_sees_no_setting(open_tab: Open) -> None:
    for name in ("alice", "charlie"):
        app = open_tab(name, "staff")
        assert not app.button
        assert not app.text_input
        assert any("Only an administrator" in text.value for text in app.markdown)


def test_the_activity_of_everything_is_narrowed_by_kind(open_tab: Open) -> None:
    app = open_tab("erin", "activity")
    kinds = app.selectbox(key="settings.activity.record")
    assert {"Plans", "Clients", "Roles", "Settings"} <= set(kinds.options)
    kinds.select("client").run()
    assert not app.exception


def test_a_person_whom_somebody_else_changed_meanwhile_is_not_overwritten(open_tab: Open, world: World) -> None:
    app = open_tab("erin", "staff")
    app.button(key=f"settings.staff.edit.{world.staff['bob']}").click().run()
    update_staff(world.db, world.actor("erin"), world.staff["bob"], {"name": {"to": "Rob"}})
    app.text_input(key="settings.person.name").input("Robert")
    press(app, "Save")
    assert app.session_state["settings.person.problems"] == {
        "name": "Somebody else changed this meanwhile. Open it again to see what it is now."
    }
    assert "settings.person.done" not in app.session_state
    assert "Rob" in [person["name"] for person in list_staff(world.db, world.actor("erin"))]
