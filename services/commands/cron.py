"""`cron [JOB]`: run the jobs that a scheduler starts."""

from __future__ import annotations

import argparse

from data.database import Database
from services.actors import Source, system_actor
from services.commands.command import DONE, FAILED, Command, Options, Say
from services.cron import JOBS, JobState, cron_key, list_jobs, run_jobs


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("job", nargs="?", choices=sorted(JOBS), metavar="JOB", help=f"one of {', '.join(JOBS)}; otherwise all")
    parser.add_argument("--list", action="store_true", help="only tell how each job went last time, and the address that runs them")


def _run(db: Database, options: Options, say: Say) -> int:
    actor = system_actor(Source.CRON)
    if options["list"]:
        for state in list_jobs(db, actor):
            say(_describe(state))
        say(f"GET /api/cron/{cron_key(db, actor)} runs them.")
        return DONE
    states = run_jobs(db, [options["job"]] if options["job"] else [])
    for state in states:
        say(_describe(state))
    return FAILED if any(state.reason for state in states) else DONE


def _describe(state: JobState) -> str:
    if state.started_at is None:
        return f"{state.name}: never ran"
    outcome = f"failed: {state.reason}" if state.reason else f"{state.handled} handled"
    return f"{state.name}: {outcome} ({state.started_at:%Y-%m-%d %H:%M:%S} UTC)"


CRON = Command("cron", "Run the scheduled jobs, or one of them.", _run, _declare)
