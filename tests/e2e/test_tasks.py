"""Tasks in the browser: objectives, items and thirty tasks by keyboard and by paste; what is overdue says so; what is folded is not touched."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.conftest import Server, SignedIn
from tests.e2e.sheet_page import SheetPage, add_rows, make_plan, tsv


def test_objectives_items_and_thirty_tasks_are_built_by_keyboard_and_by_paste(server: Server, signed_in: SignedIn) -> None:
    plan_id = make_plan(server)
    sheet = SheetPage(server, signed_in("alice"), plan_id, "task")
    sheet.cell(0, "objective_id").focus()
    for text in ("Grow storage", "Pilot", "Call Dana", "High"):
        sheet.type(text)
        sheet.press("Tab")
    sheet.type("ali")
    expect(sheet.grid.get_by_role("option")).to_have_count(1)
    sheet.press("Tab")
    sheet.is_saved()
    expect(sheet.cell(0, "people_in_charge_ids")).to_have_text("Alice")
    yesterday = date.today() - timedelta(days=1)
    block = [
        [
            f"Objective {place % 3}",
            f"Item {place % 6}",
            f"Task {place}, with a comma",
            "Low",
            "Bob; Alice",
            "",
            yesterday.isoformat(),
            "In Progress",
        ]
        for place in range(29)
    ]
    sheet.select(1, "objective_id")
    sheet.paste(tsv(block))
    sheet.is_saved()
    stored = sheet.rows("action", "status", "deadline", "people_in_charge_ids")
    both = [server.staff["bob"], server.staff["alice"]]
    assert stored[0] == ("Call Dana", "Not Started", None, [server.staff["alice"]])
    assert stored[1:] == [(f"Task {place}, with a comma", "In Progress", yesterday.isoformat(), both) for place in range(29)]
    expect(sheet.cell(1, "deadline")).to_contain_text("overdue")
    names = sheet.api.get(sheet.path).json()["names"]
    assert sorted(names["objective_id"].values()) == ["Grow storage", "Objective 0", "Objective 1", "Objective 2"]
    assert len(names["item_id"]) == 7
    sheet.press("Control+g")
    sheet.is_saved()
    order = [names["objective_id"][str(each)] for each in sheet.rows("objective_id")]
    assert order == sorted(order)
    sheet.press("Control+z")
    sheet.is_saved()
    assert sheet.rows("action")[1:] == [f"Task {place}, with a comma" for place in range(29)]
    sheet.press("Control+z")
    sheet.is_saved()
    sheet.has_rows(1)
    assert sheet.rows("action") == ["Call Dana"]
    with server.api("alice") as api:
        board = api.get("/v1/board", params={"q": str(plan_id)}).json()
    assert board["total"] >= 1


def test_folded_tasks_are_counted_moved_as_one_and_not_touched_otherwise(server: Server, signed_in: SignedIn) -> None:
    plan_id = make_plan(server)
    places = [("Grow", "Pilot", "G1"), ("Grow", "Pilot", "G2"), ("Grow", "Training", "G3"), ("Hold", None, "H1"), ("Hold", None, "H2")]
    tasks = [
        {"objective_id": objective, "item_id": item, "action": action, "priority": "Low", "deadline": "2020-01-01"}
        for objective, item, action in places
    ]
    ids = add_rows(server, plan_id, "task", *tasks)
    sheet = SheetPage(server, signed_in("alice"), plan_id, "task")

    # An item by its key, its objective by the sign: one row says what it stands for.
    sheet.select(1, "action")
    sheet.press("Alt+ArrowLeft")
    sheet.has_rows(4)
    expect(sheet.cell(0, "action")).to_have_text("2 tasks")
    sheet.grid.get_by_role("button", name="Fold Grow").click()
    sheet.has_rows(3)
    expect(sheet.cell(0, "action")).to_have_text("3 tasks")
    expect(sheet.cell(0, "deadline")).to_have_text("3 overdue")
    expect(sheet.grid.get_by_role("button", name="Unfold Grow")).to_have_attribute("aria-expanded", "false")
    expect(sheet.grid.locator(".sheet-count")).to_contain_text("Folded: 3")

    # What is done to a block over it is done to what is seen; nothing can be typed into it.
    sheet.select(0, "priority")
    sheet.press("Shift+ArrowDown", "Delete")
    expect(sheet.grid.locator(".sheet-message")).to_have_text("3 folded tasks were passed over.")
    sheet.expect_rows("action", "priority", are=[("G1", "Low"), ("G2", "Low"), ("G3", "Low"), ("H1", None), ("H2", "Low")])
    sheet.select(0, "action")
    sheet.paste(tsv([["One"], ["Two"]]))
    sheet.expect_rows("action", are=["G1", "G2", "G3", "One", "Two"])
    sheet.press("ArrowUp")
    sheet.type("x")
    expect(sheet.grid.locator(".sheet-message")).to_contain_text("These tasks are folded.")

    # It moves as a whole, and a task that is put under it stays in sight.
    sheet.press("Alt+ArrowDown")
    sheet.expect_rows("action", are=["One", "G1", "G2", "G3", "Two"])
    sheet.press("Control+z")
    sheet.expect_rows("action", are=["G1", "G2", "G3", "One", "Two"])
    sheet.cell(3, "objective_id").focus()
    sheet.type("grow")
    sheet.press("Tab")
    sheet.is_saved()
    sheet.has_rows(4)
    expect(sheet.cell(3, "objective_id")).to_have_text("Grow")

    # It is remembered here, also when an objective is renamed; an address that names a task opens what hides it, and no more.
    sheet.press("Alt+Shift+ArrowLeft")
    sheet.has_rows(3)
    sheet.open("objective")
    sheet.select(0, "name")
    sheet.type("Grow more")
    sheet.press("Enter")
    sheet.expect_rows("name", are=["Grow more", "Hold"])
    sheet.page.goto(f"/plan?id={plan_id}&tab=planning&part=tasks&task={ids[1]}")
    sheet.open("task")
    expect(sheet.cell(1, "action")).to_be_focused()
    sheet.has_rows(5)
    expect(sheet.cell(0, "objective_id")).to_have_text("Grow more")
    expect(sheet.cell(3, "action")).to_have_text("2 tasks")
