"""Custom fields of plans: definitions an administrator makes, each a typed column of the plan that appears everywhere at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data import custom_fields as custom_field_rows
from data import rows
from data.database import Cursor, Database, Row
from data.records import CUSTOM_FIELD, PLAN
from data.records.custom_field import KINDS, WITH_OPTIONS, column_of
from services.actors import Actor, Permission
from services.changes import Edit, change_set
from services.errors import FieldProblem, Invalid, NotFound, Refused
from services.language import translate as _
from services.language import translate_plural as _n
from services.plan_fields import plan_custom_fields, plan_record
from services.record_values import edits_of, read_started_from, read_values
from services.values import BadValue, clean_text

MOST_FIELDS = 200
MOST_OPTIONS = 500
LONGEST_OPTION = 255
# Values of these types are text already, and are read by the wider type as they stand.
_WIDENINGS = {
    "text": ("long text",),
    "link": ("text", "long text"),
    "choice": ("text", "long text"),
}


def list_definitions(db: Database, actor: Actor) -> list[Row]:
    """The active definitions in the order of the forms."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return _active(cursor)


def find_definition(db: Database, actor: Actor, definition_id: int) -> Row:
    """One active definition. Raises NotFound, NotAllowed."""
    found = next((each for each in list_definitions(db, actor) if each["id"] == definition_id), None)
    if found is None:
        raise NotFound(_("This custom field does not exist or is in the trash."))
    return found


def count_values(db: Database, actor: Actor) -> dict[int, int]:
    """How many plans hold a value of each active definition."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return custom_field_rows.count_values(cursor, [row["id"] for row in _active(cursor)])


def types_allowed(stored: str | None, *, is_filled: bool) -> tuple[str, ...]:
    """The types a definition may take: every one while no plan holds a value, else its own and wider types of text."""
    if stored is None or not is_filled:
        return tuple(KINDS)
    return (stored, *_WIDENINGS.get(stored, ()))


def create_definition(db: Database, actor: Actor, given: Mapping[str, Any]) -> tuple[Row, int | None]:
    """Define a field and give the plan its column; returns the definition and the change set.

    `options` is a list of texts, required for the two choice types. Administrators only. Raises Invalid, Refused, NotAllowed.
    """
    actor.require_administrator()
    values = _read(given, {"label": None, "type": None, **given})
    with change_set(db, actor, "create") as changes:
        active = _active(changes.cursor)
        if len(active) >= MOST_FIELDS:
            raise Refused(_("There are {count} custom fields, which is the most there can be.", count=MOST_FIELDS))
        values.setdefault("position", custom_field_rows.last_position(changes.cursor) + 1)
        values = {"required": False, "in_list": False, "in_portal": False, **values}
        _check(values, active)
        made = changes.create(CUSTOM_FIELD, [values])[0]
        changes.finish_derived()
    return made, changes.id


def update_definition(db: Database, actor: Actor, definition_id: int, edits: Mapping[str, Mapping[str, Any]]) -> tuple[Row, int | None]:
    """Change a definition: `{field: {"from": …, "to": …}}`. An option that is taken away stays readable where plans hold it.

    The type changes only while no plan holds a value, or to a wider type of text. Administrators only.
    Raises Invalid, Refused, Conflict, NotFound, NotAllowed.
    """
    actor.require_administrator()
    values = _read({name: edit.get("to") for name, edit in edits.items()})
    started = read_started_from(
        CUSTOM_FIELD.by_name, {name: _as_stored(name, edit["from"]) for name, edit in edits.items() if "from" in edit}
    )
    with change_set(db, actor, "update") as changes:
        stored = rows.select_row(changes.cursor, CUSTOM_FIELD, definition_id)
        if stored is None:
            raise NotFound(_("This custom field does not exist or is in the trash."))
        merged = {**stored, **values}
        _check(merged, [each for each in _active(changes.cursor) if each["id"] != definition_id])
        if merged["type"] not in WITH_OPTIONS:
            values["options"] = None
        _check_type(changes.cursor, stored, merged["type"])
        wanted = edits_of(values, started, edits)
        updated = changes.update(CUSTOM_FIELD, {definition_id: wanted})[0]
        changes.finish_derived()
    return updated, changes.id


def move_definition(db: Database, actor: Actor, definition_id: int, *, before: int | None) -> int | None:
    """Put a definition before another one, or last. Returns the change set. Administrators only. Raises NotFound, NotAllowed."""
    actor.require_administrator()
    with change_set(db, actor, "move") as changes:
        ids = [row["id"] for row in _active(changes.cursor)]
        if definition_id not in ids or (before is not None and before not in ids):
            raise NotFound(_("This custom field does not exist or is in the trash."))
        if before != definition_id:
            ids.remove(definition_id)
            ids.insert(ids.index(before) if before is not None else len(ids), definition_id)
        changes.update(CUSTOM_FIELD, {each: {"position": Edit(place)} for place, each in enumerate(ids, start=1)})
    return changes.id


def trash_definition(db: Database, actor: Actor, definition_id: int) -> int | None:
    """Take a field away from every form, list and export; its values stay until the trash is purged. Returns the change set.

    Administrators only. Raises NotFound, NotAllowed.
    """
    actor.require_administrator()
    with change_set(db, actor, "delete") as changes:
        if rows.select_row(changes.cursor, CUSTOM_FIELD, definition_id) is None:
            raise NotFound(_("This custom field does not exist or is in the trash."))
        changes.trash(CUSTOM_FIELD, [definition_id])
    return changes.id


def definition_to_wire(definition: Row) -> Row:
    """A definition as the API shows it; `name` is the name of the field on plans."""
    wire = {name: definition[name] for name in ("id", "version", *CUSTOM_FIELD.by_name)}
    return {**wire, "name": column_of(definition["id"]), "options": options_of(definition)}


def options_of(definition: Mapping[str, Any]) -> list[str]:
    options = definition["options"]
    return options.split("\n") if options else []


def _active(cursor: Cursor) -> list[Row]:
    return [row for row in custom_field_rows.select_definitions(cursor) if row["deleted_at"] is None]


def _as_stored(name: str, value: Any) -> Any:
    return "\n".join(value) or None if name == "options" and isinstance(value, list) else value


def _read(given: Mapping[str, Any], filled: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The values in stored form, options as lines of one text. Raises Invalid."""
    wanted = dict(filled if filled is not None else given)
    problems: list[FieldProblem] = []
    if isinstance(wanted.get("options"), list):
        try:
            wanted["options"] = _read_options(wanted["options"])
        except BadValue as error:
            problems.append(FieldProblem("options", error.message, value=wanted.pop("options")))
    elif wanted.get("options") is not None:
        problems.append(FieldProblem("options", _("Give the options as a list."), value=wanted.pop("options")))
    try:
        values = read_values(CUSTOM_FIELD.by_name, wanted)
    except Invalid as error:
        raise Invalid([*problems, *error.problems]) from error
    if problems:
        raise Invalid(problems)
    if "label" in values:
        values["label"] = " ".join(values["label"].split())
    return values


def _read_options(options: list[Any]) -> str | None:
    read: list[str] = []
    for each in options:
        if not isinstance(each, str):
            raise BadValue(_("Enter text."))
        option = " ".join(clean_text(each).split())
        if len(option) > LONGEST_OPTION:
            raise BadValue(_("Shorten the option “{option}…” to {longest} characters.", option=option[:40], longest=LONGEST_OPTION))
        if option and option in read:
            raise BadValue(_("The option “{option}” stands there twice.", option=option))
        if option:
            read.append(option)
    if len(read) > MOST_OPTIONS:
        raise BadValue(_("Give at most {most} options.", most=MOST_OPTIONS))
    return "\n".join(read) or None


def _check(definition: Mapping[str, Any], others: list[Row]) -> None:
    """Raise Invalid where a label is taken or a choice has no options."""
    problems = []
    label = definition["label"].casefold()
    own = {each.casefold() for field in PLAN.fields for each in (field.label, _(field.label))}
    if label in own or any(each["label"].casefold() == label for each in others):
        problems.append(FieldProblem("label", _("There is a field of this name already. Choose another label."), value=definition["label"]))
    if definition["type"] in WITH_OPTIONS and not definition.get("options"):
        problems.append(FieldProblem("options", _("Give the options to choose from, one per line.")))
    if problems:
        raise Invalid(problems)


def _check_type(cursor: Cursor, stored: Row, wanted: str) -> None:
    """Raise Refused where values of the stored type could not be read as the wanted one."""
    if wanted in types_allowed(stored["type"], is_filled=True):
        return
    if count := custom_field_rows.count_values(cursor, [stored["id"]])[stored["id"]]:
        raise Refused(
            _n(
                "{count} plan holds a value of this field, so its type stays {type}. Make a new field instead.",
                "{count} plans hold a value of this field, so its type stays {type}. Make a new field instead.",
                count,
                type=_(stored["type"]),
            )
        )


__all__ = [
    "KINDS",
    "WITH_OPTIONS",
    "count_values",
    "create_definition",
    "definition_to_wire",
    "list_definitions",
    "move_definition",
    "options_of",
    "plan_custom_fields",
    "plan_record",
    "trash_definition",
    "types_allowed",
    "update_definition",
]
