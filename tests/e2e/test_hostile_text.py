"""Hostile text in every field is shown as the text it is: nothing runs, nothing is injected, nothing is fetched from elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from pages.plan.tabs import TABS as PLAN_TABS
from pages.settings.tabs import TABS as SETTINGS_TABS
from pages.template.tabs import TABS as TEMPLATE_TABS
from tests.conftest import Server, SignedIn
from tests.hostile import ATTACK, FORMULA, fill

START = ATTACK[:40]
SAID_IN_SETTINGS = dict.fromkeys(("custom-fields", "staff", "roles", "tokens"), START)
PAGES = {
    "/plans": "New plan",
    "/kanban": START,
    "/my-work": START,
    **{f"/plan?id={{plan}}&tab={tab}": FORMULA for tab in PLAN_TABS},
    **{f"/plan?id={{plan}}&tab=planning&part={part}": FORMULA for part in ("tasks", "goals", "mind_map")},
    "/clients": "Clients",
    "/client?id={client}": START,
    "/templates": "Templates",
    **{f"/template?id=1&tab={tab}": START for tab in TEMPLATE_TABS},
    "/new-plan?template=1&client={client}": "Its dates run from",
    "/trash": "Trash",
    "/account": START,
    **{f"/settings?tab={tab}": SAID_IN_SETTINGS.get(tab, "Settings") for tab in SETTINGS_TABS},
    "/import": "Import",
    "/compare?left={plan}&right={plan}": "Nothing differs.",
}
# Long text is Markdown, where a link is a link.
SEARCH = """() => ({
  hacked: Boolean(window.hacked),
  images: document.querySelectorAll('img[src="x"], img[src*="evil"]').length,
  links: [...document.querySelectorAll('a[href*="evil.example"]')].filter((link) => !link.closest('.long-text')).length,
  scripts: [...document.scripts].filter((script) => script.textContent.includes('hacked')).length,
})"""


@pytest.mark.timeout(300)
def test_no_page_takes_it_for_anything_but_text(signed_in: SignedIn, server: Server) -> None:
    with server.api("erin") as api:
        # Erin writes it and is herself called so, so that it stands in the frame of every page too.
        fill(api, server.plan_id, server.client_id, server.contact_id, server.staff["erin"])
    page = signed_in("erin").new_page()
    foreign: list[str] = []
    dialogs: list[str] = []
    page.on("request", lambda request: None if request.url.startswith((server.url, "data:", "blob:")) else foreign.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    found = {}
    for path, text in PAGES.items():
        page.goto(path.format(plan=server.plan_id, client=server.client_id))
        expect(page.get_by_test_id("stMain").get_by_text(text).first).to_be_visible(timeout=20_000)
        expect(page.get_by_test_id("stSidebar").get_by_text(START)).to_be_visible()
        settle(page)
        for frame in page.frames:
            result = frame.evaluate(SEARCH)
            if any(result.values()):
                found[f"{path} {frame.name}"] = result
    assert found == {}
    assert dialogs == []
    assert foreign == []


def settle(page: Page) -> None:
    """Wait until the page has drawn what it has to draw: its frames with their rows too."""
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    for iframe in page.locator("iframe").all():
        expect(iframe.content_frame.locator(".ag-cell, .ag-overlay").first).to_be_attached(timeout=20_000)


def test_a_megabyte_of_text_is_read_and_edited_whole(signed_in: SignedIn, server: Server) -> None:
    end = "This is the very end."
    megabyte = ("Ein langer Absatz über Übergänge. " * 30 + "\n\n") * 1000 + end
    with server.api("alice") as api:
        plan = f"/v1/plans/{server.plan_id}"
        api.patch(plan, json={"id": server.plan_id, "set": {"vision": {"from": None, "to": megabyte}}}).raise_for_status()
        added = [{"key": "a", "values": {"name": "Rival", "notes": megabyte}}]
        assert api.patch(f"{plan}/sheets/competitor", json={"added": added}).raise_for_status().json()["errors"] == []
    page = signed_in("alice").new_page()
    for tab, text in (("activity", "Ein langer Absatz"), ("due-diligence", end)):
        page.goto(f"/plan?id={server.plan_id}&tab={tab}")
        expect(page.get_by_text(text).first).to_be_attached()
    page.goto(f"/plan?id={server.plan_id}&tab=planning")
    vision = page.get_by_role("textbox", name="Vision")
    expect(vision).to_have_value(megabyte)
    vision.press("Control+End")
    vision.press_sequentially(" Really.")
    vision.press("Control+Enter")
    page.get_by_role("tab", name="Competitors").click()
    notes = page.frame_locator('iframe[title="Competitors"]').locator('[row-index="0"] [col-id="notes"]')
    expect(notes).to_contain_text("Ein langer Absatz")
    with server.api("alice") as api:
        assert api.get(plan).json()["vision"] == f"{megabyte} Really."
        assert api.get(f"{plan}/sheets/competitor").json()["rows"][0]["notes"] == megabyte
