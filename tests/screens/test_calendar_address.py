"""My account on screen: the private calendar address is shown once, renewed and revoked."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from services.calendar_feeds import calendar_state
from services.sessions import actor_of_calendar
from tests.servers import ROOT
from tests.world import World


@pytest.fixture
def app(world: World, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr("components.session.session_token", lambda: world.tokens["bob"])
    opened = AppTest.from_file(str(ROOT / "pages" / "account" / "page.py"), default_timeout=20).run()
    assert not opened.exception
    return opened


def shown_token(app: AppTest) -> str:
    [address] = [each.value for each in app.code if "/api/calendar/" in each.value]
    return str(address).rpartition("/")[2].removesuffix(".ics")


def test_a_calendar_address_is_shown_once_renewed_and_revoked(app: AppTest, world: World) -> None:
    bob = world.actor("bob")
    app.button(key="account.calendar.make").click().run()
    first = shown_token(app)
    assert any("It is not shown again" in each.value for each in app.success)
    app.run()
    assert first not in str([each.value for each in app.code])
    assert any("never used" in each.value for each in app.markdown)
    assert actor_of_calendar(world.db, first) is not None
    app.button(key="account.calendar.renew").click().run()
    second = shown_token(app)
    assert second != first
    assert actor_of_calendar(world.db, first) is None
    app.button(key="account.calendar.revoke").click().run()
    assert calendar_state(world.db, bob) is None
    assert actor_of_calendar(world.db, second) is None
    assert app.button(key="account.calendar.make")


def test_revoking_what_was_revoked_elsewhere_is_told(app: AppTest, world: World) -> None:
    app.button(key="account.calendar.make").click().run()
    other = AppTest.from_file(str(ROOT / "pages" / "account" / "page.py"), default_timeout=20).run()
    other.button(key="account.calendar.revoke").click().run()
    app.button(key="account.calendar.revoke").click().run()
    assert app.session_state["message"].text == "The calendar address no longer exists."
