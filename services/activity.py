"""The activity log to read: who changed what, when, from what to what, with names instead of ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from data import activity_log as log_rows
from data import references as reference_rows
from data.activity_log import ActivityFilter
from data.database import Database, Row, now
from data.records import PLAN, RECORDS, TEMPLATE, WORK
from data.records.fields import N_
from services.actors import Actor, Permission
from services.errors import NotFound
from services.language import translate as _
from services.logged_rows import column_field
from services.logged_values import LONGEST_SHOWN, EntryShown, LoggedValues
from services.plan_fields import stored_plan_record
from services.settings import midnight, read_settings
from services.undo import PASSWORD, PURGE, UNDO_DAYS

MOST_PER_PAGE = 1000
MOST_ENTRIES_SHOWN = 12
EARLIEST, LATEST = 1970, 2200
OPEN_TO_STAFF = tuple(each.name for each in WORK)
_WHOLE = (PLAN.name, TEMPLATE.name)
ACTIONS = {
    "create": N_("Created"),
    "update": N_("Edited"),
    "edit": N_("Edited"),
    "delete": N_("Put into the trash"),
    "restore": N_("Restored"),
    "purge": N_("Deleted for good"),
    "password": N_("Gave a new password"),
    "copy": N_("Copied"),
    "bulk_status": N_("Changed the status"),
    "import": N_("Imported"),
    "undo": N_("Undone"),
    "approve": N_("Approved"),
    "merge": N_("Merged"),
    "move": N_("Moved"),
    "remove": N_("Deleted"),
    "risk_rule": N_("Edited"),
    "import_crm": N_("Imported"),
    "load_demo": N_("Loaded demo data"),
}
SOURCES = {
    "api": N_("API"),
    "cron": N_("Scheduled job"),
    "import": N_("Import"),
    "sync": N_("Synchronisation"),
    "portal": N_("Portal"),
}


@dataclass(frozen=True)
class ChangeSetShown:
    """A change set with its first matching entries. `entry_count` matching ones there are, `record_count` entries in the whole set."""

    id: int
    happened_at: datetime
    person: str
    action: str
    source: str
    entry_count: int
    record_count: int
    is_undone: bool
    may_undo: bool
    entries: list[EntryShown] = field(default_factory=list)


@dataclass(frozen=True)
class ValuesShown:
    """The full values of one entry: of a field (`old`, `new`), or of a whole row that was added or deleted (`values`)."""

    old: str = ""
    new: str = ""
    values: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class FieldOfLog:
    """A field that appears in the log, as its filter offers it."""

    record: str
    name: str
    label: str


def activity_filter(
    actor: Actor,
    *,
    plan_id: int | None = None,
    template_id: int | None = None,
    client_id: int | None = None,
    record: Sequence[str] = (),
    record_id: int | None = None,
    staff: Sequence[int] = (),
    fields: Sequence[str] = (),
    change_set_id: int | None = None,
) -> ActivityFilter:
    """What this actor may see of the log, narrowed. Raises NotAllowed."""
    actor.require(Permission.VIEW)
    return ActivityFilter(
        records=tuple(RECORDS) if actor.is_administrator else OPEN_TO_STAFF,
        reader=actor.staff_id,
        plan_id=plan_id,
        template_id=template_id,
        client_id=client_id,
        record=tuple(record),
        record_id=record_id,
        staff=tuple(staff),
        field=tuple(fields),
        change_set_id=change_set_id,
    )


def within_days(db: Database, wanted: ActivityFilter, first: date | None, last: date | None) -> ActivityFilter:
    """The filter narrowed to days of the installation's time zone, both inclusive."""
    settings = read_settings(db)
    return replace(
        wanted,
        # Nothing was logged outside of these years, and beyond them a day has no midnight in every zone.
        since=midnight(settings, first) if first and first.year > EARLIEST else None,
        before=midnight(settings, last + timedelta(days=1)) if last and last.year < LATEST else None,
    )


def list_activity(db: Database, wanted: ActivityFilter, *, offset: int = 0, limit: int = 100) -> tuple[list[Row], int]:
    """Entries with full values as stored, the latest first, and how many there are in all."""
    with db.read() as cursor:
        total = log_rows.count_entries(cursor, wanted)
        return log_rows.select_entries_page(cursor, wanted, offset=offset, limit=min(limit, MOST_PER_PAGE)), total


def list_people(db: Database, wanted: ActivityFilter) -> list[Row]:
    """Id and name of everybody who appears in this part of the log."""
    with db.read() as cursor:
        return log_rows.select_people(cursor, wanted)


def list_fields(db: Database, wanted: ActivityFilter) -> list[FieldOfLog]:
    """Every field that was changed in this part of the log, those of the plan or template itself first, by label."""
    with db.read() as cursor:
        pairs = log_rows.select_fields(cursor, wanted)
    found = []
    for record_name, name in pairs:
        record = stored_plan_record(db) if record_name == PLAN.name else RECORDS[record_name]
        declared = column_field(record, name)
        label = declared.label if declared.own_label else _(declared.label)
        found.append(FieldOfLog(record_name, name, label if record.name in _WHOLE else f"{_(record.label)}: {label}"))
    return sorted(found, key=lambda each: (each.record not in _WHOLE, each.label.casefold()))


def list_change_sets(
    db: Database, actor: Actor, wanted: ActivityFilter, *, offset: int = 0, limit: int = 20, most_entries: int = MOST_ENTRIES_SHOWN
) -> tuple[list[ChangeSetShown], int]:
    """Change sets that hold matching entries, as a person reads them, the latest first; and how many there are in all."""
    with db.read() as cursor:
        total = log_rows.count_change_sets(cursor, wanted)
        sets = log_rows.select_change_sets(cursor, wanted, offset=offset, limit=min(limit, MOST_PER_PAGE))
        ids = [each["id"] for each in sets]
        entries = log_rows.select_first_entries(cursor, wanted, ids, most=most_entries, longest=LONGEST_SHOWN)
        people = reference_rows.select_names(cursor, "staff", [each["staff_id"] for each in sets if each["staff_id"]])
        shown = LoggedValues(db, cursor, actor.language).entries(entries)
    oldest = now() - timedelta(days=UNDO_DAYS)
    return [
        ChangeSetShown(
            id=each["id"],
            happened_at=each["happened_at"],
            person=people.get(each["staff_id"], "") or "Account Planning",
            action=_(ACTIONS.get(each["action"], each["action"].replace("_", " ").capitalize())),
            source=_(SOURCES.get(each["source"], "")),
            entry_count=each["entries"],
            record_count=each["records"],
            is_undone=each["undone_by"] is not None,
            may_undo=actor.may(Permission.EDIT)
            and each["undone_by"] is None
            and each["action"] not in (PURGE, PASSWORD)
            and each["happened_at"] > oldest,
            entries=shown[each["id"]],
        )
        for each in sets
    ], total


def show_values(db: Database, actor: Actor, activity_id: int) -> ValuesShown:
    """The full values of one entry. Raises NotFound, also where this actor may not see it; NotAllowed."""
    with db.read() as cursor:
        found = log_rows.select_entry(cursor, activity_filter(actor), activity_id)
        if found is None:
            raise NotFound(_("This change is no longer in the activity log."))
        words = LoggedValues(db, cursor, actor.language)
        if found["field"] is None:
            return ValuesShown(values=words.row(words.record(found["record"]), found["new_value"] or found["old_value"] or "{}"))
        declared = column_field(words.record(found["record"]), found["field"])
        old, new = found["old_value"], found["new_value"]
        words.load_names([(declared, old), (declared, new)])
        return ValuesShown(old=words.value(declared, old), new=words.value(declared, new))
