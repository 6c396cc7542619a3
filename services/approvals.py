"""Approval of a plan: who, when and which revision; whatever changes afterwards shows as changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data import approvals as approval_rows
from data import references as reference_rows
from data import rows
from data.database import Database, Row, now
from data.records import PLAN
from services.actors import Actor, Permission
from services.changes import Edit, change_set
from services.errors import Conflict, FieldConflict, NotFound, Refused
from services.language import translate as _


@dataclass(frozen=True)
class Approval:
    """An approval as it stands (times in UTC). `is_changed_since`: the plan, or what belongs to it, was changed after it."""

    by_id: int
    by: str
    at: datetime
    revision: int
    is_changed_since: bool


def read_approval(db: Database, actor: Actor, plan_id: int) -> Approval | None:
    """The approval of a plan, or None. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        plan = rows.select_row(cursor, PLAN, plan_id)
        if plan is None:
            raise NotFound(_("This plan does not exist or is in the trash."))
        if plan["approved_by_id"] is None or plan["approved_at"] is None:
            return None
        name = reference_rows.select_names(cursor, "staff", [plan["approved_by_id"]]).get(plan["approved_by_id"], "")
        is_changed_since = approval_rows.is_changed_since(cursor, plan_id)
    return Approval(plan["approved_by_id"], name, plan["approved_at"], plan["approved_revision"] or 0, is_changed_since)


def approve_plan(
    db: Database, actor: Actor, plan_id: int, *, revision: int | None = None, touched_at: datetime | None = None
) -> int | None:
    """Approve the plan as it stands; returns the change set.

    With `revision`, the one the approver has read: where the plan has moved on since, nothing is approved. With `touched_at` of that
    revision as well, what the approver has changed since by their own hand does not count.
    Raises Conflict, NotFound, Refused (somebody else was at it since, or nobody stands behind the actor), NotAllowed.
    """
    actor.require(Permission.EDIT)
    if actor.staff_id is None:
        raise Refused(_("Only a person can approve a plan."))
    with change_set(db, actor, "approve") as changes:
        plan = rows.select_row(changes.cursor, PLAN, plan_id)
        if plan is None:
            raise NotFound(_("This plan does not exist or is in the trash."))
        if revision is not None and plan["revision"] != revision:
            if touched_at is None:
                raise Conflict([FieldConflict("revision", revision, revision, plan["revision"], plan_id)])
            if approval_rows.is_touched_by_others(changes.cursor, plan_id, actor.staff_id, touched_at):
                raise Refused(_("Somebody else changed this plan meanwhile. You see it as it is now: read it again, then approve it."))
        # The approval itself counts the revision up by one.
        edits = {"approved_by_id": Edit(actor.staff_id), "approved_at": Edit(now()), "approved_revision": Edit(plan["revision"] + 1)}
        changes.update(PLAN, {plan_id: edits})
    return changes.id


def withdraw_approval(db: Database, actor: Actor, plan_id: int) -> int | None:
    """Take the approval of a plan back; returns the change set (None where there was none). Raises NotFound, NotAllowed."""
    actor.require(Permission.EDIT)
    with change_set(db, actor, "approve") as changes:
        changes.update(PLAN, {plan_id: {name: Edit(None) for name in ("approved_by_id", "approved_at", "approved_revision")}})
    return changes.id


def plans_waiting_for(db: Database, actor: Actor) -> list[Row]:
    """Plans in review whose present revision nobody has approved, and that this person is in charge of; for an administrator all of them.

    Each with id, subject, client, period, revision and when it was last touched, the longest waiting first.
    """
    actor.require(Permission.VIEW)
    if not actor.may(Permission.EDIT):
        return []
    with db.read() as cursor:
        return approval_rows.select_waiting(cursor, None if actor.is_administrator else actor.staff_id)
