"""What everybody may do about themselves: name, language, password, sessions, tokens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data.database import now
from services import sessions, throttle
from services.errors import TooManyAttempts
from services.sessions import open_session, sign_in
from tests.conftest import ApiClient
from tests.world import PASSWORD, World


def test_name_and_language(client: ApiClient) -> None:
    api = client("charlie")
    assert api.patch("/v1/me", json={"name": "Charles", "language": "fr"}).json()["name"] == "Charles"
    refused = api.patch("/v1/me", json={"language": "xx"})
    assert refused.status_code == 422
    assert refused.json()["detail"].startswith("Ch")
    assert api.patch("/v1/me", json={"name": ""}).json()["problems"][0]["field"] == "name"
    assert api.patch("/v1/me", json={"role_id": 1}).status_code == 422


def test_a_new_password_ends_the_other_sessions(client: ApiClient, world: World) -> None:
    elsewhere = open_session(world.db, world.staff["alice"])
    api = client("alice")
    assert len(api.get("/v1/me/sessions").json()["items"]) == 2
    assert (
        api.put("/v1/me/password", json={"current": "wrong", "password": "brand new password"}).json()["problems"][0]["field"] == "current"
    )
    assert api.put("/v1/me/password", json={"current": PASSWORD, "password": "short"}).json()["problems"][0]["field"] == "password"
    assert api.put("/v1/me/password", json={"current": PASSWORD, "password": PASSWORD}).json()["problems"][0]["field"] == "password"
    assert api.put("/v1/me/password", json={"current": PASSWORD, "password": "brand new password"}).status_code == 204
    assert api.get("/v1/me").status_code == 200
    assert sessions.actor_of_session(world.db, elsewhere) is None
    assert sign_in(world.db, "alice@example.com", "brand new password")


def test_guessing_the_current_password_is_throttled(client: ApiClient) -> None:
    api = client("alice")
    answers = [api.put("/v1/me/password", json={"current": "wrong", "password": "brand new password"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_a_session_can_be_ended_from_another(client: ApiClient, world: World) -> None:
    elsewhere = open_session(world.db, world.staff["alice"], address="192.0.2.7", agent="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    api = client("alice")
    mine, other = api.get("/v1/me/sessions").json()["items"]
    assert (mine["is_current"], other["is_current"]) == (True, False)
    assert (other["device"], other["address"]) == ("Firefox on Windows", "192.0.2.7")
    assert client("bob").delete(f"/v1/me/sessions/{other['id']}").status_code == 404
    assert api.delete(f"/v1/me/sessions/{other['id']}").status_code == 204
    assert api.delete(f"/v1/me/sessions/{other['id']}").status_code == 404
    assert api.delete("/v1/me/sessions/a").status_code == 404
    assert sessions.actor_of_session(world.db, elsewhere) is None


def test_signing_out_everywhere_else(client: ApiClient, world: World) -> None:
    others = [open_session(world.db, world.staff["alice"]) for _ in range(3)]
    assert client("alice").delete("/v1/me/sessions").status_code == 204
    assert [sessions.actor_of_session(world.db, each) for each in others] == [None] * 3
    assert client("alice").get("/v1/me").status_code == 200
    assert client("bob").get("/v1/me").status_code == 200


@pytest.mark.parametrize(("limit", "kept"), [("IDLE", timedelta(hours=11)), ("LONGEST", timedelta(days=13))])
def test_sessions_end_when_idle_and_after_a_fixed_time(world: World, monkeypatch: pytest.MonkeyPatch, limit: str, kept: timedelta) -> None:
    token, started = open_session(world.db, world.staff["bob"]), now()
    monkeypatch.setattr(sessions, "IDLE", getattr(sessions, limit))
    monkeypatch.setattr(sessions, "now", lambda: started + kept)
    assert sessions.actor_of_session(world.db, token) is not None
    monkeypatch.setattr(sessions, "now", lambda: started + kept + getattr(sessions, limit))
    assert sessions.actor_of_session(world.db, token) is None


def test_use_is_noted_at_most_once_a_minute(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    token, started = open_session(world.db, world.staff["bob"]), now()

    def seen() -> object:
        with world.db.read() as cursor:
            return cursor.value("select seen_at from session where token_hash = $hash", {"hash": sessions.token_hash(token)})

    at_first = seen()
    monkeypatch.setattr(sessions, "now", lambda: started + timedelta(seconds=30))
    sessions.actor_of_session(world.db, token)
    assert seen() == at_first
    monkeypatch.setattr(sessions, "now", lambda: started + timedelta(minutes=2))
    sessions.actor_of_session(world.db, token)
    assert seen() == started + timedelta(minutes=2)


def test_a_token_is_told_once_works_and_can_be_revoked(client: ApiClient, world: World) -> None:
    made = client("alice").post("/v1/tokens", json={"name": "Nightly report"}).json()
    api = client(headers={"authorization": f"Bearer {made['token']}"})
    assert api.get("/v1/me").json()["name"] == "Alice"
    listed = client("alice").get("/v1/tokens")
    assert listed.json()["items"][0]["name"] == "Nightly report"
    assert listed.json()["items"][0]["used_at"] is not None
    assert made["token"] not in listed.text
    with world.db.read() as cursor:
        assert made["token"] not in str(cursor.rows("select * from api_token"))
    assert api.post("/v1/tokens", json={"name": "Another"}).status_code == 403
    assert client("bob").delete(f"/v1/tokens/{made['id']}").status_code == 404
    assert client("alice").delete(f"/v1/tokens/{made['id']}").status_code == 204
    assert api.get("/v1/me").status_code == 401


def test_administrators_see_and_revoke_everybodys_tokens(client: ApiClient) -> None:
    made = client("bob").post("/v1/tokens", json={"name": "Bob's"}).json()
    assert client("alice").get("/v1/tokens?everybody=true").status_code == 403
    assert client("erin").get("/v1/tokens").json()["total"] == 0
    assert client("erin").get("/v1/tokens?everybody=true").json()["items"][0]["staff"] == "Bob"
    assert client("erin").delete(f"/v1/tokens/{made['id']}").status_code == 204


def test_a_token_needs_a_name(client: ApiClient) -> None:
    for name in ("", "  ", "x" * 300, "zero\u0000"):
        assert client("bob").post("/v1/tokens", json={"name": name}).json()["problems"][0]["field"] == "name"


def test_a_flood_of_names_does_not_free_an_account_that_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "_MOST_KEYS", 100)
    for _attempt in range(throttle.LIMITS["account"]):
        throttle.count_failure("account:alice@example.com")
    for number in range(1000):
        throttle.count_failure(f"account:{number}@example.com")
    with pytest.raises(TooManyAttempts):
        throttle.require_open("account:alice@example.com")
    throttle.require_open("account:999@example.com")
