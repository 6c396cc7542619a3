"""What a record is made of: typed fields, declared once and read by grid, form, filter, import, export, API and log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


def N_(message: str) -> str:
    """Mark a message for translation without translating it here."""
    return message


class Kind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    LINK = "link"
    REFERENCE = "reference"
    REFERENCES = "references"
    TREE = "tree"


# Lists and trees are stored as JSON text, so that every value has one text form that casts back.
SQL_TYPES = {
    Kind.TEXT: "varchar",
    Kind.LONG_TEXT: "varchar",
    Kind.INTEGER: "bigint",
    Kind.NUMBER: "decimal(18,4)",
    Kind.MONEY: "decimal(18,2)",
    Kind.PERCENT: "decimal(6,2)",
    Kind.DATE: "date",
    Kind.TIME: "timestamp",
    Kind.YES_NO: "boolean",
    Kind.CHOICE: "varchar",
    Kind.CHOICES: "varchar",
    Kind.LINK: "varchar",
    Kind.REFERENCE: "integer",
    Kind.REFERENCES: "varchar",
    Kind.TREE: "varchar",
}

DECIMAL_PLACES = {Kind.NUMBER: 4, Kind.MONEY: 2, Kind.PERCENT: 2}
NUMERIC = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.PERCENT})


@dataclass(frozen=True)
class Field:
    """One typed value of a record.

    `name` is the column and the JSON name, `label` the English message shown on screen. `minimum` and `maximum` are
    inclusive. `refers_to` names the record a REFERENCE points at. `own_choices` are choices an administrator wrote, `own_label` stands for label and help so written: data, not messages.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    own_choices: bool = False
    own_label: bool = False
    max_length: int | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    refers_to: str = ""
    total: bool = False
    help: str = ""
    section: str = ""
    width: int = 140
    in_list: bool = False
    in_portal: bool = True
    read_only: bool = False

    @property
    def sql_type(self) -> str:
        return SQL_TYPES[self.kind]

    @property
    def is_numeric(self) -> bool:
        return self.kind in NUMERIC


@dataclass(frozen=True)
class Record:
    """A record type: its table, its fields, what it belongs to.

    `parent` names the owning record ("plan", "client") or is empty. `is_ordered` records keep a `position` that the user may change.
    `newest_first` names the date by which they are shown instead, the latest on top.
    `has_trash` records are deleted softly (`deleted_at`), the others are removed and can be rebuilt from the activity log.
    `title` is the field whose value names one record in messages.
    """

    name: str
    label: str
    label_plural: str
    fields: tuple[Field, ...]
    parent: str = ""
    is_ordered: bool = False
    newest_first: str = ""
    has_trash: bool = False
    title: str = "name"
    extra_columns: tuple[str, ...] = ()
    by_name: dict[str, Field] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name.update({each.name: each for each in self.fields})

    @property
    def table(self) -> str:
        return self.name

    @property
    def parent_column(self) -> str:
        return f"{self.parent}_id" if self.parent else ""

    @property
    def editable(self) -> tuple[Field, ...]:
        return tuple(each for each in self.fields if not each.read_only)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every stored column, in a fixed order: id, parent, position, fields, extra, version and stamps."""
        return tuple(self._columns())

    def _columns(self) -> Iterator[str]:
        yield "id"
        if self.parent:
            yield self.parent_column
        if self.is_ordered:
            yield "position"
        yield from (each.name for each in self.fields)
        yield from self.extra_columns
        yield from ("version", "created_at", "created_by", "updated_at", "updated_by")
        if self.has_trash:
            yield from ("deleted_at", "deleted_by")

    def column_type(self, column: str) -> str:
        if column in self.by_name:
            return self.by_name[column].sql_type
        if column.endswith("_at"):
            return "timestamp"
        if column in ("period_end", "next_open_deadline"):
            return "date"
        if column == "position":
            return "double"
        if column == "node_id":
            return "varchar"
        if column == "is_kept":
            return "boolean"
        return "integer"


def money(name: str, label: str, **options: object) -> Field:
    return Field(name, label, Kind.MONEY, total=True, width=150, **options)  # type: ignore[arg-type]


def long_text(name: str, label: str, **options: object) -> Field:
    return Field(name, label, Kind.LONG_TEXT, width=320, **options)  # type: ignore[arg-type]


def choice(name: str, label: str, choices: tuple[str, ...], **options: object) -> Field:
    return Field(name, label, Kind.CHOICE, choices=choices, **options)  # type: ignore[arg-type]


def reference(name: str, label: str, refers_to: str, **options: object) -> Field:
    return Field(name, label, Kind.REFERENCE, refers_to=refers_to, width=180, **options)  # type: ignore[arg-type]
