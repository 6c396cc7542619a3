"""The trash over HTTP."""

from __future__ import annotations

import httpx

from services.plans import delete_plans
from tests.conftest import ApiClient
from tests.world import World


def item(plan_id: int) -> dict[str, object]:
    return {"record": "plan", "id": plan_id}


def test_read_restore_and_purge(world: World, client: ApiClient) -> None:
    ids = [world.make_plan(subject=f"Batch {place}") for place in range(3)]
    delete_plans(world.db, world.actor("alice"), ids)
    alice = client("alice")
    page = alice.get("/v1/trash", params={"q": "batch", "limit": 2}).json()
    assert (page["total"], len(page["items"])) == (3, 2)
    assert page["items"][0]["deleted_by"] == "Alice"
    assert page["items"][0]["deleted_at"].endswith("Z")
    restored = alice.post("/v1/trash/restore", json={"items": [item(ids[0])]})
    assert (restored.status_code, restored.json()["count"]) == (200, 1)
    assert alice.get(f"/v1/plans/{ids[0]}").status_code == 200
    assert alice.delete(f"/v1/trash/plan/{ids[1]}").status_code == 204
    assert alice.post("/v1/trash/purge", json={"matching": {"q": "batch", "count": 1}}).json() == {"count": 1}
    assert alice.get("/v1/trash").json() == {"items": [], "total": 0}


def test_a_count_that_changed_meanwhile_stops_everything(world: World, client: ApiClient) -> None:
    delete_plans(world.db, world.actor("alice"), [world.plan_id])
    answer = client("alice").post("/v1/trash/purge", json={"matching": {"count": 2}})
    assert (answer.status_code, "1 item now" in answer.json()["detail"]) == (409, True)
    assert client("erin").delete("/v1/trash", params={"count": 5}).status_code == 409
    assert client("erin").delete("/v1/trash", params={"count": 1}).status_code == 204


def test_refused_without_the_permission(world: World, client: ApiClient) -> None:
    delete_plans(world.db, world.actor("alice"), [world.plan_id])
    wanted = {"items": [item(world.plan_id)]}
    assert client("charlie").post("/v1/trash/restore", json=wanted).status_code == 403
    assert client("bob").post("/v1/trash/purge", json=wanted).status_code == 403
    assert client("bob").delete(f"/v1/trash/plan/{world.plan_id}").status_code == 403
    assert client("alice").delete("/v1/trash", params={"count": 1}).status_code == 403
    assert client("charlie").get("/v1/trash").json()["total"] == 1


def test_bad_input_is_named(world: World, client: ApiClient) -> None:
    alice = client("alice")

    def refuse(answer: httpx.Response, status: int) -> None:
        assert answer.status_code == status
        assert answer.json()["detail"]

    refuse(alice.get("/v1/trash", params={"record": "staff"}), 422)
    refuse(alice.get("/v1/trash", params={"q": "\x00"}), 422)
    refuse(alice.post("/v1/trash/purge", json={}), 422)
    refuse(alice.post("/v1/trash/restore", json={"items": [{"record": "role", "id": 1}]}), 404)
    refuse(alice.delete(f"/v1/trash/plan/{world.plan_id}"), 404)
    refuse(alice.post("/v1/trash/restore", json={"items": [item(world.plan_id)]}), 404)
