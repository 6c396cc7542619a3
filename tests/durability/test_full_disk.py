"""A disk that is full: nothing is lost, the person is told, and the server goes on by itself once there is room."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from data.database import Database
from services.actors import Actor
from services.clients import create_client, list_clients
from services.errors import NotStored
from tests.conftest import ApiClient
from tests.world import World

ROOM = 300_000


@contextmanager
def no_room(most: int) -> Iterator[None]:
    """No file may grow beyond this many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def fill(db: Database, actor: Actor, count: int) -> None:
    for number in range(count):
        create_client(db, actor, {"name": f"Client {number}", "address": "1 Quai Ouest " * 150})


def names(db: Database, actor: Actor) -> set[str]:
    return {row["name"] for row in list_clients(db, actor, limit=1000).items}


def test_what_finds_no_room_is_refused_and_what_was_stored_stays(world: World, client: ApiClient) -> None:
    alice = world.actor("alice")
    log = world.db.path.with_suffix(".duckdb.wal")
    with no_room(log.stat().st_size + ROOM if log.exists() else ROOM):
        with pytest.raises(NotStored):
            fill(world.db, alice, 1000)
        stored = names(world.db, alice)
        api = client("alice")
        answers = [api.post("/v1/clients", json={"name": f"More {number}", "address": "x" * 2000}) for number in range(100)]
        assert {each.status_code for each in answers} <= {201, 507}
        assert "disk" in answers[-1].json()["detail"]
    assert names(world.db, alice) >= stored
    assert create_client(world.db, alice, {"name": "After"})[0]["name"] == "After"


def test_the_engine_that_gave_up_is_opened_anew_with_all_that_was_stored(world: World, client: ApiClient, tmp_path: Path) -> None:
    alice = world.actor("alice")
    fill(world.db, alice, 50)
    before = names(world.db, alice)
    with no_room(10_000), pytest.raises(duckdb.FatalException):
        world.db.copy_to(tmp_path / "copy.duckdb")
    assert client().get("/health").status_code == 200
    assert names(world.db, alice) == before
    assert create_client(world.db, alice, {"name": "After"})[0]["name"] == "After"
    world.db.copy_to(tmp_path / "copy.duckdb")
    copy = Database(tmp_path / "copy.duckdb")
    assert names(copy, alice) == {*before, "After"}
    copy.close()
