"""Request and response models, made from the declarations of the records."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path
from pydantic import BaseModel, ConfigDict, create_model
from pydantic import Field as ModelField

from data.records import Field, Kind, Record
from services.errors import FieldProblem, Invalid
from services.language import translate as _

_READ_TYPES: dict[Kind, Any] = {
    Kind.INTEGER: int,
    Kind.REFERENCE: int,
    Kind.YES_NO: bool,
    Kind.CHOICES: list[str],
    Kind.REFERENCES: list[int],
    Kind.TREE: Any,
}
_WRITE_TYPES: dict[Kind, Any] = {
    **_READ_TYPES,
    Kind.INTEGER: int | str,
    Kind.MONEY: str | int | float,
    Kind.PERCENT: str | int | float,
    Kind.NUMBER: str | int | float,
}

RecordId = Annotated[int, Path(ge=1, le=2**31 - 1)]


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _described(field: Field) -> str:
    text = field.label
    if field.choices:
        text += ": " + ", ".join(field.choices)
    return text


def values_model(name: str, record: Record, /, **extra: Any) -> type[BaseModel]:
    """A model to create a record from: every editable field, all optional, JSON values."""
    fields: dict[str, Any] = {
        field.name: (_WRITE_TYPES.get(field.kind, str) | None, ModelField(default=None, description=_described(field)))
        for field in record.editable
    }
    return create_model(name, __base__=Model, **{**fields, **extra})


def record_model(name: str, record: Record, /, **extra: Any) -> type[BaseModel]:
    """A model of a stored record: every field as JSON, with id and version."""
    fields: dict[str, Any] = {"id": (int, ...), "version": (int, ...)}
    if record.parent:
        fields[record.parent_column] = (int, ...)
    fields |= {
        field.name: (_READ_TYPES.get(field.kind, str) | None, ModelField(default=None, description=_described(field)))
        for field in record.fields
    }
    return create_model(name, __config__=ConfigDict(extra="allow"), **{**fields, **extra})


class FieldEdit(Model):
    """A field going to `to`; with `from`, it conflicts where the stored value is another by now."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    from_: Any = ModelField(default=None, alias="from")
    to: Any = None

    def as_edit(self) -> dict[str, Any]:
        return {"to": self.to, **({"from": self.from_} if "from_" in self.model_fields_set else {})}


class Edits(Model):
    """Changes of one record: what each field started from and goes to.

    Fields without `from` conflict where the record is of a later `version` than this one, if that is given.
    """

    id: int | None = None
    version: int | None = None
    set: dict[str, FieldEdit]

    def as_edits(self, record_id: int | None = None) -> dict[str, dict[str, Any]]:
        """The edits for the record of the address. Raises Invalid where they are meant for another."""
        if record_id is not None and self.id not in (None, record_id):
            raise Invalid([FieldProblem("id", _("This is the id of another record than the address names."), value=self.id)])
        return {name: {**edit.as_edit(), "version": self.version} for name, edit in self.set.items()}


def page_model(name: str, item: type[BaseModel]) -> type[BaseModel]:
    return create_model(name, items=(list[item], ...), total=(int, ...))  # type: ignore[valid-type]
