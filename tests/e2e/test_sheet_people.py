"""Two people in one sheet: their changes meet, the same cell is asked about; and what happens when saving fails."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.conftest import Server, SignedIn
from tests.e2e.sheet_page import SheetPage, add_rows, make_plan

COOKIE = "account_planning_session"


def test_two_people_see_each_others_rows_without_losing_an_open_editor(server: Server, signed_in: SignedIn) -> None:
    plan_id = make_plan(server)
    add_rows(server, plan_id, "competitor", {"name": "Solaris"}, {"name": "Kepler"})
    alice = SheetPage(server, signed_in("alice"), plan_id, "competitor")
    bob = SheetPage(server, signed_in("bob"), plan_id, "competitor", who="bob")
    alice.select(1, "notes")
    alice.type("half a sent")
    bob.select(0, "threat_level")
    bob.type("hi")
    bob.press("Enter")
    bob.select(2, "name")
    bob.type("Newcomer")
    bob.press("Enter")
    bob.is_saved()
    expect(alice.cell(0, "threat_level")).to_have_text("High")
    bob.select(0, "name")
    bob.press("Control++")
    expect(alice.cell(3, "name")).to_have_text("Newcomer")
    alice.type("ence")
    alice.press("Enter")
    alice.is_saved()
    expect(alice.cell(3, "notes")).to_be_focused()
    expect(bob.cell(2, "notes")).to_have_text("half a sentence")
    bob.select(0, "name")
    bob.press("Shift+ArrowDown", "Control+-")
    alice.has_rows(2)
    expect(alice.cell(1, "notes")).to_be_focused()
    assert alice.rows("name", "threat_level", "notes") == [("Kepler", None, "half a sentence"), ("Newcomer", None, None)]


def test_the_same_cell_shows_both_values_and_the_person_chooses(server: Server, signed_in: SignedIn) -> None:
    plan_id = make_plan(server)
    ids = add_rows(server, plan_id, "competitor", {"name": "Solaris", "notes": "old"}, {"name": "Kepler", "notes": "old"})
    alice = SheetPage(server, signed_in("alice"), plan_id, "competitor")
    for row, keeps in enumerate(("Yours", "Bob")):
        alice.select(row, "notes")
        alice.press("F2")
        alice.type(" and Alice's")
        edit = {"id": ids[row], "set": {"notes": {"from": "old", "to": "Bob's"}}}
        assert server.api("bob").patch(alice.path, json={"changed": [edit]}).status_code == 200
        alice.press("Enter")
        dialog = alice.grid.get_by_role("dialog", name=f"Notes, row {row + 1}")
        expect(dialog).to_contain_text("Bob changed this cell while you did.")
        expect(dialog.get_by_role("button", name="Yours")).to_contain_text("old and Alice's")
        expect(dialog.get_by_role("button", name="Bob")).to_contain_text("Bob's")
        dialog.get_by_role("button", name=keeps).press("Enter")
        expect(dialog).to_be_hidden()
    alice.expect_rows("notes", are=["old and Alice's", "Bob's"])
    expect(alice.cell(1, "notes")).to_have_text("Bob's")


def test_writing_on_in_a_row_that_was_deleted_puts_it_back(server: Server, signed_in: SignedIn) -> None:
    plan_id = make_plan(server)
    ids = add_rows(server, plan_id, "financial", {"year": 2025, "revenue": "1234.50"})
    alice = SheetPage(server, signed_in("alice"), plan_id, "financial")
    alice.select(0, "traffic")
    alice.type("1")
    with alice.page.expect_response(lambda answer: f"{alice.path}?since=" in answer.url):
        server.api("bob").patch(alice.path, json={"deleted": [{"id": ids[0]}]})
    alice.type("7")
    alice.press("Enter")
    alice.expect_rows("year", "revenue", "traffic", are=[(2025, "1234.50", 17)])


def test_without_connection_edits_stay_marked_and_are_sent_later(server: Server, signed_in: SignedIn) -> None:
    plan_id = make_plan(server)
    sheet = SheetPage(server, signed_in("alice"), plan_id, "competitor")
    answers = {"lost": 0}

    def lose(route: Route) -> None:
        # The first request is stored, but its answer never arrives.
        if route.request.method == "PATCH" and not answers["lost"]:
            route.fetch()
        answers["lost"] += 1
        route.abort()

    sheet.page.route("**/api/v1/plans/*/sheets/**", lose)
    sheet.select(0, "name")
    sheet.type("Solaris")
    sheet.press("Tab")
    expect(sheet.state).to_contain_text("1 not saved – no connection")
    sheet.type("Low")
    sheet.press("Enter")
    expect(sheet.cell(0, "name")).to_contain_class("sheet-waiting")
    expect(sheet.state).to_contain_text("2 not saved")
    sheet.page.unroute("**/api/v1/plans/*/sheets/**")
    sheet.grid.get_by_role("button", name="Try again").click()
    sheet.expect_rows("name", "threat_level", are=[("Solaris", "Low")])


def test_after_signing_out_edits_are_refused_kept_and_saved_after_signing_in_again(server: Server, signed_in: SignedIn) -> None:
    plan_id = make_plan(server)
    context = signed_in("alice")
    sheet = SheetPage(server, context, plan_id, "competitor")
    context.clear_cookies(name=COOKIE)
    sheet.select(0, "name")
    sheet.type("Solaris")
    sheet.press("Enter")
    expect(sheet.state).to_contain_text("1 not saved – you are signed out")
    assert sheet.rows("name") == []
    context.add_cookies([{"name": COOKIE, "value": server.world_tokens["alice"], "url": server.url, "httpOnly": True}])
    sheet.page.reload()
    expect(sheet.cell(0, "name")).to_have_text("Solaris")
    sheet.expect_rows("name", are=["Solaris"])


def test_a_reader_sees_the_sheet_and_cannot_change_it(server: Server, signed_in: SignedIn) -> None:
    plan_id = make_plan(server)
    add_rows(server, plan_id, "competitor", {"name": "Solaris"})
    sheet = SheetPage(server, signed_in("charlie"), plan_id, "competitor", who="charlie")
    sheet.has_rows(0)
    expect(sheet.state).to_have_text("Read only")
    sheet.select(0, "name")
    sheet.type("x")
    sheet.press("Enter", "Delete")
    sheet.paste("y")
    expect(sheet.cell(0, "name")).to_have_text("Solaris")
    expect(sheet.grid.get_by_role("textbox")).to_have_count(0)
    assert sheet.rows("name") == ["Solaris"]


def test_a_person_beyond_the_names_offered_at_first_is_found_by_typing(server: Server, signed_in: SignedIn) -> None:
    plan_id = make_plan(server)
    add_rows(server, plan_id, "company_team", {"role": "Support"})
    alice = SheetPage(server, signed_in("alice"), plan_id, "company_team")
    many = [{"id": 100_000 + number, "name": f"Person {number}", "detail": None} for number in range(1000)]

    def offer(route: Route) -> None:
        # The first thousand names are those of a large company, in which nobody of ours stands.
        if route.request.url.endswith("q="):
            route.fulfill(json={"items": many, "total": len(many)})
        else:
            route.continue_()

    alice.page.route("**/people/staff_id?**", offer)
    alice.select(0, "staff_id")
    alice.type("cha")
    expect(alice.grid.get_by_role("option", name="Charlie")).to_be_visible()
    alice.press("Enter")
    alice.expect_rows("staff_id", are=[server.staff["charlie"]])
