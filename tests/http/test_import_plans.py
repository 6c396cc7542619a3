"""Importing plans over HTTP: compare, look, write, refuse."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx
import pytest

from api import limits
from services.jobs import find_job
from tests.conftest import ApiClient
from tests.workbooks import edited, table
from tests.world import World

ADDRESS = "/v1/imports/plans"


def upload(api: httpx.Client, content: bytes | str, **form: Any) -> httpx.Response:
    return api.post(ADDRESS, files={"file": ("plans.csv", content)}, data=form)


def new_plan(api: httpx.Client, world: World, **values: Any) -> int:
    answer = api.post("/v1/plans", json={"client_id": world.client_id, **values})
    return int(answer.json()["id"])


def test_export_edit_compare_apply_and_undo(client: ApiClient, world: World) -> None:
    with client("alice") as api:
        plan_id = new_plan(api, world, subject="To edit", period_type="year", period_start="2031-01-01")
        content = api.get("/v1/plans/export", params={"q": "To edit"}).content
        compared = upload(api, edited(content, {(plan_id, "Objective"): "From the sheet"}))
        assert compared.status_code == 201
        body = compared.json()
        assert body["counts"] == {"created": 0, "changed": 1, "unchanged": 0, "refused": 0, "changed since export": 0}
        assert body["items"][0]["changes"] == [{"field": "objective", "label": "Objective", "old": "", "new": "From the sheet"}]
        assert api.get(f"/v1/plans/{plan_id}").json()["objective"] is None
        job = api.post(f"{ADDRESS}/{body['id']}/apply").json()
        until = time.monotonic() + 20
        while job["state"] in ("waiting", "running") and time.monotonic() < until:
            job = api.get(f"/v1/jobs/{job['id']}").json()
        assert (job["state"], job["done"]) == ("done", 1)
        assert isinstance(job["change_set_id"], int)
        assert api.get(f"/v1/plans/{plan_id}").json()["objective"] == "From the sheet"


def test_a_file_that_is_applied_twice_is_written_once(client: ApiClient, world: World) -> None:
    with client("alice") as api:
        body = upload(api, "Client,Subject\nNordwind,Only once\n").json()
        jobs = [api.post(f"{ADDRESS}/{body['id']}/apply").json()["id"] for _click in range(2)]
        assert jobs[0] == jobs[1]
        find_job(world.actor("alice"), jobs[0]).wait()
        assert api.get("/v1/plans", params={"q": "Only once"}).json()["total"] == 1


def test_without_a_dry_run_the_good_rows_are_written_at_once_and_the_others_can_be_fetched(client: ApiClient, world: World) -> None:
    with client("bob") as api:
        answer = upload(
            api, "Who,When\nNordwind,Q1 2033\nNobody,Q1 2033\n", dry_run="false", mapping=json.dumps({"Who": "client", "When": "time"})
        )
        body = answer.json()
        assert (body["applied"]["created"], body["counts"]["refused"]) == (1, 1)
        rows = api.get(f"{ADDRESS}/{body['id']}/rows", params={"outcome": "refused"}).json()
        assert (rows["total"], rows["items"][0]["line"], rows["items"][0]["reasons"]) == (1, 3, ["Client: There is no client Nobody."])
        refused = api.get(f"{ADDRESS}/{body['id']}/refused")
        assert table(refused.content) == [{"Reason": "Client: There is no client Nobody.", "Line": 3, "Who": "Nobody", "When": "Q1 2033"}]


@pytest.mark.parametrize(
    ("content", "form", "status"),
    [
        (b"%PDF-1.7", {}, 422),
        (b"name\nx\n", {}, 422),
        (b"id\n1\n", {"mapping": "["}, 422),
        (b"id\n1\n", {"mapping": '{"Missing": "id"}'}, 422),
        (b"id\n1\n", {"changed_since": "sometimes"}, 422),
    ],
)
def test_bad_input_is_refused_with_a_sentence(client: ApiClient, world: World, content: bytes, form: dict[str, str], status: int) -> None:
    with client("alice") as api:
        answer = upload(api, content, **form)
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_who_only_reads_may_not_import_and_nobody_sees_the_import_of_another(client: ApiClient, world: World) -> None:
    with client("charlie") as reader, client("alice") as alice, client("bob") as bob:
        assert upload(reader, "id\n1\n").status_code == 403
        mine = upload(alice, f"id\n{world.plan_id}\n").json()["id"]
        assert [bob.get(f"{ADDRESS}/{mine}").status_code, bob.post(f"{ADDRESS}/{mine}/apply").status_code] == [404, 404]
        assert bob.get(f"{ADDRESS}/{mine}/refused").status_code == 404
        assert alice.get(f"{ADDRESS}/{mine}").status_code == 200


def test_a_body_beyond_every_limit_is_refused(client: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.BodyLimit.__init__, "__defaults__", (5000,))
    with client("alice") as api:
        assert upload(api, b"id\n" + b"1" * 6000).status_code == 413
        chunks = api.post(ADDRESS, content=(b"x" * 1000 for _ in range(10)), headers={"content-type": "multipart/form-data; boundary=x"})
        assert chunks.status_code in (400, 413)
        assert upload(api, f"id\n{'1' * 100}\n").status_code == 201
