"""One action on many plans: on those selected, or on all of a filter, but never on more than the person was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from data import plans as plan_rows
from data.database import Cursor, Database
from data.plans import PlanFilter
from data.records import PLAN
from data.records.plan import PERIOD_TYPES
from services.actors import Actor, Permission
from services.changes import change_set
from services.copies import copy_plans
from services.errors import FieldProblem, Invalid, SetChanged
from services.language import translate as _
from services.language import translate_plural as _n
from services.plan_fields import plan_custom_fields
from services.plan_query import pairs_of, read_filter
from services.settings import read_settings, today
from services.values import BadValue, read_wire

MOST_IDS = 1_000_000


@dataclass(frozen=True)
class Scope:
    """Which plans an action is meant for: the `ids`, or all of `filters` except some; and how many of them the person was shown.

    `seen` is the digest of `see_scope` at that time, where it was asked for: as many plans may be others by now.
    """

    count: int
    ids: tuple[int, ...] = ()
    filters: PlanFilter | None = None
    except_ids: tuple[int, ...] = ()
    seen: str = ""


@dataclass(frozen=True)
class BulkOutcome:
    """How many plans an action was for, how many it changed, and the change set to undo it by (None where nothing changed)."""

    count: int
    changed: int
    change_set_id: int | None


def read_scope(db: Database, actor: Actor, given: Mapping[str, Any]) -> Scope:
    """A scope from JSON: `{"ids": […], "count": 2}` or `{"filter": {name: […]}, "except_ids": […], "count": 40}`. Raises Invalid."""
    ids, except_ids, count = given.get("ids"), given.get("except_ids") or [], given.get("count")
    seen = str(given.get("seen") or "")
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise Invalid([FieldProblem("count", _("Say how many plans this is meant for."), value=count)])
    for name, value in (("ids", ids or []), ("except_ids", except_ids)):
        if not isinstance(value, list) or len(value) > MOST_IDS or not all(_is_id(each) for each in value):
            raise Invalid([FieldProblem(name, _("Give the ids of plans."))])
    if (ids is None) == (given.get("filter") is None):
        raise Invalid([FieldProblem("ids", _("Give either the ids of plans or a filter."))])
    if ids is not None:
        return Scope(count, ids=tuple(dict.fromkeys(ids)), seen=seen)
    filters = read_filter(pairs_of(given["filter"]), actor, plan_custom_fields(db), day=today(read_settings(db)))
    return Scope(count, filters=filters, except_ids=tuple(except_ids), seen=seen)


def see_scope(db: Database, actor: Actor, scope: Scope) -> str:
    """A digest of the plans that the scope holds now, to be given as `seen` when the action is confirmed."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return _digest(_select(cursor, db, scope))


def count_outside(db: Database, actor: Actor, ids: Sequence[int], given: Mapping[str, Any]) -> int:
    """How many of these plans a filter, `{name: […]}`, leaves out, plans in the trash among them. Raises Invalid."""
    actor.require(Permission.VIEW)
    custom_fields = plan_custom_fields(db)
    selected = frozenset(ids)
    filters = replace(read_filter(pairs_of(given), actor, custom_fields, day=today(read_settings(db))), ids=tuple(selected))
    with db.read() as cursor:
        return len(selected) - plan_rows.count_plans(cursor, filters, custom_fields) if selected else 0


def change_status(db: Database, actor: Actor, scope: Scope, status: str) -> BulkOutcome:
    """Give every plan of the scope this status. Raises SetChanged, Invalid, NotAllowed."""
    actor.require(Permission.EDIT)
    try:
        value = read_wire(PLAN.by_name["status"], status)
    except BadValue as error:
        raise Invalid([FieldProblem("status", error.message, value=status)]) from error
    with change_set(db, actor, "bulk_status") as changes:
        ids = _confirmed(changes.cursor, db, scope)
        changed = changes.update_all(PLAN, ids, {"status": value}) if ids else 0
    return BulkOutcome(len(ids), changed, changes.id)


def copy_to_period(
    db: Database, actor: Actor, scope: Scope, *, period_type: str, period_start: date, with_complete_tasks: bool = False
) -> BulkOutcome:
    """Copy every plan of the scope into the period that `period_start` lies in. Raises SetChanged, Invalid, NotAllowed."""
    actor.require(Permission.CREATE)
    if period_type not in PERIOD_TYPES:
        raise Invalid([FieldProblem("period_type", _("Choose one of: {choices}.", choices=", ".join(PERIOD_TYPES)), value=period_type)])
    with change_set(db, actor, "copy") as changes:
        ids = _confirmed(changes.cursor, db, scope)
        copies = copy_plans(changes, ids, period_type=period_type, period_start=period_start, with_complete_tasks=with_complete_tasks)
    return BulkOutcome(len(ids), len(copies), changes.id)


def delete(db: Database, actor: Actor, scope: Scope) -> BulkOutcome:
    """Put every plan of the scope into the trash with everything that belongs to it. Raises SetChanged, NotAllowed."""
    actor.require(Permission.DELETE)
    with change_set(db, actor, "delete") as changes:
        ids = _confirmed(changes.cursor, db, scope)
        changed = changes.trash(PLAN, ids) if ids else 0
    return BulkOutcome(len(ids), changed, changes.id)


def _select(cursor: Cursor, db: Database, scope: Scope) -> list[int]:
    if scope.filters is not None:
        left_out = set(scope.except_ids)
        found = plan_rows.select_plan_ids(cursor, scope.filters, plan_custom_fields(db))
        return [plan_id for plan_id in found if plan_id not in left_out] if left_out else found
    return plan_rows.select_plan_ids(cursor, PlanFilter(ids=scope.ids)) if scope.ids else []


def _confirmed(cursor: Cursor, db: Database, scope: Scope) -> list[int]:
    ids = _select(cursor, db, scope)
    if len(ids) != scope.count or (scope.seen and _digest(ids) != scope.seen):
        raise SetChanged(
            _n(
                "The plans changed meanwhile: it is {count} plan now. Look at it again and confirm.",
                "The plans changed meanwhile: they are {count} now. Look at them again and confirm.",
                len(ids),
            ),
            len(ids),
        )
    return ids


def _digest(ids: Sequence[int]) -> str:
    return hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31
