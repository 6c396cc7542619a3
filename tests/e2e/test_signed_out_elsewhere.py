"""After signing out in one tab, the others can do nothing any more: no cell, no fragment, no button."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.conftest import Server, SignedIn
from tests.e2e.list_page import grid, open_list
from tests.e2e.sheet_page import SheetPage, make_plan


def test_nothing_goes_on_in_the_other_tabs(server: Server, signed_in: SignedIn) -> None:
    context, bob = signed_in("alice"), server.api("bob")
    plan_id = make_plan(server)
    sheet = SheetPage(server, context, plan_id, "financial")
    sheet.select(0, "year")
    sheet.type("2030")
    sheet.press("Enter")
    sheet.expect_rows("year", are=[2030])
    other = context.new_page()
    other.goto(f"/plan?id={plan_id}&tab=planning")
    expect(other.get_by_role("button", name="Draft")).to_be_visible()
    log = context.new_page()
    log.goto(f"/plan?id={plan_id}&tab=activity")
    expect(log.get_by_role("feed", name="Activity")).to_be_visible()
    leaving = context.new_page()
    leaving.goto("/account")
    leaving.get_by_role("button", name="Alice").click()
    leaving.get_by_role("menuitem", name="Sign out").click()
    expect(leaving.get_by_role("button", name="Sign in")).to_be_visible()

    sheet.page.bring_to_front()
    sheet.select(0, "revenue")
    sheet.type("666")
    with sheet.page.expect_response(lambda answer: answer.request.method == "PATCH" and "/sheets/" in answer.url) as refused:
        sheet.press("Enter")
    assert refused.value.status == 401
    rows = bob.get(f"/v1/plans/{plan_id}/sheets/financial").json()["rows"]
    assert [(row["year"], row["revenue"]) for row in rows] == [(2030, None)]

    sheet.page.get_by_role("radio", name="Marketing activities", exact=True).check(force=True)
    expect(sheet.page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(sheet.page.locator('iframe[title="Marketing activities"]')).to_have_count(0)

    log.bring_to_front()
    log.get_by_role("combobox", name="Person").click()
    log.get_by_role("option", name="Alice").click()
    expect(log.get_by_text("You are signed out. Sign in again to continue.")).to_be_visible()
    expect(log.get_by_role("feed", name="Activity")).to_have_count(0)

    other.bring_to_front()
    other.get_by_role("button", name="Draft").click()
    other.get_by_role("menuitem", name="Completed").click()
    expect(other.get_by_role("button", name="Sign in")).to_be_visible()
    expect(other.get_by_test_id("stMain")).not_to_contain_text("Nordwind")
    expect(other.get_by_test_id("stSidebar")).to_be_hidden()
    assert bob.get(f"/v1/plans/{plan_id}").json()["status"] == "Draft"


def test_a_command_of_the_list_is_refused_and_leads_to_the_form(signed_in: SignedIn) -> None:
    context = signed_in("alice")
    page = context.new_page()
    open_list(page, "/plans?view=all")
    grid(page).locator(".ag-row").first.get_by_role("checkbox").check()
    assert context.request.delete("/api/session").status == 204
    page.get_by_role("button", name="Change status").click()
    expect(page.get_by_label("Password")).to_be_visible()
    expect(page.get_by_test_id("stMain")).not_to_contain_text("Nordwind")
