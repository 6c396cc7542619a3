"""At-risk rules: named by an administrator, made of conditions over plan fields, tasks and goals; every flag names its rule."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data import risks as risk_rows
from data import rows
from data.database import Database, Row
from data.records import RISK_RULE, Field
from services.actors import Actor, Permission
from services.changes import Edit, change_set
from services.errors import FieldProblem, Invalid, NotFound
from services.language import translate as _
from services.risk_subjects import read_conditions, rule_subjects, stored_conditions
from services.settings import read_settings, today
from services.values import BadValue, read_wire


@dataclass(frozen=True)
class Flag:
    """A plan is at risk, and this rule says so."""

    rule_id: int
    name: str
    severity: str


def list_rules(db: Database, actor: Actor) -> list[Row]:
    """Every rule, by id, with `conditions` as JSON text."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return rows.select_rows(cursor, RISK_RULE, cursor.values("select id from risk_rule order by id"))


def list_subjects(db: Database, actor: Actor) -> dict[str, Field]:
    """What a condition may look at, by the name conditions call it."""
    actor.require(Permission.VIEW)
    return rule_subjects(db)


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
            values["conditions"] = json.dumps(read_conditions(db, actor, given.get("conditions")))
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
    """Flags by plan id, of these plans or of all; plans without a flag are left out. The most severe flag comes first.

    A rule over a custom field that is gone flags nothing.
    """
    day, subjects = today(read_settings(db)), rule_subjects(db)
    severities = RISK_RULE.by_name["severity"].choices
    active = sorted((rule for rule in list_rules(db, actor) if rule["is_active"]), key=lambda rule: -severities.index(rule["severity"]))
    found: dict[int, list[Flag]] = defaultdict(list)
    with db.read() as cursor:
        for rule in active:
            if conditions := stored_conditions(subjects, rule["conditions"]):
                for plan_id in risk_rows.select_matches(cursor, conditions, day, plan_ids):
                    found[plan_id].append(Flag(rule["id"], rule["name"], rule["severity"]))
    return dict(found)
