"""Templates on screen: making one, its page, a plan begun from one, one made of a plan, and what a reader may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.plans import PlanFilter
from data.records import TEMPLATE
from services import sheets
from services.plans import get_plan, list_plans
from services.sheet_edits import NewRow, SheetEdits
from services.templates import create_template, delete_template, get_template, list_templates, update_template
from tests.servers import ROOT
from tests.world import World

Open = Callable[..., AppTest]


@pytest.fixture
def open_page(world: World, monkeypatch: pytest.MonkeyPatch) -> Open:
    def open_as(name: str, page: str, **query: object) -> AppTest:
        monkeypatch.setattr("components.session.session_token", lambda: world.tokens[name])
        app = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=20).run()
        app.switch_page(page)
        for key, value in query.items():
            app.query_params[key] = str(value)
        app.run()
        assert not app.exception
        return app

    return open_as


@pytest.fixture
def template_id(world: World) -> int:
    values = {"name": "Growth *plan*", "subject": "{client} – growth {period}", "vision": "Lead"}
    template = create_template(world.db, world.actor("alice"), values)[0]
    added = [
        NewRow("a", {"objective_id": "Grow", "action": "Call", "deadline_offset": 80}),
        NewRow("b", {"action": "Prepare", "start_offset": -7}),
    ]
    sheets.apply(world.db, world.actor("alice"), template["id"], "task", SheetEdits(added=added), of=TEMPLATE)
    return int(template["id"])


def words(app: AppTest) -> str:
    return " ".join(each.value for each in (*app.markdown, *app.caption))


def labels(app: AppTest) -> list[str]:
    return [each.label for each in app.button]


def menu(app: AppTest, key: str) -> Any:
    return next(each for each in app.get("menu_button") if each.key == key)


def test_a_template_is_made_from_the_list(open_page: Open, world: World) -> None:
    app = open_page("bob", "templates/page.py")
    app.button(key="templates-new").click().run()
    app.text_input(key="templates.new.name").input("Retention")
    app.button(key="templates.new.create").click().run()
    assert not app.exception
    assert [each["name"] for each in list_templates(world.db, world.actor("bob")).items] == ["Retention"]


def test_a_field_is_saved_as_it_is_left(open_page: Open, world: World, template_id: int) -> None:
    app = open_page("bob", "template/page.py", id=template_id)
    assert "# Growth \\*plan\\*" in words(app)
    app.text_area(key=f"template.{template_id}.form.mission").input("Sell to {client}").run()
    assert get_template(world.db, world.actor("bob"), template_id)["mission"] == "Sell to {client}"
    app.text_input(key=f"template.{template_id}.form.name").input("").run()
    assert get_template(world.db, world.actor("bob"), template_id)["name"] == "Growth *plan*"
    assert ":material/error:" in words(app)


def test_two_people_at_the_same_field_see_both_values(open_page: Open, world: World, template_id: int) -> None:
    app = open_page("bob", "template/page.py", id=template_id)
    update_template(world.db, world.actor("alice"), template_id, {"vision": {"to": "Hers"}})
    app.text_area(key=f"template.{template_id}.form.vision").input("His").run()
    assert "Hers" in words(app)
    assert get_template(world.db, world.actor("bob"), template_id)["vision"] == "Hers"


@pytest.mark.parametrize("tab", ["tasks", "offerings", "mind-map", "activity"])
def test_every_tab_is_drawn(open_page: Open, template_id: int, tab: str) -> None:
    app = open_page("charlie", "template/page.py", id=template_id, tab=tab)
    assert [each.label for each in app.tabs] == ["Information", "Tasks", "Offerings", "Mind map", "Activity"]


def test_a_reader_looks_and_changes_nothing(open_page: Open, template_id: int) -> None:
    app = open_page("charlie", "template/page.py", id=template_id)
    assert "New plan" not in labels(app)
    assert [each.key for each in app.get("menu_button")] == ["frame.menu"]
    assert app.text_area(key=f"template.{template_id}.form.vision").disabled
    assert "New template" not in labels(open_page("charlie", "templates/page.py"))


def test_a_duplicate_is_made_at_once_and_undone_from_the_message(open_page: Open, world: World, template_id: int) -> None:
    app = open_page("bob", "template/page.py", id=template_id)
    assert ":material/delete: Delete" not in menu(app, "template.actions").options
    menu(app, "template.actions").click("duplicate").run()
    assert not app.exception
    assert [each["name"] for each in list_templates(world.db, world.actor("bob")).items] == ["Growth *plan*", "Growth *plan* (copy)"]
    next(each for each in app.button if each.label == "Undo").click().run()
    assert list_templates(world.db, world.actor("bob")).total == 1


def test_deleting_asks_first_and_is_undone_from_the_message(open_page: Open, world: World, template_id: int) -> None:
    app = open_page("alice", "template/page.py", id=template_id)
    menu(app, "template.actions").click("delete").run()
    assert list_templates(world.db, world.actor("alice")).total == 1
    app.button(key="template.delete.confirm").click().run()
    assert list_templates(world.db, world.actor("alice")).total == 0
    next(each for each in app.button if each.label == "Undo").click().run()
    assert list_templates(world.db, world.actor("alice")).total == 1


@pytest.mark.parametrize("address", ["", "0", "999", "x", "1' or 1"])
def test_what_is_not_there_says_so(open_page: Open, world: World, address: str) -> None:
    assert "Go to the templates" in labels(open_page("alice", "template/page.py", id=address))


def test_a_template_in_the_trash_is_not_there(open_page: Open, world: World, template_id: int) -> None:
    delete_template(world.db, world.actor("alice"), template_id)
    assert "Go to the templates" in labels(open_page("alice", "template/page.py", id=template_id))


def test_a_plan_begins_from_a_template_and_undo_takes_it_back(open_page: Open, world: World, template_id: int) -> None:
    app = open_page("bob", "new_plan/page.py", template=template_id, client=world.client_id)
    assert "2 tasks and 0 offerings" in words(app)
    app.segmented_control(key="new-plan.period.type").set_value("month").run()
    assert "lies after the period" in words(app)
    app.button(key="new-plan.create").click().run()
    assert not app.exception
    plan = list_plans(world.db, world.actor("bob"), PlanFilter(), (("id", True),)).items[0]
    assert (plan["template_id"], plan["vision"], plan["person_in_charge_id"]) == (template_id, "Lead", world.staff["bob"])
    assert plan["subject"].startswith("Nordwind – growth ")
    assert f"# {plan['subject']}" in words(app)
    assert f"[Growth \\*plan\\*](/template?id={template_id})" in words(app)
    next(each for each in app.button if each.label == "Undo").click().run()
    assert list_plans(world.db, world.actor("bob"), PlanFilter(), ()).total == 1


def test_without_a_client_the_form_stays_and_says_so(open_page: Open, world: World, template_id: int) -> None:
    app = open_page("bob", "new_plan/page.py", template=template_id)
    app.button(key="new-plan.create").click().run()
    assert ":red[:material/error:" in words(app)
    assert app.session_state["new-plan.template_id"] == template_id
    again = open_page("bob", "new_plan/page.py", form=app.session_state["new-plan.form"])
    assert again.session_state["new-plan.template_id"] == template_id


def test_a_template_that_went_meanwhile_leaves_the_form_as_it_is(open_page: Open, world: World, template_id: int) -> None:
    create_template(world.db, world.actor("alice"), {"name": "Other"})
    app = open_page("bob", "new_plan/page.py", template=template_id, client=world.client_id)
    delete_template(world.db, world.actor("alice"), template_id)
    app.button(key="new-plan.create").click().run()
    assert not app.exception
    assert "This template does not exist or is in the trash" in words(app)
    assert app.session_state["new-plan.client_id"] == world.client_id
    assert list_plans(world.db, world.actor("bob"), PlanFilter(), ()).total == 1


def test_a_plan_is_saved_as_a_template_from_its_menu(open_page: Open, world: World) -> None:
    app = open_page("bob", "plan/page.py", id=world.plan_id)
    menu(app, "plan.actions").click("template").run()
    app.text_input(key="plan.save_as.name").input("Storage")
    app.button(key="plan.save_as.confirm").click().run()
    assert not app.exception
    made = list_templates(world.db, world.actor("bob")).items[0]
    assert (made["name"], made["subject"], made["objective"]) == ("Storage", "{client} – {period}", "Grow the storage business")
    assert get_plan(world.db, world.actor("bob"), world.plan_id)["period_start"] == date(2026, 1, 1)
    assert "Save as template" not in " ".join(menu(open_page("charlie", "plan/page.py", id=world.plan_id), "plan.actions").options)
