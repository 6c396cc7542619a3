"""Rows of a file beside the plans they name: periods completed, namesakes settled, gaps filled, differences found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from data import plan_imports
from data.database import Cursor
from data.records import PLAN, Field, Kind
from services.export_cells import shown_choice
from services.imports.columns import as_text
from services.imports.outcome import ChangedSince, Options, Outcome, PlanImport, Reason
from services.imports.period_cells import Period
from services.imports.references import Names, folded, settle_candidates
from services.imports.rows import PERIOD, Rows
from services.language import translate as _
from services.periods import first_day, period_name
from services.settings import Settings, today

_LONGEST_SUBJECT = 255
Flags = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass
class Stored:
    """What the plans that the rows name hold now, by row; None where a row names no plan that exists."""

    ids: list[int | None]
    versions: pa.Array
    clients: list[int | None]
    people: list[int | None]
    period_types: list[str | None]
    period_starts: list[date | None]
    subjects: list[str | None]
    client_names: list[str | None]

    @classmethod
    def read(cls, cursor: Cursor, ids: pa.Array) -> Stored:
        frame = pa.table({"row": pa.array(range(len(ids)), pa.int32()), "id": ids})
        with cursor.holding(plan_imports.INCOMING, frame):
            found = plan_imports.select_stored(cursor)
        names = ("stored_id", "client_id", "person_in_charge_id", "period_type", "period_start", "subject", "client")
        one, *others = (found.column(name).to_pylist() for name in names)
        return cls(one, found.column("stored_version").combine_chunks(), *others)


@dataclass
class Comparison:
    """One file being compared. The steps are called in the order they stand here."""

    cursor: Cursor
    rows: Rows
    options: Options
    settings: Settings
    clients: Names
    language: str
    stored: Stored
    types: list[str] = field(default_factory=list)
    starts: list[date] = field(default_factory=list)
    warnings: dict[int, list[Reason]] = field(default_factory=dict)

    @property
    def is_new(self) -> list[bool]:
        return [each is None for each in self.rows.columns["id"].to_pylist()]

    def settle_references(self) -> None:
        """Refuse ids of plans that do not exist and names that are not found or mean several, unless the plan holds one of them."""
        for row, (given, found) in enumerate(zip(self.rows.columns["id"].to_pylist(), self.stored.ids, strict=True)):
            if given is not None and found is None:
                self.rows.refuse(row, "id", _("There is no plan {id}. Empty its id to create it.", id=given))
        for name, held in (("client_id", self.stored.clients), ("person_in_charge_id", self.stored.people)):
            if name in self.rows.references:
                settle_candidates(self.rows.references[name], held)
        self.rows.refuse_references()
        if "client_id" not in self.rows.columns:
            self.rows.columns["client_id"] = pa.array(self.stored.clients, pa.int32())
            for row, is_new in enumerate(self.is_new):
                if is_new and row not in self.rows.problems:
                    self.rows.refuse(row, "client", _("{label} is required.", label=_(PLAN.by_name["client_id"].label)))

    def settle_choices(self) -> None:
        """A choice that is offered no longer may stay where it is stored: the cell was not touched."""
        refused = [
            (row, reason)
            for row, reasons in self.rows.problems.items()
            for reason in reasons
            if self.stored.ids[row] is not None
            and reason.field in self.rows.targets
            and self.rows.targets[reason.field].field.kind in (Kind.CHOICE, Kind.CHOICES)
        ]
        names = {self.rows.targets[reason.field].field.name for _row, reason in refused} - set(PERIOD)
        if not names:
            return
        current = plan_imports.select_current(self.cursor, [self.stored.ids[row] or 0 for row, _reason in refused], sorted(names))
        taken: dict[str, dict[int, tuple[Reason, Any]]] = {}
        for row, reason in refused:
            declared = self.rows.targets[reason.field].field
            value = current[self.stored.ids[row] or 0].get(declared.name)
            if value is not None and as_text(self.rows.cells(reason.field)[row]).strip() == shown_choice(declared, value):
                taken.setdefault(declared.name, {})[row] = (reason, value)
        for name, values in taken.items():
            self.rows.accept(name, values)

    def settle_periods(self) -> None:
        """The period of each row: as given, completed by what is stored or by the defaults, and moved to its first day."""
        named, stated = self.rows.read_periods()
        default = (self.settings.default_period_type, today(self.settings))
        known: dict[Any, tuple[str, date]] = {}

        def settle(period: Period | None, held: tuple[str, date]) -> tuple[str, date]:
            if (period, held) not in known:
                kind = (period[0] if period else None) or held[0]
                known[period, held] = kind, first_day((period[1] if period else None) or held[1], kind)
            return known[period, held]

        for row, (name, statement) in enumerate(zip(named, stated, strict=True)):
            held = (self.stored.period_types[row] or default[0], self.stored.period_starts[row] or default[1])
            settled = settle(statement or name, held)
            if name and statement and (other := settle(name, held)) != settled:
                # Two columns speak of the period: the one that was edited counts.
                if held not in (other, settled):
                    self.rows.refuse(row, "time", _("This row names two different periods."))
                settled = other if settled == held else settled
            self.types.append(settled[0])
            self.starts.append(settled[1])

    def find_same_period(self) -> None:
        """Warn of rows that would make a second plan of a client and period, or let them change the existing one."""
        columns = self.rows.columns
        frame = pa.table(
            {
                "row": pa.array(range(self.rows.table.rows), pa.int32()),
                "id": columns["id"],
                "client_id": columns["client_id"],
                "period_type": pa.array(self.types, pa.string()),
                "period_start": pa.array(self.starts, pa.date32()),
            }
        )
        with self.cursor.holding(plan_imports.INCOMING, frame):
            found = plan_imports.select_same_period(self.cursor).to_pydict()
        existing = dict(zip(found["row"], zip(found["plans"], found["plan_id"], strict=True), strict=True))
        ids, clients = columns["id"].to_pylist(), columns["client_id"].to_pylist()
        taken = {each for each in ids if each is not None}
        first: dict[Any, int] = {}
        for row in (row for row, plan_id in enumerate(ids) if plan_id is None and (clients[row] or row in self.rows.new_clients)):
            plans, oldest = existing.get(row, (0, None))
            key = (clients[row] or folded(self.rows.new_clients[row]), self.types[row], self.starts[row])
            if self.options.use_existing and plans == 1 and oldest not in taken:
                ids[row] = oldest
                taken.add(oldest)
            elif plans:
                self._warn(row, _("Plan {id} is of the same client and period.", id=oldest))
            elif (earlier := first.setdefault(key, row)) != row:
                self._warn(row, _("Line {line} is of the same client and period.", line=self.rows.table.lines[earlier]))
        if self.options.use_existing:
            columns["id"] = pa.array(ids, pa.int32())
            self.stored = Stored.read(self.cursor, columns["id"])

    def _warn(self, row: int, sentence: str) -> None:
        self.warnings.setdefault(row, []).append(Reason("client", sentence))

    def fill_in(self) -> None:
        """The default status of new plans, and "<client> – <period>" where a subject is empty."""
        is_new, places = self.is_new, self.rows.places
        refused = {(row, reason.field) for row, reasons in self.rows.problems.items() for reason in reasons}
        status = self._texts("status")
        subject = self._texts("subject")
        client_ids = self.rows.columns["client_id"].to_pylist()
        for row, new in enumerate(is_new):
            if new:
                status[row] = status[row] or self.settings.default_status
            elif not status[row] and "status" in places and (row, "status") not in refused:
                self.rows.refuse(row, "status", _("{label} is required.", label=_(PLAN.by_name["status"].label)))
            if subject[row] is None and (new or ("subject" in places and (self.stored.subjects[row] or "").strip())):
                client = self.rows.new_clients.get(row) or self.clients.shown.get(client_ids[row] or 0) or self.stored.client_names[row]
                period = period_name(self.starts[row], self.types[row], self.language)
                subject[row] = f"{client or ''} – {period}"[:_LONGEST_SUBJECT]
        self.rows.columns |= {"status": pa.array(status, pa.string()), "subject": pa.array(subject, pa.string())}

    def _texts(self, name: str) -> list[str | None]:
        column = self.rows.columns.get(name)
        return column.to_pylist() if column is not None else [None] * self.rows.table.rows

    def conclude(self, mapping: dict[int, str], by_name: Mapping[str, Field]) -> PlanImport:
        """Every row with its outcome."""
        fields = tuple(each for name, each in by_name.items() if name in self.rows.columns or name in PERIOD)
        incoming = self.rows.arrow(fields, self.stored.versions, (self.types, self.starts))
        compared = [each for each in fields if each.name in self.rows.given]
        differs: dict[str, Flags] = {}
        if compared:
            with self.cursor.holding(plan_imports.INCOMING, incoming):
                flags = plan_imports.select_differences(self.cursor, compared)
            differs = {each.name: flags.column(each.name).to_numpy().astype(bool) for each in compared}
        return PlanImport(
            table=self.rows.table,
            mapping=mapping,
            options=self.options,
            fields=fields,
            incoming=incoming,
            outcomes=self._outcomes(differs),
            differs=differs,
            problems=self.rows.problems,
            warnings={row: reasons for row, reasons in self.warnings.items() if row not in self.rows.problems},
        )

    def _outcomes(self, differs: Mapping[str, Flags]) -> np.ndarray[Any, Any]:
        is_changed = np.zeros(self.rows.table.rows, bool)
        for flags in differs.values():
            is_changed |= flags
        for row in self.rows.new_clients:
            is_changed[row] = True
        outcomes = np.where(np.array(self.is_new, bool), Outcome.CREATED, np.where(is_changed, Outcome.CHANGED, Outcome.UNCHANGED))
        outcomes = outcomes.astype(object)
        if self.options.changed_since is ChangedSince.SKIP:
            exported = self.rows.columns["version"].to_numpy(zero_copy_only=False)
            now = self.stored.versions.to_numpy(zero_copy_only=False)
            has_moved_on = (exported != now) & ~np.isnan(exported.astype(float)) & ~np.isnan(now.astype(float))
            outcomes[has_moved_on & (outcomes == Outcome.CHANGED)] = Outcome.CHANGED_SINCE
        outcomes[list(self.rows.problems)] = Outcome.REFUSED
        return outcomes
