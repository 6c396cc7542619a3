"""Health, progress and pace: bounds, monotony where it should be, no division by zero."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from services.goals import GoalFacts, expected, pace, progress
from services.health import DEFAULT_WEIGHTS, PARTS, PlanFacts, measure_health

AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1))
WEIGHTS = st.fixed_dictionaries({name: st.integers(0, 100) for name in PARTS})


@st.composite
def goals(draw: st.DrawFn) -> GoalFacts:
    return GoalFacts(draw(st.none() | AMOUNTS), draw(st.none() | AMOUNTS), draw(st.none() | AMOUNTS), draw(DAYS), draw(st.none() | DAYS))


@st.composite
def facts(draw: st.DrawFn) -> PlanFacts:
    tasks = draw(st.integers(0, 500))
    complete = draw(st.integers(0, tasks))
    sections = draw(st.integers(0, 20))
    return PlanFacts(
        tasks=tasks,
        tasks_complete=complete,
        tasks_overdue=draw(st.integers(0, tasks - complete)),
        goal_paces=tuple(draw(st.lists(st.floats(0, 1), max_size=8))),
        days_quiet=draw(st.integers(0, 2000)),
        sections_filled=draw(st.integers(0, sections)),
        sections=sections,
    )


@given(goals(), DAYS)
def test_progress_and_pace_stay_between_0_and_1(goal: GoalFacts, today: date) -> None:
    for value in (progress(goal), expected(goal, today), pace(goal, today)):
        assert value is None or 0 <= value <= 1


@given(goals(), AMOUNTS)
def test_more_towards_the_target_never_lowers_progress(goal: GoalFacts, step: Decimal) -> None:
    if goal.actual is None or goal.target is None:
        assert progress(goal) is None
        return
    is_upwards = goal.target >= (goal.baseline or 0)
    moved = goal.actual + abs(step) if is_upwards else goal.actual - abs(step)
    further = GoalFacts(goal.baseline, goal.target, moved, goal.started_on, goal.due_on)
    assert (progress(further) or 0) >= (progress(goal) or 0)


@given(goals(), DAYS)
def test_the_pace_line_never_falls_from_one_day_to_the_next(goal: GoalFacts, today: date) -> None:
    if goal.due_on is not None:
        assert (expected(goal, today + timedelta(days=1)) or 0) >= (expected(goal, today) or 0)


def test_the_pace_line_is_halfway_in_the_middle() -> None:
    goal = GoalFacts(Decimal(0), Decimal(200), Decimal(50), date(2026, 1, 1), date(2026, 1, 21))
    assert expected(goal, date(2026, 1, 11)) == 0.5
    assert progress(goal) == 0.25
    assert pace(goal, date(2026, 1, 11)) == 0.5


def test_a_cost_to_reduce_is_measured_downwards() -> None:
    goal = GoalFacts(Decimal(100), Decimal(60), Decimal(70), date(2026, 1, 1), None)
    assert progress(goal) == 0.75


@given(facts(), WEIGHTS)
def test_health_stays_between_0_and_100(given_facts: PlanFacts, weights: dict[str, int]) -> None:
    health = measure_health(given_facts, weights)
    assert health.score is None or 0 <= health.score <= 100
    assert all(part.score is None or 0 <= part.score <= 100 for part in health.parts)


@given(facts(), WEIGHTS, st.booleans())
def test_completing_any_task_never_lowers_health(before: PlanFacts, weights: dict[str, int], is_overdue: bool) -> None:
    assume(before.tasks_overdue if is_overdue else before.tasks - before.tasks_complete - before.tasks_overdue)
    after = replace(before, tasks_complete=before.tasks_complete + 1, tasks_overdue=before.tasks_overdue - is_overdue)
    scores = [measure_health(each, weights).score for each in (before, after)]
    assert (scores[0] is None) == (scores[1] is None)
    assert (scores[1] or 0) >= (scores[0] or 0)


@given(facts())
def test_silence_never_raises_health_and_weights_of_zero_do_not_count(before: PlanFacts) -> None:
    later = PlanFacts(**{**before.__dict__, "days_quiet": before.days_quiet + 30})
    assert (measure_health(later).score or 0) <= (measure_health(before).score or 0)
    alone = measure_health(before, {"freshness": 10})
    assert alone.score == round(next(part.score for part in alone.parts if part.name == "freshness") or 0)


def test_every_part_below_100_says_what_would_raise_it() -> None:
    health = measure_health(PlanFacts(4, 1, 2, (0.5, 1.0), 40, 3, 5, ("Vision", "Competitors")), DEFAULT_WEIGHTS)
    assert [part.advice for part in health.parts] == [
        "Complete some of the 3 open tasks.",
        "Finish or reschedule the 2 overdue tasks.",
        "Bring the goal that is behind back on pace.",
        "Nothing happened for 40 days: add a meeting note or review the plan.",
        "Fill: Vision, Competitors.",
    ]
