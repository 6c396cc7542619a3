"""The calendar at a private address: read back by a calendar library, for as long as the person may see it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from services.staff import update_staff
from services.tokens import create_token
from tests.conftest import ApiClient
from tests.world import World

HOSTILE = "Call; Dana, «Zoë» \\n BEGIN:VEVENT\nEND:VCALENDAR\n" + "é" * 300


@pytest.fixture
def bob(client: ApiClient) -> TestClient:
    return client("bob")


def add(api: TestClient, world: World, action: str, **values: Any) -> dict[str, Any]:
    body = {"plan_id": world.plan_id, "action": action, "people_in_charge_ids": [world.staff["bob"]], **values}
    made: dict[str, Any] = api.post("/v1/tasks", json=body).json()
    return made


def make(api: TestClient) -> str:
    answer = api.post("/v1/me/calendar")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["path"]).removeprefix("/api")


def events(api: TestClient, path: str) -> dict[str, Any]:
    answer = api.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["cache-control"]
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
    return {str(each["uid"]): each for each in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_open_tasks_with_a_deadline_are_all_day_events(client: ApiClient, bob: TestClient, world: World) -> None:
    add(bob, world, HOSTILE, deadline="2026-12-31")
    add(bob, world, "Done", deadline="2026-12-30", status="Complete")
    add(bob, world, "Some day")
    add(bob, world, "Alice's", deadline="2026-12-29", people_in_charge_ids=[world.staff["alice"]])
    path, nobody = make(bob), client()
    found = events(nobody, path)
    assert len(found) == 1
    uid, event = found.popitem()
    assert event["dtstart"].dt == date(2026, 12, 31)
    assert event["dtend"].dt == date(2027, 1, 1)
    assert str(event["description"]).startswith(HOSTILE)
    assert str(event["summary"]).startswith("Call; Dana, «Zoë» \\n BEGIN:VEVENT END:VCALENDAR é")
    assert str(event["url"]).startswith(f"http://testserver/plan?id={world.plan_id}&tab=planning&part=tasks&task=")
    assert list(events(nobody, make(bob))) == [uid]


def test_goals_of_ones_own_plans_are_there_until_they_are_reached(client: ApiClient, world: World) -> None:
    alice = client("alice")
    goal = {"plan_id": world.plan_id, "name": "Share", "target": "10", "due_date": "2026-06-30"}
    goal_id = alice.post("/v1/goals", json=goal).json()["id"]
    path = make(alice)
    assert [str(each["summary"]) for each in events(client(), path).values()] == ["Due: Share"]
    assert alice.patch(f"/v1/goals/{goal_id}", json={"set": {"actual": {"to": "10"}}}).status_code == 200
    assert events(client(), path) == {}


def test_a_renewed_or_revoked_address_is_gone(client: ApiClient, bob: TestClient) -> None:
    assert bob.get("/v1/me/calendar").json() == {"created_at": None, "used_at": None}
    assert bob.delete("/v1/me/calendar").status_code == 404
    first = make(bob)
    assert events(client(), first) == {}
    assert bob.get("/v1/me/calendar").json()["used_at"]
    second = make(bob)
    assert client().get(first).status_code == 404
    assert events(client(), second) == {}
    assert bob.delete("/v1/me/calendar").status_code == 204
    assert client().get(second).status_code == 404


def test_who_was_let_go_has_no_calendar(client: ApiClient, bob: TestClient, world: World) -> None:
    path = make(bob)
    update_staff(world.db, world.actor("erin"), world.staff["bob"], {"active": {"to": False}})
    assert client().get(path).status_code == 404


def test_only_the_hash_is_stored_and_guessing_is_slowed(client: ApiClient, bob: TestClient, world: World) -> None:
    path = make(bob)
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    with world.db.read() as cursor:
        assert token not in str(cursor.rows("select * from calendar_feed"))
    nobody = client()
    statuses = [nobody.get("/calendar/guessed.ics").status_code for _try in range(51)]
    assert statuses == [404] * 50 + [429]
    assert nobody.get(path).status_code == 429


def test_a_token_makes_no_calendar(client: ApiClient, world: World) -> None:
    token = create_token(world.db, world.actor("bob"), name="Script").token
    answer = client(headers={"authorization": f"Bearer {token}"}).post("/v1/me/calendar")
    assert answer.status_code == 403


def test_overdue_tasks_stay_on_their_day(client: ApiClient, bob: TestClient, world: World) -> None:
    day = date.today() - timedelta(days=400)
    add(bob, world, "Long ago", deadline=day.isoformat())
    assert [each["dtstart"].dt for each in events(client(), make(bob)).values()] == [day]
