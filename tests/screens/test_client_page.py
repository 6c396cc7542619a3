"""The page of a client: its data, its group, its plans, and what may be done with it by whom."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from services.clients import create_client, get_client, update_client
from tests.servers import ROOT
from tests.world import World

HOSTILE = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) ::JSCODE::"


def open_client(world: World, monkeypatch: pytest.MonkeyPatch, who: str, client_id: int | str) -> AppTest:
    monkeypatch.setattr("components.session.session_token", lambda: world.tokens[who])
    page = AppTest.from_file(str(ROOT / "pages" / "client" / "page.py"), default_timeout=30)
    page.query_params["id"] = str(client_id)
    return page.run()


def texts(page: AppTest) -> str:
    return "\n".join([each.value for each in page.markdown])


def test_a_field_is_stored_when_left(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_client(world, monkeypatch, "bob", world.client_id)
    assert not page.exception
    page.text_input(key=f"client.{world.client_id}.industry").input("Wind power").run()
    assert get_client(world.db, world.actor("bob"), world.client_id)["industry"] == "Wind power"


def test_a_conflict_shows_both_values(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_client(world, monkeypatch, "bob", world.client_id)
    update_client(world.db, world.actor("alice"), world.client_id, {"industry": {"to": "Oil"}})
    page.text_input(key=f"client.{world.client_id}.industry").input("Wind power").run()
    assert "“Oil”" in texts(page)
    assert get_client(world.db, world.actor("bob"), world.client_id)["industry"] == "Oil"


def test_a_reader_sees_everything_and_changes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_client(world, monkeypatch, "charlie", world.client_id)
    assert page.text_input(key=f"client.{world.client_id}.name").disabled
    assert not page.button


def test_hostile_names_stay_text_and_namesakes_are_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (HOSTILE, HOSTILE):
        client_id = create_client(world.db, world.actor("alice"), {"name": name})[0]["id"]
    page = open_client(world, monkeypatch, "alice", client_id)
    assert not page.exception
    assert not re.search(r"(?<!\\)(<img|\]\(java)", texts(page))
    assert "There is another client of this name" in texts(page)


@pytest.mark.parametrize("address", ["999", "x", ""])
def test_what_is_not_there_leads_to_the_list(world: World, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    page = open_client(world, monkeypatch, "alice", address)
    assert not page.exception
    assert [each.label for each in page.button] == ["Go to the clients"]
