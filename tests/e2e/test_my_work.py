"""My work in the browser: a morning by keyboard, everything stored at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import BrowserContext, expect

from services.settings import Settings, today
from tests.conftest import Server

OpenContext = Callable[..., BrowserContext]
HOSTILE = "<img src=x onerror=alert(1)> hostile"


def add_task(server: Server, action: str, deadline: date | None, *people: str) -> int:
    with server.api("alice") as api:
        body = {"plan_id": server.plan_id, "action": action, "deadline": deadline and deadline.isoformat()}
        made = api.post("/v1/tasks", json={**body, "people_in_charge_ids": [server.staff[each] for each in people]})
        made.raise_for_status()
        return int(made.json()["id"])


def test_a_morning_by_keyboard(server: Server, signed_in: OpenContext) -> None:
    day = today(Settings())
    late = add_task(server, HOSTILE, day - timedelta(days=2), "bob")
    soon = add_task(server, "Send the offer", day + timedelta(days=3), "bob", "alice")
    add_task(server, "Not mine", day, "alice")
    page = signed_in("bob").new_page()
    page.goto("/my-work")
    overdue, week = page.get_by_role("list", name="Overdue"), page.get_by_role("list", name="Next 7 days")
    expect(overdue.get_by_text(HOSTILE, exact=True)).to_be_visible()
    expect(overdue.get_by_text("2 days overdue")).to_be_visible()
    expect(week.get_by_text("Send the offer")).to_be_visible()
    expect(page.get_by_text("Not mine")).to_have_count(0)
    page.get_by_role("searchbox", name="Search tasks").press("ArrowDown")
    page.keyboard.press("d")
    expect(page.get_by_text("is complete.")).to_be_visible()
    expect(overdue).to_have_count(0)
    expect(week.get_by_role("listitem")).to_be_focused()
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    expect(week.get_by_role("listitem")).to_be_focused()
    page.keyboard.press("u")
    expect(overdue.get_by_role("listitem")).to_be_visible()
    page.keyboard.press("s")
    page.get_by_role("button", name="On Hold", exact=True).press("Enter")
    expect(page.get_by_role("list", name="Waiting").get_by_text("Send the offer")).to_be_visible()
    page.keyboard.press("e")
    # The message of the change before says the same.
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.get_by_role("button", name="In a week", exact=True).press("Enter")
    expect(page.get_by_text("Send the offer is changed.")).to_be_visible()
    with server.api("bob") as api:
        stored = api.get(f"/v1/tasks/{soon}").json()
        assert (stored["status"], stored["deadline"]) == ("On Hold", (day + timedelta(days=7)).isoformat())
        assert api.get(f"/v1/tasks/{late}").json()["status"] == "Not Started"
    page.get_by_label("Whose tasks").select_option("Everybody")
    expect(page.get_by_text("Not mine")).to_be_visible()
    expect(page).to_have_url(f"{server.url}/my-work?person=all")
    overdue.get_by_role("listitem").press("Enter")
    page.wait_for_url(f"**/plan?id={server.plan_id}&tab=planning&part=tasks&task={late}")
