"""Writing the plans of a file, as the person who waits sees it: how far it is, and that it can be cancelled."""

from __future__ import annotations

import threading

import pytest
from streamlit.testing.v1 import AppTest

from data.plans import PlanFilter
from pages.imports.plans import STATE, Flow
from services.imports import plans as importing
from services.imports.plans import Applied, apply_import
from services.imports.work import WRITING, find_import, start_comparing
from services.jobs import Job, Progress, go_on
from services.plan_query import DEFAULT_SORT
from services.plans import list_plans
from tests.servers import ROOT
from tests.world import World

PLANS = b"client,period\nNordwind,Q1 2027\nNordwind,Q2 2027\nNordwind,Q3 2027\n"


def words(app: AppTest) -> str:
    return " ".join(each.value for kind in (app.markdown, app.warning, app.success) for each in kind).replace("\\", "")


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def count_plans(world: World) -> int:
    return list_plans(world.db, world.actor("alice"), PlanFilter(), DEFAULT_SORT).total


def held_writing(world: World, compared: Job, begun: threading.Event, go: threading.Event) -> Job:
    """The job that writes what was compared, which stops after its first row until `go`."""

    def work(progress: Progress) -> Applied:
        report = progress.report

        def wait(done: int, total: int | None = None, *, step: str | None = None) -> None:
            report(done, total, step=step)
            begun.set()
            assert go.wait(20)

        progress.report = wait  # type: ignore[method-assign]
        actor = world.actor("alice")
        return apply_import(world.db, actor, find_import(actor, compared.id), progress=progress)

    return go_on(world.actor("alice"), compared, WRITING, work)


def test_progress_is_counted_and_cancelling_leaves_everything_as_it_was(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.session.session_token", lambda: world.tokens["alice"])
    monkeypatch.setattr(importing, "CHUNK", 1)
    compared = start_comparing(world.db, world.actor("alice"), PLANS, "plans.csv")
    assert compared.ended.wait(20)
    app = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=20).run()
    app.session_state[STATE] = Flow(comparing=compared.id, file="plans.csv")
    app.switch_page("imports/page.py")
    app.run()
    assert not app.exception

    begun, go = threading.Event(), threading.Event()
    writing = held_writing(world, compared, begun, go)
    assert begun.wait(20)
    # Asked for what is being written already, the page watches that.
    press(app, "Create 3 plans")
    [bar] = app.get("progress")
    assert (bar.proto.text, bar.proto.value) == ("Writing plans&ensp;1 of 3", 33)
    assert "Create 3 plans" not in [button.label for button in app.button]
    press(app, "Cancel")
    go.set()
    assert writing.ended.wait(20)
    app.run()
    assert "Cancelled. Nothing was changed." in words(app)
    assert count_plans(world) == 1

    press(app, "Create 3 plans")
    assert compared.next is not None
    assert compared.next.ended.wait(20)
    app.run()
    assert not app.exception
    assert "3 plans were created." in words(app)
    assert count_plans(world) == 4
