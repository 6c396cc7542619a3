"""The spreadsheet of one sheet, of a plan, a template or a client: it fetches its rows, saves what is typed, and tells the page when something was saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from st_aggrid import JsCode

from components.ag_grid import ag_grid
from components.session import current_actor, database
from data.records import CONTACT, GRIDS_OF, PLAN, TEMPLATE_GRIDS, Record
from services.actors import Permission
from services.language import plural_forms
from services.language import translate as _
from services.settings import read_settings, today

FILL_HEIGHT = 520
_OPTIONS = {
    "getRowId": JsCode("function(params) { return params.data.rowId; }"),
    "readOnlyEdit": True,
    "rowDragManaged": True,
    "suppressMoveWhenRowDragging": True,
    "suppressMovableColumns": True,
    "stopEditingWhenCellsLoseFocus": True,
    "suppressHeaderFocus": True,
    "animateRows": False,
    "rowHeight": 32,
    "headerHeight": 34,
    "tooltipShowDelay": 400,
    "tooltipHideDelay": 60000,
    "suppressNoRowsOverlay": True,
    "suppressDragLeaveHidesColumns": True,
    "loadThemeGoogleFonts": False,
    "defaultColDef": {"sortable": False, "resizable": True, "suppressHeaderMenuButton": True},
}


@dataclass(frozen=True)
class SheetSource:
    """Where a sheet's rows are read and saved (paths below `/api/v1`), where others' changes are told, where steps are undone.

    Without a `feed` nobody else can change it. Rows of an unordered sheet cannot be moved.
    """

    record: Record
    path: str
    feed: str = ""
    undo: str = "/change-sets"
    is_ordered: bool = True


def sheet_grid(plan_id: int, sheet_name: str, *, key: str, read_only: bool = False, height: int | None = None) -> bool:
    """Mount the grid of a plan's sheet, as `mount_sheet` does."""
    record = GRIDS_OF[PLAN.name][sheet_name]
    source = SheetSource(
        record,
        f"/plans/{plan_id}/sheets/{record.name}",
        f"/changes?plan={plan_id}&record={record.name}",
        is_ordered=not record.newest_first,
    )
    return mount_sheet(source, key=f"{key}.{plan_id}.{record.name}", read_only=read_only, height=height)


def template_grid(template_id: int, sheet_name: str, *, key: str, read_only: bool = False, height: int | None = None) -> bool:
    """Mount the grid of a template's sheet, as `mount_sheet` does."""
    record = TEMPLATE_GRIDS[sheet_name]
    source = SheetSource(record, f"/templates/{template_id}/sheets/{sheet_name}", f"/changes?record={record.name}")
    return mount_sheet(source, key=f"{key}.{template_id}.{sheet_name}", read_only=read_only, height=height)


def contact_grid(client_id: int, *, key: str, height: int | None = None) -> bool:
    """Mount the grid of a client's contacts, as `mount_sheet` does."""
    source = SheetSource(CONTACT, f"/clients/{client_id}/sheets/contact", "/changes?record=contact", is_ordered=False)
    return mount_sheet(source, key=f"{key}.{client_id}", height=height)


def mount_sheet(source: SheetSource, *, key: str, read_only: bool = False, height: int | None = None) -> bool:
    """Mount the grid of a sheet; returns whether it has saved something since it was mounted.

    Without `height` (pixels) it fills what is left of the window. The fragment it stands in reruns, at most twice a second, after it
    has saved something. A person without the permission to edit gets it read-only whatever `read_only` says.
    """
    actor = current_actor()
    config = {
        "path": source.path,
        "feed": source.feed,
        "undo": source.undo,
        "is_ordered": source.is_ordered,
        "sheet": source.record.name,
        "today": today(read_settings(database())).isoformat(),
        "label": _(source.record.label_plural),
        "staff_id": actor.staff_id,
        "language": actor.language,
        "read_only": read_only or not actor.may(Permission.EDIT),
        "height": height,
        "texts": _texts(source.record),
    }
    saved = ag_grid("sheet/sheet.js", config, key=key, height=height or FILL_HEIGHT, options=_OPTIONS)
    return bool(saved)


def _texts(record: Record) -> dict[str, Any]:
    """Everything the grid says, in the person's language; `{name}` places are filled by the grid."""
    return {
        "saved": _("Saved"),
        "saving": _("Saving"),
        "savingMany": _("Saving, {count} cells left"),
        "notSaved": _("{count} not saved"),
        "readOnly": _("Read only"),
        "noConnection": _("no connection, next try in {seconds} s"),
        "signedOut": _("you are signed out. Sign in again in another tab, then try again"),
        "notLoaded": _("The sheet could not be reached."),
        "tryAgain": _("Try again"),
        "rows": _("Rows: {count}"),
        "sum": _("Sum: {sum}"),
        "overdue": _("overdue"),
        "group": _("Put the tasks of each objective together (Ctrl+G)"),
        **(_fold_texts() if "item_id" in record.by_name else {}),
        "yes": _("Yes"),
        "no": _("No"),
        "rowNumber": _("Row number; drag to move the row"),
        "newRowSign": "*",
        "total": _("Total"),
        "dateExample": _("2026-03-31"),
        "pickDate": _("Pick a date"),
        "undo": _("Undo (Ctrl+Z)"),
        "redo": _("Redo (Ctrl+Y)"),
        "insertRow": _("Insert a row (Ctrl++)"),
        "deleteRow": _("Delete the selected rows (Ctrl+-)"),
        "nothingToUndo": _("There is nothing to undo."),
        "nothingToRedo": _("There is nothing to redo."),
        "keptSince": _("Changed since and therefore left as it is: {count}"),
        "columnsLeftOut": _("Columns that did not fit and were left out: {count}"),
        "rowDeleted": _("Somebody deleted this row meanwhile. Write in it to keep it, or delete it."),
        "rowKept": _("{name} changed this row meanwhile, so it was not deleted."),
        "somebody": _("Somebody"),
        "emptyValue": _("(empty)"),
        "conflictHere": _("Somebody else changed this cell meanwhile. Press Enter to choose a value."),
        "conflictTitle": _("{column}, row {row}"),
        "conflictText": _("{name} changed this cell while you did. Which value should stay?"),
        "keepMine": _("Yours"),
        "keepTheirs": _("{name}"),
        "keys": _("Keys"),
        "close": _("Close"),
        "help": [*_help(), *(_task_help() if "objective_id" in record.by_name else [])],
    }


def _help() -> list[tuple[str, str]]:
    return [
        (_("Enter, Tab"), _("Move down, move right; with Shift up and left")),
        (_("F2, double click"), _("Edit the cell; typing replaces it")),
        (_("Shift+Enter"), _("Line break while editing text")),
        (_("Escape"), _("Cancel editing")),
        (_("Shift+arrows"), _("Select a block")),
        ("Ctrl+C, Ctrl+X, Ctrl+V", _("Copy, cut, paste blocks, also from and to Excel")),
        ("Ctrl+D", _("Fill down")),
        (_("Delete"), _("Clear the selected cells")),
        ("Ctrl+Z, Ctrl+Y", _("Undo, redo")),
        ("Ctrl++, Ctrl+-", _("Insert, delete rows")),
        (_("Alt+Up, Alt+Down"), _("Move rows")),
        (_("Escape, then Tab"), _("Leave the grid")),
        ("F1", _("This list")),
    ]


def _task_help() -> list[tuple[str, str]]:
    return [
        ("Alt+←, Alt+→", _("Fold and unfold the item, or the objective")),
        (_("Alt+Shift+←, Alt+Shift+→"), _("Fold all objectives, unfold everything")),
        ("Ctrl+G", _("Put the tasks of each objective together")),
    ]


def _fold_texts() -> dict[str, Any]:
    return {
        "fold": _("Fold {name}"),
        "unfold": _("Unfold {name}"),
        "foldAll": _("Fold all objectives (Alt+Shift+←)"),
        "unfoldAll": _("Unfold everything (Alt+Shift+→)"),
        "folded": _("Folded: {count}"),
        "tasks": plural_forms("{count} task", "{count} tasks"),
        "overdueMany": plural_forms("{count} overdue", "{count} overdue"),
        "completeMany": plural_forms("{count} complete", "{count} complete"),
        "noGroup": _("This task is under no objective."),
        "foldedRow": _("These tasks are folded. Press Alt+→ to unfold them."),
        "foldedLeft": plural_forms("{count} folded task was passed over.", "{count} folded tasks were passed over."),
    }
