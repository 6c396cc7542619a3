"""Health, flags, goals, approval and rules over HTTP: what they say, who may change them, what is undone."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.conftest import ApiClient
from tests.world import World


@pytest.fixture
def alice(client: ApiClient) -> Iterator[httpx.Client]:
    with client("alice") as api:
        yield api


def new_plan(api: httpx.Client, world: World, **values: object) -> int:
    made = api.post("/v1/plans", json={"client_id": world.client_id, "subject": "Standing", **values})
    assert made.status_code == 201, made.text
    return int(made.json()["id"])


def test_approval_names_who_and_says_when_the_plan_changed_since(world: World, alice: httpx.Client) -> None:
    plan_id = new_plan(alice, world)
    address = f"/v1/plans/{plan_id}/approval"
    assert alice.get(address).json()["approved_by"] is None
    revision = alice.get(f"/v1/plans/{plan_id}").json()["revision"]
    answer = alice.post(address, json={"revision": revision})
    assert answer.status_code == 201
    assert (answer.json()["approved_by"], answer.json()["is_changed_since"]) == ("Alice", False)
    sheet = alice.patch(f"/v1/plans/{plan_id}/sheets/competitor", json={"added": [{"key": "a", "values": {"name": "Rival"}}]})
    assert sheet.status_code == 200
    assert alice.get(address).json()["is_changed_since"] is True
    assert alice.post(address, json={"revision": revision}).status_code == 409
    approved = alice.get(address).json()
    withdrawn = alice.delete(address)
    assert withdrawn.status_code == 204
    assert alice.get(address).json()["approved_by"] is None
    assert alice.post(f"/v1/change-sets/{withdrawn.headers['x-change-set-id']}/undo").status_code == 200
    assert alice.get(address).json() == approved


def test_withdrawing_where_nobody_approved_changes_nothing(world: World, alice: httpx.Client) -> None:
    plan_id = new_plan(alice, world)
    revision = alice.get(f"/v1/plans/{plan_id}").json()["revision"]
    answer = alice.delete(f"/v1/plans/{plan_id}/approval")
    assert answer.status_code == 204
    assert "x-change-set-id" not in answer.headers
    assert alice.get(f"/v1/plans/{plan_id}").json()["revision"] == revision
    assert alice.delete("/v1/plans/999999/approval").status_code == 404


def test_an_approval_is_undone_and_does_not_come_along_with_a_copy(world: World, alice: httpx.Client) -> None:
    plan_id = new_plan(alice, world)
    approved = alice.post(f"/v1/plans/{plan_id}/approval", json={}).json()
    copy = alice.post(f"/v1/plans/{plan_id}/copy", json={}).json()
    assert alice.get(f"/v1/plans/{copy['id']}/approval").json()["approved_by"] is None
    assert alice.post(f"/v1/change-sets/{approved['change_set_id']}/undo").status_code == 200
    assert alice.get(f"/v1/plans/{plan_id}/approval").json()["approved_by"] is None


def test_a_reader_sees_but_does_not_approve(client: ApiClient, world: World, alice: httpx.Client) -> None:
    plan_id = new_plan(alice, world)
    with client("charlie") as api:
        assert api.get(f"/v1/plans/{plan_id}/approval").status_code == 200
        assert api.get(f"/v1/plans/{plan_id}/health").status_code == 200
        assert api.post(f"/v1/plans/{plan_id}/approval", json={}).status_code == 403
        assert api.delete(f"/v1/plans/{plan_id}/approval").status_code == 403
    assert alice.post("/v1/plans/999999/approval", json={}).status_code == 404


def test_goals_tell_progress_pace_and_history(world: World, alice: httpx.Client) -> None:
    plan_id = new_plan(alice, world, period_type="year", period_start="2026-01-01")
    sheet = f"/v1/plans/{plan_id}/sheets/goal"
    goal = {"name": "Revenue", "unit": "currency", "baseline": "0", "target": "200", "actual": "50", "due_date": "2026-12-31"}
    row = alice.patch(sheet, json={"added": [{"key": "g", "values": goal}]}).json()["rows"][0]
    alice.patch(sheet, json={"changed": [{"id": row["id"], "set": {"actual": {"from": "50.0000", "to": "100"}}}]}).raise_for_status()
    [state] = alice.get(f"/v1/plans/{plan_id}/goals").json()["items"]
    assert state["progress"] == 0.5
    assert [each["actual"] for each in state["history"]] == ["50.0000", "100.0000"]
    parts = {part["name"]: part for part in alice.get(f"/v1/plans/{plan_id}/health").json()["parts"]}
    assert parts["goals"]["score"] == pytest.approx(100 * state["pace"])


def test_an_administrator_adds_changes_and_deletes_rules(client: ApiClient, world: World, alice: httpx.Client) -> None:
    plan_id = new_plan(alice, world, client_status="Yellow")
    rule = {
        "name": "Yellow <img src=x>",
        "severity": "Low",
        "conditions": [{"subject": "client_status", "operator": "is", "value": "Yellow"}],
    }
    assert alice.post("/v1/risk-rules", json=rule).status_code == 403
    with client("erin") as api:
        made = api.post("/v1/risk-rules", json=rule)
        assert made.status_code == 201
        rule_id = made.json()["id"]
        flags = alice.get(f"/v1/plans/{plan_id}/health").json()["flags"]
        assert [flag["name"] for flag in flags] == ["Yellow <img src=x>"]
        assert api.patch(f"/v1/risk-rules/{rule_id}", json={"is_active": False}).status_code == 200
        stale = api.patch(f"/v1/risk-rules/{rule_id}", json={"name": "Mine", "version": made.json()["version"]})
        assert (stale.status_code, stale.json()["conflicts"][0]["field"]) == (409, "name")
        assert alice.get(f"/v1/plans/{plan_id}/health").json()["flags"] == []
        assert api.patch(f"/v1/risk-rules/{rule_id}", json={"conditions": []}).status_code == 422
        assert alice.delete(f"/v1/risk-rules/{rule_id}").status_code == 403
        kept = api.get("/v1/risk-rules").json()["items"]
        deleted = api.delete(f"/v1/risk-rules/{rule_id}")
        assert deleted.status_code == 204
        assert api.delete(f"/v1/risk-rules/{rule_id}").status_code == 404
        change_set = deleted.headers["x-change-set-id"]
        assert alice.post(f"/v1/change-sets/{change_set}/undo").status_code in (403, 404)
        assert api.post(f"/v1/change-sets/{change_set}/undo").status_code == 200
        assert api.get("/v1/risk-rules").json()["items"] == kept


def test_what_a_rule_may_look_at_is_listed_and_taken(client: ApiClient, world: World) -> None:
    with client("erin") as api:
        field = {"label": "Strategic", "type": "yes/no"}
        name = api.post("/v1/custom-fields", json=field).json()["name"]
        subjects = {each["name"]: each for each in api.get("/v1/risk-rules/subjects").json()["items"]}
        assert subjects[name] == {
            "name": name,
            "label": "Strategic",
            "type": "yes_no",
            "operators": ["is", "is_not", "is_set", "is_not_set"],
            "choices": ["Yes", "No"],
        }
        assert {"industry", "person_in_charge", "days_to_period_end", "lowest_goal_progress", "overdue_tasks"} < set(subjects)
        examples = {"reference": world.staff["alice"]}
        for subject in subjects.values():
            value = subject["choices"][0] if subject["choices"] else examples.get(subject["type"], "1.5")
            conditions = [{"subject": subject["name"], "operator": each, "value": value} for each in subject["operators"]]
            answer = api.post("/v1/risk-rules", json={"name": subject["name"], "severity": "Low", "conditions": conditions})
            assert answer.status_code == 201, (subject, answer.text)
        assert api.get(f"/v1/plans/{world.plan_id}/health").status_code == 200


def test_weights_of_health_are_checked_and_used(client: ApiClient, world: World, alice: httpx.Client) -> None:
    plan_id = new_plan(alice, world)
    weights = {"tasks": 0, "overdue": 0, "goals": 0, "freshness": 100, "completeness": 0}
    with client("erin") as api:
        before = api.get("/v1/settings").json()["health_weights"]
        bad = api.patch("/v1/settings", json={"set": {"health_weights": {"to": {**weights, "freshness": 0}}}})
        assert bad.status_code == 422
        assert api.patch("/v1/settings", json={"set": {"health_weights": {"from": before, "to": weights}}}).status_code == 200
        assert alice.get(f"/v1/plans/{plan_id}/health").json()["score"] == 100
        api.patch("/v1/settings", json={"set": {"health_weights": {"to": before}}}).raise_for_status()


def test_revenue_over_http_is_in_decimal_strings(world: World, alice: httpx.Client) -> None:
    plan_id = new_plan(alice, world, revenue_next_year="120000", period_type="quarter")
    body = alice.get(f"/v1/plans/{plan_id}/revenue").json()
    assert body == {"planned_year": "120000.00", "planned_period": "30000.00", "planned_margin": None, "years": []}
