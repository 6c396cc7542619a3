"""The API's description works in the browser under the content security policy, with nothing from elsewhere."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.conftest import Server, SignedIn


def test_a_route_can_be_tried_on_the_page(signed_in: SignedIn, server: Server) -> None:
    page = signed_in("charlie").new_page()
    requested: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto("/api/docs")
    page.locator("#operations-account-read_me_v1_me_get .opblock-summary-control").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".responses-table.live-responses-table")).to_contain_text("charlie@example.com")
    assert errors == []
    assert {url for url in requested if not url.startswith((server.url, "data:"))} == set()
