"""The page that takes a plan's workbook back: who may, and a plan that is not there."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from services.plans import delete_plans
from tests.servers import ROOT
from tests.world import World


def open_page(world: World, monkeypatch: pytest.MonkeyPatch, name: str) -> AppTest:
    monkeypatch.setattr("components.session.session_token", lambda: world.tokens[name])
    app = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=20).run()
    app.switch_page("imports/page.py")
    app.query_params["plan"] = str(world.plan_id)
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return " ".join(each.value for each in app.markdown)


def test_who_may_edit_is_asked_for_the_workbook(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(world, monkeypatch, "bob")
    assert "Bring back the workbook of this plan" in words(app)
    assert len(app.get("file_uploader")) == 1


def test_who_only_reads_is_told_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(world, monkeypatch, "charlie")
    assert "Your role does not allow changes" in words(app)
    assert len(app.get("file_uploader")) == 0


def test_a_plan_in_the_trash_takes_no_workbook(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    delete_plans(world.db, world.actor("alice"), [world.plan_id])
    app = open_page(world, monkeypatch, "bob")
    assert "This plan does not exist or is in the trash." in words(app)
    assert len(app.get("file_uploader")) == 0
