"""What the demo plans of this year set out to do: tasks like those of the templates, and goals with how they went."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from data.database import Database
from data.demo import history
from data.records import GOAL, ITEM, OBJECTIVE, TASK, Record
from services.actors import Source, system_actor
from services.changes import Changes, Edit, change_set
from services.demo.content import Company, Values, texts
from services.demo.drafts import TODAY, PlanDraft
from services.demo.templates import NONE, template_tasks
from services.periods import last_day, period_name

FIRST_DAY = TODAY.replace(month=1, day=1)
# Days that the templates are written for.
_QUARTER = 91
_COMPLETE = "Complete"


@dataclass
class Work:
    """Tasks as (objective, item, values), people by their place in the list of staff; goals, and their later actual values by time."""

    tasks: list[tuple[str, str, Values]] = field(default_factory=list)
    goals: list[Values] = field(default_factory=list)
    measured: list[tuple[datetime, list[Decimal]]] = field(default_factory=list)


def demo_work(draft: PlanDraft, company: Company) -> Work:
    """The work of a plan; none for years that are over."""
    start, kind = draft.values["period_start"], draft.values["period_type"]
    if start < FIRST_DAY:
        return Work()
    chance = random.Random(f"work of {company.values['name']} {start}")
    end = last_day(start, kind)
    work = Work(goals=_goals(chance, draft, company, end))
    names = {"client": company.values["name"], "period": period_name(start, kind, company.language)}
    # Some teams keep their dates, some do not.
    discipline = chance.choice((0.97, 0.9, 0.9, 0.75))
    for objective, item, action, priority, starts, due in chance.choice(template_tasks(company.language)):
        values: Values = {"action": action.format(**names), "priority": priority}
        for name, offset in (("start", starts), ("deadline", due)):
            values[name] = None if offset == NONE else min(end, start + timedelta(days=offset * ((end - start).days + 1) // _QUARTER))
        values |= _state(chance, values, end, discipline)
        others = chance.sample([each for each in range(4, 7) if each != draft.person], k=chance.choice((0, 0, 1, 1, 2)))
        values["people_in_charge_ids"] = [draft.person, *others] if chance.random() < 0.8 else others or [draft.person]
        work.tasks.append((objective, item, values))
    work.measured = _measured(chance, work.goals, start, end)
    return work


def _state(chance: random.Random, values: Values, end: date, discipline: float) -> Values:
    """Over with the period; before, done mostly when due, begun when started."""
    deadline = values["deadline"] or end
    if end < TODAY or (deadline < TODAY and chance.random() < discipline):
        done = datetime.combine(min(deadline - timedelta(days=chance.randrange(4)), TODAY), time(16, chance.randrange(60)))
        return {"status": _COMPLETE, "completed_at": done}
    if deadline < TODAY:
        return {"status": chance.choice(("In Progress", "In Progress", "Waiting for feedback", "On Hold"))}
    is_begun = (values["start"] or deadline) <= TODAY
    return {"status": chance.choice(("In Progress", "In Progress", "Waiting for feedback", "Not Started")) if is_begun else "Not Started"}


def _goals(chance: random.Random, draft: PlanDraft, company: Company, end: date) -> list[Values]:
    goals = []
    for name, unit in chance.sample(texts(company.language)["goals"], k=chance.choice((2, 3))):
        if unit == "currency":
            baseline, target = Decimal(0), (draft.values["revenue_next_year"] / 4).quantize(Decimal(1000))
        else:
            baseline = Decimal(chance.randrange(10, 50))
            target = baseline + chance.randrange(5, 25)
        named = name.format(client=company.values["name"])
        goals.append({"name": named, "unit": unit, "baseline": baseline, "target": target, "actual": baseline, "due_date": end})
    return goals


def _measured(chance: random.Random, goals: list[Values], start: date, end: date) -> list[tuple[datetime, list[Decimal]]]:
    """What was measured three times in the period, as far as it has come."""
    speed = [chance.uniform(0.55, 1.2) for _goal in goals]
    days = [start + (end - start) * share // 10 for share in (3, 6, 9)]
    return [
        (
            datetime.combine(day, time(17, chance.randrange(60))),
            [
                (goal["baseline"] + (goal["target"] - goal["baseline"]) * Decimal(str(round(pace * share, 2)))).quantize(Decimal(1))
                for goal, pace in zip(goals, speed, strict=True)
            ],
        )
        for day, share in zip(days, (0.3, 0.6, 0.9), strict=True)
        if day < TODAY
    ]


def create_work(changes: Changes, planned: Sequence[tuple[int, Work]], staff: Sequence[int]) -> dict[int, list[int]]:
    """Write objectives, items, tasks and goals of these plans; returns the ids of the goals by plan."""
    rows: dict[Record, dict[tuple[Any, ...], Values]] = {OBJECTIVE: {}, ITEM: {}}
    for plan_id, work in planned:
        for objective, item, _values in work.tasks:
            rows[OBJECTIVE].setdefault((plan_id, objective), {"plan_id": plan_id, "name": objective})
            if item:
                rows[ITEM].setdefault((plan_id, objective, item), {"plan_id": plan_id, "name": item})
    objectives = _ids(changes, OBJECTIVE, rows[OBJECTIVE])
    for key, values in rows[ITEM].items():
        values["objective_id"] = objectives[key[:2]]
    items = _ids(changes, ITEM, rows[ITEM])
    tasks: dict[tuple[Any, ...], Values] = {}
    for plan_id, work in planned:
        for place, (objective, item, values) in enumerate(work.tasks):
            people = json.dumps([staff[each] for each in values["people_in_charge_ids"]], separators=(",", ":"))
            above = {"objective_id": objectives[plan_id, objective], "item_id": items.get((plan_id, objective, item))}
            tasks[plan_id, place] = {**values, **above, "plan_id": plan_id, "people_in_charge_ids": people}
    _ids(changes, TASK, tasks)
    goals = {(plan_id, place): {**values, "plan_id": plan_id} for plan_id, work in planned for place, values in enumerate(work.goals)}
    made: dict[int, list[int]] = {}
    for (plan_id, _place), goal_id in _ids(changes, GOAL, goals).items():
        made.setdefault(plan_id, []).append(goal_id)
    return made


def _ids(changes: Changes, record: Record, rows: dict[tuple[Any, ...], Values]) -> dict[tuple[Any, ...], int]:
    """Create these rows, in the order given within each plan; their ids by the same keys."""
    places: dict[int, int] = {}
    complete = []
    for values in rows.values():
        places[values["plan_id"]] = place = places.get(values["plan_id"], 0) + 1
        complete.append({**values, "position": float(place)})
    made = changes.create(record, complete) if complete else []
    return {key: int(row["id"]) for key, row in zip(rows, made, strict=True)}


def measure_goals(db: Database, planned: Sequence[tuple[int, int, Work]], goals: dict[int, list[int]]) -> None:
    """Let the goals of these plans (plan, person who measures, work) go their way: one change set a plan and time."""
    for number in range(3):
        steps = [(plan_id, who, *work.measured[number]) for plan_id, who, work in planned if len(work.measured) > number]
        if not steps:
            continue
        with change_set(db, system_actor(Source.IMPORT), "edit") as changes:
            changes.update(
                GOAL,
                {
                    goal_id: {"actual": Edit(value)}
                    for plan_id, _who, _at, values in steps
                    for goal_id, value in zip(goals[plan_id], values, strict=True)
                },
            )
        history.split_by_plan(changes.cursor, changes.id or 0, [(plan_id, at, who) for plan_id, who, at, _values in steps])
