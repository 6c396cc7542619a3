"""A plan as an Excel workbook over HTTP."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

import openpyxl

from data.records import GRIDS_OF
from services.sheet_edits import NewRow, SheetEdits
from services.sheets import apply
from tests.conftest import ApiClient
from tests.workbooks import table
from tests.world import World

HOSTILE = ("=SUM(A1)", "+33 1 23", "-x", "@cmd", "#N/A", "_x0041_", "a\nb\uffff", "😀\tend")


def add(world: World, sheet: str, *rows: dict[str, Any]) -> None:
    done = apply(
        world.db, world.actor("alice"), world.plan_id, sheet, SheetEdits(added=[NewRow(str(n), row) for n, row in enumerate(rows)])
    )
    assert not done.errors


def test_every_grid_has_a_sheet_with_typed_cells(client: ApiClient, world: World) -> None:
    add(world, "financial", {"year": 2025, "revenue": "1234567.89"})
    add(world, "meeting_note", {"date": "2026-01-10", "kind": "call"})
    add(world, "task", {"objective_id": "Grow", "item_id": "Storage", "people_in_charge_ids": [world.staff["alice"], world.staff["bob"]]})
    with client("charlie") as api:
        answer = api.get(f"/v1/plans/{world.plan_id}/workbook")
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{quote('Nordwind – Q1 2026.xlsx')}"
    workbook = openpyxl.load_workbook(io.BytesIO(answer.content))
    shown = [sheet.title for sheet in workbook if sheet.sheet_state == "visible"]
    assert (shown[0], len(shown)) == ("Plan", 1 + len(GRIDS_OF["plan"]))
    fields = {row["Field"]: row["Value"] for row in table(answer.content)}
    assert (fields["Period start"], fields["Revenue next year"], fields["Person in charge"]) == (datetime(2026, 1, 1), 120000, "Alice")
    assert table(answer.content, "Financial")[0]["Revenue"] == 1234567.89
    assert table(answer.content, "Meeting notes")[0]["Date"].date() == date(2026, 1, 10)
    task = table(answer.content, "Tasks")[0]
    assert (task["Objective"], task["Item"], task["People in charge"]) == ("Grow", "Storage", "Alice; Bob")


def test_text_stays_text_and_long_text_whole(client: ApiClient, world: World) -> None:
    add(world, "marketing_activity", *({"item": text} for text in HOSTILE))
    add(world, "competitor", {"name": "Long", "notes": "é😀" * 30_000})
    with client("alice") as api:
        content = api.get(f"/v1/plans/{world.plan_id}/workbook").content
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    cells = [row[1] for row in workbook["Marketing activities"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert [cell.value for cell in cells[:4]] == list(HOSTILE[:4])
    assert all(cell.quotePrefix for cell in cells[:4])
    assert "".join(row["Text"] for row in table(content, "Long texts")) == "é😀" * 30_000


def test_a_plan_without_rows_and_one_that_is_gone(client: ApiClient, world: World) -> None:
    with client("alice") as api:
        assert table(api.get(f"/v1/plans/{world.plan_id}/workbook").content, "Financial") == []
        assert api.get("/v1/plans/999999/workbook").status_code == 404
    with client() as api:
        assert api.get(f"/v1/plans/{world.plan_id}/workbook").status_code == 401


def test_a_workbook_comes_back_dry_first_and_is_written_once_said(client: ApiClient, world: World) -> None:
    address = f"/v1/plans/{world.plan_id}/workbook"
    with client("bob") as api:
        workbook = openpyxl.load_workbook(io.BytesIO(api.get(address).content))
        workbook["Financial"]["B2"], workbook["Financial"]["B3"] = 2027, "soon"
        out = io.BytesIO()
        workbook.save(out)
        file = {"file": ("plan.xlsx", out.getvalue())}
        dry = api.post(address, files=file).json()
        assert (dry["dry_run"], dry["change_set_id"], dry["counts"]["added"], dry["counts"]["refused"]) == (True, None, 1, 1)
        assert [(row["sheet"], row["line"], row["outcome"], row["reasons"]) for row in dry["items"]] == [
            ("Financial", 2, "added", []),
            ("Financial", 3, "refused", ["Year: Enter a number such as 1,234."]),
        ]
        assert api.get(f"/v1/plans/{world.plan_id}/sheets/financial").json()["rows"] == []
        done = api.post(address, files=file, data={"dry_run": "false"}).json()
        assert [row["year"] for row in api.get(f"/v1/plans/{world.plan_id}/sheets/financial").json()["rows"]] == [2027]
        assert api.post(f"/v1/change-sets/{done['change_set_id']}/undo").status_code == 200
        assert api.get(f"/v1/plans/{world.plan_id}/sheets/financial").json()["rows"] == []
        assert api.post("/v1/plans/999999/workbook", files=file).status_code == 404
        assert api.post(address, files={"file": ("x.csv", b"a,b")}).status_code == 422
    with client("charlie") as api:
        assert api.post(address, files=file, data={"dry_run": "false"}).status_code == 403
