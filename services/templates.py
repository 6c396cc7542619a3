"""Templates: list, read, create, change, duplicate, put into the trash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data import templates as template_rows
from data.database import Cursor, Database, Row
from data.records import TEMPLATE
from services.actors import Actor, Permission
from services.changes import Outcome, change_set
from services.errors import FieldProblem, Invalid
from services.language import translate as _
from services.owners import missing
from services.plans import MOST_PER_PAGE, Page
from services.record_values import read_edits, read_values
from services.sorting import read_order
from services.template_rows import AMONG_TEMPLATES, transfer
from services.values import BadValue, clean_text, to_wire

DEFAULT_SORT = (("name", False),)
Template = Row
"""A stored template by column, with `tasks`, `offerings` and `plans` as numbers and `first_day` and `last_day` of its tasks."""


def list_templates(db: Database, actor: Actor, q: str = "", sort: str = "", *, offset: int = 0, limit: int = 100) -> Page:
    """One page of templates by name or as `sort` says, without their mind maps. Raises Invalid, NotAllowed."""
    actor.require(Permission.VIEW)
    order = read_order(sort, template_rows.SORTABLE) or DEFAULT_SORT
    try:
        words = clean_text(q)[:500]
    except BadValue as error:
        raise Invalid([FieldProblem("q", error.message, value=q)]) from error
    with db.read() as cursor:
        items, total = template_rows.select_page(cursor, words, order, offset=offset, limit=min(limit, MOST_PER_PAGE))
    return Page(items, total)


def get_template(db: Database, actor: Actor, template_id: int) -> Template:
    """One template. Raises NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return read_template(cursor, template_id)


def read_template(cursor: Cursor, template_id: int) -> Template:
    """The template as stored. Raises NotFound where it does not exist or is in the trash."""
    found = template_rows.select_template(cursor, template_id)
    if found is None:
        raise missing(TEMPLATE)
    return found


def create_template(db: Database, actor: Actor, given: Mapping[str, Any]) -> tuple[Template, int | None]:
    """Create a template from JSON values; only `name` is required. Returns it and the change set. Raises Invalid, NotAllowed."""
    actor.require(Permission.CREATE)
    values = read_new_template(given)
    with change_set(db, actor, "create") as changes:
        made = changes.create(TEMPLATE, [values])[0]
        template = read_template(changes.cursor, made["id"])
    return template, changes.id


def read_new_template(given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new template in stored form. Raises Invalid."""
    given = {name: value for name, value in given.items() if value is not None}
    name = given.get("name")
    return read_values(TEMPLATE.by_name, {**given, "name": name.strip() if isinstance(name, str) else name})


def update_template(db: Database, actor: Actor, template_id: int, edits: Mapping[str, Mapping[str, Any]]) -> tuple[Template, int | None]:
    """Change fields: `{field: {"from": …, "to": …}}`, all or nothing. Returns the template and the change set.

    Raises Invalid, Conflict, NotFound, NotAllowed.
    """
    actor.require(Permission.EDIT)
    wanted = read_edits(TEMPLATE.by_name, edits)
    with change_set(db, actor, "update") as changes:
        read_template(changes.cursor, template_id)
        changes.update(TEMPLATE, {template_id: wanted})
        template = read_template(changes.cursor, template_id)
    return template, changes.id


def duplicate_template(db: Database, actor: Actor, template_id: int, *, name: str = "") -> tuple[Template, int | None]:
    """Make a template of its own that holds the same, called as given or "<name> (copy)". Raises Invalid, NotFound, NotAllowed."""
    actor.require(Permission.VIEW)
    actor.require(Permission.CREATE)
    with change_set(db, actor, "copy") as changes:
        source = read_template(changes.cursor, template_id)
        wanted = read_new_template({"name": name.strip() or _name_of_copy(source["name"])})
        made = changes.create(TEMPLATE, [{**{each.name: source[each.name] for each in TEMPLATE.fields}, **wanted}])[0]
        transfer(changes, AMONG_TEMPLATES, template_id, made["id"])
        template = read_template(changes.cursor, made["id"])
    return template, changes.id


def _name_of_copy(name: str) -> str:
    ending = _("{name} (copy)", name="")
    return name[: (TEMPLATE.by_name["name"].max_length or 0) - len(ending)] + ending


def delete_template(db: Database, actor: Actor, template_id: int) -> Outcome:
    """Put a template into the trash with everything that belongs to it; plans made from it stay as they are. Raises NotFound, NotAllowed."""
    actor.require(Permission.DELETE)
    with change_set(db, actor, "delete") as changes:
        read_template(changes.cursor, template_id)
        changes.trash(TEMPLATE, [template_id])
    return Outcome(1, changes.id)


def template_to_wire(template: Template) -> dict[str, Any]:
    """A template as the API shows it."""
    wire = {name: value for name, value in template.items() if name not in ("deleted_at", "deleted_by")}
    for field in TEMPLATE.fields:
        if field.name in wire:
            wire[field.name] = to_wire(field, wire[field.name])
    for name in ("created_at", "updated_at"):
        wire[name] = to_wire(TEMPLATE.by_name["name"], wire[name])
    return wire
