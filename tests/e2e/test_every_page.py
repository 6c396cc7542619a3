"""Every page once: nothing serious of ours fails axe, nothing is asked for that is not there, the keys are explained."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Server, SignedIn

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
# Streamlit's own field for dates: its parts are small, and its group takes attributes of a field.
NOT_OURS = "[data-testid='stDateInput']"
# Address and what stands there once the page has been drawn.
PAGES = (
    ("/account", "Where you are signed in"),
    ("/settings?tab=general", "Base currency"),
    ("/settings?tab=staff", "Name, e-mail or role"),
    ("/settings?tab=health-and-risk", "At-risk rules"),
    ("/settings?tab=jobs", "Command line"),
    ("/import", "Excel or CSV file"),
    ("/kanban?view=all", "Nordwind"),
    ("/kanban?q=nothing+of+the+kind", "No plan matches these filters."),
    ("/trash", "The trash is empty."),
    ("/new-plan", "Period type"),
    ("/templates", "New template"),
    ("/my-work", "Call the buyer"),
    ("/compare", "Choose two plans"),
    ("/nowhere", "There is no page at this address."),
)


def serious(page: Page) -> list[Any]:
    # What waits for its new state is drawn faded.
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    found = Axe().run(page, context={"exclude": [NOT_OURS]}, options=RULES)  # type: ignore[arg-type]
    return [
        (each["id"], [(node["target"], node["html"][:120]) for node in each["nodes"]])
        for each in found.response["violations"]
        if each["impact"] in ("serious", "critical")
    ]


def test_nothing_serious_fails_axe_on_any_page(signed_in: SignedIn, server: Server, browser: Browser) -> None:
    with server.api("erin") as api:
        task = {
            "plan_id": server.plan_id,
            "action": "Call the buyer",
            "deadline": "2026-01-31",
            "people_in_charge_ids": [server.staff["erin"]],
        }
        api.post("/v1/tasks", json=task).raise_for_status()
    page = signed_in("erin").new_page()
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status == 404 else None)
    failed = {}
    for address, sign in PAGES:
        page.goto(address)
        expect(page.get_by_text(sign).or_(page.get_by_placeholder(sign)).or_(page.get_by_label(sign)).first).to_be_visible()
        if found := serious(page):
            failed[address] = found
    visitor = browser.new_page(base_url=server.url, color_scheme="dark")
    visitor.goto("/plans")
    expect(visitor.get_by_label("Password")).to_be_visible()
    if found := serious(visitor):
        failed["sign-in"] = found
    visitor.close()
    assert failed == {}
    assert missing == []


def test_keys_are_explained_and_work_on_every_page(signed_in: SignedIn) -> None:
    page = signed_in("erin").new_page()
    page.goto("/settings?tab=staff")
    search = page.get_by_placeholder("Name, e-mail or role")
    expect(search).to_be_visible()
    page.get_by_role("heading", name="Settings").click()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Begin something new")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.keyboard.press("/")
    expect(search).to_be_focused()
    page.keyboard.type("?n")
    expect(search).to_have_value("?n")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.get_by_role("heading", name="Settings").click()
    page.keyboard.press("n")
    expect(page.get_by_role("dialog", name="New person")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Erin").click()
    page.get_by_role("menuitem", name="Français").click()
    expect(page.get_by_role("heading", name="Paramètres")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
