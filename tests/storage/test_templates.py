"""Templates: from a plan and back, dates counted from the period, undo, trash, and that they never pass for plans."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import rows
from data.plans import PlanFilter
from data.records import BECOMES, BELONGING, PLAN, ROWS_OF, TEMPLATE, TEMPLATE_TASK
from services import sheets
from services.activity import activity_filter, list_activity
from services.actors import Actor
from services.approvals import approve_plan, read_approval
from services.changes import Edit, change_set
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.integrity import check_data
from services.plans import copy_plan, delete_plans, get_plan, list_plans
from services.purge import purge
from services.references import find_references
from services.sheet_edits import CellEdit, NewRow, RowEdit, RowMove, SheetEdits
from services.staff import update_staff
from services.template_plans import save_as_template, start_plan
from services.templates import create_template, delete_template, duplicate_template, get_template, list_templates, update_template
from services.trash import list_trash, restore
from services.undo import undo_change_set
from tests.world import World

TREE = {"id": "root", "text": "Nordwind", "children": [{"id": "a", "text": "Storage at Nordwind", "children": []}]}
TASKS = (
    {"objective_id": "Grow", "item_id": "Storage", "action": "Call the plant", "start": "2026-01-05", "deadline": "2026-02-14"},
    {"objective_id": "Grow", "item_id": "Storage", "action": "Send the offer", "priority": "High", "deadline": "2026-03-31"},
    {"objective_id": "Keep", "action": "Prepare the review", "deadline": "2025-12-20", "status": "Complete"},
    {"action": "Without a date"},
)


def apply(world: World, owner_id: int, sheet: str, *values: dict[str, Any], **options: Any) -> Any:
    added = [NewRow(f"n{place}", each) for place, each in enumerate(values)]
    done = sheets.apply(world.db, world.actor("alice"), owner_id, sheet, SheetEdits(added=added), **options)
    assert not done.errors
    return done


@pytest.fixture
def full_plan(world: World) -> int:
    """The plan of the world with texts, a mind map, offerings, and tasks under two objectives, Bob in charge of the first."""
    values = {"vision": "First in storage", "threat": "Rival", "mind_map": json.dumps(TREE), "margin": Decimal("12.50")}
    with change_set(world.db, world.actor("alice"), "update") as changes:
        changes.update(PLAN, {world.plan_id: {name: Edit(value) for name, value in values.items()}})
    apply(world, world.plan_id, "offering", {"service": "Audit", "potential": "High"}, {"service": "Hosting"})
    first, *others = TASKS
    apply(world, world.plan_id, "task", {**first, "people_in_charge_ids": [world.staff["bob"]]}, *others)
    apply(world, world.plan_id, "competitor", {"name": "Rival"})
    return world.plan_id


def children(world: World, of: Any, owner_id: int) -> dict[str, list[dict[str, Any]]]:
    with world.db.read() as cursor:
        return {record.name: rows.select_children(cursor, record, owner_id) for record in ROWS_OF[of.name]}


def named_tasks(found: dict[str, list[dict[str, Any]]], prefix: str = "") -> list[tuple[Any, ...]]:
    """Objective, item and action of each task, by name."""
    names = {name: {row["id"]: row["name"] for row in found[prefix + name]} for name in ("objective", "item")}
    return [
        (names["objective"].get(row["objective_id"]), names["item"].get(row["item_id"]), row["action"]) for row in found[f"{prefix}task"]
    ]


def saved(world: World, plan_id: int, name: str = "Growth") -> dict[str, Any]:
    return save_as_template(world.db, world.actor("alice"), plan_id, {"name": name})[0]


def started(world: World, template_id: int, who: str = "alice", **values: Any) -> dict[str, Any]:
    return start_plan(world.db, world.actor(who), template_id, {"client_id": world.client_id, **values})[0]


def test_a_template_takes_over_what_a_plan_holds(world: World, full_plan: int) -> None:
    template = saved(world, full_plan)
    assert [template[name] for name in ("name", "subject", "vision", "threat", "objective")] == [
        "Growth",
        "{client} – {period}",
        "First in storage",
        "Rival",
        "Grow the storage business",
    ]
    tree = json.loads(template["mind_map"])
    assert (tree["text"], tree["children"][0]["text"]) == ("{client}", "Storage at Nordwind")
    assert (template["tasks"], template["offerings"], template["plans"]) == (4, 2, 0)
    assert (template["first_day"], template["last_day"]) == (-12, 89)
    found = children(world, TEMPLATE, template["id"])
    assert [(row["service"], row["potential"]) for row in found["template_offering"]] == [("Audit", "High"), ("Hosting", None)]
    assert [(row["start_offset"], row["deadline_offset"]) for row in found["template_task"]] == [
        (4, 44),
        (None, 89),
        (None, -12),
        (None, None),
    ]
    assert named_tasks(found, "template_") == [
        ("Grow", "Storage", "Call the plant"),
        ("Grow", "Storage", "Send the offer"),
        ("Keep", None, "Prepare the review"),
        (None, None, "Without a date"),
    ]


def test_a_plan_from_a_template_counts_dates_from_its_period(world: World, full_plan: int) -> None:
    template = saved(world, full_plan)
    plan = started(world, template["id"], period_type="month", period_start="2026-11-17")
    assert (plan["subject"], plan["status"], plan["template_id"]) == ("Nordwind – November 2026", "Draft", template["id"])
    assert (plan["vision"], plan["period_start"], plan["margin"]) == ("First in storage", date(2026, 11, 1), None)
    assert json.loads(plan["mind_map"])["text"] == "Nordwind"
    found = children(world, PLAN, plan["id"])
    assert [(row["start"], row["deadline"], row["status"]) for row in found["task"]] == [
        (date(2026, 11, 5), date(2026, 12, 15), "Not Started"),
        (None, date(2027, 1, 29), "Not Started"),
        (None, date(2026, 10, 20), "Not Started"),
        (None, None, "Not Started"),
    ]
    assert named_tasks(found) == named_tasks(children(world, TEMPLATE, template["id"]), "template_")
    assert json.loads(found["task"][0]["people_in_charge_ids"]) == [world.staff["bob"]]
    assert plan["next_open_deadline"] == date(2026, 10, 20)
    assert not found["competitor"]
    assert [row["id"] for row in list_plans(world.db, world.actor("charlie"), PlanFilter(template=(template["id"],)), ()).items] == [
        plan["id"]
    ]
    assert plan["id"] not in [row["id"] for row in list_plans(world.db, world.actor("charlie"), PlanFilter(template=(None,)), ()).items]
    assert get_template(world.db, world.actor("charlie"), template["id"])["plans"] == 1


def test_the_next_period_of_such_a_plan_moves_its_deadlines(world: World, full_plan: int) -> None:
    template = saved(world, full_plan)
    plan = started(world, template["id"], period_type="quarter", period_start="2026-10-01")
    following, _change_set_id = copy_plan(world.db, world.actor("alice"), plan["id"])
    assert (following["template_id"], following["subject"]) == (template["id"], "Nordwind – Q1 2027")
    deadlines = [[row["deadline"] for row in children(world, PLAN, each["id"])["task"]][:2] for each in (plan, following)]
    assert deadlines == [[date(2026, 11, 14), date(2026, 12, 29)], [date(2027, 2, 14), date(2027, 3, 29)]]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tasks=st.lists(st.tuples(st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.text("ab {}", max_size=12)), max_size=6),
    services=st.lists(st.text("abé🙂", min_size=1, max_size=5), max_size=4),
)
def test_back_in_the_same_period_the_plan_is_the_same(world: World, tasks: list[tuple[date | None, str]], services: list[str]) -> None:
    plan_id = world.make_plan(period_start=date(2026, 1, 1), subject="Plain")
    apply(world, plan_id, "task", *({"deadline": day and day.isoformat(), "action": text} for day, text in tasks))
    apply(world, plan_id, "offering", *({"service": each} for each in services))
    template = saved(world, plan_id)
    again = started(world, template["id"], period_type="quarter", period_start="2026-01-01")
    one, other = children(world, PLAN, plan_id), children(world, PLAN, again["id"])
    for record, names in (("task", ("action", "deadline", "status", "position")), ("offering", ("service", "position"))):
        assert [[row[name] for name in names] for row in one[record]] == [[row[name] for name in names] for row in other[record]]
    assert (again["subject"], again["mind_map"]) == ("Plain", None)


def test_what_is_given_goes_before_the_template(world: World) -> None:
    template = create_template(
        world.db, world.actor("bob"), {"name": "Growth", "subject": "Growth of {client}", "vision": "Lead {period}"}
    )[0]
    plan = started(world, template["id"], subject="My own", mission="Mine", period_type="year", period_start="2027-01-01")
    assert (plan["subject"], plan["mission"], plan["vision"]) == ("My own", "Mine", "Lead 2027")
    assert started(world, template["id"])["subject"] == "Growth of Nordwind"
    empty = create_template(world.db, world.actor("bob"), {"name": "Empty"})[0]
    assert started(world, empty["id"], period_type="year", period_start="2027-01-01")["subject"] == "Nordwind – 2027"


def test_who_has_left_is_in_charge_of_nothing(world: World, full_plan: int) -> None:
    template = saved(world, full_plan)
    update_staff(world.db, world.actor("erin"), world.staff["bob"], {"active": {"to": False}})
    plan = started(world, template["id"])
    assert children(world, PLAN, plan["id"])["task"][0]["people_in_charge_ids"] is None


def test_a_date_beyond_the_calendar_is_refused_at_the_period(world: World) -> None:
    template = create_template(world.db, world.actor("bob"), {"name": "Long"})[0]
    apply(world, template["id"], "task", {"action": "Late", "deadline_offset": 3650}, of=TEMPLATE)
    before = list_plans(world.db, world.actor("alice"), PlanFilter(), ()).total
    with pytest.raises(Invalid) as caught:
        started(world, template["id"], period_type="year", period_start="9999-01-01")
    assert caught.value.problems[0].field == "period_start"
    assert list_plans(world.db, world.actor("alice"), PlanFilter(), ()).total == before


def test_the_grid_of_tasks_is_that_of_plans_with_days_instead_of_dates(world: World) -> None:
    template = create_template(world.db, world.actor("bob"), {"name": "Growth"})[0]
    alice, template_id = world.actor("alice"), template["id"]
    done = apply(
        world, template_id, "task", {"objective_id": "Grow", "action": "Call", "deadline_offset": 10}, {"action": "Write"}, of=TEMPLATE
    )
    first, second = (row["id"] for row in done.rows)
    since = sheets.read_sheet(world.db, alice, template_id, "task", of=TEMPLATE).next
    edits = SheetEdits(
        changed={first: RowEdit({"deadline_offset": CellEdit("soon"), "action": CellEdit("Call again")})},
        moved=[RowMove(second, None)],
        as_text=True,
    )
    done = sheets.apply(world.db, alice, template_id, "task", edits, of=TEMPLATE)
    assert [(each.field, each.reason) for each in done.errors] == [("deadline_offset", "Enter a number such as 1,234.")]
    sheet = sheets.read_sheet(world.db, world.actor("charlie"), template_id, "task", of=TEMPLATE, since=since)
    assert ({row["id"] for row in sheet.rows}, sheet.order, sheet.may_edit) == ({first, second}, [second, first], False)
    names = sheets.people_to_choose(world.db, alice, template_id, "task", "objective_id", of=TEMPLATE)
    assert [each["name"] for each in names] == ["Grow"]
    too_far = sheets.apply(
        world.db, alice, template_id, "task", SheetEdits(changed={first: RowEdit({"deadline_offset": CellEdit(4000)})}), of=TEMPLATE
    )
    assert too_far.errors[0].reason == "Enter 3650 or less."
    sheets.apply(world.db, alice, template_id, "task", SheetEdits(deleted={first: None}), of=TEMPLATE)
    assert children(world, TEMPLATE, template_id)["template_objective"] == []
    assert undo_change_set(world.db, alice, last_change_set(world)).kept == []
    assert named_tasks(children(world, TEMPLATE, template_id), "template_") == [(None, None, "Write"), ("Grow", None, "Call again")]


def last_change_set(world: World) -> int:
    with world.db.read() as cursor:
        return int(cursor.value("select max(id) from change_set"))


@pytest.mark.parametrize("sheet", ["financial", "competitor", "goal", "template_task", ""])
def test_a_template_has_no_other_sheets(world: World, sheet: str) -> None:
    template = create_template(world.db, world.actor("bob"), {"name": "Growth"})[0]
    with pytest.raises(NotFound):
        sheets.read_sheet(world.db, world.actor("alice"), template["id"], sheet, of=TEMPLATE)


def test_a_row_of_another_template_is_not_found(world: World) -> None:
    one, other = (create_template(world.db, world.actor("bob"), {"name": name})[0]["id"] for name in ("One", "Other"))
    row = apply(world, one, "offering", {"service": "Audit"}, of=TEMPLATE).rows[0]["id"]
    with pytest.raises(NotFound):
        sheets.apply(world.db, world.actor("alice"), other, "offering", SheetEdits(deleted={row: None}), of=TEMPLATE)


def test_a_duplicate_holds_the_same_and_goes_its_own_way(world: World, full_plan: int) -> None:
    template = saved(world, full_plan, "G" * 255)
    copy, change_set_id = duplicate_template(world.db, world.actor("bob"), template["id"])
    assert copy["name"] == "G" * 248 + " (copy)"
    assert [copy[name] for name in ("subject", "mind_map", "tasks", "offerings")] == [
        template[name] for name in ("subject", "mind_map", "tasks", "offerings")
    ]
    assert named_tasks(children(world, TEMPLATE, copy["id"]), "template_") == named_tasks(
        children(world, TEMPLATE, template["id"]), "template_"
    )
    with change_set(world.db, world.actor("bob"), "edit") as changes:
        changes.delete(TEMPLATE_TASK, [row["id"] for row in children(world, TEMPLATE, copy["id"])["template_task"]])
    assert get_template(world.db, world.actor("bob"), template["id"])["tasks"] == 4
    assert change_set_id is not None
    assert duplicate_template(world.db, world.actor("bob"), template["id"], name="Ours")[0]["name"] == "Ours"


def test_creating_is_undone_whole_and_redone(world: World, full_plan: int) -> None:
    template, change_set_id = save_as_template(world.db, world.actor("bob"), full_plan, {"name": "Growth"})
    undone = undo_change_set(world.db, world.actor("bob"), change_set_id or 0)
    assert undone.kept == []
    with pytest.raises(NotFound):
        get_template(world.db, world.actor("bob"), template["id"])
    undo_change_set(world.db, world.actor("alice"), undone.change_set_id or 0)
    assert get_template(world.db, world.actor("bob"), template["id"])["tasks"] == 4


def test_a_plan_made_from_a_template_is_undone_whole(world: World, full_plan: int) -> None:
    template = saved(world, full_plan)
    plan, change_set_id = start_plan(world.db, world.actor("bob"), template["id"], {"client_id": world.client_id})
    assert undo_change_set(world.db, world.actor("bob"), change_set_id or 0).kept == []
    with pytest.raises(NotFound):
        get_plan(world.db, world.actor("bob"), plan["id"])
    assert get_template(world.db, world.actor("bob"), template["id"])["plans"] == 0


def test_delete_restore_and_undo(world: World, full_plan: int) -> None:
    alice, template = world.actor("alice"), saved(world, full_plan)
    outcome = delete_template(world.db, alice, template["id"])
    assert [(each["record"], each["title"], each["detail"]) for each in list_trash(world.db, alice, record="template")[0]] == [
        ("template", "Growth", "{client} – {period}")
    ]
    for gone in (lambda: started(world, template["id"]), lambda: delete_template(world.db, alice, template["id"])):
        with pytest.raises(NotFound):
            gone()
    with pytest.raises(NotFound):
        sheets.read_sheet(world.db, alice, template["id"], "task", of=TEMPLATE)
    assert restore(world.db, world.actor("bob"), {"template": [template["id"]]}).count == 1
    assert get_template(world.db, alice, template["id"])["tasks"] == 4
    outcome = delete_template(world.db, alice, template["id"])
    undo_change_set(world.db, alice, outcome.change_set_id or 0)
    assert get_template(world.db, alice, template["id"])["offerings"] == 2


def test_purging_forgets_the_template_and_leaves_its_plans(world: World, full_plan: int) -> None:
    alice, template, other = world.actor("alice"), saved(world, full_plan), saved(world, full_plan, "Other")
    plan = started(world, template["id"])
    approve_plan(world.db, alice, plan["id"])
    delete_template(world.db, alice, template["id"])
    assert purge(world.db, alice, {"template": [template["id"]]}) == 1
    stored = get_plan(world.db, alice, plan["id"])
    assert (stored["template_id"], stored["vision"]) == (None, "First in storage")
    approval = read_approval(world.db, alice, plan["id"])
    assert approval
    assert not approval.is_changed_since
    assert len(children(world, PLAN, plan["id"])["task"]) == 4
    assert {name: len(found) for name, found in children(world, TEMPLATE, template["id"]).items() if found} == {}
    wanted = activity_filter(alice, template_id=template["id"])
    assert [(each["action"], each["old_value"]) for each in list_activity(world.db, wanted)[0]] == [("purge", "Growth")]
    assert list_activity(world.db, activity_filter(alice, template_id=other["id"]))[1] == 1 + 2 + 2 + 1 + 4
    assert check_data(world.db).findings == []


def test_the_log_of_a_template_is_its_own_and_that_of_its_rows(world: World, full_plan: int) -> None:
    template, other = saved(world, full_plan), saved(world, full_plan, "Other")
    row = children(world, TEMPLATE, template["id"])["template_task"][0]
    done = SheetEdits(changed={row["id"]: RowEdit({"deadline_offset": CellEdit(7)})})
    sheets.apply(world.db, world.actor("bob"), template["id"], "task", done, of=TEMPLATE)
    update_template(world.db, world.actor("bob"), other["id"], {"name": {"to": "Another"}})
    found, total = list_activity(world.db, activity_filter(world.actor("charlie"), template_id=template["id"]))
    assert [(found[0][name]) for name in ("record", "field", "old_value", "new_value")] == ["template_task", "deadline_offset", "44", "7"]
    assert total == 1 + (1 + 2 + 2 + 1 + 4)


def test_two_people_at_one_field_see_both_values(world: World) -> None:
    template = create_template(world.db, world.actor("bob"), {"name": "Growth"})[0]
    update_template(world.db, world.actor("alice"), template["id"], {"vision": {"from": None, "to": "Hers"}})
    with pytest.raises(Conflict) as caught:
        update_template(world.db, world.actor("bob"), template["id"], {"vision": {"from": None, "to": "His"}})
    assert caught.value.conflicts[0].theirs == "Hers"
    update_template(world.db, world.actor("bob"), template["id"], {"mission": {"from": None, "to": "His"}})


@pytest.mark.parametrize(
    "given", [{}, {"name": ""}, {"name": "  "}, {"name": "x" * 256}, {"name": "x", "subject": "\x00"}, {"name": "x", "bcg": "Star"}]
)
def test_what_cannot_be_a_template_is_refused_at_its_field(world: World, given: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        create_template(world.db, world.actor("alice"), given)
    assert list_templates(world.db, world.actor("alice")).total == 0


def test_templates_are_listed_searched_and_sorted(world: World, full_plan: int) -> None:
    alice = world.actor("alice")
    for name, objective in (("Éveil", "Keep the client"), ("growth", "Sell more"), ("Zest", "Sell more")):
        create_template(world.db, alice, {"name": name, "objective": objective})
    saved(world, full_plan, "Full")
    assert [each["name"] for each in list_templates(world.db, alice).items] == ["Éveil", "Full", "growth", "Zest"]
    assert [each["name"] for each in list_templates(world.db, alice, "sell MORE").items] == ["growth", "Zest"]
    assert [each["name"] for each in list_templates(world.db, alice, "eveil").items] == ["Éveil"]
    page = list_templates(world.db, alice, sort="-tasks", limit=1)
    assert ([each["name"] for each in page.items], page.total) == (["Full"], 4)
    assert [each["name"] for each in find_references(world.db, alice, "template", "gro")] == ["growth"]
    with pytest.raises(Invalid):
        list_templates(world.db, alice, sort="vision")


def test_each_step_needs_its_permission(world: World, full_plan: int) -> None:
    template = saved(world, full_plan)
    reader, seller = world.actor("charlie"), world.actor("bob")
    nobody = Actor(staff_id=world.staff["charlie"], name="Nobody")
    refused = [
        lambda: list_templates(world.db, nobody),
        lambda: get_template(world.db, nobody, template["id"]),
        lambda: sheets.read_sheet(world.db, nobody, template["id"], "task", of=TEMPLATE),
        lambda: create_template(world.db, reader, {"name": "Mine"}),
        lambda: save_as_template(world.db, reader, full_plan, {"name": "Mine"}),
        lambda: duplicate_template(world.db, reader, template["id"]),
        lambda: start_plan(world.db, reader, template["id"], {"client_id": world.client_id}),
        lambda: update_template(world.db, reader, template["id"], {"name": {"to": "Mine"}}),
        lambda: sheets.apply(world.db, reader, template["id"], "task", SheetEdits(), of=TEMPLATE),
        lambda: delete_template(world.db, seller, template["id"]),
    ]
    before = last_change_set(world)
    for each in refused:
        with pytest.raises(NotAllowed):
            each()
    assert last_change_set(world) == before


def test_templates_never_pass_for_plans(world: World, full_plan: int) -> None:
    """The rows of templates stand in tables of their own, which nothing about plans reads: counts are those from before."""
    alice = world.actor("alice")

    def counts() -> dict[str, int]:
        with world.db.read() as cursor:
            return {each.name: int(cursor.value(f'select count(*) from "{each.table}"')) for each in (PLAN, *BELONGING)}

    before, listed = counts(), list_plans(world.db, alice, PlanFilter(), ())
    template = saved(world, full_plan)
    duplicate_template(world.db, alice, template["id"])
    apply(world, template["id"], "task", {"action": "Overdue by years", "deadline_offset": -3000}, of=TEMPLATE)
    delete_template(world.db, alice, template["id"])
    assert (counts(), list_plans(world.db, alice, PlanFilter(), ()).total) == (before, listed.total)
    assert list_plans(world.db, alice, PlanFilter(q="Growth"), ()).total == 0
    assert find_references(world.db, alice, "plan", "Growth") == []
    delete_plans(world.db, alice, [full_plan])
    assert {each["record"] for each in list_trash(world.db, alice, record="plan")[0]} == {"plan"}
    assert set(BECOMES.values()) <= set(BELONGING)
    assert {each.name for each in ROWS_OF[TEMPLATE.name]}.isdisjoint(each.name for each in BELONGING)
