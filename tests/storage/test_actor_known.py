"""Who a session stands for is kept in memory, and forgotten with anything that is written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data.database import now
from services import sessions
from services.actors import Permission
from tests.world import World


def test_what_changes_of_a_person_holds_from_the_next_question_on(world: World) -> None:
    token = world.tokens["bob"]
    assert sessions.actor_of_session(world.db, token) == sessions.actor_of_session(world.db, token)
    with world.db.write() as cursor:
        cursor.execute("update role set can_edit = false")
        found = sessions.actor_of_session(world.db, token)
        assert found is not None
        assert not found.may(Permission.EDIT)
    found = sessions.actor_of_session(world.db, token)
    assert found is not None
    assert not found.may(Permission.EDIT)
    sessions.sign_out(world.db, token)
    assert sessions.actor_of_session(world.db, token) is None


def test_what_was_rolled_back_was_never_known(world: World) -> None:
    token = world.tokens["bob"]

    def take_away_and_fail() -> None:
        with world.db.write() as cursor:
            cursor.execute("delete from session")
            assert sessions.actor_of_session(world.db, token) is None
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        take_away_and_fail()
    assert sessions.actor_of_session(world.db, token) is not None


def test_a_session_ends_by_the_clock_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    token = world.tokens["bob"]
    assert sessions.actor_of_session(world.db, token) is not None
    monkeypatch.setattr(sessions, "now", lambda: now() + sessions.IDLE + timedelta(minutes=1))
    assert sessions.actor_of_session(world.db, token) is None
