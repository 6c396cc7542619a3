"""At-risk rules: who may make them, what they match, and that a flag names its rule."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.records import GOAL, PLAN, RISK_RULE, TASK
from services.changes import Edit, change_set
from services.custom_fields import create_definition, trash_definition
from services.errors import Invalid, NotAllowed, NotFound
from services.goals import GoalFacts, is_behind, progress
from services.periods import last_day
from services.plan_health import health_of_plan
from services.plans import get_plan
from services.risk_subjects import COUNTED, condition_words, operators_of, read_conditions, rule_subjects
from services.risks import delete_rule, find_flags, list_rules, save_rule
from services.settings import read_settings, today
from services.settings_changes import update_settings
from services.undo import undo_change_set
from tests.world import World


def add_task(world: World, deadline: date, status: str = "Not Started") -> None:
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        changes.create(TASK, [{"plan_id": world.plan_id, "position": 1, "status": status, "deadline": deadline}])


def set_plan(world: World, **values: object) -> None:
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        changes.update(PLAN, {world.plan_id: {name: Edit(value) for name, value in values.items()}})


def flag_names(world: World) -> list[str]:
    return [flag.name for flag in find_flags(world.db, world.actor("charlie")).get(world.plan_id, [])]


def test_a_red_client_with_an_overdue_task_is_flagged_by_the_shipped_rule(world: World) -> None:
    day = today(read_settings(world.db))
    add_task(world, day)
    set_plan(world, client_status="Red")
    assert flag_names(world) == []
    add_task(world, day - timedelta(days=1))
    assert flag_names(world) == ["Red client with overdue tasks"]
    set_plan(world, client_status="Yellow")
    assert flag_names(world) == []


def test_an_administrator_adds_a_rule_and_undo_takes_it_back(world: World) -> None:
    given_rule = {
        "name": "Nobody in charge of a big account",
        "severity": "Medium",
        "conditions": [
            {"subject": "person_in_charge", "operator": "is_not_set"},
            {"subject": "revenue_next_year", "operator": "at_least", "value": "100000"},
        ],
    }
    _rule, change_set_id = save_rule(world.db, world.actor("erin"), given_rule)
    set_plan(world, person_in_charge_id=None)
    assert flag_names(world) == ["Nobody in charge of a big account"]
    undo_change_set(world.db, world.actor("erin"), change_set_id or 0)
    assert flag_names(world) == []


def test_others_may_not_change_rules(world: World) -> None:
    with pytest.raises(NotAllowed):
        save_rule(world.db, world.actor("alice"), {"name": "X", "severity": "Low", "conditions": []})
    with pytest.raises(NotAllowed):
        delete_rule(world.db, world.actor("alice"), list_rules(world.db, world.actor("alice"))[0]["id"])


@pytest.mark.parametrize(
    ("conditions", "named"),
    [
        ([], ["conditions"]),
        ("x", ["conditions"]),
        ([{"subject": "password"}], ["conditions.0"]),
        ([{"subject": "bcg", "operator": "at_least", "value": "1"}], ["conditions.0"]),
        ([{"subject": "margin", "operator": "at_least", "value": "1; drop table plan"}], ["conditions.0"]),
        ([{"subject": "margin", "operator": "at_least", "value": ""}], ["conditions.0"]),
        ([{"subject": "industry", "operator": "is", "value": "Energy"}], ["conditions.0"]),
        ([{"subject": "person_in_charge", "operator": "is", "value": "999"}], ["conditions.0"]),
        ([{"subject": "person_in_charge", "operator": "is", "value": True}], ["conditions.0"]),
        ([{"subject": "cf_1", "operator": "is_set"}], ["conditions.0"]),
        ([{"subject": "deleted_at", "operator": "is_set"}], ["conditions.0"]),
        (
            [
                {"subject": "margin", "operator": "at_least", "value": "many"},
                {"subject": "client_status", "operator": "is", "value": "Red"},
                {"subject": "bcg", "operator": "is", "value": "Cat"},
            ],
            ["conditions.0", "conditions.2"],
        ),
    ],
)
def test_conditions_that_mean_nothing_are_refused_at_the_field(world: World, conditions: object, named: list[str]) -> None:
    with pytest.raises(Invalid) as caught:
        save_rule(world.db, world.actor("erin"), {"name": "X", "severity": "Low", "conditions": conditions})
    assert [problem.field for problem in caught.value.problems] == named


def test_a_rule_looks_at_industry_person_end_of_period_progress_and_custom_fields(world: World) -> None:
    erin = world.actor("erin")
    update_settings(world.db, erin, {"industries": {"to": ["Energy", "Retail"]}})
    fields = {
        name: f"cf_{create_definition(world.db, erin, {'label': name.title(), 'type': kind, **more})[0]['id']}"
        for name, kind, more in (
            ("score", "number", {}),
            ("region", "choice", {"options": ["North", "South"]}),
            ("strategic", "yes/no", {}),
            ("visited", "date", {}),
        )
    }
    day = today(read_settings(world.db))
    conditions = [
        ("industry", "is", "Energy"),
        ("person_in_charge", "is", world.staff["alice"]),
        ("days_to_period_end", "at_most", -1),
        ("lowest_goal_progress", "at_most", 7),
        (fields["score"], "at_least", "2.5"),
        (fields["region"], "is_not", "South"),
        (fields["strategic"], "is", "No"),
        (fields["visited"], "is_not_set", None),
    ]
    for subject, operator, value in conditions:
        given_rule = {"name": subject, "severity": "Low", "conditions": [{"subject": subject, "operator": operator, "value": value}]}
        save_rule(world.db, erin, given_rule)
    set_plan(world, industry="Retail", person_in_charge_id=None, period_start=day.replace(day=1), period_type="month")
    set_plan(world, **{fields["score"]: Decimal(2), fields["region"]: "South", fields["strategic"]: True, fields["visited"]: day})
    assert flag_names(world) == []
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        changes.create(GOAL, [{"plan_id": world.plan_id, "position": 1, "target": Decimal(100), "actual": Decimal(7)}])
    set_plan(world, industry="Energy", person_in_charge_id=world.staff["alice"], period_start=day.replace(year=day.year - 1, day=1))
    set_plan(world, **{fields["score"]: Decimal("2.5"), fields["region"]: None, fields["strategic"]: False, fields["visited"]: None})
    assert flag_names(world) == [subject for subject, _operator, _value in conditions]


def test_a_rule_over_a_custom_field_that_is_gone_flags_nothing_until_the_field_is_back(world: World) -> None:
    erin = world.actor("erin")
    definition = create_definition(world.db, erin, {"label": "Region", "type": "choice", "options": ["North", "South"]})[0]
    column = f"cf_{definition['id']}"
    given_rule = {"name": "North", "severity": "Low", "conditions": [{"subject": column, "operator": "is", "value": "North"}]}
    save_rule(world.db, erin, given_rule)
    set_plan(world, **{column: "North"})
    assert flag_names(world) == ["North"]
    deleted = trash_definition(world.db, erin, definition["id"])
    assert flag_names(world) == []
    [stored] = [json.loads(rule["conditions"]) for rule in list_rules(world.db, erin) if rule["name"] == "North"]
    assert condition_words(world.db, erin, rule_subjects(world.db), stored[0]) == "a field that no longer exists"
    undo_change_set(world.db, erin, deleted or 0)
    assert flag_names(world) == ["North"]
    assert condition_words(world.db, erin, rule_subjects(world.db), stored[0]) == "Region is North"


def test_deleting_a_rule_is_undone(world: World) -> None:
    set_plan(world, client_status="Red")
    add_task(world, date(2020, 1, 1))
    [rule] = list_rules(world.db, world.actor("erin"))
    deleted = delete_rule(world.db, world.actor("erin"), rule["id"])
    assert (flag_names(world), list_rules(world.db, world.actor("erin"))) == ([], [])
    with pytest.raises(NotFound):
        delete_rule(world.db, world.actor("erin"), rule["id"])
    with pytest.raises(NotAllowed):
        undo_change_set(world.db, world.actor("alice"), deleted or 0)
    undo_change_set(world.db, world.actor("erin"), deleted or 0)
    assert list_rules(world.db, world.actor("erin")) == [rule]
    assert flag_names(world) == ["Red client with overdue tasks"]


AMOUNTS = st.none() | st.decimals(min_value=-1000, max_value=1000, places=1)
DAYS = st.none() | st.integers(-400, 400)
PLANS = st.fixed_dictionaries(
    {name: st.none() | st.sampled_from(PLAN.by_name[name].choices) for name in ("client_status", "bcg")}
    | {name: st.sampled_from(PLAN.by_name[name].choices) for name in ("status", "period_type")}
    | {"revenue_next_year": AMOUNTS, "margin": st.none() | st.integers(-100, 100), "wallet_share": st.none() | st.integers(0, 100)}
    | {"person_in_charge_id": st.none() | st.integers(1, 4), "vision": st.none() | st.just("V"), "industry": st.none() | st.just("Energy")}
    | {"period_start": st.sampled_from([date(2020, 1, 1), date(2026, 1, 1), date(2026, 10, 1), date(2030, 1, 1)])}
)
TASKS = st.lists(st.tuples(st.sampled_from(TASK.by_name["status"].choices), DAYS), max_size=3)
GOALS = st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS, DAYS), max_size=3)


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    """A condition over any subject there is without Settings, by the declarations."""
    fields = {each.name.removesuffix("_id"): each for each in (*PLAN.editable, *COUNTED)}
    subject = draw(st.sampled_from(sorted(set(fields) - {"client", "subject", "period_start", "mind_map"})))
    values: st.SearchStrategy[Any] = st.sampled_from(fields[subject].choices) if fields[subject].choices else st.integers(1, 4)
    if fields[subject].is_numeric:
        values = st.integers(-2, 3) | st.sampled_from([-100, 50, 100, 400])
    return {"subject": subject, "operator": draw(st.sampled_from(operators_of(fields[subject]))), "value": draw(values)}


def holds(condition: dict[str, Any], values: dict[str, Any]) -> bool:
    """A condition read in plain Python."""
    value, wanted = values[condition["subject"]], condition["value"]
    match condition["operator"]:
        case "is_set":
            return value is not None
        case "is_not_set":
            return value is None
        case "is":
            return bool(value == wanted)
        case "is_not":
            return bool(value != wanted)
        case "at_least":
            return value is not None and bool(value >= wanted)
    return value is not None and bool(value <= wanted)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    plan=PLANS,
    tasks=TASKS,
    goals=GOALS,
    quiet=st.integers(0, 500),
    rules=st.lists(st.lists(conditions(), min_size=1, max_size=3), min_size=8),
)
def test_the_database_and_a_plain_reading_agree_which_rules_flag_a_plan(
    world: World,
    plan: dict[str, Any],
    tasks: list[tuple[str, int | None]],
    goals: list[tuple[Decimal | None, Decimal | None, Decimal | None, int | None]],
    quiet: int,
    rules: list[list[dict[str, Any]]],
) -> None:
    day = today(read_settings(world.db))

    def on(offset: int | None) -> date | None:
        return None if offset is None else day + timedelta(days=offset)

    with world.db.write() as cursor:
        for table in ("task", "goal", "risk_rule"):
            cursor.execute(f"delete from {table}")
    set_plan(world, **plan)
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        changes.create(
            TASK, [{"plan_id": world.plan_id, "position": 1, "status": status, "deadline": on(deadline)} for status, deadline in tasks]
        )
        names = ("baseline", "target", "actual")
        changes.create(
            GOAL,
            [{"plan_id": world.plan_id, "position": 1, **dict(zip(names, each, strict=False)), "due_date": on(each[3])} for each in goals],
        )
        changes.create(
            RISK_RULE,
            [
                {
                    "name": str(place),
                    "severity": "Low",
                    "is_active": True,
                    "conditions": json.dumps(read_conditions(world.db, world.actor("erin"), rule)),
                }
                for place, rule in enumerate(rules)
            ],
        )
    with world.db.write() as cursor:
        cursor.execute(
            "update plan set touched_at = $at where id = $id", {"at": datetime.combine(on(-quiet) or day, time(12)), "id": world.plan_id}
        )
    facts = [GoalFacts(*each[:3], plan["period_start"], on(each[3])) for each in goals]
    still_open = [deadline for status, deadline in tasks if status != "Complete"]
    reached = [each for each in map(progress, facts) if each is not None]
    values = {name.removesuffix("_id"): value for name, value in plan.items()} | {
        "open_tasks": len(still_open),
        "overdue_tasks": sum(deadline is not None and deadline < 0 for deadline in still_open),
        "goals_behind": sum(is_behind(each, day) for each in facts),
        "lowest_goal_progress": round(100 * min(reached), 4) if reached else None,
        "days_to_period_end": (last_day(plan["period_start"], plan["period_type"]) - day).days,
        "days_quiet": quiet,
    }
    stored = get_plan(world.db, world.actor("alice"), world.plan_id)
    wanted = [str(place) for place, rule in enumerate(rules) if all(holds(each, {**stored, **values}) for each in rule)]
    assert sorted(flag_names(world)) == sorted(wanted)


def test_health_of_a_stored_plan_counts_its_tasks(world: World) -> None:
    day = today(read_settings(world.db))
    add_task(world, day - timedelta(days=3))
    add_task(world, day + timedelta(days=3), status="Complete")
    parts = {part.name: part.score for part in health_of_plan(world.db, world.actor("charlie"), world.plan_id).parts}
    assert parts["tasks"] == 50
    assert parts["overdue"] == 50
    assert parts["goals"] is None
    assert parts["freshness"] == 100
