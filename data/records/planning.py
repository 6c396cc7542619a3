"""What a plan sets out to do: objectives, their items and tasks, and the goals that measure it."""

from __future__ import annotations

from dataclasses import replace

from data.records.fields import N_, Field, Kind, Record, choice, long_text, reference

PRIORITIES = (N_("Low"), N_("Medium"), N_("High"), N_("Urgent"))
TASK_STATUSES = (N_("Not Started"), N_("In Progress"), N_("Waiting for feedback"), N_("On Hold"), N_("Complete"))
UNITS = (N_("currency"), N_("number"), N_("percent"))

# `node_id` names the node of the plan's mind map a row was made from. `is_kept`: it stays though no task is under it.

OBJECTIVE = Record(
    name="objective",
    label=N_("Objective"),
    label_plural=N_("Objectives"),
    parent="plan",
    is_ordered=True,
    fields=(Field("name", N_("Name"), required=True, max_length=2000, width=320),),
    extra_columns=("node_id", "is_kept"),
)
ITEM = Record(
    name="item",
    label=N_("Item"),
    label_plural=N_("Items"),
    parent="plan",
    is_ordered=True,
    fields=(
        reference("objective_id", N_("Objective"), "objective", required=True),
        Field("name", N_("Name"), required=True, max_length=2000, width=320),
    ),
    extra_columns=("node_id", "is_kept"),
)
TASK = Record(
    name="task",
    label=N_("Task"),
    label_plural=N_("Tasks"),
    parent="plan",
    is_ordered=True,
    title="action",
    fields=(
        replace(reference("objective_id", N_("Objective"), "objective"), width=210),
        reference("item_id", N_("Item"), "item"),
        long_text("action", N_("Action")),
        choice("priority", N_("Priority"), PRIORITIES, width=110),
        Field("people_in_charge_ids", N_("People in charge"), Kind.REFERENCES, refers_to="staff", width=220),
        Field("start", N_("Start"), Kind.DATE, width=120),
        Field("deadline", N_("Deadline"), Kind.DATE, width=180),
        choice("status", N_("Status"), TASK_STATUSES, required=True, width=160),
        Field("completed_at", N_("Completed at"), Kind.TIME, read_only=True),
    ),
    extra_columns=("node_id",),
)
GOAL = Record(
    name="goal",
    label=N_("Goal"),
    label_plural=N_("Goals and KPIs"),
    parent="plan",
    is_ordered=True,
    fields=(
        Field("name", N_("Name"), width=260),
        choice("unit", N_("Unit"), UNITS, width=110),
        Field("baseline", N_("Baseline"), Kind.NUMBER, width=120),
        Field("target", N_("Target"), Kind.NUMBER, width=120),
        Field("actual", N_("Actual"), Kind.NUMBER, width=120),
        Field("due_date", N_("Due date"), Kind.DATE, width=120),
    ),
)
