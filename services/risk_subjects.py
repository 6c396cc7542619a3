"""What a condition of an at-risk rule may look at: the fields of the plan, custom ones included, and what is counted beside them."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

from data.database import Database
from data.records import Field, Kind
from data.records.fields import N_
from data.risks import Condition
from services.actors import Actor
from services.errors import BadValue, FieldProblem, Invalid
from services.language import translate as _
from services.plan_fields import plan_record
from services.references import reference_names
from services.values import read_wire, show

# Every plan has these, or they say nothing about how it stands.
_LEFT_OUT = {"client_id", "subject", "period_start", "mind_map"}
# Computed by an expression of the same name in `data.risks`.
COUNTED = (
    Field("open_tasks", N_("Open tasks"), Kind.INTEGER),
    Field("overdue_tasks", N_("Overdue tasks"), Kind.INTEGER),
    Field("goals_behind", N_("Goals behind pace"), Kind.INTEGER),
    Field("lowest_goal_progress", N_("Lowest progress of a goal (percent)"), Kind.PERCENT),
    Field("days_to_period_end", N_("Days to the end of the period"), Kind.INTEGER),
    Field("days_quiet", N_("Days without a change"), Kind.INTEGER),
)
OPERATORS = {
    "is": N_("is"),
    "is_not": N_("is not"),
    "is_set": N_("is set"),
    "is_not_set": N_("is not set"),
    "at_least": N_("at least"),
    "at_most": N_("at most"),
}
WITHOUT_VALUE = ("is_set", "is_not_set")
NUMBER = Field("value", N_("Value"), Kind.NUMBER)
YES_NO = (N_("Yes"), N_("No"))
MOST_CONDITIONS = 10


def rule_subjects(db: Database) -> dict[str, Field]:
    """The fields a condition may look at, by the name conditions call them: a link is called without its `_id`."""
    fields = [each for each in plan_record(db).editable if each.name not in _LEFT_OUT]
    return {each.name.removesuffix("_id"): _with_words(each) for each in (*fields, *COUNTED)}


def _with_words(field: Field) -> Field:
    return replace(field, choices=YES_NO, own_choices=False) if field.kind is Kind.YES_NO else field


def operators_of(field: Field) -> tuple[str, ...]:
    """The operators that make sense for a field."""
    if field.is_numeric:
        return ("at_least", "at_most", *WITHOUT_VALUE)
    return ("is", "is_not", *WITHOUT_VALUE) if field.kind in (Kind.CHOICE, Kind.YES_NO, Kind.REFERENCE) else WITHOUT_VALUE


def read_conditions(db: Database, actor: Actor, given: Any) -> list[dict[str, str]]:
    """Conditions in stored form from JSON: a list of {subject, operator, value}.

    Raises Invalid naming `conditions`, or each condition that is wrong: `conditions.0` is the first.
    """
    if not isinstance(given, list) or not given:
        raise _problem(_("Add at least one condition."))
    if len(given) > MOST_CONDITIONS:
        raise _problem(_("Use at most {most} conditions.", most=MOST_CONDITIONS))
    subjects = rule_subjects(db)
    read, problems = [], []
    for place, each in enumerate(given):
        try:
            read.append(_read_condition(db, actor, subjects, each))
        except BadValue as error:
            problems.append(FieldProblem(f"conditions.{place}", error.message))
    if problems:
        raise Invalid(problems)
    return read


def _read_condition(db: Database, actor: Actor, subjects: dict[str, Field], given: Any) -> dict[str, str]:
    if not isinstance(given, dict) or given.get("subject") not in subjects:
        raise BadValue(_("Choose what the condition looks at: {choices}.", choices=", ".join(subjects)))
    field, operator = subjects[given["subject"]], given.get("operator")
    if operator not in operators_of(field):
        raise BadValue(_("Choose one of: {choices}.", choices=", ".join(operators_of(field))))
    value = "" if operator in WITHOUT_VALUE else _read_value(db, actor, field, given.get("value"))
    return {"subject": given["subject"], "operator": operator, "value": value}


def _read_value(db: Database, actor: Actor, field: Field, value: Any) -> str:
    if field.choices:
        if value not in field.choices:
            raise BadValue(_("Choose one of: {choices}.", choices=", ".join(field.choices)))
        return str(value)
    if not field.is_numeric:
        found = read_wire(field, int(value) if isinstance(value, str) and value.isdecimal() else value)
        if found is None or found not in reference_names(db, actor, field.refers_to, [found]):
            raise BadValue(_("Choose a person."))
        return str(found)
    number = read_wire(NUMBER, value)
    if number is None:
        raise BadValue(_("Enter a number."))
    return format(number.normalize(), "f")


def _problem(reason: str) -> Invalid:
    return Invalid([FieldProblem("conditions", reason)])


def stored_conditions(subjects: dict[str, Field], stored: str) -> list[Condition] | None:
    """The conditions of a stored rule; None where one of them looks at a field that is gone or of another type by now."""
    found = []
    for each in json.loads(stored):
        field = subjects.get(each["subject"])
        if field is None or each["operator"] not in operators_of(field):
            return None
        value = each["value"]
        if value:
            value = Decimal(value) if field.is_numeric else int(value) if field.kind is Kind.REFERENCE else value
        found.append(Condition(field, each["operator"], value))
    return found


def label_of(field: Field) -> str:
    """What the field is called in the person's language."""
    return field.label if field.own_label else _(field.label)


def condition_words(db: Database, actor: Actor, subjects: dict[str, Field], condition: dict[str, str]) -> str:
    """A stored condition as a person reads it."""
    field, value = subjects.get(condition["subject"]), condition["value"]
    if field is None:
        return _("a field that no longer exists")
    if value and field.kind is Kind.REFERENCE:
        value = reference_names(db, actor, field.refers_to, [int(value)]).get(int(value), "")
    elif value:
        value = show(NUMBER, Decimal(value), actor.language) if field.is_numeric else value if field.own_choices else _(value)
    return " ".join(filter(None, [label_of(field), _(OPERATORS[condition["operator"]]), value]))
