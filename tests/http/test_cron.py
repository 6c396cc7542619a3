"""The scheduled jobs: by command, by the address with the key, and what is remembered of them."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from data.database import Database, now
from services import cron
from services.actors import Source, system_actor
from services.cron import Job, cron_key, list_jobs, replace_cron_key, run_jobs, run_jobs_now
from services.errors import NotAllowed, NotFound, Refused
from services.sessions import actor_of_session
from tests.conftest import ApiClient
from tests.world import World

SYSTEM = system_actor(Source.CRON)


def test_the_address_with_the_key_runs_every_job_without_a_session(world: World, client: ApiClient) -> None:
    key = cron_key(world.db, SYSTEM)
    answer = client().get(f"/cron/{key}")
    assert answer.status_code == 200
    assert [each["name"] for each in answer.json()["jobs"]] == list(cron.JOBS)
    assert all(each["reason"] is None for each in answer.json()["jobs"])
    assert cron_key(world.db, SYSTEM) == key


def test_one_job_can_be_named(world: World, client: ApiClient) -> None:
    key = cron_key(world.db, SYSTEM)
    assert [each["name"] for each in client().get(f"/cron/{key}?job=end-sessions").json()["jobs"]] == ["end-sessions"]
    assert client().get(f"/cron/{key}?job=make-coffee").status_code == 404


def test_after_a_new_key_the_address_before_does_nothing(world: World, client: ApiClient) -> None:
    before = cron_key(world.db, SYSTEM)
    after = replace_cron_key(world.db, world.actor("erin"))
    assert client().get(f"/cron/{before}").status_code == 404
    assert client().get(f"/cron/{after}").status_code == 200


def test_only_administrators_run_jobs_or_change_the_key(world: World) -> None:
    for refused in (run_jobs_now, replace_cron_key):
        with pytest.raises(NotAllowed):
            refused(world.db, world.actor("alice"))
    assert [state.started_at for state in list_jobs(world.db, SYSTEM)] == [None] * len(cron.JOBS)


@pytest.mark.parametrize("key", ["x", "é", "%00", "a" * 300, "null"])
def test_a_wrong_key_finds_nothing_even_before_there_is_one(world: World, client: ApiClient, key: str) -> None:
    assert client("erin").get(f"/cron/{key}").status_code in (404, 422)
    cron_key(world.db, SYSTEM)
    assert client("erin").get(f"/cron/{key}").status_code in (404, 422)
    assert [state.started_at for state in list_jobs(world.db, SYSTEM)] == [None] * len(cron.JOBS)


def test_expired_and_idle_sessions_end_and_others_stay(world: World) -> None:
    with world.db.write() as cursor:
        cursor.execute("update session set expires_at = $t where staff_id = $id", {"t": now(), "id": world.staff["bob"]})
        cursor.execute("update session set seen_at = $t where staff_id = $id", {"t": now() - timedelta(days=2), "id": world.staff["erin"]})
    assert [(state.name, state.handled) for state in run_jobs(world.db, ["end-sessions"])] == [("end-sessions", 2)]
    assert run_jobs(world.db, ["end-sessions"])[0].handled == 0
    assert actor_of_session(world.db, world.tokens["alice"]) is not None
    with world.db.read() as cursor:
        assert cursor.value("select count(*) from session") == 2


def test_how_a_job_went_is_remembered_and_a_failure_does_not_stop_the_next(
    db: Database, client: ApiClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_db: Database) -> int:
        raise Refused("The mail server does not answer.")

    monkeypatch.setattr(cron, "JOBS", {"first": Job("first", "First", fail), "second": Job("second", "Second", lambda _db: 3)})
    answer = client().get(f"/cron/{cron_key(db, SYSTEM)}")
    assert answer.status_code == 500
    first, second = list_jobs(db, SYSTEM)
    assert (first.handled, first.reason, second.handled, second.reason) == (None, "The mail server does not answer.", 3, None)
    assert first.started_at is not None
    assert second.ended_at is not None
    assert now() - second.ended_at < timedelta(minutes=1)


def test_jobs_do_not_run_twice_at_once(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    started, go_on = threading.Event(), threading.Event()

    def wait(_db: Database) -> int:
        started.set()
        return int(go_on.wait(10))

    monkeypatch.setattr(cron, "JOBS", {"slow": Job("slow", "Slow", wait)})
    first = threading.Thread(target=run_jobs, args=(db,))
    first.start()
    assert started.wait(10)
    with pytest.raises(Refused):
        run_jobs(db)
    go_on.set()
    first.join()
    assert run_jobs(db)[0].handled == 1


def test_only_an_administrator_sees_jobs_and_key(world: World) -> None:
    for name in ("alice", "charlie"):
        with pytest.raises(NotAllowed):
            list_jobs(world.db, world.actor(name))
        with pytest.raises(NotAllowed):
            cron_key(world.db, world.actor(name))
    assert cron_key(world.db, world.actor("erin"))
    with pytest.raises(NotFound):
        run_jobs(world.db, ["make-coffee"])
