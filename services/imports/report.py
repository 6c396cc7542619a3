"""What an import would do or has refused, for people: rows with old and new values, and refused rows as a workbook to mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rustpy_xlsxwriter import write_worksheets

from data import plan_imports
from data.database import Database, Row
from data.records import Field, Kind
from services.actors import Actor, Permission
from services.export_cells import header_format
from services.exports import ExportFile, new_workbook_file
from services.files.table import unique_headings
from services.imports.outcome import Outcome, PlanImport
from services.imports.references import Names
from services.imports.targets import import_targets
from services.language import translate as _
from services.plan_columns import REFERENCES
from services.plan_fields import plan_custom_fields
from services.values import show

_SHOWN_NAMES = {stored: name for name, stored in REFERENCES.items()}


@dataclass(frozen=True)
class ValueChange:
    """One field going from old to new, as a person reads them."""

    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class ImportRow:
    """One row of the file: its line, what becomes of it, which plan it is, what changes and why not."""

    line: int
    outcome: Outcome
    plan_id: int | None
    title: str
    changes: list[ValueChange] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def outcome_label(outcome: Outcome) -> str:
    """The outcome in the current language."""
    return {
        Outcome.CREATED: _("Created"),
        Outcome.CHANGED: _("Changed"),
        Outcome.UNCHANGED: _("Unchanged"),
        Outcome.REFUSED: _("Refused"),
        Outcome.CHANGED_SINCE: _("Changed since the export"),
    }[outcome]


def read_rows(
    db: Database, actor: Actor, prepared: PlanImport, outcomes: Sequence[Outcome] = (), *, offset: int = 0, limit: int = 100
) -> list[ImportRow]:
    """Rows of the file with these outcomes (none: all), in its order, with old and new values."""
    actor.require(Permission.VIEW)
    rows = prepared.rows_of(outcomes)[offset : offset + limit]
    incoming = prepared.incoming.take(rows).to_pylist()
    labels = {name: column.label for name, column in import_targets(plan_custom_fields(db)).items()}
    with db.read() as cursor:
        ids = [row["id"] for row in incoming if row["id"] is not None]
        current = plan_imports.select_current(cursor, ids, [each.name for each in prepared.fields]) if prepared.fields else {}
        names = {
            "client_id": Names.of(plan_imports.select_client_names(cursor), "name").shown,
            "person_in_charge_id": Names.of(plan_imports.select_staff_names(cursor), "name").shown,
        }
    return [_row(prepared, row, each, current, names, labels, actor.language) for row, each in zip(rows, incoming, strict=True)]


def _row(
    prepared: PlanImport,
    row: int,
    incoming: Row,
    current: dict[int, Row],
    names: dict[str, dict[int, str]],
    labels: dict[str, str],
    language: str,
) -> ImportRow:
    outcome = Outcome(prepared.outcomes[row])
    stored = current.get(incoming["id"], {})

    def shown(declared: Field, value: Any) -> str:
        if declared.kind is Kind.REFERENCE:
            return names.get(declared.name, {}).get(value, "") if value else ""
        return show(declared, value, language)

    changes = []
    if outcome in (Outcome.CREATED, Outcome.CHANGED, Outcome.CHANGED_SINCE):
        for declared in prepared.fields:
            value = incoming[declared.name]
            is_new_client = declared.name == "client_id" and incoming["new_client"]
            differs = declared.name in prepared.differs and prepared.differs[declared.name][row]
            if differs or is_new_client or (outcome is Outcome.CREATED and value is not None):
                new = incoming["new_client"] if is_new_client else shown(declared, value)
                name = _SHOWN_NAMES.get(declared.name, declared.name)
                changes.append(ValueChange(name, labels.get(name, name), shown(declared, stored.get(declared.name)), new))
    return ImportRow(
        line=prepared.table.lines[row],
        outcome=outcome,
        plan_id=incoming["id"],
        title=_title(prepared, row, incoming, stored),
        changes=changes,
        reasons=[_sentence(labels, each.field, each.sentence) for each in prepared.problems.get(row, ())],
        warnings=[each.sentence for each in prepared.warnings.get(row, ())],
    )


def _title(prepared: PlanImport, row: int, incoming: Row, stored: Row) -> str:
    """The subject as stored or as it comes in, else the first filled cell of the row."""
    if title := stored.get("subject") or incoming.get("subject"):
        return str(title)
    return next((str(column[row]) for column in prepared.table.columns if column[row] not in (None, "")), "")


def _sentence(labels: dict[str, str], name: str, sentence: str) -> str:
    return f"{labels[name]}: {sentence}" if name in labels else sentence


def write_refused(db: Database, actor: Actor, prepared: PlanImport) -> ExportFile:
    """The rows that were not taken, as they stood in the file, with the reason in front: mend them and import that file."""
    actor.require(Permission.VIEW)
    rows = prepared.rows_of([Outcome.REFUSED, Outcome.CHANGED_SINCE])
    labels = {name: column.label for name, column in import_targets(plan_custom_fields(db)).items()}
    headings = unique_headings([_("Reason"), _("Line"), *prepared.table.headings])

    def records() -> Iterator[dict[str, Any]]:
        for row in rows:
            reasons = " ".join(_sentence(labels, each.field, each.sentence) for each in prepared.problems.get(row, ()))
            cells = [None if column[row] == "" else column[row] for column in prepared.table.columns]
            yield dict(zip(headings, [reasons or _("Changed since the export"), prepared.table.lines[row], *cells], strict=True))

    path = new_workbook_file()
    sheet = _("Refused rows")
    write_worksheets(
        [(sheet, list(records()) or [dict.fromkeys(headings)])],
        str(path),
        freeze_panes={sheet: {"row": 1, "col": 0}},
        autofilter={sheet: True},
        header_format={sheet: header_format()},
    )
    return ExportFile(path, f"{_('refused-rows')}.xlsx", len(rows))
