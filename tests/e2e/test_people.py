"""An administrator changes a colleague in the browser; a wrong value is told at its field and the dialog stays."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.conftest import SignedIn


def test_a_wrong_value_is_told_at_its_field_and_the_rest_is_kept(signed_in: SignedIn) -> None:
    page = signed_in("erin").new_page()
    page.goto("/settings?tab=staff")
    page.get_by_role("button", name="Edit").nth(1).click()
    dialog = page.get_by_role("dialog", name="Bob")
    dialog.get_by_label("Name").fill("Bob Marley")
    dialog.get_by_label("E-mail").fill("alice@example.com")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Somebody has this e-mail address already.")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_have_value("Bob Marley")
    dialog.get_by_label("E-mail").fill("bob.marley@example.com")
    dialog.get_by_label("E-mail").press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Bob Marley is saved.")).to_be_visible()
    expect(page.get_by_text("bob.marley@example.com")).to_be_visible()


def test_settings_are_in_the_navigation_of_administrators_only(signed_in: SignedIn) -> None:
    for name, count in (("erin", 1), ("alice", 0)):
        page = signed_in(name).new_page()
        page.goto("/settings")
        expect(page.get_by_role("heading", name="Settings")).to_be_visible()
        expect(page.get_by_role("link", name="Settings")).to_have_count(count)
        if not count:
            expect(page.get_by_text("Only an administrator may see the settings.")).to_be_visible()
            expect(page.get_by_role("tab")).to_have_count(0)
