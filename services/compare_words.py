"""A comparison in words: labels, shown values, names of what they refer to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from data.database import Database, Row
from data.records import OUTLINE, Field, Kind, Record
from services.actors import Actor
from services.compare import CHANGED, SAME, Comparison, RowPair
from services.language import translate as _
from services.plan_cells import CellReader, names_of
from services.snapshots import Snapshot
from services.trees import outline_text


@dataclass(frozen=True)
class Line:
    """One compared value: where it stands, the field, both values as shown, and whether they differ.

    Without `label` the values are those of a whole row, a field a line. `continues`: it is of the same row as the line before.
    """

    part: str
    what: str
    label: str
    left: str
    right: str
    state: str
    continues: bool = False


def comparison_lines(db: Database, actor: Actor, found: Comparison) -> list[Line]:
    """The lines of a comparison: what differs in the fields and then sheet by sheet, afterwards what is equal."""
    with db.read() as cursor:
        left, right = (_Side(CellReader(_names(names_of(cursor, each), each), actor.language)) for each in (found.left, found.right))
    lines = [
        Line(_("Plan"), "", _label(pair.field), left.text(pair.field, pair.left), right.text(pair.field, pair.right), pair.state)
        for pair in found.fields
        if pair.state != SAME or pair.left is not None
    ]
    for sheet in found.sheets:
        for pair in sheet.pairs:
            lines += _row_lines(left, right, sheet.record, pair)
    return sorted(lines, key=lambda line: line.state == SAME)


@dataclass(frozen=True)
class _Side:
    """One of the two, whose ids mean what its own objectives and items are called."""

    reader: CellReader

    def text(self, field: Field, value: Any) -> str:
        if value is None:
            return ""
        return outline_text(json.loads(value)) if field.kind is Kind.TREE else self.reader.cell(field, value).text

    def row(self, record: Record, row: Row | None) -> str:
        values = ((each, self.text(each, row[each.name])) for each in record.fields) if row else ()
        return "\n".join(_("{name}: {values}", name=_label(each), values=text) for each, text in values if text)


def _row_lines(left: _Side, right: _Side, record: Record, pair: RowPair) -> list[Line]:
    part = _(record.label_plural)
    side, row = (left, pair.left) if pair.left else (right, pair.right or {})
    title = record.by_name.get(record.title) or record.fields[0]
    what = side.text(title, row.get(title.name))
    if pair.state != CHANGED or pair.left is None or pair.right is None:
        return [Line(part, what, "", left.row(record, pair.left), right.row(record, pair.right), pair.state)]
    fields = [record.by_name[name] for name in pair.differing]
    return [
        Line(
            part,
            what,
            _label(each),
            left.text(each, pair.left[each.name]),
            right.text(each, pair.right[each.name]),
            CHANGED,
            continues=place > 0,
        )
        for place, each in enumerate(fields)
    ]


def _names(names: dict[str, dict[int, str]], snapshot: Snapshot) -> dict[str, dict[int, str]]:
    own = {record: {row_id: row["name"] for row_id, row in snapshot.rows.get(record, {}).items()} for record in OUTLINE}
    return {**names, **own}


def _label(field: Field) -> str:
    return field.label if field.own_label else _(field.label)
