"""Plans: list, read, create, change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from data import copies as copy_rows
from data import plans as plan_rows
from data import rows
from data.database import Cursor, Database, Row
from data.plans import PlanFilter, Sort
from data.records import CLIENT, PLAN, Field, Kind
from data.records.plan import PERIOD_TYPES
from services.actors import Actor, Permission
from services.changes import Changes, Edit, Outcome, change_set
from services.copies import copy_plans
from services.errors import FieldProblem, Invalid, NotFound
from services.language import translate as _
from services.language import translate_plural as _n
from services.periods import first_day, next_start, period_name
from services.plan_fields import plan_custom_fields, plan_record
from services.record_values import read_edits, read_values, require_references
from services.settings import read_settings, today
from services.values import to_wire

MOST_PER_PAGE = 1000
Plan = Row
"""A stored plan by column, with `client` and `person_in_charge` by name."""


@dataclass(frozen=True)
class Page:
    """One page of a list and how many there are in all."""

    items: list[Row]
    total: int


def list_plans(
    db: Database,
    actor: Actor,
    filters: PlanFilter,
    sort: Sort,
    *,
    offset: int = 0,
    limit: int = 100,
    columns: Sequence[str] = (),
    brief: bool = False,
) -> Page:
    """One page of the plans of a filter: all of their own fields with client and person in charge by name, or the columns named.

    `brief` cuts long texts to what a list shows. Raises Invalid for a column that plans do not have, NotAllowed.
    """
    actor.require(Permission.VIEW)
    custom_fields = plan_custom_fields(db)
    known = {*PLAN.columns, *plan_rows.NAMES, *(each.name for each in custom_fields)}
    if unknown := [name for name in columns if name not in known]:
        raise Invalid([FieldProblem("fields", _("Plans have no field {name}.", name=unknown[0][:100]), value=unknown[0])])
    with db.read() as cursor:
        ids, total = plan_rows.select_page(
            cursor, filters, sort, offset=offset, limit=min(limit, MOST_PER_PAGE), custom_fields=custom_fields
        )
        items = plan_rows.select_plans(cursor, ids, columns=columns, custom_fields=custom_fields, brief=brief) if ids else []
    return Page(items, total)


def get_plan(db: Database, actor: Actor, plan_id: int) -> Row:
    """One plan with client and person in charge by name. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return read_plan(cursor, db, plan_id)


def read_plan(cursor: Cursor, db: Database, plan_id: int) -> Row:
    """The plan as stored, with client and person in charge by name. Raises NotFound."""
    found = plan_rows.select_plans(cursor, [plan_id], custom_fields=plan_custom_fields(db), with_trees=True)
    if not found:
        raise NotFound(_("This plan does not exist or is in the trash."))
    return found[0]


def create_plan(db: Database, actor: Actor, given: Mapping[str, Any]) -> Row:
    """Create a plan from JSON values; only `client_id` is required.

    The period defaults to the current one of the default type and starts on its first day, the subject to "<client> – <period>".
    Raises Invalid, NotAllowed.
    """
    actor.require(Permission.CREATE)
    values = read_new_plan(db, given)
    with change_set(db, actor, "create") as changes:
        made = insert_plan(changes, actor, values)
        changes.finish_derived()
        return read_plan(changes.cursor, db, made["id"])


def read_new_plan(db: Database, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new plan in stored form, with status and period where none are given. Raises Invalid."""
    settings = read_settings(db)
    fields = plan_record(db).by_name
    required = {name: None for name, field in fields.items() if field.required}
    defaults = {"period_type": settings.default_period_type, "period_start": today(settings).isoformat(), "status": settings.default_status}
    given = _flat(given, fields)
    values = read_values(fields, {**required, **defaults, **{name: value for name, value in given.items() if value is not None}})
    values["period_start"] = first_day(values["period_start"], values["period_type"])
    return values


def insert_plan(changes: Changes, actor: Actor, values: Mapping[str, Any]) -> Row:
    """Create a plan from values in stored form, under the name of client and period where it has no subject. Raises Invalid."""
    require_references(changes.cursor, plan_record(changes.db).by_name, values)
    subject = values.get("subject") or ""
    if not subject.strip():
        subject = _usual_subject(changes.cursor, actor, values)
    return changes.create(PLAN, [{**values, "subject": subject}])[0]


def update_plan(db: Database, actor: Actor, plan_id: int, edits: Mapping[str, Mapping[str, Any]]) -> tuple[Row, int | None]:
    """Change fields of a plan: `{field: {"from": …, "to": …}}` in JSON values, all or nothing.

    Custom fields stand among the others by their names, or below `custom_fields` with objects as `from` and `to`.
    Returns the plan and the change set (None where nothing changed). Raises Invalid, Conflict, NotFound, NotAllowed.
    """
    actor.require(Permission.EDIT)
    record = plan_record(db)
    wanted = read_edits(record.by_name, _flat_edits(edits, record.by_name))
    with change_set(db, actor, "update") as changes:
        return change_plan(changes, actor, plan_id, wanted), changes.id


def change_plan(changes: Changes, actor: Actor, plan_id: int, wanted: Mapping[str, Edit]) -> Row:
    """Change fields of a plan to values in stored form within a change set that may hold more, and return it.

    The period starts on its first day; a subject that was emptied is "<client> – <period>". Raises Invalid, Conflict, NotFound.
    """
    fields, wanted = plan_record(changes.db).by_name, dict(wanted)
    require_references(changes.cursor, fields, {name: edit.to for name, edit in wanted.items()})
    stored = read_plan(changes.cursor, changes.db, plan_id)
    if "period_type" in wanted or "period_start" in wanted:
        period_type = wanted["period_type"].to if "period_type" in wanted else stored["period_type"]
        start = wanted.get("period_start", Edit(stored["period_start"]))
        wanted["period_start"] = replace(start, to=first_day(start.to, period_type))
    if "subject" in wanted and not (wanted["subject"].to or "").strip():
        planned = {**stored, **{name: edit.to for name, edit in wanted.items()}}
        wanted["subject"] = replace(wanted["subject"], to=_usual_subject(changes.cursor, actor, planned))
    changes.update(PLAN, {plan_id: wanted})
    changes.finish_derived()
    return read_plan(changes.cursor, changes.db, plan_id)


def _usual_subject(cursor: Cursor, actor: Actor, plan: Mapping[str, Any]) -> str:
    """What a plan without a subject is called: "<client> – <period>"."""
    client = rows.select_row(cursor, CLIENT, plan["client_id"]) or {}
    period = period_name(plan["period_start"], plan["period_type"], actor.language)
    return f"{client['name']} – {period}"[: PLAN.by_name["subject"].max_length]


def delete_plans(db: Database, actor: Actor, plan_ids: Sequence[int]) -> Outcome:
    """Put plans into the trash with everything that belongs to them, all or none. Raises NotFound, NotAllowed."""
    actor.require(Permission.DELETE)
    with change_set(db, actor, "delete") as changes:
        wanted = set(plan_ids)
        if missing := len(wanted) - len(copy_rows.select_sources(changes.cursor, plan_ids)):
            raise NotFound(_n("{count} of these plans no longer exists.", "{count} of these plans no longer exist.", missing))
        changes.trash(PLAN, sorted(wanted))
    return Outcome(len(wanted), changes.id)


def copy_plan(
    db: Database,
    actor: Actor,
    plan_id: int,
    *,
    period_type: str | None = None,
    period_start: date | None = None,
    with_complete_tasks: bool = False,
) -> tuple[Row, int | None]:
    """Copy one plan with its grids into a period (the one that follows its own, where none is given).

    Returns the copy and the change set. Raises Invalid, NotFound, NotAllowed.
    """
    actor.require(Permission.CREATE)
    if period_type is not None and period_type not in PERIOD_TYPES:
        raise Invalid([FieldProblem("period_type", _("Choose one of: {choices}.", choices=", ".join(PERIOD_TYPES)), value=period_type)])
    with change_set(db, actor, "copy") as changes:
        source = read_plan(changes.cursor, db, plan_id)
        kind = period_type or source["period_type"]
        try:
            start = period_start or next_start(source["period_start"], source["period_type"], kind)
        except ValueError as error:
            raise Invalid([FieldProblem("period_start", _("Choose the period of the copy."))]) from error
        copies = copy_plans(changes, [plan_id], period_type=kind, period_start=start, with_complete_tasks=with_complete_tasks)
        return read_plan(changes.cursor, db, copies[0]), changes.id


def _flat(given: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Any]:
    """The values with those below `custom_fields` among the others. Raises Invalid where a name there is no custom field."""
    flat = {name: value for name, value in given.items() if name != "custom_fields"}
    nested = given.get("custom_fields") or {}
    if not isinstance(nested, Mapping):
        raise Invalid([FieldProblem("custom_fields", _("Give the custom fields as an object of names and values."))])
    unknown = [name for name in nested if not (name.startswith("cf_") and name in fields)]
    if unknown:
        raise Invalid([FieldProblem(name, _("There is no field {name} to change.", name=name[:100])) for name in unknown])
    return {**flat, **nested}


def _flat_edits(edits: Mapping[str, Mapping[str, Any]], fields: Mapping[str, Field]) -> dict[str, Mapping[str, Any]]:
    flat = {name: edit for name, edit in edits.items() if name != "custom_fields"}
    nested = edits.get("custom_fields") or {}
    started = _flat({"custom_fields": nested.get("from")}, fields)
    wanted = _flat({"custom_fields": nested.get("to")}, fields)
    return {**flat, **{name: {"to": to, **({"from": started[name]} if name in started else {})} for name, to in wanted.items()}}


_STAMPS = tuple(Field(name, name, Kind.DATE) for name in ("period_end", "next_open_deadline", "created_at", "updated_at", "touched_at"))
_PLAIN = frozenset((Kind.TEXT, Kind.LONG_TEXT, Kind.LINK, Kind.INTEGER, Kind.CHOICE, Kind.REFERENCE, Kind.YES_NO))
# Most values of a plan are JSON as they are stored; only these are converted.
_CONVERTED = tuple(each for each in (*PLAN.fields, *_STAMPS) if each.kind not in _PLAIN)


def plan_to_wire(plan: Row, custom_fields: tuple[Field, ...]) -> Row:
    """A plan, or some columns of it, as the API shows it: JSON values, custom fields under `custom_fields`."""
    wire = dict(plan)
    for field in _CONVERTED:
        if wire.get(field.name) is not None:
            wire[field.name] = to_wire(field, wire[field.name])
    for name in ("deleted_at", "deleted_by"):
        wire.pop(name, None)
    wire["custom_fields"] = {each.name: to_wire(each, wire.pop(each.name)) for each in custom_fields if each.name in wire}
    return wire
