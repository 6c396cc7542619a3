"""Clients, contacts and what may be referred to, over HTTP."""

from __future__ import annotations

from tests.conftest import ApiClient
from tests.world import World


def test_a_client_is_created_found_changed_merged_and_deleted(client: ApiClient, world: World) -> None:
    with client("alice") as api:
        made = api.post("/v1/clients", json={"name": "NORDWIND", "address": "Pier Sud"})
        assert (made.status_code, made.json()["plans"]) == (201, 0)
        assert [each["id"] for each in made.json()["same_name"]] == [world.client_id]
        address = f"/v1/clients/{made.json()['id']}"
        found = api.get("/v1/clients", params={"q": "pier sud", "sort": "-name", "limit": 1}).json()
        assert (found["total"], found["items"][0]["name"]) == (1, "NORDWIND")
        changed = api.patch(address, json={"set": {"industry": {"from": None, "to": "Energy"}}})
        assert (changed.status_code, changed.json()["industry"], changed.json()["version"]) == (200, "Energy", 2)
        assert api.patch(address, json={"set": {"industry": {"from": None, "to": "Gas"}}}).status_code == 409
        assert api.patch(address, json={"set": {"parent_client_id": {"to": made.json()["id"]}}}).status_code == 422
        merged = api.post(f"/v1/clients/{world.client_id}/merge", json={"other_id": made.json()["id"]})
        assert (merged.status_code, merged.json()["name"]) == (200, "Nordwind")
        assert api.get(address).status_code == 404
        refused = api.delete(f"/v1/clients/{world.client_id}")
        assert (refused.status_code, "1 plan" in refused.json()["detail"]) == (409, True)
        other = api.post("/v1/clients", json={"name": "Other"}).json()
        gone = api.delete(f"/v1/clients/{other['id']}", params={"with_plans": True})
        assert (gone.status_code, int(gone.headers["x-change-set-id"]) > 0) == (204, True)


def test_contacts(client: ApiClient, world: World) -> None:
    with client("alice") as api:
        made = api.post("/v1/contacts", json={"client_id": world.client_id, "name": "Émile", "email": "emile@example.com"})
        assert (made.status_code, made.json()["client"]) == (201, "Nordwind")
        address = f"/v1/contacts/{made.json()['id']}"
        assert api.patch(address, json={"set": {"title": {"to": "CEO"}}}).json()["title"] == "CEO"
        assert api.get(address).json()["version"] == 2
        listed = api.get("/v1/contacts", params={"client": [world.client_id], "q": "emile"}).json()
        assert [each["id"] for each in listed["items"]] == [made.json()["id"]]
        assert api.get("/v1/references/contact", params={"q": "emile"}).json()["items"][0]["detail"] == "Nordwind"
        assert api.delete(address).status_code == 204
        assert api.get(address).status_code == 404


def test_refused_without_the_permission(client: ApiClient, world: World) -> None:
    with client("charlie") as api:
        assert api.get(f"/v1/clients/{world.client_id}").status_code == 200
        assert api.post("/v1/clients", json={"name": "x"}).status_code == 403
        assert api.patch(f"/v1/clients/{world.client_id}", json={"set": {"name": {"to": "x"}}}).status_code == 403
        assert api.delete(f"/v1/clients/{world.client_id}").status_code == 403
        assert api.post("/v1/contacts", json={"client_id": world.client_id, "name": "x"}).status_code == 403
        assert api.delete(f"/v1/contacts/{world.contact_id}").status_code == 403
    with client("bob") as api:
        assert api.post(f"/v1/clients/{world.client_id}/merge", json={"other_id": 2}).status_code == 403


def test_bad_questions_are_refused(client: ApiClient) -> None:
    with client("alice") as api:
        assert api.get("/v1/clients", params={"sort": "search"}).json()["problems"][0]["field"] == "sort"
        assert api.get("/v1/contacts", params={"client": "9999999999"}).status_code == 422
        assert api.get("/v1/references/session").status_code == 404
        assert api.get("/v1/references/staff", params={"client": 1}).status_code == 422
        assert api.get("/v1/clients/0").status_code == 422
