"""Clients in the browser: found, made, edited, merged, deleted, with their contacts in a grid."""

from __future__ import annotations

import re
import secrets

from playwright.sync_api import FrameLocator, Page, expect

from tests.conftest import Server, SignedIn

OPENING = 30_000
HOSTILE = "<img src=x onerror=alert(1)> ::JSCODE:: [x](javascript:alert(1))"


def open_list(page: Page, query: str = "") -> FrameLocator:
    page.goto(f"/clients{query}")
    grid = page.frame_locator('iframe[title="Clients"]')
    expect(grid.get_by_role("status").first).to_have_text(re.compile("client"), timeout=OPENING)
    return grid


def open_client(page: Page, client_id: int) -> FrameLocator:
    page.goto(f"/client?id={client_id}")
    grid = page.frame_locator('iframe[title="Contacts"]')
    expect(grid.get_by_text("Saved").first).to_be_visible(timeout=OPENING)
    return grid


def make_client(server: Server, name: str, **values: object) -> int:
    with server.api("alice") as api:
        return int(api.post("/v1/clients", json={"name": name, **values}).raise_for_status().json()["id"])


def test_clients_are_searched_sorted_and_opened_and_back_returns_to_the_search(server: Server, signed_in: SignedIn) -> None:
    for number in range(3):
        make_client(server, f"Éclair {number}", address="Lille")
    page = signed_in("charlie").new_page()
    grid = open_list(page)
    expect(page.get_by_role("button", name="New client")).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("eclair lille")
    page.keyboard.press("ArrowDown")
    expect(grid.get_by_text("3 clients")).to_be_visible()
    expect(grid.locator(".ag-row[row-index='0'] .ag-cell:focus")).to_be_visible()
    grid.get_by_role("columnheader", name="Name").click()
    expect(page).to_have_url(re.compile(r"q=eclair\+lille&sort=-name"))
    expect(grid.get_by_role("row").nth(1)).to_contain_text("Éclair 2")
    grid.get_by_role("link", name="Éclair 2").click()
    expect(page.get_by_role("heading", name="Éclair 2")).to_be_visible(timeout=OPENING)
    page.go_back()
    expect(grid.get_by_role("row").nth(1)).to_contain_text("Éclair 2", timeout=OPENING)
    expect(grid.get_by_role("searchbox")).to_have_value("eclair lille")
    expect(grid.locator(".ag-row[row-index='0'] .ag-cell:focus")).to_be_visible()
    grid.get_by_role("searchbox").fill("dana@")
    expect(grid.get_by_role("gridcell", name="Dana, dana@nordwind.example")).to_be_visible()
    grid.get_by_role("searchbox").fill("nordwind")
    expect(grid.get_by_role("columnheader", name="Contact", exact=True)).to_have_count(0)


def test_a_client_is_made_by_keyboard_and_its_namesake_is_named(server: Server, signed_in: SignedIn) -> None:
    page = signed_in("bob").new_page()
    open_list(page)
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="New client")
    dialog.get_by_label("Name").fill("NORDWIND")
    page.keyboard.press("Tab")
    expect(dialog.get_by_text("There is another client of this name:")).to_be_visible()
    dialog.get_by_label("Website").last.fill("no web address")
    dialog.get_by_role("button", name="Create client").click()
    expect(dialog.get_by_text("Enter a web address that begins with")).to_be_visible()
    expect(dialog.get_by_label("Website").last).to_have_value("no web address")
    dialog.get_by_label("Website").last.fill("nordwind.example")
    dialog.get_by_role("button", name="Create client").click()
    expect(page.get_by_role("heading", name="NORDWIND")).to_be_visible(timeout=OPENING)
    expect(page.get_by_label("Website")).to_have_value("https://nordwind.example")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("This client does not exist or is in the trash.")).to_be_visible(timeout=OPENING)


def test_a_parent_is_chosen_by_keyboard_and_a_circle_is_refused(server: Server, signed_in: SignedIn) -> None:
    holding, daughter = make_client(server, f"Holding {HOSTILE}"), make_client(server, "Daughter")
    alerts: list[str] = []
    page = signed_in("bob").new_page()
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    open_client(page, daughter)
    parent = page.get_by_role("combobox", name="Parent client")
    parent.focus()
    page.keyboard.type("holding")
    expect(page.get_by_role("option", name=HOSTILE)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Part of")).to_be_visible()
    expect(page.get_by_role("link", name=f"Holding {HOSTILE}")).to_be_visible()
    open_client(page, holding)
    expect(page.get_by_text("Parent of")).to_be_visible()
    page.get_by_role("combobox", name="Parent client").click()
    page.keyboard.type("daughter")
    page.get_by_role("option", name="Daughter").click()
    expect(page.get_by_text("This client is above the chosen parent already.")).to_be_visible()
    assert alerts == []


def test_contacts_are_pasted_into_the_grid_and_undone(server: Server, signed_in: SignedIn) -> None:
    client_id = make_client(server, "Pasted")
    page = signed_in("alice").new_page()
    grid = open_client(page, client_id)
    first = grid.locator('[row-index="0"] [col-id="name"]')
    first.click()
    page.evaluate("text => navigator.clipboard.writeText(text)", "Zoé\tCEO\tzoe@example.com\nMax, Jr.\tCFO\tno address")
    first.click()
    page.keyboard.press("Control+v")
    expect(grid.get_by_text("1 not saved").first).to_be_visible()
    with server.api("charlie") as api:
        contacts = api.get("/v1/contacts", params={"client": client_id, "sort": "id"}).json()["items"]
    assert [(each["name"], each["title"], each["email"]) for each in contacts] == [
        ("Zoé", "CEO", "zoe@example.com"),
        ("Max, Jr.", "CFO", None),
    ]
    grid.get_by_role("button", name="Undo (Ctrl+Z)").click()
    expect(grid.get_by_text("Zoé")).to_have_count(0)
    with server.api("charlie") as api:
        assert api.get("/v1/contacts", params={"client": client_id}).json()["total"] == 0


def test_duplicates_are_merged_and_a_client_is_deleted_with_its_plans_and_both_undone(server: Server, signed_in: SignedIn) -> None:
    # Names nobody has yet: the one that is merged must be the only one found.
    mark = secrets.token_hex(4)
    kept, twin = make_client(server, f"Kept {mark}"), make_client(server, f"Twin {mark}", industry="Steel")
    with server.api("alice") as api:
        api.post("/v1/plans", json={"client_id": twin, "subject": "Plan of the twin"}).raise_for_status()
    page = signed_in("alice").new_page()
    open_client(page, kept)
    page.get_by_role("button", name="Actions").click()
    page.get_by_text("Merge with another client").click()
    dialog = page.get_by_role("dialog", name="Merge with another client")
    dialog.get_by_role("combobox").click()
    page.keyboard.type(f"twin {mark}")
    page.get_by_role("option", name=f"Twin {mark}").click()
    expect(dialog.get_by_text(f"1 plan and 0 contacts of “Twin {mark}” move to “Kept {mark}”")).to_be_visible()
    dialog.get_by_role("button", name="Merge clients").click()
    expect(page.get_by_role("link", name="Plan of the twin")).to_be_visible(timeout=OPENING)
    expect(page.get_by_label("Industry")).to_have_value("Steel")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("There is no plan for this client yet.")).to_be_visible()
    open_client(page, twin)
    page.get_by_role("button", name="Actions").click()
    page.get_by_text("Delete", exact=True).click()
    page.get_by_role("button", name="Delete client and 1 plan").click()
    expect(page.get_by_text("The client is in the trash.")).to_be_visible(timeout=OPENING)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    with server.api("charlie") as api:
        assert api.get(f"/v1/clients/{twin}").json()["plans"] == 1
