"""Signing in at whatever address was asked for, and signing out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import PASSWORD, Server, SignedIn
from tests.servers import ROOT

FORM_ALONE = re.compile(r"^\W*(account_tree)?\W*Account Planning\W*Sign in to continue\.\W*E-mail\W*Password\W*Sign in\W*$")


@pytest.fixture
def visitor(browser: Browser, server: Server) -> Iterator[Page]:
    """The page of somebody without a session."""
    context = browser.new_context(base_url=server.url, viewport={"width": 1440, "height": 900}, locale="en-US")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_label("Password").press("Enter")


def test_a_deep_link_shows_sign_in_and_goes_on_to_what_was_asked(visitor: Page) -> None:
    visitor.goto("/plans?status=Draft&q=nord")
    expect(visitor.get_by_role("button", name="Sign in")).to_be_visible()
    expect(visitor.get_by_label("E-mail")).to_be_focused()
    expect(visitor.get_by_test_id("stSidebar")).to_have_count(0)
    expect(visitor.get_by_test_id("stMain")).not_to_contain_text("Nordwind")

    sign_in(visitor, "alice@example.com", "not the password")
    expect(visitor.get_by_role("alert").filter(has_text="E-mail or password is not right.")).to_be_visible()
    expect(visitor.get_by_label("Password")).to_be_focused()

    sign_in(visitor, "Alice@Example.com", PASSWORD)
    expect(visitor.get_by_role("button", name="Alice")).to_be_visible()
    expect(visitor).to_have_url("/plans?status=Draft&q=nord")
    cookie = next(each for each in visitor.context.cookies() if each["name"] == "account_planning_session")
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"


def test_every_address_shows_the_form_and_nothing_else_on_a_server_just_started(visitor: Page) -> None:
    frame = (ROOT / "pages" / "frame.py").read_text(encoding="utf-8")
    addresses = ["/plan?id=1&tab=activity", "/client?id=1", *(f"/{path}" for path in re.findall(r'url_path="([^"]+)"', frame)), "/"]
    assert len(addresses) > 15
    for address in addresses:
        # The default page has no address of its own but the bare one.
        if address != "/home":
            visitor.goto(address)
            expect(visitor.get_by_test_id("stMain")).to_have_text(FORM_ALONE)
            expect(visitor.get_by_test_id("stSidebar")).to_have_count(0)
            expect(visitor.locator("iframe, [role=dialog]")).to_have_count(0)
            expect(visitor).to_have_url(address)


def test_next_goes_on_within_this_site_only(visitor: Page) -> None:
    visitor.goto("/sign-in?next=//evil.example/plans")
    sign_in(visitor, "alice@example.com", PASSWORD)
    expect(visitor.get_by_role("button", name="Alice")).to_be_visible()
    # The list writes its view into the address.
    expect(visitor).to_have_url(re.compile(r"^http://localhost:\d+/plans(\?|$)"))
    visitor.goto("/sign-in")
    expect(visitor).to_have_url(re.compile(r"^http://localhost:\d+/plans(\?|$)"))


def test_an_address_with_next_opens_after_signing_in(visitor: Page) -> None:
    visitor.goto("/sign-in?next=/account")
    sign_in(visitor, "bob@example.com", PASSWORD)
    expect(visitor.get_by_role("heading", name="My account")).to_be_visible()
    expect(visitor).to_have_url("/account")


def test_signing_out_ends_the_session_in_the_database(signed_in: SignedIn) -> None:
    context = signed_in("charlie")
    before = next(each["value"] for each in context.cookies() if each["name"] == "account_planning_session")
    page = context.new_page()
    page.goto("/plans")
    page.get_by_role("button", name="Charlie").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page).to_have_url("/sign-in")
    kept = context.request.get("/api/v1/plans", headers={"cookie": f"account_planning_session={before}"})
    assert kept.status == 401
