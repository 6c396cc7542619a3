"""Dialogs by keyboard alone: they begin in their first field, Enter confirms, Escape closes, and the focus is never lost."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.conftest import Server, SignedIn
from tests.e2e.sheet_page import make_plan


def act(page: Page, name: str) -> None:
    """Choose from the actions of a plan by keyboard."""
    page.get_by_role("button", name="Actions").focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name=name).focus()
    page.keyboard.press("Enter")


def test_a_dialog_begins_in_its_first_field_and_gives_the_focus_back(signed_in: SignedIn) -> None:
    page = signed_in("alice").new_page()
    page.goto("/clients")
    opener, name = page.get_by_role("button", name="New client"), page.get_by_label("Name *")
    for _again in range(3):
        opener.focus()
        page.keyboard.press("Enter")
        expect(name).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    expect(name).to_be_focused()
    # Refused: the reason stands there and one goes on typing.
    page.keyboard.press("Enter")
    expect(page.get_by_text("Name is required.")).to_be_visible()
    expect(name).to_be_focused()
    page.keyboard.type("Aurora")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Client Aurora is created.")).to_be_visible()
    expect(page.get_by_role("heading", name="Aurora")).to_be_visible()
    # The keys that Streamlit itself answers do nothing, and Ctrl+Z takes the client back.
    page.keyboard.press("c")
    page.keyboard.press("r")
    page.keyboard.press("Control+z")
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_enter_confirms_wherever_it_is_not_needed_otherwise(signed_in: SignedIn, server: Server) -> None:
    plan_id = make_plan(server)
    page = signed_in("alice").new_page()
    page.goto(f"/plan?id={plan_id}")
    expect(page.get_by_role("button", name="Actions")).to_be_visible()
    dialog = page.get_by_role("dialog")
    # Segments are chosen by arrows and space bar.
    act(page, "Copy")
    expect(dialog.get_by_role("radio", name="Quarter")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Actions")).to_be_focused()
    # Nothing to fill in: the button has the focus.
    act(page, "Delete")
    expect(dialog.get_by_role("button", name="Delete plan")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The plan is in the trash.")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert server.api("alice").get(f"/v1/plans/{plan_id}").status_code == 200
    page.goto(f"/plan?id={plan_id}")
    act(page, "Create next period")
    expect(dialog.get_by_role("radio", name="Quarter")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is the copy for")).to_be_visible()


def test_tabs_and_grids_of_a_plan_are_reached_by_keyboard(signed_in: SignedIn, server: Server) -> None:
    page = signed_in("alice").new_page()
    page.goto(f"/plan?id={make_plan(server)}")
    grid = page.frame_locator('iframe[title="Financial"]')
    expect(grid.locator('[row-index="0"] [col-id="year"]')).to_be_visible()
    page.keyboard.press("g")
    expect(grid.locator('[row-index="0"] [col-id="year"]')).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("radio", name="Financial")).to_be_focused()
    page.keyboard.press("6")
    expect(page.get_by_role("tab", name="Competitors")).to_have_attribute("aria-selected", "true")
    competitors = page.frame_locator('iframe[title="Competitors"]')
    expect(competitors.locator('[row-index="0"] [col-id="name"]')).to_be_visible()
    page.keyboard.press("n")
    expect(competitors.locator('[row-index="0"] [col-id="name"]')).to_be_focused()
    page.keyboard.type("Sudwind")
    page.keyboard.press("Enter")
    expect(competitors.locator(".sheet-state")).to_have_attribute("data-state", "saved")
    # From the line under the grid the keys of the page work as well.
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(competitors.get_by_role("button", name="Undo (Ctrl+Z)")).to_be_focused()
    page.keyboard.press("1")
    expect(page.get_by_role("tab", name="Due Diligence")).to_have_attribute("aria-selected", "true")


def test_from_a_field_just_written_in_one_goes_where_one_wants(signed_in: SignedIn) -> None:
    page = signed_in("erin").new_page()
    page.goto("/settings?tab=health-and-risk")
    page.get_by_role("button", name="New rule").click()
    dialog = page.get_by_role("dialog", name="New rule")
    name = dialog.get_by_label("Name")
    # Streamlit loads the code of each kind of field when it is first shown.
    expect(dialog.get_by_role("radio", name="Medium")).to_be_visible()
    expect(dialog.get_by_role("combobox", name="Value")).to_be_visible()
    expect(name).to_be_focused()
    page.keyboard.type("Late")
    page.keyboard.press("Tab")
    expect(dialog.locator("[role=radio]:focus")).to_have_count(1)
    name.fill("Late again")
    # While the focus is on its way from a field to a button it is nowhere for a moment: it is not to be given back then.
    dialog.get_by_role("button", name="Add a condition").click()
    dialog.get_by_role("combobox", name="What").nth(1).click()
    page.keyboard.type("Overdue")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("textbox", name="Value")).to_be_visible()
    expect(name).to_have_value("Late again")
