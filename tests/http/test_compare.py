"""Comparing over HTTP: two plans, one plan with its own past, and what cannot be compared."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from data.database import now
from services.roles import create_role
from services.sessions import open_session
from services.staff import add_staff
from tests.conftest import ApiClient
from tests.http.test_staff import edits
from tests.world import World


def yesterday(world: World) -> str:
    """Move everything that was logged so far back by two days; returns a day between it and now."""
    with world.db.write() as cursor:
        cursor.execute("update activity set happened_at = happened_at - interval 2 day")
    return (now() - timedelta(days=1)).date().isoformat()


def add(api: Any, plan_id: int, sheet: str, *rows: dict[str, Any]) -> None:
    added = [{"key": str(place), "values": values} for place, values in enumerate(rows)]
    api.patch(f"/v1/plans/{plan_id}/sheets/{sheet}", json={"added": added}).raise_for_status()


def test_two_plans_differ_in_fields_and_rows(client: ApiClient, world: World) -> None:
    other = world.make_plan(objective="Grow the storage business", status="Draft")
    with client("alice") as api:
        add(api, world.plan_id, "financial", {"year": 2024, "revenue": "1"}, {"year": 2025, "revenue": "2.5"})
        add(api, other, "financial", {"year": 2024, "revenue": "1"}, {"year": 2025, "revenue": "3"}, {"year": 2026})
        for plan_id, objective in ((world.plan_id, "Keep"), (other, "Win")):
            api.post("/v1/tasks", json={"plan_id": plan_id, "action": "Call", "objective_id": objective}).raise_for_status()
        body = api.get(f"/v1/plans/{world.plan_id}/compare?with={other}").json()
    assert [(body[side]["id"], body[side]["as_of"]) for side in ("left", "right")] == [(world.plan_id, None), (other, None)]
    states = [each["state"] for each in body["fields"]]
    assert states == sorted(states)
    fields = {each["field"]: each for each in body["fields"]}
    assert fields["status"] == {"field": "status", "state": "changed", "left": "In Progress", "right": "Draft"}
    assert (fields["objective"]["state"], fields["revenue_next_year"]["left"]) == ("same", "120000.00")
    sheets = {each["sheet"]: each for each in body["sheets"]}
    told = [(row["state"], row["differing"], (row["left"] or {}).get("revenue")) for row in sheets["financial"]["rows"]]
    assert told == [("changed", ["revenue"], "2.50"), ("only_right", [], None), ("same", [], "1.00")]
    [call] = sheets["task"]["rows"]
    assert (call["differing"], call["left"]["objective"], call["right"]["objective"]) == (["objective_id"], "Keep", "Win")
    assert body["differences"] == states.count("changed") + sum(each["differences"] for each in body["sheets"])


def test_a_plan_and_its_own_past(client: ApiClient, world: World) -> None:
    day = yesterday(world)
    with client("alice") as api:
        api.patch(f"/v1/plans/{world.plan_id}", json=edits(objective="Win")).raise_for_status()
        add(api, world.plan_id, "competitor", {"name": "Rival"})
        body = api.get(f"/v1/plans/{world.plan_id}/compare?at={day}").json()
    assert (body["differences"], body["left"]["as_of"][:10], body["right"]["as_of"]) == (2, day, None)
    assert body["fields"][0] == {"field": "objective", "state": "changed", "left": "Grow the storage business", "right": "Win"}
    [rival] = body["sheets"][0]["rows"]
    assert (rival["state"], rival["left"], rival["right"]["name"]) == ("only_right", None, "Rival")


def test_the_past_of_one_plan_and_another_plan(client: ApiClient, world: World) -> None:
    day, other = yesterday(world), world.make_plan(objective="Grow the storage business")
    with client("alice") as api:
        api.patch(f"/v1/plans/{world.plan_id}", json=edits(objective="Win")).raise_for_status()
        for query, state in ((f"with={other}&at={day}", "same"), (f"with={other}", "changed")):
            fields = api.get(f"/v1/plans/{world.plan_id}/compare?{query}").json()["fields"]
            assert next(each["state"] for each in fields if each["field"] == "objective") == state


def test_nothing_differs(client: ApiClient, world: World) -> None:
    with client("charlie") as api:
        body = api.get(f"/v1/plans/{world.plan_id}/compare?with={world.plan_id}").json()
    assert (body["differences"], {each["state"] for each in body["fields"]}) == (0, {"same"})


@pytest.mark.parametrize(
    ("query", "field"),
    [("", "with"), ("with=abc", "with"), ("with=0", "with"), ("at=2026-02-30", "at"), ("at=9999-12-31", "at"), ("at=1900-01-01", "at")],
)
def test_what_cannot_be_compared_is_named(client: ApiClient, world: World, query: str, field: str) -> None:
    refused = client("charlie").get(f"/v1/plans/{world.plan_id}/compare?{query}")
    assert (refused.status_code, refused.json()["problems"][0]["field"]) == (422, field)


def test_a_plan_that_is_not_there_or_was_not_there_yet(client: ApiClient, world: World) -> None:
    api = client("charlie")
    for address in (
        f"/v1/plans/4000/compare?with={world.plan_id}",
        f"/v1/plans/{world.plan_id}/compare?with=4000",
        f"/v1/plans/{world.plan_id}/compare?at=2020-01-01",
    ):
        assert api.get(address).status_code == 404


def test_not_without_the_permission(client: ApiClient, world: World) -> None:
    erin = world.actor("erin")
    role = create_role(world.db, erin, {"name": "Waiting"})
    olga = add_staff(world.db, erin, {"name": "Olga", "email": "olga@example.com", "role_id": role["id"]})
    world.tokens["olga"] = open_session(world.db, olga["id"])
    for query in (f"with={world.plan_id}", "at=2020-01-01", ""):
        assert client("olga").get(f"/v1/plans/{world.plan_id}/compare?{query}").status_code == 403
