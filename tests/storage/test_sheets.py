"""Saving a sheet: what is acceptable is stored, the rest is listed; rows are added, moved and deleted in one change set."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from data.records import CONTACT, PLAN
from services import sheets
from services.changes import change_set
from services.errors import NotAllowed, NotFound, Refused
from services.feed import read_feed
from services.sheet_edits import END, Applied, CellEdit, NewRow, RowEdit, RowMove, SheetEdits
from services.undo import undo_change_set
from tests.world import World


def save(world: World, sheet: str = "financial", *, who: str = "alice", as_text: bool = True, **edits: Any) -> Applied:
    return sheets.apply(world.db, world.actor(who), world.plan_id, sheet, SheetEdits(as_text=as_text, **edits))


def added(*rows: dict[str, Any], after: Any = END) -> list[NewRow]:
    return [NewRow(f"k{number}", values, after) for number, values in enumerate(rows)]


def changed(row_id: int, version: int | None = None, /, **cells: Any) -> dict[int, RowEdit]:
    return {row_id: RowEdit({name: edit if isinstance(edit, CellEdit) else CellEdit(edit) for name, edit in cells.items()}, version)}


def stored(world: World, sheet: str = "financial") -> list[dict[str, Any]]:
    return sheets.read_sheet(world.db, world.actor("charlie"), world.plan_id, sheet).rows


def column(world: World, name: str, sheet: str = "financial") -> list[Any]:
    return [row[name] for row in stored(world, sheet)]


def test_typed_values_are_stored_as_numbers_of_their_kind(world: World) -> None:
    done = save(world, added=added({"year": "2025", "revenue": "1,234.50", "traffic": "12,000"}))
    assert (done.errors, done.conflicts) == ([], [])
    row = stored(world)[0]
    assert (row["year"], row["revenue"], row["traffic"], row["loss"]) == (2025, Decimal("1234.50"), 12000, None)
    assert done.rows == [row]
    assert done.keys == {"k0": row["id"]}


def test_a_wrong_value_is_refused_and_all_others_are_saved(world: World) -> None:
    done = save(world, added=added({"year": "2025", "revenue": "about ten"}, {"year": "two", "traffic": "7"}))
    assert [(each.row, each.field, each.value) for each in done.errors] == [("k0", "revenue", "about ten"), ("k1", "year", "two")]
    assert "1,234.50" in done.errors[0].reason
    assert [(row["year"], row["revenue"], row["traffic"]) for row in stored(world)] == [(2025, None, None), (None, None, 7)]


@pytest.mark.parametrize("as_text", [True, False])
def test_whole_numbers_beyond_what_a_browser_holds_are_refused(world: World, as_text: bool) -> None:
    done = save(world, added=added({"year": "2025", "traffic": "9" * 17}), as_text=as_text)
    assert [(each.field, each.reason) for each in done.errors] == [("traffic", "This number is too large.")]
    assert column(world, "traffic") == [None]


def test_nothing_to_do_writes_nothing(world: World) -> None:
    row_id = save(world, added=added({"year": "2025"})).keys["k0"]
    done = save(world, changed=changed(row_id, year="2025"))
    assert (done.change_set_id, done.errors, done.conflicts) == (None, [], [])


def test_other_cells_merge_and_the_same_cell_shows_both_values(world: World) -> None:
    row_id = save(world, added=added({"year": "2025", "loss": "5"})).keys["k0"]
    save(world, who="bob", changed=changed(row_id, loss=CellEdit("7", "5.00")))
    done = save(world, changed=changed(row_id, loss=CellEdit("9", "5.00"), traffic=CellEdit("3", None)))
    conflict = done.conflicts[0]
    assert (conflict.field, conflict.started_from, conflict.yours, conflict.theirs) == ("loss", "5.00", Decimal("9.00"), Decimal("7.00"))
    assert done.names["updated_by"][conflict.theirs_by or 0] == "Bob"
    assert [(row["loss"], row["traffic"]) for row in stored(world)] == [(Decimal("7.00"), 3)]


def test_without_a_start_the_version_decides(world: World) -> None:
    row_id = save(world, added=added({"year": "2025"})).keys["k0"]
    save(world, who="bob", changed=changed(row_id, year="2026"))
    assert save(world, changed=changed(row_id, 1, year="2027")).conflicts[0].theirs == 2026
    assert save(world, changed=changed(row_id, 2, year="2027")).conflicts == []


def test_rows_go_where_they_are_put(world: World) -> None:
    keys = save(world, added=added({"year": "2001"}, {"year": "2002"}, {"year": "2003"})).keys
    save(world, added=[NewRow("a", {"year": "2010"}, keys["k0"]), NewRow("b", {"year": "2011"}, "a"), NewRow("c", {"year": "2000"}, None)])
    assert column(world, "year") == [2000, 2001, 2010, 2011, 2002, 2003]
    done = save(world, moved=[RowMove(keys["k2"], None)])
    assert column(world, "year") == [2003, 2000, 2001, 2010, 2011, 2002]
    assert done.order == column(world, "id")
    undo_change_set(world.db, world.actor("alice"), done.change_set_id or 0)
    assert column(world, "year") == [2000, 2001, 2010, 2011, 2002, 2003]


def test_rows_put_at_the_same_place_again_and_again_keep_their_order(world: World) -> None:
    first = save(world, added=added({"year": "1900"}, {"year": "2200"})).keys["k0"]
    for year in range(2000, 2030):
        save(world, added=[NewRow("a", {"year": str(year)}, first)])
    assert column(world, "year") == [1900, *range(2029, 1999, -1), 2200]


def test_meeting_notes_are_shown_newest_first(world: World) -> None:
    days = ("2026-01-05", "2026-03-01", "", "2026-02-01", "2026-03-01")
    done = save(world, "meeting_note", added=added(*({"date": day, "notes": str(place)} for place, day in enumerate(days))))
    assert column(world, "notes", "meeting_note") == ["2", "4", "1", "3", "0"]
    assert done.order is None


def test_deleted_rows_come_back_by_undo(world: World) -> None:
    keys = save(world, added=added({"year": "2001"}, {"year": "2002"})).keys
    done = save(world, deleted={keys["k0"]: None})
    assert (done.deleted, column(world, "year")) == ([keys["k0"]], [2002])
    undo_change_set(world.db, world.actor("alice"), done.change_set_id or 0)
    assert column(world, "year") == [2001, 2002]


def test_a_row_that_somebody_changed_is_not_deleted(world: World) -> None:
    row_id = save(world, added=added({"year": "2001"})).keys["k0"]
    save(world, who="bob", changed=changed(row_id, year="2002"))
    done = save(world, deleted={row_id: 1})
    assert [(each.id, each.field) for each in done.conflicts] == [(row_id, None)]
    assert column(world, "year") == [2002]


def test_what_is_typed_into_a_deleted_row_is_refused_and_the_rest_is_saved(world: World) -> None:
    keys = save(world, added=added({"year": "2001"}, {"year": "2002"})).keys
    save(world, who="bob", deleted={keys["k0"]: None})
    done = save(world, changed={**changed(keys["k0"], year="2005"), **changed(keys["k1"], year="2006")})
    assert [(each.row, each.field) for each in done.errors] == [(keys["k0"], "year")]
    assert column(world, "year") == [2006]


def test_creation_is_undone_after_its_edits_were_undone_and_all_is_redone(world: World) -> None:
    alice = world.actor("alice")
    made = save(world, added=added({"year": "2001"}))
    edited = save(world, changed=changed(made.keys["k0"], year="2002"))
    first = undo_change_set(world.db, alice, edited.change_set_id or 0)
    second = undo_change_set(world.db, alice, made.change_set_id or 0)
    assert (second.kept, stored(world)) == ([], [])
    undo_change_set(world.db, alice, second.change_set_id or 0)
    undo_change_set(world.db, alice, first.change_set_id or 0)
    assert column(world, "year") == [2002]
    kept = undo_change_set(world.db, alice, _undo_of(world, second.change_set_id)).kept
    assert [each.record_id for each in kept] == [made.keys["k0"]]


def _undo_of(world: World, change_set_id: int | None) -> int:
    with world.db.read() as cursor:
        return int(cursor.value("select undone_by from change_set where id = $id", {"id": change_set_id}))


def test_the_same_request_sent_twice_adds_its_rows_once(world: World) -> None:
    rows = added({"year": "2001"}, {"year": "2002"})
    first = save(world, added=rows, request_key="once")
    again = save(world, added=rows, request_key="once")
    assert again.keys == first.keys
    assert [row["year"] for row in again.rows] == [2001, 2002]
    assert column(world, "year") == [2001, 2002]
    assert save(world, who="bob", added=rows, request_key="once").keys != first.keys


def test_people_are_found_by_name_email_and_id(world: World) -> None:
    bob = world.staff["bob"]
    rows = [{"staff_id": who} for who in ("Bob", "BOB@example.com", str(bob), bob, "")]
    done = save(world, "company_team", added=added(*rows))
    assert column(world, "staff_id", "company_team") == [bob, bob, bob, bob, None]
    assert done.names["staff_id"] == {bob: "Bob"}


def test_unknown_and_ambiguous_people_are_refused_with_the_reason(world: World) -> None:
    with change_set(world.db, world.actor("erin"), "create") as changes:
        changes.create(CONTACT, [{"client_id": world.client_id, "name": "Dána", "email": "other@nordwind.example"}])
    done = save(world, "client_team", added=added({"contact_id": "Dana"}, {"contact_id": "Alice"}, {"contact_id": 9999}))
    reasons = [each.reason for each in done.errors]
    assert reasons[0] == "2 people are called Dana. Enter the e-mail address."
    assert reasons[1].startswith("This client has no contact Alice.")
    assert reasons[2].startswith("This client has no contact 9999.")
    assert save(world, "client_team", added=added({"contact_id": "dana@nordwind.example"})).errors == []


def test_a_choice_is_typed_in_either_language(world: World) -> None:
    done = save(world, "offering", added=added({"potential": "high"}, {"potential": "Low"}, {"potential": "Huge"}))
    assert column(world, "potential", "offering") == ["High", "Low", None]
    assert done.errors[0].reason == "Choose one of: High, Medium, Low."


def test_json_values_are_not_read_as_typed(world: World) -> None:
    done = save(world, as_text=False, added=added({"year": 2025, "revenue": "1234.50"}, {"revenue": "1,234.50"}))
    assert [each.field for each in done.errors] == ["revenue"]
    assert column(world, "revenue") == [Decimal("1234.50"), None]


def test_a_field_that_does_not_exist_is_refused(world: World) -> None:
    done = save(world, added=added({"year": "2001", "id": "7", "plan_id": "2", "nonsense": "x"}))
    assert [each.field for each in done.errors] == ["id", "plan_id", "nonsense"]
    assert column(world, "year") == [2001]


def test_rows_of_another_plan_and_unknown_sheets_are_not_found(world: World) -> None:
    row_id = save(world, added=added({"year": "2001"})).keys["k0"]
    other = world.make_plan()
    for edits in ({"changed": changed(row_id, year="2")}, {"deleted": {row_id: None}}, {"moved": [RowMove(row_id, None)]}):
        with pytest.raises(NotFound):
            sheets.apply(world.db, world.actor("alice"), other, "financial", SheetEdits(as_text=True, **edits))
    with pytest.raises(NotFound):
        save(world, "plan", added=added({}))
    assert column(world, "year") == [2001]


def test_a_plan_in_the_trash_has_no_sheets(world: World) -> None:
    with change_set(world.db, world.actor("alice"), "delete") as changes:
        changes.trash(PLAN, [world.plan_id])
    with pytest.raises(NotFound):
        stored(world)
    with pytest.raises(NotFound):
        save(world, added=added({"year": "2001"}))


def test_a_reader_reads_and_changes_nothing(world: World) -> None:
    save(world, added=added({"year": "2001"}))
    assert sheets.read_sheet(world.db, world.actor("charlie"), world.plan_id, "financial").may_edit is False
    with pytest.raises(NotAllowed):
        save(world, who="charlie", added=added({"year": "2002"}))
    assert column(world, "year") == [2001]


def test_ten_thousand_rows_are_no_limit_and_fifty_thousand_are(world: World) -> None:
    save(world, added=added(*({"year": "2001"} for _ in range(12_000))))
    assert len(stored(world)) == 12_000
    with pytest.raises(Refused, match="50000"):
        save(world, added=added(*({} for _ in range(38_001))))
    assert len(stored(world)) == 12_000


def test_the_feed_names_what_changed_and_the_sheet_tells_those_rows(world: World) -> None:
    alice = world.actor("alice")
    keys = save(world, added=added({"year": "2001"}, {"year": "2002"}, {"year": "2003"})).keys
    start = read_feed(world.db, alice, None)
    assert start.items == []
    save(world, who="bob", changed=changed(keys["k0"], year="2011"), deleted={keys["k1"]: None}, added=added({"year": "2004"}))
    save(world, "offering", who="bob", added=added({"service": "Storage"}))
    items = read_feed(world.db, alice, start.next, plan_id=world.plan_id, records=["financial"]).items
    assert [(item["record_id"], item["action"], item["field"]) for item in items] == [
        (keys["k1"], "remove", None),
        (max(column(world, "id")), "create", None),
        (keys["k0"], "update", "year"),
    ]
    since = sheets.read_sheet(world.db, alice, world.plan_id, "financial", since=start.next)
    assert sorted(row["year"] for row in since.rows) == [2004, 2011]
    assert (since.deleted, since.order) == ([keys["k1"]], column(world, "id"))
    assert sheets.read_sheet(world.db, alice, world.plan_id, "financial", since=since.next).rows == []


def test_more_changes_than_fit_ask_to_read_anew(world: World) -> None:
    start = read_feed(world.db, world.actor("alice"), None)
    save(world, added=added(*({"year": "2001"} for _ in range(11))))
    feed = read_feed(world.db, world.actor("alice"), start.next, limit=10)
    assert (feed.reset, feed.items) == (True, [])
    assert read_feed(world.db, world.actor("alice"), feed.next).items == []
