"""What is typed into a field and not saved yet survives a reload and an ended session, and is never stored behind one's back."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.conftest import Server, SignedIn
from tests.world import PASSWORD

OPENING = 30_000
NOTICE = "You typed this before the page was left. It is not saved."


def open_client(page: Page, server: Server) -> None:
    page.goto(f"/client?id={server.client_id}")
    expect(page.get_by_label("Industry")).to_be_editable(timeout=OPENING)
    expect(page.frame_locator('iframe[title="Contacts"]').get_by_role("row").nth(1)).to_be_visible(timeout=OPENING)


def industry(server: Server) -> str:
    with server.api("charlie") as api:
        return str(api.get(f"/v1/clients/{server.client_id}").json()["industry"])


def test_typing_survives_a_reload_and_is_saved_or_discarded_on_ones_word(server: Server, signed_in: SignedIn) -> None:
    page = signed_in("bob").new_page()
    open_client(page, server)
    page.get_by_label("Industry").press("End")
    page.get_by_label("Industry").press_sequentially(" and wind")
    page.reload()
    expect(page.get_by_label("Industry")).to_have_value("Energy and wind", timeout=OPENING)
    expect(page.get_by_text(NOTICE)).to_be_visible()
    assert industry(server) == "Energy"
    page.get_by_role("button", name="Save it").click()
    expect(page.get_by_text(NOTICE)).to_be_hidden()
    assert industry(server) == "Energy and wind"
    page.get_by_label("Industry").fill("Something else")
    page.reload()
    page.get_by_role("button", name="Discard it").click(timeout=OPENING)
    expect(page.get_by_label("Industry")).to_have_value("Energy and wind")
    page.reload()
    expect(page.get_by_label("Industry")).to_have_value("Energy and wind", timeout=OPENING)
    expect(page.frame_locator('iframe[title="Contacts"]').get_by_role("row").nth(1)).to_be_visible(timeout=OPENING)
    expect(page.get_by_text(NOTICE)).to_have_count(0)


def test_typing_survives_an_ended_session(server: Server, signed_in: SignedIn) -> None:
    context = signed_in("alice")
    page, planning = context.new_page(), context.new_page()
    planning.goto(f"/plan?id={server.plan_id}&tab=planning")
    expect(planning.get_by_label("Constraints")).to_be_editable(timeout=OPENING)
    open_client(page, server)
    with server.api("alice") as api:
        api.delete("/session").raise_for_status()
    page.get_by_label("Address").fill("Typed after the session ended")
    page.get_by_label("Address").press("Tab")
    expect(page.get_by_text("You are signed out.").first).to_be_visible()
    planning.get_by_label("Constraints").fill("No budget before May")
    planning.get_by_label("Constraints").press("Tab")
    expect(planning.get_by_label("E-mail")).to_be_visible()
    page.reload()
    expect(page.get_by_label("E-mail")).to_be_visible(timeout=OPENING)
    page.get_by_label("E-mail").fill("alice@example.com")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Address")).to_have_value("Typed after the session ended", timeout=OPENING)
    page.get_by_role("button", name="Save it").click()
    expect(page.get_by_text(NOTICE)).to_be_hidden()
    with server.api("charlie") as api:
        assert api.get(f"/v1/clients/{server.client_id}").json()["address"] == "Typed after the session ended"
    planning.reload()
    expect(planning.get_by_label("Constraints")).to_have_value("No budget before May", timeout=OPENING)
    planning.get_by_role("button", name="Save it").click()
    expect(planning.get_by_text(NOTICE)).to_be_hidden()
    with server.api("charlie") as api:
        assert api.get(f"/v1/plans/{server.plan_id}").json()["constraints"] == "No budget before May"
