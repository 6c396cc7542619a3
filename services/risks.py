"""At-risk rules: named by an administrator, made of conditions over plan fields, tasks and goals; every flag names its rule."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from data import risks as risk_rows
from data import rows
from data.database import Database, Row
from data.records import PLAN, RISK_RULE
from data.records.fields import N_
from services.actors import Actor, Permission
from services.changes import Edit, change_set
from services.errors import FieldProblem, Invalid, NotFound
from services.language import translate as _
from services.settings import read_settings, today
from services.values import BadValue, read_wire

# What a condition may look at: its label, and the choices where it is no number. None: only whether it is set.
SUBJECTS: dict[str, tuple[str, tuple[str, ...] | None]] = {
    "client_status": (N_("Client status"), PLAN.by_name["client_status"].choices),
    "status": (N_("Plan status"), PLAN.by_name["status"].choices),
    "bcg": (N_("BCG model"), PLAN.by_name["bcg"].choices),
    "person_in_charge": (N_("Person in charge"), None),
    "revenue_next_year": (N_("Revenue next year"), ()),
    "margin": (N_("Margin"), ()),
    "wallet_share": (N_("Wallet share"), ()),
    "open_tasks": (N_("Open tasks"), ()),
    "overdue_tasks": (N_("Overdue tasks"), ()),
    "goals_behind": (N_("Goals behind pace"), ()),
    "days_quiet": (N_("Days without a change"), ()),
}
OPERATORS = {
    "is": N_("is"),
    "is_not": N_("is not"),
    "is_set": N_("is set"),
    "is_not_set": N_("is not set"),
    "at_least": N_("at least"),
    "at_most": N_("at most"),
}
MOST_CONDITIONS = 10


@dataclass(frozen=True)
class Flag:
    """A plan is at risk, and this rule says so."""

    rule_id: int
    name: str
    severity: str


def operators_of(subject: str) -> tuple[str, ...]:
    """The operators that make sense for a subject."""
    choices = SUBJECTS[subject][1]
    if choices is None:
        return ("is_set", "is_not_set")
    return ("is", "is_not", "is_set", "is_not_set") if choices else ("at_least", "at_most", "is_set", "is_not_set")


def read_conditions(given: Any) -> list[dict[str, str]]:
    """Conditions in stored form from JSON: a list of {subject, operator, value}. Raises Invalid naming `conditions`."""
    if not isinstance(given, list) or not given:
        raise _problem(_("Add at least one condition."))
    if len(given) > MOST_CONDITIONS:
        raise _problem(_("Use at most {most} conditions.", most=MOST_CONDITIONS))
    return [_read_condition(each) for each in given]


def _read_condition(given: Any) -> dict[str, str]:
    if not isinstance(given, dict) or given.get("subject") not in SUBJECTS:
        raise _problem(_("Choose what the condition looks at: {choices}.", choices=", ".join(SUBJECTS)))
    subject, operator, value = given["subject"], given.get("operator"), given.get("value")
    if operator not in operators_of(subject):
        raise _problem(_("Choose one of: {choices}.", choices=", ".join(operators_of(subject))))
    if operator in ("is_set", "is_not_set"):
        return {"subject": subject, "operator": operator, "value": ""}
    choices = SUBJECTS[subject][1]
    if choices:
        if value not in choices:
            raise _problem(_("Choose one of: {choices}.", choices=", ".join(choices)))
        return {"subject": subject, "operator": operator, "value": str(value)}
    try:
        number = read_wire(PLAN.by_name["revenue_next_year"], value)
    except BadValue as error:
        raise _problem(error.message) from error
    if number is None:
        raise _problem(_("Enter a number."))
    return {"subject": subject, "operator": operator, "value": format(number.normalize(), "f")}


def _problem(reason: str) -> Invalid:
    return Invalid([FieldProblem("conditions", reason)])


def _for_sql(stored: str) -> list[tuple[str, str, Any]]:
    conditions: list[dict[str, str]] = json.loads(stored)
    return [
        (each["subject"], each["operator"], each["value"] if SUBJECTS[each["subject"]][1] else Decimal(each["value"] or 0))
        for each in conditions
    ]


def list_rules(db: Database, actor: Actor) -> list[Row]:
    """Every rule, by id, with `conditions` as JSON text."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return rows.select_rows(cursor, RISK_RULE, cursor.values("select id from risk_rule order by id"))


def save_rule(
    db: Database, actor: Actor, given: Mapping[str, Any], *, rule_id: int | None = None, version: int | None = None
) -> tuple[Row, int | None]:
    """Create a rule or change one from JSON values (name, severity, is_active, conditions). Administrators only.

    With the `version` it was seen in, nothing that was changed since is overwritten. Returns the rule and the change set.
    Raises Invalid, Conflict, NotFound, NotAllowed.
    """
    actor.require_administrator()
    values, problems = {}, []
    for name in ("name", "severity", "is_active"):
        if name in given or rule_id is None:
            try:
                values[name] = read_wire(RISK_RULE.by_name[name], given.get(name, True if name == "is_active" else None))
            except BadValue as error:
                problems.append(FieldProblem(name, error.message))
    if "conditions" in given or rule_id is None:
        try:
            values["conditions"] = json.dumps(read_conditions(given.get("conditions")))
        except Invalid as error:
            problems += error.problems
    if problems:
        raise Invalid(problems)
    with change_set(db, actor, "risk_rule") as changes:
        if rule_id is None:
            return changes.create(RISK_RULE, [values])[0], changes.id
        return changes.update(RISK_RULE, {rule_id: {name: Edit(value, version=version) for name, value in values.items()}})[0], changes.id


def delete_rule(db: Database, actor: Actor, rule_id: int) -> int | None:
    """Delete a rule; its change set can be undone. Administrators only. Raises NotFound, NotAllowed."""
    actor.require_administrator()
    with change_set(db, actor, "risk_rule") as changes:
        if not changes.delete(RISK_RULE, [rule_id]):
            raise NotFound(_("This rule does not exist any more."))
    return changes.id


def find_flags(db: Database, actor: Actor, plan_ids: Sequence[int] | None = None) -> dict[int, list[Flag]]:
    """Flags by plan id, of these plans or of all; plans without a flag are left out. The most severe flag comes first."""
    day = today(read_settings(db))
    severities = RISK_RULE.by_name["severity"].choices
    active = sorted((rule for rule in list_rules(db, actor) if rule["is_active"]), key=lambda rule: -severities.index(rule["severity"]))
    found: dict[int, list[Flag]] = defaultdict(list)
    with db.read() as cursor:
        for rule in active:
            for plan_id in risk_rows.select_matches(cursor, _for_sql(rule["conditions"]), day, plan_ids):
                found[plan_id].append(Flag(rule["id"], rule["name"], rule["severity"]))
    return dict(found)
