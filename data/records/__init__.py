"""Every record type by its name, as the activity log and the API call it."""

from __future__ import annotations

from data.records.custom_field import CUSTOM_FIELD
from data.records.fields import Field, Kind, Record
from data.records.people import CLIENT, CONTACT, ROLE, SETTING, STAFF
from data.records.plan import PLAN
from data.records.planning import GOAL, ITEM, OBJECTIVE, TASK
from data.records.risk import RISK_RULE
from data.records.sheets import SHEETS
from data.records.view import VIEW

# Everything that belongs to one plan: copied, purged and checked with it, parents before children.
BELONGING: tuple[Record, ...] = (*SHEETS.values(), OBJECTIVE, ITEM, TASK, GOAL)
# What is edited as a spreadsheet.
GRIDS: dict[str, Record] = {**SHEETS, TASK.name: TASK, GOAL.name: GOAL}
RECORDS: dict[str, Record] = {
    each.name: each for each in (PLAN, CLIENT, CONTACT, STAFF, ROLE, SETTING, RISK_RULE, CUSTOM_FIELD, VIEW, *BELONGING)
}

__all__ = [
    "BELONGING",
    "CLIENT",
    "CONTACT",
    "CUSTOM_FIELD",
    "GOAL",
    "GRIDS",
    "ITEM",
    "OBJECTIVE",
    "PLAN",
    "RECORDS",
    "RISK_RULE",
    "ROLE",
    "SETTING",
    "SHEETS",
    "STAFF",
    "TASK",
    "VIEW",
    "Field",
    "Kind",
    "Record",
]
