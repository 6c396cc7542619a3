"""How the actual value of a goal went, from the activity log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from data import activity as activity_rows
from data import rows
from data.database import Database, Row
from data.records import GOAL, PLAN
from services.actors import Actor, Permission
from services.errors import NotFound
from services.goals import GoalFacts, expected, pace, progress
from services.language import translate as _
from services.settings import read_settings, today


@dataclass(frozen=True)
class GoalState:
    """A goal with progress, the progress expected by today and their ratio (0 to 1, None where unknown), and its past actual values (UTC)."""

    goal: Row
    started_on: date
    progress: float | None
    expected: float | None
    pace: float | None
    history: tuple[tuple[datetime, Decimal | None], ...]


def goals_of_plan(db: Database, actor: Actor, plan_id: int) -> list[GoalState]:
    """Every goal of a plan in the user's order. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    day = today(read_settings(db))
    with db.read() as cursor:
        plan = rows.select_row(cursor, PLAN, plan_id)
        if plan is None:
            raise NotFound(_("This plan does not exist or is in the trash."))
        goals = rows.select_children(cursor, GOAL, plan_id)
        entries = activity_rows.select_values(cursor, GOAL.name, plan_id, "actual")
    states = []
    for goal in goals:
        facts = GoalFacts(goal["baseline"], goal["target"], goal["actual"], plan["period_start"], goal["due_date"])
        history = tuple((entry["happened_at"], _value(entry)) for entry in entries if entry["record_id"] == goal["id"])
        states.append(GoalState(goal, plan["period_start"], progress(facts), expected(facts, day), pace(facts, day), history))
    return states


def _value(entry: Row) -> Decimal | None:
    text = entry["new_value"]
    if entry["action"] == "create" and text is not None:
        text = json.loads(text).get("actual")
    return None if text is None else Decimal(text)
