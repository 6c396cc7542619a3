"""The health of a stored plan: its facts gathered, then measured by `services.health`."""

from __future__ import annotations

from data import health as health_rows
from data import rows
from data.database import Database
from data.records import BELONGING, GOAL, PLAN, Kind
from services.actors import Actor, Permission
from services.errors import NotFound
from services.goals import GoalFacts, pace
from services.health import Health, PlanFacts, measure_health
from services.language import translate as _
from services.settings import read_settings, today

# Text fields that make a plan worth reading; a plan is complete when each is filled and each sheet has a row.
SECTION_FIELDS = tuple(each for each in PLAN.fields if each.kind is Kind.LONG_TEXT)
SECTION_SHEETS = tuple(each for each in BELONGING if each.name not in ("item", "objective"))


def health_of_plan(db: Database, actor: Actor, plan_id: int) -> Health:
    """Health of one plan, part by part. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    settings = read_settings(db)
    day = today(settings)
    with db.read() as cursor:
        plan = rows.select_row(cursor, PLAN, plan_id)
        if plan is None:
            raise NotFound(_("This plan does not exist or is in the trash."))
        counts = health_rows.select_task_counts(cursor, plan_id, day)
        goals = rows.select_children(cursor, GOAL, plan_id)
        last_note = health_rows.select_last_note(cursor, plan_id, day)
        filled_sheets = health_rows.select_filled_sheets(cursor, plan_id, tuple(each.table for each in SECTION_SHEETS))
    paces = [
        pace(GoalFacts(goal["baseline"], goal["target"], goal["actual"], plan["period_start"], goal["due_date"]), day) for goal in goals
    ]
    empty = [_(field.label) for field in SECTION_FIELDS if not plan[field.name]]
    empty += [_(sheet.label_plural) for sheet in SECTION_SHEETS if sheet.name not in filled_sheets]
    touched = (plan["touched_at"] or plan["created_at"]).date()
    sections = len(SECTION_FIELDS) + len(SECTION_SHEETS)
    facts = PlanFacts(
        tasks=counts["tasks"],
        tasks_complete=counts["complete"],
        tasks_overdue=counts["overdue"],
        goal_paces=tuple(each for each in paces if each is not None),
        days_quiet=max(0, (day - max(touched, last_note or touched)).days),
        sections_filled=sections - len(empty),
        sections=sections,
        empty_sections=tuple(empty),
    )
    return measure_health(facts, settings.health_weights)
