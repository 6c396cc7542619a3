"""Every page by itself, as a deep link or a stale tab may run it: without a session it shows sign-in and nothing else."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from services.sessions import sign_out
from tests.servers import ROOT
from tests.world import World

PAGES = ROOT / "pages"
SCRIPTS = sorted(set(re.findall(r'st\.Page\(\s*"([^"]+)"', (PAGES / "frame.py").read_text(encoding="utf-8"))))
OPEN_TO_ALL = {"sign_in/page.py", "home/page.py"}


def test_the_frame_is_the_only_script_that_an_address_could_run_by_itself() -> None:
    assert [path.name for path in PAGES.glob("*.py")] == ["__init__.py", "frame.py"]
    assert set(SCRIPTS) > OPEN_TO_ALL
    assert {f"{path.parent.name}/page.py" for path in PAGES.glob("*/page.py")} <= set(SCRIPTS)


@pytest.mark.parametrize("script", [each for each in SCRIPTS if each not in OPEN_TO_ALL])
def test_a_page_without_a_session_shows_sign_in_and_nothing_else(world: World, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    token = world.tokens["erin"]
    sign_out(world.db, token)
    for found in (None, token, "made up"):
        monkeypatch.setattr("components.session.session_token", lambda found=found: found)
        app = AppTest.from_file(str(PAGES / script), default_timeout=20)
        app.query_params["id"] = str(world.plan_id)
        app.run()
        assert not app.exception
        assert [each.value for each in app.warning] == ["You are signed out. Sign in again to continue."]
        shown = [each.type for each in app.main if each.type not in ("main", "alert", "warning", "link_button")]
        assert shown == []


def test_the_frame_without_a_session_shows_the_form_at_every_address(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.session.session_token", lambda: None)
    app = AppTest.from_file(str(PAGES / "frame.py"), default_timeout=20)
    app.query_params["id"] = str(world.plan_id)
    app.run()
    assert not app.exception
    assert not app.sidebar.children
    assert "Nordwind" not in str(app)
