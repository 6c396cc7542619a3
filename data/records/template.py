"""A template: what a plan can be started from, with rows of its own that no list, count or export of plans ever reads."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from data.records.fields import N_, Field, Kind, Record
from data.records.plan import BASICS, PLAN
from data.records.planning import ITEM, OBJECTIVE, TASK
from data.records.sheets import OFFERING

# The fields of a plan that a template fills in, in the order of the data dictionary.
TEXTS = ("subject", "vision", "mission", "objective", "threat", "opportunity", "success_criteria", "constraints")
# Ten years: whoever means a date enters one in the plan.
FARTHEST = Decimal(3650)

TEMPLATE = Record(
    name="template",
    label=N_("Template"),
    label_plural=N_("Templates"),
    has_trash=True,
    fields=(
        Field("name", N_("Name"), required=True, max_length=255, width=260, section=BASICS),
        *(PLAN.by_name[name] for name in TEXTS),
        PLAN.by_name["mind_map"],
    ),
)
TEMPLATE_OFFERING = replace(OFFERING, name="template_offering", parent="template")
TEMPLATE_OBJECTIVE = replace(OBJECTIVE, name="template_objective", parent="template")
TEMPLATE_ITEM = replace(
    ITEM,
    name="template_item",
    parent="template",
    fields=(replace(ITEM.by_name["objective_id"], refers_to="template_objective"), ITEM.by_name["name"]),
)


def _days(name: str, label: str) -> Field:
    help_text = N_("Days after the first day of the period, which is day 0. A day before the period has a minus sign.")
    return Field(name, label, Kind.INTEGER, minimum=-FARTHEST, maximum=FARTHEST, width=130, help=help_text)


TEMPLATE_TASK = replace(
    TASK,
    name="template_task",
    parent="template",
    fields=(
        replace(TASK.by_name["objective_id"], refers_to="template_objective"),
        replace(TASK.by_name["item_id"], refers_to="template_item"),
        TASK.by_name["action"],
        TASK.by_name["priority"],
        TASK.by_name["people_in_charge_ids"],
        _days("start_offset", N_("Start (day)")),
        _days("deadline_offset", N_("Deadline (day)")),
    ),
)

# Parents before their children.
TEMPLATE_ROWS: tuple[Record, ...] = (TEMPLATE_OFFERING, TEMPLATE_OBJECTIVE, TEMPLATE_ITEM, TEMPLATE_TASK)
# Which record of a plan each of them becomes.
BECOMES = {TEMPLATE_OFFERING.name: OFFERING, TEMPLATE_OBJECTIVE.name: OBJECTIVE, TEMPLATE_ITEM.name: ITEM, TEMPLATE_TASK.name: TASK}
