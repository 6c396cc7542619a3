"""Every record type by its name, as the activity log and the API call it."""

from __future__ import annotations

from data.records.custom_field import CUSTOM_FIELD
from data.records.fields import Field, Kind, Record
from data.records.people import CLIENT, CONTACT, ROLE, SETTING, STAFF
from data.records.plan import PLAN
from data.records.planning import GOAL, ITEM, OBJECTIVE, TASK
from data.records.risk import RISK_RULE
from data.records.sheets import SHEETS
from data.records.template import BECOMES, TEMPLATE, TEMPLATE_OFFERING, TEMPLATE_ROWS, TEMPLATE_TASK
from data.records.view import VIEW

# Everything that belongs to one plan: copied, purged and checked with it, parents before children.
BELONGING: tuple[Record, ...] = (*SHEETS.values(), OBJECTIVE, ITEM, TASK, GOAL)
# What is edited as a spreadsheet.
GRIDS: dict[str, Record] = {**SHEETS, TASK.name: TASK, GOAL.name: GOAL}
# The grids of a template, by the name that the same grid of a plan has.
TEMPLATE_GRIDS: dict[str, Record] = {BECOMES[each.name].name: each for each in (TEMPLATE_OFFERING, TEMPLATE_TASK)}
# What the tasks of a grid stand under, made by naming it in a cell.
OUTLINE = frozenset(tasks.by_name[column].refers_to for tasks in (TASK, TEMPLATE_TASK) for column in ("objective_id", "item_id"))
# Objectives are a grid as well, to keep, rename and order them; everywhere else they are what tasks stand under.
GRIDS_OF: dict[str, dict[str, Record]] = {PLAN.name: {**GRIDS, OBJECTIVE.name: OBJECTIVE}, TEMPLATE.name: TEMPLATE_GRIDS}
# Which rows belong to a record, for those that go into the trash and out of it with rows of their own.
ROWS_OF: dict[str, tuple[Record, ...]] = {PLAN.name: BELONGING, TEMPLATE.name: TEMPLATE_ROWS}
# What everybody who works with plans works on; the rest is for administrators.
WORK: tuple[Record, ...] = (PLAN, CLIENT, CONTACT, TEMPLATE, *BELONGING, *TEMPLATE_ROWS)
RECORDS: dict[str, Record] = {each.name: each for each in (*WORK, STAFF, ROLE, SETTING, RISK_RULE, CUSTOM_FIELD, VIEW)}

__all__ = [
    "BECOMES",
    "BELONGING",
    "CLIENT",
    "CONTACT",
    "CUSTOM_FIELD",
    "GOAL",
    "GRIDS",
    "GRIDS_OF",
    "ITEM",
    "OBJECTIVE",
    "OUTLINE",
    "PLAN",
    "RECORDS",
    "RISK_RULE",
    "ROLE",
    "ROWS_OF",
    "SETTING",
    "SHEETS",
    "STAFF",
    "TASK",
    "TEMPLATE",
    "TEMPLATE_GRIDS",
    "TEMPLATE_OFFERING",
    "TEMPLATE_ROWS",
    "TEMPLATE_TASK",
    "VIEW",
    "WORK",
    "Field",
    "Kind",
    "Record",
]
