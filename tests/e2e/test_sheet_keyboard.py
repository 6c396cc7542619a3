"""A sheet by keyboard alone: typing, moving, choosing, rows, undo; and by mouse: selecting and dragging."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.conftest import Server, SignedIn
from tests.e2e.sheet_page import SheetPage, add_rows, make_plan


def test_a_sheet_is_filled_without_the_mouse(server: Server, signed_in: SignedIn) -> None:
    sheet = SheetPage(server, signed_in("alice"), make_plan(server), "financial")
    sheet.cell(0, "year").focus()
    for text in ("2024", "1,000", "200", "30", "4"):
        sheet.type(text)
        sheet.press("Tab")
    sheet.type("2025")
    sheet.press("Enter")
    sheet.type("2026")
    sheet.press("Shift+Enter")
    sheet.type("2027")
    sheet.press("Escape", "ArrowRight", "F2")
    sheet.type("5")
    sheet.press("Enter", "Shift+Tab")
    expect(sheet.cell(2, "year")).to_be_focused()
    sheet.expect_rows("year", "revenue", "loss", are=[(2024, "1000.00", "4.00"), (2025, "5.00", None), (2026, None, None)])
    expect(sheet.grid.locator('.ag-floating-bottom [col-id="revenue"]')).to_have_text("1,005.00")
    sheet.press("Control+-")
    sheet.has_rows(2)
    sheet.press("ArrowUp", "Alt+ArrowUp")
    sheet.expect_rows("year", are=[2025, 2024])
    sheet.press("Control++")
    sheet.has_rows(3)
    sheet.press("Control+z", "Control+z", "Control+z")
    sheet.has_rows(3)
    sheet.expect_rows("year", are=[2024, 2025, 2026])
    message = sheet.grid.locator(".sheet-message")
    # However fast the keys follow each other, each redo finds the undo before it.
    sheet.press(*["Control+z"] * 3, *["Control+y"] * 7)
    expect(message).to_have_text("There is nothing to redo.")
    sheet.expect_rows("year", are=[None, 2025, 2024])
    sheet.press("F1")
    expect(sheet.grid.get_by_role("dialog", name="Keys")).to_be_visible()
    sheet.press("Escape", "Escape", "Tab")
    expect(sheet.grid.get_by_role("button", name="Undo (Ctrl+Z)")).to_be_focused()
    # What was told leaves by itself.
    expect(message).to_have_text("")


def test_people_choices_dates_and_long_text_have_their_editors(server: Server, signed_in: SignedIn) -> None:
    plan_id = make_plan(server)
    context = signed_in("alice")
    sheet = SheetPage(server, context, plan_id, "company_team")
    sheet.select(0, "staff_id")
    sheet.press("F2")
    expect(sheet.grid.get_by_role("option")).to_have_text(
        ["Alicealice@example.com", "Bobbob@example.com", "Charliecharlie@example.com", "Erinerin@example.com"]
    )
    sheet.type("chàr")
    expect(sheet.grid.get_by_role("option")).to_have_count(1)
    sheet.press("Tab")
    expect(sheet.cell(0, "staff_id")).to_have_text("Charlie")
    sheet.expect_rows("staff_id", are=[server.staff["charlie"]])

    sheet = SheetPage(server, context, plan_id, "meeting_note")
    sheet.select(0, "date")
    sheet.type("3/31/2026")
    sheet.press("Tab", "F2", "ArrowDown", "ArrowDown", "Enter")
    sheet.select(0, "notes")
    sheet.press("F2")
    sheet.type("first line")
    sheet.press("Shift+Enter")
    sheet.type("second line")
    sheet.press("Enter")
    sheet.expect_rows("date", "kind", "notes", are=[("2026-03-31", "meeting", "first line\nsecond line")])
    expect(sheet.cell(0, "date")).to_have_text("Mar 31, 2026")
    sheet.cell(0, "date").hover()
    sheet.cell(0, "notes").hover()
    expect(sheet.grid.locator(".ag-tooltip")).to_have_text("first line\nsecond line", use_inner_text=True)


def test_a_wrong_value_stays_in_its_cell_with_the_reason_until_it_is_mended(server: Server, signed_in: SignedIn) -> None:
    sheet = SheetPage(server, signed_in("alice"), make_plan(server), "financial")
    sheet.select(0, "year")
    sheet.type("next year")
    sheet.press("Enter", "ArrowUp")
    expect(sheet.cell(0, "year")).to_have_text("next year")
    expect(sheet.cell(0, "year")).to_have_attribute("aria-invalid", "true")
    expect(sheet.grid.locator(".sheet-message")).to_have_text("Enter a number such as 1,234.")
    expect(sheet.state).to_have_text("1 not saved")
    sheet.page.reload()
    expect(sheet.cell(0, "year")).to_have_text("next year")
    expect(sheet.state).to_have_text("1 not saved")
    sheet.select(0, "year")
    sheet.type("2027")
    sheet.press("Enter")
    sheet.expect_rows("year", are=[2027])


def test_what_is_being_typed_is_saved_when_one_leaves_by_tab_or_reload(server: Server, signed_in: SignedIn) -> None:
    plan_id = make_plan(server)
    sheet = SheetPage(server, signed_in("alice"), plan_id, "competitor")
    for place, text in enumerate(("first", "second", "third")):
        sheet.select(place, "name")
        sheet.type(text)
        sheet.page.get_by_role("tab", name="Team Information").click()
        expect(sheet.page.frame_locator('iframe[title="Company team"]').locator(".ag-cell").first).to_be_visible()
        sheet.page.get_by_role("tab", name="Competitors").click()
        expect(sheet.cell(place, "name")).to_have_text(text)
    sheet.select(3, "name")
    sheet.type("fourth")
    sheet.page.reload()
    expect(sheet.cell(3, "name")).to_have_text("fourth")
    sheet.expect_rows("name", are=["first", "second", "third", "fourth"])


def test_rows_are_selected_and_dragged_with_the_mouse(server: Server, signed_in: SignedIn) -> None:
    plan_id = make_plan(server)
    add_rows(server, plan_id, "competitor", *({"name": name, "notes": name.lower()} for name in ("A", "B", "C", "D")))
    sheet = SheetPage(server, signed_in("alice"), plan_id, "competitor")
    sheet.select(1, "name")
    sheet.cell(2, "threat_level").click(modifiers=["Shift"])
    assert sheet.copied() == "B\t\r\nC\t"
    handles = sheet.grid.locator(".ag-pinned-left-cols-container")
    handles.locator('[row-index="1"] [col-id="_handle"]').click(position={"x": 45, "y": 10})
    assert sheet.copied() == "B\t\tb"
    handles.locator('[row-index="0"] .ag-drag-handle').hover()
    sheet.page.mouse.down()
    box = handles.locator('[row-index="2"]').bounding_box()
    assert box
    sheet.page.mouse.move(box["x"] + 10, box["y"] + 10, steps=4)
    sheet.page.mouse.move(box["x"] + 10, box["y"] + 26, steps=4)
    sheet.page.mouse.up()
    expect(sheet.cell(2, "name")).to_have_text("A")
    sheet.expect_rows("name", are=["B", "C", "A", "D"])


def test_nothing_serious_is_inaccessible_in_the_sheet(server: Server, signed_in: SignedIn) -> None:
    plan_id = make_plan(server)
    add_rows(server, plan_id, "competitor", {"name": "Solaris", "threat_level": "High"})
    for scheme in ("light", "dark"):
        sheet = SheetPage(server, signed_in("alice", color_scheme=scheme), plan_id, "competitor")
        sheet.select(0, "name")
        expect(sheet.grid.get_by_role("treegrid").or_(sheet.grid.get_by_role("grid")).first).to_have_accessible_name("Competitors")
        frame = next(each for each in sheet.page.frames if "agGrid" in each.url)
        found = Axe().run(frame, options={"resultTypes": ["violations"]})  # type: ignore[arg-type]
        serious = [each for each in found.response["violations"] if each["impact"] in ("serious", "critical")]
        assert not serious, [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in serious]
