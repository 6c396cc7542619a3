"""Jobs that a scheduler starts, by command or by an address with a key; each is idempotent and remembers how it went."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from data import cron as cron_rows
from data.database import Database, StorageError, engine_reason, now
from data.records.fields import N_
from services.actors import Actor
from services.errors import AccountPlanningError, NotFound, Refused
from services.language import translate as _
from services.plan_drafts import forget_old_drafts
from services.purge import purge_expired
from services.sessions import end_expired_sessions


@dataclass(frozen=True)
class Job:
    """A job by its name in commands and addresses, its label on screen, and its work, which returns how many things it handled."""

    name: str
    label: str
    run: Callable[[Database], int]


@dataclass(frozen=True)
class JobState:
    """How a job went last time: null times where it never ran, `reason` where it failed."""

    name: str
    label: str
    started_at: datetime | None = None
    ended_at: datetime | None = None
    handled: int | None = None
    reason: str | None = None


JOBS: dict[str, Job] = {
    each.name: each
    for each in (
        Job("end-sessions", N_("End expired sessions"), end_expired_sessions),
        Job("purge-trash", N_("Delete for good what has been in the trash for 30 days"), purge_expired),
        Job("forget-drafts", N_("Forget forms of new plans that nobody typed into for 30 days"), forget_old_drafts),
    )
}

_running = threading.Lock()


def run_jobs(db: Database, names: Sequence[str] = ()) -> list[JobState]:
    """Run these jobs, or all, one after the other, and record how each went; a job that fails does not stop the next.

    Raises NotFound for an unknown name, Refused while jobs are running already.
    """
    if unknown := [name for name in names if name not in JOBS]:
        raise NotFound(_("There is no job {name}. Known are: {known}.", name=unknown[0][:100], known=", ".join(JOBS)))
    if not _running.acquire(blocking=False):
        raise Refused(_("The jobs are running already."))
    try:
        return [_run(db, JOBS[name]) for name in names or JOBS]
    finally:
        _running.release()


def run_jobs_now(db: Database, actor: Actor, names: Sequence[str] = ()) -> list[JobState]:
    """Run these jobs, or all, because a person asks. Administrators only. Raises as `run_jobs`."""
    actor.require_administrator()
    return run_jobs(db, names)


def _run(db: Database, job: Job) -> JobState:
    started_at, handled, reason = now(), None, None
    try:
        handled = job.run(db)
    except AccountPlanningError as error:
        reason = error.message
    except StorageError as error:
        reason = engine_reason(error)
    except OSError as error:
        reason = error.strerror or str(error)
    state = JobState(job.name, job.label, started_at, now(), handled, reason)
    with db.write() as cursor:
        cron_rows.upsert_run(cursor, name=job.name, started_at=started_at, ended_at=state.ended_at or now(), handled=handled, reason=reason)
    return state


def list_jobs(db: Database, actor: Actor) -> list[JobState]:
    """Every job and how it went last time. Administrators only."""
    actor.require_administrator()
    with db.read() as cursor:
        runs = cron_rows.select_runs(cursor)
    return [JobState(**{"label": job.label, **runs.get(name, {"name": name})}) for name, job in JOBS.items()]


def cron_key(db: Database, actor: Actor) -> str:
    """The key of the address that runs the jobs, made on first use. Administrators only."""
    actor.require_administrator()
    with db.write() as cursor:
        key = cron_rows.select_key(cursor)
        if key is None:
            key = secrets.token_urlsafe(32)
            cron_rows.insert_key(cursor, key)
    return key


def replace_cron_key(db: Database, actor: Actor) -> str:
    """A new key: the address with the one before does nothing any more. Administrators only."""
    actor.require_administrator()
    key = secrets.token_urlsafe(32)
    with db.write() as cursor:
        cron_rows.delete_key(cursor)
        cron_rows.insert_key(cursor, key)
    return key


def is_cron_key(db: Database, given: str) -> bool:
    """Whether this is the key of the address that runs the jobs."""
    with db.read() as cursor:
        key = cron_rows.select_key(cursor)
    return key is not None and secrets.compare_digest(key.encode(), given.encode())
