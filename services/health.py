"""Health of a plan, 0 to 100, explained part by part with what would raise it.

health = Σ weight × score ÷ Σ weight over the parts that can be measured; scores are 0 to 100:
- tasks: complete ÷ all tasks
- overdue: 1 − overdue ÷ all tasks
- goals: mean pace of the measured goals (`services.goals.pace`)
- freshness: 1 up to 14 days after the last meeting note or change, falling evenly to 0 at 104 days
- completeness: filled ÷ all sections of the plan
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.records.fields import N_
from services.language import translate as _
from services.language import translate_plural as _n

FRESH_DAYS = 14
STALE_DAYS = 104
PARTS = {
    "tasks": N_("Tasks completed"),
    "overdue": N_("Nothing overdue"),
    "goals": N_("Goals on pace"),
    "freshness": N_("Kept up to date"),
    "completeness": N_("Sections filled"),
}
DEFAULT_WEIGHTS: dict[str, int] = {"tasks": 25, "overdue": 25, "goals": 25, "freshness": 15, "completeness": 10}


@dataclass(frozen=True)
class PlanFacts:
    """What health looks at. `goal_paces` are 0 to 1; `days_quiet` counts days since the last meeting note or change."""

    tasks: int = 0
    tasks_complete: int = 0
    tasks_overdue: int = 0
    goal_paces: tuple[float, ...] = ()
    days_quiet: int = 0
    sections_filled: int = 0
    sections: int = 0
    empty_sections: tuple[str, ...] = ()


@dataclass(frozen=True)
class HealthPart:
    """One part: its score (None where there is nothing to measure yet), its weight, and what would raise it."""

    name: str
    score: float | None
    weight: int
    advice: str


@dataclass(frozen=True)
class Health:
    """The whole: None where no part can be measured, else 0 to 100."""

    score: int | None
    parts: tuple[HealthPart, ...]


def measure_health(facts: PlanFacts, weights: Mapping[str, int] = DEFAULT_WEIGHTS) -> Health:
    """Health of a plan from its facts; parts whose weight is 0 do not count."""
    scores = {
        "tasks": 100 * facts.tasks_complete / facts.tasks if facts.tasks else None,
        "overdue": 100 * (1 - facts.tasks_overdue / facts.tasks) if facts.tasks else None,
        "goals": 100 * sum(facts.goal_paces) / len(facts.goal_paces) if facts.goal_paces else None,
        "freshness": 100 * min(1.0, max(0.0, (STALE_DAYS - facts.days_quiet) / (STALE_DAYS - FRESH_DAYS))),
        "completeness": 100 * facts.sections_filled / facts.sections if facts.sections else None,
    }
    parts = tuple(HealthPart(name, score, max(0, weights.get(name, 0)), _advice(name, score, facts)) for name, score in scores.items())
    counted = [(part.score, part.weight) for part in parts if part.score is not None and part.weight]
    total = sum(weight for _score, weight in counted)
    return Health(round(sum(score * weight for score, weight in counted) / total) if total else None, parts)


def _advice(name: str, score: float | None, facts: PlanFacts) -> str:
    if score is not None and score >= 100:
        return ""
    match name:
        case "tasks":
            count = facts.tasks - facts.tasks_complete
            return _n("Complete the open task.", "Complete some of the {count} open tasks.", count) if facts.tasks else _("Add tasks.")
        case "overdue":
            return (
                _n("Finish or reschedule the overdue task.", "Finish or reschedule the {count} overdue tasks.", facts.tasks_overdue)
                if facts.tasks
                else ""
            )
        case "goals":
            behind = sum(1 for each in facts.goal_paces if each < 1)
            return (
                _n("Bring the goal that is behind back on pace.", "Bring the {count} goals that are behind back on pace.", behind)
                if facts.goal_paces
                else _("Add goals with a target and an actual value.")
            )
        case "freshness":
            return _n(
                "Nothing happened for {count} day: add a meeting note or review the plan.",
                "Nothing happened for {count} days: add a meeting note or review the plan.",
                facts.days_quiet,
            )
        case _:
            return _("Fill: {sections}.", sections=", ".join(facts.empty_sections)) if facts.empty_sections else ""
