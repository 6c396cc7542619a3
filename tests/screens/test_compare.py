"""The compare page: two plans, one plan with its past, and what it says where there is nothing to compare."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

from data.records import PLAN, SHEETS
from services.actors import Source, system_actor
from services.changes import Edit, change_set
from services.compare import CHANGED, ONLY_RIGHT, compare_plans
from services.compare_words import comparison_lines
from services.crm_files.importing import import_crm, read_folder
from services.plans import update_plan
from services.settings_changes import update_settings
from tests.maven import FOLDER, needs_maven
from tests.servers import ROOT
from tests.world import World


def test_differences_are_told_in_words_with_names_and_shown_numbers(world: World) -> None:
    other = world.make_plan(person_in_charge_id=world.staff["bob"])
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        changes.create(SHEETS["competitor"], [{"plan_id": other, "position": 1, "name": "Rival", "threat_level": "High"}])
        changes.update(PLAN, {other: {"objective": Edit("<b>Other</b>")}})
    reader = world.actor("charlie")
    found = compare_plans(world.db, reader, world.plan_id, other)
    lines = comparison_lines(world.db, reader, found)
    by_label = {(line.part, line.label): line for line in lines}
    assert (by_label["Plan", "Person in charge"].left, by_label["Plan", "Person in charge"].right) == ("Alice", "Bob")
    assert by_label["Plan", "Objective"].right == "<b>Other</b>"
    assert by_label["Plan", "Revenue next year"].left == "120,000.00"
    assert by_label["Plan", "Plan status"].state == CHANGED
    [rival] = [line for line in lines if line.part == "Competitors"]
    assert (rival.state, rival.what, rival.left) == (ONLY_RIGHT, "Rival", "")
    assert found.differences == sum(1 for line in lines if line.state != "same")


def open_page(world: World, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    monkeypatch.setattr("components.session.session_token", lambda: world.tokens["charlie"])
    page = AppTest.from_file(str(ROOT / "pages" / "compare" / "page.py"), default_timeout=30)
    for name, value in query.items():
        page.query_params[name] = value
    return page.run()


def table_of(page: AppTest) -> ElementTree.Element:
    assert not page.exception
    return next(ElementTree.fromstring(body) for each in page.get("html") if "comparison" in (body := str(each.proto.body)))


def shown(page: AppTest) -> dict[tuple[str, str], tuple[str, ...]]:
    """The values of every line by its part and what stands in front of them; one value where both sides are equal."""
    found = {}
    for body in table_of(page).iter("tbody"):
        part, *lines = ("".join(row[0].itertext()).strip() for row in body)
        for head, row in zip(lines, body[1:], strict=True):
            found[part, head] = tuple("".join(cell.itertext()) for cell in row[1:])
    return found


def test_the_page_shows_differences_and_on_request_what_is_equal_after_all_of_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    other = world.make_plan(objective="Grow the storage business")
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        changes.create(SHEETS["competitor"], [{"plan_id": other, "position": 1, "name": "Rival", "notes": "<b>Strong</b>"}])
    page = open_page(world, monkeypatch, left=str(world.plan_id), right=str(other))
    lines = shown(page)
    assert ("Plan", "Objective") not in lines
    assert lines["Plan", "Plan status"] == ("In Progress", "Draft")
    assert lines["Plan", "Revenue next year"] == ("120,000.00", "Not set")
    assert lines["Competitors", "Rival"] == ("Not there", "Name: Rival\nNotes: <b>Strong</b>")
    page.toggle[0].set_value(True).run()
    everything = shown(page)
    assert list(everything)[: len(lines)] == list(lines)
    assert everything["Plan: equal", "Objective"] == ("Grow the storage business",)
    names = [cell.find("a") for cell in table_of(page).iter("th") if cell.get("scope") == "col"]
    assert [each.get("href") for each in names if each is not None] == [f"/plan?id={world.plan_id}", f"/plan?id={other}"]


def test_the_words_that_differ_are_marked_and_long_equal_stretches_fold(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = " ".join(f"before{number}" for number in range(500))
    other = world.make_plan(objective=f"{before} wins three projects", vision="Nothing in common")
    update_plan(
        world.db, world.actor("alice"), world.plan_id, {"objective": {"to": f"{before} wins two projects"}, "vision": {"to": "Lead"}}
    )
    page = open_page(world, monkeypatch, left=str(world.plan_id), right=str(other))
    marked = [each.text for each in table_of(page).iter("mark")]
    assert ("two" in marked, "three" in marked, "wins" in marked, "Lead" in marked) == (True, True, False, False)
    folded = [each.text for each in table_of(page).iter("summary")]
    assert folded == ["4,730 equal characters"] * 2
    left, right = shown(page)["Plan", "Objective"]
    assert (left.replace("4,730 equal characters", ""), right[-20:]) == (f"{before} wins two projects", " wins three projects")


def test_many_differences_are_shown_bit_by_bit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    other = world.make_plan()
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        rivals = [{"plan_id": other, "position": place, "name": f"Rival {place:04}"} for place in range(1, 2001)]
        changes.create(SHEETS["competitor"], rivals)
    page = open_page(world, monkeypatch, left=str(world.plan_id), right=str(other))
    first = shown(page)
    assert len(first) == 500
    page.button[0].click().run()
    assert len(shown(page)) == 1000
    assert list(shown(page))[:500] == list(first)
    while page.button:
        last = page.button[0].label
        page.button[0].click().run()
    assert last == f"Show {sum(part == 'Plan' for part, _head in first)} more"
    assert len(shown(page)) == 2000 + sum(part == "Plan" for part, _head in first)


def test_one_plan_is_compared_with_its_own_past_and_with_a_time_before_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page(world, monkeypatch, left=str(world.plan_id), at="2020-01-01")
    assert not page.exception
    assert any("did not exist yet" in each.value for each in page.markdown)
    page = open_page(world, monkeypatch)
    assert any("Choose two plans" in each.value for each in page.markdown)


@pytest.mark.parametrize("at", ["2026-02-30", "9999-12-31", "0001-01-01", "yesterday"])
def test_a_day_that_no_calendar_or_log_has_compares_nothing_with_it(world: World, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    page = open_page(world, monkeypatch, left=str(world.plan_id), at=at)
    assert not page.exception
    assert any("Choose two plans" in each.value for each in page.markdown)


def test_a_day_ends_where_the_installation_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    update_settings(world.db, world.actor("erin"), {"time_zone": {"to": "Pacific/Auckland"}})
    with world.db.write() as cursor:
        cursor.execute("update activity set happened_at = timestamp '2026-03-01 10:00'")
    _plan, change_set_id = update_plan(world.db, world.actor("alice"), world.plan_id, {"objective": {"to": "Another"}})
    with world.db.write() as cursor:
        # 1 May in Auckland, and still 30 April in UTC.
        cursor.execute("update activity set happened_at = timestamp '2026-04-30 20:00' where change_set_id = $id", {"id": change_set_id})
    page = open_page(world, monkeypatch, left=str(world.plan_id), at="2026-04-30")
    assert shown(page) == {("Plan", "Objective"): ("Grow the storage business", "Another")}
    page = open_page(world, monkeypatch, left=str(world.plan_id), at="2026-05-01")
    assert any("Nothing differs." in each.value for each in page.markdown)


@needs_maven
def test_two_quarters_of_one_client_of_the_real_data_set(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    import_crm(world.db, system_actor(Source.IMPORT), read_folder(FOLDER))
    with world.db.read() as cursor:
        first, second = cursor.values(
            """
            select p.id from plan p join client c on c.id = p.client_id
            where c.name = 'Kan-code' and p.period_start in (date '2017-07-01', date '2017-10-01') order by p.period_start
            """
        )
        people = cursor.values(
            "select s.name from plan p join staff s on s.id = p.person_in_charge_id where p.id in ($first, $second) order by p.period_start",
            {"first": first, "second": second},
        )
    page = open_page(world, monkeypatch, left=str(first), right=str(second))
    lines = shown(page)
    assert lines["Plan", "Period start"] == ("Jul 1, 2017", "Oct 1, 2017")
    assert lines["Plan", "Person in charge"] == tuple(people)
    assert len(set(people)) == 2
    assert lines["Offerings", "MG Special Convert"] == ("Lost", "Lost, Engaging")
    assert {values.index("Not there") for values in lines.values() if "Not there" in values} == {0, 1}
