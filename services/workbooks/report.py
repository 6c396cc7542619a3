"""What bringing a plan's workbook back does, or would do, row by row, as a person reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from services.imports.report import ValueChange
from services.language import translate as _


class RowOutcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    DELETED = "deleted"
    MISSING = "missing"
    CONFLICT = "changed since export"
    REFUSED = "refused"
    UNCHANGED = "unchanged"


# What is written, and what is left as it is though the file says otherwise.
WRITTEN = (RowOutcome.ADDED, RowOutcome.CHANGED, RowOutcome.MOVED, RowOutcome.DELETED)
LEFT_OUT = (RowOutcome.CONFLICT, RowOutcome.REFUSED)


@dataclass(frozen=True)
class Options:
    """What only the person can decide: whether cells that somebody changed since the export are overwritten, and whether rows that
    are missing from the file are deleted."""

    overwrite: bool = False
    delete_missing: bool = False


@dataclass(frozen=True)
class ReportRow:
    """One row and one thing that becomes of it. `line` is where it stands in its sheet, None where it is not in the file."""

    record: str
    sheet: str
    line: int | None
    row_id: int | None
    outcome: RowOutcome
    title: str
    changes: list[ValueChange] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


@dataclass
class Report:
    """Everything that becomes of a file but what is unchanged, and how many rows there are of each outcome.

    `change_set_id` undoes what was written; it is None of a dry run and where nothing was.
    """

    rows: list[ReportRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unchanged: int = 0
    is_dry_run: bool = True
    change_set_id: int | None = None

    @property
    def counts(self) -> dict[RowOutcome, int]:
        found = Counter(row.outcome for row in self.rows)
        found[RowOutcome.UNCHANGED] = self.unchanged
        return {each: found[each] for each in RowOutcome}

    def count(self, outcomes: Collection[RowOutcome]) -> int:
        return sum(1 for row in self.rows if row.outcome in outcomes)


def row_outcome_label(outcome: RowOutcome) -> str:
    """The outcome in the current language."""
    return {
        RowOutcome.ADDED: _("Added"),
        RowOutcome.CHANGED: _("Changed"),
        RowOutcome.MOVED: _("Moved"),
        RowOutcome.DELETED: _("Deleted"),
        RowOutcome.MISSING: _("Missing from the file"),
        RowOutcome.CONFLICT: _("Changed since the export"),
        RowOutcome.REFUSED: _("Refused"),
        RowOutcome.UNCHANGED: _("Unchanged"),
    }[outcome]
