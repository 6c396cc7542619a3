"""The page of a plan in a browser: write and find it again, revert from Activity, copy, delete and restore, all by keyboard."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.conftest import Server, SignedIn


@pytest.fixture
def page(signed_in: SignedIn) -> Page:
    return signed_in("alice").new_page()


def new_plan(server: Server, **values: object) -> int:
    with server.api("alice") as api:
        body = {"client_id": server.client_id, "period_type": "quarter", "period_start": "2026-01-01", **values}
        return int(api.post("/v1/plans", json=body).raise_for_status().json()["id"])


def change(server: Server, name: str, plan_id: int, **values: object) -> None:
    with server.api(name) as api:
        api.patch(f"/v1/plans/{plan_id}", json={"set": {field: {"to": value} for field, value in values.items()}}).raise_for_status()


def read(server: Server, plan_id: int) -> dict[str, object]:
    with server.api("alice") as api:
        found: dict[str, object] = api.get(f"/v1/plans/{plan_id}").raise_for_status().json()
        return found


def require_accessible(page: Page) -> None:
    """Nothing serious in what is ours, by axe-core."""
    found = Axe().run(page, context="[data-testid=stMain]", options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert [each["id"] for each in found.response["violations"] if each["impact"] in ("serious", "critical")] == []


def test_what_is_written_in_planning_stands_in_due_diligence(page: Page, server: Server) -> None:
    plan_id = new_plan(server, subject="Keys only")
    page.goto(f"/plan?id={plan_id}&tab=planning")
    page.get_by_label("Vision").focus()
    page.keyboard.type("**First** in storage")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Mission")).to_be_focused()
    page.keyboard.type("Serve the north")
    page.keyboard.press("Tab")
    # On at once, before what was typed last has been answered.
    page.get_by_role("tab", name="Planning").focus()
    for _step in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Due Diligence")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".long-text strong", has_text="First")).to_be_visible()
    expect(page.locator(".long-text", has_text="Serve the north")).to_be_visible()
    expect(page).to_have_url(f"{server.url}/plan?id={plan_id}&tab=due-diligence")
    plan = read(server, plan_id)
    assert (plan["vision"], plan["mission"]) == ("**First** in storage", "Serve the north")


def test_back_goes_to_the_tab_before(page: Page, server: Server) -> None:
    page.goto(f"/plan?id={server.plan_id}&tab=competitors")
    page.get_by_role("tab", name="Activity").click()
    expect(page).to_have_url(f"{server.url}/plan?id={server.plan_id}&tab=activity")
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("tab", name="Competitors")).to_have_attribute("aria-selected", "true")


def test_activity_shows_what_changed_and_reverts_it_by_keyboard(page: Page, server: Server) -> None:
    plan_id = new_plan(server, subject="Reverted")
    change(server, "bob", plan_id, vision="Bob's", mission="M" * 400)
    change(server, "bob", plan_id, vision="Bob's second")
    page.goto(f"/plan?id={plan_id}&tab=activity")
    articles = page.get_by_role("feed", name="Activity").get_by_role("article")
    expect(articles.first).to_contain_text("Bob's second")
    articles.first.get_by_role("button", name="Revert Plan · Vision").press("Enter")
    expect(articles).to_have_count(4)
    expect(articles.nth(1)).to_contain_text("Undone")
    assert read(server, plan_id)["vision"] == "Bob's"
    first = articles.nth(2)
    first.get_by_role("button", name="Show whole").press("Enter")
    expect(first.get_by_text("M" * 400)).to_be_visible()
    require_accessible(page)
    first.get_by_role("button", name="Undo all of this").press("Enter")
    dialog = page.get_by_role("dialog", name="Undo all of this")
    expect(dialog).to_contain_text("2 changes")
    dialog.get_by_role("button", name="Undo all of this").press("Enter")
    # The message of the change before says the same.
    expect(articles).to_have_count(5)
    expect(page.get_by_role("status").filter(has_text="Reverted.")).to_be_visible()
    plan = read(server, plan_id)
    assert (plan["vision"], plan["mission"]) == (None, None)


def test_what_cannot_be_undone_is_told(page: Page, server: Server) -> None:
    plan_id = new_plan(server, subject="Partly")
    change(server, "bob", plan_id, vision="Bob's", mission="Bob's too")
    change(server, "alice", plan_id, vision="Alice's")
    page.goto(f"/plan?id={plan_id}&tab=activity")
    article = page.get_by_role("feed", name="Activity").get_by_role("article").nth(1)
    article.get_by_role("button", name="Undo all of this").click()
    page.get_by_role("dialog").get_by_role("button", name="Undo all of this").click()
    expect(page.get_by_role("status").filter(has_text="Vision: It was changed since.")).to_be_visible()
    plan = read(server, plan_id)
    assert (plan["vision"], plan["mission"]) == ("Alice's", None)


def test_the_log_is_narrowed_by_person(page: Page, server: Server) -> None:
    plan_id = new_plan(server, subject="Narrowed")
    change(server, "bob", plan_id, vision="Bob's")
    page.goto(f"/plan?id={plan_id}&tab=activity")
    log = page.get_by_role("feed", name="Activity")
    expect(log.get_by_role("article")).to_have_count(2)
    page.get_by_role("combobox", name="Person").click()
    page.get_by_role("option", name="Bob").click()
    expect(log.get_by_role("article")).to_have_count(1)
    expect(log).to_contain_text("Bob's")


def test_a_copy_is_made_for_the_next_period_and_undone(page: Page, server: Server) -> None:
    plan_id = new_plan(server, subject="Nordwind – Q1 2026, north")
    page.goto(f"/plan?id={plan_id}")
    page.get_by_role("button", name="Actions").press("Enter")
    page.get_by_role("menuitem", name="Copy").or_(page.get_by_role("option", name="Copy")).press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("combobox", name="Period", exact=True)).to_have_value("Q2 2026")
    dialog.get_by_role("button", name="Copy plan").press("Enter")
    expect(page.get_by_role("heading", name="Nordwind – Q2 2026, north")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).press("Enter")
    expect(page.get_by_text("This plan does not exist or is in the trash.")).to_be_visible()


def test_deleted_found_in_the_trash_and_restored_by_keyboard(page: Page, server: Server) -> None:
    plan_id = new_plan(server, subject="Goes and comes back")
    page.goto(f"/plan?id={plan_id}")
    page.get_by_role("button", name="Actions").press("Enter")
    page.get_by_role("menuitem", name="Delete").or_(page.get_by_role("option", name="Delete")).press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("30 days")
    dialog.get_by_role("button", name="Delete plan").press("Enter")
    expect(page.get_by_text("The plan is in the trash.")).to_be_visible()
    page.get_by_role("link", name="Trash").press("Enter")
    page.get_by_role("searchbox", name="Search").press_sequentially("comes back")
    row = page.get_by_role("row", name="Goes and comes back")
    expect(row).to_contain_text("Alice")
    expect(page.get_by_role("row")).to_have_count(2)
    require_accessible(page)
    row.get_by_role("button", name="Restore Goes and comes back").press("Enter")
    expect(page.get_by_text("1 item is restored.")).to_be_visible()
    expect(page.get_by_text("Nothing in the trash matches these filters.")).to_be_visible()
    assert read(server, plan_id)["subject"] == "Goes and comes back"


def test_deleting_for_good_says_what_and_that_it_cannot_be_undone(page: Page, server: Server) -> None:
    plan_id = new_plan(server, subject="Gone for good")
    with server.api("alice") as api:
        api.delete(f"/v1/plans/{plan_id}").raise_for_status()
    page.goto("/trash")
    button = page.get_by_role("button", name="Delete Gone for good for good")
    button.click()
    dialog = page.get_by_role("dialog", name="Delete for good")
    expect(dialog).to_contain_text("This cannot be undone.")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    button.click()
    dialog.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("1 item is deleted for good.")).to_be_visible()
    with server.api("alice") as api:
        assert api.post("/v1/trash/restore", json={"items": [{"record": "plan", "id": plan_id}]}).status_code == 404


def test_a_reader_finds_nothing_to_change(signed_in: SignedIn, server: Server) -> None:
    with server.api("alice") as api:
        api.delete(f"/v1/plans/{new_plan(server, subject='Not for Charlie')}").raise_for_status()
    page = signed_in("charlie").new_page()
    page.goto(f"/plan?id={server.plan_id}&tab=activity")
    expect(page.get_by_role("feed", name="Activity").get_by_role("article").first).to_be_visible()
    expect(page.get_by_role("button", name="Revert")).to_have_count(0)
    page.goto("/trash")
    expect(page.get_by_role("row", name="Not for Charlie")).to_be_visible()
    expect(page.get_by_role("button", name="Restore")).to_have_count(0)
    expect(page.get_by_role("button", name="for good")).to_have_count(0)
