"""Saved views of the list of plans: filter, sort and columns under a name, for oneself or the team; and how one left the list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data import views as view_rows
from data.database import Cursor, Database, Row
from data.records import VIEW, Field
from services.actors import Actor, Permission
from services.changes import change_set
from services.errors import FieldProblem, Invalid, NotAllowed, NotFound
from services.language import translate as _
from services.plan_columns import read_columns
from services.plan_fields import plan_custom_fields
from services.plan_query import pairs_of, read_filter, read_sort
from services.record_values import edits_of, read_values
from services.values import to_wire

MINE, ALL = "mine", "all"
PERSONAL, TEAM = "personal", "team"
_SHAPE = ("filters", "sort", "columns", "layout")
WIDTHS = range(30, 3001)


@dataclass(frozen=True)
class ListState:
    """How a person last left the list: the open view ("mine", "all", an id, or "" for none) and what was shown.

    `filters` maps names to lists of texts, `columns` names the columns shown (none means the default ones), `layout` maps columns to
    their width in pixels and the side they are pinned to.
    """

    opened: str
    filters: dict[str, list[str]]
    sort: str = ""
    columns: tuple[str, ...] = ()
    layout: Mapping[str, Any] | None = None


FIRST_STATE = ListState(MINE, {"person_in_charge": ["me"]})


def list_views(db: Database, actor: Actor) -> list[Row]:
    """The team's views and one's own personal ones, by name."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return view_rows.select_views(cursor, actor.staff_id)


def find_view(db: Database, actor: Actor, view_id: int) -> Row:
    """One view. Raises NotFound, also for others' personal views."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return _find(cursor, actor, view_id)


def create_view(db: Database, actor: Actor, given: Mapping[str, Any]) -> tuple[Row, int | None]:
    """Save a view from JSON values: name, scope, filters, sort, columns, layout. Returns it and the change set.

    A view for the team takes the permission to edit. Raises Invalid, NotAllowed.
    """
    actor.require(Permission.VIEW)
    values = _read(db, actor, {"name": None, "scope": PERSONAL, "filters": {}, "sort": "", "columns": [], "layout": {}, **given})
    _require_scope(actor, values["scope"])
    with change_set(db, actor, "create") as changes:
        made = changes.create(VIEW, [{**values, "owner_id": actor.staff_id}])[0]
        return _find(changes.cursor, actor, made["id"]), changes.id


def update_view(db: Database, actor: Actor, view_id: int, edits: Mapping[str, Mapping[str, Any]]) -> tuple[Row, int | None]:
    """Change a view: `{field: {"from": …, "to": …}}`. Its owner, or an administrator where it is the team's.

    Raises NotFound (also for others' personal views), Invalid, Conflict, NotAllowed.
    """
    values = _read(db, actor, {name: edit.get("to") for name, edit in edits.items()})
    started = {name: _stored(name, edit["from"]) for name, edit in edits.items() if "from" in edit}
    with change_set(db, actor, "update") as changes:
        _require_own(actor, _find(changes.cursor, actor, view_id))
        if "scope" in values:
            _require_scope(actor, values["scope"])
        changes.update(VIEW, {view_id: edits_of(values, started, edits)})
        return _find(changes.cursor, actor, view_id), changes.id


def delete_view(db: Database, actor: Actor, view_id: int) -> int | None:
    """Delete a view and return the change set, which brings it back. Raises NotFound, NotAllowed."""
    with change_set(db, actor, "delete") as changes:
        _require_own(actor, _find(changes.cursor, actor, view_id))
        changes.delete(VIEW, [view_id])
    return changes.id


def may_change(actor: Actor, view: Row) -> bool:
    return bool(view["owner_id"] == actor.staff_id or (view["scope"] == TEAM and actor.is_administrator))


def view_to_wire(view: Row, actor: Actor) -> Row:
    """A view as the API shows it: filters as an object of lists, columns as a list, layout as an object."""
    wire = {name: to_wire(VIEW.by_name[name], value) if name in VIEW.by_name else value for name, value in view.items()}
    for name in ("created_at", "updated_at"):
        wire[name] = to_wire(Field(name, name), view[name])
    return {**wire, "sort": wire["sort"] or "", "may_change": may_change(actor, view)}


def read_list_state(db: Database, actor: Actor) -> ListState:
    """How this person last left the list; the first time, *My plans*."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        found = view_rows.select_list_state(cursor, actor.staff_id or 0)
    if found is None:
        return FIRST_STATE
    return ListState(
        opened=found["opened"] or "",
        filters=json.loads(found["filters"]),
        sort=found["sort"] or "",
        columns=tuple(json.loads(found["columns"])),
        layout=json.loads(found["layout"]),
    )


def save_list_state(db: Database, actor: Actor, state: ListState) -> None:
    """Remember how this person leaves the list. Raises Invalid."""
    actor.require(Permission.VIEW)
    values = _read(
        db, actor, {"filters": state.filters, "sort": state.sort, "columns": list(state.columns), "layout": dict(state.layout or {})}
    )
    if state.opened not in ("", MINE, ALL) and not state.opened.isdecimal():
        raise Invalid([FieldProblem("opened", _("Enter the id of an existing record."), value=state.opened)])
    if actor.staff_id is None:
        return
    with db.write() as cursor:
        view_rows.upsert_list_state(cursor, actor.staff_id, {**values, "opened": state.opened[:20]})


def _find(cursor: Cursor, actor: Actor, view_id: int) -> Row:
    found = next((view for view in view_rows.select_views(cursor, actor.staff_id) if view["id"] == view_id), None)
    if found is None:
        raise NotFound(_("This view does not exist any more, or it is somebody else's."))
    return found


def _require_own(actor: Actor, view: Row) -> None:
    actor.require(Permission.VIEW)
    if not may_change(actor, view):
        raise NotAllowed(
            _("Only {owner} or an administrator may change this view. Save it under a name of your own.", owner=view["owner"] or "")
        )


def _require_scope(actor: Actor, scope: str) -> None:
    if scope == TEAM:
        actor.require(Permission.EDIT)


def _read(db: Database, actor: Actor, given: Mapping[str, Any]) -> dict[str, Any]:
    """Values in stored form. Filters, sort and columns are read as the list reads them, so that no view is saved that cannot be opened."""
    values = read_values(VIEW.by_name, {name: value for name, value in given.items() if name not in _SHAPE})
    custom_fields = plan_custom_fields(db)
    problems = []
    for name in _SHAPE:
        if name not in given:
            continue
        try:
            _check(name, given[name], actor, custom_fields)
        except Invalid as error:
            problems += [FieldProblem(name, each.reason, value=each.value) for each in error.problems]
        values[name] = _stored(name, given[name])
    if problems:
        raise Invalid(problems)
    return values


def _check(name: str, value: Any, actor: Actor, custom_fields: tuple[Field, ...]) -> None:
    wrong = Invalid([FieldProblem(name, _("This is not in the form that views have."), value=value)])
    if name == "sort":
        if not isinstance(value, str) or len(value) > 1000:
            raise wrong
        read_sort(value, custom_fields)
    elif name == "filters":
        if not isinstance(value, dict) or not all(_is_texts(each) for each in value.values()):
            raise wrong
        read_filter(pairs_of(value), actor, custom_fields)
    elif name == "columns":
        if not _is_texts(value):
            raise wrong
        read_columns(value, custom_fields)
    elif not isinstance(value, dict) or not all(_is_layout(each) for each in value.values()) or len(value) > 500:
        raise wrong


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= 1000 and all(isinstance(each, str) for each in value)


def _is_layout(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) <= {"width", "pinned"}
        and value.get("pinned") in (None, "left", "right")
        and ("width" not in value or (isinstance(value["width"], int) and value["width"] in WIDTHS))
    )


def _stored(name: str, value: Any) -> Any:
    return value or None if name == "sort" else json.dumps(value, ensure_ascii=False, sort_keys=True) if name in _SHAPE else value
