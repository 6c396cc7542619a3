"""Proof that the data is whole: every reference exists, derived columns are right, the log can be read, ids never repeat."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data import clients as client_rows
from data import contacts as contact_rows
from data import integrity
from data import plans as plan_rows
from data import staff as staff_rows
from data.database import MIGRATIONS, Cursor, Database
from data.records import CUSTOM_FIELD, PLAN, RECORDS, Kind, Record
from data.records.custom_field import column_of
from services.plan_fields import stored_plan_record

MOST_EXAMPLES = 5
_JSON_KINDS = (Kind.CHOICES, Kind.REFERENCES, Kind.TREE)


@dataclass(frozen=True)
class Finding:
    """A rule that the data breaks: the table, what is wrong, how many rows, and the ids of the first few."""

    table: str
    problem: str
    count: int = 1
    examples: tuple[int, ...] = ()

    def __str__(self) -> str:
        ids = f" (id {', '.join(map(str, self.examples))}{', …' if self.count > len(self.examples) else ''})" if self.examples else ""
        return f"{self.table}: {self.count:,} {'row' if self.count == 1 else 'rows'} {self.problem}{ids}"


@dataclass(frozen=True)
class Report:
    """What was looked at (rows by table) and what is wrong with it."""

    rows: dict[str, int]
    findings: list[Finding]


def check_data(db: Database) -> Report:
    """Check a copy of the database, so that nobody has to wait and nothing can be changed by it."""
    with tempfile.TemporaryDirectory(prefix="check-", dir=db.path.parent) as folder:
        path = Path(folder) / "copy.duckdb"
        db.copy_to(path)
        copy = Database(path)
        try:
            with copy.write() as cursor:
                report = Report(
                    {table: integrity.count_rows(cursor, table) for table in integrity.tables(cursor)}, list(_check(copy, cursor))
                )
        finally:
            copy.close()
    return report


def _check(db: Database, cursor: Cursor) -> Iterator[Finding]:
    yield from _check_schema(cursor)
    known = {**RECORDS, PLAN.name: stored_plan_record(db)}
    for record in known.values():
        yield from _check_record(cursor, record, known)
    yield from _check_plans(cursor)
    yield from _check_custom_fields(cursor)
    yield from _check_log(cursor)
    yield from _check_people(cursor)
    yield from _check_derived(cursor)
    yield from _check_sequences(cursor)


def _found(table: str, problem: str, ids: Sequence[int]) -> Iterator[Finding]:
    if ids:
        yield Finding(table, problem, len(ids), tuple(ids[:MOST_EXAMPLES]))


def _check_schema(cursor: Cursor) -> Iterator[Finding]:
    applied = set(cursor.values("select name from migration order by name"))
    shipped = {path.name for path in MIGRATIONS.glob("*.sql")}
    for name in sorted(applied ^ shipped):
        yield Finding("migration", f"for {name}, which is {'missing' if name in shipped else 'unknown to this version'}")


def _check_record(cursor: Cursor, record: Record, known: dict[str, Record]) -> Iterator[Finding]:
    table, columns = record.table, integrity.tables(cursor).get(record.table, {})
    if lacking := [column for column in record.columns if column not in columns]:
        yield Finding(table, f"of the schema lack the column {', '.join(lacking)}", len(lacking))
        return
    yield from _found(table, "share an id with another", integrity.repeated_ids(cursor, table))
    if record.parent:
        yield from _found(table, f"belong to no {record.parent}", integrity.dangling(cursor, table, record.parent_column, record.parent))
    for column in integrity.STAMPS:
        if column in columns:
            yield from _found(table, f"name an unknown person in {column}", integrity.dangling(cursor, table, column, "staff"))
    for field in record.fields:
        # Values of a custom field may lack or be out of date by its definition, which came after them.
        if field.required and not field.own_choices:
            yield from _found(table, f"lack {field.name}", integrity.missing(cursor, table, field.name))
        if field.kind is Kind.REFERENCE and field.refers_to in known:
            yield from _found(
                table, f"name an unknown {field.refers_to} in {field.name}", integrity.dangling(cursor, table, field.name, field.refers_to)
            )
        if field.kind in _JSON_KINDS:
            yield from _found(table, f"hold an unreadable list in {field.name}", integrity.unreadable_json(cursor, table, field.name))
        if field.kind is Kind.REFERENCES:
            yield from _found(
                table,
                f"name an unknown {field.refers_to} in {field.name}",
                integrity.dangling_in_list(cursor, table, field.name, field.refers_to),
            )
        if field.kind is Kind.CHOICE and not field.own_choices:
            yield from _found(table, f"hold an unknown choice in {field.name}", integrity.outside(cursor, table, field.name, field.choices))


def _check_plans(cursor: Cursor) -> Iterator[Finding]:
    yield from _found("plan", "do not start on the first day of their period", plan_rows.select_off_first_day(cursor))


def _check_custom_fields(cursor: Cursor) -> Iterator[Finding]:
    """Every definition has its column on the plan, and every such column its definition."""
    defined = {column_of(each): each for each in integrity.ids(cursor, CUSTOM_FIELD.table)}
    columns = {column for column in integrity.tables(cursor)["plan"] if column.startswith("cf_")}
    yield from _found("custom_field", "have no column on the plan", [each for column, each in defined.items() if column not in columns])
    yield from _found("plan", "of the schema are columns without a definition", [int(each[3:]) for each in sorted(columns - set(defined))])


def _check_log(cursor: Cursor) -> Iterator[Finding]:
    yield from _found("activity", "belong to no change set", integrity.dangling(cursor, "activity", "change_set_id", "change_set"))
    yield from _found("activity", "hold an unreadable row", integrity.unreadable_entries(cursor))
    yield from _found("activity", "are about an unknown kind of record", integrity.entries_of_unknown_records(cursor, list(RECORDS)))
    for column in ("undo_of", "undone_by"):
        yield from _found(
            "change_set", f"name an unknown change set in {column}", integrity.dangling(cursor, "change_set", column, "change_set")
        )
    for table in ("change_set", "activity"):
        yield from _found(table, "name an unknown person in staff_id", integrity.dangling(cursor, table, "staff_id", "staff"))


def _check_people(cursor: Cursor) -> Iterator[Finding]:
    if not integrity.administrator_roles(cursor):
        yield Finding("role", "would be needed that administers")
    if integrity.administrators(cursor) and not staff_rows.count_administrators(cursor):
        yield Finding("staff", "would be needed that is active and an administrator")
    for secret in ("api_token", "calendar_feed"):
        yield from _found(secret, "belong to no staff member", integrity.dangling(cursor, secret, "staff_id", "staff"))
    if sessions := integrity.dangling(cursor, "session", "staff_id", "staff", key="token_hash"):
        yield Finding("session", "belong to no staff member", len(sessions))
    for table, expression, what in (
        ("staff", "lower(email)", "e-mail address"),
        ("role", "lower(name)", "name"),
        ("setting", "name", "name"),
    ):
        for row in integrity.shared(cursor, table, expression):
            yield Finding(table, f"share the {what} {row['value']}", row["count"])


def _check_derived(cursor: Cursor) -> Iterator[Finding]:
    """Compute the derived columns anew on the copy, and compare."""
    plan_ids = integrity.ids(cursor, "plan")
    for table, derived in (("client", client_rows), ("contact", contact_rows)):
        integrity.remember(cursor, table, derived.DERIVED)
        derived.refresh_derived(cursor, integrity.ids(cursor, table))
        for column in derived.DERIVED:
            yield from _found(table, f"hold an outdated {column}", integrity.differing(cursor, table, column))
    integrity.remember(cursor, "plan", plan_rows.DERIVED)
    plan_rows.refresh_derived(cursor, plan_ids)
    plan_rows.refresh_deadlines(cursor, plan_ids)
    for column in plan_rows.DERIVED:
        yield from _found("plan", f"hold an outdated {column}", integrity.differing(cursor, "plan", column))


def _check_sequences(cursor: Cursor) -> Iterator[Finding]:
    """The next id of each table is beyond every id it holds; asking uses ids up, which only the copy loses."""
    for name in (*RECORDS, "change_set", "activity", "api_token", "calendar_feed"):
        following, highest = integrity.next_id(cursor, name), integrity.highest_id(cursor, name)
        if following <= highest:
            yield Finding(name, f"would repeat an id: the next would be {following}, the highest is {highest}")
