"""At-risk rules: who may make them, what they match, and that a flag names its rule."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.records import GOAL, PLAN, TASK
from services.changes import Edit, change_set
from services.errors import Invalid, NotAllowed
from services.goals import GoalFacts, is_behind
from services.plan_health import health_of_plan
from services.risks import delete_rule, find_flags, list_rules, save_rule
from services.settings import read_settings, today
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
    "conditions",
    [
        [],
        "x",
        [{"subject": "password"}],
        [{"subject": "bcg", "operator": "at_least", "value": "1"}],
        [{"subject": "margin", "operator": "at_least", "value": "1; drop table plan"}],
    ],
)
def test_conditions_that_mean_nothing_are_refused_at_the_field(world: World, conditions: object) -> None:
    with pytest.raises(Invalid) as caught:
        save_rule(world.db, world.actor("erin"), {"name": "X", "severity": "Low", "conditions": conditions})
    assert [problem.field for problem in caught.value.problems] == ["conditions"]


AMOUNTS = st.none() | st.decimals(min_value=-1000, max_value=1000, places=1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(baseline=AMOUNTS, target=AMOUNTS, actual=AMOUNTS, due=st.none() | st.integers(-400, 400))
def test_the_database_and_the_page_agree_which_goals_are_behind(
    world: World, baseline: Decimal | None, target: Decimal | None, actual: Decimal | None, due: int | None
) -> None:
    day = today(read_settings(world.db))
    due_date = None if due is None else day + timedelta(days=due)
    rule = {"name": "Behind", "severity": "Low", "conditions": [{"subject": "goals_behind", "operator": "at_least", "value": 1}]}
    with world.db.write() as cursor:
        cursor.execute("delete from goal")
        cursor.execute("delete from risk_rule")
    save_rule(world.db, world.actor("erin"), rule)
    values = {"plan_id": world.plan_id, "position": 1, "baseline": baseline, "target": target, "actual": actual, "due_date": due_date}
    with change_set(world.db, world.actor("alice"), "edit") as changes:
        changes.create(GOAL, [values])
    expected = is_behind(GoalFacts(baseline, target, actual, date(2026, 1, 1), due_date), day)
    assert flag_names(world) == (["Behind"] if expected else [])


def test_health_of_a_stored_plan_counts_its_tasks(world: World) -> None:
    day = today(read_settings(world.db))
    add_task(world, day - timedelta(days=3))
    add_task(world, day + timedelta(days=3), status="Complete")
    parts = {part.name: part.score for part in health_of_plan(world.db, world.actor("charlie"), world.plan_id).parts}
    assert parts["tasks"] == 50
    assert parts["overdue"] == 50
    assert parts["goals"] is None
    assert parts["freshness"] == 100
