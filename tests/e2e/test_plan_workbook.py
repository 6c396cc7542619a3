"""In a browser: a plan's workbook out, changed the way Excel does, back in: looked at, written, undone."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from tests.conftest import Server, SignedIn

HOSTILE = '<img src=x onerror="window.hacked=1"> **bold**'


def test_a_workbook_goes_out_comes_back_changed_and_is_undone(server: Server, signed_in: SignedIn, tmp_path: Path) -> None:
    with server.api("alice") as api:
        plan_id = api.post("/v1/plans", json={"client_id": server.client_id, "subject": HOSTILE, "period_start": "2034-01-01"}).json()["id"]
        rows = {"added": [{"key": "a", "values": {"name": HOSTILE}}, {"key": "b", "values": {"name": "Goes"}}]}
        api.patch(f"/v1/plans/{plan_id}/sheets/competitor", json=rows).raise_for_status()
    page = signed_in("alice").new_page()
    page.goto(f"/plan?id={plan_id}")
    page.get_by_role("button", name="Actions").press("Enter")
    page.get_by_role("menuitem", name="Export workbook").or_(page.get_by_role("option", name="Export workbook")).press("Enter")
    dialog = page.get_by_role("dialog")
    with page.expect_download() as begun:
        dialog.get_by_role("link", name="Download workbook").click()
    begun.value.save_as(tmp_path / "plan.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    sheet = workbook["Competitors"]
    assert sheet["B2"].value == HOSTILE
    sheet["C2"], sheet["D2"] = "High", HOSTILE
    sheet.delete_rows(3)
    workbook["Financial"]["B2"], workbook["Financial"]["B3"] = 2035, "soon"
    workbook.save(tmp_path / "plan.xlsx")
    dialog.get_by_role("button", name="Close").press("Enter")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Actions").press("Enter")
    page.get_by_role("menuitem", name="Import workbook").or_(page.get_by_role("option", name="Import workbook")).press("Enter")
    page.locator("input[type=file]").set_input_files(tmp_path / "plan.xlsx")
    shown = page.locator(".import-rows")
    expect(shown).to_contain_text("Year: Enter a number such as 1,234.")
    expect(shown).to_contain_text(f"Notes {HOSTILE}")
    expect(shown).to_contain_text("The row is not in the file.")
    page.get_by_text("Delete rows that are missing from the file").click()
    page.get_by_role("button", name="Apply 3 changes").click()
    expect(page.get_by_text("1 row was added. 1 row was changed. 1 row was deleted.").first).to_be_visible()
    with server.api("alice") as api:
        left = api.get(f"/v1/plans/{plan_id}/sheets/competitor").json()["rows"]
        assert [(row["threat_level"], row["notes"]) for row in left] == [("High", HOSTILE)]
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("This import was undone.")).to_be_visible()
        assert [row["name"] for row in api.get(f"/v1/plans/{plan_id}/sheets/competitor").json()["rows"]] == [HOSTILE, "Goes"]
    assert page.evaluate("window.hacked") is None
