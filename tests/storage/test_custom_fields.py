"""Definitions of custom fields: each is a typed column of the plan, from its first moment to its purge."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from data.database import Database
from data.plans import Range
from data.records import CUSTOM_FIELD, PLAN, Kind
from data.records.custom_field import KINDS, WITH_OPTIONS
from services.actors import Source, system_actor
from services.changes import Edit, change_set
from services.custom_fields import (
    count_values,
    create_definition,
    definition_to_wire,
    list_definitions,
    move_definition,
    trash_definition,
    update_definition,
)
from services.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from services.plan_fields import plan_custom_fields
from services.plan_query import read_filter, read_sort, write_filter
from services.plans import copy_plan, create_plan, get_plan, list_plans, update_plan
from services.trash import restore
from services.undo import undo_change_set
from tests.world import World

HOSTILE = "<img src=x onerror=alert(1)> ::JSCODE:: '; drop table plan -- [x](javascript:alert(1)) \u202eevil"
VALUES: dict[str, Any] = {
    "text": "a, \"b\"; 'c'",
    "long text": "# line\nline " + "x" * 5000,
    "number": "1234.5678",
    "money": "1234.50",
    "percent": "12.5",
    "date": "2026-03-31",
    "yes/no": True,
    "choice": "B, or C",
    "multiple choice": ["A", "B, or C"],
    "link": "https://example.com/a?b=1",
}


def define(world: World, label: str, type_: str, **more: Any) -> dict[str, Any]:
    given = {"label": label, "type": type_, **({"options": ["A", "B, or C"]} if type_ in WITH_OPTIONS else {}), **more}
    return create_definition(world.db, world.actor("erin"), given)[0]


def plan_values(world: World) -> dict[str, Any]:
    return get_plan(world.db, world.actor("alice"), world.plan_id)


def set_value(world: World, name: str, to: Any, **more: Any) -> int | None:
    return update_plan(world.db, world.actor("alice"), world.plan_id, {name: {"to": to, **more}})[1]


@pytest.mark.parametrize("type_", KINDS)
def test_a_field_of_every_type_is_stored_read_found_sorted_copied_and_undone(world: World, type_: str) -> None:
    name = definition_to_wire(define(world, f"My {type_}", type_))["name"]
    other = create_plan(world.db, world.actor("alice"), {"client_id": world.client_id, "custom_fields": {name: VALUES[type_]}})
    change_set_id = set_value(world, name, VALUES[type_])
    stored = plan_values(world)[name]
    assert stored is not None
    assert other[name] == stored
    assert copy_plan(world.db, world.actor("alice"), world.plan_id)[0][name] == stored
    actor, fields = world.actor("alice"), plan_custom_fields(world.db)
    kind = KINDS[type_]
    wanted = {Kind.CHOICES: "A", Kind.YES_NO: "true", Kind.LONG_TEXT: "line", Kind.LINK: "example.com"}.get(kind, str(VALUES[type_]))
    filters = read_filter([(name, wanted)], actor, fields)
    assert read_filter(write_filter(filters), actor, fields) == filters
    assert list_plans(world.db, actor, filters, read_sort(f"-{name}", fields)).total == 3
    undo_change_set(world.db, actor, change_set_id or 0)
    assert plan_values(world)[name] is None
    assert list_plans(world.db, actor, filters, read_sort(name, fields)).total == 2


def test_values_are_typed(world: World) -> None:
    names = {each: definition_to_wire(define(world, each.title(), each))["name"] for each in ("money", "date", "number")}
    update_plan(world.db, world.actor("alice"), world.plan_id, {names[each]: {"to": VALUES[each]} for each in names})
    values = plan_values(world)
    assert [values[names[each]] for each in names] == [Decimal("1234.50"), date(2026, 3, 31), Decimal("1234.5678")]
    found = read_filter([(names["money"], "1000..2000")], world.actor("alice"), plan_custom_fields(world.db))
    assert found.custom[names["money"]] == (Range(Decimal("1000.00"), Decimal("2000.00")),)


def test_labels_help_and_options_are_text_whatever_they_hold(world: World) -> None:
    made = define(world, HOSTILE, "choice", options=[HOSTILE, "=HYPERLINK(1)"], help=HOSTILE)
    field = plan_custom_fields(world.db)[0]
    assert (field.label, field.help, field.choices) == (HOSTILE, HOSTILE, (HOSTILE, "=HYPERLINK(1)"))
    set_value(world, f"cf_{made['id']}", HOSTILE)
    assert plan_values(world)[f"cf_{made['id']}"] == HOSTILE


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"label": "", "type": "text"}, "label"),
        ({"label": "x" * 1_000_000, "type": "text"}, "label"),
        ({"label": "Bell \x07", "type": "text"}, "label"),
        ({"label": "client", "type": "text"}, "label"),
        ({"label": "region", "type": "text"}, "label"),
        ({"label": "New", "type": "picture"}, "type"),
        ({"label": "New"}, "type"),
        ({"label": "New", "type": "choice"}, "options"),
        ({"label": "New", "type": "choice", "options": ["  "]}, "options"),
        ({"label": "New", "type": "choice", "options": ["A", "A"]}, "options"),
        ({"label": "New", "type": "choice", "options": ["x" * 300]}, "options"),
        ({"label": "New", "type": "choice", "options": "A"}, "options"),
        ({"label": "New", "type": "text", "color": "red"}, "color"),
    ],
)
def test_a_bad_definition_is_refused_at_its_field(world: World, given: dict[str, Any], field: str) -> None:
    define(world, "Region", "text")
    with pytest.raises(Invalid) as caught:
        create_definition(world.db, world.actor("erin"), given)
    assert [each.field for each in caught.value.problems] == [field]
    assert len(list_definitions(world.db, world.actor("erin"))) == 1


def test_only_administrators_define(world: World) -> None:
    made = define(world, "Region", "text")
    for name in ("alice", "bob", "charlie"):
        actor = world.actor(name)
        for attempt in (
            lambda actor=actor: create_definition(world.db, actor, {"label": "Mine", "type": "text"}),
            lambda actor=actor: update_definition(world.db, actor, made["id"], {"label": {"to": "Mine"}}),
            lambda actor=actor: move_definition(world.db, actor, made["id"], before=None),
            lambda actor=actor: trash_definition(world.db, actor, made["id"]),
        ):
            with pytest.raises(NotAllowed):
                attempt()
    assert [each["label"] for each in list_definitions(world.db, world.actor("charlie"))] == ["Region"]


def test_required_fields_are_asked_for_on_create_and_may_not_be_cleared(world: World) -> None:
    name = definition_to_wire(define(world, "Region", "text", required=True))["name"]
    with pytest.raises(Invalid) as caught:
        create_plan(world.db, world.actor("alice"), {"client_id": world.client_id})
    assert [(each.field, each.reason) for each in caught.value.problems] == [(name, "Region is required.")]
    set_value(world, "subject", "Others may change while it is still empty")
    set_value(world, name, "West")
    with pytest.raises(Invalid):
        set_value(world, name, None)
    assert plan_values(world)[name] == "West"


def test_an_option_taken_away_stays_readable_and_may_stay(world: World) -> None:
    made = define(world, "Regions", "multiple choice", options=["North", "South", "West"])
    name = f"cf_{made['id']}"
    set_value(world, name, ["North", "South"])
    update_definition(world.db, world.actor("erin"), made["id"], {"options": {"from": ["North", "South", "West"], "to": ["West", "South"]}})
    assert plan_values(world)[name] == '["North", "South"]'
    set_value(world, name, ["North", "South", "West"], **{"from": ["North", "South"]})
    assert plan_values(world)[name] == '["West", "South", "North"]'
    with pytest.raises(Invalid):
        set_value(world, name, ["East"])
    with pytest.raises(Conflict):
        set_value(world, name, ["East"], **{"from": ["East", "West"]})


def test_a_value_changed_meanwhile_is_a_conflict(world: World) -> None:
    name = definition_to_wire(define(world, "Region", "text"))["name"]
    set_value(world, name, "West")
    with pytest.raises(Conflict) as caught:
        set_value(world, "custom_fields", {name: "East"}, **{"from": {name: None}})
    assert [(each.field, each.yours, each.theirs) for each in caught.value.conflicts] == [(name, "East", "West")]
    set_value(world, "custom_fields", {name: "East"}, **{"from": {name: "West"}})
    assert plan_values(world)[name] == "East"


@pytest.mark.parametrize("given", [{"custom_fields": {"subject": "x"}}, {"custom_fields": {"cf_99": "x"}}, {"cf_99": "x"}])
def test_a_name_that_is_no_custom_field_is_refused(world: World, given: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as caught:
        create_plan(world.db, world.actor("alice"), {"client_id": world.client_id, **given})
    assert caught.value.problems[0].field in ("subject", "cf_99")


def test_the_type_changes_while_nothing_is_stored_and_not_afterwards(world: World) -> None:
    made = define(world, "Figure", "text")
    name = f"cf_{made['id']}"
    update_definition(world.db, world.actor("erin"), made["id"], {"type": {"to": "money"}})
    set_value(world, name, "12.50")
    assert plan_values(world)[name] == Decimal("12.50")
    with pytest.raises(Refused, match="1 plan holds a value"):
        update_definition(world.db, world.actor("erin"), made["id"], {"type": {"to": "date"}})
    assert plan_values(world)[name] == Decimal("12.50")


def test_text_widens_to_long_text_with_its_values(world: World) -> None:
    made = define(world, "Note", "choice")
    set_value(world, f"cf_{made['id']}", "A")
    widened, _change_set_id = update_definition(world.db, world.actor("erin"), made["id"], {"type": {"to": "long text"}})
    assert widened["options"] is None
    set_value(world, f"cf_{made['id']}", "A and more\nlines")
    assert plan_values(world)[f"cf_{made['id']}"] == "A and more\nlines"


def test_undoing_a_change_of_type_is_refused_once_values_of_the_new_type_stand(world: World) -> None:
    made = define(world, "Figure", "money")
    _updated, change_set_id = update_definition(world.db, world.actor("erin"), made["id"], {"type": {"to": "date"}})
    set_value(world, f"cf_{made['id']}", "2026-03-31")
    with pytest.raises(Refused):
        undo_change_set(world.db, world.actor("erin"), change_set_id or 0)
    assert plan_values(world)[f"cf_{made['id']}"] == date(2026, 3, 31)
    set_value(world, f"cf_{made['id']}", None)
    undo_change_set(world.db, world.actor("erin"), change_set_id or 0)
    set_value(world, f"cf_{made['id']}", "1.50")
    assert plan_values(world)[f"cf_{made['id']}"] == Decimal("1.50")


def test_a_field_comes_back_only_while_no_other_has_its_name(world: World) -> None:
    erin = world.actor("erin")
    first = define(world, "Region", "text")
    deleted = trash_definition(world.db, erin, first["id"])
    second = define(world, "region", "text")
    for again in (lambda: restore(world.db, erin, {"custom_field": [first["id"]]}), lambda: undo_change_set(world.db, erin, deleted or 0)):
        with pytest.raises(Refused, match="two fields"):
            again()
    update_definition(world.db, erin, second["id"], {"label": {"to": "Zone"}})
    undo_change_set(world.db, erin, deleted or 0)
    assert [each["label"] for each in list_definitions(world.db, erin)] == ["Region", "Zone"]


def test_deleting_keeps_the_values_and_restoring_brings_them_back(world: World) -> None:
    made = define(world, "Region", "text")
    name = f"cf_{made['id']}"
    set_value(world, name, "West")
    change_set_id = trash_definition(world.db, world.actor("erin"), made["id"])
    assert name not in plan_values(world)
    with pytest.raises(Invalid):
        set_value(world, name, "East")
    undo_change_set(world.db, world.actor("erin"), change_set_id or 0)
    assert plan_values(world)[name] == "West"


def test_removing_drops_the_values_and_what_is_logged_of_them_can_no_longer_be_undone(world: World) -> None:
    made = define(world, "Region", "text")
    name = f"cf_{made['id']}"
    value_set = set_value(world, name, "West")
    trash_definition(world.db, world.actor("erin"), made["id"])
    with world.db.write() as cursor:
        cursor.execute("create index plan_of_client on plan (client_id)")
    with change_set(world.db, system_actor(Source.CRON), "remove") as changes:
        changes.delete(CUSTOM_FIELD, [made["id"]])
    with world.db.read() as cursor:
        names = cursor.values("select column_name from information_schema.columns where table_name = 'plan' order by 1")
        assert name not in names
        assert cursor.values("select index_name from duckdb_indexes() where table_name = 'plan' order by 1") == ["plan_of_client"]
    undone = undo_change_set(world.db, world.actor("alice"), value_set or 0)
    assert [(each.field, each.reason) for each in undone.kept] == [(name, "This field no longer exists.")]
    undo_change_set(world.db, world.actor("erin"), changes.id or 0)
    with change_set(world.db, world.actor("erin"), "restore") as changes:
        changes.restore(CUSTOM_FIELD, [made["id"]])
    assert plan_values(world)[name] is None


def test_a_removed_plan_comes_back_with_its_custom_values(world: World) -> None:
    name = definition_to_wire(define(world, "Region", "text"))["name"]
    set_value(world, name, "West")
    with change_set(world.db, world.actor("erin"), "remove") as changes:
        changes.delete(PLAN, [world.plan_id])
    undo_change_set(world.db, world.actor("erin"), changes.id or 0)
    assert plan_values(world)[name] == "West"


def test_a_definition_rolled_back_was_never_there(world: World) -> None:
    def fail_after_defining() -> None:
        with world.db.write():
            define(world, "Region", "text")
            assert [each.label for each in plan_custom_fields(world.db)] == ["Region"]
            raise RuntimeError("the request failed")

    with pytest.raises(RuntimeError):
        fail_after_defining()
    assert plan_custom_fields(world.db) == ()
    define(world, "Region", "text")
    assert [each.label for each in plan_custom_fields(world.db)] == ["Region"]


def test_definitions_move(world: World) -> None:
    first, second, third = (define(world, label, "text") for label in ("First", "Second", "Third"))
    move_definition(world.db, world.actor("erin"), third["id"], before=first["id"])
    move_definition(world.db, world.actor("erin"), first["id"], before=None)
    assert [each.label for each in plan_custom_fields(world.db)] == ["Third", "Second", "First"]
    assert move_definition(world.db, world.actor("erin"), second["id"], before=first["id"]) is None
    with pytest.raises(NotFound):
        move_definition(world.db, world.actor("erin"), 999, before=None)


def test_what_is_gone_is_not_found(world: World) -> None:
    for attempt in (
        lambda: update_definition(world.db, world.actor("erin"), 999, {"label": {"to": "x"}}),
        lambda: trash_definition(world.db, world.actor("erin"), 999),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_values_are_counted(world: World) -> None:
    made, empty = define(world, "Region", "text"), define(world, "Empty", "date")
    set_value(world, f"cf_{made['id']}", "West")
    assert count_values(world.db, world.actor("erin")) == {made["id"]: 1, empty["id"]: 0}


def test_the_definitions_are_read_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    define(world, "Region", "text")
    plan_custom_fields(world.db)

    def fail(_db: Database) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(Database, "read", fail)
    assert [each.label for each in plan_custom_fields(world.db)] == ["Region"]


def test_an_update_in_the_log_names_the_column(world: World) -> None:
    name = definition_to_wire(define(world, "Region", "text"))["name"]
    with change_set(world.db, world.actor("bob"), "bulk") as changes:
        changes.update_all(PLAN, [world.plan_id], {name: "West"})
    with world.db.read() as cursor:
        assert cursor.row("select field, old_value, new_value from activity order by id desc limit 1") == {
            "field": name,
            "old_value": None,
            "new_value": "West",
        }
    with change_set(world.db, world.actor("bob"), "update") as changes:
        changes.update(PLAN, {world.plan_id: {name: Edit("East", "West")}})
    assert plan_values(world)[name] == "East"
