"""Bringing a plan's workbook back: everything it says is written as one change set, or, as a dry run, written and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from data.database import Database, Row
from data.records import PLAN, TASK, Kind, Record
from services.actors import Actor, Permission, Source
from services.changes import Changes, Edit, change_set
from services.errors import Refused
from services.imports.report import ValueChange
from services.jobs import Progress
from services.language import translate as _
from services.plan_fields import plan_record
from services.plans import change_plan
from services.sheet_edits import CellEdit, NewRow, RowEdit, SheetEdits
from services.sheets import apply_edits
from services.workbooks.cells import Words, shown
from services.workbooks.comparison import Comparison, Key, SheetRows, Told
from services.workbooks.export import read_plan
from services.workbooks.layout import grid_records, label
from services.workbooks.order import moves, standing_after
from services.workbooks.reading import PlanFile
from services.workbooks.report import Options, Report, ReportRow, RowOutcome


class _Rehearsed(Exception):
    """Ends the transaction of a dry run, so that nothing of it stays."""


Stored = dict[Record, dict[int, Row]]


def import_workbook(
    db: Database,
    actor: Actor,
    plan_id: int,
    file: PlanFile,
    options: Options | None = None,
    *,
    dry_run: bool,
    progress: Progress | None = None,
) -> Report:
    """Write what a workbook says of its plan, as one change set; with `dry_run` only tell what that would do.

    What cannot be taken (a bad cell, one that somebody changed since) is told and does not hold up the rest.
    Raises NotAllowed, NotFound, Refused (the workbook of another plan, too many rows), Cancelled.
    """
    actor.require(Permission.EDIT)
    progress = progress or Progress()
    report = Report(notes=list(file.notes), is_dry_run=dry_run)
    try:
        with change_set(db, replace(actor, source=Source.IMPORT), "import") as changes:
            _Import(changes, actor, plan_id, file, options or Options(), report, plan_record(db)).run(progress)
            if dry_run:
                raise _Rehearsed
    except _Rehearsed:
        return report
    report.change_set_id = changes.id
    return report


@dataclass
class _Import:
    """One workbook while it is written. `lines` and `told` are by record name and row."""

    changes: Changes
    actor: Actor
    plan_id: int
    file: PlanFile
    options: Options
    report: Report
    plan_record: Record
    lines: dict[str, dict[int, int]] = field(default_factory=dict)
    moved: dict[str, set[int]] = field(default_factory=dict)

    def run(self, progress: Progress) -> None:
        plan, grids, words = read_plan(self.changes.cursor, self.plan_record, self.plan_id)
        origin = self.file.origin
        if (origin.plan_id, origin.born) != (self.plan_id, str(plan["created_at"])):
            raise Refused(_("This is the workbook of another plan. Open that plan to bring it in, or export the workbook of this one."))
        before = _by_id(self.plan_record, plan, grids)
        compared = []
        # Tasks name objectives, which may be renamed or new in the same file.
        for record in (self.plan_record, *sorted(grid_records(), key=lambda each: each is TASK)):
            progress.check()
            if (sheet := self.file.sheets.get(record.name)) is None:
                continue
            marks = origin.marks.get(record.name, {})
            rows = SheetRows.of(sheet, marks)
            stored = self._stored_now(record, before)
            known = self._words_now(words) if record is TASK else words
            each = Comparison(record, self.file, sheet, marks, stored, known, self.options, self.actor.language, rows)
            each.compare(self.changes.cursor, plan["client_id"])
            if record is self.plan_record:
                self._write_plan(each)
            else:
                self._write_grid(each)
            compared.append(each)
        plan, grids, words_now = read_plan(self.changes.cursor, self.plan_record, self.plan_id)
        self._tell(compared, before, _by_id(self.plan_record, plan, grids), words_now.and_those(words))

    def _stored_now(self, record: Record, before: Stored) -> dict[int, Row]:
        """The rows of a sheet; those of tasks once more, because objectives that were deleted have released them."""
        if record is not TASK:
            return before[record]
        return {row["id"]: row for row in read_plan(self.changes.cursor, self.plan_record, self.plan_id)[1][TASK]}

    def _words_now(self, before: Words) -> Words:
        return read_plan(self.changes.cursor, self.plan_record, self.plan_id)[2].and_those(before)

    def _write_plan(self, compared: Comparison) -> None:
        if values := compared.values.get(self.plan_id):
            change_plan(self.changes, self.actor, self.plan_id, {name: Edit(value) for name, value in values.items()})

    def _write_grid(self, compared: Comparison) -> None:
        record, rows = compared.record, compared.rows
        added = self._to_add(compared)
        after = standing_after(rows.order, added)
        new = [NewRow(key, compared.wire(key), after[key]) for key in added]
        changed = {
            row_id: RowEdit({name: CellEdit(value) for name, value in compared.wire(row_id).items()})
            for row_id in rows.known
            if row_id in compared.values
        }
        deleted: dict[int, int | None] = dict.fromkeys(self._to_delete(compared))
        moved = (
            []
            if record.newest_first
            else moves(list(compared.marks), [key for key in rows.order if isinstance(key, int)], list(compared.stored))
        )
        edits = SheetEdits(changed, new, deleted, moved)
        if not (changed or new or deleted or moved):
            return
        done = apply_edits(self.changes, self.actor, self.plan_id, record, edits)
        for error in done.errors:
            compared.tell(error.row, RowOutcome.REFUSED, error.reason, record.by_name.get(error.field or ""))
        self.lines[record.name] = {row_id: rows.lines[key] for key, row_id in done.keys.items()}
        self.moved[record.name] = {move.id for move in moved}

    def _to_add(self, compared: Comparison) -> dict[str, Row]:
        """The rows to add: those without a reason against, that do not stand there from an earlier time the file was brought in."""
        others = [row for row_id, row in compared.stored.items() if row_id not in compared.marks]
        found: dict[str, Row] = {}
        for key in compared.rows.new:
            if key not in compared.values:
                continue
            if (twin := compared.stands_already(key, others)) is not None:
                others.remove(twin)
                del compared.values[key]
            else:
                found[key] = compared.values[key]
        return found

    def _to_delete(self, compared: Comparison) -> list[int]:
        """The rows that are missing from the file, where they are to be deleted and nobody changed them since."""
        found = []
        for row_id in compared.marks:
            if row_id in compared.rows.known or row_id not in compared.stored:
                continue
            if not self.options.delete_missing:
                compared.tell(row_id, RowOutcome.MISSING, _("The row is not in the file. It stays unless you choose otherwise."))
            elif self.options.overwrite or compared.is_as_exported(row_id):
                found.append(row_id)
            else:
                compared.tell(
                    row_id, RowOutcome.CONFLICT, _("The row is not in the file, but somebody changed it since the export. It stays.")
                )
        return found

    def _tell(self, compared: list[Comparison], before: Stored, after: Stored, words: Words) -> None:
        """The report: what differs between before and after, and what was not taken."""
        by_name = {each.record.name: each for each in compared}
        for record in (self.plan_record, *grid_records()):
            sheet = by_name.get(record.name)
            entries = self._changed_rows(record, sheet, before[record], after[record], words)
            touched: set[Key | None] = {entry.row_id for entry in entries}
            if sheet is not None:
                touched |= {key for key in sheet.rows.told if sheet.rows.told[key]}
                entries += self._told_rows(sheet, {**before[record], **after[record]}, words)
                self.report.unchanged += sum(
                    1 for key in sheet.rows.order if key not in touched and not (isinstance(key, str) and key in sheet.values)
                )
            places = {row_id: place for place, row_id in enumerate({**before[record], **after[record]})}
            entries.sort(key=lambda row: (row.line is None, row.line or places.get(row.row_id or 0, 0)))
            self.report.rows += entries

    def _changed_rows(
        self, record: Record, sheet: Comparison | None, before: Mapping[int, Row], after: Mapping[int, Row], words: Words
    ) -> list[ReportRow]:
        entries = []
        lines = {
            **self.lines.get(record.name, {}),
            **({key: line for key, line in sheet.rows.lines.items() if isinstance(key, int)} if sheet else {}),
        }
        for row_id in {**before, **after}:
            old, new = before.get(row_id), after.get(row_id)
            changes = self._differences(record, old, new, words) if new else []
            if old is None:
                outcome = RowOutcome.ADDED
            elif new is None:
                outcome = RowOutcome.DELETED
            elif changes:
                outcome = RowOutcome.CHANGED
            elif row_id in self.moved.get(record.name, ()):
                outcome = RowOutcome.MOVED
            else:
                continue
            entries.append(self._entry(record, lines.get(row_id), row_id, outcome, new or old, words, changes))
        return entries

    def _differences(self, record: Record, old: Row | None, new: Row, words: Words) -> list[ValueChange]:
        """What differs as a person sees it: an item that goes along to another objective is called what it was."""
        found = []
        for each in record.editable:
            if (old or {}).get(each.name) != new.get(each.name):
                before, now = (shown(each, (row or {}).get(each.name), words, self.actor.language) for row in (old, new))
                if before != now or each.kind is not Kind.REFERENCE:
                    found.append(ValueChange(each.name, label(each), before, now))
        return found

    def _told_rows(self, sheet: Comparison, rows: Mapping[int, Row], words: Words) -> list[ReportRow]:
        entries = []
        for key, told in sheet.rows.told.items():
            by_outcome: dict[RowOutcome, list[Told]] = {}
            for each in told:
                by_outcome.setdefault(each.outcome, []).append(each)
            row = rows.get(key) if isinstance(key, int) else None
            for outcome, reasons in by_outcome.items():
                entry = self._entry(sheet.record, sheet.rows.lines.get(key), key if isinstance(key, int) else None, outcome, row, words)
                title = entry.title or self._file_title(sheet, key)
                entries.append(replace(entry, title=title, reasons=[each.sentence for each in reasons]))
        return entries

    def _file_title(self, sheet: Comparison, key: Key) -> str:
        row = sheet.rows.new.get(key) if isinstance(key, str) else sheet.rows.known.get(key)
        return str(row.cells.get(sheet.record.title) or "")[:200] if row else ""

    def _entry(
        self,
        record: Record,
        line: int | None,
        row_id: int | None,
        outcome: RowOutcome,
        row: Row | None,
        words: Words,
        changes: list[ValueChange] | None = None,
    ) -> ReportRow:
        is_plan = record.name == PLAN.name
        sheet = _("Plan") if is_plan else _(record.label_plural)
        return ReportRow(
            record.name, sheet, None if is_plan else line, row_id, outcome, self._title(record, row, words) if row else "", changes or []
        )

    def _title(self, record: Record, row: Row, words: Words) -> str:
        fields = (record.by_name[record.title], *record.fields)
        found = (shown(each, row[each.name], words, self.actor.language) for each in fields if row.get(each.name) is not None)
        return next(filter(None, found), "")


def _by_id(plan_fields: Record, plan: Row, grids: Mapping[Record, list[Row]]) -> Stored:
    return {plan_fields: {plan["id"]: plan}, **{record: {row["id"]: dict(row) for row in rows} for record, rows in grids.items()}}
