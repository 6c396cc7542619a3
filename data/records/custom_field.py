"""The definition of a custom field, and the field it declares on the plan."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from data.records.fields import N_, Field, Kind, Record, choice, long_text

KINDS = {
    N_("text"): Kind.TEXT,
    N_("long text"): Kind.LONG_TEXT,
    N_("number"): Kind.NUMBER,
    N_("money"): Kind.MONEY,
    N_("percent"): Kind.PERCENT,
    N_("date"): Kind.DATE,
    N_("yes/no"): Kind.YES_NO,
    N_("choice"): Kind.CHOICE,
    N_("multiple choice"): Kind.CHOICES,
    N_("link"): Kind.LINK,
}
WITH_OPTIONS = ("choice", "multiple choice")
SECTION = N_("Custom fields")

CUSTOM_FIELD = Record(
    name="custom_field",
    label=N_("Custom field"),
    label_plural=N_("Custom fields"),
    title="label",
    has_trash=True,
    fields=(
        Field("label", N_("Label"), required=True, max_length=255, width=240),
        choice("type", N_("Type"), tuple(KINDS), required=True),
        long_text("options", N_("Options"), help=N_("One option per line.")),
        Field("required", N_("Required"), Kind.YES_NO),
        Field("help", N_("Help text"), max_length=1000),
        Field("position", N_("Position"), Kind.INTEGER, minimum=Decimal(0), maximum=Decimal(1_000_000)),
        Field("in_list", N_("Shown in list"), Kind.YES_NO),
        Field("in_portal", N_("Shown in portal"), Kind.YES_NO),
    ),
)


def column_of(definition_id: int) -> str:
    """The column of the plan that holds the values of this definition, which is also its name in the API."""
    return f"cf_{definition_id}"


def declared_field(definition: dict[str, Any]) -> Field:
    """The field a stored definition declares on the plan. Label, help and options are an administrator's words, never messages."""
    kind = KINDS[definition["type"]]
    is_percent = kind is Kind.PERCENT
    return Field(
        column_of(definition["id"]),
        definition["label"],
        kind,
        required=bool(definition["required"]),
        choices=tuple((definition["options"] or "").split("\n")) if definition["type"] in WITH_OPTIONS else (),
        own_choices=True,
        own_label=True,
        max_length=255 if kind is Kind.TEXT else 2000 if kind is Kind.LINK else None,
        minimum=Decimal(0) if is_percent else None,
        maximum=Decimal(100) if is_percent else None,
        help=definition["help"] or "",
        section=SECTION,
        width=320 if kind is Kind.LONG_TEXT else 160,
        in_list=bool(definition["in_list"]),
        in_portal=bool(definition["in_portal"]),
    )
