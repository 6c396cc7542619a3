"""What the activity log holds, in words: labels, shown values, and the names of what they refer to."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from data import activity_log as log_rows
from data import references as reference_rows
from data.database import Cursor, Database, Row
from data.records import PLAN, RECORDS, SETTING, Field, Kind, Record
from services.language import translate as _
from services.logged_rows import column_field
from services.plan_fields import stored_plan_record
from services.settings import local_time, read_settings, setting_label, setting_words
from services.values import from_text, show

LONGEST_SHOWN = 240
KINDS = ("create", "remove", "delete", "restore", "purge", "password")


@dataclass(frozen=True)
class EntryShown:
    """One line of the log as a person reads it.

    `kind` is update, move, create, remove, delete, restore, purge or password. `what` names the row a value belongs to, `label` the field.
    `old` and `new` are short forms; `is_cut` says that the full ones hold more. `plan` is the subject of the plan it belongs to.
    """

    id: int
    kind: str
    record: str
    record_id: int
    what: str
    label: str = ""
    old: str = ""
    new: str = ""
    is_cut: bool = False
    plan_id: int | None = None
    plan: str = ""


class LoggedValues:
    """Turns stored values into what a person reads, with the names of the records they refer to."""

    def __init__(self, db: Database, cursor: Cursor, language: str) -> None:
        self.db, self.cursor, self.language = db, cursor, language
        self.names: dict[str, dict[int, str]] = defaultdict(dict)

    def record(self, name: str) -> Record:
        return stored_plan_record(self.db) if name == PLAN.name else RECORDS[name]

    def entries(self, found: Iterable[Row]) -> dict[int, list[EntryShown]]:
        """Entries by change set."""
        rows = list(found)
        for row in rows:
            row["is_cut"] = any((row[f"{side}_length"] or 0) > LONGEST_SHOWN for side in ("old", "new"))
        declared = {row["id"]: column_field(self.record(row["record"]), row["field"]) for row in rows if row["field"]}
        self.load_names([(declared[row["id"]], row[side]) for row in rows if row["field"] for side in ("old_value", "new_value")])
        titles = self._titles(rows)
        plans = reference_rows.select_names(self.cursor, PLAN.name, sorted({row["plan_id"] for row in rows if row["plan_id"]}))
        by_set: dict[int, list[EntryShown]] = defaultdict(list)
        for row in rows:
            entry = self._entry(row, declared.get(row["id"]), titles)
            by_set[row["change_set_id"]].append(replace(entry, plan_id=row["plan_id"], plan=plans.get(row["plan_id"]) or ""))
        return by_set

    def _entry(self, row: Row, declared: Field | None, titles: dict[tuple[str, int], str]) -> EntryShown:
        record = self.record(row["record"])
        kind = "move" if row["field"] == "position" else row["action"] if row["action"] in KINDS else "update"
        title = titles.get((record.name, row["record_id"]), "")
        is_setting = record is SETTING
        titled = setting_label(title) if is_setting else title
        what = _("{name}: {values}", name=_(record.label), values=titled) if title else _(record.label)
        shown = EntryShown(row["id"], kind, record.name, row["record_id"], what)
        if kind != "update" or declared is None:
            return replace(shown, is_cut=kind in ("create", "remove"))
        label = declared.label if declared.own_label else _(declared.label)
        return replace(
            shown,
            label=label,
            old=setting_words(title, row["old_value"]) if is_setting else self.value(declared, row["old_value"]),
            new=setting_words(title, row["new_value"]) if is_setting else self.value(declared, row["new_value"]),
            is_cut=row["is_cut"],
        )

    def _titles(self, rows: Sequence[Row]) -> dict[tuple[str, int], str]:
        """What the rows of these entries are called: as logged where they were added or deleted, else as they stand now."""
        wanted: dict[str, set[int]] = defaultdict(set)
        for row in rows:
            wanted[row["record"]].add(row["record_id"])
        stored: dict[tuple[str, int], Any] = {}
        for name, ids in wanted.items():
            if name != PLAN.name:
                stored |= {(name, row_id): value for row_id, value in log_rows.select_titles(self.cursor, name, sorted(ids)).items()}
        for row in rows:
            if row["record"] != PLAN.name and row["title"] is not None:
                declared = column_field(RECORDS[row["record"]], RECORDS[row["record"]].title)
                stored.setdefault((row["record"], row["record_id"]), _read(declared, row["title"]))
        fields = {name: column_field(RECORDS[name], RECORDS[name].title) for name in wanted}
        self.load_names([(fields[name], value) for (name, _id), value in stored.items()])
        return {key: self._show(fields[key[0]], value)[:80] for key, value in stored.items()}

    def row(self, record: Record, stored: str) -> list[tuple[str, str]]:
        """Label and value of every field that is set in a logged row, or the one text that a purge left."""
        values = json.loads(stored)
        fields = [each for each in record.fields if values.get(each.name) is not None]
        self.load_names([(each, values[each.name]) for each in fields])
        return [(each.label if each.own_label else _(each.label), self.value(each, values[each.name])) for each in fields]

    def load_names(self, pairs: Iterable[tuple[Field, Any]]) -> None:
        """Read the names of everything these values refer to, one query a record type."""
        ids: dict[str, set[int]] = defaultdict(set)
        for declared, value in pairs:
            if declared.refers_to and value is not None:
                ids[declared.refers_to] |= set(_ids(declared, value))
        for record, wanted in ids.items():
            if missing := wanted - set(self.names[record]):
                self.names[record] |= reference_rows.select_names(self.cursor, record, sorted(missing))

    def value(self, declared: Field, text: str | None) -> str:
        """The words for a logged value."""
        return self._show(declared, _read(declared, text))

    def _show(self, declared: Field, value: Any) -> str:
        if value is None:
            return ""
        if declared.refers_to:
            return ", ".join(self.names[declared.refers_to].get(each) or f"#{each}" for each in _ids(declared, value))
        try:
            if declared.kind is Kind.TIME:
                value = local_time(read_settings(self.db), value)
            return show(declared, value, self.language)
        except (ValueError, ArithmeticError, AttributeError, TypeError):
            # Logged when the field was of another type, or cut within a list.
            return str(value)


def _read(declared: Field, text: Any) -> Any:
    try:
        return from_text(declared, text)
    except (ValueError, ArithmeticError):
        return text


def _ids(declared: Field, value: Any) -> list[int]:
    try:
        found = json.loads(value) if declared.kind is Kind.REFERENCES else [int(value)]
        return [int(each) for each in found]
    except (ValueError, TypeError):
        return []
