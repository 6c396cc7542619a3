"""Every page through the frame: a role that may see nothing gets a sentence and no data, a reader nothing that changes anything."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from pages.plan.tabs import TABS as PLAN_TABS
from pages.template.tabs import TABS as TEMPLATE_TABS
from services.roles import create_role
from services.sessions import open_session
from services.staff import add_staff
from services.templates import create_template
from tests.screens.test_without_a_session import SCRIPTS
from tests.servers import ROOT
from tests.world import World

Open = Callable[..., AppTest]
# These show nothing of plans; the rest of a page is its own.
OWN = {"account/page.py", "not_found/page.py"}
PAGES = [(script, {}) for script in SCRIPTS if script not in OWN]
PAGES += [("plan/page.py", {"tab": tab}) for tab in PLAN_TABS]
PAGES += [("plan/page.py", {"tab": "planning", "part": part}) for part in ("tasks", "goals", "mind_map", "revenue")]
PAGES += [("template/page.py", {"tab": tab}) for tab in TEMPLATE_TABS]
PAGES += [("imports/page.py", {"plan": "1"}), ("compare/page.py", {"left": "1", "right": "1"}), ("new_plan/page.py", {"client": "1"})]
# What a reader uses: it chooses what is shown and changes nothing.
LOOKS_ONLY = {
    "Activity",
    "Field",
    "From",
    "Go to the plans",
    "Grid",
    "Left as it was on",
    "Part of the planning",
    "Person",
    "Show activity",
}
LOOKS_ONLY |= {"Show what is equal too", "To", "View", "**Nordwind**"}
READERS_MENU = {"Export PDF", "Export workbook", "Compare"}
WRITES = re.compile(r'"(may_?\w+)": (true)|"(read_only)": (false)')


@pytest.fixture
def open_page(world: World, monkeypatch: pytest.MonkeyPatch) -> Open:
    """A function that opens a page as this person; Olga's role has no permission at all."""
    erin = world.actor("erin")
    create_template(world.db, erin, {"name": "Growth with Nordwind"})
    role = create_role(world.db, erin, {"name": "Waiting"})
    olga = add_staff(world.db, erin, {"name": "Olga", "email": "olga@example.com", "role_id": role["id"]})
    world.tokens["olga"] = open_session(world.db, olga["id"])

    apps: dict[str, AppTest] = {}

    def open_as(name: str, script: str, query: dict[str, str]) -> AppTest:
        monkeypatch.setattr("components.session.session_token", lambda: world.tokens[name])
        if name not in apps:
            apps[name] = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=20).run()
        apps[name].switch_page(script)
        apps[name].query_params = {"id": "1", **query}
        return apps[name].run()

    return open_as


def test_who_may_see_nothing_is_told_so_and_sees_nothing(open_page: Open) -> None:
    found = {}
    for script, query in PAGES:
        app = open_page("olga", script, query)
        told = any("role does not allow" in each.value or "Only an administrator" in each.value for each in app.main.markdown)
        if app.exception or not told or "Nordwind" in str(app) or app.get("component_instance"):
            found[f"{script} {query}"] = str(app.main)[:2000]
    assert found == {}


def test_a_reader_has_nothing_that_changes_anything(open_page: Open) -> None:
    found = {}
    for script, query in PAGES:
        app = open_page("charlie", script, query)
        enabled = {each.label for each in app.main if not getattr(getattr(each, "proto", None), "disabled", True)}
        menus = {option.rpartition(": ")[2] for each in app.main if each.type == "menu_button" for option in each.proto.options}
        components = [str(each.proto).replace("\\", "") for kind in ("bidi_component", "component_instance") for each in app.get(kind)]
        writes = enabled - LOOKS_ONLY - {"Actions"} | menus - READERS_MENU | {each for text in components for each in WRITES.findall(text)}
        if app.exception or writes:
            found[f"{script} {query}"] = writes or app.exception
    assert found == {}


def test_a_permission_taken_away_holds_in_the_fragment_that_runs_next(world: World, open_page: Open) -> None:
    app = open_page("charlie", "plan/page.py", {"tab": "due-diligence"})
    with world.db.write() as cursor:
        cursor.execute("update role set can_view = false where name = 'Reader'")
    app.run()
    assert not app.exception
    assert "Nordwind" not in str(app.main)
