"""Importing the files of a CRM: recognise, compare, and write everything as one change set."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from data import crm_imports as crm_rows
from data import settings as setting_rows
from data.database import Cursor, Database
from data.records import CLIENT, PLAN, SETTING, SHEETS, STAFF
from services.actors import Actor, Source
from services.changes import Changes, Edit, change_set
from services.crm_files.content import Content, Lack, Reader
from services.crm_files.mapping import CrmMapping
from services.crm_files.merging import GONE, RECORDS, Counts, Merge, merge
from services.crm_files.recognise import Recognised, recognise
from services.crm_files.stages import Stages
from services.crm_files.wanted import Defaults, Ref, Wanted, wanted_records
from services.errors import Refused
from services.files.reading import read_tables
from services.files.table import BadFile, Table
from services.jobs import Progress
from services.language import translate as _
from services.settings import Settings, read_settings, today

SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
ORDER = (CLIENT.name, STAFF.name, PLAN.name, *SHEETS)
CHUNK = 1000
AGENT_ROLE, MANAGER_ROLE = "Sales representative", "Account manager"


@dataclass(frozen=True)
class FileUse:
    """What a file was taken for (empty: nothing known), its columns as {field: heading}, and the headings without a use."""

    file: str
    role: str
    rows: int
    columns: dict[str, str]
    unused: list[str]


@dataclass(frozen=True)
class CrmReport:
    """What an import did, or with `is_dry_run` would do. `change_set_id` undoes it (None where nothing was written)."""

    is_dry_run: bool
    files: list[FileUse]
    counts: dict[str, Counts]
    lacks: list[Lack] = field(default_factory=list)
    deals: int = 0
    placeholders: int = 0
    industries: list[str] = field(default_factory=list)
    change_set_id: int | None = None


@dataclass(frozen=True)
class CrmFiles:
    """Files that were read and recognised, ready to be compared."""

    tables: list[Table]
    recognised: list[Recognised]
    unknown: list[Table]
    content: Content

    @property
    def uses(self) -> list[FileUse]:
        known = {each.file: each for each in self.recognised}
        made = []
        for table in self.tables:
            each = known.get(table.name)
            columns = {name: table.headings[place] for name, place in each.columns.items() if name in each.used} if each else {}
            made.append(FileUse(table.name, each.role if each else "", table.rows, columns, each.unused if each else table.headings))
        return made


def read_folder(path: Path, progress: Progress | None = None) -> list[Table]:
    """The tables of a file, or of every file of a folder that may hold one. Raises BadFile."""
    files = [path] if path.is_file() else sorted(each for each in path.glob("*") if each.suffix.lower() in SUFFIXES and each.name[0] != ".")
    if not files:
        raise BadFile(_("{path} is no file and no folder with CSV or Excel files.", path=str(path)))
    return read_files([(each.name, each.read_bytes()) for each in files], progress)


def read_files(files: Sequence[tuple[str, bytes]], progress: Progress | None = None) -> list[Table]:
    """The tables of files given by name and content; of a workbook every sheet. Raises BadFile."""
    progress = progress or Progress()
    progress.begin(_("Reading the files"), len(files))
    tables: list[Table] = []
    for number, (name, content) in enumerate(files, start=1):
        found = read_tables(content, name, every_sheet=True, check=progress.check)
        if len(found) == 1:
            found[0].name = name
        tables += found
        progress.report(number)
    return tables


def understand(tables: Sequence[Table], mapping: CrmMapping, settings: Settings) -> CrmFiles:
    """Recognise files and columns and read what they say. Raises BadMapping."""
    stages = Stages(mapping)
    recognised, unknown = recognise(tables, mapping, stages)
    return CrmFiles(list(tables), recognised, unknown, Reader(recognised, mapping, stages, settings).read())


def import_crm(
    db: Database,
    actor: Actor,
    tables: Sequence[Table],
    mapping: CrmMapping | None = None,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> CrmReport:
    """Bring in the tables of another CRM; a dry run says what would happen and writes nothing. Administrators only.

    Running it again changes nothing, also after people edited what came in: their values stay (see services.crm_files.merging).
    Raises BadMapping, Refused where no file is recognised, NotAllowed, Cancelled.
    """
    actor.require_administrator()
    progress = progress or Progress()
    settings = read_settings(db)
    files = understand(tables, mapping or CrmMapping(), settings)
    if not files.recognised:
        raise Refused(
            _("None of these files holds accounts, products, people or deals that could be recognised. Say with a mapping what they are.")
        )
    progress.begin(_("Comparing with what is stored"))
    if dry_run:
        with db.read() as cursor:
            return _report(files, _merge(cursor, files, settings), settings, dry_run=True)
    with change_set(db, replace(actor, source=Source.IMPORT), crm_rows.ACTION) as changes:
        merged = _merge(changes.cursor, files, settings)
        report = _report(files, merged, settings, dry_run=False)
        _write(changes, merged, progress)
        _add_industries(changes, settings, report.industries)
    return replace(report, change_set_id=changes.id)


def _merge(cursor: Cursor, files: CrmFiles, settings: Settings) -> Merge:
    return merge(cursor, wanted_records(files.content, _defaults(settings, cursor)))


def _defaults(settings: Settings, cursor: Cursor) -> Defaults:
    roles = cursor.rows("select id, name from role where not coalesce(is_administrator, false) order by can_delete, can_edit desc, id")
    by_name = {role["name"]: role["id"] for role in roles}
    # Roles can be renamed: the one that may edit and not delete then stands in.
    fallback = int(roles[0]["id"] if roles else cursor.value("select min(id) from role"))
    addresses = frozenset(row["email"].casefold() for row in crm_rows.select_staff(cursor) if row["email"])
    return Defaults(
        today=today(settings),
        status=settings.default_status,
        language=settings.language,
        agent_role=by_name.get(AGENT_ROLE, fallback),
        manager_role=by_name.get(MANAGER_ROLE, fallback),
        taken_addresses=addresses,
    )


def _report(files: CrmFiles, merged: Merge, settings: Settings, *, dry_run: bool) -> CrmReport:
    industries = {each.industry for each in files.content.accounts.values() if each.industry} - set(settings.industries)
    new_people = {each.key for each in merged.create[STAFF.name]}
    return CrmReport(
        is_dry_run=dry_run,
        files=files.uses,
        counts={record: merged.counts[record] for record in ORDER if record in merged.counts},
        lacks=files.content.lacks,
        deals=len(files.content.deals),
        # An empty list in Settings means that every industry may be entered.
        industries=sorted(industries) if settings.industries and merged.writes else [],
        placeholders=sum(1 for key in new_people if not files.content.people[key].email),
    )


def _write(changes: Changes, merged: Merge, progress: Progress) -> None:
    progress.begin(_("Writing"), merged.writes)
    done = 0
    for record in ORDER:
        for batch in _batches(record, merged.create.get(record, [])):
            made = changes.create(RECORDS[record], [_values(merged, each) for each in batch])
            for each, row in zip(batch, made, strict=True):
                merged.ids[record, each.key] = row["id"]
            progress.report(done := done + len(batch))
        if edits := merged.update.get(record):
            # What an edit refers to may just have been created.
            changes.update(
                RECORDS[record],
                {row_id: {name: replace(edit, to=_id(merged, edit.to)) for name, edit in each.items()} for row_id, each in edits.items()},
            )
            progress.report(done := done + len(edits))


def _add_industries(changes: Changes, settings: Settings, industries: list[str]) -> None:
    """Let Settings list the industries of the files, so that forms and filters offer them."""
    if industries:
        row_id = setting_rows.select_ids(changes.cursor)["industries"]
        value = json.dumps([*settings.industries, *industries], ensure_ascii=False)
        changes.update(SETTING, {row_id: {"value": Edit(value)}})


def _batches(record: str, wanted: list[Wanted]) -> list[list[Wanted]]:
    """Records to be created together; clients only after their parents."""
    if record != CLIENT.name:
        return [wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK)]
    depth: dict[Any, int] = {}
    levels: dict[int, list[Wanted]] = defaultdict(list)
    for each in wanted:
        parent = each.values["parent_client_id"]
        depth[each.key] = depth.get(parent.key, -1) + 1 if isinstance(parent, Ref) else 0
        levels[depth[each.key]].append(each)
    return [levels[level] for level in sorted(levels)]


def _values(merged: Merge, wanted: Wanted) -> dict[str, Any]:
    values = {name: _id(merged, value) for name, value in {**wanted.first, **wanted.values}.items()}
    if wanted.parent is not None:
        plan_id = values["plan_id"] = _id(merged, wanted.parent)
        place = (wanted.record, plan_id)
        values["position"] = merged.positions[place] = merged.positions.get(place, 0.0) + 1
    return values


def _id(merged: Merge, value: Any) -> Any:
    if not isinstance(value, Ref):
        return value
    found = merged.ids[value.record, value.key]
    return None if found == GONE else found
