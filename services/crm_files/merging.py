"""What is wanted beside what is stored: what to create, what to update, and what a person changed, which stays.

An import remembers nothing of its own: the activity log says what earlier imports wrote. A value that still is what an import
wrote follows the files; one that somebody changed since stays. What somebody deleted does not come back. An import that was
undone counts as if it had never been.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from data import crm_imports as crm_rows
from data.database import Cursor, Row
from data.records import CLIENT, PLAN, SHEETS, STAFF, Record
from services.changes import Edit
from services.crm_files.references import bare
from services.crm_files.wanted import Ref, Wanted
from services.logged_rows import column_field
from services.values import from_text, to_text

RECORDS: dict[str, Record] = {each.name: each for each in (CLIENT, STAFF, PLAN, *(SHEETS[name] for name in SHEETS))}
GONE = -1
"""In place of an id: somebody deleted this, so it and what belongs to it stays away."""


@dataclass
class Counts:
    """How many records of one kind are created, updated, unchanged; hold a value a person changed; or were deleted by one."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    gone: int = 0


@dataclass
class Merge:
    """What an import is going to do. `ids` knows every wanted record that exists; those to be created get theirs when written."""

    ids: dict[tuple[str, Any], int] = field(default_factory=dict)
    create: dict[str, list[Wanted]] = field(default_factory=lambda: defaultdict(list))
    update: dict[str, dict[int, dict[str, Edit]]] = field(default_factory=lambda: defaultdict(dict))
    counts: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    positions: dict[tuple[str, int], float] = field(default_factory=dict)

    @property
    def writes(self) -> int:
        return sum(map(len, self.create.values())) + sum(map(len, self.update.values()))


@dataclass
class _Written:
    """What imports wrote: ids by natural key, and the last value of each field by record and id."""

    ids: dict[tuple[str, Hashable], int] = field(default_factory=dict)
    values: dict[tuple[str, int], dict[str, str | None]] = field(default_factory=dict)


def natural_keys(record: str, values: Row) -> list[Hashable]:
    """By what a record is recognised, the surest first; values are in stored form."""
    if record == CLIENT.name:
        ids = [("id", str(values["external_id"]).casefold())] if values.get("external_id") else []
        return [*ids, ("name", bare(values["name"] or ""))]
    if record == STAFF.name:
        return [("email", (values.get("email") or "").casefold()), ("name", bare(values["name"] or ""))]
    if record == PLAN.name:
        return [(values["client_id"], values["period_type"], str(values["period_start"]))]
    own = {"financial": "year", "company_team": "staff_id"}.get(record, "service")
    value = values[own]
    return [(values["plan_id"], value.casefold() if isinstance(value, str) and own == "service" else str(value))]


def merge(cursor: Cursor, wanted: Iterable[Wanted]) -> Merge:
    """Compare everything wanted with what is stored. Reads only."""
    made = Merge()
    written = _read_written(cursor)
    groups: dict[str, list[Wanted]] = defaultdict(list)
    for each in wanted:
        groups[each.record].append(each)
    for record, group in groups.items():
        stored = _read_stored(cursor, record, group, made)
        by_id = {row["id"]: row for row in stored}
        by_key: dict[Hashable, int] = {}
        for row in stored:
            if row["deleted_at"] is None:
                for key in natural_keys(record, row):
                    by_key.setdefault(key, row["id"])
            if record in SHEETS:
                place = (record, row["plan_id"])
                made.positions[place] = max(made.positions.get(place, 0.0), row["position"])
        for each in group:
            _merge_one(made, each, by_id, by_key, written)
    return made


def _read_written(cursor: Cursor) -> _Written:
    written = _Written()
    for entry in crm_rows.select_written(cursor):
        record, row_id = entry["record"], entry["record_id"]
        if record not in RECORDS:
            continue
        if entry["action"] == "create":
            values = json.loads(entry["new_value"])
            written.values[record, row_id] = values
            for key in _written_keys(record, values):
                written.ids.setdefault((record, key), row_id)
        else:
            written.values.setdefault((record, row_id), {})[entry["field"]] = entry["new_value"]
    return written


def _written_keys(record: str, values: dict[str, str | None]) -> list[Hashable]:
    declared = RECORDS[record]
    return natural_keys(record, {name: from_text(column_field(declared, name), text) for name, text in values.items()})


def _read_stored(cursor: Cursor, record: str, group: list[Wanted], made: Merge) -> list[Row]:
    if record == CLIENT.name:
        return crm_rows.select_clients(cursor)
    if record == STAFF.name:
        return crm_rows.select_staff(cursor)
    if record == PLAN.name:
        clients = [made.ids[CLIENT.name, each.key[0]] for each in group if (CLIENT.name, each.key[0]) in made.ids]
        return crm_rows.select_plans(cursor, sorted(set(clients)), sorted({each.key[1] for each in group}))
    plans = {made.ids[PLAN.name, each.key[0]] for each in group if (PLAN.name, each.key[0]) in made.ids}
    return crm_rows.select_sheet(cursor, SHEETS[record], sorted(plans - {GONE}))


def _resolved(made: Merge, value: Any) -> Any:
    """A value with the id of what it refers to; the Ref itself where that does not exist yet."""
    return made.ids.get((value.record, value.key), value) if isinstance(value, Ref) else value


def _merge_one(made: Merge, wanted: Wanted, by_id: dict[int, Row], by_key: dict[Hashable, int], written: _Written) -> None:
    counts = made.counts[wanted.record]
    parents = [wanted.parent, wanted.first.get("client_id")]
    owner = [_resolved(made, each) for each in parents if each is not None]
    if GONE in owner:
        made.ids[wanted.record, wanted.key] = GONE
        counts.gone += 1
        return
    values = {name: _resolved(made, value) for name, value in {**wanted.first, **wanted.values}.items()}
    if wanted.parent is not None:
        values["plan_id"] = owner[0]
    row_id = None
    if not any(isinstance(each, Ref) for each in owner):
        for key in natural_keys(wanted.record, values):
            row_id = written.ids.get((wanted.record, key), by_key.get(key))
            if row_id is not None:
                break
    if row_id is None:
        made.create[wanted.record].append(wanted)
        counts.created += 1
        return
    row = by_id.get(row_id)
    if row is None or row["deleted_at"] is not None:
        made.ids[wanted.record, wanted.key] = GONE
        counts.gone += 1
        return
    made.ids[wanted.record, wanted.key] = row_id
    _merge_values(made, wanted, row, written.values.get((wanted.record, row_id)))


def _merge_values(made: Merge, wanted: Wanted, row: Row, written: dict[str, str | None] | None) -> None:
    """Fields that follow the files: empty ones of a record made by a person, and those nobody changed since the last import."""
    counts = made.counts[wanted.record]
    edits: dict[str, Edit] = {}
    is_kept = False
    for name, value in wanted.values.items():
        value = _resolved(made, value)
        if value is None or value == GONE or row[name] == value:
            continue
        last = (written or {}).get(name)
        if (row[name] in (None, "") and last is None) or (last is not None and to_text(row[name]) == last):
            edits[name] = Edit(value, row[name])
        else:
            is_kept = True
    counts.kept += is_kept
    if edits:
        made.update[wanted.record][row["id"]] = edits
        counts.updated += 1
    else:
        counts.unchanged += 1
