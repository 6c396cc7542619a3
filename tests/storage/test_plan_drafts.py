"""Drafts of new plans: one for each form, none lost to another, forgotten in the end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from data.database import Database, now
from services.cron import run_jobs
from services.errors import NotAllowed, Refused
from services.plan_drafts import LONGEST, drop_draft, latest_draft, new_form, read_draft, save_draft
from tests.storage.test_migrations import FIXTURES, make
from tests.world import World


def test_two_forms_are_kept_apart_and_the_other_is_offered(world: World) -> None:
    alice, one, other = world.actor("alice"), new_form(), new_form()
    assert latest_draft(world.db, alice, but=other) is None
    save_draft(world.db, alice, one, {"subject": "One"}, started_from={})
    save_draft(world.db, alice, other, {"subject": "Other"}, started_from={})
    assert [read_draft(world.db, alice, each)["subject"] for each in (one, other)] == ["One", "Other"]
    offered = latest_draft(world.db, alice, but=other)
    assert offered is not None
    assert (offered.form, offered.values) == (one, {"subject": "One"})
    drop_draft(world.db, alice, other)
    assert (read_draft(world.db, alice, other), read_draft(world.db, alice, one)) == ({}, {"subject": "One"})


def test_one_form_open_twice_becomes_two_where_both_are_typed_into(world: World) -> None:
    alice, form = world.actor("alice"), new_form()
    save_draft(world.db, alice, form, {"subject": "Begun"}, started_from={})
    assert save_draft(world.db, alice, form, {"subject": "Here"}, started_from={"subject": "Begun"}) == form
    assert save_draft(world.db, alice, form, {"subject": "Here"}, started_from={"subject": "Begun"}) == form
    there = save_draft(world.db, alice, form, {"subject": "There"}, started_from={"subject": "Begun"})
    assert there != form
    assert [read_draft(world.db, alice, each)["subject"] for each in (form, there)] == ["Here", "There"]


def test_nobody_else_has_them(world: World) -> None:
    alice, bob, form = world.actor("alice"), world.actor("bob"), new_form()
    save_draft(world.db, alice, form, {"subject": "Mine"}, started_from={})
    assert (read_draft(world.db, bob, form), latest_draft(world.db, bob, but="")) == ({}, None)
    drop_draft(world.db, bob, form)
    assert read_draft(world.db, alice, form) == {"subject": "Mine"}


def test_a_reader_keeps_none_and_nobody_one_that_is_too_large(world: World) -> None:
    with pytest.raises(NotAllowed):
        save_draft(world.db, world.actor("charlie"), new_form(), {"subject": "No"}, started_from={})
    with pytest.raises(Refused):
        save_draft(world.db, world.actor("alice"), new_form(), {"subject": "x" * LONGEST}, started_from={})


def test_a_job_forgets_what_nobody_typed_into_for_thirty_days(world: World) -> None:
    alice, old, young = world.actor("alice"), new_form(), new_form()
    for form, days in ((old, 31), (young, 29)):
        save_draft(world.db, alice, form, {"subject": form}, started_from={})
        with world.db.write() as cursor:
            cursor.execute("update plan_draft set updated_at = $at where form = $form", {"at": now() - timedelta(days=days), "form": form})
    assert [(state.handled, state.reason) for state in run_jobs(world.db, ["forget-drafts"])] == [(1, None)]
    assert (read_draft(world.db, alice, old), read_draft(world.db, alice, young)) == ({}, {"subject": young})


def test_whoever_had_a_draft_before_forms_had_names_is_offered_it(tmp_path: Path) -> None:
    path = make(next(each for each in FIXTURES if each.stem == "schema_0200"), tmp_path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("""insert into plan_draft values (1, '{"subject": "Kept"}', now()::timestamp)""")
    db = Database(path)
    db.migrate()
    with db.read() as cursor:
        assert cursor.tuples("select staff_id, form, content from plan_draft") == [(1, "0" * 16, '{"subject": "Kept"}')]
    db.close()
