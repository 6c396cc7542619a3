"""How far a goal is, and how far it should be by now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class GoalFacts:
    """What is known of a goal; amounts in the goal's own unit. `started_on` is the first day it is measured from."""

    baseline: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    started_on: date
    due_on: date | None


def progress(goal: GoalFacts) -> float | None:
    """The share of the way from baseline to target that the actual has gone, 0 to 1; None while target or actual is missing.

    A missing baseline counts as 0. A target below the baseline (costs to reduce) is measured downwards. Where target and
    baseline are equal, holding the level is the goal: 1 at the target or better (above), else 0.
    """
    if goal.target is None or goal.actual is None:
        return None
    baseline = goal.baseline or Decimal(0)
    if goal.target == baseline:
        return 1.0 if goal.actual >= goal.target else 0.0
    return min(1.0, max(0.0, float((goal.actual - baseline) / (goal.target - baseline))))


def expected(goal: GoalFacts, today: date) -> float | None:
    """The pace line: the share that should be reached today, growing evenly from the first day to the due date; None without a due date."""
    if goal.due_on is None:
        return None
    if today >= goal.due_on:
        return 1.0
    if today <= goal.started_on:
        return 0.0
    return (today - goal.started_on).days / (goal.due_on - goal.started_on).days


def pace(goal: GoalFacts, today: date) -> float | None:
    """Progress over what is expected by today, 0 to 1: 1 is on pace or ahead. None while progress is unknown; without a due date, progress itself."""
    reached = progress(goal)
    if reached is None:
        return None
    wanted = expected(goal, today)
    if wanted is None:
        return reached
    return 1.0 if wanted <= 0 else min(1.0, reached / wanted)


def is_behind(goal: GoalFacts, today: date) -> bool:
    """Whether a measured goal with a due date has gone less of its way than of its time."""
    reached, wanted = progress(goal), expected(goal, today)
    return reached is not None and wanted is not None and reached < wanted
