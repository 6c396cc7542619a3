"""The files of another CRM over HTTP: compare, write, refuse."""

from __future__ import annotations

from typing import Any

import pytest

from services.crm_files.importing import import_crm, read_files
from services.errors import NotAllowed
from tests.conftest import ApiClient
from tests.world import World

ADDRESS = "/v1/imports/crm"
ACCOUNTS = ("accounts.csv", b"account,sector\nAlpha,energy\n")
DEALS = ("deals.csv", b"account,stage,amount,close date,product\nAlpha,won,7,2024-01-05,Best\n,won,8,2024-01-05,Best\n")


def upload(client: ApiClient, name: str, *files: tuple[str, bytes], **form: Any) -> Any:
    return client(name).post(ADDRESS, files=[("files", each) for each in files], data=form)


def test_a_dry_run_tells_and_the_run_writes_what_it_told(client: ApiClient, world: World) -> None:
    told = upload(client, "erin", ACCOUNTS, DEALS)
    assert told.status_code == 201
    body = told.json()
    assert [(each["file"], each["role"]) for each in body["files"]] == [("accounts.csv", "accounts"), ("deals.csv", "deals")]
    assert (body["is_dry_run"], body["counts"]["client"]["created"], body["change_set_id"]) == (True, 1, None)
    assert body["lacks"] == [{"file": "deals.csv", "line": 3, "reason": "This deal names no account.", "is_left_out": True}]
    assert "This was a dry run: nothing was changed." in body["summary"]
    written = upload(client, "erin", ACCOUNTS, DEALS, dry_run="false").json()
    assert isinstance(written["change_set_id"], int)
    plans = client("erin").get("/v1/plans", params={"q": "Alpha"}).json()
    assert [plan["subject"] for plan in plans["items"]] == ["Alpha – Q1 2024"]
    assert upload(client, "erin", ACCOUNTS, DEALS, dry_run="false").json()["change_set_id"] is None


@pytest.mark.parametrize("name", ["alice", "bob", "charlie"])
def test_only_administrators_may(client: ApiClient, world: World, name: str) -> None:
    assert upload(client, name, ACCOUNTS).status_code == 403
    with pytest.raises(NotAllowed):
        import_crm(world.db, world.actor(name), read_files([ACCOUNTS]), dry_run=True)


@pytest.mark.parametrize(
    ("files", "form", "sentence"),
    [
        ([("x.csv", b"a,b\n1,2\n")], {}, "None of these files holds accounts"),
        ([("x.csv", b"%PDF-1.4")], {}, "neither an Excel workbook nor readable text"),
        ([ACCOUNTS], {"mapping": "[files"}, "is neither TOML nor JSON"),
        ([ACCOUNTS], {"mapping": '{"files": {"y.csv": {"role": "deals"}}}'}, "names the file y.csv, which is not there"),
        (
            [ACCOUNTS],
            {"mapping": '{"files": {"accounts.csv": {"role": "cats"}}}'},
            "must be one of: accounts, products, people, deals, ignore",
        ),
        ([ACCOUNTS], {"mapping": '{"files": {"accounts.csv": {"role": "accounts", "columns": {"name": "x"}}}}'}, "has no column x"),
        ([ACCOUNTS], {"mapping": '{"files": {"accounts.csv": {"role": "accounts", "columns": {"cat": "x"}}}}'}, "cat is not known"),
        ([ACCOUNTS], {"mapping": '{"colour": 1}'}, "colour is not known"),
    ],
)
def test_bad_files_and_mappings_end_in_a_sentence(client: ApiClient, files: Any, form: Any, sentence: str) -> None:
    answer = upload(client, "erin", *files, **form)
    assert answer.status_code in (409, 422)
    assert sentence in answer.json()["detail"]
