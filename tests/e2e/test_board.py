"""The board in the browser: drag, keyboard, menu, two windows, and somebody who may not move cards."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.conftest import Server

OpenContext = Callable[..., BrowserContext]


def make_plan(server: Server, subject: str, **values: Any) -> int:
    with server.api("alice") as api:
        made = api.post("/v1/plans", json={"client_id": server.client_id, "subject": subject, "status": "Draft", **values})
        made.raise_for_status()
        return int(made.json()["id"])


def status_of(server: Server, plan_id: int) -> str:
    with server.api("alice") as api:
        return str(api.get(f"/v1/plans/{plan_id}").json()["status"])


def open_board(context: BrowserContext, query: str) -> Page:
    page = context.new_page()
    page.goto(f"/kanban?{query}")
    expect(page.get_by_role("region", name="Board of plans")).to_have_attribute("aria-busy", "false", timeout=20_000)
    return page


def card(page: Page, subject: str) -> Locator:
    return page.get_by_role("listitem", name=re.compile(re.escape(subject)))


def column(page: Page, status: str) -> Locator:
    return page.get_by_role("list", name=status, exact=True)


def drag(page: Page, source: Locator, target: Locator, *, is_taken: bool = True) -> None:
    """Take a card by the mouse and put it down in a column once it shows there, the way a hand does."""
    start, end = source.bounding_box(), target.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 2 + 10, start["y"] + start["height"] / 2 + 10, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 40, steps=12)
    if is_taken:
        expect(target.locator(".ghost")).to_be_visible()
    page.mouse.up()


def test_a_dragged_card_is_there_after_a_reload_and_in_the_other_window(server: Server, signed_in: OpenContext) -> None:
    plan_id = make_plan(server, "Dragged plan", revenue_next_year="1000.00")
    page = open_board(signed_in("alice"), "q=Dragged")
    other = open_board(signed_in("bob"), "q=Dragged")
    drag(page, card(page, "Dragged plan"), column(page, "Review"))
    expect(column(page, "Review").get_by_text("Dragged plan")).to_be_visible()
    expect(page.get_by_text("Dragged plan moved to Review.")).to_be_visible()
    assert status_of(server, plan_id) == "Review"
    page.reload()
    expect(column(page, "Review").get_by_text("Dragged plan")).to_be_visible(timeout=20_000)
    expect(column(other, "Review").get_by_text("Dragged plan")).to_be_visible(timeout=15_000)


def test_a_move_is_undone_at_once(server: Server, signed_in: OpenContext) -> None:
    plan_id = make_plan(server, "Undone plan")
    page = open_board(signed_in("alice"), "q=Undone")
    card(page, "Undone plan").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(column(page, "In Progress").get_by_text("Undone plan")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("The move was undone.")).to_be_visible()
    expect(column(page, "Draft").get_by_text("Undone plan")).to_be_visible()
    assert status_of(server, plan_id) == "Draft"


def test_the_card_menu_moves_a_card_and_the_filter_follows_to_the_list(server: Server, signed_in: OpenContext) -> None:
    plan_id = make_plan(server, "Touched plan")
    page = open_board(signed_in("alice", viewport={"width": 390, "height": 800}), "q=Touched")
    page.get_by_role("button", name="Move Touched plan").click()
    page.get_by_role("button", name="Move to Completed").click()
    expect(page.get_by_text("Touched plan moved to Completed.")).to_be_visible()
    assert status_of(server, plan_id) == "Completed"
    expect(page.get_by_role("link", name="List")).to_have_attribute("href", re.compile(r"^/plans\?q=Touched"))


def test_who_was_too_late_is_told_and_the_card_goes_where_the_other_put_it(server: Server, signed_in: OpenContext) -> None:
    plan_id = make_plan(server, "Contested plan")
    page = open_board(signed_in("alice"), "q=Contested")
    page.route("**/api/v1/changes*", lambda route: route.abort())
    with server.api("bob") as api:
        api.patch(f"/v1/plans/{plan_id}", json={"set": {"status": {"from": "Draft", "to": "Archived"}}}).raise_for_status()
    card(page, "Contested plan").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.get_by_text("somebody else has moved it to Archived meanwhile")).to_be_visible()
    expect(column(page, "Archived").get_by_text("Contested plan")).to_be_visible()
    assert status_of(server, plan_id) == "Archived"


def test_swimlanes_move_a_card_to_another_person(server: Server, signed_in: OpenContext) -> None:
    plan_id = make_plan(server, "Laned plan", client_status="Red")
    make_plan(server, "Laned second", client_status="Green")
    page = open_board(signed_in("alice"), "q=Laned&lanes=client_status")
    green = page.locator("details").filter(has=page.locator("summary", has_text="Green"))
    drag(page, card(page, "Laned plan"), green.get_by_role("list", name="Review", exact=True))
    expect(green.get_by_role("list", name="Review", exact=True).get_by_text("Laned plan")).to_be_visible()
    expect(page.get_by_text("Laned plan moved to Review.")).to_be_visible()
    with server.api("alice") as api:
        stored = api.get(f"/v1/plans/{plan_id}").json()
    assert (stored["status"], stored["client_status"]) == ("Review", "Green")


def test_a_reader_moves_nothing(server: Server, signed_in: OpenContext) -> None:
    plan_id = make_plan(server, "Still plan")
    page = open_board(signed_in("charlie"), "q=Still")
    expect(page.get_by_role("button", name="Move Still plan")).to_have_count(0)
    drag(page, card(page, "Still plan"), column(page, "Review"), is_taken=False)
    card(page, "Still plan").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(column(page, "Draft").get_by_text("Still plan")).to_be_visible()
    assert status_of(server, plan_id) == "Draft"
    with server.api("charlie") as api:
        assert api.patch(f"/v1/plans/{plan_id}", json={"set": {"status": {"to": "Review"}}}).status_code == 403


@pytest.mark.parametrize("hostile", ["<img src=x onerror=alert(1)> hostileone", "[l](http://198.51.100.9) ![i](x) hostiletwo"])
def test_hostile_names_are_text(server: Server, signed_in: OpenContext, hostile: str) -> None:
    make_plan(server, hostile)
    page = open_board(signed_in("alice"), f"q={hostile.split()[-1]}")
    page.on("dialog", lambda _dialog: pytest.fail("A script ran."))
    expect(page.get_by_text(hostile, exact=True)).to_be_visible()
    assert page.locator("img[src=x]").count() == 0
