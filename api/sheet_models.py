"""Sheets in JSON, whatever they belong to: how one is shown, what a request may want of it, and how the answer reads."""

from __future__ import annotations

from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as ModelField

from api.models import Edits, Model
from data.database import Row
from data.records import Field, Kind, Record
from services.changes import UNCHANGED
from services.errors import FieldProblem, Invalid
from services.language import translate as _
from services.sheet_edits import END, Applied, CellEdit, NewRow, RowEdit, RowMove, Sheet, SheetEdits
from services.values import show, to_wire

Id = Annotated[int, ModelField(ge=1, le=2**31 - 1)]
MOST_CHANGES = 20_000
PRINTABLE = "^[ -~]*$"


class SheetRow(BaseModel):
    """A row: id, version and the values of the sheet's columns as JSON."""

    model_config = ConfigDict(extra="allow")
    id: int
    version: int


class SheetColumn(BaseModel):
    name: str
    label: str
    kind: str
    choices: list[tuple[str, str]] = ModelField(description="Stored word and the word shown, in the person's language.")
    refers_to: str
    total: bool
    width: int
    required: bool
    read_only: bool
    help: str


class SheetModel(BaseModel):
    model_config = ConfigDict(extra="allow")
    sheet: str
    label: str
    owner_id: int = ModelField(description="The plan, template or client the rows belong to.")
    revision: int
    may_edit: bool
    currency: str
    columns: list[SheetColumn]
    rows: list[SheetRow]
    names: dict[str, dict[str, str]] = ModelField(description="Names of the people that rows refer to, by column and id.")
    next: int = ModelField(description="The activity id to ask from for later changes.")
    deleted: list[int] = []
    order: list[int] | None = None


class PersonToChoose(BaseModel):
    id: int
    name: str
    detail: str | None


class PeopleToChoose(BaseModel):
    items: list[PersonToChoose]
    total: int


class ChangedRow(Edits):
    id: Id


class AddedRow(Model):
    """A row to add. `after` is a row's id or the key of a row added before it; null is the top, left out the end."""

    key: Annotated[str, ModelField(min_length=1, max_length=100, pattern=PRINTABLE)]
    values: dict[str, Any] = {}
    after: int | str | None = None


class DeletedRow(Model):
    """A row to delete; with `version`, only where nobody changed it meanwhile."""

    id: Id
    version: int | None = None


class MovedRow(Model):
    """A row to put after another one; null is the top."""

    id: Id
    after: Id | None = None


class SheetPatch(Model):
    """Everything one person did in one step. With `input: "text"`, texts are read as typed by a person of the actor's language."""

    input: Literal["wire", "text"] = "wire"
    changed: Annotated[list[ChangedRow], ModelField(max_length=MOST_CHANGES)] = []
    added: Annotated[list[AddedRow], ModelField(max_length=MOST_CHANGES)] = []
    deleted: Annotated[list[DeletedRow], ModelField(max_length=MOST_CHANGES)] = []
    moved: Annotated[list[MovedRow], ModelField(max_length=MOST_CHANGES)] = []
    request: Annotated[
        str,
        ModelField(
            max_length=100,
            pattern=PRINTABLE,
            description="A text of the sender's own: sent again after a lost answer, rows are added once.",
        ),
    ] = ""


class RefusedCell(BaseModel):
    """A cell that was not taken; `field` is null where it is the whole row. `key` names a row that was just added."""

    id: int | None = None
    key: str | None = None
    field: str | None
    reason: str
    value: Any = None


class ConflictingCell(BaseModel):
    """A cell that somebody else changed meanwhile; `field` is null where a row to delete was changed."""

    id: int
    field: str | None
    started_from: Any = None
    yours: Any = None
    theirs: Any = None
    theirs_shown: str
    theirs_by: str | None = None


class AppliedModel(BaseModel):
    change_set_id: int | None
    revision: int
    rows: list[SheetRow]
    keys: dict[str, int]
    deleted: list[int]
    errors: list[RefusedCell]
    conflicts: list[ConflictingCell]
    order: list[int] | None
    names: dict[str, dict[str, str]]
    detail: str | None = None


def sheet_body(sheet: Sheet, currency: str) -> dict[str, Any]:
    """A sheet as SheetModel shows it."""
    return {
        "sheet": sheet.record.name,
        "label": _(sheet.record.label_plural),
        "owner_id": sheet.owner_id,
        "revision": sheet.revision,
        "may_edit": sheet.may_edit,
        "currency": currency,
        "columns": [_column(field) for field in sheet.record.fields if field.kind is not Kind.TIME],
        "rows": _rows(sheet.record, sheet.rows),
        "names": _names(sheet.names),
        "next": sheet.next,
        "deleted": sheet.deleted,
        "order": sheet.order,
    }


def applied_answer(done: Applied, language: str) -> tuple[dict[str, Any], int]:
    """What became of a request, and its status: 200 where something was stored or nothing was wrong; 422 where nothing was and
    cells were refused; 409 where cells only conflict."""
    is_stored = done.change_set_id is not None
    status = 200 if is_stored or not (done.errors or done.conflicts) else 422 if done.errors else 409
    detail = None
    if status != 200:
        detail = done.errors[0].reason if done.errors else _("Somebody else changed this meanwhile. Choose which value to keep.")
    return {**_applied(done, language), "detail": detail}, status


def sheet_edits(body: SheetPatch) -> SheetEdits:
    keys = [row.key for row in body.added]
    if len(set(keys)) != len(keys):
        raise Invalid([FieldProblem("added", _("Give every added row a key of its own."))])
    changed: dict[int, dict[str, CellEdit]] = {}
    for row in body.changed:
        for name, edit in row.set.items():
            started_from = edit.from_ if "from_" in edit.model_fields_set else UNCHANGED
            changed.setdefault(row.id, {})[name] = CellEdit(edit.to, started_from)
    versions = {row.id: row.version for row in body.changed}
    return SheetEdits(
        changed={row_id: RowEdit(cells, versions[row_id]) for row_id, cells in changed.items()},
        added=[NewRow(row.key, row.values, row.after if "after" in row.model_fields_set else END) for row in body.added],
        deleted={row.id: row.version for row in body.deleted},
        moved=[RowMove(row.id, row.after) for row in body.moved],
        as_text=body.input == "text",
        request_key=body.request,
    )


def _column(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": _(field.label),
        "kind": field.kind.value,
        "choices": [(each, each if field.own_choices else _(each)) for each in field.choices],
        "refers_to": field.refers_to,
        "total": field.total,
        "width": field.width,
        "required": field.required,
        "read_only": field.read_only,
        "help": _(field.help),
    }


def _rows(record: Record, rows: list[Row]) -> list[dict[str, Any]]:
    fields = record.fields
    return [
        {"id": row["id"], "version": row["version"], **{field.name: to_wire(field, row[field.name]) for field in fields}} for row in rows
    ]


def _names(names: dict[str, dict[int, str]]) -> dict[str, dict[str, str]]:
    return {field: {str(row_id): name for row_id, name in by_id.items()} for field, by_id in names.items()}


def _applied(done: Applied, language: str) -> dict[str, Any]:
    record = done.record
    key_of = {row_id: key for key, row_id in done.keys.items()}

    def shown(name: str, value: Any) -> str:
        if names := done.names.get(name):
            return names.get(value, "")
        return show(record.by_name[name], value, language)

    return {
        "change_set_id": done.change_set_id,
        "revision": done.revision,
        "rows": _rows(record, done.rows),
        "keys": done.keys,
        "deleted": done.deleted,
        "errors": [
            {
                "id": each.row if isinstance(each.row, int) else done.keys.get(each.row),
                "key": each.row if isinstance(each.row, str) else key_of.get(each.row),
                "field": _encodable(each.field),
                "reason": _encodable(each.reason),
                "value": _encodable(each.value),
            }
            for each in done.errors
        ],
        "conflicts": [
            {
                "id": each.id,
                "field": each.field,
                "started_from": _encodable(each.started_from),
                "yours": to_wire(record.by_name[each.field], each.yours) if each.field else each.yours,
                "theirs": to_wire(record.by_name[each.field], each.theirs) if each.field else each.theirs,
                "theirs_shown": shown(each.field, each.theirs) if each.field else "",
                "theirs_by": done.names.get("updated_by", {}).get(each.theirs_by or 0),
            }
            for each in done.conflicts
        ],
        "order": done.order,
        "names": _names(done.names),
    }


def _encodable(value: Any) -> Any:
    """What was sent, as far as an answer can carry it: a single value, without lone surrogates and without numbers that JSON lacks."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return value if value is None or isinstance(value, bool | int) or (isinstance(value, float) and isfinite(value)) else None
