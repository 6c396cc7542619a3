"""The workbook of the plans list over HTTP, at once and as long work."""

from __future__ import annotations

import time
from urllib.parse import unquote

from services.exports import XLSX
from tests.conftest import ApiClient
from tests.workbooks import table
from tests.world import World


def test_the_workbook_holds_the_filtered_rows_and_has_a_good_name(client: ApiClient, world: World) -> None:
    with client("charlie") as api:
        answer = api.get("/v1/plans/export", params={"status": "In Progress", "sort": "-id", "columns": "subject,status"})
        nothing = api.get("/v1/plans/export", params={"status": "Archived"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, XLSX)
    assert unquote(answer.headers["content-disposition"]).startswith('attachment; filename="plans-20')
    assert table(answer.content) == [{"ID": world.plan_id, "Subject": "Nordwind – Q1 2026", "Plan status": "In Progress", "Version": 1}]
    assert table(nothing.content) == []


def test_a_wrong_filter_or_column_is_named(client: ApiClient, world: World) -> None:
    with client("alice") as api:
        column = api.get("/v1/plans/export", params={"columns": "subject,nothing"})
        status = api.get("/v1/plans/export", params={"status": "Nothing"})
    assert (column.status_code, column.json()["problems"][0]["field"]) == (422, "columns")
    assert (status.status_code, status.json()["problems"][0]["field"]) == (422, "status")


def test_nobody_without_a_session_gets_a_file(client: ApiClient, world: World) -> None:
    assert client().get("/v1/plans/export").status_code == 401


def test_a_long_export_tells_its_progress_and_belongs_to_its_owner(client: ApiClient, world: World) -> None:
    with client("alice") as alice, client("bob") as bob:
        begun = alice.post("/v1/plans/export", params={"columns": "subject"})
        assert begun.status_code == 202
        address = f"/v1/jobs/{begun.json()['id']}"
        until = time.monotonic() + 20
        while (job := alice.get(address).json())["state"] in ("waiting", "running") and time.monotonic() < until:
            pass
        assert (job["state"], job["done"], job["total"], job["file"]) == ("done", 1, 1, True)
        assert [row["ID"] for row in table(alice.get(f"{address}/file").content)] == [world.plan_id]
        assert [bob.get(address).status_code, bob.get(f"{address}/file").status_code, bob.delete(address).status_code] == [404] * 3
        assert alice.delete(address).status_code == 204
        assert alice.get("/v1/jobs/unknown").status_code == 404
