"""A template in the browser: made and filled by keyboard, a plan from it, and the plan of the next period with its deadlines moved."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.conftest import Server, SignedIn
from tests.e2e.sheet_page import OPENING, SheetPage


class TemplateTasks(SheetPage):
    """The grid of tasks on the page of a template that is open."""

    def __init__(self, server: Server, page: Page, template_id: int) -> None:
        self.api = server.api("alice")
        self.path = f"/v1/templates/{template_id}/sheets/task"
        self.page = page
        self.grid = page.frame_locator('iframe[title="Tasks"]')
        expect(self.grid.get_by_role("row").nth(1)).to_be_visible(timeout=OPENING)


def id_in(page: Page) -> int:
    found = re.search(r"[?&]id=(\d+)", page.url)
    assert found, page.url
    return int(found[1])


def test_from_a_template_to_a_plan_and_on_to_the_next_period(server: Server, signed_in: SignedIn) -> None:
    page = signed_in("alice").new_page()
    page.goto("/templates")
    new = page.get_by_role("button", name="New template")
    expect(new).to_be_visible(timeout=OPENING)
    new.press("Enter")
    dialog = page.get_by_role("dialog", name="New template")
    dialog.get_by_role("button", name="Create template").press("Enter")
    expect(dialog.get_by_text("Name is required.")).to_be_visible()
    dialog.get_by_label("Name").fill("Growth <b>plan</b>")
    page.keyboard.press("Tab")
    dialog.get_by_role("button", name="Create template").press("Enter")
    expect(page.get_by_role("heading", name="Growth <b>plan</b>")).to_be_visible(timeout=OPENING)
    template_id = id_in(page)

    page.get_by_label("Subject").fill("{client}, growth in {period}")
    page.keyboard.press("Tab")
    page.get_by_role("tab", name="Tasks").click()
    sheet = TemplateTasks(server, page, template_id)
    sheet.cell(0, "objective_id").focus()
    for text in ("Grow", "Storage", "Call {client}", "High", "Bob", "0", "45"):
        sheet.type(text)
        sheet.press("Tab")
    sheet.is_saved()
    assert sheet.rows("action", "start_offset", "deadline_offset") == [("Call {client}", 0, 45)]

    page.get_by_role("button", name="New plan").press("Enter")
    expect(page.get_by_role("combobox", name="From a template")).to_have_value("Growth <b>plan</b>", timeout=OPENING)
    field = page.get_by_role("combobox", name="Client")
    field.fill("Nordwind")
    page.get_by_role("option", name="Nordwind").first.click()
    expect(page.get_by_text("1 task and 0 offerings")).to_be_visible()
    page.get_by_role("button", name="Create plan").press("Enter")
    heading = page.get_by_role("heading", name=re.compile("^Nordwind, growth in Q"))
    expect(heading).to_be_visible(timeout=OPENING)
    first = server.api("alice").get(f"/v1/plans/{id_in(page)}").json()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()

    page.get_by_role("button", name="Actions").press("Enter")
    choice = page.get_by_role("menuitem", name="Create next period").or_(page.get_by_role("option", name="Create next period"))
    choice.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Create plan").press("Enter")
    expect(page).to_have_url(re.compile(rf"/plan\?id=(?!{first['id']}\b)\d+"))
    second = server.api("alice").get(f"/v1/plans/{id_in(page)}").json()
    expect(page.get_by_role("heading", name=second["subject"])).to_be_visible(timeout=OPENING)
    assert second["previous_plan_id"] == first["id"]
    assert (first["template_id"], second["template_id"]) == (template_id, template_id)

    start = date.fromisoformat(first["period_start"])
    deadlines = [server.api("alice").get(f"/v1/plans/{each['id']}/sheets/task").json()["rows"][0]["deadline"] for each in (first, second)]
    moved = (start + timedelta(days=45), date.fromisoformat(second["period_start"]))
    assert deadlines[0] == moved[0].isoformat()
    month = moved[0].month + 2
    assert deadlines[1] == moved[0].replace(year=moved[0].year + month // 12, month=month % 12 + 1).isoformat()
    page.get_by_role("tab", name="Planning").click()
    page.get_by_role("radio", name="Tasks", exact=True).check(force=True)
    shown = page.frame_locator('iframe[title="Tasks"]').locator('[row-index="0"] [col-id="action"]')
    expect(shown).to_have_text("Call Nordwind", timeout=OPENING)
