"""Objectives and items of the task grid, named in its cells: a name that is new makes one, a name no task carries any more goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from data import outline as outline_rows
from data import rows as record_rows
from data.database import Database, Row
from data.records import ITEM, OBJECTIVE, RECORDS, TASK, Record
from services.actors import Actor, Permission
from services.changes import Changes
from services.language import translate as _
from services.plain_text import clean_text
from services.sheet_cells import CellError
from services.sheet_edits import Applied, CellEdit, SheetEdits
from services.values import BadValue

COLUMNS = ("item_id", "objective_id")
LONGEST_NAME = OBJECTIVE.by_name["name"].max_length or 0


def above(tasks: Record, column: str) -> Record:
    """The record of the objectives or items that these tasks name in this column."""
    return RECORDS[tasks.by_name[column].refers_to]


@dataclass
class _Outline:
    """The objectives and items of a plan or template by name, in any letter case; asked for a new name, it makes one.

    `tasks` is the record of the tasks under them.
    """

    changes: Changes
    tasks: Record
    owner_id: int
    objectives: dict[str, int] = field(default_factory=dict)
    items: dict[tuple[int, str], int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    owners: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, changes: Changes, tasks: Record, owner_id: int) -> _Outline:
        outline = cls(changes, tasks, owner_id)
        for row in record_rows.select_children(changes.cursor, above(tasks, "objective_id"), owner_id):
            outline.objectives.setdefault(row["name"].strip().casefold(), row["id"])
        for row in record_rows.select_children(changes.cursor, above(tasks, "item_id"), owner_id):
            outline._know(row)
        return outline

    def _make(self, column: str, place: int, **values: Any) -> Row:
        record = above(self.tasks, column)
        return self.changes.create(record, [{record.parent_column: self.owner_id, "position": float(place), **values}])[0]

    def _know(self, item: Row) -> None:
        self.items.setdefault((item["objective_id"], item["name"].strip().casefold()), item["id"])
        self.names[item["id"]] = item["name"]
        self.owners[item["id"]] = item["objective_id"]

    def objective(self, given: Any) -> int | None:
        """The objective that a cell names by its words or its id. Raises BadValue."""
        if _is_empty(given):
            return None
        if isinstance(given, int) and not isinstance(given, bool):
            if given in self.objectives.values():
                return given
            raise BadValue(_("There is no such objective here. Enter its name."))
        name = _name(given)
        if name.casefold() not in self.objectives:
            self.objectives[name.casefold()] = self._make("objective_id", len(self.objectives) + 1, name=name)["id"]
        return self.objectives[name.casefold()]

    def item(self, given: Any, objective_id: int | None) -> int | None:
        """The item of this objective that a cell names by its words or its id. Raises BadValue."""
        if _is_empty(given):
            return None
        if objective_id is None:
            raise BadValue(_("Name the objective of this item first."))
        if isinstance(given, int) and not isinstance(given, bool):
            if given not in self.owners:
                raise BadValue(_("There is no such item here. Enter its name."))
            if self.owners[given] == objective_id:
                return given
            given = self.names[given]
        name = _name(given)
        key = (objective_id, name.casefold())
        if key not in self.items:
            self._know(self._make("item_id", len(self.items) + 1, objective_id=objective_id, name=name))
        return self.items[key]


def objective_names(db: Database, actor: Actor, plan_id: int) -> list[str]:
    """What the objectives of a plan are called, in order."""
    actor.require(Permission.VIEW)
    with db.read() as cursor:
        return [row["name"] for row in record_rows.select_children(cursor, OBJECTIVE, plan_id)]


def _is_empty(given: Any) -> bool:
    return given is None or (isinstance(given, str) and not given.strip())


def _name(given: Any) -> str:
    if not isinstance(given, str):
        raise BadValue(_("Enter text."))
    name = " ".join(clean_text(given).split())
    if len(name) > LONGEST_NAME:
        raise BadValue(_("Shorten this to {longest} characters; it has {length}.", longest=LONGEST_NAME, length=len(name)))
    return name


def place_in_outline(
    changes: Changes, tasks: Record, owner_id: int, stored: Mapping[int, Row], edits: SheetEdits, done: Applied
) -> SheetEdits:
    """The edits with objectives and items as ids; cells that name none become errors and are left out."""
    if not names_outline(edits):
        return edits
    outline = _Outline.of(changes, tasks, owner_id)
    changed = {}
    for row_id, edit in edits.changed.items():
        given = {name: cell.to for name, cell in edit.cells.items()}
        row = stored.get(row_id)
        placed = _place(outline, row_id, given, row, done) if row else given
        cells = {
            name: CellEdit(value, edit.cells[name].started_from) if name in edit.cells else CellEdit(value)
            for name, value in placed.items()
        }
        changed[row_id] = replace(edit, cells=cells)
    added = [replace(new, values=_place(outline, new.key, new.values, None, done)) for new in edits.added]
    return replace(edits, changed=changed, added=added)


def _place(outline: _Outline, row_key: int | str, given: Mapping[str, Any], row: Row | None, done: Applied) -> dict[str, Any]:
    placed = dict(given)
    objective_id = row["objective_id"] if row else None
    if "objective_id" in placed:
        try:
            objective_id = placed["objective_id"] = outline.objective(placed["objective_id"])
        except BadValue as error:
            done.errors.append(CellError(row_key, "objective_id", error.message, placed.pop("objective_id")))
    item = placed.get("item_id", row["item_id"] if row else None)
    # An item goes along when its task moves to another objective.
    if "item_id" in placed or (item is not None and "objective_id" in placed):
        try:
            placed["item_id"] = outline.item(item, objective_id) if objective_id is not None or "item_id" in given else None
        except BadValue as error:
            done.errors.append(CellError(row_key, "item_id", error.message, placed.pop("item_id", None)))
    return placed


def names_outline(edits: SheetEdits) -> bool:
    """Whether any cell of these edits is an objective or item of a task."""
    given = (*(edit.cells for edit in edits.changed.values()), *(new.values for new in edits.added))
    return any(name in cells for cells in given for name in COLUMNS)


def drop_unused(changes: Changes, tasks: Record, owner_id: int) -> None:
    """Remove items and objectives that no task is under any more."""
    for column in COLUMNS:
        record = above(tasks, column)
        if unused := outline_rows.select_unused(changes.cursor, record, owner_id):
            changes.delete(record, unused)


def keep_named(wanted: Mapping[int | str, dict[str, Any]], edits: SheetEdits, done: Applied) -> None:
    """An objective that is made or renamed for itself stays without tasks; a new one without a name gets one."""
    for new in edits.added:
        wanted[new.key]["name"] = wanted[new.key].get("name") or _("New objective")
    for row_id, values in wanted.items():
        if "name" in values and not values["name"]:
            done.errors.append(CellError(row_id, "name", _("Enter a name."), values.pop("name")))
        elif "name" in values:
            values["is_kept"] = True


def release_tasks(changes: Changes, objective_ids: Sequence[int]) -> None:
    """Before these objectives of a plan go: their tasks stay, under no objective, and their items go with them."""
    if tasks := outline_rows.select_below(changes.cursor, TASK, objective_ids):
        changes.update_all(TASK, tasks, {"objective_id": None, "item_id": None})
    if items := outline_rows.select_below(changes.cursor, ITEM, objective_ids):
        changes.delete(ITEM, items)
