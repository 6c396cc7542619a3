"""An administrator defines custom fields in Settings; they are on plans, in the list and in the API without a restart."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from data.records.custom_field import KINDS, WITH_OPTIONS
from tests.conftest import Server, SignedIn

HOSTILE = ("<img src=x onerror=alert(1)>", "::JSCODE::alert(1)::JSCODE::")


@pytest.fixture
def page(signed_in: SignedIn) -> Page:
    # Wide, since the grid draws only the columns in sight.
    opened = signed_in("erin", viewport={"width": 2800, "height": 900}).new_page()
    opened.on("dialog", lambda _dialog: pytest.fail("A script ran."))
    return opened


def open_tab(page: Page) -> None:
    page.goto("/settings?tab=custom-fields")
    expect(page.get_by_role("button", name="New field")).to_be_visible()


def choose_type(page: Page, dialog: Locator, type_: str) -> None:
    dialog.get_by_role("combobox", name="Type").click()
    page.get_by_role("option", name=type_, exact=True).click()


def add_field(page: Page, label: str, type_: str, *, options: str = "", in_list: bool = False) -> None:
    page.get_by_role("button", name="New field").click()
    dialog = page.get_by_role("dialog", name="New field")
    expect(dialog.get_by_role("textbox", name="Label")).to_be_visible()
    if type_ != "Text":
        choose_type(page, dialog, type_)
    if options:
        dialog.get_by_role("textbox", name="Options").fill(options)
    dialog.get_by_role("textbox", name="Label").fill(label)
    if in_list:
        dialog.get_by_text("Shown in list").click()
    dialog.get_by_role("button", name="Create field").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text(f"The field {label} is added.")).to_be_visible()


def row_of(page: Page, label: str) -> Locator:
    return page.locator("[class*='st-key-row-field-']").filter(has_text=label)


def test_a_field_of_each_type_appears_everywhere_at_once(page: Page, server: Server) -> None:
    open_tab(page)
    names = {type_: f"Our {type_}" for type_ in KINDS}
    for type_, label in names.items():
        options = "North\nSouth" if type_ in WITH_OPTIONS else ""
        add_field(page, label, type_[:1].upper() + type_[1:], options=options, in_list=type_ == "money")
    with server.api("alice") as api:
        assert set(api.get(f"/v1/plans/{server.plan_id}").json()["custom_fields"]) == set(_columns(server))
        stored = {each["label"]: each["type"] for each in api.get("/v1/custom-fields").json()["items"]}
        assert stored == {label: type_ for type_, label in names.items()}

    page.goto(f"/plan?id={server.plan_id}&tab=planning")
    expect(page.get_by_role("heading", name="Custom fields")).to_be_visible()
    units = {"money": " (EUR)", "percent": " (%)"}
    for type_, label in names.items():
        expect(page.get_by_text(label + units.get(type_, ""), exact=True)).to_be_visible()
    money = page.get_by_role("textbox", name="Our money (EUR)", exact=True)
    money.fill("1,234.5")
    money.press("Enter")
    expect(money).to_have_value("1,234.50")

    page.goto("/plans?q=Nordwind")
    grid = page.frame_locator("iframe").first
    expect(grid.get_by_role("columnheader", name=re.compile("Our money"))).to_be_attached()
    page.get_by_role("button", name="Columns").click()
    for label in names.values():
        expect(page.get_by_role("checkbox", name=label, exact=True)).to_be_attached()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="More filters").click()
    for label in names.values():
        expect(page.get_by_role("dialog").get_by_text(label, exact=True)).to_be_attached()


def _columns(server: Server) -> list[str]:
    with server.api("alice") as api:
        return [each["name"] for each in api.get("/v1/custom-fields").json()["items"]]


def test_hostile_words_are_text_everywhere(page: Page, server: Server) -> None:
    open_tab(page)
    for label in HOSTILE:
        add_field(page, label, "Choice", options="\n".join(HOSTILE), in_list=True)
        expect(row_of(page, label)).to_be_visible()
    with server.api("alice") as api:
        found = {each["label"]: each["name"] for each in api.get("/v1/custom-fields").json()["items"]}
        edits = {found[label]: {"to": label} for label in HOSTILE}
        api.patch(f"/v1/plans/{server.plan_id}", json={"set": edits}).raise_for_status()
    page.goto(f"/plan?id={server.plan_id}&tab=planning")
    for label in HOSTILE:
        expect(page.get_by_text(label, exact=True).first).to_be_visible()
    page.goto("/plans?q=Nordwind")
    grid = page.frame_locator("iframe").first
    for label in HOSTILE:
        expect(grid.get_by_role("columnheader", name=label)).to_be_attached()
        expect(grid.get_by_role("gridcell", name=label)).to_be_attached()
    page.get_by_role("button", name="Columns").click()
    for label in HOSTILE:
        expect(page.get_by_role("checkbox", name=label, exact=True)).to_be_attached()
    assert page.locator("img[src=x]").count() == 0
    assert grid.locator("img[src=x]").count() == 0


def test_the_list_is_filtered_by_what_is_not_set_or_holds_one_of_some_values(page: Page, server: Server) -> None:
    with server.api("erin") as api:
        text, number = (
            api.post("/v1/custom-fields", json={"label": label, "type": type_}).raise_for_status().json()["name"]
            for label, type_ in (("Segment", "text"), ("Seats", "number"))
        )
        for subject, values in (("North", {text: "none", number: "3"}), ("South", {text: "Storage", number: "30"}), ("West", {})):
            body = {"client_id": server.client_id, "subject": subject, "custom_fields": values}
            api.post("/v1/plans", json=body).raise_for_status()
        api.delete(f"/v1/plans/{server.plan_id}").raise_for_status()
    page.goto(f"/plans?{text}=none&{text}=storage&sort=subject")
    found = page.frame_locator("iframe[title='Plans']").locator(".ag-row .subject")
    expect(found).to_have_text(["South", "West"])
    chip = page.get_by_role("button", name="Segment: Not set, “storage”")
    chip.click()
    panel = page.get_by_role("dialog", name="Segment")
    panel.get_by_role("checkbox", name="Not set").uncheck()
    expect(found).to_have_text(["South"])
    panel.get_by_role("searchbox", name="Segment").fill("none")
    panel.get_by_role("searchbox", name="Segment").press("Enter")
    expect(found).to_have_text(["North"])
    expect(page.get_by_role("button", name="Segment: “none”")).to_be_visible()
    page.goto(f"/plans?{number}=1..5&sort=subject")
    page.get_by_role("button", name="Seats: 1 to 5").click()
    page.get_by_role("dialog", name="Seats").get_by_role("checkbox", name="Not set").check()
    expect(found).to_have_text(["North", "West"])
    expect(page.get_by_role("button", name="Seats: 1 to 5, Not set")).to_be_visible()


def test_a_field_is_corrected_moved_deleted_and_brought_back(page: Page, server: Server) -> None:
    with server.api("erin") as api:
        api.post("/v1/custom-fields", json={"label": "Segment", "type": "text"}).raise_for_status()
    open_tab(page)
    page.get_by_role("button", name="New field").click()
    dialog = page.get_by_role("dialog", name="New field")
    choose_type(page, dialog, "Choice")
    dialog.get_by_role("textbox", name="Label").fill("Subject")
    dialog.get_by_role("button", name="Create field").click()
    expect(dialog.get_by_text("There is a field of this name already.")).to_be_visible()
    expect(dialog.get_by_text("Give the options to choose from, one per line.")).to_be_visible()
    dialog.get_by_role("textbox", name="Options").fill("Yes\nNo")
    dialog.get_by_role("textbox", name="Label").fill("Renewal")
    dialog.get_by_role("textbox", name="Label").press("Enter")
    expect(dialog).to_be_hidden()

    assert _labels(server) == ["Segment", "Renewal"]
    row_of(page, "Renewal").get_by_role("button", name="Move up").click()
    expect(page.get_by_text("The order of the fields is saved.")).to_be_visible()
    assert _labels(server) == ["Renewal", "Segment"]
    row_of(page, "Renewal").get_by_role("button", name="Edit").click()
    page.get_by_role("dialog", name="Renewal").get_by_role("button", name="Delete field").click()
    expect(row_of(page, "Renewal")).to_have_count(0)
    assert _labels(server) == ["Segment"]
    page.get_by_role("button", name="Undo").click()
    expect(row_of(page, "Renewal")).to_be_visible()
    assert _labels(server) == ["Renewal", "Segment"]


def _labels(server: Server) -> list[str]:
    with server.api("alice") as api:
        return [each["label"] for each in api.get("/v1/custom-fields").json()["items"]]


def test_the_type_of_a_filled_field_only_widens(page: Page, server: Server) -> None:
    with server.api("erin") as api:
        made = api.post("/v1/custom-fields", json={"label": "Segment", "type": "text"}).json()
        api.patch(f"/v1/plans/{server.plan_id}", json={"set": {made["name"]: {"to": "Key account"}}}).raise_for_status()
    open_tab(page)
    row_of(page, "Segment").get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog", name="Segment")
    dialog.get_by_role("combobox", name="Type").click()
    expect(page.get_by_role("option")).to_have_text(["Text", "Long text"])
    page.get_by_role("option", name="Long text").click()
    dialog.get_by_role("button", name="Save").click()
    expect(row_of(page, "Segment")).to_contain_text("Long text · 1 plan")


def test_others_see_no_tab_and_are_refused(signed_in: SignedIn, server: Server) -> None:
    page = signed_in("alice").new_page()
    page.goto("/settings?tab=custom-fields")
    expect(page.get_by_text("Only an administrator may see the settings.")).to_be_visible()
    expect(page.get_by_role("button", name="New field")).to_have_count(0)
    with server.api("alice") as api:
        assert api.post("/v1/custom-fields", json={"label": "Mine", "type": "text"}).status_code == 403
