"""What belongs to a template or plan, copied to another one: offerings, objectives, items and tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from data import rows
from data.database import Row
from data.records import BECOMES, OUTLINE, TEMPLATE_ROWS, Kind, Record
from services.changes import Changes

Pair = tuple[Record, Record]
Values = dict[str, Any]

TO_PLAN: tuple[Pair, ...] = tuple((each, BECOMES[each.name]) for each in TEMPLATE_ROWS)
TO_TEMPLATE: tuple[Pair, ...] = tuple((target, source) for source, target in TO_PLAN)
AMONG_TEMPLATES: tuple[Pair, ...] = tuple((each, each) for each in TEMPLATE_ROWS)


def transfer(
    changes: Changes, pairs: Sequence[Pair], source_id: int, target_id: int, convert: Callable[[Record, Row, Values], Values] | None = None
) -> None:
    """Create for every row of the source one of the target, in the same order, under the copies of the same objectives and items.

    `convert(record, row, values)` gets the record to create, the source row and the values both have in common, and returns those to store.
    """
    copies: dict[str, dict[int, int]] = {}
    for source, target in pairs:
        found = rows.select_children(changes.cursor, source, source_id)
        values = [_in_common(source, target, row, copies) for row in found]
        if convert is not None:
            values = [convert(target, row, each) for row, each in zip(found, values, strict=True)]
        made = changes.create(
            target,
            [{target.parent_column: target_id, "position": row["position"], **each} for row, each in zip(found, values, strict=True)],
        )
        copies[source.name] = {row["id"]: copy["id"] for row, copy in zip(found, made, strict=True)}


def _in_common(source: Record, target: Record, row: Row, copies: Mapping[str, Mapping[int, int]]) -> Values:
    values: Values = {name: row[name] for name in source.extra_columns if name in target.extra_columns}
    for field in source.fields:
        if field.name not in target.by_name:
            continue
        value = row[field.name]
        if field.kind is Kind.REFERENCE and field.refers_to in OUTLINE:
            value = copies[field.refers_to].get(value) if value is not None else None
        values[field.name] = value
    return values
