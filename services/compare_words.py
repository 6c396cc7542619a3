"""A comparison in words: labels, shown values, names of what they refer to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data.database import Database
from data.records import Field, Record
from services.actors import Actor
from services.compare import Comparison, RowPair, compare
from services.language import translate as _
from services.plan_document import CellReader, names_of
from services.plan_fields import plan_custom_fields
from services.snapshots import Snapshot

ONLY_LEFT, ONLY_RIGHT, CHANGED, SAME = "only_left", "only_right", "changed", "same"


@dataclass(frozen=True)
class Line:
    """One compared value: where it stands, the field, both values as shown, and whether they differ."""

    part: str
    what: str
    label: str
    left: str
    right: str
    state: str


def comparison_lines(db: Database, actor: Actor, left: Snapshot, right: Snapshot) -> tuple[Comparison, list[Line]]:
    """The comparison of two snapshots and its lines: fields first, then sheet by sheet, differences before what is equal."""
    custom_fields = plan_custom_fields(db)
    found = compare(left, right, custom_fields)
    with db.read() as cursor:
        mine, theirs = names_of(cursor, left), names_of(cursor, right)
    names = {record: {**mine.get(record, {}), **theirs.get(record, {})} for record in {*mine, *theirs}}
    for snapshot in (left, right):
        for record in ("objective", "item"):
            names.setdefault(record, {}).update({row_id: row["name"] for row_id, row in snapshot.rows.get(record, {}).items()})
    reader = CellReader(names, actor.language)
    lines = [
        Line(
            _("Plan"),
            "",
            _label(pair.field),
            _text(reader, pair.field, pair.left),
            _text(reader, pair.field, pair.right),
            CHANGED if pair.differs else SAME,
        )
        for pair in found.fields
        if pair.differs or pair.left is not None
    ]
    for sheet in found.sheets:
        for pair in sheet.pairs:
            lines += _row_lines(reader, sheet.record, pair)
    return found, lines


def _row_lines(reader: CellReader, record: Record, pair: RowPair) -> list[Line]:
    part = _(record.label_plural)
    row = pair.left or pair.right or {}
    title = record.by_name.get(record.title) or record.fields[0]
    what = _text(reader, title, row.get(title.name))
    if pair.left is None or pair.right is None:
        state = ONLY_RIGHT if pair.left is None else ONLY_LEFT
        values = "; ".join(f"{_label(each)}: {text}" for each in record.fields if (text := _text(reader, each, row.get(each.name))))
        return [Line(part, what, "", values if pair.right is None else "", values if pair.left is None else "", state)]
    if not pair.differing:
        values = "; ".join(f"{_label(each)}: {text}" for each in record.fields if (text := _text(reader, each, row.get(each.name))))
        return [Line(part, what, "", values, values, SAME)]
    fields = [record.by_name[name] for name in pair.differing]
    return [
        Line(part, what, _label(each), _text(reader, each, pair.left[each.name]), _text(reader, each, pair.right[each.name]), CHANGED)
        for each in fields
    ]


def _label(field: Field) -> str:
    return field.label if field.own_label else _(field.label)


def _text(reader: CellReader, field: Field, value: Any) -> str:
    return "" if value is None else reader.cell(field, value).text
