"""Tasks of all plans over HTTP: found by what they are, put into groups by day, changed one at a time by the rules of the grid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from services.settings import read_settings, today
from tests.conftest import ApiClient
from tests.world import World

Add = Callable[..., dict[str, Any]]


@pytest.fixture
def alice(client: ApiClient) -> TestClient:
    return client("alice")


@pytest.fixture
def day(world: World) -> date:
    return today(read_settings(world.db))


@pytest.fixture
def add(alice: TestClient, world: World) -> Add:
    def add_task(action: str, **values: Any) -> dict[str, Any]:
        answer = alice.post("/v1/tasks", json={"plan_id": world.plan_id, "action": action, **values})
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    return add_task


def found(api: TestClient, query: str) -> list[str]:
    answer = api.get(f"/v1/tasks?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] == len(answer.json()["items"])
    return [each["action"] for each in answer.json()["items"]]


def test_a_task_is_made_read_changed_and_deleted(alice: TestClient, world: World, add: Add) -> None:
    made = add(
        "Call", objective_id="Grow", item_id="Pilot", people_in_charge_ids=[world.staff["bob"]], deadline="2026-03-31", priority="High"
    )
    assert made["objective"] == "Grow"
    assert made["item"] == "Pilot"
    assert made["people_in_charge"] == ["Bob"]
    assert (made["plan"], made["client"], made["status"]) == ("Nordwind – Q1 2026", "Nordwind", "Not Started")
    address = f"/v1/tasks/{made['id']}"
    changed = alice.patch(address, json={"set": {"status": {"from": "Not Started", "to": "Complete"}}}).json()
    assert changed["completed_at"]
    assert alice.get(address).json()["status"] == "Complete"
    assert alice.post(f"/v1/change-sets/{changed['change_set_id']}/undo").status_code == 200
    assert alice.get(address).json()["completed_at"] is None
    deleted = alice.delete(address)
    assert deleted.status_code == 204
    assert alice.get(address).status_code == 404
    assert alice.post(f"/v1/change-sets/{deleted.headers['x-change-set-id']}/undo").status_code == 200
    assert alice.get(address).json()["objective"] == "Grow"


def test_tasks_are_found_by_person_status_plan_and_deadline(alice: TestClient, world: World, add: Add, day: date) -> None:
    other = world.make_plan(status="Archived", subject="Elsewhere")
    me, bob = world.staff["alice"], world.staff["bob"]
    add("Mine", people_in_charge_ids=[bob, me], deadline=(day - timedelta(days=1)).isoformat())
    add("Bob's", people_in_charge_ids=[bob], deadline=day.isoformat(), priority="Urgent")
    add("Nobody's", plan_id=other, status="On Hold")
    assert found(alice, "person=me") == ["Mine"]
    assert found(alice, f"person={bob}") == ["Mine", "Bob's"]
    assert found(alice, "person=none") == ["Nobody's"]
    assert found(alice, "person=none&person=me") == ["Mine", "Nobody's"]
    assert found(alice, "overdue=true") == ["Mine"]
    assert found(alice, "overdue=false") == ["Bob's", "Nobody's"]
    assert found(alice, f"from={day}") == ["Bob's"]
    assert found(alice, f"to={day - timedelta(days=1)}") == ["Mine"]
    assert found(alice, f"plan={other}") == found(alice, "plan_status=Archived") == found(alice, "status=On+Hold") == ["Nobody's"]
    assert found(alice, "q=ELSEWHERE") == ["Nobody's"]
    assert found(alice, "q=nordwind+bob") == ["Bob's"]
    assert found(alice, "q=nothing") == []
    assert found(alice, "sort=-priority") == ["Bob's", "Mine", "Nobody's"]
    page = alice.get("/v1/tasks?limit=1&offset=1").json()
    assert ([each["action"] for each in page["items"]], page["total"]) == (["Bob's"], 3)


def test_a_person_whose_id_is_part_of_another_is_not_taken_for_it(alice: TestClient, world: World, add: Add) -> None:
    add("Bob's", people_in_charge_ids=[world.staff["bob"]])
    assert found(alice, f"person={world.staff['bob']}1") == []
    assert found(alice, "person=0") == []


def test_every_open_task_is_in_one_group(alice: TestClient, add: Add, day: date) -> None:
    for offset, status in (
        (-1, "On Hold"),
        (0, "Waiting for feedback"),
        (1, "Not Started"),
        (7, "In Progress"),
        (8, "Not Started"),
        (1, "On Hold"),
    ):
        add(f"{offset} {status}", status=status, deadline=(day + timedelta(days=offset)).isoformat())
    add("Some day")
    add("Held", status="On Hold")
    add("Done", status="Complete", deadline=(day - timedelta(days=1)).isoformat())
    work = alice.get("/v1/work").json()
    assert work["today"] == day.isoformat()
    assert {each["name"]: [task["action"] for task in each["items"]] for each in work["groups"]} == {
        "overdue": ["-1 On Hold"],
        "today": ["0 Waiting for feedback"],
        "week": ["1 Not Started", "7 In Progress"],
        "later": ["8 Not Started"],
        "no_deadline": ["Some day"],
        "waiting": ["1 On Hold", "Held"],
    }
    for group in work["groups"]:
        assert found(alice, f"group={group['name']}") == [task["action"] for task in group["items"]]
        assert group["total"] == len(group["items"])
    assert [task["overdue"] for task in work["groups"][0]["items"]] == [True]
    assert [group["total"] for group in alice.get("/v1/work?person=me").json()["groups"]] == [0] * 6
    assert [len(group["items"]) for group in alice.get("/v1/work?limit=1").json()["groups"]] == [1] * 6

    def actions(query: str) -> dict[str, list[str]]:
        return {each["name"]: [task["action"] for task in each["items"]] for each in alice.get(f"/v1/work?{query}").json()["groups"]}

    assert actions("sort=-deadline")["week"] == ["7 In Progress", "1 Not Started"]
    rest = actions("offset=1")
    assert (rest["week"], rest["waiting"], rest["today"]) == (["7 In Progress"], ["Held"], [])
    assert actions("sort=-deadline&offset=1&limit=1")["week"] == ["1 Not Started"]
    assert alice.get("/v1/work?sort=nonsense").json()["problems"][0]["field"] == "sort"


def test_plans_in_review_wait_for_the_approval_of_who_is_in_charge(client: ApiClient, alice: TestClient, world: World) -> None:
    plan_id = world.make_plan(status="Review", person_in_charge_id=world.staff["alice"])
    assert [plan["id"] for plan in alice.get("/v1/work").json()["approvals"]] == [plan_id]
    assert client("bob").get("/v1/work").json()["approvals"] == []
    assert alice.post(f"/v1/plans/{plan_id}/approval", json={}).status_code == 201
    assert alice.get("/v1/work").json()["approvals"] == []


def test_tasks_of_plans_in_the_trash_are_not_there(alice: TestClient, world: World, add: Add) -> None:
    task = add("Gone")
    assert alice.delete(f"/v1/plans/{world.plan_id}").status_code == 204
    assert found(alice, "") == []
    assert alice.get(f"/v1/tasks/{task['id']}").status_code == 404
    assert alice.patch(f"/v1/tasks/{task['id']}", json={"set": {"action": {"to": "x"}}}).status_code == 404
    refused = alice.post("/v1/tasks", json={"plan_id": world.plan_id})
    assert (refused.status_code, refused.json()["problems"][0]["field"]) == (422, "plan_id")


def test_nothing_is_saved_where_one_value_is_wrong(alice: TestClient, add: Add) -> None:
    task = add("Keep")
    answer = alice.patch(f"/v1/tasks/{task['id']}", json={"set": {"action": {"to": "Changed"}, "deadline": {"to": "tomorrow"}}})
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["problems"]] == ["deadline"]
    assert alice.get(f"/v1/tasks/{task['id']}").json()["action"] == "Keep"
    assert alice.patch(f"/v1/tasks/{task['id']}", json={"set": {"completed_at": {"to": None}}}).status_code == 422
    wrong = alice.post("/v1/tasks", json={"plan_id": task["plan_id"], "action": "New", "objective_id": "Unused", "status": "Sometimes"})
    assert wrong.status_code == 422
    assert found(alice, "") == ["Keep"]


def test_who_was_too_late_is_shown_both_values(client: ApiClient, alice: TestClient, add: Add) -> None:
    task = add("Contested")
    address = f"/v1/tasks/{task['id']}"
    edit = {"set": {"status": {"from": "Not Started", "to": "On Hold"}}}
    assert client("bob").patch(address, json=edit).status_code == 200
    late = alice.patch(address, json={"set": {"status": {"from": "Not Started", "to": "Complete"}, "action": {"to": "Mine"}}})
    assert late.status_code == 409
    conflict = late.json()["conflicts"][0]
    assert (conflict["field"], conflict["yours"], conflict["theirs"]) == ("status", "Complete", "On Hold")
    assert alice.patch(address, json={"version": task["version"], "set": {"status": {"to": "Complete"}}}).status_code == 409
    assert alice.get(address).json()["action"] == "Contested"
    # Another field of the same row merges.
    assert alice.patch(address, json={"set": {"action": {"from": "Contested", "to": "Mine"}}}).json()["status"] == "On Hold"


@pytest.mark.parametrize(
    "query",
    ["person=alice", "status=Done", "overdue=maybe", "from=soon", "group=never", "sort=colour", "plan=x", "plan_status=Open", "colour=red"],
)
def test_a_parameter_that_cannot_be_read_is_named(alice: TestClient, query: str) -> None:
    answer = alice.get(f"/v1/tasks?{query}")
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["problems"]] == [query.partition("=")[0]]


def test_goals_are_listed_made_changed_and_deleted(client: ApiClient, alice: TestClient, world: World) -> None:
    other = world.make_plan(subject="Elsewhere")
    for plan_id, name, due in ((world.plan_id, "Share", "2026-06-30"), (other, "Élan", "2026-03-31"), (other, "Some day", None)):
        assert (
            alice.post("/v1/goals", json={"plan_id": plan_id, "name": name, "unit": "percent", "target": "40", "due_date": due}).status_code
            == 201
        )

    def names(query: str) -> list[str]:
        return [each["name"] for each in alice.get(f"/v1/goals?{query}").json()["items"]]

    assert names("") == ["Élan", "Share", "Some day"]
    assert names("person=me") == names("from=2026-04-01") == names(f"plan={world.plan_id}") == ["Share"]
    assert names("person=none") == names("q=elsewhere") == ["Élan", "Some day"]
    assert names("q=elan") == names("to=2026-03-31") == ["Élan"]
    assert names("sort=-name") == ["Some day", "Share", "Élan"]
    goal = alice.get("/v1/goals?q=share").json()["items"][0]
    address = f"/v1/goals/{goal['id']}"
    assert (goal["plan"], goal["client"], goal["target"]) == ("Nordwind – Q1 2026", "Nordwind", "40.0000")
    changed = alice.patch(address, json={"set": {"actual": {"from": None, "to": "12.5"}}})
    assert (changed.status_code, changed.json()["actual"]) == (200, "12.5000")
    assert client("bob").patch(address, json={"set": {"actual": {"from": None, "to": "9"}}}).status_code == 409
    assert alice.patch(address, json={"set": {"target": {"to": "much"}}}).status_code == 422
    deleted = alice.delete(address)
    assert deleted.status_code == 204
    assert alice.get(address).status_code == 404
    assert alice.post(f"/v1/change-sets/{deleted.headers['x-change-set-id']}/undo").status_code == 200
    assert alice.get(address).json()["name"] == goal["name"]
    assert alice.delete(address).status_code == 204
    assert alice.get(address).status_code == 404
    assert alice.get("/v1/goals?sort=colour").status_code == 422
