"""The page of a plan: what its tabs show, editing in place, conflicts, what a reader may, and what is not there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data import rows
from data.records import SHEETS, TASK
from services.account import update_me
from services.changes import change_set
from services.custom_fields import create_definition
from services.jobs import find_job
from services.meeting_notes import add_note, list_notes, update_note
from services.plans import delete_plans, get_plan, update_plan
from tests.servers import ROOT
from tests.world import World

Open = Callable[..., AppTest]


@pytest.fixture
def open_plan(world: World, monkeypatch: pytest.MonkeyPatch) -> Open:
    def open_as(name: str, tab: str = "", plan_id: int | str | None = None, part: str = "") -> AppTest:
        monkeypatch.setattr("components.session.session_token", lambda: world.tokens[name])
        app = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=20).run()
        app.switch_page("plan/page.py")
        app.query_params["id"] = str(world.plan_id if plan_id is None else plan_id)
        if tab:
            app.query_params["tab"] = tab
        if part:
            app.query_params["part"] = part
        app.run()
        assert not app.exception
        return app

    return open_as


def edit(world: World, name: str, **values: object) -> None:
    update_plan(world.db, world.actor(name), world.plan_id, {key: {"to": value} for key, value in values.items()})


def stored(world: World) -> dict[str, object]:
    return get_plan(world.db, world.actor("alice"), world.plan_id)


def html_of(app: AppTest) -> str:
    return " ".join(str(each.proto.body) for each in app.get("html"))


def words(app: AppTest) -> str:
    return " ".join(each.value for each in app.markdown)


def menu(app: AppTest, key: str) -> Any:
    return next(each for each in app.get("menu_button") if each.key == key)


def test_due_diligence_shows_what_was_written_in_planning(open_plan: Open, world: World) -> None:
    create_definition(world.db, world.actor("erin"), {"label": "Region <b>", "type": "text"})
    edit(world, "alice", vision="**Lead** the market", product="Batteries", threat="<script>alert(1)</script>", cf_1="West & <i>South</i>")
    shown = html_of(open_plan("charlie"))
    assert "<strong>Lead</strong> the market" in shown
    assert '<dt>Product</dt><dd dir="auto">Batteries</dd>' in shown
    assert '<dt>Region &lt;b&gt;</dt><dd dir="auto">West &amp; &lt;i&gt;South&lt;/i&gt;</dd>' in shown
    assert "<script" not in shown
    assert '<h3>Mission</h3><p class="unset">Not set</p>' in shown


def test_a_field_is_saved_as_it_is_left(open_plan: Open, world: World) -> None:
    app = open_plan("bob", "planning")
    app.text_area(key=f"plan.{world.plan_id}.form.objective").input("Win two storage projects").run()
    app.text_input(key=f"plan.{world.plan_id}.form.revenue_next_year").input("1,234.50").run()
    assert not app.exception
    assert (stored(world)["objective"], str(stored(world)["revenue_next_year"])) == ("Win two storage projects", "1234.50")


def test_a_value_that_cannot_be_taken_is_told_at_the_field(open_plan: Open, world: World) -> None:
    app = open_plan("bob", "planning")
    app.text_input(key=f"plan.{world.plan_id}.form.margin").input("250").run()
    assert "Enter 100 or less." in words(app).replace("\\", "")
    assert stored(world)["margin"] is None


def test_two_people_at_the_same_field_see_both_values(open_plan: Open, world: World) -> None:
    app = open_plan("bob", "planning")
    edit(world, "alice", objective="Hers", vision="Also hers")
    app.text_area(key=f"plan.{world.plan_id}.form.objective").input("His").run()
    assert "Hers" in words(app)
    assert stored(world)["objective"] == "Hers"
    next(each for each in app.button if each.label == "Keep mine").click().run()
    assert (stored(world)["objective"], stored(world)["vision"]) == ("His", "Also hers")


def test_different_fields_merge(open_plan: Open, world: World) -> None:
    app = open_plan("bob", "planning")
    edit(world, "alice", mission="Hers")
    app.text_area(key=f"plan.{world.plan_id}.form.objective").input("His").run()
    assert (stored(world)["objective"], stored(world)["mission"]) == ("His", "Hers")


def test_a_state_is_changed_from_the_head_and_undone_from_the_message(open_plan: Open, world: World) -> None:
    app = open_plan("bob")
    menu(app, "plan.state.status").click("Review").run()
    assert stored(world)["status"] == "Review"
    assert "Plan status is changed" in words(app)
    next(each for each in app.button if each.label == "Undo").click().run()
    assert stored(world)["status"] == "In Progress"


def test_a_state_somebody_else_changed_meanwhile_shows_both_values(open_plan: Open, world: World) -> None:
    app = open_plan("bob")
    edit(world, "alice", status="Completed")
    menu(app, "plan.state.status").click("Review").run()
    told = words(app)
    assert "“Completed”" in told
    assert "your “Review” is not stored" in told
    assert stored(world)["status"] == "Completed"


def test_the_period_is_chosen_by_its_name_and_undone_as_a_whole(open_plan: Open, world: World) -> None:
    app = open_plan("bob", "planning")
    key = f"plan.{world.plan_id}.period"
    app.selectbox(key=f"{key}.start.quarter").set_value(date(2026, 4, 1)).run()
    assert (stored(world)["period_type"], stored(world)["period_start"]) == ("quarter", date(2026, 4, 1))
    app.segmented_control(key=f"{key}.type").set_value("year").run()
    assert (stored(world)["period_type"], stored(world)["period_start"]) == ("year", date(2026, 1, 1))
    assert app.selectbox(key=f"{key}.start.year").value == date(2026, 1, 1)
    next(each for each in app.button if each.label == "Undo").click().run()
    assert (stored(world)["period_type"], stored(world)["period_start"]) == ("quarter", date(2026, 4, 1))
    assert app.selectbox(key=f"{key}.start.quarter").value == date(2026, 4, 1)


def test_a_period_somebody_else_moved_meanwhile_stays_theirs(open_plan: Open, world: World) -> None:
    app = open_plan("bob", "planning")
    edit(world, "alice", period_start="2026-07-01")
    app.selectbox(key=f"plan.{world.plan_id}.period.start.quarter").set_value(date(2026, 4, 1)).run()
    assert stored(world)["period_start"] == date(2026, 7, 1)
    assert "Period start was changed to “Jul 1, 2026”" in words(app)
    assert app.selectbox(key=f"plan.{world.plan_id}.period.start.quarter").value == date(2026, 7, 1)


def test_a_reader_sees_everything_and_changes_nothing(open_plan: Open, world: World) -> None:
    app = open_plan("charlie", "planning")
    inputs = [*app.text_input, *app.text_area, *app.selectbox]
    assert len(inputs) > 15
    assert all(each.disabled for each in inputs)
    assert menu(app, "plan.actions").options == [
        ":material/picture_as_pdf: Export PDF",
        ":material/table_view: Export workbook",
        ":material/compare_arrows: Compare",
    ]
    assert [each.key for each in app.get("menu_button") if each.key.startswith("plan.state")] == []
    notes = open_plan("charlie", "meeting-notes")
    assert not [each for each in notes.button if each.label in ("New note", "Tasks", "Edit", "Delete")]


def test_a_line_of_a_note_becomes_a_task(open_plan: Open, world: World) -> None:
    note_id, _change_set_id = add_note(world.db, world.actor("alice"), world.plan_id)
    edits = {"notes": {"to": "- Send the *offer*\n- Call <b>Dana</b>"}}
    update_note(world.db, world.actor("alice"), world.plan_id, note_id, edits)
    app = open_plan("bob", "meeting-notes")
    app.button(key=f"plan.note.tasks.open.{note_id}").click().run()
    form = f"plan.note.tasks.{note_id}"
    app.checkbox(key=f"{form}.1.chosen").check().run()
    assert app.text_input(key=f"{form}.1.action").value == "Call <b>Dana</b>"
    app.text_input(key=f"{form}.1.action").input(" ").run()
    app.button(key=f"{form}.add").click().run()
    assert any("Say what is to be done" in each.value for each in app.caption)
    app.text_input(key=f"{form}.1.action").input("Call Dana").run()
    app.multiselect(key=f"{form}.1.people").select(world.staff["bob"]).run()
    app.date_input(key=f"{form}.1.deadline").set_value(date(2026, 3, 1)).run()
    app.button(key=f"{form}.add").click().run()
    assert not app.exception
    with world.db.read() as cursor:
        [task] = rows.select_children(cursor, TASK, world.plan_id)
    assert (task["action"], task["deadline"], task["people_in_charge_ids"]) == ("Call Dana", date(2026, 3, 1), f"[{world.staff['bob']}]")
    next(each for each in app.button if each.label == "Undo").click().run()
    with world.db.read() as cursor:
        assert rows.select_children(cursor, TASK, world.plan_id) == []


def test_revenue_shows_what_is_planned_for_the_period_beside_the_years(open_plan: Open, world: World) -> None:
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        for year, amount in ((2024, 100), (2025, 110)):
            changes.create(SHEETS["financial"], [{"plan_id": world.plan_id, "position": 1.0, "year": year, "revenue": Decimal(amount)}])
    app = open_plan("charlie", "planning", part="revenue")
    told = words(app)
    assert "Planned for Q1 2026" in told
    assert "30,000.00 EUR" in told
    assert "+10.0 % on 2024" in [each.value for each in app.caption]
    assert len(app.get("plotly_chart")) == 1
    edit(world, "alice", revenue_next_year=None)
    assert "120,000" not in words(open_plan("charlie", "planning", part="revenue"))


@pytest.mark.parametrize("address", ["999999", "", "abc", "-1", "99999999999999999999"])
def test_no_plan_is_a_friendly_empty_page(open_plan: Open, address: str) -> None:
    app = open_plan("alice", plan_id=address)
    assert [each.label for each in app.button] == ["Go to the plans"]
    assert not app.tabs


def test_a_plan_in_the_trash_is_not_shown(open_plan: Open, world: World) -> None:
    delete_plans(world.db, world.actor("alice"), [world.plan_id])
    app = open_plan("erin")
    assert "is in the trash" in words(app)
    assert "<h2>" not in html_of(app)


def test_only_the_open_tab_runs(open_plan: Open, world: World) -> None:
    edit(world, "alice", vision="Only read here")
    app = open_plan("alice", "activity")
    assert "Only read here" not in html_of(app)
    assert not app.text_area
    assert [each.label for each in app.selectbox] == ["Person", "Field"]


def test_an_unknown_tab_opens_the_first(open_plan: Open) -> None:
    assert "<h2>Background</h2>" in html_of(open_plan("alice", "nonsense"))


def test_notes_are_read_newest_first_and_written_in_place(open_plan: Open, world: World) -> None:
    bob = world.actor("bob")
    for day in ("2026-01-05", "2026-03-05", "2026-02-05"):
        note_id, _change_set_id = add_note(world.db, bob, world.plan_id)
        update_note(world.db, bob, world.plan_id, note_id, {"date": {"to": day}, "notes": {"to": f"Said on {day}"}})
    app = open_plan("bob", "meeting-notes")
    shown = html_of(app)
    assert shown.index("2026-03-05") < shown.index("2026-02-05") < shown.index("2026-01-05")
    app.button(key="plan.note.new").click().run()
    newest = list_notes(world.db, bob, world.plan_id)[0][0]
    app.text_area(key=f"plan.note.form.{newest['id']}.notes").input("Long talk").run()
    app.button(key="plan.note.done").click().run()
    assert not app.exception
    assert "Long talk" in html_of(app)
    app.button(key=f"plan.note.delete.{newest['id']}").click().run()
    assert "Long talk" not in html_of(app)
    assert app.session_state["message.number"] == 1


def test_signed_out_meanwhile_nothing_is_stored(open_plan: Open, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_plan("bob", "planning")
    monkeypatch.setattr("components.session.session_token", lambda: "gone")
    app.text_area(key=f"plan.{world.plan_id}.form.objective").input("Too late").run()
    assert stored(world)["objective"] == "Grow the storage business"
    assert not app.text_area


@pytest.mark.parametrize(("language", "verb", "ready"), [("en", "Make PDF", "The PDF is ready"), ("fr", "Créer le PDF", "Le PDF est prêt")])
def test_the_pdf_is_made_while_the_dialog_stays(open_plan: Open, world: World, language: str, verb: str, ready: str) -> None:
    update_me(world.db, world.actor("charlie"), {"language": language})
    app = open_plan("charlie")
    menu(app, "plan.actions").click("pdf").run()
    make = app.button(key="plan.pdf.make")
    assert make.label == verb
    make.click().run()
    job = find_job(world.actor("charlie"), app.session_state["plan.pdf.job"])
    assert job.wait().rows
    app.run()
    assert ready in words(app)
    assert [each.proto.url for each in app.get("link_button")] == [f"/api/v1/jobs/{job.id}/file"]
