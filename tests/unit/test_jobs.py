"""Long work in a thread: progress, cancelling, failing, and whose it is."""

from __future__ import annotations

import threading

import pytest

from services import jobs
from services.actors import Actor
from services.errors import NotFound, Refused, TooManyAttempts
from services.jobs import Progress, State, cancel_job, find_job, go_on, start_job, stop_all_jobs
from services.language import current_language, use_language

ALICE, BOB = Actor(staff_id=1, name="Alice"), Actor(staff_id=2, name="Bob")


def test_work_runs_and_keeps_its_result_and_language() -> None:
    use_language("fr")
    job = start_job(ALICE, "test", lambda progress: (progress.report(3, 4, step="step"), current_language.get())[1])
    assert job.ended.wait(10)
    assert (job.state, job.result, job.progress.done, job.progress.total) == (State.DONE, "fr", 3, 4)
    assert find_job(ALICE, job.id, "test") is job


def test_a_job_of_somebody_else_is_not_found() -> None:
    job = start_job(ALICE, "test", lambda progress: None)
    assert job.ended.wait(10)
    for actor, job_id, kind in ((BOB, job.id, ""), (ALICE, "nothing", ""), (ALICE, job.id, "other")):
        with pytest.raises(NotFound):
            find_job(actor, job_id, kind)


def test_cancelling_stops_the_work_at_its_next_report() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        begun.set()
        assert go_on.wait(10)
        progress.report(1)
        raise AssertionError("went on")

    job = start_job(ALICE, "test", work)
    assert begun.wait(10)
    cancel_job(ALICE, job.id)
    go_on.set()
    assert job.ended.wait(10)
    assert (job.state, job.reason) == (State.CANCELLED, "Cancelled. Nothing was changed.")


def test_a_failure_keeps_its_sentence() -> None:
    def refuse(_progress: Progress) -> None:
        raise Refused("This is not possible.")

    job = start_job(ALICE, "test", refuse)
    assert job.ended.wait(10)
    assert (job.state, job.reason) == (State.FAILED, "This is not possible.")


def test_an_unforeseen_failure_says_where_to_look(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    # The thread ends by its exception, which pytest would report.
    monkeypatch.setattr(threading, "excepthook", lambda _args: None)

    def break_down(_progress: Progress) -> None:
        raise ValueError("inner detail")

    job = start_job(ALICE, "failing", break_down)
    assert job.ended.wait(10)
    for thread in threading.enumerate():
        if thread.name == "job-failing":
            thread.join(10)
    assert job.state is State.FAILED
    assert "The log of the server says more." in job.reason
    assert "inner detail" not in job.reason
    assert "inner detail" in caplog.text


def test_a_person_cannot_fill_the_machine_and_shutdown_stops_everything() -> None:
    hold = threading.Event()

    def work(progress: Progress) -> None:
        while not hold.wait(0.01):
            progress.check()

    running = [start_job(ALICE, "test", work) for _ in range(jobs.MOST_PER_PERSON)]
    try:
        with pytest.raises(TooManyAttempts):
            start_job(ALICE, "test", work)
        other = start_job(BOB, "test", lambda progress: None)
        stop_all_jobs(10)
        assert {job.state for job in running} == {State.CANCELLED}
        assert other.is_over
    finally:
        hold.set()


def test_what_comes_next_is_done_once_and_again_only_where_it_failed() -> None:
    before = start_job(ALICE, "test", lambda progress: None)
    assert before.ended.wait(10)
    done: list[int] = []
    first = go_on(ALICE, before, "next", lambda progress: done.append(1))
    assert first.ended.wait(10)
    assert go_on(ALICE, before, "next", lambda progress: done.append(2)) is first
    assert done == [1]
    first.state = State.FAILED
    again = go_on(ALICE, before, "next", lambda progress: done.append(3))
    assert again.ended.wait(10)
    assert (again is first, done) == (False, [1, 3])
