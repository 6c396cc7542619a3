"""Long work in a thread of its own: how far it is, cancelling it, and its result, for the person who started it."""

from __future__ import annotations

import contextvars
import logging
import secrets
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from services.actors import Actor
from services.errors import AccountPlanningError, NotFound, TooManyAttempts
from services.language import translate as _

KEPT_SECONDS = 3600.0
MOST_AT_ONCE = 2
MOST_PER_PERSON = 5

log = logging.getLogger(__name__)


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Cancelled(AccountPlanningError):
    """The work was stopped by the person who started it; nothing of it was kept."""


@dataclass
class Progress:
    """What the work tells while it runs. Every report is also the point where it can be cancelled."""

    done: int = 0
    total: int | None = None
    step: str = ""
    _stop: threading.Event = field(default_factory=threading.Event, repr=False)

    def report(self, done: int, total: int | None = None, *, step: str | None = None) -> None:
        """Say how many of how many are done, and of what. Raises Cancelled where the work shall stop."""
        self.check()
        self.done = done
        self.total = total if total is not None else self.total
        self.step = step if step is not None else self.step

    def begin(self, step: str, total: int | None = None) -> None:
        """Start a new step, whose count begins at 0. Raises Cancelled where the work shall stop."""
        self.check()
        self.step, self.done, self.total = step, 0, total

    def check(self) -> None:
        if self._stop.is_set():
            raise Cancelled(_("Cancelled. Nothing was changed."))

    @property
    def is_cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        self._stop.set()


@dataclass
class Job:
    """One piece of long work. `file` is what it made for downloading, `result` whatever it returned."""

    id: str
    kind: str
    staff_id: int | None
    progress: Progress
    started_at: float
    state: State = State.WAITING
    reason: str = ""
    result: Any = None
    error: BaseException | None = None
    next: Job | None = field(default=None, repr=False)
    ended: threading.Event = field(default_factory=threading.Event, repr=False)

    def wait(self) -> Any:
        """The result, once it is there. Raises what the work raised."""
        self.ended.wait()
        if self.error:
            raise self.error
        return self.result

    @property
    def is_over(self) -> bool:
        return self.state in (State.DONE, State.FAILED, State.CANCELLED)

    @property
    def file(self) -> Path | None:
        made = getattr(self.result, "path", None)
        return made if isinstance(made, Path) else None


_jobs: dict[str, Job] = {}
_lock = threading.Lock()
_going_on = threading.Lock()
_places = threading.BoundedSemaphore(MOST_AT_ONCE)


def start_job(actor: Actor, kind: str, work: Callable[[Progress], Any]) -> Job:
    """Run `work(progress)` in a thread, in the language of this request. Raises TooManyAttempts where this person runs many already."""
    _forget_old()
    job = Job(secrets.token_urlsafe(16), kind, actor.staff_id, Progress(), time.monotonic())
    with _lock:
        if sum(1 for each in _jobs.values() if each.staff_id == actor.staff_id and not each.is_over) >= MOST_PER_PERSON:
            raise TooManyAttempts(_("Wait until one of your exports or imports is done."), retry_after=10)
        _jobs[job.id] = job
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(_run, job, work), name=f"job-{kind}", daemon=True).start()
    return job


def go_on(actor: Actor, before: Job, kind: str, work: Callable[[Progress], Any]) -> Job:
    """Start what comes after a finished job, once: asked again (a second click, a lost answer), it answers the job that was started.

    One that failed or was cancelled is started anew. Raises TooManyAttempts.
    """
    with _going_on:
        if before.next is None or before.next.state in (State.FAILED, State.CANCELLED):
            before.next = start_job(actor, kind, work)
        return before.next


def find_job(actor: Actor, job_id: str, kind: str = "") -> Job:
    """A job of this person. Raises NotFound for unknown jobs, those of others, and those of another kind."""
    job = _jobs.get(job_id)
    if job is None or job.staff_id != actor.staff_id or (kind and job.kind != kind):
        raise NotFound(_("This work is no longer known. Start it again."))
    return job


def cancel_job(actor: Actor, job_id: str) -> Job:
    """Ask a job to stop; it does so at its next report and undoes what it began."""
    job = find_job(actor, job_id)
    job.progress.cancel()
    return job


def forget_jobs(actor: Actor, kind: str) -> None:
    """Drop what this person's finished jobs of a kind have made, for work of which only the latest matters."""
    with _lock:
        old = [job for job in _jobs.values() if job.staff_id == actor.staff_id and job.kind == kind and job.is_over]
    _drop(old)


def stop_all_jobs(seconds: float = 2.0) -> None:
    """Cancel everything and wait a moment, so that the database can be closed."""
    with _lock:
        running = [job for job in _jobs.values() if not job.is_over]
    for job in running:
        job.progress.cancel()
    until = time.monotonic() + seconds
    for job in running:
        job.ended.wait(max(0.0, until - time.monotonic()))


def _run(job: Job, work: Callable[[Progress], Any]) -> None:
    try:
        while not _places.acquire(timeout=0.1):
            job.progress.check()
        try:
            job.state = State.RUNNING
            job.result = work(job.progress)
            job.state = State.DONE
        finally:
            _places.release()
    except Cancelled as error:
        job.state, job.reason, job.error = State.CANCELLED, error.message, error
    except AccountPlanningError as error:
        job.state, job.reason, job.error = State.FAILED, error.message, error
    finally:
        if not job.is_over:
            log.exception("job %s failed", job.kind)
            job.error = sys.exception()
            job.state, job.reason = State.FAILED, _("This failed for a reason we did not foresee. The log of the server says more.")
        job.ended.set()


def _forget_old() -> None:
    """Drop what ended long ago, with the files it made."""
    limit = time.monotonic() - KEPT_SECONDS
    with _lock:
        old = [job for job in _jobs.values() if job.is_over and job.started_at < limit]
    _drop(old)


def _drop(jobs: list[Job]) -> None:
    for job in jobs:
        _jobs.pop(job.id, None)
        if job.file:
            job.file.unlink(missing_ok=True)
