"""Custom fields over HTTP: defined, filled and filtered without a restart."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize(
    ("kind", "values", "query", "found"),
    [
        ("text", ["North-east", "South"], "none", [3]),
        ("text", ["North-east", "South"], ["north", "south"], [1, 2]),
        ("text", ["none", "South"], "=none", [1]),
        ("long text", ["Alpha\nBeta", "Gamma"], ["beta", "none"], [1, 3]),
        ("number", ["1.5", "20"], "none", [3]),
        ("money", ["1.5", "20"], ["1..2", "20", "none"], [1, 2, 3]),
        ("percent", ["1.5", "20"], "..", [1, 2, 3]),
        ("date", ["2026-03-01", "2026-06-01"], ["..2026-03-31", "none"], [1, 3]),
        ("date", ["2026-03-01", "2026-06-01"], ["2026-03-01", "2026-06-01"], [1, 2]),
        ("link", ["https://example.com/a", "https://example.org"], ["example.com", "none"], [1, 3]),
    ],
)
def test_none_is_unset_and_a_repeated_parameter_means_or(
    client: ApiClient, world: World, kind: str, values: list[str], query: str | list[str], found: list[int]
) -> None:
    with client("erin") as admin, client("alice") as api:
        name = admin.post("/v1/custom-fields", json={"label": "Own", "type": kind}).json()["name"]
        for place, value in enumerate([*values, None], start=1):
            custom = {"custom_fields": {name: value}} if value else {}
            api.post("/v1/plans", json={"client_id": world.client_id, "subject": str(place), **custom}).raise_for_status()
        api.delete(f"/v1/plans/{world.plan_id}").raise_for_status()
        page = api.get("/v1/plans", params={name: query, "sort": "subject"})
        assert [int(plan["subject"]) for plan in page.json()["items"]] == found
        view = {"name": "Own", "filters": {name: query if isinstance(query, list) else [query]}}
        assert api.post("/v1/views", json=view).json()["filters"] == view["filters"]
        wrong = api.get("/v1/plans", params={name: [values[0], "1..x"]})
        assert wrong.status_code == (422 if kind in ("number", "money", "percent", "date") else 200)


def test_definitions_are_paged_and_read_one_by_one(client: ApiClient) -> None:
    with client("erin") as admin, client("charlie") as api:
        made = [admin.post("/v1/custom-fields", json={"label": label, "type": "text"}).json() for label in "ABC"]
        assert api.get("/v1/custom-fields?offset=1&limit=1").json() == {"items": [made[1]], "total": 3}
        assert api.get("/v1/custom-fields?limit=1001").status_code == 422
        assert api.get(f"/v1/custom-fields/{made[2]['id']}").json() == made[2]
        admin.delete(f"/v1/custom-fields/{made[2]['id']}").raise_for_status()
        assert api.get(f"/v1/custom-fields/{made[2]['id']}").status_code == 404


@pytest.mark.parametrize(
    ("language", "low", "high", "read"),
    [
        ("en", "1,234", "", "1234.00.."),
        ("en", "1,234.50", "2 000,5", "1234.50..2000.50"),
        ("fr", "1 234,50", "2\u202f000", "1234.50..2000.00"),
        ("fr", "1,234.50", "-3", "1234.50..-3.00"),
        ("en", "", " ", ""),
    ],
)
def test_the_bounds_of_a_filter_are_read_as_the_person_types_them(client: ApiClient, language: str, low: str, high: str, read: str) -> None:
    name = client("erin").post("/v1/custom-fields", json={"label": "Worth", "type": "money", "required": True}).json()["name"]
    api = client("charlie")
    api.patch("/v1/me", json={"language": language}).raise_for_status()
    assert api.get(f"/v1/plans/ranges/{name}", params={"from": low, "to": high}).json() == {"range": read}
    assert api.get("/v1/plans", params={name: read} if read else {}).status_code == 200


def test_bounds_that_may_mean_two_numbers_are_refused_with_the_reason_at_the_bound(client: ApiClient) -> None:
    name = client("erin").post("/v1/custom-fields", json={"label": "Worth", "type": "money"}).json()["name"]
    text = client("erin").post("/v1/custom-fields", json={"label": "Remark", "type": "text"}).json()["name"]
    api = client("alice")
    refused = api.get(f"/v1/plans/ranges/{name}", params={"from": "1234,5", "to": "much"})
    assert (refused.status_code, [each["field"] for each in refused.json()["problems"]]) == (422, ["from", "to"])
    assert refused.json()["problems"][0]["reason"] == "Enter a number such as 1,234.50."
    api.patch("/v1/me", json={"language": "fr"}).raise_for_status()
    assert api.get(f"/v1/plans/ranges/{name}", params={"from": "1234.5"}).json()["problems"][0]["field"] == "from"
    assert [api.get(f"/v1/plans/ranges/{each}").status_code for each in (text, "cf_99", "margin")] == [404, 404, 404]


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
