"""One morning of an analyst: sign in, narrow the book, change many plans, take the result to Excel and back, hand it to a colleague."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from tests.conftest import Server, SignedIn
from tests.e2e.list_page import box, bring_in, count, grid, scroll_to, subject
from tests.workbooks import edited, table
from tests.world import PASSWORD

PLANS = 250
OBJECTIVE = "“quoted”; =1+1,\nsecond line"


@pytest.fixture
def plans(server: Server) -> dict[str, int]:
    """Two hundred and fifty drafts besides the plan of the world, brought in by a file; their ids by subject."""
    return bring_in(server, [f"Journey {number:03}" for number in range(PLANS)])


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """The page of somebody who has not signed in yet."""
    # Wide, since the grid draws only the columns in sight.
    context = browser.new_context(base_url=server.url, viewport={"width": 2300, "height": 900}, locale="en-US")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def stored(server: Server, plan_id: int) -> dict[str, Any]:
    with server.api("alice") as api:
        found: dict[str, Any] = api.get(f"/v1/plans/{plan_id}").json()
        return found


def cells(frame: FrameLocator, plan_id: int) -> Locator:
    """The cells of a plan but those that stay in place."""
    return frame.locator(f".ag-center-cols-container .ag-row[row-id='{plan_id}']")


def sign_in_and_narrow(page: Page) -> None:
    page.goto("/plans?view=all")
    page.get_by_label("E-mail").fill("alice@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(count(page)).to_have_text(f"{PLANS + 1} plans")
    page.get_by_role("button", name="Plan status").click()
    page.get_by_role("checkbox", name="Draft").check()
    page.keyboard.press("Escape")
    expect(count(page)).to_have_text(f"{PLANS} plans")
    grid(page).get_by_role("columnheader", name="Subject").click()
    expect(page).to_have_url(re.compile(r"status=Draft&sort=subject"))
    page.get_by_role("button", name="Unsaved view").click()
    page.get_by_role("button", name="Save as a new view").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Drafts by name")
    page.get_by_role("dialog").get_by_role("button", name="Save view").click()
    expect(page.get_by_role("button", name="Drafts by name", exact=True)).to_be_visible()


def change_two_and_undo(page: Page, server: Server, plan_ids: tuple[int, int]) -> None:
    box(page, plan_ids[0]).check()
    scroll_to(page, "Journey 180")
    box(page, plan_ids[1]).check()
    page.get_by_role("button", name="Change status").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Review").click()
    dialog.get_by_role("button", name="Change the status of 2 plans").click()
    expect(count(page)).to_have_text(f"{PLANS - 2} plans")
    assert [stored(server, each)["status"] for each in plan_ids] == ["Review", "Review"]
    page.get_by_role("button", name="Undo").click()
    expect(count(page)).to_have_text(f"{PLANS} plans")
    assert [stored(server, each)["status"] for each in plan_ids] == ["Draft", "Draft"]


def export_edit_and_import(page: Page, plans: dict[str, int], folder: Path) -> None:
    with page.expect_download() as begun:
        page.get_by_role("button", name="Export").click()
    begun.value.save_as(folder / "plans.xlsx")
    assert [row["Subject"] for row in table(folder / "plans.xlsx")] == sorted(plans)
    first, later = plans["Journey 000"], plans["Journey 180"]
    changes = {(first, "Objective"): OBJECTIVE, (first, "Revenue next year"): 1234.5, (later, "BCG model"): "Star"}
    (folder / "edited.xlsx").write_bytes(edited(folder / "plans.xlsx", changes))
    page.get_by_role("link", name="Import").first.click()
    page.locator("input[type=file]").set_input_files(folder / "edited.xlsx")
    expect(page.get_by_text(f"Unchanged {PLANS - 2}", exact=True)).to_be_visible()
    page.get_by_text("Changed 2", exact=True).click()
    rows = page.locator(".import-rows")
    for words in ("Objective “quoted”", "Revenue next year 1,234.50", "BCG model Star"):
        expect(rows).to_contain_text(words)
    page.get_by_role("button", name="Change 2 plans").click()
    expect(page.get_by_text("2 plans were changed.").first).to_be_visible()


def come_back_from_a_plan(page: Page, plan_id: int) -> None:
    box(page, plan_id).check()
    address = page.url
    grid(page).get_by_role("link", name="Journey 001").click()
    expect(page.get_by_role("heading", name="Journey 001")).to_be_visible()
    page.go_back()
    expect(count(page)).to_have_text("1 plan selected")
    expect(box(page, plan_id)).to_be_checked()
    assert page.url == address


def test_from_signing_in_to_a_shared_result(page: Page, server: Server, plans: dict[str, int], signed_in: SignedIn, tmp_path: Path) -> None:
    first, later = plans["Journey 000"], plans["Journey 180"]
    sign_in_and_narrow(page)
    change_two_and_undo(page, server, (first, later))
    address = page.url
    export_edit_and_import(page, plans, tmp_path)
    changed = stored(server, first)
    assert (changed["objective"], changed["revenue_next_year"]) == (OBJECTIVE, "1234.50")
    assert stored(server, later)["bcg"] == "Star"

    # The list comes back where one left it, which is far below the first row.
    page.goto(address)
    expect(cells(grid(page), later)).to_contain_text("Star")
    grid(page).locator(".ag-center-cols-viewport").hover()
    page.mouse.wheel(0, -20_000)
    expect(cells(grid(page), first)).to_contain_text("1,234.50")
    come_back_from_a_plan(page, first)

    with server.api("bob") as api:
        api.patch("/v1/me", json={"language": "fr"}).raise_for_status()
    colleague = signed_in("bob", locale="fr-FR").new_page()
    colleague.goto(page.url)
    french = colleague.frame_locator("iframe[title='Plans']")
    for place in (0, 5):
        expect(subject(french, place)).to_have_text(subject(grid(page), place).inner_text())
    expect(cells(french, first)).to_contain_text("1\u202f234,50")
    expect(count(colleague)).to_have_text("250 plans")
    expect(colleague.get_by_role("heading", name="Plans")).to_be_visible()
    expect(colleague.get_by_role("button", name=re.compile("Brouillon"))).to_be_visible()
