"""Custom fields over HTTP: defined, filled and filtered without a restart."""

from __future__ import annotations

from tests.conftest import ApiClient
from tests.world import World


def test_a_field_is_defined_filled_filtered_changed_and_deleted(client: ApiClient, world: World) -> None:
    with client("erin") as admin, client("alice") as api:
        made = admin.post("/v1/custom-fields", json={"label": "Contract value", "type": "money", "in_list": True, "help": "Per year"})
        assert made.status_code == 201
        definition = made.json()
        name = definition["name"]
        assert (definition["label"], definition["options"], definition["required"]) == ("Contract value", [], False)
        assert api.get("/v1/custom-fields").json() == {"items": [definition], "total": 1}
        plan = api.post("/v1/plans", json={"client_id": world.client_id, "custom_fields": {name: "1234.5"}})
        assert (plan.status_code, plan.json()["custom_fields"]) == (201, {name: "1234.50"})
        address = f"/v1/plans/{plan.json()['id']}"
        nested = api.patch(address, json={"set": {"custom_fields": {"from": {name: "1234.50"}, "to": {name: 99}}}})
        assert nested.json()["custom_fields"] == {name: "99.00"}
        flat = api.patch(address, json={"set": {name: {"from": "1234.50", "to": "1"}}})
        assert (flat.status_code, flat.json()["conflicts"][0]["theirs"]) == (409, "99.00")
        wrong = api.patch(address, json={"set": {name: {"to": "much"}}})
        assert (wrong.status_code, wrong.json()["problems"][0]["field"]) == (422, name)
        assert api.get("/v1/plans", params={name: "90..100"}).json()["total"] == 1
        assert api.get("/v1/plans", params={name: "100..", "sort": f"-{name}"}).json()["total"] == 0
        changed = admin.patch(f"/v1/custom-fields/{definition['id']}", json={"set": {"label": {"from": "Contract value", "to": "Worth"}}})
        assert (changed.status_code, changed.json()["label"], changed.json()["version"]) == (200, "Worth", 2)
        refused = admin.patch(f"/v1/custom-fields/{definition['id']}", json={"set": {"type": {"to": "date"}}})
        assert refused.status_code == 409
        gone = admin.delete(f"/v1/custom-fields/{definition['id']}")
        assert (gone.status_code, int(gone.headers["x-change-set-id"]) > 0) == (204, True)
        assert api.get(address).json()["custom_fields"] == {}
        assert admin.delete(f"/v1/custom-fields/{definition['id']}").status_code == 404


def test_only_administrators_define(client: ApiClient) -> None:
    for name in ("alice", "charlie"):
        with client(name) as api:
            assert api.post("/v1/custom-fields", json={"label": "Mine", "type": "text"}).status_code == 403
            assert api.patch("/v1/custom-fields/1", json={"set": {"label": {"to": "Mine"}}}).status_code == 403
            assert api.delete("/v1/custom-fields/1").status_code == 403
            assert api.get("/v1/custom-fields").status_code == 200


def test_bad_definitions_are_refused(client: ApiClient) -> None:
    with client("erin") as api:
        for body in (
            {},
            {"label": "x"},
            {"label": "x", "type": "picture"},
            {"label": "x" * 1_000_000, "type": "text"},
            {"label": 1, "type": 2},
        ):
            assert api.post("/v1/custom-fields", json=body).status_code == 422
        assert api.patch("/v1/custom-fields/99999999999", json={"set": {}}).status_code == 422
