"""Rows and columns back from the texts that the activity log keeps of them."""

from __future__ import annotations

import json
from typing import Any

from data.database import Row
from data.records import Field, Kind, Record
from data.records.fields import N_
from services.values import from_text

_LABELS = {"approved_revision": N_("Approved version")}
"""What columns that are no field of their own are called where people meet them."""


def column_field(record: Record, column: str) -> Field:
    """The declaration of a logged column, also of stamps such as `deleted_at` that are no field of their own."""
    if column in record.by_name:
        return record.by_name[column]
    kinds = {
        "timestamp": Kind.TIME,
        "date": Kind.DATE,
        "double": Kind.NUMBER,
        "integer": Kind.INTEGER,
        "varchar": Kind.TEXT,
        "boolean": Kind.YES_NO,
    }
    return Field(column, _LABELS.get(column, column), kinds[record.column_type(column)])


def row_from_text(record: Record, stored: str) -> Row:
    """A complete row back from the JSON the log keeps of it."""
    values: dict[str, Any] = json.loads(stored)
    return {name: from_text(column_field(record, name), values.get(name)) for name in record.columns}


def is_readable(declared: Field, text: str) -> bool:
    """Whether a field, as it is declared now, can hold a value that the log keeps as this text."""
    try:
        value = from_text(declared, text)
        if declared.kind is Kind.CHOICES and not isinstance(json.loads(text), list):
            return False
    except (ValueError, ArithmeticError):
        return False
    return not isinstance(value, bool) or text in ("true", "false")
