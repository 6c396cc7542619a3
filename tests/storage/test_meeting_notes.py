"""Meeting notes one by one: newest first, added for today, changed, deleted with undo, and only by who may edit."""

from __future__ import annotations

from datetime import date

import pytest

from services.errors import Conflict, NotAllowed, NotFound
from services.meeting_notes import add_note, delete_note, list_notes, update_note
from services.settings import read_settings, today
from services.undo import undo_change_set
from tests.world import World


def add(world: World, **values: object) -> int:
    note_id, _change_set_id = add_note(world.db, world.actor("alice"), world.plan_id)
    edits = {name: {"to": value} for name, value in values.items()}
    if edits:
        update_note(world.db, world.actor("alice"), world.plan_id, note_id, edits)
    return note_id


def test_a_new_note_is_of_today_and_the_newest_stands_first(world: World) -> None:
    old = add(world, date="2026-01-05", notes="Kick-off")
    new = add(world)
    notes, total = list_notes(world.db, world.actor("charlie"), world.plan_id, limit=10)
    assert ([note["id"] for note in notes], total) == ([new, old], 2)
    assert notes[0]["date"] == today(read_settings(world.db))
    assert (notes[1]["date"], notes[1]["notes"]) == (date(2026, 1, 5), "Kick-off")


def test_a_note_changed_meanwhile_is_a_conflict(world: World) -> None:
    note_id = add(world, notes="First")
    with pytest.raises(Conflict):
        update_note(world.db, world.actor("bob"), world.plan_id, note_id, {"notes": {"from": "Other", "to": "Mine"}})


def test_a_deleted_note_comes_back_with_undo(world: World) -> None:
    note_id = add(world, notes="Keep me")
    change_set_id = delete_note(world.db, world.actor("bob"), world.plan_id, note_id)
    assert list_notes(world.db, world.actor("bob"), world.plan_id, limit=10)[1] == 0
    undo_change_set(world.db, world.actor("bob"), change_set_id or 0)
    [note] = list_notes(world.db, world.actor("bob"), world.plan_id, limit=10)[0]
    assert note["notes"] == "Keep me"


def test_a_reader_reads_only_and_a_note_of_another_plan_is_not_found(world: World) -> None:
    note_id = add(world, notes="Ours")
    reader = world.actor("charlie")
    with pytest.raises(NotAllowed):
        add_note(world.db, reader, world.plan_id)
    with pytest.raises(NotAllowed):
        update_note(world.db, reader, world.plan_id, note_id, {"notes": {"to": "x"}})
    with pytest.raises(NotAllowed):
        delete_note(world.db, reader, world.plan_id, note_id)
    with pytest.raises(NotFound):
        delete_note(world.db, world.actor("alice"), world.make_plan(), note_id)
    assert list_notes(world.db, reader, world.plan_id, limit=10)[1] == 1
