"""Deleting and copying a plan over HTTP."""

from __future__ import annotations

from tests.conftest import ApiClient
from tests.world import World


def test_copy_then_delete(client: ApiClient, world: World) -> None:
    with client("alice") as api:
        copy = api.post(f"/v1/plans/{world.plan_id}/copy", json={"period_type": "quarter", "period_start": "2026-08-15"})
        assert copy.status_code == 201
        body = copy.json()
        assert (body["subject"], body["period_start"], body["status"]) == ("Nordwind – Q3 2026", "2026-07-01", "Draft")
        assert body["previous_plan_id"] == world.plan_id
        gone = api.delete(f"/v1/plans/{body['id']}")
        assert (gone.status_code, gone.content) == (204, b"")
        assert int(gone.headers["x-change-set-id"]) > body["change_set_id"]
        assert api.get(f"/v1/plans/{body['id']}").status_code == 404
        assert api.delete(f"/v1/plans/{body['id']}").status_code == 404


def test_without_a_period_the_copy_is_of_the_next_one(client: ApiClient, world: World) -> None:
    with client("bob") as api:
        assert api.post(f"/v1/plans/{world.plan_id}/copy").json()["period_start"] == "2026-04-01"


def test_complete_tasks_come_along_where_they_are_asked_for(client: ApiClient, world: World) -> None:
    def actions(plan_id: int) -> list[str]:
        return [task["action"] for task in api.get(f"/v1/tasks?plan={plan_id}&sort=action").json()["items"]]

    with client("alice") as api:
        for action, status in (("Call", "On Hold"), ("Met", "Complete")):
            api.post("/v1/tasks", json={"plan_id": world.plan_id, "action": action, "status": status}).raise_for_status()
        for asked, brought in ({}, ["Call"]), ({"with_complete_tasks": True}, ["Call", "Met"]):
            copy = api.post(f"/v1/plans/{world.plan_id}/copy", json=asked).json()
            assert actions(copy["id"]) == brought
            wanted = {"action": "copy", "ids": [copy["id"], world.plan_id], "count": 2, "period_type": "year", "period_start": "2031-05-05"}
            bulk = api.post("/v1/plans/bulk", json={**wanted, **asked}).json()
            copies = [plan["id"] for plan in api.get("/v1/plans?from=2031-01-01&to=2031-12-31").json()["items"]]
            # A copy starts its tasks over: the one that was complete in the plan is open in its copy.
            assert sorted(actions(each) for each in copies) == sorted([brought, brought])
            api.post(f"/v1/change-sets/{bulk['change_set_id']}/undo").raise_for_status()
            assert [actions(each) for each in copies] == [[], []]
        assert api.post(f"/v1/plans/{world.plan_id}/copy", json={"with_complete_tasks": "perhaps"}).status_code == 422


def test_refused_without_the_permission(client: ApiClient, world: World) -> None:
    with client("charlie") as api:
        assert api.post(f"/v1/plans/{world.plan_id}/copy").status_code == 403
    with client("bob") as api:
        assert api.delete(f"/v1/plans/{world.plan_id}").status_code == 403
        assert api.get(f"/v1/plans/{world.plan_id}").status_code == 200


def test_bad_input_is_named(client: ApiClient, world: World) -> None:
    with client("alice") as api:
        assert api.post(f"/v1/plans/{world.plan_id}/copy", json={"period_type": "decade"}).json()["problems"][0]["field"] == "period_type"
        assert api.post("/v1/plans/99999999999999/copy").status_code == 422
        assert api.post("/v1/plans/2000000000/copy").status_code == 404
