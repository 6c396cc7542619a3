"""The board in the browser: drag, keyboard, menu, two windows, and somebody who may not move cards."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from data.database import Database
from data.records import PLAN
from services.changes import change_set
from tests.conftest import Server, serving
from tests.e2e.list_page import count, grid, open_list
from tests.world import World

OpenContext = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def home(world_file: tuple[Path, World], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world with 230 plans in review, each worth 10, and one draft whose period puts it behind all of them."""
    folder = tmp_path_factory.mktemp("board")
    shutil.copyfile(world_file[0], folder / "account_planning.duckdb")
    world = replace(world_file[1], db=Database(folder / "account_planning.duckdb"))
    plan = {"client_id": world.client_id, "period_type": "year", "revenue_next_year": Decimal(10)}
    crowd = [{**plan, "subject": f"Crowd {number:03}", "status": "Review", "period_start": date(2026, 1, 1)} for number in range(230)]
    with change_set(world.db, world.actor("alice"), "create") as changes:
        changes.create(PLAN, [*crowd, {**plan, "subject": "Crowd mover", "status": "Draft", "period_start": date(2020, 1, 1)}])
    world.db.close()
    return folder / "account_planning.duckdb"


@pytest.fixture
def server(world_file: tuple[Path, World], home: Path, tmp_path: Path) -> Iterator[Server]:
    """A server over that crowd, in place of the one with the small world alone."""
    with serving(home, world_file[1], tmp_path / "served") as served:
        yield served


def make_plan(server: Server, subject: str, **values: Any) -> int:
    with server.api("alice") as api:
        made = api.post("/v1/plans", json={"client_id": server.client_id, "subject": subject, "status": "Draft", **values})
        made.raise_for_status()
        return int(made.json()["id"])


def change(server: Server, name: str, plan_id: int, **values: Any) -> None:
    with server.api(name) as api:
        api.patch(f"/v1/plans/{plan_id}", json={"set": {field: {"to": value} for field, value in values.items()}}).raise_for_status()


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


def column(page: Page | Locator, status: str) -> Locator:
    return page.get_by_role("list", name=status, exact=True)


def lane(page: Page, name: str) -> Locator:
    return page.locator("details").filter(has=page.locator("summary", has_text=name))


def place_of(page: Page, plan_id: int) -> int:
    """Which card of its column it is. Asked of the board, which stays while its cards are drawn anew."""
    find = """(board, id) => {
        const card = board.querySelector(`.card[data-id="${id}"]`)
        return [...card.parentElement.children].indexOf(card)
    }"""
    return int(page.get_by_role("region", name="Board of plans").evaluate(find, plan_id))


def totals(page: Page, status: str) -> Locator:
    """Count and revenue over a column."""
    return page.locator(f".head[data-status='{status}']")


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


def test_what_is_pressed_is_not_drawn_anew_under_the_hand(server: Server, signed_in: OpenContext) -> None:
    plan_id = make_plan(server, "Pressed plan")
    page = open_board(signed_in("alice"), "q=Pressed")
    button = page.get_by_role("button", name="Move Pressed plan").element_handle()
    button.hover()
    page.mouse.down()
    with page.expect_response(re.compile(r"/api/v1/board\?")):
        change(server, "bob", plan_id, client_status="Red")
    assert button.evaluate("each => each.isConnected")
    expect(card(page, "Pressed plan").get_by_text("Red")).to_have_count(0)
    page.mouse.up()
    expect(page.get_by_role("button", name="Move to Completed")).to_be_visible()
    expect(card(page, "Pressed plan").get_by_text("Red")).to_be_visible()


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


def test_a_moved_card_stays_where_it_was_put_with_the_focus(server: Server, signed_in: OpenContext) -> None:
    plan_id = make_plan(server, "Crowd dragged", period_type="year", period_start="2020-01-01")
    page = open_board(signed_in("alice"), "q=Crowd")
    cards = column(page, "Review").locator(".card")
    expect(cards).to_have_count(20)
    mover = card(page, "Crowd mover")
    mover.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(column(page, "In Progress").get_by_text("Crowd mover")).to_be_visible()
    page.keyboard.press("Alt+ArrowRight")
    expect(totals(page, "Review")).to_contain_text("2312,310 EUR")
    expect(cards.nth(0)).to_have_accessible_name("Crowd mover, Nordwind")
    expect(mover).to_be_focused()
    expect(mover).to_be_in_viewport()

    column(page, "Review").evaluate("each => (each.scrollTop = 300)")
    drag(page, card(page, "Crowd dragged"), column(page, "Review"))
    dragged = card(page, "Crowd dragged")
    expect(totals(page, "Review")).to_contain_text("2322,310 EUR")
    expect(dragged).to_be_focused()
    expect(dragged).to_be_in_viewport(ratio=0.9)
    expect(dragged).to_have_attribute("title", re.compile("it stays here until the board is loaded anew"))
    place = place_of(page, plan_id)
    assert place > 1

    # What others do leaves both where they are; only loading anew sorts them in, far down.
    change(server, "bob", plan_id, revenue_next_year="5.00")
    expect(totals(page, "Review")).to_contain_text("2322,315 EUR")
    expect(dragged).to_be_focused()
    assert place_of(page, plan_id) == place
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(column(page, "Draft").get_by_text("Crowd dragged")).to_be_visible()
    expect(dragged).to_be_focused()
    page.reload()
    expect(cards).to_have_count(20)
    expect(mover).to_have_count(0)


def test_cards_come_on_demand_and_stay_while_totals_are_right_before_they_are_there(server: Server, signed_in: OpenContext) -> None:
    page = open_board(signed_in("alice"), "q=Crowd")
    cards = column(page, "Review").locator(".card")
    for shown in range(20, 230, 20):
        expect(cards).to_have_count(shown)
        column(page, "Review").get_by_role("button", name=re.compile("^Show")).scroll_into_view_if_needed()
    expect(cards).to_have_count(230)
    expect(cards.last).to_have_accessible_name("Crowd 000, Nordwind")

    held: list[Route] = []
    page.route("**/api/v1/board/cards*", lambda route: held.append(route))
    make_plan(server, "Crowd late", status="Review", revenue_next_year="7.50")
    expect(totals(page, "Review")).to_contain_text("2312,308 EUR")
    expect(cards).to_have_count(231)
    assert held
    for route in held:
        route.continue_()
    page.unroute_all()
    expect(cards).to_have_count(231)
    expect(cards.last).to_have_accessible_name("Crowd 000, Nordwind")


def test_swimlanes_move_a_card_to_another_person(server: Server, signed_in: OpenContext) -> None:
    people = server.staff
    plan_id = make_plan(server, "Laned plan", person_in_charge_id=people["alice"])
    make_plan(server, "Laned second", person_in_charge_id=people["bob"])
    page = open_board(signed_in("alice"), "q=Laned")
    page.get_by_label("Swimlanes").select_option("Person in charge")
    expect(column(lane(page, "Alice"), "Draft").get_by_text("Laned plan")).to_be_visible()
    drag(page, card(page, "Laned plan"), column(lane(page, "Bob"), "Review"))
    expect(column(lane(page, "Bob"), "Review").get_by_text("Laned plan")).to_be_visible()
    expect(page.get_by_text("Laned plan moved to Review, Bob.")).to_be_visible()
    with server.api("alice") as api:
        stored = api.get(f"/v1/plans/{plan_id}").json()
        assert (stored["status"], stored["person_in_charge_id"]) == ("Review", people["bob"])
    page.reload()
    expect(column(lane(page, "Bob"), "Review").get_by_text("Laned plan")).to_be_visible()


def test_lanes_are_changed_by_keyboard_and_by_menu(server: Server, signed_in: OpenContext) -> None:
    plan_id = make_plan(server, "Laned plan", client_status="Red")
    make_plan(server, "Laned second", client_status="Green")
    page = open_board(signed_in("alice", viewport={"width": 390, "height": 800}, has_touch=True), "q=Laned&lanes=client_status")
    card(page, "Laned plan").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(column(lane(page, "Green"), "Draft").get_by_text("Laned plan")).to_be_visible()
    expect(page.get_by_text("Laned plan moved to Green.")).to_be_visible()
    expect(card(page, "Laned plan")).to_be_focused()

    page.get_by_label("Swimlanes").select_option("BCG model")
    expect(lane(page, "Not set")).to_be_visible()
    page.get_by_role("button", name="Move Laned plan").tap()
    page.get_by_role("group", name="BCG model").get_by_role("button", name="Move to Cash cow").tap()
    expect(column(lane(page, "Cash cow"), "Draft").get_by_text("Laned plan")).to_be_visible()
    expect(page.get_by_text("Laned plan moved to Cash cow.")).to_be_visible()
    with server.api("alice") as api:
        stored = api.get(f"/v1/plans/{plan_id}").json()
    assert (stored["client_status"], stored["bcg"], stored["status"]) == ("Green", "Cash cow", "Draft")


def test_one_filter_and_one_saved_view_drive_list_and_board(server: Server, signed_in: OpenContext) -> None:
    late = make_plan(server, "Late plan")
    make_plan(server, "Punctual plan")
    with server.api("alice") as api:
        added = [{"key": "a", "values": {"action": "Call", "deadline": "2020-01-01", "status": "Not Started"}}]
        api.patch(f"/v1/plans/{late}/sheets/task", json={"added": added}).raise_for_status()
    page = signed_in("alice").new_page()
    open_list(page, "/plans?view=all")
    expect(count(page)).to_have_text("234 plans")
    page.get_by_role("button", name="Overdue tasks").click()
    page.get_by_role("checkbox", name="Yes").check()
    page.keyboard.press("Escape")
    expect(count(page)).to_have_text("1 plan")

    page.get_by_role("link", name="Kanban", exact=True).last.click()
    page.wait_for_url(re.compile(r"/kanban\?overdue=true"))
    expect(card(page, "Late plan")).to_contain_text("1 overdue task")
    expect(page.locator(".card")).to_have_count(1)
    page.get_by_role("button", name="Unsaved view").click()
    page.get_by_role("button", name="Save as a new view").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Late ones")
    page.get_by_role("dialog").get_by_role("button", name="Save view").click()
    expect(page.get_by_role("button", name="Late ones", exact=True)).to_be_visible()

    page.get_by_role("link", name="List", exact=True).click()
    expect(grid(page).get_by_role("link", name="Late plan")).to_be_visible()
    expect(count(page)).to_have_text("1 plan")
    page.get_by_role("button", name="Late ones", exact=True).click()
    page.get_by_role("button", name="All plans", exact=True).click()
    expect(count(page)).to_have_text("234 plans")
    page.get_by_role("link", name="Kanban", exact=True).last.click()
    expect(card(page, "Punctual plan")).to_be_visible()
    page.get_by_role("button", name="All plans", exact=True).click()
    page.get_by_role("button", name="Late ones", exact=True).click()
    expect(page.locator(".card")).to_have_count(1)
    expect(card(page, "Late plan")).to_be_visible()


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
