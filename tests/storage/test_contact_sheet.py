"""The contacts of a client as a sheet: typed, pasted, refused with reasons, deleted into the trash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from services.clients import create_client
from services.contact_sheet import apply_to_contacts, read_contact_sheet
from services.errors import NotAllowed, NotFound
from services.sheet_edits import Applied, CellEdit, NewRow, RowEdit, SheetEdits
from services.undo import undo_change_set
from tests.world import World


def apply(world: World, who: str = "alice", **edits: Any) -> Applied:
    return apply_to_contacts(world.db, world.actor(who), world.client_id, SheetEdits(as_text=True, **edits))


def change(world: World, cells: Mapping[str, Any], who: str = "alice") -> Applied:
    return apply(world, who, changed={world.contact_id: RowEdit({name: CellEdit(value) for name, value in cells.items()})})


def names(world: World) -> list[str]:
    return [row["name"] for row in read_contact_sheet(world.db, world.actor("charlie"), world.client_id).rows]


def test_a_pasted_block_becomes_contacts_in_one_change_set(world: World) -> None:
    texts = [
        {"name": "Zoé", "email": "zoe@nordwind.example", "portal_access": "yes"},
        {"email": "only.mail@nordwind.example"},
        {"title": "CFO", "email": "no address", "portal_access": "yes"},
    ]
    done = apply(world, added=[NewRow(f"n{place}", values) for place, values in enumerate(texts)])
    assert names(world) == ["Dana", "Zoé", "only.mail", "New contact"]
    assert [(each.row, each.field) for each in done.errors] == [("n2", "email"), ("n2", "portal_access")]
    assert [row["portal_access"] for row in done.rows] == [True, None, None]
    undo_change_set(world.db, world.actor("alice"), done.change_set_id or 0)
    assert names(world) == ["Dana"]


def test_a_request_sent_again_adds_its_rows_once(world: World) -> None:
    for _time in range(2):
        done = apply(world, added=[NewRow("n1", {"name": "Zoé"})], request_key="abc")
        assert set(done.keys) == {"n1"}
    assert names(world) == ["Dana", "Zoé"]


@pytest.mark.parametrize(
    ("cells", "refused"),
    [({"name": " "}, "name"), ({"email": "x"}, "email"), ({"client_id": 2}, "client_id"), ({"portal_access": "perhaps"}, "portal_access")],
)
def test_what_is_not_acceptable_is_listed_and_the_rest_is_saved(world: World, cells: dict[str, Any], refused: str) -> None:
    done = change(world, {"title": "CEO", **cells})
    assert [each.field for each in done.errors] == [refused]
    assert done.rows[0]["title"] == "CEO"


def test_the_address_stays_while_it_opens_the_portal(world: World) -> None:
    change(world, {"portal_access": "yes"})
    done = change(world, {"email": ""})
    assert [each.field for each in done.errors] == ["email"]
    assert not change(world, {"email": "", "portal_access": "no"}).errors


def test_two_people_in_one_cell_see_both_values(world: World) -> None:
    change(world, {"title": "CEO"}, "bob")
    done = apply(world, changed={world.contact_id: RowEdit({"title": CellEdit("CFO", None), "phone": CellEdit("1", None)})})
    assert [(each.field, each.yours, each.theirs) for each in done.conflicts] == [("title", "CFO", "CEO")]
    assert done.names["updated_by"] == {world.staff["bob"]: "Bob"}
    assert done.rows[0]["phone"] == "1"


def test_deleted_rows_go_to_the_trash_and_others_hear_of_it(world: World) -> None:
    before = read_contact_sheet(world.db, world.actor("bob"), world.client_id)
    done = apply(world, deleted={world.contact_id: 1})
    assert (names(world), done.deleted) == ([], [world.contact_id])
    assert read_contact_sheet(world.db, world.actor("bob"), world.client_id, since=before.next).deleted == [world.contact_id]
    undo_change_set(world.db, world.actor("alice"), done.change_set_id or 0)
    assert names(world) == ["Dana"]


def test_a_row_changed_meanwhile_is_not_deleted(world: World) -> None:
    change(world, {"title": "CEO"}, "bob")
    assert [each.field for each in apply(world, deleted={world.contact_id: 1}).conflicts] == [None]
    assert names(world) == ["Dana"]


def test_each_step_needs_its_permission(world: World) -> None:
    for who, edits in (
        ("charlie", {"added": [NewRow("n", {"name": "x"})]}),
        ("charlie", {"changed": {world.contact_id: RowEdit({"name": CellEdit("x")})}}),
        ("bob", {"deleted": {world.contact_id: None}}),
    ):
        with pytest.raises(NotAllowed):
            apply(world, who, **edits)
    assert names(world) == ["Dana"]


def test_rows_of_another_client_are_not_touched(world: World) -> None:
    other = create_client(world.db, world.actor("alice"), {"name": "Other"})[0]["id"]
    edits = SheetEdits(changed={world.contact_id: RowEdit({"name": CellEdit("x")})}, deleted={world.contact_id: None})
    done = apply_to_contacts(world.db, world.actor("alice"), other, edits)
    assert (done.change_set_id, names(world)) == (None, ["Dana"])
    with pytest.raises(NotFound):
        read_contact_sheet(world.db, world.actor("alice"), 999)
