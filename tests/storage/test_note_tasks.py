"""Lines of a meeting note becoming tasks: what a line is, all or none, undo, and what the plan has already."""

from __future__ import annotations

from datetime import date

import pytest

from data import rows
from data.records import OBJECTIVE, TASK
from services.errors import Invalid, NotAllowed, NotFound
from services.meeting_notes import add_note, update_note
from services.note_tasks import NoteTask, add_tasks, lines_of_note, note_lines
from services.undo import undo_change_set
from tests.world import World

NOTE = """## Review with Dana

- [ ] Send the **offer**; by March
- Call Dana
  1. Ask for a reference
> quoted
---
* * *
To do: 3 % discount
"""


def add(world: World, *tasks: NoteTask, name: str = "bob", objective: str = "") -> int | None:
    return add_tasks(world.db, world.actor(name), world.plan_id, tasks, objective=objective)


def tasks(world: World) -> list[dict[str, object]]:
    with world.db.read() as cursor:
        return rows.select_children(cursor, TASK, world.plan_id)


def test_lines_come_without_the_marks_of_their_list() -> None:
    assert note_lines(NOTE) == [
        "Review with Dana",
        "Send the offer; by March",
        "Call Dana",
        "Ask for a reference",
        "quoted",
        "To do: 3 % discount",
    ]
    assert note_lines(None) == note_lines(" \n\n- \n") == []
    assert note_lines("-5 degrees\n2026 plan\n**Bold**\n****") == ["-5 degrees", "2026 plan", "Bold"]
    assert note_lines("Late **in May** and ~~June~~, 2 ** 3 and snake__case") == ["Late in May and June, 2 ** 3 and snake__case"]


def test_lines_become_tasks_and_are_known_as_such_until_undone(world: World) -> None:
    alice = world.actor("alice")
    note_id, _change_set_id = add_note(world.db, alice, world.plan_id)
    update_note(world.db, alice, world.plan_id, note_id, {"notes": {"to": NOTE}})
    who = [world.staff["alice"], world.staff["bob"]]
    change_set_id = add(world, NoteTask("1", " Call  Dana "), NoteTask("2", "Offer", who, date(2026, 3, 1)), objective="Grow")
    found = tasks(world)
    assert [(row["action"], row["deadline"], row["status"]) for row in found] == [
        ("Call  Dana", None, "Not Started"),
        ("Offer", date(2026, 3, 1), "Not Started"),
    ]
    assert found[1]["people_in_charge_ids"] == f"[{who[0]},{who[1]}]"
    lines = lines_of_note(world.db, world.actor("charlie"), world.plan_id, note_id)
    assert [line.text for line in lines if line.is_task] == ["Call Dana"]
    undo_change_set(world.db, world.actor("bob"), change_set_id or 0)
    with world.db.read() as cursor:
        assert rows.select_children(cursor, OBJECTIVE, world.plan_id) == tasks(world) == []


def test_one_that_cannot_be_taken_stops_all(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        add(world, NoteTask("a", "Good"), NoteTask("b", "Whose", [987_654]), objective="Grow")
    assert [each.field for each in caught.value.problems] == ["b.people_in_charge_ids"]
    with pytest.raises(Invalid) as caught:
        add(world, NoteTask("a", "Good"), NoteTask("b", "  "))
    assert [each.field for each in caught.value.problems] == ["b.action"]
    with pytest.raises(NotAllowed):
        add(world, NoteTask("a", "Good"), name="charlie")
    assert add(world) is None
    with world.db.read() as cursor:
        assert rows.select_children(cursor, OBJECTIVE, world.plan_id) == tasks(world) == []


def test_a_note_of_another_plan_is_not_read(world: World) -> None:
    note_id, _change_set_id = add_note(world.db, world.actor("alice"), world.make_plan())
    with pytest.raises(NotFound):
        lines_of_note(world.db, world.actor("bob"), world.plan_id, note_id)
