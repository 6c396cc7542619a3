"""Imports as long work: reading and comparing a file, comparing it again with other answers, and writing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from data.database import Database
from services.actors import Actor, Permission
from services.errors import FieldProblem, Invalid, NotFound
from services.files.reading import read_tables
from services.files.table import Table
from services.imports.outcome import Options, PlanImport
from services.imports.plans import apply_import, prepare_import
from services.imports.targets import guess_mapping
from services.jobs import Job, Progress, find_job, forget_jobs, go_on, start_job
from services.language import translate as _
from services.plan_fields import plan_custom_fields

COMPARING, WRITING = "plan-import", "plan-import-apply"
Headings = Mapping[str, str]
"""Which heading of the file is which field."""


@dataclass(frozen=True)
class Unmapped:
    """A file that was read, but whose columns do not say enough: a person has to map them first. `error` says what is missing."""

    table: Table
    mapping: dict[int, str]
    options: Options
    error: Invalid


def start_comparing(
    db: Database, actor: Actor, content: bytes, name: str, *, headings: Headings | None = None, options: Options | None = None
) -> Job:
    """Read a file and say what importing it would do; the result of the job is a PlanImport, or Unmapped. Raises NotAllowed,
    TooManyAttempts.
    """

    def work(progress: Progress) -> PlanImport | Unmapped:
        progress.begin(_("Reading the file"))
        table = read_tables(content, name, check=progress.check)[0]
        mapping = None if headings is None else _by_place(table, headings)
        return _compare(db, actor, table, mapping, options or Options(), progress)

    return _start(actor, work)


def start_comparing_again(db: Database, actor: Actor, table: Table, mapping: Mapping[int, str] | None, options: Options) -> Job:
    """Compare a table that was read before, with another mapping or other answers."""
    return _start(actor, lambda progress: _compare(db, actor, table, mapping, options, progress))


def _compare(
    db: Database, actor: Actor, table: Table, mapping: Mapping[int, str] | None, options: Options, progress: Progress
) -> PlanImport | Unmapped:
    guessed = dict(guess_mapping(table, plan_custom_fields(db)) if mapping is None else mapping)
    try:
        return prepare_import(db, actor, table, guessed, options, progress=progress)
    except Invalid as error:
        return Unmapped(table, guessed, options, error)


def _start(actor: Actor, work: Callable[[Progress], PlanImport | Unmapped]) -> Job:
    actor.require(Permission.CREATE)
    actor.require(Permission.EDIT)
    # A compared file of 100,000 rows takes a few hundred megabytes: one a person is kept.
    forget_jobs(actor, COMPARING)
    return start_job(actor, COMPARING, work)


def find_import(actor: Actor, job_id: str) -> PlanImport:
    """A file this person has compared. Raises NotFound for that of somebody else or where it is not done, Invalid where unmapped."""
    job = find_job(actor, job_id, COMPARING)
    if isinstance(job.result, Unmapped):
        raise job.result.error
    if not isinstance(job.result, PlanImport):
        raise NotFound(job.reason or _("This file is still being read."))
    return job.result


def start_writing(db: Database, actor: Actor, job_id: str) -> Job:
    """Write a compared file, once however often it is asked for; the result of the job is what was applied. Raises NotFound, NotAllowed."""
    actor.require(Permission.CREATE)
    actor.require(Permission.EDIT)
    prepared = find_import(actor, job_id)
    return go_on(actor, find_job(actor, job_id), WRITING, lambda progress: apply_import(db, actor, prepared, progress=progress))


def _by_place(table: Table, headings: Headings) -> dict[int, str]:
    """A mapping by heading as one by column. Raises Invalid for a heading the file does not have."""
    if unknown := [heading for heading in headings if heading not in table.headings]:
        raise Invalid([FieldProblem("mapping", _("The file has no column {name}.", name=unknown[0][:100]))])
    return {table.headings.index(heading): target for heading, target in headings.items() if target}
