"""Two plans side by side, or one plan with its own past: field by field and grid row by grid row, differences first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from data.database import Row
from data.records import BELONGING, PLAN, Field, Record
from services.snapshots import Snapshot


@dataclass(frozen=True)
class FieldPair:
    """One field on both sides, in stored form."""

    field: Field
    left: Any
    right: Any

    @property
    def differs(self) -> bool:
        return bool(self.left != self.right)


@dataclass(frozen=True)
class RowPair:
    """A row found on both sides by its id or its title, or on one side only (the other is None)."""

    left: Row | None
    right: Row | None
    differing: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        return self.left is None or self.right is None or bool(self.differing)


@dataclass(frozen=True)
class SheetComparison:
    record: Record
    pairs: tuple[RowPair, ...]

    @property
    def differences(self) -> int:
        return sum(1 for pair in self.pairs if pair.differs)


@dataclass(frozen=True)
class Comparison:
    """Everything compared; within fields and within each sheet what differs stands first, otherwise in the order of the plan."""

    fields: tuple[FieldPair, ...]
    sheets: tuple[SheetComparison, ...]

    @property
    def differences(self) -> int:
        return sum(1 for pair in self.fields if pair.differs) + sum(sheet.differences for sheet in self.sheets)


def compare(left: Snapshot, right: Snapshot, custom_fields: tuple[Field, ...] = ()) -> Comparison:
    """Compare two snapshots. Rows of one plan pair by id; rows of two plans by their title, in order where a title repeats."""
    is_same_plan = left.plan["id"] == right.plan["id"]
    fields = [FieldPair(each, left.plan.get(each.name), right.plan.get(each.name)) for each in (*PLAN.editable, *custom_fields)]
    sheets = [SheetComparison(each, _pair_rows(each, left, right, is_same_plan)) for each in BELONGING]
    return Comparison(
        tuple(sorted(fields, key=lambda pair: not pair.differs)),
        tuple(sorted((sheet for sheet in sheets if sheet.pairs), key=lambda sheet: not sheet.differences)),
    )


def _pair_rows(record: Record, left: Snapshot, right: Snapshot, is_same_plan: bool) -> tuple[RowPair, ...]:
    waiting: dict[Any, list[Row]] = defaultdict(list)
    for row in right.ordered(record):
        waiting[_key(record, row, is_same_plan)].append(row)
    pairs = []
    for row in left.ordered(record):
        same = waiting[_key(record, row, is_same_plan)]
        other = same.pop(0) if same else None
        pairs.append(RowPair(row, other, _differing(record, row, other) if other else ()))
    pairs += [
        RowPair(None, row)
        for row in sorted((row for rows in waiting.values() for row in rows), key=lambda row: (row["position"], row["id"]))
    ]
    return tuple(sorted(pairs, key=lambda pair: not pair.differs))


def _key(record: Record, row: Row, is_same_plan: bool) -> Any:
    if is_same_plan:
        return row["id"]
    title = row.get(record.title)
    return title.strip().casefold() if isinstance(title, str) else title


def _differing(record: Record, left: Row, right: Row) -> tuple[str, ...]:
    # Which objective or item a row hangs on is an id of its own plan: two plans never share it.
    own_links = {"objective_id", "item_id"} if left["plan_id"] != right["plan_id"] else set()
    return tuple(each.name for each in record.fields if each.name not in own_links and left[each.name] != right[each.name])
