"""The list of plans as an analyst uses it: filter, save, select over pages, change many, undo, share, come back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from data.database import Database
from data.records import PLAN
from services.changes import change_set
from tests.conftest import Server, SignedIn, serving
from tests.e2e.list_page import box, count, grid, open_list, scroll_to, subject
from tests.world import World

Ids = dict[str, int]


@pytest.fixture(scope="module")
def home(world_file: tuple[Path, World], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """The world with a hundred and thirty drafts of Alice's, as many of Bob's in review, and ten stars; their ids by subject."""
    folder = tmp_path_factory.mktemp("list")
    shutil.copyfile(world_file[0], folder / "account_planning.duckdb")
    world = replace(world_file[1], db=Database(folder / "account_planning.duckdb"))
    plan = {"client_id": world.client_id, "period_type": "quarter", "period_start": date(2026, 1, 1)}
    pairs = [(f"{status} {number:03}", status, who) for number in range(130) for status, who in (("Draft", "alice"), ("Review", "bob"))]
    wanted = [
        *({**plan, "subject": subject, "status": status, "person_in_charge_id": world.staff[who]} for subject, status, who in pairs),
        *({**plan, "subject": f"Star {number}", "status": "Completed", "bcg": "Star"} for number in range(10)),
    ]
    with change_set(world.db, world.actor("alice"), "create") as changes:
        made = changes.create(PLAN, wanted)
    world.db.close()
    return folder, {row["subject"]: row["id"] for row in made}


@pytest.fixture(scope="module")
def plans(home: tuple[Path, Ids]) -> Ids:
    return home[1]


@pytest.fixture
def server(world_file: tuple[Path, World], home: tuple[Path, Ids], tmp_path: Path) -> Iterator[Server]:
    """A server over that shelf, in place of the one with the small world alone."""
    with serving(home[0] / "account_planning.duckdb", world_file[1], tmp_path / "served") as served:
        yield served


@pytest.fixture
def page(signed_in: SignedIn) -> Page:
    return signed_in("alice").new_page()


def statuses(server: Server, *plan_ids: int) -> list[str]:
    with server.api("alice") as api:
        return [api.get(f"/v1/plans/{plan_id}").json()["status"] for plan_id in plan_ids]


def test_filter_save_select_over_pages_change_and_undo(page: Page, server: Server, plans: Ids) -> None:
    open_list(page, "/plans?view=all")
    page.get_by_role("button", name="Plan status").click()
    page.get_by_role("checkbox", name="Draft").check()
    page.keyboard.press("Escape")
    expect(count(page)).to_have_text("130 plans")
    expect(page).to_have_url(re.compile(r"/plans\?status=Draft$"))

    page.get_by_role("button", name="Unsaved view").click()
    page.get_by_role("button", name="Save as a new view").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Drafts *of* mine")
    page.get_by_role("dialog").get_by_role("button", name="Save view").click()
    expect(page.get_by_role("button", name="Drafts *of* mine", exact=True)).to_be_visible()
    expect(page.get_by_text("The view “Drafts *of* mine” is saved.")).to_be_visible()
    page.get_by_role("button", name="Close").click()

    # The newest stand first, so these two lie in different blocks.
    box(page, plans["Draft 129"]).check()
    scroll_to(page, "Draft 004")
    box(page, plans["Draft 004"]).check()
    expect(count(page)).to_have_text("2 plans selected")
    page.get_by_role("button", name="Change status").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("the 2 plans you selected")).to_be_visible()
    dialog.get_by_text("Archived").click()
    dialog.get_by_role("button", name="Change the status of 2 plans").click()
    expect(page.get_by_text("2 plans are now Archived.")).to_be_visible()
    expect(count(page)).to_have_text("128 plans")
    assert statuses(server, plans["Draft 129"], plans["Draft 004"]) == ["Archived", "Archived"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(count(page)).to_have_text("130 plans")
    assert statuses(server, plans["Draft 129"], plans["Draft 004"]) == ["Draft", "Draft"]

    page.get_by_role("button", name="Remove filter Plan status").click()
    expect(page.get_by_role("button", name="All plans")).to_be_visible()
    page.get_by_role("button", name="All plans").click()
    page.get_by_role("button", name="Drafts *of* mine", exact=True).click()
    expect(count(page)).to_have_text("130 plans")
    page.get_by_role("button", name="BCG model").click()
    page.get_by_role("checkbox", name="Not set").check()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=re.compile("Drafts .of. mine.*changed"))).to_be_visible()


def test_every_plan_of_a_filter_is_deleted_and_asked_about_again_when_they_are_others(page: Page, server: Server, plans: Ids) -> None:
    open_list(page, "/plans?bcg=Star")
    grid(page).get_by_role("checkbox", name="Select all 10 plans of this filter").check()
    expect(count(page)).to_have_text("All 10 plans of this filter are selected")
    box(page, plans["Star 5"]).uncheck()
    expect(count(page)).to_have_text("9 plans selected")
    page.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Delete 9 plans")).to_be_visible()
    with server.api("bob") as api:
        made = api.post("/v1/plans", json={"client_id": server.client_id, "subject": "Star 10", "bcg": "Star"}).json()
    dialog.get_by_role("button", name="Delete 9 plans").click()
    expect(dialog.get_by_text("they are 10 now")).to_be_visible()
    dialog.get_by_role("button", name="Delete 10 plans").click()
    expect(page.get_by_text("10 plans were put into the trash.")).to_be_visible()
    expect(count(page)).to_have_text("1 plan")
    page.get_by_role("button", name="Undo").click()
    expect(count(page)).to_have_text("11 plans")
    with server.api("alice") as api:
        assert api.delete(f"/v1/plans/{made['id']}").status_code == 204


def test_a_link_shows_a_french_colleague_the_same_rows(page: Page, signed_in: SignedIn, server: Server) -> None:
    open_list(page, "/plans?view=all")
    page.get_by_role("button", name="Plan status").click()
    page.get_by_role("checkbox", name="In Progress").check()
    page.get_by_role("checkbox", name="Review").check()
    page.keyboard.press("Escape")
    grid(page).get_by_role("columnheader", name="Subject").click()
    expect(page).to_have_url(re.compile("sort=subject"))
    expect(subject(grid(page), 0)).to_have_text("Nordwind – Q1 2026")
    with server.api("bob") as api:
        assert api.patch("/v1/me", json={"language": "fr"}).status_code == 200
    colleague = signed_in("bob", locale="fr-FR").new_page()
    colleague.goto(page.url)
    french = colleague.frame_locator("iframe")
    for place in (0, 3):
        expect(subject(french, place)).to_have_text(subject(grid(page), place).inner_text())
    assert colleague.url == page.url


def test_back_from_a_plan_restores_filter_sort_scroll_and_selection(page: Page, plans: Ids) -> None:
    open_list(page, "/plans?status=Review&sort=subject")
    box(page, plans["Review 002"]).check()
    scroll_to(page, "Review 110")
    address = page.url
    grid(page).get_by_role("link", name="Review 110").click()
    page.wait_for_url(re.compile(r"/plan\?id=\d+"))
    page.go_back()
    expect(grid(page).get_by_role("link", name="Review 110")).to_be_visible()
    expect(count(page)).to_have_text("1 plan selected")
    assert page.url == address


def test_the_list_works_by_keyboard_alone(page: Page) -> None:
    open_list(page, "/plans?view=all")
    page.locator("body").press("/")
    page.keyboard.type("stár")
    expect(count(page)).to_have_text("10 plans")
    page.keyboard.press("ArrowDown")
    expect(grid(page).locator(".ag-cell-focus")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(count(page)).to_have_text("1 plan selected")
    for _ in range(3):
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
        page.keyboard.press("Escape")
        # The cell in the frame has the focus again, and with it the next key.
        expect(grid(page).locator(".ag-cell:focus")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    # The grid stands in a frame of its own: focus crosses its border a moment after the key.
    expect(page.get_by_role("searchbox", name="Search plans")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(grid(page).locator(".ag-cell:focus")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/plan\?id=\d+"))
    # Back has the focus on the row one left: the arrows go on from there.
    page.go_back()
    expect(grid(page).locator(".ag-row[row-index='1'] .ag-cell:focus")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(grid(page).locator(".ag-row[row-index='2'] .ag-cell:focus")).to_be_visible()
    # Down, typed before the rows have come, leads to them all the same.
    page.keyboard.press("/")
    page.keyboard.press("Control+a")
    page.keyboard.type("star 3")
    page.keyboard.press("ArrowDown")
    expect(grid(page).locator(".ag-row[row-index='0'] .ag-cell:focus")).to_be_visible()
    expect(subject(grid(page), 0)).to_have_text("Star 3")
    expect(grid(page).locator(".ag-row[row-index='0'] .ag-cell:focus")).to_be_visible()


def test_columns_are_chosen_ordered_pinned_widened_and_kept(signed_in: SignedIn) -> None:
    # Wide, since the grid draws only the columns in sight.
    page = signed_in("alice", viewport={"width": 2300, "height": 900}).new_page()
    open_list(page, "/plans?view=all")
    page.get_by_role("button", name="Columns").press("Enter")
    page.get_by_role("checkbox", name="Person in charge").press("Space")
    page.get_by_role("checkbox", name="Objective").press("Space")
    page.get_by_role("button", name="Keep in place: Client", exact=True).press("Enter")
    with page.expect_request(lambda request: request.url.endswith("/views/last")):
        page.get_by_role("button", name="Move up: Person in charge").press("Enter")
    page.keyboard.press("Escape")
    edge = grid(page).get_by_role("columnheader", name="Plan status").locator(".ag-header-cell-resize").bounding_box()
    assert edge
    page.mouse.move(edge["x"] + edge["width"] / 2, edge["y"] + 8)
    page.mouse.down()
    page.mouse.move(edge["x"] + 90, edge["y"] + 8, steps=5)
    with page.expect_request(lambda request: request.url.endswith("/views/last")):
        page.mouse.up()
    expect(grid(page).get_by_role("columnheader", name="Objective")).to_have_count(0)
    expect(grid(page).locator(".ag-pinned-left-header").get_by_role("columnheader", name="Client")).to_be_visible()
    wide = grid(page).get_by_role("columnheader", name="Plan status").bounding_box()
    page.goto("/plans")
    header = grid(page).get_by_role("columnheader")
    expect(grid(page).locator(".ag-pinned-left-header").get_by_role("columnheader", name="Client")).to_be_visible()
    expect(header.filter(has_text="Objective")).to_have_count(0)
    boxes = [header.filter(has_text=name).bounding_box() for name in ("Plan status", "Person in charge", "BCG model")]
    kept, person, bcg = (each or {} for each in boxes)
    assert person["x"] + person["width"] == bcg["x"]
    assert wide
    assert kept["width"] == wide["width"] > 150
    page.get_by_role("button", name="Columns").click()
    with page.expect_request(lambda request: request.url.endswith("/views/last")):
        page.get_by_role("button", name="Back to the usual columns").click()


def test_the_list_opens_on_my_plans_the_first_time(signed_in: SignedIn) -> None:
    page = signed_in("erin").new_page()
    page.goto("/plans")
    expect(page.get_by_role("button", name="My plans")).to_be_visible()
    expect(page).to_have_url(re.compile("person_in_charge=me&view=mine"))
    expect(grid(page).get_by_text("You are in charge of no plan yet.")).to_be_visible()
    grid(page).get_by_role("button", name="Show all plans").click()
    expect(page.get_by_role("button", name="All plans")).to_be_visible()


def test_a_reader_sees_no_bulk_actions(signed_in: SignedIn) -> None:
    page = signed_in("charlie").new_page()
    open_list(page, "/plans?view=all")
    grid(page).locator(".ag-row").first.get_by_role("checkbox").check()
    expect(count(page)).to_have_text("1 plan selected")
    for name in ("Change status", "Copy to a period", "Delete"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)


def test_nothing_of_ours_fails_axe(page: Page, plans: Ids) -> None:
    open_list(page, "/plans?status=Draft")
    expect(grid(page).get_by_role("treegrid").or_(grid(page).get_by_role("grid")).first).to_have_accessible_name("Plans")
    box(page, plans["Draft 129"]).check()
    page.get_by_role("button", name="Columns").click()
    expect(page.get_by_role("checkbox", name="Person in charge")).to_be_visible()
    for part in (page, next(frame for frame in page.frames if "agGrid" in frame.url)):
        found = Axe().run(part).response["violations"]  # type: ignore[arg-type]
        serious = [
            (each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found if each["impact"] in ("serious", "critical")
        ]
        assert serious == []


def test_the_grid_follows_the_page_into_the_dark_and_back(page: Page) -> None:
    open_list(page, "/plans?view=all")
    wrapper = grid(page).locator(".ag-root-wrapper")
    light = wrapper.evaluate("each => getComputedStyle(each).backgroundColor")
    page.emulate_media(color_scheme="dark")
    expect(wrapper).to_have_css("color-scheme", "dark")
    expect(wrapper).to_have_css("background-color", page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor"))
    page.emulate_media(color_scheme="light")
    expect(wrapper).to_have_css("background-color", light)
    expect(grid(page).get_by_role("checkbox", name="Select all")).to_be_visible()


HOSTILE = "<img src=x onerror=window.hacked=1>::JSCODE::window.top.hacked=1::JSCODE:: **bold** [x](javascript:1) '; drop table plan"


@pytest.fixture
def hostile(server: Server) -> Iterator[str]:
    """A client, a plan, a view and a custom field whose names try to be more than text."""
    with server.api("erin") as api:
        client = api.post("/v1/clients", json={"name": HOSTILE}).json()
        field = api.post("/v1/custom-fields", json={"label": HOSTILE, "type": "choice", "options": [HOSTILE], "in_list": True}).json()
        body = {"client_id": client["id"], "subject": HOSTILE, "objective": HOSTILE, "status": "Completed"}
        plan = api.post(
            "/v1/plans", json={**body, "period_start": date.today().isoformat(), "custom_fields": {field["name"]: HOSTILE}}
        ).json()
        view = api.post("/v1/views", json={"name": HOSTILE[:100], "filters": {"client": [str(client["id"])]}, "scope": "team"}).json()
    yield f"/plans?status=Completed&client={client['id']}&view={view['id']}"
    with server.api("erin") as api:
        api.delete(f"/v1/plans/{plan['id']}")
        api.delete(f"/v1/views/{view['id']}")
        api.delete(f"/v1/custom-fields/{field['id']}")


def test_hostile_names_are_shown_as_text(signed_in: SignedIn, hostile: str) -> None:
    page = signed_in("alice", viewport={"width": 2300, "height": 900}).new_page()
    open_list(page, hostile)
    expect(grid(page).get_by_role("link", name=HOSTILE, exact=True)).to_be_visible()
    expect(grid(page).locator(".ag-cell").filter(has_text=HOSTILE)).to_have_count(4)
    expect(page.get_by_role("button", name=f"Client: {HOSTILE}")).to_be_visible()
    page.get_by_role("button", name=HOSTILE[:100]).first.click()
    expect(page.get_by_role("dialog", name="Views").get_by_text(HOSTILE[:100])).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Columns").click()
    expect(page.get_by_role("checkbox", name=HOSTILE)).to_be_visible()
    assert page.evaluate("window.hacked === undefined && document.querySelector('iframe').contentWindow.hacked === undefined")
    assert page.locator("img[src='x']").count() == grid(page).locator("img").count() == 0
