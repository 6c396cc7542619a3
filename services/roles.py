"""Roles: named sets of the permissions view, create, edit and delete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data import staff as staff_rows
from data.database import Database, Row
from data.records import ROLE
from services.actors import Actor, Permission
from services.changes import change_set
from services.errors import FieldProblem, Invalid, NotFound, Refused
from services.language import translate as _
from services.language import translate_plural as _n
from services.record_values import edits_of, read_started_from, read_values

PERMISSIONS = tuple(f"can_{each}" for each in Permission)


def list_roles(db: Database, actor: Actor) -> list[Row]:
    """Every role with its permissions and the number of `people` who have it."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return staff_rows.select_roles(cursor)


def create_role(db: Database, actor: Actor, given: Mapping[str, Any]) -> Row:
    """Create a role from JSON values (name, can_view, …); what is not given is not allowed. Administrators only. Raises Invalid."""
    actor.require_administrator()
    values = read_values(ROLE.by_name, {"name": None, **dict.fromkeys(PERMISSIONS, False), **given})
    _require_view(values)
    with change_set(db, actor, "create") as changes:
        made = changes.create(ROLE, [{**values, "is_administrator": False}])[0]
        return _find(staff_rows.select_roles(changes.cursor), made["id"])


def update_role(db: Database, actor: Actor, role_id: int, edits: Mapping[str, Mapping[str, Any]]) -> tuple[Row, int | None]:
    """Rename a role or change its permissions, at once for everybody who has it.

    Administrators only. Returns the role and the change set. Raises Invalid, Conflict, NotFound, Refused.
    """
    actor.require_administrator()
    values = read_values(ROLE.by_name, {name: edit.get("to") for name, edit in edits.items()})
    started = read_started_from(ROLE.by_name, {name: edit["from"] for name, edit in edits.items() if "from" in edit})
    with change_set(db, actor, "update") as changes:
        stored = _find(staff_rows.select_roles(changes.cursor), role_id)
        if stored["is_administrator"] and any(values.get(name, True) is not True for name in PERMISSIONS):
            raise Refused(_("The administrators' role always has every permission."))
        _require_view({**stored, **values})
        wanted = edits_of(values, started, edits)
        changes.update(ROLE, {role_id: wanted})
        return _find(staff_rows.select_roles(changes.cursor), role_id), changes.id


def delete_role(db: Database, actor: Actor, role_id: int) -> int | None:
    """Delete a role that nobody has. Administrators only. Returns the change set. Raises NotFound, Refused."""
    actor.require_administrator()
    with change_set(db, actor, "remove") as changes:
        stored = _find(staff_rows.select_roles(changes.cursor), role_id)
        if stored["is_administrator"]:
            raise Refused(_("The administrators' role cannot be deleted."))
        if stored["people"]:
            raise Refused(
                _n(
                    "{count} person has this role. Give them another one first.",
                    "{count} people have this role. Give them another one first.",
                    stored["people"],
                )
            )
        changes.delete(ROLE, [role_id])
    return changes.id


def _require_view(values: Mapping[str, Any]) -> None:
    if not values["can_view"] and any(values[name] for name in PERMISSIONS):
        raise Invalid([FieldProblem("can_view", _("Who may create, edit or delete plans must also be allowed to view them."))])


def _find(roles: list[Row], role_id: int) -> Row:
    found = next((each for each in roles if each["id"] == role_id), None)
    if found is None:
        raise NotFound(_("This role does not exist."))
    return found
