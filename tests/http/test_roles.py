"""Roles: named sets of permissions that hold at once for everybody who has them."""

from __future__ import annotations

from services.undo import undo_change_set
from tests.conftest import ApiClient
from tests.http.test_staff import edits
from tests.world import World


def test_a_changed_role_holds_at_once(client: ApiClient, world: World) -> None:
    roles = {role["name"]: role for role in client("erin").get("/v1/roles").json()["items"]}
    assert roles["Reader"]["people"] == 1
    api = client("charlie")
    assert api.patch(f"/v1/plans/{world.plan_id}", json=edits(product="Storage")).status_code == 403
    changed = client("erin").patch(f"/v1/roles/{roles['Reader']['id']}", json=edits(can_edit=True, name="Reader and writer"))
    assert (changed.json()["name"], changed.json()["can_edit"]) == ("Reader and writer", True)
    assert api.patch(f"/v1/plans/{world.plan_id}", json=edits(product="Storage")).status_code == 200
    undo_change_set(world.db, world.actor("erin"), changed.json()["change_set_id"])
    assert api.patch(f"/v1/plans/{world.plan_id}", json=edits(product="Nothing")).status_code == 403


def test_a_role_without_view_sees_nothing(client: ApiClient, world: World) -> None:
    role = client("erin").post("/v1/roles", json={"name": "Waiting"}).json()
    assert not any(role[name] for name in ("can_view", "can_create", "can_edit", "can_delete", "is_administrator"))
    client("erin").patch(f"/v1/staff/{world.staff['charlie']}", json=edits(role_id=role["id"]))
    api = client("charlie")
    assert api.get("/v1/me").json()["permissions"] == []
    for path in ("/v1/plans", f"/v1/plans/{world.plan_id}", "/v1/staff", "/v1/roles", "/v1/settings"):
        assert api.get(path).status_code == 403, path


def test_a_role_that_somebody_has_stays(client: ApiClient, world: World) -> None:
    api = client("erin")
    roles = {role["name"]: role["id"] for role in api.get("/v1/roles").json()["items"]}
    refused = api.delete(f"/v1/roles/{roles['Reader']}")
    assert (refused.status_code, refused.json()["detail"]) == (409, "1 person has this role. Give them another one first.")
    made = api.post("/v1/roles", json={"name": "Guest", "can_view": True}).json()["id"]
    assert api.delete(f"/v1/roles/{made}").status_code == 204
    assert api.delete(f"/v1/roles/{made}").status_code == 404


def test_the_administrators_role_keeps_every_permission(client: ApiClient) -> None:
    api = client("erin")
    role_id = api.get("/v1/roles").json()["items"][0]["id"]
    assert api.patch(f"/v1/roles/{role_id}", json=edits(can_delete=False)).status_code == 409
    assert api.delete(f"/v1/roles/{role_id}").status_code == 409
    assert api.patch(f"/v1/roles/{role_id}", json=edits(is_administrator=False)).status_code == 422
    assert api.patch(f"/v1/roles/{role_id}", json=edits(name="Head office")).status_code == 200


def test_only_administrators_change_roles(client: ApiClient) -> None:
    for name in ("alice", "bob", "charlie"):
        api = client(name)
        assert api.get("/v1/roles").status_code == 200
        assert api.post("/v1/roles", json={"name": "Mine", "can_view": True}).status_code == 403
        assert api.patch("/v1/roles/4", json=edits(can_delete=True)).status_code == 403
        assert api.delete("/v1/roles/4").status_code == 403


def test_bad_input_names_its_field(client: ApiClient) -> None:
    api = client("erin")
    for body, field in (
        ({}, "name"),
        ({"name": "reader"}, "name"),
        ({"name": "Odd", "can_edit": True}, "can_view"),
        ({"name": "Odd", "is_administrator": True}, "is_administrator"),
    ):
        refused = api.post("/v1/roles", json=body)
        assert refused.status_code == 422, body
        assert refused.json()["problems"][0]["field"] == field
