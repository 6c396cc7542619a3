"""Importing plans: compare a file with what is stored, then write the good rows as one change set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data import plan_imports
from data.database import Database
from data.records import CLIENT, PLAN
from services.actors import Actor, Permission, Source
from services.changes import Changes, change_set
from services.files.table import Table
from services.imports.comparison import Comparison, Stored
from services.imports.outcome import Options, Outcome, PlanImport
from services.imports.references import Names, folded
from services.imports.rows import Rows
from services.imports.targets import check_mapping, guess_mapping, import_targets
from services.jobs import Progress
from services.language import translate as _
from services.plan_fields import plan_custom_fields, plan_record
from services.settings import read_settings

# So many rows are written between two reports of progress, where the work can be cancelled.
CHUNK = 5000


@dataclass(frozen=True)
class Applied:
    """What an import wrote, and the change set to undo it by (None where it wrote nothing).

    `moved_on` are lines left out because their plan or client was changed or deleted between the comparison and now.
    """

    created: int
    changed: int
    new_clients: int
    moved_on: list[int]
    change_set_id: int | None


def prepare_import(
    db: Database,
    actor: Actor,
    table: Table,
    mapping: Mapping[int, str] | None = None,
    options: Options | None = None,
    *,
    progress: Progress | None = None,
) -> PlanImport:
    """Say row by row what importing this table would do; nothing is written.

    Without a mapping the columns are guessed. Needs the permissions to create and to edit.
    Raises Invalid for an impossible mapping, NotAllowed, Cancelled.
    """
    actor.require(Permission.CREATE)
    actor.require(Permission.EDIT)
    progress = progress or Progress()
    options = options or Options()
    custom_fields = plan_custom_fields(db)
    mapping = dict(guess_mapping(table, custom_fields) if mapping is None else mapping)
    check_mapping(table, mapping, custom_fields)
    settings = read_settings(db)
    # The record knows more than its declaration: where Settings list industries, the industry is one of them.
    fields = plan_record(db).by_name
    targets = {name: replace(each, field=fields.get(each.field.name, each.field)) for name, each in import_targets(custom_fields).items()}
    rows = Rows(table, targets, {target: place for place, target in mapping.items()}, actor.language)
    progress.begin(_("Reading cells"), table.rows)
    rows.refuse_shape()
    rows.read_ids()
    rows.read_fields()
    progress.begin(_("Comparing with the plans"), table.rows)
    with db.read() as cursor:
        clients = Names.of(plan_imports.select_client_names(cursor), "name")
        rows.read_references(clients, Names.of(plan_imports.select_staff_names(cursor), "name", "email"), options)
        comparison = Comparison(cursor, rows, options, settings, clients, actor.language, Stored.read(cursor, rows.columns["id"]))
        steps = (comparison.settle_references, comparison.settle_choices, comparison.settle_periods, comparison.find_same_period)
        for step in (*steps, comparison.fill_in):
            progress.check()
            step()
        return comparison.conclude(mapping, fields)


def apply_import(db: Database, actor: Actor, prepared: PlanImport, *, progress: Progress | None = None) -> Applied:
    """Write the rows that create or change a plan, as one change set; all of them, or none where it is cancelled.

    Rows whose plan was changed since the comparison, or whose client was deleted, are left out and told. Raises NotAllowed, Cancelled.
    """
    actor.require(Permission.CREATE)
    actor.require(Permission.EDIT)
    progress = progress or Progress()
    created, changed = prepared.rows_of([Outcome.CREATED]), prepared.rows_of([Outcome.CHANGED])
    progress.begin(_("Writing plans"), len(created) + len(changed))
    with change_set(db, replace(actor, source=Source.IMPORT), "import") as changes:
        with changes.cursor.holding(plan_imports.INCOMING, prepared.incoming.take(pa.array([*created, *changed], pa.int32()))):
            moved_on = set(plan_imports.select_moved_on(changes.cursor))
        created, changed = ([row for row in rows if row not in moved_on] for rows in (created, changed))
        incoming, made = _with_new_clients(changes, prepared, [*created, *changed])
        done = 0
        for rows in _chunks(created):
            changes.create_table(PLAN, incoming.take(rows).select([each.name for each in prepared.fields]))
            progress.report(done := done + len(rows))
        for rows in _chunks(changed):
            changes.update_table(PLAN, _edits(prepared, incoming, rows), list(prepared.differs))
            progress.report(done := done + len(rows))
    lines = [prepared.table.lines[row] for row in sorted(moved_on)]
    return Applied(len(created), len(changed), made, lines, changes.id)


def _with_new_clients(changes: Changes, prepared: PlanImport, rows: list[int]) -> tuple[pa.Table, int]:
    """The incoming rows with the ids of clients created for the names nobody had, and how many those were.

    A name that somebody has by now, since another import or a person was quicker, means that client.
    """
    wanted: dict[str, str] = {}
    names = prepared.incoming.column("new_client").to_pylist()
    for row in rows:
        if names[row]:
            wanted.setdefault(folded(names[row]), names[row])
    if not wanted:
        return prepared.incoming, 0
    known = Names.of(plan_imports.select_client_names(changes.cursor), "name").alive
    ids = {name: known[name][0] for name in wanted if name in known}
    missing = [name for name in wanted if name not in ids]
    made = changes.create(CLIENT, [{"name": wanted[name]} for name in missing])
    ids |= dict(zip(missing, (client["id"] for client in made), strict=True))
    found = pa.array([ids.get(folded(name)) if name else None for name in names], pa.int32())
    place = prepared.incoming.column_names.index("client_id")
    filled = pc.coalesce(found, prepared.incoming.column("client_id"))
    return prepared.incoming.set_column(place, "client_id", filled), len(made)


def _edits(prepared: PlanImport, incoming: pa.Table, rows: pa.Array) -> pa.Table:
    edits = incoming.take(rows).select(["id", *prepared.differs])
    for name, flags in prepared.differs.items():
        edits = edits.append_column(f"differs_{name}", pa.array(flags[np.asarray(rows)], pa.bool_()))
    return edits


def _chunks(rows: list[int]) -> Iterator[pa.Array]:
    for start in range(0, len(rows), CHUNK):
        yield pa.array(rows[start : start + CHUNK], pa.int32())
