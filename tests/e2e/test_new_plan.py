"""A new plan in the browser: with a new client at hand, over a reload and an ended session, and beside another plan of the period."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.conftest import Server, SignedIn
from tests.world import PASSWORD

OPENING = 30_000
# The server's answer to a search waits until it is called for.
HELD = """
const ask = window.fetch
window.fetch = async (...request) => {
  const { dataset } = document.documentElement
  if (String(request[0]).includes('references/client?q=nor')) {
    await new Promise((resolve) => {
      dataset.asked = 'yes'
      window.answer = () => resolve(delete dataset.asked)
    })
  }
  return ask(...request)
}
"""


def open_form(page: Page) -> None:
    page.goto("/new-plan")
    expect(page.get_by_role("button", name="Create plan")).to_be_visible(timeout=OPENING)


def choose_client(page: Page, name: str) -> None:
    field = page.get_by_role("combobox", name="Client")
    field.click()
    field.fill(name)
    page.get_by_role("option", name=name).first.click()


def plans_of(server: Server, q: str) -> list[dict[str, object]]:
    with server.api("alice") as api:
        found: list[dict[str, object]] = api.get("/v1/plans", params={"q": q}).json()["items"]
        return found


def test_a_client_and_a_plan_for_it_are_made_in_one_go(server: Server, signed_in: SignedIn) -> None:
    page = signed_in("alice").new_page()
    open_form(page)
    page.get_by_label("Subject").fill("Growth with Sudwind")
    field = page.get_by_role("combobox", name="Client")
    field.click()
    field.fill("Sudwind GmbH")
    page.get_by_role("option", name="New client “Sudwind GmbH”").click()
    dialog = page.get_by_role("dialog", name="New client")
    expect(dialog.get_by_label("Name")).to_have_value("Sudwind GmbH")
    dialog.get_by_label("Address").fill("2 Hafenweg, Kiel")
    dialog.get_by_role("button", name="Create client").click()
    expect(page.get_by_role("paragraph").filter(has_text="2 Hafenweg, Kiel")).to_be_visible()
    expect(page.get_by_label("Subject")).to_have_value("Growth with Sudwind")
    page.get_by_role("button", name="Create plan").click()
    expect(page.get_by_role("heading", name="Growth with Sudwind")).to_be_visible(timeout=OPENING)
    page.get_by_label("Vision").fill("The first port of call")
    page.get_by_label("Vision").blur()
    expect(page.frame_locator('iframe[title="Financial"]').get_by_role("row").nth(1)).to_be_visible(timeout=OPENING)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("The first port of call")).to_be_visible(timeout=OPENING)
    [plan] = plans_of(server, "Sudwind")
    assert (plan["client"], plan["vision"], plan["person_in_charge"]) == ("Sudwind GmbH", "The first port of call", "Alice")


def test_a_name_typed_faster_than_the_server_answers_is_chosen(signed_in: SignedIn) -> None:
    page = signed_in("alice").new_page()
    page.add_init_script(HELD)
    open_form(page)
    field = page.get_by_role("combobox", name="Client")
    for key in ("Enter", "Tab"):
        field.fill("nor")
        field.press(key)
        expect(page.locator("html[data-asked]")).to_have_count(1)
        expect(field).to_have_value("nor")
        page.evaluate("answer()")
        expect(field).to_have_value("Nordwind")
        # What the page says of the client has pushed the button down.
        expect(page.get_by_role("paragraph").filter(has_text="1 Quai Ouest, Nantes")).to_be_visible()
        page.get_by_role("button", name="Start over").click()
        expect(field).to_have_value("")
    # Nothing is called like it: what was typed stays, and it says so.
    field.fill("quite another")
    field.press("Tab")
    expect(page.get_by_role("alert").filter(has_text="Nothing matches.")).to_be_visible()
    expect(field).to_have_value("quite another")


def sign_in_again(page: Page, email: str) -> None:
    expect(page.get_by_label("E-mail")).to_be_visible(timeout=OPENING)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")


def test_two_forms_open_for_hours_lose_nothing_over_reload_and_ended_session(server: Server, signed_in: SignedIn) -> None:
    context = signed_in("bob")
    one, other = context.new_page(), context.new_page()
    for page, subject in ((one, "Kept over everything"), (other, "Kept beside it")):
        open_form(page)
        choose_client(page, "Nordwind")
        page.get_by_label("Subject").fill(subject)
        expect(page.get_by_role("heading", name=subject)).to_be_visible()
        expect(page.get_by_role("paragraph").filter(has_text="1 Quai Ouest, Nantes")).to_be_visible()
    one.reload()
    expect(one.get_by_label("Subject")).to_have_value("Kept over everything", timeout=OPENING)
    with server.api("bob") as api:
        api.delete("/session").raise_for_status()
    one.get_by_role("button", name="Create plan").click()
    # Typed where nobody is signed in any more: only the tab can keep it.
    other.get_by_label("Subject").press_sequentially("!")
    expect(other.get_by_label("E-mail")).to_be_visible()
    sign_in_again(one, "bob@example.com")
    expect(one.get_by_label("Subject")).to_have_value("Kept over everything", timeout=OPENING)
    other.reload()
    expect(other.get_by_label("Subject")).to_have_value("Kept beside it!", timeout=OPENING)
    assert plans_of(server, "Kept") == []
    for page in (one, other):
        expect(page.get_by_role("paragraph").filter(has_text="1 Quai Ouest, Nantes")).to_be_visible()
        page.get_by_role("button", name="Create plan").click()
        # The heading of the form says the subject, too.
        expect(page.get_by_role("button", name="Done")).to_be_visible(timeout=OPENING)
    assert {plan["subject"] for plan in plans_of(server, "Kept")} == {"Kept over everything", "Kept beside it!"}


def test_a_form_that_was_left_is_offered_and_starting_over_takes_nothing_away(server: Server, signed_in: SignedIn) -> None:
    page = signed_in("bob").new_page()
    open_form(page)
    page.get_by_label("Subject").fill("Begun yesterday")
    expect(page.get_by_role("heading", name="Begun yesterday")).to_be_visible()
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_label("Subject")).to_have_value("")
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_label("Subject")).to_have_value("Begun yesterday")
    expect(page.get_by_text("You did not finish")).to_have_count(0)
    open_form(page)
    expect(page.get_by_label("Subject")).to_have_value("")
    expect(page.get_by_text("You did not finish “Begun yesterday”")).to_be_visible()
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_text("You did not finish")).to_have_count(0)


def test_another_plan_of_the_period_is_offered_and_a_missing_client_is_named(server: Server, signed_in: SignedIn) -> None:
    with server.api("alice") as api:
        api.post("/v1/plans", json={"client_id": server.client_id, "subject": "Already there"}).raise_for_status()
    page = signed_in("alice").new_page()
    open_form(page)
    page.get_by_role("button", name="Create plan").click()
    expect(page.get_by_text("Client is required.")).to_be_visible()
    choose_client(page, "Nordwind")
    expect(page.get_by_text("This client already has a plan for this period: Already there.")).to_be_visible()
    expect(page.get_by_role("link", name="Open it").first).to_be_visible()


def test_a_reader_is_told_that_the_role_does_not_allow_it(server: Server, signed_in: SignedIn) -> None:
    page = signed_in("charlie").new_page()
    page.goto("/new-plan")
    expect(page.get_by_text("Your role does not allow making plans.")).to_be_visible(timeout=OPENING)
    expect(page.get_by_role("button", name="Create plan")).to_have_count(0)


def test_custom_fields_are_in_the_form_and_kept_while_typed(server: Server, signed_in: SignedIn) -> None:
    with server.api("erin") as api:
        hostile = "<img src=x onerror=alert(1)> ::JSCODE:: [x](javascript:alert(1))"
        note = api.post("/v1/custom-fields", json={"label": hostile, "type": "text"}).json()
        region = api.post("/v1/custom-fields", json={"label": "Region", "type": "choice", "options": ["North, and East", hostile]}).json()
    page = signed_in("alice").new_page()
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    typed = page.locator(f".st-key-new-plan-{note['name']} input")
    page.goto(f"/client?id={server.client_id}")
    page.get_by_role("button", name="New plan").click(timeout=OPENING)
    expect(page.get_by_role("combobox", name="Client")).to_have_value("Nordwind", timeout=OPENING)
    page.get_by_role("combobox", name="Region").click()
    page.get_by_role("option", name=hostile).click()
    typed.press_sequentially("typed, not left")
    expect(page.get_by_text(hostile, exact=True).first).to_be_visible()
    page.reload()
    expect(typed).to_have_value("typed, not left", timeout=OPENING)
    expect(page.get_by_role("combobox", name="Client")).to_have_value("Nordwind")
    page.get_by_role("button", name="Create plan").click()
    expect(page.get_by_role("button", name="Done")).to_be_visible(timeout=OPENING)
    [plan] = [each for each in plans_of(server, "Nordwind") if each["custom_fields"] != {note["name"]: None, region["name"]: None}]
    assert plan["custom_fields"] == {note["name"]: "typed, not left", region["name"]: hostile}
    page.goto("/new-plan")
    expect(typed).to_have_value("", timeout=OPENING)
    assert alerts == []
