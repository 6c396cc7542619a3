"""Changes of one record over HTTP: what they started from, which version was seen, and what a request may not pass over."""

from __future__ import annotations

from typing import Any

import pytest

from services.custom_fields import create_definition, trash_definition
from tests.conftest import ApiClient
from tests.world import World


def test_without_from_the_version_seen_decides(client: ApiClient, world: World) -> None:
    api, address = client("alice"), f"/v1/plans/{world.plan_id}"
    seen = api.get(address).json()["version"]
    assert client("bob").patch(address, json={"set": {"vision": {"to": "Bob's"}}}).status_code == 200
    late = api.patch(address, json={"version": seen, "set": {"vision": {"to": "Alice's"}}})
    assert late.status_code == 409
    assert late.json()["conflicts"] == [
        {"field": "vision", "started_from": None, "yours": "Alice's", "theirs": "Bob's", "row": world.plan_id}
    ]
    assert api.get(address).json()["vision"] == "Bob's"
    same = api.patch(address, json={"version": seen, "set": {"vision": {"to": "Bob's"}, "mission": {"from": None, "to": "M"}}})
    assert (same.status_code, same.json()["mission"]) == (200, "M")
    now = same.json()["version"]
    assert api.patch(address, json={"version": now, "set": {"vision": {"to": "Alice's"}}}).status_code == 200


def test_an_edit_of_another_record_is_refused(client: ApiClient, world: World) -> None:
    other = world.make_plan()
    refused = client("alice").patch(f"/v1/plans/{world.plan_id}", json={"id": other, "set": {"vision": {"to": "x"}}})
    assert (refused.status_code, refused.json()["problems"][0]["field"]) == (422, "id")
    assert client("alice").patch(f"/v1/plans/{other}", json={"id": other, "set": {"vision": {"to": "x"}}}).status_code == 200


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_an_emptied_subject_becomes_client_and_period(client: ApiClient, world: World, empty: str | None) -> None:
    api, address = client("alice"), f"/v1/plans/{world.plan_id}"
    edit = {"subject": {"to": empty}, "period_start": {"to": "2027-01-01"}, "period_type": {"to": "year"}}
    assert api.patch(address, json={"set": edit}).json()["subject"] == "Nordwind – 2027"
    made = api.post("/v1/plans", json={"client_id": world.client_id, "period_start": "2027-05-05", "subject": empty}).json()
    assert made["subject"] == "Nordwind – Q2 2027"


@pytest.mark.parametrize("text", ["1_000", "٣", "1,5", "0x10", "Infinity", "nan", "1e4000", "--1", "1 000"])
def test_only_plain_decimal_numbers_are_numbers(client: ApiClient, world: World, text: str) -> None:
    refused = client("alice").patch(f"/v1/plans/{world.plan_id}", json={"set": {"revenue_next_year": {"to": text}}})
    assert (refused.status_code, refused.json()["problems"][0]["field"]) == (422, "revenue_next_year")


@pytest.mark.parametrize(
    ("method", "address", "options"),
    [
        ("get", "/v1/plans", {"params": {"stauts": "Draft"}}),
        ("get", "/v1/plans/export", {"params": {"stauts": "Draft"}}),
        ("get", "/v1/board", {"params": {"stauts": "Draft"}}),
        ("post", "/v1/plans/bulk", {"json": {"action": "change_status", "status": "Review", "filter": {"stauts": ["Draft"]}, "count": 1}}),
        ("post", "/v1/views", {"json": {"name": "x", "filters": {"stauts": ["Draft"]}}}),
    ],
)
def test_a_filter_there_is_not_is_named_and_never_passed_over(
    client: ApiClient, method: str, address: str, options: dict[str, Any]
) -> None:
    refused = client("alice").request(method, address, **options)
    assert refused.status_code == 422
    assert "There is no filter stauts." in refused.text


def test_a_view_of_a_field_deleted_since_opens_without_it(client: ApiClient, world: World) -> None:
    from components.plan_list_model import list_model

    erin = world.actor("erin")
    name = f"cf_{create_definition(world.db, erin, {'label': 'Region', 'type': 'text'})[0]['id']}"
    body = {"filters": {name: ["North"], "status": ["Draft"]}, "sort": f"-{name},subject", "columns": ["id", name]}
    api = client("erin")
    assert api.post("/v1/views", json={"name": "By region", **body}).status_code == 201
    assert api.put("/v1/views/last", json={"opened": "", **body}).status_code == 204
    trash_definition(world.db, erin, int(name.removeprefix("cf_")))
    model = list_model(world.db, erin)
    for shown in (model["views"][0], model["opening"]):
        assert (shown["pairs"], shown["sort"], shown["columns"]) == ([["status", "Draft"]], "subject", ["id"])
