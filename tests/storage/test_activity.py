"""Reading the activity log in words, narrowing it, and reverting from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from data.records import SHEETS
from services.activity import (
    ChangeSetShown,
    activity_filter,
    list_activity,
    list_change_sets,
    list_fields,
    list_people,
    show_values,
    within_days,
)
from services.approvals import approve_plan
from services.changes import Edit, change_set
from services.custom_fields import create_definition, trash_definition
from services.errors import NotAllowed, NotFound
from services.health import DEFAULT_WEIGHTS
from services.language import use_language
from services.plans import copy_plan, delete_plans, get_plan, update_plan
from services.settings_changes import update_settings
from services.undo import revert_entry, undo_change_set
from tests.storage.test_copies import children
from tests.world import World

FINANCIAL, TEAM = SHEETS["financial"], SHEETS["client_team"]


def log(world: World, name: str = "alice", **narrowed: Any) -> list[ChangeSetShown]:
    actor = world.actor(name)
    return list_change_sets(world.db, actor, activity_filter(actor, plan_id=world.plan_id, **narrowed))[0]


def lines(shown: ChangeSetShown) -> list[tuple[str, str, str, str, str]]:
    return [(each.kind, each.what, each.label, each.old, each.new) for each in shown.entries]


def edit(world: World, name: str, **values: Any) -> int:
    _plan, change_set_id = update_plan(world.db, world.actor(name), world.plan_id, {key: {"to": value} for key, value in values.items()})
    return change_set_id or 0


def test_changes_are_told_in_words_with_names_for_ids(world: World) -> None:
    edit(world, "bob", status="Review", person_in_charge_id=world.staff["bob"], revenue_next_year="1234567.5", margin="10")
    latest = log(world)[0]
    assert (latest.person, latest.action, latest.source) == ("Bob", "Edited", "")
    assert sorted(lines(latest)) == [
        ("update", "Plan", "Margin", "", "10"),
        ("update", "Plan", "Person in charge", "Alice", "Bob"),
        ("update", "Plan", "Plan status", "In Progress", "Review"),
        ("update", "Plan", "Revenue next year", "120,000.00", "1,234,567.50"),
    ]


def test_rows_of_sheets_are_called_by_their_title(world: World) -> None:
    with change_set(world.db, world.actor("bob"), "edit") as changes:
        row = changes.create(TEAM, [{"plan_id": world.plan_id, "position": 1.0, "contact_id": world.contact_id, "title": "CFO"}])[0]
        gone = changes.create(FINANCIAL, [{"plan_id": world.plan_id, "position": 1.0, "year": 2025, "revenue": Decimal("10.00")}])[0]
    with change_set(world.db, world.actor("bob"), "edit") as changes:
        changes.update(TEAM, {row["id"]: {"title": Edit("CEO"), "position": Edit(2.0)}})
        changes.delete(FINANCIAL, [gone["id"]])
    later, earlier = log(world)[:2]
    assert lines(later) == [
        ("move", "Client team: Dana", "", "", ""),
        ("update", "Client team: Dana", "Title", "CFO", "CEO"),
        ("remove", "Financial: 2025", "", "", ""),
    ]
    assert {each[:2] for each in lines(earlier)} == {("create", "Client team: Dana"), ("create", "Financial: 2025")}
    removed = next(each for each in later.entries if each.kind == "remove")
    assert show_values(world.db, world.actor("charlie"), removed.id).values == [("Year", "2025"), ("Revenue", "10.00")]


def test_long_values_are_cut_and_whole_on_demand(world: World) -> None:
    text = "Grow. " * 500
    edit(world, "alice", vision=text)
    entry = log(world)[0].entries[0]
    assert entry.is_cut
    assert len(entry.new) < 300
    assert show_values(world.db, world.actor("alice"), entry.id).new == text


def test_it_speaks_the_language_of_the_person(world: World) -> None:
    edit(world, "alice", revenue_next_year="1234.5")
    use_language("fr")
    actor = world.actor("alice")
    found = list_change_sets(world.db, replace(actor, language="fr"), activity_filter(actor, plan_id=world.plan_id))
    assert found[0][0].entries[0].new == "1\u202f234,50"


def test_filters_narrow_and_pages_follow(world: World) -> None:
    edit(world, "bob", vision="A")
    edit(world, "alice", vision="B", mission="M")
    bob = world.staff["bob"]
    assert [each.person for each in log(world, staff=[bob])] == ["Bob"]
    assert [each.entry_count for each in log(world, fields=["mission"])] == [1]
    assert log(world, record=["financial"]) == []
    actor = world.actor("alice")
    wanted = activity_filter(actor, plan_id=world.plan_id)
    assert list_change_sets(world.db, actor, wanted, offset=1, limit=1)[0][0].person == "Bob"
    assert [each["name"] for each in list_people(world.db, wanted)] == ["Alice", "Bob"]
    assert [(each.record, each.name, each.label) for each in list_fields(world.db, wanted)] == [
        ("plan", "mission", "Mission"),
        ("plan", "vision", "Vision"),
    ]
    items, total = list_activity(world.db, wanted, limit=2)
    assert ({each["new_value"] for each in items}, total) == ({"B", "M"}, 4)


def test_days_are_those_of_the_installation(world: World) -> None:
    change_set_id = edit(world, "alice", vision="A")
    with world.db.write() as cursor:
        # Half past eleven in the evening of the 31st in UTC is the 1st in Paris.
        cursor.execute("update activity set happened_at = timestamp '2026-03-31 23:30:00' where change_set_id = $id", {"id": change_set_id})
    wanted = activity_filter(world.actor("alice"), plan_id=world.plan_id, fields=["vision"])
    april = within_days(world.db, wanted, date(2026, 4, 1), date(2026, 4, 1))
    march = within_days(world.db, wanted, date(2026, 3, 1), date(2026, 3, 31))
    assert [list_activity(world.db, each)[1] for each in (april, march)] == [1, 0]


def test_an_approval_is_told_by_the_clock_of_the_installation_with_the_version(world: World) -> None:
    update_settings(world.db, world.actor("erin"), {"time_zone": {"to": "Asia/Tokyo"}})
    approve_plan(world.db, world.actor("alice"), world.plan_id)
    at = get_plan(world.db, world.actor("alice"), world.plan_id)["approved_at"] + timedelta(hours=9)
    told = {each.label: each.new for each in log(world)[0].entries}
    assert told["Approved at"] == f"{at:%b} {at.day}, {at.year}, {int(at.strftime('%I'))}:{at:%M}\u202f{at:%p}"
    assert (told["Approved by"], told["Approved version"]) == ("Alice", "2")


def test_deleting_is_one_line_and_its_revert_brings_the_plan_back(world: World) -> None:
    delete_plans(world.db, world.actor("alice"), [world.plan_id])
    shown = log(world)[0]
    assert [each[0] for each in lines(shown)] == ["delete"]
    revert_entry(world.db, world.actor("alice"), shown.entries[0].id)
    assert [each[0] for each in lines(log(world)[0])] == ["restore"]
    assert get_plan(world.db, world.actor("alice"), world.plan_id)["deleted_by"] is None


def test_reverting_one_value_leaves_the_others(world: World) -> None:
    edit(world, "bob", vision="A", mission="M")
    entry = next(each for each in log(world)[0].entries if each.label == "Vision")
    undone = revert_entry(world.db, world.actor("alice"), entry.id)
    plan = get_plan(world.db, world.actor("alice"), world.plan_id)
    assert (undone.restored, plan["vision"], plan["mission"]) == (1, None, "M")
    assert log(world)[0].action == "Undone"


def test_what_was_changed_since_is_kept_and_named(world: World) -> None:
    change_set_id = edit(world, "bob", vision="A", mission="M")
    edit(world, "alice", vision="Z")
    undone = undo_change_set(world.db, world.actor("bob"), change_set_id)
    assert [(each.label, each.reason, each.current) for each in undone.kept] == [("Vision", "It was changed since.", "Z")]
    plan = get_plan(world.db, world.actor("alice"), world.plan_id)
    assert (plan["vision"], plan["mission"]) == ("Z", None)
    assert log(world, fields=["mission"])[1].is_undone


def test_a_deleted_row_comes_back_and_an_added_one_goes(world: World) -> None:
    with change_set(world.db, world.actor("bob"), "edit") as changes:
        row = changes.create(FINANCIAL, [{"plan_id": world.plan_id, "position": 1.0, "year": 2025}])[0]
    added = log(world)[0].entries[0]
    with change_set(world.db, world.actor("bob"), "edit") as changes:
        changes.delete(FINANCIAL, [row["id"]])
    removed = log(world)[0].entries[0]
    revert_entry(world.db, world.actor("bob"), removed.id)
    assert [each["id"] for each in children(world, world.plan_id)["financial"]] == [row["id"]]
    revert_entry(world.db, world.actor("bob"), added.id)
    assert children(world, world.plan_id)["financial"] == []


def test_a_custom_field_in_the_trash_is_still_called_by_its_label(world: World) -> None:
    definition = create_definition(world.db, world.actor("erin"), {"label": "*Region*", "type": "choice", "options": ["North", "South"]})[0]
    edit(world, "alice", **{f"cf_{definition['id']}": "North"})
    trash_definition(world.db, world.actor("erin"), definition["id"])
    assert lines(log(world)[0]) == [("update", "Plan", "*Region*", "", "North")]


def test_readers_see_it_but_cannot_revert(world: World) -> None:
    change_set_id = edit(world, "alice", vision="A")
    shown = log(world, "charlie")[0]
    assert not shown.may_undo
    for refused in (
        lambda: revert_entry(world.db, world.actor("charlie"), shown.entries[0].id),
        lambda: undo_change_set(world.db, world.actor("charlie"), change_set_id),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert get_plan(world.db, world.actor("alice"), world.plan_id)["vision"] == "A"


def test_settings_are_called_as_on_their_page_with_values_in_words(world: World) -> None:
    erin = world.actor("erin")
    wanted = {"industries": ["Energy", "Retail"], "default_status": "In Progress", "health_weights": {**DEFAULT_WEIGHTS, "tasks": 40}}
    update_settings(world.db, erin, {name: {"to": value} for name, value in wanted.items()})
    use_language("fr")
    shown = list_change_sets(world.db, erin, activity_filter(erin, record=["setting"]))[0][0]
    values = {each.what: each.new for each in shown.entries if each.kind == "update"}
    assert values["Paramètre : Secteurs"] == "Energy, Retail"
    assert "En cours" in values.values()
    assert values["Paramètre : Santé"].startswith("Tâches terminées 40, Rien en retard 25")


def test_what_administrators_do_is_for_administrators(world: World) -> None:
    alice, erin = (activity_filter(world.actor(name), record=["staff"]) for name in ("alice", "erin"))
    assert list_activity(world.db, alice)[1] == 0
    entry = list_activity(world.db, erin)[0][0]
    with pytest.raises(NotFound):
        show_values(world.db, world.actor("alice"), entry["id"])


def test_a_copy_has_no_activity_of_its_source(world: World) -> None:
    edit(world, "alice", vision="A")
    copy, _change_set_id = copy_plan(world.db, world.actor("alice"), world.plan_id)
    actor = world.actor("alice")
    found, total = list_change_sets(world.db, actor, activity_filter(actor, plan_id=copy["id"]))
    assert (total, found[0].action, [each[0] for each in lines(found[0])]) == (1, "Copied", ["create"])
