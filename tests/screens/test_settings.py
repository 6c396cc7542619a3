"""Settings on screen: administrators change them, others are told that they may not see them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from services.cron import JOBS, cron_key, is_cron_key
from services.custom_fields import create_definition, trash_definition
from services.health import DEFAULT_WEIGHTS
from services.risks import list_rules, save_rule
from services.roles import list_roles
from services.settings import read_settings
from services.staff import list_staff, update_staff
from services.undo import undo_change_set
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


def test_the_weights_of_health_are_saved_and_what_is_no_number_is_refused_at_the_field(open_tab: Open, world: World) -> None:
    app = open_tab("erin", "health-and-risk")
    app.text_input(key="settings.health.tasks").input("40")
    app.text_input(key="settings.health.goals").input("0")
    press(app, "Save weights")
    assert read_settings(world.db).health_weights == {**DEFAULT_WEIGHTS, "tasks": 40, "goals": 0}
    app.text_input(key="settings.health.tasks").input("many")
    press(app, "Save weights")
    assert app.session_state["settings.health.problems"]
    assert read_settings(world.db).health_weights["tasks"] == 40


def test_a_rule_is_made_switched_off_and_deleted_with_undo(open_tab: Open, world: World) -> None:
    erin = world.actor("erin")
    app = open_tab("erin", "health-and-risk")
    app.button(key="settings.rules.new").click().run()
    app.text_input(key="settings.rule.name").input("Yellow")
    app.selectbox(key="settings.rule.0.value.client_status").select("Yellow")
    press(app, "Create rule")
    made = list_rules(world.db, erin)[-1]
    assert json.loads(made["conditions"]) == [{"subject": "client_status", "operator": "is", "value": "Yellow"}]
    assert (made["name"], made["severity"], made["is_active"]) == ("Yellow", "Medium", True)
    app.button(key=f"settings.rules.switch.{made['id']}").click().run()
    assert list_rules(world.db, erin)[-1]["is_active"] is False
    app.button(key=f"settings.rules.edit.{made['id']}").click().run()
    press(app, "Delete rule")
    assert made["id"] not in [rule["id"] for rule in list_rules(world.db, erin)]
    undo_change_set(world.db, erin, app.session_state["message"].change_set_id)
    assert list_rules(world.db, erin)[-1]["name"] == "Yellow"


def test_every_kind_of_condition_is_read_in_words_and_changed(open_tab: Open, world: World) -> None:
    erin, bob = world.actor("erin"), str(world.staff["bob"])
    create_definition(world.db, erin, {"label": "Region", "type": "choice", "options": ["North", "South"]})
    create_definition(world.db, erin, {"label": "Key *account*", "type": "yes/no"})
    conditions = [
        {"subject": "revenue_next_year", "operator": "at_least", "value": "100000.5"},
        {"subject": "person_in_charge", "operator": "is", "value": bob},
        {"subject": "cf_1", "operator": "is_not", "value": "South"},
        {"subject": "cf_2", "operator": "is", "value": "No"},
        {"subject": "vision", "operator": "is_not_set", "value": ""},
    ]
    rule, _change_set_id = save_rule(world.db, erin, {"name": "All", "severity": "Low", "conditions": conditions})
    app = open_tab("erin", "health-and-risk")
    words = " ".join(each.value.replace("\\", "") for each in app.markdown)
    assert (
        "Revenue next year at least 100,000.5; Person in charge is Bob; Region is not South; Key *account* is No; Vision is not set"
        in words
    )
    app.button(key=f"settings.rules.edit.{rule['id']}").click().run()
    assert app.selectbox(key="settings.rule.1.value.person_in_charge").value == bob
    app.text_input(key="settings.rule.0.value.revenue_next_year").input("a lot")
    press(app, "Save")
    assert list(app.session_state["settings.rule.problems"]) == ["conditions.0"]
    app.button(key=f"settings.rules.edit.{rule['id']}").click().run()
    assert app.text_input(key="settings.rule.0.value.revenue_next_year").value == "100,000.5"
    app.text_input(key="settings.rule.0.value.revenue_next_year").input("1,234.25")
    app.selectbox(key="settings.rule.3.value.cf_2").select("Yes")
    press(app, "Save")
    assert json.loads(list_rules(world.db, erin)[-1]["conditions"]) == [
        {**conditions[0], "value": "1234.25"},
        *conditions[1:3],
        {**conditions[3], "value": "Yes"},
        conditions[4],
    ]


def test_a_rule_over_a_field_that_is_gone_says_so(open_tab: Open, world: World) -> None:
    erin = world.actor("erin")
    definition, _change_set_id = create_definition(world.db, erin, {"label": "Score", "type": "number"})
    conditions = [{"subject": f"cf_{definition['id']}", "operator": "at_least", "value": "3"}]
    rule, _change_set_id = save_rule(world.db, erin, {"name": "Scored", "severity": "Low", "conditions": conditions})
    trash_definition(world.db, erin, definition["id"])
    app = open_tab("erin", "health-and-risk")
    assert any("a field that no longer exists" in each.value for each in app.markdown)
    app.button(key=f"settings.rules.edit.{rule['id']}").click().run()
    assert not app.exception
    assert app.selectbox(key="settings.rule.0.subject").value == "client_status"
