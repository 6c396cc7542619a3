"""An administrator makes a rule of several conditions; plans it holds for say so."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.conftest import Server, SignedIn
from tests.e2e.sheet_page import add_rows


def choose(page: Page, dialog: Locator, label: str, place: int, option: str) -> None:
    dialog.get_by_role("combobox", name=label).nth(place).click()
    page.keyboard.type(option)
    page.get_by_role("option", name=option, exact=True).click()


def flags(server: Server) -> list[str]:
    with server.api("alice") as api:
        return [each["name"] for each in api.get(f"/v1/plans/{server.plan_id}/health").raise_for_status().json()["flags"]]


def test_a_rule_of_several_conditions_is_made_changed_and_undone(server: Server, signed_in: SignedIn) -> None:
    add_rows(server, server.plan_id, "task", {"action": "Call", "deadline": "2020-01-01"})
    page = signed_in("erin").new_page()
    page.goto("/settings?tab=health-and-risk")
    page.get_by_role("button", name="New rule").click()
    dialog = page.get_by_role("dialog", name="New rule")
    expect(dialog.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Red and late")
    choose(page, dialog, "Value", 0, "Red")
    dialog.get_by_role("button", name="Add a condition").click()
    choose(page, dialog, "What", 1, "Overdue tasks")
    dialog.get_by_role("textbox", name="Value").fill("many")
    dialog.get_by_role("button", name="Add a condition").click()
    expect(dialog.get_by_role("combobox", name="What")).to_have_count(3)
    dialog.get_by_role("button", name="Remove the last condition").click()
    expect(dialog.get_by_role("combobox", name="What")).to_have_count(2)
    dialog.get_by_role("button", name="Create rule").click()
    expect(dialog.get_by_text("Enter a number.")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_have_value("Red and late")
    dialog.get_by_role("textbox", name="Value").fill("1")
    dialog.get_by_role("button", name="Create rule").click()
    expect(dialog).to_be_hidden()
    rule = page.locator("[class*='st-key-row-rule-']").filter(has_text="Red and late")
    expect(rule).to_contain_text("Client status is Red; Overdue tasks at least 1")

    with server.api("alice") as api:
        api.patch(f"/v1/plans/{server.plan_id}", json={"set": {"client_status": {"to": "Red"}}}).raise_for_status()
    assert "Red and late" in flags(server)
    rule.get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Red and late")
    choose(page, dialog, "Value", 0, "Green")
    dialog.get_by_role("button", name="Save").click()
    expect(rule).to_contain_text("Client status is Green; Overdue tasks at least 1")
    assert "Red and late" not in flags(server)
    page.get_by_role("button", name="Undo").click()
    expect(rule).to_contain_text("Client status is Red; Overdue tasks at least 1")
    assert "Red and late" in flags(server)
