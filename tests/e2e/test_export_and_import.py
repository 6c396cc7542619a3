"""In a browser: export the list, edit the file, bring it back; cancel an export; bring in the files of another CRM."""

from __future__ import annotations

from pathlib import Path
from secrets import token_hex
from typing import Any

from playwright.sync_api import Page, expect

from tests.conftest import Server, SignedIn
from tests.workbooks import edited, table

HOSTILE = '<img src=x onerror="window.hacked=1"> **bold** [link](http://x.example)'


def make_plan(server: Server, **values: Any) -> int:
    with server.api("alice") as api:
        return int(api.post("/v1/plans", json={"client_id": server.client_id, **values}).json()["id"])


def settle(page: Page) -> None:
    """Wait until the page has drawn what the last click asked for."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def upload(page: Page, *files: Path) -> None:
    page.locator("input[type=file]").set_input_files(list(files))


def test_what_is_exported_comes_back_edited_and_can_be_undone(server: Server, signed_in: SignedIn, tmp_path: Path) -> None:
    with server.api("alice") as api:
        client = int(api.post("/v1/clients", json={"name": f"Sent out {token_hex(4)}"}).raise_for_status().json()["id"])
    years = {"client_id": client, "status": "Review", "period_type": "year"}
    kept = make_plan(server, subject="Kept", period_start="2031-01-01", **years)
    changed = make_plan(server, subject=HOSTILE, period_start="2032-01-01", objective="Old words", **years)
    page = signed_in("alice").new_page()
    page.goto(f"/plans?status=Review&client={client}&sort=subject")
    with page.expect_download() as begun:
        page.get_by_role("button", name="Export").click()
    begun.value.save_as(tmp_path / "plans.xlsx")
    rows = table(tmp_path / "plans.xlsx")
    assert {row["ID"] for row in rows} == {kept, changed}
    assert next(row for row in rows if row["ID"] == changed)["Subject"] == HOSTILE
    (tmp_path / "edited.xlsx").write_bytes(
        edited(tmp_path / "plans.xlsx", {(changed, "Objective"): HOSTILE, (changed, "Margin"): 12.5, (kept, "Plan status"): "Asleep"})
    )
    page.get_by_role("link", name="Import").first.click()
    upload(page, tmp_path / "edited.xlsx")
    rows_shown = page.locator(".import-rows")
    expect(rows_shown).to_contain_text("Plan status: Choose one of: Draft, In Progress, Review, Completed, Archived.")
    page.get_by_text("Changed 1", exact=True).click()
    expect(rows_shown).to_contain_text(f"Objective Old words → {HOSTILE}")
    expect(rows_shown).to_contain_text("Margin 12.5")
    page.get_by_role("button", name="Change 1 plan").click()
    expect(page.get_by_text("1 plan was changed.").first).to_be_visible()
    with server.api("alice") as api:
        assert api.get(f"/v1/plans/{changed}").json()["objective"] == HOSTILE
        with page.expect_download() as left:
            page.get_by_role("link", name="Rows left out, as a workbook").click()
        left.value.save_as(tmp_path / "left.xlsx")
        assert [(row["ID"], row["Plan status"]) for row in table(tmp_path / "left.xlsx")] == [(kept, "Asleep")]
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("This import was undone.")).to_be_visible()
        assert api.get(f"/v1/plans/{changed}").json()["objective"] == "Old words"
    assert page.evaluate("window.hacked") is None


def test_columns_can_be_mapped_and_missing_clients_created(server: Server, signed_in: SignedIn, tmp_path: Path) -> None:
    (tmp_path / "plans.csv").write_text("Wer;Wann;Ziel\nOstwind;Q1 2033;Wachsen\n", encoding="utf-8")
    page = signed_in("bob").new_page()
    page.goto("/import")
    upload(page, tmp_path / "plans.csv")
    expect(page.get_by_text("Say which column names the client, or holds the id of the plan.")).to_be_visible()
    for count, (heading, field) in enumerate((("Wer", "Client"), ("Wann", "Time"), ("Ziel", "Objective")), start=1):
        page.get_by_role("combobox", name=heading).click()
        page.get_by_role("option", name=field, exact=True).click()
        expect(page.get_by_text(f"Columns: {count} of 3 are imported")).to_be_visible()
        settle(page)
    expect(page.locator(".import-rows")).to_contain_text("Client: There is no client Ostwind.")
    page.get_by_text("Create clients that do not exist yet").click()
    page.get_by_role("button", name="Create 1 plan").click()
    expect(page.get_by_text("1 plan was created. 1 client was created.").first).to_be_visible()
    with server.api("bob") as api:
        assert [plan["subject"] for plan in api.get("/v1/plans", params={"q": "Ostwind"}).json()["items"]] == ["Ostwind – Q1 2033"]


def test_an_export_shows_its_progress_and_can_be_cancelled(signed_in: SignedIn) -> None:
    page = signed_in("charlie").new_page()
    state = {"state": "running", "done": 12_000, "total": 100_000}

    def answer(route: Any) -> None:
        if route.request.method == "DELETE":
            state["state"] = "cancelled"
            route.fulfill(status=204)
        else:
            route.fulfill(json={"id": "x", "kind": "export", "step": "", "reason": "", "file": False, **state})

    page.route("**/api/v1/plans/export*", answer)
    page.route("**/api/v1/jobs/**", answer)
    page.goto("/plans")
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_text("12,000 of 100,000 plans")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Export")).to_be_visible()
    assert state["state"] == "cancelled"


def test_who_only_reads_finds_no_import(signed_in: SignedIn) -> None:
    page = signed_in("charlie").new_page()
    page.goto("/plans")
    expect(page.get_by_role("button", name="Export")).to_be_visible()
    expect(page.get_by_role("link", name="Import")).to_have_count(0)
    page.goto("/import")
    expect(page.get_by_text("Your role does not allow making anything new.")).to_be_visible()
    expect(page.locator("input[type=file]")).to_have_count(0)


def test_an_administrator_brings_in_the_files_of_another_crm(server: Server, signed_in: SignedIn, tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text("account,sector\nAlpha,energy\n")
    (tmp_path / "deals.csv").write_text("account,stage,amount,close date,product\nAlpha,won,7,2024-01-05,Best\n,won,8,2024-01-05,Best\n")
    page = signed_in("erin").new_page()
    page.goto("/import?kind=crm")
    upload(page, tmp_path / "accounts.csv", tmp_path / "deals.csv")
    page.get_by_role("button", name="Read 2 files").click()
    expect(page.locator(".import-counts")).to_contain_text("Plans")
    page.get_by_text("1 row lacks something").click()
    expect(page.get_by_text("This deal names no account.")).to_be_visible()
    page.get_by_text("deals.csv", exact=False).first.click()
    expect(page.get_by_role("combobox", name="Stage")).to_have_value("stage")
    page.get_by_role("button", name="Bring in 4 records").click()
    expect(page.get_by_text("1 plan came in.")).to_be_visible()
    with server.api("erin") as api:
        assert [plan["subject"] for plan in api.get("/v1/plans", params={"q": "Alpha"}).json()["items"]] == ["Alpha – Q1 2024"]
