"""One morning of an analyst: sign in, narrow the book, change many plans, take the result to Excel and back, hand it to a colleague."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from tests.conftest import Server, SignedIn
from tests.e2e.list_page import box, count, grid, scroll_to, subject
from tests.workbooks import edited, table
from tests.world import PASSWORD

PLANS = 250
IMPORTS = "/v1/imports/plans"


@pytest.fixture
def plans(server: Server) -> dict[str, int]:
    """Two hundred and fifty drafts besides the plan of the world, brought in by a file; their ids by subject."""
    lines = "".join(f"Nordwind;Q{number % 4 + 1} {2030 + number // 4};Journey {number:03};Draft\n" for number in range(PLANS))
    with server.api("alice") as api:
        content = f"Client;Time;Subject;Plan status\n{lines}"
        answer = api.post(IMPORTS, files={"file": ("plans.csv", content.encode())}, data={"dry_run": "false"})
        assert answer.json()["applied"]["created"] == PLANS
        found: list[dict[str, Any]] = []
        while len(found) < PLANS:
            found += api.get("/v1/plans", params={"q": "Journey", "offset": len(found), "limit": 100}).json()["items"]
    return {each["subject"]: each["id"] for each in found}


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


def export_edit_and_import(page: Page, plans: dict[str, int]) -> None:
    """With the session of the browser, whose export holds what its list shows."""
    query = page.url.partition("?")[2].replace("&view=", "&ignored=")
    query = re.sub(r"&?ignored=[^&]*", "", query)
    content = page.request.get(f"/api/v1/plans/export?{query}").body()
    assert [row["Subject"] for row in table(content)] == sorted(plans)
    first, later = plans["Journey 000"], plans["Journey 180"]
    file = edited(
        content,
        {
            (first, "Objective"): "=1+1, “quoted”; and\nsecond line",
            (first, "Revenue next year"): 1234.5,
            (later, "BCG model"): "Star",
        },
    )
    upload = {"name": "plans.xlsx", "mimeType": "application/octet-stream", "buffer": file}
    compared = page.request.post(f"/api{IMPORTS}", multipart={"file": upload}).json()
    assert {name: number for name, number in compared["counts"].items() if number} == {"changed": 2, "unchanged": PLANS - 2}
    rows = page.request.get(f"/api{IMPORTS}/{compared['id']}/rows?outcome=changed").json()["items"]
    changes = {(row["plan_id"], each["field"]): each["new"] for row in rows for each in row["changes"]}
    assert set(changes) == {(first, "objective"), (first, "revenue_next_year"), (later, "bcg")}
    written = page.request.post(f"/api{IMPORTS}", multipart={"file": upload, "dry_run": "false"}).json()
    assert (written["applied"]["changed"], written["applied"]["created"]) == (2, 0)


def come_back_from_a_plan(page: Page, plan_id: int) -> None:
    box(page, plan_id).check()
    address = page.url
    grid(page).get_by_role("link", name="Journey 001").click()
    expect(page.get_by_role("heading", name="Journey 001")).to_be_visible()
    page.go_back()
    expect(count(page)).to_have_text("1 plan selected")
    expect(box(page, plan_id)).to_be_checked()
    assert page.url == address


def test_from_signing_in_to_a_shared_result(page: Page, server: Server, plans: dict[str, int], signed_in: SignedIn) -> None:
    first, later = plans["Journey 000"], plans["Journey 180"]
    sign_in_and_narrow(page)
    change_two_and_undo(page, server, (first, later))
    export_edit_and_import(page, plans)
    changed = stored(server, first)
    assert (changed["objective"], changed["revenue_next_year"]) == ("=1+1, “quoted”; and\nsecond line", "1234.50")
    assert stored(server, later)["bcg"] == "Star"

    # The list comes back where one left it, which is far below the first row.
    page.reload()
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
