"""Two plans side by side, or one plan with its own past: field by field and grid row by grid row, differences first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from data.database import Database, Row
from data.records import BELONGING, OUTLINE, PLAN, Field, Record
from services.activity import EARLIEST, LATEST
from services.actors import Actor, Permission
from services.errors import FieldProblem, Invalid
from services.language import translate as _
from services.plan_fields import plan_custom_fields
from services.settings import midnight, read_settings
from services.snapshots import Snapshot, take_snapshot

CHANGED, ONLY_LEFT, ONLY_RIGHT, SAME = "changed", "only_left", "only_right", "same"


@dataclass(frozen=True)
class FieldPair:
    """One field on both sides, in stored form."""

    field: Field
    left: Any
    right: Any

    @property
    def state(self) -> str:
        return CHANGED if self.left != self.right else SAME


@dataclass(frozen=True)
class RowPair:
    """A row found on both sides by its id or its title, or on one side only (the other is None)."""

    left: Row | None
    right: Row | None
    differing: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        if self.left is None or self.right is None:
            return ONLY_RIGHT if self.left is None else ONLY_LEFT
        return CHANGED if self.differing else SAME


@dataclass(frozen=True)
class SheetComparison:
    record: Record
    pairs: tuple[RowPair, ...]

    @property
    def differences(self) -> int:
        return sum(1 for pair in self.pairs if pair.state != SAME)


@dataclass(frozen=True)
class Comparison:
    """Everything compared; within fields and within each sheet what differs stands first, otherwise in the order of the plan."""

    left: Snapshot
    right: Snapshot
    fields: tuple[FieldPair, ...]
    sheets: tuple[SheetComparison, ...]

    @property
    def differences(self) -> int:
        return sum(1 for pair in self.fields if pair.state != SAME) + sum(sheet.differences for sheet in self.sheets)


def compare_plans(db: Database, actor: Actor, left_id: int, right_id: int | None = None, *, day: date | None = None) -> Comparison:
    """Compare two plans, the left one as it was at the end of `day` where one is given; without a right one, the left plan with itself now.

    Raises Invalid without either and for a day the log knows nothing of; NotFound; NotAllowed.
    """
    actor.require(Permission.VIEW)
    if right_id is None and day is None:
        raise Invalid([FieldProblem("with", _("Choose two plans, or one plan and a day of its past."))])
    if day is not None and not EARLIEST <= day.year < LATEST:
        raise Invalid([FieldProblem("at", _("Choose a day of the years {first} to {last}.", first=EARLIEST, last=LATEST - 1), value=day)])
    # The last moment of the day where the installation is.
    moment = midnight(read_settings(db), day + timedelta(days=1)) - timedelta(microseconds=1) if day else None
    left = take_snapshot(db, actor, left_id, as_of=moment)
    return compare(left, take_snapshot(db, actor, right_id or left_id), plan_custom_fields(db))


def compare(left: Snapshot, right: Snapshot, custom_fields: tuple[Field, ...] = ()) -> Comparison:
    """Compare two snapshots. Rows of one plan pair by id; rows of two plans by their title, in order where a title repeats."""
    fields = [FieldPair(each, left.plan.get(each.name), right.plan.get(each.name)) for each in (*PLAN.editable, *custom_fields)]
    sheets = [SheetComparison(each, _pair_rows(each, left, right)) for each in BELONGING]
    return Comparison(
        left,
        right,
        tuple(sorted(fields, key=lambda pair: pair.state == SAME)),
        tuple(sorted((sheet for sheet in sheets if sheet.pairs), key=lambda sheet: not sheet.differences)),
    )


def named(declared: Field, row: Row, snapshot: Snapshot) -> Any:
    """The value of a field; an objective or item by its name, since its id is of its own plan."""
    value = row[declared.name]
    if declared.refers_to not in OUTLINE or value is None:
        return value
    return snapshot.rows.get(declared.refers_to, {}).get(value, {}).get("name")


def _pair_rows(record: Record, left: Snapshot, right: Snapshot) -> tuple[RowPair, ...]:
    is_same_plan = left.plan["id"] == right.plan["id"]
    links = [] if is_same_plan else [each for each in record.fields if each.refers_to in OUTLINE]

    def value(declared: Field, row: Row, snapshot: Snapshot) -> Any:
        return _folded(named(declared, row, snapshot)) if declared in links else row[declared.name]

    def title(row: Row, _snapshot: Snapshot) -> Any:
        return row["id"] if is_same_plan else _folded(row.get(record.title))

    def place(row: Row, snapshot: Snapshot) -> Any:
        return title(row, snapshot), *(value(each, row, snapshot) for each in links)

    mine, theirs = left.ordered(record), right.ordered(record)
    found: dict[int, Row] = {}
    # What stands under the same objective pairs before what was moved to another.
    for key in (place, title):
        taken = {other["id"] for other in found.values()}
        waiting: dict[Any, list[Row]] = defaultdict(list)
        for row in reversed(theirs):
            if row["id"] not in taken:
                waiting[key(row, right)].append(row)
        found |= {row["id"]: same.pop() for row in mine if row["id"] not in found and (same := waiting[key(row, left)])}
    taken = {other["id"] for other in found.values()}
    pairs = []
    for row in mine:
        other = found.get(row["id"])
        differing = [each.name for each in record.fields if other and value(each, row, left) != value(each, other, right)]
        pairs.append(RowPair(row, other, tuple(differing)))
    pairs += [RowPair(None, row) for row in theirs if row["id"] not in taken]
    return tuple(sorted(pairs, key=lambda pair: pair.state == SAME))


def _folded(text: Any) -> Any:
    return text.strip().casefold() if isinstance(text, str) else text
