"""What stands above the rows of the list: filters with numbers, views of the team, a selection that stays, copies to a period."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Server, SignedIn
from tests.e2e.list_page import box, bring_in, count, grid, open_list, scroll_to, subject


@pytest.fixture
def page(signed_in: SignedIn) -> Page:
    return signed_in("alice").new_page()


@pytest.mark.parametrize(
    ("language", "typed", "chip", "refused", "reason"),
    [
        ("en", "1,234.50", "Worth: from 1,234.5", "1234,5", "Enter a number such as 1,234.50."),
        ("fr", "1 234,50", "Worth : à partir de 1\u202f234,5", "1234.5", "Saisissez un nombre tel que 1 234,50."),
    ],
)
def test_numbers_of_a_filter_are_read_and_shown_in_the_language_of_the_person(
    server: Server, signed_in: SignedIn, language: str, typed: str, chip: str, refused: str, reason: str
) -> None:
    with server.api("erin") as api:
        field = api.post("/v1/custom-fields", json={"label": "Worth", "type": "money"}).json()["name"]
        for worth in ("1.20", "1300"):
            api.post("/v1/plans", json={"client_id": server.client_id, "custom_fields": {field: worth}}).raise_for_status()
    with server.api("alice") as api:
        api.patch("/v1/me", json={"language": language}).raise_for_status()
    page = signed_in("alice", locale=language).new_page()
    page.goto(f"/plans?{field}=1..")
    expect(count(page)).to_have_text("2 plans")
    page.get_by_role("button", name=re.compile("^Worth")).click()
    lower, upper = page.get_by_role("dialog", name="Worth").get_by_role("textbox").all()
    upper.fill(refused)
    upper.press("Tab")
    expect(page.get_by_role("alert").filter(has_text=reason)).to_be_visible()
    expect(count(page)).to_have_text("2 plans")
    upper.fill("")
    lower.fill(typed)
    lower.press("Tab")
    expect(count(page)).to_have_text("1 plan")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=chip)).to_be_visible()
    expect(page).to_have_url(re.compile(rf"{field}=1234\.50\.\."))
    page.get_by_role("button", name=chip).click()
    expect(page.get_by_role("dialog", name="Worth").get_by_role("textbox").first).to_have_value(
        "1,234.5".replace(",", "") if language == "en" else "1234,5"
    )


def test_a_selection_outlives_sort_paging_and_filter_and_says_what_it_hides(page: Page, server: Server) -> None:
    plans = bring_in(server, [f"Draft {number:03}" for number in range(130)])
    open_list(page, "/plans?view=all")
    box(page, plans["Draft 129"]).check()
    scroll_to(page, "Draft 004")
    box(page, plans["Draft 004"]).check()
    expect(count(page)).to_have_text("2 plans selected")
    grid(page).get_by_role("columnheader", name="Subject").click()
    expect(subject(grid(page), 0)).to_have_text("Draft 000")
    expect(box(page, plans["Draft 004"])).to_be_checked()
    expect(count(page)).to_have_text("2 plans selected")
    page.get_by_role("searchbox", name="Search plans").fill("004")
    expect(count(page)).to_have_text("2 plans selected, 1 of them not in this list")
    expect(box(page, plans["Draft 004"])).to_be_checked()
    page.reload()
    expect(count(page)).to_have_text("2 plans selected, 1 of them not in this list")

    page.get_by_role("button", name="Copy to a period").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("the 2 plans you selected")).to_be_visible()
    dialog.get_by_text("Year", exact=True).click()
    dialog.get_by_role("combobox", name="Period").click()
    page.get_by_role("option", name="2028", exact=True).click()
    dialog.get_by_role("button", name="Copy 2 plans").click()
    expect(page.get_by_text("2 plans were copied to 2028.")).to_be_visible()
    expect(count(page)).to_have_text("2 plans")
    page.get_by_role("button", name="Clear all").click()
    expect(count(page)).to_have_text("133 plans")
    expect(page.get_by_role("button", name="Clear all")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/plans\?sort=subject&view=all$"))
    page.get_by_role("button", name="Undo").click()
    expect(count(page)).to_have_text("131 plans")


def test_a_view_of_the_team_is_saved_opened_by_others_overwritten_renamed_and_deleted(page: Page, signed_in: SignedIn) -> None:
    open_list(page, "/plans?status=In+Progress")
    page.get_by_role("button", name="Unsaved view").click()
    page.get_by_role("button", name="Save as a new view").click()
    dialog = page.get_by_role("dialog", name="Save as a new view")
    dialog.get_by_label("Name").fill("Under way")
    dialog.get_by_text("The whole team").click()
    dialog.get_by_role("button", name="Save view").click()
    view = page.get_by_role("button", name="Under way", exact=True)
    expect(view).to_be_visible()
    grid(page).get_by_role("columnheader", name="Subject").click()
    changed = page.get_by_role("button", name=re.compile("Under way.*changed"))
    changed.click()
    page.get_by_role("button", name="Save changes to this view").click()
    expect(page.get_by_text("The view “Under way” is saved.").last).to_be_visible()
    expect(view).to_be_visible()

    other = signed_in("bob").new_page()
    open_list(other, "/plans?view=all")
    other.get_by_role("button", name="All plans").click()
    other.get_by_role("group", name="Team").get_by_role("button", name=re.compile("Under way.*Alice")).click()
    expect(other).to_have_url(re.compile(r"status=In\+Progress&sort=subject&view=\d+$"))
    other.get_by_role("button", name="Under way").click()
    expect(other.get_by_role("button", name="Delete view")).to_have_count(0)

    view.click()
    page.get_by_role("button", name="Rename").click()
    dialog = page.get_by_role("dialog", name="Rename view")
    dialog.get_by_label("Name").fill("In motion")
    dialog.get_by_role("button", name="Rename view").click()
    renamed = page.get_by_role("button", name="In motion", exact=True)
    expect(renamed).to_be_visible()
    renamed.click()
    page.get_by_role("button", name="Delete view").click()
    expect(page.get_by_text("The view “In motion” was deleted.")).to_be_visible()
    expect(renamed).to_have_count(0)
    page.get_by_role("button", name="Undo").last.click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(renamed).to_be_visible()
