"""The trash: listing, restoring byte for byte, deleting for good without orphans, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from data import rows
from data.database import now
from data.records import BELONGING, CLIENT, CONTACT, CUSTOM_FIELD, OBJECTIVE, PLAN, SHEETS, TASK
from services.changes import Edit, change_set
from services.clients import create_client, delete_client
from services.contacts import create_contact, delete_contact
from services.custom_fields import create_definition, trash_definition
from services.errors import NotAllowed, NotFound, Refused
from services.integrity import check_data
from services.plans import copy_plan, delete_plans, get_plan, update_plan
from services.purge import empty_trash, purge, purge_expired
from services.trash import Selected, list_trash, resolve, restore
from services.undo import revert_entry, undo_change_set
from tests.storage.test_copies import children, fill_sheets
from tests.world import World


def whole_plan(world: World, plan_id: int) -> dict[str, Any]:
    """Everything of a plan as stored, but for the stamps that deleting and restoring set."""
    with world.db.read() as cursor:
        plan = rows.select_row(cursor, PLAN, plan_id, with_trash=True) or {}
        belongs = {record.name: rows.select_children(cursor, record, plan_id) for record in BELONGING}
    stamps = {"version", "revision", "updated_at", "updated_by", "touched_at", "deleted_at", "deleted_by"}
    return {"plan": {name: value for name, value in plan.items() if name not in stamps}, **belongs}


def orphans(world: World) -> dict[str, int]:
    with world.db.read() as cursor:
        counts = {
            record.name: cursor.value(f'select count(*) from "{record.table}" where plan_id not in (select id from plan)')
            for record in BELONGING
        }
        counts["activity"] = cursor.value(
            "select count(*) from activity where plan_id is not null and plan_id not in (select id from plan)"
        )
    return {name: count for name, count in counts.items() if count}


def titles(world: World, name: str = "alice", **narrowed: Any) -> list[tuple[str, str]]:
    return [(item["record"], item["title"]) for item in list_trash(world.db, world.actor(name), **narrowed)[0]]


def test_a_restored_plan_is_what_it_was_byte_for_byte(world: World) -> None:
    fill_sheets(world, world.plan_id)
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        objective = changes.create(OBJECTIVE, [{"plan_id": world.plan_id, "position": 1.0, "name": "Grow"}])[0]
        changes.create(TASK, [{"plan_id": world.plan_id, "position": 1.0, "objective_id": objective["id"], "status": "On Hold"}])
    before = whole_plan(world, world.plan_id)
    delete_plans(world.db, world.actor("alice"), [world.plan_id])
    assert titles(world) == [("plan", "Nordwind – Q1 2026")]
    outcome = restore(world.db, world.actor("bob"), {"plan": [world.plan_id]})
    assert outcome.count == 1
    assert whole_plan(world, world.plan_id) == before
    assert titles(world) == []
    undo_change_set(world.db, world.actor("alice"), outcome.change_set_id or 0)
    assert titles(world) == [("plan", "Nordwind – Q1 2026")]


def test_the_list_tells_who_deleted_what_when_and_is_searched(world: World) -> None:
    other = world.make_plan(subject="Étoile – 2026")
    delete_plans(world.db, world.actor("alice"), [other, world.plan_id])
    delete_contact(world.db, world.actor("erin"), world.contact_id)
    items, total = list_trash(world.db, world.actor("charlie"))
    assert total == 3
    assert [(item["title"], item["detail"], item["deleted_by"]) for item in items] == [
        ("Dana", "Nordwind", "Erin"),
        ("Nordwind – Q1 2026", "Nordwind", "Alice"),
        ("Étoile – 2026", "Nordwind", "Alice"),
    ]
    assert items[0]["gone_at"] - items[0]["deleted_at"] == timedelta(days=30)
    assert titles(world, q="etoile") == [("plan", "Étoile – 2026")]
    assert titles(world, record="contact") == [("contact", "Dana")]
    assert titles(world, q="100%") == []
    assert list_trash(world.db, world.actor("alice"), offset=1, limit=1)[0][0]["title"] == "Nordwind – Q1 2026"


def test_a_plan_brings_its_client_back_and_a_client_what_was_deleted_with_it(world: World) -> None:
    earlier = world.make_plan(subject="Deleted before")
    delete_plans(world.db, world.actor("alice"), [earlier])
    delete_client(world.db, world.actor("alice"), world.client_id, with_plans=True)
    assert restore(world.db, world.actor("alice"), {"client": [world.client_id]}).count == 2
    assert titles(world) == [("plan", "Deleted before")]
    delete_client(world.db, world.actor("alice"), world.client_id, with_plans=True)
    assert restore(world.db, world.actor("alice"), {"plan": [world.plan_id]}).count == 2
    assert get_plan(world.db, world.actor("alice"), world.plan_id)["client"] == "Nordwind"


def test_purging_leaves_no_orphan_and_forgets_the_values(world: World) -> None:
    alice = world.actor("alice")
    fill_sheets(world, world.plan_id)
    update_plan(world.db, alice, world.plan_id, {"vision": {"to": "Secret ambition"}})
    copy, _change_set_id = copy_plan(world.db, alice, world.plan_id)
    delete_plans(world.db, alice, [world.plan_id])
    assert purge(world.db, alice, {"plan": [world.plan_id]}) == 1
    assert orphans(world) == {}
    assert check_data(world.db).findings == []
    assert get_plan(world.db, alice, copy["id"])["previous_plan_id"] is None
    with world.db.read() as cursor:
        assert rows.select_row(cursor, PLAN, world.plan_id, with_trash=True) is None
        assert cursor.value("select count(*) from activity where new_value = 'Secret ambition'") == 0
        purged = cursor.rows("select record, record_id, old_value, staff_id, change_set_id from activity where action = 'purge'")
    assert [(each["record"], each["record_id"], each["old_value"], each["staff_id"]) for each in purged] == [
        ("plan", world.plan_id, "Nordwind – Q1 2026", alice.staff_id)
    ]
    with pytest.raises(Refused):
        undo_change_set(world.db, world.actor("erin"), purged[0]["change_set_id"])
    with pytest.raises(NotFound):
        purge(world.db, alice, {"plan": [world.plan_id]})


def test_undo_of_older_changes_makes_no_orphan_of_what_was_purged(world: World) -> None:
    alice = world.actor("alice")
    other = create_contact(world.db, alice, {"client_id": world.client_id, "name": "Emil"})[0]
    with change_set(world.db, alice, "edit") as changes:
        row = changes.create(SHEETS["client_team"], [{"plan_id": world.plan_id, "position": 1.0, "contact_id": world.contact_id}])[0]
        keep = changes.create(SHEETS["client_team"], [{"plan_id": world.plan_id, "position": 2.0, "contact_id": world.contact_id}])[0]
    with change_set(world.db, alice, "edit") as moved:
        moved.update(SHEETS["client_team"], {row["id"]: {"contact_id": Edit(other["id"])}})
    with change_set(world.db, alice, "edit") as removed:
        removed.delete(SHEETS["client_team"], [keep["id"]])
    delete_contact(world.db, alice, world.contact_id)
    purge(world.db, alice, {"contact": [world.contact_id]})
    reasons = {each.reason for change in (moved, removed) for each in undo_change_set(world.db, alice, change.id or 0).kept}
    assert reasons == {"What it referred to was deleted for good."}
    assert [(each["id"], each["contact_id"]) for each in children(world, world.plan_id)["client_team"]] == [
        (row["id"], other["id"]),
        (keep["id"], None),
    ]
    assert check_data(world.db).findings == []


def test_a_client_is_purged_with_its_contacts_once_no_plan_names_it(world: World) -> None:
    alice = world.actor("alice")
    child = create_client(world.db, alice, {"name": "Nordwind Süd", "parent_client_id": world.client_id})[0]
    delete_client(world.db, alice, world.client_id, with_plans=True)
    with pytest.raises(Refused, match="Nordwind still has plans"):
        purge(world.db, alice, {"client": [world.client_id]})
    assert purge(world.db, alice, {"client": [world.client_id], "plan": [world.plan_id]}) == 2
    with world.db.read() as cursor:
        assert cursor.value("select count(*) from contact") == 0
        assert rows.select_row(cursor, CLIENT, child["id"])["parent_client_id"] is None  # type: ignore[index]
        assert cursor.value("select count(*) from activity where record = 'contact'") == 0
    assert check_data(world.db).findings == []


def test_a_purged_custom_field_takes_its_values_along(world: World) -> None:
    erin = world.actor("erin")
    definition = create_definition(world.db, erin, {"label": "Region", "type": "text"})[0]
    update_plan(world.db, erin, world.plan_id, {f"cf_{definition['id']}": {"to": "West"}})
    trash_definition(world.db, erin, definition["id"])
    assert titles(world, "erin") == [("custom_field", "Region")]
    assert titles(world, "alice") == []
    with pytest.raises(NotAllowed):
        restore(world.db, world.actor("alice"), {"custom_field": [definition["id"]]})
    delete_plans(world.db, erin, [other := world.make_plan()])
    assert purge(world.db, erin, {"custom_field": [definition["id"]], "plan": [other]}) == 2
    with world.db.read() as cursor:
        assert rows.select_row(cursor, CUSTOM_FIELD, definition["id"], with_trash=True) is None
        assert cursor.value("select count(*) from activity where field like 'cf_%'") == 0
    assert check_data(world.db).findings == []


def test_only_what_is_thirty_days_old_goes_by_itself(world: World) -> None:
    alice = world.actor("alice")
    old = world.make_plan(subject="Old")
    delete_client(world.db, alice, world.client_id, with_plans=True)
    with world.db.write() as cursor:
        cursor.execute("update client set deleted_at = $at", {"at": now() - timedelta(days=31)})
        cursor.execute("update plan set deleted_at = $at where id = $id", {"at": now() - timedelta(days=31), "id": old})
    assert purge_expired(world.db) == 1
    assert titles(world) == [("plan", "Nordwind – Q1 2026"), ("client", "Nordwind")]
    assert purge_expired(world.db) == 0
    with world.db.write() as cursor:
        cursor.execute("update plan set deleted_at = $at", {"at": now() - timedelta(days=30, minutes=1)})
    assert purge_expired(world.db) == 2
    assert titles(world) == []
    assert orphans(world) == {}


def test_emptying_takes_an_administrator_and_the_count_that_was_shown(world: World) -> None:
    delete_plans(world.db, world.actor("alice"), [world.plan_id])
    with pytest.raises(NotAllowed):
        empty_trash(world.db, world.actor("alice"), count=1)
    with pytest.raises(Refused, match="1 item now"):
        empty_trash(world.db, world.actor("erin"), count=2)
    assert empty_trash(world.db, world.actor("erin"), count=1) == 1
    assert empty_trash(world.db, world.actor("erin"), count=0) == 0


def test_a_selection_means_what_was_shown(world: World) -> None:
    ids = [world.make_plan(subject=f"Batch {place}") for place in range(3)]
    delete_plans(world.db, world.actor("alice"), ids)
    assert resolve(world.db, world.actor("alice"), Selected("batch", "plan", 3)) == {"plan": ids}
    with pytest.raises(Refused):
        resolve(world.db, world.actor("alice"), Selected("batch", "plan", 2))


def test_refused_without_the_permission_and_nothing_happens(world: World) -> None:
    delete_plans(world.db, world.actor("alice"), [world.plan_id])
    with pytest.raises(NotAllowed):
        purge(world.db, world.actor("bob"), {"plan": [world.plan_id]})
    with pytest.raises(NotAllowed):
        restore(world.db, world.actor("charlie"), {"plan": [world.plan_id]})
    assert titles(world) == [("plan", "Nordwind – Q1 2026")]


def test_what_is_not_in_the_trash_is_neither_restored_nor_purged(world: World) -> None:
    delete_plans(world.db, world.actor("alice"), [other := world.make_plan()])
    for action in (restore, purge):
        with pytest.raises(NotFound):
            action(world.db, world.actor("alice"), {"plan": [world.plan_id, other]})
        with pytest.raises(NotFound):
            action(world.db, world.actor("erin"), {"staff": [world.staff["bob"]]})
    assert get_plan(world.db, world.actor("alice"), world.plan_id)["id"] == world.plan_id
    assert len(titles(world)) == 1


def test_reverting_one_line_takes_a_plan_out_of_the_trash_whole(world: World) -> None:
    delete_plans(world.db, world.actor("alice"), [world.plan_id])
    with world.db.read() as cursor:
        entry = cursor.value("select max(id) from activity where action = 'delete' and field = 'deleted_at'")
    revert_entry(world.db, world.actor("bob"), entry)
    plan = get_plan(world.db, world.actor("alice"), world.plan_id)
    assert (plan["deleted_at"], plan["deleted_by"]) == (None, None)


def test_thousands_are_purged_by_set(world: World) -> None:
    with change_set(world.db, world.actor("alice"), "import") as changes:
        plan = rows.select_row(changes.cursor, PLAN, world.plan_id) or {}
        ids = [row["id"] for row in changes.create(PLAN, [{**plan, "previous_plan_id": world.plan_id}] * 2000)]
        changes.create(SHEETS["offering"], [{"plan_id": plan_id, "position": 1.0} for plan_id in ids])
    delete_plans(world.db, world.actor("alice"), ids)
    assert purge(world.db, world.actor("alice"), {"plan": ids}) == 2000
    assert orphans(world) == {}


def test_contacts_are_not_named_by_the_log_after_their_purge(world: World) -> None:
    delete_contact(world.db, world.actor("alice"), world.contact_id)
    purge(world.db, world.actor("alice"), {"contact": [world.contact_id]})
    with world.db.read() as cursor:
        assert cursor.value("select count(*) from activity where concat(old_value, new_value) like '%Dana%'") == 0
        assert rows.select_row(cursor, CONTACT, world.contact_id, with_trash=True) is None
