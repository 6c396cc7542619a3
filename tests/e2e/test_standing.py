"""How a plan stands, in a browser: the head of the page follows the grid, the grid is not disturbed by it, and what is seen is approved."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from tests.conftest import Server, SignedIn
from tests.e2e.sheet_page import SheetPage, add_rows, make_plan


def health(page: Page) -> int:
    found = re.search(r"Health (\d+)", page.get_by_role("button", name=re.compile(r"Health \d")).inner_text())
    assert found is not None
    return int(found[1])


def approve(page: Page) -> None:
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Approve").click()


def test_the_head_follows_what_is_typed_in_the_grid_and_is_approved_as_it_is(server: Server, signed_in: SignedIn) -> None:
    plan_id = make_plan(server)
    tasks = [{"action": name, "deadline": "2020-01-01"} for name in ("One", "Two")]
    first, _second = add_rows(server, plan_id, "task", *tasks)
    with server.api("alice") as api:
        api.patch(f"/v1/plans/{plan_id}", json={"set": {"client_status": {"to": "Red"}}}).raise_for_status()
    sheet = SheetPage(server, signed_in("alice"), plan_id, "task")
    page = sheet.page
    flag = page.get_by_text("At risk: Red client with overdue tasks (High)")
    expect(flag).to_be_visible()
    before = health(page)
    sheet.grid.locator("body").evaluate("body => { body.dataset.mounted = 'once' }")

    # Half a word stands in the editor while the head is drawn anew: one goes on typing as if nothing had happened.
    sheet.select(0, "status")
    sheet.type("Complete")
    sheet.press("Enter")
    sheet.type("In Prog")
    expect(page.get_by_role("button", name=f"Health {before}")).to_have_count(0)
    between = health(page)
    assert between > before
    sheet.type("ress")
    sheet.press("Enter")
    sheet.expect_rows("status", are=["Complete", "In Progress"])
    expect(sheet.cell(2, "status")).to_be_focused()
    sheet.press("ArrowUp")
    sheet.type("Complete")
    sheet.press("Enter")
    expect(flag).to_have_count(0)
    assert health(page) > between

    # Approved straight after a keystroke, before the page has heard of it: what one has typed oneself is known.
    sheet.select(0, "action")
    sheet.type("Call Dana")
    sheet.press("Enter")
    sheet.is_saved()
    approve(page)
    badge = page.get_by_text(re.compile("Approved by Alice on"))
    expect(badge).to_be_visible()
    expect(page.get_by_text("changed since approval")).to_have_count(0)
    sheet.select(1, "action")
    sheet.type("Write to Dana")
    sheet.press("Enter")
    expect(page.get_by_text("changed since approval")).to_be_visible()
    expect(sheet.grid.locator("body")).to_have_attribute("data-mounted", "once")

    # What somebody else has changed meanwhile is read before it is approved.
    with server.api("bob") as api:
        edits = {"changed": [{"id": first, "set": {"priority": {"from": None, "to": "Urgent"}}}]}
        api.patch(f"/v1/plans/{plan_id}/sheets/task", json=edits).raise_for_status()
    approve(page)
    expect(page.get_by_text("Somebody else changed this plan meanwhile.")).to_be_visible()
    expect(page.get_by_text("changed since approval")).to_be_visible()
    expect(sheet.cell(0, "priority")).to_have_text("Urgent")
    approve(page)
    expect(page.get_by_text("changed since approval")).to_have_count(0)
    page.get_by_role("button", name="Withdraw approval").click()
    expect(badge).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(badge).to_be_visible()


def test_a_dialog_opened_straight_after_a_keystroke_stays_and_the_head_follows_afterwards(server: Server, signed_in: SignedIn) -> None:
    plan_id = make_plan(server)
    add_rows(server, plan_id, "task", {"action": "Call", "deadline": "2020-01-01"})
    with server.api("alice") as api:
        api.patch(f"/v1/plans/{plan_id}", json={"set": {"client_status": {"to": "Red"}}}).raise_for_status()
    sheet = SheetPage(server, signed_in("alice"), plan_id, "task")
    page, held = sheet.page, list[Route]()
    flag = page.get_by_text("At risk: Red client with overdue tasks (High)")
    expect(flag).to_be_visible()
    page.route("**/sheets/task", lambda route: held.append(route) if route.request.method == "PATCH" else route.continue_())
    sheet.select(0, "status")
    sheet.type("Complete")
    sheet.press("Enter")
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Export PDF").click()
    dialog = page.get_by_role("dialog", name="Export PDF")
    expect(dialog.get_by_role("button", name="Make PDF")).to_be_visible()
    [save] = held
    save.continue_()
    sheet.is_saved()
    dialog.get_by_role("button", name="Make PDF").click()
    expect(dialog.get_by_text(re.compile(r"The PDF is ready: \d+ pages"))).to_be_visible()
    made = dialog.get_by_role("link", name="Download PDF").get_attribute("href")
    with server.api("alice") as api:
        assert api.get(f"{server.url}{made}").content.startswith(b"%PDF")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(flag).to_have_count(0)


def test_a_plan_in_review_waits_in_my_work_until_it_is_approved(server: Server, signed_in: SignedIn) -> None:
    with server.api("alice") as api:
        api.patch(f"/v1/plans/{server.plan_id}", json={"set": {"status": {"to": "Review"}}}).raise_for_status()
    page = signed_in("alice").new_page()
    page.goto("/my-work")
    waiting = page.get_by_role("list", name="Plans waiting for my approval")
    expect(waiting.get_by_role("listitem")).to_have_count(1)
    waiting.get_by_role("link", name="Nordwind – Q1 2026").click()
    page.wait_for_url(f"**/plan?id={server.plan_id}&tab=planning")
    approve(page)
    expect(page.get_by_text("Approved by Alice on")).to_be_visible()
    page.goto("/my-work")
    expect(page.get_by_text("Nothing to do here.")).to_be_visible()
    expect(waiting).to_have_count(0)
